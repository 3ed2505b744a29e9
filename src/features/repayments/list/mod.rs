//! The list of a fund's receipts: repayments of loans, and members' payments into purchases.

mod store;

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use maud::html;

use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::ids::FundId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::{funds, loans};
use crate::web::layout::{Place, page};
use crate::web::parts::asked::{Asked, Order};
use crate::web::parts::list::{Cell, Column, Group, List, Select, Stands, Value};
use crate::web::parts::{FundTab, back, fund_tabs};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const ORDERS: [Order; 4] =
    [Order { by: "number", down: true }, Order { by: "member", down: false }, Order { by: "day", down: true }, Order { by: "amount", down: true }];

/// # Errors
/// `not-found`, `forbidden`, `list-too-long`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Response, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let (asked, db) = (Asked::of(&uri), app.db.read());
    let cycles = funds::cycles(db, id).await?;
    let within = cycles.iter().find(|cycle| cycle.id.to_string() == asked.get("cycle")).map(|cycle| (cycle.starts_on, cycle.ends_on));
    let reversed = match asked.get("state") {
        "standing" => Some(false),
        "reversed" => Some(true),
        _ => None,
    };
    let wanted = store::Wanted { fund: id, programmes: by.programmes_within(fund.association), within, reversed, typed: asked.get("q") };
    let totals = store::totals(db, &wanted).await?;
    let (order, shown) = (asked.order(&ORDERS), asked.clone().within(totals.count.unsigned_abs()));
    let receipts = store::page(db, &wanted, order, shown.page(), shown.most()).await?;
    let path = format!("/funds/{id}/repayments");
    let all = |key: &str| (String::new(), reader.t(key));
    let states = ["standing", "reversed"].map(|state| (state.to_owned(), reader.of("receipt-state", state)));
    let list = List {
        reader,
        path: &path,
        asked: &shown,
        order,
        name: reader.t("receipts"),
        whose: format!("{} {}", fund.name, association.name),
        search: Some(reader.t("receipts-search")),
        selects: vec![
            Select {
                name: "cycle",
                label: reader.t("cycle"),
                options: std::iter::once(all("list-all-f")).chain(cycles.iter().map(|cycle| (cycle.id.to_string(), cycle.name.clone()))).collect(),
            },
            Select { name: "state", label: reader.t("list-state"), options: std::iter::once(all("loans-show-all")).chain(states).collect() },
        ],
        columns: columns(reader),
        groups: vec![Group {
            head: None,
            reader: None,
            rows: receipts.iter().map(|receipt| row(reader, receipt, fund.unit)).collect(),
            sums: vec![sum(reader, totals, fund.unit)],
        }],
        count: totals.count.unsigned_abs(),
        counted: reader.tf("receipts-counted", &[("count", totals.count.into())]),
        told: reader.tf("receipts-told", &[("unit", reader.symbol(fund.unit).into())]),
    };
    if let Some(file) = list.file()? {
        return Ok(file);
    }
    let primary = html! {
        @if by.may(Action::RecordRepayments, Some(fund.association)) { a.button href=(format!("/funds/{id}/collect")) { (reader.t("record-repayment")) } }
    };
    let body = html! {
        (list.head(back(&format!("/funds/{id}"), &fund.name), &reader.t("receipts"), primary))
        (fund_tabs(reader, by, fund.association, id, FundTab::Receipts))
        (list.part())
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("receipts"), body).into_response())
}

fn columns(reader: Reader) -> Vec<Column> {
    let column = |key: &str, stands| Column::new(reader.t(key), stands);
    vec![
        column("column-number", Stands::Desk).figures().sorted("number", true),
        column("loan-member", Stands::Head).sorted("member", false),
        column("date", Stands::Desk).sorted("day", true),
        column("column-what", Stands::Labelled),
        column("column-method", Stands::Wide),
        column("amount", Stands::Key).figures().sorted("amount", true),
        column("list-state", Stands::State),
    ]
}

fn row(reader: Reader, receipt: &store::Listed, unit: Unit) -> Vec<Cell> {
    let void = receipt.reversed_at.is_some();
    let (href, about) = match receipt.loan {
        Some(number) => (format!("/repayments/{}", receipt.id), loans::pages::called(reader, number, &receipt.about)),
        None => (format!("/payments/{}", receipt.id), receipt.about.clone()),
    };
    let number = reader.tf("number-short", &[("number", receipt.receipt_no.to_string().into())]);
    vec![
        Value::Count(receipt.receipt_no).into(),
        Cell::text(receipt.member.clone()).to(href).under(format!("{number} · {}", reader.short_date(receipt.paid_on))),
        Cell::day(Some(receipt.paid_on)),
        Cell::text(about),
        Cell::text(reader.of("payment-method-short", receipt.payment_method.code())),
        Cell::money(receipt.amount_minor, unit).void(void),
        if void { Cell::tag("late", reader.t("reversed")) } else { Cell::default() },
    ]
}

fn sum(reader: Reader, totals: store::Totals, unit: Unit) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); 7];
    cells[1] = Cell::text(reader.tf("list-sum", &[("count", totals.count.into())]));
    cells[5] = Cell::money(totals.standing_minor.unwrap_or(0), unit);
    cells
}
