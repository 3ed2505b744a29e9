//! A committee's remissions by acta: late fees waived, and loans written off with later recoveries.

use axum::http::{Method as Verb, StatusCode};
use muyu::domain::ids::FundId;
use muyu::domain::ledger::Account;
use muyu::domain::relief::{Postponement, Relief, ReliefKind};
use muyu::domain::role::Grant;
use muyu::features::corrections::Order;
use muyu::features::write_offs::write_off::{NewWriteOff, write_off};
use muyu::features::{funds, small_balances};
use serde_json::json;

use crate::support::world::{day, key, monthly, refusal};
use crate::support::{Client, World};

fn three_months() -> Relief {
    Relief { kind: ReliefKind::Shift { by: Postponement::Months(3), interest_for_the_delay: true }, waive_late_fees: false }
}

#[tokio::test]
async fn a_loan_is_written_off_by_acta_and_what_comes_in_later_is_a_recovery() {
    let (world, place) = World::with_fund("2026-09-15").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    world.pay(loan, "2026-02-01", 32_400).await.unwrap();
    let mut client = Client::signed_in(&world, "tesorera").await;
    let page = format!("/loans/{loan}/write-off");
    assert!(client.get(&page).await.text.contains("Capital que se da por perdido"));
    let (on, lost) = (("decided_on", "2026-09-10"), ("lost", "90000"));
    assert_eq!(client.post(&page, &[on, lost]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "no write-off without an acta");
    let other = client.post(&page, &[on, ("lost", "80000"), ("acta", "Acta 20")]).await;
    assert!(other.text.contains("cambió mientras tanto"), "{}", other.text);
    let done = client.post(&page, &[on, lost, ("acta", "Acta 20")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    world.books_hold().await;
    assert_eq!(balance(&world, place.fund, Account::LoanLosses).await, 90_000);
    assert_eq!(balance(&world, place.fund, Account::LoansReceivable).await, 0);
    let held = world.held(loan).await;
    assert_eq!((held.loan.status.code(), held.loan.unpaid_principal_minor), ("written_off", 90_000), "the debt stays");
    assert!(held.installments.iter().all(|row| !row.is_open), "nothing is counted on");
    assert_eq!(refusal(world.relieve(&place, "2026-09-12", three_months(), &[loan]).await), "loan-written-off");
    assert!(client.get(&format!("/loans/{loan}")).await.text.contains("Castigado el"));
    assert!(client.get(&format!("/funds/{}/loans?show=written_off", place.fund)).await.text.contains("castigado"));

    // Later payments are recoveries, and pay the principal first.
    world.pay(loan, "2026-09-12", 50_000).await.unwrap();
    world.books_hold().await;
    let held = world.held(loan).await;
    assert_eq!((held.repayments[1].principal_minor, held.repayments[1].interest_minor, held.repayments[1].recovery), (50_000, 0, true));
    assert_eq!(balance(&world, place.fund, Account::Recoveries).await, -50_000);

    // An earlier payment recorded after the write-off makes the loss smaller.
    world.pay(loan, "2026-03-01", 31_800).await.unwrap();
    world.books_hold().await;
    let kept = 90_000 - world.held(loan).await.repayments[2].principal_minor;
    assert_eq!(balance(&world, place.fund, Account::LoanLosses).await, kept);

    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let at = |on: &str| day(on);
    let before = muyu::features::ledger::position::position(world.app.db.read(), &fund, at("2026-09-09"), None).await.unwrap();
    let after = muyu::features::ledger::position::position(world.app.db.read(), &fund, at("2026-09-15"), None).await.unwrap();
    assert!(before.unpaid_principal == kept && before.written_off_principal == 0 && before.provision == kept * 3 / 4, "{before:?}");
    assert_eq!((after.unpaid_principal, after.provision, after.recovered), (0, 0, 50_000));
    assert_eq!(after.written_off_principal, world.held(loan).await.loan.unpaid_principal_minor);

    let id = world.held(loan).await.remissions[0].id;
    small_balances::reverse::reverse(&world.app, &world.by, key(), Order::new(id, "apareció".parse().unwrap())).await.unwrap();
    world.books_hold().await;
    assert_eq!((balance(&world, place.fund, Account::Recoveries).await, balance(&world, place.fund, Account::LoanLosses).await), (0, 0));
    assert_eq!(world.held(loan).await.loan.status.code(), "disbursed");
}

async fn balance(world: &World, fund: FundId, account: Account) -> i64 {
    let balances = muyu::db::journal::balances(world.app.db.read(), fund).await.unwrap();
    balances.get(&account).copied().unwrap_or(0)
}

#[tokio::test]
async fn late_fees_are_waived_by_acta_up_to_what_is_owed_that_day() {
    let (world, place) = World::with_fund("2026-03-15").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    world.pay(loan, "2026-03-10", 10_000).await.unwrap();
    let owed = muyu::features::waivers::waive::owed(&world.held(loan).await, day("2026-03-12")).unwrap();
    let fees = world.held(loan).await.position(day("2026-03-12")).unwrap().unpaid_late_fee();
    assert!(owed > 0 && owed == fees, "{owed} {fees}");
    let mut client = Client::with_token(&world, "tesorera").await;
    let path = format!("/api/v1/loans/{loan}/waivers");
    let waiver = |on: &str, amount: i64| json!({ "acta": "Acta 5", "decided_on": on, "amount_minor": amount });
    for (on, amount, code) in [
        ("2026-03-12", owed + 1, "waiver-more-than-owed"),
        ("2026-03-16", 1, "date-in-future"),
        ("2025-12-01", 1, "before-disbursement"),
        ("2026-03-12", 0, "amount-not-positive"),
    ] {
        let answer = client.json(Verb::POST, &path, &waiver(on, amount)).await;
        assert_eq!(answer.json()["errors"][0]["code"], code, "{}", answer.text);
    }
    assert_eq!(client.json(Verb::POST, &path, &waiver("2026-03-12", owed - 1)).await.status, StatusCode::CREATED);
    world.books_hold().await;
    assert_eq!(world.held(loan).await.remissions[0].late_fee_minor, owed - 1);
    assert_eq!(muyu::features::waivers::waive::owed(&world.held(loan).await, day("2026-03-12")).unwrap(), 1);

    // An earlier payment recorded after the waiver replaces it: the fees that it paid are not waived.
    world.pay(loan, "2026-02-20", 20_000).await.unwrap();
    let held = world.held(loan).await;
    assert!(held.remissions[0].late_fee_minor < owed - 1, "{}", held.remissions[0].late_fee_minor);
    world.books_hold().await;

    let mut browser = Client::signed_in(&world, "tesorera").await;
    let page = format!("/loans/{loan}/waive");
    assert!(browser.get(&page).await.text.contains("Mora que se debe"));
    let left = muyu::features::waivers::waive::owed(&held, day("2026-03-15")).unwrap();
    let typed = format!("{}.{:02}", left / 100, left % 100);
    let refused = browser.post(&page, &[("amount", typed.as_str()), ("decided_on", "2026-03-15")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "no waiver without an acta");
    let done = browser.post(&page, &[("amount", typed.as_str()), ("decided_on", "2026-03-15"), ("acta", "Acta 6")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    world.books_hold().await;
    let id = world.held(loan).await.remissions[1].id;
    small_balances::reverse::reverse(&world.app, &world.by, key(), Order::new(id, "otra".parse().unwrap())).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn a_small_balance_forgiven_after_the_day_of_a_write_off_is_lost_once() {
    let (world, place) = World::with_fund("2026-09-15").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    // 300.00 and 24.00 were due in February: twenty cents stay open, and are forgiven.
    world.pay(loan, "2026-02-01", 32_380).await.unwrap();
    let small = small_balances::list(world.app.db.read(), place.fund, day("2026-02-20")).await.unwrap();
    world.forgive(&place, "2026-02-20", &[(loan, small[0].amount_minor())]).await.unwrap();
    world.books_hold().await;
    // The assembly's write-off has an earlier date.
    let new = NewWriteOff { loan, acta: "Acta 20".parse().unwrap(), decided_on: day("2026-02-10"), lost_minor: 90_020 };
    write_off(&world.app, &world.by, key(), new).await.unwrap();
    world.books_hold().await;
    assert_eq!(balance(&world, place.fund, Account::LoanLosses).await, 90_020, "and not twenty cents more");
    assert_eq!(balance(&world, place.fund, Account::LoansReceivable).await, 0);
}

#[tokio::test]
async fn what_is_set_aside_is_told_by_age_with_how_it_is_worked_out() {
    let (world, place) = World::with_fund("2026-03-15").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    // 32 days late and otherwise paid: a quarter of 1 200.01 is the provision, rounded up.
    world.lend_by(&place, place.members[0], monthly(120_001, "2026-01-11", 4), true).await.unwrap();
    world.lend(&place, 1, "2026-03-01").await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let list = client.get(&format!("/funds/{}/loans", place.fund)).await;
    let page = client.get(&list.attribute("a[href$='/provision']", "href")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let rows: Vec<String> = page.texts("tbody td").iter().map(|cell| cell.trim().to_owned()).collect();
    assert_eq!(rows[..5], ["por vencer", "1", "1,200.00", "0", "0.00"], "{rows:?}");
    assert_eq!(rows[10..15], ["31 a 60 días", "1", "1,200.01", "25", "300.01"], "{rows:?}");
    assert!(page.text.contains("Cómo se calcula") && !page.text.contains("Unknown localization"));
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let told = muyu::features::ledger::position::position(world.app.db.read(), &fund, day("2026-03-15"), None).await.unwrap();
    assert_eq!(told.provision, 30_001, "as the position says");
}
