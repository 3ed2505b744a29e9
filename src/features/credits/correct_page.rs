//! The page on which a wrong refund of what was in a member's favour is corrected in one step.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use uuid::Uuid;

use super::CreditUse;
use super::put_right::{self, Right};
use super::use_credit::NewRefund;
use crate::app::App;
use crate::domain::amount::filled;
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::corrections::{Answer, Order};
use crate::features::funds::{self, Fund};
use crate::features::members;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, means_choice, submit};
use crate::web::signed_in::SignedIn;

const FIELDS: [&str; 5] = ["amount", "refunded_on", "payment_method", "note", "reason"];

struct Form {
    row: CreditUse,
    fund: Fund,
    association: Association,
}

async fn form(app: &App, signed_in: &SignedIn, id: Uuid) -> Result<Form, Error> {
    let row = super::see(app, &signed_in.0, id).await?;
    let (fund, association) = funds::see(app, &signed_in.0, row.fund_id, Action::ManageLoans).await?;
    Ok(Form { row, fund, association })
}

/// # Errors
/// `not-found`, `forbidden`, `payment-of-credit`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<Uuid>) -> Result<Markup, Error> {
    let form = form(&app, &signed_in, id).await?;
    let row = &form.row;
    if row.repayment_id.is_some() {
        return Err(Refusal::conflict("payment-of-credit").into());
    }
    let style = signed_in.reader().in_country(&form.association.country).style;
    let fields = Fields::default()
        .with("amount", filled(row.amount_minor, form.fund.unit, style))
        .with("refunded_on", row.used_on.to_string())
        .with("payment_method", row.payment_method.code())
        .with("note", row.note.clone());
    correct_page(&app, &signed_in, &form, &fields).await
}

async fn correct_page(app: &App, signed_in: &SignedIn, form: &Form, fields: &Fields) -> Result<Markup, Error> {
    let (row, by) = (&form.row, &signed_in.0);
    let reader = signed_in.reader().in_country(&form.association.country).counting(form.fund.unit);
    let member = members::find(app.db.read(), row.member_id).await?;
    let number = row.voucher_no.unwrap_or_default().to_string();
    let body = html! {
        (back(&format!("/credit-uses/{}", row.id), &reader.tf("voucher-number", &[("number", number.into())])))
        h1 { (reader.t("credit-correct")) }
        p.hint { (member.name) }
        p.hint { (reader.t("correct-hint")) }
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(format!("/credit-uses/{}/correct", row.id)) {
            (key_field(fields))
            (Field::new(reader, fields, "amount", "credit-amount").figures())
            (Field::new(reader, fields, "refunded_on", "date").date())
            (means_choice(reader, fields))
            (Field::new(reader, fields, "note", "note-optional").text())
            (Field::new(reader, fields, "reason", "reason").hint("correct-reason-hint").text())
            (submit(reader, "correct-save"))
        }
    };
    let heading = funds::heading(app, reader, by, &form.association, Some(&form.fund)).await?;
    Ok(page(reader, by, &heading, Place::Members, &reader.t("credit-correct"), body))
}

/// # Errors
/// What correcting refuses for another reason than what was typed.
pub async fn correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<Uuid>, mut fields: Fields) -> Result<Response, Error> {
    let form = form(&app, &signed_in, id).await?;
    let style = signed_in.reader().in_country(&form.association.country).style;
    let right = NewRefund {
        fund: form.fund.id,
        member: form.row.member_id,
        amount_minor: fields.money("amount", form.fund.unit, style),
        refunded_on: fields.date("refunded_on"),
        payment_method: fields.choice("payment_method", PaymentMethod::of_money, form.row.payment_method),
        note: fields.note("note"),
    };
    let order = Order::new(Right { wrong: id, right }, fields.text("reason"));
    let doing = put_right::correct(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<Uuid>| answer.page(|right| format!("/credit-uses/{right}"));
    form::answer(doing, fields, to, async |fields| correct_page(&app, &signed_in, &form, &fields).await).await
}
