//! A goal of a programme; hectares and kilos in thousandths.

use sea_orm::entity::prelude::*;

use crate::domain::cofinancing::Goal;
use crate::domain::ids::ProgrammeId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme_goal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub programme_id: ProgrammeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub measure: Goal,
    pub target: i64,
}

super::plain!();
