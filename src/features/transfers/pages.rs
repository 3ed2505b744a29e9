//! Transfers on screen: a fund's list and the forms. One transfer is in `show_page`.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use maud::{Markup, html};

use super::record::{self, NewTransfer};
use super::{Transfer, see, store};
use crate::app::App;
use crate::domain::amount::NumberStyle;
use crate::domain::ids::{AssociationId, FundId, TransferId};
use crate::domain::loan::PaymentMethod;
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::domain::transfer::TransferKind;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, FundTab, answer, back, form_refusals, fund_tabs, key_field, pager, submit};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// Transfers on one page of the list.
const PAGE: u64 = 50;

pub(super) const FIELDS: [&str; 10] = ["amount", "kind", "from", "to", "taken_from", "put_into", "happens_on", "owed_back_on", "acta", "reason"];

/// # Errors
/// `not-found`, `forbidden`.
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let number: u64 = Fields::from_query(&uri).get("page").parse().unwrap_or(0);
    let rows = store::of_fund(app.db.read(), id, number, PAGE).await?;
    let all = funds::of_association(app.db.read(), association.id).await?;
    let body = html! {
        (back(&format!("/funds/{id}"), &fund.name))
        h1 { (reader.t("transfers")) }
        (fund_tabs(reader, by, fund.association, id, FundTab::Transfers))
        @if rows.is_empty() { p.notice { (reader.t("transfers-none")) } }
        ul.rows { @for row in &rows { (row_of(reader, &fund, row, &all)) } }
        (pager(reader, &format!("/funds/{id}/transfers"), number, rows.len() as u64 == PAGE))
        @if by.may(Action::ManageFund, Some(fund.association)) { div.buttons { a.button href=(format!("/funds/{id}/transfers/new")) { (reader.t("transfer-new")) } } }
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Cash, &reader.t("transfers"), body))
}

fn row_of(reader: Reader, fund: &Fund, row: &Transfer, all: &[Fund]) -> Markup {
    let undone = row.reversed_at.is_some();
    let name = |id: FundId| all.iter().find(|fund| fund.id == id).map(|fund| fund.name.clone()).unwrap_or_default();
    let what = match row.kind {
        TransferKind::Own => reader.of("put-into", row.put_into.code()),
        _ if row.from_fund_id == fund.id => reader.tf("transfer-to", &[("fund", name(row.to_fund_id).into())]),
        _ => reader.tf("transfer-from", &[("fund", name(row.from_fund_id).into())]),
    };
    html! {
        li { a.row href=(format!("/transfers/{}", row.id)) {
            span.void[undone] { (reader.of("transfer", row.kind.code())) " · " (what) }
            span.amount.void[undone] { (reader.money(row.amount_minor, fund.unit)) }
            small { (reader.date(row.happens_on)) @if let Some(reason) = &row.reversal_reason { " · " (reason) } }
            span.end { @if undone { span.tag.late { (reader.t("reversed")) } } }
        } }
    }
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show_new(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Markup, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let fields = Fields::default()
        .with("kind", TransferKind::Own.code())
        .with("from", id.to_string())
        .with("to", id.to_string())
        .with("taken_from", PaymentMethod::Cash.code())
        .with("put_into", PaymentMethod::Deposit.code())
        .with("happens_on", app.clock.today(&association.time_zone).to_string());
    form_page(&app, &signed_in, &fund, &association, &fields).await
}

async fn form_page(app: &App, signed_in: &SignedIn, fund: &Fund, association: &Association, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader().in_country(&association.country).counting(fund.unit), &signed_in.0);
    let list = format!("/funds/{}/transfers", fund.id);
    let body = html! {
        (back(&list, &reader.t("transfers")))
        h1 { (reader.t("transfer-new")) }
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(list) {
            (key_field(fields))
            (fields_part(app, reader, association.id, fund, fields).await?)
            (submit(reader, "transfer-record"))
        }
    };
    let heading = funds::heading(app, reader, by, association, Some(fund)).await?;
    Ok(page(reader, by, &heading, Place::Cash, &reader.t("transfer-new"), body))
}

/// The fields of a transfer, for a new one and for a correction.
pub(super) async fn fields_part(app: &App, reader: Reader, association: AssociationId, fund: &Fund, fields: &Fields) -> Result<Markup, Error> {
    let all = funds::of_association(app.db.read(), association).await?;
    let of_unit: Vec<(String, String)> =
        all.into_iter().filter(|other| other.unit == fund.unit).map(|other| (other.id.to_string(), other.name)).collect();
    let kinds: Vec<(String, String)> =
        [TransferKind::Own, TransferKind::Gift, TransferKind::Lent].map(|kind| (kind.code().to_owned(), reader.of("transfer", kind.code()))).to_vec();
    Ok(html! {
        (Field::new(reader, fields, "amount", "amount").figures())
        (Field::new(reader, fields, "kind", "transfer-kind").select(&kinds))
        (Field::new(reader, fields, "from", "transfer-from-fund").select(&of_unit))
        (Field::new(reader, fields, "to", "transfer-to-fund").select(&of_unit))
        (places_part(reader, fields))
        (Field::new(reader, fields, "happens_on", "date").date())
        (Field::new(reader, fields, "acta", "transfer-acta").hint("transfer-acta-hint").text())
        (Field::new(reader, fields, "owed_back_on", "capital-owed-back").hint("transfer-owed-back-hint").date())
        (Field::new(reader, fields, "note", "note-optional").text())
    })
}

/// The choice of cash or bank, for both sides.
pub(super) fn places_part(reader: Reader, fields: &Fields) -> Markup {
    let places = |stem: &str| -> Vec<(String, String)> {
        PaymentMethod::OF_MONEY.map(|place| (place.code().to_owned(), reader.of(stem, place.code()))).to_vec()
    };
    html! {
        div.pair {
            (Field::new(reader, fields, "taken_from", "transfer-taken-from").select(&places("taken-from")))
            (Field::new(reader, fields, "put_into", "transfer-put-into").select(&places("put-into")))
        }
    }
}

/// Reads the fields of a transfer.
pub(super) fn read(fields: &mut Fields, fund: &Fund, style: NumberStyle) -> NewTransfer {
    let kind = fields.choice("kind", TransferKind::parse, TransferKind::Own);
    let from = if fields.has("from") { FundId(fields.id("from")) } else { fund.id };
    let to = if kind == TransferKind::Own { from } else { FundId(fields.id("to")) };
    NewTransfer { kind, from, to, acta: fields.note("acta"), owed_back_on: fields.maybe_date("owed_back_on"), ..read_money(fields, fund, style) }
}

/// Reads the amount, the day, and the accounts on both sides.
pub(super) fn read_money(fields: &mut Fields, fund: &Fund, style: NumberStyle) -> NewTransfer {
    NewTransfer {
        kind: TransferKind::PaidBack,
        from: fund.id,
        to: fund.id,
        taken_from: fields.choice("taken_from", PaymentMethod::of_money, PaymentMethod::Cash),
        put_into: fields.choice("put_into", PaymentMethod::of_money, PaymentMethod::Cash),
        amount_minor: fields.money("amount", fund.unit, style),
        happens_on: fields.date("happens_on"),
        owed_back_on: None,
        acta: Note::default(),
        note: fields.note("note"),
        repays: None,
    }
}

/// # Errors
/// What recording refuses, except mistakes in the form, which are shown on it.
pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, mut fields: Fields) -> Result<Response, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let parse = |code: &str| TransferKind::parse(code).filter(|kind| *kind != TransferKind::PaidBack);
    fields.choice("kind", parse, TransferKind::Own);
    let new = read(&mut fields, &fund, NumberStyle::of_country(&association.country));
    let doing = record::record(&app, &signed_in.0, fields.key(), new);
    let to = |made: TransferId| format!("/transfers/{made}");
    form::answer(doing, fields, to, async |fields| form_page(&app, &signed_in, &fund, &association, &fields).await).await
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show_pay_back(State(app): State<App>, signed_in: SignedIn, Path(id): Path<TransferId>) -> Result<Markup, Error> {
    let seen = see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let today = app.clock.today(&seen.association.time_zone).to_string();
    let fields = Fields::default()
        .with("happens_on", today)
        .with("taken_from", seen.transfer.put_into.code())
        .with("put_into", seen.transfer.taken_from.code());
    pay_back_page(&app, &signed_in, &seen, &fields).await
}

async fn pay_back_page(app: &App, signed_in: &SignedIn, seen: &super::Seen, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader().in_country(&seen.association.country).counting(seen.from.unit), &signed_in.0);
    let id = seen.transfer.id;
    let owed = super::show_page::owed(app, &seen.transfer).await?;
    let from = reader.tf("transfer-from", &[("fund", (&seen.from.name).into())]);
    let body = html! {
        (back(&format!("/transfers/{id}"), &reader.of("transfer", seen.transfer.kind.code())))
        h1 { (reader.t("transfer-pay-back")) }
        (answer(&reader.t("capital-owed"), owed, reader, seen.to.unit, html! { (from) }))
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(format!("/transfers/{id}/pay-back")) {
            (key_field(fields))
            (money_part(reader, fields))
            (submit(reader, "transfer-pay-back"))
        }
    };
    let heading = funds::heading(app, reader, by, &seen.association, Some(&seen.to)).await?;
    Ok(page(reader, by, &heading, Place::Cash, &reader.t("transfer-pay-back"), body))
}

/// The fields of the amount, the day, and the accounts on both sides.
pub(super) fn money_part(reader: Reader, fields: &Fields) -> Markup {
    html! {
        (Field::new(reader, fields, "amount", "amount").figures())
        (places_part(reader, fields))
        (Field::new(reader, fields, "happens_on", "date").date())
        (Field::new(reader, fields, "note", "note-optional").text())
    }
}

/// # Errors
/// What paying back refuses, except mistakes in the form, which are shown on it.
pub async fn pay_back(State(app): State<App>, signed_in: SignedIn, Path(id): Path<TransferId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let new = read_money(&mut fields, &seen.to, NumberStyle::of_country(&seen.association.country));
    let doing = record::pay_back(&app, &signed_in.0, fields.key(), id, new);
    let to = |made: TransferId| format!("/transfers/{made}");
    form::answer(doing, fields, to, async |fields| pay_back_page(&app, &signed_in, &seen, &fields).await).await
}
