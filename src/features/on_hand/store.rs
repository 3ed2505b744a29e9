//! What capital available now reads beside balances, commitments and rules.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::db::entity::capital;
use crate::domain::availability::Dated;
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::ids::FundId;
use crate::error::Error;

/// Recoverable capital of these funds that is owed back on a day, with the day it came.
pub async fn owed_back(db: &impl ConnectionTrait, funds: &[FundId]) -> Result<HashMap<FundId, Vec<(NaiveDate, Dated)>>, Error> {
    let rows = capital::Entity::find()
        .filter(capital::Column::FundId.is_in(funds.iter().map(|fund| fund.0)))
        .filter(capital::Column::Kind.eq(CapitalKind::SeedCapital.code()))
        .filter(capital::Column::Status.eq(CapitalStatus::Received.code()))
        .filter(capital::Column::OwedBackOn.is_not_null());
    let mut of: HashMap<FundId, Vec<(NaiveDate, Dated)>> = HashMap::new();
    for row in rows.all(db).await? {
        if let Some(on) = row.owed_back_on {
            of.entry(FundId(row.fund_id)).or_default().push((row.happens_on, Dated(on, row.amount_minor)));
        }
    }
    Ok(of)
}
