//! A party of a programme with its default share.

use sea_orm::entity::prelude::*;

use crate::domain::cofinancing::PartyRole;
use crate::domain::ids::ProgrammeId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme_party")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub programme_id: ProgrammeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i64,
    pub name: String,
    pub role: PartyRole,
    pub weight: i64,
}

super::plain!();
