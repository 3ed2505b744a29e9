//! Cases of one loan: replayed to dates, with settlements, waivers, reliefs and a cash step; and its payoff.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::cases::{Outcome, read, refused};
use crate::domain::payoff::{Payoff, payoff};
use crate::domain::relief::Relief;
use crate::domain::replay::{Contract, Event, EventKind, InstallmentPosition, Payment, PaymentKind, Position, Split, replay};
use crate::domain::rules::LoanRules;
use crate::domain::schedule::{Terms, build};

#[derive(Deserialize)]
struct Loan {
    terms: Terms,
    rules: LoanRules,
    #[serde(default)]
    repayments: Vec<Happened>,
    #[serde(default)]
    events: Vec<Happened>,
    #[serde(default)]
    waivers: Vec<Happened>,
    #[serde(default)]
    reliefs: Vec<Happened>,
}

/// A payment with its kind and whether it was cash, a waiver of late fees, or a relief.
#[derive(Deserialize)]
#[serde(untagged)]
enum Happened {
    Relieved(Relieving),
    Counted(Counted),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    on: NaiveDate,
    amount: Option<i64>,
    waive: Option<i64>,
    kind: Option<PaymentKind>,
    #[serde(default)]
    cash: bool,
}

#[derive(Deserialize)]
struct Relieving {
    on: NaiveDate,
    #[serde(flatten)]
    relief: Relief,
}

impl Counted {
    fn event(&self) -> Result<Event, String> {
        let kind = match (self.amount, self.waive) {
            (Some(amount_minor), None) => {
                EventKind::Payment(Payment { amount_minor, kind: self.kind.unwrap_or(PaymentKind::Repayment), in_cash: self.cash })
            }
            (None, Some(amount_minor)) if self.kind.is_none() && !self.cash => EventKind::Waiver { amount_minor },
            _ => return Err(format!("the event of {} is neither an amount nor a waiver", self.on)),
        };
        Ok(Event { on: self.on, kind })
    }
}

impl Happened {
    fn event(&self) -> Result<Event, String> {
        match self {
            Self::Relieved(decided) => Ok(Event { on: decided.on, kind: EventKind::Relief(decided.relief.clone()) }),
            Self::Counted(counted) => counted.event(),
        }
    }
}

impl Loan {
    fn contract(self) -> Result<(Contract, Vec<Event>), String> {
        self.rules.check().map_err(refused)?;
        let schedule = build(&self.terms).map_err(refused)?;
        let happened = self.repayments.iter().chain(&self.events).chain(&self.waivers).chain(&self.reliefs);
        let events = happened.map(Happened::event).collect::<Result<Vec<_>, String>>()?;
        Ok((Contract { terms: self.terms, schedule, rules: self.rules }, events))
    }
}

#[derive(Deserialize)]
pub struct PositionsCase {
    #[serde(flatten)]
    loan: Loan,
    positions: Vec<Value>,
    #[serde(default)]
    payoffs: Vec<Value>,
}

/// # Errors
/// The reason why the case is malformed, or why the rule book refuses it.
pub fn positions(case: PositionsCase) -> Result<Outcome, String> {
    let (contract, events) = case.loan.contract()?;
    let mut computed = Vec::with_capacity(case.positions.len());
    for (i, expected) in case.positions.iter().enumerate() {
        let as_of = expected.get("as_of").cloned().ok_or_else(|| format!("position {i} has no as_of"))?;
        let position = replay(&contract, &events, read(as_of)?).map_err(refused)?;
        let mut told = position_json(&position, &events, expected);
        if expected.get("payoff").is_some() {
            told.insert("payoff".to_owned(), payoff_json(&payoff(&contract, &events, position.as_of).map_err(refused)?));
        }
        computed.push(Value::Object(told));
    }
    let paid_off = payoffs_json(&contract, &events, &case.payoffs)?;
    Ok(Outcome {
        expected: json!({ "positions": case.positions, "payoffs": case.payoffs }),
        computed: json!({ "positions": computed, "payoffs": paid_off }),
    })
}

fn position_json(position: &Position, events: &[Event], expected: &Value) -> Map<String, Value> {
    let splits: Vec<Value> = position
        .splits
        .iter()
        .enumerate()
        .map(|(i, split)| split_json(split, &events[split.event], expected.get("splits").and_then(|splits| splits.get(i))))
        .collect();
    let mut told = Map::new();
    // Some kinds of case leave out what is overdue, or the dates before a relief; then these are not compared.
    let only_where_told = [
        ("overdue_principal", json!(position.overdue_principal())),
        ("overdue_interest", json!(position.overdue_interest())),
        ("oldest_unpaid_original_due_on", json!(position.oldest_unpaid_original_due_on())),
        ("days_late_by_original", json!(position.days_late_by_original())),
    ];
    told.extend(only_where_told.into_iter().filter(|(key, _)| expected.get(key).is_some()).map(|(key, value)| (key.to_owned(), value)));
    let wanted = |i: usize| expected.get("installments").and_then(|installments| installments.get(i));
    let installments: Vec<Value> = position.installments.iter().enumerate().map(|(i, of)| installment_json(of, wanted(i))).collect();
    let always = json!({
        "as_of": position.as_of, "splits": splits, "credit": position.credit, "unpaid_principal": position.unpaid_principal(),
        "unpaid_interest": position.unpaid_interest(), "unpaid_late_fee": position.unpaid_late_fee(),
        "oldest_unpaid_due_on": position.oldest_unpaid_due_on(), "days_late": position.days_late(), "installments": installments,
    });
    told.extend(always.as_object().cloned().unwrap_or_default());
    told
}

fn installment_json(i: &InstallmentPosition, expected: Option<&Value>) -> Value {
    let mut told = json!({
        "no": i.no, "due_on": i.due_on, "principal": i.principal, "interest": i.interest, "paid_principal": i.paid_principal,
        "paid_interest": i.paid_interest, "late_fee": i.late_fee, "paid_late_fee": i.paid_late_fee,
    });
    if expected.is_some_and(|expected| expected.get("original_due_on").is_some()) {
        told["original_due_on"] = json!(i.original_due_on);
    }
    told
}

fn payoff_json(at: &Payoff) -> Value {
    json!({ "principal": at.principal, "interest": at.interest, "late_fee": at.late_fee, "total": at.total(), "forgiven": at.forgiven })
}

fn split_json(split: &Split, event: &Event, expected: Option<&Value>) -> Value {
    let mut told = Map::new();
    for (key, minor) in [("forgiven", split.forgiven), ("rounding", split.rounding.total())] {
        // A figure that a case leaves out counts as zero.
        if minor != 0 || expected.is_some_and(|expected| expected.get(key).is_some()) {
            told.insert(key.to_owned(), json!(minor));
        }
    }
    let amount = event.payment().map(|payment| payment.amount_minor);
    let always = json!({
        "on": event.on, "amount": amount, "late_fee": split.late_fee, "interest": split.interest, "principal": split.principal, "credit": split.credit,
    });
    told.extend(always.as_object().cloned().unwrap_or_default());
    Value::Object(told)
}

#[derive(Deserialize)]
pub struct PayoffsCase {
    #[serde(flatten)]
    loan: Loan,
    payoffs: Vec<Value>,
}

/// # Errors
/// The reason why the case is malformed, or why the rule book refuses it.
pub fn payoffs(case: PayoffsCase) -> Result<Outcome, String> {
    let (contract, events) = case.loan.contract()?;
    let computed = payoffs_json(&contract, &events, &case.payoffs)?;
    Ok(Outcome { expected: json!({ "payoffs": case.payoffs }), computed: json!({ "payoffs": computed }) })
}

fn payoffs_json(contract: &Contract, events: &[Event], expected: &[Value]) -> Result<Vec<Value>, String> {
    let mut computed = Vec::with_capacity(expected.len());
    for (i, expected) in expected.iter().enumerate() {
        let on: NaiveDate = read(expected.get("on").cloned().ok_or_else(|| format!("payoff {i} has no on"))?)?;
        let mut told = payoff_json(&payoff(contract, events, on).map_err(refused)?);
        told["on"] = json!(on);
        computed.push(told);
    }
    Ok(computed)
}
