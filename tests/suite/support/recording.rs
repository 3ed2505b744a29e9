//! Many clients record at once on a running server, and each remembers which records were acknowledged; then the database is
//! compared.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use muyu::domain::ids::LoanId;
use muyu::domain::role::Grant;
use sea_orm::{ConnectionTrait, Database, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

use super::World;
use super::process::{muyu, said};
use super::world::{PASSWORD, key, monthly};

/// The outcome of each recording, by its key.
#[derive(Default)]
pub struct Tally {
    pub acknowledged: BTreeMap<Uuid, String>,
    /// Answered as not recorded.
    pub refused: Vec<(Uuid, LoanId)>,
    /// Answered as unknown, or not answered.
    pub unknown: Vec<(Uuid, LoanId)>,
}

/// One client's answer.
enum Told {
    Recorded(String),
    Refused,
    Unknown,
}

/// A treasurer, and loans large enough for any run.
pub async fn fund_with_loans(world: &World) -> Vec<LoanId> {
    let place = world.place("Asociación Ayni", muyu::domain::amount::Unit::Pen).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut loans = Vec::new();
    for i in 0..60 {
        loans.push(world.lend_by(&place, place.members[i % 3], monthly(15_000, "2026-01-01", 10), true).await.unwrap());
    }
    loans
}

pub async fn token(address: &str) -> String {
    let body = json!({ "login": "tesorera", "password": PASSWORD });
    let answer = reqwest::Client::new().post(format!("{address}/api/v1/sessions")).json(&body).send().await.unwrap();
    answer.json::<Value>().await.unwrap()["token"].as_str().unwrap().to_owned()
}

async fn send(client: &reqwest::Client, address: &str, token: &str, key: Uuid, loan: LoanId) -> Told {
    let request = client.post(format!("{address}/api/v1/loans/{loan}/repayments")).bearer_auth(token).header("idempotency-key", key.to_string());
    let Ok(answer) = request.json(&json!({ "paid_on": "2026-02-01", "amount_minor": 10, "confirmed": true })).send().await else {
        return Told::Unknown;
    };
    let status = answer.status().as_u16();
    let Ok(body) = answer.json::<Value>().await else { return Told::Unknown };
    match (status, body["type"].as_str()) {
        (201, _) => Told::Recorded(body["id"].as_str().unwrap().to_owned()),
        (503, Some("urn:muyu:unsaved")) => Told::Refused,
        (503, Some("urn:muyu:unconfirmed")) => Told::Unknown,
        _ => panic!("{status}: {body}"),
    }
}

/// Records from many clients until it is stopped, or `most` from each.
pub struct Recording {
    going: Arc<AtomicBool>,
    acknowledged: Arc<AtomicUsize>,
    people: Vec<tokio::task::JoinHandle<Tally>>,
}

impl Recording {
    pub fn start(people: usize, most: usize, address: &str, token: &str, loans: &[LoanId]) -> Self {
        let (going, acknowledged) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
        let person = |who: usize| {
            let (address, token, loans, going) = (address.to_owned(), token.to_owned(), loans.to_vec(), going.clone());
            let count = acknowledged.clone();
            tokio::spawn(async move {
                let client = reqwest::Client::builder().timeout(Duration::from_secs(60)).build().unwrap();
                let mut tally = Tally::default();
                for i in 0..most {
                    if !going.load(Ordering::Relaxed) {
                        break;
                    }
                    let (key, loan) = (key(), loans[(who + i) % loans.len()]);
                    match send(&client, &address, &token, key, loan).await {
                        Told::Recorded(id) => {
                            tally.acknowledged.insert(key, id);
                            count.fetch_add(1, Ordering::Relaxed);
                            continue;
                        }
                        Told::Refused => tally.refused.push((key, loan)),
                        Told::Unknown => tally.unknown.push((key, loan)),
                    }
                    // Like people, clients do not send again at once.
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                tally
            })
        };
        Self { people: (0..people).map(person).collect(), going, acknowledged }
    }

    /// Waits until this many are acknowledged.
    pub async fn reach(&self, count: usize) {
        until("they go on recording", 120, || async { self.acknowledged.load(Ordering::Relaxed) >= count }).await;
    }

    /// Sends these again with their keys.
    pub async fn resend(address: &str, token: &str, these: Vec<(Uuid, LoanId)>) -> Tally {
        let client = reqwest::Client::new();
        let mut tally = Tally::default();
        for (key, loan) in these {
            match send(&client, address, token, key, loan).await {
                Told::Recorded(id) => drop(tally.acknowledged.insert(key, id)),
                Told::Refused => tally.refused.push((key, loan)),
                Told::Unknown => tally.unknown.push((key, loan)),
            }
        }
        tally
    }

    pub async fn stop(self) -> Tally {
        self.going.store(false, Ordering::Relaxed);
        let mut all = Tally::default();
        for person in self.people {
            all.add(person.await.unwrap());
        }
        all
    }
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        self.acknowledged.extend(other.acknowledged);
        self.refused.extend(other.refused);
        self.unknown.extend(other.unknown);
    }

    /// Checks that every acknowledged record is in the database once, by its key, that no refused one is, and that each unknown
    /// one is there at most once. Returns how many of the unknown ones are.
    pub async fn compare(&self, database: &str, run: &str) {
        let url = if database.starts_with("postgres") { database.to_owned() } else { format!("sqlite://{database}?mode=ro") };
        let db = Database::connect(url).await.unwrap();
        let all = |sql: &str| Statement::from_string(db.get_database_backend(), sql);
        let ids = db.query_all_raw(all("SELECT id FROM repayment")).await.unwrap();
        let ids: BTreeSet<String> = ids.iter().map(|row| row.try_get::<Uuid>("", "id").unwrap().to_string()).collect();
        let keys = db.query_all_raw(all("SELECT key, result_id FROM idempotency")).await.unwrap();
        let keys: BTreeMap<Uuid, Uuid> = keys.iter().map(|row| (row.try_get("", "key").unwrap(), row.try_get("", "result_id").unwrap())).collect();
        db.close().await.unwrap();
        let lost = self.acknowledged.iter().filter(|(key, id)| keys.get(key).is_none_or(|kept| kept.to_string() != **id)).count();
        let missing = self.acknowledged.values().filter(|id| !ids.contains(*id)).count();
        let false_refusals = self.refused.iter().filter(|(key, _)| keys.contains_key(key)).count();
        let made = self.unknown.iter().filter(|(key, _)| keys.contains_key(key)).count();
        let doubled = ids.len() as i64 - (self.acknowledged.len() + made) as i64;
        println!(
            "{run}: {} acknowledged, {} lost, {doubled} doubled; {} refused, {false_refusals} of them recorded; {} unanswered, {made} of them recorded",
            self.acknowledged.len(),
            lost + missing,
            self.refused.len(),
            self.unknown.len(),
        );
        assert_eq!((lost, missing, false_refusals, doubled), (0, 0, 0, 0), "{run}");
        let verified = muyu(database, &["verify"]);
        assert!(verified.status.success(), "{run}: {}", said(&verified));
    }
}

/// Waits until a condition holds, at most this many seconds.
pub async fn until<F: Future<Output = bool>>(what: &str, seconds: u64, holds: impl Fn() -> F) {
    let began = std::time::Instant::now();
    while !holds().await {
        assert!(began.elapsed() < Duration::from_secs(seconds), "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The status that a path answers, or 0.
pub async fn status(address: &str, path: &str, token: &str) -> u16 {
    let answer = reqwest::Client::new().get(format!("{address}{path}")).bearer_auth(token).send().await;
    answer.map_or(0, |answer| answer.status().as_u16())
}

/// How many times longer than normal a run is: `MUYU_TEST_LENGTH=20`.
pub fn length() -> u64 {
    std::env::var("MUYU_TEST_LENGTH").ok().and_then(|length| length.parse().ok()).unwrap_or(1)
}
