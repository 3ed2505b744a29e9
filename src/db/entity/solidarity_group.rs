//! A solidarity group: its members guarantee each other's loans.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, GroupId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "solidarity_group")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GroupId,
    pub association_id: AssociationId,
    pub name: String,
    pub formed_on: Date,
    /// The first day on which the group no longer exists.
    pub dissolved_on: Option<Date>,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
}

super::plain!();
