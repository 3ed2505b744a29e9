//! Money between cash and bank, and between two funds of one association: given, lent, paid back in parts, corrected.

use muyu::domain::amount::Unit;
use muyu::domain::capital::CapitalKind;
use muyu::domain::correction::RecordKind;
use muyu::domain::ids::{FundId, TransferId};
use muyu::domain::ledger::Account;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::refusal::Fact;
use muyu::domain::rules::FundRules;
use muyu::domain::transfer::TransferKind;
use muyu::error::Error;
use muyu::features::capital::put_right as capital_right;
use muyu::features::capital::return_capital::{NewCapitalReturn, return_capital};
use muyu::features::corrections::{Answer, Order};
use muyu::features::ledger::position::position;
use muyu::features::transfers::put_right::{self, Right};
use muyu::features::transfers::record::{NewTransfer, pay_back, record};
use muyu::features::{capital, expenses, funds, transfers};

use crate::support::World;
use crate::support::world::{Place, day, key, refusal};

/// Another fund of the same association, without money.
pub async fn another(world: &World, place: &Place, name: &str, unit: Unit) -> FundId {
    let mut rules = FundRules::default_for(unit);
    rules.loan.cash_step_minor = 0;
    let new = funds::create::NewFund { association: place.association, name: name.parse().unwrap(), unit, rules, effective_on: day("2025-01-01") };
    funds::create::create(&world.app, &world.by, key(), new).await.unwrap()
}

fn new(kind: TransferKind, from: FundId, to: FundId, on: &str, amount_minor: i64) -> NewTransfer {
    NewTransfer {
        kind,
        from,
        to,
        taken_from: PaymentMethod::Cash,
        put_into: if kind == TransferKind::Own { PaymentMethod::Deposit } else { PaymentMethod::Cash },
        amount_minor,
        happens_on: day(on),
        owed_back_on: (kind == TransferKind::Lent).then(|| day("2026-07-01")),
        acta: "Acta 21".parse().unwrap(),
        note: Default::default(),
        repays: None,
    }
}

async fn make(world: &World, new: NewTransfer) -> Result<TransferId, Error> {
    let outcome = record(&world.app, &world.by, key(), new).await;
    world.books_hold().await;
    outcome
}

async fn give_back(world: &World, lent: TransferId, on: &str, amount_minor: i64) -> Result<TransferId, Error> {
    let nowhere = FundId(key());
    let outcome = pay_back(&world.app, &world.by, key(), lent, new(TransferKind::PaidBack, nowhere, nowhere, on, amount_minor)).await;
    world.books_hold().await;
    outcome
}

async fn undo(world: &World, id: TransferId) -> Result<TransferId, Error> {
    let outcome = put_right::undo(&world.app, &world.by, key(), Order::new(id, "no se llevó".parse().unwrap())).await;
    world.books_hold().await;
    outcome.map(done)
}

async fn correct(world: &World, wrong: TransferId, right: NewTransfer) -> Result<TransferId, Error> {
    let outcome = put_right::correct(&world.app, &world.by, key(), Order::new(Right { wrong, right }, "era otro monto".parse().unwrap())).await;
    world.books_hold().await;
    outcome.map(done)
}

fn done<I>(answer: Answer<I>) -> I {
    match answer {
        Answer::Done(id) => id,
        Answer::Waits(_) => panic!("one person is enough"),
    }
}

async fn balance(world: &World, fund: FundId, account: Account) -> i64 {
    muyu::db::journal::balances(world.app.db.read(), fund).await.unwrap().get(&account).copied().unwrap_or(0)
}

async fn available(world: &World, fund: FundId, on: &str) -> i64 {
    let fund = funds::find(world.app.db.read(), fund).await.unwrap();
    position(world.app.db.read(), &fund, day(on), None).await.unwrap().available_now
}

async fn spend(world: &World, fund: FundId, on: &str, amount_minor: i64) {
    let new = expenses::record::NewExpense {
        fund,
        concept: "Semilla".parse().unwrap(),
        amount_minor,
        happens_on: day(on),
        payment_method: PaymentMethod::Cash,
    };
    expenses::record::pay(&world.app, &world.by, key(), new).await.unwrap();
}

#[tokio::test]
async fn cash_goes_to_the_bank_and_back_never_more_than_there_is_on_any_day() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let fund = place.fund;
    let own = |on: &str, minor| new(TransferKind::Own, fund, fund, on, minor);
    let taken = make(&world, own("2026-02-01", 400_000)).await.unwrap();
    assert_eq!((balance(&world, fund, Account::Cash).await, balance(&world, fund, Account::Bank).await), (600_000, 400_000));
    assert_eq!(available(&world, fund, "2026-03-01").await, 900_000, "it is the same money");
    let back = |on: &str, minor| NewTransfer { taken_from: PaymentMethod::Deposit, put_into: PaymentMethod::Cash, ..own(on, minor) };
    assert_eq!(refusal(make(&world, back("2026-01-31", 1)).await), "cash-short", "the bank had nothing yet");
    make(&world, back("2026-02-10", 100_000)).await.unwrap();
    assert_eq!(refusal(undo(&world, taken).await), "cash-short", "some of it came back");
    assert_eq!(refusal(correct(&world, taken, own("2026-02-01", 99_999)).await), "cash-short");
    assert_eq!(refusal(correct(&world, taken, own("2026-02-01", 400_000)).await), "nothing-changed");
    let right = correct(&world, taken, own("2026-02-02", 100_000)).await.unwrap();
    assert_eq!((balance(&world, fund, Account::Cash).await, balance(&world, fund, Account::Bank).await), (1_000_000, 0));
    assert_eq!(refusal(undo(&world, taken).await), "already-reversed");
    assert_eq!(refusal(correct(&world, taken, own("2026-02-01", 1)).await), "already-reversed");
    let wallet = NewTransfer { taken_from: PaymentMethod::Wallet, ..own("2026-02-01", 1) };
    assert_eq!(refusal(make(&world, wallet).await), "transfer-same-place");
    assert_eq!(refusal(make(&world, own("2026-03-02", 1)).await), "date-in-future");
    assert_eq!(refusal(make(&world, own("2026-02-01", 0)).await), "amount-not-positive");
    assert_eq!(refusal(give_back(&world, right, "2026-02-03", 1).await), "transfer-not-lent");
}

#[tokio::test]
async fn what_is_given_is_capital_of_who_receives_it_and_no_longer_of_who_gives() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let (giver, receiver) = (place.fund, another(&world, &place, "Semillas", Unit::Pen).await);
    let gift = |on: &str, minor| new(TransferKind::Gift, giver, receiver, on, minor);
    assert_eq!(refusal(make(&world, NewTransfer { acta: Default::default(), ..gift("2026-02-01", 1) }).await), "field-missing");
    assert_eq!(refusal(make(&world, NewTransfer { to: giver, ..gift("2026-02-01", 1) }).await), "transfer-same-fund");
    let grain = another(&world, &place, "Banco de semilla", Unit::Kg).await;
    assert_eq!(refusal(make(&world, NewTransfer { to: grain, ..gift("2026-02-01", 1) }).await), "fund-of-another-unit");
    let theirs = world.place("Ajena", Unit::Pen).await;
    assert_eq!(refusal(make(&world, NewTransfer { to: theirs.fund, ..gift("2026-02-01", 1) }).await), "fund-of-another-association");
    let given = make(&world, gift("2026-02-01", 300_000)).await.unwrap();
    assert_eq!((balance(&world, giver, Account::Cash).await, balance(&world, giver, Account::DonatedCapital).await), (700_000, -700_000));
    assert_eq!((balance(&world, receiver, Account::Cash).await, balance(&world, receiver, Account::DonatedCapital).await), (300_000, -300_000));
    assert_eq!((available(&world, giver, "2026-03-01").await, available(&world, receiver, "2026-03-01").await), (630_000, 270_000));
    assert_eq!((available(&world, giver, "2026-01-31").await, available(&world, receiver, "2026-01-31").await), (900_000, 0));
    let came = capital::of_fund(world.app.db.read(), receiver, None).await.unwrap().remove(0);
    assert_eq!((came.kind, came.source.as_str(), came.transfer_id), (CapitalKind::Grant, "Fondo", Some(given)));
    let order = || Order::new(came.id, "x".parse().unwrap());
    let error = capital_right::undo(&world.app, &world.by, key(), order()).await.unwrap_err();
    let told = &error.refusals()[0];
    assert_eq!((told.code, told.records()[0].kind, told.records()[0].id), ("part-of-transfer", RecordKind::Transfer, given.0));
    // Money that was given on must come back first.
    let third = another(&world, &place, "Tercero", Unit::Pen).await;
    let on = make(&world, new(TransferKind::Gift, receiver, third, "2026-02-10", 200_000)).await.unwrap();
    spend(&world, third, "2026-02-15", 150_000).await;
    assert_eq!(refusal(undo(&world, given).await), "cash-short");
    let lent = make(&world, new(TransferKind::Lent, giver, receiver, "2026-02-01", 300_000)).await.unwrap();
    assert_eq!(refusal(undo(&world, given).await), "gift-beyond-donated", "money is there, but what was given on is not its own");
    undo(&world, lent).await.unwrap();
    assert_eq!(refusal(undo(&world, on).await), "cash-short");
    let smaller = correct(&world, on, new(TransferKind::Gift, receiver, third, "2026-02-10", 150_000)).await.unwrap();
    assert_eq!((balance(&world, receiver, Account::Cash).await, balance(&world, third, Account::Cash).await), (150_000, 0));
    // The giving fund was wrong: three funds are corrected at once.
    let moved = correct(&world, smaller, new(TransferKind::Gift, giver, third, "2026-02-10", 150_000)).await.unwrap();
    assert_eq!((balance(&world, giver, Account::Cash).await, balance(&world, receiver, Account::Cash).await), (550_000, 300_000));
    assert_eq!(transfers::of_fund(world.app.db.read(), third, 0, 10).await.unwrap().iter().filter(|row| row.reversed_at.is_none()).count(), 1);
    undo(&world, given).await.unwrap();
    assert_eq!((balance(&world, giver, Account::DonatedCapital).await, balance(&world, receiver, Account::DonatedCapital).await), (-850_000, 0));
    assert_eq!(refusal(undo(&world, moved).await), "cash-short", "it was spent");
}

#[tokio::test]
async fn no_more_is_given_than_was_given_nor_taken_back_from_under_it() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let (giver, receiver) = (place.fund, another(&world, &place, "Semillas", Unit::Pen).await);
    let given = capital::record::NewCapital {
        member: None,
        fund: giver,
        kind: CapitalKind::Member,
        source: "Socias".parse().unwrap(),
        amount_minor: 500_000,
        happens_on: day("2026-01-01"),
        owed_back_on: None,
        payment_method: PaymentMethod::Cash,
    };
    capital::record::receive(&world.app, &world.by, key(), given).await.unwrap();
    let gift = |minor| new(TransferKind::Gift, giver, receiver, "2026-02-01", minor);
    assert_eq!(refusal(make(&world, gift(1_000_001)).await), "gift-beyond-donated", "the members' money is theirs");
    make(&world, gift(800_000)).await.unwrap();
    let grant = capital::of_fund(world.app.db.read(), giver, None).await.unwrap().into_iter().find(|row| row.kind == CapitalKind::Grant).unwrap();
    let more = capital::record::NewCapital { amount_minor: 800_000, ..member_again(giver) };
    capital::record::receive(&world.app, &world.by, key(), more).await.unwrap();
    let undone = capital_right::undo(&world.app, &world.by, key(), Order::new(grant.id, "x".parse().unwrap())).await;
    assert_eq!(refusal(undone), "gift-beyond-donated");
    world.books_hold().await;
}

fn member_again(fund: FundId) -> capital::record::NewCapital {
    capital::record::NewCapital {
        member: None,
        fund,
        kind: CapitalKind::Member,
        source: "Socias".parse().unwrap(),
        amount_minor: 0,
        happens_on: day("2025-01-01"),
        owed_back_on: None,
        payment_method: PaymentMethod::Cash,
    }
}

#[tokio::test]
async fn what_is_lent_is_a_claim_here_and_owed_there_and_paid_back_in_parts() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let (lender, borrower) = (place.fund, another(&world, &place, "Semillas", Unit::Pen).await);
    let lend = |on: &str, minor| new(TransferKind::Lent, lender, borrower, on, minor);
    assert_eq!(refusal(make(&world, NewTransfer { owed_back_on: None, ..lend("2026-02-01", 1) }).await), "date-missing");
    assert_eq!(refusal(make(&world, NewTransfer { owed_back_on: Some(day("2026-02-01")), ..lend("2026-02-01", 1) }).await), "owed-back-before");
    let error = make(&world, lend("2024-12-31", 1)).await.unwrap_err();
    assert!(error.refusals()[0].facts.contains(&("day", Fact::Date(day("2024-12-31")))), "{error}");
    let lent = make(&world, lend("2026-02-01", 300_000)).await.unwrap();
    assert_eq!((balance(&world, lender, Account::Claims).await, balance(&world, lender, Account::DonatedCapital).await), (300_000, -1_000_000));
    assert_eq!(balance(&world, borrower, Account::RecoverableCapital).await, -300_000);
    // A claim is no money; the borrower may not lend what it owes back before the next cycle.
    assert_eq!((available(&world, lender, "2026-03-01").await, available(&world, borrower, "2026-03-01").await), (600_000, -30_000));
    assert_eq!(refusal(give_back(&world, lent, "2026-02-10", 300_001).await), "more-than-owed-back");
    assert_eq!(refusal(give_back(&world, lent, "2026-01-31", 1).await), "before-capital-received");
    let first = give_back(&world, lent, "2026-02-10", 100_000).await.unwrap();
    let second = give_back(&world, lent, "2026-02-12", 50_000).await.unwrap();
    assert_eq!((balance(&world, lender, Account::Claims).await, balance(&world, lender, Account::Cash).await), (150_000, 850_000));
    for outcome in [undo(&world, lent).await, correct(&world, lent, lend("2026-02-01", 200_000)).await] {
        let error = outcome.unwrap_err();
        let named: Vec<_> = error.refusals()[0].records().iter().map(|record| (record.kind, record.id)).collect();
        assert_eq!(
            (error.refusals()[0].code, named),
            ("records-stand-on-it", vec![(RecordKind::Transfer, second.0), (RecordKind::Transfer, first.0)])
        );
    }
    // The wrong repayment is corrected: both books change, with one more voucher.
    let nowhere = FundId(key());
    let part = |minor| new(TransferKind::PaidBack, place.fund, nowhere, "2026-02-12", minor);
    let right = |minor| NewTransfer { to: place.fund, ..part(minor) };
    assert_eq!(refusal(correct(&world, second, right(200_001)).await), "more-than-owed-back");
    let second = correct(&world, second, right(200_000)).await.unwrap();
    assert_eq!((balance(&world, lender, Account::Claims).await, balance(&world, borrower, Account::RecoverableCapital).await), (0, 0));
    let came = capital::of_fund(world.app.db.read(), borrower, None).await.unwrap().remove(0);
    let account = capital::account(world.app.db.read(), came.id).await.unwrap();
    assert_eq!((account.owed_minor(), account.returns.iter().map(|row| row.voucher_no).collect::<Vec<_>>()), (0, vec![1, 2, 3]));
    alone(&world, came.id, account.returns[0].id, first).await;
    for id in [second, first, lent] {
        undo(&world, id).await.unwrap();
    }
    assert_eq!(refusal(give_back(&world, lent, "2026-02-10", 1).await), "transfer-not-lent", "it never was");
    assert_eq!((balance(&world, lender, Account::Cash).await, balance(&world, borrower, Account::Cash).await), (1_000_000, 0));
    assert_eq!((available(&world, lender, "2026-02-05").await, available(&world, borrower, "2026-02-05").await), (900_000, 0), "on past days too");
}

/// Neither side of a transfer is corrected or paid back without the other.
async fn alone(world: &World, came: muyu::domain::ids::CapitalId, voucher: muyu::domain::ids::CapitalReturnId, transfer: TransferId) {
    let new = NewCapitalReturn {
        capital: came,
        amount_minor: 1,
        happens_on: day("2026-02-20"),
        payment_method: PaymentMethod::Cash,
        paid_to: "x".parse().unwrap(),
        note: Default::default(),
    };
    assert_eq!(refusal(return_capital(&world.app, &world.by, key(), new).await), "part-of-transfer");
    let order = Order::new(voucher, "x".parse().unwrap());
    let error = capital::put_right_return::reverse(&world.app, &world.by, key(), order).await.unwrap_err();
    assert_eq!((error.refusals()[0].code, error.refusals()[0].records()[0].id), ("part-of-transfer", transfer.0));
}

#[tokio::test]
async fn money_lent_to_and_fro_at_once_ends_in_both_books() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let (one, other) = (place.fund, another(&world, &place, "Semillas", Unit::Pen).await);
    make(&world, new(TransferKind::Gift, one, other, "2026-01-01", 500_000)).await.unwrap();
    let both = (0..10).map(|i| if i % 2 == 0 { (one, other) } else { (other, one) });
    let asked = both.map(|(from, to)| record(&world.app, &world.by, key(), new(TransferKind::Lent, from, to, "2026-02-01", 10_000)));
    for outcome in futures_util::future::join_all(asked).await {
        outcome.unwrap();
    }
    assert_eq!((balance(&world, one, Account::Claims).await, balance(&world, other, Account::Claims).await), (50_000, 50_000));
    assert_eq!(balance(&world, one, Account::Cash).await, 500_000);
    world.books_hold().await;
}
