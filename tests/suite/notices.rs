//! The notice on the page after a form was saved.

use muyu::domain::role::Grant;
use muyu::web::notice;

use crate::roles::table::routes;
use crate::support::{Client, World};

/// Forms without a notice: they lead to a page of their own, or save nothing of the association's.
const WITHOUT: [&str; 7] = [
    "/sign-in",
    "/sign-out",
    "/language",
    // The new password is shown once, on the page that answers.
    "/users",
    "/associations/{id}/users",
    "/users/{id}/reset",
    "/users/{id}/reopen",
];

#[test]
fn every_form_has_a_notice_of_what_it_did() {
    for (_, route, _) in routes().filter(|(method, route, _)| *method == "POST" && !route.starts_with("/api/")) {
        let shown_at_once = WITHOUT.contains(route) || *route == "/members/{id}/sign-in";
        assert_eq!(notice::at(route).is_none(), shown_at_once, "{route}");
    }
}

#[tokio::test]
async fn a_payment_is_told_once_on_its_receipt_with_what_is_next() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let repay = format!("/loans/{loan}/repay");
    let typed = [("choice", "other"), ("amount", "10.00"), ("paid_on", "2026-03-01"), ("payment_method", "cash")];
    let shown = client.post(&repay, &[typed.as_slice(), &[("preview", "1")]].concat()).await;
    let (key, said) = (shown.attribute("[name=key]", "value"), shown.attribute("[name=shown]", "value"));
    let answer = client.post(&repay, &[typed.as_slice(), &[("key", &key), ("shown", &said)]].concat()).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    // Another page in between shows no notice, and leaves it for the right page.
    assert!(client.get("/more").await.texts(".notice.done").is_empty());
    let receipt = client.get(&answer.location).await;
    assert!(receipt.texts(".notice.done p")[0].contains("Recibo N.º 1 registrado"), "{:?}", receipt.texts(".notice.done"));
    assert_eq!(receipt.texts(".notice.done a"), ["Cobrar a otra persona", "Anular"]);
    assert_eq!(receipt.attribute(".notice.done a", "href"), format!("/funds/{}/collect", place.fund));
    assert!(!receipt.attribute("#undo", "action").is_empty(), "the way to undo it leads somewhere");
    assert!(client.get(&answer.location).await.texts(".notice.done").is_empty(), "told once");
}

#[tokio::test]
async fn nothing_that_the_browser_sends_is_told() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    for (kept, told) in [
        ("approved.7./more".to_owned(), Some("Compra N.º 7 aprobada")),
        ("approved.siete./more".to_owned(), None),
        ("<b>x</b>.7./more".to_owned(), None),
        ("approved.7./".to_owned(), None),
        ("approved".to_owned(), None),
        ("..".to_owned(), None),
    ] {
        client.keep_cookie("muyu_done", &kept);
        let notices = client.get("/more").await.texts(".notice.done");
        assert_eq!(notices.len(), usize::from(told.is_some()), "{kept}: {notices:?}");
        assert!(notices.iter().all(|notice| told.is_some_and(|told| notice.contains(told))), "{kept}: {notices:?}");
    }
    // A person also gets no page of a record that is not theirs.
    let nobodys = format!("/repayments/{}", place.fund);
    client.keep_cookie("muyu_done", &format!("repaid..{nobodys}"));
    let missing = client.get(&nobodys).await;
    assert_eq!((missing.status.as_u16(), missing.texts(".notice.done").len()), (404, 0));
}

/// The pages of a fund of seed speak of its store and not of cash.
#[tokio::test]
async fn a_fund_of_produce_says_nothing_of_cash() {
    let world = World::empty("2026-03-01").await;
    let place = world.place("Semilleras", muyu::domain::amount::Unit::Kg).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let receipt = world.pay(loan, "2026-02-01", 1_000).await.unwrap();
    let mut client = Client::signed_in(&world, "tesorera").await;
    let fund = place.fund;
    for page in [
        format!("/funds/{fund}"),
        format!("/funds/{fund}/lines/cash"),
        format!("/funds/{fund}/ledger"),
        format!("/funds/{fund}/repayments"),
        format!("/funds/{fund}/capital/new"),
        format!("/funds/{fund}/loans/new?member={}", place.members[1]),
        format!("/loans/{loan}"),
        format!("/loans/{loan}/repay"),
        format!("/repayments/{receipt}"),
    ] {
        let shown = client.get(&page).await;
        assert_eq!(shown.status, 200, "{page}");
        let said = shown.texts("main").join(" ").to_lowercase();
        assert!(page != format!("/funds/{fund}") || said.contains("en el almacén"), "{said}");
        for word in ["efectivo", "billetera", "en la caja"] {
            assert!(!said.contains(word), "{page} says {word}: {said}");
        }
    }
}
