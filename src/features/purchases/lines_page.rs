//! One item of a purchase, as on paper: the item, its quotes, and each member's quantity and hectares.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::draft::save;
use super::edit_pages::content_of;
use super::held::{no_of, place};
use super::parts::PurchasePage;
use super::store;
use crate::app::App;
use crate::db::command::done_before;
use crate::domain::amount::typed;
use crate::domain::cofinancing::work::QUOTES;
use crate::domain::cofinancing::{ContributionBasis, ContributionKind, Draft, Item, Measure, PartyRole, Payer, Pledge, Quote, Taken};
use crate::domain::ids::PurchaseId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::members::{self, Member};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, submit};
use crate::web::signed_in::SignedIn;

/// The index of a path's item: a number, or `new` for the next.
fn place_of(seen: &PurchasePage, no: &str) -> Result<usize, Refusal> {
    let items = seen.held.items.len();
    match no {
        "new" => Ok(items),
        no => no.parse().ok().map(place).filter(|place| *place < items).ok_or_else(Refusal::not_found),
    }
}

/// The members listed on the sheet: those who have not left, and those who already have a line.
async fn sheet(app: &App, seen: &PurchasePage) -> Result<Vec<Member>, Error> {
    let mut all = members::all(app.db.read(), seen.fund.association).await?;
    let takes = |member: &Member| seen.held.lines.iter().any(|row| row.member_id == member.id);
    all.retain(|member| takes(member) || member.left_on.is_none_or(|left_on| left_on > seen.today));
    Ok(all)
}

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path((id, no)): Path<(PurchaseId, String)>) -> Result<Markup, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::RequestPurchases).await?;
    let place = place_of(&seen, &no)?;
    let fields = filled(&seen, place)?;
    item_page(&app, &signed_in, &seen, place, &fields).await
}

fn filled(seen: &PurchasePage, place: usize) -> Result<Fields, Error> {
    let draft = seen.held.draft()?;
    let style = seen.reader.style;
    let Some(item) = draft.items.get(place) else {
        return Ok(Fields::default().with("measure", Measure::Kilo.code()).with("chosen", "1"));
    };
    let mut fields = Fields::default()
        .with("product", item.product.clone())
        .with("variety", item.variety.clone())
        .with("measure", item.measure.code())
        .with("chosen", (item.chosen + 1).to_string());
    if item.provided {
        fields = fields.with("provided", "1");
    }
    for (i, quote) in item.quotes.iter().enumerate() {
        fields = fields
            .with(&format!("supplier-{}", i + 1), quote.supplier.clone())
            .with(&format!("price-{}", i + 1), seen.figures(quote.unit_price_minor));
    }
    for taken in draft.taken.iter().filter(|taken| taken.item == place) {
        let name = taken.member.0.simple();
        fields =
            fields.with(&format!("quantity-{name}"), typed(taken.quantity, style)).with(&format!("quantity-{name}-kept"), taken.quantity.to_string());
        if taken.hectares > 0 {
            fields = fields
                .with(&format!("hectares-{name}"), typed(taken.hectares, style))
                .with(&format!("hectares-{name}-kept"), taken.hectares.to_string());
        }
    }
    Ok(fields)
}

async fn item_page(app: &App, signed_in: &SignedIn, seen: &PurchasePage, place: usize, fields: &Fields) -> Result<Markup, Error> {
    let reader = seen.reader;
    let (products, suppliers) = store::known_names(app.db.read(), seen.fund.association).await?;
    let known = place < seen.held.items.len();
    let no = if known { no_of(place).to_string() } else { "new".to_owned() };
    let measures: Vec<(String, String)> = Measure::ALL.map(|measure| (measure.code().to_owned(), reader.of("measure-name", measure.code()))).to_vec();
    let refused = fields.refusals.iter().any(|refusal| refusal.field == "chosen" || refusal.field.ends_with("-2") || refusal.field.ends_with("-3"));
    let more = refused || (2..=QUOTES).any(|i| !fields.get(&format!("price-{i}")).is_empty() || !fields.get(&format!("supplier-{i}")).is_empty());
    let body = html! {
        (back(&seen.path(), &super::parts::name(reader, &seen.held)))
        h1 { (reader.t(if known { "item-edit" } else { "item-new" })) }
        (form_refusals(reader, fields, &fields.refusals.iter().map(|refusal| &*refusal.field).filter(|field| drawn(field)).collect::<Vec<_>>()))
        datalist id="products" { @for name in &products { option value=(name) {} } }
        datalist id="suppliers" { @for name in &suppliers { option value=(name) {} } }
        form method="post" action=(format!("{}/items/{no}", seen.path())) {
            (key_field(fields))
            (seen.mark_field()?)
            div.pair {
                (Field::new(reader, fields, "product", "product").hint("product-hint").suggested("products"))
                (Field::new(reader, fields, "variety", "variety").text())
            }
            (Field::new(reader, fields, "measure", "measure").select(&measures))
            (quote_row(seen, fields, 1))
            details open[more] {
                summary { (reader.t("quotes-more")) }
                p.hint { (reader.t("quotes-more-hint")) }
                @for i in 2..=QUOTES { (quote_row(seen, fields, i)) }
                (Field::new(reader, fields, "chosen", "quote-choose").select(&(1..=QUOTES).map(|i| (i.to_string(), reader.tf("quote-number", &[("number", i.into())]))).collect::<Vec<_>>()))
            }
            (Field::new(reader, fields, "provided", "item-provided-check").check())
            h2 { (reader.t("who-takes")) }
            p.hint { (reader.t("who-takes-hint")) }
            (members_sheet(seen, fields, &sheet(app, seen).await?))
            (submit(reader, "save"))
        }
        @if known {
            form method="post" action=(format!("{}/items/{no}/remove", seen.path())) { (key_field(&Fields::default())) (seen.mark_field()?) div.buttons { button.button.stop { (reader.t("item-remove")) } } }
        }
    };
    let heading = seen.heading(app, &signed_in.0).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Purchases, &reader.t("product"), body))
}

/// Whether the page has the field of a refusal and shows it there.
fn drawn(field: &str) -> bool {
    ["product", "chosen"].contains(&field) || ["supplier-", "price-", "quantity-", "hectares-"].iter().any(|stem| field.starts_with(stem))
}

fn quote_row(seen: &PurchasePage, fields: &Fields, i: usize) -> Markup {
    let reader = seen.reader;
    html! { div.pair.tight {
        (Field::new(reader, fields, &format!("supplier-{i}"), "supplier").suggested("suppliers"))
        (Field::new(reader, fields, &format!("price-{i}"), "unit-price").figures())
    } }
}

/// A line for each member, with quantity and hectares.
fn members_sheet(seen: &PurchasePage, fields: &Fields, sheet: &[Member]) -> Markup {
    let reader = seen.reader;
    html! {
        div.sheet role="group" aria-label=(reader.t("who-takes")) {
            div.sheet-row aria-hidden="true" { span {} small.hint { (reader.t("quantity")) } small.hint { (reader.t("hectares-short")) } }
            @for member in sheet {
                @let (quantity, hectares) = (format!("quantity-{}", member.id.0.simple()), format!("hectares-{}", member.id.0.simple()));
                div.sheet-row {
                    span { (member.name) }
                    (cell(seen, fields, &quantity, &reader.tf("quantity-of", &[("name", (&member.name).into())])))
                    (cell(seen, fields, &hectares, &reader.tf("hectares-of", &[("name", (&member.name).into())])))
                }
            }
        }
    }
}

/// A small field in a table, with a label for screen readers, which do not tell its column.
pub fn cell(seen: &PurchasePage, fields: &Fields, name: &str, said: &str) -> Markup {
    let kept = fields.get(&format!("{name}-kept"));
    let refusal = fields.refusal(name);
    html! { span.cell {
        @if !kept.is_empty() { input type="hidden" name=(format!("{name}-kept")) value=(kept); }
        input.text id=(name) name=(name) value=(fields.get(name)) inputmode="decimal" autocomplete="off" aria-label=(said) aria-invalid=[refusal.map(|_| "true")] aria-describedby=[refusal.map(|_| format!("{name}-says"))];
        @if let Some(refusal) = refusal { small.refusal id=(format!("{name}-says")) { (seen.reader.refusal(refusal)) } }
    } }
}

fn read_item(fields: &mut Fields, seen: &PurchasePage) -> Item {
    let (unit, style) = (seen.held.unit, seen.reader.style);
    let provided = fields.flag("provided");
    let mut quotes = Vec::new();
    let mut chosen = 0;
    for i in 1..=QUOTES {
        let (supplier, price) = (format!("supplier-{i}"), format!("price-{i}"));
        if i > 1 && fields.get(&supplier).is_empty() && fields.get(&price).is_empty() {
            if fields.get("chosen") == i.to_string() {
                fields.refusals.push(Refusal::invalid("chosen", "quote-unknown"));
            }
            continue;
        }
        if fields.get("chosen") == i.to_string() {
            chosen = quotes.len();
        }
        let supplier = if provided { Note::default() } else { fields.text(&supplier).into() };
        quotes.push(Quote { supplier, unit_price_minor: fields.money(&price, unit, style) });
    }
    if provided {
        quotes.truncate(1);
        chosen = 0;
    }
    let measure = fields.choice("measure", Measure::parse, Measure::Kilo);
    Item { product: fields.text("product"), variety: fields.note("variety"), measure, provided, quotes, chosen, invoiced_minor: None }
}

pub async fn save_item(
    State(app): State<App>,
    signed_in: SignedIn,
    Path((id, no)): Path<(PurchaseId, String)>,
    mut fields: Fields,
) -> Result<Response, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::RequestPurchases).await?;
    if done_before(app.db.read(), &signed_in.0, fields.key()).await? {
        return Ok(Redirect::to(&seen.path()).into_response());
    }
    let place = place_of(&seen, &no)?;
    let item = read_item(&mut fields, &seen);
    let mut draft = seen.held.draft()?;
    draft.taken.retain(|taken| taken.item != place);
    for member in sheet(&app, &seen).await? {
        let name = member.id.0.simple();
        let quantity = fields.quantity(&format!("quantity-{name}"), seen.reader.style);
        let hectares = fields.quantity(&format!("hectares-{name}"), seen.reader.style);
        draft.taken.push(Taken { item: place, member: member.id, number: member.number, quantity, hectares });
    }
    draft.taken.retain(|taken| taken.quantity > 0 || taken.hectares > 0);
    match draft.items.get_mut(place) {
        Some(known) => *known = item,
        None => draft.items.push(item),
    }
    cover_the_new(&mut draft, &seen);
    let content = content_of(&app, &seen, draft).await?;
    let (key, unchanged) = (fields.key(), seen.check_unchanged(&fields));
    let doing = async {
        unchanged?;
        save(&app, &signed_in.0, key, id, content).await
    };
    form::answer(doing, fields, |()| seen.path(), async |fields| item_page(&app, &signed_in, &seen, place, &fields).await).await
}

/// Adds a contribution for each payer without one: new members pay as most others do, in cash or with a loan; other parties pay
/// in cash.
fn cover_the_new(draft: &mut Draft, seen: &PurchasePage) {
    let rests = |kind| draft.pledges.iter().filter(|pledge| pledge.kind == kind && matches!(pledge.by, Payer::Member(_))).count();
    let kind = if rests(ContributionKind::Cash) > rests(ContributionKind::Loan) { ContributionKind::Cash } else { ContributionKind::Loan };
    let mut payers: Vec<(Payer, ContributionKind)> = draft.taken.iter().map(|taken| (Payer::Member(taken.member), kind)).collect();
    let others = seen.held.parties.iter().enumerate().filter(|(_, row)| row.role != PartyRole::Producers);
    payers.extend(others.map(|(i, _)| (Payer::Party(i), ContributionKind::Cash)));
    for (by, kind) in payers {
        if !draft.pledges.iter().any(|pledge| pledge.by == by) {
            draft.pledges.push(Pledge { by, kind, asked: ContributionBasis::Rest, what: Note::default() });
        }
    }
}

pub async fn remove(
    State(app): State<App>,
    signed_in: SignedIn,
    Path((id, no)): Path<(PurchaseId, String)>,
    fields: Fields,
) -> Result<Response, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::RequestPurchases).await?;
    if done_before(app.db.read(), &signed_in.0, fields.key()).await? {
        return Ok(Redirect::to(&seen.path()).into_response());
    }
    let place = place_of(&seen, &no)?;
    let mut draft = seen.held.draft()?;
    if place < draft.items.len() {
        draft.items.remove(place);
        draft.taken.retain(|taken| taken.item != place);
        draft.taken.iter_mut().filter(|taken| taken.item > place).for_each(|taken| taken.item -= 1);
    }
    let content = content_of(&app, &seen, draft).await?;
    seen.check_unchanged(&fields)?;
    save(&app, &signed_in.0, fields.key(), id, content).await?;
    Ok(Redirect::to(&seen.path()).into_response())
}
