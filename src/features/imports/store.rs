//! Imports in the database.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use crate::db::command::Step;
use crate::db::entity::register_import;
use crate::domain::ids::{AssociationId, FundId};
use crate::error::Error;

pub type Import = register_import::Model;

pub async fn by_hash(db: &impl ConnectionTrait, sha256: &str) -> Result<Option<Import>, Error> {
    Ok(register_import::Entity::find().filter(register_import::Column::Sha256.eq(sha256)).one(db).await?)
}

/// The import that made a fund.
pub async fn by_fund(db: &impl ConnectionTrait, fund: FundId) -> Result<Option<Import>, Error> {
    Ok(register_import::Entity::find().filter(register_import::Column::FundId.eq(fund)).one(db).await?)
}

/// What an import wrote.
pub struct Counts {
    pub members: usize,
    pub loans: usize,
    pub repayments: usize,
}

pub async fn insert(
    step: &Step<'_>,
    association: AssociationId,
    fund: FundId,
    sha256: String,
    file_name: String,
    counts: &Counts,
) -> Result<(), Error> {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let row = register_import::ActiveModel {
        id: Set(step.new_id()),
        association_id: Set(association),
        fund_id: Set(fund),
        sha256: Set(sha256),
        file_name: Set(file_name),
        members: Set(count(counts.members)),
        loans: Set(count(counts.loans)),
        repayments: Set(count(counts.repayments)),
        imported_by: Set(step.by.user_id),
        imported_at: Set(step.now),
    };
    register_import::Entity::insert(row).exec_without_returning(step.tx).await?;
    Ok(())
}
