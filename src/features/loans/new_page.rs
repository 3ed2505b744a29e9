//! The form of a new loan, with its schedule shown before anything is recorded.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use maud::{Markup, html};
use uuid::Uuid;

use super::bounds::look;
use super::bounds_part::{allowance_fields, bounds_part, read_allowance};
use super::decide::{NewLoan, record};
use crate::app::App;
use crate::domain::calendar::{Period, stepped};
use crate::domain::ids::{FundId, MemberId};
use crate::domain::loan::PaymentMethod;
use crate::domain::rate::{Per, Rate, percent};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::schedule::{Method, Terms, build};
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund, Version, cycles, version_on};
use crate::features::members::{self, Member};
use crate::features::solidarity::guarantors_part;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::notice::Next;
use crate::web::parts::{Field, back, form_refusals, how, key_field, means_choice};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

pub(super) const FIELDS: [&str; 16] = [
    "amount",
    "purpose",
    "method",
    "installments",
    "first_due_on",
    "disbursed_on",
    "rate",
    "rate_per",
    "every",
    "step",
    "grace_principal",
    "grace_interest",
    "acta",
    "despite_arrears",
    "reason",
    "guarantor",
];
/// The fields that are collapsed, unless one of them is refused.
const FOLDED: [&str; 8] = ["first_due_on", "disbursed_on", "rate", "rate_per", "every", "step", "grace_principal", "grace_interest"];
/// The methods that a form offers; `custom` has its own dates and is recorded over JSON.
const METHODS: [Method; 4] = [Method::Bullet, Method::EqualPrincipal, Method::EqualInstallment, Method::Flat];

pub(super) struct Form {
    pub fund: Fund,
    pub association: Association,
    versions: Vec<Version>,
    cycles: Vec<funds::Cycle>,
    pub today: NaiveDate,
    pub reader: Reader,
}

pub(super) async fn form(app: &App, signed_in: &SignedIn, fund: FundId) -> Result<Form, Error> {
    let (fund, association) = funds::see(app, &signed_in.0, fund, Action::ManageLoans).await?;
    let today = app.clock.today(&association.time_zone);
    let versions = funds::versions(app.db.read(), fund.id).await?;
    let cycles = funds::cycles(app.db.read(), fund.id).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    Ok(Form { fund, association, versions, cycles, today, reader })
}

impl Form {
    fn version_on(&self, on: NaiveDate) -> Result<&Version, Error> {
        version_on(&self.versions, on)
    }

    /// A loan's first due date where none was typed: a bullet falls due at harvest, others one period after disbursement.
    fn first_due(&self, terms: &Terms) -> NaiveDate {
        if terms.method != Method::Bullet {
            return stepped(terms.disbursed_on, terms.unit, terms.every, 1);
        }
        let (_, next) = cycles::around(&self.cycles, terms.disbursed_on);
        next.starts_on.pred_opt().unwrap_or(next.starts_on)
    }

    /// The rules of the loan's own date, where their rate differs from the one that the form was shown with and the user did
    /// not change it: a loan recorded late follows the rules of its day.
    fn other_rate(&self, fields: &Fields, terms: &Terms) -> Result<Option<&Version>, Error> {
        let own = self.version_on(terms.disbursed_on)?;
        let shown = self.versions.iter().find(|version| version.version.to_string() == fields.get("rules_version"));
        let typed = Rate { ppm: terms.rate_ppm, per: terms.rate_per };
        Ok(shown.filter(|shown| shown.rules.rate == typed && own.rules.rate != typed).map(|_| own))
    }
}

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    let form = form(&app, &signed_in, id).await?;
    let asked = Fields::from_query(&uri);
    let Ok(member) = asked.get("member").parse::<Uuid>() else { return find_member(&app, &signed_in, &form, &asked).await };
    let member = members::see(&app, &signed_in.0, MemberId(member)).await?;
    let present = form.version_on(form.today)?;
    let fields = Fields::default()
        .with("member", member.id.to_string())
        .with("method", present.rules.method.code())
        .with("every", "1")
        .with("step", Period::Month.code())
        .with("rate", percent(present.rules.rate.ppm))
        .with("rate_per", present.rules.rate.per.code())
        .with("rules_version", present.version.to_string())
        .with("disbursed_on", form.today.to_string());
    form_page(&app, &signed_in, &form, &member, &fields, None).await
}

async fn find_member(app: &App, signed_in: &SignedIn, form: &Form, asked: &Fields) -> Result<Markup, Error> {
    let (reader, id) = (form.reader, form.fund.id);
    let bounds = look(app, &form.fund, None, 0, form.today).await?;
    let found = members::search(app.db.read(), form.fund.association, asked.get("q"), 50).await?;
    let rows: Vec<_> =
        found.iter().map(|member| members::pages::member_row(reader, member, format!("/funds/{id}/loans/new?member={}", member.id))).collect();
    let body = html! {
        (back(&format!("/funds/{id}/loans"), &reader.t("loans")))
        h1 { (reader.t("loan-whose")) }
        (bounds_part(reader, &form.fund, &bounds, false, None, form.today))
        (members::pages::search_form(reader, &format!("/funds/{id}/loans/new"), asked.get("q")))
        @if rows.is_empty() { p.notice { (reader.t("members-not-found")) } }
        (crate::web::parts::rows(&rows))
    };
    let heading = funds::heading(app, reader, &signed_in.0, &form.association, Some(&form.fund)).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Fund, &reader.t("loan-new"), body))
}

pub(super) fn read(fields: &mut Fields, form: &Form) -> Result<NewLoan, Error> {
    let disbursed_on = fields.date("disbursed_on");
    let rules = &form.version_on(disbursed_on)?.rules;
    let method = fields.choice("method", Method::parse, Method::Bullet);
    let installments = fields.maybe_number("installments", 1..=600);
    if installments.is_none() && method != Method::Bullet {
        fields.refusals.push(Refusal::invalid("installments", "field-missing"));
    }
    let first_due_on = fields.maybe_date("first_due_on");
    let mut terms = Terms {
        method,
        principal: fields.money("amount", form.fund.unit, form.reader.style),
        disbursed_on,
        installments: u32::try_from(installments.unwrap_or(1)).unwrap_or(1),
        first_due_on: disbursed_on,
        every: u32::try_from(fields.number("every", 1..=120)).unwrap_or(1),
        unit: fields.choice("step", Period::parse, Period::Month),
        rate_ppm: fields.percent("rate"),
        rate_per: fields.choice("rate_per", Per::parse, Per::Month),
        day_count: rules.day_count,
        grace_principal: u32::try_from(fields.maybe_number("grace_principal", 0..=599).unwrap_or(0)).unwrap_or(0),
        grace_interest: u32::try_from(fields.maybe_number("grace_interest", 0..=599).unwrap_or(0)).unwrap_or(0),
        rounding_step: rules.rounding_step_minor,
        custom: Vec::new(),
    };
    terms.first_due_on = first_due_on.unwrap_or_else(|| form.first_due(&terms));
    Ok(NewLoan {
        fund: form.fund.id,
        member: MemberId(fields.id("member")),
        purpose: fields.text("purpose").into(),
        terms,
        payment_method: fields.choice("payment_method", PaymentMethod::of_money, PaymentMethod::Cash),
        handed_over: fields.get("when") != "later",
        named: None,
    })
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, mut fields: Fields) -> Result<Response, Error> {
    let form = form(&app, &signed_in, id).await?;
    let mut new = read(&mut fields, &form)?;
    if guarantors_part::are_named(&fields) {
        let all = members::all(app.db.read(), form.association.id).await?;
        new.named = Some(guarantors_part::read_named(&mut fields, &all, true));
    }
    let member = members::see(&app, &signed_in.0, new.member).await?;
    let looking = fields.flag("preview");
    let (terms, allowance, agreed) = (new.terms.clone(), read_allowance(&mut fields), !new.handed_over);
    if let (true, Some(version)) = (fields.refusals.is_empty(), form.other_rate(&fields, &terms)?) {
        let refusal = Refusal::conflict("rules-of-that-day").at("rate").with("date", Fact::Date(terms.disbursed_on));
        let mut shown = Fields::default()
            .with("rate", percent(version.rules.rate.ppm))
            .with("rate_per", version.rules.rate.per.code())
            .with("rules_version", version.version.to_string());
        shown.extend(fields);
        shown.refusals.push(refusal.with("version", Fact::Number(version.version)));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, form_page(&app, &signed_in, &form, &member, &shown, None).await?).into_response());
    }
    let fit = fields.refusals.is_empty();
    let outcome = match fields.checked() {
        Ok(()) if looking => build(&terms).map(|_| None).map_err(Error::from),
        // Only what was shown is recorded: terms that changed since are shown first.
        Ok(()) if fields.has("shown") && fields.get("shown") != shown(&terms) => {
            let changed = fields.with("changed", "1");
            return Ok(form_page(&app, &signed_in, &form, &member, &changed, Some(&terms)).await?.into_response());
        }
        Ok(()) => record(&app, &signed_in.0, fields.key(), new, allowance).await.map(Some),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(Some(loan)) if agreed => Ok(form::on_to(Next::after(format!("/loans/{loan}"), "loan-agreed"))),
        Ok(Some(loan)) => Ok(form::on_to(format!("/loans/{loan}"))),
        Ok(None) => Ok(form_page(&app, &signed_in, &form, &member, &fields, Some(&terms)).await?.into_response()),
        Err(error) => {
            // The refusal does not concern the schedule, so the installments stay visible.
            let known = (fit && build(&terms).is_ok()).then_some(&terms);
            form::refused(error, fields, async |fields| form_page(&app, &signed_in, &form, &member, &fields.renamed(&RENAMED), known).await).await
        }
    }
}

/// What the rule book calls otherwise than the form.
pub(super) const RENAMED: [(&str, &str); 2] = [("principal", "amount"), ("grace", "grace_principal")];

/// A text of the terms that the page showed, to compare them when the form is sent.
fn shown(terms: &Terms) -> String {
    let rate = (terms.rate_ppm, terms.rate_per.code());
    let grace = (terms.grace_principal, terms.grace_interest);
    let steps = (terms.installments, terms.every, terms.unit.code());
    format!("{} {} {} {} {steps:?} {rate:?} {grace:?}", terms.method.code(), terms.principal, terms.disbursed_on, terms.first_due_on)
}

async fn form_page(app: &App, signed_in: &SignedIn, form: &Form, member: &Member, fields: &Fields, terms: Option<&Terms>) -> Result<Markup, Error> {
    let reader = form.reader;
    let action = format!("/funds/{}/loans", form.fund.id);
    let on = crate::domain::calendar::read(fields.get("disbursed_on")).unwrap_or(form.today);
    let bounds = look(app, &form.fund, Some(member.id), 0, on).await?;
    let needed = form.version_on(on)?.rules.credit.guarantors;
    let guarantors = guarantors_part::asked(app, reader, fields, needed, form.association.id).await?;
    let body = html! {
        (back(&format!("/members/{}", member.id), &member.name))
        h1 { (reader.tf("loan-for", &[("name", (&member.name).into())])) }
        (bounds_part(reader, &form.fund, &bounds, false, Some(member), form.today))
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(format!("{action}#cuotas")) data-preview="1" {
            (key_field(fields))
            input type="hidden" name="member" value=(member.id);
            input type="hidden" name="rules_version" value=(fields.get("rules_version"));
            (terms_fields(reader, fields, handing_over(reader, fields)))
            (guarantors)
            (allowance_fields(reader, fields))
            (previewed(reader, form, fields, terms)?)
        }
    };
    let heading = funds::heading(app, reader, &signed_in.0, &form.association, Some(&form.fund)).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Members, &reader.t("loan-new"), body))
}

/// Whether the money is disbursed, and how.
fn handing_over(reader: Reader, fields: &Fields) -> Markup {
    html! {
        fieldset {
            legend { (reader.t("loan-when")) }
            label.choice { input type="radio" name="when" value="now" checked[fields.get("when") != "later"]; span { (reader.t("loan-when-now")) } span {} }
            label.choice { input type="radio" name="when" value="later" checked[fields.get("when") == "later"]; span { (reader.t("loan-when-later")) } span {} }
        }
        (means_choice(reader, fields))
    }
}

/// The installments that the terms give, and below them the button that records exactly these.
fn previewed(reader: Reader, form: &Form, fields: &Fields, terms: Option<&Terms>) -> Result<Markup, Error> {
    Ok(html! {
        div data-previewed="1" {
            @match terms {
                Some(terms) => {
                    @if fields.flag("changed") { p.notice.warn role="alert" { (reader.t("loan-look-again")) } }
                    (schedule(reader, form, terms)?)
                    (how(reader, "cuotas"))
                    input type="hidden" name="shown" value=(shown(terms));
                    div.buttons {
                        button.button { (reader.t("loan-record")) }
                        noscript { button.button.quiet name="preview" value="1" { (reader.t("loan-preview")) } }
                    }
                }
                None => {
                    p.hint { (reader.t("loan-preview-first")) }
                    div.buttons { button.button name="preview" value="1" { (reader.t("loan-preview")) } }
                }
            }
        }
    })
}

/// The fields of a loan's terms, for a new loan and for a correction: amount, purpose and method. The others, which the rules
/// fill in, are collapsed with `more`.
pub(super) fn terms_fields(reader: Reader, fields: &Fields, more: Markup) -> Markup {
    let options =
        |stem: &str, codes: &[&str]| -> Vec<(String, String)> { codes.iter().map(|code| ((*code).to_owned(), reader.of(stem, code))).collect() };
    html! {
        (Field::new(reader, fields, "amount", "loan-amount").figures())
        (Field::new(reader, fields, "purpose", "loan-purpose").hint("loan-purpose-hint").text())
        (Field::new(reader, fields, "method", "method").select(&options("method", &METHODS.map(Method::code))))
        (Field::new(reader, fields, "installments", "loan-installments").hint("loan-installments-hint").figures())
        details open[fields.refusals.iter().any(|refusal| FOLDED.contains(&&*refusal.field)) || !fields.get("reason").is_empty()] {
            summary { (reader.t("loan-change-terms")) }
            (Field::new(reader, fields, "first_due_on", "loan-first-due").hint("loan-first-due-hint").date())
            div.pair {
                (Field::new(reader, fields, "every", "loan-every").figures())
                (Field::new(reader, fields, "step", "loan-step").select(&options("step", &Period::OFFERED.map(Period::code))))
                (Field::new(reader, fields, "rate", "loan-rate").figures())
                (Field::new(reader, fields, "rate_per", "loan-rate-per").select(&options("per", &Per::OFFERED.map(Per::code))))
                (Field::new(reader, fields, "grace_principal", "loan-grace-principal").figures())
                (Field::new(reader, fields, "grace_interest", "loan-grace-interest").figures())
            }
            (Field::new(reader, fields, "disbursed_on", "disbursed-on").date())
            (more)
        }
    }
}

pub(super) fn schedule(reader: Reader, form: &Form, terms: &Terms) -> Result<Markup, Error> {
    let installments = build(terms)?;
    let unit = form.fund.unit;
    let interest: i64 = installments.iter().map(|row| row.interest).sum();
    Ok(html! {
        div.scroll tabindex="0" { table {
            caption id="cuotas" { (reader.t("loan-schedule")) }
            thead { tr { th { (reader.t("installment-no")) } th { (reader.t("due-on")) } th.n.wide { (reader.t("principal")) } th.n.wide { (reader.t("interest")) } th.n { (reader.t("installment")) } } }
            tbody {
                @for row in &installments {
                    tr { td { (row.no) } td { (reader.short_date(row.due_on)) } td.n.wide { (reader.figures(row.principal, unit)) } td.n.wide { (reader.figures(row.interest, unit)) } td.n { (reader.figures(row.principal + row.interest, unit)) } }
                }
                tr.sum { th colspan="2" { (reader.t("total")) } td.n.wide { (reader.figures(terms.principal, unit)) } td.n.wide { (reader.figures(interest, unit)) } td.n { (reader.money(terms.principal + interest, unit)) } }
            }
        } }
    })
}
