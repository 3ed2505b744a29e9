//! Days that a member worked for a purchase, in thousandths.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "labour")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: Uuid,
    pub purchase_id: Uuid,
    pub member_id: Uuid,
    pub worked_on: Date,
    pub days: i64,
    pub task: String,
    pub recorded_by: Uuid,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversal_reason: Option<String>,
}

super::plain!();
