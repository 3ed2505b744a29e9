//! A loan whose installments were agreed one by one, in a sheet of their own.

use chrono::NaiveDate;

use super::cells::RowReader;
use super::choices::Choices;
use super::headers::Field;
use super::loans::AgreedPart;
use super::terms::{Said, ask_per, rate};
use super::values::ReadRate;
use crate::domain::calendar::Period;
use crate::domain::rate::Per;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::rules::FundRules;
use crate::domain::schedule::{Agreed, Method, Terms, build};

/// A loan with a schedule of its own in another sheet.
pub fn terms(row: &mut RowReader<'_>, choices: &Choices, rules: &FundRules, lent: i64, began_on: NaiveDate, parts: &[AgreedPart]) -> Option<Terms> {
    let free = parts.iter().all(|part| part.interest_minor.unwrap_or(0) == 0);
    let unsaid = row.is_empty(Field::Rate) && choices.rate.is_none();
    let rate = if free && unsaid { ReadRate { ppm: 0, per: Some(Per::Month) } } else { rate(row, choices, lent, &Said::NOTHING)? };
    let custom: Vec<Agreed> = parts.iter().map(|part| Agreed { due_on: part.due_on, principal: part.principal_minor }).collect();
    let terms = Terms {
        method: Method::Custom,
        principal: lent,
        disbursed_on: began_on,
        installments: u32::try_from(custom.len()).unwrap_or(u32::MAX),
        first_due_on: custom.first()?.due_on,
        every: 1,
        unit: Period::Month,
        rate_ppm: rate.ppm,
        rate_per: rate.per.unwrap_or(Per::Month),
        day_count: rules.day_count,
        grace_principal: 0,
        grace_interest: 0,
        rounding_step: rules.rounding_step_minor,
        custom,
    };
    // Interest that was agreed otherwise than the rate makes it is told, never taken for the same.
    if let Ok(schedule) = build(&terms) {
        let differs = schedule.iter().zip(parts).find(|(computed, part)| part.interest_minor.is_some_and(|own| own != computed.interest));
        if let Some((computed, part)) = differs {
            let money = |minor| Fact::Money(minor, row.unit);
            let refusal = Refusal::invalid("", "import-agreed-interest").with("date", Fact::Date(part.due_on));
            let refusal = refusal.with("written", money(part.interest_minor.unwrap_or(0))).with("computed", money(computed.interest));
            row.fault(Field::Rate, refusal);
            return None;
        }
    }
    // Interest that was agreed shows per what the rate is.
    if rate.per.is_none() && parts.iter().any(|part| part.interest_minor.is_none()) {
        ask_per(row, &terms);
    }
    Some(terms)
}
