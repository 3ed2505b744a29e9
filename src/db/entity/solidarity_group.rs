//! A solidarity group: members who answer for each other.

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
    /// From that day on it is none.
    pub dissolved_on: Option<Date>,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
}

super::plain!();
