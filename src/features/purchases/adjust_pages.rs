//! The invoice of a purchase on screen: its prices, freight, and the reason why it differs from the order.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::adjust::{Adjustment, Charge, Price, adjust};
use super::held::item;
use super::parts::{PurchasePage, name};
use crate::app::App;
use crate::domain::amount::figures;
use crate::domain::ids::PurchaseId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, field_refusal, form_refusals, key_field, submit};
use crate::web::signed_in::SignedIn;

const FIELDS: [&str; 5] = ["freight", "freight_what", "freight_supplier", "acta", "reason"];

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>) -> Result<Markup, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::RequestPurchases).await?;
    let money = |minor| figures(minor, seen.held.unit, seen.reader.style);
    let mut fields = Fields::default();
    for row in &seen.held.items {
        fields = fields.with(&format!("price-{}", row.no), money(item(row)?.price_minor()));
    }
    for row in &seen.held.extras {
        fields = fields.with(&format!("charge-{}", row.no), money(row.amount_minor));
    }
    adjust_page(&app, &signed_in, &seen, &fields).await
}

async fn adjust_page(app: &App, signed_in: &SignedIn, seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let reader = seen.reader;
    let drawn = |field: &&str| FIELDS.contains(field) || field.starts_with("price-") || field.starts_with("charge-");
    let told: Vec<&str> = fields.refusals.iter().map(|refusal| &*refusal.field).filter(drawn).collect();
    let figure = |field: &str, label: String| {
        html! { div.field {
            label.field for=(field) { (label) }
            input.text.figures id=(field) name=(field) value=(fields.get(field)) inputmode="decimal" autocomplete="off";
            (field_refusal(reader, fields, field))
        } }
    };
    let body = html! {
        (back(&seen.path(), &name(reader, &seen.held)))
        h1 { (reader.t("purchase-adjust")) }
        p.hint { (reader.t("purchase-adjust-hint")) }
        (form_refusals(reader, fields, &told))
        @if seen.status.commits() {
            form method="post" action=(format!("{}/adjust", seen.path())) {
                (key_field(fields))
                @for row in &seen.held.items { (figure(&format!("price-{}", row.no), reader.tf("invoice-price", &[("product", (&row.product).into())]))) }
                @for row in &seen.held.extras { (figure(&format!("charge-{}", row.no), format!("{} · {}", row.what, row.supplier))) }
                fieldset.card {
                    legend { (reader.t("freight")) }
                    (Field::new(reader, fields, "freight", "amount").hint("freight-hint").figures())
                    (Field::new(reader, fields, "freight_what", "freight-what").text())
                    (Field::new(reader, fields, "freight_supplier", "supplier").text())
                }
                (Field::new(reader, fields, "acta", "acta").hint("adjust-acta-hint").text())
                (Field::new(reader, fields, "reason", "reason").hint("adjust-reason-hint").text())
                (submit(reader, "purchase-adjust-save"))
            }
        } @else { p.notice { (reader.t("purchase-adjust-not-now")) } }
    };
    let heading = seen.heading(app, &signed_in.0).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Purchases, &reader.t("purchase-adjust"), body))
}

fn read(fields: &mut Fields, seen: &PurchasePage) -> Adjustment {
    let (unit, style) = (seen.held.unit, seen.reader.style);
    let prices = seen.held.items.iter();
    let prices = prices.map(|row| Price { item_no: row.no, unit_price_minor: fields.money(&format!("price-{}", row.no), unit, style) }).collect();
    let mut charges = Vec::new();
    for row in &seen.held.extras {
        let amount_minor = fields.money_or_zero(&format!("charge-{}", row.no), unit, style);
        let kept = crate::domain::text::Line::kept;
        charges.push(Charge { no: Some(row.no), what: kept(row.what.clone()), supplier: kept(row.supplier.clone()), amount_minor });
    }
    if !fields.get("freight").is_empty() {
        let amount_minor = fields.money("freight", unit, style);
        charges.push(Charge { no: None, what: fields.text("freight_what"), supplier: fields.text("freight_supplier"), amount_minor });
    }
    Adjustment { purchase: seen.held.id(), prices, charges, acta: fields.maybe_text("acta") }
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>, mut fields: Fields) -> Result<Response, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::RequestPurchases).await?;
    let order = Order::new(read(&mut fields, &seen), fields.text("reason"));
    let doing = adjust(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<PurchaseId>| answer.page(|id| format!("/purchases/{id}"));
    form::answer(doing, fields, to, async |fields| adjust_page(&app, &signed_in, &seen, &fields).await).await
}
