//! A fund, with the counters and the last hash of its books.

use sea_orm::entity::prelude::*;

use crate::domain::amount::Unit;
use crate::domain::ids::{AssociationId, FundId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FundId,
    pub association_id: AssociationId,
    pub name: String,
    pub unit: Unit,
    pub next_entry_no: i64,
    pub next_receipt_no: i64,
    pub next_loan_no: i64,
    pub last_hash: String,
    pub created_at: DateTimeUtc,
    pub next_voucher_no: i64,
    /// The last closed day. Nothing new is dated on it or before.
    pub closed_through: Option<Date>,
    /// When the import that made it was undone.
    pub taken_back_at: Option<DateTimeUtc>,
}

super::plain!();
