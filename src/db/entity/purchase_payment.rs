//! Money that moved for a purchase.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, FundId, MemberId, PaymentId, PurchaseId, UserId};
use crate::domain::loan::PaymentMethod;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase_payment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub purchase_id: PurchaseId,
    pub kind: String,
    pub party_no: Option<i64>,
    pub member_id: Option<MemberId>,
    pub supplier: Option<String>,
    pub amount_minor: i64,
    pub payment_method: PaymentMethod,
    pub happens_on: Date,
    pub note: String,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversal_reason: Option<String>,
    /// Taken back when the purchase was cancelled: until that day it stood.
    pub reversed_by_cancelling: bool,
    /// Of what a member paid into the fund; none of what was recorded before such payments had receipts.
    pub receipt_no: Option<i64>,
}

super::plain!();
