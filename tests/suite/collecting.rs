//! Every debtor can be found, however many there are: the page that collects payments, and the treasurer's home page.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use muyu::features::loans;

use crate::support::Client;
use crate::support::world::{monthly, person, treasurer};

const TODAY: &str = "2026-03-02";

/// An earlier version joined two hundred members to the first thousand open loans, so that debtors beyond these could not be
/// found.
#[tokio::test]
async fn every_debtor_is_on_the_collect_page_and_found_by_name_and_number() {
    let (world, place, mut client) = treasurer(TODAY).await;
    let mut owing = BTreeSet::new();
    for i in 0..210 {
        let member = world.join(&place, person(&format!("Ccahua Puma, Socia {i:03}"))).await;
        owing.insert(world.lend_by(&place, member, monthly(1_000, "2026-02-20", 1), true).await.unwrap().to_string());
    }
    let path = format!("/funds/{}/collect", place.fund);
    let (mut shown, mut next) = (Vec::new(), path.clone());
    loop {
        let page = client.get(&next).await;
        assert_eq!(page.status, StatusCode::OK);
        shown.extend(page.text.split("href=\"/loans/").skip(1).map(|rest| rest.split('/').next().unwrap().to_owned()));
        let more = page.attribute("nav.filters a:last-child", "href");
        if !page.texts("nav.filters a").last().is_some_and(|text| text.contains('›')) {
            break;
        }
        next = more;
    }
    assert_eq!((shown.len(), shown.into_iter().collect::<BTreeSet<_>>()), (owing.len(), owing));
    // The name is the last one's, the number (after the place's first three) another one's: both are found.
    let found = client.get(&format!("{path}?q=socia+209")).await;
    assert_eq!(found.texts("a.row > span:first-child"), ["Ccahua Puma, Socia 205", "Ccahua Puma, Socia 209"]);
    let found = client.get(&format!("{path}?q=213")).await;
    assert_eq!(found.texts("a.row > span:first-child"), ["Ccahua Puma, Socia 209"]);
    let paged = client.get(&format!("{path}?q=ccahua")).await;
    assert!(paged.attribute("nav.filters a", "href").contains("q=ccahua"), "the search goes along");
    assert!(client.get(&format!("{path}?q=nadie")).await.texts("ul.rows .row").is_empty());
    world.books_hold().await;
}

#[tokio::test]
async fn the_first_page_shows_twenty_late_ones_and_what_the_rest_sums_to() {
    let (world, place, mut client) = treasurer(TODAY).await;
    let mut total = 0;
    for i in 0..25 {
        // Each fell late on a different day, without interest.
        let mut terms = monthly(1_000 + i, "2026-01-02", 1);
        terms.rate_ppm = 0;
        terms.first_due_on = terms.first_due_on + chrono::Days::new(u64::try_from(i).unwrap());
        let member = world.join(&place, person(&format!("Puma, Socia {i:02}"))).await;
        world.lend_by(&place, member, terms, true).await.unwrap();
        total += 1_000 + i;
    }
    for _ in 0..22 {
        let mut terms = monthly(500, "2026-02-03", 1);
        terms.rate_ppm = 0;
        world.lend_by(&place, place.members[1], terms, true).await.unwrap();
        world.lend_by(&place, place.members[2], monthly(100, "2026-04-01", 2), false).await.unwrap();
    }
    let home = client.get("/").await;
    let rows = home.texts("#late + ul .row");
    assert_eq!(rows.len(), 21);
    // The days weigh more than the centimo that each loan exceeds the one before.
    let rest: i64 = (20..25).map(|i| 1_000 + i).sum();
    assert!(rows[20].contains("5 más") && rows[20].contains(&format!("S/ {}.{:02}", rest / 100, rest % 100)), "{}", rows[20]);
    assert_eq!(home.texts("section.answer .amount"), [format!("S/ {}.{:02}", (total + 11_000) / 100, (total + 11_000) % 100)]);
    assert!(home.texts("section.answer")[0].contains("47 cuotas de 26 personas"), "{:?}", home.texts("section.answer"));
    let coming = home.texts("#this-week + ul .row");
    assert!(coming.len() == 21 && coming[20].contains("2 más") && coming[20].contains("S/ 10.00"), "{coming:?}");
    assert!(home.texts("ul.rows .row").iter().any(|row| row.contains("2 más") && row.contains("S/ 2.00")), "two more wait to be handed over");

    let whole = client.get(&home.attribute("#late + ul li:last-child a", "href")).await;
    assert_eq!((whole.status, whole.texts("ul.rows .row").len()), (StatusCode::OK, 25));
    assert_eq!(whole.texts("section.answer .amount"), [format!("S/ {}.{:02}", total / 100, total % 100)]);
    let whole = client.get(&home.attribute("#this-week + ul li:last-child a", "href")).await;
    assert_eq!((whole.texts("ul.rows .row").len(), whole.texts("section.answer .amount")), (1, vec!["S/ 110.00".to_owned()]), "one person");

    let mut program = Client::with_token(&world, "tesorera").await;
    let week = program.get(&format!("/api/v1/funds/{}/due", place.fund)).await.json();
    assert_eq!(
        (week["total"].as_i64(), week["late"].as_array().unwrap().len(), week["coming"].as_array().unwrap().len()),
        (Some(total + 11_000), 25, 22)
    );
    assert_eq!(loans::of_fund(world.app.db.read(), place.fund, None).await.unwrap().len(), 69);
    world.books_hold().await;
}
