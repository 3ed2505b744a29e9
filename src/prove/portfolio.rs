//! Cases of a whole fund: the indicators of its portfolio, and its projection over coming cycles.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::cases::{Outcome, refused};
use crate::domain::amount::MAX_MINOR;
use crate::domain::arrears::Bucket;
use crate::domain::availability::Unpaid;
use crate::domain::indicators::{AT_RISK_DAYS, Fraction, Portfolio, ProvisionRates, rotations};
use crate::domain::projection::Assumptions;
use crate::domain::rate::WHOLE_PPM;

#[derive(Deserialize)]
pub struct IndicatorsCase {
    at: NaiveDate,
    loans: Vec<Vec<Unpaid>>,
    provision_ppm: Map<String, Value>,
    capital: i64,
    disbursed_since_start: i64,
    committed: i64,
    expected: Value,
}

/// The published cases use `current` for what is not yet due.
fn bucket_name(bucket: Bucket) -> &'static str {
    if bucket == Bucket::NotDue { "current" } else { bucket.code() }
}

/// # Errors
/// The reason why the case is malformed, or why the rule book refuses it.
pub fn indicators(case: IndicatorsCase) -> Result<Outcome, String> {
    let mut rates = ProvisionRates::default();
    for (rate, bucket) in rates.0.iter_mut().zip(Bucket::ALL) {
        let given = case.provision_ppm.get(bucket_name(bucket)).and_then(Value::as_i64).filter(|ppm| (0..=WHOLE_PPM).contains(ppm));
        *rate = given.ok_or_else(|| format!("provision_ppm has no share for {:?}", bucket_name(bucket)))?;
    }
    let unpaid = case.loans.iter().flatten().flat_map(|unpaid| [unpaid.principal, unpaid.interest]);
    let mut amounts = unpaid.chain([case.capital, case.disbursed_since_start, case.committed]);
    if amounts.any(|minor| !(0..=MAX_MINOR).contains(&minor)) {
        return Err("an amount is below zero or too large".to_owned());
    }
    let portfolio = Portfolio::of(&case.loans, case.at).map_err(refused)?;
    let pair = |fraction: Fraction| json!([fraction.part, fraction.whole]);
    let at_risk: Map<String, Value> =
        AT_RISK_DAYS.iter().zip(portfolio.at_risk).map(|(days, minor)| (format!("par{}", (*days).max(1)), json!(minor))).collect();
    let aged: Map<String, Value> =
        Bucket::ALL.into_iter().zip(portfolio.aged).map(|(of, minor)| (bucket_name(of).to_owned(), json!(minor))).collect();
    let computed = json!({
        "unpaid_principal": portfolio.unpaid_principal, "overdue_principal": portfolio.overdue_principal, "at_risk": at_risk, "aged": aged,
        "provision": portfolio.provision(&rates).map_err(refused)?, "arrears": pair(portfolio.arrears()),
        "rotations": pair(rotations(case.disbursed_since_start, case.capital)),
        "utilisation": pair(portfolio.utilisation(case.committed, case.capital).map_err(refused)?),
    });
    Ok(Outcome { expected: case.expected, computed })
}

#[derive(Deserialize)]
pub struct ProjectionCase {
    #[serde(flatten)]
    assumptions: Assumptions,
    expected: Value,
}

/// # Errors
/// The reason why the case is malformed, or why the rule book refuses it.
pub fn projection(case: ProjectionCase) -> Result<Outcome, String> {
    let computed = case.assumptions.project().map_err(refused)?;
    Ok(Outcome { expected: case.expected, computed: json!(computed) })
}
