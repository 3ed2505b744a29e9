//! The kardex: what was received, handed out and is left of each product, movement by movement.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use chrono::NaiveDate;
use maud::{Markup, html};
use serde::Serialize;
use utoipa::ToSchema;

use super::store;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::cofinancing::Measure;
use crate::domain::ids::{AssociationId, FundId, MemberId, PurchaseId};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::purchases::{self, PurchaseRecord};
use crate::features::{funds, members};
use crate::web::layout::{Place, page};
use crate::web::parts::back;
use crate::web::signed_in::SignedIn;

/// Purchases read at a time.
const PURCHASES: u64 = 500;

/// One movement of a product. Quantities in thousandths of its measure.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Moved {
    pub on: NaiveDate,
    pub purchase: PurchaseId,
    pub purchase_number: i64,
    /// None for goods received from a supplier.
    pub member: Option<MemberId>,
    pub came: i64,
    pub went: i64,
    pub left: i64,
}

/// The movements of one product, oldest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Product {
    pub product: String,
    pub variety: String,
    pub measure: Measure,
    pub came: i64,
    pub went: i64,
    pub left: i64,
    pub moved: Vec<Moved>,
}

pub async fn of_association(app: &App, by: &Actor, association: AssociationId) -> Result<Vec<Product>, Error> {
    let which = purchases::Which { associations: Some(vec![association]), programmes: by.programmes_within(association), ..Default::default() };
    let mut held: BTreeMap<PurchaseId, PurchaseRecord> = BTreeMap::new();
    for page in 0.. {
        let found = purchases::list(app.db.read(), &which, page, PURCHASES).await?;
        let last = (found.len() as u64) < PURCHASES;
        held.extend(found.into_iter().map(|held| (held.row.id, held)));
        if last {
            break;
        }
    }
    let mut products: BTreeMap<(String, String, Measure), Product> = BTreeMap::new();
    for (delivery, lines) in store::of_association(app.db.read(), association).await? {
        let Some(held) = held.get(&delivery.purchase_id) else { continue };
        for line in lines {
            let Some(item) = held.item(line.item_no) else { continue };
            let key = (item.product.clone(), item.variety.clone(), item.measure);
            let product = products.entry(key).or_insert_with(|| Product {
                product: item.product.clone(),
                variety: item.variety.clone(),
                measure: item.measure,
                came: 0,
                went: 0,
                left: 0,
                moved: Vec::new(),
            });
            let (came, went) = if line.member_id.is_none() { (line.quantity, 0) } else { (0, line.quantity) };
            product.came += came;
            product.went += went;
            product.left += came - went;
            product.moved.push(Moved {
                on: delivery.happens_on,
                purchase: held.row.id,
                purchase_number: held.row.number,
                member: line.member_id,
                came,
                went,
                left: product.left,
            });
        }
    }
    Ok(products.into_values().collect())
}

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let products = of_association(&app, by, fund.association).await?;
    let ids = products.iter().flat_map(|product| &product.moved).filter_map(|moved| moved.member).collect();
    let names = members::names(app.db.read(), ids).await?;
    let body = html! {
        (back(&format!("/funds/{id}/purchases"), &reader.t("purchases")))
        h1 { (reader.t("kardex")) }
        p.hint { (reader.t("kardex-about")) }
        @if products.is_empty() { p.notice { (reader.t("kardex-none")) } }
        @for product in &products {
            h2 { (product.product) @if !product.variety.is_empty() { " " (product.variety) } " · " (reader.tf("kardex-left", &[("quantity", reader.quantity(product.left).into()), ("measure", reader.of("measure", product.measure.code()).into())])) }
            div.scroll tabindex="0" { table.tight {
                thead { tr { th { (reader.t("concept")) } th.n { (reader.t("came-in")) } th.n { (reader.t("went-out")) } th.n { (reader.t("left")) } } }
                tbody {
                    @for moved in &product.moved { tr {
                        td { small.hint { (reader.short_date(moved.on)) } " " a href=(format!("/purchases/{}", moved.purchase)) { (reader.tf("number-short", &[("number", moved.purchase_number.to_string().into())])) } " " @if let Some(member) = moved.member { (names.get(&member).map(String::as_str).unwrap_or_default()) } @else { (reader.t("from-supplier")) } }
                        td.n { @if moved.came > 0 { (reader.quantity(moved.came)) } } td.n { @if moved.went > 0 { (reader.quantity(moved.went)) } } td.n { (reader.quantity(moved.left)) }
                    } }
                    tr.sum { th { (reader.t("total")) } td.n { (reader.quantity(product.came)) } td.n { (reader.quantity(product.went)) } td.n { (reader.quantity(product.left)) } }
                }
            } }
        }
        div.buttons.no-print { button.button.quiet type="button" data-print { (reader.t("print")) } }
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Purchases, &reader.t("kardex"), body))
}

/// What was received, handed out and is left of each product in a fund's association.
#[utoipa::path(get, path = "/api/v1/funds/{id}/kardex", tag = "purchases", params(("id" = Uuid, Path)),
    responses((status = 200, body = [Product])))]
pub async fn get(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Json<Vec<Product>>, Error> {
    let (fund, _) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    Ok(Json(of_association(&app, &signed_in.0, fund.association).await?))
}
