//! The page that records a repayment: how much, how, when, and how it will be applied. Only what was shown is recorded: where
//! the figures changed in between, they are shown again first.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::pages::applied_part;
use super::preview::{Preview, Proposals, kind_of, preview, proposals};
use super::record::{NewRepayment, Payer, record_of};
use super::{quality_part, store};
use crate::app::App;
use crate::domain::amount::filled;
use crate::domain::ids::{LoanId, MemberId};
use crate::domain::loan::{LoanStatus, PaymentMethod};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::features::funds;
use crate::features::loans::{self, LoanAccount};
use crate::features::members::{self, pick};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, field_refusal, form_refusals, how, key_field, means_choice};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const FIELDS: [&str; 9] = ["amount", "paid_on", "payment_method", "note", "as_credit", "payer", "germination", "quality", "confirmed"];

struct Form {
    held: LoanAccount,
    association: Association,
    today: NaiveDate,
    reader: Reader,
    /// Whether the loan is already paid, so that the money becomes the member's credit.
    paid_off: bool,
}

async fn form(app: &App, signed_in: &SignedIn, id: LoanId) -> Result<Form, Error> {
    let held = loans::see(app, &signed_in.0, id).await?;
    let association = associations::see(app, &signed_in.0, held.loan.association_id, Action::RecordRepayments).await?;
    held.check_lent()?;
    let reader = signed_in.reader().in_country(&association.country).counting(held.unit);
    let paid_off = held.status() == LoanStatus::Closed;
    Ok(Form { today: app.clock.today(&association.time_zone), held, association, reader, paid_off })
}

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, uri: Uri) -> Result<Markup, Error> {
    let form = form(&app, &signed_in, id).await?;
    let mut fields = Fields::default().with("paid_on", form.today.to_string()).with("payment_method", PaymentMethod::Cash.code());
    // A called guarantor pays their part.
    let asked = Fields::from_query(&uri);
    if let Ok(payer) = asked.get("payer").parse::<MemberId>() {
        fields.add("payer", pick::suggestion(&members::see(&app, &signed_in.0, payer).await?));
    }
    if let Ok(minor) = asked.get("amount").parse::<i64>() {
        fields.add("choice", "other".to_owned());
        fields.add("amount", filled(minor, form.held.unit, form.reader.style));
    }
    repay_page(&app, &signed_in, &form, &fields, false).await
}

/// The proposals for a day, or for the first possible day.
fn proposed(form: &Form, fields: &Fields) -> Result<Proposals, Error> {
    let typed = crate::domain::calendar::read(fields.get("paid_on")).unwrap_or(form.today);
    let on = typed.clamp(form.held.loan.disbursed_on, form.today.max(form.held.loan.disbursed_on));
    proposals(&form.held, on, in_cash(fields))
}

fn in_cash(fields: &Fields) -> bool {
    PaymentMethod::of_money(fields.get("payment_method")).unwrap_or(PaymentMethod::Cash) == PaymentMethod::Cash
}

/// The chosen proposal, or the best one: what is overdue, else the next installment, else all; another amount where nothing is
/// owed.
fn chosen(fields: &Fields, proposals: &Proposals) -> &'static str {
    match (fields.get("choice"), proposals.due, proposals.with_next) {
        ("other", _, _) => "other",
        ("all", _, _) if proposals.settle.is_some() => "all",
        ("next", _, Some(_)) => "next",
        (_, Some(_), _) => "due",
        (_, None, Some(_)) => "next",
        (_, None, None) if proposals.settle.is_some() => "all",
        (_, None, None) => "other",
    }
}

fn read(fields: &mut Fields, form: &Form) -> Result<NewRepayment, Error> {
    let proposals = proposed(form, fields)?;
    let choice = chosen(fields, &proposals);
    let amount_minor = match choice {
        "due" => proposals.due.unwrap_or(0),
        "next" => proposals.with_next.map_or(0, |(_, amount)| amount),
        "all" => proposals.settle.unwrap_or(0),
        _ => fields.money("amount", form.held.unit, form.reader.style),
    };
    Ok(NewRepayment {
        loan: form.held.loan.id,
        paid_on: fields.date("paid_on"),
        amount_minor,
        kind: kind_of(choice == "all"),
        payment_method: fields.choice("payment_method", PaymentMethod::of_money, PaymentMethod::Cash),
        note: fields.note("note"),
        quality: quality_part::read(fields, form.held.unit),
        as_credit: fields.flag("as_credit"),
        confirmed: fields.flag("confirmed"),
    })
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, mut fields: Fields) -> Result<Response, Error> {
    let form = form(&app, &signed_in, id).await?;
    if let Some(receipt) = store::made_with(app.db.read(), fields.key(), &signed_in.0).await? {
        return Ok(Redirect::to(&format!("/repayments/{receipt}")).into_response());
    }
    let new = read(&mut fields, &form)?;
    let payer = payer(&app, &form, &mut fields).await?;
    let only_looking = fields.flag("preview");
    if only_looking && fields.get("amount").is_empty() {
        // Nothing was typed yet, so no refusal is shown.
        fields.refusals.retain(|refusal| refusal.field != "amount");
        if chosen(&fields, &proposed(&form, &fields)?) == "other" {
            return Ok(repay_page(&app, &signed_in, &form, &fields, false).await?.into_response());
        }
    }
    let outcome = match fields.checked() {
        Ok(()) => preview(&form.held, &new, form.today),
        Err(error) => Err(error),
    };
    let refused = match outcome {
        Ok(preview) if !only_looking && fields.get("shown") == shown(&new, &preview) => {
            match record_of(&app, &signed_in.0, fields.key(), new, payer).await {
                Ok(receipt) => return Ok(Redirect::to(&format!("/repayments/{receipt}")).into_response()),
                Err(error) => error,
            }
        }
        Ok(_) => return Ok(repay_page(&app, &signed_in, &form, &fields, !only_looking).await?.into_response()),
        Err(error) => error,
    };
    form::refused(refused, fields, async |fields| repay_page(&app, &signed_in, &form, &fields, false).await).await
}

/// The payer, where it is not the debtor: a member where one is named, else a name.
async fn payer(app: &App, form: &Form, fields: &mut Fields) -> Result<Option<Payer>, Error> {
    if fields.get("payer").is_empty() {
        return Ok(None);
    }
    let all = members::all(app.db.read(), form.held.loan.association_id).await?;
    let member = match pick::picked(&all, fields.get("payer")) {
        Ok(member) => Some(member),
        Err(refusal) if refusal.code == "member-ambiguous" => return Err(refusal.at("payer").into()),
        // Anybody may pay, member or not.
        Err(_) => None,
    };
    Ok(Some(Payer { member, name: fields.text("payer") }))
}

/// A text of what the page showed, to compare it when the form is sent: the amount, the day, and every part of the split.
fn shown(new: &NewRepayment, preview: &Preview) -> String {
    let split = preview.split;
    let rounding = split.rounding.total();
    let parts = [new.amount_minor, split.late_fee, split.interest, split.principal, split.credit, split.forgiven, rounding, preview.left];
    format!("{} {} {parts:?}", new.paid_on, new.kind.code())
}

async fn repay_page(app: &App, signed_in: &SignedIn, form: &Form, fields: &Fields, changed: bool) -> Result<Markup, Error> {
    let (reader, held) = (form.reader, &form.held);
    let member = members::find(app.db.read(), held.loan.member_id).await?;
    let position = held.position(form.today.max(held.loan.disbursed_on))?;
    let open = position.installments.iter().filter(|row| row.open()).count();
    let fund = funds::find(app.db.read(), held.loan.fund_id).await?;
    let body = html! {
        (back("/", &reader.t("nav-today")))
        h1 { (reader.tf("repayment-of", &[("name", (&member.name).into())])) }
        p.hint {
            (loans::pages::name(reader, &held.loan)) " · "
            @if !form.paid_off { (reader.tf("owes-in-installments", &[("amount", reader.money(position.unpaid(), held.unit).into()), ("count", open.into())])) " " }
            a href=(format!("/loans/{}", held.loan.id)) { (reader.t("see-loan")) }
        }
        @if form.paid_off { p.notice.warn { (reader.t("repayment-paid-off")) } }
        @if changed { p.notice.warn role="alert" { (reader.t("repayment-look-again")) } }
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(format!("/loans/{}/repay", held.loan.id)) data-preview="1" {
            (key_field(fields))
            (amounts(form, fields)?)
            (means_choice(reader, fields))
            div data-previewed="1" { (Field::new(reader, fields, "paid_on", "repayment-date").hint("repayment-date-hint").date()) }
            (quality_part::fields_part(reader, fields, held.unit))
            (Field::new(reader, fields, "note", "note-optional").text())
            details open[!fields.get("payer").is_empty()] {
                summary { (reader.t("repayment-payer")) }
                (Field::new(reader, fields, "payer", "repayment-payer").hint("repayment-payer-hint").text())
            }
            @if form.paid_off { (Field::new(reader, fields, "as_credit", "repayment-as-credit").check()) }
            @if asked(fields) { (Field::new(reader, fields, "confirmed", "repayment-confirmed").check()) }
            (previewed(form, fields)?)
        }
    };
    let heading = funds::heading(app, reader, &signed_in.0, &form.association, Some(&fund)).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Home, &reader.t("record-repayment"), body))
}

/// Whether an unusual payment needs confirmation, or was confirmed.
fn asked(fields: &Fields) -> bool {
    fields.refusal("confirmed").is_some() || fields.flag("confirmed")
}

fn amounts(form: &Form, fields: &Fields) -> Result<Markup, Error> {
    let (reader, unit) = (form.reader, form.held.unit);
    let proposals = proposed(form, fields)?;
    let chosen = chosen(fields, &proposals);
    let mut choices: Vec<(&str, String, String, i64)> = Vec::new();
    if let (Some(due), Some((no, late))) = (proposals.due, proposals.due_since) {
        let (title, under) = match late {
            0 => (reader.t("pay-due-today"), reader.tf("installment-no-of", &[("no", no.to_string().into())])),
            late => (reader.t("pay-overdue"), reader.tf("pay-overdue-since", &[("no", no.to_string().into()), ("days", late.into())])),
        };
        choices.push(("due", title, under, due));
    }
    if let Some((no, amount)) = proposals.with_next.filter(|(_, amount)| Some(*amount) != proposals.settle || chosen == "next") {
        let key = match proposals.due_since.filter(|_| proposals.due.is_some()) {
            Some((_, 0)) => "pay-today-and-next",
            Some(_) => "pay-due-and-next",
            None => "pay-next",
        };
        choices.push(("next", reader.tf(key, &[("no", no.to_string().into())]), String::new(), amount));
    }
    let saves = match proposals.payoff.forgiven {
        0 => String::new(),
        forgiven => reader.tf("pay-all-forgives", &[("amount", reader.money(forgiven, unit).into())]),
    };
    if let Some(all) = proposals.settle.filter(|all| proposals.due != Some(*all) || chosen == "all") {
        choices.push(("all", reader.t("pay-all"), saves, all));
    }
    Ok(html! {
        fieldset data-previewed="1" {
            legend { (reader.t("how-much")) }
            @if proposals.rounded { p.hint { (reader.tf("pay-cash-rounded", &[("step", reader.money(form.held.loan.cash_step_minor, unit).into())])) } }
            @for (value, title, under, amount) in &choices {
                label.choice {
                    input type="radio" name="choice" value=(value) checked[chosen == *value];
                    span { (title) @if !under.is_empty() { br; small.hint { (under) } } }
                    span.amount { (reader.money(*amount, unit)) }
                }
            }
            label.choice { input type="radio" name="choice" value="other" checked[chosen == "other"]; span { (reader.t("pay-other")) } span {} }
            div id="amount-says" { (field_refusal(reader, fields, "amount")) }
            input.text id="amount" name="amount" value=(fields.get("amount")) inputmode="decimal" autocomplete="off" aria-label=(reader.t("pay-other-amount"))
                placeholder=(reader.t("pay-other-amount")) aria-invalid=[fields.refusal("amount").map(|_| "true")] aria-describedby="amount-says";
        }
    })
}

/// How the present choice would be applied, with the button that records exactly that.
fn previewed(form: &Form, fields: &Fields) -> Result<Markup, Error> {
    let (reader, unit) = (form.reader, form.held.unit);
    let mut typed = fields.clone();
    typed.refusals.clear();
    // The preview shows the credit before it is confirmed.
    let new = NewRepayment { as_credit: true, ..read(&mut typed, form)? };
    let outcome = match typed.checked() {
        Ok(()) => preview(&form.held, &new, form.today),
        Err(error) => Err(error),
    };
    let Ok(applied) = outcome else {
        return Ok(html! { div data-previewed="1" { div.buttons { button.button { (reader.t("repayment-show")) } } } });
    };
    Ok(html! {
        div data-previewed="1" {
            @if form.paid_off { p { (reader.tf("repayment-to-credit", &[("amount", reader.money(applied.to_credit, unit).into())])) } }
            @else { (applied_part(reader, &applied, unit, "applied-preview")) (how(reader, "reparto")) }
            input type="hidden" name="shown" value=(shown(&new, &applied));
            div.buttons {
                button.button { (reader.tf("repayment-record", &[("amount", reader.money(new.amount_minor, unit).into())])) }
                noscript { button.button.quiet name="preview" value="1" { (reader.t("repayment-show")) } }
            }
            p.hint { (reader.words(new.amount_minor, unit)) "." }
        }
    })
}
