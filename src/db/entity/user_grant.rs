//! A role of a user within a scope.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, MemberId, ProgrammeId, UserId};
use crate::domain::role::Role;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: UserId,
    pub role: Role,
    pub programme_id: Option<ProgrammeId>,
    pub association_id: Option<AssociationId>,
    pub member_id: Option<MemberId>,
}

super::plain!();
