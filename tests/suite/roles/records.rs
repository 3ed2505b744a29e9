//! Records that the ids of the routes stand for.

use crate::support::World;
use crate::support::world::{Place, day, key, monthly, payment};

/// The application of the first member.
pub async fn asked(world: &World, place: &Place) -> String {
    use muyu::features::applications::apply;
    use muyu::features::solidarity::guarantees::Named;
    let new = apply::NewApplication {
        fund: place.fund,
        member: place.members[0],
        purpose: "alfalfa".parse().unwrap(),
        harvest_on: None,
        terms: monthly(1_000, "2026-03-01", 2),
        named: Named { guarantors: Vec::new(), by_group: false },
        again_of: None,
    };
    apply::apply(&world.app, &world.by, crate::support::world::key(), new).await.unwrap().to_string()
}

/// A group of all members that guarantees a loan of the first.
pub async fn in_solidarity(world: &World, place: &Place, loan: muyu::domain::ids::LoanId) -> [String; 2] {
    use muyu::features::solidarity::{self, groups, guarantees};
    let on = crate::support::world::day("2026-01-01");
    let new = groups::NewGroup { association: place.association, name: "Las Rosas".parse().unwrap(), formed_on: on, members: place.members.clone() };
    let group = groups::form(&world.app, &world.by, crate::support::world::key(), new).await.unwrap();
    let named = guarantees::Named { guarantors: Vec::new(), by_group: true };
    let new = guarantees::NewGuarantees { loan, named, signed_on: on };
    guarantees::add(&world.app, &world.by, crate::support::world::key(), new).await.unwrap();
    let guarantee = solidarity::guarantors_of(world.app.db.read(), loan).await.unwrap()[0].id;
    [group.to_string(), guarantee.to_string()]
}

/// The first member's credit balance, partly refunded.
pub async fn credited(world: &World, place: &Place) -> String {
    use muyu::features::credits::use_credit::{NewRefund, refund};
    let loan = world.lend_by(place, place.members[0], monthly(1_000, "2026-01-01", 1), true).await.unwrap();
    world.pay(loan, "2026-01-20", 1_500).await.unwrap();
    let new = NewRefund {
        fund: place.fund,
        member: place.members[0],
        amount_minor: 100,
        refunded_on: day("2026-02-01"),
        payment_method: muyu::domain::loan::PaymentMethod::Cash,
        note: Default::default(),
    };
    refund(&world.app, &world.by, key(), new).await.unwrap().to_string()
}

/// Cash deposited in the bank.
pub async fn transferred(world: &World, place: &Place) -> String {
    use muyu::domain::loan::PaymentMethod;
    let new = muyu::features::transfers::record::NewTransfer {
        kind: muyu::domain::transfer::TransferKind::Own,
        from: place.fund,
        to: place.fund,
        taken_from: PaymentMethod::Cash,
        put_into: PaymentMethod::Deposit,
        amount_minor: 100,
        happens_on: crate::support::world::day("2026-02-01"),
        owed_back_on: None,
        acta: Default::default(),
        note: Default::default(),
        repays: None,
    };
    muyu::features::transfers::record::record(&world.app, &world.by, crate::support::world::key(), new).await.unwrap().to_string()
}

/// A late loan with called guarantors, a promise, and what the debtor repaid to a guarantor.
pub async fn delayed(world: &World, place: &Place, loan: muyu::domain::ids::LoanId) -> [String; 3] {
    use muyu::features::delay::{call, claims, promises};
    use muyu::features::repayments::{Payer, record};
    let (app, by, on) = (&world.app, &world.by, day("2026-03-01"));
    call::call(app, by, key(), call::NewCall { loan, called_on: on, note: Default::default() }).await.unwrap();
    let new = promises::NewPromise { loan, due_on: on, amount_minor: 1, note: Default::default() };
    promises::promise(app, by, key(), new).await.unwrap();
    let payer = Payer { member: Some(place.members[1]), name: Default::default() };
    let paid = record::record_of(app, by, key(), payment(loan, "2026-03-01", 100), Some(payer)).await.unwrap();
    let new = claims::NewClaimPayment { repayment: paid, amount_minor: 10, paid_on: on, note: Default::default() };
    claims::pay_back(app, by, key(), new).await.unwrap();
    let known = muyu::features::delay::history(app, loan).await.unwrap();
    [known.calls[0].id, known.promises[0].id, known.claims[0].returned[0].id].map(|id| id.to_string())
}
