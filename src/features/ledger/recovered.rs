//! Compares the stored observations of recovery with those computed from every loan's history.

use sea_orm::ConnectionTrait;

use crate::domain::arrears::Bucket;
use crate::domain::recovery::{History, observe};
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;
use crate::features::funds::{self, Fund};
use crate::features::loans::LoanAccount;
use crate::features::recovery;

/// Each cycle and bucket whose stored observations differ from those of the loans.
pub async fn check(db: &impl ConnectionTrait, fund: &Fund, held: &[LoanAccount], findings: &mut Vec<Refusal>) -> Result<(), Error> {
    let kept = recovery::kept(db, fund.id).await?;
    if kept.is_empty() {
        return Ok(());
    }
    let lent = held.iter().filter(|held| held.status().lent());
    let histories: Vec<History> = lent.map(LoanAccount::histories).collect::<Result<Vec<_>, Error>>()?.into_iter().flatten().collect();
    for cycle in funds::cycles(db, fund.id).await? {
        let Some(counted) = kept.get(&cycle.id) else { continue };
        let own: Vec<History> =
            histories.iter().filter(|history| cycle.starts_on <= history.due_on && history.due_on <= cycle.ends_on).cloned().collect();
        let computed = observe(&own, counted.to);
        for bucket in Bucket::ALL.into_iter().filter(|bucket| counted.observed[*bucket as usize] != computed[*bucket as usize]) {
            let finding = Refusal::conflict("verify-recovery").with("cycle", Fact::Text(cycle.name.clone()));
            findings.push(finding.with("bucket", Fact::Text(bucket.code().to_owned())));
        }
    }
    Ok(())
}
