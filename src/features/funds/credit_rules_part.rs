//! The part of the rules' form about who may borrow and who decides.

use maud::{Markup, html};

use crate::domain::amount::{NumberStyle, Unit, filled};
use crate::domain::credit_rules::{CreditRules, MAX_DAYS, MAX_PEOPLE, Majority};
use crate::web::fields::Fields;
use crate::web::parts::Field;
use crate::web::text::Reader;

pub const FIELDS: [&str; 10] = [
    "guarantors",
    "guarantees_most",
    "standing_days",
    "call_after_days",
    "member_most",
    "lapse_days",
    "committee_from",
    "second_from",
    "quorum",
    "majority",
];

pub fn credit_rules_fields(reader: Reader, fields: &Fields) -> Markup {
    let majorities = Majority::ALL.map(|majority| (majority.code().to_owned(), reader.of("majority", majority.code())));
    html! {
        details open[fields.refusals.iter().any(|refusal| FIELDS.contains(&&*refusal.field))] {
            summary { (reader.t("rules-deciding")) }
            p.hint { (reader.t("rules-deciding-hint")) }
            div.pair {
                (Field::new(reader, fields, "member_most", "rule-member-most").figures())
                (Field::new(reader, fields, "guarantors", "rule-guarantors").figures())
                (Field::new(reader, fields, "guarantees_most", "rule-guarantees-most").figures())
                (Field::new(reader, fields, "standing_days", "rule-standing-days").figures())
                (Field::new(reader, fields, "call_after_days", "rule-call-after").figures())
                (Field::new(reader, fields, "committee_from", "rule-committee-from").figures())
                (Field::new(reader, fields, "quorum", "rule-quorum").figures())
                (Field::new(reader, fields, "majority", "rule-majority").select(&majorities))
                (Field::new(reader, fields, "second_from", "rule-second-from").figures())
                (Field::new(reader, fields, "lapse_days", "rule-lapse").figures())
            }
            (Field::new(reader, fields, "one_loan", "rule-one-loan").check())
            (Field::new(reader, fields, "guarantee_circles", "rule-guarantee-circles").check())
        }
    }
}

pub fn with_credit_rules(fields: Fields, rules: &CreditRules, unit: Unit, style: NumberStyle) -> Fields {
    let money = |minor| filled(minor, unit, style);
    let fields = fields
        .with("guarantors", rules.guarantors.to_string())
        .with("guarantees_most", rules.guarantees_most.to_string())
        .with("standing_days", rules.standing_days.to_string())
        .with("call_after_days", rules.call_after_days.to_string())
        .with("member_most", money(rules.member_most_minor))
        .with("lapse_days", rules.lapse_days.to_string())
        .with("committee_from", money(rules.committee_from_minor))
        .with("second_from", money(rules.second_from_minor))
        .with("quorum", rules.quorum.to_string())
        .with("majority", rules.majority.code());
    let flags = [("one_loan", rules.one_loan), ("guarantee_circles", rules.guarantee_circles)];
    flags.into_iter().filter(|(_, on)| *on).fold(fields, |fields, (name, _)| fields.with(name, "1"))
}

/// Reads the rules. An empty field, or one that an older form lacks, has its default.
pub fn read_credit_rules(fields: &mut Fields, unit: Unit, style: NumberStyle) -> CreditRules {
    let undecided = CreditRules::default();
    let majority =
        if fields.get("majority").is_empty() { undecided.majority } else { fields.choice("majority", Majority::parse, undecided.majority) };
    CreditRules {
        guarantors: fields.maybe_number("guarantors", 0..=MAX_PEOPLE).unwrap_or(undecided.guarantors),
        guarantees_most: fields.maybe_number("guarantees_most", 0..=MAX_PEOPLE).unwrap_or(undecided.guarantees_most),
        guarantee_circles: fields.flag("guarantee_circles"),
        standing_days: fields.maybe_number("standing_days", 0..=MAX_DAYS).unwrap_or(undecided.standing_days),
        call_after_days: fields.maybe_number("call_after_days", 0..=MAX_DAYS).unwrap_or(undecided.call_after_days),
        member_most_minor: fields.money_or_zero("member_most", unit, style),
        one_loan: fields.flag("one_loan"),
        lapse_days: fields.maybe_number("lapse_days", 0..=MAX_DAYS).unwrap_or(undecided.lapse_days),
        committee_from_minor: fields.money_or_zero("committee_from", unit, style),
        second_from_minor: fields.money_or_zero("second_from", unit, style),
        quorum: fields.maybe_number("quorum", 1..=MAX_PEOPLE).unwrap_or(undecided.quorum),
        majority,
    }
}
