//! The JSON interface: the same use cases, with keys, problem details and a description that can be browsed.

use axum::http::{Method, StatusCode};
use muyu::domain::role::Grant;
use serde_json::json;

use crate::support::world::{key, register_file};
use crate::support::{Client, World};

async fn treasurer() -> (World, crate::support::world::Place, Client) {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let client = Client::with_token(&world, "tesorera").await;
    (world, place, client)
}

#[tokio::test]
async fn a_repayment_is_previewed_recorded_once_and_reversed() {
    let (world, place, mut client) = treasurer().await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let body = json!({ "paid_on": "2026-02-01", "amount_minor": 32_400 });
    let path = format!("/api/v1/loans/{loan}/repayments");
    let preview = client.json(Method::POST, &format!("{path}/preview"), &body).await.json();
    assert_eq!((preview["principal"].as_i64(), preview["interest"].as_i64(), preview["left"].as_i64()), (Some(30_000), Some(2_400), Some(93_600)));
    let once = key();
    let first = client.json_once(&path, once, &body).await;
    // A program that uses the earlier field name makes the same request.
    let second = client.json_once(&path, once, &json!({ "paid_on": "2026-02-01", "amount": 32_400 })).await;
    assert_eq!((first.status, second.status, first.id()), (StatusCode::CREATED, StatusCode::CREATED, second.id()));
    let receipt = client.get(&format!("/api/v1/repayments/{}", first.id())).await.json();
    assert_eq!((receipt["receipt_no"].as_i64(), receipt["principal"].as_i64()), (Some(1), Some(30_000)));
    assert_eq!(receipt["amount_minor"], 32_400);
    let reversed = client.json(Method::POST, &format!("/api/v1/repayments/{}/reverse", first.id()), &json!({ "reason": "doble" })).await;
    assert_eq!(reversed.status, StatusCode::NO_CONTENT, "{}", reversed.text);
    let whole = client.get(&format!("/api/v1/loans/{loan}")).await.json();
    assert_eq!((whole["loan"]["unpaid_principal"].as_i64(), whole["repayments"][0]["reversal_reason"].as_str()), (Some(120_000), Some("doble")));
    world.books_hold().await;
}

#[tokio::test]
async fn errors_are_problem_details_with_the_field() {
    let (world, place, mut client) = treasurer().await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let answer = client.json(Method::POST, &format!("/api/v1/loans/{loan}/repayments"), &json!({ "paid_on": "2025-01-01", "amount": 5 })).await;
    assert_eq!((answer.status, answer.kind.as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "application/problem+json"));
    let problem = answer.json();
    assert_eq!((problem["type"].as_str(), problem["errors"][0]["field"].as_str()), (Some("urn:muyu:before-disbursement"), Some("paid_on")));
    for (path, status) in [("/api/v1/nothing", StatusCode::NOT_FOUND), ("/api/v1/loans/not-an-id", StatusCode::NOT_FOUND)] {
        let answer = client.get(path).await;
        assert_eq!((answer.status, answer.kind.as_str()), (status, "application/problem+json"), "{path}: {}", answer.text);
    }
    let unreadable = client.json(Method::POST, &format!("/api/v1/loans/{loan}/repayments"), &json!({ "amount_minor": "five" })).await;
    assert_eq!(unreadable.json()["type"], "urn:muyu:body-unreadable");
    let huge = json!({ "paid_on": "2026-02-01", "amount_minor": 5, "note": "x".repeat(10_000_000) });
    let huge = client.json(Method::POST, &format!("/api/v1/loans/{loan}/repayments"), &huge).await;
    assert!(huge.status.is_client_error(), "{}", huge.status);
    assert!(world.held(loan).await.repayments.is_empty());
}

#[tokio::test]
async fn a_code_that_is_none_of_its_set_is_refused_at_its_field() {
    let (_, place, mut client) = treasurer().await;
    let capital = json!({ "kind": "loan", "source": "Proyecto", "amount_minor": 5, "happens_on": "2026-01-01" });
    let person = json!({ "name": "Ccori Puma, Julia", "sex": "x" });
    for (path, body, field) in
        [(format!("funds/{}/capital", place.fund), capital, "kind"), (format!("associations/{}/members", place.association), person, "sex")]
    {
        let answer = client.json(Method::POST, &format!("/api/v1/{path}"), &body).await;
        let problem = answer.json();
        assert_eq!((answer.status, problem["type"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("urn:muyu:choice-unknown")), "{path}");
        assert_eq!(problem["errors"][0]["field"], field, "{path}");
    }
}

#[tokio::test]
async fn a_fund_is_kept_whole_over_json() {
    let world = World::empty("2026-03-01").await;
    world.user("admin", Grant::Admin).await;
    let mut client = Client::with_token(&world, "admin").await;
    let made = client.json(Method::POST, "/api/v1/associations", &json!({ "name": "Ayni", "country": "BO" })).await.id();
    let programme = client.json(Method::POST, "/api/v1/programmes", &json!({ "name": "Kallpanchis" })).await.id();
    let part = client.json(Method::PUT, &format!("/api/v1/programmes/{programme}/associations/{made}"), &json!({})).await;
    assert_eq!(part.status, StatusCode::NO_CONTENT);
    let fund = client.json(Method::POST, &format!("/api/v1/associations/{made}/funds"), &json!({ "name": "Fondo", "unit": " bob " })).await.id();
    assert_eq!(client.get(&format!("/api/v1/funds/{fund}")).await.json()["unit"], "BOB");
    let seeds = client.json(Method::POST, &format!("/api/v1/associations/{made}/funds"), &json!({ "name": "Semillas", "unit": "KG" })).await.id();
    assert_eq!(client.get(&format!("/api/v1/funds/{seeds}")).await.json()["unit"], "kg");
    let member = json!({ "name": "Choque, Hortensia", "sex": "female" });
    let member = client.json(Method::POST, &format!("/api/v1/associations/{made}/members"), &member).await.id();
    let given = json!({ "kind": "grant", "source": "Proyecto", "amount_minor": 500_000, "happens_on": "2026-01-05" });
    assert_eq!(client.json(Method::POST, &format!("/api/v1/funds/{fund}/capital"), &given).await.status, StatusCode::CREATED);
    let terms = json!({ "method": "bullet", "principal": 100_000, "disbursed_on": "2026-02-01", "installments": 1, "first_due_on": "2026-06-01", "every": 1,
        "unit": "month", "rate_ppm": 15_000, "rate_per": "month", "day_count": "30/360", "rounding_step": 10 });
    let quoted = client.json(Method::POST, "/api/v1/quotes", &terms).await.json();
    assert_eq!(quoted[0]["interest"], 6_000);
    let loan = json!({ "member": member, "purpose": "quinua", "terms": terms, "handed_over": true });
    assert_eq!(client.json(Method::POST, &format!("/api/v1/funds/{fund}/loans"), &loan).await.status, StatusCode::CREATED);
    let spent = json!({ "concept": "Acta", "amount_minor": 2_500, "happens_on": "2026-02-10" });
    assert_eq!(client.json(Method::POST, &format!("/api/v1/funds/{fund}/expenses"), &spent).await.status, StatusCode::CREATED);
    let available = client.get(&format!("/api/v1/funds/{fund}/availability")).await.json();
    assert_eq!((available["cash"].as_i64(), available["available_now"].as_i64()), (Some(397_500), Some(347_500)));
    let position = client.get(&format!("/api/v1/funds/{fund}/position?as_of=2026-03-01")).await.json();
    assert_eq!((position["unpaid_principal"].as_i64(), position["women"].as_i64()), (Some(100_000), Some(1)));
    let entries = client.get(&format!("/api/v1/funds/{fund}/entries")).await.json();
    assert_eq!(entries.as_array().unwrap().len(), 3);
    world.books_hold().await;
}

#[tokio::test]
async fn a_workbook_is_posted_and_its_faults_come_back() {
    let world = World::empty("2026-07-20").await;
    world.user("admin", Grant::Admin).await;
    let mut client = Client::with_token(&world, "admin").await;
    let mut post = async |name: &str| {
        let request = axum::http::Request::builder().method(Method::POST).uri("/api/v1/imports?name=corazon.xlsx");
        client.send(request.body(register_file(name).bytes.into()).unwrap()).await
    };
    let faulty = post("corazon-with-faults.xlsx").await;
    assert_eq!((faulty.status, faulty.json()["faults"].as_array().unwrap().len()), (StatusCode::UNPROCESSABLE_ENTITY, 12));
    let good = post("corazon.xlsx").await;
    assert_eq!((good.status, good.json()["repayments"].as_i64()), (StatusCode::CREATED, Some(88)));
    assert_eq!(post("corazon.xlsx").await.json()["type"], "urn:muyu:import-same-file");
}

#[tokio::test]
async fn the_description_is_served_and_browsable() {
    let world = World::empty("2026-03-01").await;
    let mut client = Client::new(&world);
    let description = client.get("/api/openapi.json").await.json();
    assert!(description["paths"].as_object().unwrap().len() >= 30);
    assert!(description["paths"]["/api/v1/loans/{id}/repayments"]["post"].is_object());
}

#[tokio::test]
async fn a_page_of_another_site_cannot_act_for_somebody_signed_in() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let request = axum::http::Request::builder()
        .method(Method::POST)
        .uri("/sign-out")
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(client.send(request.body("".into()).unwrap()).await.status, StatusCode::FORBIDDEN);
    assert_eq!(client.get("/").await.status, StatusCode::OK, "still signed in");
}
