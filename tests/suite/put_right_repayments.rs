//! A wrong repayment is corrected in one step: amount, day, loan or method. Its receipt does not change, and a past day can be
//! shown as known then and as known now.

use axum::http::StatusCode;
use muyu::app::App;
use muyu::domain::ids::{LoanId, RepaymentId};
use muyu::domain::ledger::Account;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::error::Error;
use muyu::features::corrections::{Answer, Order};
use muyu::features::funds;
use muyu::features::ledger::position::{Known, position};
use muyu::features::repayments::NewRepayment;
use muyu::features::repayments::put_right::{Right, correct};
use serde_json::json;

use crate::support::world::{Place, day, key, monthly, payment, refusal};
use crate::support::{Client, World};

async fn corrected(app: &App, world: &World, wrong: RepaymentId, right: NewRepayment) -> Result<RepaymentId, Error> {
    let order = Order::new(Right { wrong, right }, "se leyó mal el cuaderno".parse().unwrap());
    match correct(app, &world.by, key(), order).await? {
        Answer::Done(id) => Ok(id),
        Answer::Waits(_) => panic!("one person is enough"),
    }
}

async fn balance(world: &World, place: &Place, account: Account) -> i64 {
    muyu::db::journal::balances(world.app.db.read(), place.fund).await.unwrap().get(&account).copied().unwrap_or(0)
}

#[tokio::test]
async fn the_right_payment_stands_as_if_the_wrong_one_had_never_been_recorded() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let (loan, twin) = (world.lend(&place, 0, "2026-01-01").await, world.lend(&place, 1, "2026-01-01").await);
    let wrong = world.pay(loan, "2026-02-01", 32_400).await.unwrap();
    world.pay(loan, "2026-02-20", 10_000).await.unwrap();
    let right = NewRepayment { payment_method: PaymentMethod::Deposit, ..payment(loan, "2026-02-10", 30_000) };
    let id = corrected(&world.app, &world, wrong, right.clone()).await.unwrap();
    world.pay(twin, "2026-02-20", 10_000).await.unwrap();
    muyu::features::repayments::record::record(&world.app, &world.by, key(), NewRepayment { loan: twin, ..right }).await.unwrap();
    let (held, other) = (world.held(loan).await, world.held(twin).await);
    assert_eq!(held.position(day("2026-03-01")).unwrap(), other.position(day("2026-03-01")).unwrap());
    assert_eq!(held.loan.unpaid_principal_minor, other.loan.unpaid_principal_minor);
    assert_eq!(balance(&world, &place, Account::Bank).await, 60_000);
    let said =
        |held: &muyu::features::loans::LoanAccount| held.repayments.iter().map(|row| (row.receipt_no, row.reversed_at.is_some())).collect::<Vec<_>>();
    assert_eq!(said(&held), [(1, true), (2, false), (3, false)], "the right one has a receipt of its own");
    assert_eq!(refusal(corrected(&world.app, &world, wrong, payment(loan, "2026-02-10", 1)).await), "already-reversed");
    assert_eq!(refusal(corrected(&world.app, &world, id, payment(loan, "2026-03-02", 1)).await), "date-in-future");
    assert_eq!(refusal(corrected(&world.app, &world, id, payment(loan, "2025-12-31", 1)).await), "before-disbursement");
    world.books_hold().await;
}

#[tokio::test]
async fn a_payment_of_another_loan_moves_to_it_and_what_was_lent_since_is_not_missing() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.let_lend_beyond(&place).await;
    let (hers, his) = (world.lend(&place, 0, "2026-01-01").await, world.lend(&place, 1, "2026-01-01").await);
    let wrong = world.pay(hers, "2026-02-01", 50_000).await.unwrap();
    // All of the cash is lent again, including the repayment.
    let cash = balance(&world, &place, Account::Cash).await;
    world.lend_by(&place, place.members[2], monthly(cash, "2026-02-02", 2), true).await.unwrap();
    let alone = muyu::features::repayments::put_right::reverse(&world.app, &world.by, key(), Order::new(wrong, "x".parse().unwrap())).await;
    assert_eq!(refusal(alone), "cash-short");
    assert_eq!(refusal(corrected(&world.app, &world, wrong, payment(his, "2026-02-01", 49_999)).await), "cash-short");
    let moved = corrected(&world.app, &world, wrong, payment(his, "2026-02-01", 50_000)).await.unwrap();
    assert_eq!(world.held(hers).await.standing().count(), 0);
    assert_eq!(world.held(his).await.standing().map(|row| row.id).collect::<Vec<_>>(), [moved]);
    let elsewhere = world.place("Otra", muyu::domain::amount::Unit::Pen).await;
    let theirs = world.lend(&elsewhere, 0, "2026-01-01").await;
    assert_eq!(refusal(corrected(&world.app, &world, moved, payment(theirs, "2026-02-01", 50_000)).await), "no-loan-numbered");
    world.books_hold().await;
}

async fn known(world: &World, place: &Place, as_of: &str, on: Option<&str>) -> (i64, i64, i64) {
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let known = on.map(|on| Known::on(day(on), day("2026-04-01"), "America/Lima").unwrap());
    let told = position(world.app.db.read(), &fund, day(as_of), known).await.unwrap();
    (told.collected, told.cash, told.unpaid_principal)
}

#[tokio::test]
async fn a_past_day_is_told_as_it_was_known_then_and_as_it_is_known_now() {
    let (world, place) = World::with_fund("2026-02-10").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let wrong = world.pay(loan, "2026-02-01", 100_000).await.unwrap();
    let (then, later) = (world.at("2026-02-10"), world.at("2026-03-15"));
    drop(then);
    let issued = world.held(loan).await;
    let paper = muyu::features::repayments::preview::issued(&issued, &issued.repayments[0]).unwrap();
    corrected(&later, &world, wrong, payment(loan, "2026-02-01", 10_000)).await.unwrap();
    assert_eq!(known(&world, &place, "2026-02-05", None).await.0, 10_000);
    assert_eq!(known(&world, &place, "2026-02-05", Some("2026-03-14")).await, (100_000, 980_000, 26_000));
    assert_eq!(known(&world, &place, "2026-02-05", Some("2026-03-15")).await, known(&world, &place, "2026-02-05", None).await);
    assert_eq!(known(&world, &place, "2026-02-05", Some("2026-02-09")).await, (0, 0, 0), "nothing was written down yet");
    let held = world.held(loan).await;
    assert_eq!(muyu::features::repayments::preview::issued(&held, &held.repayments[0]).unwrap(), paper, "its receipt says what it said");
    assert_eq!(muyu::features::repayments::preview::recorded(&held, wrong).unwrap(), None);
    // A loan that was approved and is disbursed later, with an earlier date, was not disbursed yet.
    let agreed = world.lend_by(&place, place.members[2], monthly(50_000, "2026-02-10", 2), false).await.unwrap();
    let unknowing = known(&world, &place, "2026-02-12", Some("2026-03-14")).await;
    let allowance = muyu::features::loans::Allowance { despite_arrears: true, ..crate::support::world::by_acta() };
    let on = (day("2026-02-11"), PaymentMethod::Cash);
    muyu::features::loans::disburse::disburse(&world.at("2026-03-18"), &world.by, key(), agreed, on.0, on.1, allowance).await.unwrap();
    assert_eq!(known(&world, &place, "2026-02-12", Some("2026-03-14")).await, unknowing);
    assert_eq!(known(&world, &place, "2026-02-12", Some("2026-03-18")).await.1, known(&world, &place, "2026-02-12", None).await.1);
    // A reversed loan counts until the day on which it was reversed.
    let other = world.lend(&place, 1, "2026-02-03").await;
    let before = known(&world, &place, "2026-02-05", None).await;
    let order = Order::new(other, "era de otra".parse().unwrap());
    muyu::features::loans::put_right::undo(&world.at("2026-03-20"), &world.by, key(), order).await.unwrap();
    assert_eq!(known(&world, &place, "2026-02-05", Some("2026-03-19")).await, before);
    assert_eq!(known(&world, &place, "2026-02-05", None).await, (before.0, before.1 + 120_000, before.2 - 120_000));
    world.books_hold().await;
}

#[tokio::test]
async fn on_screen_the_member_reads_what_changed_and_why() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("socia", Grant::Member(place.association, place.members[0])).await;
    world.user("vecina", Grant::Member(place.association, place.members[1])).await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let number = world.held(loan).await.loan.number.to_string();
    let wrong = world.pay(loan, "2026-02-01", 100_000).await.unwrap();
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let form = treasurer.get(&format!("/repayments/{wrong}/correct")).await;
    assert!(form.text.contains("value=\"1,000.00\"") && form.text.contains("2026-02-01"));
    let typed = |amount: &'static str, reason: &'static str, loan: &str| -> Vec<(String, String)> {
        [("amount", amount), ("paid_on", "2026-02-01"), ("loan", loan), ("payment_method", "cash"), ("reason", reason)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
    };
    let post = async |client: &mut Client, form: Vec<(String, String)>| {
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        client.post(&format!("/repayments/{wrong}/correct"), &form).await
    };
    let refused = post(&mut treasurer, typed("100.00", "", "999")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = post(&mut treasurer, typed("100.00", "un cero de más", "999")).await;
    assert!(refused.text.contains("No hay un crédito con ese número") && refused.text.contains("un cero de más"));
    let mut neighbour = Client::signed_in(&world, "vecina").await;
    assert_eq!(post(&mut neighbour, typed("100.00", "x", &number)).await.status, StatusCode::NOT_FOUND);
    let mut member = Client::signed_in(&world, "socia").await;
    assert_eq!(post(&mut member, typed("100.00", "x", &number)).await.status, StatusCode::FORBIDDEN);
    let done = post(&mut treasurer, typed("100.00", "un cero de más", &number)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    for page in [format!("/repayments/{wrong}"), done.location.clone(), format!("/members/{}", place.members[0])] {
        let told = member.get(&page).await.text.replace('\u{a0}', " ");
        assert!(told.contains("S/ 1,000.00") && told.contains("S/ 100.00") && told.contains("un cero de más"), "{page}");
    }
    assert!(!neighbour.get(&format!("/members/{}", place.members[1])).await.text.contains("un cero de más"));
    world.books_hold().await;
}

#[tokio::test]
async fn over_json_a_repeated_key_corrects_once() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let loan: LoanId = world.lend(&place, 0, "2026-01-01").await;
    let wrong = world.pay(loan, "2026-02-01", 100_000).await.unwrap();
    let mut program = Client::with_token(&world, "tesorera").await;
    let body = json!({ "loan": loan, "paid_on": "2026-02-01", "amount_minor": 10_000, "reason": "un cero de más" });
    let key = key();
    let first = program.json_once(&format!("/api/v1/repayments/{wrong}/correct"), key, &body).await;
    let again = program.json_once(&format!("/api/v1/repayments/{wrong}/correct"), key, &body).await;
    assert_eq!((first.status, again.status), (StatusCode::CREATED, StatusCode::CREATED));
    assert_eq!(first.json()["id"], again.json()["id"]);
    assert_eq!(world.held(loan).await.repayments.len(), 2);
    world.books_hold().await;
}
