//! The ledger as plain-text accounting: Debian's hledger accepts it in strict mode, and computes the same balances.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use axum::http::StatusCode;
use chrono::Days;
use muyu::cli::demo::set_up;
use muyu::db::journal;
use muyu::domain::amount::Unit;
use muyu::domain::ids::UserId;
use muyu::domain::ledger::{Account, Entry, Posting, Source, SourceKind};
use muyu::features::funds;
use muyu::features::ledger::export::Export;
use muyu::features::ledger::plain_text::{Format, slug};
use muyu::web::text::{Language, Reader};
use uuid::Uuid;

use crate::support::process::{muyu, said};
use crate::support::recording::fund_with_loans;
use crate::support::world::{Place, day};
use crate::support::{Client, World};

/// Debian's hledger accepts all records in strict mode, and computes the same balances.
pub async fn hledger_agrees(world: &World) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("muyu.journal");
    written(world, Format::Hledger, &file).await;
    assert_eq!(balances(&file), kept(world).await);
}

async fn written(world: &World, format: Format, to: &Path) {
    let funds = funds::list(world.app.db.read(), None).await.unwrap();
    let mut export = Export::of(&world.app.db, funds, format, Reader::new(Language::Es)).await.unwrap();
    let mut file = File::create_new(to).unwrap();
    while let Some(text) = export.next().await.unwrap() {
        file.write_all(text.as_bytes()).unwrap();
    }
}

fn hledger(file: &Path, arguments: &[&str]) -> Output {
    let run = Command::new("hledger").arg("-f").arg(file).args(arguments).env("LC_ALL", "C.UTF-8").output();
    run.expect("hledger is not installed; tests/run installs it")
}

/// hledger's balances of a file: each account that is not zero, by its full name, as printed.
fn balances(file: &Path) -> BTreeMap<String, String> {
    let checked = hledger(file, &["check", "--strict"]);
    assert!(checked.status.success(), "{}", said(&checked));
    let told = hledger(file, &["balance", "--flat", "--no-total", "--output-format", "csv"]);
    assert!(told.status.success(), "{}", said(&told));
    let mut lines = csv::Reader::from_reader(told.stdout.as_slice());
    lines.records().map(|line| line.map(|line| (line[0].to_owned(), line[1].to_owned())).unwrap()).collect()
}

/// The stored balances of every fund, in the same form.
async fn kept(world: &World) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for fund in funds::list(world.app.db.read(), None).await.unwrap() {
        let association = muyu::features::associations::find(world.app.db.read(), fund.association).await.unwrap();
        for (account, minor) in journal::balances(world.app.db.read(), fund.id).await.unwrap() {
            let unit = match fund.unit {
                Unit::Kg => "kg",
                Unit::Dose => "doses",
                money => money.code(),
            };
            let name = format!("{}:{}:{}:{}", account.group().code(), slug(&association.name), slug(&fund.name), account.code().replace('_', "-"));
            if minor != 0 {
                all.insert(name, format!("{} {unit}", rust_decimal::Decimal::new(minor, fund.unit.decimals())));
            }
        }
    }
    all
}

#[tokio::test]
async fn hledger_takes_the_demonstration_and_comes_to_our_balances() {
    let world = World::empty("2026-11-21").await;
    set_up(&world.app).await.unwrap();
    let seed = world.place("Semillero; «Ñan»", Unit::Kg).await;
    world.lend(&seed, 0, "2026-02-01").await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("muyu.journal");
    written(&world, Format::Hledger, &file).await;
    let kept = kept(&world).await;
    assert!(kept.len() > 15 && kept.contains_key("assets:semillero-nan:fondo:cash"), "{kept:?}");
    assert_eq!(balances(&file), kept);
}

/// Entries like those of repayments, some on earlier days, with unusual memos.
fn entries(many: i64) -> Vec<Entry> {
    let first = day("2025-01-02");
    let memos = ["Quispe; Rosa", "=1+1", "\"vuelto\" 50 %", "; robado", "a | b", "2025-01-01 * x"];
    let posting = |account, amount_minor| Posting { account, amount_minor };
    (0..many)
        .map(|no| {
            let postings = vec![
                posting(Account::Cash, 1_000 + no % 977),
                posting(Account::InterestIncome, -(no % 977)),
                posting(Account::DonatedCapital, -1_000),
            ];
            let on = first + Days::new((no % 500).unsigned_abs());
            Entry::new(on, Source { kind: SourceKind::Repayment, id: Uuid::from_u128(no.unsigned_abs().into()) }, memos[(no % 6) as usize], postings)
                .unwrap()
        })
        .collect()
}

pub async fn post(world: &World, place: &Place, many: i64) {
    let fund = place.fund;
    let write = world.app.db.write(move |tx| {
        Box::pin(async move {
            let mut books = journal::open(tx, &[fund]).await?;
            books.of(fund)?.post(tx, entries(many), UserId(Uuid::nil()), chrono::DateTime::UNIX_EPOCH).await?;
            journal::close(tx, books).await
        })
    });
    write.await.unwrap();
}

#[tokio::test]
async fn hledger_takes_a_hundred_thousand_entries() {
    let (world, place) = World::with_fund("2026-11-21").await;
    post(&world, &place, 100_000).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("muyu.journal");
    written(&world, Format::Hledger, &file).await;
    assert_eq!(balances(&file), kept(&world).await);
}

#[tokio::test]
async fn a_file_holds_every_entry_of_a_fund_over_the_page_and_json_and_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("muyu.db");
    let world = World::on_file(&database, "2026-03-01").await;
    fund_with_loans(&world).await;
    let fund = funds::list(world.app.db.read(), None).await.unwrap().remove(0);
    let mut client = Client::signed_in(&world, "tesorera").await;
    let page = client.get(&format!("/funds/{}/ledger", fund.id)).await;
    for format in Format::ALL {
        let address = format!("/funds/{}/journal?format={}", fund.id, format.code());
        assert!(page.text.contains(&address), "{address}");
        let (file, json) = (client.get(&address).await, client.get(&format!("/api/v1{address}")).await);
        assert_eq!((file.status, json.status), (StatusCode::OK, StatusCode::OK));
        assert_eq!(file.text, json.text);
        let last = funds::row(world.app.db.read(), fund.id).await.unwrap().last_hash;
        assert!(file.text.contains(last.trim_start_matches("2:")), "the last entry is in it: {format:?}");
    }
    assert_eq!(client.get(&format!("/funds/{}/journal?format=pdf", fund.id)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    world.app.db.clone().close().await.unwrap();

    let (database, out) = (database.display().to_string(), folder.path().join("libro.journal"));
    let name = out.display().to_string();
    let first = muyu(&database, &["journal", "--fund", &fund.name, &name]);
    assert!(first.status.success(), "{}", said(&first));
    assert!(!balances(&out).is_empty());
    let before = std::fs::read(&out).unwrap();
    assert_eq!(muyu(&database, &["journal", "--fund", &fund.name]).stdout, before, "standard output holds the same");
    let again = muyu(&database, &["journal", &name]);
    assert!(again.status.code() == Some(1) && said(&again).contains("ya existe"), "{}", said(&again));
    assert_eq!(std::fs::read(&out).unwrap(), before);
    assert!(said(&muyu(&database, &["journal", "--fund", "Ninguno"])).contains("Ninguno"));
}
