//! Transfers on screen and over JSON, once, by those whom the rules allow.

use axum::http::{Method, StatusCode};
use muyu::domain::amount::Unit;
use muyu::domain::ids::FundId;
use muyu::domain::ledger::Account;
use muyu::domain::role::Grant;
use muyu::features::confirmations::confirm::confirm;
use serde_json::{Value, json};

use crate::support::world::{Place, key};
use crate::support::{Client, World};
use crate::transfers::another;

async fn balance(world: &World, fund: FundId, account: Account) -> i64 {
    muyu::db::journal::balances(world.app.db.read(), fund).await.unwrap().get(&account).copied().unwrap_or(0)
}

fn lend(to: FundId, amount_minor: i64) -> Value {
    json!({ "kind": "lent", "to": to, "taken_from": "cash", "put_into": "deposit", "amount_minor": amount_minor, "happens_on": "2026-02-01",
        "owed_back_on": "2026-07-01", "acta": "Acta 21" })
}

async fn two_funds() -> (World, Place, FundId) {
    let (world, place) = World::with_fund("2026-03-01").await;
    let other = another(&world, &place, "Semillas", Unit::Pen).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    (world, place, other)
}

#[tokio::test]
async fn the_treasurer_lends_corrects_and_pays_back_on_screen() {
    let (world, place, other) = two_funds().await;
    world.user("fiscal", Grant::Auditor(place.association)).await;
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let list = format!("/funds/{}/transfers", place.fund);
    assert!(treasurer.get(&list).await.text.contains(&format!("{list}/new")));
    let form = treasurer.get(&format!("{list}/new")).await;
    assert_eq!(form.texts("[name=to] option"), ["Fondo", "Semillas"]);
    let (own, to) = (place.fund.to_string(), other.to_string());
    let typed = |kind, amount, acta, reason| {
        vec![
            ("kind", kind),
            ("amount", amount),
            ("from", own.as_str()),
            ("to", to.as_str()),
            ("taken_from", "cash"),
            ("put_into", "deposit"),
            ("happens_on", "2026-02-01"),
            ("owed_back_on", "2026-07-01"),
            ("acta", acta),
            ("note", ""),
            ("reason", reason),
        ]
    };
    let refused = treasurer.post(&list, &typed("lent", "3000.00", "", "")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.texts("#acta-says .refusal"), ["Falta el acta."]);
    assert_eq!(refused.attribute("[name=amount]", "value"), "3000.00");
    let short = treasurer.post(&list, &typed("lent", "10000.01", "Acta 21", "")).await;
    assert!(short.status == 422 && short.text.contains("No alcanza en Caja"), "{}", short.text);
    let lent = treasurer.post(&list, &typed("lent", "3000.00", "Acta 21", "")).await;
    assert!(lent.location.starts_with("/transfers/"), "{}", lent.text);
    let form = treasurer.get(&format!("{}/correct", lent.location)).await;
    assert_eq!((form.attribute("[name=amount]", "value"), form.attribute("[name=to] [selected]", "value")), ("3,000.00".to_owned(), to.clone()));
    let right = treasurer.post(&format!("{}/correct", lent.location), &typed("lent", "2000.00", "Acta 21", "eran dos mil")).await;
    assert!(right.location.starts_with("/transfers/") && right.location != lent.location, "{}", right.text);
    let part = |amount| {
        [("amount", amount), ("taken_from", "deposit"), ("put_into", "cash"), ("happens_on", "2026-02-20"), ("note", ""), ("reason", "eran 600")]
    };
    assert!(treasurer.get(&format!("{}/pay-back", right.location)).await.text.contains("2,000.00"));
    let paid = treasurer.post(&format!("{}/pay-back", right.location), &part("500.00")).await;
    assert!(paid.location.starts_with("/transfers/"), "{}", paid.text);
    let refused = treasurer.post(&format!("{}/undo", right.location), &[("reason", "x")]).await;
    assert!(refused.status == 422 && refused.text.contains("Antes hay que anular"), "{}", refused.text);
    let mended = treasurer.post(&format!("{}/correct", paid.location), &part("600.00")).await;
    assert!(mended.location.starts_with("/transfers/"), "{}", mended.text);
    let came = muyu::features::capital::of_fund(world.app.db.read(), other, None).await.unwrap();
    let came = came.into_iter().find(|row| row.reversed_at.is_none()).unwrap();
    let page = treasurer.get(&format!("/capital/{}", came.id)).await;
    assert!(page.text.contains(&right.location) && !page.text.contains("/undo"), "{}", page.text);
    let mut auditor = Client::signed_in(&world, "fiscal").await;
    let pages = [lent.location.clone(), right.location.clone(), format!("/funds/{}/corrections", place.fund), format!("/funds/{other}/corrections")];
    for page in pages {
        let told = auditor.get(&page).await;
        assert!(told.status == 200 && told.text.contains("eran dos mil") && !told.text.contains("/undo"), "{page}: {}", told.text);
    }
    assert_eq!(auditor.get(&lent.location).await.text.matches("eran dos mil").count(), 2, "the reason of the record, and once in its history");
    for fund in [place.fund, other] {
        assert!(auditor.get(&format!("/funds/{fund}/transfers")).await.text.contains(&mended.location));
    }
    let undone = treasurer.post(&format!("{}/undo", mended.location), &[("reason", "no se devolvió")]).await;
    assert_eq!(undone.location, mended.location);
    assert_eq!((balance(&world, place.fund, Account::Claims).await, balance(&world, other, Account::Bank).await), (200_000, 200_000));
    world.books_hold().await;
}

#[tokio::test]
async fn a_program_lends_and_puts_right_once_and_never_in_another_association() {
    let (world, place, other) = two_funds().await;
    let theirs = world.place("Ajena", Unit::Pen).await;
    let further = another(&world, &theirs, "Semillas de ellas", Unit::Pen).await;
    world.user("otra", Grant::Treasurer(theirs.association)).await;
    let mut program = Client::with_token(&world, "tesorera").await;
    let mut stranger = Client::with_token(&world, "otra").await;
    let path = format!("/api/v1/funds/{}/transfers", place.fund);
    for to in [theirs.fund, further] {
        assert_eq!(program.json(Method::POST, &path, &lend(to, 100)).await.status, StatusCode::NOT_FOUND, "a fund that one may not see");
    }
    let odd = json!({ "kind": "paid_back", "taken_from": "cash", "put_into": "cash", "amount_minor": 1, "happens_on": "2026-02-01" });
    assert_eq!(program.json(Method::POST, &path, &odd).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let once = key();
    let made = program.json_once(&path, once, &lend(other, 300_000)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    assert_eq!(program.json_once(&path, once, &lend(other, 300_000)).await.id(), made.id());
    assert_eq!(program.json_once(&path, once, &lend(other, 1)).await.json()["type"], json!("urn:muyu:key-reused"));
    let one = format!("/api/v1/transfers/{}", made.id());
    for path in [one.clone(), format!("{one}/undo"), format!("{one}/correct"), format!("{one}/pay-back")] {
        let body = json!({ "reason": "x", "taken_from": "cash", "put_into": "cash", "amount_minor": 1, "happens_on": "2026-02-01" });
        let answer = if path == one { stranger.get(&path).await } else { stranger.json(Method::POST, &path, &body).await };
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let part = json!({ "taken_from": "deposit", "put_into": "cash", "amount_minor": 100_000, "happens_on": "2026-02-10" });
    let once = key();
    let paid = program.json_once(&format!("{one}/pay-back"), once, &part).await;
    assert_eq!(program.json_once(&format!("{one}/pay-back"), once, &part).await.id(), paid.id());
    let refused = program.json(Method::POST, &format!("{one}/undo"), &json!({ "reason": "x" })).await;
    assert_eq!((refused.status, &refused.json()["type"]), (StatusCode::CONFLICT, &json!("urn:muyu:records-stand-on-it")));
    let body = json!({ "taken_from": "deposit", "put_into": "cash", "amount_minor": 120_000, "happens_on": "2026-02-10", "reason": "eran 1 200" });
    let (path, once) = (format!("/api/v1/transfers/{}/correct", paid.id()), key());
    let right = program.json_once(&path, once, &body).await;
    assert_eq!(right.status, StatusCode::CREATED, "{}", right.text);
    assert_eq!(program.json_once(&path, once, &body).await.id(), right.id());
    let told = program.get(&format!("/api/v1/transfers/{}", right.id())).await.json();
    assert_eq!((&told["kind"], &told["repays"], &told["from"]), (&json!("paid_back"), &json!(made.id()), &json!(other)));
    let listed = program.get(&format!("/api/v1/funds/{other}/transfers")).await.json();
    assert_eq!(listed.as_array().unwrap().len(), 3);
    for id in [right.id(), made.id()] {
        let path = format!("/api/v1/transfers/{id}/undo");
        assert_eq!(program.json(Method::POST, &path, &json!({ "reason": " " })).await.status, StatusCode::UNPROCESSABLE_ENTITY, "no reason");
        assert_eq!(program.json(Method::POST, &path, &json!({ "reason": "x" })).await.status, StatusCode::NO_CONTENT);
        assert_eq!(program.json(Method::POST, &path, &json!({ "reason": "x" })).await.json()["type"], json!("urn:muyu:already-reversed"));
    }
    assert_eq!((balance(&world, place.fund, Account::Cash).await, balance(&world, other, Account::Bank).await), (1_000_000, 0));
    world.books_hold().await;
}

/// Two people must confirm if either of the two funds requires it.
#[tokio::test]
async fn a_second_person_confirms_where_either_fund_asks_for_it() {
    let (world, place, other) = two_funds().await;
    let mut program = Client::with_token(&world, "tesorera").await;
    let made = program.json(Method::POST, &format!("/api/v1/funds/{}/transfers", place.fund), &lend(other, 300_000)).await.id();
    world.two_people_from(&Place { fund: other, ..place.clone() }, 1).await;
    let body = json!({ "taken_from": "cash", "put_into": "cash", "amount_minor": 200_000, "happens_on": "2026-02-01", "owed_back_on": "2026-07-01",
        "acta": "Acta 21", "reason": "eran dos mil" });
    let asked = program.json(Method::POST, &format!("/api/v1/transfers/{made}/correct"), &body).await;
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.text);
    assert_eq!(balance(&world, place.fund, Account::Claims).await, 300_000, "nothing is done yet");
    let right = confirm(&world.app, &world.by, key(), asked.id().parse().unwrap()).await.unwrap();
    assert_eq!((balance(&world, place.fund, Account::Claims).await, balance(&world, other, Account::Cash).await), (200_000, 200_000));
    world.books_hold().await;
    let asked = program.json(Method::POST, &format!("/api/v1/transfers/{right}/undo"), &json!({ "reason": "x" })).await;
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.text);
    assert_eq!(confirm(&world.app, &world.by, key(), asked.id().parse().unwrap()).await.unwrap(), right);
    assert_eq!(balance(&world, place.fund, Account::Cash).await, 1_000_000);
    world.books_hold().await;
}
