//! The figures of the table of funds, each in one query however many funds there are.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::db::entity::account_day::{self, Column as D};
use crate::db::entity::loan::{self, Column as L};
use crate::db::entity::{fund, member};
use crate::domain::ids::{AssociationId, FundId};
use crate::domain::indicators::Fraction;
use crate::domain::ledger::Account;
use crate::domain::loan::LoanStatus;
use crate::error::Error;

/// Loans that are more than this many days late are at risk.
pub const AT_RISK: i64 = 30;
/// Points of a trend: the ends of twelve months, and today.
pub const POINTS: usize = 13;

/// Unpaid principal of loans more than [`AT_RISK`] days late, and of all loans; each fund on its own day.
pub async fn at_risk(db: &impl ConnectionTrait, funds: &[(FundId, NaiveDate)]) -> Result<HashMap<FundId, Fraction>, Error> {
    let mut late = Condition::any();
    for (today, own) in by_day(funds) {
        let last = today - TimeDelta::days(AT_RISK);
        late = late.add(Condition::all().add(L::FundId.is_in(own)).add(L::OldestUnpaidDueOn.lt(last)));
    }
    let unpaid = || Expr::col((loan::Entity, L::UnpaidPrincipalMinor));
    let part = Expr::expr(Expr::case(late, unpaid()).finally(0_i64)).sum().cast_as("bigint");
    let select = loan::Entity::find()
        .select_only()
        .column(L::FundId)
        .column_as(part, "part")
        .column_as(unpaid().sum().cast_as("bigint"), "whole")
        .filter(L::FundId.is_in(funds.iter().map(|(fund, _)| *fund)))
        .filter(L::Status.eq(LoanStatus::Disbursed))
        .group_by(L::FundId);
    let rows: Vec<(FundId, i64, i64)> = select.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(fund, part, whole)| (fund, Fraction { part, whole })).collect())
}

fn by_day(funds: &[(FundId, NaiveDate)]) -> HashMap<NaiveDate, Vec<FundId>> {
    let mut days: HashMap<NaiveDate, Vec<FundId>> = HashMap::new();
    for (fund, today) in funds {
        days.entry(*today).or_default().push(*fund);
    }
    days
}

/// How each fund's money moved in each of these consecutive spans: from the day after one end to the next.
pub async fn money_moved(db: &impl ConnectionTrait, funds: &[FundId], ends: &[NaiveDate; POINTS]) -> Result<HashMap<FundId, [i64; POINTS]>, Error> {
    let mut moved: HashMap<FundId, [i64; POINTS]> = HashMap::new();
    let select = account_day::Entity::find()
        .select_only()
        .columns([D::FundId, D::Date])
        .column_as(D::NetMinor.sum().cast_as("bigint"), "net")
        .filter(D::FundId.is_in(funds.iter().copied()))
        .filter(D::Account.is_in([Account::Cash, Account::CashToVerify, Account::Bank]))
        .filter(D::Date.gt(ends[0]))
        .group_by(D::FundId)
        .group_by(D::Date);
    let rows: Vec<(FundId, NaiveDate, i64)> = select.into_tuple().all(db).await?;
    for (fund, date, net) in rows {
        if let Some(span) = ends.iter().position(|end| date <= *end).filter(|span| *span > 0) {
            moved.entry(fund).or_default()[span] += net;
        }
    }
    Ok(moved)
}

/// How many members and funds each association has.
pub async fn sizes(db: &impl ConnectionTrait) -> Result<HashMap<AssociationId, (i64, i64)>, Error> {
    let members = member::Entity::find().select_only().column(member::Column::AssociationId).column_as(member::Column::Id.count(), "count");
    let members: Vec<(AssociationId, i64)> = members
        .filter(member::Column::LeftOn.is_null())
        .filter(member::Column::TakenBackAt.is_null())
        .group_by(member::Column::AssociationId)
        .into_tuple()
        .all(db)
        .await?;
    let funds = fund::Entity::find()
        .select_only()
        .column(fund::Column::AssociationId)
        .column_as(fund::Column::Id.count(), "count")
        .filter(fund::Column::TakenBackAt.is_null());
    let funds: Vec<(AssociationId, i64)> = funds.group_by(fund::Column::AssociationId).into_tuple().all(db).await?;
    let mut sizes: HashMap<AssociationId, (i64, i64)> = members.into_iter().map(|(id, count)| (id, (count, 0))).collect();
    for (id, count) in funds {
        sizes.entry(id).or_default().1 = count;
    }
    Ok(sizes)
}
