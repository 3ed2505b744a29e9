//! Relief on screen: described for one loan or for many of a fund, shown before and after, and recorded by acta.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use chrono::NaiveDate;
use maud::{Markup, html};

use super::choose::{self, LoanFilter};
use super::form::{self as relief_form, RENAMED};
use super::preview::{AvailabilityEffect, Preview, effect, preview};
use super::relieve::{NewRelief, ReliefOfAll, relieve, relieve_all};
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::ids::{CycleId, FundId, LoanId};
use crate::domain::refusal::Refusal;
use crate::domain::relief::Relief;
use crate::domain::replay::Position;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Cycle, Fund};
use crate::features::loans::{self, LoanAccount};
use crate::features::members::{self, Member};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, field_refusal, form_refusals, key_field, pager, submit, url_encoded};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// The fields that choose among a fund's loans.
const CHOOSE: [&str; 3] = ["community", "purpose", "cycle"];
/// More loans than this are not chosen one by one: they are shown by pages of as many, and taken all together.
const ONE_BY_ONE: usize = 200;
/// The fields that show their own refusals.
const TOLD: [&str; 10] =
    ["decided_on", "months", "days", "installments", "first_due_on", "every", "rate", "grace_principal", "grace_interest", "acta"];

/// The subject of one relief page.
struct ReliefPage {
    fund: Fund,
    association: Association,
    /// One loan; none for many of the fund.
    loan: Option<LoanId>,
    reader: Reader,
    today: NaiveDate,
}

impl ReliefPage {
    fn action(&self) -> String {
        self.loan.map_or_else(|| format!("/funds/{}/reliefs", self.fund.id), |loan| format!("/loans/{loan}/relief"))
    }
}

async fn of_fund(app: &App, signed_in: &SignedIn, id: FundId) -> Result<ReliefPage, Error> {
    let (fund, association) = funds::see(app, &signed_in.0, id, Action::ForgiveBalances).await?;
    let (reader, today) = (signed_in.reader().in_country(&association.country).counting(fund.unit), app.clock.today(&association.time_zone));
    Ok(ReliefPage { fund, association, loan: None, reader, today })
}

async fn of_loan(app: &App, signed_in: &SignedIn, id: LoanId) -> Result<ReliefPage, Error> {
    let held = loans::see(app, &signed_in.0, id).await?;
    held.check_in_portfolio()?;
    Ok(ReliefPage { loan: Some(id), ..of_fund(app, signed_in, held.loan.fund_id).await? })
}

pub async fn show_many(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    let scene = of_fund(&app, &signed_in, id).await?;
    relief_page(&app, &signed_in, &scene, Fields::from_query(&uri)).await
}

pub async fn show_one(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, uri: Uri) -> Result<Markup, Error> {
    let scene = of_loan(&app, &signed_in, id).await?;
    relief_page(&app, &signed_in, &scene, Fields::from_query(&uri)).await
}

pub async fn add_many(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, fields: Fields) -> Result<Response, Error> {
    let scene = of_fund(&app, &signed_in, id).await?;
    add(&app, &signed_in, &scene, fields).await
}

pub async fn add_one(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, fields: Fields) -> Result<Response, Error> {
    let scene = of_loan(&app, &signed_in, id).await?;
    add(&app, &signed_in, &scene, fields).await
}

async fn add(app: &App, signed_in: &SignedIn, scene: &ReliefPage, mut fields: Fields) -> Result<Response, Error> {
    let decided_on = fields.date("decided_on");
    let rules = funds::rules_on(app.db.read(), scene.fund.id, decided_on).await?;
    let relief = relief_form::read(&mut fields, &rules);
    let loans: Option<Vec<(LoanId, i64)>> = fields.all("loan").map(chosen).collect();
    let (acta, fund, key, by) = (fields.text("acta"), scene.fund.id, fields.key(), &signed_in.0);
    let all = all_shown(fields.get("all")).filter(|_| scene.loan.is_none());
    let which = which(&fields);
    let doing = async {
        match all {
            Some(shown) => relieve_all(app, by, key, ReliefOfAll { fund, acta, decided_on, relief, which, shown }).await,
            None => relieve(app, by, key, NewRelief { fund, acta, decided_on, relief, loans: loans.unwrap_or_default() }).await,
        }
    };
    let to = |_| scene.loan.map_or_else(|| format!("/funds/{}/loans", scene.fund.id), |loan| format!("/loans/{loan}"));
    form::answer(doing, fields, to, async |fields| relief_page(app, signed_in, scene, fields.renamed(&RENAMED)).await).await
}

/// A loan, and its debt after the relief as it was shown.
fn chosen(value: &str) -> Option<(LoanId, i64)> {
    let (loan, owed) = value.split_once(' ')?;
    Some((loan.parse().ok()?, owed.parse().ok()?))
}

/// How many were shown, and what they owe afterwards in all.
fn all_shown(value: &str) -> Option<(usize, i64)> {
    let (count, owed) = value.split_once(' ')?;
    Some((count.parse().ok()?, owed.parse().ok()?))
}

fn which(fields: &Fields) -> LoanFilter {
    let (community, purpose) = (fields.get("community").to_owned(), fields.get("purpose").to_owned());
    LoanFilter { community, purpose, cycle: fields.get("cycle").parse().ok().map(CycleId) }
}

/// One loan with the result of the relief, or its refusal.
struct LoanPreview {
    held: LoanAccount,
    member: Option<Member>,
    preview: Result<Preview, Vec<Refusal>>,
}

async fn relief_page(app: &App, signed_in: &SignedIn, scene: &ReliefPage, fields: Fields) -> Result<Markup, Error> {
    let (reader, by, id) = (scene.reader, &signed_in.0, scene.fund.id);
    let on = crate::domain::calendar::read(fields.get("decided_on")).unwrap_or(scene.today).min(scene.today);
    let rules = funds::rules_on(app.db.read(), id, on).await?;
    let mut fields = relief_form::with_defaults(fields, scene.today, &rules);
    let looking = fields.flag("look");
    let mut reading = fields.clone();
    reading.refusals.clear();
    reading.date("decided_on");
    let relief = relief_form::read(&mut reading, &rules);
    let readable = reading.refusals.is_empty();
    if looking && fields.refusals.is_empty() {
        fields.refusals = reading.renamed(&RENAMED).refusals;
    }
    let cycles = funds::cycles(app.db.read(), id).await?;
    let people = if scene.loan.is_none() { members::all(app.db.read(), scene.association.id).await? } else { Vec::new() };
    let shown = if looking && readable { Some(look(app, scene, &fields, on, &relief).await?) } else { None };
    let moved = match &shown {
        Some(shown) => Some(effect_of(app, scene, shown, on, &relief).await?),
        None => None,
    };
    let title = reader.t(if scene.loan.is_some() { "relief-one" } else { "relief-many" });
    let back_to = scene.loan.map_or_else(|| (format!("/funds/{id}/loans"), "loans"), |loan| (format!("/loans/{loan}"), "loan"));
    let body = html! {
        (back(&back_to.0, &reader.t(back_to.1)))
        h1 { (title) }
        p.hint { (reader.t("relief-hint")) }
        (form_refusals(reader, &fields, &TOLD))
        form method="get" action=(format!("{}#asi-queda", scene.action())) {
            @if scene.loan.is_none() { (choose_part(reader, &fields, &choose::communities(people.iter()), &cycles)) }
            (relief_form::terms_part(reader, &fields))
            div.buttons { button.button.quiet name="look" value="1" { (reader.t("relief-look")) } }
        }
        @if let (Some(shown), Some(moved)) = (&shown, moved) {
            (shown_part(scene, &fields, shown, moved))
        }
    };
    let heading = funds::heading(app, reader, by, &scene.association, Some(&scene.fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &title, body))
}

fn choose_part(reader: Reader, fields: &Fields, communities: &[String], cycles: &[Cycle]) -> Markup {
    let all = || (String::new(), reader.t("relief-all"));
    let of_communities: Vec<(String, String)> = std::iter::once(all()).chain(communities.iter().map(|name| (name.clone(), name.clone()))).collect();
    let of_cycles: Vec<(String, String)> =
        std::iter::once(all()).chain(cycles.iter().map(|cycle| (cycle.id.to_string(), cycle.name.clone()))).collect();
    html! {
        fieldset {
            legend { (reader.t("relief-whose")) }
            div.pair {
                (Field::new(reader, fields, "community", "community").select(&of_communities))
                (Field::new(reader, fields, "cycle", "cycle").select(&of_cycles))
            }
            (Field::new(reader, fields, "purpose", "loan-purpose").hint("relief-purpose-hint").text())
        }
    }
}

async fn look(app: &App, scene: &ReliefPage, fields: &Fields, on: NaiveDate, relief: &Relief) -> Result<Vec<LoanPreview>, Error> {
    let db = app.db.read();
    let (held, people) = match scene.loan {
        Some(loan) => {
            let held = loans::load_one(db, loan).await?;
            let people = members::by_ids(db, vec![held.loan.member_id]).await?;
            (vec![held], people)
        }
        None => choose::choose(db, &scene.fund, &which(fields), on).await?,
    };
    let mut shown = Vec::with_capacity(held.len());
    for held in held {
        let preview = match preview(&held, on, relief) {
            Ok(preview) => Ok(preview),
            Err(Error::Refused(refusals)) => Err(refusals),
            Err(fault) => return Err(fault),
        };
        shown.push(LoanPreview { member: people.get(&held.loan.member_id).cloned(), held, preview });
    }
    Ok(shown)
}

async fn effect_of(app: &App, scene: &ReliefPage, shown: &[LoanPreview], on: NaiveDate, relief: &Relief) -> Result<AvailabilityEffect, Error> {
    let held: Vec<&LoanAccount> = shown.iter().filter(|one| one.preview.is_ok()).map(|one| &one.held).collect();
    effect(app, &scene.fund, scene.today, &held, (on, relief)).await
}

/// The relief before and after, with the acta that records it.
fn shown_part(scene: &ReliefPage, fields: &Fields, shown: &[LoanPreview], moved: AvailabilityEffect) -> Markup {
    let (reader, unit) = (scene.reader, scene.fund.unit);
    let done: Vec<(&LoanPreview, &Preview)> = shown.iter().filter_map(|one| Some((one, one.preview.as_ref().ok()?))).collect();
    // So many are taken all together; whoever wants fewer chooses by community, crop or cycle.
    let many = scene.loan.is_none() && shown.len() > ONE_BY_ONE;
    let number: usize = if many { fields.get("page").parse().unwrap_or(0).min((shown.len() - 1) / ONE_BY_ONE) } else { 0 };
    let seen = if many { shown.chunks(ONE_BY_ONE).nth(number).unwrap_or_default() } else { shown };
    html! {
        h2 id="asi-queda" { (reader.t("relief-shown")) }
        @if shown.is_empty() { p.notice { (reader.t("loans-none")) } }
        @if !shown.is_empty() {
            form method="post" action=(scene.action()) {
                (key_field(fields))
                (relief_form::hidden_fields(fields))
                @for name in CHOOSE { @if !fields.get(name).is_empty() { input type="hidden" name=(name) value=(fields.get(name)); } }
                (field_refusal(reader, fields, "loan"))
                @if many {
                    p.notice { (reader.tf("relief-all-together", &[("count", shown.len().into()), ("done", done.len().into())])) }
                    input type="hidden" name="all" value=(format!("{} {}", done.len(), done.iter().map(|(_, preview)| preview.after.unpaid()).sum::<i64>()));
                }
                @for one in seen { (shown_loan(scene, fields, one, many)) }
                @if many { (pager(reader, &format!("{}?{}", scene.action(), asked_again(fields)), number as u64, (number + 1) * ONE_BY_ONE < shown.len())) }
                @if !done.is_empty() { (totals_part(reader, unit, &done, moved)) }
                @if !done.is_empty() {
                    (Field::new(reader, fields, "acta", "remission-acta").hint("remission-acta-hint").text())
                    (submit(reader, "relief-record"))
                }
            }
        }
    }
}

/// The choice as an address says it.
fn asked_again(fields: &Fields) -> String {
    let names = CHOOSE.iter().chain(&relief_form::FIELDS).filter(|name| !fields.get(name).is_empty());
    names.map(|name| format!("{name}={}", url_encoded(fields.get(name)))).collect::<Vec<_>>().join("&")
}

/// The debt of all loans together before and after, and the effect on capital available.
fn totals_part(reader: Reader, unit: Unit, done: &[(&LoanPreview, &Preview)], moved: AvailabilityEffect) -> Markup {
    let sum = |of: fn(&Preview) -> i64| done.iter().map(|(_, preview)| of(preview)).sum::<i64>();
    let lines = [
        (reader.t("principal"), sum(|preview| preview.before.unpaid_principal()), sum(|preview| preview.after.unpaid_principal())),
        (reader.t("relief-owed"), sum(|preview| preview.before.unpaid()), sum(|preview| preview.after.unpaid())),
        (reader.tf("relief-expected", &[("day", reader.short_date(moved.until).into())]), moved.expected.0, moved.expected.1),
        (reader.t("relief-full"), moved.full.0, moved.full.1),
    ];
    html! {
        div.scroll tabindex="0" { table.tight {
            caption { (reader.tf("relief-loans", &[("count", done.len().into())])) }
            thead { tr { th {} th.n { (reader.t("relief-before")) } th.n { (reader.t("relief-after")) } } }
            tbody { @for (name, before, after) in &lines {
                tr { td { (name) } td.n { (reader.figures(*before, unit)) } td.n { (reader.figures(*after, unit)) } }
            } }
        } }
    }
}

fn shown_loan(scene: &ReliefPage, fields: &Fields, one: &LoanPreview, many: bool) -> Markup {
    let (reader, unit) = (scene.reader, scene.fund.unit);
    let loan = &one.held.loan;
    let name = one.member.as_ref().map(|member| member.name.as_str()).unwrap_or_default();
    let called = html! { a href=(format!("/loans/{}", loan.id)) { (loans::pages::name(reader, loan)) } };
    let preview = match &one.preview {
        Ok(preview) => preview,
        Err(refusals) => {
            return html! {
                div.choice { span {} span { (name) br; small.hint { (called) } @for refusal in refusals { p.refusal { (reader.refusal(refusal)) } } } span {} }
            };
        }
    };
    let taken = !fields.has("acta") || fields.all("loan").any(|chosen| chosen.starts_with(&loan.id.to_string()));
    let value = format!("{} {}", loan.id, preview.after.unpaid());
    html! {
        @if scene.loan.is_some() {
            input type="hidden" name="loan" value=(value);
            (installments_part(reader, &preview.after, unit))
        } @else {
            label.choice {
                @if many { span {} } @else { input type="checkbox" name="loan" value=(value) checked[taken]; }
                span {
                    (name) br;
                    small.hint {
                        (called) br;
                        (first_due(reader, &preview.before)) " → " (first_due(reader, &preview.after)) br;
                        (reader.figures(preview.before.unpaid(), unit)) " → " (reader.figures(preview.after.unpaid(), unit))
                    }
                }
                span {}
            }
        }
    }
}

fn first_due(reader: Reader, position: &Position) -> String {
    position.oldest_unpaid_due_on().map(|due_on| reader.short_date(due_on)).unwrap_or_default()
}

/// The installments that are open after the relief.
fn installments_part(reader: Reader, after: &Position, unit: Unit) -> Markup {
    html! {
        div.scroll tabindex="0" { table.tight {
            caption { (reader.t("installments")) }
            thead { tr { th { (reader.t("due-on")) } th.n { (reader.t("principal")) } th.n { (reader.t("interest")) } th.n { (reader.t("late-fee")) } th.n { (reader.t("total")) } } }
            tbody { @for row in after.installments.iter().filter(|row| row.unpaid() > 0) {
                tr {
                    td { (reader.short_date(row.due_on)) br; small.hint { (reader.tf("due-on-originally", &[("day", reader.short_date(row.original_due_on).into())])) } }
                    td.n { (reader.figures(row.unpaid_principal(), unit)) }
                    td.n { (reader.figures(row.unpaid_interest(), unit)) }
                    td.n { (reader.figures(row.unpaid_late_fee(), unit)) }
                    td.n { (reader.figures(row.unpaid(), unit)) }
                }
            } }
        } }
    }
}
