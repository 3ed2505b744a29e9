//! The page that corrects a wrong repayment in one step: its amount, day, loan or method.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::preview::kind_of;
use super::put_right::{self, Right};
use super::record::NewRepayment;
use super::{quality_part, see};
use crate::app::App;
use crate::domain::amount::filled;
use crate::domain::event::PaymentKind;
use crate::domain::ids::{LoanId, RepaymentId};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::features::corrections::{Answer, Order};
use crate::features::loans::{self, LoanAccount, Repayment};
use crate::features::{funds, members};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, means_choice, submit};
use crate::web::signed_in::SignedIn;

const FIELDS: [&str; 8] = ["amount", "paid_on", "loan", "germination", "quality", "note", "as_credit", "reason"];

struct Form {
    row: Repayment,
    held: LoanAccount,
    association: Association,
}

async fn form(app: &App, signed_in: &SignedIn, id: RepaymentId) -> Result<Form, Error> {
    let (row, held) = see(app, &signed_in.0, id).await?;
    let association = associations::see(app, &signed_in.0, row.association_id, Action::RecordRepayments).await?;
    Ok(Form { row, held, association })
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<RepaymentId>) -> Result<Markup, Error> {
    let form = form(&app, &signed_in, id).await?;
    let style = signed_in.reader().in_country(&form.association.country).style;
    let row = &form.row;
    let fields = Fields::default()
        .with("amount", filled(row.amount_minor, form.held.unit, style))
        .with("paid_on", row.paid_on.to_string())
        .with("loan", form.held.loan.number.to_string())
        .with("payment_method", row.payment_method.code())
        .with("note", row.note.clone());
    let fields = if row.kind == PaymentKind::Settlement { fields.with("settles", "1") } else { fields };
    correct_page(&app, &signed_in, &form, &quality_part::with(fields, row)).await
}

async fn correct_page(app: &App, signed_in: &SignedIn, form: &Form, fields: &Fields) -> Result<Markup, Error> {
    let (id, number) = (form.row.id, form.row.receipt_no.to_string());
    let member = members::find(app.db.read(), form.row.member_id).await?;
    let fund = funds::find(app.db.read(), form.row.fund_id).await?;
    let (reader, by) = (signed_in.reader().in_country(&form.association.country).counting(fund.unit), &signed_in.0);
    let body = html! {
        (back(&format!("/repayments/{id}"), &reader.tf("receipt-number", &[("number", (&number).into())])))
        h1 { (reader.tf("repayment-correct", &[("number", (&number).into())])) }
        p.hint { (member.name) }
        p.hint { (reader.t("correct-hint")) }
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(format!("/repayments/{id}/correct")) {
            (key_field(fields))
            (Field::new(reader, fields, "amount", "amount").figures())
            (Field::new(reader, fields, "paid_on", "repayment-date").date())
            (Field::new(reader, fields, "loan", "repayment-loan-number").hint("repayment-loan-hint").figures())
            (means_choice(reader, fields))
            (Field::new(reader, fields, "settles", "repayment-settles").check())
            @if fields.refusal("as_credit").is_some() || fields.flag("as_credit") { (Field::new(reader, fields, "as_credit", "repayment-as-credit").check()) }
            (quality_part::fields_part(reader, fields, form.held.unit))
            (Field::new(reader, fields, "note", "note-optional").text())
            (Field::new(reader, fields, "reason", "reason").hint("correct-reason-hint").text())
            (submit(reader, "correct-save"))
        }
    };
    let heading = funds::heading(app, reader, by, &form.association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Home, &reader.t("correct"), body))
}

/// # Errors
/// What correcting refuses, except mistakes in the form, which are shown on it.
pub async fn correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<RepaymentId>, mut fields: Fields) -> Result<Response, Error> {
    let form = form(&app, &signed_in, id).await?;
    let style = signed_in.reader().in_country(&form.association.country).style;
    let number = fields.number("loan", 1..=i64::MAX);
    let right = NewRepayment {
        loan: form.held.loan.id,
        paid_on: fields.date("paid_on"),
        amount_minor: fields.money("amount", form.held.unit, style),
        kind: kind_of(fields.flag("settles")),
        payment_method: fields.choice("payment_method", PaymentMethod::of_money, form.row.payment_method),
        note: fields.note("note"),
        quality: quality_part::read(&mut fields, form.held.unit),
        as_credit: fields.flag("as_credit"),
        confirmed: true,
    };
    let (key, reason, by) = (fields.key(), fields.text("reason"), &signed_in.0);
    let doing = async {
        let loan = numbered(&app, &form, number).await?;
        put_right::correct(&app, by, key, Order::new(Right { wrong: id, right: NewRepayment { loan, ..right } }, reason)).await
    };
    let to = |answer: Answer<RepaymentId>| answer.page(|right| format!("/repayments/{right}"));
    form::answer(doing, fields, to, async |fields| correct_page(&app, &signed_in, &form, &fields).await).await
}

/// The fund's loan with this number.
async fn numbered(app: &App, form: &Form, number: i64) -> Result<LoanId, Error> {
    if number == form.held.loan.number {
        return Ok(form.held.loan.id);
    }
    let found = loans::with_number(app.db.read(), form.row.fund_id, number).await?;
    Ok(found.ok_or_else(|| Refusal::invalid("loan", "no-loan-numbered"))?.id)
}
