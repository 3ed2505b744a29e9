//! The bank statement against the books: each line matches one entry and no entry twice; what only one side has is shown;
//! amounts with two readings are refused with both; a compared statement can be set aside.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use muyu::domain::amount::Unit;
use muyu::domain::capital::CapitalKind;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::features::corrections::Order;
use muyu::features::{capital, expenses};
use serde_json::json;

use crate::support::client::Answer;
use crate::support::world::{Place, day, key};
use crate::support::{Client, World};

async fn deposited(world: &World, place: &Place, on: &str, amount_minor: i64) {
    let given = capital::record::NewCapital {
        member: None,
        fund: place.fund,
        kind: CapitalKind::Grant,
        source: "Proyecto".parse().unwrap(),
        amount_minor,
        happens_on: day(on),
        owed_back_on: None,
        payment_method: PaymentMethod::Deposit,
    };
    capital::record::receive(&world.app, &world.by, key(), given).await.unwrap();
}

async fn spent(world: &World, place: &Place, on: &str, amount_minor: i64) -> muyu::domain::ids::ExpenseId {
    let new = expenses::record::NewExpense {
        fund: place.fund,
        concept: "Flete".parse().unwrap(),
        amount_minor,
        happens_on: day(on),
        payment_method: PaymentMethod::Deposit,
    };
    expenses::record::pay(&world.app, &world.by, key(), new).await.unwrap()
}

/// Sends the form with a file, as a browser does.
async fn send(client: &mut Client, place: &Place, file: &str) -> Answer {
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n{}\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"enero.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n{file}\r\n--x--\r\n",
        key()
    );
    let request = Request::builder().method(Method::POST).uri(format!("/funds/{}/bank-statements", place.fund));
    client.send(request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=x").body(Body::from(body)).unwrap()).await
}

const JANUARY: &str = "Banco de la Nación;;;;\nFecha;Descripción;Cargo;Abono;Saldo\n05/01/2026;Depósito;;1,000.00;1,000.00\n\
                       06/01/2026;Depósito;;1,000.00;2,000.00\n20/01/2026;Cheque;200.00;;1,800.00\n31/01/2026;Comisión;3.50;;1,796.50\n";

#[tokio::test]
async fn a_statement_is_compared_line_by_line_and_again_once_what_was_missing_is_recorded() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    for on in ["2026-01-04", "2026-01-05"] {
        deposited(&world, &place, on, 100_000).await;
    }
    spent(&world, &place, "2026-01-20", 20_000).await;
    // A record that was reversed within these days moved nothing; one that is not on the statement is shown as missing there.
    let wrong = spent(&world, &place, "2026-01-21", 5_000).await;
    expenses::put_right::undo(&world.app, &world.by, key(), Order::new(wrong, "dos veces".parse().unwrap())).await.unwrap();
    spent(&world, &place, "2026-01-25", 700).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let done = send(&mut client, &place, JANUARY).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = client.get(&done.location).await;
    assert!(page.text.contains("Comisión") && page.text.contains("3 movimientos coinciden"), "{}", page.text);
    let mut program = Client::with_token(&world, "tesorera").await;
    let told = program.get(&format!("/api/v1{}", done.location)).await.json();
    let entries: Vec<_> = told["lines"].as_array().unwrap().iter().map(|line| line["entry"].clone()).collect();
    assert!(entries[..3].iter().all(|entry| entry.is_string()) && entries[3].is_null(), "{told}");
    assert_ne!(entries[0], entries[1], "no entry twice");
    assert_eq!(
        (told["opening_minor"].clone(), told["closing_minor"].clone(), told["books_minor"].clone()),
        (json!(0), json!(179_650), json!(179_300))
    );
    let missing: Vec<_> = told["missing"].as_array().unwrap().iter().map(|entry| entry["amount_minor"].clone()).collect();
    assert_eq!(missing, [json!(-700)]);
    // The fee is recorded, and then matches.
    spent(&world, &place, "2026-01-31", 350).await;
    let again = client.post(&format!("{}/compare", done.location), &[]).await;
    assert_eq!(again.location, done.location, "{}", again.text);
    let told = program.get(&format!("/api/v1{}", done.location)).await.json();
    assert!(told["lines"][3]["entry"].is_string());
    // The same days are not compared again until the first statement is set aside.
    let twice = send(&mut client, &place, JANUARY).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text.contains("Ya se comparó un estado de cuenta"), "{}", twice.text);
    let undone = client.post(&format!("{}/undo", done.location), &[("reason", "otro banco")]).await;
    assert_eq!(undone.location, done.location, "{}", undone.text);
    assert!(client.get(&done.location).await.text.contains("otro banco"));
    let new = send(&mut client, &place, JANUARY).await;
    let told = program.get(&format!("/api/v1{}", new.location)).await.json();
    assert!(told["lines"].as_array().unwrap().iter().all(|line| line["entry"].is_string()), "{told}");
    world.books_hold().await;
}

#[tokio::test]
async fn an_entry_of_one_statement_is_no_line_of_the_next() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    deposited(&world, &place, "2026-01-31", 100_000).await;
    let mut program = Client::with_token(&world, "tesorera").await;
    let path = format!("/api/v1/funds/{}/bank-statements", place.fund);
    let mut entries = Vec::new();
    for (name, on) in [("enero", "2026-01-31"), ("febrero", "2026-02-01")] {
        let body = json!({ "name": name, "lines": [{ "on": on, "description": "Depósito", "amount_minor": 100_000, "balance_minor": null }] });
        let made = program.json(Method::POST, &path, &body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let told = program.get(&format!("/api/v1/bank-statements/{}", made.json()["id"].as_str().unwrap())).await.json();
        entries.push(told["lines"][0]["entry"].is_string());
    }
    assert_eq!(entries, [true, false]);
}

#[tokio::test]
async fn what_cannot_be_read_one_way_is_refused_and_nothing_is_kept() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    for (file, says) in [
        ("Fecha;Monto\n05/01/2026;1.500\n", "1.50 o 1,500.00"),
        ("Nombre;Cantidad\nx;1\n", "No se encuentran las columnas"),
        ("Fecha;Cargo;Abono\n05/01/2026;1.00;2.00\n", "cargo y abono a la vez"),
        ("Fecha;Monto;Saldo\n05/01/2026;1.00;10.00\n06/01/2026;2.00;13.00\n", "no sale del anterior"),
        ("Fecha;Monto\n05/01/2027;1.00\n", "todavía no llega"),
        ("Fecha;Monto\n", "ningún movimiento"),
    ] {
        let refused = send(&mut client, &place, file).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{file}");
        assert!(refused.texts(".notice.bad").iter().any(|text| text.contains(says)), "{says}: {:?}", refused.texts(".notice.bad"));
    }
    let mut program = Client::with_token(&world, "tesorera").await;
    assert_eq!(program.get(&format!("/api/v1/funds/{}/bank-statements", place.fund)).await.json(), json!([]));
    let seed = world.place("Semillero", Unit::Kg).await;
    let body = json!({ "name": "x", "lines": [] });
    let path = format!("/api/v1/funds/{}/bank-statements", seed.fund);
    world.user("administradora", Grant::Admin).await;
    let mut program = Client::with_token(&world, "administradora").await;
    assert!(program.json(Method::POST, &path, &body).await.text.contains("statement-of-produce"));
}

#[tokio::test]
async fn what_is_the_same_with_another_date_or_in_parts_is_matched_by_hand_and_undone() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    // The bank tells one deposit of three notes; the books have them on the days on which they were given.
    for (on, minor) in [("2026-01-04", 30_000), ("2026-01-11", 45_000), ("2026-01-18", 25_000), ("2025-12-01", 7_000)] {
        deposited(&world, &place, on, minor).await;
    }
    let mut client = Client::signed_in(&world, "tesorera").await;
    let file = "Fecha;Descripción;Monto\n20/01/2026;Depósito de la semana;1,000.00\n22/01/2026;Otro depósito;70.00\n23/01/2026;Sin asiento;9.00\n";
    let page = send(&mut client, &place, file).await.location;
    let mut program = Client::with_token(&world, "tesorera").await;
    let api = format!("/api/v1{page}");
    let told = program.get(&api).await.json();
    let moved = async |from: &str, to: &str| {
        let all = muyu::db::journal::moved_between(world.app.db.read(), place.fund, muyu::domain::ledger::Account::Bank, (day(from), day(to))).await;
        all.unwrap().into_iter().map(|moved| moved.entry.to_string()).collect::<Vec<_>>()
    };
    let entries = moved("2026-01-01", "2026-01-31").await;
    assert_eq!((entries.len(), told["lines"][0]["entry"].clone()), (3, json!(null)));
    let shown = client.get(&page).await;
    assert!(shown.text.contains("Unir a mano") && shown.text.contains("Lo comparó tesorera"), "{}", shown.text);
    let path = format!("{page}/matches");
    let with = |line: &'static str, entries: &[String]| {
        let mut fields = vec![("line", line.to_owned()), ("reason", "se depositó junto".to_owned())];
        fields.extend(entries.iter().map(|entry| ("entry", entry.clone())));
        fields
    };
    for (line, chosen, says) in [
        ("1", &entries[..2], "No suman igual"),
        ("1", &entries[..0], "al menos un asiento"),
        ("7", &entries[..], "ya está en el libro"),
        ("x", &entries[..], "de la lista"),
    ] {
        let fields = with(line, chosen);
        let refused = client.post(&path, &fields.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{line}");
        assert!(refused.texts(".notice.bad").iter().any(|text| text.contains(says)), "{says}: {:?}", refused.texts(".notice.bad"));
        assert!(chosen.is_empty() || refused.attribute(&format!("input[value='{}']", chosen[0]), "type") == "checkbox", "ticks stay");
    }
    let fields = with("1", &entries);
    let done = client.post(&path, &fields.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>()).await;
    assert_eq!(done.location, page, "{}", done.text);
    let shown = client.get(&page).await;
    assert!(shown.text.contains("Unido a mano") && shown.text.contains("se depositó junto"), "{}", shown.text);
    let told = program.get(&api).await.json();
    assert_eq!((told["missing"].clone(), told["by_hand"][0]["lines"].clone()), (json!([]), json!([1])));
    // What is matched is neither a line nor an entry of anything else.
    let body = json!({ "lines": [1], "entries": [entries[0]], "reason": "otra vez" });
    assert!(program.json(Method::POST, &format!("{api}/matches"), &body).await.text.contains("match-line-known"));
    let body = json!({ "lines": [2], "entries": [entries[0]], "reason": "otra vez" });
    assert!(program.json(Method::POST, &format!("{api}/matches"), &body).await.text.contains("match-entry-taken"));
    // An entry of weeks before, which the page offers too.
    let december = moved("2025-12-01", "2025-12-01").await.remove(0);
    assert!(shown.text.contains(&december));
    let body = json!({ "lines": [2, 2], "entries": [december, december], "reason": "se depositó después" });
    let made = program.json(Method::POST, &format!("{api}/matches"), &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    assert!(client.get(&format!("/funds/{}/bank-statements", place.fund)).await.text.contains("falta 1 en el libro"), "one line is left");
    // Looking again does not take what a person matched, and undoing gives both back.
    assert_eq!(client.post(&format!("{page}/compare"), &[]).await.location, page);
    let undo = format!("/api/v1/bank-matches/{}/undo", made.json()["id"].as_str().unwrap());
    assert_eq!(program.json(Method::POST, &undo, &json!({ "reason": "no era" })).await.status, StatusCode::NO_CONTENT);
    assert!(program.json(Method::POST, &undo, &json!({ "reason": "no era" })).await.text.contains("already-reversed"));
    let told = program.get(&api).await.json();
    assert_eq!((told["lines"][1]["by_hand"].clone(), told["by_hand"][1]["reversal_reason"].clone()), (json!(null), json!("no era")));
    assert!(client.get(&page).await.text.contains("no era"), "what was undone stays in view");
    world.books_hold().await;
}
