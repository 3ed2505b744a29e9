//! Repayments: how they are applied, backdated, reversed and refused.

use muyu::db::journal;
use muyu::domain::ledger::{Account, SourceKind};
use muyu::domain::loan::{LoanStatus, PaymentMethod};
use muyu::domain::replay::PaymentKind;
use muyu::features::corrections::Order;
use muyu::features::repayments::{self, preview, put_right, record};

use crate::support::World;
use crate::support::world::{day, key, payment, refusal};

#[tokio::test]
async fn an_overpayment_becomes_the_members_credit() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    world.pay(loan, "2026-02-01", 200_000).await.unwrap();
    let held = world.held(loan).await;
    assert_eq!(held.loan.status, LoanStatus::Closed);
    assert_eq!(held.loan.credit_minor, 200_000 - 120_000 - 6_000, "all scheduled interest is taken, the rest is theirs");
    assert_eq!(refusal(world.pay(loan, "2026-02-02", 100).await), "loan-closed");
    world.books_hold().await;
}

#[tokio::test]
async fn a_backdated_repayment_gives_the_position_of_one_recorded_on_time() {
    let (world, place) = World::with_fund("2026-06-01").await;
    let (late, on_time) = (world.lend(&place, 0, "2026-01-01").await, world.lend(&place, 1, "2026-01-01").await);
    for (loan, order) in [(late, [1, 0]), (on_time, [0, 1])] {
        let payments = [("2026-02-10", 20_000), ("2026-04-20", 50_000)];
        for i in order {
            world.pay(loan, payments[i].0, payments[i].1).await.unwrap();
        }
    }
    let (late, on_time) = (world.held(late).await, world.held(on_time).await);
    let as_of = day("2026-06-01");
    assert_eq!(late.position(as_of).unwrap().installments, on_time.position(as_of).unwrap().installments);
    let entries = journal::entries_after(world.app.db.read(), place.fund, 0, 100).await.unwrap();
    let adjusting = entries.iter().filter(|written| written.entry.source_kind == SourceKind::RepaymentAdjustment).count();
    assert_eq!(adjusting, 1, "what the later payment had paid is moved by one entry");
    world.books_hold().await;
}

#[tokio::test]
async fn a_reversal_is_as_if_the_payment_had_never_been() {
    let (world, place) = World::with_fund("2026-06-01").await;
    let (mended, plain) = (world.lend(&place, 0, "2026-01-01").await, world.lend(&place, 1, "2026-01-01").await);
    let wrong = world.pay(mended, "2026-02-10", 33_333).await.unwrap();
    for loan in [mended, plain] {
        world.pay(loan, "2026-03-05", 45_000).await.unwrap();
    }
    put_right::reverse(&world.app, &world.by, key(), Order::new(wrong, "otra socia".parse().unwrap())).await.unwrap();
    let (mended, plain) = (world.held(mended).await, world.held(plain).await);
    let as_of = day("2026-06-01");
    assert_eq!(mended.position(as_of).unwrap(), plain.position(as_of).unwrap());
    assert_eq!(mended.repayments.len(), 2, "the reversed one stays visible");
    assert_eq!(mended.repayments[0].reversal_reason.as_deref(), Some("otra socia"));
    let again = put_right::reverse(&world.app, &world.by, key(), Order::new(wrong, "dos veces".parse().unwrap())).await;
    assert_eq!(refusal(again), "already-reversed");
    world.books_hold().await;
}

#[tokio::test]
async fn settling_early_forgives_the_interest_not_yet_earned() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let held = world.held(loan).await;
    let payoff = held.payoff(day("2026-01-16")).unwrap();
    assert_eq!((payoff.principal, payoff.interest, payoff.forgiven), (120_000, 1_200, 4_800), "15 days of the first month");
    let short = repayments::NewRepayment { kind: PaymentKind::Settlement, ..payment(loan, "2026-01-16", 121_199) };
    assert_eq!(refusal(record::record(&world.app, &world.by, key(), short).await), "settlement-short");
    let settled =
        repayments::NewRepayment { kind: PaymentKind::Settlement, payment_method: PaymentMethod::Wallet, ..payment(loan, "2026-01-16", 121_200) };
    record::record(&world.app, &world.by, key(), settled).await.unwrap();
    let held = world.held(loan).await;
    assert_eq!((held.loan.status.code(), held.loan.credit_minor), ("closed", 0));
    let balances = journal::balances(world.app.db.read(), place.fund).await.unwrap();
    assert_eq!(balances[&Account::Bank], 121_200, "a wallet's money lies at the bank");
    world.books_hold().await;
}

#[tokio::test]
async fn a_key_sent_twice_records_once_and_is_not_lent_to_another() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let one = key();
    let first = record::record(&world.app, &world.by, one, payment(loan, "2026-02-01", 5_000)).await.unwrap();
    let second = record::record(&world.app, &world.by, one, payment(loan, "2026-02-01", 5_000)).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(world.held(loan).await.repayments.len(), 1);
    assert_eq!(refusal(record::record(&world.app, &world.by, one, payment(loan, "2026-02-01", 6_000)).await), "key-reused");
    world.books_hold().await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_changes_nothing() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let before = world.held(loan).await.loan;
    for (on, amount, code) in [
        ("2026-02-01", 0, "amount-not-positive"),
        ("2026-02-01", -5, "amount-not-positive"),
        ("2026-02-01", i64::MAX, "amount-too-large"),
        ("2025-12-31", 100, "before-disbursement"),
        ("2026-03-02", 100, "date-in-future"),
    ] {
        assert_eq!(refusal(world.pay(loan, on, amount).await), code);
    }
    assert_eq!(world.held(loan).await.loan, before);
    let unknown = muyu::domain::ids::LoanId(key());
    assert_eq!(refusal(world.pay(unknown, "2026-02-01", 100).await), "not-found");
    world.books_hold().await;
}

#[tokio::test]
async fn one_bad_recording_never_fails_its_neighbours() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let other = world.lend(&place, 1, "2026-01-01").await;
    let all = (0..40).map(|i| {
        let (world, loan) = (&world, if i % 2 == 0 { loan } else { other });
        async move { world.pay(loan, "2026-02-01", if i % 5 == 0 { 0 } else { 1_000 }).await.is_ok() }
    });
    let outcomes = futures_util::future::join_all(all).await;
    assert_eq!(outcomes.iter().filter(|well| **well).count(), 32);
    world.books_hold().await;
}

#[tokio::test]
async fn the_preview_is_what_is_then_recorded() {
    let (world, place) = World::with_fund("2026-04-20").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let new = payment(loan, "2026-04-20", 70_000);
    let shown = preview::preview(&world.held(loan).await, &new, day("2026-04-20")).unwrap();
    let id = record::record(&world.app, &world.by, key(), new).await.unwrap();
    let held = world.held(loan).await;
    let recorded = preview::recorded(&held, id).unwrap().unwrap();
    assert_eq!((shown.lines, shown.left), (recorded.lines, recorded.left));
    assert!(shown.split.late_fee > 0, "two installments were late");
    world.books_hold().await;
}
