//! The list of a fund's loans: searched by name, document or number, filtered by state, cycle and community.

mod store;

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use maud::{Markup, html};

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::Unit;
use crate::domain::calendar::days;
use crate::domain::ids::{CycleId, FundId};
use crate::domain::loan::{LoanListing, LoanStatus};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds::{self, Fund};
use crate::features::members;
use crate::web::layout::{Place, page};
use crate::web::parts::asked::{Asked, Order};
use crate::web::parts::list::{Cell, Column, Group, List, Select, Stands};
use crate::web::parts::{FundTab, back, fund_tabs};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const ORDERS: [Order; 7] = [
    Order { by: "late", down: true },
    Order { by: "number", down: true },
    Order { by: "member", down: false },
    Order { by: "lent", down: true },
    Order { by: "principal", down: true },
    Order { by: "balance", down: true },
    Order { by: "due", down: false },
];

/// # Errors
/// `not-found`, `forbidden`, `list-too-long`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Response, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let (today, asked, db) = (app.clock.today(&association.time_zone), Asked::of(&uri), app.db.read());
    let cycles = funds::cycles(db, id).await?;
    let wanted = store::Wanted {
        fund: id,
        listing: LoanListing::parse(asked.get("show")).unwrap_or(LoanListing::Open),
        cycle: asked.get("cycle").parse().ok().map(CycleId),
        community: asked.get("community"),
        typed: asked.get("q"),
        today,
    };
    let totals = store::totals(db, &wanted).await?;
    let (order, shown) = (asked.order(&ORDERS), asked.clone().within(totals.count.unsigned_abs()));
    let loans = store::page(db, &wanted, order, shown.page(), shown.most()).await?;
    let (path, all) = (format!("/funds/{id}/loans"), |key: &str| (String::new(), reader.t(key)));
    let shows = LoanListing::ALL.map(|listing| (listing.code().to_owned(), reader.of("loans-show", listing.code()))).to_vec();
    let list = List {
        reader,
        path: &path,
        asked: &shown,
        order,
        name: reader.t("loans"),
        whose: format!("{} {}", fund.name, association.name),
        search: Some(reader.t("loans-search")),
        selects: vec![
            Select { name: "show", label: reader.t("list-state"), options: shows },
            Select {
                name: "cycle",
                label: reader.t("cycle"),
                options: std::iter::once(all("list-all-f")).chain(cycles.iter().map(|cycle| (cycle.id.to_string(), cycle.name.clone()))).collect(),
            },
            Select {
                name: "community",
                label: reader.t("community"),
                options: std::iter::once(all("list-all-f"))
                    .chain(members::list::communities(db, fund.association).await?.into_iter().map(|name| (name.clone(), name)))
                    .collect(),
            },
        ],
        columns: columns(reader),
        groups: vec![Group {
            head: None,
            reader: None,
            rows: loans.iter().map(|loan| row(reader, loan, today, fund.unit)).collect(),
            sums: vec![sum(reader, &totals, fund.unit)],
        }],
        count: totals.count.unsigned_abs(),
        counted: reader.tf("loans-counted", &[("count", totals.count.into())]),
        told: reader.tf("loans-told", &[("unit", reader.symbol(fund.unit).into())]),
    };
    if let Some(file) = list.file()? {
        return Ok(file);
    }
    let body = html! {
        (list.head(back(&format!("/funds/{id}"), &fund.name), &reader.t("loans"), ways(reader, by, &fund)))
        (fund_tabs(reader, by, fund.association, id, FundTab::Loans))
        (list.part())
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("loans"), body).into_response())
}

/// The links from the list to other pages.
fn ways(reader: Reader, by: &Actor, fund: &Fund) -> Markup {
    let id = fund.id;
    html! {
        a.button.quiet href=(format!("/funds/{id}/delay")) { (reader.t("delay")) }
        a.button.quiet href=(format!("/funds/{id}/provision")) { (reader.t("provision")) }
        a.button.quiet.phone href=(format!("/funds/{id}/applications")) { (reader.t("applications")) }
        a.button.quiet href=(format!("/funds/{id}/small-balances")) { (reader.t("small-balances")) }
        @if by.may(Action::ForgiveBalances, Some(fund.association)) { a.button.quiet href=(format!("/funds/{id}/reliefs")) { (reader.t("relief-many")) } }
        @if by.may(Action::ManageLoans, Some(fund.association)) { a.button href=(format!("/funds/{id}/loans/new")) { (reader.t("loan-new")) } }
    }
}

fn columns(reader: Reader) -> Vec<Column> {
    let column = |key: &str, stands| Column::new(reader.t(key), stands);
    vec![
        column("column-number", Stands::Desk).figures().sorted("number", true),
        column("loan-member", Stands::Head).sorted("member", false),
        column("column-purpose", Stands::Wide),
        column("column-lent-on", Stands::Desk).sorted("lent", true),
        column("column-principal", Stands::Desk).figures().sorted("principal", true),
        column("column-balance", Stands::Key).figures().sorted("balance", true),
        column("column-overdue", Stands::Labelled).figures().sorted("late", true),
        column("column-installments", Stands::Labelled),
        column("column-due", Stands::Desk).sorted("due", false),
        column("list-state", Stands::State),
        column("member-document", Stands::File),
        column("community", Stands::File),
    ]
}

fn row(reader: Reader, loan: &store::Listed, today: NaiveDate, unit: Unit) -> Vec<Cell> {
    let lent = !matches!(loan.status, LoanStatus::Approved | LoanStatus::Cancelled);
    let runs = loan.status == LoanStatus::Disbursed;
    let late = runs && loan.oldest_unpaid_due_on.is_some_and(|due| due < today);
    let open = if loan.status == LoanStatus::Closed { 0 } else { loan.open.unwrap_or(loan.installments) };
    // A relief may leave more installments than were agreed.
    let paid = (loan.installments - open).max(0);
    let about = [loan.community.clone().unwrap_or_default(), super::pages::called(reader, loan.number, "")];
    // The text is one piece beside its bar.
    let said = reader.tf("paid-of", &[("paid", paid.to_string().into()), ("count", loan.installments.to_string().into())]);
    vec![
        crate::web::parts::list::Value::Count(loan.number).into(),
        Cell::text(loan.member.clone())
            .to(format!("/loans/{}", loan.id))
            .under(about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")),
        Cell::text(loan.purpose.clone()),
        Cell::day(lent.then_some(loan.disbursed_on)),
        Cell::money(loan.principal_minor, unit).void(loan.status == LoanStatus::Cancelled),
        if runs || loan.status == LoanStatus::WrittenOff { Cell::money(loan.unpaid_principal_minor, unit) } else { Cell::default() },
        if runs { Cell::some_money(loan.overdue_minor.unwrap_or(0), unit).late(late) } else { Cell::default() },
        if lent { Cell::text(said.replace(' ', "\u{a0}")).drawn(bar(paid, loan.installments, late)) } else { Cell::default() },
        Cell::day(loan.oldest_unpaid_due_on.filter(|_| runs)),
        state(reader, loan, today),
        Cell::text(loan.document.clone().unwrap_or_default()),
        Cell::text(loan.community.clone().unwrap_or_default()),
    ]
}

fn state(reader: Reader, loan: &store::Listed, today: NaiveDate) -> Cell {
    let named = reader.of("loan-status", loan.status.code());
    match (loan.status, loan.oldest_unpaid_due_on.map(|due| days(due, today))) {
        (LoanStatus::Disbursed, Some(late @ 1..)) => Cell::tag("late", reader.tf("days-late", &[("days", late.into())])),
        (LoanStatus::Disbursed, Some(0)) => Cell::tag("soon", reader.t("due-today")),
        (LoanStatus::Disbursed, Some(-1)) => Cell::tag("soon", reader.t("due-tomorrow")),
        (LoanStatus::Disbursed, _) => Cell::tag("calm", reader.t("up-to-date")),
        (LoanStatus::Approved, _) if loan.lapses_on.is_some_and(|on| on <= today) => Cell::tag("calm", reader.t("loan-status-lapsed")),
        (LoanStatus::Approved, _) => Cell::tag("soon", named),
        (LoanStatus::WrittenOff, _) => Cell::tag("late", named),
        (LoanStatus::Closed | LoanStatus::Cancelled, _) => Cell::tag("calm", named),
    }
}

fn sum(reader: Reader, totals: &store::Totals, unit: Unit) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); 12];
    cells[1] = Cell::text(reader.tf("list-sum", &[("count", totals.count.into())]));
    cells[4] = Cell::money(totals.principal_minor.unwrap_or(0), unit);
    cells[5] = Cell::money(totals.unpaid_minor.unwrap_or(0), unit);
    cells[6] = Cell::money(totals.overdue_minor.unwrap_or(0), unit);
    cells
}

/// The paid installments of all, as a small bar beside the text that says the same.
fn bar(paid: i64, of: i64, late: bool) -> Markup {
    let width = if of > 0 { 40 * paid / of } else { 0 };
    html! {
        svg width="40" height="8" viewBox="0 0 40 8" aria-hidden="true" {
            rect.t width="40" height="8" rx="2" {}
            rect class=(if late { "c" } else { "p" }) width=(width) height="8" rx="2" {}
        }
    }
}
