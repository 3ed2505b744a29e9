//! The search for a debtor, a repayment's receipt, and its reversal.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::preview::{self, Preview};
use super::{put_right, see, store};
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::ids::{FundId, MemberId, RepaymentId};
use crate::domain::ledger::entry::check_code;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, history};
use crate::features::loans::{self, Repayment};
use crate::features::{associations, funds, members, sessions};
use crate::web::contact;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Undo, back, due_tag, pager, url_encoded};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// People on one page of the list of debtors.
const PAGE: u64 = 50;

/// Asks whose repayment it is: finds the member, then their open loans. A member with one loan is led to it.
pub async fn collect(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Response, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, id, Action::RecordRepayments).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let today = app.clock.today(&association.time_zone);
    let asked = Fields::from_query(&uri);
    let number: u64 = asked.get("page").parse().unwrap_or(0);
    if let Ok(member) = asked.get("member").parse().map(MemberId) {
        let open = store::open_of(app.db.read(), id, vec![member]).await?;
        let to = if let [only] = open.as_slice() { format!("/loans/{}/repay", only.id) } else { format!("/members/{member}") };
        return Ok(Redirect::to(&to).into_response());
    }
    let owing = store::owing(app.db.read(), id, asked.get("q"), today, number, PAGE).await?;
    let open = store::open_of(app.db.read(), id, owing.iter().map(|owing| owing.member_id).collect()).await?;
    let loans_of = |owing: &store::Owing| open.iter().filter(|loan| loan.member_id == owing.member_id).collect::<Vec<_>>();
    let body = html! {
        (back("/", &reader.t("nav-today")))
        h1 { (reader.t("repayment-whose")) }
        (members::pages::search_form(reader, &format!("/funds/{id}/collect"), asked.get("q")))
        @if owing.is_empty() { p.notice { (reader.t("repayment-nobody")) } }
        ul.rows { @for one in &owing { (owing_row(reader, one, &loans_of(one), fund.unit, today)) } }
        (pager(reader, &format!("/funds/{id}/collect?q={}", url_encoded(asked.get("q"))), number, owing.len() as u64 == PAGE))
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Home, &reader.t("record-repayment"), body).into_response())
}

/// A member with their debt; several loans are listed below.
fn owing_row(reader: Reader, owing: &store::Owing, open: &[&loans::Loan], unit: Unit, today: NaiveDate) -> Markup {
    let tag = html! { @if let Some(due_on) = owing.oldest_due_on { (due_tag(reader, due_on, today)) } };
    html! {
        @if let [only] = open {
            li { a.row href=(format!("/loans/{}/repay", only.id)) {
                span { (owing.member) } span.amount { (reader.money(owing.unpaid_minor, unit)) }
                small { (loans::pages::name(reader, only)) } span.end { (tag) }
            } }
        } @else {
            li.row {
                b { (owing.member) } span.amount { (reader.money(owing.unpaid_minor, unit)) }
                ul.under { @for loan in open {
                    li { a href=(format!("/loans/{}/repay", loan.id)) { (loans::pages::name(reader, loan)) } " " span.amount { (reader.money(loan.unpaid_principal_minor + loan.unpaid_interest_minor, unit)) } " " (loans::pages::status_tag(reader, loan, today)) }
                } }
            }
        }
    }
}

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<RepaymentId>) -> Result<Markup, Error> {
    receipt_page(&app, &signed_in, id, &Fields::default()).await
}

async fn receipt_page(app: &App, signed_in: &SignedIn, id: RepaymentId, fields: &Fields) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (row, held) = see(app, by, id).await?;
    let association_id = row.association_id;
    let association = associations::see(app, by, association_id, Action::SeeFund).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(held.unit);
    let today = app.clock.today(&association.time_zone);
    let fund = funds::find(app.db.read(), row.fund_id).await?;
    let member = members::find(app.db.read(), row.member_id).await?;
    let taken_by = sessions::find(app.db.read(), row.recorded_by).await.map(|user| user.name).unwrap_or_default();
    // The receipt says what it said when it was issued. What changed since is shown beside it.
    let applied = preview::issued(&held, &row)?;
    let by_now = preview::recorded(&held, row.id)?.filter(|by_now| Some(by_now) != applied.as_ref());
    let telling = history::Telling { reader, by, association: association_id, time_zone: &association.time_zone, unit: held.unit };
    let told = history::part(app, &telling, id.0).await?;
    let check =
        crate::db::journal::entries_from(app.db.read(), row.id).await?.first().map(|written| check_code(&written.entry.hash)).unwrap_or_default();
    let records = by.may(Action::RecordRepayments, Some(association_id));
    let unit = held.unit;
    let text = message(reader, &row, &member.name, &association.name, unit, applied.as_ref());
    let text = format!("{text}\n{} {check}", reader.t("check-code"));
    let number = member.phone.as_deref().and_then(|phone| contact::international(phone, &association.country));
    let body = html! {
        @if records { (back("/", &reader.t("nav-today"))) } @else { (back(&format!("/loans/{}", row.loan_id), &loans::pages::name(reader, &held.loan))) }
        article.receipt {
            h1 { (reader.tf("receipt-number", &[("number", row.receipt_no.to_string().into())])) }
            p.hint { (association.name) " · " (fund.name) }
            @if row.reversed_at.is_some() {
                div.notice.bad { b { (reader.t("reversed")) } ": " (row.reversal_reason.as_deref().unwrap_or_default()) }
            }
            span.amount.void[row.reversed_at.is_some()] { (reader.money(row.amount_minor, unit)) }
            p { (reader.words(row.amount_minor, unit)) }
            dl.facts {
                dt { (reader.t("received-from")) } dd { (member.name) }
                @if let Some(payer) = &row.paid_by { dt { (reader.t("paid-by")) } dd { b { (payer) } } }
                dt { (reader.t("loan")) } dd { a href=(format!("/loans/{}", row.loan_id)) { (loans::pages::name(reader, &held.loan)) } }
                dt { (reader.t("paid-on")) } dd { (reader.date(row.paid_on)) }
                dt { (reader.t("payment-method")) } dd { (reader.of("payment-method", row.payment_method.code())) }
                @if !taken_by.is_empty() { dt { (reader.t("taken-by")) } dd { (taken_by) } }
                @for (name, said) in loans::quality::facts(reader, &row) { dt { (name) } dd { (said) } }
                @if !row.note.is_empty() { dt { (reader.t("note")) } dd { (row.note) } }
            }
            @if let Some(applied) = &applied { (applied_part(reader, applied, unit, "applied-so")) p { (left_said(reader, applied, unit, today)) } }
            p.hint { (reader.t("check-code")) " " code { (check) } }
            div.signs { span { (reader.t("signs-payer")) } span { (reader.t("signs-taker")) } }
        }
        @if let Some(by_now) = &by_now { p.hint { (reader.t("receipt-counts-otherwise")) } (applied_part(reader, by_now, unit, "applied-by-now")) }
        (told)
        div.buttons.no-print {
            @if row.reversed_at.is_none() { a.button href=(contact::whatsapp(number.as_deref(), &text)) rel="noopener" { (reader.t("send-whatsapp")) } }
            @if records { a.button.quiet href=(format!("/funds/{}/collect", fund.id)) { (reader.t("next-collect-another")) } }
            button.button.quiet type="button" data-print="1" { (reader.t("print")) }
            a.button.quiet href=(format!("/repayments/{id}/receipt.pdf")) { "PDF" }
        }
        details.no-print { summary { (reader.t("receipt-as-text")) } pre { (text) } }
        @let stands = row.reversed_at.is_none();
        @if records && stands { div.buttons.no-print { a.button.quiet href=(format!("/repayments/{id}/correct")) { (reader.t("correct")) } } }
        (undo_form(&row).part(reader, fields, records && stands))
    };
    let heading = funds::heading(app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Home, &reader.tf("receipt-number", &[("number", row.receipt_no.to_string().into())]), body))
}

/// How a payment is applied: one line for each part of each installment.
pub fn applied_lines(reader: Reader, applied: &Preview) -> Vec<(String, i64)> {
    let mut lines: Vec<(String, i64)> = Vec::new();
    for line in &applied.lines {
        for (key, minor) in [("applied-late-fee", line.late_fee), ("applied-interest", line.interest), ("applied-principal", line.principal)] {
            if minor > 0 {
                lines.push((reader.tf(key, &[("no", line.no.to_string().into())]), minor));
            }
        }
    }
    if applied.split.rounding.total() > 0 {
        lines.push((reader.t("applied-rounding"), -applied.split.rounding.total()));
    }
    if applied.split.credit > 0 {
        lines.push((reader.t("applied-credit"), applied.split.credit));
    }
    lines
}

pub fn applied_part(reader: Reader, applied: &Preview, unit: crate::domain::amount::Unit, caption: &str) -> Markup {
    html! {
        table {
            caption { (reader.t(caption)) }
            tbody {
                @for (text, minor) in &applied_lines(reader, applied) { tr { td { (text) } td.n { (reader.money(*minor, unit)) } } }
                @if applied.split.forgiven > 0 { tr { td { (reader.t("applied-forgiven")) } td.n { "(" (reader.money(applied.split.forgiven, unit)) ")" } } }
                tr.sum { th { (reader.t("left-owing")) } td.n { (reader.money(applied.left, unit)) } }
            }
        }
    }
}

/// What falls due next, or that nothing is left.
pub fn left_said(reader: Reader, applied: &Preview, unit: Unit, today: NaiveDate) -> String {
    let said = |key: &str, amount: i64, due_on| reader.tf(key, &[("amount", reader.money(amount, unit).into()), ("day", reader.date(due_on).into())]);
    match applied.next_due {
        Some((due_on, amount)) if due_on < today => said("overdue-installment", amount, due_on),
        Some((due_on, amount)) => said("next-installment", amount, due_on),
        None => reader.t("loan-paid-whole"),
    }
}

/// The receipt as a message to send.
fn message(reader: Reader, row: &Repayment, member: &str, association: &str, unit: crate::domain::amount::Unit, applied: Option<&Preview>) -> String {
    let mut text = reader.tf(
        "receipt-message",
        &[
            ("association", association.into()),
            ("number", row.receipt_no.to_string().into()),
            ("member", member.into()),
            ("amount", reader.money(row.amount_minor, unit).into()),
            ("day", reader.date(row.paid_on).into()),
        ],
    );
    if let Some(applied) = applied {
        let left = reader.tf("receipt-message-left", &[("left", reader.money(applied.left, unit).into())]);
        text = format!("{text}\n{left}");
        if let Some((due_on, amount)) = applied.next_due.filter(|(due_on, _)| *due_on >= row.paid_on) {
            let next = reader.tf("next-installment", &[("amount", reader.money(amount, unit).into()), ("day", reader.date(due_on).into())]);
            text = format!("{text}\n{next}");
        }
    }
    text
}

fn undo_form(row: &Repayment) -> Undo<'static> {
    Undo { action: format!("/repayments/{}/reverse", row.id), open: "reverse-open", hint: "reverse-hint", button: "reverse" }
}

pub async fn undo(State(app): State<App>, signed_in: SignedIn, Path(id): Path<RepaymentId>, mut fields: Fields) -> Result<Response, Error> {
    let (row, _) = see(&app, &signed_in.0, id).await?;
    signed_in.0.check(Action::RecordRepayments, Some(row.association_id))?;
    let order = Order::new(id, fields.text("reason"));
    let doing = put_right::reverse(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<RepaymentId>| answer.page(|id| format!("/repayments/{id}"));
    form::answer(doing, fields, to, async |fields| receipt_page(&app, &signed_in, id, &fields).await).await
}
