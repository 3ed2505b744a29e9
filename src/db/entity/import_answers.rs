//! An association's saved answers about the sheets and columns of its notebooks.

use sea_orm::entity::prelude::*;

use crate::domain::ids::AssociationId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_answers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub association_id: AssociationId,
    /// In the format of the command line's answer file.
    pub answers: String,
}

super::plain!();
