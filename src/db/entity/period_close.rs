//! A month or a cycle that is closed.

use sea_orm::entity::prelude::*;

use crate::domain::close::PeriodKind;
use crate::domain::ids::{AssociationId, CloseId, CycleId, FundId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "period_close")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CloseId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub kind: PeriodKind,
    pub cycle_id: Option<CycleId>,
    pub starts_on: Date,
    pub ends_on: Date,
    pub surplus_minor: i64,
    pub provision_minor: i64,
    /// The statement it was closed with, as JSON.
    pub statement: String,
    pub closed_by: UserId,
    pub closed_at: DateTimeUtc,
}

super::plain!();
