//! Sharing a surplus on screen: the amounts, a preview by member, the decision, and its payments.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::pay_share::{self, OfMember, SharePayment};
use super::share_out::{self, NewShareOut, Preview, distributable, preview};
use super::{SeenCycle, Share, ShareOut, see_cycle, see_share_out, store};
use crate::app::App;
use crate::domain::close::{ShareBasis, SurplusSplit};
use crate::domain::ids::{CycleId, MemberId, ShareOutId};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, history};
use crate::features::{funds, members};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, Undo, answer, back, form_field, form_refusals, key_field, means_choice, typed_into, undo_form};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const FIELDS: [&str; 7] = ["to_loss_reserve", "to_education", "to_solidarity", "to_members", "decided_on", "acta", "basis"];

async fn seen(app: &App, signed_in: &SignedIn, id: CycleId) -> Result<SeenCycle, Error> {
    let seen = see_cycle(app, &signed_in.0, id, Action::ManageFund).await?;
    if seen.closed.is_none() {
        return Err(Refusal::conflict("cycle-not-closed").into());
    }
    Ok(seen)
}

/// # Errors
/// `not-found`, `forbidden`, `cycle-not-closed`.
pub async fn show_new(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CycleId>) -> Result<Markup, Error> {
    let seen = seen(&app, &signed_in, id).await?;
    let fields = Fields::default().with("decided_on", app.clock.today(&seen.association.time_zone).to_string());
    form_page(&app, &signed_in, &seen, &fields).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CycleId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = seen(&app, &signed_in, id).await?;
    let mut new = read(&mut fields, &seen, signed_in.reader().in_country(&seen.association.country));
    if let Some(close) = &seen.closed {
        new.surplus_minor = Some(distributable(app.db.read(), close).await?);
    }
    // Each member's share is shown, for the present surplus, before it is recorded.
    let shown = fields.get("shown") == shown(&new);
    if fields.flag("preview") || (!shown && fields.checked().is_ok()) {
        fields.refusals.clear();
        return Ok(form_page(&app, &signed_in, &seen, &fields).await?.into_response());
    }
    let doing = share_out::record(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, |id| format!("/share-outs/{id}"), async |fields| form_page(&app, &signed_in, &seen, &fields).await).await
}

fn read(fields: &mut Fields, seen: &SeenCycle, reader: Reader) -> NewShareOut {
    let unit = seen.fund.unit;
    let mut minor = |name: &str| fields.money_or_zero(name, unit, reader.style);
    let split = SurplusSplit {
        to_loss_reserve_minor: minor("to_loss_reserve"),
        to_education_minor: minor("to_education"),
        to_solidarity_minor: minor("to_solidarity"),
        to_members_minor: minor("to_members"),
    };
    NewShareOut {
        close: seen.closed.as_ref().map(|close| close.id).unwrap_or_else(|| uuid::Uuid::nil().into()),
        decided_on: fields.date("decided_on"),
        acta: fields.note("acta"),
        basis: fields.choice("basis", ShareBasis::parse, ShareBasis::Equally),
        split,
        surplus_minor: None,
    }
}

fn shown(new: &NewShareOut) -> String {
    format!("{} {:?} {:?}", new.basis.code(), new.split, new.surplus_minor)
}

async fn form_page(app: &App, signed_in: &SignedIn, seen: &SeenCycle, fields: &Fields) -> Result<Markup, Error> {
    let SeenCycle { cycle, fund, association, closed } = seen;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let Some(close) = closed else { return Err(Refusal::conflict("cycle-not-closed").into()) };
    let surplus = distributable(app.db.read(), close).await?;
    let mut typed = fields.clone();
    let new = NewShareOut { surplus_minor: Some(surplus), ..read(&mut typed, seen, reader) };
    let worked_out = if fields.has("to_members") { Some(preview(app.db.read(), fund, close, &new).await) } else { None };
    let already = store::share_outs_of(app.db.read(), close.id).await?.into_iter().find(|row| row.reversed_at.is_none());
    let basis = if fields.get("basis").is_empty() { ShareBasis::Equally.code() } else { fields.get("basis") };
    let body = html! {
        (back(&format!("/cycles/{}", cycle.id), &reader.tf("cycle-report", &[("name", (&cycle.name).into())])))
        h1 { (reader.t("share-out-new")) }
        (answer(&reader.t("surplus-to-share"), surplus, reader, fund.unit, html! { (reader.t("share-out-hint")) }))
        (form_refusals(reader, fields, &FIELDS))
        @if let Some(row) = &already {
            p.notice { (reader.t("refusal-surplus-shared-already")) " " a href=(format!("/share-outs/{}", row.id)) { (reader.t("share-out")) } }
        } @else if surplus <= 0 {
            p.notice.warn { (reader.tf("refusal-surplus-none", &[("surplus", reader.money(surplus, fund.unit).into())])) }
        } @else { form method="post" action=(format!("/cycles/{}/share-out", cycle.id)) data-preview="1" {
            (key_field(fields))
            (Field::new(reader, fields, "to_members", "share-to-members").figures())
            fieldset {
                legend { (reader.t("share-basis")) }
                @for one in ShareBasis::ALL {
                    label.choice { input type="radio" name="basis" value=(one.code()) checked[basis == one.code()]; span { (reader.of("share-basis", one.code())) } span {} }
                }
            }
            (Field::new(reader, fields, "to_loss_reserve", "account-loss-reserve").figures())
            (Field::new(reader, fields, "to_education", "account-education-reserve").figures())
            (Field::new(reader, fields, "to_solidarity", "account-solidarity-reserve").figures())
            (Field::new(reader, fields, "acta", "share-acta").text())
            (Field::new(reader, fields, "decided_on", "share-decided-on").date())
            div data-previewed="1" {
                @match &worked_out {
                    Some(Ok(preview)) => {
                        (previewed(reader, seen, preview))
                        input type="hidden" name="shown" value=(shown(&new));
                        div.buttons { button.button { (reader.tf("share-out-record", &[("amount", reader.money(preview.surplus_minor, fund.unit).into())])) } }
                    }
                    Some(Err(error)) => { @for refusal in error.refusals() { p.refusal { (reader.refusal(refusal)) } } div.buttons { button.button { (reader.t("share-out-preview")) } } }
                    None => { div.buttons { button.button name="preview" value="1" { (reader.t("share-out-preview")) } } }
                }
            }
        } }
    };
    let heading = funds::heading(app, reader, &signed_in.0, association, Some(fund)).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Reports, &reader.t("share-out-new"), body))
}

fn previewed(reader: Reader, seen: &SeenCycle, preview: &Preview) -> Markup {
    let unit = seen.fund.unit;
    html! {
        p { (reader.tf("share-to-capital", &[("amount", reader.money(preview.to_capital_minor, unit).into())])) }
        @if preview.unmatched_minor > 0 { p.notice.warn { (reader.tf("share-unmatched", &[("amount", reader.money(preview.unmatched_minor, unit).into())])) } }
        @if !preview.shares.is_empty() {
            div.scroll { table {
                caption { (reader.t("share-by-member")) }
                tbody {
                    @for (member, _, minor) in &preview.shares { tr { td { (member.name) } td.n { (reader.figures(*minor, unit)) } } }
                    tr.sum { th { (reader.t("total")) } td.n { (reader.figures(preview.shares.iter().map(|share| share.2).sum(), unit)) } }
                }
            } }
        }
    }
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ShareOutId>) -> Result<Markup, Error> {
    show_page(&app, &signed_in, id, &Fields::default()).await
}

async fn show_page(app: &App, signed_in: &SignedIn, id: ShareOutId, fields: &Fields) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (row, SeenCycle { cycle, fund, association, .. }) = see_share_out(app, by, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let shares = store::shares(app.db.read(), id).await?;
    let people = members::by_ids(app.db.read(), shares.iter().map(|share| share.member_id).collect()).await?;
    let keeps = by.may(Action::ManageFund, Some(fund.association)) && row.reversed_at.is_none();
    let telling = history::Telling { reader, by, association: association.id, time_zone: &association.time_zone, unit: fund.unit };
    let told = history::part(app, &telling, id.0).await?;
    let undo = Undo { action: format!("/share-outs/{id}/undo"), open: "undo", hint: "undo-hint", button: "undo" };
    let unpaid: i64 = shares.iter().filter(|share| share.paid_on.is_none()).map(|share| share.amount_minor).sum();
    let names: HashMap<MemberId, String> = people.into_iter().map(|(id, member)| (id, member.name)).collect();
    let dated = Fields::default().with("paid_on", app.clock.today(&association.time_zone).to_string());
    let pay = format!("/share-outs/{id}/pay");
    let own = typed_into(fields, &pay).unwrap_or(&dated);
    let body = html! {
        (back(&format!("/cycles/{}", cycle.id), &reader.tf("cycle-report", &[("name", (&cycle.name).into())])))
        h1 { (reader.t("share-out")) }
        @if let Some(reason) = &row.reversal_reason { p { span.tag.late { (reader.t("reversed")) } " " (reason) } }
        (decided(reader, fund.unit, &row))
        @if !shares.is_empty() {
            div.buttons.no-print {
                a.button.quiet href=(format!("/share-outs/{id}/list.pdf")) { (reader.t("share-list-paper")) " PDF" }
                a.button.quiet href=(format!("/share-outs/{id}/vouchers.pdf")) { (reader.t("share-vouchers-paper")) " PDF" }
            }
        }
        @if keeps && unpaid > 0 {
            h2 { (reader.tf("share-pay-all", &[("amount", reader.money(unpaid, fund.unit).into())])) }
            (form_refusals(reader, own, &["paid_on"]))
            form method="post" action=(pay) {
                (form_field(&pay)) (key_field(own))
                div.field { label.field for="member" { (reader.t("share-pay-whom")) } select.text id="member" name="member" {
                    option value="" { (reader.t("share-pay-everybody")) }
                    @for share in shares.iter().filter(|share| share.paid_on.is_none()) { option value=(share.member_id) { (name(&names, share)) } }
                } }
                (Field::new(reader, own, "paid_on", "date").date())
                (means_choice(reader, own))
                div.buttons { button.button { (reader.t("share-pay")) } }
            }
        }
        ul.rows { @for share in &shares {
            li.row {
                span { (name(&names, share)) } span.amount { (reader.money(share.amount_minor, fund.unit)) }
                @match share.paid_on {
                    Some(on) => { small { (reader.tf("share-paid-on", &[("day", reader.date(on).into())])) } @if keeps { (undo_form(reader, fields, &format!("/share-outs/{id}/shares/{}/undo", share.member_id), "undo")) } }
                    None => { small { (reader.t("share-as-credit")) } }
                }
            }
        } }
        (told)
        (undo.part(reader, fields, keeps))
    };
    let heading = funds::heading(app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Reports, &reader.t("share-out"), body))
}

fn name<'n>(names: &'n HashMap<MemberId, String>, share: &Share) -> &'n str {
    names.get(&share.member_id).map(String::as_str).unwrap_or_default()
}

fn decided(reader: Reader, unit: crate::domain::amount::Unit, row: &ShareOut) -> Markup {
    html! { dl.facts { @for (name, said) in decided_lines(reader, unit, row) { dt { (name) } dd { (said) } } } }
}

/// What was decided, line by line.
pub(super) fn decided_lines(reader: Reader, unit: crate::domain::amount::Unit, row: &ShareOut) -> Vec<(String, String)> {
    let amounts = [
        ("share-to-members", row.to_members_minor),
        ("share-capital", row.to_capital_minor),
        ("account-loss-reserve", row.to_loss_reserve_minor),
        ("account-education-reserve", row.to_education_minor),
        ("account-solidarity-reserve", row.to_solidarity_minor),
    ];
    let mut lines = vec![
        (reader.t("share-acta"), row.acta.clone()),
        (reader.t("share-decided-on"), reader.date(row.decided_on)),
        (reader.t("share-basis"), reader.of("share-basis", row.basis.code())),
    ];
    lines.extend(amounts.map(|(key, minor)| (reader.t(key), reader.money(minor, unit))));
    lines
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn pay(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ShareOutId>, mut fields: Fields) -> Result<Response, Error> {
    see_share_out(&app, &signed_in.0, id, Action::ManageFund).await?;
    let member = if fields.get("member").is_empty() { None } else { Some(MemberId(fields.id("member"))) };
    let payment_method = fields.choice("payment_method", PaymentMethod::of_money, PaymentMethod::Cash);
    let new = SharePayment { share_out: id, member, paid_on: fields.date("paid_on"), payment_method };
    let doing = pay_share::pay(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, |id| format!("/share-outs/{id}"), async |fields| show_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ShareOutId>, mut fields: Fields) -> Result<Response, Error> {
    see_share_out(&app, &signed_in.0, id, Action::ManageFund).await?;
    let order = Order::new(id, fields.text("reason"));
    let doing = share_out::undo(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<ShareOutId>| answer.page(|id| format!("/share-outs/{id}"));
    form::answer(doing, fields, to, async |fields| show_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn undo_payment(
    State(app): State<App>,
    signed_in: SignedIn,
    Path((id, member)): Path<(ShareOutId, MemberId)>,
    mut fields: Fields,
) -> Result<Response, Error> {
    see_share_out(&app, &signed_in.0, id, Action::ManageFund).await?;
    let order = Order::new(OfMember { share_out: id, member }, fields.text("reason"));
    let doing = pay_share::undo(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<ShareOutId>| answer.page(|id| format!("/share-outs/{id}"));
    form::answer(doing, fields, to, async |fields| show_page(&app, &signed_in, id, &fields).await).await
}
