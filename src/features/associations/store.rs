//! Associations in the database.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::create::NewAssociation;
use super::{Association, Particulars};
use crate::db::command::Step;
use crate::db::entity::association;
use crate::domain::ids::AssociationId;
use crate::domain::names::fold;
use crate::domain::refusal::Refusal;
use crate::error::Error;

pub async fn find(db: &impl ConnectionTrait, id: AssociationId) -> Result<Association, Error> {
    Ok(association::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// These associations, or all of them, by name.
pub async fn list(db: &impl ConnectionTrait, only: Option<&[AssociationId]>) -> Result<Vec<Association>, Error> {
    let mut select = association::Entity::find().filter(association::Column::TakenBackAt.is_null());
    if let Some(only) = only {
        select = select.filter(association::Column::Id.is_in(only.iter().copied()));
    }
    let mut all = select.order_by_asc(association::Column::Id).all(db).await?;
    all.sort_by_cached_key(|association| fold(&association.name));
    Ok(all)
}

pub async fn by_name(db: &impl ConnectionTrait, name: &str) -> Result<Option<Association>, Error> {
    Ok(association::Entity::find().filter(association::Column::Name.eq(name)).filter(association::Column::TakenBackAt.is_null()).one(db).await?)
}

/// The time zone of a country.
pub fn time_zone(country: &str) -> &'static str {
    if country == "BO" { "America/La_Paz" } else { "America/Lima" }
}

pub async fn insert(step: &Step<'_>, new: NewAssociation) -> Result<AssociationId, Error> {
    let id = step.new_id();
    let time_zone = time_zone(&new.country);
    let row = association::ActiveModel {
        id: Set(id),
        name: Set(new.name.into()),
        country: Set(new.country),
        region: Set(new.region.map(String::from)),
        province: Set(new.province.map(String::from)),
        district: Set(new.district.map(String::from)),
        community: Set(new.community.map(String::from)),
        time_zone: Set(time_zone.to_owned()),
        registry_no: Set(new.registry_no.map(String::from)),
        formalised_on: Set(None),
        created_at: Set(step.now),
        taken_back_at: Set(None),
    };
    association::Entity::insert(row).exec_without_returning(step.tx).await?;
    Ok(id)
}

/// Writes an association's new particulars.
pub async fn call(step: &Step<'_>, id: AssociationId, called: Particulars) -> Result<(), Error> {
    let row = association::ActiveModel {
        id: Set(id),
        name: Set(called.name.into()),
        region: Set(called.region.map(String::from)),
        province: Set(called.province.map(String::from)),
        district: Set(called.district.map(String::from)),
        community: Set(called.community.map(String::from)),
        registry_no: Set(called.registry_no.map(String::from)),
        ..Default::default()
    };
    association::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

/// Removes an association from all lists, because the import that made it was undone.
pub async fn take_back(step: &Step<'_>, id: AssociationId) -> Result<(), Error> {
    let row = association::ActiveModel { id: Set(id), taken_back_at: Set(Some(step.now)), ..Default::default() };
    association::Entity::update(row).exec(step.tx).await?;
    Ok(())
}
