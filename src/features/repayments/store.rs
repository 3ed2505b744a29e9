//! Repayments in the database.

use sea_orm::sea_query::{Expr, ExprTrait, Value};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::db::entity::{association, audit, idempotency, loan, member, repayment};
use crate::db::projection::update_rows;
use crate::db::{Tx, columns};
use crate::domain::actor::Actor;
use crate::domain::ids::{AssociationId, FundId, RepaymentId};
use crate::domain::loan::LoanStatus;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::features::loans::{Loan, Repayment};
use crate::features::members;

pub async fn find(db: &impl ConnectionTrait, id: RepaymentId) -> Result<Repayment, Error> {
    Ok(repayment::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// The newest repayments of a fund.
pub async fn newest(db: &impl ConnectionTrait, fund: FundId, page: u64, most: u64) -> Result<Vec<Repayment>, Error> {
    let select = repayment::Entity::find().filter(repayment::Column::FundId.eq(fund)).order_by_desc(repayment::Column::ReceiptNo);
    Ok(select.offset(columns::offset(page, most)).limit(most).all(db).await?)
}

/// A page of a fund's open loans whose member matches what was typed, by the member's number.
pub async fn owing(db: &impl ConnectionTrait, fund: FundId, typed: &str, page: u64, most: u64) -> Result<Vec<Loan>, Error> {
    let open = loan::Entity::find().filter(loan::Column::FundId.eq(fund)).filter(loan::Column::Status.eq(LoanStatus::Disbursed));
    let mut select = open.filter(members::matches(typed)?);
    let of_loan = Expr::col((member::Entity, member::Column::Id)).equals((loan::Entity, loan::Column::MemberId));
    QuerySelect::query(&mut select).join(JoinType::InnerJoin, member::Entity, of_loan);
    let ordered = select.order_by_asc(member::Column::Number).order_by_asc(loan::Column::Number);
    Ok(ordered.offset(columns::offset(page, most)).limit(most).all(db).await?)
}

/// The repayment that this person already recorded with a key.
pub async fn made_with(db: &impl ConnectionTrait, key: Uuid, by: &Actor) -> Result<Option<RepaymentId>, Error> {
    let known = idempotency::Entity::find_by_id(key).one(db).await?.filter(|known| known.user_id == by.user_id);
    let Some(known) = known else { return Ok(None) };
    let made = repayment::Entity::find_by_id(known.result_id).one(db).await?;
    Ok(made.map(|row| row.id))
}

pub async fn insert(tx: &Tx, repayments: &[&Repayment]) -> Result<(), Error> {
    for chunk in repayments.chunks(1_000) {
        let rows = chunk.iter().map(|row| (*row).clone().into_active_model());
        repayment::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Writes how these repayments now stand applied.
pub async fn project(tx: &Tx, repayments: &[&Repayment]) -> Result<(), Error> {
    let rows = repayments
        .iter()
        .map(|row| -> Vec<Value> {
            vec![
                row.id.into(),
                row.late_fee_minor.into(),
                row.interest_minor.into(),
                row.principal_minor.into(),
                row.credit_minor.into(),
                row.forgiven_minor.into(),
                row.rounding_minor.into(),
                row.rounding_principal_minor.into(),
            ]
        })
        .collect();
    use repayment::Column as R;
    let set = [R::LateFeeMinor, R::InterestMinor, R::PrincipalMinor, R::CreditMinor, R::ForgivenMinor, R::RoundingMinor, R::RoundingPrincipalMinor];
    update_rows(tx, repayment::Entity, &[R::Id], &set, rows).await
}

pub async fn mark_reversed(tx: &Tx, repayment: &Repayment) -> Result<(), Error> {
    let row = repayment.clone().into_active_model().reset_all();
    repayment::Entity::update(row).exec(tx).await?;
    Ok(())
}

pub async fn add_audit(tx: &Tx, rows: Vec<audit::ActiveModel>) -> Result<(), Error> {
    audit::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// The time zones of these associations.
pub async fn time_zones(tx: &Tx, ids: Vec<AssociationId>) -> Result<std::collections::HashMap<AssociationId, String>, Error> {
    let select = association::Entity::find().select_only().column(association::Column::Id).column(association::Column::TimeZone);
    let rows: Vec<(AssociationId, String)> = select.filter(association::Column::Id.is_in(ids)).into_tuple().all(tx).await?;
    Ok(rows.into_iter().collect())
}
