//! Who pays for a programme.

use sea_orm::entity::prelude::*;

use crate::domain::ids::ProgrammeId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme_funder")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub programme_id: ProgrammeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i64,
    pub name: String,
    pub amount_minor: i64,
}

super::plain!();
