//! Members' credit balances: refunded with a voucher, used on another loan, and corrected.

use axum::http::{Method, StatusCode};
use muyu::domain::ids::{LoanId, RepaymentId};
use muyu::domain::ledger::Account;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::error::Error;
use muyu::features::corrections::{Answer, Order};
use muyu::features::credits::put_right;
use muyu::features::credits::use_credit::{NewRefund, NewUse, pay, refund};
use muyu::features::ledger::position::position;
use muyu::features::{funds, repayments};
use serde_json::json;
use uuid::Uuid;

use crate::support::world::{Place, day, key, monthly, payment, refusal};
use crate::support::{Client, World};

/// A loan of 10.00 at 2 % on which 16.00 were paid in January, and one of 1 200.00: the first member has a credit of 5.80.
async fn overpaid() -> (World, Place, RepaymentId, LoanId) {
    let (world, place) = World::with_fund("2026-03-15").await;
    let small = world.lend_by(&place, place.members[0], monthly(1_000, "2026-01-01", 1), true).await.unwrap();
    let paid = world.pay(small, "2026-01-20", 1_600).await.unwrap();
    let other = world.lend(&place, 0, "2026-02-01").await;
    (world, place, paid, other)
}

async fn give_back(world: &World, place: &Place, on: &str, amount_minor: i64) -> Result<Uuid, Error> {
    let (fund, member) = (place.fund, place.members[0]);
    let new = NewRefund { fund, member, amount_minor, refunded_on: day(on), payment_method: PaymentMethod::Cash, note: Default::default() };
    refund(&world.app, &world.by, key(), new).await
}

async fn left(world: &World, place: &Place) -> i64 {
    repayments::credit_of(world.app.db.read(), (place.fund, place.members[0]), Some(day("2026-03-15"))).await.unwrap()
}

async fn booked(world: &World, place: &Place) -> i64 {
    let balances = muyu::db::journal::balances(world.app.db.read(), place.fund).await.unwrap();
    -balances.get(&Account::MemberCredit).copied().unwrap_or(0)
}

#[tokio::test]
async fn it_is_given_back_up_to_what_there_is_and_comes_back_when_that_is_undone() {
    let (world, place, paid, _) = overpaid().await;
    assert_eq!((left(&world, &place).await, booked(&world, &place).await), (580, 580));
    assert_eq!(refusal(give_back(&world, &place, "2026-03-01", 581).await), "beyond-credit");
    assert_eq!(refusal(give_back(&world, &place, "2026-01-19", 1).await), "beyond-credit", "it was not there yet");
    assert_eq!(refusal(give_back(&world, &place, "2026-03-16", 1).await), "date-in-future");
    let voucher = give_back(&world, &place, "2026-03-01", 400).await.unwrap();
    world.books_hold().await;
    assert_eq!((left(&world, &place).await, booked(&world, &place).await), (180, 180));
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let on = async |text: &str| position(world.app.db.read(), &fund, day(text), None).await.unwrap().member_credit;
    assert_eq!((on("2026-02-28").await, on("2026-03-01").await), (580, 180));

    // A repayment whose credit was used cannot be reversed.
    let reverse = || Order::new(paid, "fue de otro".parse().unwrap());
    assert_eq!(refusal(repayments::put_right::reverse(&world.app, &world.by, key(), reverse()).await), "credit-spent");
    world.books_hold().await;
    let undo = || Order::new(voucher, "no vino".parse().unwrap());
    put_right::undo(&world.app, &world.by, key(), undo()).await.unwrap();
    assert_eq!(refusal(put_right::undo(&world.app, &world.by, key(), undo()).await), "already-reversed");
    assert_eq!(left(&world, &place).await, 580);
    repayments::put_right::reverse(&world.app, &world.by, key(), reverse()).await.unwrap();
    assert_eq!((left(&world, &place).await, booked(&world, &place).await), (0, 0));
    world.books_hold().await;
}

#[tokio::test]
async fn it_pays_another_loan_and_is_there_again_when_that_payment_is_reversed() {
    let (world, place, _, other) = overpaid().await;
    let with = |amount_minor| NewUse { loan: other, amount_minor, paid_on: day("2026-03-10") };
    assert_eq!(refusal(pay(&world.app, &world.by, key(), with(581)).await), "beyond-credit");
    let before = world.held(other).await.position(day("2026-03-10")).unwrap().unpaid();
    let paid = pay(&world.app, &world.by, key(), with(500)).await.unwrap();
    world.books_hold().await;
    let held = world.held(other).await;
    assert_eq!(held.position(day("2026-03-10")).unwrap().unpaid(), before - 500);
    assert_eq!((held.repayments[0].held_in, left(&world, &place).await), (Account::MemberCredit, 80));
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    assert_eq!(position(world.app.db.read(), &fund, day("2026-03-15"), None).await.unwrap().collected, 1_600, "no money came in twice");
    let right = repayments::put_right::Right { wrong: paid, right: payment(other, "2026-03-10", 400) };
    let corrected = repayments::put_right::correct(&world.app, &world.by, key(), Order::new(right, "eran 4".parse().unwrap())).await;
    assert_eq!(refusal(corrected), "payment-of-credit");
    let back = repayments::put_right::reverse(&world.app, &world.by, key(), Order::new(paid, "no quiso".parse().unwrap())).await.unwrap();
    assert!(matches!(back, Answer::Done(_)));
    assert_eq!((left(&world, &place).await, booked(&world, &place).await), (580, 580));
    world.books_hold().await;
}

#[tokio::test]
async fn more_than_a_loan_owes_stays_in_their_favour() {
    let (world, place, _, _) = overpaid().await;
    let little = world.lend_by(&place, place.members[0], monthly(100, "2026-03-01", 1), true).await.unwrap();
    let new = NewUse { loan: little, amount_minor: 500, paid_on: day("2026-03-10") };
    assert_eq!(refusal(pay(&world.app, &world.by, key(), new).await), "credit-beyond-debt");
    let of_another = world.lend(&place, 1, "2026-02-01").await;
    let new = NewUse { loan: of_another, amount_minor: 500, paid_on: day("2026-03-10") };
    assert_eq!(refusal(pay(&world.app, &world.by, key(), new).await), "beyond-credit", "it is nobody else's");
    world.books_hold().await;
}

#[tokio::test]
async fn the_pages_lead_from_the_member_to_the_voucher_and_back() {
    let (world, place, _, other) = overpaid().await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("socia", Grant::Member(place.association, place.members[0])).await;
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let page = format!("/members/{}/credit", place.members[0]);
    assert!(treasurer.get(&page.replace("/credit", "")).await.text.contains(&page));
    let fund = place.fund.to_string();
    let typed = |amount: &'static str| [("fund", fund.clone()), ("amount", amount.to_owned()), ("refunded_on", "2026-03-15".to_owned())];
    let send = async |client: &mut Client, amount| {
        let typed = typed(amount);
        let fields: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).chain([("payment_method", "cash")]).collect();
        client.post(&format!("{page}/refund"), &fields).await
    };
    let much = send(&mut treasurer, "5.81").await;
    assert_eq!(much.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(much.text.contains("Tiene S/") && much.text.contains("a su favor en esa fecha"), "{}", much.text);
    let done = send(&mut treasurer, "3").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let voucher = treasurer.get(&done.location).await;
    assert!(voucher.text.contains("3.00") && voucher.text.contains("Quispe Mamani, Rosa"), "{}", voucher.text);
    assert!(!voucher.text.contains("Unknown localization"), "{}", voucher.text);
    let used = treasurer
        .post(&format!("{page}/use"), &[("fund", fund.as_str()), ("loan", &other.to_string()), ("amount", "2"), ("paid_on", "2026-03-15")])
        .await;
    assert_eq!(used.status, StatusCode::SEE_OTHER, "{}", used.text);
    assert!(treasurer.get(&used.location).await.text.contains("Saldo a favor"));
    let mut own = Client::signed_in(&world, "socia").await;
    let seen = own.get(&page).await;
    assert!(seen.text.contains("0.80") && !seen.text.contains("<form method=\"post\" action=\"/members"), "{}", seen.text);
    assert_eq!(own.get(done.location.split('?').next().unwrap()).await.status, StatusCode::OK);

    let mut over_json = Client::with_token(&world, "tesorera").await;
    let told = over_json.get(&format!("/api/v1/members/{}/credit", place.members[0])).await.json();
    assert_eq!((&told[0]["balance_minor"], told[0]["uses"].as_array().unwrap().len()), (&json!(80), 2));
    let body = json!({ "amount_minor": 80, "paid_on": "2026-03-15" });
    let made = over_json.json(Method::POST, &format!("/api/v1/loans/{other}/pay-from-credit"), &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let undo = format!("{}/undo", done.location.split('?').next().unwrap());
    assert_eq!(treasurer.post(&undo, &[("reason", "no vino")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(left(&world, &place).await, 300);
    world.books_hold().await;
}
