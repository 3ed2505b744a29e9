//! Loads over HTTP from within the bench, on the loopback, with a fixed count.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use uuid::Uuid;

use super::filled::Filled;

pub struct Served {
    pub a_second: usize,
    pub p50: Duration,
    pub p99: Duration,
    pub failed: usize,
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().pool_max_idle_per_host(256).build().unwrap()
}

/// Sends `count` recordings over these connections, each of one sol on the next loan.
pub async fn recordings(filled: &Filled, count: usize, connections: usize) -> Served {
    let next = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let workers: Vec<_> = (0..connections)
        .map(|_| {
            let (next, address, token, loans) = (next.clone(), filled.address.clone(), filled.token.clone(), filled.loans.clone());
            tokio::spawn(async move {
                let client = client();
                let (mut times, mut failed) = (Vec::new(), 0);
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    if i >= count {
                        return (times, failed);
                    }
                    let request = client.post(format!("{address}/api/v1/loans/{}/repayments", loans[i % loans.len()])).bearer_auth(&token);
                    let request = request.header("idempotency-key", Uuid::now_v7().to_string());
                    let asked = Instant::now();
                    let answer = request.json(&json!({ "paid_on": "2026-02-01", "amount_minor": 100, "confirmed": true })).send().await;
                    times.push(asked.elapsed());
                    if !answer.is_ok_and(|answer| answer.status().as_u16() == 201) {
                        failed += 1;
                    }
                }
            })
        })
        .collect();
    let (mut times, mut failed) = (Vec::new(), 0);
    for worker in workers {
        let (own, bad) = worker.await.unwrap();
        times.extend(own);
        failed += bad;
    }
    let took = began.elapsed();
    times.sort_unstable();
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    Served { a_second: rate(count, took), p50: at(50), p99: at(99), failed }
}

/// The path of the i-th page to read.
pub type Page = fn(&Filled, usize) -> String;

pub fn fund_page(filled: &Filled, i: usize) -> String {
    format!("/funds/{}", filled.funds[i % filled.funds.len()])
}

pub fn loan_page(filled: &Filled, i: usize) -> String {
    format!("/loans/{}", filled.loans[i * 7 % filled.loans.len()])
}

/// Pages read a second over eight connections.
pub async fn pages(filled: &Filled, page: Page, count: usize) -> usize {
    let paths: Arc<Vec<String>> = Arc::new((0..count).map(|i| format!("{}{}", filled.address, page(filled, i))).collect());
    let next = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let workers: Vec<_> = (0..8)
        .map(|_| {
            let (next, paths, token) = (next.clone(), paths.clone(), filled.token.clone());
            tokio::spawn(async move {
                let client = client();
                while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let answer = client.get(path).bearer_auth(&token).send().await.unwrap();
                    assert!(answer.status().is_success(), "{path}: {}", answer.status());
                    answer.bytes().await.unwrap();
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    rate(count, began.elapsed())
}

pub fn rate(count: usize, took: Duration) -> usize {
    let millis = usize::try_from(took.as_millis()).unwrap().max(1);
    count * 1_000 / millis
}
