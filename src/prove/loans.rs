//! Cases of one loan: replayed to dates, with settlements, waivers and a cash step, and what would close it.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::cases::{Outcome, read, refused};
use crate::domain::payoff::payoff;
use crate::domain::replay::{Contract, Event, EventKind, InstallmentPosition, Payment, PaymentKind, Position, Split, replay};
use crate::domain::rules::LoanRules;
use crate::domain::schedule::{Terms, build};

#[derive(Deserialize)]
struct Loan {
    terms: Terms,
    rules: LoanRules,
    #[serde(default, alias = "repayments")]
    events: Vec<Happened>,
}

/// Money with its kind and whether it was cash, or late fees waived.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Happened {
    on: NaiveDate,
    amount: Option<i64>,
    waive: Option<i64>,
    kind: Option<PaymentKind>,
    #[serde(default)]
    cash: bool,
}

impl Happened {
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

impl Loan {
    fn contract(self) -> Result<(Contract, Vec<Event>), String> {
        self.rules.check().map_err(refused)?;
        let schedule = build(&self.terms).map_err(refused)?;
        let events = self.events.iter().map(Happened::event).collect::<Result<Vec<_>, String>>()?;
        Ok((Contract { terms: self.terms, schedule, rules: self.rules }, events))
    }
}

#[derive(Deserialize)]
pub struct PositionsCase {
    #[serde(flatten)]
    loan: Loan,
    positions: Vec<Value>,
}

/// # Errors
/// Why the case is malformed, or why the rule book refuses it.
pub fn positions(case: PositionsCase) -> Result<Outcome, String> {
    let (contract, events) = case.loan.contract()?;
    let mut computed = Vec::with_capacity(case.positions.len());
    for (i, expected) in case.positions.iter().enumerate() {
        let as_of = expected.get("as_of").cloned().ok_or_else(|| format!("position {i} has no as_of"))?;
        let position = replay(&contract, &events, read(as_of)?).map_err(refused)?;
        computed.push(position_json(&position, &events, expected));
    }
    Ok(Outcome { expected: json!({ "positions": case.positions }), computed: json!({ "positions": computed }) })
}

fn position_json(position: &Position, events: &[Event], expected: &Value) -> Value {
    let splits: Vec<Value> = position
        .splits
        .iter()
        .enumerate()
        .map(|(i, split)| split_json(split, &events[split.event], expected.get("splits").and_then(|splits| splits.get(i))))
        .collect();
    let mut told = Map::new();
    for (key, minor) in [("overdue_principal", position.overdue_principal()), ("overdue_interest", position.overdue_interest())] {
        // Kinds of case that do not tell what is overdue are not asked for it.
        if expected.get(key).is_some() {
            told.insert(key.to_owned(), json!(minor));
        }
    }
    let installments: Vec<Value> = position.installments.iter().map(installment_json).collect();
    let always = json!({
        "as_of": position.as_of, "splits": splits, "credit": position.credit, "unpaid_principal": position.unpaid_principal(),
        "unpaid_interest": position.unpaid_interest(), "unpaid_late_fee": position.unpaid_late_fee(),
        "oldest_unpaid_due_on": position.oldest_unpaid_due_on(), "days_late": position.days_late(), "installments": installments,
    });
    told.extend(always.as_object().cloned().unwrap_or_default());
    Value::Object(told)
}

fn installment_json(i: &InstallmentPosition) -> Value {
    json!({
        "no": i.no, "due_on": i.due_on, "principal": i.principal, "interest": i.interest, "paid_principal": i.paid_principal,
        "paid_interest": i.paid_interest, "late_fee": i.late_fee, "paid_late_fee": i.paid_late_fee,
    })
}

fn split_json(split: &Split, event: &Event, expected: Option<&Value>) -> Value {
    let mut told = Map::new();
    for (key, minor) in [("forgiven", split.forgiven), ("rounding", split.rounding.total())] {
        // What a case leaves out counts as nothing.
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
/// Why the case is malformed, or why the rule book refuses it.
pub fn payoffs(case: PayoffsCase) -> Result<Outcome, String> {
    let (contract, events) = case.loan.contract()?;
    let mut computed = Vec::with_capacity(case.payoffs.len());
    for (i, expected) in case.payoffs.iter().enumerate() {
        let on: NaiveDate = read(expected.get("on").cloned().ok_or_else(|| format!("payoff {i} has no on"))?)?;
        let at = payoff(&contract, &events, on).map_err(refused)?;
        computed.push(json!({
            "on": on, "principal": at.principal, "interest": at.interest, "late_fee": at.late_fee, "total": at.total(), "forgiven": at.forgiven,
        }));
    }
    Ok(Outcome { expected: json!({ "payoffs": case.payoffs }), computed: json!({ "payoffs": computed }) })
}
