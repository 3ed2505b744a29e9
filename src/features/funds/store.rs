//! Funds, their rules and cycles in the database.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select, Set};
use serde::Serialize;
use utoipa::ToSchema;

use super::Cycle;
use crate::db::command::Step;
use crate::db::entity::{cycle, fund, fund_rules, loan};
use crate::db::journal::FIRST_HASH;
use crate::domain::acta::Acta;
use crate::domain::amount::Unit;
use crate::domain::credit_rules::CreditRules;
use crate::domain::cycle::{Window, farming_year};
use crate::domain::ids::{AssociationId, CycleId, FundId};
use crate::domain::loan::LoanStatus;
use crate::domain::names::fold;
use crate::domain::rate::Rate;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{FundRules, LoanRules};
use crate::domain::text::Line;
use crate::error::Error;

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = FundOut)]
pub struct Fund {
    pub id: FundId,
    pub association: AssociationId,
    pub name: String,
    /// `PEN`, `BOB`, `USD` or `kg`.
    pub unit: Unit,
}

impl From<fund::Model> for Fund {
    fn from(row: fund::Model) -> Self {
        Self { id: row.id, association: row.association_id, unit: row.unit, name: row.name }
    }
}

pub async fn find(db: &impl ConnectionTrait, id: FundId) -> Result<Fund, Error> {
    Ok(fund::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?.into())
}

/// The fund's own row, with its counters.
pub async fn row(db: &impl ConnectionTrait, id: FundId) -> Result<fund::Model, Error> {
    Ok(fund::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// The listed funds: all but those whose import was undone.
fn standing() -> Select<fund::Entity> {
    fund::Entity::find().filter(fund::Column::TakenBackAt.is_null())
}

/// Removes a fund from all lists, because the import that made it was undone.
pub async fn take_back(step: &Step<'_>, id: FundId) -> Result<(), Error> {
    let row = fund::ActiveModel { id: Set(id), taken_back_at: Set(Some(step.now)), ..Default::default() };
    fund::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

pub async fn of_association(db: &impl ConnectionTrait, association: AssociationId) -> Result<Vec<Fund>, Error> {
    list(db, Some(&[association])).await
}

/// The funds of these associations, or all of them, by name.
pub async fn list(db: &impl ConnectionTrait, only: Option<&[AssociationId]>) -> Result<Vec<Fund>, Error> {
    let mut select = standing();
    if let Some(only) = only {
        select = select.filter(fund::Column::AssociationId.is_in(only.iter().copied()));
    }
    let mut funds: Vec<Fund> = select.order_by_asc(fund::Column::Id).all(db).await?.into_iter().map(Fund::from).collect();
    funds.sort_by_cached_key(|fund| fold(&fund.name));
    Ok(funds)
}

/// Every fund with this name, of any association.
pub async fn by_name(db: &impl ConnectionTrait, name: &str) -> Result<Vec<Fund>, Error> {
    Ok(standing().filter(fund::Column::Name.eq(name)).all(db).await?.into_iter().map(Fund::from).collect())
}

pub async fn insert(step: &Step<'_>, association: AssociationId, name: Line, unit: Unit) -> Result<FundId, Error> {
    let id = step.new_id();
    let row = fund::ActiveModel {
        id: Set(id),
        association_id: Set(association),
        name: Set(name.into()),
        unit: Set(unit),
        next_entry_no: Set(1),
        next_receipt_no: Set(1),
        next_loan_no: Set(1),
        last_hash: Set(FIRST_HASH.to_owned()),
        created_at: Set(step.now),
        next_voucher_no: Set(1),
        closed_through: Set(None),
        taken_back_at: Set(None),
    };
    fund::Entity::insert(row).exec_without_returning(step.tx).await?;
    Ok(id)
}

/// Writes a fund's new name.
pub async fn call(step: &Step<'_>, id: FundId, name: Line) -> Result<(), Error> {
    let row = fund::ActiveModel { id: Set(id), name: Set(name.into()), ..Default::default() };
    fund::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

/// A version of the rules with its effective day.
#[derive(Clone, Debug)]
pub struct Version {
    pub version: i64,
    pub effective_on: NaiveDate,
    pub acta: Option<ActaOfRules>,
    pub rules: FundRules,
}

/// The stored acta of a version. Early versions have no date of the acta.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActaOfRules {
    pub number: String,
    pub on: Option<NaiveDate>,
    pub note: Option<String>,
}

impl From<Acta> for ActaOfRules {
    fn from(acta: Acta) -> Self {
        Self { number: acta.number.into(), on: Some(acta.on), note: acta.note.map(String::from) }
    }
}

impl From<fund_rules::Model> for Version {
    fn from(row: fund_rules::Model) -> Self {
        let loan = LoanRules {
            order: row.payment_order,
            late_fee_ppm: row.late_fee_ppm,
            late_fee_per: row.late_fee_per,
            late_fee_day_count: row.late_fee_day_count,
            tolerance_days: row.tolerance_days,
            flat_rebate: row.flat_rebate,
            cash_step_minor: row.cash_step_minor,
        };
        let rules = FundRules {
            loan,
            method: row.method,
            rate: Rate { ppm: row.rate_ppm, per: row.rate_per },
            day_count: row.day_count,
            rounding_step_minor: row.rounding_step_minor,
            reserve_ppm: row.reserve_ppm,
            reserve_fixed_minor: row.reserve_fixed_minor,
            interest_kept_ppm: row.interest_kept_ppm,
            recovery_ppm: row.recovery_ppm,
            small_balance_minor: row.small_balance_minor,
            lend_beyond_available: row.lend_beyond_available,
            two_people_from_minor: row.two_people_from_minor,
            expense_acta_from_minor: row.expense_acta_from_minor,
            expense_second_from_minor: row.expense_second_from_minor,
            credit: credit_rules(&row),
        };
        let acta = row.acta.map(|number| ActaOfRules { number, on: row.acta_on, note: row.acta_note });
        Self { version: row.version, effective_on: row.effective_on, acta, rules }
    }
}

fn credit_rules(row: &fund_rules::Model) -> CreditRules {
    CreditRules {
        guarantors: row.guarantors,
        guarantees_most: row.guarantees_most,
        guarantee_circles: row.guarantee_circles,
        standing_days: row.standing_days,
        call_after_days: row.call_after_days,
        member_most_minor: row.member_most_minor,
        one_loan: row.one_loan,
        lapse_days: row.lapse_days,
        committee_from_minor: row.committee_from_minor,
        second_from_minor: row.second_from_minor,
        quorum: row.quorum,
        majority: row.majority,
    }
}

/// Every version of a fund's rules, the latest day first, and the newest first within a day.
pub async fn versions(db: &impl ConnectionTrait, fund: FundId) -> Result<Vec<Version>, Error> {
    Ok(versions_of(db, &[fund]).await?.remove(&fund).unwrap_or_default())
}

/// The same for several funds.
pub async fn versions_of(db: &impl ConnectionTrait, funds: &[FundId]) -> Result<HashMap<FundId, Vec<Version>>, Error> {
    let select = fund_rules::Entity::find().filter(fund_rules::Column::FundId.is_in(funds.iter().copied()));
    let select = select.order_by_desc(fund_rules::Column::EffectiveOn).order_by_desc(fund_rules::Column::Version);
    let mut of: HashMap<FundId, Vec<Version>> = HashMap::new();
    for row in select.all(db).await? {
        of.entry(row.fund_id).or_default().push(row.into());
    }
    Ok(of)
}

/// The version in force on a day: the last that took effect by then, or the first version before any took effect. `versions`
/// has the newest first.
pub fn version_on(versions: &[Version], on: NaiveDate) -> Result<&Version, Error> {
    let first = versions.last().map_or(on, |version| version.effective_on);
    versions.iter().find(|version| version.effective_on <= on.max(first)).ok_or_else(|| Error::fault("a fund has no rules"))
}

/// The rules in force on a day.
pub async fn rules_on(db: &impl ConnectionTrait, fund: FundId, on: NaiveDate) -> Result<FundRules, Error> {
    Ok(version_on(&versions(db, fund).await?, on)?.rules)
}

/// Whether the fund has lent already: a loan is approved or handed over.
pub async fn lends(db: &impl ConnectionTrait, fund: FundId) -> Result<bool, Error> {
    let select = loan::Entity::find().filter(loan::Column::FundId.eq(fund)).filter(loan::Column::Status.ne(LoanStatus::Cancelled));
    Ok(select.one(db).await?.is_some())
}

pub async fn insert_rules(step: &Step<'_>, fund: FundId, association: AssociationId, version: Version) -> Result<(), Error> {
    fund_rules::Entity::insert(rules_row(step, fund, association, version)).exec_without_returning(step.tx).await?;
    Ok(())
}

/// Overwrites a version by which nothing was lent.
pub async fn amend_rules(step: &Step<'_>, fund: FundId, association: AssociationId, version: Version) -> Result<(), Error> {
    fund_rules::Entity::update(rules_row(step, fund, association, version)).exec(step.tx).await?;
    Ok(())
}

fn rules_row(step: &Step<'_>, fund: FundId, association: AssociationId, version: Version) -> fund_rules::ActiveModel {
    let rules = version.rules;
    let (acta, acta_on, acta_note) = version.acta.map_or((None, None, None), |acta| (Some(acta.number), acta.on, acta.note));
    fund_rules::ActiveModel {
        fund_id: Set(fund),
        version: Set(version.version),
        association_id: Set(association),
        effective_on: Set(version.effective_on),
        acta: Set(acta),
        acta_on: Set(acta_on),
        acta_note: Set(acta_note),
        method: Set(rules.method),
        rate_ppm: Set(rules.rate.ppm),
        rate_per: Set(rules.rate.per),
        day_count: Set(rules.day_count),
        rounding_step_minor: Set(rules.rounding_step_minor),
        payment_order: Set(rules.loan.order),
        late_fee_ppm: Set(rules.loan.late_fee_ppm),
        late_fee_per: Set(rules.loan.late_fee_per),
        late_fee_day_count: Set(rules.loan.late_fee_day_count),
        tolerance_days: Set(rules.loan.tolerance_days),
        flat_rebate: Set(rules.loan.flat_rebate),
        reserve_ppm: Set(rules.reserve_ppm),
        reserve_fixed_minor: Set(rules.reserve_fixed_minor),
        interest_kept_ppm: Set(rules.interest_kept_ppm),
        recovery_ppm: Set(rules.recovery_ppm),
        cash_step_minor: Set(rules.loan.cash_step_minor),
        small_balance_minor: Set(rules.small_balance_minor),
        lend_beyond_available: Set(rules.lend_beyond_available),
        two_people_from_minor: Set(rules.two_people_from_minor),
        expense_acta_from_minor: Set(rules.expense_acta_from_minor),
        expense_second_from_minor: Set(rules.expense_second_from_minor),
        guarantors: Set(rules.credit.guarantors),
        guarantees_most: Set(rules.credit.guarantees_most),
        guarantee_circles: Set(rules.credit.guarantee_circles),
        standing_days: Set(rules.credit.standing_days),
        call_after_days: Set(rules.credit.call_after_days),
        member_most_minor: Set(rules.credit.member_most_minor),
        one_loan: Set(rules.credit.one_loan),
        lapse_days: Set(rules.credit.lapse_days),
        committee_from_minor: Set(rules.credit.committee_from_minor),
        second_from_minor: Set(rules.credit.second_from_minor),
        quorum: Set(rules.credit.quorum),
        majority: Set(rules.credit.majority),
        recorded_by: Set(step.by.user_id),
        recorded_at: Set(step.now),
    }
}

/// A fund's cycles, oldest first.
pub async fn cycles(db: &impl ConnectionTrait, fund: FundId) -> Result<Vec<Cycle>, Error> {
    Ok(cycle::Entity::find().filter(cycle::Column::FundId.eq(fund)).order_by_asc(cycle::Column::StartsOn).all(db).await?)
}

/// The cycles of these funds, oldest first.
pub async fn cycles_of(db: &impl ConnectionTrait, funds: &[FundId]) -> Result<HashMap<FundId, Vec<Cycle>>, Error> {
    let select = cycle::Entity::find().filter(cycle::Column::FundId.is_in(funds.iter().copied()));
    let mut of: HashMap<FundId, Vec<Cycle>> = HashMap::new();
    for row in select.order_by_asc(cycle::Column::StartsOn).all(db).await? {
        of.entry(row.fund_id).or_default().push(row);
    }
    Ok(of)
}

/// These cycles, by id.
pub async fn cycles_by_ids(db: &impl ConnectionTrait, ids: Vec<CycleId>) -> Result<HashMap<CycleId, Cycle>, Error> {
    let rows = cycle::Entity::find().filter(cycle::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

pub async fn insert_cycle(step: &Step<'_>, fund: FundId, association: AssociationId, window: Window) -> Result<CycleId, Error> {
    let id = step.new_id();
    let row = cycle::ActiveModel {
        id: Set(id),
        association_id: Set(association),
        fund_id: Set(fund),
        name: Set(window.name.into()),
        starts_on: Set(window.starts_on),
        ends_on: Set(window.ends_on),
    };
    cycle::Entity::insert(row).exec_without_returning(step.tx).await?;
    Ok(id)
}

/// The cycle of a day. Where none exists, it is created: the farming year, cut to the gap between its neighbours.
pub async fn cycle_on(step: &Step<'_>, fund: FundId, association: AssociationId, on: NaiveDate) -> Result<CycleId, Error> {
    let known = cycles(step.tx, fund).await?;
    if let Some(cycle) = known.iter().find(|cycle| cycle.starts_on <= on && on <= cycle.ends_on) {
        return Ok(cycle.id);
    }
    insert_cycle(step, fund, association, window_on(&known, on)).await
}

/// The dates of a day's cycle: an existing cycle, or what other cycles leave of the farming year.
pub fn window_on(known: &[cycle::Model], on: NaiveDate) -> Window {
    if let Some(cycle) = known.iter().find(|cycle| cycle.starts_on <= on && on <= cycle.ends_on) {
        return Window { name: Line::kept(cycle.name.clone()), starts_on: cycle.starts_on, ends_on: cycle.ends_on };
    }
    let mut window = farming_year(on);
    for cycle in known {
        if cycle.ends_on < on {
            window.starts_on = window.starts_on.max(cycle.ends_on.succ_opt().unwrap_or(on));
        } else {
            window.ends_on = window.ends_on.min(cycle.starts_on.pred_opt().unwrap_or(on));
        }
    }
    window
}
