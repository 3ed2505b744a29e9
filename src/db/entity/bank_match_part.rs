//! One line of the bank, or one entry of the books, of what a person matched.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, BankMatchId, EntryId, FundId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bank_match_part")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub match_id: BankMatchId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i64,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    /// The number of the line in its statement; none of an entry.
    pub line_no: Option<i64>,
    /// None of a line.
    pub entry_id: Option<EntryId>,
}

super::plain!();
