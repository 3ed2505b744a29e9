//! The names and inputs stored with the keys of purchase commands: a form sent before an upgrade is recognised after it.

use muyu::db::command::fingerprint;
use muyu::db::entity::idempotency;
use muyu::domain::cofinancing::{ContributionBasis, ContributionKind, Movement, Payer};
use muyu::domain::ids::PurchaseId;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::text::Line;
use muyu::features::corrections::Order;
use muyu::features::purchases::approvals::decide::{Decision, decide};
use muyu::features::purchases::attachments::attach::{NewAttachment, attach};
use muyu::features::purchases::deliveries::count::{Counted, count};
use muyu::features::purchases::deliveries::deliver::{self, NewDelivery};
use muyu::features::purchases::deliveries::receive::{Close, receive};
use muyu::features::purchases::{Said, cancel, deliveries, draft, labour, order, pay, put_right, settle, submit};
use sea_orm::EntityTrait;
use serde::Serialize;
use uuid::Uuid;

use crate::support::World;
use crate::support::cofinanced::{Cofinanced, fifty_fifty, pledge};
use crate::support::world::{day, key};

const LINES: [(usize, usize, i64); 1] = [(0, 0, 10_000)];
const ZONE: &str = "America/Lima";

/// Checks that the key is stored with this name and this input, as every version wrote it.
async fn kept(world: &World, key: Uuid, name: &str, input: impl Serialize) {
    let row = idempotency::Entity::find_by_id(key).one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(row.fingerprint, fingerprint(name, &input).unwrap(), "{name}");
}

fn reason() -> Line {
    "por error".parse().unwrap()
}

fn asked(c: &Cofinanced) -> draft::Content {
    let mut draft = c.draft(&LINES, ContributionKind::Cash);
    draft.pledges.push(pledge(Payer::Member(c.place.members[0]), ContributionKind::Labour, ContributionBasis::Days(2_000)));
    c.content(draft)
}

#[tokio::test]
async fn every_command_of_a_purchase_keeps_its_key_as_the_first_version_did() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let c = world.cofinanced(place, fifty_fifty()).await;
    let (app, by) = (&world.app, &c.treasurer);
    let new = draft::NewPurchase { fund: c.place.fund, programme: c.programme, content: asked(&c) };
    let once = key();
    let id = draft::create(app, by, once, new.clone()).await.unwrap();
    kept(&world, once, "purchase.draft", new).await;
    let once = key();
    draft::save(app, by, once, id, asked(&c)).await.unwrap();
    kept(&world, once, "purchase.edit", (id, asked(&c))).await;
    let said = Said { note: "sin falta".parse().unwrap(), acta: Some("Acta 14".parse().unwrap()) };
    for (decision, name) in [(Decision::Return, "purchase.return"), (Decision::Approve, "purchase.approve")] {
        let once = key();
        submit::submit(app, by, once, id, Said::default()).await.unwrap();
        kept(&world, once, "purchase.submit", (id, Said::default(), ZONE)).await;
        let once = key();
        decide(app, &c.staff, once, id, decision, said.clone()).await.unwrap();
        kept(&world, once, name, (id, said.clone(), ZONE)).await;
    }
    let once = key();
    order::order(app, by, once, id, Said::default()).await.unwrap();
    kept(&world, once, "purchase.order", (id, Said::default(), ZONE)).await;

    money_and_work(&world, &c, id).await;
    goods(&world, &c, id).await;
    for movement in owed(&world, id).await {
        c.pay(&world, id, movement.0, movement.1).await.unwrap();
    }
    let once = key();
    settle::settle(app, by, once, id, Said::default()).await.unwrap();
    kept(&world, once, "purchase.settle", (id, Said::default())).await;

    let other = c.ask(&world, c.draft(&LINES, ContributionKind::Cash)).await.unwrap();
    let once = key();
    cancel::cancel(app, by, once, other, reason()).await.unwrap();
    kept(&world, once, "purchase.cancel", (other, reason(), ZONE)).await;
    c.submit(&world, other).await.unwrap_err();
    world.books_hold().await;
}

async fn money_and_work(world: &World, c: &Cofinanced, id: PurchaseId) {
    let (app, by) = (&world.app, &c.treasurer);
    let money = |movement: Movement, amount_minor| pay::NewPayment {
        movement,
        amount_minor,
        payment_method: PaymentMethod::Cash,
        happens_on: day("2026-03-01"),
        note: Default::default(),
    };
    let once = key();
    let payment = pay::record(app, by, once, id, money(Movement::Collected(Payer::Party(0)), 100)).await.unwrap();
    kept(world, once, "purchase.pay", (id, money(Movement::Collected(Payer::Party(0)), 100))).await;
    let once = key();
    put_right::undo(app, by, once, Order::new(payment, reason())).await.unwrap();
    kept(world, once, "purchase.undo_payment", (payment, reason())).await;

    let worked = labour::record::NewLabour {
        member: c.place.members[0],
        worked_on: day("2026-02-20"),
        days: 1_000,
        task: "siembra".parse().unwrap(),
        worked_by: None,
        gift: false,
    };
    let once = key();
    let days = labour::record::record(app, by, once, id, worked.clone()).await.unwrap();
    kept(world, once, "labour.record", (id, worked)).await;
    let once = key();
    labour::put_right::undo(app, by, once, Order::new(days, reason())).await.unwrap();
    kept(world, once, "labour.undo", (days, reason())).await;

    let once = key();
    let document = NewAttachment { kind: "invoice", name: "factura.pdf".parse().unwrap(), bytes: b"%PDF-1.7".to_vec() };
    attach(app, by, once, id, document).await.unwrap();
    let sha256 = "86edbaa24831badfa0a8b04bb410141e2ee4182b6d0014493fe262a7a331c20b";
    kept(world, once, "attachment.add", (id, sha256, "factura.pdf")).await;
}

async fn goods(world: &World, c: &Cofinanced, id: PurchaseId) {
    let (app, by) = (&world.app, &c.treasurer);
    let line = |member, quantity| deliver::Line { item_no: 1, member, quantity };
    let lines = vec![line(None, 10_000), line(Some(c.place.members[0]), 10_000)];
    let new = NewDelivery { on: day("2026-03-01"), note: Default::default(), lines };
    let once = key();
    let delivery = deliver::deliver(app, by, once, id, new.clone()).await.unwrap();
    kept(world, once, "purchase.deliver", (id, new.clone())).await;
    let once = key();
    deliveries::put_right::undo(app, by, once, Order::new(delivery, reason())).await.unwrap();
    kept(world, once, "purchase.undo_delivery", (delivery, reason())).await;
    deliver::deliver(app, by, key(), id, new).await.unwrap();

    let close = Close { on: day("2026-03-01"), due_on: None, note: Default::default(), confirmed: true };
    let once = key();
    receive(app, by, once, id, close.clone()).await.unwrap();
    kept(world, once, "purchase.receive", (id, close, ZONE)).await;
    let counted = vec![Counted { item_no: 1, member: c.place.members[0], hectares: 500, reason: None }];
    let once = key();
    count(app, by, once, id, counted.clone()).await.unwrap();
    kept(world, once, "purchase.count", (id, counted)).await;
}

/// The sums that are still to collect and to pay.
async fn owed(world: &World, id: PurchaseId) -> Vec<(Movement, i64)> {
    let balance = world.purchase(id).await.balance().unwrap();
    let payers = balance.payers.into_iter().map(|(payer, due)| (Movement::Collected(payer), due.left()));
    let suppliers = balance.suppliers.into_iter().map(|(name, due)| (Movement::Paid(name), due.left()));
    payers.chain(suppliers).filter(|(_, left)| *left > 0).collect()
}
