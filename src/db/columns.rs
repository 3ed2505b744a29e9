//! Domain types ↔ columns: a code the rule book does not know means that the database was written by something else.

use crate::domain::arrears::Bucket;
use crate::domain::calendar::Step;
use crate::domain::cofinancing::{ContributionKind, Goal, Half, Measure, PartyRole, PurchaseStatus};
use crate::domain::commitment::CommitmentKind;
use crate::domain::event::PaymentKind;
use crate::domain::interest::DayCount;
use crate::domain::ledger::Account;
use crate::domain::loan::{LoanStatus, Means, RemissionKind};
use crate::domain::rate::Per;
use crate::domain::rules::{Component, LoanRules};
use crate::domain::schedule::Method;
use crate::domain::{amount::Unit, capital::CapitalKind};
use crate::error::Error;

macro_rules! readers {
    ($($name:ident: $type:ty),* $(,)?) => {$(
        /// # Errors
        /// A fault for an unknown code.
        pub fn $name(code: &str) -> Result<$type, Error> {
            <$type>::parse(code).ok_or_else(|| unknown(stringify!($name), code))
        }
    )*};
}

readers!(
    unit: Unit,
    method: Method,
    per: Per,
    step: Step,
    day_count: DayCount,
    account: Account,
    bucket: Bucket,
    loan_status: LoanStatus,
    payment_kind: PaymentKind,
    remission_kind: RemissionKind,
    capital_kind: CapitalKind,
    half: Half,
    goal: Goal,
    measure: Measure,
    party_role: PartyRole,
    contribution_kind: ContributionKind,
    commitment_kind: CommitmentKind,
    purchase_status: PurchaseStatus,
);

/// # Errors
/// A fault for an unknown code.
pub fn means(code: &str) -> Result<Means, Error> {
    let known = [Means::Goods].into_iter().chain(Means::ALL).find(|means| means.code() == code);
    known.ok_or_else(|| unknown("means", code))
}

fn unknown(what: &str, code: &str) -> Error {
    Error::fault(format!("the database has an unknown {what}: {code}"))
}

/// # Errors
/// A fault unless it names three components.
pub fn payment_order(text: &str) -> Result<[Component; 3], Error> {
    let order: Option<Vec<Component>> = text.split(',').map(Component::parse).collect();
    order.and_then(|order| order.try_into().ok()).ok_or_else(|| unknown("payment order", text))
}

pub fn payment_order_text(rules: &LoanRules) -> String {
    rules.order.map(Component::code).join(",")
}

/// Where a page of rows begins, within what the databases take.
pub fn offset(page: u64, most: u64) -> u64 {
    page.saturating_mul(most).min(i64::MAX.unsigned_abs())
}

/// A count kept as a whole number.
///
/// # Errors
/// A fault when it does not fit.
pub fn count(number: i64) -> Result<u32, Error> {
    u32::try_from(number).map_err(|_| unknown("count", &number.to_string()))
}
