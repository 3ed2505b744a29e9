//! Seed capital paid back, whole or in part, with its voucher's number.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, CapitalId, CapitalReturnId, FundId, TransferId, UserId};
use crate::domain::loan::PaymentMethod;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "capital_return")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CapitalReturnId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub capital_id: CapitalId,
    pub voucher_no: i64,
    pub happens_on: Date,
    pub amount_minor: i64,
    pub payment_method: PaymentMethod,
    pub paid_to: String,
    pub note: String,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversed_by: Option<UserId>,
    pub reversal_reason: Option<String>,
    /// The transfer to another fund that paid it.
    pub transfer_id: Option<TransferId>,
}

super::plain!();
