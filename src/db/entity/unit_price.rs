//! The price in money of one whole unit of a produce fund, from a day on.

use sea_orm::entity::prelude::*;

use crate::domain::amount::Unit;
use crate::domain::ids::{AssociationId, FundId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_price")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub counts_from: Date,
    pub currency: Unit,
    pub price_minor: i64,
    pub source: String,
    /// The person responsible for the price.
    pub signed_by: String,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
}

super::plain!();
