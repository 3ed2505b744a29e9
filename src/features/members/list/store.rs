//! Queries of the member list, with what each member owes.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, NullOrdering, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, Order as By, QueryFilter, QuerySelect, Select};

use super::MemberStanding;
use crate::db::columns;
use crate::db::entity::loan::Column as L;
use crate::db::entity::member::Column as M;
use crate::db::entity::{loan, member};
use crate::domain::ids::{AssociationId, FundId, MemberId};
use crate::domain::loan::LoanStatus;
use crate::domain::names::fold;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::features::members::store::matches;
use crate::web::parts::asked::Order;

/// The filters of an association's members.
#[derive(Clone, Debug)]
pub struct MemberFilter<'a> {
    pub association: AssociationId,
    pub funds: Vec<FundId>,
    /// None for all of them.
    pub standing: Option<MemberStanding>,
    pub community: &'a str,
    pub typed: &'a str,
    pub today: NaiveDate,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct MemberRow {
    pub id: MemberId,
    pub number: i64,
    pub name: String,
    pub document: Option<String>,
    pub community: Option<String>,
    pub phone: Option<String>,
    pub left_on: Option<NaiveDate>,
    /// The oldest unpaid due date; none where they owe nothing.
    pub oldest_due_on: Option<NaiveDate>,
    pub loans: Option<i64>,
}

fn open(funds: &[FundId]) -> SelectStatement {
    Query::select()
        .column((loan::Entity, L::MemberId))
        .expr_as(Expr::col((loan::Entity, L::OldestUnpaidDueOn)).min(), "oldest_due_on")
        .expr_as(Expr::col((loan::Entity, L::Id)).count(), "loans")
        .from(loan::Entity)
        .and_where(L::FundId.is_in(funds.iter().copied()))
        .and_where(L::Status.eq(LoanStatus::Disbursed))
        .group_by_col((loan::Entity, L::MemberId))
        .to_owned()
}

fn chosen(wanted: &MemberFilter<'_>) -> Result<Select<member::Entity>, Refusal> {
    let own = member::Entity::find().select_only().filter(M::AssociationId.eq(wanted.association)).filter(M::TakenBackAt.is_null());
    let mut select = own.filter(matches(wanted.typed)?);
    let oldest = || Expr::col(("owed", "oldest_due_on"));
    select = match wanted.standing {
        Some(MemberStanding::Owing) => select.filter(Expr::col(("owed", "loans")).is_not_null()),
        Some(MemberStanding::Late) => select.filter(oldest().lt(wanted.today)),
        Some(MemberStanding::Left) => select.filter(M::LeftOn.is_not_null()),
        None => select,
    };
    if !wanted.community.is_empty() {
        select = select.filter(M::Community.eq(wanted.community));
    }
    let of_member = Expr::col(("owed", "member_id")).equals((member::Entity, M::Id));
    QuerySelect::query(&mut select).join_subquery(JoinType::LeftJoin, open(&wanted.funds), "owed", of_member);
    Ok(select)
}

pub async fn page(db: &impl ConnectionTrait, wanted: &MemberFilter<'_>, order: Order, page: u64, most: u64) -> Result<Vec<MemberRow>, Error> {
    let mut select = chosen(wanted)?
        .columns([M::Id, M::Number, M::Name, M::Document, M::Community, M::Phone, M::LeftOn])
        .column_as(Expr::col(("owed", "oldest_due_on")), "oldest_due_on")
        .column_as(Expr::col(("owed", "loans")), "loans")
        .offset(columns::offset(page, most))
        .limit(most);
    let key = match order.by {
        "name" => Expr::col((member::Entity, M::Search)),
        "late" => Expr::col(("owed", "oldest_due_on")),
        _ => Expr::col((member::Entity, M::Number)),
    };
    let by = if order.down { By::Desc } else { By::Asc };
    QuerySelect::query(&mut select).order_by_expr_with_nulls(key, by, NullOrdering::Last).order_by((member::Entity, M::Number), By::Asc);
    Ok(select.into_model::<MemberRow>().all(db).await?)
}

pub async fn count(db: &impl ConnectionTrait, wanted: &MemberFilter<'_>) -> Result<i64, Error> {
    let select = chosen(wanted)?.column_as(M::Id.count(), "count");
    Ok(select.into_tuple().one(db).await?.unwrap_or(0))
}

/// Principal and interest owed by each of these members in each fund. Minor units of the fund.
pub async fn debts(db: &impl ConnectionTrait, wanted: &MemberFilter<'_>, of: &[MemberId]) -> Result<HashMap<MemberId, Vec<(FundId, i64)>>, Error> {
    let mut found: HashMap<MemberId, Vec<(FundId, i64)>> = HashMap::new();
    for chunk in of.chunks(1_000) {
        let open =
            loan::Entity::find().select_only().filter(L::FundId.is_in(wanted.funds.iter().copied())).filter(L::Status.eq(LoanStatus::Disbursed));
        let own = open.filter(L::MemberId.is_in(chunk.iter().copied())).columns([L::MemberId, L::FundId]).column_as(owed(), "owed");
        let rows: Vec<(MemberId, FundId, i64)> = own.group_by(L::MemberId).group_by(L::FundId).into_tuple().all(db).await?;
        for (member, fund, minor) in rows {
            found.entry(member).or_default().push((fund, minor));
        }
    }
    Ok(found)
}

fn owed() -> Expr {
    let of = |column: L| Expr::col((loan::Entity, column));
    of(L::UnpaidPrincipalMinor).add(of(L::UnpaidInterestMinor)).sum().cast_as("bigint")
}

/// What all matches owe, by fund. Minor units of the fund.
pub async fn totals(db: &impl ConnectionTrait, wanted: &MemberFilter<'_>) -> Result<Vec<(FundId, i64)>, Error> {
    let mut select = chosen(wanted)?.column_as(Expr::col((loan::Entity, L::FundId)), "fund_id").column_as(owed(), "owed");
    let of_member = Expr::col((loan::Entity, L::MemberId)).equals((member::Entity, M::Id));
    select = select.filter(L::FundId.is_in(wanted.funds.iter().copied())).filter(L::Status.eq(LoanStatus::Disbursed));
    QuerySelect::query(&mut select).join(JoinType::InnerJoin, loan::Entity, of_member).group_by_col((loan::Entity, L::FundId));
    Ok(select.into_tuple().all(db).await?)
}

/// The communities of an association's members, for the filter.
pub async fn communities(db: &impl ConnectionTrait, association: AssociationId) -> Result<Vec<String>, Error> {
    let select = member::Entity::find().select_only().column(M::Community).distinct().filter(M::AssociationId.eq(association));
    let mut found: Vec<String> = select.filter(M::Community.is_not_null()).filter(M::TakenBackAt.is_null()).limit(200).into_tuple().all(db).await?;
    found.sort_by_key(|name| fold(name));
    Ok(found)
}
