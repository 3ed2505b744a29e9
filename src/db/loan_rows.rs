//! What a replay needs of loans: what falls due of each, the money that came in, and what was decided about it.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Statement};
use serde::Deserialize;
use uuid::Uuid;

use super::entity::{installment, loan, remission, repayment};
use super::packed::{self, Packed};
use super::{Tx, insert};
use crate::domain::event::PaymentKind;
use crate::domain::ids::{AssociationId, FundId, LoanId, MemberId, RemissionId, RepaymentId, UserId};
use crate::domain::ledger::Account;
use crate::domain::loan::{PaymentMethod, RemissionKind};
use crate::domain::relief::Relief;
use crate::error::Error;

/// Loans of one query.
const LOANS: usize = 500;

/// The rows of one loan.
#[derive(Debug, Default)]
pub struct LoanRows {
    /// By number.
    pub installments: Vec<installment::Model>,
    /// In the order of recording.
    pub repayments: Vec<repayment::Model>,
    /// In the order of recording.
    pub remissions: Vec<remission::Model>,
}

/// Rows of loans that are to be written, in any order: nothing refers to another before the transaction ends.
#[derive(Debug, Default)]
pub struct NewRows {
    loans: Vec<loan::Model>,
    installments: Vec<installment::Model>,
    repayments: Vec<repayment::Model>,
}

impl NewRows {
    pub fn add(&mut self, loan: loan::Model, rows: LoanRows) {
        self.loans.push(loan);
        self.installments.extend(rows.installments);
        self.repayments.extend(rows.repayments);
    }

    /// Whether there are enough of a table for one statement.
    pub fn are_many(&self) -> bool {
        [self.loans.len(), self.installments.len(), self.repayments.len()].into_iter().any(|rows| rows >= insert::ROWS)
    }

    /// The statement that writes some of them, and takes them out; none where none is left.
    ///
    /// # Errors
    /// As [`insert::statement`].
    pub fn statement(&mut self, tx: &Tx) -> Result<Option<Statement>, Error> {
        let backend = tx.get_database_backend();
        let (loans, installments, repayments) = (self.loans.len(), self.installments.len(), self.repayments.len());
        match loans.max(installments).max(repayments) {
            0 => Ok(None),
            most if most == installments => insert::statement(backend, some(&mut self.installments)),
            most if most == repayments => insert::statement(backend, some(&mut self.repayments)),
            _ => insert::statement(backend, some(&mut self.loans)),
        }
    }
}

fn some<M: IntoActiveModel<A>, A: ActiveModelTrait>(rows: &mut Vec<M>) -> impl Iterator<Item = A> {
    let rows = rows.drain(..rows.len().min(insert::ROWS)).collect::<Vec<_>>();
    rows.into_iter().map(IntoActiveModel::into_active_model)
}

/// The rows of these loans, one text a table and loan.
///
/// # Errors
/// A fault when a row cannot be read.
pub async fn of(db: &impl ConnectionTrait, loans: &[loan::Model]) -> Result<HashMap<LoanId, LoanRows>, Error> {
    let packed = [installments(db), repayments(db), remissions(db)];
    let mut of = HashMap::with_capacity(loans.len());
    for chunk in loans.chunks(LOANS) {
        let mut select = loan::Entity::find().select_only().column(loan::Column::Id);
        for (place, rows) in packed.iter().enumerate() {
            select = select.expr_as(Expr::cust(rows.clone()), format!("rows_{place}"));
        }
        type Row = (LoanId, Option<String>, Option<String>, Option<String>);
        let select = select.filter(loan::Column::Id.is_in(chunk.iter().map(|loan| loan.id)));
        let mut texts: HashMap<LoanId, Row> = select.into_tuple::<Row>().all(db).await?.into_iter().map(|row| (row.0, row)).collect();
        for loan in chunk {
            let Some((_, due, paid, decided)) = texts.remove(&loan.id) else { continue };
            let mut rows = LoanRows {
                installments: packed::rows::<Due>(due.as_deref())?.into_iter().map(|row| row.of(loan)).collect(),
                repayments: packed::rows::<Paid>(paid.as_deref())?.into_iter().map(|row| row.of(loan)).collect(),
                remissions: packed::rows::<Decided>(decided.as_deref())?.into_iter().map(|row| row.of(loan)).collect(),
            };
            rows.installments.sort_unstable_by_key(|row| row.no);
            rows.repayments.sort_unstable_by_key(|row| row.receipt_no);
            rows.remissions.sort_unstable_by_key(|row| row.id);
            of.insert(loan.id, rows);
        }
    }
    Ok(of)
}

fn installments(db: &impl ConnectionTrait) -> String {
    use installment::Column as I;
    let amounts = [I::PrincipalMinor, I::InterestMinor, I::AskedInterestMinor, I::PaidPrincipalMinor, I::PaidInterestMinor, I::PaidLateFeeMinor];
    let packed = Packed::of(db, "i").ids_unless(&[I::AssociationId, I::FundId], "loan");
    let packed = packed.plain(&[I::No, I::DueOn, I::OriginalDueOn]).plain(&amounts).plain(&[I::IsOpen, I::Appended]);
    packed.text_of("installment i WHERE i.loan_id = loan.id")
}

/// An installment as it is packed: what is null is its loan's.
#[derive(Deserialize)]
struct Due {
    association_id: Option<AssociationId>,
    fund_id: Option<FundId>,
    no: i64,
    due_on: NaiveDate,
    original_due_on: NaiveDate,
    principal_minor: i64,
    interest_minor: i64,
    asked_interest_minor: i64,
    paid_principal_minor: i64,
    paid_interest_minor: i64,
    paid_late_fee_minor: i64,
    #[serde(deserialize_with = "packed::flag")]
    is_open: bool,
    #[serde(deserialize_with = "packed::flag")]
    appended: bool,
}

impl Due {
    fn of(self, loan: &loan::Model) -> installment::Model {
        installment::Model {
            loan_id: loan.id,
            no: self.no,
            association_id: self.association_id.unwrap_or(loan.association_id),
            fund_id: self.fund_id.unwrap_or(loan.fund_id),
            due_on: self.due_on,
            original_due_on: self.original_due_on,
            principal_minor: self.principal_minor,
            interest_minor: self.interest_minor,
            asked_interest_minor: self.asked_interest_minor,
            paid_principal_minor: self.paid_principal_minor,
            paid_interest_minor: self.paid_interest_minor,
            paid_late_fee_minor: self.paid_late_fee_minor,
            is_open: self.is_open,
            appended: self.appended,
        }
    }
}

fn repayments(db: &impl ConnectionTrait) -> String {
    use repayment::Column as R;
    let split = [R::LateFeeMinor, R::InterestMinor, R::PrincipalMinor, R::CreditMinor, R::ForgivenMinor, R::RoundingMinor, R::RoundingPrincipalMinor];
    let packed = Packed::of(db, "r").ids(&[R::Id]).ids_unless(&[R::AssociationId, R::FundId, R::MemberId, R::RecordedBy], "loan");
    let packed = packed.plain(&[R::ReceiptNo, R::PaidOn, R::AmountMinor, R::Kind, R::PaymentMethod, R::HeldIn, R::Note]).plain(&split);
    let packed = packed.plain(&[R::Recovery, R::RecordedAt, R::ReversedAt]).ids(&[R::ReversedBy]).plain(&[R::ReversalReason]);
    packed.ids(&[R::PaidByMember]).plain(&[R::PaidBy]).plain(&[R::GerminationPpm, R::Quality]).text_of("repayment r WHERE r.loan_id = loan.id")
}

/// A repayment as it is packed: what is null of the first ids is its loan's.
#[derive(Deserialize)]
struct Paid {
    id: RepaymentId,
    association_id: Option<AssociationId>,
    fund_id: Option<FundId>,
    member_id: Option<MemberId>,
    recorded_by: Option<UserId>,
    receipt_no: i64,
    paid_on: NaiveDate,
    amount_minor: i64,
    kind: PaymentKind,
    payment_method: PaymentMethod,
    held_in: Account,
    note: String,
    late_fee_minor: i64,
    interest_minor: i64,
    principal_minor: i64,
    credit_minor: i64,
    forgiven_minor: i64,
    rounding_minor: i64,
    rounding_principal_minor: i64,
    #[serde(deserialize_with = "packed::flag")]
    recovery: bool,
    recorded_at: DateTime<Utc>,
    reversed_at: Option<DateTime<Utc>>,
    reversed_by: Option<UserId>,
    reversal_reason: Option<String>,
    paid_by_member: Option<MemberId>,
    paid_by: Option<String>,
    germination_ppm: Option<i64>,
    quality: Option<String>,
}

impl Paid {
    fn of(self, loan: &loan::Model) -> repayment::Model {
        repayment::Model {
            id: self.id,
            association_id: self.association_id.unwrap_or(loan.association_id),
            fund_id: self.fund_id.unwrap_or(loan.fund_id),
            loan_id: loan.id,
            member_id: self.member_id.unwrap_or(loan.member_id),
            receipt_no: self.receipt_no,
            paid_on: self.paid_on,
            amount_minor: self.amount_minor,
            kind: self.kind,
            payment_method: self.payment_method,
            held_in: self.held_in,
            note: self.note,
            late_fee_minor: self.late_fee_minor,
            interest_minor: self.interest_minor,
            principal_minor: self.principal_minor,
            credit_minor: self.credit_minor,
            forgiven_minor: self.forgiven_minor,
            rounding_minor: self.rounding_minor,
            rounding_principal_minor: self.rounding_principal_minor,
            recovery: self.recovery,
            recorded_by: self.recorded_by.unwrap_or(loan.recorded_by),
            recorded_at: self.recorded_at,
            reversed_at: self.reversed_at,
            reversed_by: self.reversed_by,
            reversal_reason: self.reversal_reason,
            paid_by_member: self.paid_by_member,
            paid_by: self.paid_by,
            germination_ppm: self.germination_ppm,
            quality: self.quality,
        }
    }
}

fn remissions(db: &impl ConnectionTrait) -> String {
    use remission::Column as R;
    let amounts = [R::AmountMinor, R::BelowMinor, R::LateFeeMinor, R::InterestMinor, R::PrincipalMinor];
    let packed = Packed::of(db, "d").ids(&[R::Id, R::AssociationId, R::FundId, R::MemberId, R::ActId, R::RecordedBy]);
    let packed = packed.plain(&[R::Kind, R::Acta, R::DecidedOn]).plain(&amounts).plain(&[R::RecordedAt, R::ReversedAt]);
    packed.ids(&[R::ReversedBy]).plain(&[R::ReversalReason, R::Relief]).text_of("remission d WHERE d.loan_id = loan.id")
}

/// A remission as it is packed.
#[derive(Deserialize)]
struct Decided {
    id: RemissionId,
    association_id: AssociationId,
    fund_id: FundId,
    member_id: MemberId,
    act_id: Uuid,
    recorded_by: UserId,
    kind: RemissionKind,
    acta: String,
    decided_on: NaiveDate,
    amount_minor: i64,
    below_minor: i64,
    late_fee_minor: i64,
    interest_minor: i64,
    principal_minor: i64,
    recorded_at: DateTime<Utc>,
    reversed_at: Option<DateTime<Utc>>,
    reversed_by: Option<UserId>,
    reversal_reason: Option<String>,
    #[serde(deserialize_with = "packed::json")]
    relief: Option<Relief>,
}

impl Decided {
    fn of(self, loan: &loan::Model) -> remission::Model {
        remission::Model {
            id: self.id,
            association_id: self.association_id,
            fund_id: self.fund_id,
            loan_id: loan.id,
            member_id: self.member_id,
            act_id: self.act_id,
            kind: self.kind,
            acta: self.acta,
            decided_on: self.decided_on,
            amount_minor: self.amount_minor,
            below_minor: self.below_minor,
            late_fee_minor: self.late_fee_minor,
            interest_minor: self.interest_minor,
            principal_minor: self.principal_minor,
            recorded_by: self.recorded_by,
            recorded_at: self.recorded_at,
            reversed_at: self.reversed_at,
            reversed_by: self.reversed_by,
            reversal_reason: self.reversal_reason,
            relief: self.relief,
        }
    }
}
