//! The libro caja on screen, as a file and on paper.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::cash_book::{CashBook, Line};
use crate::app::App;
use crate::db::journal::Turnover;
use crate::domain::ids::FundId;
use crate::domain::ledger::Account;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::features::funds;
use crate::web::fields::Fields;
use crate::web::layout::{Place, page};
use crate::web::paper::{Column as Across, Head, Paper, Row, Size, Table};
use crate::web::parts::asked::{Asked, Order, WHOLE};
use crate::web::parts::list::{Cell, Column, Group, List, Select, Stands, Value};
use crate::web::parts::{Field, FundTab, back, fund_tabs, submit};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// # Errors
/// `not-found`, `forbidden`, `list-too-long`, days that cannot be read.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Response, Error> {
    let (by, db, asked) = (&signed_in.0, app.db.read(), Asked::of(&uri));
    let book = CashBook::see(&app, by, id, &mut Fields::from_query(&uri)).await?;
    let reader = signed_in.reader().in_country(&book.association.country).counting(book.fund.unit);
    let asked = asked.within(book.total.lines.unsigned_abs());
    let lines = book.lines(db, reader, asked.page(), asked.most()).await?;
    let before = book.before(db, asked.page(), asked.most()).await?;
    let path = format!("/funds/{id}/cash-book");
    let accounts =
        [Account::Cash, Account::Bank, Account::CashToVerify].map(|account| (account.code().to_owned(), reader.of("account", account.code())));
    let list = List {
        reader,
        path: &path,
        asked: &asked,
        order: Order { by: "", down: false },
        name: reader.t("cash-book"),
        whose: format!("{} {}", book.fund.name, book.association.name),
        search: None,
        selects: vec![
            Select { name: "account", label: reader.t("book-account"), options: accounts.to_vec() },
            Select { name: "period", label: reader.t("book-period-choice"), options: book.periods(reader) },
        ],
        columns: columns(reader),
        groups: groups(reader, &book, &lines, before),
        count: book.total.lines.unsigned_abs(),
        counted: reader.tf("book-counted", &[("count", book.total.lines.into())]),
        told: format!("{} · {}", reader.of("account", book.of.account.code()), book.period(reader)),
    };
    if let Some(file) = list.file()? {
        return Ok(file);
    }
    let body = html! {
        (list.head(back(&format!("/funds/{id}/ledger"), &reader.t("ledger")), &reader.t("cash-book"), papers(reader, &asked, &path)))
        (fund_tabs(reader, by, book.fund.association, id, FundTab::Ledger))
        (other_days(reader, &asked, &path))
        div.full.book { (list.part()) }
        @if book.total.lines == 0 { p.notice { (reader.tf("book-nothing", &[("amount", reader.money(book.opening, book.fund.unit).into())])) } }
    };
    let heading = funds::heading(&app, reader, by, &book.association, Some(&book.fund)).await?;
    Ok(page(reader, by, &heading, Place::Cash, &reader.t("cash-book"), body).into_response())
}

/// The links to the paper.
fn papers(reader: Reader, asked: &Asked, path: &str) -> Markup {
    let to = asked.address(&format!("{path}.pdf"), &[]);
    let half = asked.address(&format!("{path}.pdf"), &[("paper", "half")]);
    html! {
        a.button.quiet href=(to) { "PDF A4" }
        a.button.quiet href=(half) { "PDF " (reader.t("paper-half")) }
    }
}

fn other_days(reader: Reader, asked: &Asked, path: &str) -> Markup {
    let fields = Fields::default().with("from", asked.get("from")).with("to", asked.get("to"));
    let open = !asked.get("from").is_empty() || !asked.get("to").is_empty();
    html! {
        details.no-print open[open] {
            summary { (reader.t("book-days")) }
            form action=(path) {
                @if !asked.get("account").is_empty() { input type="hidden" name="account" value=(asked.get("account")); }
                div.pair {
                    (Field::new(reader, &fields, "from", "book-from").date())
                    (Field::new(reader, &fields, "to", "book-to").date())
                }
                (submit(reader, "filter"))
            }
        }
    }
}

fn columns(reader: Reader) -> Vec<Column> {
    let column = |key: &str, stands| Column::new(reader.t(key), stands);
    vec![
        column("date", Stands::Desk),
        column("column-number", Stands::Desk).figures(),
        column("book-who", Stands::Head),
        column("book-detail", Stands::Labelled),
        column("book-in", Stands::Labelled).figures(),
        column("book-out", Stands::Labelled).figures(),
        column("balance", Stands::Key).figures(),
    ]
}

/// The balance brought forward, the lines with the balance after each, and the balance carried forward or the sum.
fn groups(reader: Reader, book: &CashBook, lines: &[Line], before: Turnover) -> Vec<Group> {
    let unit = book.fund.unit;
    let sum = |key: &str, moved: &Turnover| {
        let mut cells = vec![Cell::default(); 7];
        cells[2] = Cell::text(reader.t(key));
        (cells[4], cells[5]) = (Cell::money(moved.came_in, unit), Cell::money(moved.went_out, unit));
        cells[6] = Cell::money(book.opening + moved.net(), unit);
        cells
    };
    let mut moved = before;
    let rows = lines.iter().map(|line| {
        moved.add(line.amount_minor);
        let short = reader.tf("number-short", &[("number", line.no.to_string().into())]);
        vec![
            Cell::day(Some(line.date)),
            Value::Count(line.no).into(),
            Cell::text(line.who.clone()).under(format!("{} · {short}", reader.short_date(line.date))),
            Cell::text(detail(reader, line)),
            Cell::some_money(line.amount_minor.max(0), unit),
            Cell::some_money((-line.amount_minor).max(0), unit),
            Cell::money(book.opening + moved.net(), unit),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let opened = if before.lines == 0 { "book-opening" } else { "book-brought" };
    let ended = if moved.lines == book.total.lines { "book-sum" } else { "book-carried" };
    vec![Group { sums: vec![sum(opened, &before)], ..Group::default() }, Group { rows, sums: vec![sum(ended, &moved)], ..Group::default() }]
}

fn detail(reader: Reader, line: &Line) -> String {
    match line.receipt_no {
        Some(no) => format!("{} · {}", line.detail, reader.tf("book-receipt", &[("no", no.to_string().into())])),
        None => line.detail.clone(),
    }
}

/// The book on paper, with each page's sums on it.
///
/// # Errors
/// As [`show`].
pub async fn paper(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Response, Error> {
    let (asked, db) = (Asked::of(&uri), app.db.read());
    let book = CashBook::see(&app, &signed_in.0, id, &mut Fields::from_query(&uri)).await?;
    if book.total.lines.unsigned_abs() > WHOLE {
        return Err(Refusal::conflict("list-too-long").into());
    }
    let reader = signed_in.reader().in_country(&book.association.country).counting(book.fund.unit);
    let lines = book.lines(db, reader, 0, WHOLE).await?;
    let size = Size::asked(&asked);
    let name = format!("{}-{}-{}", reader.t("file-cash-book"), book.of.from, book.of.to);
    // A book of several years takes long to set, and must not block other requests meanwhile.
    let paper = tokio::task::spawn_blocking(move || written(reader, size, &book, &lines)).await?;
    paper.answer(&name).await
}

fn written(reader: Reader, size: Size, book: &CashBook, lines: &[Line]) -> Paper {
    let title = format!("{} · {}", reader.t("cash-book"), reader.of("account", book.of.account.code()));
    let head = Head { association: book.association.name.clone(), fund: book.fund.name.clone(), title, day: book.today, folios: true };
    let mut paper = Paper::new(reader, size, head);
    paper.say(&format!("{} · {}", book.period(reader), reader.symbol(book.fund.unit)), paper.soft());
    set_out(&mut paper, reader, size, book, lines);
    paper.signs(&[reader.t("office-treasurer"), reader.t("office-auditor")]);
    paper
}

fn set_out(paper: &mut Paper, reader: Reader, size: Size, book: &CashBook, lines: &[Line]) {
    let (unit, half) = (book.fund.unit, size == Size::Half);
    let figures = |minor: i64| reader.figures(minor, unit);
    let some = |minor: i64| if minor > 0 { figures(minor) } else { String::new() };
    // The balance after each line, computed once for the rows and for the sums carried forward.
    let mut after = vec![Turnover::default()];
    for line in lines {
        let mut moved = after.last().copied().unwrap_or_default();
        moved.add(line.amount_minor);
        after.push(moved);
    }
    let summed = |key: &str, moved: &Turnover| {
        let ends = [figures(moved.came_in), figures(moved.went_out), figures(book.opening + moved.net())];
        let begins = if half { vec![String::new(), reader.t(key)] } else { vec![String::new(), String::new(), reader.t(key), String::new()] };
        begins.into_iter().chain(ends).collect::<Vec<_>>()
    };
    let row = |(line, moved): (&Line, &Turnover)| {
        let ends = [some(line.amount_minor), some(-line.amount_minor), figures(book.opening + moved.net())];
        let begins = if half {
            vec![reader.short_date(line.date), format!("{} · {}", line.who, detail(reader, line))]
        } else {
            vec![reader.short_date(line.date), line.no.to_string(), line.who.clone(), detail(reader, line)]
        };
        Row::from(begins.into_iter().chain(ends).collect::<Vec<_>>())
    };
    let mut rows = vec![Row { cells: summed("book-opening", &Turnover::default()), strong: true }];
    rows.extend(lines.iter().zip(&after[1..]).map(row));
    // The first row is the balance brought forward.
    let carried = |no: usize, forward: bool| {
        let moved = after.get(no.saturating_sub(1)).copied().unwrap_or_default();
        summed(if forward { "book-carried" } else { "book-brought" }, &moved)
    };
    let label = |key: &str| reader.t(key);
    let mut columns = vec![Across::tight(label("date"))];
    if half {
        columns.push(Across::words(label("book-detail"), 1));
    } else {
        columns.push(Across::figures(label("column-number")));
        columns.extend([Across::words(label("book-who"), 2), Across::words(label("book-detail"), 3)]);
    }
    columns.extend(["book-in", "book-out", "balance"].map(|key| Across::figures(label(key))));
    paper.table(&Table { columns, rows, sums: vec![summed("book-sum", &book.total)], carried: Some(&carried), room: 96, ..Table::default() });
}
