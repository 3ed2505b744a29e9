//! The corrections of a record on its page: before and after, who, when and why.

use std::collections::{HashMap, HashSet};

use maud::{Markup, html};
use uuid::Uuid;

use super::{Correction, CorrectionRequest, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::Unit;
use crate::domain::correction::{CorrectionKind, FieldChange, FieldValue};
use crate::domain::ids::{AssociationId, FundId, MemberId, UserId};
use crate::domain::role::Action;
use crate::error::Error;
use crate::web::text::Reader;

/// Corrections shown on a member's page.
const MEMBERS: u64 = 20;

/// What showing a record's corrections needs.
pub struct Telling<'a> {
    pub reader: Reader,
    pub by: &'a Actor,
    pub association: AssociationId,
    pub time_zone: &'a str,
    pub unit: Unit,
}

/// A record's corrections and waiting requests; empty where there are none.
pub async fn part(app: &App, telling: &Telling<'_>, id: Uuid) -> Result<Markup, Error> {
    parts(app, telling, &[id]).await
}

/// The same for several records on one page.
pub async fn parts(app: &App, telling: &Telling<'_>, ids: &[Uuid]) -> Result<Markup, Error> {
    let mut told = store::of_records(app.db.read(), ids).await?;
    // A correction of two funds is stored in both and shown once here.
    let mut seen = HashSet::new();
    told.retain(|row| seen.insert((row.record_id, row.kind, row.replaced_by, row.corrected_at, row.changes.clone())));
    let waiting = store::waiting_for_any(app.db.read(), ids).await?;
    if told.is_empty() && waiting.is_empty() {
        return Ok(html! {});
    }
    let people = told.iter().flat_map(|row| [Some(row.corrected_by), row.confirmed_by]).flatten().chain(waiting.iter().map(|row| row.asked_by));
    let names = store::names(app.db.read(), people.collect()).await?;
    let here = if let [id] = ids { *id } else { Uuid::nil() };
    Ok(html! {
        h2 { (telling.reader.t("corrections")) }
        @for request in &waiting { (wait(telling, request, &names)) }
        ul.rows { @for row in &told { (one(telling, row, &names, here)?) } }
    })
}

/// A record's earlier names, newest first; empty where it was never renamed.
pub async fn before(app: &App, reader: Reader, time_zone: &str, id: Uuid) -> Result<Markup, Error> {
    let told = store::changes_of(app.db.read(), vec![id]).await?;
    if told.is_empty() {
        return Ok(html! {});
    }
    let names = names_of(app, &told).await?;
    let told = told.iter().map(|row| Ok((row, changes_of(row)?))).collect::<Result<Vec<_>, Error>>()?;
    Ok(html! {
        h2 { (reader.t("names-before")) }
        ul.rows { @for (row, changes) in &told {
            li.row {
                span { @for change in changes { span { (was_called(reader, change)) } br; } }
                span {}
                small { (until(reader, time_zone, row, &names)) }
            }
        } }
    })
}

/// `Antes: Fondo de papa`; for a field other than the name, with the field's label.
fn was_called(reader: Reader, change: &FieldChange) -> String {
    let was = if let FieldValue::Text(was) = &change.was { was } else { "–" };
    match &*change.what {
        "name" => reader.tf("name-before", &[("was", was.into())]),
        what => reader.tf("particular-before", &[("what", reader.of("changed", what).into()), ("was", was.into())]),
    }
}

fn until(reader: Reader, time_zone: &str, row: &Correction, names: &HashMap<UserId, String>) -> String {
    let until = reader.tf("said-until", &[("moment", reader.moment(row.corrected_at, time_zone).into())]);
    // The command line has no user.
    let who = names.get(&row.corrected_by).cloned();
    [Some(until), who, Some(row.reason.clone())].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The latest corrections of a member's records in a fund; empty where there are none.
pub async fn of_member(app: &App, telling: &Telling<'_>, member: MemberId, fund: FundId) -> Result<Markup, Error> {
    let told = store::of_member(app.db.read(), member, fund, MEMBERS).await?;
    if told.is_empty() {
        return Ok(html! {});
    }
    let names = names_of(app, &told).await?;
    Ok(html! {
        h2 { (telling.reader.t("corrections")) }
        ul.rows { @for row in &told { (one(telling, row, &names, Uuid::nil())?) } }
    })
}

pub async fn names_of(app: &App, told: &[Correction]) -> Result<HashMap<UserId, String>, Error> {
    store::names(app.db.read(), told.iter().flat_map(|row| [Some(row.corrected_by), row.confirmed_by]).flatten().collect()).await
}

/// One correction as a row. `here` is the record of the page.
///
/// # Errors
/// A fault where its changes cannot be read.
pub fn one(telling: &Telling<'_>, row: &Correction, names: &HashMap<UserId, String>, here: Uuid) -> Result<Markup, Error> {
    let reader = telling.reader;
    let (of, to) = (row.record_kind.address(row.record_id), row.replaced_by.and_then(|id| row.record_kind.address(id)));
    let of = of.filter(|_| row.record_id != here);
    let to = to.filter(|_| row.replaced_by != Some(here));
    let who = |id: UserId| names.get(&id).cloned().unwrap_or_default();
    Ok(html! {
        li.row {
            span { (reader.of("record-kind", row.record_kind.code())) " · " (reader.of("correction", row.kind.code())) }
            @if row.amount_minor != 0 { span.amount.void[row.kind != CorrectionKind::Change] { (reader.money(row.amount_minor, telling.unit)) } } @else { span {} }
            small.part {
                (reader.moment(row.corrected_at, telling.time_zone)) " · " (who(row.corrected_by))
                @if let Some(second) = row.confirmed_by { " · " (reader.tf("correction-confirmed-by", &[("name", who(second).into())])) }
                @if !row.reason.is_empty() { " · " (row.reason) }
            }
            @let changes = changes_of(row)?;
            @if !changes.is_empty() { div.part { (changes_table(telling, &changes)) } }
            @if of.is_some() || to.is_some() {
                div.part {
                    @if let Some(of) = &of { a href=(of) { (reader.t("correction-wrong-record")) } }
                    @if of.is_some() && to.is_some() { " · " }
                    @if let Some(to) = &to { a href=(to) { (reader.t("correction-right-record")) } }
                }
            }
        }
    })
}

fn wait(telling: &Telling<'_>, request: &CorrectionRequest, names: &HashMap<UserId, String>) -> Markup {
    let name = names.get(&request.asked_by).cloned().unwrap_or_default();
    let told = telling.reader.tf("correction-waits", &[("name", name.into())]);
    let may = telling.by.may(Action::SeeCorrections, Some(telling.association));
    html! { p.notice { @if may { a href=(format!("/correction-requests/{}", request.id)) { (told) } } @else { (told) } } }
}

/// # Errors
/// A fault where they cannot be read.
pub fn changes_of(row: &Correction) -> Result<Vec<FieldChange>, Error> {
    read(&row.changes)
}

/// # Errors
/// A fault where they cannot be read.
pub fn read(changes: &str) -> Result<Vec<FieldChange>, Error> {
    serde_json::from_str(changes).map_err(|error| Error::fault(format!("what a correction changed: {error}")))
}

/// The values before and after, field by field.
pub fn changes_table(telling: &Telling<'_>, changes: &[FieldChange]) -> Markup {
    let reader = telling.reader;
    html! {
        dl.facts { @for change in changes {
            dt { (reader.of("changed", &change.what)) }
            dd { s { (value(telling, &change.what, &change.was)) } " → " b { (value(telling, &change.what, &change.is)) } }
        } }
    }
}

fn value(telling: &Telling<'_>, what: &str, value: &FieldValue) -> String {
    let reader = telling.reader;
    match value {
        FieldValue::Nothing => "–".to_owned(),
        FieldValue::Money(minor) => reader.money(*minor, telling.unit),
        FieldValue::Named(name, minor) => format!("{name} {}", reader.money(*minor, telling.unit)),
        FieldValue::Quantity(thousandths) => reader.quantity(*thousandths),
        FieldValue::Date(date) => reader.short_date(*date),
        FieldValue::Text(text) => text.clone(),
        FieldValue::Code(code) => reader.of(&what.replace('_', "-"), code),
    }
}
