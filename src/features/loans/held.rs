//! A loan in memory: its terms, its installments, and its money events.

use chrono::{DateTime, NaiveDate, Utc};

use super::{InstallmentRow, Loan, Remission, Repayment};
use crate::db::columns;
use crate::domain::amount::Unit;
use crate::domain::loan::{LoanStatus, PaymentMethod, RemissionKind};
use crate::domain::payoff::{Payoff, to_settle};
use crate::domain::recovery::{History, histories, reaches};
use crate::domain::refusal::Refusal;
use crate::domain::relief::{Postponement, Relief, ReliefKind};
use crate::domain::replay::{Contract, Event, EventKind, InstallmentPosition, Payment, Position, replay};
use crate::domain::rules::LoanRules;
use crate::domain::schedule::{Installment, Terms};
use crate::error::Error;
use crate::features::recovery::Change;

#[derive(Clone, Debug)]
pub struct LoanAccount {
    pub loan: Loan,
    pub unit: Unit,
    pub contract: Contract,
    pub installments: Vec<InstallmentRow>,
    /// Every repayment, including reversed ones, in order of recording.
    pub repayments: Vec<Repayment>,
    /// Every decision of a committee about it, including reversed ones, in order of recording.
    pub remissions: Vec<Remission>,
}

impl LoanAccount {
    /// # Errors
    /// A fault when the rows are inconsistent.
    pub fn new(
        loan: Loan,
        unit: Unit,
        installments: Vec<InstallmentRow>,
        repayments: Vec<Repayment>,
        remissions: Vec<Remission>,
    ) -> Result<Self, Error> {
        let schedule = installments
            .iter()
            .filter(|row| !row.appended)
            .map(|row| {
                Ok(Installment { no: columns::count(row.no)?, due_on: row.due_on, principal: row.principal_minor, interest: row.interest_minor })
            })
            .collect::<Result<Vec<_>, Error>>()?;
        let contract = Contract { terms: terms(&loan)?, schedule, rules: rules(&loan) };
        Ok(Self { loan, unit, contract, installments, repayments, remissions })
    }

    pub fn status(&self) -> LoanStatus {
        self.loan.status
    }

    /// The repayments that were not reversed, in order of recording.
    pub fn standing(&self) -> impl Iterator<Item = &Repayment> {
        self.repayments.iter().filter(|repayment| repayment.reversed_at.is_none())
    }

    /// The remissions that were not reversed, in order of recording.
    pub fn remitted(&self) -> impl Iterator<Item = &Remission> {
        self.remissions.iter().filter(|remission| remission.reversed_at.is_none())
    }

    /// The loan as it was known at a moment: without later records, and with the records that were reversed only later.
    pub fn known_at(&self, moment: DateTime<Utc>) -> Self {
        let mut then = self.clone();
        then.repayments.retain(|row| row.recorded_at <= moment);
        then.remissions.retain(|row| row.recorded_at <= moment);
        if then.loan.reversed_at.is_some_and(|at| at > moment) {
            (then.loan.status, then.loan.reversed_at) = (LoanStatus::Disbursed, None);
        }
        let later = |at: Option<DateTime<Utc>>| at.filter(|at| *at <= moment);
        then.repayments.iter_mut().for_each(|row| row.reversed_at = later(row.reversed_at));
        then.remissions.iter_mut().for_each(|row| row.reversed_at = later(row.reversed_at));
        then
    }

    /// The events of the repayments, then of the remissions, without reversed ones.
    pub fn events(&self) -> Vec<Event> {
        self.standing().map(event).chain(self.remitted().map(event_of_remission)).collect()
    }

    /// The day of the last event, or of the disbursement where there is none.
    pub fn last_event_on(&self) -> NaiveDate {
        let paid = self.standing().map(|row| row.paid_on).max();
        let remitted = self.remitted().map(|row| row.decided_on).max();
        paid.max(remitted).unwrap_or(self.loan.disbursed_on)
    }

    /// # Errors
    /// A fault when the rows cannot be replayed.
    pub fn position(&self, as_of: NaiveDate) -> Result<Position, Error> {
        Ok(replay(&self.contract, &self.events(), as_of)?)
    }

    /// The payoff that a settlement recorded now must cover on a day.
    ///
    /// # Errors
    /// `before-disbursement`.
    pub fn payoff(&self, on: NaiveDate) -> Result<Payoff, Error> {
        Ok(to_settle(&self.contract, &self.events(), on)?)
    }

    /// What was paid on each installment, and when.
    ///
    /// # Errors
    /// A fault when the rows cannot be replayed.
    pub fn histories(&self) -> Result<Vec<History>, Error> {
        Ok(histories(&self.contract, &self.events())?)
    }

    /// How an event changes the recovery observed of this loan; none where it touches no installment that counts by `until`.
    ///
    /// # Errors
    /// A fault when the rows cannot be replayed.
    pub fn recovery_changed(&self, before: &Self, event_on: NaiveDate, until: NaiveDate) -> Result<Option<Change>, Error> {
        // Installments that a relief adds or removes may count as well as the agreed ones.
        if !self.installments.iter().chain(&before.installments).any(|row| reaches(row.due_on, event_on, until)) {
            return Ok(None);
        }
        Ok(Change::between(self.loan.fund_id, &before.histories()?, &self.histories()?))
    }

    /// Whether it ever had a relief, reversed or not.
    pub fn ever_relieved(&self) -> bool {
        self.remissions.iter().any(|row| row.kind == RemissionKind::Relief)
    }

    /// Writes the position of a replay into the loan and its installments.
    pub fn project(&mut self, position: &Position) {
        self.installments.retain(|row| !row.appended);
        let agreed = self.contract.schedule.last().map_or(0, |last| last.no);
        let mut asked = position.installments.iter().peekable();
        for row in &mut self.installments {
            // An installment that a relief leaves empty is not listed.
            let own = asked.next_if(|installment| i64::from(installment.no) == row.no);
            row.asked_interest_minor = own.map_or(0, |own| own.interest);
            row.paid_principal_minor = own.map_or(0, |own| own.paid_principal);
            row.paid_interest_minor = own.map_or(0, |own| own.paid_interest);
            row.paid_late_fee_minor = own.map_or(0, |own| own.paid_late_fee);
            row.is_open = position.written_off_on.is_none() && own.is_some_and(InstallmentPosition::open);
        }
        // Installments of an earlier relief are kept too: they fell due until a later relief removed them.
        let earlier = position.unlisted.iter().filter(|installment| installment.no > agreed);
        let in_portfolio = position.written_off_on.is_none();
        let appended: Vec<InstallmentRow> = asked.chain(earlier).map(|installment| self.appended(installment, in_portfolio)).collect();
        self.installments.extend(appended);
        self.installments.sort_by_key(|row| row.no);
        self.loan.status = match position.written_off_on {
            _ if position.unpaid() == 0 => LoanStatus::Closed,
            Some(_) => LoanStatus::WrittenOff,
            None => LoanStatus::Disbursed,
        };
        self.loan.unpaid_principal_minor = position.unpaid_principal();
        self.loan.unpaid_interest_minor = position.unpaid_interest();
        self.loan.credit_minor = position.credit;
        self.loan.oldest_unpaid_due_on = position.oldest_unpaid_due_on();
    }

    fn appended(&self, installment: &InstallmentPosition, in_portfolio: bool) -> InstallmentRow {
        InstallmentRow {
            loan_id: self.loan.id,
            no: installment.no.into(),
            association_id: self.loan.association_id,
            fund_id: self.loan.fund_id,
            due_on: installment.due_on,
            original_due_on: installment.original_due_on,
            principal_minor: installment.principal,
            interest_minor: installment.interest,
            asked_interest_minor: installment.interest,
            paid_principal_minor: installment.paid_principal,
            paid_interest_minor: installment.paid_interest,
            paid_late_fee_minor: installment.paid_late_fee,
            is_open: in_portfolio && installment.open(),
            appended: true,
        }
    }

    /// Checks that a committee may decide about the loan: it is in the portfolio.
    ///
    /// # Errors
    /// `loan-not-disbursed`, `loan-written-off`.
    pub fn check_in_portfolio(&self) -> Result<(), Error> {
        if self.status() == LoanStatus::WrittenOff {
            return Err(Refusal::conflict("loan-written-off").into());
        }
        self.check_lent()
    }

    /// # Errors
    /// `loan-not-disbursed`.
    pub fn check_lent(&self) -> Result<(), Error> {
        if self.status().lent() { Ok(()) } else { Err(Refusal::conflict("loan-not-disbursed").into()) }
    }
}

pub fn event(repayment: &Repayment) -> Event {
    let payment = Payment { amount_minor: repayment.amount_minor, kind: repayment.kind, in_cash: repayment.payment_method == PaymentMethod::Cash };
    Event { on: repayment.paid_on, kind: EventKind::Payment(payment) }
}

fn event_of_remission(row: &Remission) -> Event {
    let kind = match row.kind {
        RemissionKind::LateFees => EventKind::Waiver { amount_minor: row.amount_minor },
        RemissionKind::SmallBalance => EventKind::Forgiveness { amount_minor: row.amount_minor, below_minor: row.below_minor },
        RemissionKind::WriteOff => EventKind::WriteOff,
        RemissionKind::Relief => EventKind::Relief(row.relief.clone().unwrap_or(NO_RELIEF)),
    };
    Event { on: row.decided_on, kind }
}

/// Stands for a relief without terms, so that the replay refuses it: the database never holds one.
const NO_RELIEF: Relief = Relief { kind: ReliefKind::Shift { by: Postponement::Days(0), interest_for_the_delay: false }, waive_late_fees: false };

/// # Errors
/// A fault where its row is inconsistent.
pub(super) fn terms(loan: &Loan) -> Result<Terms, Error> {
    Ok(Terms {
        method: loan.method,
        principal: loan.principal_minor,
        disbursed_on: loan.disbursed_on,
        installments: columns::count(loan.installments)?,
        first_due_on: loan.first_due_on,
        every: columns::count(loan.every)?,
        unit: loan.step,
        rate_ppm: loan.rate_ppm,
        rate_per: loan.rate_per,
        day_count: loan.day_count,
        grace_principal: columns::count(loan.grace_principal)?,
        grace_interest: columns::count(loan.grace_interest)?,
        rounding_step: loan.rounding_step_minor,
        custom: serde_json::from_str(&loan.agreed).map_err(|error| Error::fault(format!("a loan's agreed parts: {error}")))?,
    })
}

fn rules(loan: &Loan) -> LoanRules {
    LoanRules {
        order: loan.payment_order,
        late_fee_ppm: loan.late_fee_ppm,
        late_fee_per: loan.late_fee_per,
        late_fee_day_count: loan.late_fee_day_count,
        tolerance_days: loan.tolerance_days,
        flat_rebate: loan.flat_rebate,
        cash_step_minor: loan.cash_step_minor,
    }
}
