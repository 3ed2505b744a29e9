//! Expenses in the database.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use super::Expense;
use super::record::NewExpense;
use crate::db::columns;
use crate::db::command::Step;
use crate::db::entity::expense;
use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::{AssociationId, ExpenseId, FundId};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::text::Note;
use crate::error::Error;

pub async fn find(db: &impl ConnectionTrait, id: ExpenseId) -> Result<Expense, Error> {
    Ok(expense::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// A page of a fund's expenses, newest first.
pub async fn of_fund(db: &impl ConnectionTrait, fund: FundId, page: u64, most: u64) -> Result<Vec<Expense>, Error> {
    let select = expense::Entity::find().filter(expense::Column::FundId.eq(fund));
    let ordered = select.order_by_desc(expense::Column::HappensOn).order_by_desc(expense::Column::Id);
    Ok(ordered.offset(columns::offset(page, most)).limit(most).all(db).await?)
}

pub async fn insert(step: &Step<'_>, association: AssociationId, status: ExpenseStatus, new: NewExpense, acta: Note) -> Result<ExpenseId, Error> {
    let ids = insert_all(step, association, status, vec![new]).await?;
    let id = ids.into_iter().next().ok_or_else(|| Error::fault("nothing was inserted"))?;
    if !acta.is_empty() {
        let row = expense::ActiveModel { id: Set(id), acta: Set(kept(acta)), ..Default::default() };
        expense::Entity::update(row).exec(step.tx).await?;
    }
    Ok(id)
}

fn kept(acta: Note) -> Option<String> {
    Some(acta.to_string()).filter(|acta| !acta.is_empty())
}

/// Adds expenses and gives their ids in the same order.
pub async fn insert_all(step: &Step<'_>, association: AssociationId, status: ExpenseStatus, new: Vec<NewExpense>) -> Result<Vec<ExpenseId>, Error> {
    let ids: Vec<ExpenseId> = new.iter().map(|_| step.new_id()).collect();
    let rows = ids.iter().zip(new).map(|(id, new)| expense::ActiveModel {
        id: Set(*id),
        association_id: Set(association),
        fund_id: Set(new.fund),
        status: Set(status),
        concept: Set(new.concept.into()),
        amount_minor: Set(new.amount_minor),
        happens_on: Set(new.happens_on),
        payment_method: Set(new.payment_method),
        recorded_by: Set(step.by.user_id),
        recorded_at: Set(step.now),
        reversed_at: Set(None),
        reversal_reason: Set(None),
        acta: Set(None),
    });
    for chunk in rows.collect::<Vec<_>>().chunks(1_000) {
        expense::Entity::insert_many(chunk.to_vec()).exec_without_returning(step.tx).await?;
    }
    Ok(ids)
}

/// Marks a planned expense as paid.
pub async fn mark_paid(step: &Step<'_>, id: ExpenseId, (on, payment_method): (chrono::NaiveDate, PaymentMethod), acta: Note) -> Result<(), Error> {
    let row = expense::ActiveModel {
        id: Set(id),
        status: Set(ExpenseStatus::Paid),
        happens_on: Set(on),
        payment_method: Set(payment_method),
        acta: Set(kept(acta)),
        ..Default::default()
    };
    expense::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

pub async fn mark_undone(step: &Step<'_>, id: ExpenseId, reason: &str) -> Result<(), Error> {
    let row = expense::ActiveModel {
        id: Set(id),
        status: Set(ExpenseStatus::Undone),
        reversed_at: Set(Some(step.now)),
        reversal_reason: Set(Some(reason.to_owned())),
        ..Default::default()
    };
    expense::Entity::update(row).exec(step.tx).await?;
    Ok(())
}
