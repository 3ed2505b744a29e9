//! The stored balance of an account. An account that never moved has no row.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, FundId};
use crate::domain::ledger::Account;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_balance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub fund_id: FundId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account: Account,
    pub association_id: AssociationId,
    pub balance_minor: i64,
}

super::plain!();
