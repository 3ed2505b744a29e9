//! The ledger on screen: the entries of one account or of all, searched by person, kind and day, sorted by day or by amount.

use std::collections::{BTreeMap, HashMap};

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use uuid::Uuid;

use super::plain_text::Format;
use crate::app::App;
use crate::db::journal::look::{self, Look, Sorted};
use crate::db::journal::{self, PostedEntry};
use crate::domain::calendar;
use crate::domain::ids::FundId;
use crate::domain::ledger::{Account, SourceKind};
use crate::domain::names::number_typed;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds::{self, Fund};
use crate::web::layout::{Place, page};
use crate::web::parts::asked::{Asked, Order, WHOLE};
use crate::web::parts::list::{Cell, Column, Group, List, Select, Stands, Value};
use crate::web::parts::{FundTab, back, fund_tabs, signed};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// Entries are counted, summed and sorted by amount up to this many: to find more, the reader has to filter.
const COUNTED: u64 = 10_000;

const ORDERS: [Order; 2] = [Order { by: "day", down: true }, Order { by: "amount", down: true }];

/// The kinds that people search by, each with its kinds of records; the first names it.
const KINDS: [&[SourceKind]; 11] = [
    &[SourceKind::Capital, SourceKind::CapitalReversal, SourceKind::Surplus],
    &[SourceKind::CapitalReturn, SourceKind::CapitalReturnReversal],
    &[SourceKind::Loan, SourceKind::LoanReversal, SourceKind::Opening],
    &[SourceKind::Repayment, SourceKind::RepaymentAdjustment, SourceKind::RepaymentReversal],
    &[SourceKind::CreditRefund, SourceKind::CreditRefundReversal],
    &[SourceKind::Remission, SourceKind::RemissionReversal],
    &[SourceKind::Expense, SourceKind::ExpenseReversal],
    &[SourceKind::Transfer, SourceKind::TransferReversal],
    &[
        SourceKind::Purchase,
        SourceKind::PurchasePayment,
        SourceKind::PurchaseReversal,
        SourceKind::PurchaseReopened,
        SourceKind::PartShift,
        SourceKind::PartShiftReversal,
    ],
    &[SourceKind::CashCount, SourceKind::CashCountReversal],
    &[SourceKind::CycleClose, SourceKind::ShareOut, SourceKind::ShareOutReversal, SourceKind::SharePayment, SourceKind::SharePaymentReversal],
];

/// # Errors
/// `not-found`, `forbidden`, `list-too-long`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Response, Error> {
    let (by, db) = (&signed_in.0, app.db.read());
    let (fund, association) = funds::see(&app, by, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let asked = Asked::of(&uri);
    let look = wanted(id, &asked)?;
    let account = look.account;
    let counted = look::count(db, &look, if asked.whole() { WHOLE } else { COUNTED } + 1).await?;
    let (more, count) = (!asked.whole() && counted > COUNTED, if asked.whole() { counted } else { counted.min(COUNTED) });
    let asked = asked.within(count);
    let order = asked.order(&ORDERS[..if more { 1 } else { 2 }]);
    let sorted = (if order.by == "amount" { Sorted::Amount } else { Sorted::Day }, order.down);
    let entries = look::page(db, &look, sorted, asked.page(), asked.most()).await?;
    let names = super::store::names_of(db, &entries.iter().map(|written| written.entry.source_id).collect::<Vec<_>>()).await?;
    let balances = journal::balances(db, id).await?;
    let total = match (look.whole(), account) {
        (true, None) => None,
        (true, Some(account)) => Some(balances.get(&account).copied().unwrap_or(0)),
        (false, _) if more => None,
        (false, _) => Some(look::total(db, &look).await?),
    };
    let total = total.map(|minor| account.map_or(minor, |account| account.natural(minor)));
    let title = account.map_or_else(|| reader.t("ledger"), |account| reader.of("account", account.code()));
    let path = format!("/funds/{id}/ledger");
    let list = List {
        reader,
        path: &path,
        asked: &asked,
        order,
        name: title.clone(),
        whose: format!("{} {}", fund.name, association.name),
        search: Some(reader.t("entries-search")),
        selects: selects(reader, &balances),
        columns: columns(reader, more),
        groups: vec![Group {
            rows: entries.iter().map(|written| row(reader, &fund, written, account, &names)).collect(),
            sums: total.map(|total| sum(reader, &fund, &look, total)).into_iter().collect(),
            ..Group::default()
        }],
        count,
        counted: reader.tf(if more { "entries-more" } else { "entries-counted" }, &[("count", i64::try_from(count).unwrap_or(i64::MAX).into())]),
        told: reader.tf("receipts-unit", &[("unit", reader.symbol(fund.unit).into())]),
    };
    if let Some(file) = list.file()? {
        return Ok(file);
    }
    let body = html! {
        (list.head(back(&format!("/funds/{id}"), &fund.name), &title, ways(reader, &fund, account)))
        (fund_tabs(reader, by, fund.association, id, FundTab::Ledger))
        div.cols.side {
            div { (list.part()) }
            div {
                (balances_part(reader, &fund, &balances, account))
                p.more.no-print { a href=(format!("/funds/{id}/cash-book")) { (reader.t("cash-book")) } }
                @if account.is_none() { (files_part(reader, id)) }
            }
        }
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    let here = if account.is_some_and(Account::holds_money) { Place::Cash } else { Place::Fund };
    Ok(page(reader, by, &heading, here, &title, body).into_response())
}

/// The filter of the requested entries.
fn wanted(fund: FundId, asked: &Asked) -> Result<Look, Error> {
    let day = |name: &str| calendar::read(asked.get(name)).ok();
    let kinds = KINDS.iter().find(|kinds| kinds[0].code() == asked.get("kind")).map(|kinds| kinds.to_vec()).unwrap_or_default();
    let typed = asked.get("q");
    let records = if typed.is_empty() { None } else { Some((super::store::records_of(fund, typed)?, number_typed(typed))) };
    Ok(Look { fund, account: Account::parse(asked.get("account")), kinds, from: day("from"), to: day("to"), records })
}

fn selects(reader: Reader, balances: &BTreeMap<Account, i64>) -> Vec<Select> {
    let all = |key: &str| std::iter::once((String::new(), reader.t(key)));
    let accounts = balances.keys().map(|account| (account.code().to_owned(), reader.of("account", account.code())));
    let kinds = KINDS.iter().map(|kinds| (kinds[0].code().to_owned(), reader.of("entry", kinds[0].code())));
    vec![
        Select { name: "account", label: reader.t("account"), options: all("list-all-f").chain(accounts).collect() },
        Select { name: "kind", label: reader.t("entry-kind"), options: all("loans-show-all").chain(kinds).collect() },
        Select { name: "from", label: reader.t("day-from"), options: Vec::new() },
        Select { name: "to", label: reader.t("day-to"), options: Vec::new() },
    ]
}

fn columns(reader: Reader, more: bool) -> Vec<Column> {
    let column = |key: &str, stands| Column::new(reader.t(key), stands);
    let amount = column("amount", Stands::Key).figures();
    vec![
        column("column-number", Stands::Wide).figures(),
        column("column-entry", Stands::Head),
        column("date", Stands::Labelled).sorted("day", true),
        column("loan-member", Stands::Labelled),
        column("note", Stands::File),
        if more { amount } else { amount.sorted("amount", true) },
        column("chain", Stands::File),
        column("column-postings", Stands::Acts),
    ]
}

fn row(reader: Reader, fund: &Fund, written: &PostedEntry, account: Option<Account>, names: &HashMap<Uuid, String>) -> Vec<Cell> {
    let entry = &written.entry;
    let moved = |of: Account| of.natural(written.postings.iter().filter(|posting| posting.account == of).map(|posting| posting.amount_minor).sum());
    let total: i64 = written.postings.iter().map(|posting| posting.amount_minor.max(0)).sum();
    let number = entry.receipt_no.map(|no| format!(" {}", reader.tf("number-short", &[("number", no.to_string().into())])));
    let name = format!("{}{}", reader.of("entry", entry.source_kind.code()), number.unwrap_or_default());
    vec![
        Value::Count(entry.no).into(),
        Cell::text(name).under(entry.memo.clone()),
        Cell::day(Some(entry.date)),
        Cell::text(names.get(&entry.source_id).cloned().unwrap_or_default()),
        Cell::text(entry.memo.clone()),
        account.map_or_else(|| Cell::money(total, fund.unit), |account| Value::Moved(moved(account), fund.unit).into()),
        Cell::text(entry.hash.clone()),
        Cell::default().drawn(postings(reader, fund, written)),
    ]
}

/// An entry's postings, and its place in the chain.
fn postings(reader: Reader, fund: &Fund, written: &PostedEntry) -> Markup {
    html! {
        details.postings {
            summary { (reader.t("entry-see")) span.unseen { " " (reader.tf("number-short", &[("number", written.entry.no.to_string().into())])) } }
            div {
                table { tbody { @for posting in &written.postings {
                    tr { td { (reader.of("account", posting.account.code())) } td.n { (signed(reader, posting.account.natural(posting.amount_minor), fund.unit)) } }
                } } }
                p.hint { (reader.t("chain")) " " code.hash { (written.entry.hash) } }
            }
        }
    }
}

fn sum(reader: Reader, fund: &Fund, look: &Look, total: i64) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); 8];
    cells[1] = Cell::text(reader.t(if look.whole() { "balance" } else { "total" }));
    cells[5] = Cell::money(total, fund.unit);
    cells
}

/// The links from a cash account to other pages.
fn ways(reader: Reader, fund: &Fund, account: Option<Account>) -> Markup {
    let id = fund.id;
    html! {
        @if account == Some(Account::Bank) && fund.unit.is_money() {
            a.button.quiet href=(format!("/funds/{id}/transfers")) { (reader.t("transfers")) }
            a.button href=(format!("/funds/{id}/bank-statements")) { (reader.t("bank-statements")) }
        }
        @if account == Some(Account::Cash) {
            a.button.quiet href=(format!("/funds/{id}/cash-book")) { (reader.t("cash-book")) }
            a.button.quiet href=(format!("/funds/{id}/transfers")) { (reader.t("transfers")) }
            a.button.quiet href=(format!("/funds/{id}/expenses")) { (reader.t("expenses")) }
            a.button href=(format!("/funds/{id}/cash-counts")) { (reader.t("cash-counts")) }
        }
    }
}

/// The whole ledger as files for accounting programs.
fn files_part(reader: Reader, id: FundId) -> Markup {
    html! {
        h2.no-print { (reader.t("journal-files")) }
        p.hint.no-print { (reader.t("journal-files-hint")) }
        nav.filters.no-print aria-label=(reader.t("journal-files")) {
            @for format in Format::ALL { a href=(format!("/funds/{id}/journal?format={}", format.code())) { (reader.of("journal-format", format.code())) } }
        }
    }
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
