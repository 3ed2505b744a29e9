//! For any records and corrections in any order: the books hold after each step, and once everything is reversed in the
//! required order, the fund is as if nothing had ever been recorded.

use chrono::{Days, NaiveDate};
use muyu::domain::amount::Unit;
use muyu::domain::capital::CapitalKind;
use muyu::domain::ids::{CapitalId, CapitalReturnId, ExpenseId, FundId, LoanId, RemissionId, RepaymentId, TransferId};
use muyu::domain::loan::{LoanStatus, PaymentMethod};
use muyu::domain::transfer::TransferKind;
use muyu::error::Error;
use muyu::features::corrections::{Answer, Order};
use muyu::features::ledger::position::position;
use muyu::features::{capital, expenses, funds, loans, repayments, small_balances, transfers};
use proptest::prelude::*;

use crate::support::World;
use crate::support::world::{Place, by_acta, day, key, monthly, payment};

/// A record that may be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Record {
    Capital(CapitalId),
    Return(CapitalReturnId),
    Expense(ExpenseId),
    Loan(LoanId),
    Repayment(RepaymentId),
    Remission(RemissionId),
    Transfer(TransferId),
}

/// One action. Days are counted back from today; records are given by their index among all.
#[derive(Clone, Debug)]
enum Act {
    Receive(bool, u64, i64),
    Pledge(i64),
    Fulfil(usize, u64),
    Return(usize, u64, i64),
    Spend(u64, i64),
    Plan(i64),
    PayPlan(usize, u64),
    Move(usize, u64, i64),
    Lend(usize, u64, i64),
    Agree(usize, i64),
    Hand(usize, u64),
    Pay(usize, u64, i64),
    Settle(usize, u64),
    Forgive,
    Undo(usize),
    Correct(usize, u64, i64),
}

fn any_act() -> impl Strategy<Value = Act> {
    let (late, minor, which) = (0..90_u64, 1_000..200_000_i64, 0..60_usize);
    prop_oneof![
        1 => (any::<bool>(), late.clone(), minor.clone()).prop_map(|(seed, late, minor)| Act::Receive(seed, late, minor)),
        1 => minor.clone().prop_map(Act::Pledge),
        1 => (which.clone(), late.clone()).prop_map(|(which, late)| Act::Fulfil(which, late)),
        2 => (which.clone(), late.clone(), minor.clone()).prop_map(|(which, late, minor)| Act::Return(which, late, minor)),
        2 => (late.clone(), minor.clone()).prop_map(|(late, minor)| Act::Spend(late, minor)),
        1 => minor.clone().prop_map(Act::Plan),
        1 => (which.clone(), late.clone()).prop_map(|(which, late)| Act::PayPlan(which, late)),
        2 => (0..4_usize, late.clone(), minor.clone()).prop_map(|(kind, late, minor)| Act::Move(kind, late, minor)),
        4 => (0..3_usize, late.clone(), minor.clone()).prop_map(|(member, late, minor)| Act::Lend(member, late, minor)),
        1 => (0..3_usize, minor.clone()).prop_map(|(member, minor)| Act::Agree(member, minor)),
        1 => (which.clone(), late.clone()).prop_map(|(which, late)| Act::Hand(which, late)),
        6 => (which.clone(), late.clone(), minor.clone()).prop_map(|(which, late, minor)| Act::Pay(which, late, minor)),
        2 => (which.clone(), late.clone()).prop_map(|(which, late)| Act::Settle(which, late)),
        1 => Just(Act::Forgive),
        4 => which.clone().prop_map(Act::Undo),
        5 => (which, late, minor).prop_map(|(which, late, minor)| Act::Correct(which, late, minor)),
    ]
}

const TODAY: &str = "2026-03-01";

struct Chance {
    world: World,
    place: Place,
    /// Another fund of the association.
    other: FundId,
    records: Vec<Record>,
}

fn before(late: u64) -> NaiveDate {
    day(TODAY) - Days::new(late)
}

fn returned(capital: CapitalId, on: NaiveDate, amount_minor: i64) -> capital::return_capital::NewCapitalReturn {
    capital::return_capital::NewCapitalReturn {
        capital,
        amount_minor,
        happens_on: on,
        payment_method: PaymentMethod::Cash,
        paid_to: "Cáritas".parse().unwrap(),
        note: Default::default(),
    }
}

fn done<I>(answer: Answer<I>) -> I {
    match answer {
        Answer::Done(id) => id,
        Answer::Waits(_) => panic!("one person is enough"),
    }
}

fn order<T>(what: T) -> Order<T> {
    Order::new(what, "se anotó mal".parse().unwrap())
}

impl Chance {
    fn nth<T>(&self, which: usize, of: impl Fn(&Record) -> Option<T>) -> Option<T> {
        let mut all: Vec<T> = self.records.iter().filter_map(of).collect();
        if all.is_empty() { None } else { Some(all.swap_remove(which % all.len())) }
    }

    fn loan(&self, which: usize) -> Option<LoanId> {
        self.nth(which, |record| if let Record::Loan(id) = record { Some(*id) } else { None })
    }

    fn capital(&self, kind: CapitalKind, on: NaiveDate, amount_minor: i64) -> capital::record::NewCapital {
        capital::record::NewCapital {
            member: None,
            fund: self.place.fund,
            kind,
            source: "Cáritas".parse().unwrap(),
            amount_minor,
            happens_on: on,
            owed_back_on: (kind == CapitalKind::SeedCapital).then(|| on + Days::new(400)),
            payment_method: PaymentMethod::Cash,
        }
    }

    fn expense(&self, on: NaiveDate, amount_minor: i64) -> expenses::record::NewExpense {
        let (fund, concept) = (self.place.fund, "Flete".parse().unwrap());
        expenses::record::NewExpense { fund, concept, amount_minor, happens_on: on, payment_method: PaymentMethod::Cash }
    }

    fn new_loan(&self, member: usize, on: NaiveDate, principal: i64, handed_over: bool) -> loans::decide::NewLoan {
        loans::decide::NewLoan {
            fund: self.place.fund,
            member: self.place.members[member % 3],
            purpose: "papa".parse().unwrap(),
            terms: monthly(principal, &on.to_string(), 3),
            payment_method: PaymentMethod::Cash,
            handed_over,
            named: None,
        }
    }

    /// An action may be refused, and has then changed nothing.
    async fn act(&mut self, act: &Act) {
        let made = match act {
            Act::Lend(..) | Act::Agree(..) | Act::Hand(..) | Act::Pay(..) | Act::Settle(..) => self.with_loans(act).await,
            Act::Forgive => return self.forgive().await,
            Act::Undo(which) => {
                if let Some(record) = self.nth(*which, |record| Some(*record)) {
                    drop(self.undo(record).await);
                }
                return;
            }
            Act::Correct(which, late, minor) => match self.nth(*which, |record| Some(*record)) {
                Some(record) => self.correct(record, before(*late), *minor).await.ok(),
                None => None,
            },
            _ => self.with_money(act).await,
        };
        self.records.extend(made);
    }

    /// Capital, expenses and transfers.
    async fn with_money(&self, act: &Act) -> Option<Record> {
        let (app, by) = (&self.world.app, &self.world.by);
        let of_capital = |record: &Record| if let Record::Capital(id) = record { Some(*id) } else { None };
        match act {
            Act::Receive(seed, late, minor) => {
                let kind = if *seed { CapitalKind::SeedCapital } else { CapitalKind::Grant };
                capital::record::receive(app, by, key(), self.capital(kind, before(*late), *minor)).await.ok().map(Record::Capital)
            }
            Act::Pledge(minor) => {
                let new = self.capital(CapitalKind::Grant, day(TODAY) + Days::new(60), *minor);
                capital::record::pledge(app, by, key(), new).await.ok().map(Record::Capital)
            }
            Act::Fulfil(which, late) => {
                let id = self.nth(*which, of_capital)?;
                drop(capital::record::fulfil(app, by, key(), id, before(*late), PaymentMethod::Deposit).await);
                None
            }
            Act::Return(which, late, minor) => {
                let new = returned(self.nth(*which, of_capital)?, before(*late), *minor);
                capital::return_capital::return_capital(app, by, key(), new).await.ok().map(Record::Return)
            }
            Act::Spend(late, minor) => expenses::record::pay(app, by, key(), self.expense(before(*late), *minor)).await.ok().map(Record::Expense),
            Act::Plan(minor) => {
                expenses::record::plan(app, by, key(), self.expense(day(TODAY) + Days::new(30), *minor)).await.ok().map(Record::Expense)
            }
            Act::PayPlan(which, late) => {
                let id = self.nth(*which, |record| if let Record::Expense(id) = record { Some(*id) } else { None })?;
                drop(expenses::record::pay_planned(app, by, key(), id, before(*late), PaymentMethod::Cash).await);
                None
            }
            Act::Move(kind, late, minor) => {
                transfers::record::record(app, by, key(), self.transfer(*kind, before(*late), *minor)).await.ok().map(Record::Transfer)
            }
            other => unreachable!("{other:?} is of loans"),
        }
    }

    async fn with_loans(&self, act: &Act) -> Option<Record> {
        let (app, by) = (&self.world.app, &self.world.by);
        let allowance = || loans::Allowance { despite_arrears: true, ..by_acta() };
        match act {
            Act::Lend(member, late, minor) => {
                let new = self.new_loan(*member, before(*late), *minor, true);
                loans::decide::record(app, by, key(), new, allowance()).await.ok().map(Record::Loan)
            }
            Act::Agree(member, minor) => {
                let new = self.new_loan(*member, day(TODAY), *minor, false);
                loans::decide::record(app, by, key(), new, allowance()).await.ok().map(Record::Loan)
            }
            Act::Hand(which, late) => {
                drop(loans::disburse::disburse(app, by, key(), self.loan(*which)?, before(*late), PaymentMethod::Cash, allowance()).await);
                None
            }
            Act::Pay(which, late, minor) => self.world.pay(self.loan(*which)?, &before(*late).to_string(), *minor).await.ok().map(Record::Repayment),
            Act::Settle(which, late) => {
                let id = self.loan(*which)?;
                let payoff = self.world.held(id).await.payoff(before(*late)).ok()?;
                // A little less than all, so that a small balance is left.
                self.world.pay(id, &before(*late).to_string(), payoff.total() - 30).await.ok().map(Record::Repayment)
            }
            other => unreachable!("{other:?} is of money"),
        }
    }

    /// To the bank and back, or to the other fund as a gift or a loan.
    fn transfer(&self, kind: usize, on: NaiveDate, amount_minor: i64) -> transfers::record::NewTransfer {
        let (cash, bank) = (PaymentMethod::Cash, PaymentMethod::Deposit);
        let (kind, to, taken_from, put_into) = match kind % 4 {
            0 => (TransferKind::Own, self.place.fund, cash, bank),
            1 => (TransferKind::Own, self.place.fund, bank, cash),
            2 => (TransferKind::Gift, self.other, cash, cash),
            _ => (TransferKind::Lent, self.other, cash, cash),
        };
        transfers::record::NewTransfer {
            kind,
            from: self.place.fund,
            to,
            taken_from,
            put_into,
            amount_minor,
            happens_on: on,
            owed_back_on: (kind == TransferKind::Lent).then(|| day(TODAY) + Days::new(90)),
            acta: if kind == TransferKind::Own { Default::default() } else { "Acta 12".parse().unwrap() },
            note: Default::default(),
            repays: None,
        }
    }

    async fn forgive(&mut self) {
        let db = self.world.app.db.read();
        let small = small_balances::list(db, self.place.fund, day(TODAY)).await.unwrap();
        let named: Vec<(LoanId, i64)> = small.iter().map(|one| (one.held.loan.id, one.amount_minor())).collect();
        if self.world.forgive(&self.place, TODAY, &named).await.is_ok() {
            for (loan, _) in named {
                let last = self.world.held(loan).await.remissions.last().map(|row| row.id);
                self.records.extend(last.map(Record::Remission));
            }
        }
    }

    async fn undo(&self, record: Record) -> Result<(), Error> {
        let (app, by) = (&self.world.app, &self.world.by);
        match record {
            Record::Capital(id) => capital::put_right::undo(app, by, key(), order(id)).await.map(drop),
            Record::Return(id) => capital::put_right_return::reverse(app, by, key(), order(id)).await.map(drop),
            Record::Expense(id) => expenses::put_right::undo(app, by, key(), order(id)).await.map(drop),
            Record::Loan(id) if self.world.held(id).await.status() == LoanStatus::Approved => {
                loans::put_right::cancel(app, by, key(), order(id)).await.map(drop)
            }
            Record::Loan(id) => loans::put_right::undo(app, by, key(), order(id)).await.map(drop),
            Record::Repayment(id) => repayments::put_right::reverse(app, by, key(), order(id)).await.map(drop),
            Record::Remission(id) => small_balances::reverse::reverse(app, by, key(), order(id)).await.map(drop),
            Record::Transfer(id) => transfers::put_right::undo(app, by, key(), order(id)).await.map(drop),
        }
    }

    async fn correct(&self, record: Record, on: NaiveDate, minor: i64) -> Result<Record, Error> {
        let (app, by) = (&self.world.app, &self.world.by);
        match record {
            Record::Capital(wrong) => {
                let right = self.capital(CapitalKind::Grant, on, minor);
                capital::put_right::correct(app, by, key(), order(capital::put_right::Right { wrong, right })).await.map(done).map(Record::Capital)
            }
            Record::Return(wrong) => {
                let all = capital::accounts(app.db.read(), &[self.place.fund], None).await?;
                let row = all.iter().flat_map(|account| &account.returns).find(|row| row.id == wrong).unwrap();
                let right = returned(row.capital_id, on, minor);
                let order = order(capital::put_right_return::Right { wrong, right });
                capital::put_right_return::correct(app, by, key(), order).await.map(done).map(Record::Return)
            }
            Record::Expense(wrong) => {
                let right = self.expense(on, minor);
                expenses::put_right::correct(app, by, key(), order(expenses::put_right::Right { wrong, right })).await.map(done).map(Record::Expense)
            }
            Record::Loan(wrong) => {
                let handed_over = self.world.held(wrong).await.status().lent();
                let right = self.new_loan(usize::from(minor % 2 == 0), on, minor, handed_over);
                let allowance = loans::Allowance { despite_arrears: true, ..by_acta() };
                loans::put_right::correct(app, by, key(), order(loans::put_right::Right { wrong, right, allowance }))
                    .await
                    .map(done)
                    .map(Record::Loan)
            }
            Record::Repayment(wrong) => {
                let row = repayments::see(app, by, wrong).await?.0;
                let loan = self.loan(usize::try_from(minor).unwrap_or(0)).unwrap_or(row.loan_id);
                let right = payment(loan, &on.to_string(), minor);
                repayments::put_right::correct(app, by, key(), order(repayments::put_right::Right { wrong, right }))
                    .await
                    .map(done)
                    .map(Record::Repayment)
            }
            Record::Remission(id) => small_balances::reverse::reverse(app, by, key(), order(id)).await.map(done).map(Record::Remission),
            Record::Transfer(wrong) => {
                let right = self.transfer(usize::try_from(minor).unwrap_or(0), on, minor);
                transfers::put_right::correct(app, by, key(), order(transfers::put_right::Right { wrong, right }))
                    .await
                    .map(done)
                    .map(Record::Transfer)
            }
        }
    }

    /// Reverses all records; those on which others depend are refused until the others are reversed.
    async fn undo_all(&mut self) {
        let mut left = self.records.clone();
        for _ in 0..=self.records.len() {
            let mut refused = Vec::new();
            for record in left.iter().rev() {
                match self.undo(*record).await {
                    Ok(()) => self.world.books_hold().await,
                    Err(error) if error.refusals().iter().any(|refusal| ["already-reversed", "loan-not-disbursed"].contains(&refusal.code)) => {}
                    Err(error) => {
                        let known = ["records-stand-on-it", "cash-short", "gift-beyond-donated"];
                        assert!(error.refusals().iter().any(|refusal| known.contains(&refusal.code)), "{record:?}: {error}");
                        refused.push(*record);
                    }
                }
            }
            refused.reverse();
            if refused.is_empty() {
                return;
            }
            left = refused;
        }
        panic!("these cannot be undone in any order: {left:?}");
    }
}

async fn stands(world: &World, fund: FundId) -> serde_json::Value {
    let found = funds::find(world.app.db.read(), fund).await.unwrap();
    let told = position(world.app.db.read(), &found, day(TODAY), None).await.unwrap();
    let balances = muyu::db::journal::balances(world.app.db.read(), fund).await.unwrap();
    let balances: Vec<(&str, i64)> = balances.into_iter().filter(|(_, minor)| *minor != 0).map(|(account, minor)| (account.code(), minor)).collect();
    serde_json::json!([told, balances])
}

async fn all_of_it_can_be_undone(acts: Vec<Act>) {
    let (world, place) = World::with_fund(TODAY).await;
    world.let_lend_beyond(&place).await;
    let rules = funds::rules_on(world.app.db.read(), place.fund, day(TODAY)).await.unwrap();
    let association = place.association;
    let new = funds::create::NewFund { association, name: "Otro".parse().unwrap(), unit: Unit::Pen, rules, effective_on: day("2025-01-01") };
    let other = funds::create::create(&world.app, &world.by, key(), new).await.unwrap();
    let before = [stands(&world, place.fund).await, stands(&world, other).await];
    let mut chance = Chance { world, place, other, records: Vec::new() };
    for act in &acts {
        chance.act(act).await;
        chance.world.books_hold().await;
    }
    chance.undo_all().await;
    assert_eq!([stands(&chance.world, chance.place.fund).await, stands(&chance.world, other).await], before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 80, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_was_recorded_and_put_right_can_be_undone_in_some_order(acts in prop::collection::vec(any_act(), 5..40)) {
        tokio::runtime::Runtime::new().unwrap().block_on(all_of_it_can_be_undone(acts));
    }
}
