//! One transfer: its content for both funds, what was paid back, its corrections, and the forms to undo and correct it.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::pages::{FIELDS, fields_part, money_part, read, read_money};
use super::put_right::{self, Right};
use super::{Seen, Transfer, see, store};
use crate::app::App;
use crate::domain::amount::{NumberStyle, filled};
use crate::domain::ids::TransferId;
use crate::domain::role::Action;
use crate::domain::transfer::TransferKind;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, history};
use crate::features::{capital, funds};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, Undo, back, form_refusals, key_field, submit};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// What is still owed of a loan between funds; zero for other transfers.
pub async fn owed(app: &App, transfer: &Transfer) -> Result<i64, Error> {
    match transfer.capital_id.filter(|_| transfer.kind == TransferKind::Lent) {
        Some(id) => Ok(capital::account(app.db.read(), id).await?.owed_minor()),
        None => Ok(0),
    }
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<TransferId>) -> Result<Markup, Error> {
    show_page(&app, &signed_in, id, &Fields::default()).await
}

async fn show_page(app: &App, signed_in: &SignedIn, id: TransferId, fields: &Fields) -> Result<Markup, Error> {
    let seen = see(app, &signed_in.0, id, Action::SeeMembers).await?;
    let (Seen { transfer, from, association, .. }, by) = (&seen, &signed_in.0);
    let reader = signed_in.reader().in_country(&association.country).counting(from.unit);
    let undone = transfer.reversed_at.is_some();
    let manages = by.may(Action::ManageFund, Some(association.id)) && !undone;
    let undo = Undo { action: format!("/transfers/{id}/undo"), open: "undo", hint: "undo-hint", button: "undo" };
    let telling = history::Telling { reader, by, association: association.id, time_zone: &association.time_zone, unit: from.unit };
    let told = history::part(app, &telling, id.0).await?;
    let owed = owed(app, transfer).await?;
    let paid_back = store::paid_back(app.db.read(), id).await?;
    let title = reader.of("transfer", transfer.kind.code());
    let body = html! {
        (back(&format!("/funds/{}/transfers", from.id), &reader.t("transfers")))
        h1 { (title) }
        @if undone { p { span.tag.late { (reader.t("reversed")) } " " (transfer.reversal_reason.as_deref().unwrap_or_default()) } }
        (facts(reader, &seen, owed))
        div.buttons.no-print { a.button.quiet href=(format!("/transfers/{id}/voucher.pdf")) { (reader.t("transfer-paper")) " PDF" } }
        @if !paid_back.is_empty() { (paid_back_part(reader, &seen, &paid_back)) }
        (told)
        @if manages {
            div.buttons.no-print {
                @if owed > 0 { a.button href=(format!("/transfers/{id}/pay-back")) { (reader.t("transfer-pay-back")) } }
                a.button.quiet href=(format!("/transfers/{id}/correct")) { (reader.t("correct")) }
            }
        }
        (undo.part(reader, fields, manages))
    };
    let heading = funds::heading(app, reader, by, association, Some(from)).await?;
    Ok(page(reader, by, &heading, Place::Cash, &title, body))
}

fn facts(reader: Reader, seen: &Seen, owed: i64) -> Markup {
    let Seen { transfer, from, to, .. } = seen;
    let undone = transfer.reversed_at.is_some();
    html! {
        dl.facts {
            dt { (reader.t("amount")) } dd { span.void[undone] { (reader.money(transfer.amount_minor, from.unit)) } }
            dt { (reader.t("transfer-from-fund")) } dd { a href=(format!("/funds/{}/transfers", from.id)) { (from.name) } " · " (reader.of("taken-from", transfer.taken_from.code())) }
            dt { (reader.t("transfer-to-fund")) } dd { a href=(format!("/funds/{}/transfers", to.id)) { (to.name) } " · " (reader.of("put-into", transfer.put_into.code())) }
            dt { (reader.t("date")) } dd { (reader.date(transfer.happens_on)) }
            @if !transfer.acta.is_empty() { dt { (reader.t("transfer-acta")) } dd { (transfer.acta) } }
            @if !transfer.note.is_empty() { dt { (reader.t("note")) } dd { (transfer.note) } }
            @if let Some(on) = transfer.owed_back_on { dt { (reader.t("capital-owed-back")) } dd { (reader.date(on)) } }
            @if transfer.kind == TransferKind::Lent { dt { (reader.t("capital-owed")) } dd { b { (reader.money(owed, from.unit)) } } }
            @if let Some(lent) = transfer.repays_id { dt { (reader.t("transfer-pays-back")) } dd { a href=(format!("/transfers/{lent}")) { (reader.of("transfer", "lent")) } } }
            @if let Some(voucher) = transfer.return_id { dt { (reader.t("record-kind-capital-return")) } dd { a href=(format!("/capital-returns/{voucher}")) { (reader.t("transfer-voucher")) } } }
            @else if let Some(capital) = transfer.capital_id { dt { (reader.t("record-kind-capital")) } dd { a href=(format!("/capital/{capital}")) { (to.name) } } }
        }
    }
}

fn paid_back_part(reader: Reader, seen: &Seen, paid_back: &[Transfer]) -> Markup {
    html! {
        table {
            caption { (reader.t("capital-returns")) }
            tbody { @for row in paid_back {
                @let undone = row.reversed_at.is_some();
                tr {
                    td { a href=(format!("/transfers/{}", row.id)) { (reader.short_date(row.happens_on)) } @if undone { " " span.tag.late { (reader.t("reversed")) } } }
                    td.n { span.void[undone] { (reader.figures(row.amount_minor, seen.from.unit)) } }
                }
            } }
        }
    }
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show_correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<TransferId>) -> Result<Markup, Error> {
    let seen = see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let (row, style) = (&seen.transfer, NumberStyle::of_country(&seen.association.country));
    let fields = Fields::default()
        .with("amount", filled(row.amount_minor, seen.from.unit, style))
        .with("kind", row.kind.code())
        .with("from", row.from_fund_id.to_string())
        .with("to", row.to_fund_id.to_string())
        .with("taken_from", row.taken_from.code())
        .with("put_into", row.put_into.code())
        .with("happens_on", row.happens_on.to_string())
        .with("owed_back_on", row.owed_back_on.map(|on| on.to_string()).unwrap_or_default())
        .with("acta", row.acta.clone())
        .with("note", row.note.clone());
    correct_page(&app, &signed_in, &seen, &fields).await
}

async fn correct_page(app: &App, signed_in: &SignedIn, seen: &Seen, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader().in_country(&seen.association.country).counting(seen.from.unit), &signed_in.0);
    let (id, paid_back) = (seen.transfer.id, seen.transfer.kind == TransferKind::PaidBack);
    let body = html! {
        (back(&format!("/transfers/{id}"), &reader.of("transfer", seen.transfer.kind.code())))
        h1 { (reader.t("transfer-correct")) }
        p.hint { (reader.t("correct-hint")) }
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(format!("/transfers/{id}/correct")) {
            (key_field(fields))
            @if paid_back { (money_part(reader, fields)) } @else { (fields_part(app, reader, seen.association.id, &seen.from, fields).await?) }
            (Field::new(reader, fields, "reason", "reason").hint("correct-reason-hint").text())
            (submit(reader, "correct-save"))
        }
    };
    let heading = funds::heading(app, reader, by, &seen.association, Some(&seen.from)).await?;
    Ok(page(reader, by, &heading, Place::Cash, &reader.t("transfer-correct"), body))
}

fn to_transfer(answer: Answer<TransferId>) -> String {
    answer.page(|id| format!("/transfers/{id}"))
}

/// # Errors
/// What correcting refuses, except mistakes in the form, which are shown on it.
pub async fn correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<TransferId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let style = NumberStyle::of_country(&seen.association.country);
    let right =
        if seen.transfer.kind == TransferKind::PaidBack { read_money(&mut fields, &seen.from, style) } else { read(&mut fields, &seen.from, style) };
    let order = Order::new(Right { wrong: id, right }, fields.text("reason"));
    let doing = put_right::correct(&app, &signed_in.0, fields.key(), order);
    form::answer(doing, fields, to_transfer, async |fields| correct_page(&app, &signed_in, &seen, &fields).await).await
}

/// # Errors
/// What undoing refuses, except mistakes in the form, which are shown on it.
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Path(id): Path<TransferId>, mut fields: Fields) -> Result<Response, Error> {
    see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let order = Order::new(id, fields.text("reason"));
    let doing = put_right::undo(&app, &signed_in.0, fields.key(), order);
    form::answer(doing, fields, to_transfer, async |fields| show_page(&app, &signed_in, id, &fields).await).await
}
