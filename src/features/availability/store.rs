//! Sums and lists that the database computes for capital available, beside balances and commitments.

use chrono::{Days, NaiveDate};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, IntoIden, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect};

use crate::db::columns;
use crate::db::entity::{capital, expense, installment, loan, member};
use crate::domain::arrears::Bucket;
use crate::domain::availability::{Receipts, RecoveryRates};
use crate::domain::capital::CapitalStatus;
use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::{FundId, LoanId};
use crate::domain::rate::WHOLE_PPM;
use crate::error::Error;

/// Capital pledged up to a day, overdue pledges included.
pub async fn pledged(db: &impl ConnectionTrait, fund: FundId, until: NaiveDate) -> Result<i64, Error> {
    let sum = capital::Entity::find()
        .select_only()
        .column_as(capital::Column::AmountMinor.sum().cast_as("bigint"), "sum")
        .filter(capital::Column::FundId.eq(fund))
        .filter(capital::Column::Status.eq(CapitalStatus::Pledged))
        .filter(capital::Column::HappensOn.lte(until));
    Ok(sum.into_tuple::<Option<i64>>().one(db).await?.flatten().unwrap_or(0))
}

/// Expenses not made yet: planned, or waiting for another person.
const TO_COME: [ExpenseStatus; 2] = [ExpenseStatus::Planned, ExpenseStatus::Waiting];

/// Expenses to come up to a day, overdue plans included.
pub async fn planned(db: &impl ConnectionTrait, fund: FundId, until: NaiveDate) -> Result<i64, Error> {
    let sum = expense::Entity::find()
        .select_only()
        .column_as(expense::Column::AmountMinor.sum().cast_as("bigint"), "sum")
        .filter(expense::Column::FundId.eq(fund))
        .filter(expense::Column::Status.is_in(TO_COME))
        .filter(expense::Column::HappensOn.lte(until));
    Ok(sum.into_tuple::<Option<i64>>().one(db).await?.flatten().unwrap_or(0))
}

/// A page of the pledges up to a day: giver, kind, date and amount.
pub async fn pledges(db: &impl ConnectionTrait, fund: FundId, until: NaiveDate, page: u64, most: u64) -> Result<Vec<capital::Model>, Error> {
    let pledged = capital::Entity::find()
        .filter(capital::Column::FundId.eq(fund))
        .filter(capital::Column::Status.eq(CapitalStatus::Pledged))
        .filter(capital::Column::HappensOn.lte(until))
        .order_by_asc(capital::Column::HappensOn)
        .order_by_asc(capital::Column::Id);
    Ok(pledged.offset(columns::offset(page, most)).limit(most).all(db).await?)
}

/// A page of the planned expenses up to a day.
pub async fn plans(db: &impl ConnectionTrait, fund: FundId, until: NaiveDate, page: u64, most: u64) -> Result<Vec<expense::Model>, Error> {
    let planned = expense::Entity::find()
        .filter(expense::Column::FundId.eq(fund))
        .filter(expense::Column::Status.is_in(TO_COME))
        .filter(expense::Column::HappensOn.lte(until))
        .order_by_asc(expense::Column::HappensOn)
        .order_by_asc(expense::Column::Id);
    Ok(planned.offset(columns::offset(page, most)).limit(most).all(db).await?)
}

/// Unpaid principal or interest in a row of `installment`.
fn unpaid(principal: bool) -> SimpleExpr {
    use installment::Column as I;
    let (asked, paid) = if principal { (I::PrincipalMinor, I::PaidPrincipalMinor) } else { (I::AskedInterestMinor, I::PaidInterestMinor) };
    Expr::col((installment::Entity, asked)).sub(Expr::col((installment::Entity, paid)))
}

fn whole(ppm: i64) -> SimpleExpr {
    Expr::val(ppm)
}

/// ⌊amount × factor ÷ 1 000 000²⌋ in whole numbers of 64 bits, whatever the amount: with amount = q·M + r and
/// factor = a·M + b it is q·a + ⌊(q·b + r·a + ⌊r·b ÷ M⌋) ÷ M⌋, and no term leaves the bounds.
fn floored(amount: &SimpleExpr, factor: &SimpleExpr) -> SimpleExpr {
    let m = || whole(WHOLE_PPM);
    let (q, r) = (amount.clone().div(m()), amount.clone().modulo(m()));
    let (a, b) = (factor.clone().div(m()), factor.clone().modulo(m()));
    let cross = q.clone().mul(b.clone()).add(r.clone().mul(a.clone())).add(r.mul(b).div(m()));
    q.mul(a).add(cross.div(m()))
}

/// The value of each row's age bucket.
fn by_bucket(at: NaiveDate, values: [i64; 6]) -> SimpleExpr {
    let due_on = || Expr::col((installment::Entity, installment::Column::DueOn));
    let mut case = CaseStatement::new().case(due_on().gte(at), values[Bucket::NotDue as usize]);
    for (bucket, days) in [(Bucket::To30, 30), (Bucket::To60, 60), (Bucket::To90, 90), (Bucket::To180, 180)] {
        case = case.case(due_on().gte(at - Days::new(days)), values[bucket as usize]);
    }
    case.finally(values[Bucket::Over180 as usize]).into()
}

/// Open installments due up to a day, with the factor of each: recovery × share kept, in ppm of ppm.
fn factors(fund: FundId, at: NaiveDate, until: NaiveDate, recovery: &RecoveryRates, kept_ppm: i64) -> SelectStatement {
    use installment::Column as I;
    let due_on = || Expr::col((installment::Entity, I::DueOn));
    let overdue: SimpleExpr = CaseStatement::new().case(due_on().lt(at), 1_i64).finally(0_i64).into();
    Query::select()
        .expr_as(overdue, "overdue")
        .expr_as(unpaid(true), "principal")
        .expr_as(unpaid(false), "interest")
        .expr_as(by_bucket(at, recovery.0.map(|ppm| ppm * WHOLE_PPM)), "of_principal")
        .expr_as(by_bucket(at, recovery.0.map(|ppm| ppm * kept_ppm)), "of_interest")
        .from(installment::Entity)
        .and_where(Expr::col((installment::Entity, I::FundId)).eq(fund))
        .and_where(Expr::col((installment::Entity, I::IsOpen)).eq(true))
        .and_where(due_on().lte(until))
        .to_owned()
}

/// What open installments bring up to a day, by recovery rates and in full. Each is floored once for principal and once for
/// interest.
pub async fn receipts(
    db: &impl ConnectionTrait,
    fund: FundId,
    (at, until): (NaiveDate, NaiveDate),
    recovery: &RecoveryRates,
    kept_ppm: i64,
) -> Result<(Receipts, Receipts), Error> {
    let column = |name: &'static str| -> SimpleExpr { Expr::col(name) };
    let sum = |of: SimpleExpr| of.sum().cast_as("bigint");
    let select = Query::select()
        .column("overdue")
        .expr_as(sum(floored(&column("principal"), &column("of_principal"))), "expected_principal")
        .expr_as(sum(floored(&column("interest"), &column("of_interest"))), "expected_interest")
        .expr_as(sum(column("principal")), "full_principal")
        .expr_as(sum(floored(&column("interest"), &whole(kept_ppm * WHOLE_PPM))), "full_interest")
        .from_subquery(factors(fund, at, until, recovery, kept_ppm), "due")
        .group_by_col("overdue".into_iden())
        .to_owned();
    let (mut expected, mut full) = (Receipts::default(), Receipts::default());
    for row in db.query_all(&select).await? {
        let of = |name: &str| row.try_get::<i64>("", name);
        let (overdue, principal, interest) = (of("overdue")? == 1, of("expected_principal")?, of("expected_interest")?);
        expected.add(overdue, principal, interest);
        full.add(overdue, of("full_principal")?, of("full_interest")?);
    }
    Ok((expected, full))
}

/// Unpaid principal of installments due after a day, by due date. Minor units.
pub async fn unpaid_after(db: &impl ConnectionTrait, fund: FundId, after: NaiveDate) -> Result<Vec<(NaiveDate, i64)>, Error> {
    use installment::Column as I;
    let open = installment::Entity::find().select_only().column(I::DueOn).column_as(unpaid(true).sum().cast_as("bigint"), "sum");
    let own = open.filter(I::FundId.eq(fund)).filter(I::IsOpen.eq(true)).filter(I::DueOn.gt(after));
    Ok(own.group_by(I::DueOn).into_tuple().all(db).await?)
}

/// An open installment with its debtor, and its amount at full recovery.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DueLine {
    pub loan_id: LoanId,
    pub no: i64,
    pub due_on: NaiveDate,
    pub installments: i64,
    pub purpose: String,
    pub member: String,
    pub counts_minor: i64,
}

/// A page of the open installments behind a line, oldest first.
pub async fn due_lines(
    db: &impl ConnectionTrait,
    fund: FundId,
    (at, until): (NaiveDate, NaiveDate),
    line: DueKind,
    kept_ppm: i64,
    (page, most): (u64, u64),
) -> Result<Vec<DueLine>, Error> {
    use installment::Column as I;
    let counts = if line.principal { unpaid(true) } else { floored(&unpaid(false), &whole(kept_ppm * WHOLE_PPM)) };
    let mut select = installment::Entity::find()
        .select_only()
        .columns([I::LoanId, I::No, I::DueOn])
        .column_as(loan::Column::Installments, "installments")
        .column_as(loan::Column::Purpose, "purpose")
        .column_as(member::Column::Name, "member")
        .column_as(counts, "counts_minor")
        .filter(I::FundId.eq(fund))
        .filter(I::IsOpen.eq(true))
        .filter(if line.overdue { I::DueOn.lt(at) } else { I::DueOn.between(at, until) })
        .filter(unpaid(line.principal).gt(0_i64));
    let of_installment = Expr::col((loan::Entity, loan::Column::Id)).equals((installment::Entity, I::LoanId));
    let of_loan = Expr::col((member::Entity, member::Column::Id)).equals((loan::Entity, loan::Column::MemberId));
    QuerySelect::query(&mut select).join(JoinType::InnerJoin, loan::Entity, of_installment).join(JoinType::InnerJoin, member::Entity, of_loan);
    let select = select.order_by_asc(I::DueOn).order_by_asc(I::LoanId).order_by_asc(I::No);
    Ok(select.offset(columns::offset(page, most)).limit(most).into_model::<DueLine>().all(db).await?)
}

/// The installments that a line counts.
#[derive(Clone, Copy, Debug)]
pub struct DueKind {
    pub overdue: bool,
    pub principal: bool,
}
