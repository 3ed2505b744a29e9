//! One expense: its content and its corrections; undoing and correcting it.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::pages::{fields_part, read};
use super::put_right::{self, Right};
use super::{Expense, decide, store, waiting};
use crate::app::App;
use crate::domain::amount::{NumberStyle, filled};
use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::ExpenseId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::corrections::{self, Order, history};
use crate::features::funds::{self, Fund};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, Undo, back, form_refusals, key_field, sent_to, submit};
use crate::web::signed_in::SignedIn;

const FIELDS: [&str; 4] = ["amount", "concept", "happens_on", "reason"];

pub(super) struct Seen {
    pub expense: Expense,
    pub fund: Fund,
    pub association: Association,
}

pub(super) async fn see(app: &App, signed_in: &SignedIn, id: ExpenseId, action: Action) -> Result<Seen, Error> {
    let expense = store::find(app.db.read(), id).await?;
    let (fund, association) = funds::see(app, &signed_in.0, expense.fund_id, action).await?;
    Ok(Seen { expense, fund, association })
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ExpenseId>) -> Result<Markup, Error> {
    show_page(&app, &signed_in, id, &Fields::default()).await
}

async fn show_page(app: &App, signed_in: &SignedIn, id: ExpenseId, fields: &Fields) -> Result<Markup, Error> {
    let Seen { expense, fund, association } = see(app, signed_in, id, Action::SeeMembers).await?;
    let (reader, by) = (signed_in.reader().in_country(&association.country).counting(fund.unit), &signed_in.0);
    let keeps = by.may(Action::RecordExpenses, Some(association.id)) && expense.status.stands();
    let undo = Undo { action: format!("/expenses/{id}/undo"), open: "undo", hint: "undo-hint", button: "undo" };
    let telling = history::Telling { reader, by, association: association.id, time_zone: &association.time_zone, unit: fund.unit };
    let told = history::part(app, &telling, id.0).await?;
    let void = !expense.status.stands();
    let people = [Some(decide::asker(&expense)), expense.decided_by].into_iter().flatten().collect();
    let names = corrections::names(app.db.read(), people).await?;
    let body = html! {
        (back(&format!("/funds/{}/expenses", fund.id), &reader.t("expenses")))
        h1 { (expense.concept) }
        p { span.tag.soon[matches!(expense.status, ExpenseStatus::Planned | ExpenseStatus::Waiting)].late[void] { (reader.of("expense-status", expense.status.code())) } }
        dl.facts {
            dt { (reader.t("amount")) } dd { span.void[void] { (reader.money(expense.amount_minor, fund.unit)) } }
            dt { (reader.t("date")) } dd { (reader.date(expense.happens_on)) }
            dt { (reader.t("payment-method")) } dd { (reader.of("payment-method", expense.payment_method.code())) }
            @if let Some(acta) = &expense.acta { dt { (reader.t("expense-acta")) } dd { (acta) } }
            // The command line has no sign-in.
            @if let Some(name) = names.get(&decide::asker(&expense)) { dt { (reader.t("expense-recorded-by")) } dd { (name) } }
            @if let (Some(by), Some(at)) = (expense.decided_by, expense.decided_at) {
                dt { (reader.t(if expense.status == ExpenseStatus::Refused { "expense-refused-by" } else { "expense-approved-by" })) }
                dd { (names.get(&by).cloned().unwrap_or_default()) " · " (reader.moment(at, &association.time_zone)) }
            }
            @if let (ExpenseStatus::Refused, Some(reason)) = (expense.status, &expense.reversal_reason) { dt { (reader.t("reason")) } dd { (reason) } }
        }
        (waiting::answers(reader, by, &expense, fields))
        @if expense.status != ExpenseStatus::Planned { div.buttons.no-print { a.button.quiet href=(format!("/expenses/{id}/voucher.pdf")) { (reader.t("expense-voucher")) " PDF" } } }
        (told)
        @if keeps && expense.status == ExpenseStatus::Planned { div.buttons.no-print { a.button href=(format!("/funds/{}/expenses", fund.id)) { (reader.t("expense-came")) } } }
        @if keeps { div.buttons.no-print { a.button.quiet href=(format!("/expenses/{id}/correct")) { (reader.t("correct")) } } }
        (undo.part(reader, fields, keeps))
    };
    let heading = funds::heading(app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Cash, &expense.concept, body))
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show_correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ExpenseId>) -> Result<Markup, Error> {
    let seen = see(&app, &signed_in, id, Action::RecordExpenses).await?;
    let style = NumberStyle::of_country(&seen.association.country);
    let fields = Fields::default()
        .with("amount", filled(seen.expense.amount_minor, seen.fund.unit, style))
        .with("concept", seen.expense.concept.clone())
        .with("happens_on", seen.expense.happens_on.to_string())
        .with("payment_method", seen.expense.payment_method.code());
    correct_page(&app, &signed_in, &seen, &fields).await
}

async fn correct_page(app: &App, signed_in: &SignedIn, seen: &Seen, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader().in_country(&seen.association.country).counting(seen.fund.unit), &signed_in.0);
    let id = seen.expense.id;
    let body = html! {
        (back(&format!("/expenses/{id}"), &seen.expense.concept))
        h1 { (reader.t("expense-correct")) }
        p.hint { (reader.t("correct-hint")) }
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(format!("/expenses/{id}/correct")) {
            (key_field(fields))
            (fields_part(reader, fields))
            (Field::new(reader, fields, "reason", "reason").hint("correct-reason-hint").text())
            (submit(reader, "correct-save"))
        }
    };
    let heading = funds::heading(app, reader, by, &seen.association, Some(&seen.fund)).await?;
    Ok(page(reader, by, &heading, Place::Cash, &reader.t("expense-correct"), body))
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ExpenseId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = see(&app, &signed_in, id, Action::RecordExpenses).await?;
    let right = read(&mut fields, &seen.fund, NumberStyle::of_country(&seen.association.country));
    let order = Order::new(Right { wrong: id, right }, fields.text("reason"));
    let doing = put_right::correct(&app, &signed_in.0, fields.key(), order);
    let to = |answer: crate::features::corrections::Answer<ExpenseId>| answer.page(|right| format!("/expenses/{right}"));
    form::answer(doing, fields, to, async |fields| correct_page(&app, &signed_in, &seen, &fields).await).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ExpenseId>, mut fields: Fields) -> Result<Response, Error> {
    see(&app, &signed_in, id, Action::RecordExpenses).await?;
    let order = Order::new(id, fields.text("reason"));
    let doing = put_right::undo(&app, &signed_in.0, fields.key(), order);
    let to = |answer: crate::features::corrections::Answer<ExpenseId>| answer.page(|id| format!("/expenses/{id}"));
    form::answer(doing, fields, to, async |fields| show_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// What approving refuses for another reason than the state of things.
pub async fn approve(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ExpenseId>, fields: Fields) -> Result<Response, Error> {
    see(&app, &signed_in, id, Action::ApproveExpenses).await?;
    let doing = decide::approve(&app, &signed_in.0, fields.key(), id);
    let fields = sent_to(fields, &format!("/expenses/{id}/approve"));
    form::answer(doing, fields, |id| format!("/expenses/{id}"), async |fields| show_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// What refusing refuses for another reason than what was typed.
pub async fn refuse(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ExpenseId>, mut fields: Fields) -> Result<Response, Error> {
    see(&app, &signed_in, id, Action::ApproveExpenses).await?;
    let reason = fields.text("reason");
    let doing = decide::refuse(&app, &signed_in.0, fields.key(), id, reason);
    let fields = sent_to(fields, &format!("/expenses/{id}/refuse"));
    form::answer(doing, fields, |id| format!("/expenses/{id}"), async |fields| show_page(&app, &signed_in, id, &fields).await).await
}
