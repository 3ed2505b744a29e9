//! The terms of a loan, from its row.

use chrono::NaiveDate;

use super::cells::RowReader;
use super::words;
use crate::domain::calendar::Period;
use crate::domain::rate::Per;
use crate::domain::rules::FundRules;
use crate::domain::schedule::{Method, Terms};

pub fn loan_terms(row: &mut RowReader<'_>, disbursed_on: Option<NaiveDate>, rules: &FundRules) -> Option<Terms> {
    let principal = row.money(3);
    let method = row.word(4, words::method, "method-unknown");
    let installments = row.number(5);
    let every = row.number_or(6, 1);
    let unit = row.word_or(7, words::step, "step-unknown", Period::Month);
    let first_due_on = row.date(8);
    let rate_ppm = row.percent(9);
    let rate_per = row.word_or(10, words::per, "per-unknown", Per::Month);
    let (grace_principal, grace_interest) = (row.number_or(11, 0), row.number_or(12, 0));
    let small = |number: Option<i64>| number.map(|number| u32::try_from(number).unwrap_or(u32::MAX));
    Some(Terms {
        method: method?,
        principal: principal?,
        disbursed_on: disbursed_on?,
        installments: if method == Some(Method::Bullet) { 1 } else { small(installments)? },
        first_due_on: first_due_on?,
        every: small(every)?,
        unit: unit?,
        rate_ppm: rate_ppm?,
        rate_per: rate_per?,
        day_count: rules.day_count,
        grace_principal: small(grace_principal)?,
        grace_interest: small(grace_interest)?,
        rounding_step: rules.rounding_step_minor,
        custom: Vec::new(),
    })
}

/// The column of the loans' sheet that a rule's field is written in.
pub fn column_of(field: &str) -> usize {
    match field {
        "principal" | "amount" => 3,
        "installments" => 5,
        "every" => 6,
        "rate" => 9,
        "grace" => 11,
        _ => 8,
    }
}
