//! Members in the database.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set};

use super::Member;
use super::keep::Person;
use crate::db::command::Step;
use crate::db::entity::{loan, member};
use crate::domain::ids::{AssociationId, MemberId};
use crate::domain::loan::LoanStatus;
use crate::domain::names::{fold, number_typed};
use crate::domain::refusal::Refusal;
use crate::domain::text::Note;
use crate::error::Error;

/// The members of an association, without those that went with an import.
fn of(association: AssociationId) -> Select<member::Entity> {
    member::Entity::find().filter(member::Column::AssociationId.eq(association)).filter(member::Column::TakenBackAt.is_null())
}

pub async fn find(db: &impl ConnectionTrait, id: MemberId) -> Result<Member, Error> {
    Ok(member::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// Whether a member's name, document or number has every word that was typed.
///
/// # Errors
/// `field-too-long`, `field-unreadable`, at `q`.
pub fn matches(typed: &str) -> Result<Condition, Refusal> {
    let folded = fold(&Note::parse(typed).map_err(|refusal| refusal.at("q"))?);
    let words = folded.split_whitespace().map(|word| word.replace(|c: char| "%_".contains(c), ""));
    let named = words.fold(Condition::all(), |all, word| all.add(member::Column::Search.contains(word)));
    // `12` is searched among the words, as a part of a document is; `N.º 12` is only a number.
    let number = number_typed(typed).filter(|_| typed.trim().parse::<i64>().is_err());
    Ok(Condition::any().add(named).add_option(number.map(|number| member::Column::Number.eq(number))))
}

/// Members whose name, document or number match what was typed, in order of number.
///
/// # Errors
/// `field-too-long`, `field-unreadable`, at `q`.
pub async fn search(db: &impl ConnectionTrait, association: AssociationId, typed: &str, most: u64) -> Result<Vec<Member>, Error> {
    let select = of(association).filter(matches(typed)?);
    Ok(select.order_by_asc(member::Column::Number).limit(most).all(db).await?)
}

pub async fn all(db: &impl ConnectionTrait, association: AssociationId) -> Result<Vec<Member>, Error> {
    Ok(of(association).order_by_asc(member::Column::Number).all(db).await?)
}

/// These members, by id.
pub async fn by_ids(db: &impl ConnectionTrait, ids: Vec<MemberId>) -> Result<HashMap<MemberId, Member>, Error> {
    let mut found = HashMap::new();
    for chunk in ids.chunks(1_000) {
        let rows = member::Entity::find().filter(member::Column::Id.is_in(chunk.iter().copied())).all(db).await?;
        found.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    Ok(found)
}

pub async fn names(db: &impl ConnectionTrait, ids: Vec<MemberId>) -> Result<HashMap<MemberId, String>, Error> {
    let select = member::Entity::find().select_only().column(member::Column::Id).column(member::Column::Name);
    let rows: Vec<(MemberId, String)> = select.filter(member::Column::Id.is_in(ids)).into_tuple().all(db).await?;
    Ok(rows.into_iter().collect())
}

pub async fn next_number(db: &impl ConnectionTrait, association: AssociationId) -> Result<i64, Error> {
    let newest = of(association).order_by_desc(member::Column::Number).one(db).await?;
    Ok(newest.map_or(1, |member| member.number + 1))
}

pub async fn with_number(db: &impl ConnectionTrait, association: AssociationId, number: i64) -> Result<Option<Member>, Error> {
    Ok(of(association).filter(member::Column::Number.eq(number)).one(db).await?)
}

pub async fn with_document(db: &impl ConnectionTrait, association: AssociationId, document: &str) -> Result<Option<Member>, Error> {
    Ok(of(association).filter(member::Column::Document.eq(document)).one(db).await?)
}

/// The day of a member's first loan.
pub async fn first_lent_on(db: &impl ConnectionTrait, member: MemberId) -> Result<Option<NaiveDate>, Error> {
    let select = loan::Entity::find()
        .filter(loan::Column::MemberId.eq(member))
        .filter(loan::Column::Status.is_not_in([LoanStatus::Approved, LoanStatus::Cancelled]));
    Ok(select.order_by_asc(loan::Column::DisbursedOn).one(db).await?.map(|loan| loan.disbursed_on))
}

fn row(step: &Step<'_>, id: MemberId, association: AssociationId, number: i64, person: Person) -> member::ActiveModel {
    let search = fold(&format!("{} {} {number}", person.name, person.document.as_deref().unwrap_or_default()));
    member::ActiveModel {
        id: Set(id),
        association_id: Set(association),
        number: Set(number),
        name: Set(person.name.into()),
        search: Set(search),
        document: Set(person.document.map(String::from)),
        sex: Set(person.sex),
        birth_year: Set(person.birth_year),
        community: Set(person.community.map(String::from)),
        phone: Set(person.phone.map(String::from)),
        joined_on: Set(person.joined_on),
        left_on: Set(person.left_on),
        created_at: Set(step.now),
        taken_back_at: Set(None),
    }
}

/// Adds members with their numbers; returns their ids in the same order.
pub async fn insert(step: &Step<'_>, association: AssociationId, people: Vec<(i64, Person)>) -> Result<Vec<MemberId>, Error> {
    let mut ids = Vec::with_capacity(people.len());
    let mut rows = Vec::with_capacity(people.len());
    for (number, person) in people {
        let id = step.new_id();
        ids.push(id);
        rows.push(row(step, id, association, number, person));
    }
    for chunk in rows.chunks(1_000) {
        member::Entity::insert_many(chunk.to_vec()).exec_without_returning(step.tx).await?;
    }
    Ok(ids)
}

pub async fn update(step: &Step<'_>, member: &Member, person: Person) -> Result<(), Error> {
    let mut row = row(step, member.id, member.association_id, member.number, person);
    row.created_at = Set(member.created_at);
    row.taken_back_at = Set(member.taken_back_at);
    member::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

/// Lists members no more, as the import that had made them was taken back. Their numbers are free again.
pub async fn take_back(step: &Step<'_>, ids: &[MemberId]) -> Result<(), Error> {
    for chunk in ids.chunks(1_000) {
        let gone = member::Entity::update_many().col_expr(member::Column::TakenBackAt, Expr::value(step.now));
        gone.filter(member::Column::Id.is_in(chunk.iter().copied())).exec(step.tx).await?;
    }
    Ok(())
}
