//! Behind each line of capital available: the records that make it up.

use axum::extract::{Path, State};
use maud::{Markup, html};
use uuid::Uuid;

use super::bought::Bought;
use super::forecast::forecast;
use crate::app::App;
use crate::db::journal;
use crate::domain::capital::CapitalStatus;
use crate::domain::ids::FundId;
use crate::domain::ledger::Account;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds::{self, Fund};
use crate::features::{capital, expenses, loans, members, purchases};
use crate::web::layout::{Place, page};
use crate::web::parts::{Row, back, due_tag, rows};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path((id, line)): Path<(Uuid, String)>) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, FundId(id), Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country);
    let today = app.clock.today(&association.time_zone);
    let list = match line.as_str() {
        "cash" | "bank" => vec![account_row(reader, &app, &fund, if line == "cash" { Account::Cash } else { Account::Bank }).await?],
        "reserve" => {
            accounts(reader, &app, &fund, &[Account::DonatedCapital, Account::MemberCapital, Account::RetainedSurplus, Account::RecoverableCapital])
                .await?
        }
        "owed" => {
            let owed =
                [Account::MemberCredit, Account::ProducerAdvances, Account::ProgrammeFundsHeld, Account::Payables, Account::RecoverableCapital];
            let mut list = accounts(reader, &app, &fund, &owed).await?;
            list.extend(passed_on(reader, &app, &fund).await?);
            list
        }
        "committed" => approved(reader, &app, &fund).await?,
        "principal-due" | "interest-due" | "overdue-principal" | "overdue-interest" => due(reader, &app, &fund, today, &line).await?,
        "pledged" => pledged(reader, &app, &fund).await?,
        "planned" => planned(reader, &app, &fund).await?,
        _ => return Err(Refusal::not_found().into()),
    };
    let title = reader.t(&format!("line-{}-title", line));
    let body = html! {
        (back(&format!("/funds/{id}"), &reader.t("fund-capital-available")))
        h1 { (title) }
        p.hint { (reader.t(&format!("line-{line}-about"))) }
        @if list.is_empty() { p.notice { (reader.t("line-empty")) } }
        (rows(&list))
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &title, body))
}

async fn account_row(reader: Reader, app: &App, fund: &Fund, account: Account) -> Result<Row, Error> {
    let balance = journal::balances(app.db.read(), fund.id).await?.get(&account).copied().unwrap_or(0);
    Ok(row_of(reader, fund, account, balance))
}

fn row_of(reader: Reader, fund: &Fund, account: Account, balance: i64) -> Row {
    Row {
        href: format!("/funds/{}/ledger?account={}", fund.id, account.code()),
        name: reader.of("account", account.code()),
        amount: reader.money(balance, fund.unit),
        about: reader.t("see-entries"),
        tag: html! {},
    }
}

async fn accounts(reader: Reader, app: &App, fund: &Fund, of: &[Account]) -> Result<Vec<Row>, Error> {
    let balances = journal::balances(app.db.read(), fund.id).await?;
    let held = of.iter().filter_map(|account| balances.get(account).map(|balance| (*account, *balance)));
    Ok(held.filter(|(_, balance)| *balance != 0).map(|(account, balance)| row_of(reader, fund, account, -balance)).collect())
}

/// What of the advances is already with suppliers: owed as goods, not from this money.
async fn passed_on(reader: Reader, app: &App, fund: &Fund) -> Result<Option<Row>, Error> {
    let bought = Bought::now(app.db.read(), fund).await?;
    let minor = bought.advances_passed_on + bought.funds_passed_on;
    let row = Row { name: reader.t("passed-on"), ..row_of(reader, fund, Account::GoodsInTransit, -minor) };
    Ok((minor != 0).then_some(row))
}

async fn approved(reader: Reader, app: &App, fund: &Fund) -> Result<Vec<Row>, Error> {
    let loans = loans::store::list(app.db.read(), fund.id, loans::store::Which::Approved, 0, 1_000).await?;
    let names = members::store::names(app.db.read(), loans.iter().map(|loan| loan.member_id).collect()).await?;
    Ok(loans
        .iter()
        .map(|loan| Row {
            href: format!("/loans/{}", loan.id),
            name: names.get(&loan.member_id).cloned().unwrap_or_default(),
            amount: reader.money(loan.principal_minor, fund.unit),
            about: loans::pages::name(reader, loan),
            tag: html! {},
        })
        .chain(Bought::now(app.db.read(), fund).await?.committed.into_iter().map(|(held, minor)| Row {
            href: format!("/purchases/{}", held.id()),
            name: purchases::pages::name(reader, &held),
            amount: reader.money(minor, fund.unit),
            about: reader.tf("purchase-of-total", &[("total", reader.money(held.total_minor(), fund.unit).into())]),
            tag: purchases::pages::status_tag(reader, &held),
        }))
        .collect())
}

async fn due(reader: Reader, app: &App, fund: &Fund, today: chrono::NaiveDate, line: &str) -> Result<Vec<Row>, Error> {
    let until = forecast(app.db.read(), fund, today).await?.on_hand.next.starts_on;
    let open = loans::store::due_by(app.db.read(), fund.id, until).await?;
    let of_loans = loans::store::by_ids(app.db.read(), open.iter().map(|row| row.loan_id).collect()).await?;
    let names = members::store::names(app.db.read(), of_loans.values().map(|loan| loan.member_id).collect()).await?;
    let overdue = line.starts_with("overdue");
    let interest = line.ends_with("interest") || line == "interest-due";
    let mut list = Vec::new();
    for row in open.iter().filter(|row| (row.due_on < today) == overdue) {
        let Some(loan) = of_loans.get(&row.loan_id) else { continue };
        let unpaid = if interest { row.asked_interest_minor - row.paid_interest_minor } else { row.principal_minor - row.paid_principal_minor };
        if unpaid > 0 {
            list.push(Row {
                href: format!("/loans/{}", loan.id),
                name: names.get(&loan.member_id).cloned().unwrap_or_default(),
                amount: reader.money(unpaid, fund.unit),
                about: loans::pages::installment_of(reader, row.no, loan),
                tag: due_tag(reader, row.due_on, today),
            });
        }
    }
    Ok(list)
}

async fn pledged(reader: Reader, app: &App, fund: &Fund) -> Result<Vec<Row>, Error> {
    let pledges = capital::store::of_fund(app.db.read(), fund.id, Some(CapitalStatus::Pledged)).await?;
    Ok(pledges
        .iter()
        .map(|row| Row {
            href: format!("/funds/{}/capital", fund.id),
            name: row.source.clone(),
            amount: reader.money(row.amount_minor, fund.unit),
            about: reader.of("capital", &row.kind),
            tag: html! { span.tag { (reader.date(row.happens_on)) } },
        })
        .collect())
}

async fn planned(reader: Reader, app: &App, fund: &Fund) -> Result<Vec<Row>, Error> {
    let planned = expenses::store::of_fund(app.db.read(), fund.id, Some(expenses::record::PLANNED), 1_000).await?;
    Ok(planned
        .iter()
        .map(|row| Row {
            href: format!("/funds/{}/expenses", fund.id),
            name: row.concept.clone(),
            amount: reader.money(row.amount_minor, fund.unit),
            about: String::new(),
            tag: html! { span.tag { (reader.date(row.happens_on)) } },
        })
        .collect())
}
