//! Money put into a fund, received or pledged.

use sea_orm::entity::prelude::*;

use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::ids::{AssociationId, CapitalId, FundId, MemberId, TransferId, UserId};
use crate::domain::loan::PaymentMethod;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "capital")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CapitalId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub kind: CapitalKind,
    pub status: CapitalStatus,
    pub source: String,
    pub amount_minor: i64,
    pub happens_on: Date,
    pub owed_back_on: Option<Date>,
    pub payment_method: PaymentMethod,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversal_reason: Option<String>,
    /// The transfer from another fund that brought it.
    pub transfer_id: Option<TransferId>,
    /// Whose contribution it is, where a member gave it and it was said.
    pub member_id: Option<MemberId>,
}

super::plain!();
