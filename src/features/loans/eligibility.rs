//! The facts that a fund's rules check before a loan. The page that shows them and the verb that decides use the same ones.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::{bounds, store};
use crate::domain::amount::Unit;
use crate::domain::eligibility::{Asked, Delay};
use crate::domain::ids::{FundId, LoanId, MemberId};
use crate::error::Error;
use crate::features::{members, solidarity};

/// The requested loan, approved or not.
#[derive(Clone, Debug)]
pub struct Asking {
    pub fund: FundId,
    pub unit: Unit,
    pub member: MemberId,
    pub principal_minor: i64,
    /// The effective yearly rate in ppm; the legal ceiling follows, where one is known.
    pub rate_ppm: i64,
    pub ceiling_ppm: Option<i64>,
    pub guarantors: Vec<MemberId>,
    pub available_minor: i64,
    /// Loans that do not count as other loans: this one, and the wrong one that it replaces.
    pub apart: Vec<LoanId>,
    /// The other parts of the same approved loan: they are owed, but do not count as another loan.
    pub parts: Vec<LoanId>,
    pub on: NaiveDate,
}

/// The facts about the request on its day.
pub async fn gather(db: &impl ConnectionTrait, asking: &Asking) -> Result<Asked, Error> {
    let others = store::open_of_member(db, asking.fund, asking.member, &asking.apart, asking.on).await?;
    let owed = |loan: &super::Loan| if loan.status.lent() { loan.unpaid_principal_minor } else { loan.principal_minor };
    let late = bounds::late(db, asking.member, asking.on).await?;
    let own = late.iter().filter(|one| !asking.apart.contains(&one.loan.id)).map(|one| one.oldest_due_on).min();
    Ok(Asked {
        unit: asking.unit,
        principal_minor: asking.principal_minor,
        owed_minor: others.iter().map(owed).sum(),
        other_loans: i64::try_from(others.iter().filter(|loan| !asking.parts.contains(&loan.id)).count()).unwrap_or(i64::MAX),
        days_late: own.map_or(0, |due_on| crate::domain::calendar::days(due_on, asking.on)),
        group: group_delay(db, asking).await?,
        guarantors: i64::try_from(asking.guarantors.len()).unwrap_or(i64::MAX),
        guarantor: latest(db, &asking.guarantors, asking.on).await?,
        rate_ppm: asking.rate_ppm,
        ceiling_ppm: asking.ceiling_ppm,
        available_minor: asking.available_minor,
    })
}

/// The longest delay in the member's group, the member included.
async fn group_delay(db: &impl ConnectionTrait, asking: &Asking) -> Result<Option<Delay>, Error> {
    let Some(group) = solidarity::group_of(db, asking.member, asking.on).await? else { return Ok(None) };
    let of = solidarity::members_on(db, group.id, asking.on).await?;
    Ok(Some(latest(db, &of, asking.on).await?.unwrap_or(Delay { name: group.name, days: 0 })))
}

/// The longest delay among these members; none where nobody is late.
async fn latest(db: &impl ConnectionTrait, of: &[MemberId], on: NaiveDate) -> Result<Option<Delay>, Error> {
    let late = solidarity::delays(db, of, on).await?;
    let Some((member, days)) = late.into_iter().max_by_key(|(member, days)| (*days, *member)) else { return Ok(None) };
    Ok(Some(Delay { name: members::find(db, member).await?.name, days }))
}
