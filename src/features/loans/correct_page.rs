//! The form that corrects a loan: the form of a new one, filled in with the wrong one's terms.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::bounds_part::{allowance_fields, read_allowance};
use super::new_page::{FIELDS, Form, RENAMED, form, read, schedule, terms_fields};
use super::put_right::{self, Right};
use super::{LoanAccount, pages, see};
use crate::app::App;
use crate::domain::amount::filled;
use crate::domain::ids::LoanId;
use crate::domain::rate::percent;
use crate::domain::schedule::{Terms, build};
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::{funds, members};
use crate::web::fields::Fields;
use crate::web::form as answering;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, means_choice};
use crate::web::signed_in::SignedIn;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>) -> Result<Markup, Error> {
    let held = see(&app, &signed_in.0, id).await?;
    let form = form(&app, &signed_in, held.loan.fund_id).await?;
    let terms = &held.contract.terms;
    let grace = |installments: u32| if installments == 0 { String::new() } else { installments.to_string() };
    let fields = Fields::default()
        .with("member", held.loan.member_id.to_string())
        .with("amount", filled(terms.principal, held.unit, form.reader.style))
        .with("purpose", held.loan.purpose.clone())
        .with("method", terms.method.code())
        .with("installments", terms.installments.to_string())
        .with("first_due_on", terms.first_due_on.to_string())
        .with("every", terms.every.to_string())
        .with("step", terms.unit.code())
        .with("rate", percent(terms.rate_ppm))
        .with("rate_per", terms.rate_per.code())
        .with("grace_principal", grace(terms.grace_principal))
        .with("grace_interest", grace(terms.grace_interest))
        .with("disbursed_on", terms.disbursed_on.to_string())
        .with("payment_method", held.loan.payment_method.code());
    form_page(&app, &signed_in, &form, &held, &fields, None).await
}

async fn form_page(
    app: &App,
    signed_in: &SignedIn,
    form: &Form,
    held: &LoanAccount,
    fields: &Fields,
    terms: Option<&Terms>,
) -> Result<Markup, Error> {
    let (reader, loan) = (form.reader, &held.loan);
    let people = members::all(app.db.read(), form.association.id).await?;
    let people: Vec<(String, String)> =
        people.into_iter().map(|member| (member.id.to_string(), format!("{} · {}", member.number, member.name))).collect();
    let action = format!("/loans/{}/correct", loan.id);
    let body = html! {
        (back(&format!("/loans/{}", loan.id), &pages::name(reader, loan)))
        h1 { (reader.t("loan-correct")) }
        p.hint { (reader.t("correct-hint")) }
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(format!("{action}#cuotas")) {
            (key_field(fields))
            (Field::new(reader, fields, "member", "loan-of").select(&people))
            (terms_fields(reader, fields, means_choice(reader, fields)))
            (allowance_fields(reader, fields))
            (Field::new(reader, fields, "reason", "reason").hint("correct-reason-hint").text())
            @if let Some(terms) = terms { (schedule(reader, form, terms)?) }
            div.buttons {
                button.button { (reader.t("correct-save")) }
                button.button.quiet name="preview" value="1" { (reader.t("loan-preview")) }
            }
        }
    };
    let heading = funds::heading(app, reader, &signed_in.0, &form.association, Some(&form.fund)).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Members, &reader.t("loan-correct"), body))
}

/// # Errors
/// What correcting refuses, except mistakes in the form, which are shown on it.
pub async fn correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, mut fields: Fields) -> Result<Response, Error> {
    let held = see(&app, &signed_in.0, id).await?;
    let form = form(&app, &signed_in, held.loan.fund_id).await?;
    let mut right = read(&mut fields, &form)?;
    let own = &held.contract.terms;
    if right.terms.disbursed_on == own.disbursed_on {
        // Terms without a field stay as they were.
        (right.terms.day_count, right.terms.rounding_step) = (own.day_count, own.rounding_step);
    }
    let (terms, allowance, looking) = (right.terms.clone(), read_allowance(&mut fields), fields.flag("preview"));
    let reason = if looking { Default::default() } else { fields.text("reason") };
    let order = Order::new(Right { wrong: id, right, allowance }, reason);
    let outcome = match fields.checked() {
        Ok(()) if looking => build(&terms).map(|_| None).map_err(Error::from),
        Ok(()) => put_right::correct(&app, &signed_in.0, fields.key(), order).await.map(Some),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(Some(answer)) => Ok(Redirect::to(&answer.page(|right| format!("/loans/{right}"))).into_response()),
        Ok(None) => Ok(form_page(&app, &signed_in, &form, &held, &fields, Some(&terms)).await?.into_response()),
        Err(error) => {
            answering::refused(error, fields, async |fields| form_page(&app, &signed_in, &form, &held, &fields.renamed(&RENAMED), None).await).await
        }
    }
}
