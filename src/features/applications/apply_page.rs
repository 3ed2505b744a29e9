//! The form to apply for a loan: short enough for a phone. It shows the schedule, its cost and the requirements before
//! anything is recorded.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use maud::{Markup, html};
use uuid::Uuid;

use super::apply::{NewApplication, apply, check_own};
use super::assess::{Asked, Assessment, assess};
use super::{Application, correct, named, parts, see, terms};
use crate::app::App;
use crate::domain::amount::filled;
use crate::domain::calendar::Period;
use crate::domain::ids::{ApplicationId, FundId, MemberId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::rules::FundRules;
use crate::domain::schedule::{Method, Terms};
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::corrections::Order;
use crate::features::funds::{self, Fund, cycles};
use crate::features::members::{self, Member, pick};
use crate::features::solidarity::guarantors_part;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const FIELDS: [&str; 9] = ["amount", "purpose", "method", "installments", "first_due_on", "wanted_on", "harvest_on", "guarantor", "reason"];
const METHODS: [Method; 4] = [Method::Bullet, Method::EqualPrincipal, Method::EqualInstallment, Method::Flat];

/// The fund and the reader of the form.
struct Form {
    fund: Fund,
    association: Association,
    member: Member,
    rules: FundRules,
    all: Vec<Member>,
    reader: Reader,
    today: NaiveDate,
    /// The application to correct, if any.
    of: Option<Application>,
    /// Whether the reader may see members. Other readers type the guarantors' names.
    sees: bool,
}

async fn open(app: &App, signed_in: &SignedIn, fund: FundId, member: MemberId, of: Option<Application>) -> Result<Form, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(app, by, fund, Action::ApplyForLoans).await?;
    check_own(app, by, member).await?;
    let member = members::see(app, by, member).await?;
    if member.association_id != association.id {
        return Err(Refusal::not_found().into());
    }
    let today = app.clock.today(&association.time_zone);
    let rules = funds::rules_on(app.db.read(), fund.id, today).await?;
    let all = members::all(app.db.read(), association.id).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let sees = by.may(Action::SeeMembers, Some(association.id));
    Ok(Form { fund, association, member, rules, all, reader, today, of, sees })
}

/// The member who asks; the reader, where the address names none.
fn asked_member(signed_in: &SignedIn, fields: &Fields) -> Result<MemberId, Error> {
    let typed = fields.get("member").parse::<Uuid>().ok().map(MemberId);
    let own = signed_in.0.member().map(|(_, own)| own);
    Ok(typed.or(own).ok_or_else(|| Refusal::invalid("member", "choice-missing"))?)
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    funds::see(&app, &signed_in.0, id, Action::ApplyForLoans).await?;
    let asked = Fields::from_query(&uri);
    if let Ok(of) = asked.get("again").parse().map(ApplicationId) {
        return show_again(&app, &signed_in, see(&app, &signed_in.0, of).await?).await;
    }
    let member = asked_member(&signed_in, &asked)?;
    let form = open(&app, &signed_in, id, member, None).await?;
    let (_, next) = cycles::around(&funds::cycles(app.db.read(), id).await?, form.today);
    let harvest = next.starts_on.pred_opt().unwrap_or(next.starts_on);
    let fields = Fields::default()
        .with("method", form.rules.method.code())
        .with("installments", "1")
        .with("every", "1")
        .with("step", Period::Month.code())
        .with("first_due_on", harvest.to_string())
        .with("wanted_on", form.today.to_string());
    form_page(&app, &signed_in, &form, &fields, None).await
}

/// What was over is asked for again: everything as it was typed, worked out by the rules of today. A day that has passed is
/// today, and a first payment that has is the end of the cycle's.
async fn show_again(app: &App, signed_in: &SignedIn, of: Application) -> Result<Markup, Error> {
    let form = open(app, signed_in, of.fund_id, of.member_id, None).await?;
    let asked = terms(&of)?;
    let first_due_on = if asked.first_due_on < form.today {
        let (_, next) = cycles::around(&funds::cycles(app.db.read(), of.fund_id).await?, form.today);
        next.starts_on.pred_opt().unwrap_or(next.starts_on)
    } else {
        asked.first_due_on
    };
    let harvest_on = of.harvest_on.filter(|on| *on >= form.today);
    let typed = as_asked(&form, &Application { harvest_on, ..of.clone() })?;
    let mut fields = Fields::default()
        .with("again", of.id.to_string())
        .with("wanted_on", asked.disbursed_on.max(form.today).to_string())
        .with("first_due_on", first_due_on.to_string());
    fields.extend(typed);
    let new = read(&mut fields, &form);
    let assessed = match fields.checked() {
        Ok(()) => {
            let asked = Asked { member: form.member.id, terms: &new.terms, named: &new.named, of: None };
            assess(app.db.read(), &form.fund, &asked, form.today).await.ok()
        }
        Err(_) => None,
    };
    form_page(app, signed_in, &form, &fields, assessed.as_ref()).await
}

/// The fields with what an application asks for.
fn as_asked(form: &Form, row: &Application) -> Result<Fields, Error> {
    let (terms, who) = (terms(row)?, named(row)?);
    let mut fields = Fields::default()
        .with("amount", filled(terms.principal, form.fund.unit, form.reader.style))
        .with("purpose", row.purpose.clone())
        .with("method", terms.method.code())
        .with("installments", terms.installments.to_string())
        .with("every", terms.every.to_string())
        .with("step", terms.unit.code())
        .with("first_due_on", terms.first_due_on.to_string())
        .with("wanted_on", terms.disbursed_on.to_string())
        .with("harvest_on", row.harvest_on.map(|on| on.to_string()).unwrap_or_default());
    let people = form.all.iter().filter(|member| who.guarantors.contains(&member.id));
    for (name, member) in guarantors_part::NAMED.iter().zip(people) {
        fields.add(name, if form.sees { pick::suggestion(member) } else { member.name.clone() });
    }
    Ok(if who.by_group { fields.with("by_group", "1") } else { fields })
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show_correct(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ApplicationId>) -> Result<Markup, Error> {
    let row = see(&app, &signed_in.0, id).await?;
    let form = open(&app, &signed_in, row.fund_id, row.member_id, Some(row.clone())).await?;
    let fields = as_asked(&form, &row)?;
    form_page(&app, &signed_in, &form, &fields, None).await
}

fn read(fields: &mut Fields, form: &Form) -> NewApplication {
    let method = fields.choice("method", Method::parse, Method::Bullet);
    let bullet = method == Method::Bullet;
    let installments = if bullet { 1 } else { fields.number("installments", 1..=600) };
    let every = if fields.get("every").is_empty() { 1 } else { fields.number("every", 1..=120) };
    let terms = Terms {
        method,
        principal: fields.money("amount", form.fund.unit, form.reader.style),
        disbursed_on: fields.date("wanted_on"),
        installments: u32::try_from(installments).unwrap_or(1),
        first_due_on: fields.date("first_due_on"),
        every: u32::try_from(every).unwrap_or(1),
        unit: if fields.get("step").is_empty() { Period::Month } else { fields.choice("step", Period::parse, Period::Month) },
        rate_ppm: form.rules.rate.ppm,
        rate_per: form.rules.rate.per,
        day_count: form.rules.day_count,
        grace_principal: 0,
        grace_interest: 0,
        rounding_step: form.rules.rounding_step_minor,
        custom: Vec::new(),
    };
    let (purpose, harvest_on) = (fields.text("purpose"), fields.maybe_date("harvest_on"));
    let named = guarantors_part::read_named(fields, &form.all, form.sees);
    let again_of = fields.get("again").parse().ok().map(ApplicationId);
    NewApplication { fund: form.fund.id, member: form.member.id, purpose, harvest_on, terms, named, again_of }
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, fields: Fields) -> Result<Response, Error> {
    funds::see(&app, &signed_in.0, id, Action::ApplyForLoans).await?;
    let member = asked_member(&signed_in, &fields)?;
    let form = open(&app, &signed_in, id, member, None).await?;
    send(&app, &signed_in, &form, fields).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn save(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ApplicationId>, fields: Fields) -> Result<Response, Error> {
    let row = see(&app, &signed_in.0, id).await?;
    let form = open(&app, &signed_in, row.fund_id, row.member_id, Some(row)).await?;
    send(&app, &signed_in, &form, fields).await
}

/// Shows the schedule, cost and requirements first, unless they were shown already; then records.
async fn send(app: &App, signed_in: &SignedIn, form: &Form, mut fields: Fields) -> Result<Response, Error> {
    let new = read(&mut fields, form);
    let reason = if form.of.is_some() { Some(fields.text("reason")) } else { None };
    let outcome = match fields.checked() {
        Ok(()) => sent(app, signed_in, form, &fields, new, reason).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(Sent::Recorded(id)) => Ok(Redirect::to(&format!("/applications/{id}")).into_response()),
        Ok(Sent::Shown(assessed)) => Ok(form_page(app, signed_in, form, &fields, Some(&assessed)).await?.into_response()),
        Err(error) => form::refused(error, fields, async |fields| form_page(app, signed_in, form, &fields.renamed(&RENAMED), None).await).await,
    }
}

enum Sent {
    Recorded(ApplicationId),
    Shown(Box<Assessment>),
}

async fn sent(
    app: &App,
    signed_in: &SignedIn,
    form: &Form,
    fields: &Fields,
    new: NewApplication,
    reason: Option<crate::domain::text::Line>,
) -> Result<Sent, Error> {
    let asked = Asked { member: form.member.id, terms: &new.terms, named: &new.named, of: None };
    let assessed = assess(app.db.read(), &form.fund, &asked, form.today).await?;
    if fields.get("shown") != shown(&assessed) {
        return Ok(Sent::Shown(Box::new(assessed)));
    }
    let (by, key) = (&signed_in.0, fields.key());
    let id = match (&form.of, reason) {
        (Some(row), Some(reason)) => correct(app, by, key, Order::new((row.id, new), reason)).await?,
        _ => apply(app, by, key, new).await?,
    };
    Ok(Sent::Recorded(id))
}

/// A fingerprint of what the reader was shown, so that exactly this is recorded.
fn shown(assessed: &Assessment) -> String {
    let (first, last) = (assessed.schedule.first(), assessed.schedule.last());
    let day = |row: Option<&crate::domain::schedule::Installment>| row.map(|row| row.due_on.to_string()).unwrap_or_default();
    format!("{}|{}|{}|{}|{}", assessed.terms.principal, assessed.schedule.len(), assessed.total_minor(), day(first), day(last))
}

/// What the rule book calls otherwise than the form.
const RENAMED: [(&str, &str); 2] = [("principal", "amount"), ("disbursed_on", "wanted_on")];

async fn form_page(app: &App, signed_in: &SignedIn, form: &Form, fields: &Fields, assessed: Option<&Assessment>) -> Result<Markup, Error> {
    let (reader, by) = (form.reader, &signed_in.0);
    let own = by.member().is_some_and(|(_, own)| own == form.member.id);
    let action = match &form.of {
        Some(row) => format!("/applications/{}/correct", row.id),
        None => format!("/funds/{}/applications", form.fund.id),
    };
    let title = reader.t(if form.of.is_some() { "application-correct" } else { "application-new" });
    let up = if own { "/".to_owned() } else { format!("/members/{}", form.member.id) };
    let body = html! {
        (back(&up, &form.member.name))
        h1 { @if own { (title) } @else { (title) " · " (form.member.name) } }
        p.hint { (form.fund.name) }
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(format!("{action}#cuotas")) {
            (key_field(fields))
            input type="hidden" name="member" value=(form.member.id);
            @if fields.has("again") { input type="hidden" name="again" value=(fields.get("again")); }
            (asked_fields(reader, form, fields))
            @if form.of.is_some() { (Field::new(reader, fields, "reason", "reason").text()) }
            @if let Some(assessed) = assessed {
                section.answer id="cuotas" { span.words { (reader.t("would-pay")) } (parts::plan(reader, &form.fund, assessed)) }
                details { summary { (reader.t("see-installments")) } (parts::schedule(reader, &form.fund, assessed)) }
                (parts::requirements(reader, assessed, form.sees))
                input type="hidden" name="shown" value=(shown(assessed));
                div.buttons {
                    button.button { (reader.tf("application-send", &[("amount", reader.money(assessed.terms.principal, form.fund.unit).into())])) }
                    button.button.quiet name="shown" value="" { (reader.t("application-look-again")) }
                }
            } @else {
                div.buttons { button.button { (reader.t("application-look")) } }
            }
        }
        @if form.sees { (pick::suggestions(&form.all)) }
    };
    let heading = funds::heading(app, reader, by, &form.association, Some(&form.fund)).await?;
    Ok(page(reader, by, &heading, if own { Place::Home } else { Place::Members }, &title, body))
}

fn asked_fields(reader: Reader, form: &Form, fields: &Fields) -> Markup {
    let options =
        |stem: &str, codes: &[&str]| -> Vec<(String, String)> { codes.iter().map(|code| ((*code).to_owned(), reader.of(stem, code))).collect() };
    let credit = &form.rules.credit;
    html! {
        (Field::new(reader, fields, "amount", "application-amount").figures())
        @if credit.member_most_minor > 0 { p.hint { (reader.tf("application-most", &[("amount", reader.money(credit.member_most_minor, form.fund.unit).into())])) } }
        (Field::new(reader, fields, "purpose", "loan-purpose").hint("loan-purpose-hint").text())
        (Field::new(reader, fields, "method", "application-method").select(&options("method", &METHODS.map(Method::code))))
        div.pair {
            (Field::new(reader, fields, "first_due_on", "application-first-due").date())
            (Field::new(reader, fields, "installments", "loan-installments").figures())
        }
        details open[fields.refusal("wanted_on").is_some() || fields.refusal("harvest_on").is_some()] {
            summary { (reader.t("application-more")) }
            div.pair {
                (Field::new(reader, fields, "every", "loan-every").figures())
                (Field::new(reader, fields, "step", "loan-step").select(&options("step", &Period::OFFERED.map(Period::code))))
                (Field::new(reader, fields, "wanted_on", "application-wanted").date())
                (Field::new(reader, fields, "harvest_on", "application-harvest").date())
            }
        }
        (guarantors_part::name_fields(reader, fields, credit.guarantors, form.sees))
    }
}
