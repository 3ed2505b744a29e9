//! All that a decision on a purchase needs: the budget, the fund, the members' arrears, hectares.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::app::App;
use crate::domain::calendar::days;
use crate::domain::cofinancing::Goal;
use crate::domain::ids::{FundId, MemberId, ProgrammeId};
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::features::on_hand::of_funds;
use crate::features::programmes::BudgetLine;
use crate::features::purchases::PurchaseRecord;
use crate::features::purchases::parts::PurchasePage;
use crate::features::{loans, programmes, purchases};
use crate::web::text::Reader;

pub struct DecisionSummary {
    pub line: BudgetLine,
    /// Capital available of the fund, without this purchase. Minor units.
    pub available_minor: i64,
    /// Days late of each member of the purchase who is late on a loan of the fund.
    pub late: HashMap<MemberId, i64>,
}

impl DecisionSummary {
    pub async fn of(app: &App, held: &PurchaseRecord, today: NaiveDate) -> Result<Self, Error> {
        let all = Self::all(app, &[(held, today)]).await?;
        all.into_iter().next().ok_or_else(|| Refusal::not_found().into())
    }

    /// The same for several purchases, each on its own today, in as many queries as for one.
    pub async fn all(app: &App, asked: &[(&PurchaseRecord, NaiveDate)]) -> Result<Vec<Self>, Error> {
        let db = app.db.read();
        let lines = programmes::lines_by_ids(db, asked.iter().map(|(held, _)| held.row.budget_line_id).collect()).await?;
        let funds: HashMap<FundId, NaiveDate> = asked.iter().map(|(held, today)| (held.fund(), *today)).collect();
        let on_hand = of_funds(db, &funds.into_iter().collect::<Vec<_>>()).await?;
        let late = late_loans(app, asked).await?;
        asked
            .iter()
            .map(|(held, today)| {
                Ok(Self {
                    line: lines.get(&held.row.budget_line_id).cloned().ok_or_else(Refusal::not_found)?,
                    available_minor: on_hand.get(&held.fund()).ok_or_else(Refusal::not_found)?.now.available_now,
                    late: late_of(held, &late, *today),
                })
            })
            .collect()
    }

    /// What the budget line would have left after the purchase.
    pub fn left_after(&self, held: &PurchaseRecord) -> i64 {
        self.line.left_minor() - held.project_minor()
    }

    pub fn fund_suffices(&self, held: &PurchaseRecord) -> bool {
        held.row.lends_minor == 0 || self.available_minor >= held.row.lends_minor
    }
}

/// The members of a purchase who are late on a loan of its fund, with their days late.
pub async fn late(app: &App, held: &PurchaseRecord, today: NaiveDate) -> Result<HashMap<MemberId, i64>, Error> {
    Ok(late_of(held, &late_loans(app, &[(held, today)]).await?, today))
}

async fn late_loans(app: &App, asked: &[(&PurchaseRecord, NaiveDate)]) -> Result<Vec<loans::Loan>, Error> {
    let Some(latest) = asked.iter().map(|(_, today)| *today).max() else { return Ok(Vec::new()) };
    let members: HashSet<MemberId> = asked.iter().flat_map(|(held, _)| held.members.iter().map(|row| row.member_id)).collect();
    let funds: HashSet<FundId> = asked.iter().map(|(held, _)| held.fund()).collect();
    loans::late_of_members(app.db.read(), &funds.into_iter().collect::<Vec<_>>(), members.into_iter().collect(), latest).await
}

fn late_of(held: &PurchaseRecord, late: &[loans::Loan], today: NaiveDate) -> HashMap<MemberId, i64> {
    let own = late.iter().filter(|loan| loan.fund_id == held.row.fund_id && held.members.iter().any(|row| row.member_id == loan.member_id));
    let mut longest: HashMap<MemberId, i64> = HashMap::new();
    for (loan, due_on) in own.filter_map(|loan| Some((loan, loan.oldest_unpaid_due_on.filter(|due_on| *due_on < today)?))) {
        let known = longest.entry(loan.member_id).or_insert(0);
        *known = (*known).max(days(due_on, today));
    }
    longest
}

/// How much of the programme's goal is reached.
pub struct Progress {
    /// Hectares counted so far, and the programme's goal, in thousandths.
    pub installed: i64,
    pub goal: Option<i64>,
}

impl Progress {
    pub async fn of(app: &App, programme: ProgrammeId) -> Result<Self, Error> {
        let plan = programmes::plan(app.db.read(), programme).await?;
        let (_, installed) = purchases::hectares(app.db.read(), programme).await?;
        let goal = plan.and_then(|plan| plan.goals.into_iter().find(|(goal, _)| *goal == Goal::Hectares).map(|(_, target)| target));
        Ok(Self { installed, goal })
    }
}

pub fn enough(reader: Reader, enough: bool) -> Markup {
    html! { @if enough { span.tag.well { (reader.t("enough")) } } @else { span.tag.late { (reader.t("not-enough")) } } }
}

/// The rows under *Antes de decidir*.
pub fn rows(seen: &PurchasePage, summary: &DecisionSummary, progress: &Progress) -> Markup {
    let (reader, held) = (seen.reader, &seen.held);
    let members = held.members.len();
    let late: Vec<String> = held
        .members
        .iter()
        .filter_map(|row| Some((row.member_id, *summary.late.get(&row.member_id)?)))
        .map(|(member, days)| {
            let name = seen.names.get(&member).cloned().unwrap_or_default();
            reader.tf("late-by", &[("name", name.into()), ("days", days.into())])
        })
        .collect();
    let after = summary.left_after(held);
    let after_key = if after < 0 { "budget-missing" } else { "budget-left-after" };
    html! {
        ul.rows {
            li { a.row href=(format!("/programmes/{}", held.row.programme_id)) {
                span { (reader.tf("budget-of", &[("line", (&summary.line.name).into())])) } span.amount { (seen.money(summary.line.left_minor())) }
                small { (reader.tf(after_key, &[("amount", seen.money(after.abs()).into())])) } span.end { (enough(reader, after >= 0)) }
            } }
            @if held.row.lends_minor > 0 {
                li { a.row href=(format!("/funds/{}", held.row.fund_id)) {
                    span { (reader.tf("fund-lends", &[("amount", seen.money(held.row.lends_minor).into())])) }
                    span.amount.negative[summary.available_minor < 0] { (seen.money(summary.available_minor)) }
                    small { (reader.t("fund-available-today")) } span.end { (enough(reader, summary.fund_suffices(held))) }
                } }
            }
            li { a.row href="#members" {
                span { (reader.tf("the-members", &[("count", members.into())])) } span.amount { (reader.tf("members-late", &[("count", late.len().into())])) }
                small { (late.join("; ")) } span.end { @if !late.is_empty() { span.tag.late { (reader.t("look-again")) } } @else { span.tag.well { (reader.t("all-well")) } } }
            } }
            li { a.row href=(format!("/programmes/{}#goals", held.row.programme_id)) {
                span { (reader.t("hectares-short")) } span.amount { (reader.tf("hectares", &[("hectares", reader.hectares(held.hectares()).into())])) }
                small { @if let Some(goal) = progress.goal {
                    (reader.tf("goal-so-far", &[("goal", reader.quantity(goal).into()), ("installed", reader.quantity(progress.installed).into())]))
                } } span {}
            } }
        }
    }
}
