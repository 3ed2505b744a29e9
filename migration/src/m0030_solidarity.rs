//! Rules about who may borrow and who decides; guarantees by single members and by groups.

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
        // No assembly has decided these rules yet, so they ask for nothing.
        for (name, standing) in [
            ("guarantors", 0),
            ("guarantees_most", 0),
            ("standing_days", 30),
            ("call_after_days", 14),
            ("member_most_minor", 0),
            ("lapse_days", 0),
            ("committee_from_minor", 0),
            ("second_from_minor", 0),
            ("quorum", 3),
        ] {
            let mut column = number(name);
            column.default(standing);
            add(manager, column).await?;
        }
        for name in ["guarantee_circles", "one_loan"] {
            let mut column = flag(name);
            column.default(false);
            add(manager, column).await?;
        }
        let mut majority = code("majority");
        majority.default("simple");
        add(manager, majority).await?;
        let indexes = [
            "CREATE INDEX solidarity_group_of ON solidarity_group (association_id)",
            "CREATE INDEX group_member_of ON group_member (member_id)",
            "CREATE INDEX guarantee_of_loan ON guarantee (loan_id)",
            "CREATE INDEX guarantee_of_guarantor ON guarantee (guarantor_id)",
            "CREATE INDEX guarantee_of_association ON guarantee (association_id)",
        ];
        crate::create(manager, vec![group(), member(), guarantee()], &indexes).await
    }
}

/// SQLite adds one column in a statement.
async fn add(manager: &SchemaManager<'_>, mut column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(Alias::new("fund_rules")).add_column(&mut column).to_owned()).await
}

fn group() -> TableCreateStatement {
    table(
        "solidarity_group",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            text("name"),
            day("formed_on"),
            maybe_day("dissolved_on"),
            id("recorded_by"),
            happened_at("recorded_at"),
        ],
    )
}

fn member() -> TableCreateStatement {
    table(
        "group_member",
        &["group_id", "member_id", "joined_on"],
        vec![id("group_id"), id("member_id"), day("joined_on"), id("association_id"), maybe_day("left_on")],
    )
}

fn guarantee() -> TableCreateStatement {
    table(
        "guarantee",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            id("loan_id"),
            id("guarantor_id"),
            maybe_id("group_id"),
            day("signed_on"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_happened_at("released_at"),
            maybe_id("released_by"),
            maybe_text("release_reason"),
        ],
    )
}
