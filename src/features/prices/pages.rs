//! The prices of a fund of produce on screen, and its worth at today's price.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::keep::{NewPrice, record};
use super::store::{self, Price};
use super::value;
use crate::app::App;
use crate::db::journal;
use crate::domain::amount::Unit;
use crate::domain::ids::FundId;
use crate::domain::ledger::Account;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund};
use crate::features::on_hand::on_hand;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, submit};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const FIELDS: [&str; 5] = ["counts_from", "currency", "price", "source", "signed_by"];
const CURRENCIES: [Unit; 3] = [Unit::Pen, Unit::Bob, Unit::Usd];

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Markup, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::SeeFund).await?;
    prices_page(&app, &signed_in, &fund, &association, &Fields::default()).await
}

async fn prices_page(app: &App, signed_in: &SignedIn, fund: &Fund, association: &Association, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by, db) = (signed_in.reader().in_country(&association.country).counting(fund.unit), &signed_in.0, app.db.read());
    let today = app.clock.today(&association.time_zone);
    let prices = store::of_fund(db, fund.id).await?;
    let current = store::on(&prices, today);
    let on_hand = on_hand(db, fund, today).await?;
    let lent = journal::balances(db, fund.id).await?.get(&Account::LoansReceivable).copied().unwrap_or(0);
    let lines = [("line-cash", on_hand.holdings.cash), ("price-lent", lent), ("available-now", on_hand.now.available_now)];
    let own = if association.country == "BO" { Unit::Bob } else { Unit::Pen };
    let mut fields = fields.clone();
    for (name, proposed) in [("counts_from", today.to_string()), ("currency", own.code().to_owned())] {
        if !fields.has(name) {
            fields = fields.with(name, proposed);
        }
    }
    let body = html! {
        (back(&format!("/funds/{}", fund.id), &fund.name))
        h1 { (reader.t("prices")) }
        p.hint { (reader.t("prices-hint")) }
        @if let Some(price) = current {
            div.scroll tabindex="0" { table {
                caption { (reader.tf("prices-worth", &[("price", reader.money(price.price_minor, price.currency).into()), ("day", reader.date(price.counts_from).into())])) }
                tbody { @for (key, minor) in lines { tr {
                    td { (reader.t(key)) } td.n { (reader.money(minor, fund.unit)) } td.n { (reader.money(value(minor, fund.unit, price.price_minor), price.currency)) }
                } } }
            } }
        } @else { p.notice { (reader.t("prices-none")) } }
        ul.rows { @for price in &prices { (row(reader, price)) } }
        @if !fund.unit.is_money() && by.may(Action::ManageFund, Some(fund.association)) {
            h2 { (reader.t("price-new")) }
            (form_refusals(reader, &fields, &FIELDS))
            (price_form(reader, fund, &fields))
        }
    };
    let heading = funds::heading(app, reader, by, association, Some(fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("prices"), body))
}

fn row(reader: Reader, price: &Price) -> Markup {
    html! {
        li.row {
            span { (reader.date(price.counts_from)) } span.amount { (reader.money(price.price_minor, price.currency)) }
            small { (price.source) " · " (reader.tf("price-signed", &[("name", (&price.signed_by).into())])) } span {}
        }
    }
}

fn price_form(reader: Reader, fund: &Fund, fields: &Fields) -> Markup {
    let currencies: Vec<(String, String)> = CURRENCIES.map(|unit| (unit.code().to_owned(), reader.of("unit", &unit.code().to_lowercase()))).to_vec();
    html! {
        form method="post" action=(format!("/funds/{}/prices", fund.id)) {
            (key_field(fields))
            div.pair {
                (Field::new(reader, fields, "price", "price-of-one").figures())
                (Field::new(reader, fields, "currency", "price-currency").select(&currencies))
                (Field::new(reader, fields, "counts_from", "price-from").date())
                (Field::new(reader, fields, "source", "price-source").hint("price-source-hint").text())
            }
            (Field::new(reader, fields, "signed_by", "price-signed-by").text())
            (submit(reader, "save"))
        }
    }
}

/// # Errors
/// What recording a price refuses, except mistakes in the form, which are shown on it.
pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, mut fields: Fields) -> Result<Response, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let style = signed_in.reader().in_country(&association.country).style;
    let money = |code: &str| Unit::parse(code).filter(|unit| unit.is_money());
    let currency = fields.choice("currency", money, Unit::Pen);
    let new = NewPrice {
        fund: id,
        counts_from: fields.date("counts_from"),
        currency,
        price_minor: fields.money("price", currency, style),
        source: fields.text("source"),
        signed_by: fields.text("signed_by"),
    };
    let doing = record(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, |_| format!("/funds/{id}/prices"), async |fields| prices_page(&app, &signed_in, &fund, &association, &fields).await)
        .await
}
