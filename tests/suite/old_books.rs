//! Databases filled by earlier versions keep their data when they are migrated.

use muyu::db::Db;
use muyu::domain::cofinancing::{ContributionKind, Movement, Payer};
use muyu::domain::ids::{FundId, LoanId};
use muyu::domain::rules::FundRules;
use muyu::features::corrections::Order;
use muyu::features::funds;
use muyu::features::purchases::{self, cancel::cancel, put_right};
use uuid::Uuid;

use crate::support::World;
use crate::support::cofinanced::fifty_fifty;
use crate::support::world::{day, key};

const AT: &str = "2026-01-02T10:00:00+00:00";

/// Inserts a row with zeros and empty words except for the given values, which are written as SQL.
async fn insert(db: &sea_orm::DatabaseConnection, table: &str, ids: &[(&str, Uuid)], words: &[(&str, &str)], numbers: &[&str]) {
    use sea_orm::ConnectionTrait;
    let binary = db.get_database_backend() == sea_orm::DbBackend::Sqlite;
    let id = |id: &Uuid| if binary { format!("X'{}'", id.simple()) } else { format!("'{id}'") };
    let named = ids.iter().map(|(column, of)| ((*column).to_owned(), id(of)));
    let worded = words.iter().map(|(column, word)| ((*column).to_owned(), if *word == "false" { (*word).to_owned() } else { format!("'{word}'") }));
    let zeros = numbers.iter().map(|column| ((*column).to_owned(), "0".to_owned()));
    let (columns, values): (Vec<String>, Vec<String>) = named.chain(worded).chain(zeros).unzip();
    let statement = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), values.join(", "));
    db.execute_unprepared(&statement).await.unwrap();
}

/// A fund in soles with a loan, and a seed bank, from before the cash step.
async fn fill(old: &sea_orm::DatabaseConnection, fund: Uuid, bank: Uuid, loan: Uuid) {
    let association = key();
    for (id, unit) in [(fund, "PEN"), (bank, "kg")] {
        let words = [("name", unit), ("unit", unit), ("last_hash", "muyu"), ("created_at", AT)];
        insert(old, "fund", &[("id", id), ("association_id", association)], &words, &["next_entry_no", "next_receipt_no", "next_loan_no"]).await;
        let words = [
            ("effective_on", "2025-01-01"),
            ("method", "bullet"),
            ("rate_per", "month"),
            ("day_count", "30/360"),
            ("late_fee_per", "month"),
            ("payment_order", "late_fee,interest,principal"),
            ("late_fee_day_count", "actual/365"),
            ("flat_rebate", "false"),
            ("recorded_at", AT),
        ];
        let numbers = [
            "version",
            "rate_ppm",
            "rounding_step_minor",
            "late_fee_ppm",
            "tolerance_days",
            "reserve_ppm",
            "reserve_fixed_minor",
            "interest_kept_ppm",
            "recovery_ppm",
        ];
        insert(old, "fund_rules", &[("fund_id", id), ("association_id", association), ("recorded_by", association)], &words, &numbers).await;
    }
    add_loan(old, association, fund, loan).await;
}

async fn add_loan(old: &sea_orm::DatabaseConnection, association: Uuid, fund: Uuid, loan: Uuid) {
    let ids = [("id", loan), ("association_id", association), ("fund_id", fund), ("cycle_id", key()), ("member_id", key()), ("recorded_by", key())];
    let words = [
        ("status", "disbursed"),
        ("purpose", "x"),
        ("means", "cash"),
        ("method", "bullet"),
        ("disbursed_on", "2026-01-01"),
        ("first_due_on", "2026-02-01"),
        ("step", "month"),
        ("rate_per", "month"),
        ("day_count", "30/360"),
        ("agreed", "[]"),
        ("payment_order", "late_fee,interest,principal"),
        ("late_fee_per", "month"),
        ("late_fee_day_count", "actual/365"),
        ("flat_rebate", "false"),
        ("recorded_at", AT),
    ];
    let numbers = [
        "number",
        "principal_minor",
        "installments",
        "every",
        "rate_ppm",
        "grace_principal",
        "grace_interest",
        "rounding_step_minor",
        "late_fee_ppm",
        "tolerance_days",
        "unpaid_principal_minor",
        "unpaid_interest_minor",
        "credit_minor",
    ];
    insert(old, "loan", &ids, &words, &numbers).await;
}

#[tokio::test]
async fn a_filled_database_of_before_keeps_its_loans_unrounded_and_its_funds_lend_in_steps() {
    use migration::{Migrator, MigratorTrait};
    let folder = tempfile::tempdir().unwrap();
    let (address, url) = match std::env::var("MUYU_TEST_POSTGRES") {
        Ok(server) => {
            let address = crate::support::world::new_postgres_database(&server).await;
            (address.clone(), address)
        }
        Err(_) => {
            let path = folder.path().join("muyu.db").display().to_string();
            (path.clone(), format!("sqlite://{path}?mode=rwc"))
        }
    };
    let old = sea_orm::Database::connect(url).await.unwrap();
    let before = Migrator::migrations().iter().position(|one| one.name() == "m0009_cash_step").unwrap();
    Migrator::up(&old, Some(u32::try_from(before).unwrap())).await.unwrap();
    let (fund, bank, loan) = (key(), key(), key());
    fill(&old, fund, bank, loan).await;
    old.close().await.unwrap();

    let db = muyu::db::Db::open(&address).await.unwrap();
    let steps = |rules: FundRules| (rules.loan.cash_step_minor, rules.small_balance_minor);
    let rules_of = async |fund| funds::rules_on(db.read(), FundId(fund), day("2026-01-01")).await.unwrap();
    assert_eq!(steps(rules_of(fund).await), (10, 100));
    assert_eq!(steps(rules_of(bank).await), (0, 0));
    let kept = muyu::features::loans::by_ids(db.read(), vec![LoanId(loan)]).await.unwrap();
    assert_eq!(kept[&LoanId(loan)].cash_step_minor, 0);
}

/// Earlier versions knew the payments reversed by a cancellation only by their time; a payment reversed by hand before is not
/// one of them.
#[tokio::test]
async fn payments_that_a_cancellation_took_back_are_told_from_those_undone_by_hand() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let c = world.cofinanced(place, fifty_fifty()).await;
    let id = c.ordered(&world, c.draft(&[(0, 0, 12_500)], ContributionKind::Loan)).await;
    c.pay(&world, id, Movement::Collected(Payer::Party(0)), 5_000).await.unwrap();
    let wrong = purchases::load_one(world.app.db.read(), id).await.unwrap().payments[0].id;
    put_right::undo(&world.app, &c.treasurer, key(), Order::new(wrong, "doble".parse().unwrap())).await.unwrap();
    c.pay(&world, id, Movement::Collected(Payer::Party(0)), 4_000).await.unwrap();
    cancel(&world.at("2026-03-20"), &c.treasurer, key(), id, "heló".parse().unwrap()).await.unwrap();
    let flags = async |db: &Db| {
        let held = purchases::load_one(db.read(), id).await.unwrap();
        held.payments.iter().map(|row| (row.amount_minor, row.reversed_by_cancelling)).collect::<Vec<_>>()
    };
    let expected = [(5_000, false), (4_000, true)];
    assert_eq!(flags(&world.app.db).await, expected);

    let write = world.app.db.write(|tx| {
        Box::pin(async move {
            use sea_orm::ConnectionTrait;
            tx.execute_unprepared("ALTER TABLE purchase_payment DROP COLUMN reversed_by_cancelling").await?;
            tx.execute_unprepared("DELETE FROM seaql_migrations WHERE version = 'm0016_cancelled_payments'").await?;
            Ok(())
        })
    });
    write.await.unwrap();
    assert_eq!(flags(&Db::open(&world.address).await.unwrap()).await, expected);
}
