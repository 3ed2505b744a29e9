//! Cash and bank are never below zero at the end of any day, whatever is recorded in whatever order (spec §5).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use muyu::domain::amount::Unit;
use muyu::domain::ids::RepaymentId;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::refusal::{Fact, Refusal};
use muyu::error::Error;
use muyu::features::corrections::Order;
use muyu::features::ledger::verify::verify;
use muyu::features::{expenses, funds, loans, repayments};
use proptest::prelude::*;
use sea_orm::ConnectionTrait;

use crate::support::World;
use crate::support::world::{Place, by_acta, day, key, monthly, payment, refusal};

fn expense(place: &Place, on: NaiveDate, amount_minor: i64, payment_method: PaymentMethod) -> expenses::record::NewExpense {
    expenses::record::NewExpense { fund: place.fund, concept: "Pasajes".parse().unwrap(), amount_minor, happens_on: on, payment_method }
}

async fn pay(world: &World, place: &Place, on: &str, amount_minor: i64) -> Result<(), Error> {
    expenses::record::pay(&world.app, &world.by, key(), expense(place, day(on), amount_minor, PaymentMethod::Cash)).await.map(|_| ())
}

fn told<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Refusal {
    outcome.unwrap_err().refusals()[0].clone()
}

#[tokio::test]
async fn a_loan_before_any_capital_came_is_refused_with_its_day_and_the_amount_missing() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let error = world.lend_by(&place, place.members[0], monthly(10_000, "2023-05-01", 4), true).await.unwrap_err();
    let told = &error.refusals()[0];
    assert_eq!((told.code, &*told.field), ("cash-short", "amount"));
    for fact in [("day", Fact::Date(day("2023-05-01"))), ("missing", Fact::Money(10_000, Unit::Pen)), ("held", Fact::Money(0, Unit::Pen))] {
        assert!(told.facts.contains(&fact), "{told}");
    }
    world.books_hold().await;
}

#[tokio::test]
async fn what_is_recorded_late_leaves_no_later_day_below_zero() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.let_lend_beyond(&place).await;
    pay(&world, &place, "2026-01-20", 900_000).await.unwrap();
    let short = told(pay(&world, &place, "2026-01-10", 100_001).await);
    assert!(short.facts.contains(&("day", Fact::Date(day("2026-01-20")))), "the day that falls short, not the day recorded: {short}");
    assert!(short.facts.contains(&("missing", Fact::Money(1, Unit::Pen))), "{short}");
    pay(&world, &place, "2026-01-10", 60_000).await.unwrap();
    let loan = world.lend_by(&place, place.members[0], monthly(40_000, "2026-01-21", 1), true).await.unwrap();
    let paid = world.pay(loan, "2026-02-05", 30_000).await.unwrap();
    pay(&world, &place, "2026-02-10", 30_000).await.unwrap();
    world.pay(loan, "2026-02-20", 10_000).await.unwrap();
    let reversing = repayments::put_right::reverse(&world.app, &world.by, key(), Order::new(paid, "no era suyo".parse().unwrap())).await;
    let short = told(reversing);
    assert_eq!(short.code, "cash-short", "today there is enough, but on the tenth there would not have been");
    assert!(short.facts.contains(&("day", Fact::Date(day("2026-02-10")))), "{short}");
    world.books_hold().await;
}

#[tokio::test]
async fn a_loan_agreed_is_handed_over_only_on_a_day_that_has_the_money() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.let_lend_beyond(&place).await;
    pay(&world, &place, "2026-02-10", 999_000).await.unwrap();
    let loan = world.lend_by(&place, place.members[0], monthly(2_000, "2026-02-01", 1), false).await.unwrap();
    let disbursing = || loans::disburse::disburse(&world.app, &world.by, key(), loan, day("2026-02-01"), PaymentMethod::Cash, by_acta());
    assert_eq!(refusal(disbursing().await), "cash-short");
    world.books_hold().await;
}

#[tokio::test]
async fn days_are_kept_beside_the_entries_and_tampering_with_them_is_found() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    world.pay(loan, "2026-02-01", 32_400).await.unwrap();
    world.books_hold().await;
    let write = world.app.db.write(|tx| {
        Box::pin(async move {
            tx.execute_unprepared("UPDATE account_day SET net_minor = net_minor + 1 WHERE date = '2026-02-01'").await?;
            Ok(())
        })
    });
    write.await.unwrap();
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let found = verify(world.app.db.read(), fund).await.unwrap().findings;
    assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["verify-day"]);
    assert!(found[0].facts.contains(&("kept", Fact::Money(32_401, Unit::Pen))));
}

/// A database filled before daily balances were stored gets them when it is opened.
#[tokio::test]
async fn days_of_a_database_filled_earlier_are_worked_out_from_its_entries() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    world.pay(loan, "2026-02-01", 32_400).await.unwrap();
    let write = world.app.db.write(|tx| {
        Box::pin(async move {
            for undone in [
                "DROP TABLE account_day",
                "DROP TABLE capital_return",
                "DROP TABLE transfer",
                "DROP INDEX contribution_of_loan",
                "DROP INDEX repayment_day",
                "DROP INDEX repayment_member",
                "DROP INDEX purchase_member_of_loan",
                "ALTER TABLE capital DROP COLUMN transfer_id",
                "ALTER TABLE loan DROP COLUMN reversed_at",
                "ALTER TABLE loan DROP COLUMN reversed_by",
                "ALTER TABLE loan DROP COLUMN reversal_reason",
                "ALTER TABLE fund DROP COLUMN next_voucher_no",
                "ALTER TABLE capital DROP COLUMN reversed_at",
                "ALTER TABLE capital DROP COLUMN reversal_reason",
                "ALTER TABLE capital RENAME COLUMN payment_method TO means",
                "ALTER TABLE expense RENAME COLUMN payment_method TO means",
                "ALTER TABLE loan RENAME COLUMN payment_method TO means",
                "ALTER TABLE repayment RENAME COLUMN payment_method TO means",
                "ALTER TABLE purchase_payment RENAME COLUMN payment_method TO means",
                "ALTER TABLE programme RENAME COLUMN project_share_terms TO half",
                "ALTER TABLE purchase RENAME COLUMN project_share_terms TO half",
                "DELETE FROM seaql_migrations WHERE version IN ('m0010_capital_returns', 'm0017_terms_of_the_field', 'm0019_loans_and_transfers')",
            ] {
                tx.execute_unprepared(undone).await?;
            }
            Ok(())
        })
    });
    write.await.unwrap();
    let app = muyu::app::App::new(muyu::db::Db::open(&world.address).await.unwrap(), world.app.clock);
    let fund = funds::find(app.db.read(), place.fund).await.unwrap();
    assert_eq!(verify(app.db.read(), fund).await.unwrap().findings, []);
    let days = muyu::db::journal::money_days(app.db.read(), place.fund).await.unwrap();
    let cash: Vec<i64> = days[&muyu::domain::ledger::Account::Cash].values().copied().collect();
    assert_eq!(cash, [1_000_000, -120_000, 32_400]);
    let late = expenses::record::pay(&app, &world.by, key(), expense(&place, day("2025-12-31"), 900_000, PaymentMethod::Cash)).await;
    assert_eq!(refusal(late), "cash-short");
}

/// Old books, recorded when no version checked the days in between.
#[tokio::test]
async fn verification_names_the_first_day_below_zero_of_old_books() {
    use muyu::domain::ledger::{Entry, Source, SourceKind, postings};
    let (world, place) = World::with_fund("2026-03-01").await;
    let (fund, by, now) = (place.fund, world.by.user_id, world.app.clock.now());
    let write = world.app.db.write(move |tx| {
        Box::pin(async move {
            // Earlier versions accepted this, because a later entry balances it and they checked only the final balance.
            let moved = postings::expense_paid(muyu::domain::ledger::Account::Bank, 700);
            let entry = |on, moved| Entry::new(day(on), Source { kind: SourceKind::Expense, id: key() }, "", moved);
            let back = entry("2024-06-01", postings::reversed(&moved))?;
            let mut books = muyu::db::journal::open(tx, &[fund]).await?;
            books.of(fund)?.post(tx, vec![back], by, now).await?;
            muyu::db::journal::close(tx, books).await?;
            tx.execute_unprepared("UPDATE account_day SET date = '2024-01-01' WHERE account = 'bank'").await?;
            let mut books = muyu::db::journal::open(tx, &[fund]).await?;
            books.of(fund)?.post(tx, vec![entry("2024-02-01", moved)?], by, now).await?;
            muyu::db::journal::close(tx, books).await?;
            tx.execute_unprepared("UPDATE account_day SET date = '2024-06-01' WHERE date = '2024-01-01'").await?;
            Ok(())
        })
    });
    write.await.unwrap();
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let found = verify(world.app.db.read(), fund).await.unwrap().findings;
    assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["verify-negative"]);
    assert!(found[0].facts.contains(&("day", Fact::Date(day("2024-02-01")))), "{}", found[0]);
    assert!(found[0].facts.contains(&("missing", Fact::Money(700, Unit::Pen))), "{}", found[0]);
    // Recording the missing income on its day corrects it.
    let given = muyu::features::capital::record::NewCapital {
        member: None,
        fund: place.fund,
        kind: muyu::domain::capital::CapitalKind::Member,
        source: "Socias".parse().unwrap(),
        amount_minor: 700,
        happens_on: day("2024-01-15"),
        owed_back_on: None,
        payment_method: PaymentMethod::Deposit,
    };
    muyu::features::capital::record::receive(&world.app, &world.by, key(), given).await.unwrap();
    world.books_hold().await;
}

/// An action on some day of four months.
#[derive(Clone, Debug)]
enum Act {
    Expense(u64, i64, bool),
    Undo(usize),
    Repay(u64, i64, bool),
    Reverse(usize),
    Lend(u64, i64),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0_u64..120, 1_i64..700_000, any::<bool>()).prop_map(|(on, minor, cash)| Act::Expense(on, minor, cash)),
        (0_usize..8).prop_map(Act::Undo),
        (0_u64..120, 1_i64..90_000, any::<bool>()).prop_map(|(on, minor, cash)| Act::Repay(on, minor, cash)),
        (0_usize..8).prop_map(Act::Reverse),
        (0_u64..120, 1_i64..600_000).prop_map(|(on, minor)| Act::Lend(on, minor)),
    ]
}

/// The recorded movements, as a plain list of days and amounts.
#[derive(Default)]
struct Model {
    moved: Vec<(&'static str, NaiveDate, i64)>,
    expenses: Vec<(muyu::domain::ids::ExpenseId, &'static str, NaiveDate, i64)>,
    repaid: Vec<(RepaymentId, &'static str, NaiveDate, i64)>,
}

impl Model {
    fn holds(&self, more: Option<(&'static str, NaiveDate, i64)>) -> bool {
        let mut days: BTreeMap<(&str, NaiveDate), i64> = BTreeMap::new();
        for (account, on, minor) in self.moved.iter().copied().chain(more) {
            *days.entry((account, on)).or_default() += minor;
        }
        ["cash", "bank"].into_iter().all(|account| {
            let mut balance = 0;
            days.range((account, NaiveDate::MIN)..=(account, NaiveDate::MAX)).all(|(_, minor)| {
                balance += minor;
                balance >= 0
            })
        })
    }

    /// An action is accepted exactly where every day stays at zero or above.
    fn agrees<T>(&mut self, outcome: &Result<T, Error>, moved: (&'static str, NaiveDate, i64)) {
        assert_eq!(outcome.is_ok(), self.holds(Some(moved)), "{moved:?}");
        if outcome.is_ok() {
            self.moved.push(moved);
        }
    }
}

async fn try_all(acts: Vec<Act>) {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.let_lend_beyond(&place).await;
    let start = day("2025-10-01");
    let loan = world.lend_by(&place, place.members[0], monthly(300_000, "2025-10-01", 12), true).await.unwrap();
    let mut model = Model { moved: vec![("cash", day("2025-01-01"), 1_000_000), ("cash", start, -300_000)], ..Model::default() };
    let name = |cash: bool| if cash { "cash" } else { "bank" };
    let payment_method = |cash: bool| if cash { PaymentMethod::Cash } else { PaymentMethod::Deposit };
    for act in acts {
        match act {
            Act::Expense(on, minor, cash) => {
                let on = start + Days::new(on);
                let outcome = expenses::record::pay(&world.app, &world.by, key(), expense(&place, on, minor, payment_method(cash))).await;
                model.agrees(&outcome, (name(cash), on, -minor));
                model.expenses.extend(outcome.ok().map(|id| (id, name(cash), on, minor)));
            }
            Act::Undo(which) if which < model.expenses.len() => {
                let (id, account, on, minor) = model.expenses.remove(which);
                let outcome = expenses::put_right::undo(&world.app, &world.by, key(), Order::new(id, "error".parse().unwrap())).await;
                model.agrees(&outcome, (account, on, minor));
            }
            Act::Repay(on, minor, cash) => {
                let on = start + Days::new(on);
                let new = repayments::NewRepayment { payment_method: payment_method(cash), ..payment(loan, &on.to_string(), minor) };
                if let Ok(id) = repayments::record::record(&world.app, &world.by, key(), new).await {
                    model.moved.push((name(cash), on, minor));
                    model.repaid.push((id, name(cash), on, minor));
                }
            }
            Act::Reverse(which) if which < model.repaid.len() => {
                let (id, account, on, minor) = model.repaid[which];
                let outcome = repayments::put_right::reverse(&world.app, &world.by, key(), Order::new(id, "error".parse().unwrap())).await;
                model.agrees(&outcome, (account, on, -minor));
                if outcome.is_ok() {
                    model.repaid.remove(which);
                }
            }
            Act::Lend(on, minor) => {
                let on = start + Days::new(on);
                let outcome = world.lend_by(&place, place.members[1], monthly(minor, &on.to_string(), 2), true).await;
                model.agrees(&outcome, ("cash", on, -minor));
            }
            Act::Undo(_) | Act::Reverse(_) => {}
        }
    }
    world.books_hold().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_recorded_is_taken_exactly_where_no_day_ends_below_zero(acts in prop::collection::vec(act(), 5..40)) {
        tokio::runtime::Runtime::new().unwrap().block_on(try_all(acts));
    }
}
