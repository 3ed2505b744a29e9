//! Months and cycles are closed in sequence and finally; a cycle's surplus is shared out; a later record with a date in a
//! closed period is an adjustment of an open day.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use chrono::{Days, NaiveDate};
use muyu::app::App;
use muyu::db::journal;
use muyu::domain::close::{ShareBasis, SurplusSplit};
use muyu::domain::cycle::Window;
use muyu::domain::ids::{CycleId, FundId};
use muyu::domain::ledger::Account;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::features::closes::close::{close_cycle, close_month, next_month};
use muyu::features::closes::share_out::{self, NewShareOut};
use muyu::features::closes::{self, pay_share};
use muyu::features::corrections::{Answer, Order};
use muyu::features::expenses::record::{NewExpense, pay};
use muyu::features::{cash, funds, members};
use proptest::prelude::*;
use serde_json::json;

use crate::support::cash::{counted, shared_out};
use crate::support::world::{Place, day, key, monthly, noon, refusal};
use crate::support::{Client, World};

fn expense(fund: FundId, on: NaiveDate, minor: i64) -> NewExpense {
    NewExpense { fund, concept: "Flete".parse().unwrap(), amount_minor: minor, happens_on: on, payment_method: PaymentMethod::Cash }
}

async fn balances(app: &App, fund: FundId) -> BTreeMap<Account, i64> {
    let mut all = journal::balances(app.db.read(), fund).await.unwrap();
    all.retain(|_, minor| *minor != 0);
    all
}

#[tokio::test]
async fn two_cycles_of_the_notebook_are_closed_one_after_the_other() {
    let (mut world, fund) = World::corazon().await;
    world.app = App::new(world.app.db.clone(), muyu::clock::Clock::Fixed(noon("2027-08-20")));
    // A second campaign: one more loan, paid, and an expense.
    let place = Place {
        association: fund.association,
        fund: fund.id,
        members: members::all(world.app.db.read(), fund.association).await.unwrap().iter().map(|member| member.id).collect(),
    };
    let loan = world.lend_by(&place, place.members[0], monthly(100_000, "2026-09-01", 2), true).await.unwrap();
    world.pay(loan, "2026-10-01", 52_000).await.unwrap();
    pay(&world.app, &world.by, key(), expense(fund.id, day("2026-11-01"), 500)).await.unwrap();
    counted(&world, fund.id).await;
    let cycles = funds::cycles(world.app.db.read(), fund.id).await.unwrap();
    let over: Vec<_> = cycles.iter().filter(|cycle| cycle.ends_on < day("2027-08-20")).collect();
    assert!(over.len() >= 2, "{cycles:?}");
    let out_of_order = close_cycle(&world.app, &world.by, key(), over[1].id, true).await.unwrap_err();
    assert!(out_of_order.refusals().iter().any(|refusal| refusal.code == "cycle-still-open"));
    let mut carried: Option<BTreeMap<Account, i64>> = None;
    for cycle in &over {
        let close = close_cycle(&world.app, &world.by, key(), cycle.id, true).await.unwrap();
        let seen = closes::see_cycle(&world.app, &world.by, cycle.id, muyu::domain::role::Action::SeeMembers).await.unwrap();
        let statement = seen.closed.unwrap().statement().unwrap();
        if let Some(carried) = &carried {
            let mut opened = statement.opened.clone();
            opened.retain(|_, minor| *minor != 0);
            assert_eq!(&opened, carried, "opening equals closing");
        }
        assert_eq!(statement.surplus_minor, statement.flows.result() - (statement.provision_minor - statement.provision_before_minor));
        assert_eq!(statement.carried.values().sum::<i64>(), 0);
        let surplus = share_out::distributable(world.app.db.read(), &closes::of_fund(world.app.db.read(), fund.id).await.unwrap().pop().unwrap())
            .await
            .unwrap();
        if surplus > 100 {
            let split = SurplusSplit { to_members_minor: surplus / 3, to_education_minor: 7, ..SurplusSplit::default() };
            let new = NewShareOut {
                close,
                decided_on: day("2027-08-20"),
                acta: "Acta 12".parse().unwrap(),
                basis: ShareBasis::Equally,
                split,
                surplus_minor: None,
            };
            let id = share_out::record(&world.app, &world.by, key(), new).await.unwrap();
            let all = shares(&world, id).await;
            assert_eq!(all.iter().map(|share| share.1).sum::<i64>(), surplus / 3, "what members get is what was decided");
        }
        world.books_hold().await;
        crate::journal::hledger_agrees(&world).await;
        carried = Some(statement.carried.into_iter().filter(|(_, minor)| *minor != 0).collect());
    }
}

/// What is kept of each loan, and a replay the day after, say the same of a cycle's last day.
#[tokio::test]
async fn a_cycle_is_told_alike_on_its_last_day_and_on_the_day_after() {
    let (world, fund) = World::corazon().await;
    world.user("caja", Grant::Admin).await;
    let cycles = funds::cycles(world.app.db.read(), fund.id).await.unwrap();
    let newest = journal::newest_of(world.app.db.read(), &[fund.id]).await.unwrap().remove(0);
    let cycle = cycles.iter().find(|cycle| cycle.ends_on > newest.date).unwrap();
    let path = format!("/api/v1/cycles/{}/statement", cycle.id);
    let mut told = Vec::new();
    for today in [cycle.ends_on, cycle.ends_on + Days::new(1)] {
        let mut program = Client::token_of(world.at(&today.to_string()), "caja").await;
        told.push(program.get(&path).await.json());
    }
    assert_eq!(told[0]["as_of"], cycle.ends_on.to_string());
    assert_eq!(told[0], told[1]);
    let people = &told[0]["people"];
    assert!(people["late_women"]["count"].as_i64().unwrap() > 0 && people["late_men"]["count"].as_i64().unwrap() > 0, "{people}");
    assert!(told[0]["provision_minor"].as_i64().unwrap() > 0, "{}", told[0]);
}

async fn shares(world: &World, id: muyu::domain::ids::ShareOutId) -> Vec<(String, i64)> {
    world.user("caja", Grant::Admin).await;
    let mut program = Client::with_token(world, "caja").await;
    let told = program.get(&format!("/api/v1/share-outs/{id}")).await.json();
    let rows = told["members"].as_array().unwrap();
    rows.iter().map(|row| (row["member"].as_str().unwrap().to_owned(), row["amount_minor"].as_i64().unwrap())).collect()
}

/// What waits for a second person is confirmed by them.
async fn confirmed<I: std::fmt::Debug>(second: &mut Client, answer: Answer<I>) {
    let Answer::Waits(request) = answer else { panic!("nobody was asked: {answer:?}") };
    assert_eq!(second.post(&format!("/correction-requests/{request}/confirm"), &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_was_paid_after_the_box_was_counted_is_undone_by_one_person() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let (_, id) = shared_out(&world, &place).await;
    let (later, member) = (world.at("2026-03-02"), place.members[0]);
    let payment = pay_share::SharePayment { share_out: id, member: Some(member), paid_on: day("2026-03-02"), payment_method: PaymentMethod::Cash };
    pay_share::pay(&later, &world.by, key(), payment).await.unwrap();
    let what = pay_share::OfMember { share_out: id, member };
    let undone = pay_share::undo(&later, &world.by, key(), Order::new(what, "no cobró".parse().unwrap())).await.unwrap();
    assert_eq!(undone, Answer::Done(id));
    let order = Order::new(id, "se leyó mal el acta".parse().unwrap());
    assert_eq!(share_out::undo(&later, &world.by, key(), order).await.unwrap(), Answer::Done(id));
    world.books_hold().await;
}

#[tokio::test]
async fn a_surplus_is_shared_paid_and_undone_and_donated_capital_never_is() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let (cycle, id) = shared_out(&world, &place).await;
    let split: Vec<i64> = shares(&world, id).await.into_iter().map(|share| share.1).collect();
    assert_eq!(split, [334, 333, 333]);
    let after = balances(&world.app, place.fund).await;
    assert_eq!((after[&Account::MemberCredit], after[&Account::LossReserve], after[&Account::CapitalisedSurplus]), (-1_000, -300, -700));
    assert_eq!(after[&Account::DonatedCapital], -1_000_000, "what was given stays");
    world.books_hold().await;
    let close = closes::of_fund(world.app.db.read(), place.fund).await.unwrap().pop().unwrap();
    let again = |split, basis| NewShareOut {
        close: close.id,
        decided_on: day("2025-04-02"),
        acta: "Acta 13".parse().unwrap(),
        basis,
        split,
        surplus_minor: None,
    };
    let members = |minor| SurplusSplit { to_members_minor: minor, ..SurplusSplit::default() };
    let twice = share_out::record(&world.app, &world.by, key(), again(members(1), ShareBasis::Equally)).await;
    assert_eq!(refusal(twice), "surplus-shared-already");
    let payment = pay_share::SharePayment { share_out: id, member: None, paid_on: day("2025-04-05"), payment_method: PaymentMethod::Cash };
    pay_share::pay(&world.app, &world.by, key(), payment.clone()).await.unwrap();
    assert_eq!(refusal(pay_share::pay(&world.app, &world.by, key(), payment).await), "share-none-unpaid");
    let order = || Order::new(id, "se leyó mal el acta".parse().unwrap());
    assert_eq!(refusal(share_out::undo(&world.app, &world.by, key(), order()).await), "share-paid-already");
    assert!(!balances(&world.app, place.fund).await.contains_key(&Account::MemberCredit));
    world.books_hold().await;
    world.user("segunda", Grant::Treasurer(place.association)).await;
    let mut second = Client::signed_in(&world, "segunda").await;
    for member in &place.members {
        // The box was counted by two people with what was paid in it: one of them alone does not undo it.
        let what = pay_share::OfMember { share_out: id, member: *member };
        let answer = pay_share::undo(&world.app, &world.by, key(), Order::new(what, "no cobró".parse().unwrap())).await.unwrap();
        confirmed(&mut second, answer).await;
    }
    let answer = share_out::undo(&world.app, &world.by, key(), order()).await.unwrap();
    confirmed(&mut second, answer).await;
    world.books_hold().await;
    assert_eq!(refusal(share_out::record(&world.app, &world.by, key(), again(members(2_001), ShareBasis::Equally)).await), "split-over");
    assert_eq!(refusal(share_out::record(&world.app, &world.by, key(), again(members(10), ShareBasis::Contributions)).await), "split-no-weight");
    let right = share_out::record(&world.app, &world.by, key(), again(members(2_000), ShareBasis::Interest)).await.unwrap();
    assert_eq!(shares_again(&world, right).await, [(place.members[2].to_string(), 2_000)], "by the interest each paid");
    assert!(closes::see_cycle(&world.app, &world.by, cycle, muyu::domain::role::Action::SeeMembers).await.unwrap().closed.is_some());
    world.books_hold().await;
}

async fn shares_again(world: &World, id: muyu::domain::ids::ShareOutId) -> Vec<(String, i64)> {
    let mut program = Client::with_token(world, "caja").await;
    let told = program.get(&format!("/api/v1/share-outs/{id}")).await.json();
    let rows = told["members"].as_array().unwrap();
    rows.iter().map(|row| (row["member"].as_str().unwrap().to_owned(), row["amount_minor"].as_i64().unwrap())).collect()
}

#[tokio::test]
async fn what_comes_late_is_an_adjustment_of_an_open_day() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let paid = pay(&world.app, &world.by, key(), expense(place.fund, day("2025-01-20"), 1_000)).await.unwrap();
    let month =
        next_month(world.app.db.read(), &funds::find(world.app.db.read(), place.fund).await.unwrap(), day("2026-03-01")).await.unwrap().unwrap();
    assert_eq!((month.starts_on, month.ends_on, month.missing.len()), (day("2025-01-01"), day("2025-01-31"), 0));
    let wrong = close_month(&world.app, &world.by, key(), place.fund, day("2025-02-28"), true).await;
    assert_eq!(refusal(wrong), "close-out-of-order");
    close_month(&world.app, &world.by, key(), place.fund, day("2025-01-31"), true).await.unwrap();
    pay(&world.app, &world.by, key(), expense(place.fund, day("2025-01-25"), 2_000)).await.unwrap();
    let last = journal::newest(world.app.db.read(), place.fund, 1).await.unwrap().remove(0).entry;
    assert_eq!((last.date, last.memo.as_str()), (day("2026-03-01"), "(2025-01-25) Flete"));
    muyu::features::expenses::put_right::undo(&world.app, &world.by, key(), Order::new(paid, "dos veces".parse().unwrap())).await.unwrap();
    let then = journal::balances_at(world.app.db.read(), place.fund, day("2025-01-31"), None).await.unwrap();
    assert_eq!(then[&Account::OperatingExpense], 1_000, "what is closed stays");
    world.books_hold().await;
}

#[tokio::test]
async fn what_is_missing_is_listed_each_with_its_page_and_nothing_is_closed() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let window = Window { name: "Corta".parse().unwrap(), starts_on: day("2025-01-01"), ends_on: day("2025-03-31") };
    let cycle = funds::cycles::open(&world.app, &world.by, key(), place.fund, window).await.unwrap();
    let mut client = Client::signed_in(&world, "tesorera").await;
    let page = client.get(&format!("/funds/{}/closes", place.fund)).await;
    assert!(page.text.contains("Cuente la caja") && page.text.contains(&format!("/funds/{}/cash-counts/new", place.fund)), "{}", page.text);
    let refused = client.post(&format!("/cycles/{cycle}/close"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(closes::of_fund(world.app.db.read(), place.fund).await.unwrap().is_empty());
    counted(&world, place.fund).await;
    let done = client.post(&format!("/cycles/{cycle}/close"), &[("confirmed", "1")]).await;
    assert_eq!((done.status, done.location.clone()), (StatusCode::SEE_OTHER, format!("/cycles/{cycle}")));
    for address in [done.location.clone(), format!("{}/assembly", done.location), format!("/funds/{}/closes", place.fund)] {
        assert_eq!(client.get(&address).await.status, StatusCode::OK, "{address}");
    }
    assert_eq!(refusal(close_cycle(&world.app, &world.by, key(), cycle, true).await), "cycle-closed");
    let mut program = Client::with_token(&world, "tesorera").await;
    let open = CycleId(uuid::Uuid::now_v7());
    assert_eq!(program.json(Method::POST, &format!("/api/v1/cycles/{open}/close"), &json!({})).await.status, StatusCode::NOT_FOUND);
    let told = program.get(&format!("/api/v1/cycles/{cycle}/statement")).await.json();
    assert_eq!((told["surplus_minor"].clone(), told["ended"]["cash"].clone()), (json!(0), json!(1_000_000)));
}

#[tokio::test]
async fn a_projection_names_the_cycle_that_runs_short_and_tries_out_what_is_typed() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("socia", Grant::Member(place.association, place.members[0])).await;
    let mut client = Client::signed_in(&world, "socia").await;
    let page = format!("/funds/{}/projection", place.fund);
    let plain = client.get(&page).await;
    assert_eq!(plain.status, StatusCode::OK, "{}", plain.text);
    let tried = client.get(&format!("{page}?demand=20000&recovery=80&cycles=3")).await;
    assert!(tried.text.contains("En la campaña 1") && tried.attribute("#demand", "value") == "20000");
    let refused = client.get(&format!("{page}?demand=muchos")).await;
    assert!(refused.text.contains("muchos") && !refused.texts(".refusal").is_empty());
    let told = client.get(&format!("/api/v1{page}?demand_minor=2000000&recovery_ppm=800000&cycles=3")).await.json();
    let expected = &told[1]["rows"][0];
    assert_eq!(
        (told[1]["first_short_cycle"].clone(), expected["lent"].clone(), expected["recovered"].clone()),
        (json!(1), json!(900_000), json!(720_000))
    );
    for beyond in [i64::MIN, -1, 1_000_001, i64::MAX] {
        let refused = client.get(&format!("/api/v1{page}?recovery_ppm={beyond}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
    }
}

/// An action on some day of six months.
#[derive(Clone, Debug)]
enum Act {
    Spend(u64, i64),
    Lend(u64, i64),
    Pay(u64, i64),
    Undo(usize),
    Count(i64),
    Month,
    Cycle,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0_u64..180, 1_i64..20_000).prop_map(|(on, minor)| Act::Spend(on, minor)),
        (0_u64..180, 1_000_i64..90_000).prop_map(|(on, minor)| Act::Lend(on, minor)),
        (0_u64..180, 1_i64..60_000).prop_map(|(on, minor)| Act::Pay(on, minor)),
        (0_usize..4).prop_map(Act::Undo),
        (-300_i64..300).prop_map(Act::Count),
        Just(Act::Month),
        Just(Act::Cycle),
    ]
}

async fn try_all(acts: Vec<Act>) {
    let (world, place) = World::with_fund("2026-03-01").await;
    let (app, by, start) = (&world.app, &world.by, day("2025-01-01"));
    let window = Window { name: "Corta".parse().unwrap(), starts_on: start, ends_on: day("2025-04-30") };
    let cycle = funds::cycles::open(app, by, key(), place.fund, window).await.unwrap();
    let loan = world.lend(&place, 0, "2025-01-05").await;
    let fund = funds::find(app.db.read(), place.fund).await.unwrap();
    let mut spent = Vec::new();
    for act in acts {
        match act {
            Act::Spend(on, minor) => spent.extend(pay(app, by, key(), expense(place.fund, start + Days::new(on), minor)).await.ok()),
            Act::Lend(on, minor) => {
                drop(world.lend_by(&place, place.members[1], monthly(minor, &(start + Days::new(on)).to_string(), 3), true).await)
            }
            Act::Pay(on, minor) => drop(world.pay(loan, &(start + Days::new(on)).to_string(), minor).await),
            Act::Undo(which) if which < spent.len() => {
                drop(muyu::features::expenses::put_right::undo(app, by, key(), Order::new(spent.remove(which), "error".parse().unwrap())).await);
            }
            Act::Undo(_) => {}
            Act::Count(off) => {
                let books = cash::count::in_books_on(app.db.read(), place.fund, day("2026-03-01")).await.unwrap();
                let piles = vec![muyu::domain::cash::Pile { face_minor: 10, pieces: (books.total() + off) / 10 }];
                let new = cash::count::NewCount {
                    fund: place.fund,
                    counted_on: day("2026-03-01"),
                    piles,
                    counted_by: "Edith".parse().unwrap(),
                    witnessed_by: "Justina".parse().unwrap(),
                    note: "sencillo".parse().unwrap(),
                    books_minor: None,
                };
                drop(cash::count::record(app, by, key(), new).await);
            }
            Act::Month => {
                let next = next_month(app.db.read(), &fund, day("2026-03-01")).await.unwrap().unwrap();
                drop(close_month(app, by, key(), place.fund, next.ends_on, true).await);
            }
            Act::Cycle => drop(close_cycle(app, by, key(), cycle, true).await),
        }
        let sum: i64 = balances(app, place.fund).await.values().sum();
        assert_eq!(sum, 0, "the balance sheet balances");
    }
    // A closed period never changes: each statement equals the entries of its days.
    world.books_hold().await;
    one_available(&world, &place).await;
}

/// The page, JSON and the command line show the same capital available.
async fn one_available(world: &World, place: &Place) {
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let now = muyu::features::on_hand::on_hand(world.app.db.read(), &fund, day("2026-03-01")).await.unwrap().now.available_now;
    let mut program = Client::with_token(world, "tesorera").await;
    let told = program.get(&format!("/api/v1/funds/{}/availability", place.fund)).await.json();
    assert_eq!(told["available_now"].as_i64().or_else(|| told["available_now_minor"].as_i64()), Some(now), "{told}");
    let position = program.get(&format!("/api/v1/funds/{}/position", place.fund)).await.json();
    assert_eq!(position["available_now"].as_i64(), Some(now));
    let page = Client::signed_in(world, "tesorera").await.get(&format!("/funds/{}", place.fund)).await.text.replace('\u{a0}', " ");
    let figures = muyu::domain::amount::figures(now, fund.unit, muyu::domain::amount::NumberStyle::of_country("PE"));
    assert!(page.contains(&format!("S/ {figures}")), "{figures}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 40, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_recorded_and_closed_the_books_balance_and_what_is_closed_stays(acts in prop::collection::vec(act(), 5..25)) {
        tokio::runtime::Runtime::new().unwrap().block_on(try_all(acts));
    }
}
