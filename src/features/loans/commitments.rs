//! What a loan commits of its fund: its principal, from its approval until it is disbursed or cancelled.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::{Loan, store};
use crate::clock::day_of;
use crate::db::command::Step;
use crate::domain::commitment::{Commitment, CommitmentKind, CommittedBy, spans};
use crate::domain::loan::LoanStatus;
use crate::error::Error;
use crate::features::associations;
use crate::features::commitments::{self, Committer};
use crate::web::text::Reader;

/// A loan's commitments over its whole life, as far as known; `cancelled_on` where it was cancelled. A loan recorded by mistake
/// committed nothing.
fn of(loan: &Loan, time_zone: &str, cancelled_on: Option<NaiveDate>) -> Vec<Commitment> {
    let agreed_on = day_of(loan.recorded_at, time_zone);
    let lapsed = |on: NaiveDate| loan.lapses_on.map_or(on, |lapses_on| on.min(lapses_on));
    let over_on = match loan.status {
        // A loan that is not disbursed in time no longer commits its money.
        LoanStatus::Approved => loan.lapses_on,
        LoanStatus::Cancelled if loan.reversed_at.is_some() => Some(agreed_on),
        LoanStatus::Cancelled => Some(lapsed(cancelled_on.unwrap_or(agreed_on))),
        LoanStatus::Disbursed | LoanStatus::Closed | LoanStatus::WrittenOff => Some(lapsed(loan.disbursed_on)),
    };
    spans(CommitmentKind::Lends, &[(agreed_on, loan.principal_minor)], over_on)
}

pub fn committer(loan: &Loan) -> Committer {
    // The memo has one language for all readers: the program's first.
    let number = Reader::default().tf("number-short", &[("number", loan.number.to_string().into())]);
    Committer {
        association: loan.association_id,
        fund: loan.fund_id,
        kind: CommittedBy::Loan,
        id: loan.id.0,
        memo: if loan.purpose.is_empty() { number } else { format!("{number} · {}", loan.purpose) },
        member: Some(loan.member_id),
    }
}

/// Writes what a loan commits now; `step` gives today's date for one that is being cancelled.
pub async fn renew(step: &Step<'_>, loan: &Loan) -> Result<(), Error> {
    let time_zone = associations::find(step.tx, loan.association_id).await?.time_zone;
    let spans = of(loan, &time_zone, Some(step.clock.today(&time_zone)));
    commitments::replace(step.tx, &committer(loan), &spans).await
}

/// What each of these loans commits over its life, computed from its records.
pub async fn worked_out(db: &impl ConnectionTrait, loans: &[Loan], time_zone: &str) -> Result<Vec<(Committer, Vec<Commitment>)>, Error> {
    let cancelled = loans.iter().filter(|loan| loan.status == LoanStatus::Cancelled).map(|loan| loan.id).collect();
    let cancelled = store::cancelled_at(db, cancelled).await?;
    let spans_of = |loan: &Loan| {
        let on = cancelled.get(&loan.id).map(|at| day_of(*at, time_zone));
        (committer(loan), of(loan, time_zone, on))
    };
    Ok(loans.iter().map(spans_of).collect())
}
