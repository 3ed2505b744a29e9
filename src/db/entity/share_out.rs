//! How an assembly split a cycle's surplus.

use sea_orm::entity::prelude::*;

use crate::domain::close::ShareBasis;
use crate::domain::ids::{AssociationId, CapitalId, CloseId, FundId, ShareOutId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "share_out")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ShareOutId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub close_id: CloseId,
    pub decided_on: Date,
    pub acta: String,
    pub basis: ShareBasis,
    pub to_capital_minor: i64,
    pub to_loss_reserve_minor: i64,
    pub to_education_minor: i64,
    pub to_solidarity_minor: i64,
    pub to_members_minor: i64,
    /// The capital made from the surplus.
    pub capital_id: Option<CapitalId>,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversal_reason: Option<String>,
}

super::plain!();
