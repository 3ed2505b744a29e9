//! A member's credit balances on screen: refunding, using on another loan, and the voucher to sign.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use uuid::Uuid;

use super::put_right;
use super::store::{self, CreditUse};
use super::use_credit::{self, NewRefund, NewUse};
use crate::app::App;
use crate::db::journal;
use crate::domain::ids::{FundId, LoanId, MemberId};
use crate::domain::ledger::entry::check_code;
use crate::domain::loan::{LoanStatus, PaymentMethod};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::features::corrections::{Order, history};
use crate::features::funds::{self, Fund};
use crate::features::loans::{self, Loan};
use crate::features::members::{self, Member};
use crate::features::{repayments, sessions};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, Undo, answer, back, form_field, form_refusals, key_field, means_choice, own_fields, sent_to, typed_into};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const FIELDS: [&str; 6] = ["amount", "refunded_on", "paid_on", "loan", "note", "payment_method"];

/// A member's credit balance in one fund.
struct InFund {
    fund: Fund,
    balance_minor: i64,
    uses: Vec<CreditUse>,
    /// The member's loans that it can pay.
    loans: Vec<Loan>,
}

struct Seen {
    member: Member,
    association: Association,
    funds: Vec<InFund>,
    keeps: bool,
    reader: Reader,
    today: chrono::NaiveDate,
}

async fn read(app: &App, signed_in: &SignedIn, id: MemberId) -> Result<Seen, Error> {
    let (by, db) = (&signed_in.0, app.db.read());
    let member = members::see(app, by, id).await?;
    let association = associations::see(app, by, member.association_id, Action::SeeFund).await?;
    let today = app.clock.today(&association.time_zone);
    let mut of = Vec::new();
    for fund in funds::of_association(db, association.id).await? {
        let balance_minor = repayments::credit_of(db, (fund.id, id), Some(today)).await?;
        let uses = store::of_member(db, fund.id, id).await?;
        if balance_minor != 0 || !uses.is_empty() {
            let held = loans::of_fund(db, fund.id, Some(id)).await?;
            let owed = |held: &loans::LoanAccount| matches!(held.status(), LoanStatus::Disbursed | LoanStatus::WrittenOff);
            let loans = held.into_iter().filter(owed).map(|held| held.loan).collect();
            of.push(InFund { fund, balance_minor, uses, loans });
        }
    }
    let keeps = by.may(Action::ManageLoans, Some(association.id));
    let reader = signed_in.reader().in_country(&association.country);
    Ok(Seen { member, association, funds: of, keeps, reader, today })
}

/// # Errors
/// `not-found`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<MemberId>) -> Result<Markup, Error> {
    credit_page(&app, &signed_in, id, &Fields::default()).await
}

async fn credit_page(app: &App, signed_in: &SignedIn, id: MemberId, fields: &Fields) -> Result<Markup, Error> {
    let seen = read(app, signed_in, id).await?;
    let reader = seen.reader;
    let body = html! {
        (back(&format!("/members/{id}"), &seen.member.name))
        h1 { (reader.t("credit-page")) }
        p.hint { (reader.t("credit-hint")) }
        (form_refusals(reader, fields, &FIELDS))
        @if seen.funds.is_empty() { p.notice { (reader.t("credit-none")) } }
        @for of in &seen.funds { (fund_part(&seen, of, fields)) }
    };
    let heading = funds::heading(app, reader, &signed_in.0, &seen.association, None).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Members, &reader.t("credit-page"), body))
}

fn fund_part(seen: &Seen, of: &InFund, fields: &Fields) -> Markup {
    let reader = seen.reader.counting(of.fund.unit);
    html! {
        (answer(&reader.t("credit-left"), of.balance_minor, reader, of.fund.unit, html! { (of.fund.name) }))
        ul.rows { @for row in &of.uses {
            li.row {
                @if let Some(paid) = row.repayment_id { a href=(format!("/repayments/{paid}")) { (reader.t("credit-used")) } }
                @else { a href=(format!("/credit-uses/{}", row.id)) { (reader.t("credit-refunded")) } }
                span.amount.void[row.reversed_at.is_some()] { (reader.money(row.amount_minor, of.fund.unit)) }
                small { (reader.date(row.used_on)) @if let Some(reason) = &row.reversal_reason { " · " (reader.t("reversed")) ": " (reason) } } span {}
            }
        } }
        @if seen.keeps && of.balance_minor > 0 { (refund_form(seen, of, reader, fields)) (use_form(seen, of, reader, fields)) }
    }
}

/// The action of one fund's form. Each fund has its own.
fn addressed(seen: &Seen, of: &InFund, what: &str) -> String {
    format!("/members/{}/credit/{what}?fund={}", seen.member.id, of.fund.id)
}

fn refund_form(seen: &Seen, of: &InFund, reader: Reader, fields: &Fields) -> Markup {
    let action = addressed(seen, of, "refund");
    let open = typed_into(fields, &action).is_some();
    let typed = own_fields(fields, &action, Fields::default().with("refunded_on", seen.today.to_string()));
    html! {
        details open[open] {
            summary { (reader.t("credit-refund")) }
            form method="post" action=(action) {
                (form_field(&action))
                (key_field(&typed))
                input type="hidden" name="fund" value=(of.fund.id);
                div.pair {
                    (Field::new(reader, &typed, "amount", "credit-amount").figures())
                    (Field::new(reader, &typed, "refunded_on", "date").date())
                }
                (means_choice(reader, &typed))
                (Field::new(reader, &typed, "note", "note-optional").text())
                div.buttons { button.button { (reader.t("credit-refund")) } }
            }
        }
    }
}

fn use_form(seen: &Seen, of: &InFund, reader: Reader, fields: &Fields) -> Markup {
    let action = addressed(seen, of, "use");
    let open = typed_into(fields, &action).is_some();
    let typed = own_fields(fields, &action, Fields::default().with("paid_on", seen.today.to_string()));
    let loans: Vec<(String, String)> = of.loans.iter().map(|loan| (loan.id.to_string(), loans::pages::name(reader, loan))).collect();
    html! {
        @if !loans.is_empty() { details open[open] {
            summary { (reader.t("credit-use")) }
            form method="post" action=(action) {
                (form_field(&action))
                (key_field(&typed))
                input type="hidden" name="fund" value=(of.fund.id);
                (Field::new(reader, &typed, "loan", "credit-use-on").select(&loans))
                div.pair {
                    (Field::new(reader, &typed, "amount", "credit-amount").figures())
                    (Field::new(reader, &typed, "paid_on", "date").date())
                }
                div.buttons { button.button.quiet { (reader.t("credit-use")) } }
            }
        } }
    }
}

/// The fund of a form on the member's page.
async fn fund_of(app: &App, signed_in: &SignedIn, member: MemberId, fields: &Fields) -> Result<(Fund, Association), Error> {
    let member = members::see(app, &signed_in.0, member).await?;
    signed_in.0.check(Action::ManageLoans, Some(member.association_id))?;
    let id = fields.get("fund").parse::<Uuid>().map(FundId).map_err(|_| Refusal::invalid("fund", "choice-missing"))?;
    funds::see(app, &signed_in.0, id, Action::ManageLoans).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn refund(State(app): State<App>, signed_in: SignedIn, Path(id): Path<MemberId>, fields: Fields) -> Result<Response, Error> {
    let (fund, association) = fund_of(&app, &signed_in, id, &fields).await?;
    let mut fields = sent_to(fields, &format!("/members/{id}/credit/refund?fund={}", fund.id));
    let style = signed_in.reader().in_country(&association.country).style;
    let new = NewRefund {
        fund: fund.id,
        member: id,
        amount_minor: fields.money("amount", fund.unit, style),
        refunded_on: fields.date("refunded_on"),
        payment_method: fields.choice("payment_method", PaymentMethod::of_money, PaymentMethod::Cash),
        note: fields.note("note"),
    };
    let doing = use_credit::refund(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, |voucher| format!("/credit-uses/{voucher}"), async |fields| credit_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn use_on_loan(State(app): State<App>, signed_in: SignedIn, Path(id): Path<MemberId>, fields: Fields) -> Result<Response, Error> {
    let (fund, association) = fund_of(&app, &signed_in, id, &fields).await?;
    let mut fields = sent_to(fields, &format!("/members/{id}/credit/use?fund={}", fund.id));
    let style = signed_in.reader().in_country(&association.country).style;
    let loan = fields.choice("loan", |typed| typed.parse::<Uuid>().ok().map(LoanId), LoanId(Uuid::nil()));
    let new = NewUse { loan, amount_minor: fields.money("amount", fund.unit, style), paid_on: fields.date("paid_on") };
    let doing = use_credit::pay(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, |receipt| format!("/repayments/{receipt}"), async |fields| credit_page(&app, &signed_in, id, &fields).await).await
}

/// What the voucher is called.
pub(super) fn title(reader: Reader, row: &CreditUse) -> String {
    match row.voucher_no {
        Some(number) => reader.tf("voucher-number", &[("number", number.to_string().into())]),
        None => reader.t("credit-used"),
    }
}

/// # Errors
/// `not-found`.
pub async fn show_voucher(State(app): State<App>, signed_in: SignedIn, Path(id): Path<Uuid>) -> Result<Markup, Error> {
    voucher_page(&app, &signed_in, id, &Fields::default()).await
}

async fn voucher_page(app: &App, signed_in: &SignedIn, id: Uuid, fields: &Fields) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let row = super::see(app, by, id).await?;
    let association = associations::see(app, by, row.association_id, Action::SeeFund).await?;
    let fund = funds::find(app.db.read(), row.fund_id).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let member = members::find(app.db.read(), row.member_id).await?;
    let given_by = sessions::find(app.db.read(), row.recorded_by).await.map(|user| user.name).unwrap_or_default();
    let booked = journal::entries_from(app.db.read(), row.id).await?;
    let check = booked.first().map(|written| check_code(&written.entry.hash)).unwrap_or_default();
    let telling = history::Telling { reader, by, association: association.id, time_zone: &association.time_zone, unit: fund.unit };
    let told = history::part(app, &telling, id).await?;
    let title = title(reader, &row);
    let undone = row.reversed_at.is_some();
    let offered = by.may(Action::ManageLoans, Some(association.id)) && !undone && row.repayment_id.is_none();
    let undo = Undo { action: format!("/credit-uses/{id}/undo"), open: "voucher-wrong", hint: "credit-undo-hint", button: "voucher-reverse" };
    let body = html! {
        (back(&format!("/members/{}/credit", row.member_id), &reader.t("credit-page")))
        article.receipt.half {
            h1 { (title) }
            p.hint { (association.name) " · " (fund.name) }
            @if undone { div.notice.bad { b { (reader.t("reversed")) } ": " (row.reversal_reason.as_deref().unwrap_or_default()) } }
            span.amount.void[undone] { (reader.money(row.amount_minor, fund.unit)) }
            p { (reader.words(row.amount_minor, fund.unit)) }
            dl.facts {
                dt { (reader.t("voucher-paid-to")) } dd { (member.name) }
                dt { (reader.t("voucher-for")) } dd { (reader.t("credit-voucher-for")) }
                dt { (reader.t("date")) } dd { (reader.date(row.used_on)) }
                dt { (reader.t("payment-method")) } dd { (reader.of("payment-method", row.payment_method.code())) }
                @if !given_by.is_empty() { dt { (reader.t("voucher-given-by")) } dd { (given_by) } }
                @if !row.note.is_empty() { dt { (reader.t("note")) } dd { (row.note) } }
            }
            @if !check.is_empty() { p.hint { (reader.t("check-code")) " " code { (check) } } }
            div.signs { span { (reader.t("signs-receives")) br; (member.name) } span { (reader.t("signs-gives")) } }
        }
        div.buttons.no-print { a.button href=(format!("/credit-uses/{id}/voucher.pdf")) { (reader.t("print")) " PDF" } }
        (told)
        @if offered { div.buttons.no-print { a.button.quiet href=(format!("/credit-uses/{id}/correct")) { (reader.t("correct")) } } }
        (undo.part(reader, fields, offered))
    };
    let heading = funds::heading(app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Members, &title, body))
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Path(id): Path<Uuid>, mut fields: Fields) -> Result<Response, Error> {
    let row = super::see(&app, &signed_in.0, id).await?;
    signed_in.0.check(Action::ManageLoans, Some(row.association_id))?;
    let order = Order::new(id, fields.text("reason"));
    let doing = put_right::undo(&app, &signed_in.0, fields.key(), order);
    let to = |answer: crate::features::corrections::Answer<Uuid>| answer.page(|id| format!("/credit-uses/{id}"));
    form::answer(doing, fields, to, async |fields| voucher_page(&app, &signed_in, id, &fields).await).await
}
