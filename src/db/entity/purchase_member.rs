//! A member's share of a purchase: goods taken and part of the producers' share, as ordered and as received.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, LoanId, MemberId, PurchaseId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase_member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub purchase_id: PurchaseId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    pub association_id: AssociationId,
    pub member_number: i64,
    pub taken_minor: i64,
    pub pays_minor: i64,
    pub received_taken_minor: Option<i64>,
    pub received_pays_minor: Option<i64>,
    pub recoverable_minor: i64,
    pub recoverable_loan_id: Option<LoanId>,
}

super::plain!();
