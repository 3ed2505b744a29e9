//! An expense of a fund, paid or planned.

use sea_orm::entity::prelude::*;

use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::{AssociationId, ExpenseId, FundId, UserId};
use crate::domain::loan::PaymentMethod;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "expense")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExpenseId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub status: ExpenseStatus,
    pub concept: String,
    pub amount_minor: i64,
    pub happens_on: Date,
    pub payment_method: PaymentMethod,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversal_reason: Option<String>,
    /// The acta that approved it.
    pub acta: Option<String>,
    /// Who asked for it to be paid, where it waited for another person; who approved or refused it, and when.
    pub asked_by: Option<UserId>,
    pub decided_by: Option<UserId>,
    pub decided_at: Option<DateTimeUtc>,
}

super::plain!();
