//! Append-only tables: the database itself refuses to change or delete a row.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub async fn protect(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    if manager.get_database_backend() == DbBackend::Postgres {
        let function = "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'append-only: % on %', TG_OP, TG_TABLE_NAME; END $$";
        connection.execute_unprepared(function).await?;
        let trigger = format!(
            "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        );
        connection.execute_unprepared(&trigger).await?;
        return Ok(());
    }
    for change in ["UPDATE", "DELETE"] {
        let trigger = format!(
            "CREATE TRIGGER {table}_no_{} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, 'append-only: {change} on {table}'); END",
            change.to_lowercase()
        );
        connection.execute_unprepared(&trigger).await?;
    }
    Ok(())
}
