//! A transfer between cash and bank, or between two funds of one association.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, CapitalId, CapitalReturnId, FundId, TransferId, UserId};
use crate::domain::loan::PaymentMethod;
use crate::domain::transfer::TransferKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TransferId,
    pub association_id: AssociationId,
    pub kind: TransferKind,
    pub from_fund_id: FundId,
    /// The same fund where money moves between its cash and its bank.
    pub to_fund_id: FundId,
    pub taken_from: PaymentMethod,
    pub put_into: PaymentMethod,
    pub amount_minor: i64,
    pub happens_on: Date,
    pub owed_back_on: Option<Date>,
    pub acta: String,
    pub note: String,
    /// The loan between funds that it repays.
    pub repays_id: Option<TransferId>,
    /// The capital recorded with it, or the capital that it repays.
    pub capital_id: Option<CapitalId>,
    pub return_id: Option<CapitalReturnId>,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversed_by: Option<UserId>,
    pub reversal_reason: Option<String>,
}

super::plain!();
