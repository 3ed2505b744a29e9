//! The staff's inbox: every purchase submitted and not decided, the longest waiting first. Several can be decided at once.

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::decide::{self, Decision};
use super::summary::{DecisionSummary, enough};
use crate::app::App;
use crate::db::command::key_of;
use crate::domain::actor::Actor;
use crate::domain::cofinancing::PurchaseStatus;
use crate::domain::ids::PurchaseId;
use crate::domain::refusal::Refusal;
use crate::domain::role::{Action, Role};
use crate::error::Error;
use crate::features::purchases::parts::{PurchasePage, title};
use crate::features::purchases::{self, PurchaseRecord, Said};
use crate::features::{associations, programmes};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::notice::Next;
use crate::web::parts::{Field, back, form_refusals, key_field, pager};
use crate::web::signed_in::SignedIn;

/// Purchases on one page.
pub const PAGE: u64 = 50;

/// The result of one of several decisions: the purchase's name, and its refusal if any.
type Outcome = (String, Result<(), Refusal>);

fn which(by: &Actor) -> Result<purchases::Which, Refusal> {
    if !matches!(by.role(), Some(Role::Admin | Role::Staff)) {
        return Err(Refusal::forbidden());
    }
    Ok(purchases::Which {
        programmes: by.programmes(),
        associations: by.associations(),
        statuses: vec![PurchaseStatus::Submitted],
        ..Default::default()
    })
}

/// A page of the purchases that wait for this person's decision.
///
/// # Errors
/// `forbidden`.
pub async fn waiting(app: &App, by: &Actor, page: u64, most: u64) -> Result<Vec<PurchaseRecord>, Error> {
    purchases::list(app.db.read(), &which(by)?, page, most).await
}

/// How many purchases wait for this person's decision.
///
/// # Errors
/// As [`waiting`].
pub async fn waiting_count(app: &App, by: &Actor) -> Result<usize, Error> {
    purchases::count(app.db.read(), &which(by)?).await
}

pub async fn show(State(app): State<App>, signed_in: SignedIn, uri: Uri) -> Result<Markup, Error> {
    let fields = Fields::default().with("page", Fields::from_query(&uri).get("page"));
    inbox_page(&app, &signed_in, &fields, &[]).await
}

async fn inbox_page(app: &App, signed_in: &SignedIn, fields: &Fields, outcomes: &[Outcome]) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let number: u64 = fields.get("page").parse().unwrap_or(0);
    let count = waiting_count(app, by).await?;
    let all = PurchasePage::all(app, reader, waiting(app, by, number, PAGE).await?).await?;
    let summaries = DecisionSummary::all(app, &all.iter().map(|seen| (&seen.held, seen.today)).collect::<Vec<_>>()).await?;
    let rows: Vec<(PurchasePage, DecisionSummary)> = all.into_iter().zip(summaries).collect();
    let body = html! {
        (back("/", &reader.t("nav-home")))
        h1 { (reader.tf("inbox-count", &[("count", count.into())])) }
        @for (programme, most) in own_limits(app, by).await? { p.hint { (reader.tf("own-limit", &[("programme", programme.into()), ("amount", most.into())])) } }
        (form_refusals(reader, fields, if rows.is_empty() { &[] } else { &["acta", "note"] }))
        @for (name, outcome) in outcomes {
            @match outcome {
                Ok(()) => p.notice { (reader.tf("inbox-done", &[("name", name.into())])) },
                Err(refusal) => p.notice.bad role="alert" { b { (name) } ": " (reader.refusal(refusal)) },
            }
        }
        @if rows.is_empty() { p.notice { (reader.t("inbox-empty")) } } @else {
            form method="post" action="/inbox" {
                (key_field(fields))
                input type="hidden" name="page" value=(number);
                @for (seen, summary) in &rows { (row(seen, summary, fields)) }
                h2 { (reader.t("decide-together")) }
                (decision_fields(reader, fields, None))
            }
        }
        (pager(reader, "/inbox", number, rows.len() as u64 == PAGE))
    };
    let heading = associations::pages::heading(reader, by);
    Ok(page(reader, by, &heading, Place::Inbox, &reader.t("inbox"), body))
}

/// The most that this person may approve, by programme.
async fn own_limits(app: &App, by: &Actor) -> Result<Vec<(String, String)>, Error> {
    let Some(own) = by.programmes() else { return Ok(Vec::new()) };
    let limits = programmes::limits_of(app.db.read(), by.user_id).await?;
    let limit = |(row, most): (programmes::Programme, i64)| {
        let unit = row.unit.filter(|_| own.contains(&row.id))?;
        Some((row.name, crate::domain::amount::write(most, unit, crate::domain::amount::NumberStyle::Point)))
    };
    Ok(limits.into_iter().filter_map(limit).collect())
}

/// One purchase with the figures that its decision needs, and a box to decide it with others.
fn row(seen: &PurchasePage, summary: &DecisionSummary, fields: &Fields) -> Markup {
    let (reader, held) = (seen.reader, &seen.held);
    let id = held.row.id.to_string();
    let ticked = fields.all("purchase").any(|chosen| chosen == id);
    html! {
        article.card {
            label.tick { input type="checkbox" name="purchase" value=(id) checked[ticked]; b { (title(reader, held)) } }
            p.hint { (reader.tf("number-short", &[("number", held.row.number.to_string().into())])) " · " (seen.association.name) " · " (seen.programme.name) " · " (seen.cycle) }
            p { span.tag.soon { (waits_since(seen)) } }
            dl.facts {
                dt { (reader.t("project-part")) } dd { b { (seen.money(held.project_minor())) } }
                dt { (reader.tf("budget-of", &[("line", (&summary.line.name).into())])) } dd { (seen.money(summary.line.left_minor())) " " (enough(reader, summary.left_after(held) >= 0)) }
                @if held.row.lends_minor > 0 {
                    dt { (reader.tf("fund-lends", &[("amount", seen.money(held.row.lends_minor).into())])) } dd { (seen.money(summary.available_minor)) " " (enough(reader, summary.fund_suffices(held))) }
                }
                dt { (reader.tf("the-members", &[("count", held.members.len().into())])) }
                dd { @if summary.late.is_empty() { span.tag.well { (reader.t("all-well")) } } @else { span.tag.late { (reader.tf("members-late", &[("count", summary.late.len().into())])) } } }
                dt { (reader.t("hectares-short")) } dd { (reader.tf("hectares", &[("hectares", reader.hectares(held.hectares()).into())])) }
            }
            p { a href=(seen.path()) { (reader.t("purchase-look")) } }
        }
    }
}

pub fn waits_since(seen: &PurchasePage) -> String {
    let zone: chrono_tz::Tz = seen.association.time_zone.parse().unwrap_or(chrono_tz::Tz::UTC);
    let since = seen.held.row.waiting_since.with_timezone(&zone).date_naive();
    match (seen.today - since).num_days() {
        0 => seen.reader.t("waits-since-today"),
        days => seen.reader.tf("waits-since", &[("days", days.into())]),
    }
}

/// The acta and the reason, and a button for each decision.
pub fn decision_fields(reader: crate::web::text::Reader, fields: &Fields, amount: Option<String>) -> Markup {
    let approve = amount.map_or_else(|| reader.t("approve"), |amount| reader.tf("approve-amount", &[("amount", amount.into())]));
    html! {
        // The Enter key presses the first button. This one decides nothing: a decision needs a button that somebody chose.
        button.unseen name="decision" value="" tabindex="-1" aria-hidden="true" {}
        (Field::new(reader, fields, "acta", "acta").hint("acta-hint").text())
        (Field::new(reader, fields, "note", "decision-note").hint("decision-note-hint").text())
        div.buttons.decide {
            button.button name="decision" value="approve" { (approve) }
            button.button.quiet name="decision" value="return" { (reader.t("return-with-note")) }
            button.button.stop name="decision" value="reject" { (reader.t("reject")) }
        }
    }
}

/// Reads the decision of a form.
pub fn read_decision(fields: &mut Fields) -> (Decision, Said) {
    let said = Said { note: fields.note("note"), acta: fields.maybe_text("acta") };
    let Some(decision) = Decision::parse(fields.get("decision")) else {
        fields.refusals.push(Refusal::invalid("decision", "decision-missing"));
        return (Decision::Return, said);
    };
    match decision {
        Decision::Approve if said.acta.is_none() => fields.refusals.push(Refusal::invalid("acta", "acta-missing")),
        Decision::Return | Decision::Reject if said.note.is_empty() => fields.refusals.push(Refusal::invalid("note", "reason-missing")),
        _ => {}
    }
    (decision, said)
}

/// Decides on each chosen purchase, one by one: a refusal leaves the others as they are, and the refused ones may be sent
/// again.
pub async fn decide(State(app): State<App>, signed_in: SignedIn, mut fields: Fields) -> Result<Response, Error> {
    let by = &signed_in.0;
    which(by)?;
    let (decision, said) = read_decision(&mut fields);
    let chosen: Vec<PurchaseId> = fields.all("purchase").filter_map(|id| id.parse().ok()).map(PurchaseId).collect();
    if chosen.is_empty() {
        fields.refusals.push(Refusal::invalid("purchase", "inbox-none-chosen"));
    }
    if let Err(error) = fields.checked() {
        return form::refused(error, fields, async |fields| inbox_page(&app, &signed_in, &fields, &[]).await).await;
    }
    let (mut outcomes, mut left, mut number) = (Vec::new(), Vec::new(), None);
    for id in chosen {
        let held = purchases::see(&app, by, id, Action::DecidePurchases).await;
        let name = held.as_ref().map_or_else(|_| signed_in.reader().t("purchase"), |held| title(signed_in.reader(), held));
        number = held.as_ref().ok().map(|held| held.row.number);
        let done = match held {
            Ok(_) => decide::decide(&app, by, key_of(fields.key(), id.0), id, decision, said.clone()).await,
            Err(error) => Err(error),
        };
        let outcome = done.map_or_else(|error| first_refusal(&fields, error).map(Err), |()| Ok(Ok(())))?;
        left.extend(outcome.is_err().then_some(id));
        outcomes.push((name, outcome));
    }
    match (left.is_empty(), outcomes.len()) {
        (true, 1) => Ok(form::on_to(decided(decision, number))),
        (true, _) => Ok(inbox_page(&app, &signed_in, &Fields::default(), &outcomes).await?.into_response()),
        (false, _) => {
            let page = inbox_page(&app, &signed_in, &again(&fields, &left, &outcomes), &outcomes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Where the page goes after a decision: to the other purchases that wait.
pub fn decided(decision: Decision, number: Option<i64>) -> Next {
    let code = match decision {
        Decision::Approve => "approved",
        Decision::Return => "returned",
        Decision::Reject => "rejected",
    };
    let next = Next::after("/inbox".to_owned(), code);
    match number {
        Some(number) => next.numbered(number),
        None => next,
    }
}

/// The refusal that the page shows for a purchase that was not decided. A fault is passed on.
fn first_refusal(fields: &Fields, error: Error) -> Result<Refusal, Error> {
    match error {
        Error::Refused(mut refusals) if !refusals.is_empty() => Ok(refusals.remove(0)),
        other => fields.clone().refused(other)?.refusals.pop().ok_or_else(|| Error::fault("refused without a refusal")),
    }
}

/// The form as it was sent, for the purchases that are not decided yet.
fn again(fields: &Fields, left: &[PurchaseId], outcomes: &[Outcome]) -> Fields {
    // A key that was used for something else cannot be used again.
    let spent = outcomes.iter().any(|(_, outcome)| outcome.as_ref().is_err_and(|refusal| refusal.code == "key-reused"));
    let names = ["key", "page", "acta", "note"].into_iter().filter(|name| *name != "key" || !spent);
    let typed = names.fold(Fields::default(), |kept, name| kept.with(name, fields.get(name)));
    left.iter().fold(typed, |kept, id| kept.with("purchase", id.to_string()))
}
