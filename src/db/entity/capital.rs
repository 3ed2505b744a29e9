//! Money put into a fund, received or pledged.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "capital")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: Uuid,
    pub fund_id: Uuid,
    pub kind: String,
    pub status: String,
    pub source: String,
    pub amount_minor: i64,
    pub happens_on: Date,
    pub owed_back_on: Option<Date>,
    pub means: String,
    pub recorded_by: Uuid,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversal_reason: Option<String>,
}

super::plain!();
