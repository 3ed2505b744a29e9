//! Cash counts on screen: the list, and the sheet to count on. The books' figure is below the count, so that nobody counts
//! towards it.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::count::{InBooks, NewCount, in_books_on, record};
use super::store;
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::cash::{Denomination, Pile, counted, denominations};
use crate::domain::ids::FundId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, field_refusal, form_refusals, key_field, pager};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// Counts on one page of the list.
const PAGE: u64 = 50;
/// Rows for sacks in a form of produce.
const SACKS: usize = 4;
const MOST: i64 = 1_000_000;
const FIELDS: [&str; 5] = ["counted_on", "counted_by", "witnessed_by", "note", "scale"];

/// # Errors
/// `not-found`, `forbidden`.
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let number: u64 = Fields::from_query(&uri).get("page").parse().unwrap_or(0);
    let all = store::of_fund(app.db.read(), fund.id, number, PAGE).await?;
    let body = html! {
        (back(&format!("/funds/{id}"), &fund.name))
        h1 { (reader.t("cash-counts")) }
        @if by.may(Action::ManageFund, Some(fund.association)) { div.buttons { a.button href=(format!("/funds/{id}/cash-counts/new")) { (reader.t("cash-count-new")) } @if fund.unit.is_money() { a.button.quiet href=(format!("/funds/{id}/bank-statements")) { (reader.t("bank-statements")) } } } }
        @if all.is_empty() { p.notice { (reader.t("cash-counts-none")) } }
        ul.rows { @for row in &all {
            @let undone = row.reversed_at.is_some();
            li { a.row href=(format!("/cash-counts/{}", row.id)) {
                span { (reader.date(row.counted_on)) }
                span.amount.void[undone] { (reader.money(row.counted_minor, fund.unit)) }
                small { (row.counted_by) " · " (row.witnessed_by) }
                span.end { @if undone { span.tag.late { (reader.t("reversed")) } } @else { (tag(reader, row.difference_minor(), fund.unit)) } }
            } }
        } }
        (pager(reader, &format!("/funds/{id}/cash-counts"), number, all.len() as u64 == PAGE))
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Cash, &reader.t("cash-counts"), body))
}

/// Whether a count agrees, in colour and words.
pub fn tag(reader: Reader, difference_minor: i64, unit: Unit) -> Markup {
    html! { span.tag.well[difference_minor == 0].soon[difference_minor > 0].late[difference_minor < 0] { (said(reader, difference_minor, unit)) } }
}

/// `Faltan S/ 2.30`, `Sobran S/ 1.00`, `Cuadra`.
pub fn said(reader: Reader, difference_minor: i64, unit: Unit) -> String {
    let key = match difference_minor {
        0 => return reader.t("cash-agrees"),
        1.. => "cash-over",
        _ => "cash-short-by",
    };
    reader.tf(key, &[("amount", reader.money(difference_minor.abs(), unit).into())])
}

struct Sheet {
    fund: Fund,
    association: Association,
    reader: Reader,
    today: chrono::NaiveDate,
}

async fn sheet(app: &App, signed_in: &SignedIn, id: FundId) -> Result<Sheet, Error> {
    let (fund, association) = funds::see(app, &signed_in.0, id, Action::ManageFund).await?;
    let (reader, today) = (signed_in.reader().in_country(&association.country).counting(fund.unit), app.clock.today(&association.time_zone));
    Ok(Sheet { fund, association, reader, today })
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show_new(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Markup, Error> {
    let sheet = sheet(&app, &signed_in, id).await?;
    let fields = Fields::default().with("counted_on", sheet.today.to_string()).with("counted_by", signed_in.0.name.clone());
    form_page(&app, &signed_in, &sheet, &fields).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, mut fields: Fields) -> Result<Response, Error> {
    let sheet = sheet(&app, &signed_in, id).await?;
    let new = read(&mut fields, &sheet);
    // Only a count compared with the books on screen is recorded.
    if fields.flag("preview") || (new.books_minor.is_none() && fields.checked().is_ok()) {
        fields.refusals.clear();
        return Ok(form_page(&app, &signed_in, &sheet, &fields).await?.into_response());
    }
    let doing = record(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, |id| format!("/cash-counts/{id}"), async |fields| form_page(&app, &signed_in, &sheet, &fields).await).await
}

fn read(fields: &mut Fields, sheet: &Sheet) -> NewCount {
    NewCount {
        fund: sheet.fund.id,
        counted_on: fields.date("counted_on"),
        piles: piles(fields, sheet),
        counted_by: fields.text("counted_by"),
        witnessed_by: fields.text("witnessed_by"),
        note: fields.note("note"),
        books_minor: fields.get("books").parse().ok(),
    }
}

fn piles(fields: &mut Fields, sheet: &Sheet) -> Vec<Pile> {
    let known = denominations(sheet.fund.unit);
    let mut piles: Vec<Pile> = known
        .iter()
        .map(|one| Pile { face_minor: one.face_minor, pieces: fields.maybe_number(&field(*one), 0..=MOST).unwrap_or(0) })
        .filter(|pile| pile.pieces > 0)
        .collect();
    if known.is_empty() {
        let (style, unit) = (sheet.reader.style, sheet.fund.unit);
        // Kilos are weighed to the gram; of a service there are whole doses.
        let read = |fields: &mut Fields, name: &str| {
            if unit == Unit::Kg { fields.quantity(name, style) } else { fields.money_or_zero(name, unit, style) }
        };
        for no in 0..SACKS {
            let (weight, pieces) = (read(fields, &format!("sack-{no}")), fields.maybe_number(&format!("pieces-{no}"), 0..=MOST));
            if let Some(pieces) = pieces.filter(|pieces| *pieces > 0) {
                piles.push(Pile { face_minor: weight, pieces });
            }
        }
        let scale = read(fields, "scale");
        piles.extend((scale > 0).then_some(Pile { face_minor: scale, pieces: 1 }));
    }
    piles
}

fn field(one: Denomination) -> String {
    format!("d{}", one.face_minor)
}

async fn form_page(app: &App, signed_in: &SignedIn, sheet: &Sheet, fields: &Fields) -> Result<Markup, Error> {
    let Sheet { fund, association, reader, today } = sheet;
    let (reader, by) = (*reader, &signed_in.0);
    let mut typed = fields.clone();
    typed.refusals.clear();
    let new = read(&mut typed, sheet);
    let sum = counted(fund.unit, &new.piles);
    let books = in_books_on(app.db.read(), fund.id, new.counted_on.min(*today)).await?;
    let known = denominations(fund.unit);
    let mut told: Vec<String> = FIELDS.iter().map(ToString::to_string).collect();
    told.extend(known.iter().map(|one| field(*one)));
    told.extend((0..SACKS).flat_map(|no| [format!("sack-{no}"), format!("pieces-{no}")]));
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    let body = html! {
        (back(&format!("/funds/{}/cash-counts", fund.id), &reader.t("cash-counts")))
        h1 { (reader.t("cash-count-new")) }
        p.hint { (reader.t("cash-count-hint")) }
        (form_refusals(reader, fields, &told))
        form method="post" action=(format!("/funds/{}/cash-counts", fund.id)) data-preview="1" {
            (key_field(fields))
            @if known.is_empty() { (sacks(reader, fields)) } @else { div.coins { (faces(sheet, fields, true)) (faces(sheet, fields, false)) } }
            p.running data-previewed="1" { span { (reader.t("cash-counted-so-far")) } b.amount { (reader.money(sum.clone().unwrap_or(0), fund.unit)) } }
            (Field::new(reader, fields, "counted_on", "cash-counted-on").date())
            (Field::new(reader, fields, "counted_by", "cash-counted-by").text())
            (Field::new(reader, fields, "witnessed_by", "cash-witnessed-by").hint("cash-witness-hint").text())
            (compared(sheet, fields, sum.ok(), books))
        }
    };
    let heading = funds::heading(app, reader, by, association, Some(fund)).await?;
    Ok(page(reader, by, &heading, Place::Cash, &reader.t("cash-count-new"), body))
}

/// The fields for notes or for coins.
fn faces(sheet: &Sheet, fields: &Fields, notes: bool) -> Markup {
    let (reader, unit) = (sheet.reader, sheet.fund.unit);
    html! {
        fieldset.round[!notes] {
            legend { (reader.t(if notes { "cash-notes" } else { "cash-coins" })) }
            @for one in denominations(unit).iter().filter(|one| one.note == notes) {
                @let name = field(*one);
                @let face = reader.figures(one.face_minor, unit);
                @let face = face.trim_end_matches(".00").trim_end_matches(",00");
                @let pieces: i64 = fields.get(&name).parse().unwrap_or(0);
                div.coin {
                    label for=(name) { (face) }
                    output.hint for=(name) data-previewed="1" { @if pieces > 0 { (reader.figures(one.face_minor.saturating_mul(pieces), unit)) } }
                    div.step {
                        button type="button" data-step="-1" aria-label=(reader.tf("cash-one-less", &[("face", face.into())])) { "−" }
                        input id=(name) name=(name) inputmode="numeric" autocomplete="off" value=(fields.get(&name)) placeholder="0"
                            aria-invalid=[fields.refusal(&name).map(|_| "true")] aria-describedby=(format!("{name}-says"));
                        button type="button" data-step="1" aria-label=(reader.tf("cash-one-more", &[("face", face.into())])) { "+" }
                    }
                    div.all id=(format!("{name}-says")) { (field_refusal(reader, fields, &name)) }
                }
            }
        }
    }
}

/// The fields for produce: sacks by weight, and the scale's reading of the rest.
fn sacks(reader: Reader, fields: &Fields) -> Markup {
    html! {
        @for no in 0..SACKS {
            div.pair {
                (Field::new(reader, fields, &format!("pieces-{no}"), "cash-sacks").figures())
                (Field::new(reader, fields, &format!("sack-{no}"), "cash-sack-weight").figures())
            }
        }
        (Field::new(reader, fields, "scale", "cash-scale").hint("cash-scale-hint").figures())
    }
}

/// The count beside the books, and the button that records exactly this count.
fn compared(sheet: &Sheet, fields: &Fields, sum: Option<i64>, books: InBooks) -> Markup {
    let (reader, unit) = (sheet.reader, sheet.fund.unit);
    let began = fields.has("key");
    let Some(sum) = sum.filter(|_| began) else {
        return html! { div data-previewed="1" { div.buttons { button.button name="preview" value="1" { (reader.t("cash-compare")) } } } };
    };
    let difference = sum - books.total();
    html! {
        div data-previewed="1" {
            h2 { (reader.t("cash-against-books")) }
            section.answer aria-live="polite" {
                span.amount.said.negative[difference < 0] { (said(reader, difference, unit)) }
                @if difference != 0 { span.words { (reader.words(difference.abs(), unit)) } }
                dl.facts {
                    dt { (reader.t("cash-we-counted")) } dd { b { (reader.figures(sum, unit)) } }
                    dt { (reader.t("cash-books-say")) } dd { b { (reader.figures(books.total(), unit)) } }
                    @if books.to_verify != 0 {
                        dt { "· " (reader.t("cash-in-box")) } dd { (reader.figures(books.verified, unit)) }
                        dt { "· " (reader.t("account-cash-to-verify")) } dd { (reader.figures(books.to_verify, unit)) }
                    }
                }
            }
            @if books.to_verify != 0 { p.hint { (reader.tf("cash-confirms", &[("amount", reader.money(books.to_verify, unit).into())])) } }
            input type="hidden" name="books" value=(books.total());
            @if difference == 0 { input type="hidden" name="note" value=(fields.get("note")); }
            @else { (Field::new(reader, fields, "note", if difference < 0 { "cash-why-short" } else { "cash-why-over" }).hint("cash-why-hint").text()) }
            div.buttons {
                button.button { (reader.tf("cash-save", &[("what", said(reader, difference, unit).to_lowercase().replace("s/", "S/").replace("bs", "Bs").into())])) }
                noscript { button.button.quiet name="preview" value="1" { (reader.t("cash-compare")) } }
            }
        }
    }
}
