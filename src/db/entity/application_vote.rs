//! A vote of the committee on an application.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{ApplicationId, AssociationId, MemberId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_vote")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_id: ApplicationId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    pub association_id: AssociationId,
    pub in_favour: bool,
    pub reason: String,
    pub cast_by: UserId,
    pub cast_at: DateTimeUtc,
}

super::plain!();
