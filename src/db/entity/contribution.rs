//! How a part is covered: cash, a loan, labour or in kind.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contribution")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub purchase_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i64,
    pub association_id: Uuid,
    pub party_no: i64,
    pub member_id: Option<Uuid>,
    pub kind: String,
    pub asked: String,
    pub asked_value: i64,
    pub what: String,
    pub amount_minor: i64,
    pub received_minor: Option<i64>,
    pub loan_id: Option<Uuid>,
}

super::plain!();
