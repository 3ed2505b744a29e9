//! The treasurer's day: who owes what now, and one tap to record it.

use maud::{Markup, html};

use super::due::{Due, Week, week};
use crate::app::App;
use crate::db::journal;
use crate::domain::cofinancing::PurchaseStatus;
use crate::domain::ledger::Account;
use crate::domain::refusal::Refusal;
use crate::domain::role::{Action, Grant};
use crate::error::Error;
use crate::features::funds::{self, Fund};
use crate::features::{associations, loans, members, purchases};
use crate::web::layout::{Place, page};
use crate::web::parts::{Row, answer, due_tag, rows};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// Purchases whose next step is the treasurer's.
const HERS: [PurchaseStatus; 5] =
    [PurchaseStatus::Draft, PurchaseStatus::Returned, PurchaseStatus::Approved, PurchaseStatus::Ordered, PurchaseStatus::Received];

/// # Errors
/// A fault of the database.
pub async fn home(app: &App, signed_in: &SignedIn) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let own = by.grants.iter().find_map(|grant| match grant {
        Grant::Treasurer(association) => Some(*association),
        Grant::Admin | Grant::Staff(_) | Grant::Member(..) => None,
    });
    let association = associations::see(app, by, own.ok_or_else(Refusal::forbidden)?, Action::RecordRepayments).await?;
    let reader = signed_in.reader().in_country(&association.country);
    let today = app.clock.today(&association.time_zone);
    let own_funds = funds::store::of_association(app.db.read(), association.id).await?;
    let mut parts = Vec::with_capacity(own_funds.len());
    for fund in &own_funds {
        parts.push(fund_part(app, reader, fund, today, own_funds.len() > 1).await?);
    }
    let body = html! {
        h1 { (reader.long_day(today)) }
        @if own_funds.is_empty() {
            p.notice { (reader.t("no-fund-yet")) }
            div.buttons {
                a.button href=(format!("/associations/{}/funds/new", association.id)) { (reader.t("fund-new")) }
                a.button.quiet href="/import" { (reader.t("import")) }
            }
        }
        @for part in parts { (part) }
    };
    let heading = funds::heading(app, reader, by, &association, None).await?;
    Ok(page(reader, by, &heading, Place::Home, &reader.t("nav-today"), body))
}

async fn fund_part(app: &App, reader: Reader, fund: &Fund, today: chrono::NaiveDate, named: bool) -> Result<Markup, Error> {
    let week = week(app, fund, today).await?;
    let balances = journal::balances(app.db.read(), fund.id).await?;
    let balance = |account| balances.get(&account).copied().unwrap_or(0);
    let approved = loans::store::list(app.db.read(), fund.id, loans::store::Which::Approved, 0, 50).await?;
    let hers = purchases::store::Which { fund: Some(fund.id), statuses: HERS.to_vec(), ..Default::default() };
    let hers = purchases::store::list(app.db.read(), &hers, 0, 20).await?;
    let names = members::store::names(app.db.read(), approved.iter().map(|loan| loan.member_id).collect()).await?;
    Ok(html! {
        @if named { h2 { (fund.name) } }
        (answer(&reader.tf("to-collect-until", &[("day", reader.day(week.until).into())]), week.total(), reader, fund.unit, summary(reader, &week)))
        div.buttons {
            a.button href=(format!("/funds/{}/collect", fund.id)) { (reader.t("record-repayment")) }
            a.button.quiet href=(format!("/funds/{}/ledger?account=cash", fund.id)) {
                (reader.tf("see-cash", &[("amount", reader.money(balance(Account::Cash), fund.unit).into())]))
            }
        }
        (list(reader, "late", &week.late, today, fund))
        (list(reader, "this-week", &week.coming, today, fund))
        @if !approved.is_empty() {
            h2 { (reader.t("to-hand-over")) }
            ul.rows { @for loan in &approved {
                li { a.row href=(format!("/loans/{}", loan.id)) {
                    span { (names.get(&loan.member_id).map(String::as_str).unwrap_or_default()) }
                    span.amount { (reader.money(loan.principal_minor, fund.unit)) }
                    small { (loans::pages::name(reader, loan)) } span.end { span.tag { (reader.t("loan-status-approved")) } }
                } }
            } }
        }
        @if !hers.is_empty() {
            h2 { (reader.t("purchases")) }
            ul.rows { @for held in &hers { (purchases::pages::row(reader, held)) } }
        }
        @if balance(Account::CashToVerify) != 0 {
            p.hint { (reader.tf("cash-to-verify", &[("amount", reader.money(balance(Account::CashToVerify), fund.unit).into())])) }
        }
    })
}

fn summary(reader: Reader, week: &Week) -> Markup {
    html! {
        (reader.tf("installments-of-people", &[("installments", week.count().into()), ("people", week.people().into())]))
        @if !week.late.is_empty() { " · " a href="#late" { (reader.tf("late-count", &[("count", week.late.len().into())])) } }
    }
}

fn list(reader: Reader, key: &str, dues: &[Due], today: chrono::NaiveDate, fund: &Fund) -> Markup {
    let rows_of: Vec<Row> = dues
        .iter()
        .map(|due| Row {
            href: format!("/loans/{}/repay", due.loan.id),
            name: due.member.clone(),
            amount: reader.money(due.unpaid(), fund.unit),
            about: loans::pages::installment_of(reader, due.installment.no, &due.loan),
            tag: due_tag(reader, due.installment.due_on, today),
        })
        .collect();
    html! { @if !rows_of.is_empty() { h2 id=(key) { (reader.t(key)) } (rows(&rows_of)) } }
}
