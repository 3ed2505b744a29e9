//! Solidarity groups on screen: the list with the form of a new one, and one group with its members and their arrears.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;
use maud::{Markup, html};

use super::groups::{self, NewGroup, NewMembers};
use super::{Group, see, store};
use crate::app::App;
use crate::domain::ids::{AssociationId, GroupId, MemberId};
use crate::domain::role::Action;
use crate::domain::solidarity::GROUP_SIZE;
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::features::corrections::{Order, history};
use crate::features::funds;
use crate::features::members::{self, Member, pick};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, field_refusal, form_field, form_refusals, key_field, own_fields, submit, typed_into};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// A field for each possible member of a group.
const MEMBERS: [&str; 7] = ["member-1", "member-2", "member-3", "member-4", "member-5", "member-6", "member-7"];

/// # Errors
/// `not-found`, `forbidden`.
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>) -> Result<Markup, Error> {
    list_page(&app, &signed_in, id, &Fields::default()).await
}

async fn list_page(app: &App, signed_in: &SignedIn, id: AssociationId, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let association = associations::see(app, by, id, Action::SeeMembers).await?;
    let today = app.clock.today(&association.time_zone);
    let known = store::list(app.db.read(), id).await?;
    let of = in_groups(app, &known, today).await?;
    let all = members::all(app.db.read(), id).await?;
    let fields = &fields.clone().with("formed_on", today.to_string());
    let body = html! {
        (back(&format!("/associations/{id}/members"), &reader.t("members")))
        h1 { (reader.t("groups")) }
        p.hint { (reader.t("groups-hint")) }
        @if known.is_empty() { p.notice { (reader.t("groups-none")) } }
        ul.rows { @for group in &known { (group_row(reader, group, of.get(&group.id).map_or(&[], Vec::as_slice), &all)) } }
        @if by.may(Action::ManageMembers, Some(id)) {
            details open[known.is_empty() || !fields.refusals.is_empty()] {
                summary { (reader.t("group-new")) }
                (form_refusals(reader, fields, &["name", "formed_on", "member"]))
                form method="post" action=(format!("/associations/{id}/groups")) {
                    (key_field(fields))
                    (Field::new(reader, fields, "name", "group-name").text())
                    (Field::new(reader, fields, "formed_on", "group-formed-on").date())
                    (member_fields(reader, fields))
                    (pick::suggestions(&all))
                    (submit(reader, "save"))
                }
            }
        }
    };
    let heading = funds::heading(app, reader, by, &association, None).await?;
    Ok(page(reader, by, &heading, Place::Members, &reader.t("groups"), body))
}

/// The members of each of these groups on a day.
async fn in_groups(app: &App, known: &[Group], on: NaiveDate) -> Result<HashMap<GroupId, Vec<MemberId>>, Error> {
    let rows = store::memberships(app.db.read(), known.iter().map(|group| group.id).collect()).await?;
    let mut of: HashMap<GroupId, Vec<MemberId>> = HashMap::new();
    for row in rows.iter().filter(|row| store::is_in(row, on)) {
        of.entry(row.group_id).or_default().push(row.member_id);
    }
    Ok(of)
}

fn group_row(reader: Reader, group: &Group, of: &[MemberId], all: &[Member]) -> Markup {
    let names: Vec<&str> = all.iter().filter(|member| of.contains(&member.id)).map(|member| member.name.as_str()).collect();
    html! {
        li { a.row href=(format!("/groups/{}", group.id)) {
            span { (group.name) }
            span { @if group.dissolved_on.is_some() { span.tag { (reader.t("group-over")) } } @else { (reader.tf("group-count", &[("count", of.len().into())])) } }
            small { (names.join("; ")) } span {}
        } }
    }
}

fn member_fields(reader: Reader, fields: &Fields) -> Markup {
    html! {
        fieldset {
            legend { (reader.t("group-members")) }
            p.hint { (reader.t("member-pick-hint")) }
            (field_refusal(reader, fields, "member"))
            @for (i, name) in MEMBERS.iter().enumerate() {
                input.text type="text" name=(name) value=(fields.get(name)) list=(pick::LIST) autocomplete="off"
                    aria-label=(reader.tf("group-member-no", &[("no", (i + 1).to_string().into())])) aria-invalid=[fields.refusal("member").map(|_| "true")];
            }
        }
    }
}

/// The typed members; an unknown one is refused at the group's members.
fn read_members(fields: &mut Fields, all: &[Member]) -> Vec<MemberId> {
    let typed: Vec<String> = MEMBERS.iter().map(|name| fields.get(name).to_owned()).filter(|typed| !typed.is_empty()).collect();
    let mut picked = Vec::new();
    for typed in typed {
        match pick::picked(all, &typed) {
            Ok(member) => picked.push(member),
            Err(refusal) => fields.refusals.push(refusal),
        }
    }
    picked
}

/// # Errors
/// What forming one refuses, except mistakes in the form, which are shown on it.
pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>, mut fields: Fields) -> Result<Response, Error> {
    associations::see(&app, &signed_in.0, id, Action::ManageMembers).await?;
    let all = members::all(app.db.read(), id).await?;
    let (name, formed_on) = (fields.text("name"), fields.date("formed_on"));
    let new = NewGroup { association: id, name, formed_on, members: read_members(&mut fields, &all) };
    let doing = groups::form(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, |group| format!("/groups/{group}"), async |fields| list_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<GroupId>) -> Result<Markup, Error> {
    group_page(&app, &signed_in, id, &Fields::default()).await
}

async fn group_page(app: &App, signed_in: &SignedIn, id: GroupId, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let group = see(app, by, id, Action::SeeMembers).await?;
    let association = associations::see(app, by, group.association_id, Action::SeeMembers).await?;
    let today = app.clock.today(&association.time_zone);
    let all = members::all(app.db.read(), association.id).await?;
    let present = store::members_on(app.db.read(), id, today).await?;
    let late = store::delays(app.db.read(), &present, today).await?;
    let people: Vec<&Member> = all.iter().filter(|member| present.contains(&member.id)).collect();
    let body = html! {
        (back(&format!("/associations/{}/groups", association.id), &reader.t("groups")))
        h1 { (group.name) }
        p.hint {
            (reader.tf("group-since", &[("day", reader.date(group.formed_on).into())]))
            @if let Some(over_on) = group.dissolved_on { " " (reader.tf("group-until", &[("day", reader.date(over_on).into())])) }
        }
        ul.rows { @for member in &people {
            li { a.row href=(format!("/members/{}", member.id)) {
                span { (member.name) }
                span.end { (standing_tag(reader, late.get(&member.id).copied())) }
                small { (reader.tf("member-number", &[("number", member.number.to_string().into())])) } span {}
            } }
        } }
        (form_refusals(reader, fields, &["member", "on", "reason"]))
        @if by.may(Action::ManageMembers, Some(association.id)) && group.dissolved_on.is_none() {
            (change_part(reader, &group, &people, fields, today))
            (pick::suggestions(&all))
        }
        (told(app, signed_in, &association, &group).await?)
    };
    let heading = funds::heading(app, reader, by, &association, None).await?;
    Ok(page(reader, by, &heading, Place::Members, &group.name, body))
}

async fn told(app: &App, signed_in: &SignedIn, association: &Association, group: &Group) -> Result<Markup, Error> {
    // A group's changes hold no money, so the unit is never shown.
    let unit = crate::domain::amount::Unit::Pen;
    let telling =
        history::Telling { reader: signed_in.reader(), by: &signed_in.0, association: association.id, time_zone: &association.time_zone, unit };
    history::part(app, &telling, group.id.0).await
}

/// Whether a member is late, and for how many days.
pub fn standing_tag(reader: Reader, days_late: Option<i64>) -> Markup {
    match days_late {
        Some(days) => html! { span.tag.late { (reader.tf("days-late", &[("days", days.into())])) } },
        None => html! { span.tag.well { (reader.t("in-good-standing")) } },
    }
}

fn change_part(reader: Reader, group: &Group, people: &[&Member], fields: &Fields, today: NaiveDate) -> Markup {
    let (change, dissolve) = (format!("/groups/{}/members", group.id), format!("/groups/{}/dissolve", group.id));
    let dated = || Fields::default().with("on", today.to_string());
    let (mut changed, over) = (own_fields(fields, &change, dated()), own_fields(fields, &dissolve, dated()));
    let asked = typed_into(fields, &change).is_some();
    if !asked {
        for (name, member) in MEMBERS.iter().zip(people) {
            changed.add(name, pick::suggestion(member));
        }
    }
    html! {
        details open[asked] {
            summary { (reader.t("group-change")) }
            form method="post" action=(change) {
                (form_field(&change))
                (key_field(&changed))
                (member_fields(reader, &changed))
                (Field::new(reader, &changed, "on", "group-change-on").date())
                (Field::new(reader, &changed, "reason", "reason").text())
                (submit(reader, "save"))
            }
        }
        details open[typed_into(fields, &dissolve).is_some()] {
            summary { (reader.t("group-dissolve")) }
            p.hint { (reader.t("group-dissolve-hint")) }
            form method="post" action=(dissolve) {
                (form_field(&dissolve))
                (key_field(&over))
                (Field::new(reader, &over, "on", "group-dissolve-on").date())
                (Field::new(reader, &over, "reason", "reason").text())
                div.buttons { button.button.stop { (reader.t("group-dissolve")) } }
            }
        }
    }
}

/// # Errors
/// What changing it refuses, except mistakes in the form, which are shown on it.
pub async fn change(State(app): State<App>, signed_in: SignedIn, Path(id): Path<GroupId>, mut fields: Fields) -> Result<Response, Error> {
    let group = see(&app, &signed_in.0, id, Action::ManageMembers).await?;
    let all = members::all(app.db.read(), group.association_id).await?;
    let new = NewMembers { group: id, on: fields.date("on"), members: read_members(&mut fields, &all) };
    let order = Order::new(new, fields.text("reason"));
    let doing = groups::change(&app, &signed_in.0, fields.key(), order);
    form::answer(doing, fields, |group| format!("/groups/{group}"), async |fields| group_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// What dissolving it refuses, except mistakes in the form, which are shown on it.
pub async fn dissolve(State(app): State<App>, signed_in: SignedIn, Path(id): Path<GroupId>, mut fields: Fields) -> Result<Response, Error> {
    see(&app, &signed_in.0, id, Action::ManageMembers).await?;
    let order = Order::new((id, fields.date("on")), fields.text("reason"));
    let doing = groups::dissolve(&app, &signed_in.0, fields.key(), order);
    form::answer(doing, fields, |group| format!("/groups/{group}"), async |fields| group_page(&app, &signed_in, id, &fields).await).await
}

// There are as many fields as the rule book allows members.
const _: () = assert!(MEMBERS.len() == *GROUP_SIZE.end());
