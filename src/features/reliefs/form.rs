//! The form of a relief: its fields, and how they are read.

use maud::{Markup, html};

use crate::domain::calendar::Period;
use crate::domain::rate::{Per, percent};
use crate::domain::refusal::Refusal;
use crate::domain::relief::{NewTerms, Postponement, Relief, ReliefKind};
use crate::domain::rules::FundRules;
use crate::domain::schedule::Method;
use crate::web::fields::Fields;
use crate::web::parts::Field;
use crate::web::text::Reader;

/// The fields that describe the relief: the preview carries them hidden to the form that records it.
pub const FIELDS: [&str; 17] = [
    "decided_on",
    "relief",
    "months",
    "days",
    "interest_for_the_delay",
    "method",
    "installments",
    "first_due_on",
    "every",
    "step",
    "rate",
    "rate_per",
    "grace_principal",
    "grace_interest",
    "waive_interest",
    "waive_late_fees",
    "look",
];

/// The methods offered for new terms. `custom` is not offered: its agreed amounts would no longer sum to the principal after a
/// payment recorded late.
const METHODS: [Method; 4] = [Method::Bullet, Method::EqualPrincipal, Method::EqualInstallment, Method::Flat];

/// Reads the relief. Day count and rounding step are those of the rules on the acta's day.
pub fn read(fields: &mut Fields, rules: &FundRules) -> Relief {
    let kind = if fields.get("relief") == "new_terms" { new_terms(fields, rules) } else { shift(fields) };
    Relief { kind, waive_late_fees: fields.flag("waive_late_fees") }
}

fn shift(fields: &mut Fields) -> ReliefKind {
    let months = fields.maybe_number("months", 0..=120).unwrap_or(0);
    let days = fields.maybe_number("days", 0..=3_650).unwrap_or(0);
    if (months > 0) == (days > 0) {
        fields.refusals.push(Refusal::invalid("months", if months > 0 { "relief-months-or-days" } else { "relief-moves-nothing" }));
    }
    let count = |number: i64| u32::try_from(number).unwrap_or(0);
    let by = if days > 0 { Postponement::Days(count(days)) } else { Postponement::Months(count(months)) };
    ReliefKind::Shift { by, interest_for_the_delay: fields.flag("interest_for_the_delay") }
}

fn new_terms(fields: &mut Fields, rules: &FundRules) -> ReliefKind {
    let count = |number: i64| u32::try_from(number).unwrap_or(0);
    let terms = NewTerms {
        method: fields.choice("method", Method::parse, Method::Bullet),
        installments: count(fields.number("installments", 1..=600)),
        first_due_on: fields.date("first_due_on"),
        every: count(fields.number("every", 1..=120)),
        unit: fields.choice("step", Period::parse, Period::Month),
        rate_ppm: fields.percent("rate"),
        rate_per: fields.choice("rate_per", Per::parse, Per::Month),
        day_count: rules.day_count,
        grace_principal: count(fields.maybe_number("grace_principal", 0..=599).unwrap_or(0)),
        grace_interest: count(fields.maybe_number("grace_interest", 0..=599).unwrap_or(0)),
        rounding_step: rules.rounding_step_minor,
        custom: Vec::new(),
    };
    ReliefKind::NewTerms { terms, waive_interest: fields.flag("waive_interest") }
}

/// What the rule book calls otherwise than the form.
pub const RENAMED: [(&str, &str); 4] = [("by", "months"), ("grace", "grace_principal"), ("date", "first_due_on"), ("due_on", "first_due_on")];

/// The values of the form where nothing was typed yet.
pub fn with_defaults(fields: Fields, today: chrono::NaiveDate, rules: &FundRules) -> Fields {
    if fields.has("decided_on") {
        return fields;
    }
    let rate = percent(rules.rate.ppm);
    let proposed = [("decided_on", today.to_string()), ("relief", "shift".to_owned()), ("method", rules.method.code().to_owned()), ("rate", rate)];
    let more = [("installments", "1"), ("every", "1"), ("step", "month"), ("rate_per", rules.rate.per.code())];
    let fields = proposed.into_iter().fold(fields, |fields, (name, value)| fields.with(name, value));
    more.into_iter().fold(fields, |fields, (name, value)| fields.with(name, value))
}

/// The fields of a relief.
pub fn terms_part(reader: Reader, fields: &Fields) -> Markup {
    let options = |stem: &str, codes: &[&str]| codes.iter().map(|code| ((*code).to_owned(), reader.of(stem, code))).collect::<Vec<_>>();
    let renews = fields.get("relief") == "new_terms";
    html! {
        (Field::new(reader, fields, "decided_on", "remission-decided-on").date())
        fieldset {
            legend { (reader.t("relief-how")) }
            label.choice { input type="radio" name="relief" value="shift" checked[!renews]; span { (reader.t("relief-shift")) br; small.hint { (reader.t("relief-shift-hint")) } } span {} }
            div.pair {
                (Field::new(reader, fields, "months", "relief-months").figures())
                (Field::new(reader, fields, "days", "relief-days").figures())
            }
            (Field::new(reader, fields, "interest_for_the_delay", "relief-interest-for-the-delay").check())
            label.choice { input type="radio" name="relief" value="new_terms" checked[renews]; span { (reader.t("relief-new-terms")) br; small.hint { (reader.t("relief-new-terms-hint")) } } span {} }
            details open[renews] {
                summary { (reader.t("relief-terms")) }
                (Field::new(reader, fields, "method", "method").select(&options("method", &METHODS.map(Method::code))))
                div.pair {
                    (Field::new(reader, fields, "installments", "loan-installments").figures())
                    (Field::new(reader, fields, "first_due_on", "loan-first-due").date())
                    (Field::new(reader, fields, "every", "loan-every").figures())
                    (Field::new(reader, fields, "step", "loan-step").select(&options("step", &Period::OFFERED.map(Period::code))))
                    (Field::new(reader, fields, "rate", "loan-rate").figures())
                    (Field::new(reader, fields, "rate_per", "loan-rate-per").select(&options("per", &Per::OFFERED.map(Per::code))))
                    (Field::new(reader, fields, "grace_principal", "loan-grace-principal").figures())
                    (Field::new(reader, fields, "grace_interest", "loan-grace-interest").figures())
                }
                (Field::new(reader, fields, "waive_interest", "relief-waive-interest").check())
            }
        }
        (Field::new(reader, fields, "waive_late_fees", "relief-waive-late-fees").check())
    }
}

/// The same fields, hidden: the relief that was shown is the one that is recorded.
pub fn hidden_fields(fields: &Fields) -> Markup {
    html! { @for name in FIELDS { @if !fields.get(name).is_empty() { input type="hidden" name=(name) value=(fields.get(name)); } } }
}
