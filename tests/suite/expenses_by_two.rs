//! From an amount of the rules on an expense waits until another person approved it, over page and JSON: until then nothing of it
//! is in the books.

use axum::http::{Method, StatusCode};
use muyu::domain::expense::ExpenseStatus;
use muyu::domain::ids::ExpenseId;
use muyu::domain::ledger::Account;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::features::corrections::{Answer, Order};
use muyu::features::expenses::decide::{approve, refuse};
use muyu::features::expenses::put_right::{Right, correct, undo};
use muyu::features::expenses::record::{NewExpense, pay, pay_planned, plan};
use muyu::features::{closes, expenses, funds};
use serde_json::json;

use crate::support::world::{Place, day, key, refusal};
use crate::support::{Client, World};

fn expense(place: &Place, amount_minor: i64) -> NewExpense {
    let concept = "Flete".parse().unwrap();
    NewExpense { fund: place.fund, concept, amount_minor, happens_on: day("2026-02-01"), payment_method: PaymentMethod::Cash }
}

async fn cash(world: &World, place: &Place) -> i64 {
    muyu::db::journal::balances(world.app.db.read(), place.fund).await.unwrap().get(&Account::Cash).copied().unwrap_or(0)
}

async fn waiting(world: &World, place: &Place) -> Vec<ExpenseId> {
    expenses::waiting_in(world.app.db.read(), &[place.fund]).await.unwrap().into_iter().map(|row| row.id).collect()
}

async fn with_rule() -> (World, Place) {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.rules_from(&place, |rules| rules.expense_second_from_minor = 50_000).await;
    (world, place)
}

#[tokio::test]
async fn a_large_expense_is_paid_once_another_person_approved_it() {
    let (world, place) = with_rule().await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("comite", Grant::Committee(place.association, place.members[0])).await;
    let (treasurer, committee) = (world.actor("tesorera").await, world.actor("comite").await);
    let (app, before) = (&world.app, cash(&world, &place).await);
    pay(app, &treasurer, key(), expense(&place, 49_999)).await.unwrap();
    assert_eq!(cash(&world, &place).await, before - 49_999, "a small one is paid at once");
    let once = key();
    let large = pay(app, &treasurer, once, expense(&place, 50_000)).await.unwrap();
    assert_eq!(pay(app, &treasurer, once, expense(&place, 50_000)).await.unwrap(), large, "sent twice, written down once");
    assert_eq!((cash(&world, &place).await, waiting(&world, &place).await), (before - 49_999, vec![large]));
    assert_eq!(refusal(approve(app, &treasurer, key(), large).await), "approves-own");
    assert_eq!(refusal(refuse(app, &treasurer, key(), large, "no".parse().unwrap()).await), "approves-own");
    approve(app, &committee, key(), large).await.unwrap();
    assert_eq!((cash(&world, &place).await, waiting(&world, &place).await), (before - 99_999, Vec::new()));
    assert_eq!(refusal(approve(app, &committee, key(), large).await), "expense-not-waiting");
    // A planned one waits when it is paid, whoever had planned it.
    let planned = plan(app, &world.by, key(), expense(&place, 70_000)).await.unwrap();
    pay_planned(app, &treasurer, key(), planned, day("2026-02-03"), PaymentMethod::Cash).await.unwrap();
    assert_eq!(waiting(&world, &place).await, [planned]);
    assert_eq!(refusal(pay_planned(app, &treasurer, key(), planned, day("2026-02-03"), PaymentMethod::Cash).await), "expense-not-planned");
    refuse(app, &committee, key(), planned, "no alcanza".parse().unwrap()).await.unwrap();
    assert_eq!(refusal(undo(app, &world.by, key(), Order::new(planned, "x".parse().unwrap())).await), "already-reversed");
    assert_eq!(cash(&world, &place).await, before - 99_999);
    world.books_hold().await;
}

#[tokio::test]
async fn what_waits_is_corrected_and_undone_and_a_correction_makes_no_large_one_of_a_small() {
    let (world, place) = with_rule().await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let (treasurer, admin, app) = (world.actor("tesorera").await, world.by.clone(), &world.app);
    let before = cash(&world, &place).await;
    let order = |wrong, amount| Order::new(Right { wrong, right: expense(&place, amount) }, "monto".parse().unwrap());
    let done = |answer: Answer<ExpenseId>| match answer {
        Answer::Done(id) => id,
        Answer::Waits(_) => panic!("one is enough"),
    };
    let first = pay(app, &treasurer, key(), expense(&place, 60_000)).await.unwrap();
    let less = done(correct(app, &treasurer, key(), order(first, 55_000)).await.unwrap());
    assert_eq!((waiting(&world, &place).await, cash(&world, &place).await), (vec![less], before));
    let small = done(correct(app, &treasurer, key(), order(less, 40_000)).await.unwrap());
    assert_eq!((waiting(&world, &place).await.len(), cash(&world, &place).await), (0, before - 40_000), "below the amount it is paid");
    let large = done(correct(app, &treasurer, key(), order(small, 80_000)).await.unwrap());
    assert_eq!((waiting(&world, &place).await, cash(&world, &place).await), (vec![large], before), "above it, it waits again");
    approve(app, &admin, key(), large).await.unwrap();
    let lowered = done(correct(app, &treasurer, key(), order(large, 75_000)).await.unwrap());
    assert_eq!((waiting(&world, &place).await.len(), cash(&world, &place).await), (0, before - 75_000), "as much was approved");
    undo(app, &treasurer, key(), Order::new(lowered, "no fue".parse().unwrap())).await.unwrap();
    assert_eq!(cash(&world, &place).await, before);
    let dropped = pay(app, &treasurer, key(), expense(&place, 60_000)).await.unwrap();
    undo(app, &treasurer, key(), Order::new(dropped, "no fue".parse().unwrap())).await.unwrap();
    assert_eq!(refusal(approve(app, &admin, key(), dropped).await), "expense-not-waiting");
    assert_eq!(cash(&world, &place).await, before);
    world.books_hold().await;
}

#[tokio::test]
async fn it_shows_to_who_may_approve_it_and_a_period_with_it_is_not_closed() {
    let (world, place) = with_rule().await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("comite", Grant::Committee(place.association, place.members[0])).await;
    let (mut client, mut committee) = (Client::signed_in(&world, "tesorera").await, Client::signed_in(&world, "comite").await);
    let path = format!("/funds/{}/expenses", place.fund);
    let typed =
        [("status", "paid"), ("amount", "600.00"), ("concept", "Techo del almacén"), ("happens_on", "2026-02-02"), ("payment_method", "cash")];
    assert!(client.get(&format!("{path}/new")).await.text.contains("espera a que otra persona lo apruebe"));
    let done = client.post(&path, &typed).await;
    assert_eq!(done.location, path, "{}", done.text);
    let told = client.get(&path).await;
    assert!(told.text.contains("Se paga cuando otra persona lo apruebe") && told.text.contains("Por aprobar"), "{}", told.text);
    let id = waiting(&world, &place).await[0];
    assert!(client.get("/").await.text.contains("Espera a otra persona"));
    let home = committee.get("/").await;
    assert!(home.text.contains("Techo del almacén") && home.text.contains(&format!("/expenses/{id}")), "{}", home.text);
    let (own, other) = (client.get(&format!("/expenses/{id}")).await, committee.get(&format!("/expenses/{id}")).await);
    assert!(!own.text.contains("/approve") && other.text.contains("/approve"));
    let treasurer = world.actor("tesorera").await;
    let early = NewExpense { happens_on: day("2025-01-20"), ..expense(&place, 60_000) };
    let early = pay(&world.app, &treasurer, key(), early).await.unwrap();
    let missing = async || {
        let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
        let next = closes::close::next_month(world.app.db.read(), &fund, day("2026-03-01")).await.unwrap().unwrap();
        next.missing.iter().map(|one| one.refusal.code.to_string()).collect::<Vec<_>>()
    };
    assert!(missing().await.contains(&"expenses-wait".to_owned()));
    refuse(&world.app, &world.by, key(), early, "no".parse().unwrap()).await.unwrap();
    assert!(!missing().await.contains(&"expenses-wait".to_owned()));
    assert_eq!(committee.post(&format!("/expenses/{id}/refuse"), &[("reason", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = committee.post(&format!("/expenses/{id}/approve"), &[]).await;
    assert_eq!(answer.location, format!("/expenses/{id}"), "{}", answer.text);
    let shown = committee.get(&answer.location).await;
    assert!(shown.text.contains("Gasto aprobado y pagado") && shown.text.contains("Lo aprobó"), "{}", shown.text);
    let mut program = Client::with_token(&world, "tesorera").await;
    let body = json!({ "concept": "Puerta", "amount_minor": 80_000, "happens_on": "2026-02-03" });
    let made = program.json(Method::POST, &format!("/api/v1{path}"), &body).await;
    assert_eq!(made.status, StatusCode::ACCEPTED, "{}", made.text);
    let door = made.json()["id"].as_str().unwrap().to_owned();
    assert!(program.json(Method::POST, &format!("/api/v1/expenses/{door}/approve"), &json!({})).await.text.contains("approves-own"));
    let mut second = Client::with_token(&world, "comite").await;
    let refused = second.json(Method::POST, &format!("/api/v1/expenses/{door}/refuse"), &json!({ "reason": "es cara" })).await;
    assert_eq!(refused.status, StatusCode::NO_CONTENT, "{}", refused.text);
    let told = program.get(&format!("/api/v1{path}")).await.json();
    let row = told.as_array().unwrap().iter().find(|row| row["id"] == json!(door)).unwrap().clone();
    assert_eq!((row["status"].clone(), row["reversal_reason"].clone()), (json!(ExpenseStatus::Refused.code()), json!("es cara")));
    world.books_hold().await;
}
