//! A member's time in a solidarity group.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, GroupId, MemberId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub joined_on: Date,
    pub association_id: AssociationId,
    /// The first day on which they are no longer in it.
    pub left_on: Option<Date>,
}

super::plain!();
