//! A bank's statement that was compared with the books.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, BankStatementId, FundId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bank_statement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BankStatementId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    /// The name of its file.
    pub name: String,
    pub starts_on: Date,
    pub ends_on: Date,
    /// The balance before the first line and after the last, where the statement shows it.
    pub opening_minor: Option<i64>,
    pub closing_minor: Option<i64>,
    /// The books' balance at the statement's end, when they were compared.
    pub books_minor: i64,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversal_reason: Option<String>,
}

super::plain!();
