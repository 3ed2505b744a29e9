//! A programme on one page: its budget line by line, its progress towards its goals, and its associations.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;
use maud::{Markup, PreEscaped, html};
use uuid::Uuid;

use super::gather::{Scope, facts};
use super::group::Fact;
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::cofinancing::{Goal, ProjectShareTerms};
use crate::domain::ids::ProgrammeId;
use crate::domain::rate::percent;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations;
use crate::features::corrections::history;
use crate::features::programmes::plan_page::goal_label;
use crate::features::programmes::{self, BudgetLine, Plan, Programme};
use crate::web::export::{Cell, Table, csv, file, xlsx};
use crate::web::layout::{Place, page};
use crate::web::parts::back;
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ProgrammeId>) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let programme = programmes::see(&app, by, id).await?;
    let plan = programmes::plan(app.db.read(), id).await?;
    let lines = programmes::lines(app.db.read(), id).await?;
    let scope = Scope { programme: Some(id), association: None };
    let facts = facts(&app, by, &scope).await?;
    let parts = programmes::taking_part(app.db.read()).await?;
    let takes: Vec<_> = parts.into_iter().filter(|(programme, _)| *programme == id).map(|(_, association)| association).collect();
    let associations = associations::list(app.db.read(), Some(&takes)).await?;
    // A programme covers several associations, and has no time zone of its own.
    let before = history::before(&app, reader, associations::time_zone(""), id.0).await?;
    let body = html! {
        (back("/programmes", &reader.t("programmes")))
        h1 { (programme.name) }
        @match &plan {
            None => p.notice.warn { (reader.t("programme-without-plan-yet")) },
            Some(plan) => {
                (plan_facts(reader, plan))
                (budget(reader, plan, &lines))
                (goals(reader, plan, &facts))
            }
        }
        h2 { (reader.t("associations")) }
        ul.rows { @for association in &associations { li { a.row href=(format!("/associations/{}", association.id)) { span { (association.name) } span { "›" } } } } }
        div.buttons.no-print {
            a.button href=(format!("/reports/seed?programme={id}")) { (reader.t("seed-report")) }
            @if by.may(Action::ManageAssociations, None) { a.button.quiet href=(format!("/programmes/{id}/plan")) { (reader.t("programme-plan")) } }
            @if by.may(Action::ManageAssociations, None) { a.button.quiet href=(format!("/programmes/{id}/edit")) { (reader.t("rename")) } }
        }
        (before)
    };
    Ok(page(reader, by, &associations::pages::dated_heading(&app, reader, by), Place::Programmes, &programme.name, body))
}

fn plan_facts(reader: Reader, plan: &Plan) -> Markup {
    html! {
        p.hint { (reader.date(plan.starts_on)) " – " (reader.date(plan.ends_on)) }
        dl.facts {
            @for party in &plan.parties { dt { (party.name) } dd { (percent(party.weight)) " %" } }
            dt { (reader.t("programme-project-share-terms")) }
            dd { (reader.of("project-share-terms", plan.project_share_terms.code())) @if let (ProjectShareTerms::Recoverable, Some(recovery)) = (plan.project_share_terms, plan.recovery) {
                " · " (reader.tf("recovery-terms", &[("installments", i64::from(recovery.installments).into()), ("months", i64::from(recovery.every_months).into())]))
            } }
            @for funder in &plan.funders { dt { (funder.name) } dd { @if funder.amount_minor > 0 { (reader.money(funder.amount_minor, plan.unit)) } @else { "–" } } }
        }
    }
}

/// What is planned, committed, spent and left of each line, as a bar and as figures.
fn budget(reader: Reader, plan: &Plan, lines: &[BudgetLine]) -> Markup {
    let sum = |of: fn(&BudgetLine) -> i64| lines.iter().map(of).sum::<i64>();
    let figures = |minor| reader.figures(minor, plan.unit);
    html! {
        h2 id="budget" { (reader.t("budget")) }
        @if lines.is_empty() { p.notice.warn { (reader.t("budget-none")) } } @else {
            ul.legend {
                li { span.dot style="background:var(--pasture)" {} (reader.t("budget-spent")) }
                li { span.dot style="background:var(--maize)" {} (reader.t("budget-committed")) }
                li { span.dot style="background:var(--line)" {} (reader.t("budget-left")) }
            }
            @for line in lines {
                @let said = reader.tf("budget-line-said", &[
                    ("line", (&line.name).into()), ("planned", reader.money(line.planned_minor, plan.unit).into()), ("spent", reader.money(line.spent_minor, plan.unit).into()),
                    ("committed", reader.money(line.committed_minor, plan.unit).into()), ("left", reader.money(line.left_minor(), plan.unit).into())]);
                div.budget-line {
                    b { (line.name) } span.amount { (reader.money(line.left_minor(), plan.unit)) }
                    (line_bar(line, &said))
                    small.hint.narrow {
                        (reader.tf("budget-line-figures", &[
                            ("planned", figures(line.planned_minor).into()), ("spent", figures(line.spent_minor).into()), ("committed", figures(line.committed_minor).into())]))
                    }
                }
            }
            div.scroll.wide tabindex="0" { table {
                caption { (reader.tf("budget-in", &[("unit", plan.unit.symbol().into())])) }
                thead { tr { th { (reader.t("budget-line")) } th.n { (reader.t("budget-planned")) } th.n { (reader.t("budget-committed")) } th.n { (reader.t("budget-spent")) } th.n { (reader.t("budget-left")) } } }
                tbody {
                    @for line in lines { tr { td { (line.name) } td.n { (figures(line.planned_minor)) } td.n { (figures(line.committed_minor)) } td.n { (figures(line.spent_minor)) } td.n { (figures(line.left_minor())) } } }
                    tr.sum { th { (reader.t("total")) } td.n { (figures(sum(|line| line.planned_minor))) } td.n { (figures(sum(|line| line.committed_minor))) } td.n { (figures(sum(|line| line.spent_minor))) } td.n { (figures(sum(BudgetLine::left_minor))) } }
                }
            } }
            @if let Some(line) = lines.first() { (super::pages::downloads(reader, &format!("/programmes/{}/files/budget", line.programme_id), "")) }
        }
    }
}

fn line_bar(line: &BudgetLine, said: &str) -> Markup {
    let planned = i128::from(line.planned_minor.max(1));
    let width = |minor: i64| i64::try_from(i128::from(minor) * 1_000 / planned).unwrap_or(0);
    let (spent, committed) = (width(line.spent_minor), width(line.committed_minor));
    let bars = format!(
        r#"<rect width="1000" height="60" fill="var(--line)"/><rect width="{spent}" height="60" fill="var(--pasture)"/><rect x="{spent}" width="{committed}" height="60" fill="var(--maize)"/>"#
    );
    html! { svg.bar viewBox="0 0 1000 60" preserveAspectRatio="none" role="img" aria-label=(said) { title { (said) } (PreEscaped(bars)) } }
}

/// A goal's progress at the end of each cycle, in order. Thousandths, or persons.
pub fn progress(facts: &[Fact], goal: Goal) -> Vec<(String, i64)> {
    // In order of time, whatever the cycles' names are.
    let mut cycles: BTreeMap<(NaiveDate, &str), Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        cycles.entry((fact.cycle_starts_on, &fact.cycle)).or_default().push(fact);
    }
    let mut reached = Vec::new();
    let (mut sum, mut members) = (0, BTreeSet::new());
    for ((_, cycle), facts) in cycles {
        for fact in facts {
            members.insert(fact.member);
            sum += match goal {
                Goal::Hectares => fact.installed,
                Goal::Kilos => fact.kilos,
                Goal::Members => 0,
            };
        }
        reached.push((cycle.to_owned(), if goal == Goal::Members { i64::try_from(members.len()).unwrap_or(i64::MAX) } else { sum }));
    }
    reached
}

fn goals(reader: Reader, plan: &Plan, facts: &[Fact]) -> Markup {
    html! {
        @if !plan.goals.is_empty() { h2 id="goals" { (reader.t("programme-goals")) } }
        @for (goal, target) in &plan.goals { (goal_part(reader, facts, *goal, *target)) }
    }
}

fn goal_part(reader: Reader, facts: &[Fact], goal: Goal, target: i64) -> Markup {
    let reached = progress(facts, goal);
    let write = |value: i64| match goal {
        Goal::Members => value.to_string(),
        Goal::Hectares => reader.hectares(value),
        Goal::Kilos => reader.quantity(value),
    };
    let share = |value: i64| reader.share(value, target);
    let now = reached.last().map_or(0, |(_, value)| *value);
    let said = reader.tf("goal-said", &[("goal", write(target).into()), ("reached", write(now).into()), ("percent", share(now).into())]);
    html! {
        h3 { (reader.t(goal_label(goal))) }
        p { (said) }
        (goal_chart(&reached, target, &said, write))
        div.scroll tabindex="0" { table.tight {
            thead { tr { th { (reader.t("cycle")) } th.n { (reader.t("goal-in-cycle")) } th.n { (reader.t("goal-reached")) } th.n { (reader.t("goal-share")) } } }
            tbody {
                @for (i, (cycle, value)) in reached.iter().enumerate() {
                    @let before = if i == 0 { 0 } else { reached[i - 1].1 };
                    tr { td { (cycle) } td.n { (write(value - before)) } td.n { (write(*value)) } td.n { (share(*value)) " %" } }
                }
                tr.sum { th { (reader.t("goal")) } td {} td.n { (write(target)) } td.n { (share(target)) " %" } }
            }
        } }
    }
}

/// A bar for each cycle's progress, below the line of the goal.
fn goal_chart(reached: &[(String, i64)], target: i64, said: &str, write: impl Fn(i64) -> String) -> Markup {
    let most = reached.iter().map(|(_, value)| *value).chain([target]).max().unwrap_or(1).max(1);
    let height = |value: i64| i128::from(value.max(0)) * 100 / i128::from(most);
    let line = 130 - height(target);
    let width = 100 + 84 * i64::try_from(reached.len().max(2)).unwrap_or(2);
    html! {
        svg viewBox=(format!("0 0 {width} 154")) role="img" aria-label=(said) style=(format!("width:100%;max-width:{}rem", width / 14)) {
            title { (said) }
            @for (i, (cycle, value)) in (0_i64..).zip(reached) {
                @let (x, tall) = (16 + 84 * i, height(*value));
                rect x=(x) y=(130 - tall) width="56" height=(tall) rx="4" fill="var(--pasture)" {}
                text x=(x + 28) y=(124 - tall) text-anchor="middle" font-size="13" fill="currentColor" { (write(*value)) }
                text x=(x + 28) y="148" text-anchor="middle" font-size="12" fill="currentColor" { (cycle) }
            }
            path d=(format!("M0 {line}H{width}")) stroke="var(--cochineal)" stroke-width="2" stroke-dasharray="6 4" fill="none" {}
            text x=(width - 2) y=((line - 5).max(12)) text-anchor="end" font-size="13" fill="var(--cochineal)" { (write(target)) }
        }
    }
}

fn table(reader: Reader, lines: &[BudgetLine], unit: Unit) -> Table {
    let keys = ["budget-line", "budget-planned", "budget-committed", "budget-spent", "budget-left", "report-unit"];
    let row = |line: &BudgetLine| {
        let money = |minor| Cell::Money(minor, unit);
        vec![
            Cell::Text(line.name.clone()),
            money(line.planned_minor),
            money(line.committed_minor),
            money(line.spent_minor),
            money(line.left_minor()),
            Cell::Text(unit.code().to_owned()),
        ]
    };
    Table { name: reader.t("budget"), headings: keys.iter().map(|key| reader.t(key)).collect(), rows: lines.iter().map(row).collect() }
}

/// The budget's execution as a file.
pub async fn budget_file(State(app): State<App>, signed_in: SignedIn, Path((id, name)): Path<(Uuid, String)>) -> Result<Response, Error> {
    let id = ProgrammeId(id);
    let programme: Programme = programmes::see(&app, &signed_in.0, id).await?;
    let unit = programme.unit.unwrap_or(Unit::Pen);
    let table = table(signed_in.reader(), &programmes::lines(app.db.read(), id).await?, unit);
    match name.as_str() {
        "budget.csv" => Ok(file("muyu-presupuesto.csv", csv(&table)?)),
        "budget.xlsx" => Ok(file("muyu-presupuesto.xlsx", xlsx(&[table])?)),
        _ => Err(Refusal::not_found().into()),
    }
}
