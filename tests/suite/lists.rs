//! Lists: searched by name or number, filtered, sorted and summed by the database; the file has the rows of the page.

use axum::http::StatusCode;
use muyu::domain::role::Grant;

use crate::support::world::{monthly, treasurer};
use crate::support::{Client, World};

const TODAY: &str = "2026-03-02";

/// The lines of a CSV file, without its heading.
fn lines(csv: &str) -> Vec<&str> {
    csv.lines().skip(1).collect()
}

#[tokio::test]
async fn loans_are_found_filtered_sorted_and_summed_and_the_file_says_the_same() {
    let (world, place, mut client) = treasurer(TODAY).await;
    let late = world.lend_by(&place, place.members[0], monthly(60_000, "2026-01-02", 2), true).await.unwrap();
    for i in 0..60 {
        world.lend_by(&place, place.members[1 + i % 2], monthly(1_000, "2026-03-01", 1), true).await.unwrap();
    }
    let path = format!("/funds/{}/loans", place.fund);
    let first = client.get(&path).await;
    assert_eq!(first.texts("table.list tbody tr:not(.sum) th").len(), 50);
    assert!(first.texts("nav.pages span")[0].contains("1–50 de 61"), "{:?}", first.texts("nav.pages span"));
    assert_eq!(first.attribute("table.list tbody th a", "href"), format!("/loans/{late}"), "what is late comes first");
    // The sum covers all matches, the same on every page.
    let second = client.get(&format!("{path}?page=1")).await;
    assert_eq!(second.texts("table.list tbody tr:not(.sum) th").len(), 11);
    assert_eq!(first.texts("tr.sum td"), second.texts("tr.sum td"));
    assert!(first.texts("tr.sum td").contains(&"S/ 1,200.00".to_owned()), "{:?}", first.texts("tr.sum td"));
    let found = client.get(&format!("{path}?q=1&show=late")).await;
    assert_eq!(found.texts("table.list tbody tr:not(.sum)").len(), 1);
    let sorted = client.get(&format!("{path}?sort=-number")).await;
    assert_eq!(sorted.attribute("th[aria-sort]", "aria-sort"), "descending");
    assert_eq!(sorted.texts("table.list tbody tr td")[0], "61");
    let none = client.get(&format!("{path}?q=nadie")).await;
    assert!(none.texts(".empty")[0].contains("nadie"));
    let file = client.get(&format!("{path}?file=csv")).await;
    assert_eq!((file.status, lines(&file.text).len()), (StatusCode::OK, 62), "all of them, and their sum");
    assert!(lines(&file.text)[61].contains("1200.00"), "{}", lines(&file.text)[61]);
    let whole = client.get(&format!("{path}?whole=1")).await;
    assert_eq!(whole.texts("table.list tbody tr:not(.sum)").len(), 61);
    world.books_hold().await;
}

#[tokio::test]
async fn members_show_what_they_owe_and_whether_it_is_late() {
    let (world, place, mut client) = treasurer(TODAY).await;
    world.lend_by(&place, place.members[0], monthly(10_000, "2026-01-02", 1), true).await.unwrap();
    world.lend_by(&place, place.members[1], monthly(20_000, "2026-03-01", 1), true).await.unwrap();
    let path = format!("/associations/{}/members", place.association);
    let all = client.get(&path).await;
    assert_eq!(all.texts("table.list tbody tr:not(.sum)").len(), 3);
    let late = client.get(&format!("{path}?standing=late")).await;
    let rows = late.texts("table.list tbody tr:not(.sum)");
    assert_eq!(rows.len(), 1);
    assert!(rows[0].contains("28 días"), "{rows:?}");
    let owing = client.get(&format!("{path}?standing=owing")).await;
    assert_eq!(owing.texts("table.list tbody tr:not(.sum)").len(), 2);
    assert_eq!(owing.texts("tr.sum td.key"), all.texts("tr.sum td.key"));
    assert_ne!(owing.texts("tr.sum td.key"), late.texts("tr.sum td.key"));
    let file = client.get(&format!("{path}?standing=late&file=csv")).await;
    assert_eq!(lines(&file.text).len(), 2);
    assert_eq!(client.get(&format!("{path}?file=xlsx")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn receipts_leave_what_was_reversed_out_of_their_sum() {
    let (world, place, mut client) = treasurer(TODAY).await;
    let loan = world.lend_by(&place, place.members[0], monthly(50_000, "2026-01-02", 2), true).await.unwrap();
    world.pay(loan, "2026-01-10", 1_000).await.unwrap();
    let wrong = world.pay(loan, "2026-01-11", 2_000).await.unwrap();
    let (reason, key) = ("se leyó mal", crate::support::world::key().to_string());
    let undone = client.post(&format!("/repayments/{wrong}/reverse"), &[("key", &key), ("reason", reason)]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
    let path = format!("/funds/{}/repayments", place.fund);
    let all = client.get(&path).await;
    assert_eq!(all.texts("table.list tbody tr:not(.sum)").len(), 2);
    assert_eq!(all.texts("tr.sum td.key"), ["S/ 10.00"]);
    assert_eq!(client.get(&format!("{path}?state=reversed")).await.texts("table.list tbody tr:not(.sum) s"), ["20.00"]);
    assert_eq!(client.get(&format!("{path}?q=2")).await.texts("table.list tbody tr:not(.sum) s"), ["20.00"], "found by its number");
}

#[tokio::test]
async fn the_ledger_reads_in_natural_signs_with_the_members_name() {
    let (world, place, mut client) = treasurer(TODAY).await;
    let loan = world.lend_by(&place, place.members[0], monthly(50_000, "2026-01-02", 2), true).await.unwrap();
    world.pay(loan, "2026-02-10", 30_000).await.unwrap();
    let income = client.get(&format!("/funds/{}/ledger?account=interest_income", place.fund)).await;
    assert!(income.texts("tr.sum td.key")[0].starts_with("S/ "), "income is no debt: {:?}", income.texts("tr.sum td.key"));
    let name = client.get(&format!("/loans/{loan}")).await.texts("h1")[0].clone();
    let told = income.texts("tbody td[data-l='Socia o socio']");
    assert!(!told.is_empty() && name.contains(&told[0]), "{told:?} in {name}");
}

#[tokio::test]
async fn staff_see_every_fund_with_what_is_late_of_it() {
    let (world, place) = World::with_fund(TODAY).await;
    world.user("admin", Grant::Admin).await;
    // Thirty days late is not at risk yet; thirty-one days are.
    world.lend_by(&place, place.members[0], monthly(30_000, "2025-12-29", 1), true).await.unwrap();
    world.lend_by(&place, place.members[1], monthly(90_000, "2026-03-01", 1), true).await.unwrap();
    let mut client = Client::signed_in(&world, "admin").await;
    let home = client.get("/").await;
    let rows = home.texts("table.list tbody tr:not(.sum)");
    assert_eq!(rows.len(), 1);
    assert!(rows[0].contains("25.0 %") && rows[0].contains("300.00 de 1,200.00"), "{rows:?}");
    assert!(rows[0].contains("PAR30 sobre 10 %"), "{rows:?}");
    assert!(client.get("/?q=nadie").await.texts("table.list").is_empty());
    assert_eq!(lines(&client.get("/?file=csv").await.text).len(), 2);
    let all = client.get("/associations").await;
    assert_eq!(all.texts("table.list tbody tr").len(), 1);
}

#[tokio::test]
async fn the_associations_head_stays_on_errors_and_on_the_password() {
    let (world, place, mut client) = treasurer(TODAY).await;
    let name = client.get(&format!("/funds/{}", place.fund)).await.texts("header .who b");
    for path in ["/funds/xyz", "/nothing", "/password", "/import"] {
        assert_eq!(client.get(path).await.texts("header .who b"), name, "{path}");
    }
    world.books_hold().await;
}
