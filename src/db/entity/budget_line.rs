//! A line of a programme's budget, with the amounts committed by approved purchases and spent by received ones.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{BudgetLineId, ProgrammeId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "budget_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BudgetLineId,
    pub programme_id: ProgrammeId,
    pub no: i64,
    pub name: String,
    pub planned_minor: i64,
    pub committed_minor: i64,
    pub spent_minor: i64,
}

super::plain!();
