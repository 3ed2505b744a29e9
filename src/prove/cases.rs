//! The kinds of case, recognised by their keys, and how the rule book recomputes each.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::domain::amount::MAX_MINOR;
use crate::domain::availability::{Dated, Facts, Owed, RecoveryRates, Unpaid};
use crate::domain::rate::WHOLE_PPM;
use crate::domain::refusal::Refusal;
use crate::domain::replay::{InstallmentPosition, allocate};
use crate::domain::rules::Component;
use crate::domain::schedule::{Installment, Terms, build};
use crate::domain::split::split;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Schedule,
    Split,
    Allocation,
    Replay,
    Settlement,
    CashStep,
    Relief,
    Payoff,
    Availability,
    Cofinancing,
    Indicators,
    Projection,
}

impl Kind {
    pub fn of(case: &Value) -> Option<Self> {
        let has = |keys: &[&str]| keys.iter().all(|key| case.get(key).is_some());
        if has(&["terms", "positions", "reliefs"]) {
            Some(Self::Relief)
        } else if has(&["terms", "positions", "events"]) {
            Some(Self::Settlement)
        } else if has(&["terms", "positions"]) {
            let rounded = case.get("rules").is_some_and(|rules| rules.get("cash_step").is_some());
            Some(if rounded { Self::CashStep } else { Self::Replay })
        } else if has(&["terms", "payoffs"]) {
            Some(Self::Payoff)
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
        } else if has(&["loans", "provision_ppm"]) {
            Some(Self::Indicators)
        } else if has(&["opening", "cycles", "demand"]) {
            Some(Self::Projection)
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
            Self::Settlement => "settlement",
            Self::CashStep => "cash step",
            Self::Relief => "relief",
            Self::Payoff => "payoff",
            Self::Availability => "availability",
            Self::Cofinancing => "cofinancing",
            Self::Indicators => "indicators",
            Self::Projection => "projection",
        }
    }
}

pub struct Outcome {
    pub expected: Value,
    pub computed: Value,
}

/// # Errors
/// The reason why the case is malformed, or why the rule book refuses it.
pub fn recompute(kind: Kind, mut case: Value) -> Result<Outcome, String> {
    date_by_agreement(&mut case);
    match kind {
        Kind::Schedule => schedule(read(case)?),
        Kind::Split => split_case(read(case)?),
        Kind::Allocation => allocation(read(case)?),
        Kind::Replay | Kind::Settlement | Kind::CashStep | Kind::Relief => super::loans::positions(read(case)?),
        Kind::Payoff => super::loans::payoffs(read(case)?),
        Kind::Availability => availability(read(case)?),
        Kind::Cofinancing => super::purchases::cofinancing(read(case)?),
        Kind::Indicators => super::portfolio::indicators(read(case)?),
        Kind::Projection => super::portfolio::projection(read(case)?),
    }
}

/// A `custom` loan takes its number of installments and first due date from its dates (spec §3).
fn date_by_agreement(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(date_by_agreement),
        Value::Object(fields) => {
            fields.values_mut().for_each(date_by_agreement);
            let agreed = fields.get("custom").and_then(Value::as_array).filter(|agreed| !agreed.is_empty());
            let Some((count, first)) = agreed.map(|agreed| (agreed.len(), agreed[0]["due_on"].clone())) else { return };
            fields.insert("installments".to_owned(), json!(count));
            fields.insert("first_due_on".to_owned(), first);
            fields.entry("every").or_insert(json!(1));
            fields.entry("unit").or_insert(json!("month"));
        }
        _ => {}
    }
}

pub(super) fn read<T: serde::de::DeserializeOwned>(case: Value) -> Result<T, String> {
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

/// Refuses amounts and shares beyond what the books can hold, before computing with them.
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
