//! Stored figures to recompute after a migration: the migration names them, and the next start fills them.

use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use super::Tx;
use super::entity::rebuild;
use crate::error::Error;

/// The names still to recompute.
pub async fn waiting(db: &impl ConnectionTrait) -> Result<Vec<String>, Error> {
    let rows = rebuild::Entity::find().order_by_asc(rebuild::Column::Name).all(db).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

pub async fn done(tx: &Tx, name: &str) -> Result<(), Error> {
    rebuild::Entity::delete_by_id(name).exec(tx).await?;
    Ok(())
}
