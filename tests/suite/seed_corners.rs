//! Corner cases of co-financed purchases that could make the books wrong.

use muyu::domain::cofinancing::{ContributionBasis, ContributionKind, Movement, MovementKind, Payer, ProjectShareTerms, PurchaseStatus};
use muyu::domain::ids::PurchaseId;
use muyu::domain::ledger::Account;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::features::corrections::Order;
use muyu::features::ledger::position::position;
use muyu::features::programmes::budget::{self, Planned};
use muyu::features::purchases::deliveries::receive::{Close, harvest, receive};
use muyu::features::purchases::{self, Said, cancel::cancel, labour, pay, put_right, settle::settle};
use muyu::features::{funds, loans, programmes};
use muyu::{db::journal, domain::cofinancing::terms::Recovery};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::support::cofinanced::{Cofinanced, fifty_fifty, pledge};
use crate::support::world::{day, key, refusal};
use crate::support::{Client, World};

const LINES: [(usize, usize, i64); 3] = [(0, 0, 12_500), (1, 2, 3_250), (2, 1, 25_000)];
const SUPPLIER: &str = "Agropecuaria Sicuani";

async fn world() -> (World, Cofinanced) {
    let (world, place) = World::with_fund("2026-03-01").await;
    let c = world.cofinanced(place, fifty_fifty()).await;
    (world, c)
}

async fn balance(world: &World, c: &Cofinanced, account: Account) -> i64 {
    journal::balances(world.app.db.read(), c.place.fund).await.unwrap().get(&account).copied().unwrap_or(0)
}

fn member(c: &Cofinanced, place: usize) -> Payer {
    Payer::Member(c.place.members[place])
}

fn worked(c: &Cofinanced, days: i64) -> labour::record::NewLabour {
    labour::record::NewLabour {
        member: c.place.members[0],
        worked_on: day("2026-02-20"),
        days,
        task: "siembra".parse().unwrap(),
        worked_by: None,
        gift: false,
    }
}

#[tokio::test]
async fn a_day_of_work_counts_once_and_never_beyond_what_was_agreed() {
    let (world, c) = world().await;
    let mut draft = c.draft(&LINES, ContributionKind::Loan);
    for days in [1_000, 1_500] {
        draft.pledges.push(pledge(member(&c, 0), ContributionKind::Labour, ContributionBasis::Days(days)));
    }
    let mut wrong = draft.clone();
    wrong.day_rate_minor = 0;
    assert_eq!(refusal(c.ask(&world, wrong).await), "labour-by-days");
    let id = c.ordered(&world, draft).await;
    let record = |days| labour::record::record(&world.app, &c.treasurer, key(), id, worked(&c, days));
    assert_eq!(refusal(record(3_000).await), "more-days-than-agreed");
    record(2_000).await.unwrap();
    assert_eq!(refusal(record(1_000).await), "more-days-than-agreed");
    c.deliver(&world, id, &LINES).await.unwrap();
    c.close(&world, id).await.unwrap();
    assert_eq!(balance(&world, &c, Account::OperatingExpense).await, 8_000, "two days at 40.00, not twice");
    world.books_hold().await;
}

#[tokio::test]
async fn a_purchase_met_without_money_is_received_too() {
    let (world, c) = world().await;
    let mut draft = c.draft(&[(0, 0, 1_000)], ContributionKind::Cash);
    draft.items[0].provided = true;
    draft.items[0].quotes[0].supplier = Default::default();
    draft.pledges = vec![
        pledge(Payer::Party(0), ContributionKind::InKind, ContributionBasis::Sum(2_125)),
        pledge(member(&c, 0), ContributionKind::InKind, ContributionBasis::Sum(2_125)),
    ];
    let id = c.ordered(&world, draft).await;
    c.deliver(&world, id, &[(0, 0, 1_000)]).await.unwrap();
    c.close(&world, id).await.unwrap();
    settle(&world.app, &c.treasurer, key(), id, Said::default()).await.unwrap();
    assert_eq!(world.status(id).await, PurchaseStatus::Settled);
    world.books_hold().await;
}

async fn pay_by(world: &World, c: &Cofinanced, id: PurchaseId, movement: Movement, amount_minor: i64, payment_method: PaymentMethod) {
    let new = pay::NewPayment { movement, amount_minor, payment_method, happens_on: day("2026-03-01"), note: Default::default() };
    pay::record(&world.app, &c.treasurer, key(), id, new).await.unwrap();
}

#[tokio::test]
async fn what_was_given_back_by_hand_is_not_reversed_again() {
    let (world, c) = world().await;
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Cash)).await;
    pay_by(&world, &c, id, Movement::Collected(Payer::Party(0)), 20_000, PaymentMethod::Deposit).await;
    pay_by(&world, &c, id, Movement::Collected(member(&c, 0)), 10_000, PaymentMethod::Cash).await;
    pay_by(&world, &c, id, Movement::GivenBack(member(&c, 0)), 10_000, PaymentMethod::Deposit).await;
    let outcome = cancel(&world.app, &c.treasurer, key(), id, "no hubo".parse().unwrap()).await;
    assert_eq!(refusal(outcome), "give-back-first");
    pay_by(&world, &c, id, Movement::GivenBack(Payer::Party(0)), 20_000, PaymentMethod::Cash).await;
    let held = (balance(&world, &c, Account::Cash).await, balance(&world, &c, Account::Bank).await);
    cancel(&world.app, &c.treasurer, key(), id, "no hubo".parse().unwrap()).await.unwrap();
    assert_eq!((balance(&world, &c, Account::Cash).await, balance(&world, &c, Account::Bank).await), held, "the boxes hold what they held");
    world.books_hold().await;
}

#[tokio::test]
async fn what_was_sent_keeps_its_terms_though_the_plan_changes() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let mut plan = fifty_fifty();
    plan.project_share_terms = ProjectShareTerms::Recoverable;
    plan.recovery = Some(Recovery { installments: 3, every_months: 12, rate_ppm: 0 });
    let c = world.cofinanced(place, plan).await;
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Cash)).await;
    programmes::plan::set(&world.app, &world.by, key(), c.programme, fifty_fifty()).await.unwrap();
    c.deliver(&world, id, &LINES).await.unwrap();
    c.close(&world, id).await.unwrap();
    let opened = loans::of_fund(world.app.db.read(), c.place.fund, None).await.unwrap();
    assert_eq!(opened.iter().map(|held| held.loan.principal_minor).sum::<i64>(), 50_822);
    assert!(opened.iter().all(|held| held.installments.len() == 3));
    world.books_hold().await;
}

#[tokio::test]
async fn undoing_what_moved_no_account_is_still_undoing() {
    let (world, c) = world().await;
    let id = c.ordered(&world, c.draft(&[(0, 0, 4_000)], ContributionKind::Cash)).await;
    c.pay(&world, id, Movement::Collected(Payer::Party(0)), 3_000).await.unwrap();
    c.pay(&world, id, Movement::PaidDirect(Payer::Party(0), SUPPLIER.to_owned()), 4_250).await.unwrap();
    c.pay(&world, id, Movement::Collected(member(&c, 0)), 8_500).await.unwrap();
    c.pay(&world, id, Movement::Paid(SUPPLIER.to_owned()), 11_000).await.unwrap();
    c.deliver(&world, id, &[(0, 0, 2_000)]).await.unwrap();
    c.close(&world, id).await.unwrap();
    let payments = world.purchase(id).await.payments;
    let of = |kind: MovementKind| payments.iter().find(|row| row.kind == kind && row.member_id.is_none()).unwrap().id;
    put_right::undo(&world.app, &c.treasurer, key(), Order::new(of(MovementKind::Collected), "error".parse().unwrap())).await.unwrap();
    put_right::undo(&world.app, &c.treasurer, key(), Order::new(of(MovementKind::PaidDirect), "error".parse().unwrap())).await.unwrap();
    assert_eq!(world.purchase(id).await.standing_payments().count(), 2);
    world.books_hold().await;
}

#[tokio::test]
async fn a_purchase_is_for_this_cycle_or_the_next_and_its_harvest_lies_ahead() {
    let (world, c) = world().await;
    let mut content = c.content(c.draft(&LINES, ContributionKind::Loan));
    content.cycle_on = day("2035-09-01");
    let new = purchases::draft::NewPurchase { fund: c.place.fund, programme: c.programme, content };
    assert_eq!(refusal(purchases::draft::create(&world.app, &c.treasurer, key(), new).await), "cycle-not-near");
    let known = funds::cycles(world.app.db.read(), c.place.fund).await.unwrap();
    assert_eq!(
        harvest(&known, muyu::domain::ids::CycleId(uuid::Uuid::nil()), day("2026-07-31")),
        day("2027-07-31"),
        "closed on the last day of a cycle"
    );
    assert_eq!(harvest(&known, muyu::domain::ids::CycleId(uuid::Uuid::nil()), day("2026-07-30")), day("2026-07-31"));
}

#[tokio::test]
async fn a_slip_of_the_hand_in_a_date_or_a_button_changes_nothing() {
    let (world, c) = world().await;
    let id = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    c.submit(&world, id).await.unwrap();
    let mut staff = Client::signed_in(&world, "proyecto").await;
    let entered = staff.post(&format!("/purchases/{id}/decide"), &[("decision", ""), ("acta", "Acta 14"), ("note", "falta una firma")]).await;
    assert_eq!((entered.status.as_u16(), entered.attribute("#note", "value")), (422, "falta una firma".to_owned()), "the Enter key decides nothing");
    assert_eq!(world.status(id).await, PurchaseStatus::Submitted);
    c.approve(&world, id).await.unwrap();
    c.order(&world, id).await.unwrap();
    let old = pay::NewPayment {
        movement: Movement::Collected(Payer::Party(0)),
        amount_minor: 100,
        payment_method: PaymentMethod::Cash,
        happens_on: day("1990-01-01"),
        note: Default::default(),
    };
    assert_eq!(refusal(pay::record(&world.app, &c.treasurer, key(), id, old).await), "before-programme");
    c.deliver(&world, id, &LINES).await.unwrap();
    let close = |due_on| Close { on: day("2026-03-01"), due_on: Some(day(due_on)), note: Default::default(), confirmed: true };
    let receive = |due_on| receive(&world.app, &c.treasurer, key(), id, close(due_on));
    assert_eq!(refusal(receive("2199-07-31").await), "due-too-far");
    assert_eq!(refusal(receive("2026-02-01").await), "due-before-disbursement");
    receive("2026-06-30").await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn a_budget_counts_in_what_its_purchases_count_in() {
    let (world, c) = world().await;
    let id = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    c.submit(&world, id).await.unwrap();
    let mut plan = fifty_fifty();
    plan.unit = muyu::domain::amount::Unit::Bob;
    programmes::plan::set(&world.app, &world.by, key(), c.programme, plan).await.unwrap();
    assert_eq!(refusal(c.approve(&world, id).await), "wrong-unit");
    let line = |id, name: &str| Planned { id, name: name.parse().unwrap(), planned_minor: 1_000 };
    let set = |lines| budget::set(&world.app, &world.by, key(), c.programme, lines);
    set(vec![line(Some(c.line), "Semilla"), line(None, "Abono")]).await.unwrap();
    set(vec![line(None, "Cercos")]).await.unwrap();
    assert_eq!(refusal(set(vec![line(None, "Riego"), line(None, "Riego")]).await), "budget-line-exists");
    let lines = programmes::lines(world.app.db.read(), c.programme).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.no).collect::<Vec<_>>(), [1, 2, 3]);
}

#[tokio::test]
async fn a_past_day_is_told_as_it_was_though_the_purchase_was_cancelled_since() {
    let (world, c) = world().await;
    let fund = funds::find(world.app.db.read(), c.place.fund).await.unwrap();
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Loan)).await;
    c.pay(&world, id, Movement::Collected(Payer::Party(0)), 40_000).await.unwrap();
    c.pay(&world, id, Movement::Paid(SUPPLIER.to_owned()), 40_000).await.unwrap();
    let before = position(world.app.db.read(), &fund, day("2026-03-01"), None).await.unwrap().available_now;
    let later = world.at("2026-03-20");
    cancel(&later, &c.treasurer, key(), id, "heló".parse().unwrap()).await.unwrap();
    assert_eq!(position(world.app.db.read(), &fund, day("2026-03-01"), None).await.unwrap().available_now, before);
    assert_eq!(position(world.app.db.read(), &fund, day("2026-03-20"), None).await.unwrap().available_now, before + 50_821);
    world.books_hold().await;
}

#[tokio::test]
async fn staff_of_another_programme_sees_and_writes_nothing_of_this_one() {
    let (world, c) = world().await;
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Loan)).await;
    c.deliver(&world, id, &LINES).await.unwrap();
    c.close(&world, id).await.unwrap();
    let other = programmes::create::create(&world.app, &world.by, key(), "Otro".parse().unwrap()).await.unwrap();
    programmes::create::take_part(&world.app, &world.by, key(), other, c.place.association).await.unwrap();
    world.user("ajeno", Grant::Staff(other)).await;
    let mut client = Client::with_token(&world, "ajeno").await;
    let counted = json!([{ "item": 0, "member": c.place.members[0].0, "hectares": 0 }]);
    let path = format!("/api/v1/purchases/{id}");
    assert_eq!(client.json(axum::http::Method::PUT, &format!("{path}/hectares"), &counted).await.status, 404);
    for path in [path.clone(), format!("{path}/attachments"), format!("/purchases/{id}"), format!("/purchases/{id}/payments")] {
        assert_eq!(client.get(&path).await.status, 404, "{path}");
    }
    assert_eq!(client.get(&format!("/api/v1/funds/{}/purchases", c.place.fund)).await.json(), json!([]));
    assert_eq!(client.get(&format!("/api/v1/funds/{}/kardex", c.place.fund)).await.json(), json!([]));
    let offers = client.get(&format!("/api/v1/associations/{}/programmes", c.place.association)).await.json();
    assert_eq!(offers.as_array().unwrap().len(), 1, "their own, without a plan yet");
}

#[tokio::test]
async fn a_form_sent_again_is_answered_as_the_first_time() {
    let (world, c) = world().await;
    let id = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let (once, quantity) = (key().to_string(), format!("quantity-{}", c.place.members[0].0.simple()));
    let fields = [
        ("key", once.as_str()),
        ("product", "avena"),
        ("measure", "kg"),
        ("supplier-1", "Agro"),
        ("price-1", "6.20"),
        ("chosen", "1"),
        (&quantity, "10"),
    ];
    for _ in 0..2 {
        let answer = treasurer.post(&format!("/purchases/{id}/items/new"), &fields).await;
        assert_eq!((answer.status.as_u16(), answer.location), (303, format!("/purchases/{id}")));
    }
    assert_eq!(world.purchase(id).await.items.len(), 4, "one product more, not two");
    let held = world.purchase(id).await;
    let mut stale = c.content(held.draft().unwrap());
    stale.base = Some(c.draft(&LINES, ContributionKind::Loan));
    assert_eq!(refusal(purchases::draft::save(&world.app, &c.treasurer, key(), id, stale).await), "purchase-changed");
    assert_eq!(treasurer.get(&format!("/purchases/{id}/items/-9223372036854775808")).await.status, 404);
    assert_eq!(treasurer.get(&format!("/funds/{}/purchases?page=18446744073709551615", c.place.fund)).await.status, 200);
}

#[tokio::test]
async fn what_was_not_approved_is_not_received() {
    let (world, c) = world().await;
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Loan)).await;
    c.deliver(&world, id, &[(0, 0, 12_500), (1, 2, 3_250), (2, 1, 125_000)]).await.unwrap();
    assert_eq!(refusal(c.close(&world, id).await), "more-than-approved");
    assert_eq!(world.status(id).await, PurchaseStatus::Ordered);
    world.books_hold().await;
}

#[tokio::test]
async fn a_form_shown_for_another_draft_does_not_overwrite_it() {
    let (world, c) = world().await;
    let id = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    let mut one = Client::signed_in(&world, "tesorera").await;
    let path = format!("/purchases/{id}/items");
    let mark = one.get(&format!("{path}/2")).await.attribute("input[name=mark]", "value");
    assert_eq!(one.post(&format!("{path}/1/remove"), &[("mark", &mark)]).await.status.as_u16(), 303);
    let late = [("mark", mark.as_str()), ("product", "rye grass"), ("measure", "kg"), ("supplier-1", "Agro"), ("price-1", "14.35"), ("chosen", "1")];
    let answer = one.post(&format!("{path}/2"), &late).await;
    assert!(answer.status.as_u16() == 422 && answer.text.contains("Alguien más cambió la compra"), "{}", answer.status);
    assert_eq!(world.purchase(id).await.items.iter().map(|row| row.product.as_str()).collect::<Vec<_>>(), ["rye grass", "trébol"]);
}

#[tokio::test]
async fn a_refusal_is_always_told_somewhere() {
    let (world, c) = world().await;
    let id = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let item = [("product", "alfalfa"), ("measure", "kg"), ("supplier-1", "Agro"), ("price-1", "1"), ("chosen", "3")];
    let answer = treasurer.post(&format!("/purchases/{id}/items/1"), &item).await;
    assert!(answer.texts("details[open] .refusal").contains(&"Elija una de las cotizaciones (de una a tres).".to_owned()));
    let member = c.place.members[0].0.simple();
    let task = format!("task-{member}");
    let answer = treasurer.post(&format!("/purchases/{id}/cover"), &[(task.as_str(), "cerco")]).await;
    assert_eq!(answer.texts("details[open] .refusal"), ["Falta el número de días."]);
    let answer = treasurer.post(&format!("/purchases/{id}/cancel"), &[]).await;
    assert_eq!(answer.texts("details[open] .refusal"), ["Falta el motivo."]);
    c.submit(&world, id).await.unwrap();
    let mut staff = Client::signed_in(&world, "proyecto").await;
    c.approve(&world, id).await.unwrap();
    let late = staff.post(&format!("/purchases/{id}/decide"), &[("decision", "return")]).await;
    assert!(late.texts(".notice.bad")[0].contains("Escriba el motivo"), "the form is gone, the refusal is not");
}

#[tokio::test]
async fn what_people_call_things_is_only_text() {
    let (world, c) = world().await;
    let name = "</text><b>2026</b>";
    let renamed = world.app.db.write(move |tx| {
        Box::pin(async move {
            tx.execute_unprepared(&format!("UPDATE cycle SET name = '{name}'")).await?;
            Ok(())
        })
    });
    renamed.await.unwrap();
    let id = c.ordered(&world, c.draft(&LINES, ContributionKind::Loan)).await;
    c.deliver(&world, id, &LINES).await.unwrap();
    c.close(&world, id).await.unwrap();
    let page = Client::signed_in(&world, "proyecto").await.get(&format!("/programmes/{}", c.programme)).await;
    assert!(!page.text.contains(name) && page.text.contains("&lt;/text&gt;"));
    let mut treasurer = Client::with_token(&world, "tesorera").await;
    let note = json!({ "note": "\u{0}" });
    let other = c.ask(&world, c.draft(&LINES, ContributionKind::Loan)).await.unwrap();
    let answer = treasurer.json(axum::http::Method::POST, &format!("/api/v1/purchases/{other}/submit"), &note).await;
    assert_eq!((answer.status.as_u16(), answer.json()["errors"][0]["code"].as_str()), (422, Some("field-unreadable")));
}

#[tokio::test]
async fn two_who_write_the_budget_at_once_write_their_own_lines() {
    let (world, c) = world().await;
    world.user("admin", Grant::Admin).await;
    let mut admin = Client::signed_in(&world, "admin").await;
    let path = format!("/programmes/{}/budget", c.programme);
    let line = c.line.to_string();
    for name in ["Abono", "Cercos"] {
        let fields = [("id-0", line.as_str()), ("name-0", "Semilla"), ("planned-0", "10,000.00"), ("name-1", name), ("planned-1", "500")];
        assert_eq!(admin.post(&path, &fields).await.status.as_u16(), 303);
    }
    let lines = programmes::lines(world.app.db.read(), c.programme).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), ["Semilla", "Abono", "Cercos"]);
}
