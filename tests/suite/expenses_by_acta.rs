//! From an amount of the rules on, an expense is paid by acta, and the acta is shown on paper and over JSON.

use axum::http::{Method, StatusCode};
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::features::corrections::Order;
use muyu::features::expenses::put_right::{Right, correct};
use muyu::features::expenses::record::{NewExpense, pay, pay_planned, pay_planned_by_acta, plan};
use muyu::features::funds;
use serde_json::json;

use crate::support::world::{Place, day, key, refusal};
use crate::support::{Client, World};

fn expense(place: &Place, amount_minor: i64) -> NewExpense {
    let concept = "Flete".parse().unwrap();
    NewExpense { fund: place.fund, concept, amount_minor, happens_on: day("2026-02-01"), payment_method: PaymentMethod::Cash }
}

#[tokio::test]
async fn a_large_expense_needs_the_acta_that_approved_it() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut rules = funds::rules_on(world.app.db.read(), place.fund, day("2026-03-01")).await.unwrap();
    rules.expense_acta_from_minor = 50_000;
    let change = funds::change_rules::Change { fund: place.fund, effective_on: day("2025-01-01"), acta: None, corrects: false, rules };
    funds::change_rules::change_rules(&world.app, &world.by, key(), change).await.unwrap();
    let (app, by) = (&world.app, &world.by);
    let small = pay(app, by, key(), expense(&place, 49_999)).await.unwrap();
    assert_eq!(refusal(pay(app, by, key(), expense(&place, 50_000)).await), "expense-needs-acta");
    // A correction does not turn a small expense into a large one either.
    let order = Order::new(Right { wrong: small, right: expense(&place, 60_000) }, "era más".parse().unwrap());
    assert_eq!(refusal(correct(app, by, key(), order).await), "expense-needs-acta");
    let planned = plan(app, by, key(), expense(&place, 70_000)).await.unwrap();
    assert_eq!(refusal(pay_planned(app, by, key(), planned, day("2026-03-01"), PaymentMethod::Cash).await), "expense-needs-acta");
    pay_planned_by_acta(app, by, key(), planned, (day("2026-03-01"), PaymentMethod::Cash), "Acta 8".parse().unwrap()).await.unwrap();
    // The form asks for the acta, and keeps it.
    let mut client = Client::signed_in(&world, "tesorera").await;
    let path = format!("/funds/{}/expenses", place.fund);
    assert!(client.get(&format!("{path}/new")).await.text.contains("Acta que lo aprobó"));
    let typed = [("status", "paid"), ("amount", "600.00"), ("concept", "Techo"), ("happens_on", "2026-02-02"), ("payment_method", "cash")];
    let refused = client.post(&path, &typed).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("un gasto necesita acta"), "{}", refused.text);
    let done = client.post(&path, &[typed.as_slice(), &[("acta", "Acta 9")]].concat()).await;
    assert_eq!(done.location, path, "{}", done.text);
    let mut program = Client::with_token(&world, "tesorera").await;
    let body = json!({ "concept": "Puerta", "amount_minor": 80_000, "happens_on": "2026-02-03" });
    assert!(program.json(Method::POST, &format!("/api/v1{path}"), &body).await.text.contains("expense-needs-acta"));
    let told = program.get(&format!("/api/v1{path}")).await.json();
    let actas: Vec<_> = told.as_array().unwrap().iter().map(|row| row["acta"].clone()).collect();
    assert!(actas.contains(&json!("Acta 8")) && actas.contains(&json!("Acta 9")), "{told}");
    world.books_hold().await;
}
