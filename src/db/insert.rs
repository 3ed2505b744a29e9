//! Writes many rows of one table in one statement, for imports. A value that all rows of a statement share is sent once.

use std::fmt::Write;

use sea_orm::{ActiveModelTrait, ConnectionTrait, DbBackend, EntityName, EntityTrait, IdenStatic, Iterable, Statement, Value};

use super::Tx;
use crate::error::Error;

/// Rows of one statement: the widest table has 43 columns, and SQLite takes 32 766 parameters.
pub const ROWS: usize = 500;

/// The statement that writes these rows, or none where there are no rows. On SQLite it is `OR FAIL`: SQLite then keeps no copy of
/// the pages that the statement changes. Where a row is refused, the transaction takes back all rows.
///
/// # Errors
/// A fault when a row lacks a value.
pub fn statement<A: ActiveModelTrait>(backend: DbBackend, rows: impl IntoIterator<Item = A>) -> Result<Option<Statement>, Error> {
    let columns: Vec<_> = <A::Entity as EntityTrait>::Column::iter().collect();
    let mut values: Vec<Value> = Vec::new();
    let mut count = 0;
    for mut row in rows {
        for column in &columns {
            let value = row.take(*column).into_value();
            values.push(value.ok_or_else(|| Error::fault(format!("a row has no {}", column.as_str())))?);
        }
        count += 1;
    }
    if count == 0 {
        return Ok(None);
    }
    let width = columns.len();
    let same = |column: &usize| (1..count).all(|row| values[row * width + column] == values[*column]);
    // The first is part of the key: there is always one that differs.
    let shared: Vec<bool> = (0..width).map(|column| column > 0 && same(&column)).collect();
    let names: Vec<&str> = columns.iter().map(IdenStatic::as_str).collect();
    let sql = text(backend, A::Entity::default().table_name(), &names, &shared, count);
    let (mut sent, mut varying) = (Vec::with_capacity(values.len()), Vec::with_capacity(values.len()));
    for (place, value) in values.into_iter().enumerate() {
        match (shared[place % width], place < width) {
            (false, _) => varying.push(value),
            (true, true) => sent.push(value),
            (true, false) => {}
        }
    }
    sent.append(&mut varying);
    Ok(Some(Statement::from_sql_and_values(backend, sql, sent)))
}

/// `INSERT INTO t (a, b, c) SELECT v.column1, ?, v.column2 FROM (VALUES (?, ?), (?, ?)) AS v`
fn text(backend: DbBackend, table: &str, columns: &[&str], shared: &[bool], rows: usize) -> String {
    let mut parameters = 0;
    let mut parameter = |sql: &mut String| {
        parameters += 1;
        // Writing into a text never fails.
        let _ = if backend == DbBackend::Postgres { write!(sql, "${parameters}") } else { write!(sql, "?") };
    };
    let or_fail = if backend == DbBackend::Sqlite { "OR FAIL " } else { "" };
    let names = columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ");
    let mut sql = format!("INSERT {or_fail}INTO \"{table}\" ({names}) SELECT ");
    let mut varying = 0;
    for (place, shared) in shared.iter().enumerate() {
        sql.push_str(if place > 0 { ", " } else { "" });
        if *shared {
            parameter(&mut sql);
        } else {
            varying += 1;
            let _ = write!(sql, "v.column{varying}");
        }
    }
    sql.push_str(" FROM (VALUES ");
    for row in 0..rows {
        sql.push_str(if row > 0 { ",(" } else { "(" });
        for place in 0..varying {
            sql.push_str(if place > 0 { "," } else { "" });
            parameter(&mut sql);
        }
        sql.push(')');
    }
    sql.push_str(") AS v");
    sql
}

/// Writes one statement after the other, each while `next` puts together the one after it.
///
/// # Errors
/// What `next` refuses, and faults of the database.
pub async fn each(tx: &Tx, mut next: impl FnMut() -> Result<Option<Statement>, Error>) -> Result<(), Error> {
    let mut ready = next()?;
    while let Some(statement) = ready {
        let (written, then) = tokio::join!(tx.execute_raw(statement), async { next() });
        written?;
        ready = then?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sea_orm::Set;
    use uuid::Uuid;

    use super::*;
    use crate::db::entity::account_balance::ActiveModel;
    use crate::domain::ids::{AssociationId, FundId};
    use crate::domain::ledger::Account;

    fn row(fund: u128, balance_minor: i64) -> ActiveModel {
        let (fund_id, association_id) = (FundId(Uuid::from_u128(fund)), AssociationId(Uuid::from_u128(7)));
        ActiveModel { fund_id: Set(fund_id), account: Set(Account::Cash), association_id: Set(association_id), balance_minor: Set(balance_minor) }
    }

    #[test]
    fn what_all_rows_share_is_sent_once() {
        let written = statement(DbBackend::Sqlite, [row(1, 10), row(2, 20)]).unwrap().unwrap();
        let columns = r#""fund_id", "account", "association_id", "balance_minor""#;
        let from = "SELECT v.column1, ?, ?, v.column2 FROM (VALUES (?,?),(?,?)) AS v";
        assert_eq!(written.sql, format!(r#"INSERT OR FAIL INTO "account_balance" ({columns}) {from}"#));
        let id = |id: u128| Value::from(Uuid::from_u128(id));
        let values = vec![Value::from("cash"), id(7), id(1), Value::from(10_i64), id(2), Value::from(20_i64)];
        assert_eq!(written.values.unwrap().0, values);
    }

    #[test]
    fn one_row_keeps_its_key_apart_and_no_row_is_no_statement() {
        let written = statement(DbBackend::Postgres, [row(1, 10)]).unwrap().unwrap();
        assert!(written.sql.ends_with("SELECT v.column1, $1, $2, $3 FROM (VALUES ($4)) AS v"), "{}", written.sql);
        assert!(statement(DbBackend::Sqlite, Vec::<ActiveModel>::new()).unwrap().is_none());
        let lacking = ActiveModel { fund_id: Set(FundId(Uuid::nil())), ..Default::default() };
        assert!(statement(DbBackend::Sqlite, [lacking]).is_err());
    }
}
