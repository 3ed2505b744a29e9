//! Wrong records are corrected: by a reversal, or in one step; by whom, and what is shown of it.

use axum::http::{Method, StatusCode};
use muyu::domain::ids::ExpenseId;
use muyu::domain::ledger::Account;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::features::corrections::{Answer, Order};
use muyu::features::expenses::put_right::{self, Right};
use muyu::features::expenses::record::{NewExpense, pay};
use serde_json::json;

use crate::support::world::{Place, day, key, refusal};
use crate::support::{Client, World};

fn expense(place: &Place, on: &str, amount_minor: i64) -> NewExpense {
    NewExpense { fund: place.fund, concept: "Flete".parse().unwrap(), amount_minor, happens_on: day(on), payment_method: PaymentMethod::Cash }
}

async fn cash(world: &World, place: &Place) -> i64 {
    muyu::db::journal::balances(world.app.db.read(), place.fund).await.unwrap().get(&Account::Cash).copied().unwrap_or(0)
}

fn right(place: &Place, wrong: ExpenseId, on: &str, amount_minor: i64) -> Order<Right> {
    Order::new(Right { wrong, right: expense(place, on, amount_minor) }, "se leyó mal el recibo".parse().unwrap())
}

#[tokio::test]
async fn a_correction_is_reversal_and_right_record_at_once_and_only_the_difference_has_to_be_there() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let wrong = pay(&world.app, &world.by, key(), expense(&place, "2026-02-01", 40_000)).await.unwrap();
    // All the remaining cash is spent: reversing and recording again in two steps would be refused in between.
    pay(&world.app, &world.by, key(), expense(&place, "2026-02-10", 960_000)).await.unwrap();
    let told = put_right::correct(&world.app, &world.by, key(), right(&place, wrong, "2026-02-01", 40_001)).await;
    assert_eq!(refusal(told), "cash-short", "one céntimo more than there is");
    let Answer::Done(id) = put_right::correct(&world.app, &world.by, key(), right(&place, wrong, "2026-02-03", 4_000)).await.unwrap() else {
        panic!("one person is enough")
    };
    assert_eq!(cash(&world, &place).await, 36_000);
    assert_eq!(refusal(put_right::correct(&world.app, &world.by, key(), right(&place, wrong, "2026-02-03", 5_000)).await), "already-reversed");
    assert_eq!(refusal(put_right::correct(&world.app, &world.by, key(), right(&place, id, "2026-02-03", 4_000)).await), "nothing-changed");
    assert_eq!(refusal(put_right::correct(&world.app, &world.by, key(), right(&place, id, "2026-03-02", 4_000)).await), "date-in-future");
    world.books_hold().await;
}

#[tokio::test]
async fn a_page_tells_what_was_what_is_who_and_why_and_the_auditor_reads_all_of_it() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("fiscal", Grant::Auditor(place.association)).await;
    let wrong = pay(&world.app, &world.by, key(), expense(&place, "2026-02-01", 40_000)).await.unwrap();
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let shown = treasurer.get(&format!("/expenses/{wrong}/correct")).await;
    assert!(shown.text.contains("value=\"400.00\"") && shown.text.contains("2026-02-01"), "what was said is there to be changed");
    let form = [("amount", "40,00x"), ("concept", "Flete de semilla"), ("happens_on", "2026-02-01"), ("payment_method", "cash"), ("reason", "")];
    let refused = treasurer.post(&format!("/expenses/{wrong}/correct"), &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Flete de semilla") && refused.text.contains("40,00x"), "what was typed is kept");
    let form = [
        ("amount", "40.00"),
        ("concept", "Flete de semilla"),
        ("happens_on", "2026-02-01"),
        ("payment_method", "cash"),
        ("reason", "un cero de más"),
    ];
    let done = treasurer.post(&format!("/expenses/{wrong}/correct"), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let mut auditor = Client::signed_in(&world, "fiscal").await;
    for page in [format!("/expenses/{wrong}"), done.location.clone(), format!("/funds/{}/corrections", place.fund)] {
        let told = auditor.get(&page).await;
        assert_eq!(told.status, StatusCode::OK, "{page}");
        for said in ["un cero de más", "S/ 400.00", "S/ 40.00", "Flete de semilla", "tesorera"] {
            assert!(told.text.replace('\u{a0}', " ").contains(said), "{page} tells {said}");
        }
        assert!(!told.text.contains("/undo"), "an auditor changes nothing");
    }
    let paper = crate::papers::read(&mut auditor, &format!("{}/voucher.pdf", done.location)).await;
    paper.says("Comprobante de gasto");
    paper.says("S/ 40.00");
    crate::papers::read(&mut auditor, &format!("/expenses/{wrong}/voucher.pdf")).await.says("Anulado: un cero de más");
    let mut program = Client::with_token(&world, "fiscal").await;
    let listed = program.get(&format!("/api/v1/funds/{}/corrections", place.fund)).await.json();
    assert_eq!((listed["count"].clone(), listed["sum_minor"].clone(), listed["entries"].clone()), (json!(1), json!(40_000), json!(4)));
    assert_eq!(listed["corrections"][0]["changes"][0], json!({ "what": "amount", "was": { "money": 40_000 }, "is": { "money": 4_000 } }));
    assert!(done.location.ends_with(listed["corrections"][0]["replaced_by"].as_str().unwrap()));
    let undone = program.json(Method::POST, &format!("/api/v1{}/undo", done.location), &json!({ "reason": "x" })).await;
    assert_eq!(undone.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn from_an_amount_of_the_rules_on_a_second_person_confirms() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.two_people_from(&place, 50_000).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("suplente", Grant::Treasurer(place.association)).await;
    world.user("fiscal", Grant::Auditor(place.association)).await;
    let small = pay(&world.app, &world.by, key(), expense(&place, "2026-02-01", 49_999)).await.unwrap();
    let large = pay(&world.app, &world.by, key(), expense(&place, "2026-02-01", 50_000)).await.unwrap();
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let alone = treasurer.post(&format!("/expenses/{small}/undo"), &[("reason", "no se compró")]).await;
    assert_eq!(alone.location, format!("/expenses/{small}"));
    let before = cash(&world, &place).await;
    let asked = treasurer.post(&format!("/expenses/{large}/undo"), &[("reason", "no se compró")]).await;
    assert!(asked.location.starts_with("/correction-requests/"), "it waits: {}", asked.location);
    assert_eq!(cash(&world, &place).await, before, "nothing is done yet");
    assert!(treasurer.get(&asked.location).await.text.contains("lo confirma otra persona"));
    let own = treasurer.post(&format!("{}/confirm", asked.location), &[]).await;
    assert!(own.status == StatusCode::UNPROCESSABLE_ENTITY && own.text.contains("tiene que confirmarlo otra persona"));
    let mut auditor = Client::signed_in(&world, "fiscal").await;
    assert_eq!(auditor.post(&format!("{}/confirm", asked.location), &[]).await.status, StatusCode::FORBIDDEN);
    let mut second = Client::signed_in(&world, "suplente").await;
    assert!(second.get(&format!("/funds/{}/corrections", place.fund)).await.text.contains(&asked.location));
    let confirmed = second.post(&format!("{}/confirm", asked.location), &[]).await;
    assert_eq!(confirmed.location, format!("/expenses/{large}"));
    assert_eq!(cash(&world, &place).await, before + 50_000);
    let told = second.get(&confirmed.location).await.text;
    assert!(told.contains("tesorera") && told.contains("confirmó suplente"), "both names are on it");
    let again = second.post(&format!("{}/confirm", asked.location), &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    world.books_hold().await;
}

#[tokio::test]
async fn what_is_not_confirmed_changes_nothing_and_can_be_asked_again() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.two_people_from(&place, 1).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let wrong = pay(&world.app, &world.by, key(), expense(&place, "2026-02-01", 40_000)).await.unwrap();
    let mut program = Client::with_token(&world, "tesorera").await;
    let asked = program.json(Method::POST, &format!("/api/v1/expenses/{wrong}/undo"), &json!({ "reason": "x" })).await;
    assert_eq!(asked.status, StatusCode::ACCEPTED);
    let request = asked.json()["id"].as_str().unwrap().to_owned();
    let twice = program.json(Method::POST, &format!("/api/v1/expenses/{wrong}/undo"), &json!({ "reason": "y" })).await;
    assert_eq!((twice.status, twice.json()["errors"][0]["code"].clone()), (StatusCode::CONFLICT, json!("request-waits")));
    let declined = program.json(Method::POST, &format!("/api/v1/correction-requests/{request}/decline"), &json!({})).await;
    assert_eq!(declined.status, StatusCode::NO_CONTENT, "whoever asked takes it back");
    let late = muyu::features::confirmations::confirm::confirm(&world.app, &world.by, key(), request.parse().unwrap()).await;
    assert_eq!(refusal(late), "request-answered");
    assert_eq!(cash(&world, &place).await, 960_000);
    let again = program.json(Method::POST, &format!("/api/v1/expenses/{wrong}/undo"), &json!({ "reason": "x" })).await;
    assert_eq!(again.status, StatusCode::ACCEPTED);
    let confirmed =
        muyu::features::confirmations::confirm::confirm(&world.app, &world.by, key(), again.json()["id"].as_str().unwrap().parse().unwrap()).await;
    assert_eq!(confirmed.unwrap(), wrong.0);
    assert_eq!(cash(&world, &place).await, 1_000_000);
}
