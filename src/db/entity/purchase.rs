//! A co-financed purchase.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: Uuid,
    pub fund_id: Uuid,
    pub programme_id: Uuid,
    pub budget_line_id: Uuid,
    pub cycle_id: Uuid,
    pub number: i64,
    pub status: String,
    pub purpose: String,
    pub half: String,
    pub recovery_installments: Option<i64>,
    pub recovery_every_months: Option<i64>,
    pub recovery_rate_ppm: Option<i64>,
    pub day_rate_minor: i64,
    pub total_minor: i64,
    pub lends_minor: i64,
    pub received_total_minor: Option<i64>,
    pub drafted_by: Uuid,
    pub submitted_by: Option<Uuid>,
    pub drafted_at: DateTimeUtc,
    pub waiting_since: DateTimeUtc,
    pub received_on: Option<Date>,
}

super::plain!();
