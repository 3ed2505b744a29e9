//! The highest rate of interest that a country's law allows, from a day on.

use sea_orm::entity::prelude::*;

use crate::domain::ids::UserId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rate_ceiling")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub country: String,
    pub counts_from: Date,
    /// An effective yearly rate.
    pub rate_ppm: i64,
    pub source: String,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
}

super::plain!();
