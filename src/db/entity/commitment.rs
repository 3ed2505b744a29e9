//! An amount of a fund's money that is committed from a day until its release.

use sea_orm::entity::prelude::*;

use crate::domain::commitment::{CommitmentKind, CommittedBy};
use crate::domain::ids::{AssociationId, FundId, MemberId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub source_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: CommitmentKind,
    #[sea_orm(primary_key, auto_increment = false)]
    pub since_on: Date,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub source_kind: CommittedBy,
    pub memo: String,
    pub member_id: Option<MemberId>,
    pub amount_minor: i64,
    pub released_on: Option<Date>,
}

super::plain!();
