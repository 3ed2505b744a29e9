//! An administrator's page of a programme: its plan, its budget, its approvers, and the associations that take part.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::budget::{self, Planned};
use super::plan::{self, Funder, Plan};
use super::{BudgetLine, Programme, store};
use crate::app::App;
use crate::db::command::done_before;
use crate::domain::amount::{Unit, typed};
use crate::domain::cofinancing::terms::Recovery;
use crate::domain::cofinancing::{Goal, Party, PartyRole, ProjectShareTerms};
use crate::domain::ids::{BudgetLineId, ProgrammeId, UserId};
use crate::domain::rate::percent;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::associations;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, field_refusal, form_field, form_refusals, key_field, submit, typed_into};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// The most form rows for partners, funders and budget lines; the page shows the used ones and an empty one.
const PARTNERS: usize = plan::PARTIES - 2;
const FUNDERS: usize = 12;
const BUDGET_LINES: usize = 100;

/// How many rows of a repeated field are shown: the used ones, and one more.
fn shown_rows(fields: &Fields, stem: &str, most: usize) -> usize {
    let used = (1..=most).rev().find(|i| !fields.get(&[stem, &i.to_string()].join("-")).is_empty()).unwrap_or(0);
    (used + 1).min(most)
}

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ProgrammeId>) -> Result<Markup, Error> {
    signed_in.0.check(Action::ManageAssociations, None)?;
    plan_page(&app, &signed_in, id, &Fields::default()).await
}

fn blank(app: &App) -> Fields {
    let today = app.clock.today("America/Lima");
    Fields::default()
        .with("unit", Unit::Pen.code())
        .with("project_share_terms", ProjectShareTerms::Grant.code())
        .with("share-project", "50")
        .with("share-producers", "50")
        .with("starts_on", today.to_string())
        .with("ends_on", crate::domain::calendar::add_months(today, 36).to_string())
}

fn filled(reader: Reader, plan: &Plan) -> Fields {
    let mut fields = Fields::default()
        .with("unit", plan.unit.code())
        .with("project_share_terms", plan.project_share_terms.code())
        .with("starts_on", plan.starts_on.to_string())
        .with("ends_on", plan.ends_on.to_string());
    let mut partners = 0;
    for party in &plan.parties {
        let row = match party.role {
            PartyRole::Project => "project".to_owned(),
            PartyRole::Producers => "producers".to_owned(),
            PartyRole::Partner => {
                partners += 1;
                format!("partner-{partners}")
            }
        };
        fields = fields.with(&format!("share-{row}"), percent(party.weight)).with(&format!("party-{row}"), party.name.clone());
    }
    for (i, funder) in plan.funders.iter().enumerate() {
        fields = fields.with(&format!("funder-{}", i + 1), funder.name.clone());
        if funder.amount_minor > 0 {
            fields = fields.with(&format!("funded-{}", i + 1), reader.figures(funder.amount_minor, plan.unit));
        }
    }
    for (goal, target) in &plan.goals {
        let text = if *goal == Goal::Members { target.to_string() } else { typed(*target, reader.style) };
        fields = fields.with(&format!("goal-{}", goal.code()), text).with(&format!("goal-{}-kept", goal.code()), target.to_string());
    }
    if let Some(recovery) = plan.recovery {
        fields = fields
            .with("installments", recovery.installments.to_string())
            .with("every", recovery.every_months.to_string())
            .with("rate", percent(recovery.rate_ppm));
    }
    fields
}

fn read(fields: &mut Fields, reader: Reader) -> Plan {
    let unit = fields.choice("unit", Unit::parse, Unit::Pen);
    let project_share_terms = fields.choice("project_share_terms", ProjectShareTerms::parse, ProjectShareTerms::Grant);
    let mut parties = vec![read_party(fields, reader, "project", PartyRole::Project)];
    for i in 1..=PARTNERS {
        if !fields.get(&format!("party-partner-{i}")).is_empty() {
            parties.push(read_party(fields, reader, &format!("partner-{i}"), PartyRole::Partner));
        }
    }
    parties.push(read_party(fields, reader, "producers", PartyRole::Producers));
    let mut funders = Vec::new();
    for i in 1..=FUNDERS {
        if let Some(name) = fields.maybe_text(&format!("funder-{i}")) {
            funders.push(Funder { name, amount_minor: fields.money_or_zero(&format!("funded-{i}"), unit, reader.style) });
        }
    }
    let mut goals = Vec::new();
    for goal in Goal::ALL {
        let field = format!("goal-{}", goal.code());
        let target = match goal {
            Goal::Members => fields.maybe_number(&field, 0..=1_000_000).unwrap_or(0),
            Goal::Hectares | Goal::Kilos => fields.quantity(&field, reader.style),
        };
        if target > 0 {
            goals.push((goal, target));
        }
    }
    let recovery = (project_share_terms == ProjectShareTerms::Recoverable).then(|| Recovery {
        installments: u32::try_from(fields.number("installments", 1..=120)).unwrap_or(1),
        every_months: u32::try_from(fields.number("every", 1..=36)).unwrap_or(1),
        rate_ppm: if fields.get("rate").is_empty() { 0 } else { fields.percent("rate") },
    });
    Plan { unit, starts_on: fields.date("starts_on"), ends_on: fields.date("ends_on"), project_share_terms, recovery, funders, parties, goals }
}

fn read_party(fields: &mut Fields, reader: Reader, row: &str, role: PartyRole) -> Party {
    let name = fields.maybe_text(&format!("party-{row}")).unwrap_or_else(|| Line::kept(reader.of("party", role.code())));
    Party { name, role, weight: fields.percent(&format!("share-{row}")) }
}

pub async fn save(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ProgrammeId>, mut fields: Fields) -> Result<Response, Error> {
    signed_in.0.check(Action::ManageAssociations, None)?;
    let plan = read(&mut fields, signed_in.reader());
    let doing = plan::set(&app, &signed_in.0, fields.key(), id, plan);
    form::answer(doing, fields, |()| format!("/programmes/{id}"), async |fields| plan_page(&app, &signed_in, id, &fields).await).await
}

pub async fn save_budget(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ProgrammeId>, mut fields: Fields) -> Result<Response, Error> {
    signed_in.0.check(Action::ManageAssociations, None)?;
    let reader = signed_in.reader();
    let programme = id;
    if done_before(app.db.read(), &signed_in.0, fields.key()).await? {
        return Ok(Redirect::to(&format!("/programmes/{id}")).into_response());
    }
    let unit = store::plan(app.db.read(), programme).await?.map_or(Unit::Pen, |plan| plan.unit);
    let mut lines = Vec::new();
    for i in 0..BUDGET_LINES {
        let (name, planned) = (format!("name-{i}"), format!("planned-{i}"));
        // Each row carries the id of its line; a row without one is new.
        let id = fields.get(&format!("id-{i}")).parse().ok().map(BudgetLineId);
        if !fields.has(&name) || (id.is_none() && fields.get(&name).is_empty() && fields.get(&planned).is_empty()) {
            continue;
        }
        lines.push(Planned { id, name: fields.text(&name), planned_minor: fields.money_or_zero(&planned, unit, reader.style) });
    }
    let doing = budget::set(&app, &signed_in.0, fields.key(), programme, lines);
    form::answer(doing, fields, |()| format!("/programmes/{id}"), async |fields| plan_page(&app, &signed_in, id, &fields).await).await
}

pub async fn save_approver(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ProgrammeId>, mut fields: Fields) -> Result<Response, Error> {
    signed_in.0.check(Action::ManageAssociations, None)?;
    let reader = signed_in.reader();
    let programme = id;
    let unit = store::plan(app.db.read(), programme).await?.map_or(Unit::Pen, |plan| plan.unit);
    let user = UserId(fields.id("user"));
    if fields.get("most").is_empty() {
        fields.refusals.push(Refusal::invalid("most", "amount-missing"));
    }
    let most = fields.money_or_zero("most", unit, reader.style);
    let doing = budget::let_approve(&app, &signed_in.0, fields.key(), programme, user, most);
    let to = |()| format!("/programmes/{id}/plan#approvers");
    form::answer(doing, fields, to, async |fields| plan_page(&app, &signed_in, id, &fields).await).await
}

/// The page's four forms, each with its own key. `fields` holds what was typed into the refused one.
pub(super) async fn plan_page(app: &App, signed_in: &SignedIn, id: ProgrammeId, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let programme = store::find(app.db.read(), id).await?;
    let lines = store::lines(app.db.read(), id).await?;
    let planned = programme.unit.is_some();
    let unit = programme.unit.unwrap_or(Unit::Pen);
    let kept = store::plan(app.db.read(), id).await?.map_or_else(|| blank(app), |plan| filled(reader, &plan));
    let staff = store::staff(app.db.read(), id).await?;
    let drawn = [("plan", true), ("budget", planned), ("approvers", planned && !staff.is_empty())];
    let told = drawn.iter().any(|(form, drawn)| *drawn && typed_into(fields, &sent_to(id, form)).is_some());
    let body = html! {
        (back(&format!("/programmes/{id}"), &programme.name))
        h1 { (reader.t("programme-plan")) }
        (form_refusals(reader, fields, &if told { shown(fields) } else { Vec::new() }))
        (plan_form(reader, typed_into(fields, &sent_to(id, "plan")).unwrap_or(&kept), id))
        @if planned {
            (budget_form(reader, fields, &programme, &lines, unit))
            (approvers_part(app, reader, fields, id, unit, &staff).await?)
        }
        (associations_part(app, reader, fields, id).await?)
    };
    Ok(page(reader, by, &associations::pages::heading(reader, by), Place::Programmes, &reader.t("programme-plan"), body))
}

/// The address of one of the page's forms, which identifies it.
fn sent_to(id: ProgrammeId, form: &str) -> String {
    format!("/programmes/{id}/{form}")
}

/// The fields that show their own refusals.
fn shown(fields: &Fields) -> Vec<&str> {
    let own = |field: &&str| {
        ["unit", "starts_on", "ends_on", "project_share_terms", "parties", "recovery", "installments", "every", "rate", "most", "user"]
            .contains(field)
            || ["share-", "party-", "funder-", "funded-", "goal-", "name-", "planned-"].iter().any(|stem| field.starts_with(stem))
    };
    fields.refusals.iter().map(|refusal| &*refusal.field).filter(own).collect()
}

fn plan_form(reader: Reader, fields: &Fields, id: ProgrammeId) -> Markup {
    let units: Vec<(String, String)> =
        [Unit::Pen, Unit::Bob, Unit::Usd].map(|unit| (unit.code().to_owned(), reader.of("unit", &unit.code().to_lowercase()))).to_vec();
    let kinds_of_terms: Vec<(String, String)> = ProjectShareTerms::ALL
        .map(|project_share_terms| (project_share_terms.code().to_owned(), reader.of("project-share-terms", project_share_terms.code())))
        .to_vec();
    let party = |row: &str, label: &str| {
        html! { div.pair.tight {
            (Field::new(reader, fields, &format!("party-{row}"), label).text())
            (Field::new(reader, fields, &format!("share-{row}"), "programme-share").figures())
        } }
    };
    html! {
        form method="post" action=(sent_to(id, "plan")) {
            (form_field(&sent_to(id, "plan")))
            (key_field(fields))
            div.pair {
                (Field::new(reader, fields, "starts_on", "starts-on").date())
                (Field::new(reader, fields, "ends_on", "ends-on").date())
            }
            (Field::new(reader, fields, "unit", "programme-unit").select(&units))
            h2 { (reader.t("programme-parties")) }
            p.hint { (reader.t("programme-parties-hint")) }
            (field_refusal(reader, fields, "parties"))
            (party("project", "party-project"))
            @for i in 1..=shown_rows(fields, "party-partner", PARTNERS) { (party(&format!("partner-{i}"), "party-partner")) }
            (party("producers", "party-producers"))
            (Field::new(reader, fields, "project_share_terms", "programme-project-share-terms").select(&kinds_of_terms))
            details open[fields.get("project_share_terms") == ProjectShareTerms::Recoverable.code()] {
                summary { (reader.t("programme-recovery")) }
                (field_refusal(reader, fields, "recovery"))
                div.pair {
                    (Field::new(reader, fields, "installments", "loan-installments").figures())
                    (Field::new(reader, fields, "every", "programme-every").figures())
                    (Field::new(reader, fields, "rate", "programme-rate").figures())
                }
            }
            h2 { (reader.t("programme-funders")) }
            @for i in 1..=shown_rows(fields, "funder", FUNDERS) {
                div.pair.tight {
                    (Field::new(reader, fields, &format!("funder-{i}"), "programme-funder").text())
                    (Field::new(reader, fields, &format!("funded-{i}"), "amount").figures())
                }
            }
            h2 { (reader.t("programme-goals")) }
            div.pair {
                @for goal in Goal::ALL {
                    @let name = format!("goal-{}", goal.code());
                    @let kept = fields.get(&format!("{name}-kept")).parse().unwrap_or(0);
                    (Field::new(reader, fields, &name, goal_label(goal)).quantity(kept))
                }
            }
            (submit(reader, "save"))
        }
    }
}

pub fn goal_label(goal: Goal) -> &'static str {
    match goal {
        Goal::Hectares => "goal-hectares",
        Goal::Kilos => "goal-kilos",
        Goal::Members => "goal-members",
    }
}

fn budget_form(reader: Reader, fields: &Fields, programme: &Programme, lines: &[BudgetLine], unit: Unit) -> Markup {
    let action = sent_to(programme.id, "budget");
    let fields = &typed_into(fields, &action).cloned().unwrap_or_default();
    let with = |i: usize, line: Option<&BudgetLine>| {
        let (name, planned) = (format!("name-{i}"), format!("planned-{i}"));
        let typed = fields.has(&name);
        let own = match line {
            Some(line) if !typed => Fields::default().with(&name, line.name.clone()).with(&planned, reader.figures(line.planned_minor, unit)),
            _ => fields.clone(),
        };
        html! { div.pair.tight {
            @if let Some(line) = line { input type="hidden" name=(format!("id-{i}")) value=(line.id); }
            (Field::new(reader, &own, &name, if line.is_some() { "budget-line" } else { "budget-line-new" }).text())
            (Field::new(reader, &own, &planned, "budget-planned").figures())
        } }
    };
    html! {
        h2 id="budget" { (reader.t("budget")) }
        form method="post" action=(action) {
            (form_field(&action))
            (key_field(fields))
            @for (i, line) in lines.iter().map(Some).chain([None]).enumerate() { (with(i, line)) }
            (submit(reader, "budget-save"))
        }
    }
}

async fn approvers_part(
    app: &App,
    reader: Reader,
    fields: &Fields,
    id: ProgrammeId,
    unit: Unit,
    staff: &[(UserId, String)],
) -> Result<Markup, Error> {
    let action = sent_to(id, "approvers");
    let fields = &typed_into(fields, &action).cloned().unwrap_or_default();
    let approvers = store::approvers(app.db.read(), id).await?;
    let most = |user: UserId| approvers.iter().find(|(known, _)| *known == user).map(|(_, most)| *most);
    let options: Vec<(String, String)> = staff.iter().map(|(user, name)| (user.to_string(), name.clone())).collect();
    Ok(html! {
        h2 id="approvers" { (reader.t("approvers")) }
        p.hint { (reader.t("approvers-hint")) }
        @if staff.is_empty() { p.notice { (reader.t("approvers-no-staff")) } }
        ul.rows { @for (user, name) in staff {
            li.row { span { (name) } span.amount { @if let Some(most) = most(*user) { (reader.money(most, unit)) } @else { "–" } } }
        } }
        @if !staff.is_empty() {
            form method="post" action=(action) {
                (form_field(&action))
                (key_field(fields))
                div.pair {
                    (Field::new(reader, fields, "user", "approver").select(&options))
                    (Field::new(reader, fields, "most", "approver-most").hint("approver-most-hint").figures())
                }
                div.buttons { button.button.quiet { (reader.t("save")) } }
            }
        }
    })
}

async fn associations_part(app: &App, reader: Reader, fields: &Fields, id: ProgrammeId) -> Result<Markup, Error> {
    let action = sent_to(id, "associations");
    let fields = &typed_into(fields, &action).cloned().unwrap_or_default();
    let all = associations::list(app.db.read(), None).await?;
    let parts = store::taking_part(app.db.read()).await?;
    let takes = |association: &associations::Association| parts.iter().any(|(programme, own)| *programme == id && *own == association.id);
    let options: Vec<(String, String)> =
        all.iter().filter(|association| !takes(association)).map(|association| (association.id.to_string(), association.name.clone())).collect();
    Ok(html! {
        h2 { (reader.t("associations")) }
        ul.rows { @for association in all.iter().filter(|association| takes(association)) {
            li { a.row href=(format!("/associations/{}", association.id)) { span { (association.name) } span { "›" } } }
        } }
        @if !options.is_empty() {
            form method="post" action=(action) {
                (form_field(&action))
                (key_field(fields))
                (Field::new(reader, fields, "association", "programme-add-association").select(&options))
                div.buttons { button.button.quiet { (reader.t("programme-add")) } }
            }
        }
    })
}
