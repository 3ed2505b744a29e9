//! Relief after frost, hail or drought: the unpaid debt is asked at later dates, or by new terms (spec §4.4). It is an event
//! of the loan, worked out anew at every replay, and never changes the principal owed.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::calendar::{self, Period, add_months};
use super::earned::{Delay, InForce, Moved, Shifted};
use super::interest::{DayCount, bounded};
use super::position::{InstallmentPosition, Parts, Position, Relieved};
use super::rate::Per;
use super::refusal::{Fact, Refusal};
use super::schedule::{Agreed, Installment, Method, Terms, build};

/// A committee's decision of relief; its JSON is that of the published vectors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relief {
    #[serde(flatten)]
    pub kind: ReliefKind,
    /// Whether late fees charged and not paid are waived; otherwise the first new installment asks them.
    #[serde(default)]
    pub waive_late_fees: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReliefKind {
    /// Every installment with principal or interest unpaid moves to a later date.
    Shift {
        #[serde(flatten)]
        by: Postponement,
        #[serde(default)]
        interest_for_the_delay: bool,
    },
    /// The unpaid principal gets a new schedule from the acta's date.
    NewTerms {
        terms: NewTerms,
        #[serde(default)]
        waive_interest: bool,
    },
}

/// By how much installments move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Postponement {
    Months(u32),
    Days(u32),
}

/// New terms without principal and start: the loan gives its unpaid principal, and the acta its date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewTerms {
    pub method: Method,
    pub installments: u32,
    pub first_due_on: NaiveDate,
    pub every: u32,
    pub unit: Period,
    pub rate_ppm: i64,
    pub rate_per: Per,
    pub day_count: DayCount,
    #[serde(default)]
    pub grace_principal: u32,
    #[serde(default)]
    pub grace_interest: u32,
    pub rounding_step: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub custom: Vec<Agreed>,
}

impl NewTerms {
    /// The full terms for `principal`, starting on a day.
    pub fn of(&self, principal: i64, on: NaiveDate) -> Terms {
        Terms {
            method: self.method,
            principal,
            disbursed_on: on,
            installments: self.installments,
            first_due_on: self.first_due_on,
            every: self.every,
            unit: self.unit,
            rate_ppm: self.rate_ppm,
            rate_per: self.rate_per,
            day_count: self.day_count,
            grace_principal: self.grace_principal,
            grace_interest: self.grace_interest,
            rounding_step: self.rounding_step,
            custom: self.custom.clone(),
        }
    }
}

/// What replaces all open installments.
struct Replacement<'a> {
    /// The new installments, numbered, without the late fees of the old ones.
    installments: Vec<InstallmentPosition>,
    in_force: InForce<'a>,
    relieved: Relieved,
}

/// Applies a relief at the acta's date, after that day's fees and payments. Where no principal is unpaid it does nothing.
/// `last_no` is the highest number that an installment of the loan has ever had.
///
/// # Errors
/// `relief-same-date` and `relief-before-acta` of a shift; a refusal of the new terms; a date or an amount out of bounds.
pub(super) fn relieve<'a>(
    position: &mut Position,
    in_force: &InForce<'a>,
    last_no: &mut u32,
    (event, on): (usize, NaiveDate),
    relief: &Relief,
) -> Result<Option<InForce<'a>>, Refusal> {
    if position.unpaid_principal() == 0 {
        position.reliefs.push(Relieved { event, ..Relieved::default() });
        return Ok(None);
    }
    let mut new = match &relief.kind {
        ReliefKind::Shift { by, interest_for_the_delay } => shift(position, in_force.clone(), on, *by, *interest_for_the_delay)?,
        ReliefKind::NewTerms { terms, waive_interest } => renew(position, in_force, on, terms, *waive_interest)?,
    };
    let late_fee = position.unpaid_late_fee();
    if relief.waive_late_fees {
        new.relieved.waived.late_fee = late_fee;
    } else if let Some(first) = new.installments.first_mut() {
        first.late_fee = late_fee;
    }
    let (listed, unlisted) =
        std::mem::take(&mut position.installments).into_iter().map(InstallmentPosition::cut).partition(InstallmentPosition::asks);
    position.installments = listed;
    position.unlisted.extend::<Vec<_>>(unlisted);
    new.in_force.stands_from(position.installments.len());
    for mut installment in new.installments {
        *last_no += 1;
        installment.no = *last_no;
        position.installments.push(installment);
    }
    position.reliefs.push(Relieved { event, ..new.relieved });
    Ok(Some(new.in_force))
}

fn shift<'a>(
    position: &Position,
    mut in_force: InForce<'a>,
    on: NaiveDate,
    by: Postponement,
    interest_for_the_delay: bool,
) -> Result<Replacement<'a>, Refusal> {
    let standing = in_force.standing(&position.installments).iter().enumerate();
    let open: Vec<(usize, &InstallmentPosition)> = standing.filter(|(_, installment)| installment.open()).collect();
    let day = in_force.day_of_month();
    let mut installments: Vec<InstallmentPosition> = Vec::with_capacity(open.len());
    for (_, old) in &open {
        let due_on = postponed(old.due_on, by, day)?;
        if due_on < on {
            return Err(Refusal::invalid("by", "relief-before-acta").with("due_on", Fact::Date(due_on)).with("decided_on", Fact::Date(on)));
        }
        if installments.last().is_some_and(|before| before.due_on >= due_on) {
            return Err(Refusal::invalid("by", "relief-same-date").with("due_on", Fact::Date(due_on)));
        }
        installments.push(asking(old.original_due_on, due_on, old.unpaid_principal(), old.unpaid_interest()));
    }
    let mut delay = Delay { interest: 0, from: on, to: on };
    if let (Some((_, old)), Some(new)) = (open.first(), installments.first_mut()) {
        (delay.from, delay.to) = (old.due_on, new.due_on);
        if interest_for_the_delay {
            delay.interest = in_force.terms.factor_of_days(delay.from, delay.to).on(position.unpaid_principal())?;
        }
        new.interest = bounded(i128::from(new.interest) + i128::from(delay.interest))?;
    }
    let moved = open.iter().map(|(of, old)| Moved { of: *of, paid_interest: old.paid_interest }).collect();
    in_force.shift(Shifted { moved, delay, by_days: matches!(by, Postponement::Days(_)) });
    Ok(Replacement { installments, in_force, relieved: Relieved { added_interest: delay.interest, ..Relieved::default() } })
}

/// A due date moved. A move by months keeps `day`, or the date's own day, clamped to the month's end.
fn postponed(due_on: NaiveDate, by: Postponement, day: Option<u32>) -> Result<NaiveDate, Refusal> {
    let moved = match by {
        Postponement::Months(0) | Postponement::Days(0) => return Err(Refusal::invalid("by", "relief-moves-nothing")),
        Postponement::Months(months) => {
            let month = add_months(due_on.with_day(1).unwrap_or(due_on), months);
            (1..=day.unwrap_or(due_on.day())).rev().find_map(|day| month.with_day(day))
        }
        Postponement::Days(days) => due_on.checked_add_days(Days::new(u64::from(days))),
    };
    calendar::plausible(moved.unwrap_or(NaiveDate::MAX)).map_err(|refusal| refusal.at("by"))
}

fn renew<'a>(position: &Position, in_force: &InForce<'a>, on: NaiveDate, terms: &NewTerms, waive_interest: bool) -> Result<Replacement<'a>, Refusal> {
    let terms = terms.of(position.unpaid_principal(), on);
    let schedule = build(&terms)?;
    let asked = in_force.asked(&position.installments, on)?;
    let earned: i64 = asked.iter().zip(&position.installments).map(|(asked, old)| asked - old.paid_interest).sum();
    let carried = if waive_interest { 0 } else { earned };
    let originals = original_dates(&position.installments, &schedule);
    let new = schedule.iter().zip(originals).map(|(new, original_due_on)| asking(original_due_on, new.due_on, new.principal, new.interest));
    let mut installments: Vec<InstallmentPosition> = new.collect();
    if let Some(first) = installments.first_mut() {
        first.interest = bounded(i128::from(first.interest) + i128::from(carried))?;
    }
    let relieved = Relieved {
        waived: Parts { interest: earned - carried, ..Parts::default() },
        dropped_interest: position.unpaid_interest() - earned,
        added_interest: schedule.iter().map(|new| new.interest).sum(),
        ..Relieved::default()
    };
    Ok(Replacement { installments, in_force: InForce::renewed(terms, schedule, carried), relieved })
}

/// The original date of each new installment. New principal takes the old unpaid principal oldest first, and each installment
/// has the date of the first unit it takes. One that takes none has the date of the next unit, or of the last when none is
/// left.
fn original_dates(old: &[InstallmentPosition], new: &[Installment]) -> Vec<NaiveDate> {
    let mut units = old.iter().filter(|old| old.unpaid_principal() > 0).map(|old| (old.original_due_on, old.unpaid_principal()));
    let (mut date, mut left) = units.next().unwrap_or_default();
    let mut dates = Vec::with_capacity(new.len());
    for installment in new {
        dates.push(date);
        let mut wanted = installment.principal;
        while wanted >= left {
            wanted -= left;
            let Some(next) = units.next() else { break };
            (date, left) = next;
        }
        left -= wanted;
    }
    dates
}

fn asking(original_due_on: NaiveDate, due_on: NaiveDate, principal: i64, interest: i64) -> InstallmentPosition {
    let mut installment = InstallmentPosition::at_start(&Installment { no: 0, due_on, principal, interest });
    installment.original_due_on = original_due_on;
    installment
}
