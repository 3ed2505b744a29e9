//! Paying seed capital back on screen: the form, its voucher to sign, and undoing one.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::return_capital::{self, NewCapitalReturn, return_capital};
use super::{Account, CapitalReturn, store};
use crate::app::App;
use crate::db::journal;
use crate::domain::ids::{CapitalId, CapitalReturnId};
use crate::domain::ledger::entry::check_code;
use crate::domain::loan::PaymentMethod;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund};
use crate::features::sessions;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, Undo, answer, back, form_refusals, key_field, means_choice, submit};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const FIELDS: [&str; 4] = ["amount", "happens_on", "paid_to", "note"];

/// A seed capital with its fund, as far as this person may do `action` with it.
struct ReturnPage {
    account: Account,
    fund: Fund,
    association: Association,
    reader: Reader,
}

impl ReturnPage {
    async fn of(app: &App, signed_in: &SignedIn, id: CapitalId, action: Action) -> Result<Self, Error> {
        let account = store::account(app.db.read(), id).await?;
        let (fund, association) = funds::see(app, &signed_in.0, account.capital.fund_id, action).await?;
        let reader = signed_in.reader().in_country(&association.country);
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
            (Field::new(reader, fields, "amount", "capital-return-amount").figures())
            (Field::new(reader, fields, "paid_to", "capital-return-to").text())
            (Field::new(reader, fields, "happens_on", "capital-return-on").date())
            (means_choice(reader, fields))
            (Field::new(reader, fields, "note", "note-optional").text())
            (submit(reader, "capital-return-do"))
        }
    };
    let heading = funds::heading(app, reader, by, &seen.association, Some(&seen.fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("capital-return"), body))
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CapitalId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = ReturnPage::of(&app, &signed_in, id, Action::ManageFund).await?;
    let new = NewCapitalReturn {
        capital: id,
        amount_minor: fields.money("amount", seen.fund.unit, seen.reader.style),
        happens_on: fields.date("happens_on"),
        payment_method: fields.choice("payment_method", PaymentMethod::of_money, PaymentMethod::Cash),
        paid_to: fields.text("paid_to"),
        note: fields.note("note"),
    };
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
        div.buttons.no-print { button.button type="button" data-print="1" { (reader.t("print")) } }
        @if by.may(Action::ManageFund, Some(seen.fund.association)) && !undone { (undo_form(&row).form(reader, fields)) }
    };
    let heading = funds::heading(app, reader, by, &seen.association, Some(&seen.fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &title, body))
}

/// To whom, what for, and what is still owed of it.
fn facts(seen: &ReturnPage, row: &CapitalReturn, given_by: &str) -> Markup {
    let (reader, capital) = (seen.reader, &seen.account.capital);
    let purpose = reader.tf("voucher-purpose", &[("source", (&capital.source).into()), ("day", reader.date(capital.happens_on).into())]);
    let owed = seen.account.owed_after_minor(row);
    html! {
        dl.facts {
            dt { (reader.t("voucher-paid-to")) } dd { (row.paid_to) }
            dt { (reader.t("voucher-for")) } dd { (purpose) }
            dt { (reader.t("date")) } dd { (reader.date(row.happens_on)) }
            dt { (reader.t("payment-method")) } dd { (reader.of("payment-method", row.payment_method.code())) }
            @if !given_by.is_empty() { dt { (reader.t("voucher-given-by")) } dd { (given_by) } }
            @if !row.note.is_empty() { dt { (reader.t("note")) } dd { (row.note) } }
            @if row.reversed_at.is_none() { dt { (reader.t("voucher-still-owed")) } dd { b { (seen.money(owed)) } } }
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
    let reason = fields.text("reason");
    let doing = return_capital::reverse(&app, &signed_in.0, fields.key(), id, reason);
    form::answer(doing, fields, |_| format!("/capital-returns/{id}"), async |fields| voucher_page(&app, &signed_in, id, &fields).await).await
}
