//! Capital paid back with vouchers, surplus capitalised, and capital reversed: as verbs, pages and JSON.

use axum::http::{Method, StatusCode};
use muyu::domain::capital::{CapitalKind, CapitalStatus};
use muyu::domain::ids::{CapitalId, CapitalReturnId};
use muyu::domain::ledger::{Account, Source, SourceKind};
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::error::Error;
use muyu::features::availability::forecast::{Forecast, forecast};
use muyu::features::capital::{self, put_right, put_right_return, record, return_capital};
use muyu::features::corrections::Order;
use muyu::features::{expenses, funds};
use serde_json::json;

use crate::support::world::{Place, day, key, refusal};
use crate::support::{Client, World};

fn capital(place: &Place, kind: CapitalKind, on: &str, amount_minor: i64) -> record::NewCapital {
    let owed_back_on = (kind == CapitalKind::SeedCapital).then(|| day("2026-07-01"));
    record::NewCapital {
        member: None,
        fund: place.fund,
        kind,
        source: "Cáritas".parse().unwrap(),
        amount_minor,
        happens_on: day(on),
        owed_back_on,
        payment_method: PaymentMethod::Cash,
    }
}

async fn receive(world: &World, new: record::NewCapital) -> Result<CapitalId, Error> {
    record::receive(&world.app, &world.by, key(), new).await
}

async fn give_back(world: &World, capital: CapitalId, on: &str, amount_minor: i64) -> Result<CapitalReturnId, Error> {
    let new = return_capital::NewCapitalReturn {
        capital,
        amount_minor,
        happens_on: day(on),
        payment_method: PaymentMethod::Cash,
        paid_to: "Cáritas Sicuani".parse().unwrap(),
        note: Default::default(),
    };
    return_capital::return_capital(&world.app, &world.by, key(), new).await
}

async fn looked(world: &World, place: &Place) -> Forecast {
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    forecast(&world.app, &fund, day("2026-03-01")).await.unwrap()
}

async fn balance(world: &World, place: &Place, account: Account) -> i64 {
    muyu::db::journal::balances(world.app.db.read(), place.fund).await.unwrap().get(&account).copied().unwrap_or(0)
}

#[tokio::test]
async fn paying_seed_capital_back_leaves_what_is_available_as_it_was() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let before = looked(&world, &place).await.on_hand;
    let seed = receive(&world, capital(&place, CapitalKind::SeedCapital, "2026-01-10", 300_000)).await.unwrap();
    let held = looked(&world, &place).await.on_hand;
    assert_eq!(held.holdings.recoverable_capital, 300_000, "owed back before the next cycle starts");
    assert_eq!(held.now.available_now, before.now.available_now - 30_000, "only the reserve on it");
    give_back(&world, seed, "2026-02-01", 100_000).await.unwrap();
    let part = looked(&world, &place).await.on_hand;
    assert_eq!((part.holdings.cash, part.holdings.recoverable_capital), (1_200_000, 200_000));
    assert_eq!(part.now.available_now, before.now.available_now - 20_000);
    give_back(&world, seed, "2026-02-15", 200_000).await.unwrap();
    let whole = looked(&world, &place).await.on_hand;
    assert_eq!((whole.holdings.cash, whole.holdings.capital), (1_000_000, 1_000_000));
    assert_eq!(whole.now, before.now);
    let account = capital::account(world.app.db.read(), seed).await.unwrap();
    let owed = |on: &str| account.due(day(on)).map(|owed| owed.1);
    assert_eq!(["2026-01-09", "2026-01-10", "2026-02-10", "2026-02-15"].map(owed), [None, Some(300_000), Some(200_000), None], "on past days");
    world.books_hold().await;
}

#[tokio::test]
async fn no_more_is_paid_back_than_is_owed_or_there_nor_before_it_came_or_tomorrow() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let seed = receive(&world, capital(&place, CapitalKind::SeedCapital, "2026-01-10", 300_000)).await.unwrap();
    assert_eq!(refusal(give_back(&world, seed, "2026-03-02", 100).await), "date-in-future");
    assert_eq!(refusal(give_back(&world, seed, "2026-01-09", 100).await), "before-capital-received");
    assert_eq!(refusal(give_back(&world, seed, "2026-02-01", 300_001).await), "more-than-owed-back");
    assert_eq!(refusal(give_back(&world, seed, "2026-02-01", 0).await), "amount-not-positive");
    let grant = receive(&world, capital(&place, CapitalKind::Grant, "2026-01-10", 100)).await.unwrap();
    assert_eq!(refusal(give_back(&world, grant, "2026-02-01", 100).await), "capital-not-recoverable");
    let pledge = record::pledge(&world.app, &world.by, key(), capital(&place, CapitalKind::SeedCapital, "2026-05-01", 100)).await.unwrap();
    assert_eq!(refusal(give_back(&world, pledge, "2026-02-01", 100).await), "capital-not-received");
    let spent = expenses::record::NewExpense {
        fund: place.fund,
        concept: "Semilla".parse().unwrap(),
        amount_minor: 1_200_000,
        happens_on: day("2026-02-20"),
        payment_method: PaymentMethod::Cash,
    };
    expenses::record::pay(&world.app, &world.by, key(), spent).await.unwrap();
    let error = give_back(&world, seed, "2026-02-10", 200_000).await.unwrap_err();
    let told = &error.refusals()[0];
    assert_eq!(told.code, "cash-short");
    assert!(told.facts.contains(&("day", muyu::domain::refusal::Fact::Date(day("2026-02-20")))), "the money is missing later: {told}");
    give_back(&world, seed, "2026-02-10", 100_100).await.unwrap();
    assert_eq!(refusal(give_back(&world, seed, "2026-02-10", 199_901).await), "more-than-owed-back");
    world.books_hold().await;
}

#[tokio::test]
async fn a_wrong_return_is_reversed_and_its_voucher_number_stays_taken() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let seed = receive(&world, capital(&place, CapitalKind::SeedCapital, "2026-01-10", 300_000)).await.unwrap();
    let wrong = give_back(&world, seed, "2026-02-01", 300_000).await.unwrap();
    let reverse = |reason: &str| put_right_return::reverse(&world.app, &world.by, key(), Order::new(wrong, reason.parse().unwrap()));
    reverse("se pagó menos").await.unwrap();
    assert_eq!(refusal(reverse("otra vez").await), "already-reversed");
    give_back(&world, seed, "2026-02-01", 50_000).await.unwrap();
    let account = capital::account(world.app.db.read(), seed).await.unwrap();
    assert_eq!(account.returns.iter().map(|row| row.voucher_no).collect::<Vec<_>>(), [1, 2]);
    assert_eq!((account.returned_minor(), account.owed_minor()), (50_000, 250_000));
    assert_eq!(balance(&world, &place, Account::RecoverableCapital).await, -250_000);
    world.books_hold().await;
}

#[tokio::test]
async fn returns_asked_for_at_once_never_exceed_what_is_owed() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let seed = receive(&world, capital(&place, CapitalKind::SeedCapital, "2026-01-10", 100_000)).await.unwrap();
    let asked = futures_util::future::join_all((0..10).map(|_| give_back(&world, seed, "2026-02-01", 30_000))).await;
    assert_eq!(asked.iter().filter(|outcome| outcome.is_ok()).count(), 3);
    let account = capital::account(world.app.db.read(), seed).await.unwrap();
    assert_eq!(account.returns.iter().map(|row| row.voucher_no).collect::<Vec<_>>(), [1, 2, 3], "a refused one takes no number");
    world.books_hold().await;
}

#[tokio::test]
async fn the_treasurer_pays_back_on_screen_and_prints_a_voucher() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let seed = receive(&world, capital(&place, CapitalKind::SeedCapital, "2026-01-10", 300_000)).await.unwrap();
    let mut client = Client::signed_in(&world, "tesorera").await;
    let list = client.get(&format!("/funds/{}/capital", place.fund)).await;
    assert_eq!(list.attribute("a.button.quiet", "href"), format!("/capital/{seed}/return"));
    let form = client.get(&format!("/capital/{seed}/return")).await;
    assert!(form.text.contains("S/\u{a0}3,000.00"), "{}", form.text);
    let typed =
        |amount| [("amount", amount), ("paid_to", "Cáritas Sicuani"), ("happens_on", "2026-02-01"), ("payment_method", "deposit"), ("note", "")];
    let refused = client.post(&format!("/capital/{seed}/return"), &typed("3000.01")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.texts("#amount-says .refusal"), ["De ese capital solo falta devolver S/ 3,000.00."]);
    let short = client.post(&format!("/capital/{seed}/return"), &typed("1250.50")).await;
    assert_eq!(short.texts("#amount-says .refusal"), ["No alcanza en Banco el dom 1 feb 2026: faltan S/ 1,250.50 (había S/ 0.00)."]);
    let mut cash = typed("1250.50");
    cash[3] = ("payment_method", "cash");
    let paid = client.post(&format!("/capital/{seed}/return"), &cash).await;
    assert_eq!(paid.status, StatusCode::SEE_OTHER, "{}", paid.text);
    let voucher = client.get(&paid.location).await;
    assert_eq!(voucher.texts("article h1"), ["Comprobante de egreso N.º 1"]);
    for part in ["S/\u{a0}1,250.50", "mil doscientos cincuenta soles con 50 céntimos", "Cáritas Sicuani", "S/\u{a0}1,749.50", "Recibí conforme"] {
        assert!(voucher.text.contains(part), "{part}: {}", voucher.text);
    }
    let paper = crate::papers::read(&mut client, &format!("{}/voucher.pdf", paid.location)).await;
    for part in ["Comprobante de egreso N.º 1", "S/ 1,250.50", "Cáritas Sicuani", "S/ 1,749.50", "Recibí conforme"] {
        paper.says(part);
    }
    let list = client.get(&format!("/funds/{}/capital", place.fund)).await;
    assert!(list.text.contains("S/\u{a0}1,749.50") && list.text.contains(&paid.location), "{}", list.text);
    let undone = client.post(&format!("{}/reverse", paid.location), &[("reason", "otro monto")]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER);
    assert!(client.get(&paid.location).await.text.contains("otro monto"));
    world.books_hold().await;
}

#[tokio::test]
async fn a_program_pays_back_once_however_often_it_asks() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let seed = receive(&world, capital(&place, CapitalKind::SeedCapital, "2026-01-10", 300_000)).await.unwrap();
    let mut client = Client::with_token(&world, "tesorera").await;
    let body = json!({ "amount_minor": 120_000, "happens_on": "2026-02-01", "paid_to": "Cáritas" });
    let (path, once) = (format!("/api/v1/capital/{seed}/returns"), key());
    let made = client.json_once(&path, once, &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    assert_eq!(client.json_once(&path, once, &body).await.id(), made.id());
    let list = client.get(&path).await.json();
    assert_eq!((list.as_array().unwrap().len(), &list[0]["voucher_no"], &list[0]["owed_after_minor"]), (1, &json!(1), &json!(180_000)));
    let capital = client.get(&format!("/api/v1/funds/{}/capital", place.fund)).await.json();
    assert_eq!((&capital[0]["returned_minor"], &capital[0]["owed_minor"]), (&json!(120_000), &json!(180_000)));
    let nobody = json!({ "amount_minor": 1, "happens_on": "2026-02-01", "paid_to": "  " });
    let refused = client.json(Method::POST, &path, &nobody).await;
    assert_eq!((refused.status, &refused.json()["type"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("urn:muyu:field-missing")));
    let reversed = client.json(Method::POST, &format!("/api/v1/capital-returns/{}/reverse", made.id()), &json!({ "reason": "error" })).await;
    assert_eq!(reversed.status, StatusCode::NO_CONTENT, "{}", reversed.text);
    assert_eq!(client.get(&format!("/api/v1/capital-returns/{}", made.id())).await.json()["reversal_reason"], json!("error"));
    world.books_hold().await;
}

#[tokio::test]
async fn surplus_becomes_capital_without_touching_money_and_never_beyond_what_was_earned() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    world.pay(loan, "2026-02-01", 32_400).await.unwrap();
    let before = looked(&world, &place).await.on_hand.holdings;
    let surplus = |on: &str, amount| capital(&place, CapitalKind::Surplus, on, amount);
    let error = receive(&world, surplus("2026-02-15", 2_401)).await.unwrap_err();
    let told = muyu::web::text::Reader::new(muyu::web::text::Language::Es).refusal(&error.refusals()[0]);
    assert_eq!(told, "El excedente es S/\u{a0}24.00 al dom 15 feb 2026: no alcanza para capitalizar S/\u{a0}24.01.");
    assert_eq!(refusal(receive(&world, surplus("2026-01-31", 1)).await), "surplus-short", "nothing was earned yet");
    receive(&world, surplus("2026-02-15", 2_000)).await.unwrap();
    let after = looked(&world, &place).await.on_hand.holdings;
    assert_eq!((after.cash, after.bank, after.capital), (before.cash, before.bank, before.capital + 2_000));
    assert_eq!(refusal(receive(&world, surplus("2026-02-20", 401)).await), "surplus-short");
    assert_eq!(refusal(receive(&world, surplus("2026-02-01", 401)).await), "surplus-short", "what was capitalised later is taken");
    let later = expenses::record::NewExpense {
        fund: place.fund,
        concept: "Pasajes".parse().unwrap(),
        amount_minor: 300,
        happens_on: day("2026-02-25"),
        payment_method: PaymentMethod::Cash,
    };
    expenses::record::pay(&world.app, &world.by, key(), later).await.unwrap();
    assert_eq!(refusal(receive(&world, surplus("2026-02-20", 101)).await), "surplus-short", "a later expense left less");
    receive(&world, surplus("2026-02-20", 100)).await.unwrap();
    assert_eq!(refusal(record::pledge(&world.app, &world.by, key(), surplus("2026-06-01", 1)).await), "surplus-not-pledged");
    assert_eq!(balance(&world, &place, Account::RetainedSurplus).await, 2_100);
    assert_eq!(balance(&world, &place, Account::CapitalisedSurplus).await, -2_100);
    world.books_hold().await;
}

#[tokio::test]
async fn surplus_once_booked_as_money_is_named_and_undone() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    world.pay(loan, "2026-02-01", 32_400).await.unwrap();
    let old = booked_as_money(&world, &place, 50_000).await;
    let found = || async {
        let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
        let found = muyu::features::ledger::verify::verify(world.app.db.read(), fund).await.unwrap();
        found.findings.iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(found().await, ["verify-surplus-as-money"]);
    let fifty = capital(&place, CapitalKind::Surplus, "2026-02-15", 2_401);
    assert_eq!(refusal(receive(&world, fifty).await), "surplus-short", "it is no surplus");
    put_right::undo(&world.app, &world.by, key(), Order::new(old, "no entró dinero".parse().unwrap())).await.unwrap();
    assert!(found().await.is_empty());
    assert_eq!(balance(&world, &place, Account::Cash).await, 1_000_000 - 120_000 + 32_400);
    receive(&world, capital(&place, CapitalKind::Surplus, "2026-02-15", 2_400)).await.unwrap();
    world.books_hold().await;
}

/// Surplus booked as earlier versions did: cash against retained surplus.
async fn booked_as_money(world: &World, place: &Place, amount_minor: i64) -> CapitalId {
    use muyu::db::entity::capital;
    use muyu::domain::ledger::{Entry, Posting};
    use sea_orm::EntityTrait;
    let (id, fund, association, by) = (key(), place.fund, place.association, world.by.user_id);
    let now = world.app.clock.now();
    let write = world.app.db.write(move |tx| {
        Box::pin(async move {
            let row = capital::Model {
                id: CapitalId(id),
                association_id: association,
                fund_id: fund,
                kind: CapitalKind::Surplus,
                status: CapitalStatus::Received,
                source: "Asamblea".to_owned(),
                amount_minor,
                happens_on: day("2026-02-10"),
                owed_back_on: None,
                payment_method: PaymentMethod::Cash,
                recorded_by: by,
                recorded_at: now,
                reversed_at: None,
                reversal_reason: None,
                transfer_id: None,
                member_id: None,
            };
            capital::Entity::insert(sea_orm::IntoActiveModel::into_active_model(row)).exec_without_returning(tx).await?;
            let moved =
                vec![Posting { account: Account::Cash, amount_minor }, Posting { account: Account::RetainedSurplus, amount_minor: -amount_minor }];
            let entry = Entry::new(day("2026-02-10"), Source { kind: SourceKind::Capital, id }, "Asamblea", moved)?;
            let mut books = muyu::db::journal::open(tx, &[fund]).await?;
            books.of(fund)?.post(tx, vec![entry], by, now).await?;
            muyu::db::journal::close(tx, books).await
        })
    });
    write.await.unwrap();
    CapitalId(id)
}

#[tokio::test]
async fn capital_recorded_by_mistake_is_undone_and_stays_visible() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let seed = receive(&world, capital(&place, CapitalKind::SeedCapital, "2026-01-10", 300_000)).await.unwrap();
    let part = give_back(&world, seed, "2026-02-01", 100).await.unwrap();
    let undoing = || put_right::undo(&world.app, &world.by, key(), Order::new(seed, "era otro fondo".parse().unwrap()));
    assert_eq!(refusal(undoing().await), "records-stand-on-it");
    put_right_return::reverse(&world.app, &world.by, key(), Order::new(part, "error".parse().unwrap())).await.unwrap();
    let mut client = Client::signed_in(&world, "tesorera").await;
    let undone = client.post(&format!("/capital/{seed}/undo"), &[("reason", "era otro fondo")]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
    assert_eq!(refusal(undoing().await), "already-reversed");
    assert!(client.get(&format!("/funds/{}/capital", place.fund)).await.text.contains("era otro fondo"));
    assert_eq!(looked(&world, &place).await.on_hand.holdings.cash, 1_000_000);
    let pledge = record::pledge(&world.app, &world.by, key(), capital(&place, CapitalKind::Grant, "2026-05-01", 100)).await.unwrap();
    put_right::undo(&world.app, &world.by, key(), Order::new(pledge, "no vendrá".parse().unwrap())).await.unwrap();
    assert_eq!(looked(&world, &place).await.next_cycle.full.pledged, 0);
    world.books_hold().await;
}
