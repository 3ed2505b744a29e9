//! Unusual facts are confirmed once, before they are recorded.

use axum::http::StatusCode;
use muyu::domain::cofinancing::{ContributionKind, PurchaseStatus};
use muyu::domain::role::Grant;
use muyu::features::purchases::deliveries::receive::{Close, receive};
use serde_json::json;

use crate::support::cofinanced::fifty_fifty;
use crate::support::world::{day, key};
use crate::support::{Client, World};

/// A second payment of one person on one day, and a payment far beyond the debt, are recorded once they are confirmed. A
/// repeated key gets the first answer, confirmed or not.
#[tokio::test]
async fn a_second_payment_of_the_day_and_one_far_beyond_are_confirmed_over_json() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let (loan, other) = (world.lend(&place, 0, "2026-01-01").await, world.lend(&place, 0, "2026-01-01").await);
    let mut program = Client::with_token(&world, "tesorera").await;
    let path = |loan| format!("/api/v1/loans/{loan}/repayments");
    let body = |amount: i64| json!({ "paid_on": "2026-03-01", "amount_minor": amount });
    assert_eq!(program.json_once(&path(loan), key(), &body(1_000)).await.status, StatusCode::CREATED);

    // Also on the other loan: the payer is the same person.
    let second = key();
    let asked = program.json_once(&path(other), second, &body(2_000)).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert_eq!((&asked.json()["errors"][0]["code"], &asked.json()["errors"][0]["field"]), (&json!("payment-same-day"), &json!("confirmed")));
    let mut sure = body(2_000);
    sure["confirmed"] = json!(true);
    let made = program.json_once(&path(other), second, &sure).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    assert_eq!(program.json_once(&path(other), second, &body(2_000)).await.id(), made.id(), "a key sent again is not asked");

    let far = program.json_once(&path(loan), key(), &json!({ "paid_on": "2026-02-27", "amount_minor": 99_999_900 })).await;
    assert_eq!((far.status, &far.json()["errors"][0]["code"]), (StatusCode::CONFLICT, &json!("payment-far-beyond")));
    // On another day it is no second payment.
    assert_eq!(program.json_once(&path(loan), key(), &json!({ "paid_on": "2026-02-26", "amount_minor": 1_000 })).await.status, StatusCode::CREATED);
    world.books_hold().await;
}

#[tokio::test]
async fn the_form_asks_once_and_keeps_what_was_typed() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let first = world.pay(loan, "2026-03-01", 1_000).await.unwrap();
    let mut client = Client::signed_in(&world, "tesorera").await;
    let path = format!("/loans/{loan}/repay");
    let typed = [("choice", "other"), ("amount", "20.00"), ("paid_on", "2026-03-01"), ("payment_method", "wallet"), ("note", "por Yape")];
    let look = client.post(&path, &[typed.as_slice(), &[("preview", "1")]].concat()).await;
    assert!(look.texts("[name=confirmed]").is_empty(), "nothing is asked before it is sent");
    let (form, shown) = (look.attribute("[name=key]", "value"), look.attribute("[name=shown]", "value"));
    let sent = [typed.as_slice(), &[("key", form.as_str()), ("shown", shown.as_str())]].concat();
    let asked = client.post(&path, &sent).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.texts(".summary a")[0].contains("ya pagó S/ 10.00"), "{:?}", asked.texts(".summary"));
    assert_eq!((asked.attribute("#note", "value"), asked.attribute("[name=confirmed]", "value")), ("por Yape".to_owned(), "1".to_owned()));
    let done = client.post(&path, &[sent.as_slice(), &[("confirmed", "1")]].concat()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_ne!(done.location, format!("/repayments/{first}"));
    world.books_hold().await;
}

/// A loan's form asks only for what differs between loans, says by the method when the first installment falls due, and shows
/// the installments before the button that records them.
#[tokio::test]
async fn a_loan_is_shown_before_it_is_recorded() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let path = format!("/funds/{}/loans", place.fund);
    let page = client.get(&format!("{path}/new?member={}", place.members[0])).await;
    assert_eq!(page.texts("form .button"), ["Ver las cuotas"]);
    assert!(page.texts("p.hint").iter().any(|text| text.contains("no tiene pagos atrasados")));
    let member = place.members[0].to_string();
    let form = |method: &'static str, installments: &'static str, more: &[(&'static str, &str)]| -> Vec<(String, String)> {
        let mut fields =
            vec![("member", member.as_str()), ("amount", "600"), ("purpose", "quinua"), ("method", method), ("installments", installments)];
        fields.extend([("every", "1"), ("step", "month"), ("rate", "2"), ("rate_per", "month"), ("disbursed_on", "2026-03-01")]);
        fields.extend([("when", "now"), ("payment_method", "cash"), ("key", "0190a1b2-0000-7000-8000-000000000002")]);
        fields.extend(more);
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    let mut send = async |fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        client.post(&path, &fields).await
    };
    let missing = send(form("equal_installment", "", &[("preview", "1")])).await;
    assert_eq!(missing.texts("#installments-says .refusal"), ["Falta el número de cuotas."]);
    let monthly = send(form("equal_installment", "3", &[("preview", "1")])).await;
    assert!(monthly.texts("[data-previewed] tbody tr")[0].contains("1 abr 2026"), "a month after: {:?}", monthly.texts("[data-previewed] tr"));
    let harvest = send(form("bullet", "", &[("preview", "1")])).await;
    assert!(harvest.texts("[data-previewed] tbody tr")[0].contains("31 jul 2026"), "at harvest: {:?}", harvest.texts("[data-previewed] tr"));
    assert!(harvest.texts("[data-previewed] .button").contains(&"Registrar el crédito".to_owned()));
    // Terms that changed since are shown first.
    let shown = harvest.attribute("[name=shown]", "value");
    let changed = send(form("equal_installment", "3", &[("shown", &shown)])).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert!(changed.texts(".notice.warn")[0].contains("Las cuotas cambiaron"));
    let done = send(form("bullet", "", &[("shown", &shown)])).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    world.books_hold().await;
}

/// Closing a delivery opens loans. It says how many, and whose borrowers are late already, and goes on once that is confirmed.
#[tokio::test]
async fn closing_a_delivery_says_which_loans_it_opens() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.lend(&place, 0, "2026-01-01").await;
    let c = world.cofinanced(place, fifty_fifty()).await;
    let lines = [(0, 0, 12_500), (1, 1, 25_000)];
    let id = c.ordered(&world, c.draft(&lines, ContributionKind::Loan)).await;
    c.deliver(&world, id, &lines).await.unwrap();
    let close = |confirmed| Close { on: day("2026-03-01"), due_on: None, note: Default::default(), confirmed };
    let once = key();
    let asked = receive(&world.app, &c.treasurer, once, id, close(false)).await.unwrap_err();
    assert_eq!((asked.refusals()[0].code, &*asked.refusals()[0].field), ("closing-opens-loans", "confirmed"));
    assert_ne!(world.status(id).await, PurchaseStatus::Received);
    let mut client = Client::signed_in(&world, "tesorera").await;
    let page = client.get(&format!("/purchases/{id}/receive")).await;
    assert!(page.texts("h2").contains(&"Se abrirán 2 créditos, 1 de una persona con atraso".to_owned()), "{:?}", page.texts("h2"));
    assert_eq!(page.texts("li.row .tag.late").len(), 1);
    let pressed = client.post(&format!("/purchases/{id}/receive"), &[("on", "2026-03-01")]).await;
    assert_eq!(pressed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(pressed.texts(".summary a")[0].contains("Se abrirán 2 créditos, 1 de una persona con atraso"), "{:?}", pressed.texts(".summary"));
    receive(&world.app, &c.treasurer, once, id, close(true)).await.unwrap();
    receive(&world.app, &c.treasurer, once, id, close(false)).await.unwrap();
    assert_eq!(world.status(id).await, PurchaseStatus::Received);
    world.books_hold().await;
}
