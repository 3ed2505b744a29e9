//! Rows for corrections of every kind of record: the earlier content, who, when and why. Earlier reversals get rows too.

use sea_orm_migration::prelude::*;

use crate::append_only::protect;
use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(corrections()).await?;
        manager.create_table(requests()).await?;
        for (name, column) in
            [("correction_of_record", "record_id"), ("correction_in_place_of", "replaced_by"), ("correction_of_member", "member_id")]
        {
            let index = Index::create().name(name).table(Alias::new("correction")).col(Alias::new(column)).to_owned();
            manager.create_index(index).await?;
        }
        let of_fund = Index::create()
            .name("correction_of_fund")
            .table(Alias::new("correction"))
            .col(Alias::new("fund_id"))
            .col(Alias::new("corrected_at"))
            .to_owned();
        manager.create_index(of_fund).await?;
        let of_record = Index::create().name("correction_request_of").table(Alias::new("correction_request")).col(Alias::new("record_id")).to_owned();
        manager.create_index(of_record).await?;
        let mut rule = money("two_people_from_minor");
        rule.default(0);
        manager.alter_table(Table::alter().table(Alias::new("fund_rules")).add_column(&mut rule).to_owned()).await?;
        for reversed in &REVERSED {
            manager.get_connection().execute_unprepared(&earlier(reversed)).await?;
        }
        protect(manager, "correction").await
    }
}

fn corrections() -> TableCreateStatement {
    table(
        "correction",
        &["id"],
        vec![
            id("id"),
            maybe_id("association_id"),
            maybe_id("fund_id"),
            code("record_kind"),
            id("record_id"),
            code("kind"),
            maybe_id("replaced_by"),
            maybe_id("member_id"),
            money("amount_minor"),
            text("changes"),
            text("reason"),
            id("corrected_by"),
            maybe_id("confirmed_by"),
            happened_at("corrected_at"),
        ],
    )
}

fn requests() -> TableCreateStatement {
    let mut confirmed = flag("confirmed");
    confirmed.null();
    table(
        "correction_request",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            code("record_kind"),
            id("record_id"),
            text("command"),
            text("input"),
            money("amount_minor"),
            text("changes"),
            text("reason"),
            id("asked_by"),
            happened_at("asked_at"),
            maybe_id("answered_by"),
            maybe_happened_at("answered_at"),
            confirmed,
        ],
    )
}

/// A table with reversed rows: its name, which is also the kind of record; the member; and the audit record's action, which
/// tells who reversed it where the row does not.
struct Reversed {
    table: &'static str,
    member: &'static str,
    action: Option<&'static str>,
}

const REVERSED: [Reversed; 6] = [
    Reversed { table: "capital", member: "NULL", action: Some("capital.undo") },
    Reversed { table: "expense", member: "NULL", action: Some("expense.undo") },
    Reversed { table: "capital_return", member: "NULL", action: None },
    Reversed { table: "repayment", member: "member_id", action: None },
    Reversed { table: "remission", member: "member_id", action: None },
    Reversed { table: "purchase_payment", member: "member_id", action: Some("purchase.undo_payment") },
];

/// A record can be reversed only once, so its id is also the id of its reversal.
fn earlier(of: &Reversed) -> String {
    let Reversed { table, member, action } = of;
    let who = match action {
        None => "COALESCE(reversed_by, recorded_by)".to_owned(),
        Some(action) => {
            let audited = format!("SELECT audit.user_id FROM audit WHERE audit.subject_id = {table}.id AND audit.action = '{action}' LIMIT 1");
            format!("COALESCE(({audited}), recorded_by)")
        }
    };
    format!(
        "INSERT INTO correction (id, association_id, fund_id, record_kind, record_id, kind, member_id, amount_minor, changes, reason, \
         corrected_by, corrected_at) \
         SELECT id, association_id, fund_id, '{table}', id, 'reversal', {member}, amount_minor, '[]', COALESCE(reversal_reason, ''), {who}, \
         reversed_at FROM {table} WHERE reversed_at IS NOT NULL"
    )
}
