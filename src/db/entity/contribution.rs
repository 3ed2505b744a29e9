//! How a part is covered: cash, a loan, labour or in kind.

use sea_orm::entity::prelude::*;

use crate::domain::cofinancing::ContributionKind;
use crate::domain::ids::{AssociationId, LoanId, MemberId, PartShiftId, PurchaseId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contribution")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub purchase_id: PurchaseId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i64,
    pub association_id: AssociationId,
    pub party_no: i64,
    pub member_id: Option<MemberId>,
    pub kind: ContributionKind,
    pub asked: String,
    pub asked_value: i64,
    pub what: String,
    pub amount_minor: i64,
    pub received_minor: Option<i64>,
    pub loan_id: Option<LoanId>,
    /// The part taken over that this contribution covers.
    pub shift_id: Option<PartShiftId>,
}

super::plain!();
