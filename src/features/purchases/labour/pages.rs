//! Days worked on screen: what each member agreed to work and worked, and the form to record days.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::put_right::{self, Right};
use super::record::{NewLabour, record};
use super::{Labour, store};
use crate::app::App;
use crate::domain::amount::typed;
use crate::domain::cofinancing::ContributionKind;
use crate::domain::cofinancing::contribution::value_of;
use crate::domain::ids::{LabourId, MemberId, PurchaseId};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order};
use crate::features::purchases::parts::{PurchasePage, name};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, of_a_row, submit, typed_into, undo_form};
use crate::web::signed_in::SignedIn;

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>) -> Result<Markup, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::SeeMembers).await?;
    labour_page(&app, &signed_in, &seen, &fresh(&seen)).await
}

fn fresh(seen: &PurchasePage) -> Fields {
    Fields::default().with("worked_on", seen.today.to_string())
}

async fn labour_page(app: &App, signed_in: &SignedIn, seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (seen.reader, &signed_in.0);
    let keeps = by.may(Action::RequestPurchases, Some(seen.fund.association)) && seen.status.commits();
    let rows = store::of_purchase(app.db.read(), seen.held.id()).await?;
    let agreed: Vec<_> = seen.held.contributions.iter().filter(|row| row.kind == ContributionKind::Labour).collect();
    let who = |member: MemberId| seen.names.get(&member).cloned().unwrap_or_default();
    let options: Vec<(String, String)> = seen.held.members.iter().map(|row| (row.member_id.to_string(), who(row.member_id))).collect();
    let worked = |member: MemberId| {
        rows.iter().filter(|row| row.member_id == member && row.reversed_at.is_none() && !row.gift).map(|row| row.days).sum::<i64>()
    };
    // When undoing a row is refused, the page's own form stays empty.
    let (fresh, of_a_row, records) = (fresh(seen), of_a_row(fields), keeps && !options.is_empty());
    let own = if of_a_row { &fresh } else { fields };
    let undoes = |row: &Labour| row.reversed_at.is_none() && typed_into(fields, &undo_of(row)).is_some();
    let told: &[&str] = match () {
        () if keeps && rows.iter().any(undoes) => &["reason"],
        () if records && !of_a_row => &["member", "worked_on", "days", "task", "worked_by", "gift"],
        () => &[],
    };
    let body = html! {
        (back(&seen.path(), &name(reader, &seen.held)))
        h1 { (reader.t("labour")) }
        p.hint { (reader.tf("labour-rate", &[("amount", seen.money(seen.held.row.day_rate_minor).into())])) }
        (form_refusals(reader, fields, told))
        div.scroll tabindex="0" { table.tight {
            thead { tr { th { (reader.t("member-name-short")) } th.n { (reader.t("days-agreed")) } th.n { (reader.t("days-worked")) } th.n { (reader.t("days-value")) } } }
            tbody { @for member in agreed.iter().filter_map(|row| row.member_id) {
                @let pledged: i64 = agreed.iter().filter(|row| row.member_id == Some(member)).map(|row| row.asked_value).sum();
                @let done = worked(member);
                tr { td { (who(member)) } td.n { (reader.quantity(pledged)) } td.n { (reader.quantity(done)) } td.n { (seen.figures(value_of(done, seen.held.row.day_rate_minor)?)) } }
            } }
        } }
        @if records {
            h2 { (reader.t("labour-record")) }
            form method="post" action=(format!("{}/labour", seen.path())) {
                (key_field(own))
                (Field::new(reader, own, "member", "member-name-short").select(&options))
                div.pair {
                    (Field::new(reader, own, "worked_on", "date").date())
                    (Field::new(reader, own, "days", "days-worked").hint("days-hint").figures())
                }
                (Field::new(reader, own, "task", "cover-task").hint("task-hint").text())
                (Field::new(reader, own, "worked_by", "worked-by").hint("worked-by-hint").text())
                (Field::new(reader, own, "gift", "labour-gift").hint("labour-gift-hint").check())
                (submit(reader, "labour-record"))
            }
        }
        (list(seen, &rows, fields, keeps))
        (seen.put_right(app, by, &rows.iter().map(|row| row.id.0).collect::<Vec<_>>()).await?)
    };
    let heading = seen.heading(app, by).await?;
    Ok(page(reader, by, &heading, Place::Purchases, &reader.t("labour"), body))
}

/// The address of the form that undoes these days.
fn undo_of(row: &Labour) -> String {
    format!("/labour/{}/undo", row.id)
}

fn list(seen: &PurchasePage, rows: &[Labour], fields: &Fields, keeps: bool) -> Markup {
    let reader = seen.reader;
    html! {
        @if rows.is_empty() { p.notice { (reader.t("labour-none")) } }
        ul.rows { @for row in rows.iter().rev() {
            @let undone = row.reversed_at.is_some();
            li.row {
                span.void[undone] { (seen.names.get(&row.member_id).map(String::as_str).unwrap_or_default()) }
                span.amount.void[undone] { (reader.tf("days-count", &[("days", reader.quantity(row.days).into())])) }
                small { (reader.date(row.worked_on)) " · " (row.task) @if let Some(name) = &row.worked_by { " · " (reader.tf("worked-by-neighbour", &[("name", name.into())])) } @if let Some(reason) = &row.reversal_reason { " · " (reason) } }
                span.end { @if row.gift { span.tag { (reader.t("labour-gift-tag")) } " " } @if undone { span.tag.late { (reader.t("undone")) } } }
                @if keeps && !undone { p { a href=(format!("/labour/{}/correct", row.id)) { (reader.t("correct")) } } }
                @if keeps && !undone {
                    (undo_form(reader, fields, &undo_of(row), "undo"))
                }
            }
        } }
    }
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::RequestPurchases).await?;
    let new = NewLabour {
        member: MemberId(fields.id("member")),
        worked_on: fields.date("worked_on"),
        days: fields.quantity("days", seen.reader.style),
        task: fields.text("task"),
        worked_by: fields.maybe_text("worked_by"),
        gift: fields.flag("gift"),
    };
    let doing = record(&app, &signed_in.0, fields.key(), id, new);
    form::answer(doing, fields, |_| format!("{}/labour", seen.path()), async |fields| labour_page(&app, &signed_in, &seen, &fields).await).await
}

pub async fn undo(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LabourId>, mut fields: Fields) -> Result<Response, Error> {
    let row = store::find(app.db.read(), id).await?;
    let seen = PurchasePage::for_action(&app, &signed_in, row.purchase_id, Action::RequestPurchases).await?;
    let order = Order::new(id, fields.text("reason"));
    let doing = put_right::undo(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<LabourId>| answer.page(|_| format!("{}/labour", seen.path()));
    form::answer(doing, fields, to, async |fields| labour_page(&app, &signed_in, &seen, &fields).await).await
}

const FIELDS: [&str; 4] = ["worked_on", "days", "task", "reason"];

async fn wrong_of(app: &App, signed_in: &SignedIn, id: LabourId) -> Result<(Labour, PurchasePage), Error> {
    let row = store::find(app.db.read(), id).await?;
    let seen = PurchasePage::for_action(app, signed_in, row.purchase_id, Action::RequestPurchases).await?;
    Ok((row, seen))
}

pub async fn show_correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LabourId>) -> Result<Markup, Error> {
    let (row, seen) = wrong_of(&app, &signed_in, id).await?;
    let said = Fields::default().with("worked_on", row.worked_on.to_string()).with("days", typed(row.days, seen.reader.style));
    correct_page(&app, &signed_in, (&row, &seen), &said.with("task", row.task.clone())).await
}

async fn correct_page(app: &App, signed_in: &SignedIn, (row, seen): (&Labour, &PurchasePage), fields: &Fields) -> Result<Markup, Error> {
    let reader = seen.reader;
    let body = html! {
        (back(&format!("{}/labour", seen.path()), &reader.t("labour")))
        h1 { (reader.t("labour-correct")) }
        p { (seen.names.get(&row.member_id).map(String::as_str).unwrap_or_default()) }
        p.hint { (reader.t("correct-hint")) }
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(format!("/labour/{}/correct", row.id)) {
            (key_field(fields))
            div.pair {
                (Field::new(reader, fields, "worked_on", "date").date())
                (Field::new(reader, fields, "days", "days-worked").hint("days-hint").figures())
            }
            (Field::new(reader, fields, "task", "cover-task").hint("task-hint").text())
            (Field::new(reader, fields, "reason", "reason").hint("correct-reason-hint").text())
            (submit(reader, "correct-save"))
        }
    };
    let heading = seen.heading(app, &signed_in.0).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Purchases, &reader.t("labour-correct"), body))
}

pub async fn correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LabourId>, mut fields: Fields) -> Result<Response, Error> {
    let (row, seen) = wrong_of(&app, &signed_in, id).await?;
    let right = Right { wrong: id, worked_on: fields.date("worked_on"), days: fields.quantity("days", seen.reader.style), task: fields.text("task") };
    let order = Order::new(right, fields.text("reason"));
    let doing = put_right::correct(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<LabourId>| answer.page(|_| format!("{}/labour", seen.path()));
    form::answer(doing, fields, to, async |fields| correct_page(&app, &signed_in, (&row, &seen), &fields).await).await
}
