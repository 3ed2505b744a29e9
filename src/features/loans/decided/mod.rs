//! What was decided of a loan before it was one: the application that it came of, and the most that the law lets be asked.

mod store;

pub use store::{application_of, ceiling_on, lead_to};

use super::{Allowance, Loan};
use crate::db::entity::application::Model as Application;
use crate::domain::correction::FieldChange;
use crate::domain::credit_rules::CreditRules;
use crate::domain::refusal::{Fact, Refusal};

/// What a committee decided is changed by an acta again: whoever keeps loans corrects only when, how and what for it was
/// handed over. What nobody decided does not grow past what a committee has to.
///
/// # Errors
/// `decided-by-committee`, `committee-decides`.
pub fn check(
    rules: &CreditRules,
    decided: Option<&Application>,
    (wrong, right): (&Loan, &Loan),
    changed: &[FieldChange],
    allowance: &Allowance,
) -> Result<(), Refusal> {
    if allowance.acta.is_some() {
        return Ok(());
    }
    if let Some(decided) = decided {
        let own = |change: &FieldChange| matches!(change.what.as_str(), "purpose" | "date" | "payment_method");
        let acta = decided.acta.clone().unwrap_or_default();
        return if changed.iter().all(own) { Ok(()) } else { Err(Refusal::invalid("acta", "decided-by-committee").with("acta", Fact::Text(acta))) };
    }
    let same = right.member_id == wrong.member_id && right.principal_minor <= wrong.principal_minor;
    if rules.committee_decides(right.principal_minor) && !(same && rules.committee_decides(wrong.principal_minor)) {
        return Err(Refusal::invalid("acta", "committee-decides"));
    }
    Ok(())
}
