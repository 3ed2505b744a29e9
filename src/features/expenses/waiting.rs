//! Lists waiting expenses on the home page of those who may approve them, and shows both answers on the expense's own page.

use maud::{Markup, html};

use super::{Expense, decide, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::FundId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds::Fund;
use crate::web::fields::Fields;
use crate::web::parts::{form_field, form_refusals, key_field, own_fields, reason_form};
use crate::web::text::Reader;

/// The waiting expenses of these funds; empty if there are none or this person may not approve.
///
/// # Errors
/// A fault of the database.
pub async fn part(app: &App, reader: Reader, by: &Actor, own: &[Fund]) -> Result<Markup, Error> {
    let approved: Vec<FundId> = own.iter().filter(|fund| by.may(Action::ApproveExpenses, Some(fund.association))).map(|fund| fund.id).collect();
    if approved.is_empty() {
        return Ok(html! {});
    }
    let waiting = store::waiting_in(app.db.read(), &approved).await?;
    let of = |expense: &Expense| own.iter().find(|fund| fund.id == expense.fund_id);
    Ok(html! {
        @if !waiting.is_empty() {
            h2 id="expenses-waiting" { (reader.t("expenses-waiting")) }
            ul.rows { @for (expense, fund) in waiting.iter().filter_map(|expense| of(expense).map(|fund| (expense, fund))) {
                li { a.row href=(format!("/expenses/{}", expense.id)) {
                    span { (expense.concept) } span.amount { (reader.money(expense.amount_minor, fund.unit)) }
                    small { (reader.date(expense.happens_on)) @if own.len() > 1 { " · " (fund.name) } }
                    span.end { span.tag.soon { (reader.t(if decide::asker(expense) == by.user_id { "expense-waits-for-another" } else { "expense-to-approve" })) } }
                } }
            } }
        }
    })
}

/// The forms to approve and to refuse, for anybody but the person who asked.
pub(super) fn answers(reader: Reader, by: &Actor, expense: &Expense, fields: &Fields) -> Markup {
    let (approve, refuse) = (format!("/expenses/{}/approve", expense.id), format!("/expenses/{}/refuse", expense.id));
    let may = by.may(Action::ApproveExpenses, Some(expense.association_id)) && expense.status == ExpenseStatus::Waiting;
    let own = own_fields(fields, &approve, Fields::default());
    html! {
        @if expense.status == ExpenseStatus::Waiting { p.notice { (reader.t("expense-waits-hint")) } }
        @if may && decide::asker(expense) == by.user_id { p.hint { (reader.t("expense-another-approves")) } }
        @if may && decide::asker(expense) != by.user_id {
            form.no-print method="post" action=(approve) {
                (form_refusals(reader, &own, &[]))
                (form_field(&approve)) (key_field(&own))
                div.buttons { button.button { (reader.t("expense-approve")) } }
            }
            div.no-print { (reason_form(reader, fields, &refuse, "expense-refuse", html! { button.button.stop { (reader.t("expense-refuse-do")) } })) }
        }
    }
}
