//! Money that moved for a purchase.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase_payment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: Uuid,
    pub fund_id: Uuid,
    pub purchase_id: Uuid,
    pub kind: String,
    pub party_no: Option<i64>,
    pub member_id: Option<Uuid>,
    pub supplier: Option<String>,
    pub amount_minor: i64,
    pub means: String,
    pub happens_on: Date,
    pub note: String,
    pub recorded_by: Uuid,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversal_reason: Option<String>,
}

super::plain!();
