//! One capital record: its content, its returns and its corrections; undoing and correcting it.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::pages::{fields_part, read, returns_part};
use super::put_right::{self, Right};
use super::{Account, store, surplus};
use crate::app::App;
use crate::domain::amount::filled;
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::ids::CapitalId;
use crate::domain::loan::PaymentMethod;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::corrections::{Answer, Order, history};
use crate::features::funds::{self, Fund};
use crate::features::members::{self, pick};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, Undo, back, form_refusals, key_field, submit};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const FIELDS: [&str; 6] = ["amount", "source", "kind", "happens_on", "owed_back_on", "reason"];

struct Seen {
    account: Account,
    fund: Fund,
    association: Association,
    reader: Reader,
}

async fn see(app: &App, signed_in: &SignedIn, id: CapitalId, action: Action) -> Result<Seen, Error> {
    let account = store::account(app.db.read(), id).await?;
    let (fund, association) = funds::see(app, &signed_in.0, account.capital.fund_id, action).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    Ok(Seen { account, fund, association, reader })
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CapitalId>) -> Result<Markup, Error> {
    show_page(&app, &signed_in, id, &Fields::default()).await
}

async fn show_page(app: &App, signed_in: &SignedIn, id: CapitalId, fields: &Fields) -> Result<Markup, Error> {
    let seen = see(app, signed_in, id, Action::SeeMembers).await?;
    let (Seen { account, fund, association, reader }, by) = (&seen, &signed_in.0);
    let row = &account.capital;
    let (pledged, undone) = (row.status == CapitalStatus::Pledged, row.status == CapitalStatus::Reversed);
    let manages = by.may(Action::ManageFund, Some(association.id));
    let undo = Undo { action: format!("/capital/{id}/undo"), open: "undo", hint: "undo-hint", button: "undo" };
    let telling = history::Telling { reader: *reader, by, association: association.id, time_zone: &association.time_zone, unit: fund.unit };
    let told = history::part(app, &telling, id.0).await?;
    let shared = store::shared_out_by(app.db.read(), id).await?;
    let members = members::by_ids(app.db.read(), row.member_id.into_iter().collect()).await?;
    let body = html! {
        (back(&format!("/funds/{}/capital", fund.id), &reader.t("capital")))
        h1 { (row.source) }
        p { span.tag.soon[pledged].well[account.received()].late[undone] { (reader.t(if undone { "reversed" } else { row.status.code() })) } }
        dl.facts {
            dt { (reader.t("amount")) } dd { span.void[undone] { (reader.money(row.amount_minor, fund.unit)) } }
            dt { (reader.t("capital-kind")) } dd { (reader.of("capital", row.kind.code())) }
            @for member in members.values() { dt { (reader.t("capital-giver-is")) } dd { a href=(format!("/members/{}", member.id)) { (pick::suggestion(member)) } } }
            dt { (reader.t("date")) } dd { (reader.date(row.happens_on)) }
            @if let Some(on) = row.owed_back_on { dt { (reader.t("capital-owed-back")) } dd { (reader.date(on)) } }
            @if row.payment_method != PaymentMethod::Nothing { dt { (reader.t("payment-method")) } dd { (reader.of("payment-method", row.payment_method.code())) } }
            @if let Some(transfer) = row.transfer_id { dt { (reader.t("record-kind-transfer")) } dd { a href=(format!("/transfers/{transfer}")) { (reader.t("transfer-see")) } } }
            @if let Some(shared) = &shared { dt { (reader.t("record-kind-share-out")) } dd { a href=(format!("/share-outs/{}", shared.id)) { (shared.acta) } } }
            @if let Some(reason) = &row.reversal_reason { dt { (reader.t("reason")) } dd { (reason) } }
        }
        @if account.recoverable() && account.received() { (returns_part(*reader, fund, account, manages)) }
        (told)
        @let offered = manages && !undone && row.transfer_id.is_none() && shared.is_none();
        @if offered && pledged { div.buttons.no-print { a.button href=(format!("/funds/{}/capital", fund.id)) { (reader.t("pledge-came")) } } }
        @if offered { div.buttons.no-print { a.button.quiet href=(format!("/capital/{id}/correct")) { (reader.t("correct")) } } }
        (undo.part(*reader, fields, offered))
    };
    let heading = funds::heading(app, *reader, by, association, Some(fund)).await?;
    Ok(page(*reader, by, &heading, Place::Fund, &row.source, body))
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show_correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CapitalId>) -> Result<Markup, Error> {
    let seen = see(&app, &signed_in, id, Action::ManageFund).await?;
    let row = &seen.account.capital;
    let members = members::by_ids(app.db.read(), row.member_id.into_iter().collect()).await?;
    let fields = Fields::default()
        .with("member", members.values().next().map(pick::suggestion).unwrap_or_default())
        .with("amount", filled(row.amount_minor, seen.fund.unit, seen.reader.style))
        .with("kind", row.kind.code())
        .with("source", row.source.clone())
        .with("happens_on", row.happens_on.to_string())
        .with("owed_back_on", row.owed_back_on.map(|on| on.to_string()).unwrap_or_default())
        .with("payment_method", PaymentMethod::of_money(row.payment_method.code()).unwrap_or(PaymentMethod::Cash).code());
    correct_page(&app, &signed_in, &seen, &fields).await
}

async fn correct_page(app: &App, signed_in: &SignedIn, seen: &Seen, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by, row) = (seen.reader, &signed_in.0, &seen.account.capital);
    let left = surplus::left(app.db.read(), seen.fund.id, app.clock.today(&seen.association.time_zone)).await?;
    let members = members::all(app.db.read(), seen.association.id).await?;
    let own = if row.kind == CapitalKind::Surplus && seen.account.received() { row.amount_minor } else { 0 };
    let body = html! {
        (back(&format!("/capital/{}", row.id), &row.source))
        h1 { (reader.t("capital-correct")) }
        p.hint { (reader.t("correct-hint")) }
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(format!("/capital/{}/correct", row.id)) {
            (key_field(fields))
            (fields_part(reader, &seen.fund, fields, left + own, &members))
            (Field::new(reader, fields, "reason", "reason").hint("correct-reason-hint").text())
            (submit(reader, "correct-save"))
        }
    };
    let heading = funds::heading(app, reader, by, &seen.association, Some(&seen.fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("capital-correct"), body))
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CapitalId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = see(&app, &signed_in, id, Action::ManageFund).await?;
    let members = members::all(app.db.read(), seen.association.id).await?;
    let right = read(&mut fields, &seen.fund, seen.reader.style, &members);
    let order = Order::new(Right { wrong: id, right }, fields.text("reason"));
    let doing = put_right::correct(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<CapitalId>| answer.page(|right| format!("/capital/{right}"));
    form::answer(doing, fields, to, async |fields| correct_page(&app, &signed_in, &seen, &fields).await).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CapitalId>, mut fields: Fields) -> Result<Response, Error> {
    see(&app, &signed_in, id, Action::ManageFund).await?;
    let order = Order::new(id, fields.text("reason"));
    let doing = put_right::undo(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<CapitalId>| answer.page(|id| format!("/capital/{id}"));
    form::answer(doing, fields, to, async |fields| show_page(&app, &signed_in, id, &fields).await).await
}
