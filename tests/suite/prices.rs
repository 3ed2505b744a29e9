//! The worth of a fund of seed in money, by prices with a day, a source and a signature.

use axum::http::{Method, StatusCode};
use muyu::domain::amount::Unit;
use muyu::domain::role::Grant;
use muyu::features::prices::keep::{NewPrice, record};
use serde_json::json;

use crate::support::world::{day, key, refusal};
use crate::support::{Client, World};

#[tokio::test]
async fn a_seed_bank_tells_its_value_at_the_price_of_the_day_and_stays_in_kilos() {
    let world = World::empty("2026-03-15").await;
    // The fund received a thousand kilos as a grant.
    let place = world.place("Banco de semilla", Unit::Kg).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("socia", Grant::Member(place.association, place.members[0])).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let fund = client.get(&format!("/funds/{}", place.fund)).await;
    let path = fund.attribute("a[href$='/prices']", "href");
    assert!(client.get(&path).await.text.contains("Todavía no se anotó ningún precio"));
    let typed = |from: &'static str, price: &'static str| {
        [("counts_from", from), ("price", price), ("currency", "PEN"), ("source", "feria de Ocongate"), ("signed_by", "Rosa Quispe")]
    };
    for (from, price) in [("2026-03-01", "3.50"), ("2026-06-01", "4")] {
        let done = client.post(&path, &typed(from, price)).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    }
    let unsigned = client.post(&path, &[("counts_from", "2026-03-01"), ("price", "0"), ("currency", "PEN"), ("source", "x")]).await;
    assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = client.get(&path).await;
    let cells: Vec<String> = page.texts("tbody td").iter().map(|cell| cell.replace('\u{a0}', " ")).collect();
    assert!(cells[1].contains("1,000") && cells[1].contains("kg") && cells[2].contains("S/ 3,500.00"), "{cells:?}");
    assert!(page.text.contains("Rosa Quispe") && page.text.contains("feria de Ocongate"));
    assert!(!page.text.contains("Unknown localization"), "{}", page.text);
    let mut own = Client::signed_in(&world, "socia").await;
    assert!(!own.get(&path).await.text.contains("signed_by"), "a member reads it");
    let body = json!({ "counts_from": "2026-03-10", "currency": "kg", "price_minor": 1, "source": "x", "signed_by": "x" });
    let mixed = Client::with_token(&world, "tesorera").await.json(Method::POST, &format!("/api/v1{path}"), &body).await;
    assert_eq!(mixed.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", mixed.text);
    assert_eq!(own.get(&format!("/funds/{}", place.fund)).await.status, StatusCode::OK);
    world.books_hold().await;
}

#[tokio::test]
async fn a_fund_of_money_has_no_prices() {
    let (world, place) = World::with_fund("2026-03-15").await;
    let new = NewPrice {
        fund: place.fund,
        counts_from: day("2026-03-01"),
        currency: Unit::Pen,
        price_minor: 100,
        source: "x".parse().unwrap(),
        signed_by: "x".parse().unwrap(),
    };
    assert_eq!(refusal(record(&world.app, &world.by, key(), new).await), "price-of-money");
}
