//! Capital available is the same on every face, today and on past days.

use axum::http::Method;
use muyu::domain::capital::CapitalKind;
use muyu::domain::cofinancing::{ContributionKind, Movement, Payer};
use muyu::domain::ids::{LoanId, PurchaseId};
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::features::corrections::Order;
use muyu::features::purchases::cancel::cancel;
use muyu::features::purchases::pay;
use muyu::features::{capital, expenses, loans};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::cofinanced::{Cofinanced, fifty_fifty};
use crate::support::process::{muyu, said};
use crate::support::world::{Place, day, key, monthly};
use crate::support::{Client, World};

fn given(place: &Place, kind: CapitalKind, on: &str, amount_minor: i64, owed_back_on: Option<&str>) -> capital::record::NewCapital {
    capital::record::NewCapital {
        member: None,
        fund: place.fund,
        kind,
        source: "Proyecto".parse().unwrap(),
        amount_minor,
        happens_on: day(on),
        owed_back_on: owed_back_on.map(day),
        payment_method: PaymentMethod::Deposit,
    }
}

/// Capital available now on each face: the page, availability and position over JSON, and the command line.
async fn faces(client: &mut Client, world: &World, place: &Place, today: &str) -> Vec<i64> {
    let page = client.get(&format!("/funds/{}", place.fund)).await.texts(".answer .amount")[0].clone();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>().parse::<i64>().unwrap();
    let shown = if page.contains('−') { -digits(&page) } else { digits(&page) };
    let now = client.get(&format!("/api/v1/funds/{}/availability", place.fund)).await.json();
    vec![shown, now["available_now"].as_i64().unwrap(), over_json(client, place, None).await, on_the_command_line(world, today)]
}

async fn over_json(client: &mut Client, place: &Place, on: Option<&str>) -> i64 {
    let asked = on.map(|on| format!("?as_of={on}")).unwrap_or_default();
    let answer = client.get(&format!("/api/v1/funds/{}/position{asked}", place.fund)).await;
    answer.json()["available_now"].as_i64().unwrap()
}

fn on_the_command_line(world: &World, on: &str) -> i64 {
    let printed = muyu(&world.address, &["position", "--fund", "Fondo", "--as-of", on, "--json"]);
    let json: Value = serde_json::from_slice(&printed.stdout).unwrap_or_else(|_| panic!("{}", said(&printed)));
    json["available_now"].as_i64().unwrap()
}

#[tokio::test]
async fn recoverable_capital_due_before_the_next_cycle_is_left_out_on_every_face() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let owed = given(&place, CapitalKind::SeedCapital, "2026-01-10", 500_000, Some("2026-07-31"));
    capital::record::receive(&world.app, &world.by, key(), owed).await.unwrap();
    let later = given(&place, CapitalKind::SeedCapital, "2026-02-10", 70_000, Some("2026-08-02"));
    capital::record::receive(&world.app, &world.by, key(), later).await.unwrap();
    assert_eq!(
        faces(&mut client, &world, &place, "2026-03-01").await,
        [913_000; 4],
        "1 570 000 less a reserve of a tenth and the 500 000 owed by then"
    );
    assert_eq!(over_json(&mut client, &place, Some("2026-02-01")).await, 850_000);
    assert_eq!(over_json(&mut client, &place, Some("2026-01-09")).await, 900_000, "before it came, it was not owed");
    assert_eq!(on_the_command_line(&world, "2026-02-01"), 850_000);
    world.books_hold().await;
}

/// A random event of a day, and how many days pass before it.
#[derive(Clone, Debug)]
enum Act {
    Seed(i64, u32),
    Spend(i64),
    Plan(i64),
    Lend(usize, i64, bool),
    HandOver(usize),
    GiveUp(usize),
    Pay(usize, i64),
    Approve(i64, bool),
    Collect(usize, i64),
    PaySupplier(usize, i64),
    Cancel(usize),
}

fn any_act() -> impl Strategy<Value = (u64, Act)> {
    let act = prop_oneof![
        (1..200_000_i64, 1..400_u32).prop_map(|(minor, days)| Act::Seed(minor, days)),
        (1..20_000_i64).prop_map(Act::Spend),
        (1..20_000_i64).prop_map(Act::Plan),
        (0..3_usize, 1_000..60_000_i64, any::<bool>()).prop_map(|(member, minor, now)| Act::Lend(member, minor, now)),
        (0..9_usize).prop_map(Act::HandOver),
        (0..9_usize).prop_map(Act::GiveUp),
        (0..9_usize, 1..40_000_i64).prop_map(|(loan, minor)| Act::Pay(loan, minor)),
        (1_000..9_000_i64, any::<bool>()).prop_map(|(quantity, lends)| Act::Approve(quantity, lends)),
        (0..9_usize, 1..20_000_i64).prop_map(|(purchase, minor)| Act::Collect(purchase, minor)),
        (0..9_usize, 1..40_000_i64).prop_map(|(purchase, minor)| Act::PaySupplier(purchase, minor)),
        (0..9_usize).prop_map(Act::Cancel),
    ];
    (0..40_u64, act)
}

/// The books during random events. An event that a rule refuses changes nothing here; other tests check the refusals.
struct Chance {
    world: World,
    c: Cofinanced,
    loans: Vec<LoanId>,
    purchases: Vec<PurchaseId>,
}

impl Chance {
    fn loan(&self, i: usize) -> LoanId {
        self.loans.get(i % self.loans.len().max(1)).copied().unwrap_or(LoanId(key()))
    }

    fn purchase(&self, i: usize) -> PurchaseId {
        self.purchases.get(i % self.purchases.len().max(1)).copied().unwrap_or(PurchaseId(key()))
    }

    async fn act(&mut self, today: &str, act: &Act) {
        let (app, by, place) = (&self.world.app, &self.world.by, &self.c.place);
        let spent = |amount_minor| expenses::record::NewExpense {
            fund: place.fund,
            concept: "Pasajes".parse().unwrap(),
            amount_minor,
            happens_on: day(today),
            payment_method: PaymentMethod::Cash,
        };
        let moved = |movement, amount_minor| pay::NewPayment {
            movement,
            amount_minor,
            payment_method: PaymentMethod::Cash,
            happens_on: day(today),
            note: Default::default(),
        };
        match act {
            Act::Seed(minor, days) => {
                let back = (day(today) + chrono::Days::new(u64::from(*days))).to_string();
                let new = given(place, CapitalKind::SeedCapital, today, *minor, Some(&back));
                capital::record::receive(app, by, key(), new).await.unwrap();
            }
            Act::Spend(minor) => drop(expenses::record::pay(app, by, key(), spent(*minor)).await),
            Act::Plan(minor) => drop(expenses::record::plan(app, by, key(), spent(*minor)).await),
            Act::Lend(member, minor, now) => {
                self.loans.extend(self.world.lend_by(place, place.members[*member], monthly(*minor, today, 3), *now).await);
            }
            Act::HandOver(i) => {
                drop(loans::disburse::disburse(app, by, key(), self.loan(*i), day(today), PaymentMethod::Cash, loans::Allowance::default()).await)
            }
            Act::GiveUp(i) => drop(loans::put_right::cancel(app, by, key(), Order::new(self.loan(*i), "no viene".parse().unwrap())).await),
            Act::Pay(i, minor) => drop(self.world.pay(self.loan(*i), today, *minor).await),
            Act::Approve(quantity, lends) => {
                let kind = if *lends { ContributionKind::Loan } else { ContributionKind::Cash };
                if let Ok(id) = self.c.ask(&self.world, self.c.draft(&[(0, 0, *quantity)], kind)).await {
                    self.c.submit(&self.world, id).await.unwrap();
                    if self.c.approve(&self.world, id).await.is_ok() && self.c.order(&self.world, id).await.is_ok() {
                        self.purchases.push(id);
                    }
                }
            }
            Act::Collect(i, minor) => {
                let new = moved(Movement::Collected(Payer::Party(0)), *minor);
                drop(pay::record(app, by, key(), self.purchase(*i), new).await);
            }
            Act::PaySupplier(i, minor) => {
                let new = moved(Movement::Paid("Agropecuaria Sicuani".to_owned()), *minor);
                drop(pay::record(app, by, key(), self.purchase(*i), new).await);
            }
            Act::Cancel(i) => drop(cancel(app, by, key(), self.purchase(*i), "heló".parse().unwrap()).await),
        }
    }
}

/// After any events, every face shows the same figure each day, and shows it again once that day is past.
async fn the_same_everywhere(acts: Vec<(u64, Act)>) {
    let (world, place) = World::with_fund("2026-01-05").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let c = world.programme_for(place.clone(), fifty_fifty()).await;
    let mut chance = Chance { world, c, loans: Vec::new(), purchases: Vec::new() };
    let mut client = Client::new(&chance.world);
    let (mut today, mut told) = (day("2026-01-05"), std::collections::BTreeMap::new());
    for (days, next) in acts {
        today = today + chrono::Days::new(days);
        chance.world.app = chance.world.at(&today.to_string());
        client = Client::signed_in(&chance.world, "tesorera").await;
        chance.act(&today.to_string(), &next).await;
        let said = faces(&mut client, &chance.world, &place, &today.to_string()).await;
        assert!(said.iter().all(|minor| *minor == said[0]), "{today}: {said:?} after {next:?}");
        told.insert(today, said[0]);
    }
    for (on, minor) in told {
        assert_eq!(over_json(&mut client, &place, Some(&on.to_string())).await, minor, "{on}, looked at later");
        assert_eq!(on_the_command_line(&chance.world, &on.to_string()), minor, "{on}, looked at later");
    }
    chance.world.books_hold().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_face_says_the_same_on_random_books_today_and_later(acts in prop::collection::vec(any_act(), 6..16)) {
        tokio::runtime::Runtime::new().unwrap().block_on(the_same_everywhere(acts));
    }
}

#[tokio::test]
async fn what_is_agreed_counts_the_same_on_every_face() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let terms = serde_json::json!({ "method": "bullet", "principal": 100_000, "disbursed_on": "2026-03-01", "installments": 1, "first_due_on": "2026-06-01",
        "every": 1, "unit": "month", "rate_ppm": 15_000, "rate_per": "month", "day_count": "30/360", "rounding_step": 10 });
    let loan = serde_json::json!({ "member": place.members[0], "purpose": "quinua", "terms": terms, "handed_over": false });
    assert_eq!(client.json(Method::POST, &format!("/api/v1/funds/{}/loans", place.fund), &loan).await.status.as_u16(), 201);
    assert_eq!(faces(&mut client, &world, &place, "2026-03-01").await, [800_000; 4]);
}
