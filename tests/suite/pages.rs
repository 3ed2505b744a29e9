//! Pages through the real router: the same figures as the books, forms that keep what was typed, refusals at their field.

use axum::http::StatusCode;
use muyu::domain::role::Grant;

use crate::support::world::{register_file, treasurer};
use crate::support::{Client, World};

#[tokio::test]
async fn the_funds_page_shows_the_figures_of_the_position() {
    let (world, fund) = World::corazon().await;
    world.user("tesorera", Grant::Treasurer(fund.association)).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let answer = client.get(&format!("/funds/{}", fund.id)).await;
    assert_eq!(answer.texts(".answer .amount"), ["S/ 13,345.75"]);
    let lines = answer.texts("table:first-of-type tr");
    assert!(lines.contains(&"Caja 14,885.80".to_owned()), "{lines:?}");
    assert!(lines.contains(&"Reserva (10 % del capital) − 1,540.05".to_owned()), "{lines:?}");
    for line in [
        "cash",
        "bank",
        "reserve",
        "owed",
        "committed",
        "principal-due",
        "interest-due",
        "overdue-principal",
        "overdue-interest",
        "pledged",
        "planned",
    ] {
        let opened = client.get(&format!("/funds/{}/lines/{line}", fund.id)).await;
        assert_eq!(opened.status, StatusCode::OK, "{line}");
        assert!(!opened.text.contains("Unknown localization"), "{line}");
    }
    let overdue = client.get(&format!("/funds/{}/lines/overdue-principal", fund.id)).await;
    assert_eq!(overdue.texts("ul.rows .row").len(), 14);
    let home = client.get("/").await;
    let late = home.texts("#late + ul .row");
    assert!((2..14).contains(&late.len()), "a line for each person, and the small ones in one: {late:?}");
}

#[tokio::test]
async fn a_repayment_is_shown_before_it_is_recorded() {
    let (world, place, mut client) = treasurer("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let path = format!("/loans/{loan}/repay");
    let page = client.get(&path).await;
    assert_eq!(page.texts("label.choice .amount")[0], "S/ 644.80", "two installments, and 28 days of late fee on the first");
    let key = page.attribute("input[name=key]", "value");
    let typed =
        [("key", key.as_str()), ("choice", "other"), ("amount", "324.00"), ("paid_on", "2026-02-01"), ("payment_method", "cash"), ("note", "")];
    let look = client.post(&path, &typed).await;
    assert_eq!(look.status, StatusCode::OK);
    assert!(look.text.contains("La cuenta cambió"), "what was typed has not been shown yet");
    assert_eq!(look.attribute("#amount", "value"), "324.00");
    assert_eq!(look.attribute("input[name=key]", "value"), key, "the form keeps its key");
    let shown = look.attribute("input[name=shown]", "value");
    let sent: Vec<(&str, &str)> = typed.into_iter().chain([("shown", shown.as_str())]).collect();
    let done = client.post(&path, &sent).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let again = client.post(&path, &sent).await;
    assert_eq!(world.held(loan).await.repayments.len(), 1, "sent twice, recorded once: {}", again.status);
    let receipt = client.get(&done.location).await;
    assert_eq!(receipt.texts(".receipt > .amount"), ["S/ 324.00"]);
    assert!(receipt.text.contains("trescientos veinticuatro soles"));
    world.books_hold().await;
}

#[tokio::test]
async fn bad_input_is_refused_at_its_field_and_what_was_typed_is_kept() {
    let (world, place, mut client) = treasurer("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    for (amount, paid_on, field, says) in [
        ("", "2026-02-01", "#amount-says", "Falta el monto"),
        ("-5", "2026-02-01", "#amount-says", "mayor que cero"),
        ("1.500", "2026-02-01", "#amount-says", "¿1.50 o 1,500.00?"),
        ("12.345,678", "2026-02-01", "#amount-says", "decimales"),
        ("Bs 5", "2026-02-01", "#amount-says", "Está en Bs"),
        ("cinco", "2026-02-01", "#amount-says", "con números"),
        ("5", "2025-12-31", "#paid_on-says", "antes de la entrega"),
        ("5", "2026-03-02", "#paid_on-says", "todavía no llega"),
        ("5", "", "#paid_on-says", "Falta la fecha"),
        ("5", "31/02/2026", "#paid_on-says", "no existe"),
    ] {
        let answer = client
            .post(&format!("/loans/{loan}/repay"), &[("choice", "other"), ("amount", amount), ("paid_on", paid_on), ("payment_method", "cash")])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{amount} {paid_on}");
        let told = answer.texts(field).join(" ");
        assert!(told.contains(says), "{amount} {paid_on}: {told}");
        assert_eq!(answer.attribute("#amount", "value"), amount);
    }
    assert!(world.held(loan).await.repayments.is_empty());
    let long = "x".repeat(100_000);
    let huge = client.post(&format!("/loans/{loan}/repay"), &[("note", &long)]).await;
    assert!(huge.status.is_client_error(), "{}", huge.status);
    world.books_hold().await;
}

#[tokio::test]
async fn an_expense_larger_than_the_cash_names_what_is_missing() {
    let (world, place, mut client) = treasurer("2026-03-01").await;
    let fields = [("status", "paid"), ("amount", "10,000.01"), ("concept", "Alambre"), ("happens_on", "2026-02-01"), ("payment_method", "cash")];
    let answer = client.post(&format!("/funds/{}/expenses", place.fund), &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.texts("#amount-says").join(" ").contains("faltan S/ 0.01"), "{:?}", answer.texts("#amount-says"));
    assert_eq!(answer.attribute("#concept", "value"), "Alambre");
    world.books_hold().await;
}

#[tokio::test]
async fn another_associations_records_do_not_exist_for_a_treasurer() {
    let (world, _, mut client) = treasurer("2026-03-01").await;
    let other = world.place("Otra", muyu::domain::amount::Unit::Pen).await;
    let loan = world.lend(&other, 0, "2026-01-01").await;
    let receipt = world.pay(loan, "2026-02-01", 1_000).await.unwrap();
    for path in [
        format!("/associations/{}", other.association),
        format!("/members/{}", other.members[0]),
        format!("/funds/{}", other.fund),
        format!("/loans/{loan}"),
        format!("/loans/{loan}/repay"),
        format!("/repayments/{receipt}"),
    ] {
        let answer = client.get(&path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text.contains("No existe, o no es suyo."));
    }
}

#[tokio::test]
async fn a_sign_in_is_handed_over_and_changed_at_first_use() {
    let (world, place, mut client) = treasurer("2026-03-01").await;
    let handed = client.post(&format!("/members/{}/sign-in", place.members[0]), &[("login", "40000000")]).await;
    let secret = handed.texts("dl.facts code").join("");
    let mut member = Client::new(&world);
    let entered = member.post("/sign-in", &[("login", "40000000"), ("password", &secret)]).await;
    assert_eq!(entered.location, "/password");
    assert_eq!(member.get("/").await.location, "/password", "nothing else until it is changed");
    let short = member.post("/password", &[("password", &secret), ("new_password", "corta")]).await;
    assert!(short.texts("#new_password-says").join(" ").contains("al menos 8"));
    assert_eq!(member.post("/password", &[("password", &secret), ("new_password", "quinua y papa")]).await.status, StatusCode::SEE_OTHER);
    let home = member.get("/").await;
    assert_eq!(home.texts("h1"), ["Quispe Mamani, Rosa"]);
    let wrong = member.post("/sign-in", &[("login", "40000000"), ("password", &secret)]).await;
    assert!(wrong.text.contains("no son correctos"));
}

#[tokio::test]
async fn guessing_passwords_is_made_slow() {
    let (world, _, _) = treasurer("2026-03-01").await;
    let mut client = Client::new(&world);
    let mut last = StatusCode::OK;
    for _ in 0..12 {
        last = client.post("/sign-in", &[("login", "tesorera"), ("password", "no es esta")]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_first_person_sets_up_an_empty_database() {
    let world = World::empty("2026-03-01").await;
    let mut client = Client::new(&world);
    assert_eq!(client.get("/").await.location, "/start");
    assert_eq!(client.get("/sign-in").await.location, "/start");
    let fields = [("person", "Ana"), ("login", "ana"), ("password", "corta"), ("name", "Asociación Ayni"), ("country", "PE")];
    let refused = client.post("/start", &fields).await;
    assert_eq!(refused.attribute("#name", "value"), "Asociación Ayni");
    assert!(refused.texts("#password-says").join(" ").contains("al menos 8"));
    let fields = fields.map(|(name, value)| if name == "password" { (name, "una frase corta") } else { (name, value) });
    let begun = client.post("/start", &fields).await;
    assert!(begun.location.starts_with("/associations/"), "{}", begun.text);
    assert!(client.get(&begun.location).await.text.contains("Asociación Ayni"));
    assert_eq!(Client::new(&world).post("/start", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "only once");
}

#[tokio::test]
async fn a_workbook_is_looked_at_and_then_imported() {
    let world = World::empty("2026-07-20").await;
    world.user("admin", Grant::Admin).await;
    let mut client = Client::signed_in(&world, "admin").await;
    let faulty = upload(&mut client, "corazon-with-faults.xlsx").await;
    assert_eq!((faulty.status, faulty.texts("main .notice.bad + ul li").len()), (StatusCode::UNPROCESSABLE_ENTITY, 12));
    let marked = client.get(&faulty.attribute("main .notice a", "href")).await;
    assert_eq!((marked.status, marked.text.len() > 1_000), (StatusCode::OK, true), "the notebook is given back with its cells marked");
    let looked = upload(&mut client, "corazon.xlsx").await;
    for figure in ["88", "S/ 10,478.80", "S/ 14,885.80"] {
        assert!(
            looked.texts("main dl.facts dd").iter().any(|told| told.replace('\u{a0}', " ") == figure),
            "{figure}: {:?}",
            looked.texts("main dl.facts dd")
        );
    }
    let waiting = looked.attribute("input[name=waiting]", "value");
    let body = format!("--x\r\ncontent-disposition: form-data; name=\"waiting\"\r\n\r\n{waiting}\r\n--x--\r\n");
    let done = client.send(multipart(body.into_bytes())).await;
    assert!(done.location.starts_with("/funds/"), "{}", done.text);
    assert!(client.get(&done.location).await.text.contains("13,345.75"));
    let template = client.get("/import/template.xlsx").await;
    assert_eq!(template.status, StatusCode::OK);
    world.books_hold().await;
}

pub fn multipart(body: Vec<u8>) -> axum::http::Request<axum::body::Body> {
    let request = axum::http::Request::builder().method("POST").uri("/import").header("content-type", "multipart/form-data; boundary=x");
    request.body(body.into()).unwrap()
}

pub async fn upload(client: &mut Client, name: &str) -> crate::support::client::Answer {
    let mut body = format!("--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").into_bytes();
    body.extend(register_file(name).bytes);
    body.extend(b"\r\n--x--\r\n");
    client.send(multipart(body)).await
}
