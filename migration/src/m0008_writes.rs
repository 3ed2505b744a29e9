//! A row that is written and read back, to prove that writes work.

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
        let tables = vec![table("heartbeat", &["id"], vec![number("id"), number("beat")])];
        crate::create(manager, tables, &[]).await
    }
}
