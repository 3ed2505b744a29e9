//! A column that marks the payments reversed by a purchase's cancellation.

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
        let mut column = flag("reversed_by_cancelling");
        column.default(false);
        manager.alter_table(Table::alter().table(Alias::new("purchase_payment")).add_column(&mut column).to_owned()).await?;
        // Until now the time told it: the payment was reversed at the moment of the cancellation.
        let known = "UPDATE purchase_payment SET reversed_by_cancelling = TRUE WHERE EXISTS (SELECT 1 FROM purchase \
             WHERE purchase.id = purchase_payment.purchase_id AND purchase.status = 'cancelled' \
             AND purchase.waiting_since = purchase_payment.reversed_at)";
        manager.get_connection().execute_unprepared(known).await?;
        Ok(())
    }
}
