//! The facts of a version of the rules, for its own card and for comparing versions.

use maud::{Markup, html};

use crate::domain::amount::Unit;
use crate::domain::rate::{Per, percent};
use crate::domain::rules::FundRules;
use crate::web::text::Reader;

/// One rule with its value.
pub struct RuleFact {
    pub label: String,
    pub value: String,
    /// Whether the rule asks for something. A card leaves out other rules.
    pub says: bool,
}

/// Every rule, always in the same order.
pub fn facts(reader: Reader, unit: Unit, rules: &FundRules) -> Vec<RuleFact> {
    let mut facts = lending(reader, unit, rules);
    facts.extend(deciding(reader, unit, rules));
    facts
}

fn lending(reader: Reader, unit: Unit, rules: &FundRules) -> Vec<RuleFact> {
    let per = |ppm: i64, per: Per| reader.tf(&format!("percent-per-{}", per.code().replace('_', "-")), &[("percent", percent(ppm).into())]);
    let share = |ppm: i64| format!("{} %", percent(ppm));
    let loan = &rules.loan;
    let order = reader.of("order", &loan.order.code().replace(',', "-"));
    let fact = |key: &str, value: String, says: bool| RuleFact { label: reader.t(key), value, says };
    vec![
        fact("method", reader.of("method", rules.method.code()), true),
        fact("rate", per(rules.rate.ppm, rules.rate.per), true),
        fact("rule-late-fee-name", per(loan.late_fee_ppm, loan.late_fee_per), true),
        fact("tolerance", reader.tf("days", &[("days", loan.tolerance_days.into())]), true),
        fact("day-count", rules.day_count.code().to_owned(), false),
        fact("rule-order", order, false),
        fact("rule-flat-rebate", reader.t(if loan.flat_rebate { "yes" } else { "no" }), false),
        fact("rule-rounding-step", reader.money(rules.rounding_step_minor, unit), false),
        fact("rule-reserve", share(rules.reserve_ppm), true),
        fact("rule-reserve-fixed", reader.money(rules.reserve_fixed_minor, unit), true),
        fact("rule-interest-kept", share(rules.interest_kept_ppm), true),
        fact("rule-recovery", share(rules.recovery_ppm), true),
        fact("rule-cash-step", reader.money(loan.cash_step_minor, unit), loan.cash_step_minor > 0),
        fact("rule-small-balance", reader.money(rules.small_balance_minor, unit), rules.small_balance_minor > 0),
        fact("rule-two-people-from", reader.money(rules.two_people_from_minor, unit), rules.two_people_from_minor > 0),
        fact("rule-expense-acta-from", reader.money(rules.expense_acta_from_minor, unit), rules.expense_acta_from_minor > 0),
        fact("rule-expense-second-from", reader.money(rules.expense_second_from_minor, unit), rules.expense_second_from_minor > 0),
        fact("rule-lend-beyond-name", reader.t(if rules.lend_beyond_available { "rule-lend-beyond-acta" } else { "rule-lend-beyond-never" }), true),
    ]
}

fn deciding(reader: Reader, unit: Unit, rules: &FundRules) -> Vec<RuleFact> {
    let credit = &rules.credit;
    let decides = credit.committee_from_minor > 0;
    let fact = |key: &str, value: String, says: bool| RuleFact { label: reader.t(key), value, says };
    let days = |days: i64| reader.tf("days", &[("days", days.into())]);
    let money = |minor: i64| if minor > 0 { reader.money(minor, unit) } else { reader.t("rule-none") };
    let asked = |minor: i64| if minor > 0 { reader.money(minor, unit) } else { reader.t("rule-not-asked") };
    let count = |count: i64| if count > 0 { count.to_string() } else { reader.t("rule-none") };
    let yes = |flag: bool| reader.t(if flag { "yes" } else { "no" });
    vec![
        fact("rule-member-most", money(credit.member_most_minor), credit.member_most_minor > 0),
        fact("rule-one-loan-name", yes(credit.one_loan), credit.one_loan),
        fact("rule-guarantors", credit.guarantors.to_string(), credit.guarantors > 0),
        fact("rule-guarantees-most", count(credit.guarantees_most), credit.guarantees_most > 0),
        fact("rule-guarantee-circles-name", yes(credit.guarantee_circles), credit.guarantors > 0),
        fact("rule-standing-days", days(credit.standing_days), credit.guarantors > 0),
        fact("rule-call-after", days(credit.call_after_days), credit.guarantors > 0),
        fact("rule-committee-from", asked(credit.committee_from_minor), decides),
        fact("rule-quorum", credit.quorum.to_string(), decides),
        fact("rule-majority", reader.of("majority", credit.majority.code()), decides),
        fact("rule-second-from", asked(credit.second_from_minor), credit.second_from_minor > 0),
        fact("rule-lapse", if credit.lapse_days > 0 { days(credit.lapse_days) } else { reader.t("rule-none") }, credit.lapse_days > 0),
    ]
}

/// The rules that ask for something, as a list.
pub fn card(reader: Reader, unit: Unit, rules: &FundRules) -> Markup {
    html! {
        dl.facts { @for fact in facts(reader, unit, rules).iter().filter(|fact| fact.says) { dt { (fact.label) } dd { (fact.value) } } }
    }
}
