//! `muyu quote`: the schedule of a loan that does not exist yet.

use std::io::Read;

use chrono::NaiveDate;
use clap::Args;
use serde_json::json;

use super::Outcome;
use crate::cli::out::say;
use crate::domain::amount::{self, NumberStyle, Unit};
use crate::domain::calendar::Period;
use crate::domain::interest::DayCount;
use crate::domain::rate::{Per, read_percent};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::schedule::{Installment, Method, Terms, build};
use crate::error::Error;
use crate::web::text::Reader;

#[derive(Args)]
pub struct Options {
    /// The principal, as 1200.50; without it, the terms are read as JSON from standard input.
    #[arg(long)]
    amount: Option<String>,
    /// PEN, BOB, USD, kg or dose.
    #[arg(long, default_value = "PEN")]
    unit: String,
    /// bullet, equal_principal, equal_installment or flat.
    #[arg(long, default_value = "bullet")]
    method: String,
    /// The day of handing over, as 2025-12-31.
    #[arg(long, value_parser = super::day)]
    disbursed_on: Option<NaiveDate>,
    /// The day on which the first installment falls due.
    #[arg(long, value_parser = super::day)]
    first_due_on: Option<NaiveDate>,
    /// How many installments there are.
    #[arg(long, default_value_t = 1)]
    installments: u32,
    /// Months or weeks from one installment to the next.
    #[arg(long, default_value_t = 1)]
    every: u32,
    /// month or week.
    #[arg(long, default_value = "month")]
    step: String,
    /// A percentage, as 1.5.
    #[arg(long, default_value = "0")]
    rate: String,
    /// month, year or year_effective (TEA).
    #[arg(long, default_value = "month")]
    rate_per: String,
    /// 30/360, actual/365 or actual/360.
    #[arg(long, default_value = "30/360")]
    day_count: String,
    /// Installments that carry no principal.
    #[arg(long, default_value_t = 0)]
    grace_principal: u32,
    /// Installments that ask no interest yet.
    #[arg(long, default_value_t = 0)]
    grace_interest: u32,
    /// The multiple that totals are rounded to, in minor units; the unit's cash step where none is given.
    #[arg(long)]
    rounding_step: Option<i64>,
    /// Print JSON, in minor units.
    #[arg(long)]
    json: bool,
}

pub fn quote(options: &Options, reader: Reader) -> Result<Outcome, Error> {
    let unit = known("unit", &options.unit, Unit::read)?;
    let terms = match &options.amount {
        Some(amount) => from_options(options, amount, unit)?,
        None => from_input()?,
    };
    let installments = build(&terms)?;
    if options.json {
        let printed = json!({ "terms": terms, "installments": installments });
        say(serde_json::to_string_pretty(&printed).map_err(|error| Error::fault(error.to_string()))?);
    } else {
        table(reader, unit, &installments);
    }
    Ok(Outcome::Well)
}

fn known<T>(field: &'static str, given: &str, parse: fn(&str) -> Option<T>) -> Result<T, Refusal> {
    parse(given).ok_or_else(|| {
        Refusal::invalid(field, "option-unknown").with("field", Fact::Text(field.to_owned())).with("text", Fact::Text(given.to_owned()))
    })
}

fn from_options(options: &Options, amount: &str, unit: Unit) -> Result<Terms, Error> {
    let needed = |field: &'static str, date: Option<NaiveDate>| {
        date.ok_or_else(|| Refusal::invalid(field, "option-missing").with("field", Fact::Text(field.replace('_', "-"))))
    };
    Ok(Terms {
        method: known("method", &options.method, Method::parse)?,
        principal: amount::read(amount, unit, NumberStyle::Point)?,
        disbursed_on: needed("disbursed_on", options.disbursed_on)?,
        installments: options.installments,
        first_due_on: needed("first_due_on", options.first_due_on)?,
        every: options.every,
        unit: known("step", &options.step, Period::parse)?,
        rate_ppm: read_percent(&options.rate)?,
        rate_per: known("rate-per", &options.rate_per, Per::parse)?,
        day_count: known("day-count", &options.day_count, DayCount::parse)?,
        grace_principal: options.grace_principal,
        grace_interest: options.grace_interest,
        rounding_step: options.rounding_step.unwrap_or(unit.cash_step_minor()),
        custom: Vec::new(),
    })
}

fn from_input() -> Result<Terms, Error> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    serde_json::from_str(&text).map_err(|error| Refusal::invalid("terms", "body-unreadable").with("why", Fact::Text(error.to_string())).into())
}

fn table(reader: Reader, unit: Unit, installments: &[Installment]) {
    say(format!(
        "{:>4}  {:<18}{:>16}{:>16}{:>16}",
        reader.t("installment-no"),
        reader.t("due-on"),
        reader.t("principal"),
        reader.t("interest"),
        reader.t("total")
    ));
    let mut sums = (0, 0);
    for row in installments {
        sums = (sums.0 + row.principal, sums.1 + row.interest);
        let figures = |minor| reader.figures(minor, unit);
        say(format!(
            "{:>4}  {:<18}{:>16}{:>16}{:>16}",
            row.no,
            reader.date(row.due_on),
            figures(row.principal),
            figures(row.interest),
            figures(row.principal + row.interest)
        ));
    }
    let figures = |minor| reader.figures(minor, unit);
    say(format!("{:>4}  {:<18}{:>16}{:>16}{:>16}", "", reader.t("total"), figures(sums.0), figures(sums.1), figures(sums.0 + sums.1)));
}
