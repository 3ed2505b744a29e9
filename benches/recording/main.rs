//! Recordings acknowledged a second over HTTP at 64 connections, against 100 000 loans, beside raw SQLite writing the
//! same rows one transaction each, in the same run; and pages a second at 10 000 and at 1 000 000 installments.
//!
//! `cargo bench --bench recording` runs it. Every load has a fixed count, and goes to the loopback only.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench stops at what it did not expect")]

mod filled;
mod load;
mod raw;

use std::time::Duration;

use filled::Filled;

/// Loans of the two databases whose pages are read: ten installments each.
const FEW: usize = 1_000;
const MANY: usize = 100_000;
const RECORDINGS: usize = 12_000;
const RAW: usize = 3_000;
const PAGES: usize = 500;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(run());
}

async fn run() {
    let few = Filled::fill(FEW).await;
    let many = Filled::fill(MANY).await;
    println!("pages a second, at {} and at {} installments:", FEW * 10, MANY * 10);
    for (name, page) in [("fund", load::fund_page as load::Page), ("loan", load::loan_page as load::Page)] {
        let (mut slow, mut fast) = (0, 0);
        // The databases take turns, so that other load on the machine affects both.
        for _ in 0..3 {
            fast += load::pages(&few, page, PAGES).await;
            slow += load::pages(&many, page, PAGES).await;
        }
        println!("  {name}: {} and {}, ratio {}.{:02}", fast / 3, slow / 3, fast / slow.max(1), fast * 100 / slow.max(1) % 100);
    }

    println!("recordings a second against {MANY} loans:");
    for _ in 0..3 {
        let raw = raw::recordings(&many, RAW);
        let served = load::recordings(&many, RECORDINGS, 64).await;
        println!(
            "  raw SQLite {raw}, over HTTP {}, ratio {}.{:02}; p50 {} ms, p99 {} ms, failed {}",
            served.a_second,
            served.a_second / raw.max(1),
            served.a_second * 100 / raw.max(1) % 100,
            millis(served.p50),
            millis(served.p99),
            served.failed
        );
    }
    few.verify();
    many.verify();
}

fn millis(time: Duration) -> u128 {
    time.as_millis()
}
