//! Calls, claims, promises and changes of debtor in the database.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use crate::db::command::Step;
use crate::db::entity::{claim_payment, debtor_change, guarantee_call, loan, promise, repayment};
use crate::domain::ids::{FundId, LoanId, MemberId, RepaymentId};
use crate::domain::refusal::Refusal;
use crate::error::Error;

pub use crate::db::entity::claim_payment::Model as ClaimPayment;
pub use crate::db::entity::debtor_change::Model as DebtorChange;
pub use crate::db::entity::guarantee_call::Model as Call;
pub use crate::db::entity::loan::Model as LoanRow;
pub use crate::db::entity::promise::Model as Promise;
pub use crate::db::entity::repayment::Model as RepaymentRow;

/// What is recorded of a delay and can be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DelayRecord {
    Call,
    ClaimPayment,
    Promise,
}

/// Where a record of a delay belongs, and whether it still counts.
pub struct Recorded {
    pub fund: FundId,
    pub loan: LoanId,
    pub reversed_at: Option<DateTime<Utc>>,
}

macro_rules! recorded {
    ($table:ident, $db:expr, $id:expr) => {{
        let row = $table::Entity::find_by_id($id).one($db).await?.ok_or_else(Refusal::not_found)?;
        Recorded { fund: row.fund_id, loan: row.loan_id, reversed_at: row.reversed_at }
    }};
}

pub async fn recorded(db: &impl ConnectionTrait, record: DelayRecord, id: Uuid) -> Result<Recorded, Error> {
    Ok(match record {
        DelayRecord::Call => recorded!(guarantee_call, db, id),
        DelayRecord::ClaimPayment => recorded!(claim_payment, db, id),
        DelayRecord::Promise => recorded!(promise, db, id),
    })
}

macro_rules! mark_reversed {
    ($table:ident, $step:expr, $id:expr, $reason:expr) => {{
        let (reversed_at, reversed_by, reversal_reason) = (Set(Some($step.now)), Set(Some($step.by.user_id)), Set(Some($reason.to_owned())));
        let row = $table::ActiveModel { id: Set($id), reversed_at, reversed_by, reversal_reason, ..Default::default() };
        $table::Entity::update(row).exec($step.tx).await?;
    }};
}

pub async fn mark_reversed(step: &Step<'_>, record: DelayRecord, id: Uuid, reason: &str) -> Result<(), Error> {
    match record {
        DelayRecord::Call => mark_reversed!(guarantee_call, step, id, reason),
        DelayRecord::ClaimPayment => mark_reversed!(claim_payment, step, id, reason),
        DelayRecord::Promise => mark_reversed!(promise, step, id, reason),
    }
    Ok(())
}

pub async fn calls(db: &impl ConnectionTrait, loan: LoanId) -> Result<Vec<Call>, Error> {
    let of = guarantee_call::Entity::find().filter(guarantee_call::Column::LoanId.eq(loan));
    Ok(of.order_by_asc(guarantee_call::Column::CalledOn).all(db).await?)
}

pub async fn insert_call(step: &Step<'_>, row: Call) -> Result<(), Error> {
    guarantee_call::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

/// A guarantor's payment of another's loan, as far as it is not repaid.
#[derive(Clone, Debug)]
pub struct Claim {
    pub paid: RepaymentRow,
    pub creditor: MemberId,
    pub debtor: MemberId,
    pub returned: Vec<ClaimPayment>,
}

impl Claim {
    pub fn open_minor(&self) -> i64 {
        let returned: i64 = self.returned.iter().filter(|row| row.reversed_at.is_none()).map(|row| row.amount_minor).sum();
        self.paid.amount_minor - returned
    }
}

async fn claims(db: &impl ConnectionTrait, paid: Vec<RepaymentRow>) -> Result<Vec<Claim>, Error> {
    let ids: Vec<RepaymentId> = paid.iter().map(|row| row.id).collect();
    let returned = claim_payment::Entity::find().filter(claim_payment::Column::RepaymentId.is_in(ids)).all(db).await?;
    let claim = |row: RepaymentRow| {
        // The debtor on that day. A later debtor was not paid for.
        let debtor = row.member_id;
        let creditor = row.paid_by_member.filter(|creditor| *creditor != debtor)?;
        let returned = returned.iter().filter(|one| one.repayment_id == row.id).cloned().collect();
        Some(Claim { creditor, debtor, returned, paid: row })
    };
    Ok(paid.into_iter().filter_map(claim).collect())
}

/// Guarantors' payments of a loan, which its debtor at the time owes them.
pub async fn claims_on(db: &impl ConnectionTrait, loan: LoanId) -> Result<Vec<Claim>, Error> {
    use repayment::Column as R;
    let paid = repayment::Entity::find().filter(R::LoanId.eq(loan)).filter(R::PaidByMember.is_not_null()).filter(R::ReversedAt.is_null());
    claims(db, paid.order_by_asc(R::PaidOn).all(db).await?).await
}

/// What a member is owed for loans they paid, and owes to those who paid for them.
pub async fn claims_of_member(db: &impl ConnectionTrait, member: MemberId) -> Result<Vec<Claim>, Error> {
    use repayment::Column as R;
    let standing = || repayment::Entity::find().filter(R::PaidByMember.is_not_null()).filter(R::ReversedAt.is_null());
    let mut paid = standing().filter(R::PaidByMember.eq(member)).all(db).await?;
    paid.extend(standing().filter(R::MemberId.eq(member)).filter(R::PaidByMember.ne(member)).all(db).await?);
    Ok(claims(db, paid).await?.into_iter().filter(|claim| claim.open_minor() > 0).collect())
}

pub async fn repayment_of(db: &impl ConnectionTrait, id: RepaymentId) -> Result<RepaymentRow, Error> {
    Ok(repayment::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// The debtor's repayments of a guarantor's payment that were not undone.
pub async fn returned_of(db: &impl ConnectionTrait, repayment: RepaymentId) -> Result<Vec<ClaimPayment>, Error> {
    use claim_payment::Column as C;
    let of = claim_payment::Entity::find().filter(C::RepaymentId.eq(repayment)).filter(C::ReversedAt.is_null());
    Ok(of.order_by_asc(C::RecordedAt).all(db).await?)
}

pub async fn insert_claim_payment(step: &Step<'_>, row: ClaimPayment) -> Result<(), Error> {
    claim_payment::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

pub async fn update_claim_payment(step: &Step<'_>, row: ClaimPayment) -> Result<(), Error> {
    claim_payment::Entity::update(row.into_active_model().reset_all()).exec(step.tx).await?;
    Ok(())
}

pub async fn debtor_changes(db: &impl ConnectionTrait, loan: LoanId) -> Result<Vec<DebtorChange>, Error> {
    let of = debtor_change::Entity::find().filter(debtor_change::Column::LoanId.eq(loan));
    Ok(of.order_by_asc(debtor_change::Column::RecordedAt).all(db).await?)
}

/// All changes of debtor of the loans that this member took over or handed on, in the order of recording.
pub async fn debtor_changes_of(db: &impl ConnectionTrait, fund: FundId, member: MemberId) -> Result<HashMap<LoanId, Vec<DebtorChange>>, Error> {
    use debtor_change::Column as C;
    let theirs = Condition::any().add(C::FromMember.eq(member)).add(C::ToMember.eq(member));
    let own = debtor_change::Entity::find().filter(C::FundId.eq(fund)).filter(theirs).all(db).await?;
    let mut of: HashMap<LoanId, Vec<DebtorChange>> = HashMap::new();
    for some in own.iter().map(|row| row.loan_id).collect::<HashSet<_>>().into_iter().collect::<Vec<_>>().chunks(1_000) {
        let changes = debtor_change::Entity::find().filter(C::LoanId.is_in(some.iter().copied())).order_by_asc(C::RecordedAt);
        for row in changes.all(db).await? {
            of.entry(row.loan_id).or_default().push(row);
        }
    }
    Ok(of)
}

/// The earlier debtors of a fund's loans.
pub async fn earlier_debtors(db: &impl ConnectionTrait, fund: FundId) -> Result<HashSet<(LoanId, MemberId)>, Error> {
    let of = debtor_change::Entity::find().filter(debtor_change::Column::FundId.eq(fund)).all(db).await?;
    Ok(of.into_iter().map(|row| (row.loan_id, row.from_member)).collect())
}

pub async fn insert_debtor_change(step: &Step<'_>, row: DebtorChange) -> Result<(), Error> {
    debtor_change::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

/// The promises of these loans, newest first.
pub async fn promises(db: &impl ConnectionTrait, loans: &[LoanId]) -> Result<Vec<Promise>, Error> {
    let of = promise::Entity::find().filter(promise::Column::LoanId.is_in(loans.iter().copied()));
    Ok(of.order_by_desc(promise::Column::RecordedAt).all(db).await?)
}

pub async fn insert_promise(step: &Step<'_>, row: Promise) -> Result<(), Error> {
    promise::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

/// Writes a loan's new debtor.
pub async fn set_debtor(step: &Step<'_>, row: LoanRow) -> Result<(), Error> {
    loan::Entity::update(row.into_active_model().reset_all()).exec(step.tx).await?;
    Ok(())
}
