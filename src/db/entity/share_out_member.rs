//! One member's part of a share-out: a credit until it is paid.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, FundId, MemberId, ShareOutId, UserId};
use crate::domain::loan::PaymentMethod;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "share_out_member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub share_out_id: ShareOutId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    /// The member's weight in the split: 1 each, or minor units contributed, or minor units of interest paid.
    pub weight: i64,
    pub amount_minor: i64,
    pub paid_on: Option<Date>,
    pub payment_method: Option<PaymentMethod>,
    pub paid_by: Option<UserId>,
    pub paid_at: Option<DateTimeUtc>,
}

super::plain!();
