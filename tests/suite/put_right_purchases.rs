//! Payments, deliveries and days worked of a purchase are corrected: reversed with a reason, or corrected in one step.

use axum::http::{Method, StatusCode};
use muyu::domain::cofinancing::{ContributionBasis, ContributionKind, Movement, Payer};
use muyu::domain::ids::PurchaseId;
use muyu::domain::role::Grant;
use serde_json::json;

use crate::support::cofinanced::{Cofinanced, fifty_fifty, pledge};
use crate::support::{Client, World};

const LINES: [(usize, usize, i64); 2] = [(0, 0, 10_000), (1, 0, 10_000)];

async fn ordered(kind: ContributionKind) -> (World, Cofinanced, PurchaseId) {
    let (world, place) = World::with_fund("2026-03-01").await;
    let c = world.cofinanced(place, fifty_fifty()).await;
    let mut draft = c.draft(&LINES, kind);
    draft.pledges.push(pledge(Payer::Member(c.place.members[0]), ContributionKind::Labour, ContributionBasis::Days(2_000)));
    let id = c.ordered(&world, draft).await;
    (world, c, id)
}

#[tokio::test]
async fn a_members_payment_has_a_receipt_and_is_corrected_in_one_step() {
    let (world, c, id) = ordered(ContributionKind::Cash).await;
    c.pay(&world, id, Movement::Collected(Payer::Party(0)), 1_000).await.unwrap();
    c.pay(&world, id, Movement::Collected(Payer::Member(c.place.members[1])), 10_000).await.unwrap();
    world.user("socia", Grant::Member(c.place.association, c.place.members[1])).await;
    world.user("vecina", Grant::Member(c.place.association, c.place.members[0])).await;
    let held = world.purchase(id).await;
    assert_eq!(held.payments.iter().map(|row| row.receipt_no).collect::<Vec<_>>(), [None, Some(1)], "the project's money has none");
    let wrong = held.payments[1].id;
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let form = treasurer.get(&format!("/payments/{wrong}/correct")).await;
    assert!(form.text.contains("value=\"100.00\""), "what was said is there to be changed");
    let typed = |amount, reason| [("amount", amount), ("happens_on", "2026-02-20"), ("payment_method", "deposit"), ("note", ""), ("reason", reason)];
    let path = format!("/payments/{wrong}/correct");
    let refused = treasurer.post(&path, &typed("90.00", "")).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("value=\"90.00\""), "without a reason nothing is done");
    let beyond = treasurer.post(&path, &typed("900.00", "mal leído")).await;
    assert_eq!(beyond.status, StatusCode::UNPROCESSABLE_ENTITY, "more than is due");
    let done = treasurer.post(&path, &typed("90.00", "mal leído")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    world.books_hold().await;
    let receipt = treasurer.get(&done.location).await.text.replace('\u{a0}', " ");
    for said in ["Recibo N.º 2", "S/ 90.00", "noventa", "mal leído", "Semilla de pastos", "tesorera"] {
        assert!(receipt.contains(said), "the receipt tells {said}");
    }
    let mut member = Client::signed_in(&world, "socia").await;
    let old = member.get(&format!("/payments/{wrong}")).await.text.replace('\u{a0}', " ");
    assert!(old.contains("Recibo N.º 1") && old.contains("S/ 100.00") && old.contains("mal leído"), "the reversed receipt stays visible");
    assert!(!old.contains("/undo"));
    let paper = crate::papers::read(&mut member, &format!("/payments/{wrong}/receipt.pdf")).await;
    for said in ["Recibo N.º 1", "S/ 100.00", "Anulado: mal leído", "Página 1 de 1"] {
        paper.says(said);
    }
    let mut neighbour = Client::signed_in(&world, "vecina").await;
    assert_eq!(neighbour.get(&done.location).await.status, StatusCode::NOT_FOUND, "not hers");
    assert_eq!(neighbour.get(&format!("{}/receipt.pdf", done.location)).await.status, StatusCode::NOT_FOUND);
    let again = treasurer.post(&format!("/payments/{wrong}/undo"), &[("reason", "otra vez")]).await;
    assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.text.contains("Ya estaba anulado"), "{}", again.text);
    let undone = treasurer.post(&format!("{}/undo", done.location), &[("reason", "no pagó")]).await;
    assert_eq!(undone.location, format!("/purchases/{id}/payments"));
    assert!(treasurer.get(&undone.location).await.text.contains("no pagó"));
    world.books_hold().await;
}

#[tokio::test]
async fn over_json_too_and_of_another_association_it_is_not_found() {
    let (world, c, id) = ordered(ContributionKind::Cash).await;
    c.pay(&world, id, Movement::Collected(Payer::Member(c.place.members[1])), 10_000).await.unwrap();
    let wrong = world.purchase(id).await.payments[0].id;
    let elsewhere = world.place("Otra", muyu::domain::amount::Unit::Pen).await;
    world.user("ajena", Grant::Treasurer(elsewhere.association)).await;
    let mut stranger = Client::with_token(&world, "ajena").await;
    let body = json!({ "amount_minor": 9_000, "happens_on": "2026-03-01", "reason": "mal leído" });
    let path = format!("/api/v1/payments/{wrong}/correct");
    assert_eq!(stranger.json(Method::POST, &path, &body).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stranger.json(Method::POST, &format!("/api/v1/payments/{wrong}/undo"), &json!({ "reason": "x" })).await.status, StatusCode::NOT_FOUND);
    let mut program = Client::with_token(&world, "tesorera").await;
    let made = program.json(Method::POST, &path, &body).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let right = made.json()["id"].as_str().unwrap().to_owned();
    let told = program.get(&format!("/api/v1/payments/{right}")).await.json();
    assert_eq!((told["amount_minor"].clone(), told["receipt_no"].clone()), (json!(9_000), json!(2)));
    let twice = program.json(Method::POST, &path, &body).await;
    assert_eq!((twice.status, twice.json()["errors"][0]["code"].clone()), (StatusCode::CONFLICT, json!("already-reversed")));
    let same = program.json(Method::POST, &format!("/api/v1/payments/{right}/correct"), &body).await;
    assert_eq!(same.json()["errors"][0]["code"], json!("nothing-changed"));
    let kept = program.get(&format!("/api/v1/funds/{}/corrections", c.place.fund)).await.json();
    assert_eq!(kept["corrections"][0]["changes"][0], json!({ "what": "amount", "was": { "money": 10_000 }, "is": { "money": 9_000 } }));
    world.books_hold().await;
}

#[tokio::test]
async fn from_the_amount_of_the_rules_on_a_second_person_confirms_a_payment() {
    let (world, c, id) = ordered(ContributionKind::Cash).await;
    world.two_people_from(&c.place, 10_000).await;
    world.user("suplente", Grant::Treasurer(c.place.association)).await;
    c.pay(&world, id, Movement::Collected(Payer::Member(c.place.members[1])), 10_000).await.unwrap();
    let wrong = world.purchase(id).await.payments[0].id;
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let typed = [("amount", "90.00"), ("happens_on", "2026-03-01"), ("payment_method", "cash"), ("note", ""), ("reason", "mal leído")];
    let asked = treasurer.post(&format!("/payments/{wrong}/correct"), &typed).await;
    assert!(asked.location.starts_with("/correction-requests/"), "{}", asked.text);
    assert_eq!(world.purchase(id).await.payments.len(), 1, "nothing is done yet");
    let mut second = Client::signed_in(&world, "suplente").await;
    let confirmed = second.post(&format!("{}/confirm", asked.location), &[]).await;
    assert_eq!(confirmed.status, StatusCode::SEE_OTHER, "{}", confirmed.text);
    let held = world.purchase(id).await;
    assert_eq!(held.standing_payments().map(|row| row.amount_minor).collect::<Vec<_>>(), [9_000]);
    world.books_hold().await;
}

#[tokio::test]
async fn deliveries_and_days_keep_their_reasons() {
    let (world, c, id) = ordered(ContributionKind::Cash).await;
    c.deliver(&world, id, &[(0, 0, 500)]).await.unwrap();
    let delivery = world.purchase(id).await.deliveries[0].id;
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let without = treasurer.post(&format!("/deliveries/{delivery}/undo"), &[("reason", " ")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let undone = treasurer.post(&format!("/deliveries/{delivery}/undo"), &[("reason", "era de otra compra")]).await;
    assert!(treasurer.get(&undone.location).await.text.contains("era de otra compra"));
    let member = c.place.members[0].to_string();
    let days = |days, gift: bool| {
        let mut form =
            vec![("member", member.as_str()), ("worked_on", "2026-02-20"), ("days", days), ("task", "siembra"), ("worked_by", "Julia Mamani")];
        form.extend(gift.then_some(("gift", "on")));
        form
    };
    let path = format!("/purchases/{id}/labour");
    assert_eq!(treasurer.post(&path, &days("2", false)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(treasurer.post(&path, &days("1", false)).await.status, StatusCode::UNPROCESSABLE_ENTITY, "beyond what was agreed");
    assert_eq!(treasurer.post(&path, &days("1", true)).await.status, StatusCode::SEE_OTHER, "as a gift");
    let page = treasurer.get(&path).await;
    assert!(page.text.contains("ayni de Julia Mamani") && page.text.contains("regalo"));
    let mut program = Client::with_token(&world, "tesorera").await;
    let listed = program.get(&format!("/api/v1/purchases/{id}/labour")).await.json();
    let wrong = listed[0]["id"].as_str().unwrap().to_owned();
    let body = json!({ "worked_on": "2026-02-21", "days": 1_500, "task": "siembra", "reason": "fue día y medio" });
    let made = program.json(Method::POST, &format!("/api/v1/labour/{wrong}/correct"), &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let again = program.json(Method::POST, &format!("/api/v1/labour/{wrong}/correct"), &body).await;
    assert_eq!(again.json()["errors"][0]["code"], json!("already-reversed"));
    let page = treasurer.get(&path).await.text;
    assert!(page.contains("fue día y medio") && page.contains("<s>2</s>") && page.contains("<b>1.5</b>"), "{page}");
    world.books_hold().await;
}

#[tokio::test]
async fn a_wrong_document_stays_visible_struck_through_with_the_right_one_linked() {
    use muyu::features::purchases::attachments::attach::{NewAttachment, attach};
    let (world, c, id) = ordered(ContributionKind::Cash).await;
    let document = |name: &str, bytes: &[u8]| NewAttachment { kind: "invoice", name: name.parse().unwrap(), bytes: bytes.to_vec() };
    let key = crate::support::world::key;
    let wrong = attach(&world.app, &c.treasurer, key(), id, document("de-otra.pdf", b"%PDF-1.7 a")).await.unwrap();
    let right = attach(&world.app, &c.treasurer, key(), id, document("factura.pdf", b"%PDF-1.7 b")).await.unwrap();
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let path = format!("/attachments/{wrong}/wrong");
    assert!(treasurer.get(&path).await.text.contains("factura.pdf"), "the others of the purchase can be chosen");
    let right = right.to_string();
    assert_eq!(treasurer.post(&path, &[("right", &right), ("reason", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = treasurer.post(&path, &[("right", &right), ("reason", "era de otra compra")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = treasurer.get(&format!("/purchases/{id}")).await.text;
    assert!(
        page.contains("era de otra compra") && page.contains("En su lugar: \u{2068}factura.pdf") || page.contains("En su lugar: factura.pdf"),
        "{page}"
    );
    assert_eq!(treasurer.post(&path, &[("right", ""), ("reason", "otra vez")]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "twice");
    assert_eq!(treasurer.get(&format!("/attachments/{wrong}")).await.status, StatusCode::OK, "it is still there");
    world.books_hold().await;
}
