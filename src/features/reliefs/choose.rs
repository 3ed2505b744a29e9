//! Chooses the loans of a relief: those of a community, of a crop or other purpose, of a cycle.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::domain::ids::{CycleId, MemberId};
use crate::domain::names::fold;
use crate::error::Error;
use crate::features::funds::Fund;
use crate::features::loans::{self, LoanAccount};
use crate::features::members::{self, Member};

/// An empty field chooses all.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LoanFilter {
    pub community: String,
    /// Words in the loan's purpose.
    pub purpose: String,
    pub cycle: Option<CycleId>,
}

/// The open loans of a fund that match on a day, by number, with their members.
pub async fn choose(
    db: &impl ConnectionTrait,
    fund: &Fund,
    which: &LoanFilter,
    on: NaiveDate,
) -> Result<(Vec<LoanAccount>, HashMap<MemberId, Member>), Error> {
    let mut held = loans::open_of(db, fund.id, which.cycle).await?;
    let people = members::by_ids(db, held.iter().map(|held| held.loan.member_id).collect()).await?;
    let community = |held: &LoanAccount| people.get(&held.loan.member_id).and_then(|member| member.community.as_deref()).unwrap_or_default();
    let purpose = fold(&which.purpose);
    held.retain(|held| held.loan.disbursed_on <= on);
    held.retain(|held| which.community.is_empty() || community(held) == which.community);
    held.retain(|held| fold(&held.loan.purpose).contains(&purpose));
    Ok((held, people))
}

/// The communities of an association's members, in order.
pub fn communities<'a>(people: impl Iterator<Item = &'a Member>) -> Vec<String> {
    let mut all: Vec<String> = people.filter_map(|member| member.community.clone()).filter(|community| !community.is_empty()).collect();
    all.sort();
    all.dedup();
    all
}
