//! The list of a fund's purchases, by state, name or number.

mod store;

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::PurchaseRecord;
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::cofinancing::PurchaseStatus;
use crate::domain::ids::FundId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds;
use crate::web::layout::{Place, page};
use crate::web::parts::asked::{Asked, Order};
use crate::web::parts::list::{Cell, Column, Group, List, Select, Stands, Value};
use crate::web::parts::{FundTab, back, fund_tabs};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

pub use store::{Which, count, list, total};

const ORDERS: [Order; 4] = [
    Order { by: "number", down: true },
    Order { by: "purpose", down: false },
    Order { by: "total", down: true },
    Order { by: "status", down: false },
];

/// # Errors
/// `not-found`, `forbidden`, `list-too-long`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Response, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let asked = Asked::of(&uri);
    let status = PurchaseStatus::parse(asked.get("status"));
    let programmes = by.programmes_within(fund.association);
    let (statuses, typed) = (status.into_iter().collect(), asked.get("q").to_owned());
    let order = asked.order(&ORDERS);
    let which = Which { fund: Some(fund.id), programmes, statuses, typed, order: Some(order), ..Default::default() };
    let count = store::count(app.db.read(), &which).await?;
    let shown = asked.clone().within(count as u64);
    let purchases = store::list(app.db.read(), &which, shown.page(), shown.most()).await?;
    let total = store::total(app.db.read(), &which).await?;
    let path = format!("/funds/{id}/purchases");
    let statuses = PurchaseStatus::ALL.map(|known| (known.code().to_owned(), reader.of("purchase-status", known.code())));
    let column = |key: &str, stands| Column::new(reader.t(key), stands);
    let list = List {
        reader,
        path: &path,
        asked: &shown,
        order,
        name: reader.t("purchases"),
        whose: format!("{} {}", fund.name, association.name),
        search: Some(reader.t("purchases-search")),
        selects: vec![Select {
            name: "status",
            label: reader.t("purchase-status"),
            options: std::iter::once((String::new(), reader.t("purchases-all"))).chain(statuses).collect(),
        }],
        columns: vec![
            column("column-number", Stands::Desk).figures().sorted("number", true),
            column("column-purchase", Stands::Head).sorted("purpose", false),
            column("members", Stands::Labelled).figures(),
            column("column-waits", Stands::File),
            column("column-total", Stands::Key).figures().sorted("total", true),
            column("purchase-status", Stands::State).sorted("status", false),
        ],
        groups: vec![Group {
            head: None,
            reader: None,
            rows: purchases.iter().map(|held| cells(reader, held)).collect(),
            sums: vec![sum(reader, count, total, fund.unit)],
        }],
        count: count as u64,
        counted: reader.tf("purchases-counted", &[("count", count.into())]),
        told: reader.tf("purchases-told", &[("unit", reader.symbol(fund.unit).into())]),
    };
    if let Some(file) = list.file()? {
        return Ok(file);
    }
    let primary = html! {
        a.button.quiet href=(format!("/funds/{id}/kardex")) { (reader.t("kardex")) }
        @if by.may(Action::RequestPurchases, Some(fund.association)) { a.button href=(format!("/funds/{id}/purchases/new")) { (reader.t("purchase-new")) } }
    };
    let body = html! {
        (list.head(back(&format!("/funds/{id}"), &fund.name), &reader.t("purchases"), primary))
        (fund_tabs(reader, by, fund.association, id, FundTab::Purchases))
        (list.part())
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Purchases, &reader.t("purchases"), body).into_response())
}

fn cells(reader: Reader, held: &PurchaseRecord) -> Vec<Cell> {
    let row = &held.row;
    vec![
        Value::Count(row.number).into(),
        Cell::text(row.purpose.clone()).to(format!("/purchases/{}", row.id)).under(waits_for(reader, held)),
        Value::Count(held.members.len().try_into().unwrap_or(i64::MAX)).into(),
        Cell::text(waits_for(reader, held)),
        Cell::money(held.total_minor(), held.unit).void(store::VOID.contains(&row.status)),
        Cell::tag(status_class(row.status), reader.of("purchase-status", row.status.code())),
    ]
}

fn sum(reader: Reader, count: usize, total: i64, unit: Unit) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); 6];
    cells[1] = Cell::text(reader.tf("list-sum", &[("count", count.into())]));
    cells[4] = Cell::money(total, unit);
    cells
}

pub fn status_tag(reader: Reader, held: &PurchaseRecord) -> Markup {
    let status = held.row.status;
    html! { span.tag.(status_class(status)) { (reader.of("purchase-status", status.code())) } }
}

/// A status's colour: yellow waits for a decision, red was returned or rejected, green goes well, grey is over.
pub fn status_class(status: PurchaseStatus) -> &'static str {
    match status {
        PurchaseStatus::Submitted => "soon",
        PurchaseStatus::Returned | PurchaseStatus::Rejected => "late",
        PurchaseStatus::Approved | PurchaseStatus::Received => "well",
        PurchaseStatus::Settled | PurchaseStatus::Cancelled => "calm",
        PurchaseStatus::Draft | PurchaseStatus::Ordered => "info",
    }
}

/// The step that a purchase waits for, and who takes it.
pub fn waits_for(reader: Reader, held: &PurchaseRecord) -> String {
    reader.of("purchase-waits", held.row.status.code())
}
