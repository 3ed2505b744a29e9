//! Reports on screen and as files.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use maud::{Markup, html};

use super::gather::{Scope, facts};
use super::group::{Fact, Grouping, Sums, group, totals};
use super::labour;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::Unit;
use crate::domain::ids::{AssociationId, ProgrammeId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Role;
use crate::error::Error;
use crate::features::{associations, funds, programmes};
use crate::web::export::{Cell, Table, csv, file, xlsx};
use crate::web::fields::Fields;
use crate::web::layout::{Heading, Place, page};
use crate::web::parts::back;
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// The parameters of a report's address.
struct ReportRequest {
    by: Grouping,
    scope: Scope,
    /// The address's query, to repeat in links.
    query: String,
}

impl ReportRequest {
    fn of(uri: &Uri) -> Self {
        let fields = Fields::from_query(uri);
        let by = Grouping::parse(fields.get("by")).unwrap_or(Grouping::Cycle);
        let scope = Scope {
            programme: fields.get("programme").parse().ok().map(ProgrammeId),
            association: fields.get("association").parse().ok().map(AssociationId),
        };
        Self { by, scope: scope.clone(), query: query(by, &scope) }
    }
}

fn query(by: Grouping, scope: &Scope) -> String {
    let mut query = format!("by={}", by.code());
    if let Some(programme) = scope.programme {
        query.push_str(&format!("&programme={programme}"));
    }
    if let Some(association) = scope.association {
        query.push_str(&format!("&association={association}"));
    }
    query
}

/// The frame of a report: a treasurer's association, or the program.
pub async fn frame(app: &App, reader: Reader, by: &Actor) -> Result<(Reader, Heading), Error> {
    if let (Some(Role::Treasurer | Role::Committee | Role::Auditor), Some([own, ..])) = (by.role(), by.associations().as_deref()) {
        let association = associations::find(app.db.read(), *own).await?;
        let reader = reader.in_country(&association.country);
        return Ok((reader, funds::heading(app, reader, by, &association, None).await?));
    }
    Ok((reader, associations::pages::dated_heading(app, reader, by)))
}

pub async fn seed(State(app): State<App>, signed_in: SignedIn, uri: Uri) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let asked = ReportRequest::of(&uri);
    let facts = facts(&app, by, &asked.scope).await?;
    let (reader, heading) = frame(&app, signed_in.reader(), by).await?;
    let programmes = programmes::list(app.db.read()).await?;
    let own = by.programmes();
    let offered: Vec<_> = programmes.iter().filter(|row| own.as_ref().is_none_or(|own| own.contains(&row.id))).collect();
    let body = html! {
        (back("/more", &reader.t("nav-more")))
        h1 { (reader.t("seed-report")) }
        p.hint { (reader.t("seed-report-about")) }
        nav.filters aria-label=(reader.t("report-by")) {
            @for by in Grouping::ALL { a href=(format!("/reports/seed?{}", query(by, &asked.scope))) aria-current=[(by == asked.by).then_some("true")] { (reader.of("by", by.code())) } }
        }
        @if offered.len() > 1 {
            nav.filters aria-label=(reader.t("programmes")) {
                a href=(format!("/reports/seed?{}", query(asked.by, &Scope { programme: None, ..asked.scope.clone() }))) aria-current=[asked.scope.programme.is_none().then_some("true")] { (reader.t("programmes-all")) }
                @for row in &offered {
                    @let id = row.id;
                    a href=(format!("/reports/seed?{}", query(asked.by, &Scope { programme: Some(id), ..asked.scope.clone() }))) aria-current=[(asked.scope.programme == Some(id)).then_some("true")] { (row.name) }
                }
            }
        }
        @if facts.is_empty() { p.notice { (reader.t("seed-report-none")) } } @else { (chart(reader, &facts, asked.by)) (report(reader, &facts, asked.by)) }
        (downloads(reader, "/reports/files/seed", &asked.query))
        p.no-print { a href="/reports/labour" { (reader.t("labour-report")) } }
    };
    Ok(page(reader, by, &heading, Place::Reports, &reader.t("seed-report"), body))
}

/// The links to a report's files.
pub fn downloads(reader: Reader, base: &str, query: &str) -> Markup {
    let joint = if query.is_empty() { "" } else { "?" };
    html! {
        div.buttons.no-print {
            a.button.quiet href=(format!("{base}.xlsx{joint}{query}")) { (reader.t("download-xlsx")) }
            a.button.quiet href=(format!("{base}.csv{joint}{query}")) { (reader.t("download-csv")) }
            button.button.quiet type="button" data-print { (reader.t("print")) }
        }
    }
}

fn label(reader: Reader, by: Grouping, code: &str) -> String {
    match (by, code) {
        (Grouping::Sex, sex) => reader.of("sex", sex),
        (_, "") => reader.t("unsaid"),
        (_, name) => name.to_owned(),
    }
}

/// Bars of hectares installed; the table below has the same figures.
fn chart(reader: Reader, facts: &[Fact], by: Grouping) -> Markup {
    let groups = group(facts, by);
    let rows: Vec<(String, i64)> = groups.iter().map(|((_, name), (_, sums))| (label(reader, by, name), sums.installed)).collect();
    let most = rows.iter().map(|(_, installed)| *installed).max().unwrap_or(0);
    let said: Vec<String> = rows.iter().map(|(name, installed)| format!("{name} {}", reader.hectares(*installed))).collect();
    html! {
        @if most > 0 {
            figure.bars {
                figcaption { (reader.t("hectares-installed")) }
                span.unseen { (said.join("; ")) }
                @for (name, installed) in &rows {
                    div.bar-row aria-hidden="true" { span { (name) } span.track { span.fill style=(format!("width:{}%", installed * 100 / most)) {} } span.amount { (reader.hectares(*installed)) } }
                }
            }
        }
    }
}

fn report(reader: Reader, facts: &[Fact], by: Grouping) -> Markup {
    let line = |name: String, unit: Unit, sums: &Sums| {
        html! {
            td { (name) } td.n { (sums.purchases.len()) } td.n { (sums.members.len()) } td.n { (reader.hectares(sums.planned)) } td.n { (reader.hectares(sums.installed)) } td.n { (reader.quantity(sums.kilos)) }
            td.n { (reader.money(sums.total_minor, unit)) } td.n { (reader.figures(sums.parties_minor(), unit)) } td.n { (reader.figures(sums.producers_minor, unit)) }
        }
    };
    let card = |name: String, unit: Unit, sums: &Sums| {
        html! {
            section.card {
                b { (name) }
                dl.facts {
                    dt { (reader.t("purchases")) } dd { (sums.purchases.len()) }
                    dt { (reader.t("members")) } dd { (sums.members.len()) }
                    dt { (reader.t("hectares-installed-short")) } dd { (reader.hectares(sums.installed)) " / " (reader.hectares(sums.planned)) }
                    dt { (reader.t("kilos")) } dd { (reader.quantity(sums.kilos)) }
                    dt { (reader.t("money-total")) } dd { b { (reader.money(sums.total_minor, unit)) } }
                    dt { (reader.t("parties-part")) } dd { (reader.figures(sums.parties_minor(), unit)) }
                    dt { (reader.t("producers-part")) } dd { (reader.figures(sums.producers_minor, unit)) }
                }
            }
        }
    };
    let groups = group(facts, by);
    let totals = totals(facts);
    html! {
        div.narrow {
            @for ((_, name), (unit, sums)) in &groups { (card(label(reader, by, name), *unit, sums)) }
            @for (unit, sums) in totals.values() { (card(reader.t("total"), *unit, sums)) }
        }
        div.scroll.wide.out tabindex="0" { table.tight {
            thead { tr { th { (reader.of("by", by.code())) } @for key in COLUMNS { th.n { (reader.t(key)) } } } }
            tbody {
                @for ((_, name), (unit, sums)) in &groups { tr { (line(label(reader, by, name), *unit, sums)) } }
                @for (unit, sums) in totals.values() { tr.sum { (line(reader.t("total"), *unit, sums)) } }
            }
        } }
    }
}

/// The columns of the report.
const COLUMNS: [&str; 8] = [
    "purchases-short",
    "people-short",
    "hectares-planned-short",
    "hectares-installed-short",
    "kilos",
    "money-total",
    "parties-part",
    "producers-part",
];

/// The report grouped by one heading, as a table to download.
pub fn table(reader: Reader, facts: &[Fact], by: Grouping) -> Table {
    let count = |of: usize| Cell::Count(i64::try_from(of).unwrap_or(i64::MAX));
    let row = |name: String, unit: Unit, sums: &Sums| {
        vec![
            Cell::Text(name),
            count(sums.purchases.len()),
            count(sums.members.len()),
            Cell::Thousandths(sums.planned),
            Cell::Thousandths(sums.installed),
            Cell::Thousandths(sums.kilos),
            Cell::Money(sums.total_minor, unit),
            Cell::Money(sums.parties_minor(), unit),
            Cell::Money(sums.producers_minor, unit),
            Cell::Text(unit.code().to_owned()),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = group(facts, by).iter().map(|((_, name), (unit, sums))| row(label(reader, by, name), *unit, sums)).collect();
    rows.extend(totals(facts).values().map(|(unit, sums)| row(reader.t("total"), *unit, sums)));
    let mut headings = vec![reader.of("by", by.code())];
    headings.extend(COLUMNS.iter().map(|key| reader.t(key)));
    headings.push(reader.t("report-unit"));
    Table { name: reader.of("by", by.code()), headings, rows }
}

/// Every fact behind the report, one row each.
fn detail(reader: Reader, facts: &[Fact]) -> Table {
    let keys = [
        "programme",
        "cycle",
        "association",
        "community",
        "member-name-short",
        "member-sex",
        "purchase",
        "hectares-planned-short",
        "hectares-installed-short",
        "kilos",
        "money-total",
        "producers-part",
        "report-unit",
    ];
    let row = |fact: &Fact| {
        vec![
            Cell::Text(fact.programme.clone()),
            Cell::Text(fact.cycle.clone()),
            Cell::Text(fact.association.clone()),
            Cell::Text(fact.community.clone()),
            Cell::Text(fact.member_name.clone()),
            Cell::Text(reader.of("sex", &fact.sex)),
            Cell::Count(fact.purchase_number),
            Cell::Thousandths(fact.planned),
            Cell::Thousandths(fact.installed),
            Cell::Thousandths(fact.kilos),
            Cell::Money(fact.total_minor, fact.unit),
            Cell::Money(fact.producers_minor, fact.unit),
            Cell::Text(fact.unit.code().to_owned()),
        ]
    };
    Table { name: reader.t("report-detail"), headings: keys.iter().map(|key| reader.t(key)).collect(), rows: facts.iter().map(row).collect() }
}

/// A report's file: `xlsx` has every grouping and every fact, `csv` the requested grouping.
pub async fn seed_file(State(app): State<App>, signed_in: SignedIn, Path(ending): Path<String>, uri: Uri) -> Result<Response, Error> {
    let asked = ReportRequest::of(&uri);
    let facts = facts(&app, &signed_in.0, &asked.scope).await?;
    let reader = signed_in.reader();
    match ending.as_str() {
        "seed.csv" => Ok(file("muyu-semilla.csv", csv(&table(reader, &facts, asked.by))?)),
        "seed.xlsx" => {
            let mut tables: Vec<Table> = Grouping::ALL.into_iter().map(|by| table(reader, &facts, by)).collect();
            tables.push(detail(reader, &facts));
            Ok(file("muyu-semilla.xlsx", xlsx(&tables)?))
        }
        "labour.csv" | "labour.xlsx" => {
            let table = labour::table(reader, &labour::non_cash_contributions(&app, &signed_in.0, &asked.scope).await?);
            if ending.ends_with("csv") { Ok(file("muyu-jornales.csv", csv(&table)?)) } else { Ok(file("muyu-jornales.xlsx", xlsx(&[table])?)) }
        }
        _ => Err(Refusal::not_found().into()),
    }
}

pub async fn labour_report(State(app): State<App>, signed_in: SignedIn, uri: Uri) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let asked = ReportRequest::of(&uri);
    let all = labour::non_cash_contributions(&app, by, &asked.scope).await?;
    let (reader, heading) = frame(&app, signed_in.reader(), by).await?;
    let many = all.iter().any(|put| put.association != all[0].association);
    let body = html! {
        (back("/reports/seed", &reader.t("seed-report")))
        h1 { (reader.t("labour-report")) }
        p.hint { (reader.t("labour-report-about")) }
        @if all.is_empty() { p.notice { (reader.t("labour-report-none")) } } @else {
            div.scroll tabindex="0" { table {
                thead { tr { th { (reader.t("who-put")) } th { (reader.t("concept")) } th.n { (reader.t("days-worked")) } th.n { (reader.t("days-value")) } } }
                tbody { @for put in &all { tr {
                    td { (put.who) br; small.hint { @if many { (put.association) " · " } a href=(format!("/purchases/{}", put.purchase)) { (reader.tf("number-short", &[("number", put.purchase_number.to_string().into())])) } } }
                    td { (put.what) @if put.gift { " " span.tag { (reader.t("labour-gift-tag")) } } } td.n { @if let Some(days) = put.days { (reader.quantity(days)) } @else { (reader.t("contribution-in-kind")) } } td.n { (reader.money(put.value_minor, put.unit)) }
                } } }
            } }
        }
        (downloads(reader, "/reports/files/labour", ""))
    };
    Ok(page(reader, by, &heading, Place::Reports, &reader.t("labour-report"), body))
}
