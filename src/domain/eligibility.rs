//! Whether the fund's rules allow a loan to a member: each requirement with its figures, met or not (spec §4.5).

use super::amount::Unit;
use super::codes::codes;
use super::credit_rules::CreditRules;
use super::refusal::{Fact, Refusal};

codes! {
    pub enum Requirement {
        /// The requested loan still fits its dates. Told only where it does not.
        Terms = "terms",
        /// The most that one member may owe.
        Amount = "amount",
        OneLoan = "one_loan",
        /// The member has nothing overdue.
        Standing = "standing",
        Group = "group",
        Guarantors = "guarantors",
        /// The guarantors are still not late.
        GuarantorStanding = "guarantor_standing",
        /// The legal ceiling of the rate.
        Rate = "rate",
        /// The capital available.
        Available = "available",
    }
}

/// A person's oldest unpaid installment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delay {
    pub name: String,
    pub days: i64,
}

/// What the requirements are judged by, on the day of the check.
#[derive(Clone, Debug)]
pub struct Asked {
    pub unit: Unit,
    pub principal_minor: i64,
    /// Principal that the member already owes or was promised.
    pub owed_minor: i64,
    /// Their other open loans.
    pub other_loans: i64,
    /// Days that the member's oldest unpaid installment is late; 0 where none is.
    pub days_late: i64,
    /// The latest payer in the member's group; none where the member has no group.
    pub group: Option<Delay>,
    /// Number of guarantors.
    pub guarantors: i64,
    /// The latest payer among the guarantors.
    pub guarantor: Option<Delay>,
    /// The effective yearly rate, and the legal ceiling where one is known. In ppm.
    pub rate_ppm: i64,
    pub ceiling_ppm: Option<i64>,
    pub available_minor: i64,
}

/// One requirement, with its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub requirement: Requirement,
    pub met: bool,
    /// Whether no exception is possible.
    pub firm: bool,
    pub facts: Vec<(&'static str, Fact)>,
}

impl Check {
    /// The check for a reader who may not see members: met or not, without who is late and for how long.
    pub fn unnamed(mut self) -> Self {
        if matches!(self.requirement, Requirement::Group | Requirement::GuarantorStanding) {
            self.facts.retain(|(name, _)| *name == "most");
        }
        self
    }

    /// Whether it names a person.
    pub fn names(&self) -> bool {
        self.facts.iter().any(|(name, _)| *name == "name")
    }

    /// The refusal for a requirement that is not met.
    pub fn refusal(&self) -> Option<Refusal> {
        if self.met {
            return None;
        }
        let (field, code) = match self.requirement {
            Requirement::Terms => ("first_due_on", "terms-no-longer-fit"),
            Requirement::Amount => ("principal", "beyond-member-most"),
            Requirement::OneLoan => ("member", "one-loan-only"),
            Requirement::Standing => ("despite_arrears", "member-late"),
            Requirement::Group => ("member", "group-late"),
            Requirement::Guarantors => ("guarantor", "guarantors-missing"),
            Requirement::GuarantorStanding => ("guarantor", "guarantor-late-now"),
            Requirement::Rate => ("rate", "rate-beyond-law"),
            Requirement::Available => ("principal", "beyond-available"),
        };
        let refusal = Refusal::conflict(code).at(field);
        Some(self.facts.iter().cloned().fold(refusal, |refusal, (name, fact)| refusal.with(name, fact)))
    }
}

/// Every requirement of the rules, in the order they are shown. `beyond_by_acta`: the assembly may lend more than is
/// available.
pub fn checks(rules: &CreditRules, asked: &Asked, beyond_by_acta: bool) -> Vec<Check> {
    let money = |minor| Fact::Money(minor, asked.unit);
    let check = |requirement, met, firm, facts| Check { requirement, met, firm, facts };
    let mut checks = Vec::new();
    if rules.guarantors > 0 {
        let facts = vec![("needed", Fact::Number(rules.guarantors)), ("count", Fact::Number(asked.guarantors))];
        checks.push(check(Requirement::Guarantors, asked.guarantors >= rules.guarantors, true, facts));
    }
    if let Some(Delay { name, days }) = &asked.guarantor {
        let facts = vec![("name", Fact::Text(name.clone())), ("days", Fact::Number(*days)), ("most", Fact::Number(rules.standing_days))];
        checks.push(check(Requirement::GuarantorStanding, *days <= rules.standing_days, false, facts));
    }
    if rules.member_most_minor > 0 {
        let facts = vec![("most", money(rules.member_most_minor)), ("owed", money(asked.owed_minor))];
        checks.push(check(Requirement::Amount, asked.principal_minor + asked.owed_minor <= rules.member_most_minor, true, facts));
    }
    checks.push(check(Requirement::Standing, asked.days_late == 0, false, vec![("days", Fact::Number(asked.days_late))]));
    if rules.one_loan {
        checks.push(check(Requirement::OneLoan, asked.other_loans == 0, true, vec![("count", Fact::Number(asked.other_loans))]));
    }
    if let Some(Delay { name, days }) = &asked.group {
        let facts = vec![("name", Fact::Text(name.clone())), ("days", Fact::Number(*days)), ("most", Fact::Number(rules.standing_days))];
        checks.push(check(Requirement::Group, *days <= rules.standing_days, true, facts));
    }
    let left = asked.available_minor - asked.principal_minor;
    let facts = vec![("available", money(asked.available_minor)), ("left", money(left)), ("missing", money(-left))];
    checks.push(check(Requirement::Available, left >= 0, !beyond_by_acta, facts));
    if let Some(ceiling) = asked.ceiling_ppm {
        let percent = |ppm| Fact::Text(super::rate::percent(ppm));
        let facts = vec![("rate", percent(asked.rate_ppm)), ("most", percent(ceiling))];
        checks.push(check(Requirement::Rate, asked.rate_ppm <= ceiling, true, facts));
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Asked {
        Asked {
            unit: Unit::Pen,
            principal_minor: 120_000,
            owed_minor: 0,
            other_loans: 0,
            days_late: 0,
            group: None,
            guarantors: 2,
            guarantor: None,
            rate_ppm: 143_000,
            ceiling_ppm: None,
            available_minor: 324_740,
        }
    }

    fn unmet(rules: &CreditRules, asked: &Asked) -> Vec<&'static str> {
        checks(rules, asked, false).iter().filter_map(Check::refusal).map(|refusal| refusal.code).collect()
    }

    #[test]
    fn rules_that_ask_nothing_check_only_arrears_and_money() {
        let rules = CreditRules::default();
        let told: Vec<Requirement> = checks(&rules, &asked(), false).into_iter().map(|check| check.requirement).collect();
        assert_eq!(told, [Requirement::Standing, Requirement::Available]);
        assert_eq!(unmet(&rules, &Asked { days_late: 1, available_minor: 119_999, ..asked() }), ["member-late", "beyond-available"]);
    }

    #[test]
    fn each_rule_is_met_up_to_its_figure_and_not_beyond() {
        let rules = CreditRules { guarantors: 2, member_most_minor: 150_000, one_loan: true, ..CreditRules::default() };
        let late = |days| Some(Delay { name: "Mariano".to_owned(), days });
        assert_eq!(unmet(&rules, &Asked { owed_minor: 30_000, group: late(30), guarantor: late(30), ..asked() }), [] as [&str; 0]);
        let worse = Asked { owed_minor: 30_001, other_loans: 1, group: late(31), guarantor: late(31), guarantors: 1, ..asked() };
        let all = ["guarantors-missing", "guarantor-late-now", "beyond-member-most", "one-loan-only", "group-late"];
        assert_eq!(unmet(&rules, &worse), all);
        assert_eq!(unmet(&rules, &Asked { ceiling_ppm: Some(142_999), ..asked() }), ["rate-beyond-law"]);
        assert_eq!(unmet(&rules, &Asked { ceiling_ppm: Some(143_000), ..asked() }), [] as [&str; 0]);
    }

    #[test]
    fn only_standing_takes_an_exception_and_money_where_the_rules_let_the_assembly() {
        let rules = CreditRules { guarantors: 3, ..CreditRules::default() };
        let late = Some(Delay { name: "Mariano".to_owned(), days: 41 });
        let asked = Asked { days_late: 3, guarantor: late, available_minor: 0, ..asked() };
        let firm = |by_acta| -> Vec<Requirement> {
            let unmet = checks(&rules, &asked, by_acta).into_iter().filter(|check| !check.met && check.firm);
            unmet.map(|check| check.requirement).collect()
        };
        assert_eq!(firm(false), [Requirement::Guarantors, Requirement::Available]);
        assert_eq!(firm(true), [Requirement::Guarantors]);
    }
}
