//! One payment of a purchase: the receipt of a member's payment, its corrections, and the form that corrects it.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::parts::{PurchasePage, name};
use super::pay_pages::who;
use super::put_right::{self, Right};
use super::{PaymentRow, see_own, store};
use crate::app::App;
use crate::domain::amount::figures;
use crate::domain::cofinancing::PurchaseStatus;
use crate::domain::ids::PaymentId;
use crate::domain::ledger::entry::check_code;
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order};
use crate::features::sessions;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, means_choice, submit, undo_form, url_encoded};
use crate::web::signed_in::SignedIn;

const FIELDS: [&str; 4] = ["amount", "happens_on", "note", "reason"];

/// A payment, for those who keep or accompany its association, and for the member who made it.
///
/// # Errors
/// `not-found`.
pub(super) async fn see(app: &App, signed_in: &SignedIn, id: PaymentId) -> Result<(PaymentRow, PurchasePage), Error> {
    let row = store::payment(app.db.read(), id).await?;
    let by = &signed_in.0;
    let held = see_own(app, by, row.purchase_id).await?;
    let whole = by.check_within(Action::SeeMembers, held.row.association_id, held.programme()).is_ok();
    if !whole && (row.member_id.is_none() || by.member().map(|(_, member)| member) != row.member_id) {
        return Err(Refusal::not_found().into());
    }
    Ok((row, PurchasePage::of(app, signed_in.reader(), held).await?))
}

/// # Errors
/// `not-found`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PaymentId>) -> Result<Markup, Error> {
    let (row, seen) = see(&app, &signed_in, id).await?;
    let (reader, by) = (seen.reader, &signed_in.0);
    let whole = by.check_within(Action::SeeMembers, seen.association.id, seen.held.programme()).is_ok();
    let moves = (seen.status.commits() || seen.status.received()) && seen.status != PurchaseStatus::Settled;
    let keeps = moves && row.reversed_at.is_none() && by.may(Action::RequestPurchases, Some(seen.association.id));
    let title = match row.receipt_no {
        Some(no) => reader.tf("receipt-number", &[("number", no.to_string().into())]),
        None => reader.of("movement", row.kind.code()),
    };
    let text = row.receipt_no.map(|no| message(&seen, &row, no));
    let money = if whole { format!("{}/payments", seen.path()) } else { seen.path() };
    let body = html! {
        (back(&money, &name(reader, &seen.held)))
        (receipt(&app, &seen, &row, &title).await?)
        (seen.put_right(&app, by, &[id.0]).await?)
        div.buttons.no-print {
            button.button type="button" data-print="1" { (reader.t("print")) }
            a.button.quiet href=(format!("/payments/{id}/receipt.pdf")) { "PDF" }
            @if let Some(text) = text.as_ref().filter(|_| row.reversed_at.is_none()) {
                a.button.quiet href=(format!("https://wa.me/?text={}", url_encoded(text))) rel="noopener" { (reader.t("send-whatsapp")) }
            }
            @if keeps { a.button.quiet href=(format!("/payments/{id}/correct")) { (reader.t("correct")) } }
        }
        @if let Some(text) = &text { details.no-print { summary { (reader.t("receipt-as-text")) } pre { (text) } } }
        @if keeps { div.no-print { (undo_form(reader, &Fields::default(), &format!("/payments/{id}/undo"), "undo")) } }
    };
    let heading = seen.heading(&app, by).await?;
    Ok(page(reader, by, &heading, if whole { Place::Purchases } else { Place::Home }, &title, body))
}

async fn receipt(app: &App, seen: &PurchasePage, row: &PaymentRow, title: &str) -> Result<Markup, Error> {
    let (reader, undone) = (seen.reader, row.reversed_at.is_some());
    let taken_by = sessions::find(app.db.read(), row.recorded_by).await.map(|user| user.name).unwrap_or_default();
    let entries = crate::db::journal::entries_from(app.db.read(), row.id).await?;
    let check = entries.first().map(|written| check_code(&written.entry.hash)).unwrap_or_default();
    let from = row.member_id.is_some() && row.receipt_no.is_some();
    Ok(html! {
        article.receipt {
            h1 { (title) }
            p.hint { (seen.association.name) " · " (seen.fund.name) }
            @if undone { div.notice.bad { b { (reader.t("reversed")) } ": " (row.reversal_reason.as_deref().unwrap_or_default()) } }
            span.amount.void[undone] { (seen.money(row.amount_minor)) }
            p { (reader.words(row.amount_minor, seen.held.unit)) }
            dl.facts {
                dt { (reader.t(if from { "received-from" } else { "movement" })) } dd { (who(seen, row)?) }
                dt { (reader.t("purchase")) } dd { a href=(seen.path()) { (name(reader, &seen.held)) } }
                dt { (reader.t("paid-on")) } dd { (reader.date(row.happens_on)) }
                dt { (reader.t("payment-method")) } dd { (reader.of("payment-method", row.payment_method.code())) }
                @if !taken_by.is_empty() { dt { (reader.t("taken-by")) } dd { (taken_by) } }
                @if !row.note.is_empty() { dt { (reader.t("note")) } dd { (row.note) } }
            }
            @if !check.is_empty() { p.hint { (reader.t("check-code")) " " code { (check) } } }
            @if row.receipt_no.is_some() { div.signs { span { (reader.t("signs-payer")) } span { (reader.t("signs-taker")) } } }
        }
    })
}

/// The receipt as a message to send.
fn message(seen: &PurchasePage, row: &PaymentRow, no: i64) -> String {
    let reader = seen.reader;
    let member = row.member_id.and_then(|member| seen.names.get(&member).cloned()).unwrap_or_default();
    let facts = [
        ("association", seen.association.name.clone().into()),
        ("number", no.to_string().into()),
        ("member", member.into()),
        ("amount", seen.money(row.amount_minor).into()),
        ("day", reader.date(row.happens_on).into()),
    ];
    let purchase = reader.tf("payment-message-for", &[("purchase", name(reader, &seen.held).into())]);
    format!("{}\n{purchase}", reader.tf("receipt-message", &facts))
}

async fn wrong_of(app: &App, signed_in: &SignedIn, id: PaymentId) -> Result<(PaymentRow, PurchasePage), Error> {
    let row = store::payment(app.db.read(), id).await?;
    let seen = PurchasePage::for_action(app, signed_in, row.purchase_id, Action::RequestPurchases).await?;
    Ok((row, seen))
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show_correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PaymentId>) -> Result<Markup, Error> {
    let (row, seen) = wrong_of(&app, &signed_in, id).await?;
    let fields = Fields::default()
        .with("amount", figures(row.amount_minor, seen.held.unit, seen.reader.style))
        .with("happens_on", row.happens_on.to_string())
        .with("payment_method", row.payment_method.code())
        .with("note", row.note.clone());
    correct_page(&app, &signed_in, (&row, &seen), &fields).await
}

async fn correct_page(app: &App, signed_in: &SignedIn, (row, seen): (&PaymentRow, &PurchasePage), fields: &Fields) -> Result<Markup, Error> {
    let reader = seen.reader;
    let body = html! {
        (back(&format!("/payments/{}", row.id), &reader.of("movement", row.kind.code())))
        h1 { (reader.t("payment-correct")) }
        p { (reader.of("movement", row.kind.code())) " · " (who(seen, row)?) }
        p.hint { (reader.t("correct-hint")) }
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(format!("/payments/{}/correct", row.id)) {
            (key_field(fields))
            div.pair {
                (Field::new(reader, fields, "amount", "amount").figures())
                (Field::new(reader, fields, "happens_on", "date").date())
            }
            (means_choice(reader, fields))
            (Field::new(reader, fields, "note", "note-optional").text())
            (Field::new(reader, fields, "reason", "reason").hint("correct-reason-hint").text())
            (submit(reader, "correct-save"))
        }
    };
    let heading = seen.heading(app, &signed_in.0).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Purchases, &reader.t("payment-correct"), body))
}

/// # Errors
/// What correcting refuses, except mistakes in the form, which are shown on it.
pub async fn correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PaymentId>, mut fields: Fields) -> Result<Response, Error> {
    let (row, seen) = wrong_of(&app, &signed_in, id).await?;
    let right = Right {
        wrong: id,
        amount_minor: fields.money("amount", seen.held.unit, seen.reader.style),
        payment_method: fields.choice("payment_method", PaymentMethod::of_money, PaymentMethod::Cash),
        happens_on: fields.date("happens_on"),
        note: fields.note("note"),
    };
    let order = Order::new(right, fields.text("reason"));
    let doing = put_right::correct(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<PaymentId>| answer.page(|right| format!("/payments/{right}"));
    form::answer(doing, fields, to, async |fields| correct_page(&app, &signed_in, (&row, &seen), &fields).await).await
}
