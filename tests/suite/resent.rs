//! A request repeated with its key gets the first answer, and never one that is not true any more.

use axum::http::{Method, StatusCode};
use muyu::domain::amount::Unit;
use muyu::domain::cycle::Window;
use muyu::domain::role::Grant;
use muyu::features::funds;
use serde_json::json;

use crate::pages::{multipart, upload};
use crate::support::client::Answer;
use crate::support::world::{day, key, refusal, register_file};
use crate::support::{Client, World};

/// Whether a password lets its user sign in, to choose their own.
async fn enters(world: &World, login: &str, password: &str) -> bool {
    let answer = Client::new(world).post("/sign-in", &[("login", login), ("password", password)]).await;
    (answer.status, answer.location.as_str()) == (StatusCode::SEE_OTHER, "/password")
}

#[tokio::test]
async fn a_temporary_password_that_a_program_is_told_is_one_that_works() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("admin", Grant::Admin).await;
    let mut program = Client::with_token(&world, "admin").await;
    let body = json!({ "login": "maria", "name": "María", "role": "treasurer", "association": place.association });
    let once = key();
    let made = program.json_once("/api/v1/users", once, &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let told = |answer: &Answer| answer.json()["temporary_password"].as_str().unwrap_or_default().to_owned();
    let again = program.json_once("/api/v1/users", once, &body).await;
    assert_eq!((again.status, &again.json()["type"]), (StatusCode::CONFLICT, &json!("urn:muyu:password-told-before")), "{}", again.text);
    assert_eq!(told(&again), "");
    assert!(enters(&world, "maria", &told(&made)).await, "what was told first is what lets in");

    let (path, once) = (format!("/api/v1/users/{}/reset", made.id()), key());
    let renewed = program.json_once(&path, once, &json!({})).await;
    assert_eq!(renewed.status, StatusCode::OK, "{}", renewed.text);
    let again = program.json_once(&path, once, &json!({})).await;
    assert_eq!((again.status, &again.json()["type"]), (StatusCode::CONFLICT, &json!("urn:muyu:password-told-before")), "{}", again.text);
    assert!(!enters(&world, "maria", &told(&made)).await);
    assert!(enters(&world, "maria", &told(&renewed)).await);
    assert_eq!(program.json_once(&path, key(), &json!({})).await.status, StatusCode::OK, "under another key there is a new one");
}

#[tokio::test]
async fn a_form_sent_twice_shows_no_password_that_does_not_work() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("admin", Grant::Admin).await;
    let mut admin = Client::signed_in(&world, "admin").await;
    let scope = format!("treasurer:{}", place.association);
    let keys = [(); 3].map(|()| key().to_string());
    let make = [("name", "María"), ("login", "maria"), ("scope", scope.as_str()), ("key", keys[0].as_str())];
    let of_member = [("login", "rosa"), ("key", keys[1].as_str())];
    let mut reset = String::new();
    for (path, fields, login) in [
        (format!("/associations/{}/users", place.association), make.as_slice(), "maria"),
        (format!("/members/{}/sign-in", place.members[0]), of_member.as_slice(), "rosa"),
        ("reset".to_owned(), &[("key", keys[2].as_str())], "rosa"),
    ] {
        let path = if path == "reset" { reset.clone() } else { path };
        let shown = admin.post(&path, fields).await;
        let password = shown.texts("code").concat();
        assert_eq!((shown.status, password.is_empty()), (StatusCode::OK, false), "{path}: {}", shown.text);
        let again = admin.post(&path, fields).await;
        assert_eq!((again.status, again.texts("code")), (StatusCode::CONFLICT, Vec::new()), "{path}: {}", again.text);
        assert!(again.texts(".notice").join(" ").contains("una sola vez"), "{path}: {}", again.text);
        assert!(enters(&world, login, &password).await, "{path}: what was shown first lets in");
        reset = again.attribute("main form", "action");
        let fresh = again.attribute("main form input[name=key]", "value");
        assert!(reset.starts_with("/users/") && reset.ends_with("/reset") && !fresh.is_empty() && !keys.contains(&fresh), "{path}: {reset}");
    }
}

#[tokio::test]
async fn a_key_of_one_fund_is_not_answered_for_another() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let other = world.place("Asociación Qhantati", Unit::Pen).await;
    let window = || Window { name: "Campaña corta".parse().unwrap(), starts_on: day("2028-01-01"), ends_on: day("2028-06-30") };
    let once = key();
    let opened = funds::cycles::open(&world.app, &world.by, once, place.fund, window()).await.unwrap();
    assert_eq!(funds::cycles::open(&world.app, &world.by, once, place.fund, window()).await.unwrap(), opened);
    assert_eq!(refusal(funds::cycles::open(&world.app, &world.by, once, other.fund, window()).await), "key-reused");
}

#[tokio::test]
async fn a_workbook_sent_twice_under_one_key_is_answered_with_its_fund() {
    let world = World::empty("2026-07-20").await;
    world.user("admin", Grant::Admin).await;
    let mut program = Client::with_token(&world, "admin").await;
    let mut post = async |key: uuid::Uuid| {
        let request = axum::http::Request::builder().method(Method::POST).uri("/api/v1/imports?name=corazon.xlsx");
        let request = request.header("idempotency-key", key.to_string());
        program.send(request.body(register_file("corazon.xlsx").bytes.into()).unwrap()).await
    };
    let once = key();
    let first = post(once).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    let again = post(once).await;
    assert_eq!((again.status, again.json()["fund"].clone()), (StatusCode::CREATED, first.json()["fund"].clone()), "{}", again.text);
    assert_eq!(post(key()).await.json()["type"], "urn:muyu:import-same-file", "another request is told");
}

#[tokio::test]
async fn an_import_confirmed_twice_on_screen_leads_to_its_fund() {
    let world = World::empty("2026-07-20").await;
    world.user("admin", Grant::Admin).await;
    let mut client = Client::signed_in(&world, "admin").await;
    let looked = upload(&mut client, "corazon.xlsx").await;
    let part = |name: &str| {
        let value = looked.attribute(&format!("input[name={name}]"), "value");
        assert!(!value.is_empty(), "{name}: {}", looked.text);
        format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let confirmed = format!("{}{}--x--\r\n", part("key"), part("waiting"));
    let done = client.send(multipart(confirmed.clone().into_bytes())).await;
    assert!(done.location.starts_with("/funds/"), "{}", done.text);
    let again = client.send(multipart(confirmed.into_bytes())).await;
    assert_eq!((again.status, again.location), (StatusCode::SEE_OTHER, done.location), "{}", again.text);
}
