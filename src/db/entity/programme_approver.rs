//! Who may approve a programme's purchases, and up to which amount of its money.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{ProgrammeId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme_approver")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub programme_id: ProgrammeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    pub most_minor: i64,
}

super::plain!();
