//! Names are changed with a reason and keep their history; a closed sign-in is opened again.

use axum::http::{Method, StatusCode};
use muyu::domain::role::Grant;
use muyu::features::funds;
use serde_json::json;

use crate::support::process::muyu;
use crate::support::world::{PASSWORD, day, key};
use crate::support::{Client, World};

#[tokio::test]
async fn a_fund_is_renamed_and_its_page_tells_what_it_was_called_until_when_by_whom_and_why() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("rosa", Grant::Member(place.association, place.members[0])).await;
    let rules = funds::rules_on(world.app.db.read(), place.fund, day("2026-03-01")).await.unwrap();
    let unit = muyu::domain::amount::Unit::Pen;
    let other = funds::create::NewFund {
        association: place.association,
        name: "Fondo de papa".parse().unwrap(),
        unit,
        rules,
        effective_on: day("2026-03-01"),
    };
    funds::create::create(&world.app, &world.by, key(), other).await.unwrap();
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let (page, edit) = (format!("/funds/{}", place.fund), format!("/funds/{}/edit", place.fund));
    assert!(treasurer.get(&page).await.text.contains(&edit), "the way there");
    assert!(treasurer.get(&edit).await.text.contains("value=\"Fondo\""), "the name is there to be changed");
    for (name, reason, told) in [
        ("Fondo de papa", "así es", "Ya existe un fondo"),
        ("Fondo", "así es", "No cambió nada"),
        ("Fondo de quinua", "", "Fondo de quinua"),
        ("", "así es", "así es"),
    ] {
        let refused = treasurer.post(&edit, &[("name", name), ("reason", reason)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {reason}");
        assert!(refused.text.contains(told), "{name} {reason}");
    }
    let once = key().to_string();
    let form = [("name", "Fondo de quinua"), ("reason", "así lo aprobó la asamblea"), ("key", once.as_str())];
    for _ in 0..2 {
        let done = treasurer.post(&edit, &form).await;
        assert_eq!((done.status, done.location.as_str()), (StatusCode::SEE_OTHER, page.as_str()), "{}", done.text);
    }
    let mut member = Client::signed_in(&world, "rosa").await;
    for told in [treasurer.get(&page).await, member.get(&page).await] {
        assert_eq!(told.texts("ul.rows li.row span span"), ["Antes: Fondo"], "once, however often it is sent");
        for said in ["Fondo de quinua", "hasta ", "tesorera", "así lo aprobó la asamblea"] {
            assert!(told.text.contains(said), "{said}");
        }
    }
    assert_eq!(member.get(&edit).await.status, StatusCode::FORBIDDEN);
    assert!(muyu(&world.address, &["position", "--fund", "Fondo de quinua"]).status.success(), "found by its present name");
    assert!(!muyu(&world.address, &["position", "--fund", "Fondo"]).status.success(), "and by no other");
    let listed = treasurer.get(&format!("/api/v1/funds/{}/corrections", place.fund)).await.json();
    assert_eq!((listed["count"].clone(), listed["corrections"].clone()), (json!(0), json!([])), "no entry was put right");
    world.books_hold().await;
}

#[tokio::test]
async fn an_association_is_renamed_with_where_it_is_and_a_programme_too() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let programme = world.programme(place.association).await;
    world.user("admin", Grant::Admin).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("proyecto", Grant::Staff(programme)).await;
    let another = world.place("Asociación Munay", muyu::domain::amount::Unit::Pen).await;
    let mut admin = Client::with_token(&world, "admin").await;
    let path = format!("/api/v1/associations/{}", place.association);
    let known = admin.get(&path).await.json();
    let mut body = json!({ "reason": "consta en la partida" });
    for name in ["name", "region", "province", "district", "community", "registry_no"] {
        body[name] = known[name].clone();
    }
    let rename = format!("{path}/rename");
    assert!(admin.json(Method::POST, &rename, &body).await.text.contains("nothing-changed"));
    body["name"] = json!("Asociación Munay");
    assert!(admin.json(Method::POST, &rename, &body).await.text.contains("association-exists"));
    body["name"] = json!("Asociación Ayni Llaqta");
    body["district"] = json!("Livitaca");
    body["registry_no"] = json!("11002233");
    let mut treasurer = Client::with_token(&world, "tesorera").await;
    assert_eq!(treasurer.json(Method::POST, &rename, &body).await.status, StatusCode::FORBIDDEN);
    assert_eq!(admin.json(Method::POST, &rename, &body).await.status, StatusCode::NO_CONTENT);
    let now = admin.get(&path).await.json();
    assert_eq!((now["name"].as_str(), now["registry_no"].as_str()), (Some("Asociación Ayni Llaqta"), Some("11002233")));
    let mut seen = Client::signed_in(&world, "tesorera").await;
    let told = seen.get(&format!("/associations/{}", place.association)).await;
    let before = told.texts("ul.rows li.row span span");
    let was = |name: &str| known[name].as_str().unwrap_or("–").to_owned();
    assert!(before.contains(&format!("Antes: {}", was("name"))) && before.contains(&format!("Partida registral, antes: {}", was("registry_no"))));
    assert!(told.text.contains("consta en la partida") && !told.text.contains("/edit"), "a treasurer reads it, and does not change it");
    let unmoved = admin.get(&format!("/api/v1/associations/{}", another.association)).await.json();
    assert_eq!(unmoved["name"], "Asociación Munay");

    let edit = format!("/programmes/{programme}/edit");
    let mut admin = Client::signed_in(&world, "admin").await;
    assert_eq!(admin.post(&edit, &[("name", "Kallpanchis"), ("reason", "x")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = admin.post(&edit, &[("name", "Kallpanchis II"), ("reason", "segunda etapa")]).await;
    assert_eq!(done.location, format!("/programmes/{programme}"));
    let mut staff = Client::signed_in(&world, "proyecto").await;
    let told = staff.get(&done.location).await;
    assert_eq!(told.texts("h1"), ["Kallpanchis II"]);
    assert!(told.text.contains("Antes: Kallpanchis") && told.text.contains("segunda etapa"));
    assert_eq!(staff.get(&edit).await.status, StatusCode::FORBIDDEN);
    let edit = format!("/associations/{}/edit", place.association);
    let form = admin.get(&edit).await;
    assert_eq!(form.attribute("#district", "value"), "Livitaca");
    let kept = admin.post(&edit, &[("name", "Asociación Munay"), ("district", "Velille"), ("reason", "x")]).await;
    assert_eq!((kept.status, kept.attribute("#district", "value")), (StatusCode::UNPROCESSABLE_ENTITY, "Velille".to_owned()));
}

#[tokio::test]
async fn a_closed_sign_in_is_opened_again_with_a_password_told_once_and_its_roles_kept() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("admin", Grant::Admin).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut admin = Client::signed_in(&world, "admin").await;
    let mut program = Client::with_token(&world, "admin").await;
    let list = format!("/associations/{}/users", place.association);
    let id = program.get("/api/v1/users").await.json();
    let id = id.as_array().unwrap().iter().find(|user| user["login"] == "tesorera").unwrap()["id"].as_str().unwrap().to_owned();
    let reopen = format!("/users/{id}/reopen");
    let early = admin.post(&reopen, &[("reason", "volvió")]).await;
    assert!(early.status == StatusCode::UNPROCESSABLE_ENTITY && early.text.contains("tiene acceso"), "{}", early.text);
    admin.post(&format!("/users/{id}/disable"), &[]).await;
    let mut door = Client::new(&world);
    assert_eq!(door.post("/sign-in", &[("login", "tesorera"), ("password", PASSWORD)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(admin.get(&list).await.text.contains(&reopen), "the button stands beside the closed one");
    let without = admin.post(&reopen, &[("reason", "")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(without.texts(".refusal").len(), 1, "told once, at its row");
    let mut treasurer = Client::with_token(&world, "tesorera").await;
    assert_eq!(treasurer.json(Method::POST, &format!("/api/v1{reopen}"), &json!({ "reason": "x" })).await.status, StatusCode::UNAUTHORIZED);
    let once = key().to_string();
    let form = [("reason", "volvió al cargo"), ("key", once.as_str())];
    let opened = admin.post(&reopen, &form).await;
    assert_eq!(opened.status, StatusCode::OK);
    let secret = opened.texts("code").remove(0);
    let again = admin.post(&reopen, &form).await;
    assert!(
        again.status == StatusCode::CONFLICT && !again.text.contains(&secret) && again.texts("code").is_empty(),
        "no password that lets nobody in"
    );
    assert_eq!(door.post("/sign-in", &[("login", "tesorera"), ("password", PASSWORD)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let inside = door.post("/sign-in", &[("login", "tesorera"), ("password", &secret)]).await;
    assert_eq!(inside.status, StatusCode::SEE_OTHER, "{}", inside.text);
    let listed = program.get(&format!("/api/v1/users?association={}", place.association)).await.json();
    let own = listed.as_array().unwrap().iter().find(|user| user["login"] == "tesorera").unwrap().clone();
    assert_eq!((own["disabled"].clone(), own["roles"][0]["role"].clone()), (json!(false), json!("treasurer")), "its roles are as they were");
    let told = admin.get(&list).await.text;
    assert!(told.contains("con acceso otra vez") && told.contains("volvió al cargo") && told.contains("admin"));

    admin.post(&format!("/users/{id}/disable"), &[]).await;
    let (path, once) = (format!("/api/v1{reopen}"), key());
    let opened = program.json_once(&path, once, &json!({ "reason": "otra vez" })).await;
    assert!(opened.status == StatusCode::OK && opened.json()["temporary_password"].is_string());
    let again = program.json_once(&path, once, &json!({ "reason": "otra vez" })).await;
    assert!(again.status == StatusCode::CONFLICT && again.text.contains("password-told-before"));
    assert!(!muyu(&world.address, &["user", "reopen", "tesorera", "--reason", "x"]).status.success(), "it is open");
    assert!(muyu(&world.address, &["user", "disable", "tesorera"]).status.success());
    assert!(muyu(&world.address, &["user", "reopen", "tesorera", "--reason", "x"]).status.success());
}
