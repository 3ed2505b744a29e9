//! The real program with many people recording at once.

use muyu::domain::ids::LoanId;
use muyu::domain::role::Grant;
use serde_json::{Value, json};

use crate::support::World;
use crate::support::process::{Server, muyu, said};
use crate::support::world::{PASSWORD, Place, key, monthly};

/// A fund with several loans, and a treasurer's token at a running server.
async fn served() -> (World, Place, Vec<LoanId>, Server, String) {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut loans = Vec::new();
    for i in 0..6 {
        loans.push(world.lend_by(&place, place.members[i % 3], monthly(100_000, "2026-01-01", 10), true).await.unwrap());
    }
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let token = token(&server.address).await;
    (world, place, loans, server, token)
}

async fn token(address: &str) -> String {
    let body = json!({ "login": "tesorera", "password": PASSWORD });
    let answer = reqwest::Client::new().post(format!("{address}/api/v1/sessions")).json(&body).send().await.unwrap();
    answer.json::<Value>().await.unwrap()["token"].as_str().unwrap().to_owned()
}

async fn record(client: &reqwest::Client, address: &str, token: &str, loan: LoanId, key: uuid::Uuid, amount: i64) -> Option<(u16, String)> {
    let request = client.post(format!("{address}/api/v1/loans/{loan}/repayments")).bearer_auth(token).header("idempotency-key", key.to_string());
    let answer = request.json(&json!({ "paid_on": "2026-02-01", "amount_minor": amount, "confirmed": true })).send().await.ok()?;
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.ok()?;
    Some((status, body["id"].as_str().unwrap_or_default().to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_recordings_at_once_against_one_fund() {
    let (world, place, loans, server, token) = served().await;
    let client = reqwest::Client::new();
    let all = (0..200_i64).map(|i| {
        let (client, address, token, loan) = (client.clone(), server.address.clone(), token.clone(), loans[i as usize % loans.len()]);
        tokio::spawn(async move {
            let once = key();
            // Every tenth is sent twice at the same time, as from two tabs.
            let (first, second) = tokio::join!(record(&client, &address, &token, loan, once, 100 + i), async {
                if i % 10 == 0 { record(&client, &address, &token, loan, once, 100 + i).await } else { None }
            });
            let first = first.unwrap();
            assert!(second.is_none_or(|second| second == first), "one key, one answer");
            first
        })
    });
    let mut answers = Vec::new();
    for one in all.collect::<Vec<_>>() {
        answers.push(one.await.unwrap());
    }
    assert!(answers.iter().all(|(status, _)| *status == 201), "none fails: {answers:?}");
    let mut ids: Vec<&String> = answers.iter().map(|(_, id)| id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 200, "none is lost or doubled");
    let rows = muyu::features::repayments::newest(world.app.db.read(), place.fund, 0, 1_000).await.unwrap();
    let numbers: Vec<i64> = rows.iter().rev().map(|row| row.receipt_no).collect();
    assert_eq!(numbers, (1..=200).collect::<Vec<_>>(), "receipts without gaps");
    drop(server);
    let verified = muyu(&world.address, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
}
