//! A person of an association; never deleted.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, MemberId};
use crate::domain::member::Sex;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MemberId,
    pub association_id: AssociationId,
    pub number: i64,
    pub name: String,
    pub search: String,
    pub document: Option<String>,
    pub sex: Sex,
    pub birth_year: Option<i64>,
    pub community: Option<String>,
    pub phone: Option<String>,
    pub joined_on: Option<Date>,
    pub left_on: Option<Date>,
    pub created_at: DateTimeUtc,
    /// When the import that had made them was taken back, and nothing else concerned them.
    pub taken_back_at: Option<DateTimeUtc>,
}

super::plain!();
