//! The most interest that the law of a country lets be asked, from a day on.

use sea_orm::entity::prelude::*;

use crate::domain::ids::UserId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rate_ceiling")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub country: String,
    pub counts_from: Date,
    /// Effective, a year.
    pub rate_ppm: i64,
    pub source: String,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
}

super::plain!();
