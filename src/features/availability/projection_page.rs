//! The projection on screen: a chart with its table, and fields to try out figures, without a script.

use axum::extract::{Path, State};
use axum::http::Uri;
use maud::{Markup, PreEscaped, html};

use super::projection::{Grounds, Scenario, WhatIf, grounds};
use crate::app::App;
use crate::domain::amount::{self, Unit};
use crate::domain::ids::FundId;
use crate::domain::projection::Projection;
use crate::domain::rate::percent;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds;
use crate::web::fields::Fields;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const FIELDS: [&str; 7] = ["cycles", "demand", "growth", "recovery", "rate", "inflation", "costs"];

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, id, Action::SeeFund).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let mut fields = Fields::from_query(&uri);
    let what_if = read(&mut fields, fund.unit, reader);
    let what_if = if fields.refusals.is_empty() { what_if } else { WhatIf::default() };
    let grounds = grounds(&app, &fund, app.clock.today(&association.time_zone), what_if).await?;
    let mut told = Vec::new();
    for scenario in Scenario::ALL {
        match grounds.project(scenario) {
            Ok(projection) => told.push((scenario, projection)),
            Err(error) => fields = fields.refused(error)?,
        }
    }
    let shown = filled(&fields, &grounds, fund.unit, reader);
    let body = html! {
        (back(&format!("/funds/{id}"), &fund.name))
        h1 { (reader.t("projection")) }
        p.hint { (reader.t("projection-hint")) }
        @if let [_, (_, expected), _] = &told[..] {
            (in_words(reader, &grounds, expected))
            (chart(reader, fund.unit, &told))
            (table(reader, fund.unit, &told, expected))
        }
        h2 { (reader.t("what-if")) }
        (form_refusals(reader, &shown, &FIELDS))
        form method="get" action=(format!("/funds/{id}/projection")) {
            div.pair { (Field::new(reader, &shown, "demand", "what-if-demand").figures()) (Field::new(reader, &shown, "growth", "what-if-growth").figures()) }
            div.pair { (Field::new(reader, &shown, "recovery", "what-if-recovery").figures()) (Field::new(reader, &shown, "rate", "what-if-rate").figures()) }
            div.pair { (Field::new(reader, &shown, "inflation", "what-if-inflation").figures()) (Field::new(reader, &shown, "costs", "what-if-costs").figures()) }
            (Field::new(reader, &shown, "cycles", "what-if-cycles").figures())
            div.buttons { button.button { (reader.t("what-if-show")) } a.button.quiet href=(format!("/funds/{id}/projection")) { (reader.t("what-if-again")) } }
        }
        details { summary { (reader.t("how-computed")) } p { (reader.t("projection-how")) } }
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("projection"), body))
}

fn read(fields: &mut Fields, unit: Unit, reader: Reader) -> WhatIf {
    let mut ppm = |name: &str| if fields.get(name).is_empty() { None } else { Some(fields.percent(name)) };
    let (demand_growth_ppm, recovery_ppm, rate_ppm, inflation_ppm) = (ppm("growth"), ppm("recovery"), ppm("rate"), ppm("inflation"));
    let mut minor = |name: &str| if fields.get(name).is_empty() { None } else { Some(fields.money_or_zero(name, unit, reader.style)) };
    let (demand_minor, costs_minor) = (minor("demand"), minor("costs"));
    let cycles = fields.maybe_number("cycles", 1..=20).and_then(|cycles| u32::try_from(cycles).ok());
    WhatIf { cycles, demand_minor, demand_growth_ppm, recovery_ppm, rate_ppm, inflation_ppm, costs_minor }
}

/// The fields, filled with the present figures where nothing was typed.
fn filled(fields: &Fields, grounds: &Grounds, unit: Unit, reader: Reader) -> Fields {
    let used = &grounds.what_if;
    let mut shown = fields.clone();
    let of_ppm = |ppm: Option<i64>| percent(ppm.unwrap_or(0));
    let of_minor = |minor: Option<i64>| amount::filled(minor.unwrap_or(0), unit, reader.style);
    shown.extend(
        Fields::default()
            .with("demand", of_minor(used.demand_minor))
            .with("growth", of_ppm(used.demand_growth_ppm))
            .with("recovery", of_ppm(used.recovery_ppm))
            .with("rate", of_ppm(used.rate_ppm))
            .with("inflation", of_ppm(used.inflation_ppm))
            .with("costs", of_minor(used.costs_minor))
            .with("cycles", used.cycles.unwrap_or(0).to_string()),
    );
    shown
}

/// A sentence with the cycle in which the fund runs short.
fn in_words(reader: Reader, grounds: &Grounds, expected: &Projection) -> Markup {
    let next = &grounds.forecast.on_hand.next;
    html! {
        @match expected.first_short_cycle {
            Some(cycle) => {
                @let year = crate::domain::calendar::add_months(next.starts_on, next.months() * (cycle - 1));
                p.notice.warn { (reader.tf("projection-short", &[("no", i64::from(cycle).into()), ("day", reader.date(year).into())])) }
            }
            None => p.notice { (reader.t("projection-enough")) },
        }
    }
}

/// Three lines with the figures of the table below.
fn chart(reader: Reader, unit: Unit, told: &[(Scenario, Projection)]) -> Markup {
    let all = || told.iter().flat_map(|(_, projection)| projection.rows.iter().map(|row| row.closing));
    let (most, least) = (all().max().unwrap_or(0).max(1), all().min().unwrap_or(0).min(0));
    let span = i128::from(most) - i128::from(least);
    let count = told.first().map_or(1, |(_, projection)| projection.rows.len()).max(2);
    let x = |no: usize| 24 + 272 * no / (count - 1);
    let y = |minor: i64| 12 + i128::from(most).saturating_sub(i128::from(minor)) * 120 / span.max(1);
    let colours = ["var(--soft)", "var(--pasture)", "var(--maize)"];
    let lines: String = told
        .iter()
        .zip(colours)
        .map(|((_, projection), colour)| {
            let points: Vec<String> = projection.rows.iter().enumerate().map(|(no, row)| format!("{},{}", x(no), y(row.closing))).collect();
            let dots: String = projection
                .rows
                .iter()
                .enumerate()
                .map(|(no, row)| format!(r#"<circle cx="{}" cy="{}" r="3" fill="{colour}"/>"#, x(no), y(row.closing)))
                .collect();
            format!(r#"<polyline points="{}" fill="none" stroke="{colour}" stroke-width="2.5"/>{dots}"#, points.join(" "))
        })
        .collect();
    let marks: String = (0..count)
        .map(|no| format!(r#"<text x="{}" y="152" text-anchor="middle" font-size="11" fill="currentColor">{}</text>"#, x(no), no + 1))
        .collect();
    let zero = y(0);
    let said = reader.t("projection-chart");
    html! {
        svg viewBox="0 0 320 158" role="img" aria-label=(said) style="width:100%;max-width:40rem" {
            line x1="16" x2="304" y1=(zero) y2=(zero) stroke="var(--line)" {}
            (PreEscaped(lines)) (PreEscaped(marks))
        }
        ul.legend { @for ((scenario, projection), colour) in told.iter().zip(colours) {
            li { span.dot style=(format!("background:{colour}")) {} (reader.of("scenario", scenario.code())) " " @if let Some(row) = projection.rows.last() { b { (reader.money(row.closing, unit)) } } }
        } }
    }
}

fn table(reader: Reader, unit: Unit, told: &[(Scenario, Projection)], expected: &Projection) -> Markup {
    let figure = |minor: i64| html! { td.n.negative[minor < 0] { (reader.figures(minor, unit)) } };
    html! {
        div.scroll tabindex="0" { table.tight {
            caption { (reader.t("projection-closings")) }
            thead { tr { th { (reader.t("cycle")) } @for (scenario, _) in told { th.n { (reader.of("scenario", scenario.code())) } } th.n { (reader.t("projection-real")) } } }
            tbody { @for (no, row) in expected.rows.iter().enumerate() {
                tr { td { (row.cycle) } @for (_, projection) in told { (figure(projection.rows.get(no).map_or(0, |row| row.closing))) } (figure(row.closing_real)) }
            } }
        } }
        details { summary { (reader.t("projection-lines")) }
            div.scroll tabindex="0" { table.tight {
                thead { tr { @for key in ["cycle", "projection-opening", "projection-demand", "projection-lent", "projection-recovered", "projection-interest", "projection-maturing", "projection-costs", "projection-closing"] { th.n { (reader.t(key)) } } } }
                tbody { @for row in &expected.rows {
                    tr { td { (row.cycle) } @for minor in [row.opening, row.demand, row.lent, row.recovered, row.interest, row.maturing, -row.costs, row.closing] { (figure(minor)) } }
                } }
            } }
        }
    }
}
