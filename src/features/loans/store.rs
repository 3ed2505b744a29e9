//! Loans with their installments and money events in the database.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{ExprTrait, Value};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::{InstallmentRow, Loan, LoanAccount, Remission};
use crate::db::columns;
use crate::db::command::Step;
use crate::db::entity::{audit, contribution, fund, installment, loan, purchase, purchase_member, remission, repayment};
use crate::db::loan_rows;
use crate::db::projection::update_rows;
use crate::domain::amount::Unit;
use crate::domain::arrears::Bucket;
use crate::domain::correction::{RecordKind, RecordRef};
use crate::domain::ids::{CycleId, FundId, LoanId, MemberId, RemissionId};
use crate::domain::loan::{LoanListing, LoanStatus};
use crate::domain::recovery::{History, reaches};
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::features::recovery::{self, Change};

/// Rows of one insert: a loan has 43 columns, and SQLite takes 32 766 parameters.
const ROWS: usize = 750;

pub async fn load_one(db: &impl ConnectionTrait, id: LoanId) -> Result<LoanAccount, Error> {
    load(db, &[id]).await?.remove(&id).ok_or_else(|| Refusal::not_found().into())
}

/// These loans with all that a replay needs.
pub async fn load(db: &impl ConnectionTrait, ids: &[LoanId]) -> Result<HashMap<LoanId, LoanAccount>, Error> {
    let loans = loan::Entity::find().filter(loan::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    with_events(db, loans).await.map(|held| held.into_iter().map(|held| (held.loan.id, held)).collect())
}

/// A fund's loans by number, all of them or those of one member.
pub async fn of_fund(db: &impl ConnectionTrait, fund: FundId, member: Option<MemberId>) -> Result<Vec<LoanAccount>, Error> {
    let mut select = loan::Entity::find().filter(loan::Column::FundId.eq(fund));
    if let Some(member) = member {
        select = select.filter(loan::Column::MemberId.eq(member));
    }
    with_events(db, select.order_by_asc(loan::Column::Number).all(db).await?).await
}

/// A fund's open loans by number, all of them or those of one cycle.
pub async fn open_of(db: &impl ConnectionTrait, fund: FundId, cycle: Option<CycleId>) -> Result<Vec<LoanAccount>, Error> {
    let mut select = loan::Entity::find().filter(loan::Column::FundId.eq(fund)).filter(loan::Column::Status.eq(LoanStatus::Disbursed));
    if let Some(cycle) = cycle {
        select = select.filter(loan::Column::CycleId.eq(cycle));
    }
    with_events(db, select.order_by_asc(loan::Column::Number).all(db).await?).await
}

/// The loans of a fund that were not settled on a day: handed over by then, and open since or moved by a later event. The
/// others owed nothing then.
pub async fn unsettled_on(db: &impl ConnectionTrait, fund: FundId, on: NaiveDate) -> Result<Vec<LoanAccount>, Error> {
    use loan::Column as L;
    let (paid, remitted) = (repayment::Entity::find().select_only(), remission::Entity::find().select_only());
    let paid = paid.column(repayment::Column::LoanId).filter(repayment::Column::FundId.eq(fund)).filter(repayment::Column::PaidOn.gt(on));
    let remitted = remitted.column(remission::Column::LoanId).filter(remission::Column::FundId.eq(fund)).filter(remission::Column::DecidedOn.gt(on));
    let open = L::Status.is_in([LoanStatus::Disbursed, LoanStatus::WrittenOff]);
    let moved = L::Id.in_subquery(paid.into_query()).or(L::Id.in_subquery(remitted.into_query()));
    let settled_since = sea_orm::Condition::all().add(L::Status.eq(LoanStatus::Closed)).add(moved);
    let select = loan::Entity::find().filter(L::FundId.eq(fund)).filter(L::DisbursedOn.lte(on));
    let select = select.filter(sea_orm::Condition::any().add(open).add(settled_since));
    with_events(db, select.order_by_asc(L::Number).all(db).await?).await
}

/// How many open loans of a fund there are of each age and what they owe of principal, in the order of [`Bucket::ALL`],
/// after all that is recorded. Minor units.
pub async fn aged(db: &impl ConnectionTrait, fund: FundId, today: NaiveDate) -> Result<[(i64, i64); 6], Error> {
    use loan::Column as L;
    let select = loan::Entity::find()
        .select_only()
        .column(L::OldestUnpaidDueOn)
        .column_as(L::Id.count(), "count")
        .column_as(L::UnpaidPrincipalMinor.sum().cast_as("bigint"), "minor")
        .filter(L::FundId.eq(fund))
        .filter(L::Status.eq(LoanStatus::Disbursed))
        .group_by(L::OldestUnpaidDueOn);
    let rows: Vec<(Option<NaiveDate>, i64, i64)> = select.into_tuple().all(db).await?;
    let mut aged = [(0, 0); 6];
    for (oldest, count, minor) in rows {
        let bucket = &mut aged[oldest.map_or(Bucket::NotDue, |due_on| Bucket::of(due_on, today)) as usize];
        bucket.0 += count;
        bucket.1 += minor;
    }
    Ok(aged)
}

/// The loan of a fund with this number.
pub async fn with_number(db: &impl ConnectionTrait, fund: FundId, number: i64) -> Result<Option<Loan>, Error> {
    Ok(loan::Entity::find().filter(loan::Column::FundId.eq(fund)).filter(loan::Column::Number.eq(number)).one(db).await?)
}

/// A fund's loans by number, without their events.
pub async fn rows_of_fund(db: &impl ConnectionTrait, fund: FundId) -> Result<Vec<Loan>, Error> {
    Ok(loan::Entity::find().filter(loan::Column::FundId.eq(fund)).order_by_asc(loan::Column::Number).all(db).await?)
}

/// Loans that are approved and can still be disbursed on a day.
pub fn waits(on: NaiveDate) -> sea_orm::Condition {
    use loan::Column as L;
    let in_time = sea_orm::Condition::any().add(L::LapsesOn.is_null()).add(L::LapsesOn.gt(on));
    sea_orm::Condition::all().add(L::Status.eq(LoanStatus::Approved)).add(in_time)
}

/// The filter of a list of loans, for today.
pub fn listed(listing: LoanListing, today: NaiveDate) -> sea_orm::Condition {
    use loan::Column as L;
    let of = |status: LoanStatus| sea_orm::Condition::all().add(L::Status.eq(status));
    match listing {
        LoanListing::Open => of(LoanStatus::Disbursed),
        LoanListing::Late => of(LoanStatus::Disbursed).add(L::OldestUnpaidDueOn.lt(today)),
        LoanListing::Approved => waits(today),
        LoanListing::Closed => of(LoanStatus::Closed),
        LoanListing::WrittenOff => of(LoanStatus::WrittenOff),
        LoanListing::All => sea_orm::Condition::all(),
    }
}

/// A page of a fund's loans, by number, newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    fund: FundId,
    (listing, today): (LoanListing, NaiveDate),
    page: u64,
    most: u64,
) -> Result<Vec<Loan>, Error> {
    let select = loan::Entity::find().filter(loan::Column::FundId.eq(fund)).filter(listed(listing, today));
    Ok(select.order_by_desc(loan::Column::Number).offset(columns::offset(page, most)).limit(most).all(db).await?)
}

pub async fn count(db: &impl ConnectionTrait, fund: FundId) -> Result<i64, Error> {
    Ok(loan::Entity::find().filter(loan::Column::FundId.eq(fund)).count(db).await?.cast_signed())
}

pub async fn by_ids(db: &impl ConnectionTrait, ids: Vec<LoanId>) -> Result<HashMap<LoanId, Loan>, Error> {
    let loans = loan::Entity::find().filter(loan::Column::Id.is_in(ids)).all(db).await?;
    Ok(loans.into_iter().map(|loan| (loan.id, loan)).collect())
}

/// The other parts of the same approved loan.
pub async fn parts_of(db: &impl ConnectionTrait, own: &Loan) -> Result<Vec<Loan>, Error> {
    let select = loan::Entity::find();
    let select = match own.part_of {
        Some(first) => select.filter(loan::Column::Id.eq(first)),
        None => select.filter(loan::Column::PartOf.eq(own.id)),
    };
    Ok(select.filter(loan::Column::Status.ne(LoanStatus::Cancelled)).all(db).await?)
}

/// The other parts of a wrong loan become parts of the right loan that replaces it.
pub async fn carry_parts_over(step: &Step<'_>, wrong: LoanId, right: LoanId) -> Result<(), Error> {
    use loan::Column as L;
    let parts = loan::Entity::update_many().col_expr(L::PartOf, sea_orm::sea_query::Expr::value(right));
    parts.filter(L::PartOf.eq(wrong)).exec(step.tx).await?;
    Ok(())
}

/// A member's loans in a fund that are open, or approved and not lapsed by a day, without those in `apart`.
pub async fn open_of_member(db: &impl ConnectionTrait, fund: FundId, member: MemberId, apart: &[LoanId], on: NaiveDate) -> Result<Vec<Loan>, Error> {
    let own = loan::Entity::find().filter(loan::Column::FundId.eq(fund)).filter(loan::Column::MemberId.eq(member));
    let open = own.filter(loan::Column::Status.is_in([LoanStatus::Approved, LoanStatus::Disbursed]));
    let open = open.filter(loan::Column::Id.is_not_in(apart.iter().copied())).all(db).await?;
    Ok(open.into_iter().filter(|loan| !loan.lapsed(on)).collect())
}

/// The open loans of a member that fell late before a day, and those written off and still owed.
pub async fn late_of(db: &impl ConnectionTrait, member: MemberId, before: NaiveDate) -> Result<Vec<LoanAccount>, Error> {
    let select = loan::Entity::find()
        .filter(loan::Column::MemberId.eq(member))
        .filter(loan::Column::Status.is_in([LoanStatus::Disbursed, LoanStatus::WrittenOff]));
    let late = select.filter(loan::Column::OldestUnpaidDueOn.lt(before)).order_by_asc(loan::Column::OldestUnpaidDueOn);
    with_events(db, late.all(db).await?).await
}

/// The open loans of these members in these funds that fell late before a day, without their events.
pub async fn late_of_members(db: &impl ConnectionTrait, funds: &[FundId], members: Vec<MemberId>, before: NaiveDate) -> Result<Vec<Loan>, Error> {
    let mut late = Vec::new();
    for chunk in members.chunks(ROWS) {
        // The filter on the fund comes first, so that the index of open loans is used instead of reading all loans of these
        // members.
        let own = loan::Entity::find().filter(loan::Column::FundId.is_in(funds.iter().copied()));
        let open = own.filter(loan::Column::Status.eq(LoanStatus::Disbursed)).filter(loan::Column::OldestUnpaidDueOn.lt(before));
        late.extend(open.filter(loan::Column::MemberId.is_in(chunk.iter().copied())).all(db).await?);
    }
    Ok(late)
}

async fn with_events(db: &impl ConnectionTrait, loans: Vec<Loan>) -> Result<Vec<LoanAccount>, Error> {
    let funds: Vec<FundId> = loans.iter().map(|loan| loan.fund_id).collect();
    let units: Vec<(FundId, Unit)> = fund::Entity::find()
        .select_only()
        .column(fund::Column::Id)
        .column(fund::Column::Unit)
        .filter(fund::Column::Id.is_in(funds))
        .into_tuple()
        .all(db)
        .await?;
    let units: HashMap<FundId, Unit> = units.into_iter().collect();
    let mut rows = loan_rows::of(db, &loans).await?;
    let mut held = Vec::with_capacity(loans.len());
    for loan in loans {
        let unit = units.get(&loan.fund_id).copied().ok_or_else(|| Error::fault("a fund has no row"))?;
        let own = rows.remove(&loan.id).unwrap_or_default();
        held.push(LoanAccount::new(loan, unit, own.installments, own.repayments, own.remissions)?);
    }
    Ok(held)
}

pub async fn insert(step: &Step<'_>, loans: Vec<Loan>, installments: Vec<InstallmentRow>) -> Result<(), Error> {
    for chunk in loans.chunks(ROWS) {
        loan::Entity::insert_many(chunk.iter().cloned().map(|row| row.into_active_model())).exec_without_returning(step.tx).await?;
    }
    insert_installments(step, installments).await
}

pub async fn insert_installments(step: &Step<'_>, installments: Vec<InstallmentRow>) -> Result<(), Error> {
    for chunk in installments.chunks(ROWS) {
        let rows = chunk.iter().cloned().map(|row| row.into_active_model());
        installment::Entity::insert_many(rows).exec_without_returning(step.tx).await?;
    }
    // A loan recorded late may have installments that begin to count at once.
    let of = |row: &InstallmentRow| History {
        due_on: row.due_on,
        amount_minor: row.principal_minor + row.interest_minor,
        payments: Vec::new(),
        cut_on: None,
    };
    let old = installments.iter().filter(|row| reaches(row.due_on, row.due_on, step.tomorrow()));
    let changes: Vec<Change> = old.filter_map(|row| Change::between(row.fund_id, &[], &[of(row)])).collect();
    recovery::count(step.tx, &changes).await
}

/// The purchase whose delivery opened a loan.
pub async fn opened_by(db: &impl ConnectionTrait, loan: &Loan) -> Result<Option<RecordRef>, Error> {
    let id = loan.id;
    let own = contribution::Entity::find().filter(contribution::Column::LoanId.eq(id)).one(db).await?.map(|row| row.purchase_id);
    let of_project = purchase_member::Entity::find().filter(purchase_member::Column::RecoverableLoanId.eq(id)).one(db).await?;
    let Some(purchase) = own.or(of_project.map(|row| row.purchase_id)) else { return Ok(None) };
    let row = purchase::Entity::find_by_id(purchase).one(db).await?.ok_or_else(|| Error::fault("a loan of a purchase has none"))?;
    let on = row.received_on.unwrap_or(loan.disbursed_on);
    Ok(Some(RecordRef { kind: RecordKind::Purchase, id: row.id.0, number: Some(row.number), on }))
}

/// The time at which each of these loans was cancelled.
pub async fn cancelled_at(db: &impl ConnectionTrait, ids: Vec<LoanId>) -> Result<HashMap<LoanId, DateTime<Utc>>, Error> {
    let mut found = HashMap::new();
    for chunk in ids.chunks(ROWS) {
        let select = audit::Entity::find().filter(audit::Column::SubjectId.is_in(chunk.iter().copied()));
        let rows = select.filter(audit::Column::Action.eq(super::put_right::CANCEL)).all(db).await?;
        found.extend(rows.into_iter().map(|row| (LoanId(row.subject_id), row.at)));
    }
    Ok(found)
}

/// Writes a loan's row with its present values.
pub async fn update(step: &Step<'_>, loan: Loan) -> Result<(), Error> {
    loan::Entity::update(loan.into_active_model().reset_all()).exec(step.tx).await?;
    Ok(())
}

/// Writes the projected columns of these loans and installments.
pub async fn project(tx: &crate::db::Tx, loans: &[&Loan], installments: &[&InstallmentRow]) -> Result<(), Error> {
    let rows = loans
        .iter()
        .map(|row| -> Vec<Value> {
            vec![
                row.id.into(),
                row.status.into(),
                row.unpaid_principal_minor.into(),
                row.unpaid_interest_minor.into(),
                row.credit_minor.into(),
                row.oldest_unpaid_due_on.into(),
            ]
        })
        .collect();
    use loan::Column as L;
    let set = [L::Status, L::UnpaidPrincipalMinor, L::UnpaidInterestMinor, L::CreditMinor, L::OldestUnpaidDueOn];
    update_rows(tx, loan::Entity, &[L::Id], &set, rows).await?;
    let rows = installments
        .iter()
        .map(|row| -> Vec<Value> {
            vec![
                row.loan_id.into(),
                row.no.into(),
                row.asked_interest_minor.into(),
                row.paid_principal_minor.into(),
                row.paid_interest_minor.into(),
                row.paid_late_fee_minor.into(),
                row.is_open.into(),
            ]
        })
        .collect();
    use installment::Column as I;
    let set = [I::AskedInterestMinor, I::PaidPrincipalMinor, I::PaidInterestMinor, I::PaidLateFeeMinor, I::IsOpen];
    update_rows(tx, installment::Entity, &[I::LoanId, I::No], &set, rows).await
}

/// Writes the installments that reliefs add to these loans, replacing the earlier ones.
pub async fn append(tx: &crate::db::Tx, held: &[&LoanAccount]) -> Result<(), Error> {
    let relieved: Vec<&&LoanAccount> = held.iter().filter(|held| held.ever_relieved()).collect();
    for chunk in relieved.chunks(ROWS) {
        let ids = chunk.iter().map(|held| held.loan.id);
        let earlier = installment::Entity::delete_many().filter(installment::Column::LoanId.is_in(ids));
        earlier.filter(installment::Column::Appended.eq(true)).exec(tx).await?;
    }
    let rows: Vec<&InstallmentRow> = relieved.iter().flat_map(|held| &held.installments).filter(|row| row.appended).collect();
    for chunk in rows.chunks(ROWS) {
        let rows = chunk.iter().map(|row| (*row).clone().into_active_model());
        installment::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

pub async fn remission(db: &impl ConnectionTrait, id: RemissionId) -> Result<Remission, Error> {
    Ok(remission::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

pub async fn insert_remissions(step: &Step<'_>, remissions: &[Remission]) -> Result<(), Error> {
    for chunk in remissions.chunks(ROWS) {
        let rows = chunk.iter().cloned().map(|row| row.into_active_model());
        remission::Entity::insert_many(rows).exec_without_returning(step.tx).await?;
    }
    Ok(())
}

pub async fn mark_remission_reversed(step: &Step<'_>, row: &Remission) -> Result<(), Error> {
    remission::Entity::update(row.clone().into_active_model().reset_all()).exec(step.tx).await?;
    Ok(())
}

/// Writes the amounts that these remissions take off their loans.
pub async fn project_remissions(tx: &crate::db::Tx, remissions: &[&Remission]) -> Result<(), Error> {
    let row_of =
        |row: &&Remission| -> Vec<Value> { vec![row.id.into(), row.late_fee_minor.into(), row.interest_minor.into(), row.principal_minor.into()] };
    use remission::Column as R;
    let set = [R::LateFeeMinor, R::InterestMinor, R::PrincipalMinor];
    update_rows(tx, remission::Entity, &[R::Id], &set, remissions.iter().map(row_of).collect()).await
}

/// The loans of a fund that may have a small balance: the principal and interest owed on the whole loan, or on an installment
/// due by a day, is below an amount. Late fees are known only after a replay.
pub async fn perhaps_small(db: &impl ConnectionTrait, fund: FundId, below_minor: i64, due_by: NaiveDate) -> Result<Vec<LoanAccount>, Error> {
    use sea_orm::sea_query::Expr;
    let owed = Expr::col(loan::Column::UnpaidPrincipalMinor).add(Expr::col(loan::Column::UnpaidInterestMinor));
    use installment::Column as I;
    let rest =
        Expr::col(I::PrincipalMinor).sub(Expr::col(I::PaidPrincipalMinor)).add(Expr::col(I::AskedInterestMinor)).sub(Expr::col(I::PaidInterestMinor));
    let small = installment::Entity::find().select_only().column(I::LoanId).filter(I::FundId.eq(fund)).filter(I::IsOpen.eq(true));
    let small = small.filter(I::DueOn.lte(due_by)).filter(rest.lt(below_minor));
    let either = sea_orm::Condition::any().add(owed.lt(below_minor)).add(loan::Column::Id.in_subquery(sea_orm::QueryTrait::into_query(small)));
    let loans = loan::Entity::find().filter(loan::Column::FundId.eq(fund)).filter(loan::Column::Status.eq(LoanStatus::Disbursed)).filter(either);
    with_events(db, loans.order_by_asc(loan::Column::Number).all(db).await?).await
}
