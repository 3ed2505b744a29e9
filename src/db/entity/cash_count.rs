//! A count of the cash box against the books.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, CashCountId, FundId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cash_count")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CashCountId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub counted_on: Date,
    pub counted_by: String,
    pub witnessed_by: String,
    pub counted_minor: i64,
    /// The books' cash at the end of that day, verified and to verify.
    pub books_minor: i64,
    /// The part to verify, which the count confirms.
    pub to_verify_minor: i64,
    pub note: String,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversal_reason: Option<String>,
}

super::plain!();
