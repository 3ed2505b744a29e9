//! A delivery closed by mistake: its closing is undone whole or not at all, and it is closed again correctly.

use axum::http::{Method, StatusCode};
use muyu::domain::cofinancing::terms::Recovery;
use muyu::domain::cofinancing::{ContributionKind, Movement, Payer, ProjectShareTerms, PurchaseStatus};
use muyu::domain::ids::{LoanId, PurchaseId};
use muyu::domain::ledger::Account;
use muyu::domain::loan::LoanStatus;
use muyu::domain::role::Grant;
use muyu::features::{capital, programmes};
use serde_json::json;

use crate::support::cofinanced::{Cofinanced, fifty_fifty};
use crate::support::{Client, World};

const LINES: [(usize, usize, i64); 2] = [(0, 0, 10_000), (1, 0, 10_000)];

/// A purchase ordered with the fund's loans, delivered whole and closed; the project's part is repaid into the fund where
/// `recoverable`.
async fn closed(recoverable: bool) -> (World, Cofinanced, PurchaseId) {
    let (world, place) = World::with_fund("2026-03-01").await;
    let mut plan = fifty_fifty();
    if recoverable {
        plan.project_share_terms = ProjectShareTerms::Recoverable;
        plan.recovery = Some(Recovery { installments: 2, every_months: 6, rate_ppm: 0 });
    }
    let c = world.cofinanced(place, plan).await;
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Loan)).await;
    c.pay(&world, id, Movement::Collected(Payer::Party(0)), 42_500).await.unwrap();
    c.deliver(&world, id, &[(0, 0, 10_000), (1, 0, 10_000)]).await.unwrap();
    c.close(&world, id).await.unwrap();
    world.books_hold().await;
    (world, c, id)
}

async fn balances(world: &World, c: &Cofinanced) -> Vec<(Account, i64)> {
    let all = muyu::db::journal::balances(world.app.db.read(), c.place.fund).await.unwrap();
    all.into_iter().filter(|(_, minor)| *minor != 0).collect()
}

async fn loans_of(world: &World, id: PurchaseId) -> Vec<LoanId> {
    world.purchase(id).await.contributions.iter().filter_map(|row| row.loan_id).collect()
}

#[tokio::test]
async fn all_that_closing_did_comes_undone_and_it_is_closed_again_rightly() {
    for recoverable in [false, true] {
        let (world, c, id) = closed(recoverable).await;
        let lent = loans_of(&world, id).await;
        let mut treasurer = Client::signed_in(&world, "tesorera").await;
        let page = treasurer.get(&format!("/purchases/{id}")).await;
        assert!(page.text.contains(&format!("/purchases/{id}/reopen")));
        let path = format!("/purchases/{id}/reopen");
        assert_eq!(treasurer.post(&path, &[("reason", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "it needs a reason");
        assert_eq!(world.status(id).await, PurchaseStatus::Received);
        let undone = treasurer.post(&path, &[("reason", "se pesó mal")]).await;
        assert_eq!(undone.location, format!("/purchases/{id}"), "{}", undone.text);
        world.books_hold().await;
        let held = world.purchase(id).await;
        assert_eq!((held.status(), held.row.received_total_minor, held.row.received_on), (PurchaseStatus::Ordered, None, None));
        assert_eq!(
            balances(&world, &c).await.iter().map(|row| row.0).collect::<Vec<_>>(),
            [Account::Cash, Account::ProgrammeFundsHeld, Account::DonatedCapital]
        );
        for loan in lent {
            let loan = world.held(loan).await;
            assert_eq!((loan.status(), loan.loan.unpaid_principal_minor), (LoanStatus::Cancelled, 0));
            assert!(loan.installments.iter().all(|row| !row.is_open));
        }
        let line = programmes::lines(world.app.db.read(), c.programme).await.unwrap()[0].clone();
        assert_eq!((line.committed_minor, line.spent_minor), (42_500, 0));
        let seed = capital::recoverable(world.app.db.read(), &[c.place.fund]).await.unwrap();
        assert!(seed.values().flatten().all(|account| !account.received()), "what it brought is capital no longer");
        let told = treasurer.get(&undone.location).await.text;
        assert!(told.contains("se pesó mal") && told.contains("Se anuló el cierre de la entrega"));
        let again = treasurer.post(&path, &[("reason", "otra vez")]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "twice there is nothing to undo");

        let delivery = held.deliveries[0].id;
        treasurer.post(&format!("/deliveries/{delivery}/undo"), &[("reason", "se pesó mal")]).await;
        c.deliver(&world, id, &[(0, 0, 8_000), (1, 0, 10_000)]).await.unwrap();
        c.close(&world, id).await.unwrap();
        world.books_hold().await;
        let held = world.purchase(id).await;
        assert_eq!((held.status(), held.row.received_total_minor), (PurchaseStatus::Received, Some(76_500)));
        let principals = loans_of(&world, id).await;
        assert_eq!(world.held(principals[0]).await.loan.principal_minor, 17_000);
    }
}

#[tokio::test]
async fn what_stands_on_it_is_named_and_nothing_is_half_undone() {
    let (world, c, id) = closed(true).await;
    let lent = loans_of(&world, id).await;
    let paid = world.pay(lent[0], "2026-03-01", 1_000).await.unwrap();
    c.pay(&world, id, Movement::Paid("Agropecuaria Sicuani".to_owned()), 100).await.unwrap();
    let before = balances(&world, &c).await;
    let mut program = Client::with_token(&world, "tesorera").await;
    let refused = program.json(Method::POST, &format!("/api/v1/purchases/{id}/reopen"), &json!({ "reason": "se pesó mal" })).await;
    assert_eq!((refused.status, &refused.json()["errors"][0]["code"]), (StatusCode::CONFLICT, &json!("records-stand-on-it")));
    let told = refused.text;
    assert!(told.contains(&paid.to_string()) && told.contains("purchase_payment"), "{told}");
    assert_eq!(balances(&world, &c).await, before);
    assert_eq!(world.status(id).await, PurchaseStatus::Received);
    let page = Client::signed_in(&world, "tesorera").await.post(&format!("/purchases/{id}/reopen"), &[("reason", "se pesó mal")]).await;
    assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.text.contains("Pago de compra"), "{}", page.text);
    let elsewhere = world.place("Otra", muyu::domain::amount::Unit::Pen).await;
    world.user("ajena", Grant::Treasurer(elsewhere.association)).await;
    let mut stranger = Client::with_token(&world, "ajena").await;
    let refused = stranger.json(Method::POST, &format!("/api/v1/purchases/{id}/reopen"), &json!({ "reason": "x" })).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    world.books_hold().await;
}
