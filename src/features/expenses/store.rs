//! Expenses in the database.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use super::record::NewExpense;
use super::{Expense, Standing};
use crate::db::columns;
use crate::db::command::Step;
use crate::db::entity::expense;
use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::{AssociationId, ExpenseId, FundId};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::text::{Line, Note};
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

pub async fn insert(step: &Step<'_>, association: AssociationId, standing: Standing, new: NewExpense) -> Result<ExpenseId, Error> {
    let ids = insert_all(step, association, standing.status, vec![new]).await?;
    let id = ids.into_iter().next().ok_or_else(|| Error::fault("nothing was inserted"))?;
    let mut row = expense::ActiveModel { id: Set(id), acta: Set(kept(standing.acta)), ..Default::default() };
    if let Some((asked_by, decided_by, decided_at)) = standing.approved {
        row.asked_by = Set(asked_by);
        row.decided_by = Set(Some(decided_by));
        row.decided_at = Set(Some(decided_at));
    } else if standing.status == ExpenseStatus::Waiting {
        row.asked_by = Set(Some(step.by.user_id));
    }
    expense::Entity::update(row).exec(step.tx).await?;
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
        asked_by: Set(None),
        decided_by: Set(None),
        decided_at: Set(None),
    });
    for chunk in rows.collect::<Vec<_>>().chunks(1_000) {
        expense::Entity::insert_many(chunk.to_vec()).exec_without_returning(step.tx).await?;
    }
    Ok(ids)
}

/// Marks a planned expense as paid, or as waiting until another person approved it.
pub async fn mark_paid(
    step: &Step<'_>,
    id: ExpenseId,
    (on, payment_method): (chrono::NaiveDate, PaymentMethod),
    standing: Standing,
) -> Result<(), Error> {
    let row = expense::ActiveModel {
        id: Set(id),
        status: Set(standing.status),
        happens_on: Set(on),
        payment_method: Set(payment_method),
        acta: Set(kept(standing.acta)),
        asked_by: Set((standing.status == ExpenseStatus::Waiting).then_some(step.by.user_id)),
        ..Default::default()
    };
    expense::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

/// Marks a waiting expense as approved, or as refused with the reason.
pub async fn mark_decided(step: &Step<'_>, id: ExpenseId, refused: Option<&Line>) -> Result<(), Error> {
    let mut row = expense::ActiveModel {
        id: Set(id),
        status: Set(if refused.is_some() { ExpenseStatus::Refused } else { ExpenseStatus::Paid }),
        decided_by: Set(Some(step.by.user_id)),
        decided_at: Set(Some(step.now)),
        ..Default::default()
    };
    if let Some(reason) = refused {
        row.reversal_reason = Set(Some(reason.to_string()));
    }
    expense::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

/// The waiting expenses of these funds, earliest date first.
pub async fn waiting_in(db: &impl ConnectionTrait, funds: &[FundId]) -> Result<Vec<Expense>, Error> {
    use expense::Column as C;
    let open = expense::Entity::find().filter(C::FundId.is_in(funds.iter().copied())).filter(C::Status.eq(ExpenseStatus::Waiting));
    Ok(open.order_by_asc(C::HappensOn).order_by_asc(C::Id).all(db).await?)
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
