//! Changes many rows in one statement: `UPDATE … FROM (VALUES …)`, the same on both databases.

use sea_orm::sea_query::{Expr, ExprTrait, Iden, IntoIden, Query, TableRef, Value, ValueTuple};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait};

use super::Tx;
use crate::error::Error;

/// Rows in one statement: SQLite takes 32 766 parameters.
const ROWS: usize = 1_000;

/// Sets the columns `set` of each row found by `key`. A row lists the values of the key columns, then of the set columns. All
/// values of a column have one type, also null.
///
/// # Errors
/// A fault when a row to change is missing.
pub async fn update_rows<E: EntityTrait>(tx: &Tx, table: E, key: &[E::Column], set: &[E::Column], rows: Vec<Vec<Value>>) -> Result<(), Error> {
    for chunk in rows.chunks(ROWS) {
        let place = |i: usize| Expr::col(("v", format!("column{}", i + 1)));
        let mut update = Query::update();
        update.table(table);
        for (i, column) in set.iter().enumerate() {
            update.value(column.into_iden(), place(key.len() + i));
        }
        update.from(TableRef::ValuesList(chunk.iter().cloned().map(ValueTuple::Many).collect(), "v".into_iden()));
        for (i, column) in key.iter().enumerate() {
            update.and_where(column.into_expr().eq(place(i)));
        }
        let changed = tx.execute(&update).await?.rows_affected();
        if changed != chunk.len() as u64 {
            return Err(Error::fault(format!("{changed} of {} rows of {} were found to change", chunk.len(), Iden::unquoted(&table))));
        }
    }
    Ok(())
}
