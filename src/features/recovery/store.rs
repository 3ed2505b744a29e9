//! The observations of recovery in the database.

use chrono::NaiveDate;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set};

use super::Counted;
use crate::db::Tx;
use crate::db::entity::installment;
use crate::db::entity::observed_recovery::{self, Column as O};
use crate::domain::arrears::Bucket;
use crate::domain::ids::{FundId, LoanId};
use crate::error::Error;
use crate::features::funds::Cycle;

pub async fn of_fund(db: &impl ConnectionTrait, fund: FundId) -> Result<Vec<observed_recovery::Model>, Error> {
    Ok(observed_recovery::Entity::find().filter(O::FundId.eq(fund)).all(db).await?)
}

/// Writes the observations of these cycles.
pub async fn keep(tx: &Tx, cycles: &[(Cycle, Counted)]) -> Result<(), Error> {
    let mut rows = Vec::with_capacity(cycles.len() * Bucket::ALL.len());
    for (cycle, counted) in cycles {
        for bucket in Bucket::ALL {
            let observed = counted.observed[bucket as usize];
            let minor = |minor: i128| i64::try_from(minor).map_err(|_| Error::fault("more was observed than an amount holds"));
            rows.push(observed_recovery::ActiveModel {
                cycle_id: Set(cycle.id),
                bucket: Set(bucket),
                association_id: Set(cycle.association_id),
                fund_id: Set(cycle.fund_id),
                counted_to: Set(counted.to),
                installments: Set(observed.installments),
                entered_minor: Set(minor(observed.entered_minor)?),
                recovered_minor: Set(minor(observed.recovered_minor)?),
            });
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    let newest =
        OnConflict::columns([O::CycleId, O::Bucket]).update_columns([O::CountedTo, O::Installments, O::EnteredMinor, O::RecoveredMinor]).to_owned();
    observed_recovery::Entity::insert_many(rows).on_conflict(newest).exec_without_returning(tx).await?;
    Ok(())
}

/// The loans with an installment of a cycle due within one of these ranges of days.
pub async fn loans_due(db: &impl ConnectionTrait, cycle: &Cycle, spans: &[(NaiveDate, NaiveDate)]) -> Result<Vec<LoanId>, Error> {
    use installment::Column as I;
    let mut within = Condition::any();
    for (from, to) in spans {
        let (from, to) = ((*from).max(cycle.starts_on), (*to).min(cycle.ends_on));
        if from <= to {
            within = within.add(I::DueOn.between(from, to));
        }
    }
    if within.is_empty() {
        return Ok(Vec::new());
    }
    // The condition on `is_open` names both values, so that the index on it and the due day is used.
    let select = installment::Entity::find()
        .select_only()
        .column(I::LoanId)
        .distinct()
        .filter(I::FundId.eq(cycle.fund_id))
        .filter(I::IsOpen.is_in([true, false]))
        .filter(within);
    Ok(select.into_tuple().all(db).await?)
}
