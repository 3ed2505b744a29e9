//! The one write path when the database fails at any point: an acknowledged write was committed, a refused one was not, and the
//! next write runs on a connection without an open transaction.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use axum::http::{Method, StatusCode};
use muyu::app::App;
use muyu::clock::Clock;
use muyu::db::batch::Batcher;
use muyu::db::entity::{heartbeat, idempotency};
use muyu::db::faults::{Faults, Point};
use muyu::domain::ids::UserId;
use muyu::domain::refusal::Refusal;
use muyu::domain::role::Grant;
use muyu::error::Error;
use muyu::features::repayments;
use sea_orm::{ColumnTrait, ConnectionTrait, Database, EntityTrait, QueryFilter, Set};
use serde_json::json;
use uuid::Uuid;

use crate::support::world::{key, noon, payment};
use crate::support::{Client, World};

const POINTS: [Point; 5] = [Point::Begin, Point::Work, Point::Commit, Point::Committed, Point::Rollback];

/// The program on a world's database, failing at the given points.
fn failing(world: &World, fails: impl Fn(Point) -> bool + Send + Sync + 'static) -> App {
    App::new(world.app.db.clone().failing(Faults::new(fails)), Clock::Fixed(noon("2026-03-01")))
}

/// The recorded keys, as a reader sees them.
async fn recorded(world: &World) -> BTreeSet<Uuid> {
    idempotency::Entity::find().all(world.app.db.read()).await.unwrap().into_iter().map(|row| row.key).collect()
}

/// Runs SQL on the database, outside of the program.
async fn beside(world: &World, sql: &str) {
    let url = if world.address.starts_with("postgres") { world.address.clone() } else { format!("sqlite://{}", world.address) };
    let db = Database::connect(url).await.unwrap();
    db.execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_fails_at_any_point_what_is_acknowledged_is_there_once() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let before = recorded(&world).await.len();
    for point in POINTS {
        // Every third write that reaches this point fails; the work itself fails too, so that something is rolled back.
        let count = AtomicU64::new(0);
        let app = failing(&world, move |at| {
            (at == point || (point == Point::Rollback && at == Point::Work)) && count.fetch_add(1, Ordering::Relaxed).is_multiple_of(3)
        });
        let sent = (0..60).map(|_| {
            let (app, by, key) = (app.clone(), world.by.clone(), key());
            tokio::spawn(async move { (key, repayments::record::record(&app, &by, key, payment(loan, "2026-02-01", 10)).await) })
        });
        let mut acknowledged = 0;
        for one in futures_util::future::join_all(sent).await {
            let (key, outcome) = one.unwrap();
            let kept = recorded(&world).await.contains(&key);
            match outcome {
                Ok(_) => {
                    acknowledged += 1;
                    assert!(kept, "{point:?}: acknowledged and lost");
                }
                Err(Error::Unsaved { certain: true, .. }) => assert!(!kept, "{point:?}: refused and recorded"),
                Err(Error::Unsaved { certain: false, .. }) => {}
                Err(error) => panic!("{point:?}: {error}"),
            }
        }
        assert!(acknowledged > 0, "{point:?}: a fault that passes is got over");
    }
    let rows = repayments::newest(world.app.db.read(), place.fund, 0, 1_000).await.unwrap();
    assert_eq!(rows.len(), recorded(&world).await.len() - before, "one record a key");
    world.books_hold().await;
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_is_not_made_twice() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let first = AtomicBool::new(true);
    let app = failing(&world, move |at| at == Point::Committed && first.swap(false, Ordering::Relaxed));
    repayments::record::record(&app, &world.by, key(), payment(loan, "2026-02-01", 500)).await.unwrap();
    assert_eq!(world.held(loan).await.repayments.len(), 1);

    let app = failing(&world, |at| at == Point::Committed);
    let again = key();
    let outcome = repayments::record::record(&app, &world.by, again, payment(loan, "2026-02-01", 700)).await;
    assert!(matches!(outcome, Err(Error::Unsaved { certain: false, .. })), "nobody says that it was not recorded");
    repayments::record::record(&world.app, &world.by, again, payment(loan, "2026-02-01", 700)).await.unwrap();
    assert_eq!(world.held(loan).await.repayments.len(), 2);
    world.books_hold().await;
}

#[tokio::test]
async fn the_first_fault_is_told_and_not_the_rollbacks() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let app = failing(&world, |at| matches!(at, Point::Work | Point::Rollback));
    let error = repayments::record::record(&app, &world.by, key(), payment(loan, "2026-02-01", 500)).await.unwrap_err();
    assert!(error.to_string().contains("Work"), "{error}");
}

/// The database itself does what a full disk causes: it rolls back on its own, so that the program's rollback fails and the
/// driver still counts a transaction. After a refusal, earlier versions then recorded into a savepoint.
#[tokio::test]
async fn after_sqlite_rolled_back_by_itself_what_follows_is_committed() {
    let (world, place) = World::with_fund("2026-03-01").await;
    if world.address.starts_with("postgres") {
        return; // PostgreSQL never ends a transaction by itself; its commits are refused below.
    }
    let loan = world.lend(&place, 0, "2026-01-01").await;
    beside(&world, "CREATE TRIGGER full BEFORE INSERT ON repayment WHEN new.amount_minor = 666 BEGIN SELECT RAISE(ROLLBACK, 'disk I/O error'); END")
        .await;
    for _ in 0..3 {
        assert!(world.pay(loan, "2026-02-01", 666).await.is_err());
        let refused = world.app.db.write::<(), _>(|_| Box::pin(async { Err(Refusal::conflict("association-exists").into()) }));
        assert!(refused.await.is_err(), "a refusal, which rolls back");
        world.pay(loan, "2026-02-01", 10).await.unwrap();
    }
    assert_eq!(world.held(loan).await.repayments.len(), 3, "what was acknowledged is what a reader sees");
    world.books_hold().await;
}

/// The database refuses a commit: it checks a reference only then.
#[tokio::test]
async fn after_a_refused_commit_what_follows_is_committed() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    beside(&world, "CREATE TABLE pointed (id bigint PRIMARY KEY)").await;
    beside(&world, "CREATE TABLE pointing (id bigint REFERENCES pointed (id) DEFERRABLE INITIALLY DEFERRED)").await;
    for _ in 0..3 {
        let refused = world.app.db.write(|tx| {
            Box::pin(async move {
                tx.execute_unprepared("INSERT INTO pointing VALUES (1)").await?;
                Ok(())
            })
        });
        assert!(matches!(refused.await, Err(Error::Unsaved { certain: true, .. })));
        world.pay(loan, "2026-02-01", 10).await.unwrap();
    }
    assert_eq!(world.held(loan).await.repayments.len(), 3);
    world.books_hold().await;
}

/// A batch of which the database refuses one item is written item by item: the others are kept.
#[tokio::test]
async fn one_item_that_the_database_refuses_never_fails_its_neighbours() {
    let world = World::empty("2026-03-01").await;
    let taken = key();
    let batches = Arc::new(AtomicU64::new(0));
    let seen = batches.clone();
    let row = |key: Uuid| idempotency::ActiveModel {
        key: Set(key),
        user_id: Set(UserId(Uuid::nil())),
        fingerprint: Set(String::new()),
        result_id: Set(key),
        at: Set(noon("2026-03-01")),
    };
    let batcher = Batcher::start(world.app.db.clone(), move |tx, keys: Vec<Uuid>| {
        seen.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            idempotency::Entity::insert_many(keys.iter().copied().map(row)).exec_without_returning(tx).await?;
            Ok(keys.into_iter().map(Ok).collect())
        })
    });
    batcher.write(taken).await.unwrap();
    let keys: Vec<Uuid> = (0..20).map(|i| if i == 7 { taken } else { key() }).collect();
    let answers = futures_util::future::join_all(keys.iter().map(|key| batcher.write(*key))).await;
    for (i, answer) in answers.iter().enumerate() {
        assert_eq!(answer.is_ok(), i != 7, "{i}: {answer:?}");
    }
    assert!(batches.load(Ordering::Relaxed) > 3, "they waited together, then were written alone");
    let kept = idempotency::Entity::find().filter(idempotency::Column::Key.is_in(keys)).all(world.app.db.read()).await.unwrap();
    assert_eq!(kept.len(), 20);
}

#[tokio::test]
async fn work_that_panics_leaves_the_connection_to_nobody() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let broken = world.app.db.write::<(), _>(|tx| {
        Box::pin(async move {
            tx.execute_unprepared("UPDATE fund SET next_receipt_no = 900").await?;
            panic!("in the middle")
        })
    });
    assert!(broken.await.is_err());
    world.pay(loan, "2026-02-01", 10).await.unwrap();
    assert_eq!(world.held(loan).await.repayments[0].receipt_no, 1);
    world.books_hold().await;
}

/// PostgreSQL: the program does not write into a transaction that was left open on a pooled connection.
#[tokio::test]
async fn a_transaction_left_open_on_a_connection_takes_no_recording_with_it() {
    let (world, place) = World::with_fund("2026-03-01").await;
    if !world.address.starts_with("postgres") {
        return; // SQLite's readers cannot write, and its writer is replaced as above.
    }
    let loan = world.lend(&place, 0, "2026-01-01").await;
    for _ in 0..16 {
        world.app.db.read().execute_unprepared("BEGIN").await.unwrap();
        world.pay(loan, "2026-02-01", 10).await.unwrap();
    }
    let fresh = muyu::db::Db::open(&world.address).await.unwrap();
    let held = muyu::features::loans::load_one(fresh.read(), loan).await.unwrap();
    assert_eq!(held.repayments.len(), 16);
    world.books_hold().await;
}

#[tokio::test]
async fn health_proves_that_a_write_gets_through_and_is_cheap_to_ask() {
    let world = World::empty("2026-03-01").await;
    let beat = || async { heartbeat::Entity::find().one(world.app.db.read()).await.unwrap().map_or(0, |row| row.beat) };
    futures_util::future::join_all((0..200).map(|_| async { world.app.db.beat().await.unwrap() })).await;
    assert!((1..=3).contains(&beat().await), "asked 200 times at once, written {} times", beat().await);
    let mut client = Client::new(&world);
    for path in ["/health", "/ready"] {
        let answer = client.get(path).await;
        assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, "ok"));
    }
    let mut client = Client::of(failing(&world, |at| at == Point::Commit));
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    for path in ["/health", "/ready"] {
        assert_eq!(client.get(path).await.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
    }
}

#[tokio::test]
async fn while_nothing_can_be_saved_it_is_refused_what_was_typed_is_kept_and_reading_goes_on() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let full = Arc::new(AtomicBool::new(false));
    let filled = full.clone();
    let app = failing(&world, move |at| at == Point::Work && filled.load(Ordering::Relaxed));
    let mut browser = Client::signed_in_to(app.clone(), "tesorera").await;
    let mut program = Client::token_of(app, "tesorera").await;
    full.store(true, Ordering::Relaxed);

    let expenses = format!("/funds/{}/expenses", place.fund);
    let key = key().to_string();
    let typed = [("concept", "Libro de actas"), ("amount", "15"), ("happens_on", "2026-02-01"), ("payment_method", "cash"), ("key", &key)];
    let refused = browser.post(&expenses, &typed).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.text.contains("No se pudo guardar; no se registró."), "{}", refused.text);
    assert_eq!(refused.attribute("#concept", "value"), "Libro de actas");
    assert_eq!(refused.attribute("input[name=key]", "value"), key);
    assert_eq!(browser.get(&expenses).await.status, StatusCode::OK, "reading goes on");

    let repayments = format!("/api/v1/loans/{loan}/repayments");
    let body = json!({ "paid_on": "2026-02-01", "amount_minor": 10 });
    let problem = program.json(Method::POST, &repayments, &body).await;
    assert_eq!((problem.status, problem.kind.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "application/problem+json"));
    let told = problem.json();
    assert_eq!(told["type"], "urn:muyu:unsaved");
    let id = told["id"].as_str().unwrap();
    assert!(told["detail"].as_str().unwrap().contains(id), "with the id under which it is logged: {told}");
    assert_eq!(browser.get("/health").await.status, StatusCode::SERVICE_UNAVAILABLE, "it is not well for a moment");

    full.store(false, Ordering::Relaxed);
    assert_eq!(browser.post(&expenses, &typed).await.status, StatusCode::SEE_OTHER, "the same form, sent again");
    assert_eq!(program.json(Method::POST, &repayments, &body).await.status, StatusCode::CREATED);
    world.books_hold().await;
}
