//! Capital in the database.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};

use super::record::NewCapital;
use super::{Account, Capital, CapitalReturn};
use crate::db::command::Step;
use crate::db::entity::{capital, capital_return, share_out};
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::ids::{AssociationId, CapitalId, CapitalReturnId, FundId, TransferId};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::error::Error;

pub async fn find(db: &impl ConnectionTrait, id: CapitalId) -> Result<Capital, Error> {
    Ok(capital::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// A fund's capital, newest first.
pub async fn of_fund(db: &impl ConnectionTrait, fund: FundId, status: Option<CapitalStatus>) -> Result<Vec<Capital>, Error> {
    let mut select = capital::Entity::find().filter(capital::Column::FundId.eq(fund));
    if let Some(status) = status {
        select = select.filter(capital::Column::Status.eq(status));
    }
    Ok(select.order_by_desc(capital::Column::HappensOn).all(db).await?)
}

pub async fn insert(step: &Step<'_>, association: AssociationId, status: CapitalStatus, new: NewCapital) -> Result<CapitalId, Error> {
    write(step, association, status, new, None).await
}

/// Capital that a transfer from another fund brought.
pub async fn insert_by_transfer(step: &Step<'_>, association: AssociationId, new: NewCapital, transfer: TransferId) -> Result<CapitalId, Error> {
    write(step, association, CapitalStatus::Received, new, Some(transfer)).await
}

async fn write(
    step: &Step<'_>,
    association: AssociationId,
    status: CapitalStatus,
    new: NewCapital,
    transfer: Option<TransferId>,
) -> Result<CapitalId, Error> {
    let id = step.new_id();
    let payment_method = if new.kind == CapitalKind::Surplus { PaymentMethod::Nothing } else { new.payment_method };
    let row = capital::ActiveModel {
        id: Set(id),
        association_id: Set(association),
        fund_id: Set(new.fund),
        kind: Set(new.kind),
        status: Set(status),
        source: Set(new.source.into()),
        amount_minor: Set(new.amount_minor),
        happens_on: Set(new.happens_on),
        owed_back_on: Set(new.owed_back_on),
        payment_method: Set(payment_method),
        recorded_by: Set(step.by.user_id),
        recorded_at: Set(step.now),
        reversed_at: Set(None),
        reversal_reason: Set(None),
        transfer_id: Set(transfer),
        member_id: Set(new.member),
    };
    capital::Entity::insert(row).exec_without_returning(step.tx).await?;
    Ok(id)
}

/// Marks a pledge as received.
pub async fn mark_received(step: &Step<'_>, pledge: &Capital, on: chrono::NaiveDate, payment_method: PaymentMethod) -> Result<(), Error> {
    let row = capital::ActiveModel {
        id: Set(pledge.id),
        status: Set(CapitalStatus::Received),
        happens_on: Set(on),
        payment_method: Set(payment_method),
        ..Default::default()
    };
    capital::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

pub async fn mark_reversed(step: &Step<'_>, id: CapitalId, reason: &str) -> Result<(), Error> {
    let row = capital::ActiveModel {
        id: Set(id),
        status: Set(CapitalStatus::Reversed),
        reversed_at: Set(Some(step.now)),
        reversal_reason: Set(Some(reason.to_owned())),
        ..Default::default()
    };
    capital::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

/// Surplus that an earlier version booked as money received.
pub async fn surplus_as_money(db: &impl ConnectionTrait, fund: FundId) -> Result<Vec<Capital>, Error> {
    use capital::Column as C;
    let select = capital::Entity::find().filter(C::FundId.eq(fund)).filter(C::Status.eq(CapitalStatus::Received));
    Ok(select.filter(C::Kind.eq(CapitalKind::Surplus)).filter(C::PaymentMethod.ne(PaymentMethod::Nothing)).all(db).await?)
}

/// The capital of these funds, of one kind or all, with its returns, newest first.
pub async fn accounts(db: &impl ConnectionTrait, funds: &[FundId], kind: Option<CapitalKind>) -> Result<Vec<Account>, Error> {
    let ids: Vec<FundId> = funds.to_vec();
    let mut returns: HashMap<CapitalId, Vec<CapitalReturn>> = HashMap::new();
    let select = capital_return::Entity::find().filter(capital_return::Column::FundId.is_in(ids.iter().copied()));
    for row in select.order_by_asc(capital_return::Column::VoucherNo).all(db).await? {
        returns.entry(row.capital_id).or_default().push(row);
    }
    let mut select = capital::Entity::find().filter(capital::Column::FundId.is_in(ids));
    if let Some(kind) = kind {
        select = select.filter(capital::Column::Kind.eq(kind));
    }
    let all = select.order_by_desc(capital::Column::HappensOn).all(db).await?;
    Ok(all.into_iter().map(|capital| Account { returns: returns.remove(&capital.id).unwrap_or_default(), capital }).collect())
}

pub async fn account(db: &impl ConnectionTrait, id: CapitalId) -> Result<Account, Error> {
    let capital = find(db, id).await?;
    let select = capital_return::Entity::find().filter(capital_return::Column::CapitalId.eq(id));
    Ok(Account { returns: select.order_by_asc(capital_return::Column::VoucherNo).all(db).await?, capital })
}

/// The share-out that made this capital, if it counts.
pub async fn shared_out_by(db: &impl ConnectionTrait, id: CapitalId) -> Result<Option<share_out::Model>, Error> {
    let own = share_out::Entity::find().filter(share_out::Column::CapitalId.eq(id));
    Ok(own.filter(share_out::Column::ReversedAt.is_null()).one(db).await?)
}

pub async fn find_return(db: &impl ConnectionTrait, id: CapitalReturnId) -> Result<CapitalReturn, Error> {
    Ok(capital_return::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

pub async fn insert_return(step: &Step<'_>, row: CapitalReturn) -> Result<(), Error> {
    capital_return::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

pub async fn mark_return_reversed(step: &Step<'_>, id: CapitalReturnId, reason: &str) -> Result<(), Error> {
    let row = capital_return::ActiveModel {
        id: Set(id),
        reversed_at: Set(Some(step.now)),
        reversed_by: Set(Some(step.by.user_id)),
        reversal_reason: Set(Some(reason.to_owned())),
        ..Default::default()
    };
    capital_return::Entity::update(row).exec(step.tx).await?;
    Ok(())
}
