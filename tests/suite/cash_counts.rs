//! The cash box is counted against the books: differences are posted with both names, cash to verify is confirmed, and one
//! person alone does not change what two people found.

use axum::http::{Method, StatusCode};
use muyu::db::journal;
use muyu::domain::cash::Pile;
use muyu::domain::ids::{CashCountId, UserId};
use muyu::domain::ledger::{Account, Entry, Posting, Source, SourceKind};
use muyu::domain::role::Grant;
use muyu::error::Error;
use muyu::features::cash::count::{NewCount, record};
use muyu::features::cash::put_right;
use muyu::features::corrections::{Answer, Order};
use muyu::features::{cash, confirmations, expenses};
use serde_json::json;
use uuid::Uuid;

use crate::support::world::{Place, day, key, refusal};
use crate::support::{Client, World};

fn count(place: &Place, on: &str, minor: i64) -> NewCount {
    NewCount {
        fund: place.fund,
        counted_on: day(on),
        piles: vec![Pile { face_minor: 20_000, pieces: minor / 20_000 }, Pile { face_minor: 10, pieces: minor % 20_000 / 10 }],
        counted_by: "Mamani Huamán, Edith".parse().unwrap(),
        witnessed_by: "Condori Puma, Justina".parse().unwrap(),
        note: "vuelto de la feria".parse().unwrap(),
        books_minor: None,
    }
}

async fn counted(world: &World, new: NewCount) -> Result<CashCountId, Error> {
    record(&world.app, &world.by, key(), new).await
}

async fn balance(world: &World, place: &Place, account: Account) -> i64 {
    journal::balances(world.app.db.read(), place.fund).await.unwrap().get(&account).copied().unwrap_or(0)
}

/// Cash recorded in the field, still to verify.
async fn typed_in_the_field(world: &World, place: &Place, on: &'static str, minor: i64) {
    let fund = place.fund;
    let write = world.app.db.write(move |tx| {
        Box::pin(async move {
            let posting = |account, amount_minor| Posting { account, amount_minor };
            let moved = vec![posting(Account::CashToVerify, minor), posting(Account::Cash, -minor)];
            let entry = Entry::new(day(on), Source { kind: SourceKind::Transfer, id: Uuid::now_v7() }, "", moved)?;
            let mut books = journal::open(tx, &[fund]).await?;
            books.of(fund)?.post(tx, vec![entry], UserId(Uuid::nil()), chrono::DateTime::UNIX_EPOCH).await?;
            journal::close(tx, books).await
        })
    });
    write.await.unwrap();
}

fn spent(place: &Place, on: &str, minor: i64) -> expenses::record::NewExpense {
    expenses::record::NewExpense {
        fund: place.fund,
        concept: "Flete".parse().unwrap(),
        amount_minor: minor,
        happens_on: day(on),
        payment_method: muyu::domain::loan::PaymentMethod::Cash,
    }
}

#[tokio::test]
async fn a_count_confirms_what_was_to_verify_and_posts_what_is_missing_with_both_names() {
    let (world, place) = World::with_fund("2026-03-01").await;
    typed_in_the_field(&world, &place, "2026-02-10", 30_000).await;
    let id = counted(&world, count(&place, "2026-02-20", 999_770)).await.unwrap();
    let left = (balance(&world, &place, Account::Cash).await, balance(&world, &place, Account::CashToVerify).await);
    assert_eq!((left, balance(&world, &place, Account::CashOverShort).await), ((999_770, 0), 230));
    let last = cash::last(world.app.db.read(), place.fund).await.unwrap().unwrap();
    assert_eq!((last.id, last.books_minor, last.to_verify_minor, last.difference_minor()), (id, 1_000_000, 30_000, -230));
    world.books_hold().await;
    let order = Order::new(id, "se contó mal".parse().unwrap());
    assert_eq!(put_right::undo(&world.app, &world.by, key(), order.clone()).await.unwrap(), Answer::Done(id));
    assert_eq!((balance(&world, &place, Account::Cash).await, balance(&world, &place, Account::CashToVerify).await), (970_000, 30_000));
    assert_eq!(refusal(put_right::undo(&world.app, &world.by, key(), order).await), "already-reversed");
    assert!(cash::last(world.app.db.read(), place.fund).await.unwrap().is_none());
    world.books_hold().await;
}

#[tokio::test]
async fn a_count_of_an_earlier_day_is_against_the_books_of_that_day() {
    let (world, place) = World::with_fund("2026-03-01").await;
    expenses::record::pay(&world.app, &world.by, key(), spent(&place, "2026-02-15", 100_000)).await.unwrap();
    let id = counted(&world, NewCount { note: Default::default(), ..count(&place, "2026-02-10", 1_000_000) }).await.unwrap();
    assert_eq!(balance(&world, &place, Account::CashOverShort).await, 0);
    let later = counted(&world, count(&place, "2026-03-01", 900_010)).await.unwrap();
    assert_eq!(balance(&world, &place, Account::Cash).await, 900_010);
    let undone = put_right::undo(&world.app, &world.by, key(), Order::new(id, "x".parse().unwrap())).await.unwrap_err();
    assert_eq!(undone.refusals()[0].code, "records-stand-on-it");
    assert_eq!(undone.refusals()[0].records()[0].id, later.0);
    world.books_hold().await;
}

#[tokio::test]
async fn what_cannot_have_been_counted_is_refused_and_changes_nothing() {
    let (world, place) = World::with_fund("2026-03-01").await;
    counted(&world, count(&place, "2026-02-10", 1_000_000)).await.unwrap();
    let right = || count(&place, "2026-02-20", 1_000_000);
    let pile = |face_minor, pieces| vec![Pile { face_minor, pieces }];
    for (wrong, code) in [
        (NewCount { piles: pile(300, 1), ..right() }, "denomination-unknown"),
        (NewCount { piles: pile(100, -5), ..right() }, "pieces-out-of-range"),
        (NewCount { witnessed_by: "  mamani huaman, EDITH ".parse().unwrap(), ..right() }, "count-names-same"),
        (NewCount { counted_on: day("2026-03-02"), ..right() }, "date-in-future"),
        (NewCount { counted_on: day("2026-02-09"), ..right() }, "count-before-count"),
        (NewCount { note: Default::default(), ..count(&place, "2026-02-20", 999_990) }, "count-note-missing"),
        (NewCount { books_minor: Some(999_999), ..right() }, "count-books-moved"),
    ] {
        assert_eq!(refusal(counted(&world, wrong).await), code);
    }
    assert_eq!(balance(&world, &place, Account::Cash).await, 1_000_000);
    assert_eq!(balance(&world, &place, Account::CashOverShort).await, 0);
    world.books_hold().await;
}

#[tokio::test]
async fn what_a_later_count_stands_on_is_put_right_by_two_people() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let before = expenses::record::pay(&world.app, &world.by, key(), spent(&place, "2026-02-15", 1_000)).await.unwrap();
    counted(&world, count(&place, "2026-02-20", 999_000)).await.unwrap();
    let after = expenses::record::pay(&world.at("2026-03-02"), &world.by, key(), spent(&place, "2026-02-15", 500)).await.unwrap();
    let undo = |id| Order::new(id, "no era de este fondo".parse().unwrap());
    let told = expenses::put_right::undo(&world.app, &world.by, key(), undo(after)).await.unwrap();
    assert_eq!(told, Answer::Done(after), "the count knew nothing of it");
    let Answer::Waits(request) = expenses::put_right::undo(&world.app, &world.by, key(), undo(before)).await.unwrap() else {
        panic!("two people counted the box with it")
    };
    assert_eq!(balance(&world, &place, Account::Cash).await, 999_000, "nothing happens until somebody else confirms");
    let own = confirmations::confirm::confirm(&world.app, &world.by, key(), request).await;
    assert_eq!(refusal(own), "confirms-own");
    let mut second = Client::signed_in(&world, "tesorera").await;
    let done = second.post(&format!("/correction-requests/{request}/confirm"), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(balance(&world, &place, Account::Cash).await, 1_000_000);
    world.books_hold().await;
}

#[tokio::test]
async fn the_page_shows_the_books_below_the_count_and_records_only_what_it_showed() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let fund = format!("/funds/{}", place.fund);
    let lines = client.get(&fund).await.texts("tbody tr");
    assert!(lines.contains(&"Caja 10,000.00".to_owned()), "nothing was counted yet: {lines:?}");
    let form = client.get(&format!("{fund}/cash-counts/new")).await;
    assert!(form.text.contains("d20000") && !form.text.contains("10,000.00"), "nobody counts towards a figure");
    let mut typed =
        vec![("key", "0198a000-0000-7000-8000-000000000001"), ("d20000", "49"), ("d10000", "1"), ("d5000", "1"), ("d10", "4"), ("d20", "x")];
    typed.extend([("counted_on", "2026-03-01"), ("counted_by", "Edith"), ("witnessed_by", "Justina")]);
    let to = format!("{fund}/cash-counts");
    let refused = client.post(&to, &[typed.as_slice(), &[("books", "1000000")]].concat()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.attribute("#d20000", "value") == "49" && refused.attribute("#d20", "value") == "x", "what was typed is kept");
    typed.retain(|(name, _)| *name != "d20");
    let compared = client.post(&to, &typed).await;
    assert_eq!(compared.status, StatusCode::OK, "what was not compared with the books is only shown");
    assert!(compared.text.replace('\u{a0}', " ").contains("Faltan S/ 49.60"), "{}", compared.text);
    typed.push(("books", "1000000"));
    let without_why = client.post(&to, &typed).await;
    assert_eq!(without_why.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without_why.text.contains("Escriba por qué"));
    typed.push(("note", "vuelto"));
    let done = client.post(&to, &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(client.post(&to, &typed).await.location, done.location, "sent twice, recorded once");
    let shown = client.get(&done.location).await.text.replace('\u{a0}', " ");
    for said in ["Faltan S/ 49.60", "Edith", "Justina", "vuelto", "200.00", "49"] {
        assert!(shown.contains(said), "{said}");
    }
    let page = client.get(&fund).await;
    assert!(page.texts("tbody tr").contains(&"Caja verificada 9,950.40".to_owned()));
    assert!(page.text.replace('\u{a0}', " ").contains("por Edith y Justina"));
    world.books_hold().await;
}

#[tokio::test]
async fn a_seed_bank_is_counted_by_sack_and_scale_over_json() {
    let world = World::empty("2026-03-01").await;
    let place = world.place("Semillero", muyu::domain::amount::Unit::Kg).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut program = Client::with_token(&world, "tesorera").await;
    let to = format!("/api/v1/funds/{}/cash-counts", place.fund);
    // 1 000 kg in the books: 19 sacks of 50 kg and 49.5 kg on the scale.
    let piles = json!([{ "face_minor": 50_000, "pieces": 19 }, { "face_minor": 49_500, "pieces": 1 }]);
    let body = json!({ "counted_on": "2026-03-01", "piles": piles, "counted_by": "Edith", "witnessed_by": "Justina", "note": "merma" });
    let made = program.json(Method::POST, &to, &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let told = program.get(&to).await.json();
    assert_eq!(told[0]["difference_minor"], json!(-500));
    let undone = program.json(Method::POST, &format!("/api/v1/cash-counts/{}/undo", made.id()), &json!({ "reason": "otra vez" })).await;
    assert_eq!(undone.status, StatusCode::NO_CONTENT);
    assert_eq!(program.get(&to).await.json()[0]["reversal_reason"], json!("otra vez"));
    let page = Client::signed_in(&world, "tesorera").await.get(&format!("/funds/{}/cash-counts/new", place.fund)).await;
    assert!(page.text.contains("scale") && !page.text.contains("d20000"));
    world.books_hold().await;
}
