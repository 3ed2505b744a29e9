//! A programme that co-finances. Its plan's columns are empty until the plan is recorded.

use sea_orm::entity::prelude::*;

use crate::domain::amount::Unit;
use crate::domain::cofinancing::ProjectShareTerms;
use crate::domain::ids::ProgrammeId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProgrammeId,
    pub name: String,
    pub created_at: DateTimeUtc,
    pub unit: Option<Unit>,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub project_share_terms: Option<ProjectShareTerms>,
    pub recovery_installments: Option<i64>,
    pub recovery_every_months: Option<i64>,
    pub recovery_rate_ppm: Option<i64>,
}

super::plain!();
