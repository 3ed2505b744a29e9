//! The description of the JSON interface says what each request answers, and a request that cannot be read gets a described
//! error. `tests/openapi/run` checks that no other answer comes.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, Request, StatusCode};
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::domain::schedule::Method as ScheduleMethod;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::world::Place;
use crate::support::{Client, World};

async fn admin() -> (World, Place, Client) {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("admin", Grant::Admin).await;
    let client = Client::with_token(&world, "admin").await;
    (world, place, client)
}

async fn described() -> Value {
    let world = World::empty("2026-03-01").await;
    Client::new(&world).get("/api/openapi.json").await.json()
}

/// Every operation: its address, its method and its description.
fn operations(description: &Value) -> Vec<(String, Method, Value)> {
    let items = description["paths"].as_object().unwrap();
    let of = |(path, item): (&String, &Value)| {
        let methods = item.as_object().unwrap().clone();
        methods.into_iter().map(|(method, own)| (path.clone(), method.to_uppercase().parse().unwrap(), own)).collect::<Vec<_>>()
    };
    items.iter().flat_map(of).collect()
}

/// The page for readers, generated from the same description.
#[tokio::test]
async fn every_operation_stands_on_the_page() {
    let world = World::empty("2026-03-01").await;
    world.user("admin", Grant::Admin).await;
    let mut client = Client::signed_in(&world, "admin").await;
    let description = client.get("/api/openapi.json").await.json();
    let moved = client.get("/api/docs").await;
    assert_eq!((moved.status, moved.location.as_str()), (StatusCode::PERMANENT_REDIRECT, "/api/docs/"));
    let page = client.get("/api/docs/").await;
    let document = page.html();
    assert_eq!((page.status, page.texts(".api > ul > li").len()), (StatusCode::OK, operations(&description).len()));
    let ids: BTreeSet<&str> = document.select(&css("[id]")).map(|element| element.value().id().unwrap()).collect();
    for (path, method, operation) in operations(&description) {
        let id = operation["operationId"].as_str().unwrap();
        let stands = document.select(&css(&format!("#{id}"))).next().unwrap_or_else(|| panic!("{method} {path} is not on the page"));
        let said = stands.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        let heading = format!("{method} {path} {}", operation["summary"].as_str().unwrap());
        let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.starts_with(&heading), "{heading}: {said}");
        let rows: BTreeSet<String> = stands.select(&css("th")).flat_map(|row| row.text().next().map(str::to_owned)).collect();
        let parameters = operation["parameters"].as_array().into_iter().flatten().map(|one| one["name"].as_str().unwrap());
        let statuses = operation["responses"].as_object().unwrap().keys().map(String::as_str);
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        let shape = schema["$ref"].as_str().or(schema["items"]["$ref"].as_str()).map(|to| description.pointer(&to[1..]).unwrap());
        let fields = shape.and_then(|shape| shape["properties"].as_object()).into_iter().flat_map(|fields| fields.keys().map(String::as_str));
        for told in parameters.chain(statuses).chain(fields) {
            assert!(rows.contains(told), "{method} {path} tells {told}: {rows:?}");
        }
    }
    for link in document.select(&css("a[href^='#']")) {
        let to = link.value().attr("href").unwrap();
        assert!(ids.contains(&to[1..]), "{to} leads nowhere");
    }
    assert!(!page.text.contains("Unknown localization"));
}

fn css(selector: &str) -> scraper::Selector {
    scraper::Selector::parse(selector).unwrap()
}

#[tokio::test]
async fn the_page_speaks_the_readers_language_and_leads_back() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("admin", Grant::Admin).await;
    // The page is for those who connect programs: others have no access.
    let refused = Client::signed_in(&world, "tesorera").await.get("/api/docs/").await;
    assert_eq!((refused.status, refused.kind.starts_with("text/html")), (StatusCode::FORBIDDEN, true));
    let door = Client::new(&world).get("/api/docs/").await;
    assert!(door.status == StatusCode::SEE_OTHER && door.location.starts_with("/sign-in"), "{}", door.location);
    let page = Client::signed_in(&world, "admin").await.get("/api/docs/").await;
    assert_eq!(page.texts("h1"), ["Para sistemas informáticos"]);
    assert_eq!(page.attribute("nav.foot a[aria-current]", "href"), "/more");
}

fn takes_a_key(operation: &Value) -> bool {
    operation["parameters"].as_array().into_iter().flatten().any(|parameter| parameter["name"] == "Idempotency-Key")
}

#[tokio::test]
async fn every_operation_says_how_it_may_be_refused() {
    let description = described().await;
    let all = operations(&description);
    assert!(all.len() > 80, "{}", all.len());
    let names: BTreeSet<&str> = all.iter().map(|(_, _, operation)| operation["operationId"].as_str().unwrap()).collect();
    assert_eq!(names.len(), all.len(), "every operation has a name of its own");
    for (path, method, operation) in all {
        let answers = operation["responses"].as_object().unwrap();
        let signs_in = path == "/api/v1/sessions" && method == Method::POST;
        let mut due = vec!["500", "503"];
        due.extend((!signs_in).then_some(["401", "403"]).into_iter().flatten());
        due.extend(path.contains('{').then_some("404"));
        due.extend((method != Method::GET).then_some("422"));
        for status in due {
            assert!(answers.contains_key(status), "{method} {path} may be answered {status}");
        }
        for (status, answer) in answers.iter().filter(|(status, _)| status.as_str() >= "400") {
            let named = answer["$ref"].as_str().map(|at| &description["components"]["responses"][at.rsplit('/').next().unwrap()]);
            let answer = named.unwrap_or(answer);
            assert!(answer["content"]["application/problem+json"].is_object(), "{method} {path} {status}: {answer}");
        }
    }
}

#[tokio::test]
async fn a_key_is_described_where_one_is_read() {
    let (_world, _, mut client) = admin().await;
    for (path, method, operation) in operations(&described().await) {
        if method == Method::GET || path == "/api/v1/sessions" {
            continue;
        }
        let mut uri = path.clone();
        for part in ["id", "association", "user"] {
            uri = uri.replace(&format!("{{{part}}}"), &Uuid::nil().to_string());
        }
        let request = Request::builder().method(&method).uri(format!("{uri}?kind=quote&name=a.pdf")).header("idempotency-key", "mine");
        let answer = client.send(request.header("content-type", "application/json").body("{}".into()).unwrap()).await;
        let read = answer.json()["type"] == "urn:muyu:key-unreadable";
        assert_eq!(read, takes_a_key(&operation), "{method} {path}: {}", answer.text);
    }
}

#[tokio::test]
async fn closed_sets_and_bounds_are_those_of_the_rule_book() {
    let schemas = described().await["components"]["schemas"].clone();
    assert_eq!(schemas["PaymentMethod"]["enum"], json!(PaymentMethod::ALL.map(PaymentMethod::code)));
    let of_money = PaymentMethod::OF_MONEY.map(PaymentMethod::code);
    assert_eq!(schemas["MoneyPaymentMethod"]["enum"], json!(of_money));
    let mut asked = 0;
    for (path, _, operation) in operations(&described().await) {
        let body = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str().unwrap_or_default();
        let method = &schemas[body.trim_start_matches("#/components/schemas/")]["properties"]["payment_method"];
        assert!(method.is_null() || method.to_string().contains("/MoneyPaymentMethod\""), "{path}: {method}");
        asked += usize::from(!method.is_null());
    }
    assert!(asked >= 9, "{asked}");
    assert_eq!(schemas["Method"]["enum"], json!(ScheduleMethod::ALL.map(ScheduleMethod::code)));
    assert_eq!(schemas["TermsBody"]["properties"]["method"]["$ref"], "#/components/schemas/Method");
    assert_eq!((schemas["Installments"]["minimum"].as_i64(), schemas["Installments"]["maximum"].as_i64()), (Some(1), Some(600)));
    assert_eq!(schemas["TermsBody"]["properties"]["disbursed_on"]["format"], "date");
}

/// A schema is found by its name alone: of two with one name, one would have the other's description.
#[test]
fn no_two_schemas_have_one_name() {
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for (file, text) in crate::tidy::files("src", "rs") {
        for derived in text.split("ToSchema)]").skip(1) {
            let declared = derived.split("pub ").nth(1).unwrap().split([' ', ';', '<']).nth(1);
            let name = declared.unwrap().to_owned();
            if let Some(other) = named.insert(name.clone(), file.clone()) {
                panic!("{name} is in {other} and in {file}");
            }
        }
    }
}

#[tokio::test]
async fn an_id_that_can_be_nobodys_is_not_found() {
    let (_world, place, mut client) = admin().await;
    for path in ["/api/v1/loans/not-an-id", "/api/v1/funds/7/loans", "/api/v1/loans/%ff", "/api/v1/members/%00", "/api/v1/nothing/at/all"] {
        let answer = client.get(path).await;
        assert_eq!((answer.status, answer.kind.as_str()), (StatusCode::NOT_FOUND, "application/problem+json"), "{path}: {}", answer.text);
        assert_eq!(answer.json()["type"], "urn:muyu:not-found", "{path}");
    }
    let body = json!({ "paid_on": "2026-02-01", "amount_minor": 5 });
    assert_eq!(client.json(Method::POST, "/api/v1/loans/not-an-id/repayments", &body).await.status, StatusCode::NOT_FOUND);
    let part = format!("/api/v1/programmes/{}/associations/none", place.association);
    assert_eq!(client.json(Method::PUT, &part, &json!({})).await.status, StatusCode::NOT_FOUND);
    for path in ["/loans/not-an-id", "/funds/7", "/members/%ff/edit", &format!("/purchases/{}/items/last", Uuid::nil())] {
        let page = client.get(path).await;
        assert_eq!((page.status, page.texts("h1")), (StatusCode::NOT_FOUND, vec!["No se encuentra".to_owned()]), "{path}: {}", page.text);
    }
}

#[tokio::test]
async fn what_an_address_asks_unreadably_is_told() {
    let (_world, place, mut client) = admin().await;
    let (fund, association) = (place.fund, place.association);
    let long = "x".repeat(20_000);
    let words = "a%20".repeat(5_000);
    for (path, code) in [
        (format!("funds/{fund}/loans?page=minus-one"), "query-unreadable"),
        (format!("funds/{fund}/loans?page=99999999999999999999999"), "query-unreadable"),
        (format!("funds/{fund}/loans?show=%00"), "choice-unknown"),
        (format!("funds/{fund}/position?as_of=yesterday"), "query-unreadable"),
        ("users?association=none".to_owned(), "query-unreadable"),
        ("reports/seed?by=%00".to_owned(), "choice-unknown"),
        (format!("associations/{association}/members?q=%00"), "field-unreadable"),
        (format!("associations/{association}/members?q={long}"), "field-too-long"),
        (format!("associations/{association}/members?q={words}"), "field-too-long"),
    ] {
        let answer = client.get(&format!("/api/v1/{path}")).await;
        let shown = &path[..path.len().min(80)];
        assert_eq!((answer.status, answer.kind.as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "application/problem+json"), "{shown}");
        assert_eq!(answer.json()["type"], format!("urn:muyu:{code}"), "{shown}: {}", answer.text);
    }
    let most = client.get(&format!("/api/v1/associations/{association}/members?q={}", "a%20".repeat(200))).await;
    assert_eq!(most.status, StatusCode::OK, "the longest search is made: {}", most.text);
    let last = client.get(&format!("/api/v1/funds/{fund}/loans?page={}", u64::MAX)).await;
    assert_eq!((last.status, last.json()), (StatusCode::OK, json!([])), "beyond the last page there is nothing");
    let page = client.get(&format!("/associations/{association}/members?q={words}")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
}

#[tokio::test]
async fn an_address_that_does_not_take_a_method_says_what_it_takes() {
    let (_world, _, mut client) = admin().await;
    let answer = client.json(Method::DELETE, "/api/v1/quotes", &json!({})).await;
    assert_eq!((answer.status, answer.kind.as_str()), (StatusCode::METHOD_NOT_ALLOWED, "application/problem+json"));
    assert_eq!(answer.header("allow"), "POST");
}

#[tokio::test]
async fn a_year_of_birth_is_one_whoever_says_it() {
    let (world, place, mut client) = admin().await;
    let members = format!("/api/v1/associations/{}/members", place.association);
    let born = |year: i64| json!({ "name": "Mamani, Rosa", "birth_year": year });
    for year in [i64::MIN, 0, 1899, 2101, i64::MAX] {
        let answer = client.json(Method::POST, &members, &born(year)).await;
        assert_eq!((answer.status, &answer.json()["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("birth_year")), "{year}");
    }
    let made = client.json(Method::POST, &members, &born(1979)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let mended = client.json(Method::PUT, &format!("/api/v1/members/{}", made.id()), &born(0)).await;
    assert_eq!(mended.status, StatusCode::UNPROCESSABLE_ENTITY);
    world.books_hold().await;
}
