//! A dated window of a fund.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, CycleId, FundId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cycle")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CycleId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub name: String,
    pub starts_on: Date,
    pub ends_on: Date,
}

super::plain!();
