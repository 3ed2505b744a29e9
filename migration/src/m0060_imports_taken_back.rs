//! An import can be undone whole: its fund, and the association it made, are no longer listed. The answers about sheets and
//! columns are stored for the association's next notebook.

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
        for table in ["fund", "association"] {
            let mut column = maybe_happened_at("taken_back_at");
            manager.alter_table(Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned()).await?;
        }
        let answers = table("import_answers", &["association_id"], vec![id("association_id"), text("answers")]);
        crate::create(manager, vec![answers], &[]).await
    }
}
