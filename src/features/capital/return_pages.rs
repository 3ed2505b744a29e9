//! Paying seed capital back on screen: the form, the voucher to sign, undoing and correcting.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::put_right_return::{self, Right};
use super::return_capital::{NewCapitalReturn, return_capital};
use super::{Account, CapitalReturn, store};
use crate::app::App;
use crate::db::journal;
use crate::domain::amount::filled;
use crate::domain::ids::{CapitalId, CapitalReturnId};
use crate::domain::ledger::entry::check_code;
use crate::domain::loan::PaymentMethod;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::corrections::{Answer, Order, history};
use crate::features::funds::{self, Fund};
use crate::features::sessions;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, Undo, answer, back, form_refusals, key_field, means_choice, submit};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const FIELDS: [&str; 5] = ["amount", "happens_on", "paid_to", "note", "reason"];

/// A return page's seed capital and fund, for a person who may do `action`.
pub(super) struct ReturnPage {
    pub account: Account,
    pub fund: Fund,
    pub association: Association,
    pub reader: Reader,
}

impl ReturnPage {
    pub async fn of(app: &App, signed_in: &SignedIn, id: CapitalId, action: Action) -> Result<Self, Error> {
        let account = store::account(app.db.read(), id).await?;
        let (fund, association) = funds::see(app, &signed_in.0, account.capital.fund_id, action).await?;
        let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
        Ok(Self { account, fund, association, reader })
    }

    fn list(&self) -> String {
        format!("/funds/{}/capital", self.fund.id)
    }

    fn money(&self, minor: i64) -> String {
        self.reader.money(minor, self.fund.unit)
    }
}

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CapitalId>) -> Result<Markup, Error> {
    let seen = ReturnPage::of(&app, &signed_in, id, Action::ManageFund).await?;
    let today = app.clock.today(&seen.association.time_zone);
    let fields = Fields::default().with("happens_on", today.to_string()).with("paid_to", seen.account.capital.source.clone());
    form_page(&app, &signed_in, &seen, &fields).await
}

async fn form_page(app: &App, signed_in: &SignedIn, seen: &ReturnPage, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (seen.reader, &signed_in.0);
    let row = &seen.account.capital;
    let since = reader.tf("capital-return-of", &[("source", (&row.source).into()), ("day", reader.date(row.happens_on).into())]);
    let body = html! {
        (back(&seen.list(), &reader.t("capital")))
        h1 { (reader.t("capital-return")) }
        (answer(&reader.t("capital-owed"), seen.account.owed_minor(), reader, seen.fund.unit, html! { (since) }))
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(format!("/capital/{}/return", row.id)) {
            (key_field(fields))
            (fields_part(reader, fields))
            (submit(reader, "capital-return-do"))
        }
    };
    let heading = funds::heading(app, reader, by, &seen.association, Some(&seen.fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("capital-return"), body))
}

fn fields_part(reader: Reader, fields: &Fields) -> Markup {
    html! {
        (Field::new(reader, fields, "amount", "capital-return-amount").figures())
        (Field::new(reader, fields, "paid_to", "capital-return-to").text())
        (Field::new(reader, fields, "happens_on", "capital-return-on").date())
        (means_choice(reader, fields))
        (Field::new(reader, fields, "note", "note-optional").text())
    }
}

fn read(fields: &mut Fields, seen: &ReturnPage) -> NewCapitalReturn {
    NewCapitalReturn {
        capital: seen.account.id(),
        amount_minor: fields.money("amount", seen.fund.unit, seen.reader.style),
        happens_on: fields.date("happens_on"),
        payment_method: fields.choice("payment_method", PaymentMethod::of_money, PaymentMethod::Cash),
        paid_to: fields.text("paid_to"),
        note: fields.note("note"),
    }
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CapitalId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = ReturnPage::of(&app, &signed_in, id, Action::ManageFund).await?;
    let new = read(&mut fields, &seen);
    let doing = return_capital(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, |voucher| format!("/capital-returns/{voucher}"), async |fields| form_page(&app, &signed_in, &seen, &fields).await)
        .await
}

pub async fn show_voucher(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CapitalReturnId>) -> Result<Markup, Error> {
    voucher_page(&app, &signed_in, id, &Fields::default()).await
}

async fn voucher_page(app: &App, signed_in: &SignedIn, id: CapitalReturnId, fields: &Fields) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let row = store::find_return(app.db.read(), id).await?;
    let seen = ReturnPage::of(app, signed_in, row.capital_id, Action::SeeMembers).await?;
    let (reader, unit) = (seen.reader, seen.fund.unit);
    let title = reader.tf("voucher-number", &[("number", row.voucher_no.to_string().into())]);
    let booked = journal::entries_from(app.db.read(), row.id).await?;
    let check = booked.first().map(|written| check_code(&written.entry.hash)).unwrap_or_default();
    let given_by = sessions::find(app.db.read(), row.recorded_by).await.map(|user| user.name).unwrap_or_default();
    let undone = row.reversed_at.is_some();
    let association = &seen.association;
    let telling = history::Telling { reader, by, association: association.id, time_zone: &association.time_zone, unit };
    let told = history::part(app, &telling, id.0).await?;
    let body = html! {
        (back(&seen.list(), &reader.t("capital")))
        article.receipt.half {
            h1 { (title) }
            p.hint { (seen.association.name) " · " (seen.fund.name) }
            @if undone { div.notice.bad { b { (reader.t("reversed")) } ": " (row.reversal_reason.as_deref().unwrap_or_default()) } }
            span.amount.void[undone] { (reader.money(row.amount_minor, unit)) }
            p { (reader.words(row.amount_minor, unit)) }
            (facts(&seen, &row, &given_by))
            p.hint { (reader.t("check-code")) " " code { (check) } }
            div.signs { span { (reader.t("signs-receives")) br; (row.paid_to) } span { (reader.t("signs-gives")) } }
        }
        div.buttons.no-print {
            button.button type="button" data-print="1" { (reader.t("print")) }
            a.button.quiet href=(format!("/capital-returns/{id}/voucher.pdf")) { "PDF" }
        }
        (told)
        @let offered = by.may(Action::ManageFund, Some(seen.fund.association)) && !undone && row.transfer_id.is_none();
        @if offered { div.buttons.no-print { a.button.quiet href=(format!("/capital-returns/{id}/correct")) { (reader.t("correct")) } } }
        (undo_form(&row).part(reader, fields, offered))
    };
    let heading = funds::heading(app, reader, by, &seen.association, Some(&seen.fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &title, body))
}

/// The facts of a voucher, as labels and values: to whom, what for, and the amount still owed.
pub(super) fn facts_of(seen: &ReturnPage, row: &CapitalReturn, given_by: &str) -> Vec<(String, String)> {
    let (reader, capital) = (seen.reader, &seen.account.capital);
    let purpose = reader.tf("voucher-purpose", &[("source", (&capital.source).into()), ("day", reader.date(capital.happens_on).into())]);
    let mut facts = vec![
        ("voucher-paid-to", row.paid_to.to_string()),
        ("voucher-for", purpose),
        ("date", reader.date(row.happens_on)),
        ("payment-method", reader.of("payment-method", row.payment_method.code())),
        ("voucher-given-by", given_by.to_owned()),
        ("note", row.note.to_string()),
    ];
    if row.reversed_at.is_none() {
        facts.push(("voucher-still-owed", seen.money(seen.account.owed_after_minor(row))));
    }
    facts.into_iter().filter(|(_, said)| !said.is_empty()).map(|(key, said)| (reader.t(key), said)).collect()
}

fn facts(seen: &ReturnPage, row: &CapitalReturn, given_by: &str) -> Markup {
    let reader = seen.reader;
    html! {
        dl.facts {
            @for (name, said) in facts_of(seen, row, given_by) { dt { (name) } dd { (said) } }
            @if let Some(transfer) = row.transfer_id { dt { (reader.t("record-kind-transfer")) } dd { a href=(format!("/transfers/{transfer}")) { (reader.t("transfer-see")) } } }
        }
    }
}

fn undo_form(row: &CapitalReturn) -> Undo<'static> {
    let action = format!("/capital-returns/{}/reverse", row.id);
    Undo { action, open: "voucher-wrong", hint: "voucher-reverse-hint", button: "voucher-reverse" }
}

pub async fn reverse(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CapitalReturnId>, mut fields: Fields) -> Result<Response, Error> {
    let row = store::find_return(app.db.read(), id).await?;
    funds::see(&app, &signed_in.0, row.fund_id, Action::ManageFund).await?;
    let order = Order::new(id, fields.text("reason"));
    let doing = put_right_return::reverse(&app, &signed_in.0, fields.key(), order);
    form::answer(doing, fields, to_voucher, async |fields| voucher_page(&app, &signed_in, id, &fields).await).await
}

fn to_voucher(answer: Answer<CapitalReturnId>) -> String {
    answer.page(|id| format!("/capital-returns/{id}"))
}

async fn see_return(app: &App, signed_in: &SignedIn, id: CapitalReturnId) -> Result<(CapitalReturn, ReturnPage), Error> {
    let row = store::find_return(app.db.read(), id).await?;
    let seen = ReturnPage::of(app, signed_in, row.capital_id, Action::ManageFund).await?;
    Ok((row, seen))
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show_correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CapitalReturnId>) -> Result<Markup, Error> {
    let (row, seen) = see_return(&app, &signed_in, id).await?;
    let fields = Fields::default()
        .with("amount", filled(row.amount_minor, seen.fund.unit, seen.reader.style))
        .with("paid_to", row.paid_to.clone())
        .with("happens_on", row.happens_on.to_string())
        .with("payment_method", row.payment_method.code())
        .with("note", row.note.clone());
    correct_page(&app, &signed_in, &row, &seen, &fields).await
}

async fn correct_page(app: &App, signed_in: &SignedIn, row: &CapitalReturn, seen: &ReturnPage, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (seen.reader, &signed_in.0);
    let title = reader.tf("voucher-number", &[("number", row.voucher_no.to_string().into())]);
    let body = html! {
        (back(&format!("/capital-returns/{}", row.id), &title))
        h1 { (reader.t("voucher-correct")) }
        p.hint { (reader.t("correct-hint")) }
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(format!("/capital-returns/{}/correct", row.id)) {
            (key_field(fields))
            (fields_part(reader, fields))
            (Field::new(reader, fields, "reason", "reason").hint("correct-reason-hint").text())
            (submit(reader, "correct-save"))
        }
    };
    let heading = funds::heading(app, reader, by, &seen.association, Some(&seen.fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("voucher-correct"), body))
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CapitalReturnId>, mut fields: Fields) -> Result<Response, Error> {
    let (row, seen) = see_return(&app, &signed_in, id).await?;
    let right = read(&mut fields, &seen);
    let order = Order::new(Right { wrong: id, right }, fields.text("reason"));
    let doing = put_right_return::correct(&app, &signed_in.0, fields.key(), order);
    form::answer(doing, fields, to_voucher, async |fields| correct_page(&app, &signed_in, &row, &seen, &fields).await).await
}
