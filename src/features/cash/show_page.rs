//! One cash count: the pieces of each denomination, the books, and both names; to print and sign.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::pages::said;
use super::put_right;
use super::{CashCount, store};
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::cash::Pile;
use crate::domain::ids::CashCountId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Order, history};
use crate::features::funds;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Undo, back};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CashCountId>) -> Result<Markup, Error> {
    show_page(&app, &signed_in, id, &Fields::default()).await
}

async fn show_page(app: &App, signed_in: &SignedIn, id: CashCountId, fields: &Fields) -> Result<Markup, Error> {
    let (count, by) = (store::find(app.db.read(), id).await?, &signed_in.0);
    let (fund, association) = funds::see(app, by, count.fund_id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let piles = store::piles(app.db.read(), id).await?;
    let undone = count.reversed_at.is_some();
    let undo = Undo { action: format!("/cash-counts/{id}/undo"), open: "undo", hint: "undo-hint", button: "undo" };
    let telling = history::Telling { reader, by, association: association.id, time_zone: &association.time_zone, unit: fund.unit };
    let told = history::part(app, &telling, id.0).await?;
    let body = html! {
        (back(&format!("/funds/{}/cash-counts", fund.id), &reader.t("cash-counts")))
        article.receipt {
            h1 { (reader.t("cash-count")) }
            p.hint { (association.name) " · " (fund.name) " · " (reader.long_day(count.counted_on)) }
            @if undone { p { span.tag.late { (reader.t("reversed")) } " " (count.reversal_reason.as_deref().unwrap_or_default()) } }
            span.amount.said.void[undone].negative[count.difference_minor() < 0] { (said(reader, count.difference_minor(), fund.unit)) }
            (facts(reader, &count, fund.unit))
            (piles_part(reader, &piles, fund.unit))
            div.signs { span { (count.counted_by) br; (reader.t("cash-counted-by")) } span { (count.witnessed_by) br; (reader.t("cash-witnessed-by")) } }
        }
        (told)
        div.buttons.no-print {
            @if !undone { button.button.quiet type="button" data-print="1" { (reader.t("print")) } }
            a.button.quiet href=(format!("/cash-counts/{id}/count.pdf")) { "PDF" }
        }
        (undo.part(reader, fields, !undone && by.may(Action::ManageFund, Some(association.id))))
    };
    let heading = funds::heading(app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Cash, &reader.t("cash-count"), body))
}

/// The facts of a count, as labels and values.
pub(super) fn facts_of(reader: Reader, count: &CashCount, unit: Unit) -> Vec<(String, String)> {
    let mut facts = vec![("cash-we-counted", reader.money(count.counted_minor, unit)), ("cash-books-say", reader.money(count.books_minor, unit))];
    if count.to_verify_minor != 0 {
        facts.push(("cash-confirmed", reader.money(count.to_verify_minor, unit)));
    }
    facts.push(("cash-counted-by", count.counted_by.to_string()));
    facts.push(("cash-witnessed-by", count.witnessed_by.to_string()));
    if !count.note.is_empty() {
        facts.push(("cash-why", count.note.to_string()));
    }
    facts.into_iter().map(|(key, said)| (reader.t(key), said)).collect()
}

fn facts(reader: Reader, count: &CashCount, unit: Unit) -> Markup {
    html! { dl.facts { @for (name, said) in facts_of(reader, count, unit) { dt { (name) } dd { (said) } } } }
}

fn piles_part(reader: Reader, piles: &[Pile], unit: Unit) -> Markup {
    html! {
        table {
            thead { tr { th { (reader.t(if unit.is_money() { "cash-denomination" } else { "cash-sack-weight" })) } th.n { (reader.t("cash-pieces")) } th.n { (reader.symbol(unit)) } } }
            tbody { @for pile in piles {
                tr { td { (reader.figures(pile.face_minor, unit)) } td.n { (pile.pieces) } td.n { (reader.figures(pile.face_minor * pile.pieces, unit)) } }
            } }
        }
    }
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CashCountId>, mut fields: Fields) -> Result<Response, Error> {
    let fund = store::find(app.db.read(), id).await?.fund_id;
    funds::see(&app, &signed_in.0, fund, Action::ManageFund).await?;
    let order = Order::new(id, fields.text("reason"));
    let doing = put_right::undo(&app, &signed_in.0, fields.key(), order);
    let to = |answer: crate::features::corrections::Answer<CashCountId>| answer.page(|id| format!("/cash-counts/{id}"));
    form::answer(doing, fields, to, async |fields| show_page(&app, &signed_in, id, &fields).await).await
}
