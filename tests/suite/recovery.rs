//! The stored observations of recovery always equal those of a replay of the whole history.

use muyu::domain::cycle::Window;
use muyu::domain::recovery::{History, Observed, observe};
use muyu::domain::relief::{Postponement, Relief, ReliefKind};
use muyu::features::availability::forecast::forecast;
use muyu::features::corrections::Order;
use muyu::features::ledger::verify::verify;
use muyu::features::{funds, loans, repayments};
use proptest::prelude::*;
use sea_orm::ConnectionTrait;

use crate::support::World;
use crate::support::world::{Place, day, key, monthly};

async fn raw(world: &World, sql: &'static str) {
    let run = world.app.db.write(move |tx| {
        Box::pin(async move {
            tx.execute_unprepared(sql).await?;
            Ok(())
        })
    });
    run.await.unwrap();
}

/// The definition: every loan is replayed, and the installments that fell due in the last three closed cycles are observed.
async fn by_definition(world: &World, place: &Place, today: chrono::NaiveDate) -> [Observed; 6] {
    let cycles = funds::cycles(world.app.db.read(), place.fund).await.unwrap();
    let closed: Vec<_> = cycles.iter().rev().filter(|cycle| cycle.ends_on < today).take(3).collect();
    let mut histories: Vec<History> = Vec::new();
    for held in loans::of_fund(world.app.db.read(), place.fund, None).await.unwrap() {
        histories.extend(held.histories().unwrap());
    }
    histories.retain(|history| closed.iter().any(|cycle| cycle.starts_on <= history.due_on && history.due_on <= cycle.ends_on));
    observe(&histories, today)
}

async fn told(world: &World, place: &Place, today: chrono::NaiveDate) -> [Observed; 6] {
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    forecast(&world.app, &fund, today).await.unwrap().observed
}

#[derive(Clone, Debug)]
enum Act {
    /// A loan recorded late, this many days after its date.
    Lend(usize, u64, i64),
    /// A payment recorded late.
    Pay(usize, u64, i64),
    Settle(usize, u64),
    Reverse(usize),
    /// A shift by this many months, with an acta of this many days ago.
    Relieve(usize, u64, u32),
    UndoRelief(usize),
    Look,
}

fn any_act() -> impl Strategy<Value = (u64, Act)> {
    let late = || prop_oneof![3 => Just(0_u64), 2 => 0..40_u64, 1 => 0..500_u64];
    let act = prop_oneof![
        3 => (0..3_usize, late(), 1_000..40_000_i64).prop_map(|(member, late, minor)| Act::Lend(member, late, minor)),
        4 => (0..12_usize, late(), 100..30_000_i64).prop_map(|(loan, late, minor)| Act::Pay(loan, late, minor)),
        1 => (0..12_usize, late()).prop_map(|(loan, late)| Act::Settle(loan, late)),
        1 => (0..30_usize).prop_map(Act::Reverse),
        2 => (0..12_usize, late(), 1..9_u32).prop_map(|(loan, late, months)| Act::Relieve(loan, late, months)),
        1 => (0..12_usize).prop_map(Act::UndoRelief),
        2 => Just(Act::Look),
    ];
    (0..70_u64, act)
}

struct Chance {
    world: World,
    place: Place,
    loans: Vec<muyu::domain::ids::LoanId>,
    paid: Vec<muyu::domain::ids::RepaymentId>,
}

impl Chance {
    async fn act(&mut self, today: chrono::NaiveDate, act: &Act) {
        let world = &self.world;
        let before = |late: &u64| (today - chrono::Days::new(*late)).max(day("2025-01-02")).to_string();
        let loan = |i: &usize| self.loans.get(i % self.loans.len().max(1)).copied();
        match act {
            Act::Lend(member, late, minor) => {
                self.loans.extend(world.lend_by(&self.place, self.place.members[*member], monthly(*minor, &before(late), 4), true).await);
            }
            Act::Pay(i, late, minor) => {
                if let Some(loan) = loan(i) {
                    self.paid.extend(world.pay(loan, &before(late), *minor).await);
                }
            }
            Act::Settle(i, late) => {
                if let Some(loan) = loan(i) {
                    let on = day(&before(late));
                    let held = world.held(loan).await;
                    if let Ok(payoff) = held.payoff(on) {
                        self.paid.extend(world.pay(loan, &on.to_string(), payoff.total()).await);
                    }
                }
            }
            Act::Reverse(i) => {
                if let Some(paid) = self.paid.get(i % self.paid.len().max(1)) {
                    drop(repayments::put_right::reverse(&world.app, &world.by, key(), Order::new(*paid, "mal anotado".parse().unwrap())).await);
                }
            }
            Act::Relieve(i, late, months) => {
                if let Some(loan) = loan(i) {
                    let kind = ReliefKind::Shift { by: Postponement::Months(*months), interest_for_the_delay: true };
                    drop(world.relieve(&self.place, &before(late), Relief { kind, waive_late_fees: *months > 3 }, &[loan]).await);
                }
            }
            Act::UndoRelief(i) => {
                if let Some(loan) = loan(i)
                    && let Some(row) = world.held(loan).await.remitted().next()
                {
                    let order = Order::new(row.id, "no se aprobó".parse().unwrap());
                    drop(muyu::features::small_balances::reverse::reverse(&world.app, &world.by, key(), order).await);
                }
            }
            Act::Look => drop(told(world, &self.place, today).await),
        }
    }
}

async fn as_the_history_shows(acts: Vec<(u64, Act)>) {
    let (world, place) = World::with_fund("2025-01-05").await;
    for year in 2024..2028 {
        let window = Window {
            name: format!("{year}").parse().unwrap(),
            starts_on: day(&format!("{year}-08-01")),
            ends_on: day(&format!("{}-07-31", year + 1)),
        };
        // The cycle of the fund's first day exists already.
        drop(funds::cycles::open(&world.app, &world.by, key(), place.fund, window).await);
    }
    let mut chance = Chance { world, place, loans: Vec::new(), paid: Vec::new() };
    let mut today = day("2025-09-05");
    for (days, next) in acts {
        today = today + chrono::Days::new(days);
        chance.world.app = chance.world.at(&today.to_string());
        chance.act(today, &next).await;
        chance.world.books_hold().await;
    }
    let (world, place) = (&chance.world, &chance.place);
    assert_eq!(told(world, place, today).await, by_definition(world, place, today).await, "{today}");
    world.books_hold().await;
    let later = today + chrono::Days::new(400);
    assert_eq!(told(world, place, later).await, by_definition(world, place, later).await, "{later}: days that pass count too");
    world.books_hold().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_kept_of_recovery_is_what_the_whole_history_shows(acts in prop::collection::vec(any_act(), 5..40)) {
        tokio::runtime::Runtime::new().unwrap().block_on(as_the_history_shows(acts));
    }
}

async fn observed_world() -> (World, Place) {
    let (world, place) = World::with_fund("2026-10-01").await;
    let loan = world.lend_by(&place, place.members[0], monthly(40_000, "2025-08-01", 4), true).await.unwrap();
    world.pay(loan, "2025-11-25", 20_000).await.unwrap();
    told(&world, &place, day("2026-10-01")).await;
    (world, place)
}

#[tokio::test]
async fn verify_tells_a_kept_observation_that_the_loans_do_not_show() {
    let (world, place) = observed_world().await;
    world.books_hold().await;
    raw(&world, "UPDATE observed_recovery SET recovered_minor = recovered_minor + 1 WHERE bucket = '1-30' AND installments > 0").await;
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let found = verify(world.app.db.read(), fund).await.unwrap().findings;
    assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["verify-recovery"]);
}

#[tokio::test]
async fn a_database_from_before_is_observed_at_the_next_start() {
    let (world, place) = observed_world().await;
    let before = told(&world, &place, day("2026-10-01")).await;
    assert!(before[0].installments == 4 && before[1].installments > 0, "{before:?}");
    raw(&world, "DELETE FROM observed_recovery").await;
    raw(&world, "INSERT INTO rebuild (name) VALUES ('observed_recovery')").await;
    muyu::features::ledger::rebuild::rebuild(&world.app).await.unwrap();
    world.books_hold().await;
    assert_eq!(told(&world, &place, day("2026-10-01")).await, before);
}
