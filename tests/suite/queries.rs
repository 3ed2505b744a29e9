//! The number of statements of a page does not grow with the number of rows that it shows.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use muyu::app::App;
use muyu::clock::Clock;
use muyu::domain::amount::Unit;
use muyu::domain::cofinancing::ContributionKind;
use muyu::domain::rules::FundRules;
use muyu::features::{capital, funds, purchases};

use crate::support::cofinanced::{Cofinanced, fifty_fifty};
use crate::support::world::{Place, day, key, monthly, noon};
use crate::support::{Client, World};

const TODAY: &str = "2026-03-02";

/// The same database with a counter of its reading statements.
fn counted(world: &World) -> (App, Arc<AtomicUsize>, Arc<Mutex<Vec<String>>>) {
    let (count, sent) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
    let (counts, keeps) = (count.clone(), sent.clone());
    let db = world.app.db.clone().telling(move |statement| {
        counts.fetch_add(1, Ordering::Relaxed);
        keeps.lock().unwrap().push(statement.to_owned());
    });
    (App::new(db, Clock::Fixed(noon(TODAY))), count, sent)
}

/// A loan that is late, one that falls due this week and one to hand over; a purchase that waits for the staff and one
/// that waits for the treasurer.
async fn fill(world: &World, co: &Cofinanced, place: &Place) {
    for (member, on) in [(0, "2026-01-15"), (1, "2026-02-05")] {
        world.lend_by(place, place.members[member], monthly(2_000, on, 4), true).await.unwrap();
    }
    world.lend_by(place, place.members[2], monthly(1_000, "2026-04-01", 2), false).await.unwrap();
    for sent in [true, false] {
        let draft = co.draft(&[(0, 0, 1_000), (1, 1, 1_000)], ContributionKind::Loan);
        let new = purchases::draft::NewPurchase { fund: place.fund, programme: co.programme, content: co.content(draft) };
        let id = purchases::draft::create(&world.app, &world.by, key(), new).await.unwrap();
        if sent {
            purchases::submit::submit(&world.app, &world.by, key(), id, Default::default()).await.unwrap();
        }
    }
}

/// Another fund of the same association, with 10 000.00.
async fn another_fund(world: &World, place: &Place, i: usize) -> Place {
    let name = format!("Fondo {i}").parse().unwrap();
    let (association, unit) = (place.association, Unit::Pen);
    let new = funds::create::NewFund { association, name, unit, rules: FundRules::default_for(unit), effective_on: day("2025-01-01") };
    let fund = funds::create::create(&world.app, &world.by, key(), new).await.unwrap();
    let given = capital::record::NewCapital {
        member: None,
        fund,
        kind: muyu::domain::capital::CapitalKind::Grant,
        source: "Proyecto".parse().unwrap(),
        amount_minor: 1_000_000,
        happens_on: day("2025-01-01"),
        owed_back_on: None,
        payment_method: muyu::domain::loan::PaymentMethod::Cash,
    };
    capital::record::receive(&world.app, &world.by, key(), given).await.unwrap();
    Place { fund, ..place.clone() }
}

#[tokio::test]
async fn pages_send_as_many_statements_for_many_rows_as_for_few() {
    let (world, place) = World::with_fund(TODAY).await;
    let co = world.cofinanced(place.clone(), fifty_fifty()).await;
    fill(&world, &co, &place).await;
    let (app, count, sent) = counted(&world);
    let mut people = [Client::signed_in_to(app.clone(), "tesorera").await, Client::signed_in_to(app.clone(), "proyecto").await];
    let fund = format!("/funds/{}", place.fund);
    let collect = format!("{fund}/collect");
    let lists = ["loans", "repayments", "purchases", "ledger"].map(|list| format!("{fund}/{list}"));
    let members = format!("/associations/{}/members", place.association);
    let mut look = async || {
        let mut counts = Vec::new();
        for (who, path) in [
            (0, "/"),
            (1, "/"),
            (1, "/inbox"),
            (1, &fund),
            (0, &collect),
            (0, &members),
            (0, &lists[0]),
            (0, &lists[1]),
            (0, &lists[2]),
            (0, &lists[3]),
            (1, "/associations"),
        ] {
            let client = &mut people[who];
            // The first request of a day counts the observations that begin to count.
            client.get(path).await;
            // Remembered people may be forgotten after some seconds on a slow machine, so they are always looked up here.
            app.forget_people();
            sent.lock().unwrap().clear();
            let before = count.load(Ordering::Relaxed);
            let page = client.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
            counts.push((path.to_owned(), count.load(Ordering::Relaxed) - before, sent.lock().unwrap().join("\n")));
        }
        counts
    };
    let few = look().await;
    for i in 0..4 {
        let other = another_fund(&world, &place, i).await;
        for _ in 0..3 {
            fill(&world, &co, &other).await;
            fill(&world, &co, &place).await;
        }
    }
    let many = look().await;
    for ((path, few, _), (_, many, statements)) in few.into_iter().zip(many) {
        assert!((1..=40).contains(&few), "{path}: {few} statements");
        assert_eq!(few, many, "{path}:\n{statements}");
    }
    world.books_hold().await;
}
