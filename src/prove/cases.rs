//! The kinds of case, recognised by their keys, and how each is recomputed with the rule book.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::domain::amount::MAX_MINOR;
use crate::domain::availability::{Dated, Facts, Owed, RecoveryRates, Unpaid};
use crate::domain::rate::WHOLE_PPM;
use crate::domain::refusal::Refusal;
use crate::domain::replay::{Contract, Event, EventKind, InstallmentPosition, Position, allocate, replay};
use crate::domain::rules::{Component, LoanRules};
use crate::domain::schedule::{Installment, Terms, build};
use crate::domain::split::split;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Schedule,
    Split,
    Allocation,
    Replay,
    Availability,
    Cofinancing,
}

impl Kind {
    pub fn of(case: &Value) -> Option<Self> {
        let has = |keys: &[&str]| keys.iter().all(|key| case.get(key).is_some());
        if has(&["terms", "positions"]) {
            Some(Self::Replay)
        } else if has(&["terms", "installments"]) {
            Some(Self::Schedule)
        } else if has(&["total", "weights"]) {
            Some(Self::Split)
        } else if has(&["order", "installments"]) {
            Some(Self::Allocation)
        } else if has(&["next_cycle_starts", "cash"]) {
            Some(Self::Availability)
        } else if has(&["unit_prices", "parties", "lines"]) {
            Some(Self::Cofinancing)
        } else {
            None
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Split => "split",
            Self::Allocation => "allocation",
            Self::Replay => "replay",
            Self::Availability => "availability",
            Self::Cofinancing => "cofinancing",
        }
    }
}

pub struct Outcome {
    pub expected: Value,
    pub computed: Value,
}

/// # Errors
/// Why the case is malformed, or why the rule book refuses it.
pub fn recompute(kind: Kind, case: Value) -> Result<Outcome, String> {
    match kind {
        Kind::Schedule => schedule(read(case)?),
        Kind::Split => split_case(read(case)?),
        Kind::Allocation => allocation(read(case)?),
        Kind::Replay => replays(read(case)?),
        Kind::Availability => availability(read(case)?),
        Kind::Cofinancing => super::purchases::cofinancing(read(case)?),
    }
}

fn read<T: serde::de::DeserializeOwned>(case: Value) -> Result<T, String> {
    serde_json::from_value(case).map_err(|error| error.to_string())
}

pub(super) fn refused(refusal: Refusal) -> String {
    format!("the rules refuse it: {refusal}")
}

#[derive(Deserialize)]
struct ScheduleCase {
    terms: Terms,
    installments: Value,
}

fn schedule(case: ScheduleCase) -> Result<Outcome, String> {
    let installments = build(&case.terms).map_err(refused)?;
    Ok(Outcome { expected: case.installments, computed: json!(installments) })
}

#[derive(Deserialize)]
struct SplitCase {
    total: i64,
    weights: Vec<i64>,
    parts: Value,
}

fn split_case(case: SplitCase) -> Result<Outcome, String> {
    let parts = split(case.total, &case.weights).map_err(refused)?;
    Ok(Outcome { expected: json!({ "parts": case.parts }), computed: json!({ "parts": parts }) })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paid {
    on: NaiveDate,
    amount: i64,
    #[serde(default)]
    kind: Option<EventKind>,
}

#[derive(Deserialize)]
struct Charged {
    no: u32,
    due_on: NaiveDate,
    principal: i64,
    interest: i64,
    #[serde(default)]
    late_fee_charged: i64,
}

#[derive(Deserialize)]
struct AllocationCase {
    order: [Component; 3],
    installments: Vec<Charged>,
    repayments: Vec<Paid>,
    expected: Value,
}

fn allocation(case: AllocationCase) -> Result<Outcome, String> {
    let mut installments: Vec<InstallmentPosition> = Vec::with_capacity(case.installments.len());
    for charged in &case.installments {
        let amounts = [charged.principal, charged.interest, charged.late_fee_charged];
        if amounts.iter().any(|amount| !(0..=MAX_MINOR).contains(amount)) {
            return Err(format!("installment {} has an amount below zero or too large", charged.no));
        }
        let scheduled = Installment { no: charged.no, due_on: charged.due_on, principal: charged.principal, interest: charged.interest };
        let mut installment = InstallmentPosition::at_start(&scheduled);
        installment.late_fee = charged.late_fee_charged;
        installments.push(installment);
    }
    for repayment in &case.repayments {
        if !(0..=MAX_MINOR).contains(&repayment.amount) {
            return Err(format!("the repayment of {} is below zero or too large", repayment.on));
        }
        allocate(&mut installments, &case.order, repayment.amount);
    }
    let computed: Vec<Value> = installments
        .iter()
        .map(|i| json!({ "no": i.no, "paid_principal": i.paid_principal, "paid_interest": i.paid_interest, "paid_late_fee": i.paid_late_fee, "unpaid": i.unpaid() }))
        .collect();
    Ok(Outcome { expected: case.expected, computed: Value::Array(computed) })
}

#[derive(Deserialize)]
struct ReplayCase {
    terms: Terms,
    rules: LoanRules,
    repayments: Vec<Paid>,
    positions: Vec<Value>,
}

fn replays(case: ReplayCase) -> Result<Outcome, String> {
    case.rules.check().map_err(refused)?;
    let schedule = build(&case.terms).map_err(refused)?;
    let contract = Contract { terms: case.terms, schedule, rules: case.rules };
    let events: Vec<Event> = case
        .repayments
        .iter()
        .map(|paid| Event { on: paid.on, amount_minor: paid.amount, kind: paid.kind.unwrap_or(EventKind::Repayment) })
        .collect();
    let mut computed = Vec::with_capacity(case.positions.len());
    for (i, expected) in case.positions.iter().enumerate() {
        let as_of = expected.get("as_of").cloned().ok_or_else(|| format!("position {i} has no as_of"))?;
        let position = replay(&contract, &events, read(as_of)?).map_err(refused)?;
        computed.push(position_json(&position, &events));
    }
    Ok(Outcome { expected: json!({ "positions": case.positions }), computed: json!({ "positions": computed }) })
}

fn position_json(position: &Position, events: &[Event]) -> Value {
    let installments: Vec<Value> = position
        .installments
        .iter()
        .map(|i| {
            json!({
                "no": i.no, "due_on": i.due_on, "principal": i.principal, "interest": i.interest, "paid_principal": i.paid_principal,
                "paid_interest": i.paid_interest, "late_fee": i.late_fee, "paid_late_fee": i.paid_late_fee,
            })
        })
        .collect();
    let splits: Vec<Value> = position
        .splits
        .iter()
        .map(|s| {
            let event = &events[s.event];
            json!({ "on": event.on, "amount": event.amount_minor, "late_fee": s.late_fee, "interest": s.interest, "principal": s.principal, "credit": s.credit })
        })
        .collect();
    json!({
        "as_of": position.as_of, "splits": splits, "credit": position.credit, "unpaid_principal": position.unpaid_principal(),
        "unpaid_interest": position.unpaid_interest(), "unpaid_late_fee": position.unpaid_late_fee(), "overdue_principal": position.overdue_principal(),
        "overdue_interest": position.overdue_interest(), "oldest_unpaid_due_on": position.oldest_unpaid_due_on(), "days_late": position.days_late(),
        "installments": installments,
    })
}

#[derive(Deserialize)]
struct AvailabilityCase {
    at: NaiveDate,
    next_cycle_starts: NaiveDate,
    cash: i64,
    bank: i64,
    capital: i64,
    reserve_pct: i64,
    reserve_fixed: i64,
    owed: Owed,
    commitments: Vec<i64>,
    unpaid_installments: Vec<Unpaid>,
    recovery_ppm: Map<String, Value>,
    interest_kept_ppm: i64,
    pledges: Vec<Dated>,
    planned_expenses: Vec<Dated>,
    expected: Value,
}

fn availability(case: AvailabilityCase) -> Result<Outcome, String> {
    let mut recovery = [0; 6];
    for (rate, bucket) in recovery.iter_mut().zip(crate::domain::arrears::Bucket::ALL) {
        let given = case.recovery_ppm.get(bucket.code()).and_then(Value::as_i64);
        *rate = given.ok_or_else(|| format!("recovery_ppm has no whole number for {:?}", bucket.code()))?;
    }
    let facts = Facts {
        at: case.at,
        next_cycle_starts: case.next_cycle_starts,
        cash: case.cash,
        bank: case.bank,
        capital: case.capital,
        reserve_ppm: case.reserve_pct.checked_mul(10_000).ok_or("reserve_pct is too large")?,
        reserve_fixed: case.reserve_fixed,
        owed: case.owed,
        commitments: case.commitments,
        unpaid_installments: case.unpaid_installments,
        recovery: RecoveryRates(recovery),
        interest_kept_ppm: case.interest_kept_ppm,
        pledges: case.pledges,
        planned_expenses: case.planned_expenses,
    };
    within_bounds(&facts)?;
    let computed = facts.availability().map_err(refused)?;
    Ok(Outcome { expected: case.expected, computed: json!(computed) })
}

/// Amounts and shares that the books could never hold are told before they are worked with.
fn within_bounds(facts: &Facts) -> Result<(), String> {
    let owed = &facts.owed;
    let dated = owed.recoverable_capital.iter().chain(&facts.pledges).chain(&facts.planned_expenses).map(|dated| dated.1);
    let unpaid = facts.unpaid_installments.iter().flat_map(|unpaid| [unpaid.principal, unpaid.interest]);
    let single = [
        facts.cash,
        facts.bank,
        facts.capital,
        facts.reserve_fixed,
        owed.member_credit,
        owed.producer_advances,
        owed.programme_funds_held,
        owed.payables,
    ];
    let mut amounts = single.into_iter().chain(facts.commitments.iter().copied()).chain(dated).chain(unpaid);
    if amounts.any(|amount| !(-MAX_MINOR..=MAX_MINOR).contains(&amount)) {
        return Err("an amount is too large".to_owned());
    }
    let mut shares = facts.recovery.0.into_iter().chain([facts.interest_kept_ppm, facts.reserve_ppm]);
    if shares.any(|share| !(0..=WHOLE_PPM).contains(&share)) {
        return Err("a share is not between 0 and 1 000 000 ppm".to_owned());
    }
    Ok(())
}
