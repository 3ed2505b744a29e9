//! Funds in kind: what is noted of seed that comes back, amounts typed over, and a service counted in whole doses.

use axum::http::{Method, StatusCode};
use muyu::domain::amount::Unit;
use muyu::domain::quality::Quality;
use muyu::domain::role::Grant;
use muyu::features::imports::{self, File};
use muyu::features::{funds, loans, repayments};
use serde_json::json;

use crate::support::world::{Place, key, monthly, payment, refusal};
use crate::support::{Client, World};

const TODAY: &str = "2026-03-15";

async fn bank(unit: Unit) -> (World, Place, Client) {
    let world = World::empty(TODAY).await;
    let place = world.place("Semilleras", unit).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let client = Client::signed_in(&world, "tesorera").await;
    (world, place, client)
}

#[tokio::test]
async fn what_was_noted_of_seed_is_told_wherever_its_return_is_and_can_be_corrected() {
    let (world, place, mut treasurer) = bank(Unit::Kg).await;
    let loan = world.lend_by(&place, place.members[0], monthly(50_000, "2026-01-01", 1), true).await.unwrap();
    let path = format!("/loans/{loan}/repay");
    let typed = |germination: &'static str| {
        let fields = [("choice", "other"), ("amount", "12.5"), ("paid_on", "2026-02-01"), ("payment_method", "cash")];
        fields.into_iter().chain([("germination", germination), ("quality", "limpia, seca")]).collect::<Vec<_>>()
    };
    let much = treasurer.post(&path, &typed("101")).await;
    assert_eq!(much.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", much.text);
    let shown = treasurer.post(&path, &typed("92.5")).await;
    let read = shown.attribute("input[name=shown]", "value");
    let done = treasurer.post(&path, &[typed("92.5"), vec![("shown", read.as_str())]].concat()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let receipt = done.location;
    for page in [receipt.clone(), format!("/loans/{loan}"), format!("/members/{}/kardex", place.members[0])] {
        let told = treasurer.get(&page).await.text.replace('\u{a0}', " ");
        assert!(told.contains("92.5 %") && told.contains("limpia, seca"), "{page}: {told}");
    }
    let row = world.held(loan).await.repayments[0].clone();
    let mut program = Client::with_token(&world, "tesorera").await;
    let api = format!("/api/v1/repayments/{}", row.id);
    let out = program.get(&api).await.json();
    assert_eq!((&out["germination_ppm"], &out["quality"]), (&json!(925_000), &json!("limpia, seca")));

    // The form that corrects shows what was typed, and takes it back as it was.
    let form = treasurer.get(&format!("{receipt}/correct")).await;
    let value = |name: &str| form.attribute(&format!("[name={name}]"), "value");
    assert_eq!((value("amount"), value("germination"), value("quality")), ("12.5".into(), "92.5".into(), "limpia, seca".into()));
    let (number, amount) = (value("loan"), value("amount"));
    let right = [
        ("amount", amount.as_str()),
        ("paid_on", "2026-02-01"),
        ("loan", number.as_str()),
        ("payment_method", "cash"),
        ("germination", "88"),
        ("quality", "limpia, seca"),
        ("reason", "se probó otra vez"),
    ];
    let mended = treasurer.post(&format!("{receipt}/correct"), &right).await;
    assert_eq!(mended.status, StatusCode::SEE_OTHER, "{}", mended.text);
    let told = treasurer.get(&mended.location).await.text.replace('\u{a0}', " ");
    assert!(told.contains("88 %") && told.contains("92.5 %"), "both are told: {told}");
    world.books_hold().await;
}

#[tokio::test]
async fn money_has_no_quality_and_doses_do_not_germinate() {
    let (world, place) = World::with_fund(TODAY).await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let noted = |germination_ppm, said: &str| Quality { germination_ppm, said: said.parse().unwrap() };
    let pay = async |world: &World, loan, quality| {
        repayments::record::record(&world.app, &world.by, key(), repayments::NewRepayment { quality, ..payment(loan, "2026-02-01", 2) }).await
    };
    assert_eq!(refusal(pay(&world, loan, noted(Some(900_000), "")).await), "germination-of-seed");
    assert_eq!(refusal(pay(&world, loan, noted(None, "limpia")).await), "quality-of-produce");
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut program = Client::with_token(&world, "tesorera").await;
    let body = json!({ "paid_on": "2026-02-01", "amount_minor": 500, "germination_ppm": 900_000 });
    let refused = program.json(Method::POST, &format!("/api/v1/loans/{loan}/repayments"), &body).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
    world.books_hold().await;

    let (world, place, _) = bank(Unit::Dose).await;
    let loan = world.lend_by(&place, place.members[0], monthly(6, "2026-01-01", 2), true).await.unwrap();
    assert_eq!(refusal(pay(&world, loan, noted(Some(900_000), "")).await), "germination-of-seed");
    pay(&world, loan, noted(None, "pajillas enteras")).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn doses_are_lent_given_back_and_counted_whole() {
    let (world, place) = World::with_fund(TODAY).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let new = treasurer.get(&format!("/associations/{}/funds/new?start=without_interest&unit=dose", place.association)).await;
    assert!(new.text.contains("12\u{a0}dosis"), "an example in doses: {}", new.text);
    let names = ["method", "rate", "rate_per", "late_fee", "reserve", "interest_kept", "recovery", "rounding_step", "day_count", "order"];
    let chosen = |name: &str| {
        let field = format!("[name={name}]");
        let selected = format!("{field} option[selected]");
        if new.texts(&selected).is_empty() { new.attribute(&field, "value") } else { new.attribute(&selected, "value") }
    };
    let rules: Vec<(&str, String)> = names.iter().map(|name| (*name, chosen(name))).collect();
    let mut fields: Vec<(&str, &str)> = rules.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend([("name", "Inseminación"), ("unit", "dose"), ("tolerance_days", "0"), ("one_loan", ""), ("quorum", "3")]);
    let made = treasurer.post(&format!("/associations/{}/funds", place.association), &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let fund = made.location;
    let given =
        [("kind", "grant"), ("source", "ONG"), ("status", "received"), ("amount", "60"), ("happens_on", "2026-01-01"), ("payment_method", "cash")];
    let kept = treasurer.post(&format!("{fund}/capital"), &given).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let half =
        [("kind", "grant"), ("source", "ONG"), ("status", "received"), ("amount", "1.5"), ("happens_on", "2026-01-01"), ("payment_method", "cash")];
    let refused = treasurer.post(&format!("{fund}/capital"), &half).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("número entero"), "{}", refused.text);
    // A tenth of them is kept in reserve.
    assert!(treasurer.get(&fund).await.text.contains("54\u{a0}dosis"));

    let id = fund.rsplit('/').next().unwrap().parse().unwrap();
    let doses = Place { fund: muyu::domain::ids::FundId(id), ..place.clone() };
    let mut terms = monthly(6, "2026-01-01", 3);
    terms.rate_ppm = 0;
    let loan = world.lend_by(&doses, place.members[0], terms, true).await.unwrap();
    let receipt = world.pay(loan, "2026-02-01", 2).await.unwrap();
    let page = treasurer.get(&format!("/repayments/{receipt}")).await.text;
    assert!(page.contains("2\u{a0}dosis") && page.contains("dos dosis"), "{page}");
    let count = treasurer.get(&format!("{fund}/cash-counts/new")).await.text;
    assert!(count.contains("Dosis de cada recipiente") && !count.contains("Kilos"), "{count}");
    let counted =
        [("counted_on", TODAY), ("counted_by", "Ana"), ("witnessed_by", "Luz"), ("pieces-0", "5"), ("sack-0", "10"), ("scale", "6"), ("books", "56")];
    let done = treasurer.post(&format!("{fund}/cash-counts"), &counted).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    for format in ["hledger", "beancount", "ledger", "csv"] {
        let file = treasurer.get(&format!("{fund}/journal?format={format}")).await;
        assert!(file.status != StatusCode::OK || !file.text.contains('.') || file.text.to_lowercase().contains("dose"), "{format}: {}", file.text);
    }
    let known = funds::find(world.app.db.read(), doses.fund).await.unwrap();
    assert_eq!((known.unit, loans::of_fund(world.app.db.read(), doses.fund, None).await.unwrap().len()), (Unit::Dose, 1));
    world.books_hold().await;
}

#[tokio::test]
async fn a_notebook_of_doses_is_read() {
    let sheet = |name: &str, text: &str| File { name: format!("{name}.csv"), bytes: text.as_bytes().to_vec() };
    let files = vec![
        sheet("Asociación", "Nombre,Ayni\nFondo,Inseminación\nPaís,Perú\nMoneda,dosis\n"),
        sheet("Socios", "N°,Apellidos y nombres,DNI,Sexo\n1,\"Quispe Mamani, Rosa\",40000001,F\n"),
        sheet("Aportes", "Fecha,Tipo,Fuente,Monto\n2026-01-01,Donación,ONG,60 dosis\n"),
    ];
    let register = imports::read(files).await.unwrap();
    assert!(register.faults.is_empty(), "{:?}", register.faults.iter().map(|fault| fault.refusal.code).collect::<Vec<_>>());
    assert_eq!((register.unit, register.capital[0].amount_minor), (Unit::Dose, 60));
}
