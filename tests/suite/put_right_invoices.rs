//! The invoice has other prices, or freight; a party does not give its part. Parts are computed again, the books hold after
//! each step, and the earlier and the new records stay visible.

use axum::http::{Method, StatusCode};
use muyu::domain::cofinancing::{ContributionBasis, ContributionKind, Movement, Party, PartyRole, Payer, PurchaseStatus};
use muyu::domain::ids::PurchaseId;
use muyu::domain::ledger::Account;
use muyu::domain::loan::LoanStatus;
use muyu::domain::role::Grant;
use muyu::features::corrections::Order;
use muyu::features::programmes;
use muyu::features::purchases::adjust::{Adjustment, Price, adjust};
use serde_json::json;

use crate::support::cofinanced::{Cofinanced, fifty_fifty, pledge};
use crate::support::world::{key, refusal};
use crate::support::{Client, World};

const LINES: [(usize, usize, i64); 2] = [(0, 0, 10_000), (1, 0, 10_000)];

async fn ordered(kind: ContributionKind) -> (World, Cofinanced, PurchaseId) {
    let (world, place) = World::with_fund("2026-03-01").await;
    let c = world.cofinanced(place, fifty_fifty()).await;
    let id = c.ordered(&world, c.draft(&LINES, kind)).await;
    (world, c, id)
}

async fn shares(world: &World, id: PurchaseId) -> Vec<i64> {
    world.purchase(id).await.parties.iter().map(|row| row.received_minor.unwrap_or(row.share_minor)).collect()
}

async fn balance(world: &World, c: &Cofinanced, account: Account) -> i64 {
    muyu::db::journal::balances(world.app.db.read(), c.place.fund).await.unwrap().get(&account).copied().unwrap_or(0)
}

async fn line(world: &World, c: &Cofinanced) -> (i64, i64) {
    let line = programmes::lines(world.app.db.read(), c.programme).await.unwrap()[0].clone();
    (line.committed_minor, line.spent_minor)
}

#[tokio::test]
async fn an_invoice_with_another_price_and_freight_is_shared_anew_and_tells_what_was() {
    let (world, c, id) = ordered(ContributionKind::Loan).await;
    c.pay(&world, id, Movement::Collected(Payer::Party(0)), 42_500).await.unwrap();
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let path = format!("/purchases/{id}/adjust");
    let form = treasurer.get(&path).await;
    assert!(form.text.contains("value=\"42.50\""), "the price that was ordered is there to be changed");
    let typed = |acta, reason| {
        [
            ("price-1", "44.03"),
            ("freight", "0.01"),
            ("freight_what", "Flete"),
            ("freight_supplier", "Transportes Vilca"),
            ("acta", acta),
            ("reason", reason),
        ]
    };
    assert_eq!(treasurer.post(&path, &typed("Acta 15", "")).await.status, StatusCode::UNPROCESSABLE_ENTITY, "it needs a reason");
    let refused = treasurer.post(&path, &typed("", "subió el precio")).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("Falta el acta") && refused.text.contains("44.03"));
    assert_eq!(shares(&world, id).await, [42_500, 42_500], "nothing was changed");
    let done = treasurer.post(&path, &typed("Acta 15", "subió el precio")).await;
    assert_eq!(done.location, format!("/purchases/{id}"), "{}", done.text);
    world.books_hold().await;
    assert_eq!(shares(&world, id).await, [44_031, 44_030], "the odd céntimo is the project's");
    assert_eq!(line(&world, &c).await, (44_031, 0));
    let held = world.purchase(id).await;
    assert_eq!((held.row.total_minor, held.row.lends_minor), (88_061, 44_030));
    assert_eq!(held.balance().unwrap().payers[&Payer::Party(0)].left(), 1_531, "the project owes the difference");
    let told = treasurer.get(&done.location).await.text.replace('\u{a0}', " ");
    for said in ["alfalfa S/ 42.50", "alfalfa S/ 44.03", "S/ 850.00", "S/ 880.61", "Flete · Transportes Vilca S/ 0.01", "subió el precio", "Acta 15"]
    {
        assert!(told.contains(said), "the history tells {said}");
    }
    let mut program = Client::with_token(&world, "tesorera").await;
    let lower = json!({ "prices": [{ "item": 0, "unit_price": 4_000 }], "reason": "llegó de menor calidad" });
    let adjusted = program.json(Method::POST, &format!("/api/v1/purchases/{id}/adjust"), &lower).await;
    assert_eq!(adjusted.status, StatusCode::NO_CONTENT, "less needs no acta: {}", adjusted.text);
    world.books_hold().await;
    let same = program.json(Method::POST, &format!("/api/v1/purchases/{id}/adjust"), &lower).await;
    assert_eq!(same.json()["errors"][0]["code"], json!("nothing-changed"));
    assert_eq!(shares(&world, id).await, [40_001, 40_000]);
    c.deliver(&world, id, &[(0, 0, 10_000), (1, 0, 10_000)]).await.unwrap();
    c.close(&world, id).await.unwrap();
    world.books_hold().await;
    let held = world.purchase(id).await;
    assert_eq!(held.balance().unwrap().payers[&Payer::Party(0)].left(), -2_499, "the project gets back the difference");
    assert_eq!(held.balance().unwrap().suppliers["Transportes Vilca"].left(), 1);
    let late = program.json(Method::POST, &format!("/api/v1/purchases/{id}/adjust"), &lower).await;
    assert_eq!(late.json()["errors"][0]["code"], json!("closing-undone-first"));
}

#[tokio::test]
async fn never_beyond_what_was_decided_the_budget_or_the_fund() {
    for (kind, code) in [(ContributionKind::Cash, "budget-short"), (ContributionKind::Loan, "fund-short")] {
        let (world, c, id) = ordered(kind).await;
        let asked = |price| {
            let what = Adjustment {
                purchase: id,
                prices: vec![Price { item_no: 1, unit_price_minor: price }],
                charges: Vec::new(),
                acta: Some("Acta 15".parse().unwrap()),
            };
            Order::new(what, "subió".parse().unwrap())
        };
        assert_eq!(refusal(adjust(&world.app, &c.treasurer, key(), asked(4_700)).await), "more-than-approved");
        assert_eq!(refusal(adjust(&world.app, &world.by, key(), asked(150_000)).await), code);
        assert_eq!(shares(&world, id).await, [42_500, 42_500]);
        adjust(&world.app, &world.by, key(), asked(5_000)).await.unwrap();
        assert_eq!(shares(&world, id).await, [50_000, 50_000]);
        let elsewhere = world.place("Otra", muyu::domain::amount::Unit::Pen).await;
        world.user("ajena", Grant::Treasurer(elsewhere.association)).await;
        assert_eq!(refusal(adjust(&world.app, &world.actor("ajena").await, key(), asked(4_000)).await), "not-found");
        world.books_hold().await;
    }
}

/// Project 40, a municipality 20 that has paid nothing, producers 40 with the fund's loans; delivered, and closed where
/// `closed`.
async fn unpaid(closed: bool) -> (World, Cofinanced, PurchaseId) {
    let (world, place) = World::with_fund("2026-03-01").await;
    let mut plan = fifty_fifty();
    plan.parties.insert(1, Party { name: "Municipalidad".parse().unwrap(), role: PartyRole::Partner, weight: 0 });
    for (party, weight) in plan.parties.iter_mut().zip([400_000, 200_000, 400_000]) {
        party.weight = weight;
    }
    let c = world.cofinanced(place, plan).await;
    let mut draft = c.draft(&LINES, ContributionKind::Loan);
    draft.pledges.push(pledge(Payer::Party(1), ContributionKind::Cash, ContributionBasis::Rest));
    let id = c.ordered(&world, draft).await;
    c.pay(&world, id, Movement::Collected(Payer::Party(0)), 34_000).await.unwrap();
    c.pay(&world, id, Movement::Paid("Agropecuaria Sicuani".to_owned()), 85_000).await.unwrap();
    c.deliver(&world, id, &[(0, 0, 10_000), (1, 0, 10_000)]).await.unwrap();
    if closed {
        c.close(&world, id).await.unwrap();
    }
    world.books_hold().await;
    (world, c, id)
}

fn decided<'a>(to: &'a str, amount: &'a str, acta: &'a str) -> [(&'static str, &'a str); 6] {
    [("from", "p1"), ("to", to), ("amount", amount), ("happens_on", "2026-03-01"), ("acta", acta), ("reason", "no transfirió")]
}

#[tokio::test]
async fn what_a_partner_never_pays_is_written_off_as_a_loss_and_the_purchase_settles() {
    let (world, c, id) = unpaid(true).await;
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let path = format!("/purchases/{id}/shifts");
    assert!(treasurer.get(&path).await.text.contains("Municipalidad"));
    let open = treasurer.post(&format!("/purchases/{id}/settle"), &[]).await;
    assert_eq!(open.status, StatusCode::UNPROCESSABLE_ENTITY, "somebody owes");
    assert_eq!(treasurer.post(&path, &decided("lost", "170.00", "")).await.status, StatusCode::UNPROCESSABLE_ENTITY, "by acta only");
    assert_eq!(treasurer.post(&path, &decided("lost", "170.01", "Acta 20")).await.status, StatusCode::UNPROCESSABLE_ENTITY, "no more than it owes");
    for round in 0..2 {
        let done = treasurer.post(&path, &decided("lost", "170.00", "Acta 20")).await;
        assert_eq!(done.location, path, "{}", done.text);
        world.books_hold().await;
        assert_eq!((balance(&world, &c, Account::LoanLosses).await, balance(&world, &c, Account::Claims).await), (17_000, 0));
        if round == 1 {
            break;
        }
        let row = world.purchase(id).await.shifts[0].id;
        let undo = format!("/part-shifts/{row}/undo");
        assert_eq!(treasurer.post(&undo, &[("reason", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(treasurer.post(&undo, &[("reason", "sí va a pagar")]).await.location, path);
        world.books_hold().await;
        assert_eq!((balance(&world, &c, Account::LoanLosses).await, balance(&world, &c, Account::Claims).await), (0, 17_000));
        assert_eq!(treasurer.post(&undo, &[("reason", "otra vez")]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "twice");
        assert!(treasurer.get(&path).await.text.contains("sí va a pagar"));
    }
    let mut program = Client::with_token(&world, "tesorera").await;
    let reopened = program.json(Method::POST, &format!("/api/v1/purchases/{id}/reopen"), &json!({ "reason": "x" })).await;
    assert_eq!(reopened.json()["errors"][0]["code"], json!("records-stand-on-it"));
    treasurer.post(&format!("/purchases/{id}/settle"), &[]).await;
    assert_eq!(world.status(id).await, PurchaseStatus::Settled);
    world.books_hold().await;
}

#[tokio::test]
async fn the_project_takes_over_what_a_partner_does_not_pay_within_its_budget() {
    for closed in [false, true] {
        let (world, c, id) = unpaid(closed).await;
        let mut treasurer = Client::signed_in(&world, "tesorera").await;
        let path = format!("/purchases/{id}/shifts");
        let beyond = treasurer.post(&path, &decided("p0", "170.00", "Acta 20")).await;
        assert_eq!(beyond.status, StatusCode::UNPROCESSABLE_ENTITY, "more than a decision covers");
        let done = treasurer.post(&path, &decided("p0", "34.00", "Acta 20")).await;
        assert_eq!(done.location, path, "{}", done.text);
        world.books_hold().await;
        assert_eq!(shares(&world, id).await, [37_400, 13_600, 34_000]);
        assert_eq!(line(&world, &c).await, if closed { (0, 37_400) } else { (37_400, 0) });
        let member = treasurer.post(&path, &decided(&c.place.members[0].0.simple().to_string(), "36.00", "Acta 20")).await;
        assert_eq!(member.location, path, "{}", member.text);
        world.books_hold().await;
        if !closed {
            c.close(&world, id).await.unwrap();
            world.books_hold().await;
        }
        assert_eq!(shares(&world, id).await, [37_400, 10_000, 37_600]);
        let held = world.purchase(id).await;
        let left = |payer| held.balance().unwrap().payers[&payer].left();
        assert_eq!((left(Payer::Party(0)), left(Payer::Party(1)), left(Payer::Member(c.place.members[0]))), (3_400, 10_000, 3_600));
        let first = held.shifts[0].id;
        let undone = treasurer.post(&format!("/part-shifts/{first}/undo"), &[("reason", "no era así")]).await;
        assert_eq!(undone.status == StatusCode::SEE_OTHER, closed, "what the delivery was closed on comes undone after the closing: {}", undone.text);
        world.books_hold().await;
        if closed {
            assert_eq!(shares(&world, id).await, [34_000, 13_400, 37_600]);
        }
    }
}

#[tokio::test]
async fn the_fund_lends_to_the_members_what_a_partner_does_not_pay() {
    for closed in [false, true] {
        let (world, c, id) = unpaid(closed).await;
        let mut program = Client::with_token(&world, "tesorera").await;
        let body = json!({ "kind": "lent", "from_party": 1, "amount_minor": 17_000, "happens_on": "2026-03-01", "acta": "Acta 21", "reason": "no transfirió" });
        let made = program.json(Method::POST, &format!("/api/v1/purchases/{id}/shifts"), &body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        world.books_hold().await;
        if !closed {
            c.close(&world, id).await.unwrap();
            world.books_hold().await;
        }
        assert_eq!(balance(&world, &c, Account::LoansReceivable).await, 51_000);
        assert_eq!((balance(&world, &c, Account::Claims).await, shares(&world, id).await), (0, vec![34_000, 0, 51_000]));
        let undo = format!("/api/v1/part-shifts/{}/undo", made.json()["id"].as_str().unwrap());
        if !closed {
            let refused = program.json(Method::POST, &undo, &json!({ "reason": "x" })).await;
            assert_eq!(refused.json()["errors"][0]["code"], json!("records-stand-on-it"));
            continue;
        }
        let held = world.purchase(id).await;
        let lent: Vec<_> = held.contributions.iter().filter(|row| row.shift_id.is_some()).filter_map(|row| row.loan_id).collect();
        assert_eq!(lent.len(), 2);
        let paid = world.pay(lent[0], "2026-03-01", 100).await.unwrap();
        let refused = program.json(Method::POST, &undo, &json!({ "reason": "x" })).await;
        assert!(refused.status == StatusCode::CONFLICT && refused.text.contains(&paid.to_string()));
        muyu::features::repayments::put_right::reverse(&world.app, &world.by, key(), Order::new(paid, "x".parse().unwrap())).await.unwrap();
        assert_eq!(program.json(Method::POST, &undo, &json!({ "reason": "pagó" })).await.status, StatusCode::NO_CONTENT);
        world.books_hold().await;
        assert_eq!(world.held(lent[0]).await.status(), LoanStatus::Cancelled);
        assert_eq!((balance(&world, &c, Account::LoansReceivable).await, balance(&world, &c, Account::Claims).await), (34_000, 17_000));
    }
}
