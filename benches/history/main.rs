//! The cost of closed history: pages a second and approvals of two databases, whose fund has 300 and 30 000 loans of closed
//! cycles. Both have 1 000 open installments in that fund, 20 funds, and 50 waiting purchases.
//!
//! `cargo bench --bench history` runs it in one process and without the network. Every load has a fixed count.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench stops at what it did not expect")]

mod filled;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use filled::Filled;
use muyu::router::router;
use tower::ServiceExt;

/// Loans of closed cycles.
const SMALL: usize = 300;
const LARGE: usize = 30_000;
/// Pages of each kind that are read from each database in each turn.
const PAGES: usize = 200;
const TURNS: usize = 3;
/// Approvals in each database in each turn: 50 purchases wait.
const APPROVALS: usize = 15;
const AT_ONCE: usize = 4;

/// The path of a page of a database.
type Page = fn(&Filled) -> String;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(run());
}

async fn run() {
    let began = Instant::now();
    let (small, large) = (Filled::fill(SMALL).await, Filled::fill(LARGE).await);
    println!("filled in {} s; at {SMALL} and at {LARGE} loans of closed history:", began.elapsed().as_secs());
    let kinds: [(&str, Page); 4] = [
        ("fund page", |filled| format!("/funds/{}", filled.fund)),
        ("line page", |filled| format!("/funds/{}/lines/principal-due", filled.fund)),
        ("staff's home, 20 funds", |_| "/".to_owned()),
        ("inbox, 50 purchases", |_| "/inbox".to_owned()),
    ];
    for (name, path) in kinds {
        // The first request of a day counts the observations that begin to count.
        for filled in [&small, &large] {
            pages(filled, path(filled), 1).await;
        }
        let (mut few, mut many) = (Duration::ZERO, Duration::ZERO);
        // The databases take turns, so that other load on the machine affects both.
        for _ in 0..TURNS {
            few += pages(&small, path(&small), PAGES).await;
            many += pages(&large, path(&large), PAGES).await;
        }
        tell(name, few, many, PAGES * TURNS);
    }
    let (mut few, mut many) = (Duration::ZERO, Duration::ZERO);
    for turn in 0..TURNS {
        few += small.approve(turn * APPROVALS, APPROVALS).await;
        many += large.approve(turn * APPROVALS, APPROVALS).await;
    }
    tell("approving, one by one", few, many, APPROVALS * TURNS);
    for filled in [small, large] {
        println!("verify: {}", if filled.holds().await { "holds" } else { "DOES NOT HOLD" });
    }
}

/// Prints how many a second both reach, and how much longer the large one takes.
fn tell(name: &str, few: Duration, many: Duration, count: usize) {
    let a_second = |took: Duration| count as u128 * 1_000_000 / took.as_micros().max(1);
    let ratio = many.as_micros() * 100 / few.as_micros().max(1);
    println!("  {name}: {} and {} a second, ratio {}.{:02}", a_second(few), a_second(many), ratio / 100, ratio % 100);
}

/// The time to read a page `count` times, several at once.
async fn pages(filled: &Filled, path: String, count: usize) -> Duration {
    let (router, next) = (router(filled.app.clone()), Arc::new(AtomicUsize::new(0)));
    let began = Instant::now();
    let workers: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (router, next, path, token) = (router.clone(), next.clone(), path.clone(), filled.token.clone());
            tokio::spawn(async move {
                while next.fetch_add(1, Ordering::Relaxed) < count {
                    let request = Request::builder().uri(&path).header(header::AUTHORIZATION, format!("Bearer {token}"));
                    let answer = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
                    assert!(answer.status().is_success(), "{path}: {}", answer.status());
                    to_bytes(answer.into_body(), usize::MAX).await.unwrap();
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    began.elapsed()
}
