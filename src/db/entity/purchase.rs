//! A co-financed purchase.

use sea_orm::entity::prelude::*;

use crate::domain::cofinancing::{ProjectShareTerms, PurchaseStatus};
use crate::domain::ids::{AssociationId, BudgetLineId, CycleId, FundId, ProgrammeId, PurchaseId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PurchaseId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub programme_id: ProgrammeId,
    pub budget_line_id: BudgetLineId,
    pub cycle_id: CycleId,
    pub number: i64,
    pub status: PurchaseStatus,
    pub purpose: String,
    pub project_share_terms: ProjectShareTerms,
    pub recovery_installments: Option<i64>,
    pub recovery_every_months: Option<i64>,
    pub recovery_rate_ppm: Option<i64>,
    pub day_rate_minor: i64,
    pub total_minor: i64,
    pub lends_minor: i64,
    pub received_total_minor: Option<i64>,
    pub drafted_by: UserId,
    pub submitted_by: Option<UserId>,
    pub drafted_at: DateTimeUtc,
    pub waiting_since: DateTimeUtc,
    pub received_on: Option<Date>,
}

super::plain!();
