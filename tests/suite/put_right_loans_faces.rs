//! Loans corrected on screen and over JSON, once, by those whom the rules allow.

use axum::http::{Method, StatusCode};
use muyu::domain::amount::Unit;
use muyu::domain::loan::LoanStatus;
use muyu::domain::role::Grant;
use muyu::features::confirmations::confirm::confirm;
use muyu::features::loans;
use serde_json::{Value, json};

use crate::support::world::{day, key, monthly};
use crate::support::{Client, World};

fn body(member: impl std::fmt::Display, principal: i64) -> Value {
    let terms = json!(monthly(principal, "2026-01-10", 4));
    json!({ "member": member.to_string(), "purpose": "alfalfa", "terms": terms, "reason": "se leyó mal" })
}

#[tokio::test]
async fn the_treasurer_corrects_a_loan_on_screen_and_its_member_reads_why() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("socia", Grant::Member(place.association, place.members[0])).await;
    let wrong = world.lend(&place, 0, "2026-01-10").await;
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let shown = treasurer.get(&format!("/loans/{wrong}")).await;
    assert!(shown.text.contains(&format!("/loans/{wrong}/correct")) && shown.text.contains(&format!("/loans/{wrong}/undo")));
    let form = treasurer.get(&format!("/loans/{wrong}/correct")).await;
    assert_eq!((form.attribute("[name=amount]", "value"), form.attribute("[name=rate]", "value")), ("1,200.00".to_owned(), "2".to_owned()));
    assert_eq!(form.attribute("[name=member] [selected]", "value"), place.members[0].to_string());
    let other = place.members[1].to_string();
    let typed = |amount, reason| {
        [
            ("member", other.as_str()),
            ("amount", amount),
            ("purpose", "alfalfa"),
            ("method", "equal_principal"),
            ("installments", "4"),
            ("first_due_on", "2026-02-10"),
            ("every", "1"),
            ("step", "month"),
            ("rate", "2"),
            ("rate_per", "month"),
            ("grace_principal", ""),
            ("grace_interest", ""),
            ("disbursed_on", "2026-01-10"),
            ("payment_method", "cash"),
            ("reason", reason),
        ]
    };
    let path = format!("/loans/{wrong}/correct");
    let refused = treasurer.post(&path, &typed("120.00", "")).await;
    assert!(refused.status == 422 && refused.attribute("[name=amount]", "value") == "120.00", "{}", refused.text);
    let mut looking = typed("120.00", "").to_vec();
    looking.push(("preview", "1"));
    let looked = treasurer.post(&path, &looking).await;
    assert!(looked.status == 200 && looked.text.contains("30.60"), "four installments: {}", looked.text);
    let corrected = treasurer.post(&path, &typed("120.00", "un cero de más, y era de Benita")).await;
    assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.text);
    let mut member = Client::signed_in(&world, "socia").await;
    for (who, page) in [(&mut member, format!("/loans/{wrong}")), (&mut treasurer, corrected.location.clone())] {
        let told = who.get(&page).await;
        for said in ["un cero de más", "S/ 1,200.00", "S/ 120.00", "Huamán Ccori, Benita", "tesorera"] {
            assert!(told.text.replace('\u{a0}', " ").contains(said), "{page} tells {said}: {}", told.text);
        }
    }
    let own = member.get(&format!("/loans/{wrong}")).await;
    assert!(own.text.contains("sin efecto") && !own.text.contains("/correct"), "{}", own.text);
    assert!(member.get(&format!("/members/{}", place.members[0])).await.text.contains("sin efecto"));
    let undone = treasurer.post(&format!("{}/undo", corrected.location), &[("reason", "")]).await;
    assert_eq!(undone.status, StatusCode::UNPROCESSABLE_ENTITY, "no reason");
    let undone = treasurer.post(&format!("{}/undo", corrected.location), &[("reason", "no se entregó")]).await;
    assert_eq!(undone.location, corrected.location);
    assert!(treasurer.get(&undone.location).await.text.contains("no se entregó"));
    world.books_hold().await;
}

#[tokio::test]
async fn a_form_says_what_stands_on_a_loan() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let loan = world.lend(&place, 0, "2026-01-10").await;
    world.pay(loan, "2026-02-10", 1_000).await.unwrap();
    world.pay(loan, "2026-02-12", 1_000).await.unwrap();
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let refused = treasurer.post(&format!("/loans/{loan}/undo"), &[("reason", "x")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = refused.text.replace('\u{a0}', " ");
    let (second, first) = (told.find("Cobro N.º 2").unwrap(), told.find("Cobro N.º 1").unwrap());
    assert!(second < first, "newest first");
}

#[tokio::test]
async fn a_program_puts_a_loan_right_once_and_never_that_of_another_association() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let other = world.place("Ajena", Unit::Pen).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("fiscal", Grant::Auditor(place.association)).await;
    let wrong = world.lend(&place, 0, "2026-01-10").await;
    let theirs = world.lend(&other, 0, "2026-01-10").await;
    let mut program = Client::with_token(&world, "tesorera").await;
    for path in [format!("/api/v1/loans/{theirs}/correct"), format!("/api/v1/loans/{theirs}/undo"), format!("/api/v1/loans/{theirs}/cancel")] {
        assert_eq!(program.json(Method::POST, &path, &body(place.members[1], 100)).await.status, StatusCode::NOT_FOUND);
    }
    let mut auditor = Client::with_token(&world, "fiscal").await;
    let (path, once) = (format!("/api/v1/loans/{wrong}/correct"), key());
    assert_eq!(auditor.json(Method::POST, &path, &body(place.members[1], 12_000)).await.status, StatusCode::FORBIDDEN);
    let made = program.json_once(&path, once, &body(place.members[1], 12_000)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    assert_eq!(program.json_once(&path, once, &body(place.members[1], 12_000)).await.id(), made.id());
    assert_eq!(program.json_once(&path, once, &body(place.members[1], 13_000)).await.json()["type"], json!("urn:muyu:key-reused"));
    assert_eq!(program.json_once(&path, key(), &body(place.members[1], 13_000)).await.json()["type"], json!("urn:muyu:already-reversed"));
    let whole = program.get(&format!("/api/v1/loans/{wrong}")).await.json();
    assert_eq!(
        (&whole["loan"]["status"], &whole["loan"]["reversal_reason"], &whole["installments"]),
        (&json!("cancelled"), &json!("se leyó mal"), &json!([]))
    );
    let (path, once) = (format!("/api/v1/loans/{}/undo", made.id()), key());
    for _ in 0..2 {
        assert_eq!(program.json_once(&path, once, &json!({ "reason": "no se entregó" })).await.status, StatusCode::NO_CONTENT);
    }
    assert_eq!(program.json_once(&path, key(), &json!({ "reason": "x" })).await.json()["type"], json!("urn:muyu:already-reversed"));
    assert_eq!(program.json_once(&path, key(), &json!({ "reason": "" })).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let listed = program.get(&format!("/api/v1/funds/{}/corrections", place.fund)).await.json();
    assert_eq!((&listed["count"], &listed["sum_minor"]), (&json!(2), &json!(132_000)));
    world.books_hold().await;
}

#[tokio::test]
async fn a_second_person_confirms_and_a_number_is_taken_only_then() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let wrong = world.lend(&place, 0, "2026-01-10").await;
    let agreed = world.lend_by(&place, place.members[1], monthly(1_000, "2026-03-10", 1), false).await.unwrap();
    world.two_people_from(&place, 1_000).await;
    let mut program = Client::with_token(&world, "tesorera").await;
    let mut ask = async |path: String, body: Value| {
        let asked = program.json(Method::POST, &path, &body).await;
        assert_eq!(asked.status, StatusCode::ACCEPTED, "{path}: {}", asked.text);
        world.books_hold().await;
        asked.id()
    };
    let asked = ask(format!("/api/v1/loans/{wrong}/correct"), body(place.members[2], 12_000)).await;
    assert_eq!(world.held(wrong).await.status(), LoanStatus::Disbursed, "nothing is done yet");
    let right = confirm(&world.app, &world.by, key(), asked.parse().unwrap()).await.unwrap();
    assert_eq!(world.held(right.into()).await.loan.number, 3);
    let asked = ask(format!("/api/v1/loans/{right}/undo"), json!({ "reason": "x" })).await;
    confirm(&world.app, &world.by, key(), asked.parse().unwrap()).await.unwrap();
    let asked = ask(format!("/api/v1/loans/{agreed}/cancel"), json!({ "reason": "x" })).await;
    let at = world.at("2026-03-05");
    confirm(&at, &world.by, key(), asked.parse().unwrap()).await.unwrap();
    assert_eq!(world.held(agreed).await.status(), LoanStatus::Cancelled);
    let fund = muyu::features::funds::find(at.db.read(), place.fund).await.unwrap();
    let then = muyu::features::ledger::position::position(at.db.read(), &fund, day("2026-03-02"), None).await.unwrap();
    assert_eq!(then.available_now, 900_000 - 1_000, "what was agreed stood until it was cancelled");
    assert_eq!(loans::rows_of_fund(at.db.read(), place.fund).await.unwrap().len(), 3);
    world.books_hold().await;
}
