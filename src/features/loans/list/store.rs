//! Queries of the loan list: a page in the requested order, and the totals of all matches.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, NullOrdering, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, Order as By, QueryFilter, QuerySelect, Select};

use crate::db::columns;
use crate::db::entity::installment::Column as I;
use crate::db::entity::loan::Column as L;
use crate::db::entity::member::Column as M;
use crate::db::entity::{installment, loan, member};
use crate::domain::ids::{CycleId, FundId, LoanId};
use crate::domain::loan::{LoanListing, LoanStatus};
use crate::domain::names::number_typed;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::features::loans;
use crate::features::members;
use crate::web::parts::asked::Order;

/// The filters of a fund's loans.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    pub fund: FundId,
    pub listing: LoanListing,
    pub cycle: Option<CycleId>,
    pub community: &'a str,
    /// A name, a document, a member's number or the loan's number.
    pub typed: &'a str,
    pub today: NaiveDate,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    pub id: LoanId,
    pub number: i64,
    pub purpose: String,
    pub status: LoanStatus,
    pub disbursed_on: NaiveDate,
    pub principal_minor: i64,
    pub unpaid_principal_minor: i64,
    pub installments: i64,
    pub oldest_unpaid_due_on: Option<NaiveDate>,
    pub lapses_on: Option<NaiveDate>,
    pub member: String,
    pub document: Option<String>,
    pub community: Option<String>,
    /// Principal and interest of installments whose due day is over. Minor units.
    pub overdue_minor: Option<i64>,
    /// How many installments are not fully paid.
    pub open: Option<i64>,
}

/// The totals of all matches. Minor units.
#[derive(Clone, Debug, Default, FromQueryResult)]
pub struct Totals {
    pub count: i64,
    pub principal_minor: Option<i64>,
    pub unpaid_minor: Option<i64>,
    pub overdue_minor: Option<i64>,
}

/// The open sums of each loan of a fund, read by the index of open installments.
fn open(fund: FundId, today: NaiveDate) -> SelectStatement {
    let of = |column: I| Expr::col((installment::Entity, column));
    let unpaid = of(I::PrincipalMinor).sub(of(I::PaidPrincipalMinor)).add(of(I::AskedInterestMinor)).sub(of(I::PaidInterestMinor));
    let overdue = Expr::case(I::DueOn.lt(today), unpaid).finally(0_i64);
    Query::select()
        .column((installment::Entity, I::LoanId))
        .expr_as(Expr::expr(overdue).sum().cast_as("bigint"), "overdue_minor")
        .expr_as(of(I::No).count(), "open")
        .from(installment::Entity)
        .and_where(I::FundId.eq(fund))
        .and_where(I::IsOpen.eq(true))
        .group_by_col((installment::Entity, I::LoanId))
        .to_owned()
}

fn chosen(wanted: &Wanted<'_>) -> Result<Select<loan::Entity>, Refusal> {
    let mut select = loan::Entity::find().select_only().filter(L::FundId.eq(wanted.fund)).filter(loans::listed(wanted.listing, wanted.today));
    if let Some(cycle) = wanted.cycle {
        select = select.filter(L::CycleId.eq(cycle));
    }
    if !wanted.community.is_empty() {
        select = select.filter(M::Community.eq(wanted.community));
    }
    if !wanted.typed.is_empty() {
        let mut either = Condition::any().add(members::matches(wanted.typed)?);
        if let Some(number) = number_typed(wanted.typed) {
            either = either.add(L::Number.eq(number));
        }
        select = select.filter(either);
    }
    let of_loan = Expr::col((member::Entity, M::Id)).equals((loan::Entity, L::MemberId));
    let open_of = Expr::col(("owed", "loan_id")).equals((loan::Entity, L::Id));
    QuerySelect::query(&mut select).join(JoinType::InnerJoin, member::Entity, of_loan).join_subquery(
        JoinType::LeftJoin,
        open(wanted.fund, wanted.today),
        "owed",
        open_of,
    );
    Ok(select)
}

fn owed(column: &'static str) -> Expr {
    Expr::col(("owed", column))
}

pub async fn page(db: &impl ConnectionTrait, wanted: &Wanted<'_>, order: Order, page: u64, most: u64) -> Result<Vec<Listed>, Error> {
    let select = chosen(wanted)?
        .columns([L::Id, L::Number, L::Purpose, L::Status, L::DisbursedOn, L::PrincipalMinor, L::UnpaidPrincipalMinor, L::Installments])
        .columns([L::OldestUnpaidDueOn, L::LapsesOn])
        .column_as(M::Name, "member")
        .column_as(M::Document, "document")
        .column_as(M::Community, "community")
        .column_as(owed("overdue_minor"), "overdue_minor")
        .column_as(owed("open"), "open");
    let by = if order.down { By::Desc } else { By::Asc };
    let key = match order.by {
        "number" => Expr::col((loan::Entity, L::Number)),
        "member" => Expr::col((member::Entity, M::Search)),
        "lent" => Expr::col((loan::Entity, L::DisbursedOn)),
        "principal" => Expr::col((loan::Entity, L::PrincipalMinor)),
        "balance" => Expr::col((loan::Entity, L::UnpaidPrincipalMinor)),
        "due" => Expr::col((loan::Entity, L::OldestUnpaidDueOn)),
        _ => owed("overdue_minor"),
    };
    let mut select = select.offset(columns::offset(page, most)).limit(most);
    QuerySelect::query(&mut select).order_by_expr_with_nulls(key, by, NullOrdering::Last).order_by((loan::Entity, L::Number), By::Desc);
    Ok(select.into_model::<Listed>().all(db).await?)
}

/// The totals of all matches, as their rows show them: cancelled loans do not count, and the balance is that of disbursed ones.
pub async fn totals(db: &impl ConnectionTrait, wanted: &Wanted<'_>) -> Result<Totals, Error> {
    let of = |column: L| Expr::col((loan::Entity, column));
    let stands = L::Status.ne(LoanStatus::Cancelled);
    let select = chosen(wanted)?
        .column_as(L::Id.count(), "count")
        .column_as(Expr::expr(Expr::case(stands, of(L::PrincipalMinor)).finally(0_i64)).sum().cast_as("bigint"), "principal_minor")
        .column_as(
            Expr::expr(Expr::case(L::Status.is_in([LoanStatus::Disbursed, LoanStatus::WrittenOff]), of(L::UnpaidPrincipalMinor)).finally(0_i64))
                .sum()
                .cast_as("bigint"),
            "unpaid_minor",
        )
        .column_as(owed("overdue_minor").sum().cast_as("bigint"), "overdue_minor");
    Ok(select.into_model::<Totals>().one(db).await?.unwrap_or_default())
}
