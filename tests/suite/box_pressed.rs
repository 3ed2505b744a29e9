//! What people try next with the box, the bank and the closes: twice, at once from two browsers, empty, huge, of a loss, years later.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::error::Error;
use muyu::features::closes::close::{close_month, next_month};
use muyu::features::closes::pay_share::{self, OfMember, SharePayment};
use muyu::features::corrections::Order;
use muyu::features::expenses::decide::{approve, refuse};
use muyu::features::expenses::record::{NewExpense, pay};
use muyu::features::{expenses, funds, members};
use serde_json::json;

use crate::support::cash::{counted, shared_out};
use crate::support::client::Answer;
use crate::support::world::{Place, day, key, refusal};
use crate::support::{Client, World};

fn codes<T: std::fmt::Debug>(outcomes: [Result<T, Error>; 2]) -> Vec<&'static str> {
    let mut codes: Vec<&str> = outcomes.into_iter().map(|outcome| if outcome.is_ok() { "done" } else { refusal(outcome) }).collect();
    codes.sort_unstable();
    codes
}

#[tokio::test]
async fn two_browsers_at_once_close_pay_and_approve_once() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.rules_from(&place, |rules| rules.expense_second_from_minor = 50_000).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("tesorera2", Grant::Treasurer(place.association)).await;
    let (app, by) = (&world.app, &world.by);
    let (one, two) = (world.actor("tesorera").await, world.actor("tesorera2").await);
    let spent = NewExpense {
        fund: place.fund,
        concept: "Flete".parse().unwrap(),
        amount_minor: 60_000,
        happens_on: day("2025-05-15"),
        payment_method: PaymentMethod::Cash,
    };
    let waits = pay(app, &one, key(), spent).await.unwrap();
    let both = tokio::join!(approve(app, &two, key(), waits), refuse(app, by, key(), waits, "no".parse().unwrap()));
    assert_eq!(codes(both.into()), ["done", "expense-not-waiting"]);
    let (_, share_out) = shared_out(&world, &place).await;
    let new = || SharePayment { share_out, member: None, paid_on: day("2025-04-05"), payment_method: PaymentMethod::Cash };
    let both = tokio::join!(pay_share::pay(app, &one, key(), new()), pay_share::pay(app, &two, key(), new()));
    assert_eq!(codes(both.into()), ["done", "share-none-unpaid"]);
    let fund = funds::find(app.db.read(), place.fund).await.unwrap();
    counted(&world, place.fund).await;
    let ends_on = next_month(app.db.read(), &fund, day("2026-03-01")).await.unwrap().unwrap().ends_on;
    let both = tokio::join!(close_month(app, &one, key(), place.fund, ends_on, true), close_month(app, &two, key(), place.fund, ends_on, true));
    assert_eq!(codes(both.into()), ["close-out-of-order", "done"]);
    let undo = || Order::new(OfMember { share_out, member: place.members[0] }, "no fue".parse().unwrap());
    let both = tokio::join!(pay_share::undo(app, by, key(), undo()), pay_share::undo(app, &two, key(), undo()));
    // The box was counted since, so each waits for somebody else: one request is enough.
    assert_eq!(codes(both.into()), ["done", "request-waits"]);
    world.books_hold().await;
}

#[tokio::test]
async fn a_member_who_left_is_paid_their_share_and_a_report_is_the_same_years_later() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let (cycle, share_out) = shared_out(&world, &place).await;
    let leaves = members::find(world.app.db.read(), place.members[1]).await.unwrap();
    let person = members::keep::Person {
        name: leaves.name.parse().unwrap(),
        document: None,
        sex: leaves.sex,
        birth_year: None,
        community: None,
        phone: None,
        joined_on: leaves.joined_on,
        left_on: Some(day("2025-05-01")),
    };
    members::keep::mend(&world.app, &world.by, key(), leaves.id, person).await.unwrap();
    let new = SharePayment { share_out, member: Some(leaves.id), paid_on: day("2025-06-01"), payment_method: PaymentMethod::Cash };
    pay_share::pay(&world.app, &world.by, key(), new).await.unwrap();
    let told = async |app| {
        let mut program = Client::token_of(app, "tesorera").await;
        program.get(&format!("/api/v1/cycles/{cycle}/statement")).await.json()
    };
    let now = told(world.app.clone()).await;
    let new = NewExpense {
        fund: place.fund,
        concept: "Papel de entonces".parse().unwrap(),
        amount_minor: 1_000,
        happens_on: day("2025-02-01"),
        payment_method: PaymentMethod::Cash,
    };
    let late = pay(&world.app, &world.by, key(), new).await.unwrap();
    expenses::put_right::undo(&world.app, &world.by, key(), Order::new(late, "dos veces".parse().unwrap())).await.unwrap();
    let later = world.at("2041-01-01");
    assert_eq!(told(later.clone()).await, now, "what is closed stays, years later");
    let mut client = Client::signed_in_to(later, "tesorera").await;
    for path in [
        format!("/cycles/{cycle}"),
        format!("/cycles/{cycle}/report.pdf"),
        format!("/cycles/{cycle}/assembly"),
        format!("/share-outs/{share_out}/list.pdf"),
    ] {
        assert_eq!(client.get(&path).await.status, StatusCode::OK, "{path}");
    }
    world.books_hold().await;
}

async fn send(client: &mut Client, place: &Place, file: &[u8]) -> Answer {
    let mut body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n{}\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"banco.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n",
        key()
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = Request::builder().method(Method::POST).uri(format!("/funds/{}/bank-statements", place.fund));
    client.send(request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=x").body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_bank_file_that_is_empty_huge_doubled_or_of_another_currency_is_refused_and_says_why() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let many: String = std::iter::once("Fecha;Monto\n".to_owned()).chain((0..50_000).map(|_| "05/01/2026;1.00\n".to_owned())).collect();
    let doubled = "Fecha;Monto;Saldo\n05/01/2026;1.00;10.00\n05/01/2026;1.00;10.00\n";
    for (file, says) in [
        (Vec::new(), "vacío"),
        (vec![0_u8, 159, 146, 150, 0, 1, 2, 3], ""),
        (many.into_bytes(), "5000"),
        (doubled.as_bytes().to_vec(), "no sale del anterior"),
        ("Fecha;Monto\n05/01/2026;US$ 20.00\n".as_bytes().to_vec(), "El archivo está en"),
        ("Fecha;Monto\n05/01/2026;99999999999999999999.00\n".as_bytes().to_vec(), ""),
    ] {
        let refused = send(&mut client, &place, &file).await;
        let told = refused.texts(".notice.bad");
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{says} {:?}", refused.text.get(..200));
        assert!(!told.is_empty() && told.iter().any(|text| text.contains(says)), "{says}: {told:?}");
    }
    let mut program = Client::with_token(&world, "tesorera").await;
    assert_eq!(program.get(&format!("/api/v1/funds/{}/bank-statements", place.fund)).await.json(), json!([]));
}
