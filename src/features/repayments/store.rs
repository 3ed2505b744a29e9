//! Repayments in the database.

use sea_orm::sea_query::Value;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::db::Tx;
use crate::db::entity::{association, audit, repayment};
use crate::db::projection::update_rows;
use crate::domain::ids::{FundId, RepaymentId};
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::features::loans::Repayment;

pub async fn find(db: &impl ConnectionTrait, id: RepaymentId) -> Result<Repayment, Error> {
    Ok(repayment::Entity::find_by_id(id.0).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// The newest repayments of a fund.
pub async fn newest(db: &impl ConnectionTrait, fund: FundId, page: u64, most: u64) -> Result<Vec<Repayment>, Error> {
    let select = repayment::Entity::find().filter(repayment::Column::FundId.eq(fund.0)).order_by_desc(repayment::Column::ReceiptNo);
    Ok(select.offset(page * most).limit(most).all(db).await?)
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
            ]
        })
        .collect();
    use repayment::Column as R;
    let set = [R::LateFeeMinor, R::InterestMinor, R::PrincipalMinor, R::CreditMinor, R::ForgivenMinor];
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
pub async fn time_zones(tx: &Tx, ids: Vec<uuid::Uuid>) -> Result<std::collections::HashMap<uuid::Uuid, String>, Error> {
    let select = association::Entity::find().select_only().column(association::Column::Id).column(association::Column::TimeZone);
    let rows: Vec<(uuid::Uuid, String)> = select.filter(association::Column::Id.is_in(ids)).into_tuple().all(tx).await?;
    Ok(rows.into_iter().collect())
}
