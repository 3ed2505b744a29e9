//! How an association's notebooks are understood: what their sheets and columns are.

use sea_orm::entity::prelude::*;

use crate::domain::ids::AssociationId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_answers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub association_id: AssociationId,
    /// As the command line's file of answers.
    pub answers: String,
}

super::plain!();
