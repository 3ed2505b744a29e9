//! A contribution says which member gave it, also if two members have the same name: on the form, over JSON and from a workbook.

use axum::http::{Method, StatusCode};
use muyu::domain::role::Grant;
use muyu::features::{capital, members};
use serde_json::json;

use crate::support::world::{day, key};
use crate::support::{Client, World};

#[tokio::test]
async fn the_form_asks_which_of_two_namesakes_it_is_and_a_correction_names_the_other() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let namesake = members::keep::Person {
        name: "QUISPE MAMANI, Rosa".parse().unwrap(),
        document: None,
        sex: muyu::domain::member::Sex::Female,
        birth_year: None,
        community: None,
        phone: None,
        joined_on: None,
        left_on: None,
    };
    let other = members::keep::register(&world.app, &world.by, key(), place.association, namesake).await.unwrap();
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let typed = [("status", "received"), ("kind", "member"), ("amount", "10.00"), ("happens_on", "2026-02-01"), ("payment_method", "cash")];
    let path = format!("/funds/{}/capital", place.fund);
    let namesakes = client.post(&path, &[typed.as_slice(), &[("member", "Quispe Mamani, Rosa")]].concat()).await;
    assert!(namesakes.status == 422 && namesakes.text.contains("id=\"member\""), "{}", namesakes.text);
    let done = client.post(&path, &[typed.as_slice(), &[("member", "1 · Quispe Mamani, Rosa")]].concat()).await;
    assert_eq!(done.location, path, "{}", done.text);
    let all = capital::of_fund(world.app.db.read(), place.fund, None).await.unwrap();
    let kept = all.iter().find(|row| row.happens_on == day("2026-02-01")).unwrap();
    assert_eq!((kept.member_id, kept.source.as_str()), (Some(place.members[0]), "Quispe Mamani, Rosa"));
    assert!(client.get(&format!("/capital/{}", kept.id)).await.text.contains(&format!("/members/{}", place.members[0])));
    // Naming the other of the two is a correction, though the names are the same.
    let other = members::find(world.app.db.read(), other).await.unwrap();
    let right =
        [("kind", "member"), ("amount", "10.00"), ("source", "Quispe Mamani, Rosa"), ("happens_on", "2026-02-01"), ("payment_method", "cash")];
    let named = format!("{} · {}", other.number, other.name);
    let corrected =
        client.post(&format!("/capital/{}/correct", kept.id), &[right.as_slice(), &[("member", &named), ("reason", "era la otra")]].concat()).await;
    assert_eq!(corrected.status, 303, "{}", corrected.text);
    assert!(client.get(&corrected.location).await.text.contains(&named), "{}", corrected.location);
    let mut program = Client::with_token(&world, "tesorera").await;
    let body = json!({ "kind": "member", "source": "Rosa", "amount_minor": 500, "happens_on": "2026-02-02", "member": other.id });
    let made = program.json(Method::POST, &format!("/api/v1{path}"), &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let told = program.get(&format!("/api/v1{path}")).await.json();
    let row = told.as_array().unwrap().iter().find(|row| row["id"] == made.json()["id"]).unwrap().clone();
    assert_eq!(row["member"], json!(other.id));
    let elsewhere = world.place("Otra", muyu::domain::amount::Unit::Pen).await;
    let body = json!({ "kind": "member", "source": "Rosa", "amount_minor": 500, "happens_on": "2026-02-02", "member": elsewhere.members[0] });
    assert_eq!(program.json(Method::POST, &format!("/api/v1{path}"), &body).await.status, StatusCode::NOT_FOUND);
    world.books_hold().await;
}
