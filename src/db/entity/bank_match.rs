//! Lines of a bank's statement and entries of the books that a person said are the same.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, BankMatchId, BankStatementId, FundId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bank_match")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BankMatchId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub statement_id: BankStatementId,
    pub reason: String,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversal_reason: Option<String>,
}

super::plain!();
