//! Browsers known from earlier sign-ins.

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
        let device = table("device", &["token_hash", "user_id"], vec![text("token_hash"), id("user_id"), happened_at("seen_at")]);
        crate::create(manager, vec![device], &["CREATE INDEX device_of_user ON device (user_id)"]).await
    }
}
