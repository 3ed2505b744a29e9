//! The decision behind a loan: the application that it came from, and the highest rate that the law allows.

mod store;

pub use store::{application_of, ceiling_on, lead_to};

use super::{Allowance, Loan};
use crate::db::entity::application::Model as Application;
use crate::domain::correction::FieldChange;
use crate::domain::credit_rules::CreditRules;
use crate::domain::refusal::{Fact, Refusal};

/// Checks that a correction respects the committee. A loan that a committee decided needs an acta, unless only its date,
/// payment method or purpose changes. Another loan must not grow to a sum that the committee has to decide.
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
