//! Shares out a cycle's surplus by decision of the assembly: one record, frozen as decided. The rest goes to the capital.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{PeriodClose, Share, ShareOut, store};
use crate::app::App;
use crate::db::journal;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::close::{PeriodKind, ShareBasis, SurplusSplit};
use crate::domain::correction::RecordKind;
use crate::domain::ids::{CapitalId, CloseId, FundId, ShareOutId};
use crate::domain::ledger::{Account, Entry, Source, SourceKind, postings};
use crate::domain::loan::PaymentMethod;
use crate::domain::names::fold;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::split::split;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::capital::record::{NewCapital, entry as capital_entry};
use crate::features::corrections::{Answer, Order, Permit, Stake, not_reversed, permit};
use crate::features::funds::{Act, Fund, OnFund, Outcome, on_fund};
use crate::features::members::Member;
use crate::features::{capital, members};

pub const UNDO: &str = "surplus.undo_share_out";

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewShareOut {
    pub close: CloseId,
    pub decided_on: NaiveDate,
    pub acta: Note,
    pub basis: ShareBasis,
    pub split: SurplusSplit,
    /// The surplus shown when it was decided. Without it, it is not compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surplus_minor: Option<i64>,
}

/// The preview of each member's share. Minor units.
pub struct Preview {
    /// The surplus that can be shared.
    pub surplus_minor: i64,
    pub to_capital_minor: i64,
    /// Member, weight, amount; in order of member number.
    pub shares: Vec<(Member, i64, i64)>,
    /// Contributions of former members, and contributions under a name that no member has, or that several have.
    pub unmatched_minor: i64,
}

/// The part of a closed cycle's surplus that can be shared. The provision for losses and the surplus already capitalised
/// stay.
pub async fn distributable(db: &impl ConnectionTrait, close: &PeriodClose) -> Result<i64, Error> {
    let balances = journal::balances(db, close.fund_id).await?;
    let retained = -balances.get(&Account::RetainedSurplus).copied().unwrap_or(0);
    Ok(close.surplus_minor.min(retained - close.provision_minor))
}

/// # Errors
/// `split-negative`, `surplus-none`, `split-over`; `split-no-weight` where no member contributed or paid interest.
pub async fn preview(db: &impl ConnectionTrait, fund: &Fund, close: &PeriodClose, new: &NewShareOut) -> Result<Preview, Error> {
    let surplus_minor = distributable(db, close).await?;
    let to_capital_minor = new.split.to_capital(surplus_minor, fund.unit)?;
    let members = store::members_on(db, fund.association, close.ends_on).await?;
    let (weights, unmatched_minor) = weights(db, fund, close, new.basis, &members).await?;
    let amounts = match new.split.to_members_minor {
        0 => vec![0; members.len()],
        total => split(total, &weights).map_err(|refusal| refusal.at("basis"))?,
    };
    let shares = members.into_iter().zip(weights).zip(amounts).map(|((member, weight), minor)| (member, weight, minor));
    Ok(Preview { surplus_minor, to_capital_minor, shares: shares.filter(|(_, _, minor)| *minor > 0).collect(), unmatched_minor })
}

async fn weights(
    db: &impl ConnectionTrait,
    fund: &Fund,
    close: &PeriodClose,
    basis: ShareBasis,
    present: &[Member],
) -> Result<(Vec<i64>, i64), Error> {
    match basis {
        ShareBasis::Equally => Ok((vec![1; present.len()], 0)),
        ShareBasis::Interest => {
            let paid = store::interest_paid(db, fund.id, close.starts_on, close.ends_on).await?;
            Ok((present.iter().map(|member| paid.get(&member.id).copied().unwrap_or(0).max(0)).collect(), 0))
        }
        ShareBasis::Contributions => {
            let mut given = store::contributed(db, fund.id, close.ends_on).await?;
            // Names that several members have are not matched, former members included.
            let mut bearers: HashMap<String, usize> = HashMap::new();
            for member in members::all(db, fund.association).await? {
                *bearers.entry(fold(&member.name)).or_default() += 1;
            }
            let mut own = |member: &Member| {
                let name = fold(&member.name);
                let under = if bearers.get(&name) == Some(&1) { given.under.remove(&name).unwrap_or(0) } else { 0 };
                given.of.remove(&member.id).unwrap_or(0) + under
            };
            let weights = present.iter().map(&mut own).collect();
            Ok((weights, given.of.into_values().chain(given.under.into_values()).sum()))
        }
    }
}

/// # Errors
/// `forbidden`, `not-found`, `field-missing` of the acta, `date-in-future`, `cycle-not-closed`, `surplus-shared-already`,
/// `share-surplus-moved`, and as [`preview`].
pub async fn record(app: &App, by: &Actor, key: Uuid, new: NewShareOut) -> Result<ShareOutId, Error> {
    let fund: FundId = store::find(app.db.read(), new.close).await?.fund_id;
    on_fund(app, by, key, Act("surplus.share_out", Action::ManageFund), fund, new, work).await
}

async fn work(mut on: OnFund<'_>, new: NewShareOut) -> Outcome<ShareOutId> {
    let tx = on.step.tx;
    new.acta.clone().required("acta")?;
    happened(new.decided_on, on.today).map_err(|refusal| refusal.at("decided_on"))?;
    let close = store::find(tx, new.close).await?;
    if close.kind != PeriodKind::Cycle {
        return Err(Refusal::conflict("cycle-not-closed").into());
    }
    if new.decided_on <= close.ends_on {
        return Err(Refusal::invalid("decided_on", "decided-before-close").with("date", Fact::Date(close.ends_on)).into());
    }
    if store::share_outs_of(tx, close.id).await?.iter().any(|row| row.reversed_at.is_none()) {
        return Err(Refusal::conflict("surplus-shared-already").into());
    }
    let preview = preview(tx, on.fund, &close, &new).await?;
    if new.surplus_minor.is_some_and(|shown| shown != preview.surplus_minor) {
        return Err(Refusal::conflict("share-surplus-moved").with("surplus", Fact::Money(preview.surplus_minor, on.fund.unit)).into());
    }
    let id = ShareOutId(on.step.new_id());
    let capital_id = capitalised(&mut on, &new, preview.to_capital_minor).await?;
    let source = Source { kind: SourceKind::ShareOut, id: id.0 };
    let entry = Entry::of_change(new.decided_on, source, new.acta.to_string(), new.split.postings(0))?;
    on.post(entry.into_iter().collect()).await?;
    let shares = preview.shares.into_iter().map(|(member, weight, amount_minor)| Share {
        share_out_id: id,
        member_id: member.id,
        association_id: on.fund.association,
        fund_id: on.fund.id,
        weight,
        amount_minor,
        paid_on: None,
        payment_method: None,
        paid_by: None,
        paid_at: None,
    });
    let shares = shares.collect();
    let row = row(&on, id, &new, preview.to_capital_minor, capital_id);
    store::insert_share_out(on.step, row, shares).await?;
    Ok((id, json!({ "acta": new.acta, "members": new.split.to_members_minor, "capital": preview.to_capital_minor })))
}

/// The capital record of the part that is capitalised.
async fn capitalised(on: &mut OnFund<'_>, new: &NewShareOut, minor: i64) -> Result<Option<CapitalId>, Error> {
    if minor == 0 {
        return Ok(None);
    }
    let own = surplus(on.fund.id, new, minor);
    let id = capital::insert(on.step, on.fund.association, CapitalStatus::Received, own.clone()).await?;
    on.post(vec![capital_entry(id, &own)?]).await?;
    Ok(Some(id))
}

fn surplus(fund: FundId, new: &NewShareOut, amount_minor: i64) -> NewCapital {
    NewCapital {
        member: None,
        fund,
        kind: CapitalKind::Surplus,
        source: new.acta.clone(),
        amount_minor,
        happens_on: new.decided_on,
        owed_back_on: None,
        payment_method: PaymentMethod::Nothing,
    }
}

fn row(on: &OnFund<'_>, id: ShareOutId, new: &NewShareOut, to_capital_minor: i64, capital_id: Option<CapitalId>) -> ShareOut {
    ShareOut {
        id,
        association_id: on.fund.association,
        fund_id: on.fund.id,
        close_id: new.close,
        decided_on: new.decided_on,
        acta: new.acta.to_string(),
        basis: new.basis,
        to_capital_minor,
        to_loss_reserve_minor: new.split.to_loss_reserve_minor,
        to_education_minor: new.split.to_education_minor,
        to_solidarity_minor: new.split.to_solidarity_minor,
        to_members_minor: new.split.to_members_minor,
        capital_id,
        recorded_by: on.step.by.user_id,
        recorded_at: on.step.now,
        reversed_at: None,
        reversal_reason: None,
    }
}

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `share-paid-already`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<ShareOutId>) -> Result<Answer<ShareOutId>, Error> {
    let fund = store::share_out(app.db.read(), order.what).await?.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(UNDO, Action::ManageFund), fund, order, undo_work).await?;
    Answer::of(app, id).await
}

async fn undo_work(mut on: OnFund<'_>, order: Order<ShareOutId>) -> Outcome<Uuid> {
    let row = store::share_out(on.step.tx, order.what).await?;
    not_reversed(row.reversed_at)?;
    if store::shares(on.step.tx, row.id).await?.iter().any(|share| share.paid_on.is_some()) {
        return Err(Refusal::conflict("share-paid-already").into());
    }
    let permitted = match permit(&on, stake(&row), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    let mut entries = Vec::new();
    let moved = postings::reversed(&parts(&row).postings(0));
    let source = Source { kind: SourceKind::ShareOutReversal, id: row.id.0 };
    entries.extend(Entry::of_change(row.decided_on, source, order.reason.to_string(), moved)?);
    if let Some(id) = row.capital_id
        && capital::account(on.step.tx, id).await?.received()
    {
        let moved = postings::reversed(&postings::capital_received(CapitalKind::Surplus, Account::RetainedSurplus, row.to_capital_minor));
        entries.push(Entry::new(row.decided_on, Source { kind: SourceKind::CapitalReversal, id: id.0 }, order.reason.to_string(), moved)?);
        capital::mark_reversed(on.step, id, &order.reason).await?;
    }
    on.post(entries).await?;
    store::mark_reversed(on.step, row.id, &order.reason).await?;
    permitted.reversed(&on).await?;
    Ok((row.id.0, json!({ "reason": order.reason })))
}

/// The amounts that a share-out decided.
pub fn parts(row: &ShareOut) -> SurplusSplit {
    SurplusSplit {
        to_loss_reserve_minor: row.to_loss_reserve_minor,
        to_education_minor: row.to_education_minor,
        to_solidarity_minor: row.to_solidarity_minor,
        to_members_minor: row.to_members_minor,
    }
}

fn stake(row: &ShareOut) -> Stake {
    let parts = parts(row);
    Stake {
        command: UNDO,
        kind: RecordKind::ShareOut,
        id: row.id.0,
        recorded_by: row.recorded_by,
        recorded_at: row.recorded_at,
        amount_minor: row.to_capital_minor
            + parts.to_loss_reserve_minor
            + parts.to_education_minor
            + parts.to_solidarity_minor
            + parts.to_members_minor,
        member: None,
        changes: Vec::new(),
    }
}
