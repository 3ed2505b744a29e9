//! The reference: SQLite alone, with prepared statements and one transaction a recording, writes the same rows with the same
//! durability into a copy of the same database.

use std::time::Instant;

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::filled::Filled;
use super::load::rate;

/// The number of recordings a second.
pub fn recordings(filled: &Filled, count: usize) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("raw.db");
    let source = Connection::open(&filled.file).unwrap();
    source.execute("VACUUM INTO ?1", [copy.display().to_string()]).unwrap();
    let raw = Connection::open(&copy).unwrap();
    raw.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;").unwrap();
    let began = Instant::now();
    for i in 0..count {
        record(&raw, filled.loans[i % filled.loans.len()].0.as_bytes(), i);
    }
    rate(count, began.elapsed())
}

/// The reads and writes of one repayment, without any decision: ten statements and a commit.
fn record(raw: &Connection, loan: &[u8], i: usize) {
    let (repayment, entry, key) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    let (day, now) = ("2026-02-01", "2026-03-01T17:00:00+00:00");
    raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut read = raw.prepare_cached("SELECT fund_id, association_id, member_id FROM loan WHERE id = ?1").unwrap();
    let (fund, association, member): (Vec<u8>, Vec<u8>, Vec<u8>) = read.query_row([loan], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let mut numbers = raw.prepare_cached("SELECT next_entry_no, next_receipt_no FROM fund WHERE id = ?1").unwrap();
    let (entry_no, receipt_no): (i64, i64) = numbers.query_row([&fund], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| raw.prepare_cached(sql).unwrap().execute(values).unwrap();
    run(
        "INSERT INTO repayment (id, association_id, fund_id, loan_id, member_id, receipt_no, paid_on, amount_minor, kind, payment_method, held_in, note, \
         late_fee_minor, interest_minor, principal_minor, credit_minor, forgiven_minor, rounding_minor, rounding_principal_minor, recorded_by, recorded_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 100, 'repayment', 'cash', 'cash', '', 0, 0, 100, 0, 0, 0, 0, ?1, ?8)",
        params![repayment.as_bytes(), association, fund, loan, member, receipt_no, day, now],
    );
    run(
        "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, 'repayment', ?6, '', ?7, ?6, ?8, ?9)",
        params![entry.as_bytes(), association, fund, entry_no, day, repayment.as_bytes(), receipt_no, now, format!("{i:064x}")],
    );
    for (line, account, amount) in [(1, "cash", 100), (2, "loans_receivable", -100)] {
        run(
            "INSERT INTO posting VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![entry.as_bytes(), line, association, fund, account, amount, day, entry_no],
        );
        run("UPDATE account_balance SET balance_minor = balance_minor + ?1 WHERE fund_id = ?2 AND account = ?3", params![amount, fund, account]);
    }
    run(
        "INSERT INTO account_day (fund_id, account, date, association_id, net_minor) VALUES (?1, 'cash', ?2, ?3, 100) \
         ON CONFLICT (fund_id, account, date) DO UPDATE SET net_minor = net_minor + 100",
        params![fund, day, association],
    );
    run("UPDATE installment SET paid_principal_minor = paid_principal_minor + 100 WHERE loan_id = ?1 AND no = 1", params![loan]);
    run("UPDATE loan SET unpaid_principal_minor = unpaid_principal_minor - 100 WHERE id = ?1", params![loan]);
    run("UPDATE fund SET next_entry_no = next_entry_no + 1, next_receipt_no = next_receipt_no + 1 WHERE id = ?1", params![fund]);
    run(
        "INSERT INTO audit VALUES (?1, ?2, ?3, ?1, 'repayment.record', ?4, '{}', '127.0.0.1')",
        params![Uuid::now_v7().as_bytes(), association, now, repayment.as_bytes()],
    );
    run("INSERT INTO idempotency VALUES (?1, ?2, ?3, ?4, ?5)", params![key.as_bytes(), member, format!("{i:064x}"), repayment.as_bytes(), now]);
    raw.execute_batch("COMMIT").unwrap();
}
