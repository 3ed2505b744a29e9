//! One statement against the books: the two balances, the lines that only the bank has with links to record them, the entries
//! that only the books have, and each line with its entry.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::by_hand::{self, NewMatch};
use super::record::again;
use super::{BankMatch, Compared, by_hand_part, put_right, see, store};
use crate::app::App;
use crate::db::journal::Moved;
use crate::domain::amount::Unit;
use crate::domain::ids::{BankMatchId, BankStatementId, EntryId, FundId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{self, Answer, Order, history};
use crate::features::funds;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Undo, back, form_field, form_refusals, key_field, sent_to, signed, typed_into};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<BankStatementId>) -> Result<Markup, Error> {
    show_page(&app, &signed_in, id, &Fields::default()).await
}

async fn show_page(app: &App, signed_in: &SignedIn, id: BankStatementId, fields: &Fields) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (compared, fund, association) = see(app, by, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country);
    let row = &compared.statement;
    let keeps = by.may(Action::ManageFund, Some(association.id)) && row.reversed_at.is_none();
    let telling = history::Telling { reader, by, association: association.id, time_zone: &association.time_zone, unit: fund.unit };
    let told =
        history::parts(app, &telling, &std::iter::once(id.0).chain(compared.by_hand.iter().map(|(row, _)| row.id.0)).collect::<Vec<_>>()).await?;
    let people = compared.by_hand.iter().map(|(row, _)| row.recorded_by).chain([row.recorded_by]).collect();
    let names = corrections::names(app.db.read(), people).await?;
    let offered = if keeps && compared.unknown().next().is_some() { by_hand_part::offered(app, &compared).await? } else { Vec::new() };
    let moment = |at| reader.moment(at, &association.time_zone);
    // The command line has no sign-in.
    let who = |joined: &BankMatch| {
        [names.get(&joined.recorded_by).cloned(), Some(moment(joined.recorded_at))].into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let undo = Undo { action: format!("/bank-statements/{id}/undo"), open: "bank-put-aside", hint: "undo-hint", button: "bank-put-aside" };
    let action = format!("/bank-statements/{id}/compare");
    let own = typed_into(fields, &action).cloned().unwrap_or_default();
    let joining = typed_into(fields, &format!("/bank-statements/{id}/matches")).cloned().unwrap_or_default();
    let body = html! {
        (back(&format!("/funds/{}/bank-statements", fund.id), &reader.t("bank-statements")))
        h1 { (reader.t("bank-statement")) }
        p.hint { (fund.name) " · " (reader.date(row.starts_on)) " – " (reader.date(row.ends_on)) " · " (row.name) }
        p.hint { @match names.get(&row.recorded_by) {
            Some(name) => { (reader.tf("bank-compared-by", &[("name", name.into()), ("moment", moment(row.recorded_at).into())])) }
            None => { (reader.tf("bank-compared-on", &[("moment", moment(row.recorded_at).into())])) }
        } }
        @if let Some(reason) = &row.reversal_reason { p { span.tag.late { (reader.t("reversed")) } " " (reason) } }
        (form_refusals(reader, &own, &[]))
        (form_refusals(reader, &joining, &["reason"]))
        (balances(reader, fund.unit, &compared))
        (unknown_part(reader, fund.unit, fund.id, &compared))
        (missing_part(reader, fund.unit, &compared.missing))
        @if keeps && compared.unknown().next().is_some() {
            form method="post" action=(action) {
                (form_field(&action)) (key_field(&own))
                div.buttons { button.button.quiet { (reader.t("bank-compare-again")) } }
            }
        }
        @if keeps { (by_hand_part::form(reader, fund.unit, &compared, &offered, fields)) }
        (by_hand_part::joined(reader, fund.unit, &compared, keeps, fields, who))
        (matched_part(reader, fund.unit, &compared))
        (told)
        (undo.part(reader, fields, keeps))
    };
    let heading = funds::heading(app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Cash, &reader.t("bank-statement"), body))
}

/// The bank's balance on the last day, the books', and their difference.
fn balances(reader: Reader, unit: Unit, compared: &Compared) -> Markup {
    let row = &compared.statement;
    html! {
        dl.facts {
            @if let Some(opening) = row.opening_minor { dt { (reader.tf("bank-opening", &[("day", reader.date(row.starts_on).into())])) } dd { (reader.money(opening, unit)) } }
            @if let Some(closing) = row.closing_minor { dt { (reader.tf("bank-closing", &[("day", reader.date(row.ends_on).into())])) } dd { b { (reader.money(closing, unit)) } } }
            dt { (reader.tf("bank-books", &[("day", reader.date(row.ends_on).into())])) } dd { (reader.money(compared.books_minor, unit)) }
            @if let Some(difference) = compared.difference_minor() { dt { (reader.t("difference")) } dd { span.negative[difference < 0] { (signed(reader, difference, unit)) } } }
        }
        @if compared.unknown().next().is_none() && compared.missing.is_empty() { p.notice { (reader.t("bank-all-found")) } }
    }
}

/// The lines that the books do not have, each with links to record it.
fn unknown_part(reader: Reader, unit: Unit, fund: FundId, compared: &Compared) -> Markup {
    html! {
        @if compared.unknown().next().is_some() {
            h2 { (reader.t("bank-only-bank")) }
            p.hint { (reader.t("bank-only-bank-hint")) }
            ul.rows { @for line in compared.unknown() { li.row {
                span { (line.description) } span.amount.negative[line.amount_minor < 0] { (signed(reader, line.amount_minor, unit)) }
                small { (reader.date(line.moved_on)) } span {}
                div.part.no-print {
                    @if line.amount_minor < 0 { a href=(format!("/funds/{fund}/expenses/new")) { (reader.t("expense-new")) } }
                    @else { a href=(format!("/funds/{fund}/collect")) { (reader.t("record-repayment")) } " · " a href=(format!("/funds/{fund}/capital/new")) { (reader.t("capital-new")) } }
                }
            } } }
        }
    }
}

/// The entries that are not on the bank's statement.
fn missing_part(reader: Reader, unit: Unit, missing: &[Moved]) -> Markup {
    html! {
        @if !missing.is_empty() {
            h2 { (reader.t("bank-only-books")) }
            p.hint { (reader.t("bank-only-books-hint")) }
            ul.rows { @for moved in missing { li.row {
                span { (entry(reader, moved)) } span.amount.negative[moved.amount_minor < 0] { (signed(reader, moved.amount_minor, unit)) }
                small { (reader.date(moved.on)) @if !moved.memo.is_empty() { " · " (moved.memo) } } span.end {}
            } } }
        }
    }
}

pub(super) fn entry(reader: Reader, moved: &Moved) -> String {
    format!("{} {}", reader.of("entry", moved.source_kind.code()), reader.tf("bank-entry-no", &[("no", moved.no.into())]))
}

/// Each line with its entry, and the entry's day in the books.
fn matched_part(reader: Reader, unit: Unit, compared: &Compared) -> Markup {
    let of = |line: &super::BankStatementLine| line.entry_id.and_then(|id| compared.matched.iter().find(|moved| moved.entry == id));
    let found: Vec<_> = compared.lines.iter().filter_map(|line| of(line).map(|moved| (line, moved))).collect();
    html! {
        @if !found.is_empty() {
            details { summary { (reader.tf("bank-matched", &[("count", found.len().into())])) }
                div.scroll tabindex="0" { table.tight {
                    thead { tr { th { (reader.t("date")) } th { (reader.t("bank-tells")) } th.n { (unit.symbol()) } th { (reader.t("bank-entry")) } } }
                    tbody { @for (line, moved) in found { tr {
                        td { (reader.date(line.moved_on)) } td { (line.description) } td.n.negative[line.amount_minor < 0] { (reader.figures(line.amount_minor, unit)) }
                        td { (entry(reader, moved)) @if moved.on != line.moved_on { " · " (reader.date(moved.on)) } }
                    } } }
                } }
            }
        }
    }
}

/// # Errors
/// What comparing again refuses.
pub async fn compare(State(app): State<App>, signed_in: SignedIn, Path(id): Path<BankStatementId>, fields: Fields) -> Result<Response, Error> {
    see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let doing = again(&app, &signed_in.0, fields.key(), id);
    form::answer(doing, fields, |id| format!("/bank-statements/{id}"), async |fields| show_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// What setting aside refuses, except mistakes in the form, which are shown on it.
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Path(id): Path<BankStatementId>, mut fields: Fields) -> Result<Response, Error> {
    see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let order = Order::new(id, fields.text("reason"));
    let doing = put_right::undo(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<BankStatementId>| answer.page(|id| format!("/bank-statements/{id}"));
    form::answer(doing, fields, to, async |fields| show_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// What matching refuses for another reason than what was chosen.
pub async fn join(State(app): State<App>, signed_in: SignedIn, Path(id): Path<BankStatementId>, mut fields: Fields) -> Result<Response, Error> {
    see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let lines: Option<Vec<i64>> = fields.all("line").map(|no| no.parse().ok()).collect();
    let entries: Option<Vec<EntryId>> = fields.all("entry").map(|entry| entry.parse().ok()).collect();
    let (reason, key) = (fields.text("reason"), fields.key());
    let doing = async {
        let lines = lines.ok_or_else(|| Refusal::invalid("line", "choice-unknown"))?;
        let entries = entries.ok_or_else(|| Refusal::invalid("entry", "choice-unknown"))?;
        by_hand::join(&app, &signed_in.0, key, NewMatch { statement: id, lines, entries, reason }).await
    };
    let fields = sent_to(fields, &format!("/bank-statements/{id}/matches"));
    form::answer(doing, fields, |_| format!("/bank-statements/{id}"), async |fields| show_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// What undoing refuses for another reason than what was typed.
pub async fn undo_match(State(app): State<App>, signed_in: SignedIn, Path(id): Path<BankMatchId>, mut fields: Fields) -> Result<Response, Error> {
    let statement = store::find_match(app.db.read(), id).await?.statement_id;
    see(&app, &signed_in.0, statement, Action::ManageFund).await?;
    let order = Order::new(id, fields.text("reason"));
    let doing = by_hand::undo(&app, &signed_in.0, fields.key(), order);
    let fields = sent_to(fields, &format!("/bank-matches/{id}/undo"));
    let to = |answer: Answer<BankMatchId>| answer.page(|_| format!("/bank-statements/{statement}"));
    form::answer(doing, fields, to, async |fields| show_page(&app, &signed_in, statement, &fields).await).await
}
