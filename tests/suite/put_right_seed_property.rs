//! For any records and corrections of a co-financed purchase in any order: the books hold after each step, and once all is
//! undone and the purchase is cancelled, the fund is as if it had never been ordered.

use muyu::domain::cofinancing::{ContributionBasis, ContributionKind, Movement, Payer, PurchaseStatus, ShiftKind};
use muyu::domain::ids::PurchaseId;
use muyu::domain::loan::PaymentMethod;
use muyu::error::Error;
use muyu::features::corrections::Order;
use muyu::features::purchases::adjust::{Adjustment, Price, adjust};
use muyu::features::purchases::deliveries::{self, reopen};
use muyu::features::purchases::shifts::record::NewShift;
use muyu::features::purchases::{cancel, labour, put_right, shifts};
use proptest::prelude::*;

use crate::support::World;
use crate::support::cofinanced::{Cofinanced, fifty_fifty, pledge};
use crate::support::world::{day, key};

/// One action; payments and days of labour are given by their index among all.
#[derive(Clone, Debug)]
enum Act {
    Pay(usize, i64),
    Work(i64, bool),
    Deliver(usize, i64),
    Close,
    Reopen,
    Adjust(i64),
    Shift(usize, i64),
    UndoPayment(usize),
    CorrectPayment(usize, i64),
    UndoWork(usize),
    CorrectWork(usize, i64),
    UndoDelivery(usize),
    UndoShift(usize),
}

fn any_act() -> impl Strategy<Value = Act> {
    let (which, minor, days) = (0..8_usize, 100..60_000_i64, 100..3_000_i64);
    prop_oneof![
        6 => (which.clone(), minor.clone()).prop_map(|(which, minor)| Act::Pay(which, minor)),
        2 => (days.clone(), any::<bool>()).prop_map(|(days, gift)| Act::Work(days, gift)),
        3 => (which.clone(), 1..10_i64).prop_map(|(which, kilos)| Act::Deliver(which, kilos * 1_000)),
        2 => Just(Act::Close),
        2 => Just(Act::Reopen),
        2 => (3_000..5_000_i64).prop_map(Act::Adjust),
        1 => (which.clone(), minor.clone()).prop_map(|(which, minor)| Act::Shift(which, minor)),
        2 => which.clone().prop_map(Act::UndoPayment),
        3 => (which.clone(), minor).prop_map(|(which, minor)| Act::CorrectPayment(which, minor)),
        1 => which.clone().prop_map(Act::UndoWork),
        1 => (which.clone(), days).prop_map(|(which, days)| Act::CorrectWork(which, days)),
        1 => which.clone().prop_map(Act::UndoDelivery),
        1 => which.prop_map(Act::UndoShift),
    ]
}

fn order<T>(what: T) -> Order<T> {
    Order::new(what, "se anotó mal".parse().unwrap())
}

fn nth<T: Copy>(all: &[T], which: usize) -> Option<T> {
    all.get(which % all.len().max(1)).copied()
}

/// An action may be refused, and has then changed nothing.
async fn record(world: &World, c: &Cofinanced, id: PurchaseId, act: &Act) -> Result<(), Error> {
    let (app, by, today) = (&world.app, &c.treasurer, day("2026-03-01"));
    let (member, supplier) = (Payer::Member(c.place.members[0]), "Agropecuaria Sicuani".to_owned());
    match act {
        Act::Pay(which, minor) => {
            let movements = [
                Movement::Collected(member),
                Movement::Collected(Payer::Party(0)),
                Movement::Paid(supplier.clone()),
                Movement::GivenBack(member),
                Movement::PaidDirect(Payer::Party(0), supplier.clone()),
                Movement::SupplierGaveBack(supplier),
            ];
            c.pay(world, id, movements[which % movements.len()].clone(), *minor).await
        }
        Act::Work(days, gift) => {
            let (member, worked_by) = (c.place.members[1], Some("Vecina de ayni".parse().unwrap()));
            let new = labour::record::NewLabour { member, worked_on: today, days: *days, task: "cerco".parse().unwrap(), worked_by, gift: *gift };
            labour::record::record(app, by, key(), id, new).await.map(drop)
        }
        Act::Deliver(which, quantity) => c.deliver(world, id, &[(which % 2, 0, *quantity)]).await,
        Act::Close => c.close(world, id).await,
        Act::Reopen => reopen::undo(app, by, key(), order(id)).await.map(drop),
        Act::Adjust(price) => {
            let prices = vec![Price { item_no: 1, unit_price_minor: *price }];
            let what = Adjustment { purchase: id, prices, charges: Vec::new(), acta: Some("Acta 14".parse().unwrap()) };
            adjust(app, by, key(), order(what)).await.map(drop)
        }
        Act::Shift(which, minor) => {
            let (kind, from, to) = match which % 3 {
                0 => (ShiftKind::TakenOver, member, Some(Payer::Party(0))),
                1 => (ShiftKind::WrittenOff, member, None),
                _ => (ShiftKind::WrittenOff, Payer::Party(0), None),
            };
            let (acta, reason) = ("Acta 15".parse().unwrap(), "no lo dará".parse().unwrap());
            let new = NewShift { kind, from, to, amount_minor: *minor, happens_on: today, acta, reason };
            shifts::record::record(app, by, key(), id, new).await.map(drop)
        }
        _ => put_one_right(world, c, id, act).await,
    }
}

async fn put_one_right(world: &World, c: &Cofinanced, id: PurchaseId, act: &Act) -> Result<(), Error> {
    let (app, by, today) = (&world.app, &c.treasurer, day("2026-03-01"));
    let held = world.purchase(id).await;
    let payments: Vec<_> = held.payments.iter().map(|row| row.id).collect();
    let worked: Vec<_> = labour::of_purchase(app.db.read(), id).await?.iter().map(|row| row.id).collect();
    let deliveries: Vec<_> = held.deliveries.iter().map(|row| row.id).collect();
    let shifted: Vec<_> = held.shifts.iter().map(|row| row.id).collect();
    match act {
        Act::UndoPayment(which) => match nth(&payments, *which) {
            Some(payment) => put_right::undo(app, by, key(), order(payment)).await.map(drop),
            None => Ok(()),
        },
        Act::CorrectPayment(which, minor) => match nth(&payments, *which) {
            Some(wrong) => {
                let (payment_method, note) = (PaymentMethod::Deposit, Default::default());
                let right = put_right::Right { wrong, amount_minor: *minor, payment_method, happens_on: today, note };
                put_right::correct(app, by, key(), order(right)).await.map(drop)
            }
            None => Ok(()),
        },
        Act::UndoWork(which) => match nth(&worked, *which) {
            Some(days) => labour::put_right::undo(app, by, key(), order(days)).await.map(drop),
            None => Ok(()),
        },
        Act::CorrectWork(which, days) => match nth(&worked, *which) {
            Some(wrong) => {
                let right = labour::put_right::Right { wrong, worked_on: today, days: *days, task: "zanja".parse().unwrap() };
                labour::put_right::correct(app, by, key(), order(right)).await.map(drop)
            }
            None => Ok(()),
        },
        Act::UndoDelivery(which) => match nth(&deliveries, *which) {
            Some(delivery) => deliveries::put_right::undo(app, by, key(), order(delivery)).await.map(drop),
            None => Ok(()),
        },
        Act::UndoShift(which) => match nth(&shifted, *which) {
            Some(shift) => shifts::record::undo(app, by, key(), order(shift)).await.map(drop),
            None => Ok(()),
        },
        other => unreachable!("{other:?} puts nothing right"),
    }
}

/// Undoes all records, in whatever order that needs.
async fn undo_all(world: &World, c: &Cofinanced, id: PurchaseId) {
    for _ in 0..12 {
        let held = world.purchase(id).await;
        if held.status() == PurchaseStatus::Received {
            drop(record(world, c, id, &Act::Reopen).await);
        }
        for which in 0..held.shifts.len() {
            drop(record(world, c, id, &Act::UndoShift(which)).await);
        }
        for which in (0..held.payments.len()).rev() {
            drop(record(world, c, id, &Act::UndoPayment(which)).await);
        }
        for which in (0..held.deliveries.len()).rev() {
            drop(record(world, c, id, &Act::UndoDelivery(which)).await);
        }
        let worked = labour::of_purchase(world.app.db.read(), id).await.unwrap();
        for which in 0..worked.len() {
            drop(record(world, c, id, &Act::UndoWork(which)).await);
        }
        world.books_hold().await;
    }
    let held = world.purchase(id).await;
    assert_eq!(held.status(), PurchaseStatus::Ordered);
    assert!(held.payments.iter().all(|row| row.reversed_at.is_some()), "{:?}", held.payments);
    assert!(held.deliveries.iter().all(|row| row.reversed_at.is_some()), "{:?}", held.deliveries);
    assert!(held.shifts.iter().all(|row| row.reversed_at.is_some()), "{:?}", held.shifts);
}

async fn balances(world: &World, c: &Cofinanced) -> Vec<(&'static str, i64)> {
    let all = muyu::db::journal::balances(world.app.db.read(), c.place.fund).await.unwrap();
    all.into_iter().filter(|(_, minor)| *minor != 0).map(|(account, minor)| (account.code(), minor)).collect()
}

async fn all_of_it_can_be_undone(acts: Vec<Act>) {
    let (world, place) = World::with_fund("2026-03-01").await;
    let c = world.cofinanced(place, fifty_fifty()).await;
    let before = balances(&world, &c).await;
    let mut draft = c.draft(&[(0, 0, 10_000), (1, 0, 5_000)], ContributionKind::Loan);
    draft.pledges.push(pledge(Payer::Member(c.place.members[0]), ContributionKind::Cash, ContributionBasis::Sum(5_000)));
    draft.pledges.push(pledge(Payer::Member(c.place.members[1]), ContributionKind::Labour, ContributionBasis::Days(1_000)));
    let id = c.ordered(&world, draft).await;
    for one in &acts {
        drop(record(&world, &c, id, one).await);
        world.books_hold().await;
    }
    undo_all(&world, &c, id).await;
    cancel::cancel(&world.app, &c.treasurer, key(), id, "no se compra".parse().unwrap()).await.unwrap();
    world.books_hold().await;
    assert_eq!(balances(&world, &c).await, before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_was_recorded_of_a_purchase_can_be_undone(acts in prop::collection::vec(any_act(), 4..25)) {
        tokio::runtime::Runtime::new().unwrap().block_on(all_of_it_can_be_undone(acts));
    }
}
