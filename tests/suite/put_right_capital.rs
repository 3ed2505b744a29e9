//! Capital and its returns, corrected: reversed, or corrected in one step; pledges that are cancelled or postponed.

use axum::http::{Method, StatusCode};
use muyu::domain::capital::{CapitalKind, CapitalStatus};
use muyu::domain::correction::RecordKind;
use muyu::domain::ids::{CapitalId, CapitalReturnId};
use muyu::domain::ledger::Account;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::refusal::Fact;
use muyu::domain::role::Grant;
use muyu::error::Error;
use muyu::features::capital::put_right::{self, Right};
use muyu::features::capital::record::NewCapital;
use muyu::features::capital::return_capital::{NewCapitalReturn, return_capital};
use muyu::features::capital::{self, put_right_return, record};
use muyu::features::confirmations::confirm::confirm;
use muyu::features::corrections::{Answer, Order};
use muyu::features::expenses;
use serde_json::json;

use crate::support::world::{Place, day, key, refusal};
use crate::support::{Client, World};

fn new(place: &Place, kind: CapitalKind, on: &str, amount_minor: i64) -> NewCapital {
    NewCapital {
        member: None,
        fund: place.fund,
        kind,
        source: "Cáritas".parse().unwrap(),
        amount_minor,
        happens_on: day(on),
        owed_back_on: (kind == CapitalKind::SeedCapital).then(|| day("2026-07-01")),
        payment_method: PaymentMethod::Cash,
    }
}

fn back(capital: CapitalId, on: &str, amount_minor: i64) -> NewCapitalReturn {
    NewCapitalReturn {
        capital,
        amount_minor,
        happens_on: day(on),
        payment_method: PaymentMethod::Cash,
        paid_to: "Cáritas".parse().unwrap(),
        note: Default::default(),
    }
}

async fn receive(world: &World, new: NewCapital) -> CapitalId {
    record::receive(&world.app, &world.by, key(), new).await.unwrap()
}

async fn undo(world: &World, id: CapitalId) -> Result<Answer<CapitalId>, Error> {
    put_right::undo(&world.app, &world.by, key(), Order::new(id, "era de otro fondo".parse().unwrap())).await
}

async fn correct(world: &World, wrong: CapitalId, right: NewCapital) -> Result<CapitalId, Error> {
    let order = Order::new(Right { wrong, right }, "un cero de más".parse().unwrap());
    let outcome = put_right::correct(&world.app, &world.by, key(), order).await;
    world.books_hold().await;
    outcome.map(done)
}

async fn correct_return(world: &World, wrong: CapitalReturnId, right: NewCapitalReturn) -> Result<CapitalReturnId, Error> {
    let order = Order::new(put_right_return::Right { wrong, right }, "se leyó mal".parse().unwrap());
    let outcome = put_right_return::correct(&world.app, &world.by, key(), order).await;
    world.books_hold().await;
    outcome.map(done)
}

fn done<I>(answer: Answer<I>) -> I {
    match answer {
        Answer::Done(id) => id,
        Answer::Waits(_) => panic!("one person is enough"),
    }
}

async fn balance(world: &World, place: &Place, account: Account) -> i64 {
    muyu::db::journal::balances(world.app.db.read(), place.fund).await.unwrap().get(&account).copied().unwrap_or(0)
}

async fn spend(world: &World, place: &Place, on: &str, amount_minor: i64) {
    let new = expenses::record::NewExpense {
        fund: place.fund,
        concept: "Semilla".parse().unwrap(),
        amount_minor,
        happens_on: day(on),
        payment_method: PaymentMethod::Cash,
    };
    expenses::record::pay(&world.app, &world.by, key(), new).await.unwrap();
}

#[tokio::test]
async fn capital_is_corrected_in_one_step_and_only_the_difference_has_to_be_there() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let wrong = receive(&world, new(&place, CapitalKind::Grant, "2026-01-10", 300_000)).await;
    // All but 100.00 of it is spent: a reversal alone would take cash that is not there.
    spend(&world, &place, "2026-02-10", 1_290_000).await;
    let error = undo(&world, wrong).await.unwrap_err();
    let told = &error.refusals()[0];
    assert_eq!((told.code, told.facts.contains(&("day", Fact::Date(day("2026-02-10"))))), ("cash-short", true), "{told}");
    assert_eq!(refusal(correct(&world, wrong, new(&place, CapitalKind::Grant, "2026-02-11", 300_000)).await), "cash-short", "it came too late");
    assert_eq!(refusal(correct(&world, wrong, new(&place, CapitalKind::Grant, "2026-01-10", 289_999)).await), "cash-short");
    assert_eq!(refusal(correct(&world, wrong, new(&place, CapitalKind::Grant, "2026-01-10", 300_000)).await), "nothing-changed");
    assert_eq!(refusal(correct(&world, wrong, new(&place, CapitalKind::Grant, "2026-03-02", 290_000)).await), "date-in-future");
    assert_eq!(refusal(correct(&world, wrong, new(&place, CapitalKind::Grant, "2026-01-10", 0)).await), "amount-not-positive");
    let right = correct(&world, wrong, new(&place, CapitalKind::SeedCapital, "2026-01-12", 290_000)).await.unwrap();
    assert_eq!(balance(&world, &place, Account::Cash).await, 0);
    assert_eq!(
        (balance(&world, &place, Account::RecoverableCapital).await, balance(&world, &place, Account::DonatedCapital).await),
        (-290_000, -1_000_000)
    );
    let account = capital::account(world.app.db.read(), right).await.unwrap();
    assert_eq!((account.owed_minor(), account.capital.kind), (290_000, CapitalKind::SeedCapital));
    assert_eq!(refusal(correct(&world, wrong, new(&place, CapitalKind::Grant, "2026-01-10", 1)).await), "already-reversed");
    assert_eq!(refusal(undo(&world, wrong).await), "already-reversed");
}

#[tokio::test]
async fn a_wrong_one_of_two_returns_is_corrected_and_capital_waits_for_its_returns() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let seed = receive(&world, new(&place, CapitalKind::SeedCapital, "2026-01-10", 300_000)).await;
    let first = return_capital(&world.app, &world.by, key(), back(seed, "2026-02-10", 100_000)).await.unwrap();
    let second = return_capital(&world.app, &world.by, key(), back(seed, "2026-02-01", 150_000)).await.unwrap();
    for outcome in [undo(&world, seed).await.map(done), correct(&world, seed, new(&place, CapitalKind::SeedCapital, "2026-01-10", 400_000)).await] {
        let error = outcome.unwrap_err();
        let told = &error.refusals()[0];
        let named: Vec<_> = told.records().iter().map(|record| (record.kind, record.id, record.number)).collect();
        let kind = RecordKind::CapitalReturn;
        assert_eq!((told.code, named), ("records-stand-on-it", vec![(kind, first.0, Some(1)), (kind, second.0, Some(2))]), "newest day first");
    }
    assert_eq!(refusal(correct_return(&world, second, back(seed, "2026-02-01", 200_001)).await), "more-than-owed-back");
    assert_eq!(refusal(correct_return(&world, second, back(seed, "2026-02-01", 150_000)).await), "nothing-changed");
    assert_eq!(refusal(correct_return(&world, second, back(seed, "2026-01-09", 200_000)).await), "before-capital-received");
    assert_eq!(refusal(correct_return(&world, second, back(seed, "2026-03-02", 200_000)).await), "date-in-future");
    let right = correct_return(&world, second, back(seed, "2026-02-03", 200_000)).await.unwrap();
    let account = capital::account(world.app.db.read(), seed).await.unwrap();
    assert_eq!(account.returns.iter().map(|row| row.voucher_no).collect::<Vec<_>>(), [1, 2, 3], "a voucher of its own");
    assert_eq!((account.owed_minor(), balance(&world, &place, Account::RecoverableCapital).await), (0, 0));
    assert_eq!(refusal(correct_return(&world, second, back(seed, "2026-02-03", 1)).await), "already-reversed");
    for id in [right, first] {
        let order = Order::new(id, "no se pagó".parse().unwrap());
        done(put_right_return::reverse(&world.app, &world.by, key(), order).await.unwrap());
        world.books_hold().await;
    }
    done(undo(&world, seed).await.unwrap());
    assert_eq!((balance(&world, &place, Account::Cash).await, balance(&world, &place, Account::RecoverableCapital).await), (1_000_000, 0));
    world.books_hold().await;
}

#[tokio::test]
async fn surplus_is_corrected_within_what_was_earned() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    world.pay(loan, "2026-02-01", 32_400).await.unwrap();
    let surplus = |on: &str, minor| new(&place, CapitalKind::Surplus, on, minor);
    let wrong = receive(&world, surplus("2026-02-15", 2_000)).await;
    assert_eq!(refusal(correct(&world, wrong, surplus("2026-02-15", 2_401)).await), "surplus-short");
    assert_eq!(refusal(correct(&world, wrong, surplus("2026-01-31", 1)).await), "surplus-short", "nothing was earned yet");
    let right = correct(&world, wrong, surplus("2026-02-15", 2_400)).await.unwrap();
    assert_eq!(
        (balance(&world, &place, Account::CapitalisedSurplus).await, balance(&world, &place, Account::RetainedSurplus).await),
        (-2_400, 2_400)
    );
    // It was the members' own money: cash grows by it, and the surplus can be capitalised again.
    let members = correct(&world, right, new(&place, CapitalKind::Member, "2026-02-15", 2_400)).await.unwrap();
    assert_eq!((balance(&world, &place, Account::CapitalisedSurplus).await, balance(&world, &place, Account::MemberCapital).await), (0, -2_400));
    let back = correct(&world, members, surplus("2026-02-15", 2_400)).await.unwrap();
    done(undo(&world, back).await.unwrap());
    assert_eq!(balance(&world, &place, Account::RetainedSurplus).await, 0);
    world.books_hold().await;
}

#[tokio::test]
async fn a_pledge_is_postponed_and_one_that_dies_counts_no_longer() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let pledge = record::pledge(&world.app, &world.by, key(), new(&place, CapitalKind::Grant, "2026-05-01", 70_000)).await.unwrap();
    let entries = muyu::db::journal::entries_after(world.app.db.read(), place.fund, 0, 100).await.unwrap().len();
    assert_eq!(refusal(correct(&world, pledge, new(&place, CapitalKind::Surplus, "2026-05-01", 70_000)).await), "surplus-not-pledged");
    let later = correct(&world, pledge, new(&place, CapitalKind::Grant, "2026-09-01", 60_000)).await.unwrap();
    let status = |rows: Vec<capital::Capital>| rows.into_iter().map(|row| (row.id, row.status)).collect::<std::collections::HashMap<_, _>>();
    let rows = status(capital::of_fund(world.app.db.read(), place.fund, None).await.unwrap());
    assert_eq!((rows[&pledge], rows[&later]), (CapitalStatus::Reversed, CapitalStatus::Pledged));
    done(undo(&world, later).await.unwrap());
    let rows = status(capital::of_fund(world.app.db.read(), place.fund, None).await.unwrap());
    assert_eq!(rows[&later], CapitalStatus::Reversed);
    let after = muyu::db::journal::entries_after(world.app.db.read(), place.fund, 0, 100).await.unwrap().len();
    assert_eq!(after, entries, "a pledge moves nothing");
    let fulfilled = record::fulfil(&world.app, &world.by, key(), later, day("2026-02-01"), PaymentMethod::Cash).await;
    assert_eq!(refusal(fulfilled), "pledge-already-received");
    world.books_hold().await;
}

#[tokio::test]
async fn the_treasurer_corrects_capital_and_a_voucher_on_screen_and_the_auditor_reads_why() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("fiscal", Grant::Auditor(place.association)).await;
    let seed = receive(&world, new(&place, CapitalKind::SeedCapital, "2026-01-10", 300_000)).await;
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let form = treasurer.get(&format!("/capital/{seed}/correct")).await;
    assert_eq!(
        (form.attribute("[name=amount]", "value"), form.attribute("[name=owed_back_on]", "value")),
        ("3,000.00".to_owned(), "2026-07-01".to_owned())
    );
    let typed = |amount, reason| {
        [
            ("amount", amount),
            ("kind", "seed_capital"),
            ("source", "Cáritas Sicuani"),
            ("happens_on", "2026-01-10"),
            ("owed_back_on", "2026-08-01"),
            ("payment_method", "cash"),
            ("reason", reason),
        ]
    };
    let refused = treasurer.post(&format!("/capital/{seed}/correct"), &typed("2500.00", "")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Cáritas Sicuani"), "what was typed is kept");
    let corrected = treasurer.post(&format!("/capital/{seed}/correct"), &typed("2500.00", "otro monto")).await;
    assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.text);
    let path = format!("{}/return", corrected.location);
    let paid = treasurer
        .post(&path, &[("amount", "100.00"), ("paid_to", "Cáritas"), ("happens_on", "2026-02-01"), ("payment_method", "cash"), ("note", "")])
        .await;
    assert!(paid.location.starts_with("/capital-returns/"), "{}", paid.text);
    let refused = treasurer.post(&format!("{}/undo", corrected.location), &[("reason", "x")]).await;
    assert!(refused.status == 422 && refused.text.contains("Devolución de capital N.º 1"), "{}", refused.text);
    assert_eq!(treasurer.get(&format!("{}/correct", paid.location)).await.attribute("[name=amount]", "value"), "100.00");
    let voucher = [
        ("amount", "110.00"),
        ("paid_to", "Cáritas"),
        ("happens_on", "2026-02-01"),
        ("payment_method", "cash"),
        ("note", ""),
        ("reason", "eran 110"),
    ];
    let right = treasurer.post(&format!("{}/correct", paid.location), &voucher).await;
    assert!(right.location.starts_with("/capital-returns/") && right.location != paid.location, "{}", right.text);
    let mut auditor = Client::signed_in(&world, "fiscal").await;
    for (page, reason) in
        [(format!("/capital/{seed}"), "otro monto"), (corrected.location, "otro monto"), (paid.location, "eran 110"), (right.location, "eran 110")]
    {
        let told = auditor.get(&page).await;
        assert!(
            told.status == 200 && told.text.contains(reason) && told.text.contains("tesorera") && !told.text.contains("/undo"),
            "{page}: {}",
            told.text
        );
    }
    world.books_hold().await;
}

#[tokio::test]
async fn a_program_puts_capital_right_once_and_never_that_of_another_association() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let other = world.place("Ajena", muyu::domain::amount::Unit::Pen).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let seed = receive(&world, new(&place, CapitalKind::SeedCapital, "2026-01-10", 300_000)).await;
    let theirs = receive(&world, new(&other, CapitalKind::SeedCapital, "2026-01-10", 300_000)).await;
    let mut program = Client::with_token(&world, "tesorera").await;
    let body = json!({ "kind": "seed_capital", "source": "Cáritas", "amount_minor": 200_000, "happens_on": "2026-01-10", "reason": "eran dos mil" });
    for path in [format!("/api/v1/capital/{theirs}/correct"), format!("/api/v1/capital/{theirs}/undo")] {
        assert_eq!(program.json(Method::POST, &path, &body).await.status, StatusCode::NOT_FOUND);
    }
    let (path, once) = (format!("/api/v1/capital/{seed}/correct"), key());
    let made = program.json_once(&path, once, &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    assert_eq!(program.json_once(&path, once, &body).await.id(), made.id());
    assert_eq!(program.json_once(&path, key(), &body).await.json()["type"], json!("urn:muyu:already-reversed"));
    let returned = json!({ "amount_minor": 50_000, "happens_on": "2026-02-01", "paid_to": "Cáritas" });
    let voucher = program.json(Method::POST, &format!("/api/v1/capital/{}/returns", made.id()), &returned).await.id();
    let right = json!({ "amount_minor": 60_000, "happens_on": "2026-02-01", "paid_to": "Cáritas", "reason": "eran 600" });
    let corrected = program.json(Method::POST, &format!("/api/v1/capital-returns/{voucher}/correct"), &right).await;
    assert_eq!(corrected.status, StatusCode::CREATED, "{}", corrected.text);
    let refused = program.json(Method::POST, &format!("/api/v1/capital/{}/undo", made.id()), &json!({ "reason": "x" })).await;
    assert_eq!((refused.status, &refused.json()["type"]), (StatusCode::CONFLICT, &json!("urn:muyu:records-stand-on-it")));
    let reversed = program.json(Method::POST, &format!("/api/v1/capital-returns/{}/reverse", corrected.id()), &json!({ "reason": "x" })).await;
    assert_eq!(reversed.status, StatusCode::NO_CONTENT);
    let undone = program.json(Method::POST, &format!("/api/v1/capital/{}/undo", made.id()), &json!({ "reason": " " })).await;
    assert_eq!(undone.status, StatusCode::UNPROCESSABLE_ENTITY, "no reason");
    let undone = program.json(Method::POST, &format!("/api/v1/capital/{}/undo", made.id()), &json!({ "reason": "x" })).await;
    assert_eq!(undone.status, StatusCode::NO_CONTENT);
    assert_eq!(balance(&world, &place, Account::Cash).await, 1_000_000);
    world.books_hold().await;
}

#[tokio::test]
async fn a_second_person_confirms_each_of_them() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let seed = receive(&world, new(&place, CapitalKind::SeedCapital, "2026-01-10", 300_000)).await;
    world.two_people_from(&place, 1).await;
    let mut program = Client::with_token(&world, "tesorera").await;
    let mut twice = async |path: String, body: serde_json::Value| {
        let asked = program.json(Method::POST, &path, &body).await;
        assert_eq!(asked.status, StatusCode::ACCEPTED, "{path}: {}", asked.text);
        let done = confirm(&world.app, &world.by, key(), asked.id().parse().unwrap()).await.unwrap();
        world.books_hold().await;
        done
    };
    let body = json!({ "kind": "seed_capital", "source": "Cáritas", "amount_minor": 200_000, "happens_on": "2026-01-10", "reason": "x" });
    let right = twice(format!("/api/v1/capital/{seed}/correct"), body).await;
    let voucher = return_capital(&world.app, &world.by, key(), back(right.into(), "2026-02-01", 1_000)).await.unwrap();
    let body = json!({ "amount_minor": 2_000, "happens_on": "2026-02-01", "paid_to": "Cáritas", "reason": "x" });
    let corrected = twice(format!("/api/v1/capital-returns/{voucher}/correct"), body).await;
    twice(format!("/api/v1/capital-returns/{corrected}/reverse"), json!({ "reason": "x" })).await;
    twice(format!("/api/v1/capital/{right}/undo"), json!({ "reason": "x" })).await;
    assert_eq!(balance(&world, &place, Account::Cash).await, 1_000_000);
}
