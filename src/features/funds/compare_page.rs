//! Two versions of the rules side by side, with the differences marked; and the ready-made sets of rules.

use axum::extract::{Path, State};
use axum::http::Uri;
use chrono::NaiveDate;
use maud::{Markup, html};

use super::rules_facts::facts;
use super::{heading, see, store};
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::ids::FundId;
use crate::domain::ready_rules::ReadyRules;
use crate::domain::role::Action;
use crate::error::Error;
use crate::web::fields::Fields;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = see(&app, by, id, Action::SeeFund).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let versions = store::versions(app.db.read(), id).await?;
    let asked = Fields::from_query(&uri);
    let of = |name: &str| versions.iter().find(|version| version.version.to_string() == asked.get(name));
    // By default, the newest version beside the one before it.
    let (first, second) = (of("first").or(versions.get(1)).or(versions.first()), of("second").or(versions.first()));
    let named = |version: &store::Version| {
        let facts = [("version", version.version.to_string().into()), ("day", reader.date(version.effective_on).into())];
        (version.version.to_string(), reader.tf("rules-version", &facts))
    };
    let options: Vec<(String, String)> = versions.iter().map(named).collect();
    let chosen = |version: Option<&store::Version>| version.map(|version| version.version.to_string()).unwrap_or_default();
    let fields = Fields::default().with("first", chosen(first)).with("second", chosen(second));
    let body = html! {
        (back(&format!("/funds/{id}/rules"), &reader.t("rules")))
        h1 { (reader.t("rules-compare")) }
        form action=(format!("/funds/{id}/rules/compare")) {
            div.pair {
                (Field::new(reader, &fields, "first", "rules-compare-first").select(&options))
                (Field::new(reader, &fields, "second", "rules-compare-second").select(&options))
            }
            div.buttons { button.button.quiet { (reader.t("rules-compare")) } }
        }
        @if let (Some(first), Some(second)) = (first, second) { (beside(reader, fund.unit, first, second)) }
    };
    let heading = heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("rules-compare"), body))
}

fn beside(reader: Reader, unit: Unit, first: &store::Version, second: &store::Version) -> Markup {
    let (was, is) = (facts(reader, unit, &first.rules), facts(reader, unit, &second.rules));
    let differ = was.iter().zip(&is).filter(|(was, is)| was.value != is.value).count();
    html! {
        p.hint { (reader.tf("rules-differ", &[("count", differ.into())])) }
        div.scroll tabindex="0" { table {
            thead { tr { th { (reader.t("rules")) } th { (first.version) } th { (second.version) } } }
            tbody { @for (was, is) in was.iter().zip(&is) {
                @let differs = was.value != is.value;
                tr.differs[differs] { td { (was.label) @if differs { " " span.tag.soon { (reader.t("rules-changed")) } } } td { (was.value) } td { (is.value) } }
            } }
        } }
    }
}

/// The ready-made sets for a new fund, each with its example.
///
/// # Errors
/// What an example's terms refuse.
pub fn ready_part(reader: Reader, units: &[Unit], action: &str, today: NaiveDate) -> Result<Markup, Error> {
    let mut cards = Vec::new();
    for unit in units {
        for set in ReadyRules::of_unit(*unit) {
            let example = set.example(*unit, today)?;
            let total: i64 = example.schedule.iter().map(|row| row.principal + row.interest).sum();
            let facts = [
                ("lent", reader.money(example.principal_minor, *unit).into()),
                ("months", i64::from(example.months).into()),
                ("count", example.schedule.len().into()),
                ("total", reader.money(total, *unit).into()),
            ];
            let href = format!("{action}?start={}&unit={}", set.code(), unit.code());
            cards.push((href, reader.of("ready", set.code()), reader.tf("ready-example", &facts)));
        }
    }
    Ok(html! {
        h2 { (reader.t("ready-rules")) }
        ul.rows { @for (href, name, example) in &cards { li { a.row href=(href) { span { (name) } span { "›" } small { (example) } span {} } } } }
    })
}
