//! The recovery observed in one cycle and age bucket.

use sea_orm::entity::prelude::*;

use crate::domain::arrears::Bucket;
use crate::domain::ids::{AssociationId, CycleId, FundId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observed_recovery")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cycle_id: CycleId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub bucket: Bucket,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub counted_to: Date,
    pub installments: i64,
    pub entered_minor: i64,
    pub recovered_minor: i64,
}

super::plain!();
