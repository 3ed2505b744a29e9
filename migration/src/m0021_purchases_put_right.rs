//! Corrections of a purchase: receipts of members' payments, the invoice's own prices and freight, parts taken over or
//! written off, work by a neighbour and work as a gift, wrong documents. Earlier reversals get rows among the corrections.

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
        let mut gift = flag("gift");
        gift.default(false);
        let columns = [
            ("purchase_payment", maybe_number("receipt_no")),
            ("purchase_item", maybe_number("invoiced_minor")),
            ("contribution", maybe_id("shift_id")),
            ("labour", maybe_text("worked_by")),
            ("labour", gift),
            ("attachment", maybe_happened_at("wrong_at")),
            ("attachment", maybe_text("wrong_reason")),
            ("attachment", maybe_id("replaced_by")),
        ];
        for (table, mut column) in columns {
            manager.alter_table(Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned()).await?;
        }
        let index = ["CREATE INDEX part_shift_of ON part_shift (purchase_id)"];
        crate::create(manager, vec![extra(), shift()], &index).await?;
        for reversed in [("delivery", "NULL", "purchase.undo_delivery"), ("labour", "t.member_id", "labour.undo")] {
            manager.get_connection().execute_unprepared(&earlier(reversed)).await?;
        }
        Ok(())
    }
}

/// Charges on an invoice beside the goods: freight.
fn extra() -> TableCreateStatement {
    table(
        "purchase_extra",
        &["purchase_id", "no"],
        vec![id("purchase_id"), number("no"), id("association_id"), text("what"), text("supplier"), money("amount_minor")],
    )
}

/// A part that its payer does not give: another payer takes it over, or it is written off.
fn shift() -> TableCreateStatement {
    table(
        "part_shift",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("purchase_id"),
            code("kind"),
            maybe_number("from_party_no"),
            maybe_id("from_member_id"),
            maybe_number("to_party_no"),
            maybe_id("to_member_id"),
            money("amount_minor"),
            day("happens_on"),
            text("acta"),
            text("reason"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_happened_at("reversed_at"),
            maybe_text("reversal_reason"),
        ],
    )
}

/// A record can be reversed only once, so its id is also the id of its reversal. Goods and days have no amount in the fund's
/// money.
fn earlier((table, member, action): (&str, &str, &str)) -> String {
    let audited = format!("SELECT audit.user_id FROM audit WHERE audit.subject_id = t.id AND audit.action = '{action}' LIMIT 1");
    format!(
        "INSERT INTO correction (id, association_id, fund_id, record_kind, record_id, kind, member_id, amount_minor, changes, reason, \
         corrected_by, corrected_at) \
         SELECT t.id, t.association_id, purchase.fund_id, '{table}', t.id, 'reversal', {member}, 0, '[]', COALESCE(t.reversal_reason, ''), \
         COALESCE(({audited}), t.recorded_by), t.reversed_at \
         FROM {table} AS t JOIN purchase ON purchase.id = t.purchase_id WHERE t.reversed_at IS NOT NULL"
    )
}
