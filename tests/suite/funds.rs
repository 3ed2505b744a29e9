//! Funds: rules, cycles, capital, expenses, loans approved and disbursed, and cash that is never below zero.

use muyu::domain::amount::Unit;
use muyu::domain::capital::CapitalKind;
use muyu::domain::cycle::Window;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::refusal::Fact;
use muyu::domain::text::Line;
use muyu::features::availability::forecast::forecast;
use muyu::features::corrections::Order;
use muyu::features::{capital, expenses, funds, loans, members};

use crate::support::World;
use crate::support::world::{day, key, monthly, person, refusal};

fn expense(place: &crate::support::world::Place, amount_minor: i64) -> expenses::record::NewExpense {
    expenses::record::NewExpense {
        fund: place.fund,
        concept: "Pasajes".parse().unwrap(),
        amount_minor,
        happens_on: day("2026-02-01"),
        payment_method: PaymentMethod::Cash,
    }
}

#[tokio::test]
async fn cash_never_goes_below_zero_and_the_amount_missing_is_named() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.let_lend_beyond(&place).await;
    let error = expenses::record::pay(&world.app, &world.by, key(), expense(&place, 1_000_001)).await.unwrap_err();
    let told = &error.refusals()[0];
    assert_eq!((told.code, &*told.field), ("cash-short", "amount"));
    assert!(told.facts.contains(&("missing", Fact::Money(1, Unit::Pen))));
    assert_eq!(refusal(world.lend_by(&place, place.members[0], monthly(1_000_001, "2026-01-01", 4), true).await), "cash-short");
    let paid = expenses::record::pay(&world.app, &world.by, key(), expense(&place, 1_000_000)).await.unwrap();
    expenses::put_right::undo(&world.app, &world.by, key(), Order::new(paid, "no se compró".parse().unwrap())).await.unwrap();
    assert_eq!(
        refusal(expenses::put_right::undo(&world.app, &world.by, key(), Order::new(paid, "otra vez".parse().unwrap())).await),
        "already-reversed"
    );
    world.books_hold().await;
}

#[tokio::test]
async fn what_is_agreed_promised_and_planned_shows_in_the_capital_available() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend_by(&place, place.members[0], monthly(100_000, "2026-03-01", 4), false).await.unwrap();
    let pledge = capital::record::NewCapital {
        member: None,
        fund: place.fund,
        kind: CapitalKind::Grant,
        source: "Municipalidad".parse().unwrap(),
        amount_minor: 50_000,
        happens_on: day("2026-06-01"),
        owed_back_on: None,
        payment_method: PaymentMethod::Deposit,
    };
    let pledge = capital::record::pledge(&world.app, &world.by, key(), pledge).await.unwrap();
    let planned = expenses::record::NewExpense { happens_on: day("2026-05-01"), ..expense(&place, 7_000) };
    let planned = expenses::record::plan(&world.app, &world.by, key(), planned).await.unwrap();
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let result = forecast(&world.app, &fund, day("2026-03-01")).await.unwrap();
    let now = result.on_hand.now;
    assert_eq!((now.reserve, now.committed, now.available_now), (100_000, 100_000, 800_000));
    assert_eq!(result.next_cycle.firm.available, 793_000);
    assert_eq!(result.next_cycle.full.available, 843_000);

    loans::disburse::disburse(&world.app, &world.by, key(), loan, day("2026-03-01"), PaymentMethod::Cash, loans::Allowance::default()).await.unwrap();
    let twice =
        loans::disburse::disburse(&world.app, &world.by, key(), loan, day("2026-03-01"), PaymentMethod::Cash, loans::Allowance::default()).await;
    assert_eq!(refusal(twice), "loan-not-approved");
    capital::record::fulfil(&world.app, &world.by, key(), pledge, day("2026-03-01"), PaymentMethod::Deposit).await.unwrap();
    let again = capital::record::fulfil(&world.app, &world.by, key(), pledge, day("2026-03-01"), PaymentMethod::Deposit).await;
    assert_eq!(refusal(again), "pledge-already-received");
    expenses::record::pay_planned(&world.app, &world.by, key(), planned, day("2026-03-01"), PaymentMethod::Cash).await.unwrap();
    let paid = expenses::record::pay_planned(&world.app, &world.by, key(), planned, day("2026-03-01"), PaymentMethod::Cash).await;
    assert_eq!(refusal(paid), "expense-not-planned");
    let result = forecast(&world.app, &fund, day("2026-03-01")).await.unwrap();
    assert_eq!((result.on_hand.holdings.cash, result.on_hand.holdings.bank, result.on_hand.loans_receivable), (893_000, 50_000, 100_000));
    assert_eq!(result.next_cycle.full.principal_due, 100_000);
    world.books_hold().await;
}

#[tokio::test]
async fn cycles_never_overlap_and_a_loan_belongs_to_the_one_of_its_day() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let window = Window { name: "doble".parse().unwrap(), starts_on: day("2026-05-01"), ends_on: day("2026-09-01") };
    assert_eq!(refusal(funds::cycles::open(&world.app, &world.by, key(), place.fund, window).await), "cycle-overlaps");
    let loan = world.lend(&place, 0, "2025-05-10").await;
    let held = world.held(loan).await;
    let cycles = funds::cycles(world.app.db.read(), place.fund).await.unwrap();
    let own = cycles.iter().find(|cycle| cycle.id == held.loan.cycle_id).unwrap();
    assert_eq!(own.name, "2024-2025");
}

#[tokio::test]
async fn a_seed_bank_counts_in_kilos_like_money() {
    let world = World::empty("2026-03-01").await;
    let place = world.place("Banco de semillas", Unit::Kg).await;
    let loan = world.lend_by(&place, place.members[0], monthly(60_000, "2026-01-01", 2), true).await.unwrap();
    world.pay(loan, "2026-02-01", 31_200).await.unwrap();
    assert_eq!(world.held(loan).await.loan.unpaid_principal_minor, 30_000);
    world.books_hold().await;
}

#[tokio::test]
async fn a_loan_goes_only_to_a_member_of_the_association() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let other = world.place("Otra", Unit::Pen).await;
    let outcome = world.lend_by(&place, other.members[0], monthly(10_000, "2026-01-01", 1), true).await;
    assert_eq!(refusal(outcome), "member-of-another-association");
    let member = members::find(world.app.db.read(), place.members[0]).await.unwrap();
    let same = members::keep::Person { document: member.document.map(Line::kept), sex: muyu::domain::member::Sex::Unsaid, ..person("Otra persona") };
    assert_eq!(refusal(members::keep::register(&world.app, &world.by, key(), place.association, same).await), "document-used");
}

#[tokio::test]
async fn the_recovery_rate_comes_from_closed_cycles_once_enough_was_seen() {
    let (world, place) = World::with_fund("2026-10-01").await;
    for member in 0..3 {
        for month in ["2025-08-01", "2025-09-01"] {
            let loan = world.lend_by(&place, place.members[member], monthly(40_000, month, 4), true).await.unwrap();
            if member < 2 {
                let due: i64 = world.held(loan).await.contract.schedule.iter().map(|row| row.principal + row.interest).sum();
                world.pay(loan, "2025-11-25", due + 2_000).await.unwrap();
            }
        }
    }
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let result = forecast(&world.app, &fund, day("2026-10-01")).await.unwrap();
    assert_eq!(result.observed[0].installments, 24);
    assert_eq!(result.main_rate_ppm(), 666_666, "two of three paid within ninety days");
    assert_eq!(result.observed[5].rate_ppm(), None, "too few got so late: the rules' rate stands");
}
