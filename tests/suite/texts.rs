//! Texts that people type: no face accepts one that is too long, invisible or unreadable, in any record.

use axum::http::{Method, StatusCode};
use muyu::domain::role::Grant;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::world::PASSWORD;
use crate::support::{Client, World};

/// Texts that no field accepts, and the refusal of each.
fn unfit() -> [(String, &'static str); 5] {
    [
        ("x".repeat(100_000), "field-too-long"),
        ("ñ".repeat(401), "field-too-long"),
        ("Rosa\0Quispe".to_owned(), "field-unreadable"),
        ("Rosa \u{202e}epsiuQ".to_owned(), "field-unreadable"),
        ("\u{1b}[31mRosa".to_owned(), "field-unreadable"),
    ]
}

/// Texts that are empty once trimmed.
const EMPTY: [&str; 4] = ["", " \t ", "\u{200b}\u{200d}\u{2060}", "\u{3164}"];

struct Case {
    method: Method,
    path: String,
    body: Value,
    /// The place of the text in the body; the refusal names the same place with dashes.
    pointer: &'static str,
    required: bool,
}

impl Case {
    fn new(method: Method, path: String, body: Value, pointer: &'static str, required: bool) -> Self {
        Self { method, path, body, pointer, required }
    }

    fn field(&self) -> String {
        self.pointer.trim_start_matches('/').replace('/', "-")
    }
}

/// Each verb with a text: its path (`{}` is nobody's id), a body, and the places of its texts. A text marked `?` may be empty.
fn verbs(association: Uuid, fund: Uuid) -> Vec<(Method, String, Value, Vec<&'static str>)> {
    let terms = json!({ "method": "bullet", "principal": 1_000, "disbursed_on": "2026-02-01", "installments": 1, "first_due_on": "2026-06-01",
        "every": 1, "unit": "month", "rate_ppm": 15_000, "rate_per": "month", "day_count": "30/360", "rounding_step": 10 });
    let (of_association, of_fund) = (|path: &str| format!("associations/{association}/{path}"), |path: &str| format!("funds/{fund}/{path}"));
    let person = json!({ "name": "Rosa", "document": "4000", "community": "Ccollpa", "phone": "984" });
    let group =
        json!({ "name": "Ayni", "country": "PE", "community": "Ccollpa", "district": "a", "province": "b", "region": "c", "registry_no": "1" });
    let token = json!({ "login": "admin", "password": PASSWORD, "name": "" });
    let cycle = json!({ "name": "c", "starts_on": "2030-01-01", "ends_on": "2030-06-01" });
    let given = json!({ "kind": "grant", "source": "ONG", "amount_minor": 1, "happens_on": "2026-02-01" });
    let spent = json!({ "concept": "Acta", "amount_minor": 1, "happens_on": "2026-02-01" });
    let loan = json!({ "member": Uuid::nil(), "purpose": "papa", "terms": terms, "handed_over": true });
    let relief = json!({ "acta": "7", "decided_on": "2026-02-01", "relief": { "kind": "shift", "months": 3 }, "loans": [] });
    let user = json!({ "name": "Ana", "login": "ana", "role": "admin" });
    let post = |path: String, body: Value, texts: &[&'static str]| (Method::POST, path, body, texts.to_vec());
    vec![
        post("associations".to_owned(), group, &["/name", "/community", "/district", "/province", "/region", "/registry_no"]),
        post(of_association("members"), person, &["/name", "/document", "/community", "/phone"]),
        post(of_association("funds"), json!({ "name": "F", "unit": "PEN" }), &["/name"]),
        post(of_fund("cycles"), cycle, &["/name"]),
        post(of_fund("capital"), given, &["/source"]),
        post(of_fund("small-balances"), json!({ "acta": "7", "decided_on": "2026-02-01", "loans": [] }), &["/acta"]),
        post(of_fund("reliefs"), relief, &["/acta"]),
        post(of_fund("expenses"), spent, &["/concept"]),
        post(of_fund("loans"), loan, &["/purpose"]),
        post("loans/{}/waivers".to_owned(), json!({ "acta": "7", "decided_on": "2026-02-01", "amount_minor": 5 }), &["/acta"]),
        post("loans/{}/write-offs".to_owned(), json!({ "acta": "7", "decided_on": "2026-02-01", "lost": 5 }), &["/acta"]),
        post("loans/{}/repayments".to_owned(), json!({ "paid_on": "2026-02-01", "amount_minor": 5, "note": "" }), &["/note?"]),
        post("users".to_owned(), user, &["/name"]),
        post("sessions".to_owned(), token, &["/name?"]),
    ]
}

/// The same for programmes and their purchases.
fn cofinancing_verbs(fund: Uuid) -> Vec<(Method, String, Value, Vec<&'static str>)> {
    let item = json!({ "product": "Alfalfa", "variety": "", "measure": "kg", "quotes": [{ "supplier": "Agro", "unit_price": 100 }] });
    let content = json!({ "budget_line": Uuid::nil(), "cycle_on": "2026-02-01", "purpose": "semilla", "items": [item],
        "contributions": [{ "kind": "cash", "rest": true, "what": "" }] });
    let texts = ["/purpose", "/items/0/product", "/items/0/variety?", "/items/0/quotes/0/supplier?", "/contributions/0/what?"];
    let plan = json!({ "unit": "PEN", "starts_on": "2026-01-01", "ends_on": "2027-01-01", "project_share_terms": "grant", "funders": [{ "name": "ONG" }],
        "parties": [{ "name": "Proyecto", "role": "project", "share_ppm": 500_000 }] });
    let paid = json!({ "kind": "paid", "supplier": "Agro", "amount_minor": 1, "happens_on": "2026-02-01", "note": "" });
    let worked = json!({ "member": Uuid::nil(), "worked_on": "2026-02-01", "days": 1_000, "task": "siembra" });
    let decision = json!({ "decision": "approve", "acta": "7", "note": "" });
    let verb = |method: Method, path: &str, body: Value, texts: &[&'static str]| (method, path.to_owned(), body, texts.to_vec());
    let mut all = vec![
        verb(Method::POST, "programmes", json!({ "name": "Kallpanchis" }), &["/name"]),
        verb(Method::PUT, "programmes/{}/plan", plan, &["/parties/0/name", "/funders/0/name"]),
        verb(Method::PUT, "programmes/{}/budget", json!([{ "name": "Semilla", "planned": 1 }]), &["/0/name"]),
        verb(Method::POST, &format!("funds/{fund}/purchases"), json!({ "programme": Uuid::nil(), "content": content }), &["/content/purpose"]),
        verb(Method::PUT, "purchases/{}", content, &texts),
        verb(Method::POST, "purchases/{}/submit", json!({ "note": "" }), &["/note?"]),
        verb(Method::POST, "purchases/{}/decide", decision, &["/acta", "/note?"]),
        verb(Method::POST, "purchases/{}/payments", paid, &["/supplier", "/note?"]),
        verb(Method::POST, "purchases/{}/deliveries", json!({ "on": "2026-02-01", "lines": [], "note": "" }), &["/note?"]),
        verb(Method::POST, "purchases/{}/receive", json!({ "on": "2026-02-01", "note": "" }), &["/note?"]),
        verb(Method::POST, "purchases/{}/labour", worked, &["/task"]),
    ];
    for undone in [
        "loans/{}/cancel",
        "repayments/{}/reverse",
        "expenses/{}/undo",
        "payments/{}/undo",
        "deliveries/{}/undo",
        "labour/{}/undo",
        "remissions/{}/reverse",
    ] {
        all.push(verb(Method::POST, undone, json!({ "reason": "error" }), &["/reason"]));
    }
    all.push(verb(Method::POST, "purchases/{}/cancel", json!({ "reason": "error" }), &["/reason"]));
    all
}

fn cases(association: Uuid, fund: Uuid) -> Vec<Case> {
    let each = |(method, path, body, texts): (Method, String, Value, Vec<&'static str>)| {
        let path = format!("/api/v1/{}", path.replace("{}", &Uuid::nil().to_string()));
        texts.into_iter().map(move |text| {
            let required = !text.ends_with('?');
            Case::new(method.clone(), path.clone(), body.clone(), text.trim_end_matches('?'), required)
        })
    };
    verbs(association, fund).into_iter().chain(cofinancing_verbs(fund)).flat_map(each).collect()
}

#[tokio::test]
async fn over_json_every_text_is_refused_at_its_field() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("admin", Grant::Admin).await;
    let mut client = Client::with_token(&world, "admin").await;
    for case in cases(place.association.0, place.fund.0) {
        let empty = EMPTY.iter().filter(|_| case.required).map(|text| ((*text).to_owned(), "field-missing"));
        for (text, code) in unfit().into_iter().chain(empty) {
            let mut body = case.body.clone();
            *body.pointer_mut(case.pointer).unwrap() = json!(text);
            let answer = client.json(case.method.clone(), &case.path, &body).await;
            let shown: String = text.chars().take(20).collect();
            assert_eq!(
                (answer.status, answer.kind.as_str()),
                (StatusCode::UNPROCESSABLE_ENTITY, "application/problem+json"),
                "{} {shown:?}",
                case.path
            );
            let first = &answer.json()["errors"][0];
            let (field, told) = (case.field(), (first["field"].as_str(), first["code"].as_str()));
            // Signing in accepts only a small body: a text of that length is not even read.
            let unread = case.path == "/api/v1/sessions" && text.len() > 16_000 && told == (Some(""), Some("body-unreadable"));
            assert!(unread || told == (Some(field.as_str()), Some(code)), "{} {shown:?}: {told:?}", case.path);
            assert!(answer.text.len() < 2_000, "a refusal does not repeat the text: {}", answer.text.len());
        }
    }
    world.books_hold().await;
}

#[tokio::test]
async fn a_page_refuses_a_text_at_its_field_and_keeps_a_tidy_one() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let path = format!("/funds/{}/expenses", place.fund);
    let fields = |concept| [("status", "paid"), ("amount", "5.00"), ("concept", concept), ("happens_on", "2026-02-01"), ("payment_method", "cash")];
    let long = "x".repeat(401);
    for (text, says) in [("a\0b", "signos"), ("\u{200b}\u{200b}", "Falta"), (long.as_str(), "400")] {
        let answer = client.post(&path, &fields(text)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{text:?}");
        let told = answer.texts("#concept-says").join(" ");
        assert!(told.contains(says), "{text:?}: {told}");
    }
    let tidy = client.post(&path, &fields("  Pasajes\u{a0}\u{200b} a\tCusco, cafe\u{301} ")).await;
    assert_eq!(tidy.status, StatusCode::SEE_OTHER, "{}", tidy.text);
    let kept = client.get(&format!("/funds/{}/expenses", place.fund)).await;
    assert!(kept.text.contains("Pasajes a Cusco, café"), "{}", kept.text);
}

#[tokio::test]
async fn an_import_tells_a_text_that_cannot_be_read_as_a_fault_of_its_cell() {
    let files = |name: &str| {
        let sheet = |name: &str, text: &str| muyu::features::imports::File { name: format!("{name}.csv"), bytes: text.as_bytes().to_vec() };
        let members = format!("N°,Apellidos y nombres,DNI,Sexo\n1,{name},1,F\n");
        vec![sheet("Asociación", "Nombre,Ayni\nFondo,Semilla\nPaís,Perú\nComunidad,a\u{202e}b\n"), sheet("Socios", &members)]
    };
    let register = muyu::features::imports::read(files(&"x".repeat(401))).await.unwrap();
    let told: Vec<_> = register.faults.iter().map(|fault| (fault.sheet.as_str(), fault.column.as_str(), fault.refusal.code)).collect();
    assert!(told.contains(&("Asociación", "Comunidad", "field-unreadable")), "{told:?}");
    assert!(told.iter().any(|(sheet, _, code)| (*sheet, *code) == ("Socios", "field-too-long")), "{told:?}");
}

#[tokio::test]
async fn the_command_line_refuses_a_name_that_says_nothing() {
    let world = World::empty("2026-03-01").await;
    let output = crate::support::process::muyu(&world.address, &["user", "add", "rosa", "--name", "\u{200b}", "--role", "admin"]);
    assert!(!output.status.success());
    assert!(!muyu::features::sessions::any_user(world.app.db.read()).await.unwrap());
}
