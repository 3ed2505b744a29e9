//! The movement of a money account on one day. A day without movement has no row.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, FundId};
use crate::domain::ledger::Account;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_day")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub fund_id: FundId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account: Account,
    #[sea_orm(primary_key, auto_increment = false)]
    pub date: Date,
    pub association_id: AssociationId,
    pub net_minor: i64,
}

super::plain!();
