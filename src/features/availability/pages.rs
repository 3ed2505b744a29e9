//! The fund's page: how much can we lend? Every line has its amount and a link to its records.

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::forecast::{Forecast, forecast};
use super::lines::Line;
use crate::app::App;
use crate::db::journal::{self, PostedEntry};
use crate::domain::actor::Actor;
use crate::domain::amount::Unit;
use crate::domain::arrears::Bucket;
use crate::domain::ids::FundId;
use crate::domain::rate::percent;
use crate::domain::role::{Action, Role};
use crate::error::Error;
use crate::features::cash::{self, CashCount};
use crate::features::corrections::history;
use crate::features::funds::{self, Fund};
use crate::features::loans;
use crate::features::on_hand::FundOnHand;
use crate::web::layout::{Place, page};
use crate::web::parts::{FundTab, fund_tabs, signed};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// Entries shown at once.
const NEWEST: u64 = 5;

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, id, Action::SeeFund).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let today = app.clock.today(&association.time_zone);
    let forecast = forecast(&app, &fund, today).await?;
    let opens = by.may(Action::SeeMembers, Some(fund.association));
    let keeps = by.may(Action::ManageFund, Some(fund.association));
    let now = forecast.on_hand.now.available_now;
    let before = history::before(&app, reader, &association.time_zone, id.0).await?;
    let counted = cash::last(app.db.read(), id).await?;
    let aged = if opens { Some(loans::aged(app.db.read(), id, today).await?) } else { None };
    let newest = if opens { journal::newest(app.db.read(), id, NEWEST).await? } else { Vec::new() };
    let body = html! {
        div.head {
            div {
                @if matches!(by.role(), Some(Role::Admin | Role::Staff)) { p.hint { a href="/associations" { (reader.t("associations")) } " › " a href=(format!("/associations/{}", fund.association)) { (association.name) } } }
                h1 { (fund.name) }
            }
            @if keeps {
                div.acts.desk {
                    a.button.quiet href=(format!("/funds/{id}/edit")) { (reader.t("rename")) }
                    a.button.quiet href=(format!("/funds/{id}/expenses/new")) { (reader.t("expense-new")) }
                    a.button.quiet href=(format!("/funds/{id}/capital/new")) { (reader.t("capital-new")) }
                    a.button href=(format!("/funds/{id}/loans/new")) { (reader.t("loan-new")) }
                }
            }
        }
        (fund_tabs(reader, by, fund.association, id, FundTab::Summary))
        div.cols {
            section.answer {
                h2 { (reader.t("how-much-can-we-lend")) }
                span.words { (reader.t("available-now")) }
                strong.amount.negative[now < 0] { (reader.money(now, fund.unit)) }
                p.words { (reader.words(now, fund.unit)) }
                @if now < 0 { p.notice.bad { (reader.t("available-negative")) } }
                (now_part(reader, &fund, &forecast.on_hand, counted.as_ref(), opens))
            }
            section.card { (next_part(reader, &fund, &forecast, opens)) (in_words(reader, &forecast)) @if !fund.unit.is_money() { p.no-print { a href=(format!("/funds/{id}/prices")) { (reader.t("prices-see")) } } } }
        }
        @if let Some(aged) = &aged { div.cols.even { (aged_part(reader, &fund, aged)) (newest_part(reader, &fund, &newest)) } }
        @if opens { div.phone { (ways(reader, &fund, by)) } }
        @if keeps {
            div.buttons.phone {
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

/// Links to all of a fund's books, for readers who may see all members.
pub fn ways(reader: Reader, fund: &Fund, by: &Actor) -> Markup {
    html! {
        nav.filters aria-label={ (reader.t("fund-books")) ": " (fund.name) } {
            @for (path, key) in [("applications", "applications"), ("loans", "loans"), ("purchases", "purchases"), ("repayments", "receipts"), ("capital", "capital"), ("expenses", "expenses"), ("transfers", "transfers"), ("cash-counts", "cash-counts"), ("closes", "closes"), ("projection", "projection"), ("cycles", "cycles"), ("rules", "rules"), ("ledger", "ledger")] {
                a href=(format!("/funds/{}/{path}", fund.id)) { (reader.t(key)) }
            }
            @if !fund.unit.is_money() { a href=(format!("/funds/{}/prices", fund.id)) { (reader.t("prices")) } }
            @if by.may(Action::SeeCorrections, Some(fund.association)) { a href=(format!("/funds/{}/corrections", fund.id)) { (reader.t("corrections")) } }
        }
    }
}

/// The lines that open a list of records, by the name in their address.
fn label(fund: &Fund, line: Line, text: String, opens: bool) -> Markup {
    // Cash and bank are accounts of their own: their records are the account's entries.
    let below = match line {
        Line::Cash => "ledger?account=cash".to_owned(),
        Line::Bank => "ledger?account=bank".to_owned(),
        _ => format!("lines/{}", line.code()),
    };
    html! { @if opens { a href=(format!("/funds/{}/{below}", fund.id)) { (text) } } @else { (text) } }
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

/// Since when the cash is verified, and by whom.
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
        div.scroll tabindex="0" { table.tight.three-col {
            thead { tr { th { span.hint { (reader.symbol(fund.unit)) } } th.n { (reader.t("column-firm")) } th.n { (reader.t("column-expected")) } th.n { (reader.t("column-full")) } } }
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

/// Three bars for the columns of the table below, drawn to one scale from zero.
fn chart(reader: Reader, fund: &Fund, available: [i64; 3]) -> Markup {
    let largest = i128::from(available.into_iter().max().unwrap_or(0).max(1));
    let columns = available.into_iter().zip(["s", "p", "m"]);
    html! {
        figure.chart {
            figcaption.hint { (reader.t("columns-said")) }
            @for (minor, colour) in columns {
                // Whole units of the picture. The exact figure is above the bar.
                @let height = i64::try_from(i128::from(minor.max(0)) * 96 / largest).unwrap_or(0);
                div { (reader.figures(minor, fund.unit)) svg viewBox="0 0 56 96" preserveAspectRatio="xMidYMax meet" aria-hidden="true" { rect class=(colour) y=(96 - height) width="56" height=(height) rx="4" {} } }
            }
        }
    }
}

/// The portfolio by age: a bar cut by age, and the figures.
fn aged_part(reader: Reader, fund: &Fund, aged: &[(i64, i64); 6]) -> Markup {
    let whole: i64 = aged.iter().map(|(_, minor)| minor).sum();
    let at_risk: i64 = aged.iter().skip(2).map(|(_, minor)| minor).sum();
    let share = |part: i64| format!("{}\u{a0}%", reader.share(part, whole));
    let pieces = [(aged[0].1, "p"), (aged[1].1, "m"), (at_risk, "c")];
    let (mut x, mut drawn) = (0, Vec::new());
    for (minor, colour) in pieces {
        let width = if whole == 0 { 0 } else { i64::try_from(i128::from(minor) * 1_000 / i128::from(whole)).unwrap_or(0) };
        drawn.push((x, (width - 5).max(0), colour));
        x += width;
    }
    html! {
        section.card {
            h2 { (reader.t("portfolio-by-age")) }
            svg.bars viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true" { @for (x, width, colour) in drawn { rect class=(colour) x=(x) width=(width) height="16" {} } }
            table.tight {
                thead { tr { th scope="col" { (reader.t("age")) } th.n scope="col" { (reader.t("column-number")) } th.n scope="col" { (reader.t("column-balance")) } th.n scope="col" { (reader.t("column-share")) } } }
                tbody { @for (bucket, (count, minor)) in Bucket::ALL.into_iter().zip(aged).filter(|(bucket, (count, _))| *count > 0 || *bucket == Bucket::NotDue) {
                    tr {
                        th scope="row" { (reader.of("bucket", &bucket.code().replace('>', "over-"))) }
                        td.n { (count) } td.n { (reader.figures(*minor, fund.unit)) } td.n { (share(*minor)) }
                    }
                } }
                tfoot { tr.sum { th scope="row" { (reader.t("column-principal")) } td.n { (aged.iter().map(|(count, _)| count).sum::<i64>()) } td.n { (reader.money(whole, fund.unit)) } td.n { (share(whole)) } } }
            }
            p.hint { span.tag.late[at_risk > 0] { "PAR30 " (share(at_risk)) } " " (reader.tf("fraction-of", &[("part", reader.figures(at_risk, fund.unit).into()), ("whole", reader.figures(whole, fund.unit).into())])) }
            @if whole > 0 { p.more { a href=(format!("/funds/{}/loans?show=late", fund.id)) { (reader.t("see-late")) } } }
        }
    }
}

fn newest_part(reader: Reader, fund: &Fund, newest: &[PostedEntry]) -> Markup {
    html! {
        section.card.flush {
            h2 { (reader.t("entries-newest")) }
            @if newest.is_empty() { p.hint { (reader.t("entries-none")) } }
            ul.rows { @for written in newest {
                @let entry = &written.entry;
                @let total: i64 = written.postings.iter().map(|posting| posting.amount_minor.max(0)).sum();
                li.row {
                    span { (reader.of("entry", entry.source_kind.code())) @if let Some(no) = entry.receipt_no { " " (reader.tf("number-short", &[("number", no.to_string().into())])) } }
                    span.amount { (reader.figures(total, fund.unit)) }
                    small { (entry.memo) } small.end { (reader.date(entry.date)) }
                }
            } }
            p.more { a href=(format!("/funds/{}/ledger", fund.id)) { (reader.t("ledger-see")) } }
        }
    }
}

fn in_words(reader: Reader, forecast: &Forecast) -> Markup {
    let rate = reader.of_hundred(forecast.main_rate_ppm());
    let key = if forecast.observed[0].rate_ppm().is_none() { "expected-by-rule" } else { "expected-by-history" };
    html! {
        p.hint { (reader.tf(key, &[("rate", rate.into())])) }
        details {
            summary { (reader.t("how-computed")) }
            p { (reader.t("formula-now")) }
            p { (reader.t("formula-next")) }
            p { (reader.t("formula-columns")) }
            div.scroll tabindex="0" { table.tight {
                caption { (reader.t("recovery-rates")) }
                thead { tr { th { (reader.t("age")) } th.n { (reader.t("recovery-rate")) } th.n { (reader.t("observed")) } } }
                tbody { @for (bucket, observed) in Bucket::ALL.into_iter().zip(&forecast.observed) {
                    tr {
                        td { (reader.of("bucket", &bucket.code().replace('>', "over-"))) }
                        td.n { (reader.tf("of-hundred", &[("share", reader.of_hundred(forecast.recovery.of(bucket)).into())])) }
                        td.n { (observed.installments) }
                    }
                } }
            } }
        }
    }
}
