//! Money that moved for a purchase.

use sea_orm::entity::prelude::*;

use crate::domain::cofinancing::MovementKind;
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
    pub kind: MovementKind,
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
    /// Reversed by the purchase's cancellation. Until that day it counted.
    pub reversed_by_cancelling: bool,
    /// The receipt of a member's payment into the fund. Payments recorded before such receipts existed have none.
    pub receipt_no: Option<i64>,
}

super::plain!();
