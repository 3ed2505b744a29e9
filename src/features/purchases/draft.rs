//! A purchase is written, and changed until it is submitted: items with their quotes, members' lines, and what covers each
//! part.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{OnPurchase, Purchase, PurchaseRecord, Said, on_purchase, store, take_step};
use crate::app::App;
use crate::db::command::{self, Step};
use crate::domain::actor::Actor;
use crate::domain::amount::{MAX_MINOR, Unit};
use crate::domain::cofinancing::work::QUOTES;
use crate::domain::cofinancing::{ContributionBasis, ContributionKind, Draft, Pledge, ProjectShareTerms, PurchaseStatus, PurchaseStep, work_out};
use crate::domain::ids::{BudgetLineId, CycleId, FundId, MemberId, ProgrammeId, PurchaseId};
use crate::domain::names::fold;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::funds::{self, Act, OnFund, Outcome, on_fund};
use crate::features::members;
use crate::features::programmes::{self, Plan};

/// The most items of one purchase.
const ITEMS: usize = 20;
/// The most lines and contributions of one purchase.
const LINES: usize = 5_000;
/// The largest quantity or area, in thousandths.
pub const MOST: i64 = 1_000_000_000_000;

/// What a purchase asks for.
#[derive(Clone, Debug, Serialize)]
pub struct Content {
    pub budget_line: BudgetLineId,
    /// A day in the cycle that the purchase is for.
    pub cycle_on: NaiveDate,
    pub purpose: Line,
    pub draft: Draft,
    /// The draft that the page was made from, where a page changes a part of it: a change by somebody else meanwhile is
    /// refused.
    pub base: Option<Draft>,
}

#[derive(Clone, Debug, Serialize)]
pub struct NewPurchase {
    pub fund: FundId,
    pub programme: ProgrammeId,
    pub content: Content,
}

/// # Errors
/// `forbidden`, `not-taking-part`, `programme-without-plan`, `wrong-unit`, what [`save`] refuses.
pub async fn create(app: &App, by: &Actor, key: Uuid, new: NewPurchase) -> Result<PurchaseId, Error> {
    on_fund(app, by, key, Act("purchase.draft", Action::RequestPurchases), new.fund, new, create_work).await
}

// The fund is locked, so that two drafts never take one number.
async fn create_work(on: OnFund<'_>, new: NewPurchase) -> Outcome<PurchaseId> {
    let step = on.step;
    let row = Purchase {
        id: step.new_id(),
        association_id: on.fund.association,
        fund_id: new.fund,
        programme_id: new.programme,
        budget_line_id: new.content.budget_line,
        cycle_id: CycleId(Uuid::nil()),
        number: store::next_number(step.tx, new.fund).await?,
        status: PurchaseStatus::Draft,
        purpose: String::new(),
        project_share_terms: ProjectShareTerms::Grant,
        recovery_installments: None,
        recovery_every_months: None,
        recovery_rate_ppm: None,
        day_rate_minor: 0,
        total_minor: 0,
        lends_minor: 0,
        received_total_minor: None,
        drafted_by: step.by.user_id,
        submitted_by: None,
        drafted_at: step.now,
        waiting_since: step.now,
        received_on: None,
    };
    store::insert(step, row.clone()).await?;
    let row = write(&on, row, new.content).await?;
    store::add_event(step, &row, PurchaseStep::Edit, Said::default()).await?;
    Ok((row.id, json!({})))
}

/// Replaces the content of a draft. It need not be covered yet: that is checked when it is submitted.
///
/// # Errors
/// `forbidden`, `not-found`, `purchase-not-open`, `purchase-changed`, `member-of-another-association`, `line-member-left`,
/// `line-twice`, `budget-line-unknown`, `cycle-not-near`, what the rule book refuses.
pub async fn save(app: &App, by: &Actor, key: Uuid, id: PurchaseId, content: Content) -> Result<(), Error> {
    on_purchase(app, by, key, Act("purchase.edit", Action::RequestPurchases), id, (id, content), save_work).await.map(drop)
}

async fn save_work(OnPurchase { on, record }: OnPurchase<'_>, (id, content): (PurchaseId, Content)) -> Outcome<PurchaseId> {
    record.status().after(PurchaseStep::Edit)?;
    if content.base.as_ref().is_some_and(|base| record.draft().ok().as_ref() != Some(base)) {
        return Err(Refusal::conflict("purchase-changed").into());
    }
    let row = write(&on, record.row, content).await?;
    take_step(on.step, row, PurchaseStep::Edit, Said::default()).await?;
    Ok((id, json!({})))
}

/// A mark of a draft's state. A form carries it, so that a change by somebody else meanwhile is noticed.
///
/// # Errors
/// A fault when the draft cannot be JSON.
pub fn mark(draft: &Draft) -> Result<String, Error> {
    Ok(command::fingerprint("draft", draft)?.chars().take(16).collect())
}

/// Checks that something of a purchase can have happened on this day: not before its programme began.
///
/// # Errors
/// `before-programme`.
pub async fn check_day(step: &Step<'_>, held: &PurchaseRecord, on: NaiveDate) -> Result<(), Error> {
    match programmes::plan(step.tx, held.programme()).await? {
        Some(plan) if on < plan.starts_on => Err(Refusal::invalid("date", "before-programme").with("from", Fact::Date(plan.starts_on)).into()),
        _ => Ok(()),
    }
}

/// The plan of the programme that a purchase is part of.
///
/// # Errors
/// `not-taking-part`, `programme-without-plan`, `wrong-unit`.
pub async fn plan(step: &Step<'_>, row: &Purchase, unit: Unit) -> Result<Plan, Error> {
    let (programme, association) = (row.programme_id, row.association_id);
    if !programmes::taking_part(step.tx).await?.contains(&(programme, association)) {
        return Err(Refusal::invalid("programme", "not-taking-part").into());
    }
    let plan = programmes::plan(step.tx, programme).await?.ok_or_else(|| Refusal::conflict("programme-without-plan").at("programme"))?;
    if plan.unit != unit {
        let refusal = Refusal::invalid("programme", "wrong-unit");
        return Err(refusal.with("given", Fact::Text(plan.unit.symbol().to_owned())).with("unit", Fact::Text(unit.symbol().to_owned())).into());
    }
    Ok(plan)
}

async fn write(on: &OnFund<'_>, row: Purchase, content: Content) -> Result<Purchase, Error> {
    let step = on.step;
    let plan = plan(step, &row, on.book.unit()).await?;
    let lines = programmes::lines(step.tx, row.programme_id).await?;
    if !lines.iter().any(|line| line.id == content.budget_line) {
        return Err(Refusal::invalid("budget_line", "budget-line-unknown").into());
    }
    let mut draft = content.draft;
    check_size(&draft)?;
    check_items(&mut draft)?;
    number_lines(on, &mut draft).await?;
    let worked = work_out(&draft, &plan.parties)?;
    let cycle = cycle(on, row.cycle_id, content.cycle_on).await?;
    let row = Purchase {
        budget_line_id: content.budget_line,
        cycle_id: cycle,
        purpose: content.purpose.into(),
        day_rate_minor: draft.day_rate_minor,
        total_minor: worked.shared.total_minor,
        lends_minor: worked.lends_minor(),
        ..with_project_part(row, &plan)
    };
    store::save_draft(step, &row, &plan.parties, &draft, &worked).await?;
    store::update(step, row.clone()).await?;
    Ok(row)
}

/// The cycle of a purchase: the present one, the next, or the one that it already has.
async fn cycle(on: &OnFund<'_>, own: CycleId, day: NaiveDate) -> Result<CycleId, Error> {
    let known = funds::cycles(on.step.tx, on.fund.id).await?;
    let (present, next) = funds::cycles::around(&known, on.today);
    let own = known.iter().find(|cycle| cycle.id == own).map(|cycle| (cycle.starts_on, cycle.ends_on));
    let windows = [(present.starts_on, present.ends_on), (next.starts_on, next.ends_on)];
    if windows.into_iter().chain(own).any(|(from, to)| from <= day && day <= to) {
        return funds::cycle_on(on.step, on.fund.id, on.fund.association, day).await;
    }
    Err(Refusal::invalid("cycle", "cycle-not-near").into())
}

/// A purchase with the terms of the project's part that the plan now has.
pub fn with_project_part(row: Purchase, plan: &Plan) -> Purchase {
    Purchase {
        project_share_terms: plan.project_share_terms,
        recovery_installments: plan.recovery.map(|recovery| i64::from(recovery.installments)),
        recovery_every_months: plan.recovery.map(|recovery| i64::from(recovery.every_months)),
        recovery_rate_ppm: plan.recovery.map(|recovery| recovery.rate_ppm),
        ..row
    }
}

fn check_size(draft: &Draft) -> Result<(), Refusal> {
    if draft.items.len() > ITEMS || draft.taken.len() > LINES || draft.pledges.len() > LINES {
        return Err(Refusal::invalid("items", "purchase-too-large").with("most", Fact::Number(i64::try_from(ITEMS).unwrap_or(0))));
    }
    let quantities = draft.taken.iter().flat_map(|taken| [taken.quantity, taken.hectares]);
    if quantities.into_iter().any(|quantity| !(0..=MOST).contains(&quantity)) {
        return Err(Refusal::invalid("lines", "quantity-too-large"));
    }
    let labour = |pledge: &Pledge| pledge.kind == ContributionKind::Labour;
    let by_days = |pledge: &Pledge| matches!(pledge.asked, ContributionBasis::Days(days) if (0..=MOST).contains(&days)) && draft.day_rate_minor > 0;
    if draft.pledges.iter().any(|pledge| labour(pledge) != matches!(pledge.asked, ContributionBasis::Days(_)) || labour(pledge) && !by_days(pledge)) {
        return Err(Refusal::invalid("day_rate", "labour-by-days"));
    }
    if !(0..=MAX_MINOR).contains(&draft.day_rate_minor) {
        return Err(Refusal::invalid("day_rate", "amount-not-positive"));
    }
    Ok(())
}

fn check_items(draft: &mut Draft) -> Result<(), Refusal> {
    // A supplier typed in different spellings is one supplier, with the first spelling.
    let mut spelled: HashMap<String, Note> = HashMap::new();
    for (i, item) in draft.items.iter_mut().enumerate() {
        let field = |name: &str| format!("items-{i}-{name}");
        if item.quotes.is_empty() || item.quotes.len() > QUOTES || item.chosen >= item.quotes.len() {
            return Err(Refusal::invalid(field("quotes"), "quote-unknown"));
        }
        for quote in &mut item.quotes {
            if item.provided {
                quote.supplier = Note::default();
            }
            quote.supplier = spelled.entry(fold(&quote.supplier)).or_insert_with(|| quote.supplier.clone()).clone();
            if quote.supplier.is_empty() != item.provided {
                return Err(Refusal::invalid(field("supplier"), "field-missing"));
            }
            if !(0..=MAX_MINOR).contains(&quote.unit_price_minor) {
                return Err(Refusal::invalid(field("price"), "amount-not-positive"));
            }
        }
    }
    Ok(())
}

/// Gives each line its member's number, and drops lines that take nothing.
///
/// # Errors
/// `member-of-another-association`, `line-member-left`, `line-twice`.
pub async fn number_lines(on: &OnFund<'_>, draft: &mut Draft) -> Result<(), Error> {
    draft.taken.retain(|taken| taken.quantity > 0 || taken.hectares > 0);
    let all = members::all(on.step.tx, on.fund.association).await?;
    let known: HashMap<MemberId, &members::Member> = all.iter().map(|member| (member.id, member)).collect();
    let mut seen = HashSet::new();
    for taken in &mut draft.taken {
        let member = known.get(&taken.member).ok_or_else(|| Refusal::invalid("lines", "member-of-another-association"))?;
        if let Some(left_on) = member.left_on.filter(|left_on| *left_on <= on.today) {
            let refusal = Refusal::invalid("lines", "line-member-left").with("name", Fact::Text(member.name.clone()));
            return Err(refusal.with("date", Fact::Date(left_on)).into());
        }
        if !seen.insert((taken.item, taken.member)) {
            return Err(Refusal::invalid("lines", "line-twice").with("name", Fact::Text(member.name.clone())).into());
        }
        taken.number = member.number;
    }
    // The contributions of a person who no longer takes anything are dropped with their lines.
    let takes: HashSet<MemberId> = draft.taken.iter().map(|taken| taken.member).collect();
    draft.pledges.retain(|pledge| match pledge.by {
        crate::domain::cofinancing::Payer::Member(member) => takes.contains(&member) || !known.contains_key(&member),
        crate::domain::cofinancing::Payer::Party(_) => true,
    });
    Ok(())
}
