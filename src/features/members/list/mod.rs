//! The list of an association's members: who they are, what they owe, and whether they are late.

mod store;

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use maud::html;

use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::calendar::days;
use crate::domain::codes::codes;
use crate::domain::ids::{AssociationId, FundId};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::{associations, funds};
use crate::web::layout::{Place, page};
use crate::web::parts::asked::{Asked, Order};
use crate::web::parts::face;
use crate::web::parts::list::{Cell, Column, Group, List, Select, Stands, Value};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

pub use store::communities;

const ORDERS: [Order; 3] = [Order { by: "number", down: false }, Order { by: "name", down: false }, Order { by: "late", down: false }];

codes! {
    /// Which members to list.
    pub enum MemberStanding {
        /// With an open loan.
        Owing = "owing",
        Late = "late",
        /// No longer members.
        Left = "left",
    }
}

/// # Errors
/// `not-found`, `forbidden`, `list-too-long`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>, uri: Uri) -> Result<Response, Error> {
    let by = &signed_in.0;
    let association = associations::see(&app, by, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country);
    let today = app.clock.today(&association.time_zone);
    let (asked, db) = (Asked::of(&uri), app.db.read());
    let own: Vec<(FundId, Unit)> = funds::of_association(db, id).await?.into_iter().map(|fund| (fund.id, fund.unit)).collect();
    let wanted = store::MemberFilter {
        association: id,
        funds: own.iter().map(|(fund, _)| *fund).collect(),
        standing: MemberStanding::parse(asked.get("standing")),
        community: asked.get("community"),
        typed: asked.get("q"),
        today,
    };
    let count = store::count(db, &wanted).await?;
    let (order, shown) = (asked.order(&ORDERS), asked.clone().within(count.unsigned_abs()));
    let members = store::page(db, &wanted, order, shown.page(), shown.most()).await?;
    let debts = store::debts(db, &wanted, &members.iter().map(|member| member.id).collect::<Vec<_>>()).await?;
    let units = units_of(&own);
    let totals = by_unit(&own, &store::totals(db, &wanted).await?);
    let path = format!("/associations/{id}/members");
    let communities = store::communities(db, id).await?;
    let all = (String::new(), reader.t("list-all-f"));
    let every = (String::new(), reader.t("members-standing-all"));
    let standings = MemberStanding::ALL.map(|standing| (standing.code().to_owned(), reader.of("members-standing", standing.code())));
    let list = List {
        reader,
        path: &path,
        asked: &shown,
        order,
        name: reader.t("members"),
        whose: association.name.clone(),
        search: Some(reader.t("members-search")),
        selects: vec![
            Select { name: "standing", label: reader.t("list-state"), options: std::iter::once(every).chain(standings).collect() },
            Select {
                name: "community",
                label: reader.t("community"),
                options: std::iter::once(all).chain(communities.into_iter().map(|name| (name.clone(), name))).collect(),
            },
        ],
        columns: columns(reader, &units),
        groups: vec![Group {
            head: None,
            reader: None,
            rows: members
                .iter()
                .map(|member| row(reader, member, &by_unit(&own, debts.get(&member.id).map_or(&[], Vec::as_slice)), &units, today))
                .collect(),
            sums: totals.into_iter().map(|total| sum(reader, count, total, &units)).collect(),
        }],
        count: count.unsigned_abs(),
        counted: reader.tf("members-counted", &[("count", count.into())]),
        told: reader.t("members-told"),
    };
    if let Some(file) = list.file()? {
        return Ok(file);
    }
    let primary = html! {
        a.button.quiet href=(format!("/associations/{id}/groups")) { (reader.t("groups")) }
        @if by.may(Action::ManageMembers, Some(id)) { a.button href=(format!("/associations/{id}/members/new")) { (reader.t("member-new")) } }
    };
    let body = html! { (list.head(html! {}, &reader.t("members"), primary)) (list.part()) };
    let heading = funds::heading(&app, reader, by, &association, None).await?;
    Ok(page(reader, by, &heading, Place::Members, &reader.t("members"), body).into_response())
}

/// Amounts of several funds, summed by unit: amounts of two units are never added.
fn by_unit(funds: &[(FundId, Unit)], owed: &[(FundId, i64)]) -> Vec<(Unit, i64)> {
    let units: HashMap<FundId, Unit> = funds.iter().copied().collect();
    let mut sums: Vec<(Unit, i64)> = Vec::new();
    for (fund, minor) in owed {
        let Some(unit) = units.get(fund) else { continue };
        match sums.iter_mut().find(|(known, _)| known == unit) {
            Some((_, sum)) => *sum += minor,
            None => sums.push((*unit, *minor)),
        }
    }
    sums
}

/// The units that an association counts in.
fn units_of(own: &[(FundId, Unit)]) -> Vec<Unit> {
    Unit::ALL.into_iter().filter(|unit| own.iter().any(|(_, known)| known == unit)).collect()
}

/// Where there are several units, a file has an amount column for each.
fn by_file(owed: &[(Unit, i64)], units: &[Unit]) -> Vec<Cell> {
    let of = |unit: &Unit| owed.iter().find(|(known, _)| known == unit).map_or(Cell::default(), |(unit, minor)| Cell::money(*minor, *unit));
    if units.len() > 1 { units.iter().map(of).collect() } else { Vec::new() }
}

fn columns(reader: Reader, units: &[Unit]) -> Vec<Column> {
    let column = |key: &str, stands| Column::new(reader.t(key), stands);
    let owes = column("column-owes", Stands::Key).figures();
    let several = units.len() > 1;
    let of_unit = |unit: &Unit| Column::new(format!("{} ({})", reader.t("column-owes"), reader.symbol(*unit)), Stands::File);
    let mut columns = vec![
        column("column-number", Stands::Desk).figures().sorted("number", false),
        column("member-name-short", Stands::Head).sorted("name", false),
        column("member-document", Stands::Desk),
        column("community", Stands::File),
        column("member-phone", Stands::Wide),
        column("column-open-loans", Stands::Desk).figures(),
        if several { owes.unfiled() } else { owes },
        column("list-state", Stands::State).sorted("late", false),
    ];
    columns.extend(units.iter().filter(|_| several).map(of_unit));
    columns
}

fn row(reader: Reader, member: &store::MemberRow, owed: &[(Unit, i64)], units: &[Unit], today: NaiveDate) -> Vec<Cell> {
    let number = reader.tf("member-number", &[("number", member.number.to_string().into())]);
    let community = member.community.clone().unwrap_or_default();
    let about = if community.is_empty() { number } else { format!("{number} · {community}") };
    let debt = match owed {
        [] => Cell::default(),
        [(unit, minor)] => Cell::money(*minor, *unit),
        several => Cell::text(several.iter().map(|(unit, minor)| reader.money(*minor, *unit)).collect::<Vec<_>>().join(" · ")),
    };
    let mut cells = vec![
        Value::Count(member.number).into(),
        Cell::text(member.name.clone()).to(format!("/members/{}", member.id)).under(about).drawn(face(&member.name)),
        Cell::text(member.document.clone().unwrap_or_default()),
        Cell::text(community),
        Cell::text(member.phone.clone().unwrap_or_default()),
        member.loans.map_or(Cell::default(), |count| Value::Count(count).into()),
        debt,
        state(reader, member, today),
    ];
    cells.extend(by_file(owed, units));
    cells
}

fn state(reader: Reader, member: &store::MemberRow, today: NaiveDate) -> Cell {
    match member.oldest_due_on.map(|due| days(due, today)) {
        Some(late @ 1..) => Cell::tag("late", reader.tf("days-late", &[("days", late.into())])),
        Some(0) => Cell::tag("soon", reader.t("due-today")),
        Some(_) => Cell::tag("calm", reader.t("up-to-date")),
        None if member.left_on.is_some() => Cell::tag("calm", reader.t("member-left")),
        None => Cell::tag("calm", reader.t("member-clear")),
    }
}

fn sum(reader: Reader, count: i64, (unit, minor): (Unit, i64), units: &[Unit]) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); 8];
    cells[1] = Cell::text(reader.tf("list-sum", &[("count", count.into())]));
    cells[6] = Cell::money(minor, unit);
    cells.extend(by_file(&[(unit, minor)], units));
    cells
}
