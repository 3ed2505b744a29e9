//! What a fund's loans and purchases commit, computed from their records: to fill the rows where they are missing, and to
//! compare them.

use sea_orm::ConnectionTrait;

use crate::domain::commitment::{Commitment, CommitmentKind};
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;
use crate::features::commitments::{self, Committer};
use crate::features::funds::Fund;
use crate::features::{associations, loans, purchases};

/// Purchases read at a time.
const PURCHASES: u64 = 200;

pub async fn worked_out(db: &impl ConnectionTrait, fund: &Fund) -> Result<Vec<(Committer, Vec<Commitment>)>, Error> {
    let time_zone = associations::find(db, fund.association).await?.time_zone;
    let rows = loans::rows_of_fund(db, fund.id).await?;
    let mut all = loans::commitments::worked_out(db, &rows, &time_zone).await?;
    let which = purchases::Which { fund: Some(fund.id), ..Default::default() };
    for page in 0.. {
        let bought = purchases::list(db, &which, page, PURCHASES).await?;
        all.extend(purchases::commitments::worked_out(db, &bought, &time_zone).await?);
        if bought.len() as u64 != PURCHASES {
            break;
        }
    }
    Ok(all)
}

/// Each loan or purchase whose stored commitments differ from the computed ones.
pub async fn check(db: &impl ConnectionTrait, fund: &Fund, findings: &mut Vec<Refusal>) -> Result<(), Error> {
    let mut kept = commitments::of_fund(db, fund.id).await?;
    let differs = |memo: String, kept: &[Commitment], computed: &[Commitment]| {
        let open = |of: &[Commitment]| {
            of.iter().filter(|span| span.released_on.is_none() && span.kind == CommitmentKind::Lends).map(|span| span.amount_minor).sum()
        };
        Refusal::conflict("verify-commitment")
            .with("source", Fact::Text(memo))
            .with("kept", Fact::Money(open(kept), fund.unit))
            .with("computed", Fact::Money(open(computed), fund.unit))
    };
    for (committer, mut computed) in worked_out(db, fund).await? {
        let mut own = kept.remove(&committer.id).unwrap_or_default();
        for spans in [&mut own, &mut computed] {
            spans.sort_by_key(|span| (span.since_on, span.kind.code()));
        }
        if own != computed {
            findings.push(differs(committer.memo, &own, &computed));
        }
    }
    findings.extend(kept.into_iter().map(|(source, own)| differs(source.to_string(), &own, &[])));
    Ok(())
}
