//! Signing in: a stranger delays nobody, locks nobody out, is redirected nowhere else, and cannot choose one of the most
//! guessed passwords.

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use muyu::app::App;
use muyu::clock::Clock;
use muyu::config::Access;
use muyu::db::entity::audit;
use muyu::domain::role::Grant;
use muyu::features::sessions::hasher::{Hasher, Lane};
use sea_orm::EntityTrait;
use serde_json::json;

use crate::support::world::{PASSWORD, Place, noon};
use crate::support::{Client, World};

async fn with_treasurer() -> (World, Place) {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    (world, place)
}

async fn enter(client: &mut Client, login: &str, password: &str) -> StatusCode {
    client.post("/sign-in", &[("login", login), ("password", password)]).await.status
}

/// Keeps the one hashing thread busy until the returned sender is dropped.
fn hold_hasher(app: &App) -> mpsc::Sender<()> {
    let (release, held) = mpsc::channel::<()>();
    let app = app.clone();
    tokio::spawn(async move { app.kept::<Hasher>().in_turn(Lane::Known, move |_| Ok(held.recv().is_ok())).await });
    release
}

#[tokio::test(flavor = "multi_thread")]
async fn once_started_nothing_is_worked_on_for_who_starts_again() {
    let (world, _) = with_treasurer().await;
    let _held = hold_hasher(&world.app);
    let mut client = Client::new(&world);
    let fields = [("person", "Ana"), ("login", "ana"), ("password", "una frase corta"), ("name", "Ayni"), ("country", "PE")];
    let answer = tokio::time::timeout(Duration::from_secs(5), client.post("/start", &fields)).await.expect("it is answered at once");
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.texts(".notice.bad").join(" ").contains("ya"), "{:?}", answer.texts(".notice.bad"));
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_wait_in_a_short_queue_and_are_told_so() {
    let (world, _) = with_treasurer().await;
    let mut known = Client::signed_in(&world, "tesorera").await;
    let held = hold_hasher(&world.app);
    let flood: Vec<_> = (0..60)
        .map(|i| {
            let mut client = Client::new(&world).at(&format!("10.0.{i}.1"));
            tokio::spawn(async move { client.post("/sign-in", &[("login", &format!("nadie-{i}")), ("password", "no es esta")]).await })
        })
        .collect();
    let entering = tokio::spawn(async move { enter(&mut known, "tesorera", PASSWORD).await });
    tokio::time::sleep(Duration::from_millis(500)).await;
    drop(held);
    assert_eq!(entering.await.unwrap(), StatusCode::SEE_OTHER);
    let mut told = Vec::new();
    for one in flood {
        told.push(one.await.unwrap());
    }
    let busy: Vec<_> = told.iter().filter(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS).collect();
    assert!(busy.len() >= 20, "{} of 60", busy.len());
    assert!(busy.iter().any(|answer| answer.text.contains("Muchas personas")), "{}", busy[0].text);
}

#[tokio::test]
async fn a_strangers_wrong_tries_do_not_lock_somebody_out() {
    let (world, _) = with_treasurer().await;
    let mut treasurer = Client::new(&world).at("10.0.0.9");
    assert_eq!(enter(&mut treasurer, "tesorera", PASSWORD).await, StatusCode::SEE_OTHER);
    treasurer.post("/sign-out", &[]).await;
    // From one address, and then from many.
    let mut stranger = Client::new(&world).at("10.0.0.3");
    let mut last = StatusCode::OK;
    for _ in 0..11 {
        last = enter(&mut stranger, "tesorera", "no es esta").await;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "the stranger waits");
    let mut elsewhere = Client::new(&world).at("10.0.0.10");
    assert_eq!(enter(&mut elsewhere, "tesorera", PASSWORD).await, StatusCode::SEE_OTHER, "a new device at another address");
    // Until it is refused: tries allowed each minute come back while passwords are being hashed.
    for i in 0..200 {
        last = enter(&mut Client::new(&world).at(&format!("10.1.{i}.1")), "tesorera", "no es esta").await;
        if last == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "many strangers wait too");
    assert_eq!(enter(&mut treasurer, "tesorera", PASSWORD).await, StatusCode::SEE_OTHER, "a known device");
}

#[tokio::test]
async fn a_device_is_known_for_its_owner_alone_and_no_longer_after_a_reset() {
    let (world, place) = with_treasurer().await;
    world.user("socia", Grant::Member(place.association, place.members[0])).await;
    let mut member = Client::new(&world).at("10.0.0.3");
    assert_eq!(enter(&mut member, "socia", PASSWORD).await, StatusCode::SEE_OTHER);
    let mut last = StatusCode::OK;
    for _ in 0..11 {
        last = enter(&mut member, "tesorera", "no es esta").await;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "a member's device is a stranger's for the treasurer");
    assert_eq!(enter(&mut member, "socia", PASSWORD).await, StatusCode::SEE_OTHER, "and still the member's");
    // Two people may share a telephone.
    let mut shared = Client::new(&world).at("10.0.0.5");
    for login in ["socia", "tesorera"] {
        assert_eq!(enter(&mut shared, login, PASSWORD).await, StatusCode::SEE_OTHER);
    }
    assert_eq!(shared.cookie("muyu_device").unwrap().split('.').count(), 2);
    let user = muyu::features::sessions::by_login(world.app.db.read(), "socia").await.unwrap().unwrap();
    let user = user.id;
    let hashes = || vec![muyu::web::signed_in::token_hash(&member.cookie("muyu_device").unwrap())];
    let known = async |world: &World| {
        muyu::features::sessions::known_device(world.app.db.read(), user, hashes(), noon("2026-01-01")).await.unwrap().is_some()
    };
    assert!(known(&world).await);
    muyu::features::users::keep::reset(&world.app, &world.by, crate::support::world::key(), user, "xk7papalisa".to_owned()).await.unwrap();
    assert!(!known(&world).await);
}

#[tokio::test]
async fn names_and_passwords_of_any_length_are_refused_before_they_are_kept() {
    let (world, _) = with_treasurer().await;
    let mut client = Client::new(&world);
    let huge = "x".repeat(400_000);
    assert_eq!(enter(&mut client, &huge, "no es esta").await.as_u16() / 100, 4);
    assert_eq!(enter(&mut client, &"x".repeat(10_000), "no es esta").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(enter(&mut client, "tesorera", &"x".repeat(10_000)).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(enter(&mut client, "teso\0rera", "a\0b").await, StatusCode::UNPROCESSABLE_ENTITY);
    let body = json!({ "login": huge, "password": "x" });
    assert!(client.json(Method::POST, "/api/v1/sessions", &body).await.status.is_client_error());
    assert_eq!(enter(&mut client, "  Tesorera ", PASSWORD).await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn after_signing_in_nobody_is_sent_elsewhere() {
    let (world, place) = with_treasurer().await;
    let own = format!("/funds/{}?page=1", place.fund);
    let mut client = Client::new(&world);
    for (to, goes) in [
        (own.as_str(), own.as_str()),
        ("", "/"),
        ("/\t/evil.example", "/"),
        ("/%09/evil.example", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/funds/1\r\nset-cookie: a=b", "/"),
        ("/\0", "/"),
        ("/nowhere", "/"),
    ] {
        let answer = client.post("/sign-in", &[("login", "tesorera"), ("password", PASSWORD), ("to", to)]).await;
        assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, goes), "{to:?}");
    }
}

/// A way back may be any existing page, and nothing else.
#[test]
fn every_page_is_a_way_back_and_nothing_else() {
    let pages = crate::roles::table::routes().filter(|(method, path, _)| *method == "GET" && !path.starts_with("/api/"));
    let of = |path: &str| path.split('/').skip(1).map(|step| if step.starts_with('{') { "*" } else { step }).collect::<Vec<_>>().join("/");
    let apart = ["", "assets", "health", "ready", "start", "sign-in"];
    let pages: BTreeSet<String> = pages.map(|(_, path, _)| of(path)).filter(|path| !apart.contains(&path.split('/').next().unwrap())).collect();
    assert_eq!(pages, muyu::web::inside::PAGES.iter().map(|page| (*page).to_owned()).collect());
}

/// A form sent after the session ended leads to an existing page, with the parameters of its address.
#[tokio::test]
async fn a_form_sent_too_late_leads_back_to_a_page() {
    let (world, place) = with_treasurer().await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let fund = place.fund;
    for (sent, from, back) in [
        (format!("/loans/{loan}/cancel"), format!("/loans/{loan}"), format!("/loans/{loan}")),
        // The page that a form's refusal returns has the form's own address.
        (format!("/loans/{loan}/cancel"), format!("/loans/{loan}/disburse"), format!("/loans/{loan}")),
        (format!("/users/{loan}/reset"), format!("/users/{loan}/disable"), "/users".to_owned()),
        (format!("/expenses/{loan}/undo"), format!("/expenses/{loan}/pay"), format!("/expenses/{loan}")),
        (format!("/expenses/{loan}/undo"), format!("/funds/{fund}/expenses?page=2"), format!("/funds/{fund}/expenses?page=2")),
        (format!("/capital/{loan}/receive"), format!("/capital/{loan}/undo?page=1"), format!("/capital/{loan}")),
    ] {
        let mut client = Client::new(&world);
        client.always("referer", &format!("http://muyu.example{from}"));
        let sent = client.post(&sent, &[("reason", "x")]).await;
        assert_eq!(sent.location, format!("/sign-in?to={}", muyu::web::parts::url_encoded(&back)), "{from}");
        let page = client.get(&sent.location).await;
        let to = page.attribute("input[name=to]", "value");
        let entered = client.post("/sign-in", &[("login", "tesorera"), ("password", PASSWORD), ("to", &to)]).await;
        assert_eq!(entered.location, back, "{from}");
        assert_ne!(client.get(&entered.location).await.status, StatusCode::METHOD_NOT_ALLOWED, "{from}");
    }
}

#[tokio::test]
async fn another_language_at_the_door_keeps_where_one_was_going() {
    let (world, place) = with_treasurer().await;
    let mut client = Client::new(&world);
    let to = format!("/funds/{}/expenses?page=2", place.fund);
    let page = client.get(&format!("/sign-in?to={}", muyu::web::parts::url_encoded(&to))).await;
    let kept = page.attribute("form[action='/language'] input[name=to]", "value");
    assert_eq!(kept, to);
    let chosen = client.post("/language", &[("language", "en"), ("to", &kept)]).await;
    let page = client.get(&chosen.location).await;
    assert_eq!(page.location, format!("/sign-in?to={}", muyu::web::parts::url_encoded(&to)));
    let page = client.get(&page.location).await;
    assert_eq!((page.attribute("html", "lang"), page.attribute("form[action='/sign-in'] input[name=to]", "value")), ("en".to_owned(), to));
    assert_eq!(client.post("/language", &[("language", "es"), ("to", "//evil.example")]).await.location, "/");
}

#[tokio::test]
async fn a_device_is_known_for_as_long_as_it_is_used_and_no_other_after_a_new_password() {
    let (world, _) = with_treasurer().await;
    let mut own = Client::new(&world).at("10.0.0.9");
    assert_eq!(enter(&mut own, "tesorera", PASSWORD).await, StatusCode::SEE_OTHER);
    let kept = own.cookie("muyu_device").unwrap();
    let entered = own.post("/sign-in", &[("login", "tesorera"), ("password", PASSWORD)]).await;
    let renewed = entered.cookies.iter().find(|cookie| cookie.starts_with("muyu_device=")).expect("the cookie is sent again");
    assert!(renewed.starts_with(&format!("muyu_device={kept};")) && renewed.contains("Max-Age=34560000"), "{renewed}");

    let mut lost = Client::new(&world).at("10.0.0.10");
    assert_eq!(enter(&mut lost, "tesorera", PASSWORD).await, StatusCode::SEE_OTHER);
    let user = muyu::features::sessions::by_login(world.app.db.read(), "tesorera").await.unwrap().unwrap().id;
    let known = async |client: &Client| {
        let hashes = vec![muyu::web::signed_in::token_hash(&client.cookie("muyu_device").unwrap())];
        muyu::features::sessions::known_device(world.app.db.read(), user, hashes, noon("2026-01-01")).await.unwrap().is_some()
    };
    assert!(known(&own).await && known(&lost).await);
    assert_eq!(own.post("/password", &[("password", PASSWORD), ("new_password", "otra frase corta")]).await.status, StatusCode::SEE_OTHER);
    assert!(known(&own).await, "this one is in its owner's hand");
    assert!(!known(&lost).await);
}

/// A request that is not answered in time says so: it may have been done, and sending it again tells.
#[tokio::test]
async fn what_takes_too_long_is_told_and_may_be_sent_again() {
    let (world, _) = with_treasurer().await;
    let _held = hold_hasher(&world.app);
    for (path, api) in [("/sign-in", false), ("/api/v1/sessions", true)] {
        let mut client = Client::new(&world);
        let asked = tokio::spawn(async move {
            let body = json!({ "login": "tesorera", "password": PASSWORD });
            if api { client.json(Method::POST, path, &body).await } else { client.post(path, &[("login", "tesorera"), ("password", PASSWORD)]).await }
        });
        tokio::time::sleep(Duration::from_millis(300)).await;
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(121)).await;
        tokio::time::resume();
        let answer = asked.await.unwrap();
        assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "10"), "{path}: {}", answer.text);
        if api {
            assert_eq!((answer.kind.as_str(), &answer.json()["type"]), ("application/problem+json", &json!("urn:muyu:unconfirmed")));
        } else {
            assert!(answer.text.contains("No se pudo confirmar"), "{}", answer.text);
        }
    }
}

#[tokio::test]
async fn a_browsers_session_ends_over_json_too() {
    let (world, _) = with_treasurer().await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let kept = client.cookie("muyu_session").unwrap();
    let ended = client.json(Method::DELETE, "/api/v1/sessions", &json!({})).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT, "{}", ended.text);
    assert_eq!(client.cookie("muyu_session"), None, "the cookie is taken back");
    let mut thief = Client::new(&world);
    thief.keep_cookie("muyu_session", &kept);
    assert_eq!(thief.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn passwords_that_are_guessed_first_are_refused_in_plain_words() {
    let (world, _) = with_treasurer().await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    for (new, says) in
        [("corta", "al menos 8"), ("12345678", "números"), ("aaaaaaaa", "Repite"), ("Contraseña1", "adivinan"), ("tesorera2026", "usuario")]
    {
        let page = client.post("/password", &[("password", PASSWORD), ("new_password", new)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
        let told = page.texts("#new_password-says").join(" ");
        assert!(told.contains(says), "{new}: {told}");
    }
    let body = json!({ "password": PASSWORD, "new_password": "qwertyuiop" });
    let refused = client.json(Method::POST, "/api/v1/me/password", &body).await.json();
    assert_eq!((refused["errors"][0]["field"].as_str(), refused["errors"][0]["code"].as_str()), (Some("new_password"), Some("password-common")));
    let empty = World::empty("2026-03-01").await;
    let fields = [("person", "Ana"), ("login", "ana"), ("password", "ana12345"), ("name", "Ayni"), ("country", "PE")];
    let refused = Client::new(&empty).post("/start", &fields).await;
    assert!(refused.texts("#password-says").join(" ").contains("su nombre"), "{:?}", refused.texts("#password-says"));
}

#[tokio::test]
async fn a_form_can_only_be_sent_here_and_cookies_are_for_https_where_people_come_by_it() {
    let (world, _) = with_treasurer().await;
    let plain = Client::new(&world).post("/sign-in", &[("login", "tesorera"), ("password", PASSWORD)]).await;
    assert!(plain.header("content-security-policy").contains("form-action 'self'"));
    assert!(plain.cookies.iter().all(|cookie| cookie.starts_with("muyu_") && !cookie.contains("Secure")), "{:?}", plain.cookies);
    let access = Access { public_url: Some("https://muyu.example.org".parse().unwrap()), ..Access::default() };
    let app = App::reached_by(world.app.db.clone(), Clock::Fixed(noon("2026-03-01")), access);
    let mut client = Client::of(app);
    let entered = client.post("/sign-in", &[("login", "tesorera"), ("password", PASSWORD)]).await;
    assert_eq!(entered.cookies.len(), 2, "{:?}", entered.cookies);
    for cookie in &entered.cookies {
        assert!(cookie.starts_with("__Host-muyu_"), "{cookie}");
        for word in ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"] {
            assert!(cookie.contains(word), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    assert_eq!(client.get("/").await.status, StatusCode::OK);
    let left = client.post("/sign-out", &[]).await;
    assert!(left.cookies[0].starts_with("__Host-muyu_session=;") && left.cookies[0].contains("Secure"), "{:?}", left.cookies);
    assert_eq!(client.get("/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_audit_record_says_where_somebody_came_from_through_a_trusted_proxy() {
    let (world, _) = with_treasurer().await;
    let access = Access { trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()], ..Access::default() };
    let app = App::reached_by(world.app.db.clone(), Clock::Fixed(noon("2026-03-01")), access);
    for (peer, told, origin) in [
        ("127.0.0.1", "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        ("203.0.113.9", "198.51.100.8", "203.0.113.9"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
    ] {
        let mut client = Client::of(app.clone()).at(peer);
        client.always("x-forwarded-for", told);
        assert_eq!(enter(&mut client, "tesorera", PASSWORD).await, StatusCode::SEE_OTHER);
        let rows = audit::Entity::find().all(world.app.db.read()).await.unwrap();
        assert!(rows.iter().any(|row| row.action == "session.open" && row.origin == origin), "{peer} {told}");
    }
}

#[tokio::test]
async fn a_document_runs_nothing() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let c = world.cofinanced(place, crate::support::cofinanced::fifty_fifty()).await;
    let mut client = Client::with_token(&world, "tesorera").await;
    let purchase = c.ask(&world, c.draft(&[(0, 0, 1_000)], muyu::domain::cofinancing::ContributionKind::Loan)).await.unwrap();
    let path = |name: &str| format!("/api/v1/purchases/{purchase}/attachments?kind=invoice&name={name}");
    let mut attach = async |name: &str, bytes: &[u8]| {
        let request = axum::http::Request::builder().method(Method::POST).uri(path(name));
        client.send(request.body(bytes.to_vec().into()).unwrap()).await
    };
    for (name, bytes) in [("a.svg", "<svg onload='alert(1)'/>"), ("a.html", "<script>alert(1)</script>"), ("a.png", "<svg onload='alert(1)'/>")] {
        assert_eq!(attach(name, bytes.as_bytes()).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
    let script = b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj";
    let id = attach("factura.pdf", script).await.id();
    let photo = attach("foto.png", &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a]).await.id();
    for (id, kind, way) in [(id, "application/pdf", "attachment;"), (photo, "image/png", "inline;")] {
        for path in [format!("/attachments/{id}"), format!("/api/v1/attachments/{id}")] {
            let served = client.get(&path).await;
            assert_eq!((served.status, served.kind.as_str()), (StatusCode::OK, kind));
            assert!(served.header("content-disposition").starts_with(way), "{}", served.header("content-disposition"));
            assert_eq!(served.header("x-content-type-options"), "nosniff");
            assert_eq!(served.header("content-security-policy"), "default-src 'none'; sandbox");
        }
    }
}
