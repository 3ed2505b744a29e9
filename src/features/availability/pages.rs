//! How much can we lend? The fund's page, every line with its amount and the records behind it.

use axum::extract::{Path, State};
use maud::{Markup, PreEscaped, html};

use super::forecast::{Forecast, forecast};
use super::lines::Line;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::Unit;
use crate::domain::ids::FundId;
use crate::domain::rate::percent;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::cash::{self, CashCount};
use crate::features::corrections::history;
use crate::features::funds::{self, Fund};
use crate::features::on_hand::FundOnHand;
use crate::web::layout::{Place, page};
use crate::web::parts::{answer, signed};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, id, Action::SeeFund).await?;
    let reader = signed_in.reader().in_country(&association.country);
    let today = app.clock.today(&association.time_zone);
    let forecast = forecast(&app, &fund, today).await?;
    let opens = by.may(Action::SeeMembers, Some(fund.association));
    let keeps = by.may(Action::ManageFund, Some(fund.association));
    let now = forecast.on_hand.now.available_now;
    let before = history::before(&app, reader, &association.time_zone, id.0).await?;
    let counted = cash::last(app.db.read(), id).await?;
    let body = html! {
        p.hint { (fund.name) }
        h1 { (reader.t("how-much-can-we-lend")) }
        (answer(&reader.t("available-now"), now, reader, fund.unit, html! { (reader.words(now, fund.unit)) }))
        @if now < 0 { p.notice.bad { (reader.t("available-negative")) } }
        (now_part(reader, &fund, &forecast.on_hand, counted.as_ref(), opens))
        (next_part(reader, &fund, &forecast, opens))
        (in_words(reader, &forecast))
        @if opens { (ways(reader, &fund, by)) }
        @if keeps {
            div.buttons {
                a.button href=(format!("/funds/{id}/loans/new")) { (reader.t("loan-new")) }
                a.button.quiet href=(format!("/funds/{id}/capital/new")) { (reader.t("capital-new")) }
                a.button.quiet href=(format!("/funds/{id}/expenses/new")) { (reader.t("expense-new")) }
                a.button.quiet href=(format!("/funds/{id}/edit")) { (reader.t("rename")) }
            }
        }
        (before)
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("fund-capital-available"), body))
}

/// The way to everything that a fund's books hold, for who sees everybody's.
pub fn ways(reader: Reader, fund: &Fund, by: &Actor) -> Markup {
    html! {
        nav.filters aria-label=(reader.t("fund-books")) {
            @for (path, key) in [("loans", "loans"), ("purchases", "purchases"), ("repayments", "receipts"), ("capital", "capital"), ("expenses", "expenses"), ("transfers", "transfers"), ("cash-counts", "cash-counts"), ("cycles", "cycles"), ("rules", "rules"), ("ledger", "ledger")] {
                a href=(format!("/funds/{}/{path}", fund.id)) { (reader.t(key)) }
            }
            @if by.may(Action::SeeCorrections, Some(fund.association)) { a href=(format!("/funds/{}/corrections", fund.id)) { (reader.t("corrections")) } }
        }
    }
}

/// The lines that open a list of records, by the name in their address.
fn label(fund: &Fund, line: Line, text: String, opens: bool) -> Markup {
    html! { @if opens { a href=(format!("/funds/{}/lines/{}", fund.id, line.code())) { (text) } } @else { (text) } }
}

fn now_part(reader: Reader, fund: &Fund, on_hand: &FundOnHand, counted: Option<&CashCount>, opens: bool) -> Markup {
    let (holdings, now) = (&on_hand.holdings, &on_hand.now);
    let text = |line: Line| match line {
        Line::Reserve if now.reserve == holdings.reserve_fixed && now.reserve > 0 => reader.t("line-reserve-fixed"),
        Line::Reserve => reader.tf("line-reserve", &[("percent", percent(holdings.reserve_ppm).into())]),
        Line::Cash if counted.is_some() => reader.t("line-cash-verified"),
        Line::Committed => reader.tf("line-committed", &[("count", on_hand.committed.count.into())]),
        _ => reader.t(&format!("line-{}", line.code())),
    };
    html! {
        div.scroll { table {
            caption { (reader.t("where-from")) }
            tbody {
                @for line in Line::NOW {
                    tr { td { (label(fund, line, text(line), opens)) } td.n { @if line == Line::Cash { (reader.figures(line.now(on_hand), fund.unit)) } @else { (signed(reader, line.now(on_hand), fund.unit)) } } }
                }
                tr.sum { th { (reader.t("available-now")) } td.n.negative[now.available_now < 0] { (reader.money(now.available_now, fund.unit)) } }
            }
        } }
        @if let Some(count) = counted { p.hint { (verified_by(reader, count)) } }
        @if on_hand.to_verify != 0 { p.hint { (reader.tf("cash-to-verify", &[("amount", reader.money(on_hand.to_verify, fund.unit).into())])) } }
    }
}

/// Since when the box is verified, and by whom.
pub fn verified_by(reader: Reader, count: &CashCount) -> String {
    let facts = [("day", reader.date(count.counted_on).into()), ("counted", (&count.counted_by).into()), ("witness", (&count.witnessed_by).into())];
    reader.tf("cash-verified-since", &facts)
}

fn next_part(reader: Reader, fund: &Fund, forecast: &Forecast, opens: bool) -> Markup {
    let next = &forecast.next_cycle;
    let columns = [&next.firm, &next.expected, &next.full];
    let (on_hand, starts) = (&forecast.on_hand, &forecast.on_hand.next);
    html! {
        h2 { (reader.tf("for-next-cycle", &[("cycle", (&starts.name).into()), ("day", reader.date(starts.starts_on).into())])) }
        (chart(reader, fund, columns.map(|column| column.available)))
        div.scroll tabindex="0" { table.tight {
            thead { tr { th { span.hint { (fund.unit.symbol()) } } th.n { (reader.t("column-firm")) } th.n { (reader.t("column-expected")) } th.n { (reader.t("column-full")) } } }
            tbody {
                tr { td { (reader.t("available-now")) } @for _ in columns { td.n { (reader.figures(on_hand.now.available_now, fund.unit)) } } }
                @for line in Line::NEXT {
                    tr { td { (label(fund, line, reader.t(&format!("line-{}", line.code())), opens)) } @for minor in line.next(forecast) { td.n { (plain(reader, minor, fund.unit)) } } }
                }
                tr.sum { th { (reader.t("available")) } @for column in columns { td.n.negative[column.available < 0] { (reader.figures(column.available, fund.unit)) } } }
            }
        } }
    }
}

/// A figure of the next cycle's columns: a dash for nothing, a sign only below zero.
fn plain(reader: Reader, minor: i64, unit: Unit) -> String {
    if minor > 0 { reader.figures(minor, unit) } else { signed(reader, minor, unit) }
}

/// Three bars; the table under them says the same.
fn chart(reader: Reader, fund: &Fund, available: [i64; 3]) -> Markup {
    let largest = available.into_iter().max().unwrap_or(0).max(1);
    let names = [reader.t("column-firm"), reader.t("column-expected"), reader.t("column-full")];
    let said: Vec<String> = names.iter().zip(available).map(|(name, minor)| format!("{name} {}", reader.money(minor, fund.unit))).collect();
    let colours = ["var(--soft)", "var(--pasture)", "var(--maize)"];
    let bars: String = (0..3)
        .map(|i| {
            // Bars are drawn in whole units of the picture; the exact figure stands above each.
            let height = i128::from(available[i].max(0)) * 96 / i128::from(largest);
            let x = 10 + 100 * i;
            format!(
                r#"<rect x="{x}" y="{}" width="60" height="{height}" rx="4" fill="{}"/><text x="{}" y="{}" text-anchor="middle" font-size="13" fill="currentColor">{}</text><text x="{}" y="138" text-anchor="middle" font-size="13" fill="currentColor">{}</text>"#,
                120 - height,
                colours[i],
                x + 30,
                112 - height,
                reader.figures(available[i], fund.unit),
                x + 30,
                names[i].to_lowercase(),
            )
        })
        .collect();
    html! {
        svg viewBox="0 0 280 146" role="img" aria-label=(said.join("; ")) style="width:100%;max-width:24rem" { title { (said.join("; ")) } (PreEscaped(bars)) }
    }
}

fn in_words(reader: Reader, forecast: &Forecast) -> Markup {
    let rate = forecast.main_rate_ppm() / 10_000;
    let key = if forecast.observed[0].rate_ppm().is_none() { "expected-by-rule" } else { "expected-by-history" };
    html! {
        p.hint { (reader.tf(key, &[("rate", rate.to_string().into())])) }
        details {
            summary { (reader.t("how-computed")) }
            p { (reader.t("formula-now")) }
            p { (reader.t("formula-next")) }
            p { (reader.t("formula-columns")) }
            div.scroll tabindex="0" { table.tight {
                caption { (reader.t("recovery-rates")) }
                thead { tr { th { (reader.t("age")) } th.n { (reader.t("recovery-rate")) } th.n { (reader.t("observed")) } } }
                tbody { @for (bucket, observed) in crate::domain::arrears::Bucket::ALL.into_iter().zip(&forecast.observed) {
                    tr {
                        td { (reader.of("bucket", &bucket.code().replace('>', "over-"))) }
                        td.n { (percent(forecast.recovery.of(bucket))) " %" }
                        td.n { (observed.installments) }
                    }
                } }
            } }
        }
    }
}
