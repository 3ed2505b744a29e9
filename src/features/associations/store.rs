//! Associations and programmes in the database.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::create::New;
use super::{Association, Programme};
use crate::db::command::Step;
use crate::db::entity::{association, programme, programme_association};
use crate::domain::ids::{AssociationId, ProgrammeId};
use crate::domain::refusal::Refusal;
use crate::error::Error;

pub async fn find(db: &impl ConnectionTrait, id: AssociationId) -> Result<Association, Error> {
    Ok(association::Entity::find_by_id(id.0).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// These associations, or all of them, by name.
pub async fn list(db: &impl ConnectionTrait, only: Option<&[AssociationId]>) -> Result<Vec<Association>, Error> {
    let mut select = association::Entity::find();
    if let Some(only) = only {
        select = select.filter(association::Column::Id.is_in(only.iter().map(|id| id.0)));
    }
    Ok(select.order_by_asc(association::Column::Name).all(db).await?)
}

pub async fn by_name(db: &impl ConnectionTrait, name: &str) -> Result<Option<Association>, Error> {
    Ok(association::Entity::find().filter(association::Column::Name.eq(name)).one(db).await?)
}

pub async fn insert(step: &Step<'_>, new: New) -> Result<AssociationId, Error> {
    let id = step.new_id();
    let time_zone = if new.country == "BO" { "America/La_Paz" } else { "America/Lima" };
    let row = association::ActiveModel {
        id: Set(id),
        name: Set(new.name),
        country: Set(new.country),
        region: Set(new.region),
        province: Set(new.province),
        district: Set(new.district),
        community: Set(new.community),
        time_zone: Set(time_zone.to_owned()),
        registry_no: Set(new.registry_no),
        formalised_on: Set(None),
        created_at: Set(step.now),
    };
    association::Entity::insert(row).exec_without_returning(step.tx).await?;
    Ok(AssociationId(id))
}

pub async fn programmes(db: &impl ConnectionTrait) -> Result<Vec<Programme>, Error> {
    Ok(programme::Entity::find().order_by_asc(programme::Column::Name).all(db).await?)
}

pub async fn insert_programme(step: &Step<'_>, name: String) -> Result<ProgrammeId, Error> {
    let id = step.new_id();
    let row = programme::ActiveModel { id: Set(id), name: Set(name), created_at: Set(step.now) };
    programme::Entity::insert(row).exec_without_returning(step.tx).await?;
    Ok(ProgrammeId(id))
}

pub async fn find_programme(db: &impl ConnectionTrait, id: ProgrammeId) -> Result<Programme, Error> {
    Ok(programme::Entity::find_by_id(id.0).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// The associations that take part in each programme.
pub async fn taking_part(db: &impl ConnectionTrait) -> Result<Vec<(ProgrammeId, AssociationId)>, Error> {
    let rows = programme_association::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| (ProgrammeId(row.programme_id), AssociationId(row.association_id))).collect())
}

pub async fn take_part(step: &Step<'_>, programme: ProgrammeId, association: AssociationId) -> Result<(), Error> {
    let known = programme_association::Entity::find_by_id((programme.0, association.0)).one(step.tx).await?;
    if known.is_none() {
        let row = programme_association::ActiveModel { programme_id: Set(programme.0), association_id: Set(association.0) };
        programme_association::Entity::insert(row).exec_without_returning(step.tx).await?;
    }
    Ok(())
}
