//! Expenses on screen: the list, the form, and undoing one.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use maud::{Markup, html};

use super::record::{NewExpense, pay_by_acta, pay_planned_by_acta, plan};
use super::{Expense, store};
use crate::app::App;
use crate::domain::amount::NumberStyle;
use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::{ExpenseId, FundId};
use crate::domain::loan::PaymentMethod;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::notice::Next;
use crate::web::parts::{
    Field, FundTab, back, form_field, form_refusals, fund_tabs, key_field, means_choice, own_fields, page_field, pager, submit, typed_into,
};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// Expenses on one page of the list.
const PAGE: u64 = 50;

/// The page of the list that has the form's row.
fn list_at(fund: FundId, fields: &Fields) -> String {
    match page_of(fields) {
        0 => format!("/funds/{fund}/expenses"),
        number => format!("/funds/{fund}/expenses?page={number}"),
    }
}

fn page_of(fields: &Fields) -> u64 {
    fields.get("page").parse().unwrap_or(0)
}

fn pay_action(row: &Expense) -> Option<String> {
    (row.status == ExpenseStatus::Planned).then(|| format!("/expenses/{}/pay", row.id))
}

pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    let number = Fields::from_query(&uri).get("page").to_owned();
    list_page(&app, &signed_in, id, &Fields::default().with("page", number)).await
}

async fn list_page(app: &App, signed_in: &SignedIn, id: FundId, fields: &Fields) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(app, by, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let keeps = by.may(Action::RecordExpenses, Some(fund.association));
    let today = app.clock.today(&association.time_zone).to_string();
    let number = page_of(fields);
    let all = store::of_fund(app.db.read(), fund.id, number, PAGE).await?;
    let dated = Fields::default().with("happens_on", today);
    // A row's form shows its own refusals, where it is on this page.
    let drawn = keeps && all.iter().filter_map(pay_action).any(|form| typed_into(fields, &form).is_some());
    let told: &[&str] = if drawn { &["happens_on", "acta"] } else { &[] };
    let (acta_from, _) = asked_from(app, &fund, &association).await?;
    let body = html! {
        (back(&format!("/funds/{id}"), &fund.name))
        h1 { (reader.t("expenses")) }
        (fund_tabs(reader, by, fund.association, id, FundTab::Expenses))
        (form_refusals(reader, fields, told))
        @if all.is_empty() { p.notice { (reader.t("expenses-none")) } }
        ul.rows { @for row in &all {
            li.row {
                span.void[!row.status.stands()] { a href=(format!("/expenses/{}", row.id)) { (row.concept) } }
                span.amount.void[!row.status.stands()] { (reader.money(row.amount_minor, fund.unit)) }
                small { (reader.date(row.happens_on)) @if let Some(reason) = &row.reversal_reason { " · " (reason) } }
                span.end { span.tag.soon[matches!(row.status, ExpenseStatus::Planned | ExpenseStatus::Waiting)].late[!row.status.stands()] { (reader.of("expense-status", row.status.code())) } }
                @if let Some(action) = pay_action(row).filter(|_| keeps) {
                    @let own = &own_fields(fields, &action, dated.clone());
                    details open[typed_into(fields, &action).is_some()] { summary { (reader.t("expense-came")) }
                        form method="post" action=(action) {
                            (form_field(&action))
                            (page_field(number))
                            (key_field(own))
                            (Field::new(reader, own, "happens_on", "date").date())
                            (means_choice(reader, own))
                            @if acta_from > 0 && row.amount_minor >= acta_from { (Field::new(reader, own, "acta", "expense-acta").text()) }
                            (submit(reader, "expense-new"))
                        }
                    }
                }
            }
        } }
        (pager(reader, &format!("/funds/{id}/expenses"), number, all.len() as u64 == PAGE))
        @if keeps { div.buttons { a.button href=(format!("/funds/{id}/expenses/new")) { (reader.t("expense-new")) } } }
    };
    let heading = funds::heading(app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Cash, &reader.t("expenses"), body))
}

pub async fn show_new(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Markup, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::RecordExpenses).await?;
    let fields = Fields::default().with("happens_on", app.clock.today(&association.time_zone).to_string());
    form_page(&app, &signed_in, &fund, &association, &fields).await
}

/// The amounts from which an expense is paid by acta, and from which it waits for another person; 0 where the rules ask for none.
async fn asked_from(app: &App, fund: &Fund, association: &Association) -> Result<(i64, i64), Error> {
    let rules = funds::rules_on(app.db.read(), fund.id, app.clock.today(&association.time_zone)).await?;
    Ok((rules.expense_acta_from_minor, rules.expense_second_from_minor))
}

async fn form_page(app: &App, signed_in: &SignedIn, fund: &Fund, association: &Association, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader().in_country(&association.country).counting(fund.unit), &signed_in.0);
    let planned = fields.get("status") == ExpenseStatus::Planned.code();
    let (acta_from, second_from) = asked_from(app, fund, association).await?;
    let body = html! {
        (back(&format!("/funds/{}/expenses", fund.id), &reader.t("expenses")))
        h1 { (reader.t("expense-new")) }
        (form_refusals(reader, fields, &["amount", "concept", "happens_on", "acta"]))
        form method="post" action=(format!("/funds/{}/expenses", fund.id)) {
            (key_field(fields))
            fieldset {
                legend { (reader.t("expense-status")) }
                label.choice { input type="radio" name="status" value=(ExpenseStatus::Paid.code()) checked[!planned]; span { (reader.t("expense-status-paid")) } span {} }
                label.choice { input type="radio" name="status" value=(ExpenseStatus::Planned.code()) checked[planned]; span { (reader.t("expense-status-planned")) } span {} }
            }
            (fields_part(reader, fields))
            @if acta_from > 0 {
                (Field::new(reader, fields, "acta", "expense-acta").text())
                p.hint { (reader.tf("expense-acta-from", &[("from", reader.money(acta_from, fund.unit).into())])) }
            }
            @if second_from > 0 { p.hint { (reader.tf("expense-second-from", &[("from", reader.money(second_from, fund.unit).into())])) } }
            (submit(reader, "save"))
        }
    };
    Ok(page(reader, by, &funds::heading(app, reader, by, association, Some(fund)).await?, Place::Cash, &reader.t("expense-new"), body))
}

/// Reads the fields of an expense.
pub fn read(fields: &mut Fields, fund: &Fund, style: NumberStyle) -> NewExpense {
    NewExpense {
        fund: fund.id,
        concept: fields.text("concept"),
        amount_minor: fields.money("amount", fund.unit, style),
        happens_on: fields.date("happens_on"),
        payment_method: fields.choice("payment_method", PaymentMethod::of_money, PaymentMethod::Cash),
    }
}

/// The fields of an expense, for a new one and for a correction.
pub fn fields_part(reader: Reader, fields: &Fields) -> Markup {
    html! {
        (Field::new(reader, fields, "amount", "amount").figures())
        (Field::new(reader, fields, "concept", "expense-concept").text())
        (Field::new(reader, fields, "happens_on", "date").date())
        (means_choice(reader, fields))
    }
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, mut fields: Fields) -> Result<Response, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::RecordExpenses).await?;
    let style = signed_in.reader().in_country(&association.country).style;
    let new = read(&mut fields, &fund, style);
    let (key, planned, acta) = (fields.key(), fields.get("status") == ExpenseStatus::Planned.code(), fields.note("acta"));
    let doing = async {
        let made = if planned { plan(&app, &signed_in.0, key, new).await? } else { pay_by_acta(&app, &signed_in.0, key, new, acta).await? };
        Ok(store::find(app.db.read(), made).await?.status)
    };
    let list = format!("/funds/{id}/expenses");
    let to = |status| match status {
        ExpenseStatus::Planned => Next::after(list, "expense-planned"),
        ExpenseStatus::Waiting => Next::after(list, "expense-waits"),
        ExpenseStatus::Paid | ExpenseStatus::Refused | ExpenseStatus::Undone => list.into(),
    };
    form::answer(doing, fields, to, async |fields| form_page(&app, &signed_in, &fund, &association, &fields).await).await
}

pub async fn pay_plan(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ExpenseId>, mut fields: Fields) -> Result<Response, Error> {
    let fund = store::find(app.db.read(), id).await?.fund_id;
    funds::see(&app, &signed_in.0, fund, Action::RecordExpenses).await?;
    let (on, payment_method) = (fields.date("happens_on"), fields.choice("payment_method", PaymentMethod::of_money, PaymentMethod::Cash));
    let acta = fields.note("acta");
    let key = fields.key();
    let doing = async {
        let paid = pay_planned_by_acta(&app, &signed_in.0, key, id, (on, payment_method), acta).await?;
        Ok(store::find(app.db.read(), paid).await?.status)
    };
    let list = list_at(fund, &fields);
    let to = |status| if status == ExpenseStatus::Waiting { Next::after(list, "expense-waits") } else { list.into() };
    form::answer(doing, fields, to, async |fields| list_page(&app, &signed_in, fund, &fields).await).await
}
