//! Members whom only an import made go with it where it is taken back. Their numbers and documents are free again, and so is the
//! name of its fund.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = maybe_happened_at("taken_back_at");
        manager.alter_table(Table::alter().table(Alias::new("member")).add_column(&mut column).to_owned()).await?;
        for statement in [
            "DROP INDEX fund_name",
            "CREATE UNIQUE INDEX fund_name ON fund (association_id, name) WHERE taken_back_at IS NULL",
            "DROP INDEX member_number",
            "DROP INDEX member_document",
            "CREATE UNIQUE INDEX member_number ON member (association_id, number) WHERE taken_back_at IS NULL",
            "CREATE UNIQUE INDEX member_document ON member (association_id, document) WHERE taken_back_at IS NULL",
        ] {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
