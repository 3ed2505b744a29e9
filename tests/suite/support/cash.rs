//! Counts of a fund's cash box.

use muyu::domain::bank::BankLine;
use muyu::domain::capital::CapitalKind;
use muyu::domain::cash::Pile;
use muyu::domain::close::{ShareBasis, SurplusSplit};
use muyu::domain::cycle::Window;
use muyu::domain::ids::{CycleId, FundId, ShareOutId};
use muyu::domain::loan::PaymentMethod;
use muyu::features::closes::share_out::NewShareOut;
use muyu::features::{capital, cash, closes, funds, reconciliation};
use serde_json::{Value, json};

use super::World;
use super::world::{Place, day, key, monthly};

/// Counts the box on the world's day, in agreement with the books up to coins of 0.10.
pub async fn counted(world: &World, fund: FundId) -> String {
    let today = world.app.clock.now().date_naive();
    let books = cash::count::in_books_on(world.app.db.read(), fund, today).await.unwrap();
    let new = cash::count::NewCount {
        fund,
        counted_on: today,
        piles: vec![Pile { face_minor: 10, pieces: books.total() / 10 }],
        counted_by: "Edith".parse().unwrap(),
        witnessed_by: "Justina".parse().unwrap(),
        note: "sencillo".parse().unwrap(),
        books_minor: None,
    };
    cash::count::record(&world.app, &world.by, key(), new).await.unwrap().to_string()
}

/// A bank statement with one line.
pub async fn compared(world: &World, fund: FundId) -> String {
    let line = BankLine { on: day("2026-01-15"), description: "Comisión".parse().unwrap(), amount_minor: -350, balance_minor: None };
    let new = reconciliation::record::NewStatement { fund, name: "enero.csv".parse().unwrap(), lines: vec![line] };
    reconciliation::record::record(&world.app, &world.by, key(), new).await.unwrap().to_string()
}

/// A deposit that the bank tells of a month later, matched by hand.
pub async fn joined(world: &World, fund: FundId) -> String {
    let given = capital::record::NewCapital {
        member: None,
        fund,
        kind: CapitalKind::Grant,
        source: "Proyecto".parse().unwrap(),
        amount_minor: 500,
        happens_on: day("2025-11-20"),
        owed_back_on: None,
        payment_method: PaymentMethod::Deposit,
    };
    let given = capital::record::receive(&world.app, &world.by, key(), given).await.unwrap();
    let entry = muyu::db::journal::entries_from(world.app.db.read(), given).await.unwrap()[0].entry.id;
    let line = BankLine { on: day("2025-12-20"), description: "Depósito".parse().unwrap(), amount_minor: 500, balance_minor: None };
    let new = reconciliation::record::NewStatement { fund, name: "diciembre.csv".parse().unwrap(), lines: vec![line] };
    let statement = reconciliation::record::record(&world.app, &world.by, key(), new).await.unwrap();
    let new = reconciliation::by_hand::NewMatch { statement, lines: vec![1], entries: vec![entry], reason: "otra fecha".parse().unwrap() };
    reconciliation::by_hand::join(&world.app, &world.by, key(), new).await.unwrap().to_string()
}

/// A short closed cycle in which a member paid interest, and whose surplus is shared out among the members. Returns the cycle
/// and the share-out.
pub async fn shared_out(world: &World, place: &Place) -> (CycleId, ShareOutId) {
    let (app, by) = (&world.app, &world.by);
    let window = Window { name: "Corta".parse().unwrap(), starts_on: day("2025-01-01"), ends_on: day("2025-03-31") };
    let cycle = funds::cycles::open(app, by, key(), place.fund, window).await.unwrap();
    let loan = world.lend_by(place, place.members[2], monthly(100_000, "2025-01-10", 1), true).await.unwrap();
    world.pay(loan, "2025-02-10", 102_000).await.unwrap();
    counted(world, place.fund).await;
    let close = closes::close::close_cycle(app, by, key(), cycle, true).await.unwrap();
    let split = SurplusSplit { to_members_minor: 1_000, to_loss_reserve_minor: 300, ..SurplusSplit::default() };
    let new = NewShareOut {
        close,
        decided_on: day("2025-04-01"),
        acta: "Acta 12".parse().unwrap(),
        basis: ShareBasis::Equally,
        split,
        surplus_minor: None,
    };
    (cycle, closes::share_out::record(app, by, key(), new).await.unwrap())
}

/// The fields that the bodies of counts and share-outs need.
pub fn of_bodies(all: &mut Value) {
    let split = json!({ "to_loss_reserve_minor": 0, "to_education_minor": 0, "to_solidarity_minor": 0, "to_members_minor": 0 });
    all["split"] = split;
    all["basis"] = json!("equally");
    all["piles"] = json!([]);
    all["entries"] = json!([]);
    all["counted_on"] = json!("2026-03-01");
    all["counted_by"] = json!("x");
    all["witnessed_by"] = json!("y");
}
