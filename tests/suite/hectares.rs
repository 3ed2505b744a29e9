//! Hectares counted beyond the plan need a second count with a reason; more than the seed covers is refused.

use axum::http::{Method, StatusCode};
use muyu::domain::cofinancing::ContributionKind;
use muyu::domain::role::Grant;
use serde_json::json;

use crate::support::cofinanced::{Cofinanced, fifty_fifty};
use crate::support::{Client, World};

/// A received purchase of 40 kg on a plan of half a hectare.
async fn received() -> (World, Cofinanced, String) {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let co = world.programme_for(place, fifty_fifty()).await;
    let id = co.ordered(&world, co.draft(&[(0, 0, 40_000)], ContributionKind::Loan)).await;
    co.deliver(&world, id, &[(0, 0, 40_000)]).await.unwrap();
    co.close(&world, id).await.unwrap();
    (world, co, id.to_string())
}

#[tokio::test]
async fn more_than_planned_asks_for_the_reason_on_the_page_and_keeps_it() {
    let (world, co, id) = received().await;
    world.user("campo", Grant::Staff(co.programme)).await;
    let mut client = Client::signed_in(&world, "campo").await;
    let path = format!("/purchases/{id}/hectares");
    let field = client.get(&path).await.attribute(".sheet-row input.text", "name");
    let asked = client.post(&path, &[(&field, "300")]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(asked.texts(".cell .refusal"), ["Se previeron 0.5 ha y se anotan 300. Confírmelo con el motivo."]);
    assert!(asked.text.contains("Sí, se sembró más de lo previsto"), "{}", asked.text);
    let unsaid = client.post(&path, &[(&field, "0.8"), ("beyond_plan", "1"), ("reason", "")]).await;
    assert_eq!(unsaid.texts("#reason-says .refusal"), ["Falta el motivo."], "{}", unsaid.text);
    let unticked = client.post(&path, &[(&field, "0.8"), ("reason", "se sembró la cabecera")]).await;
    assert_eq!(unticked.status, StatusCode::UNPROCESSABLE_ENTITY, "the reason alone does not confirm");
    let saved = client.post(&path, &[(&field, "0.8"), ("beyond_plan", "1"), ("reason", "se sembró la cabecera")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert!(client.get(&path).await.text.contains("Más de lo previsto: se sembró la cabecera"));
    assert!(client.get(&format!("/purchases/{id}")).await.text.contains("0.80 ha (se sembró la cabecera)"));
    assert_eq!(client.post(&path, &[(&field, "0.8")]).await.status, StatusCode::SEE_OTHER, "said once, it is not asked again");
    assert_eq!(client.post(&path, &[(&field, "0.5")]).await.status, StatusCode::SEE_OTHER);
    assert!(!client.get(&path).await.text.contains("cabecera"), "within the plan there is nothing to explain");
}

#[tokio::test]
async fn over_json_the_reason_goes_with_the_line_and_the_absurd_is_refused_all_the_same() {
    let (world, co, id) = received().await;
    let mut client = Client::with_token(&world, "tesorera").await;
    let path = format!("/api/v1/purchases/{id}/hectares");
    let line = |hectares: i64, reason: Option<&str>| json!([{ "item": 0, "member": co.place.members[0].0, "hectares": hectares, "reason": reason }]);
    let refused = client.json(Method::PUT, &path, &line(300_000, None)).await;
    assert_eq!((refused.status, &refused.json()["errors"][0]["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("hectares-beyond-plan")));
    let absurd = client.json(Method::PUT, &path, &line(400_001, Some("sí"))).await;
    assert_eq!((absurd.status, &absurd.json()["errors"][0]["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("hectares-absurd")));
    assert_eq!(client.json(Method::PUT, &path, &line(-1, None)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(client.json(Method::PUT, &path, &line(900, Some("se midió con GPS"))).await.status, StatusCode::NO_CONTENT);
    let told = client.get(&format!("/api/v1/purchases/{id}")).await.json();
    let line = &told["lines"][0];
    assert_eq!((&line["installed_hectares"], &line["hectares_reason"]), (&json!(900), &json!("se midió con GPS")), "{told}");
}
