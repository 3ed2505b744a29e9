//! Which associations take part in a programme.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, ProgrammeId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme_association")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub programme_id: ProgrammeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub association_id: AssociationId,
}

super::plain!();
