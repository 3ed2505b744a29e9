//! A loan's relief in words.

use crate::domain::rate::percent;
use crate::domain::relief::{Postponement, Relief, ReliefKind};
use crate::web::text::Reader;

/// A relief in words: `Se mueve 3 meses, con interés por la demora`.
pub fn told(reader: Reader, relief: &Relief) -> String {
    let mut words = vec![match &relief.kind {
        ReliefKind::Shift { by: Postponement::Months(months), .. } => reader.tf("relief-by-months", &[("count", i64::from(*months).into())]),
        ReliefKind::Shift { by: Postponement::Days(days), .. } => reader.tf("relief-by-days", &[("count", i64::from(*days).into())]),
        ReliefKind::NewTerms { terms, .. } => {
            let rate = format!("percent-per-{}", terms.rate_per.code().replace('_', "-"));
            let rate = reader.tf(&rate, &[("percent", percent(terms.rate_ppm).into())]);
            let facts = [("count", i64::from(terms.installments).into()), ("rate", rate.into()), ("day", reader.date(terms.first_due_on).into())];
            reader.tf("relief-by-new-terms", &facts)
        }
    }];
    match &relief.kind {
        ReliefKind::Shift { interest_for_the_delay: true, .. } => words.push(reader.t("relief-with-interest")),
        ReliefKind::NewTerms { waive_interest: true, .. } => words.push(reader.t("relief-without-interest")),
        _ => {}
    }
    if relief.waive_late_fees {
        words.push(reader.t("relief-without-late-fees"));
    }
    words.join(", ")
}
