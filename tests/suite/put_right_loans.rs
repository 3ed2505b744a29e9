//! Loans corrected: reversed while nothing was paid on them, cancelled, or corrected in one step. A reversed loan counts
//! nowhere, today and on past days.

use muyu::domain::amount::Unit;
use muyu::domain::cofinancing::ContributionKind;
use muyu::domain::correction::RecordKind;
use muyu::domain::ids::{LoanId, MemberId};
use muyu::domain::ledger::Account;
use muyu::domain::loan::{LoanStatus, PaymentMethod};
use muyu::domain::refusal::Fact;
use muyu::domain::schedule::Terms;
use muyu::error::Error;
use muyu::features::availability::forecast::forecast;
use muyu::features::corrections::{Answer, Order};
use muyu::features::ledger::position::{FundPosition, position};
use muyu::features::loans::decide::NewLoan;
use muyu::features::loans::put_right::{self, Right};
use muyu::features::loans::{self, Allowance};
use muyu::features::{capital, expenses, funds};

use crate::support::World;
use crate::support::cofinanced::fifty_fifty;
use crate::support::world::{Place, by_acta, day, key, monthly, refusal};

pub fn new(place: &Place, member: MemberId, terms: Terms) -> NewLoan {
    NewLoan {
        fund: place.fund,
        member,
        purpose: "alfalfa".parse().unwrap(),
        terms,
        payment_method: PaymentMethod::Cash,
        handed_over: true,
        named: None,
    }
}

fn done(answer: Answer<LoanId>) -> LoanId {
    match answer {
        Answer::Done(id) => id,
        Answer::Waits(_) => panic!("one person is enough"),
    }
}

async fn undo(world: &World, id: LoanId) -> Result<LoanId, Error> {
    let outcome = put_right::undo(&world.app, &world.by, key(), Order::new(id, "nunca se entregó".parse().unwrap())).await;
    world.books_hold().await;
    outcome.map(done)
}

async fn correct_as(world: &World, wrong: LoanId, right: NewLoan, allowance: Allowance) -> Result<LoanId, Error> {
    let order = Order::new(Right { wrong, right, allowance }, "se leyó mal".parse().unwrap());
    let outcome = put_right::correct(&world.app, &world.by, key(), order).await;
    world.books_hold().await;
    outcome.map(done)
}

async fn correct(world: &World, wrong: LoanId, right: NewLoan) -> Result<LoanId, Error> {
    correct_as(world, wrong, right, Allowance::default()).await
}

async fn cash(world: &World, place: &Place) -> i64 {
    muyu::db::journal::balances(world.app.db.read(), place.fund).await.unwrap().get(&Account::Cash).copied().unwrap_or(0)
}

async fn on(world: &World, place: &Place, as_of: &str) -> FundPosition {
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    position(world.app.db.read(), &fund, day(as_of), None).await.unwrap()
}

async fn spend(world: &World, place: &Place, on: &str, amount_minor: i64) {
    let new = expenses::record::NewExpense {
        fund: place.fund,
        concept: "Semilla".parse().unwrap(),
        amount_minor,
        happens_on: day(on),
        payment_method: PaymentMethod::Cash,
    };
    expenses::record::pay(&world.app, &world.by, key(), new).await.unwrap();
}

/// What the fund's pages, exports and auditors see on several days.
async fn told(world: &World, place: &Place) -> Vec<String> {
    let mut told = Vec::new();
    for as_of in ["2025-12-31", "2026-01-15", "2026-02-15", "2026-03-01"] {
        told.push(serde_json::to_string(&on(world, place, as_of).await).unwrap());
    }
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let looked = forecast(&world.app, &fund, day("2026-03-01")).await.unwrap();
    told.push(format!("{:?} {:?}", looked.on_hand.now, looked.next_cycle));
    told
}

#[tokio::test]
async fn a_loan_that_never_was_counts_nowhere_today_and_on_a_past_day() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let before = told(&world, &place).await;
    let loan = world.lend(&place, 0, "2026-01-10").await;
    assert_ne!(told(&world, &place).await, before);
    undo(&world, loan).await.unwrap();
    assert_eq!(told(&world, &place).await, before, "as if it had never been recorded");
    let held = world.held(loan).await;
    assert_eq!((held.status(), held.loan.unpaid_principal_minor, held.loan.oldest_unpaid_due_on), (LoanStatus::Cancelled, 0, None));
    assert!(held.installments.iter().all(|row| !row.is_open) && held.loan.reversal_reason.as_deref() == Some("nunca se entregó"));
    assert_eq!(refusal(undo(&world, loan).await), "already-reversed");
    assert_eq!(refusal(correct(&world, loan, new(&place, place.members[0], monthly(1, "2026-01-10", 1))).await), "already-reversed");
    assert_eq!(refusal(world.pay(loan, "2026-02-01", 100).await), "loan-not-disbursed");
}

#[tokio::test]
async fn what_was_agreed_first_and_handed_over_by_mistake_committed_nothing_on_a_past_day() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let before = told(&world, &place).await;
    let loan = world.lend_by(&place, place.members[0], monthly(120_000, "2026-03-01", 4), false).await.unwrap();
    let mut later = world;
    later.app = later.at("2026-03-20");
    loans::disburse::disburse(&later.app, &later.by, key(), loan, day("2026-03-15"), PaymentMethod::Cash, by_acta()).await.unwrap();
    undo(&later, loan).await.unwrap();
    assert_eq!(told(&later, &place).await[..4], before[..4]);
}

#[tokio::test]
async fn the_wrong_amount_lent_since_is_corrected_and_only_the_difference_has_to_be_there() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let wrong = world.lend_by(&place, place.members[0], monthly(800_000, "2026-01-10", 4), true).await.unwrap();
    // All remaining money except the reserve of 1 000.00 was lent since.
    world.lend_by(&place, place.members[1], monthly(100_000, "2026-02-10", 4), true).await.unwrap();
    let own = place.members[0];
    assert_eq!(refusal(correct(&world, wrong, new(&place, own, monthly(800_001, "2026-01-10", 4))).await), "beyond-available");
    assert_eq!(refusal(correct(&world, wrong, new(&place, own, monthly(800_000, "2026-01-10", 4))).await), "nothing-changed");
    assert_eq!(refusal(correct(&world, wrong, new(&place, own, monthly(800_000, "2026-03-02", 4))).await), "date-in-future");
    assert_eq!(refusal(correct(&world, wrong, new(&place, own, monthly(0, "2026-01-10", 4))).await), "amount-not-positive");
    let right = correct(&world, wrong, new(&place, own, monthly(80_000, "2026-01-12", 8))).await.unwrap();
    assert_eq!(cash(&world, &place).await, 1_000_000 - 100_000 - 80_000);
    let held = world.held(right).await;
    assert_eq!((held.loan.number, held.status(), held.loan.unpaid_principal_minor, held.installments.len()), (3, LoanStatus::Disbursed, 80_000, 8));
    let told = on(&world, &place, "2026-01-31").await;
    assert_eq!((told.loans, told.disbursed, told.cash), (1, 80_000, 920_000), "the past tells the right loan");
    world.pay(right, "2026-02-12", 10_000).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn the_wrong_members_loan_goes_to_whose_it_is_and_its_arrears_with_it() {
    let (world, place) = World::with_fund("2026-06-01").await;
    let wrong = world.lend(&place, 0, "2026-01-10").await;
    // The wrong loan is late itself, which is no obstacle.
    let same = correct(&world, wrong, new(&place, place.members[0], monthly(100_000, "2026-01-10", 4))).await.unwrap();
    let right = correct(&world, same, new(&place, place.members[1], monthly(100_000, "2026-01-10", 4))).await.unwrap();
    assert_eq!(world.held(right).await.loan.member_id, place.members[1]);
    // A member who is late on another loan gets one only with a confirmation.
    let other = world.lend_by(&place, place.members[0], monthly(50_000, "2026-04-01", 4), true).await.unwrap();
    let moved = new(&place, place.members[1], monthly(50_000, "2026-04-01", 4));
    assert_eq!(refusal(correct(&world, other, moved.clone()).await), "member-in-arrears");
    correct_as(&world, other, moved, by_acta_despite()).await.unwrap();
    let another = world.place("Ajena", Unit::Pen).await;
    let foreign = new(&place, another.members[0], monthly(100_000, "2026-01-10", 4));
    assert_eq!(refusal(correct(&world, right, foreign).await), "member-of-another-association");
}

fn by_acta_despite() -> Allowance {
    Allowance { despite_arrears: true, ..by_acta() }
}

#[tokio::test]
async fn what_was_paid_and_forgiven_is_named_newest_first_and_comes_undone_before() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend_by(&place, place.members[0], monthly(1_000, "2026-01-01", 1), true).await.unwrap();
    let first = world.pay(loan, "2026-01-10", 300).await.unwrap();
    let second = world.pay(loan, "2026-01-20", 700).await.unwrap();
    world.forgive(&place, "2026-02-05", &[(loan, 20)]).await.unwrap();
    let forgiven = world.held(loan).await.remissions[0].id;
    for error in [
        undo(&world, loan).await.unwrap_err(),
        correct(&world, loan, new(&place, place.members[0], monthly(100, "2026-01-01", 1))).await.unwrap_err(),
    ] {
        let told = &error.refusals()[0];
        let named: Vec<_> = told.records().iter().map(|record| (record.kind, record.id)).collect();
        let expected = [(RecordKind::Remission, forgiven.0), (RecordKind::Repayment, second.0), (RecordKind::Repayment, first.0)];
        assert_eq!((told.code, named), ("records-stand-on-it", expected.to_vec()), "{told}");
    }
}

#[tokio::test]
async fn a_day_that_would_end_below_zero_is_named() {
    let (world, place) = World::with_fund("2026-03-01").await;
    spend(&world, &place, "2026-01-20", 990_000).await;
    let given = capital::record::NewCapital {
        member: None,
        fund: place.fund,
        kind: muyu::domain::capital::CapitalKind::Grant,
        source: "Cáritas".parse().unwrap(),
        amount_minor: 700_000,
        happens_on: day("2026-02-10"),
        owed_back_on: None,
        payment_method: PaymentMethod::Cash,
    };
    capital::record::receive(&world.app, &world.by, key(), given).await.unwrap();
    let loan = world.lend_by(&place, place.members[0], monthly(400_000, "2026-02-20", 4), true).await.unwrap();
    let error = correct(&world, loan, new(&place, place.members[0], monthly(400_000, "2026-01-25", 4))).await.unwrap_err();
    let told = &error.refusals()[0];
    assert_eq!((told.code, told.facts.contains(&("day", Fact::Date(day("2026-01-25"))))), ("cash-short", true), "{told}");
    let into_bank = NewLoan { payment_method: PaymentMethod::Deposit, ..new(&place, place.members[0], monthly(400_000, "2026-02-20", 4)) };
    assert_eq!(refusal(correct(&world, loan, into_bank).await), "cash-short", "the bank has nothing");
}

#[tokio::test]
async fn what_was_observed_of_recovery_is_taken_back() {
    let (world, place) = World::with_fund("2026-06-01").await;
    let stays = world.lend_by(&place, place.members[1], monthly(40_000, "2025-01-05", 4), true).await.unwrap();
    world.pay(stays, "2025-02-01", 15_000).await.unwrap();
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let looked = async || format!("{:?}", forecast(&world.app, &fund, day("2026-06-01")).await.unwrap().next_cycle);
    let before = looked().await;
    let counted = world.lend_by(&place, place.members[0], monthly(90_000, "2025-01-05", 4), true).await.unwrap();
    looked().await;
    undo(&world, counted).await.unwrap();
    assert_eq!(looked().await, before);
    // A loan that is reversed before its observations are counted is not counted later.
    let (world, place) = World::with_fund("2026-06-01").await;
    let loan = world.lend_by(&place, place.members[0], monthly(90_000, "2025-01-05", 4), true).await.unwrap();
    undo(&world, loan).await.unwrap();
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    forecast(&world.app, &fund, day("2026-06-01")).await.unwrap();
    let later = world.at("2026-12-01");
    forecast(&later, &fund, day("2026-12-01")).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn what_is_only_agreed_is_corrected_with_its_money_set_apart_or_cancelled() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let own = place.members[0];
    let agreed = |principal, on: &str| NewLoan { handed_over: false, ..new(&place, own, monthly(principal, on, 4)) };
    let wrong = world.lend_by(&place, own, monthly(900_000, "2026-03-10", 4), false).await.unwrap();
    assert_eq!(refusal(correct(&world, wrong, agreed(900_001, "2026-03-10")).await), "beyond-available");
    assert_eq!(refusal(undo(&world, wrong).await), "loan-not-disbursed");
    let right = correct(&world, wrong, agreed(800_000, "2026-03-12")).await.unwrap();
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let committed = async || forecast(&world.app, &fund, day("2026-03-01")).await.unwrap().on_hand.holdings.committed;
    assert_eq!(committed().await, 800_000);
    assert_eq!((world.held(right).await.status(), world.held(wrong).await.status()), (LoanStatus::Approved, LoanStatus::Cancelled));
    let cancel = || put_right::cancel(&world.app, &world.by, key(), Order::new(right, "no viene".parse().unwrap()));
    done(cancel().await.unwrap());
    assert_eq!(refusal(cancel().await), "loan-not-approved");
    assert_eq!(committed().await, 0);
    world.books_hold().await;
}

#[tokio::test]
async fn a_loan_that_goods_opened_comes_undone_with_its_delivery() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let co = world.programme_for(place.clone(), fifty_fifty()).await;
    let id = co.ordered(&world, co.draft(&[(0, 0, 1_000)], ContributionKind::Loan)).await;
    co.deliver(&world, id, &[(0, 0, 1_000)]).await.unwrap();
    co.close(&world, id).await.unwrap();
    let loan = loans::rows_of_fund(world.app.db.read(), place.fund).await.unwrap()[0].clone();
    let right = new(&place, place.members[1], monthly(loan.principal_minor, "2026-03-01", 1));
    for error in [undo(&world, loan.id).await.unwrap_err(), correct(&world, loan.id, right).await.unwrap_err()] {
        let told = &error.refusals()[0];
        assert_eq!((told.code, told.records()[0].kind, told.records()[0].id), ("loan-of-purchase", RecordKind::Purchase, id.0));
    }
}
