//! Sums to collect and to disburse, read for a page: totals, and the first rows of each fund.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Query, SelectStatement, SimpleExpr, WindowStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::due::Span;
use crate::db::columns;
use crate::db::entity::installment::Column as I;
use crate::db::entity::loan::Column as L;
use crate::db::entity::member::Column as M;
use crate::db::entity::{installment, loan, member};
use crate::domain::ids::{FundId, LoanId, MemberId};
use crate::error::Error;
use crate::features::loans;

/// An open installment with its member.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Due {
    pub fund_id: FundId,
    pub loan_id: LoanId,
    pub loan_number: i64,
    pub installments: i64,
    pub purpose: String,
    pub member: String,
    pub no: i64,
    pub due_on: NaiveDate,
    /// The principal and interest still owed of it. Minor units.
    pub unpaid_minor: i64,
}

/// A loan approved and not yet disbursed, with its member.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Agreed {
    pub fund_id: FundId,
    pub id: LoanId,
    pub number: i64,
    pub purpose: String,
    pub member: String,
    pub principal_minor: i64,
}

/// How many, and how much. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub count: i64,
    pub minor: i64,
}

fn unpaid() -> SimpleExpr {
    let of = |column: I| Expr::col((installment::Entity, column));
    of(I::PrincipalMinor).sub(of(I::PaidPrincipalMinor)).add(of(I::AskedInterestMinor)).sub(of(I::PaidInterestMinor))
}

fn joined_on<A: EntityTrait, B: EntityTrait>((a, of_a): (A, A::Column), (b, of_b): (B, B::Column)) -> SimpleExpr {
    Expr::col((a, of_a)).equals((b, of_b))
}

fn open(funds: &[FundId], span: Span) -> Select<installment::Entity> {
    let open = installment::Entity::find().select_only().filter(I::FundId.is_in(funds.iter().copied())).filter(I::IsOpen.eq(true));
    match span {
        Span::Late { today } => open.filter(I::DueOn.lt(today)),
        Span::Coming { today, until } => open.filter(I::DueOn.between(today, until)),
    }
}

/// The number of open installments within a span in each fund, and the sum owed on them.
pub async fn sums(db: &impl ConnectionTrait, funds: &[FundId], span: Span) -> Result<HashMap<FundId, Sum>, Error> {
    let sums = open(funds, span).column(I::FundId).column_as(I::No.count(), "count").column_as(unpaid().sum().cast_as("bigint"), "minor");
    Ok(by_fund(sums.group_by(I::FundId).into_tuple().all(db).await?))
}

fn by_fund(rows: Vec<(FundId, i64, i64)>) -> HashMap<FundId, Sum> {
    rows.into_iter().map(|(fund, count, minor)| (fund, Sum { count, minor })).collect()
}

/// How many members have an open installment due up to a day, by fund.
pub async fn people(db: &impl ConnectionTrait, funds: &[FundId], until: NaiveDate) -> Result<HashMap<FundId, i64>, Error> {
    let mut open = installment::Entity::find().select_only().filter(I::FundId.is_in(funds.iter().copied())).filter(I::IsOpen.eq(true));
    open = open.filter(I::DueOn.lte(until)).column(I::FundId);
    let of_loan = joined_on((loan::Entity, L::Id), (installment::Entity, I::LoanId));
    QuerySelect::query(&mut open).join(JoinType::InnerJoin, loan::Entity, of_loan);
    let people = open.column_as(Expr::col((loan::Entity, L::MemberId)).count_distinct(), "people").group_by(I::FundId);
    let rows: Vec<(FundId, i64)> = people.into_tuple().all(db).await?;
    Ok(rows.into_iter().collect())
}

/// What one member owes to a fund within a span.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Person {
    pub fund_id: FundId,
    pub member_id: MemberId,
    pub member: String,
    pub oldest_due_on: NaiveDate,
    pub count: i64,
    /// Principal and interest. Minor units.
    pub unpaid_minor: i64,
}

/// The small-balance limit of each fund by its rules: a debt below it is too small to collect. Minor units.
pub type Small = HashMap<FundId, i64>;

/// Whether a member's late debt is too small to collect.
fn is_too_little(small: &Small) -> SimpleExpr {
    let rows = Condition::any();
    let of = |(fund, below): (&FundId, &i64)| {
        Condition::all().add(Expr::col(("late", "fund_id")).eq(*fund)).add(Expr::col(("late", "unpaid_minor")).lt(*below))
    };
    let any = small.iter().map(of).fold(rows, Condition::add);
    Expr::case(any, 1_i64).finally(0_i64).into()
}

/// The debtors of each fund within a span, one row a member; `today` is the day that their delay is counted to.
fn owing(db: &impl ConnectionTrait, funds: &[FundId], span: Span, today: NaiveDate) -> SelectStatement {
    let days = columns::days_before(db.get_database_backend(), today, Expr::col((installment::Entity, I::DueOn)));
    let mut select = open(funds, span)
        .column(I::FundId)
        .column_as(M::Id, "member_id")
        .column_as(M::Name, "member")
        .column_as(I::DueOn.min(), "oldest_due_on")
        .column_as(I::No.count(), "count")
        .column_as(unpaid().sum().cast_as("bigint"), "unpaid_minor")
        .column_as(unpaid().mul(days).sum().cast_as("bigint"), "weight");
    let of_loan = joined_on((loan::Entity, L::Id), (installment::Entity, I::LoanId));
    let of_member = joined_on((member::Entity, M::Id), (loan::Entity, L::MemberId));
    QuerySelect::query(&mut select).join(JoinType::InnerJoin, loan::Entity, of_loan).join(JoinType::InnerJoin, member::Entity, of_member);
    select.group_by(I::FundId).group_by(M::Id).group_by(M::Name).group_by(M::Number).column_as(M::Number, "number").into_query()
}

/// The late members of each fund with more than a small balance, largest amount × days first.
pub async fn late_members(db: &impl ConnectionTrait, small: &Small, today: NaiveDate, most: u64) -> Result<Vec<Person>, Error> {
    let funds: Vec<FundId> = small.keys().copied().collect();
    if funds.is_empty() {
        return Ok(Vec::new());
    }
    let mut members = Query::select()
        .column(Asterisk)
        .from_subquery(owing(db, &funds, Span::Late { today }, today), "late")
        .and_where(is_too_little(small).eq(0_i64))
        .to_owned();
    let window = WindowStatement::partition_by(("late", "fund_id"))
        .order_by(("late", "weight"), Order::Desc)
        .order_by(("late", "number"), Order::Asc)
        .to_owned();
    first_of_each(db, std::mem::take(&mut members), window, most).await
}

/// A page of a fund's debtors within a span: the late ones by largest amount × days, the others by due day.
pub async fn people_of(db: &impl ConnectionTrait, fund: FundId, span: Span, page: u64, most: u64) -> Result<Vec<Person>, Error> {
    let (today, by, order) = match span {
        Span::Late { today } => (today, "weight", Order::Desc),
        Span::Coming { today, .. } => (today, "oldest_due_on", Order::Asc),
    };
    let select = Query::select()
        .column(Asterisk)
        .from_subquery(owing(db, &[fund], span, today), "late")
        .order_by(("late", by), order)
        .order_by(("late", "number"), Order::Asc)
        .offset(columns::offset(page, most))
        .limit(most)
        .to_owned();
    let rows = db.query_all(&select).await?;
    Ok(rows.iter().map(|row| Person::from_query_result(row, "")).collect::<Result<_, _>>()?)
}

/// How many members of each fund are late with only a small balance, and the sum.
pub async fn late_below_limit(db: &impl ConnectionTrait, small: &Small, today: NaiveDate) -> Result<HashMap<FundId, Sum>, Error> {
    let funds: Vec<FundId> = small.keys().copied().collect();
    if funds.is_empty() {
        return Ok(HashMap::new());
    }
    let of = |column: &'static str| Expr::col(("late", column));
    let select = Query::select()
        .expr_as(of("fund_id"), "fund_id")
        .expr_as(of("member_id").count(), "count")
        .expr_as(of("unpaid_minor").sum().cast_as("bigint"), "minor")
        .from_subquery(owing(db, &funds, Span::Late { today }, today), "late")
        .and_where(is_too_little(small).eq(1_i64))
        .group_by_col(("late", "fund_id"))
        .to_owned();
    let rows = db.query_all(&select).await?;
    let rows: Vec<(FundId, i64, i64)> = rows
        .iter()
        .map(|row| Ok((row.try_get("", "fund_id")?, row.try_get("", "count")?, row.try_get("", "minor")?)))
        .collect::<Result<_, Error>>()?;
    Ok(by_fund(rows))
}

fn due(funds: &[FundId], span: Span) -> Select<installment::Entity> {
    let mut select = open(funds, span)
        .columns([I::FundId, I::LoanId, I::No, I::DueOn])
        .column_as(L::Number, "loan_number")
        .columns([L::Installments, L::Purpose])
        .column_as(M::Name, "member")
        .column_as(unpaid(), "unpaid_minor");
    let of_loan = joined_on((loan::Entity, L::Id), (installment::Entity, I::LoanId));
    let of_member = joined_on((member::Entity, M::Id), (loan::Entity, L::MemberId));
    QuerySelect::query(&mut select).join(JoinType::InnerJoin, loan::Entity, of_loan).join(JoinType::InnerJoin, member::Entity, of_member);
    select
}

/// All installments within a span of a fund, oldest first.
pub async fn list(db: &impl ConnectionTrait, fund: FundId, span: Span) -> Result<Vec<Due>, Error> {
    let select = due(&[fund], span).order_by_asc(I::DueOn).order_by_asc(L::Number).order_by_asc(I::No);
    Ok(select.into_model::<Due>().all(db).await?)
}

/// The first installments of each fund, in the same order.
pub async fn first(db: &impl ConnectionTrait, funds: &[FundId], span: Span, most: u64) -> Result<Vec<Due>, Error> {
    let window = WindowStatement::partition_by((installment::Entity, I::FundId))
        .order_by((installment::Entity, I::DueOn), Order::Asc)
        .order_by((loan::Entity, L::Number), Order::Asc)
        .order_by((installment::Entity, I::No), Order::Asc)
        .to_owned();
    first_of_each(db, due(funds, span).into_query(), window, most).await
}

/// The first rows of each fund, in the order of a window function.
async fn first_of_each<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    mut rows: SelectStatement,
    window: WindowStatement,
    most: u64,
) -> Result<Vec<T>, Error> {
    rows.expr_window_as(Expr::cust("ROW_NUMBER()"), window, "place");
    let first = Query::select()
        .column(Asterisk)
        .from_subquery(rows, "placed")
        .and_where(Expr::col("place").lte(i64::try_from(most).unwrap_or(i64::MAX)))
        .order_by("fund_id", Order::Asc)
        .order_by("place", Order::Asc)
        .to_owned();
    let rows = db.query_all(&first).await?;
    Ok(rows.iter().map(|row| T::from_query_result(row, "")).collect::<Result<_, _>>()?)
}

fn agreed(funds: &[FundId], today: NaiveDate) -> Select<loan::Entity> {
    loan::Entity::find().select_only().filter(L::FundId.is_in(funds.iter().copied())).filter(loans::waits(today))
}

/// How many loans wait to be disbursed, and their sum.
pub async fn agreed_sums(db: &impl ConnectionTrait, funds: &[FundId], today: NaiveDate) -> Result<HashMap<FundId, Sum>, Error> {
    let sums = agreed(funds, today).column(L::FundId).column_as(L::Id.count(), "count").column_as(L::PrincipalMinor.sum().cast_as("bigint"), "minor");
    Ok(by_fund(sums.group_by(L::FundId).into_tuple().all(db).await?))
}

/// The newest of these loans in each fund.
pub async fn first_agreed(db: &impl ConnectionTrait, funds: &[FundId], most: u64, today: NaiveDate) -> Result<Vec<Agreed>, Error> {
    let mut select = agreed(funds, today).columns([L::FundId, L::Id, L::Number, L::Purpose, L::PrincipalMinor]).column_as(M::Name, "member");
    let of_member = joined_on((member::Entity, M::Id), (loan::Entity, L::MemberId));
    QuerySelect::query(&mut select).join(JoinType::InnerJoin, member::Entity, of_member);
    let window = WindowStatement::partition_by((loan::Entity, L::FundId)).order_by((loan::Entity, L::Number), Order::Desc).to_owned();
    first_of_each(db, select.into_query(), window, most).await
}
