//! The whole report of a cycle: what it opened with, what happened, what it closed with, and what was forecast.

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::statement::of_cycle;
use super::{SeenCycle, see_cycle, store};
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::close::{Balances, Foreseen, Statement};
use crate::domain::ids::CycleId;
use crate::domain::ledger::{Account, Group};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds;
use crate::web::layout::{Place, page};
use crate::web::parts::{answer, back, signed};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CycleId>) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let seen = see_cycle(&app, by, id, Action::SeeMembers).await?;
    let SeenCycle { cycle, fund, association, closed } = &seen;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let today = app.clock.today(&association.time_zone);
    let statement = of_cycle(app.db.read(), fund, cycle, closed.as_ref(), today).await?;
    let shared = match closed {
        Some(close) => store::share_outs_of(app.db.read(), close.id).await?,
        None => Vec::new(),
    };
    let keeps = by.may(Action::ManageFund, Some(fund.association));
    let body = html! {
        (back(&format!("/funds/{}/closes", fund.id), &reader.t("closes")))
        h1 { (reader.tf("cycle-report", &[("name", (&cycle.name).into())])) }
        p.hint { (fund.name) " · " (reader.date(statement.starts_on)) " – " (reader.date(statement.as_of)) " · " @if closed.is_some() { span.tag.well { (reader.t("cycle-is-closed")) } } @else { span.tag.soon { (reader.t("cycle-is-open")) } } }
        (answer(&reader.t("surplus-of-cycle"), statement.surplus_minor, reader, fund.unit, html! { (reader.t("surplus-is")) }))
        (result_part(reader, fund.unit, &statement, &format!("/funds/{}", fund.id)))
        (people_part(reader, fund.unit, &statement))
        (balances_part(reader, fund.unit, &statement, &format!("/funds/{}", fund.id)))
        (foreseen_part(reader, fund.unit, &statement, &format!("/funds/{}", fund.id)))
        @if !shared.is_empty() {
            h2 { (reader.t("share-outs")) }
            ul.rows { @for row in &shared { li { a.row href=(format!("/share-outs/{}", row.id)) {
                span { (row.acta) } span.amount { (reader.money(row.to_members_minor, fund.unit)) }
                small { (reader.date(row.decided_on)) } span.end { @if row.reversed_at.is_some() { span.tag.late { (reader.t("reversed")) } } }
            } } } }
        }
        div.buttons.no-print {
            @if let (Some(_), true, true) = (closed, keeps, shared.iter().all(|row| row.reversed_at.is_some())) {
                a.button href=(format!("/cycles/{id}/share-out")) { (reader.t("share-out-new")) }
            }
            a.button.quiet href=(format!("/cycles/{id}/assembly")) { (reader.t("assembly-report")) }
            a.button.quiet href=(format!("/cycles/{id}/report.pdf")) { "PDF" }
        }
    };
    let heading = funds::heading(&app, reader, by, association, Some(fund)).await?;
    Ok(page(reader, by, &heading, Place::Reports, &reader.tf("cycle-report", &[("name", (&cycle.name).into())]), body))
}

/// Income and expense, whose difference is the surplus.
pub(super) fn result_lines(statement: &Statement) -> [(&'static str, i64); 8] {
    let flows = &statement.flows;
    [
        ("flow-interest", flows.interest),
        ("flow-late-fees", flows.late_fees),
        ("flow-recoveries", flows.recoveries),
        ("flow-other-income", flows.other_income - flows.recoveries),
        ("flow-expenses", -flows.expenses),
        ("flow-lost", -flows.lost),
        ("flow-differences", flows.differences),
        ("flow-provision", statement.provision_before_minor - statement.provision_minor),
    ]
}

/// Other movements.
pub(super) fn moved_lines(statement: &Statement) -> [(&'static str, i64); 4] {
    let flows = &statement.flows;
    [
        ("flow-lent", flows.lent),
        ("flow-recovered", flows.recovered),
        ("flow-capital-received", flows.capital_received),
        ("flow-capital-returned", flows.capital_returned),
    ]
}

/// The address of a line's records.
fn way(key: &str, fund: &str) -> String {
    let ledger = |account: Account| format!("{fund}/ledger?account={}", account.code());
    match key {
        "flow-interest" => ledger(Account::InterestIncome),
        "flow-late-fees" => ledger(Account::LateFeeIncome),
        "flow-recoveries" => ledger(Account::Recoveries),
        "flow-other-income" => ledger(Account::OtherIncome),
        "flow-lost" => ledger(Account::LoanLosses),
        "flow-expenses" => format!("{fund}/expenses"),
        "flow-differences" => format!("{fund}/cash-counts"),
        "flow-recovered" => format!("{fund}/repayments"),
        "flow-capital-received" | "flow-capital-returned" => format!("{fund}/capital"),
        _ => format!("{fund}/loans"),
    }
}

/// Each line with a link to its records.
fn result_part(reader: Reader, unit: Unit, statement: &Statement, fund: &str) -> Markup {
    html! {
        div.scroll { table {
            caption { (reader.t("surplus-how")) }
            tbody {
                @for (key, minor) in &result_lines(statement) { tr { td { a href=(way(key, fund)) { (reader.t(key)) } } td.n { (signed(reader, *minor, unit)) } } }
                tr.sum { th { (reader.t("surplus")) } td.n.negative[statement.surplus_minor < 0] { (reader.money(statement.surplus_minor, unit)) } }
            }
        } }
        div.scroll { table {
            caption { (reader.t("what-happened")) }
            tbody { @for (key, minor) in &moved_lines(statement) { tr { td { a href=(way(key, fund)) { (reader.t(key)) } } td.n { (reader.figures(*minor, unit)) } } } }
        } }
    }
}

fn people_part(reader: Reader, unit: Unit, statement: &Statement) -> Markup {
    let people = &statement.people;
    html! {
        p { (reader.tf("cycle-people", &[("loans", people.loans.into()), ("women", people.women.into()), ("men", people.men.into())])) }
        @if people.late_women.count + people.late_men.count > 0 {
            table {
                caption { (reader.t("cycle-late")) }
                tbody {
                    @for (key, tally) in [("late-women", people.late_women), ("late-men", people.late_men)] {
                        tr { td { (reader.t(key)) } td.n { (tally.count) } td.n { (reader.figures(tally.minor, unit)) } }
                    }
                }
            }
        }
    }
}

/// A balance as people read it.
pub(super) fn natural_of(account: Account, of: &Balances) -> i64 {
    let minor = of.get(&account).copied().unwrap_or(0);
    if matches!(account.group(), Group::Assets | Group::Expenses) { minor } else { -minor }
}

/// The accounts of a group with an opening or closing balance.
pub(super) fn accounts_of(statement: &Statement, group: Group) -> Vec<Account> {
    let held = |account: &Account| statement.opened_with(*account) != 0 || statement.carried.contains_key(account);
    Account::ALL.into_iter().filter(|account| account.group() == group && held(account)).collect()
}

/// The earlier forecast beside the result: (name, forecast, result, address of the records).
pub(super) fn foreseen_lines(statement: &Statement, foreseen: &Foreseen) -> [(&'static str, i64, i64, &'static str); 4] {
    let (flows, was) = (&statement.flows, &foreseen.expected);
    [
        ("foreseen-principal", was.principal_due + was.overdue_principal, flows.recovered, "repayments"),
        ("foreseen-interest", was.interest_due + was.overdue_interest, flows.interest, "ledger?account=interest_income"),
        ("foreseen-pledged", was.pledged, flows.capital_received, "capital"),
        ("foreseen-expenses", -was.planned_expenses, -flows.expenses, "expenses"),
    ]
}

/// Balances as people read them: assets, liabilities, equity.
fn balances_part(reader: Reader, unit: Unit, statement: &Statement, fund: &str) -> Markup {
    html! {
        @for group in [Group::Assets, Group::Liabilities, Group::Equity] {
            @let own = accounts_of(statement, group);
            @if !own.is_empty() {
                div.scroll { table.tight {
                    caption { (reader.of("chart-group", group.code())) }
                    thead { tr { th { span.hint { (reader.symbol(unit)) } } th.n { (reader.t("opened-with")) } th.n { (reader.t("closed-with")) } } }
                    tbody {
                        @for account in &own {
                            tr {
                                td { a href=(format!("{fund}/ledger?account={}", account.code())) { (reader.of("account", account.code())) } }
                                td.n { (reader.figures(natural_of(*account, &statement.opened), unit)) }
                                td.n { (reader.figures(natural_of(*account, &statement.carried), unit)) }
                            }
                        }
                        tr.sum {
                            th { (reader.t("total")) }
                            td.n { (reader.figures(own.iter().map(|account| natural_of(*account, &statement.opened)).sum(), unit)) }
                            td.n { (reader.figures(own.iter().map(|account| natural_of(*account, &statement.carried)).sum(), unit)) }
                        }
                    }
                } }
            }
        }
    }
}

/// The earlier forecast beside the result, line by line; and the forecast for the next cycle.
fn foreseen_part(reader: Reader, unit: Unit, statement: &Statement, fund: &str) -> Markup {
    html! {
        h2 { (reader.t("capital-next")) }
        p { (reader.tf("capital-opening", &[("amount", reader.money(statement.available_minor, unit).into()), ("day", reader.date(statement.as_of).into())])) }
        @if let Some(foreseen) = statement.foreseen_before {
            @let rows = foreseen_lines(statement, &foreseen);
            div.scroll { table.tight {
                caption { (reader.tf("foreseen-and-came", &[("day", reader.date(foreseen.on).into())])) }
                thead { tr { th {} th.n { (reader.t("was-foreseen")) } th.n { (reader.t("came-in-fact")) } th.n { (reader.t("difference")) } } }
                tbody {
                    @for (key, was, came, records) in rows {
                        tr { td { a href=(format!("{fund}/{records}")) { (reader.t(key)) } } td.n { (reader.figures(was, unit)) } td.n { (reader.figures(came, unit)) } td.n.negative[came < was] { (signed(reader, came - was, unit)) } }
                    }
                    tr.sum {
                        th { a href=(fund) { (reader.t("foreseen-available")) } }
                        td.n { (reader.figures(foreseen.expected.available, unit)) }
                        td.n { (reader.figures(statement.available_minor, unit)) }
                        td.n { (signed(reader, statement.available_minor - foreseen.expected.available, unit)) }
                    }
                }
            } }
        }
        @if let Some(foreseen) = statement.foreseen {
            table {
                caption { (reader.tf("foreseen-now", &[("day", reader.date(foreseen.on).into())])) }
                tbody { @for (key, column) in [("column-firm", foreseen.firm), ("column-expected", foreseen.expected), ("column-full", foreseen.full)] {
                    tr { td { (reader.t(key)) } td.n { (reader.money(column.available, unit)) } }
                } }
            }
        }
    }
}
