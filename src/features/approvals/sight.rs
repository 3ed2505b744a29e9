//! Everything that a decision on a purchase needs, side by side: the budget, the fund, the members' standing, hectares.

use std::collections::HashMap;

use maud::{Markup, html};

use crate::app::App;
use crate::domain::calendar::days;
use crate::domain::cofinancing::Goal;
use crate::domain::ids::MemberId;
use crate::error::Error;
use crate::features::loans::store::Which;
use crate::features::on_hand::on_hand;
use crate::features::programmes::BudgetLine;
use crate::features::purchases::Held;
use crate::features::purchases::parts::Seen;
use crate::features::{funds, loans, programmes, purchases};
use crate::web::text::Reader;

/// Late loans of a fund that are looked at.
const LATE: u64 = 5_000;

pub struct Sight {
    pub line: BudgetLine,
    /// Capital available of the fund, without this purchase. Minor units.
    pub available_minor: i64,
    /// Days late of each member of the purchase who is late on a loan of the fund.
    pub late: HashMap<MemberId, i64>,
    /// Hectares counted so far, and the programme's goal, in thousandths.
    pub installed: i64,
    pub goal: Option<i64>,
}

impl Sight {
    /// # Errors
    /// A fault of the database.
    pub async fn of(app: &App, held: &Held, today: chrono::NaiveDate) -> Result<Self, Error> {
        let db = app.db.read();
        let fund = funds::store::find(db, held.fund()).await?;
        let plan = programmes::store::plan(db, held.programme()).await?;
        let (_, installed) = purchases::store::hectares(db, held.programme()).await?;
        Ok(Self {
            line: programmes::store::line(db, held.row.budget_line_id).await?,
            available_minor: on_hand(db, &fund, today).await?.now.available_now,
            late: late(app, held, today).await?,
            installed,
            goal: plan.and_then(|plan| plan.goals.into_iter().find(|(goal, _)| *goal == Goal::Hectares).map(|(_, target)| target)),
        })
    }

    /// What the budget line would have left.
    pub fn left_after(&self, held: &Held) -> i64 {
        self.line.left_minor() - held.project_minor()
    }

    pub fn fund_suffices(&self, held: &Held) -> bool {
        held.row.lends_minor == 0 || self.available_minor >= held.row.lends_minor
    }
}

/// The members of a purchase who are late on a loan of its fund, with their days.
///
/// # Errors
/// A fault of the database.
pub async fn late(app: &App, held: &Held, today: chrono::NaiveDate) -> Result<HashMap<MemberId, i64>, Error> {
    let mut late: HashMap<MemberId, i64> = HashMap::new();
    for loan in loans::store::list(app.db.read(), held.fund(), Which::Late(today), 0, LATE).await? {
        if let Some(due_on) = loan.oldest_unpaid_due_on.filter(|_| held.members.iter().any(|row| row.member_id == loan.member_id)) {
            let longest = late.entry(loan.member_id).or_insert(0);
            *longest = (*longest).max(days(due_on, today));
        }
    }
    Ok(late)
}

pub fn enough(reader: Reader, enough: bool) -> Markup {
    html! { @if enough { span.tag.well { (reader.t("enough")) } } @else { span.tag.late { (reader.t("not-enough")) } } }
}

/// The rows under *Antes de decidir*.
pub fn rows(seen: &Seen, sight: &Sight) -> Markup {
    let (reader, held) = (seen.reader, &seen.held);
    let members = held.members.len();
    let late: Vec<String> = held
        .members
        .iter()
        .filter_map(|row| Some((row.member_id, *sight.late.get(&row.member_id)?)))
        .map(|(member, days)| {
            let name = seen.names.get(&member).cloned().unwrap_or_default();
            reader.tf("late-by", &[("name", name.into()), ("days", days.into())])
        })
        .collect();
    let after = sight.left_after(held);
    let after_key = if after < 0 { "budget-missing" } else { "budget-left-after" };
    html! {
        ul.rows {
            li { a.row href=(format!("/programmes/{}", held.row.programme_id)) {
                span { (reader.tf("budget-of", &[("line", (&sight.line.name).into())])) } span.amount { (seen.money(sight.line.left_minor())) }
                small { (reader.tf(after_key, &[("amount", seen.money(after.abs()).into())])) } span.end { (enough(reader, after >= 0)) }
            } }
            @if held.row.lends_minor > 0 {
                li { a.row href=(format!("/funds/{}", held.row.fund_id)) {
                    span { (reader.tf("fund-lends", &[("amount", seen.money(held.row.lends_minor).into())])) }
                    span.amount.negative[sight.available_minor < 0] { (seen.money(sight.available_minor)) }
                    small { (reader.t("fund-available-today")) } span.end { (enough(reader, sight.fund_suffices(held))) }
                } }
            }
            li { a.row href="#members" {
                span { (reader.tf("the-members", &[("count", members.into())])) } span.amount { (reader.tf("members-late", &[("count", late.len().into())])) }
                small { (late.join("; ")) } span.end { @if !late.is_empty() { span.tag.late { (reader.t("look-again")) } } @else { span.tag.well { (reader.t("all-well")) } } }
            } }
            li { a.row href=(format!("/programmes/{}#goals", held.row.programme_id)) {
                span { (reader.t("hectares-short")) } span.amount { (reader.tf("hectares", &[("hectares", reader.quantity(held.hectares()).into())])) }
                small { @if let Some(goal) = sight.goal {
                    (reader.tf("goal-so-far", &[("goal", reader.quantity(goal).into()), ("installed", reader.quantity(sight.installed).into())]))
                } } span {}
            } }
        }
    }
}
