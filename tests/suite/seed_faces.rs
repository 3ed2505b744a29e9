//! Co-financed purchases through the real router: forms that keep what was typed, JSON, documents, reports.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use muyu::domain::cofinancing::{ContributionKind, PurchaseStatus};
use muyu::domain::role::Grant;
use muyu::features::purchases::deliveries::count::{Counted, count};
use serde_json::json;

use crate::support::cofinanced::{Cofinanced, fifty_fifty};
use crate::support::process::{muyu, said};
use crate::support::world::key;
use crate::support::{Client, World};

const LINES: [(usize, usize, i64); 3] = [(0, 0, 12_500), (1, 2, 3_250), (2, 1, 25_000)];

async fn world() -> (World, Cofinanced) {
    let (world, place) = World::with_fund("2026-03-01").await;
    let c = world.cofinanced(place, fifty_fifty()).await;
    (world, c)
}

/// A whole purchase, as a JSON request.
fn content(c: &Cofinanced) -> serde_json::Value {
    let member = |place: usize| c.place.members[place].0;
    json!({
        "budget_line": c.line.0, "cycle_on": "2026-03-01", "purpose": "Semilla de pastos",
        "items": [{ "product": "alfalfa", "measure": "kg", "quotes": [{ "supplier": "Agropecuaria", "unit_price": 4_250 }] }],
        "lines": [{ "item": 0, "member": member(0), "quantity": 12_500, "hectares": 500 }, { "item": 0, "member": member(1), "quantity": 1_000 }],
        "contributions": [
            { "member": member(0), "kind": "loan", "rest": true },
            { "member": member(1), "kind": "cash", "rest": true },
            { "party": 0, "kind": "cash", "rest": true },
        ],
    })
}

#[tokio::test]
async fn the_whole_way_over_json_with_repeated_keys() {
    let (world, c) = world().await;
    let mut treasurer = Client::with_token(&world, "tesorera").await;
    let mut staff = Client::with_token(&world, "proyecto").await;
    let once = key();
    let path = format!("/api/v1/funds/{}/purchases", c.place.fund);
    let body = json!({ "programme": c.programme.0, "content": content(&c) });
    let made = treasurer.json_once(&path, once, &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    assert_eq!(treasurer.json_once(&path, once, &body).await.id(), made.id(), "sent twice, made once");
    let at = |verb: &str| format!("/api/v1/purchases/{}/{verb}", made.id());
    assert_eq!(treasurer.json(Method::POST, &at("submit"), &json!({})).await.status, StatusCode::NO_CONTENT);
    let waiting = staff.get("/api/v1/inbox").await.json();
    assert_eq!((waiting[0]["project"].as_i64(), waiting[0]["budget_left_after"].as_i64()), (Some(28_688), Some(971_312)));
    let approve = json!({ "decision": "approve", "acta": "Acta 14" });
    let once = key();
    for _ in 0..2 {
        assert_eq!(staff.json_once(&at("decide"), once, &approve).await.status, StatusCode::NO_CONTENT, "the same key answers the same");
    }
    assert_eq!(staff.json(Method::POST, &at("decide"), &approve).await.status, StatusCode::CONFLICT);
    assert_eq!(treasurer.json(Method::POST, &at("order"), &json!({})).await.status, StatusCode::NO_CONTENT);
    let pay = json!({ "kind": "collected", "member": c.place.members[1].0, "amount_minor": 2_125, "happens_on": "2026-03-01" });
    assert_eq!(treasurer.json(Method::POST, &at("payments"), &pay).await.status, StatusCode::CREATED);
    let over = treasurer.json(Method::POST, &at("payments"), &pay).await;
    assert_eq!((over.status, over.json()["errors"][0]["code"].as_str()), (StatusCode::CONFLICT, Some("more-than-due")));
    let member = |place: usize| c.place.members[place].0;
    let lines = json!([{ "item": 0, "quantity": 13_500 }, { "item": 0, "member": member(0), "quantity": 12_500 }, { "item": 0, "member": member(1), "quantity": 1_000 }]);
    assert_eq!(treasurer.json(Method::POST, &at("deliveries"), &json!({ "on": "2026-03-01", "lines": lines })).await.status, StatusCode::CREATED);
    assert_eq!(treasurer.json(Method::POST, &at("receive"), &json!({ "on": "2026-03-01", "confirmed": true })).await.status, StatusCode::NO_CONTENT);
    let whole = treasurer.get(&format!("/api/v1/purchases/{}", made.id())).await.json();
    assert_eq!((whole["purchase"]["status"].as_str(), whole["purchase"]["received_total"].as_i64()), (Some("received"), Some(57_375)));
    assert_eq!(whole["history"].as_array().unwrap().iter().filter(|step| step["acta"] == "Acta 14").count(), 1);

    world.user("rosa", Grant::Member(c.place.association, c.place.members[0])).await;
    let mut rosa = Client::with_token(&world, "rosa").await;
    let own = rosa.get(&format!("/api/v1/purchases/{}", made.id())).await.json();
    assert_eq!((own["members"].as_array().unwrap().len(), own["payments"].as_array().unwrap().len()), (1, 0), "her own part only");
    assert!(own["contributions"][0]["loan"].is_string());
    assert_eq!(rosa.get(&format!("/api/v1/members/{}/purchases", member(1))).await.status, StatusCode::NOT_FOUND);
    world.books_hold().await;
}

#[tokio::test]
async fn what_is_wrong_in_a_form_is_told_at_its_field_and_nothing_typed_is_lost() {
    let (world, c) = world().await;
    let id = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let quantity = format!("quantity-{}", c.place.members[0].0.simple());
    let fields =
        [("product", "alfalfa"), ("measure", "kg"), ("supplier-1", "Agro"), ("price-1", "42.5051"), ("chosen", "1"), (quantity.as_str(), "1.500")];
    let answer = treasurer.post(&format!("/purchases/{id}/items/1"), &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = answer.texts(".refusal");
    assert!(told.contains(&"El precio: tiene más de 2 decimales.".to_owned()), "{told:?}");
    assert!(told.iter().any(|text| text.starts_with("Cantidad dudosa: ¿1.500 o 1,500.000?")), "{told:?}");
    assert_eq!(answer.attribute("#price-1", "value"), "42.5051");
    assert_eq!(answer.attribute(&format!("input[name='{quantity}']"), "value"), "1.500");
    let known = world.purchase(id).await;
    assert_eq!(known.row.total_minor, 101_643, "nothing changed");

    let answer = treasurer
        .post(
            &format!("/purchases/{id}/payments"),
            &[("what", "collected|p0|"), ("amount", "10"), ("happens_on", "2026-03-01"), ("payment_method", "cash")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "a draft takes no money");
    assert!(answer.text.contains("La compra todavía no está aprobada"));
}

#[tokio::test]
async fn several_are_decided_at_once_and_one_refusal_leaves_the_others() {
    let (world, c) = world().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let id = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
        c.submit(&world, id).await.unwrap();
        ids.push(id.to_string());
    }
    let line = muyu::features::programmes::budget::Planned { id: Some(c.line), name: "Semilla".parse().unwrap(), planned_minor: 110_000 };
    muyu::features::programmes::budget::set(&world.app, &world.by, key(), c.programme, vec![line]).await.unwrap();
    let mut staff = Client::signed_in(&world, "proyecto").await;
    let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("purchase", id.as_str())).collect();
    let none = staff.post("/inbox", &[("decision", "approve"), ("acta", "Acta 15")]).await;
    assert!(none.text.contains("Marque al menos una compra"));
    fields.extend([("decision", "approve"), ("acta", "Acta 15")]);
    let answer = staff.post("/inbox", &fields).await;
    assert_eq!(answer.texts(".notice").iter().filter(|text| text.starts_with("Hecho")).count(), 2, "{:?}", answer.texts(".notice"));
    assert!(answer.texts(".notice.bad")[0].contains("El presupuesto de Semilla no alcanza"));
    assert_eq!(answer.texts("article").len(), 1, "the third still waits");
}

async fn attach(client: &mut Client, path: &str, name: &str, bytes: &[u8]) -> crate::support::client::Answer {
    let mut body = format!("--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\ninvoice\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n").into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request =
        Request::builder().method(Method::POST).uri(format!("{path}/attachments")).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    client.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_document_is_what_it_says_and_is_shown_only_to_those_who_may() {
    let (world, c) = world().await;
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Loan)).await;
    let path = format!("/purchases/{id}");
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    for (name, bytes, told) in [
        ("factura.pdf", &b"MZ\x90\x00"[..], "no es una foto"),
        ("factura.png", b"%PDF-1.7", "dice ser otra cosa"),
        ("factura.pdf", b"", "Elija un archivo"),
    ] {
        let answer = attach(&mut treasurer, &path, name, bytes).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.texts(".refusal").iter().any(|text| text.contains(told)), "{:?}", answer.texts(".refusal"));
    }
    assert_eq!(attach(&mut treasurer, &path, "factura.pdf", b"%PDF-1.7 factura").await.status, StatusCode::SEE_OTHER);
    let page = treasurer.get(&path).await;
    let document = page.attribute("a[href^='/attachments/']", "href");
    let shown = treasurer.get(&document).await;
    assert_eq!((shown.status, shown.kind.as_str(), shown.text.as_str()), (StatusCode::OK, "application/pdf", "%PDF-1.7 factura"));
    world.user("rosa", Grant::Member(c.place.association, c.place.members[0])).await;
    assert_eq!(Client::signed_in(&world, "rosa").await.get(&document).await.status, StatusCode::NOT_FOUND);
    assert_eq!(Client::new(&world).get(&document).await.status, StatusCode::SEE_OTHER, "to the sign-in");
    let file = world.app.db.files().folder().join(document.rsplit('/').next().unwrap().replace('-', ""));
    assert!(muyu::features::purchases::attachments::attach::verify(&world.app).await.unwrap().is_empty());
    if std::env::var("MUYU_TEST_POSTGRES").is_err() {
        let copy = tempfile::tempdir().unwrap();
        let (copy, fresh) = (copy.path().join("copia.db"), copy.path().join("nueva.db"));
        assert!(muyu(&world.address, &["backup", &copy.display().to_string()]).status.success());
        assert!(muyu(&fresh.display().to_string(), &["restore", &copy.display().to_string()]).status.success());
        let checked = muyu(&fresh.display().to_string(), &["verify"]);
        assert!(checked.status.success(), "the copy has its documents: {}", said(&checked));
    }
    std::fs::write(&file, "otra cosa").unwrap();
    assert_eq!(muyu::features::purchases::attachments::attach::verify(&world.app).await.unwrap()[0].code, "verify-file");
}

#[tokio::test]
async fn reports_add_up_on_the_page_in_files_and_over_json() {
    let (world, c) = world().await;
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Loan)).await;
    c.deliver(&world, id, &LINES).await.unwrap();
    c.close(&world, id).await.unwrap();
    let held = world.purchase(id).await;
    let counted = held.lines.iter().map(|row| Counted {
        item_no: row.item_no,
        member: row.member_id,
        hectares: 400,
        reason: Some("se midió".parse().unwrap()),
    });
    count(&world.app, &c.staff, key(), id, counted.collect()).await.unwrap();
    let mut staff = Client::with_token(&world, "proyecto").await;
    let report = staff.get("/api/v1/reports/seed?by=community").await.json();
    assert_eq!(report[0]["name"], "Ccollpa");
    let sums = ["hectares_installed", "kilos", "total", "parties", "producers"].map(|key| report[0][key].as_i64().unwrap());
    assert_eq!(sums, [1_200, 40_750, 101_643, 50_822, 50_821]);
    let csv = staff.get("/reports/files/seed.csv?by=sex").await.text;
    assert!(csv.contains("Mujer,1,3,1.5,1.2,40.75,1016.43,508.22,508.21,PEN"), "{csv}");
    let mut page = Client::signed_in(&world, "proyecto").await;
    assert!(page.get("/reports/seed?by=cycle").await.texts("tr.sum td").contains(&"1.20".to_owned()));
    let xlsx = page.get(&format!("/programmes/{}/files/budget.xlsx", c.programme)).await;
    assert_eq!(xlsx.kind, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    let goals = staff.get(&format!("/api/v1/programmes/{}/goals", c.programme)).await.json();
    assert_eq!((goals[0]["target"].as_i64(), goals[0]["reached"][0]["reached"].as_i64()), (Some(50_000), Some(1_200)));
    let mut treasurer = Client::with_token(&world, "tesorera").await;
    let kardex = treasurer.get(&format!("/api/v1/funds/{}/kardex", c.place.fund)).await.json();
    assert!(kardex.as_array().unwrap().iter().all(|product| product["left"] == 0 && product["came"] == product["went"]));
}

#[tokio::test]
async fn staff_of_another_programme_neither_decides_nor_reports() {
    let (world, c) = world().await;
    let id = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    c.submit(&world, id).await.unwrap();
    let other = muyu::features::programmes::create::create(&world.app, &world.by, key(), "Otro".parse().unwrap()).await.unwrap();
    muyu::features::programmes::create::take_part(&world.app, &world.by, key(), other, c.place.association).await.unwrap();
    world.user("ajeno", Grant::Staff(other)).await;
    let mut client = Client::with_token(&world, "ajeno").await;
    let answer = client.json(Method::POST, &format!("/api/v1/purchases/{id}/decide"), &json!({ "decision": "approve", "acta": "x" })).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(client.get("/api/v1/inbox").await.json(), json!([]));
    assert_eq!(client.get(&format!("/api/v1/reports/seed?programme={}", c.programme)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.status(id).await, PurchaseStatus::Submitted);
    let line = muyu::features::programmes::line(world.app.db.read(), c.line).await.unwrap();
    assert_eq!(line.committed_minor, 0);
}
