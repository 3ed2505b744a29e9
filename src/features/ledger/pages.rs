//! The ledger on screen: entries of an account or of all, newest first, with their chain.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::Uri;
use maud::{Markup, html};

use super::plain_text::Format;
use crate::app::App;
use crate::db::journal::{self, PostedEntry};
use crate::domain::ids::FundId;
use crate::domain::ledger::Account;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds::{self, Fund};
use crate::web::fields::Fields;
use crate::web::layout::{Place, page};
use crate::web::parts::{FundTab, back, fund_tabs, pager, signed};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const PAGE: u64 = 50;

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let fields = Fields::from_query(&uri);
    let account = Account::parse(fields.get("account"));
    let number: u64 = fields.get("page").parse().unwrap_or(0);
    let balances = journal::balances(app.db.read(), fund.id).await?;
    let entries = journal::entries_of(app.db.read(), fund.id, account, number, PAGE).await?;
    let sources: Vec<uuid::Uuid> = entries.iter().map(|written| written.entry.source_id).collect();
    let names = super::store::names_of(app.db.read(), &sources).await?;
    let base = account.map_or_else(|| format!("/funds/{id}/ledger"), |account| format!("/funds/{id}/ledger?account={}", account.code()));
    let title = account.map_or_else(|| reader.t("ledger"), |account| reader.of("account", account.code()));
    let body = html! {
        div.head {
            div { (back(&format!("/funds/{id}"), &fund.name)) h1 { (title) } }
            @if account == Some(Account::Bank) { div.acts { a.button.quiet href=(format!("/funds/{id}/transfers")) { (reader.t("transfers")) } a.button href=(format!("/funds/{id}/bank-statements")) { (reader.t("bank-statements")) } } }
            @if account == Some(Account::Cash) { div.acts {
                a.button.quiet href=(format!("/funds/{id}/cash-book")) { (reader.t("cash-book")) }
                a.button.quiet href=(format!("/funds/{id}/transfers")) { (reader.t("transfers")) }
                a.button.quiet href=(format!("/funds/{id}/expenses")) { (reader.t("expenses")) }
                a.button href=(format!("/funds/{id}/cash-counts")) { (reader.t("cash-counts")) }
            } }
        }
        (fund_tabs(reader, by, fund.association, id, FundTab::Ledger))
        div.cols.side {
            section.card.flush aria-label=(reader.t("entries")) {
                @if let Some(account) = account {
                    div.figure { (balance(reader, account.natural(balances.get(&account).copied().unwrap_or(0)), &fund)) }
                }
                @if entries.is_empty() { p.notice { (reader.t("entries-none")) } }
                ul.rows { @for written in &entries { (entry_row(reader, &fund, written, account, names.get(&written.entry.source_id))) } }
                (pager(reader, &base, number, entries.len() as u64 == PAGE))
            }
            div {
                (balances_part(reader, &fund, &balances, account))
                p.more.no-print { a href=(format!("/funds/{id}/cash-book")) { (reader.t("cash-book")) } }
                @if account.is_none() { (files_part(reader, id)) }
            }
        }
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    let here = if account.is_some_and(Account::holds_money) { Place::Cash } else { Place::Fund };
    Ok(page(reader, by, &heading, here, &title, body))
}

/// The whole ledger as files for programs of accounting.
fn files_part(reader: Reader, id: FundId) -> Markup {
    html! {
        h2.no-print { (reader.t("journal-files")) }
        p.hint.no-print { (reader.t("journal-files-hint")) }
        nav.filters.no-print aria-label=(reader.t("journal-files")) {
            @for format in Format::ALL { a href=(format!("/funds/{id}/journal?format={}", format.code())) { (reader.of("journal-format", format.code())) } }
        }
    }
}

fn balance(reader: Reader, minor: i64, fund: &Fund) -> Markup {
    html! { span.words { (reader.t("balance")) } strong.amount.negative[minor < 0] { (reader.money(minor, fund.unit)) } }
}

fn balances_part(reader: Reader, fund: &Fund, balances: &BTreeMap<Account, i64>, here: Option<Account>) -> Markup {
    html! {
        section.card {
            h2 { (reader.t("balances")) }
            table {
                tbody { @for (account, balance) in balances.iter().filter(|(_, balance)| **balance != 0) {
                    tr {
                        th scope="row" { a href=(format!("/funds/{}/ledger?account={}", fund.id, account.code())) aria-current=[(here == Some(*account)).then_some("true")] { (reader.of("account", account.code())) } }
                        td.n { (reader.figures(account.natural(*balance), fund.unit)) }
                    }
                } }
            }
            @if here.is_some() { p.more { a href=(format!("/funds/{}/ledger", fund.id)) { (reader.t("entries-all")) } } }
        }
    }
}

fn entry_row(reader: Reader, fund: &Fund, written: &PostedEntry, account: Option<Account>, name: Option<&String>) -> Markup {
    let entry = &written.entry;
    let moved = |of: Account| of.natural(written.postings.iter().filter(|posting| posting.account == of).map(|posting| posting.amount_minor).sum());
    let total: i64 = written.postings.iter().map(|posting| posting.amount_minor.max(0)).sum();
    let amount = account.map_or_else(|| reader.figures(total, fund.unit), |account| signed(reader, moved(account), fund.unit));
    html! {
        li { details {
            summary {
                span { (reader.of("entry", &entry.source_kind)) @if let Some(no) = entry.receipt_no { " N.º " (no) } @if let Some(name) = name { " · " b { (name) } } }
                span.amount { (amount) }
                small { (reader.date(entry.date)) @if !entry.memo.is_empty() { " · " (entry.memo) } }
                small.end { "#" (entry.no) }
            }
            table { tbody { @for posting in &written.postings {
                tr { td { (reader.of("account", posting.account.code())) } td.n { (signed(reader, posting.account.natural(posting.amount_minor), fund.unit)) } }
            } } }
            p.hint { (reader.t("chain")) " " code.hash { (entry.hash) } }
        } }
    }
}
