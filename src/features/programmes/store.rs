//! Programmes with their plans and budgets in the database.

use std::collections::HashMap;

use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

use super::plan::Funder;
use super::{BudgetLine, Plan, Programme};
use crate::db::columns;
use crate::db::command::Step;
use crate::db::entity::{
    budget_line, programme, programme_approver, programme_association, programme_funder, programme_goal, programme_party, user, user_grant,
};
use crate::domain::cofinancing::Party;
use crate::domain::cofinancing::terms::Recovery;
use crate::domain::ids::{AssociationId, BudgetLineId, ProgrammeId, UserId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Role;
use crate::domain::text::Line;
use crate::error::Error;

pub async fn list(db: &impl ConnectionTrait) -> Result<Vec<Programme>, Error> {
    Ok(programme::Entity::find().order_by_asc(programme::Column::Name).all(db).await?)
}

pub async fn find(db: &impl ConnectionTrait, id: ProgrammeId) -> Result<Programme, Error> {
    Ok(programme::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// The programmes that an association takes part in.
pub async fn of_association(db: &impl ConnectionTrait, association: AssociationId) -> Result<Vec<Programme>, Error> {
    let parts = taking_part(db).await?;
    let own = |programme: &Programme| parts.contains(&(programme.id, association));
    Ok(list(db).await?.into_iter().filter(own).collect())
}

pub async fn insert(step: &Step<'_>, name: Line) -> Result<ProgrammeId, Error> {
    let id = step.new_id();
    let row = programme::ActiveModel { id: Set(id), name: Set(name.into()), created_at: Set(step.now), ..Default::default() };
    programme::Entity::insert(row).exec_without_returning(step.tx).await?;
    Ok(id)
}

/// Writes a programme's new name.
pub async fn call(step: &Step<'_>, id: ProgrammeId, name: Line) -> Result<(), Error> {
    let row = programme::ActiveModel { id: Set(id), name: Set(name.into()), ..Default::default() };
    programme::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

/// The associations that take part in each programme.
pub async fn taking_part(db: &impl ConnectionTrait) -> Result<Vec<(ProgrammeId, AssociationId)>, Error> {
    let rows = programme_association::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.programme_id, row.association_id)).collect())
}

pub async fn take_part(step: &Step<'_>, programme: ProgrammeId, association: AssociationId) -> Result<(), Error> {
    let known = programme_association::Entity::find_by_id((programme, association)).one(step.tx).await?;
    if known.is_none() {
        let row = programme_association::ActiveModel { programme_id: Set(programme), association_id: Set(association) };
        programme_association::Entity::insert(row).exec_without_returning(step.tx).await?;
    }
    Ok(())
}

/// A programme's plan, once it was set.
pub async fn plan(db: &impl ConnectionTrait, id: ProgrammeId) -> Result<Option<Plan>, Error> {
    let row = find(db, id).await?;
    let (Some(unit), Some(starts_on), Some(ends_on), Some(project_share_terms)) = (row.unit, row.starts_on, row.ends_on, row.project_share_terms)
    else {
        return Ok(None);
    };
    let parties = programme_party::Entity::find().filter(programme_party::Column::ProgrammeId.eq(id)).order_by_asc(programme_party::Column::No);
    let party = |row: programme_party::Model| Party { role: row.role, name: Line::kept(row.name), weight: row.weight };
    let funders = programme_funder::Entity::find().filter(programme_funder::Column::ProgrammeId.eq(id));
    let funders = funders.order_by_asc(programme_funder::Column::No).all(db).await?;
    let goals = programme_goal::Entity::find().filter(programme_goal::Column::ProgrammeId.eq(id)).all(db).await?;
    let recovery = match (row.recovery_installments, row.recovery_every_months, row.recovery_rate_ppm) {
        (Some(installments), Some(every), Some(rate_ppm)) => {
            Some(Recovery { installments: columns::count(installments)?, every_months: columns::count(every)?, rate_ppm })
        }
        _ => None,
    };
    let mut goals: Vec<_> = goals.into_iter().map(|row| (row.measure, row.target)).collect();
    goals.sort_unstable();
    Ok(Some(Plan {
        unit,
        starts_on,
        ends_on,
        project_share_terms,
        recovery,
        funders: funders.into_iter().map(|row| Funder { name: Line::kept(row.name), amount_minor: row.amount_minor }).collect(),
        parties: parties.all(db).await?.into_iter().map(party).collect(),
        goals,
    }))
}

pub async fn save_plan(step: &Step<'_>, id: ProgrammeId, plan: Plan) -> Result<(), Error> {
    let row = programme::ActiveModel {
        id: Set(id),
        unit: Set(Some(plan.unit)),
        starts_on: Set(Some(plan.starts_on)),
        ends_on: Set(Some(plan.ends_on)),
        project_share_terms: Set(Some(plan.project_share_terms)),
        recovery_installments: Set(plan.recovery.map(|recovery| i64::from(recovery.installments))),
        recovery_every_months: Set(plan.recovery.map(|recovery| i64::from(recovery.every_months))),
        recovery_rate_ppm: Set(plan.recovery.map(|recovery| recovery.rate_ppm)),
        ..Default::default()
    };
    programme::Entity::update(row).exec(step.tx).await?;
    programme_party::Entity::delete_many().filter(programme_party::Column::ProgrammeId.eq(id)).exec(step.tx).await?;
    programme_funder::Entity::delete_many().filter(programme_funder::Column::ProgrammeId.eq(id)).exec(step.tx).await?;
    programme_goal::Entity::delete_many().filter(programme_goal::Column::ProgrammeId.eq(id)).exec(step.tx).await?;
    let parties = (1..).zip(plan.parties).map(|(no, party)| programme_party::ActiveModel {
        programme_id: Set(id),
        no: Set(no),
        name: Set(party.name.into()),
        role: Set(party.role),
        weight: Set(party.weight),
    });
    programme_party::Entity::insert_many(parties).exec_without_returning(step.tx).await?;
    let funders: Vec<_> = (1..)
        .zip(plan.funders)
        .map(|(no, funder)| programme_funder::ActiveModel {
            programme_id: Set(id),
            no: Set(no),
            name: Set(funder.name.into()),
            amount_minor: Set(funder.amount_minor),
        })
        .collect();
    if !funders.is_empty() {
        programme_funder::Entity::insert_many(funders).exec_without_returning(step.tx).await?;
    }
    let goals: Vec<_> = plan
        .goals
        .into_iter()
        .map(|(goal, target)| programme_goal::ActiveModel { programme_id: Set(id), measure: Set(goal), target: Set(target) })
        .collect();
    if !goals.is_empty() {
        programme_goal::Entity::insert_many(goals).exec_without_returning(step.tx).await?;
    }
    Ok(())
}

/// A programme's budget, in order.
pub async fn lines(db: &impl ConnectionTrait, programme: ProgrammeId) -> Result<Vec<BudgetLine>, Error> {
    let select = budget_line::Entity::find().filter(budget_line::Column::ProgrammeId.eq(programme));
    Ok(select.order_by_asc(budget_line::Column::No).all(db).await?)
}

pub async fn line(db: &impl ConnectionTrait, id: BudgetLineId) -> Result<BudgetLine, Error> {
    Ok(budget_line::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// These lines, by id.
pub async fn lines_by_ids(db: &impl ConnectionTrait, ids: Vec<BudgetLineId>) -> Result<HashMap<BudgetLineId, BudgetLine>, Error> {
    let rows = budget_line::Entity::find().filter(budget_line::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

pub async fn lock_lines(step: &Step<'_>, programme: ProgrammeId) -> Result<Vec<BudgetLine>, Error> {
    let select = budget_line::Entity::find().filter(budget_line::Column::ProgrammeId.eq(programme));
    Ok(select.order_by_asc(budget_line::Column::No).lock_exclusive().all(step.tx).await?)
}

pub async fn lock_line(step: &Step<'_>, id: BudgetLineId) -> Result<BudgetLine, Error> {
    let found = budget_line::Entity::find_by_id(id).lock_exclusive().one(step.tx).await?;
    Ok(found.ok_or_else(Refusal::not_found)?)
}

pub async fn insert_line(step: &Step<'_>, programme: ProgrammeId, no: i64, name: Line, planned_minor: i64) -> Result<BudgetLine, Error> {
    let row = BudgetLine { id: step.new_id(), programme_id: programme, no, name: name.into(), planned_minor, committed_minor: 0, spent_minor: 0 };
    budget_line::Entity::insert(row.clone().into_active_model()).exec_without_returning(step.tx).await?;
    Ok(row)
}

pub async fn update_line(step: &Step<'_>, line: BudgetLine) -> Result<(), Error> {
    budget_line::Entity::update(line.into_active_model().reset_all()).exec(step.tx).await?;
    Ok(())
}

/// The approvers, each with the most of the programme's money in one purchase. Minor units.
pub async fn approvers(db: &impl ConnectionTrait, programme: ProgrammeId) -> Result<Vec<(UserId, i64)>, Error> {
    let rows = programme_approver::Entity::find().filter(programme_approver::Column::ProgrammeId.eq(programme)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.user_id, row.most_minor)).collect())
}

/// The programmes in which a person may approve, by name, each with the limit.
pub async fn limits_of(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<(Programme, i64)>, Error> {
    let own = programme_approver::Entity::find().filter(programme_approver::Column::UserId.eq(user)).all(db).await?;
    let most: HashMap<ProgrammeId, i64> = own.into_iter().map(|row| (row.programme_id, row.most_minor)).collect();
    let programmes = programme::Entity::find().filter(programme::Column::Id.is_in(most.keys().copied()));
    let programmes = programmes.order_by_asc(programme::Column::Name).all(db).await?;
    Ok(programmes.into_iter().filter_map(|row| most.get(&row.id).map(|most| (row.clone(), *most))).collect())
}

pub async fn set_approver(step: &Step<'_>, programme: ProgrammeId, user: UserId, most_minor: i64) -> Result<(), Error> {
    programme_approver::Entity::delete_by_id((programme, user)).exec(step.tx).await?;
    if most_minor > 0 {
        let row = programme_approver::ActiveModel { programme_id: Set(programme), user_id: Set(user), most_minor: Set(most_minor) };
        programme_approver::Entity::insert(row).exec_without_returning(step.tx).await?;
    }
    Ok(())
}

/// The staff of a programme, by name.
pub async fn staff(db: &impl ConnectionTrait, programme: ProgrammeId) -> Result<Vec<(UserId, String)>, Error> {
    let grants = user_grant::Entity::find().filter(user_grant::Column::ProgrammeId.eq(programme)).filter(user_grant::Column::Role.eq(Role::Staff));
    let ids: Vec<_> = grants.all(db).await?.into_iter().map(|grant| grant.user_id).collect();
    let users = user::Entity::find().filter(user::Column::Id.is_in(ids)).order_by_asc(user::Column::Name).all(db).await?;
    Ok(users.into_iter().map(|user| (user.id, user.name)).collect())
}
