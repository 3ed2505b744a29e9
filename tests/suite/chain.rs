//! The chain of entries, as this version and earlier ones write it.

use muyu::db::entity::{entry, fund};
use muyu::db::journal::{self, FIRST_HASH};
use muyu::domain::ids::FundId;
use muyu::domain::ledger::entry::{Canonical, Edition, check_code};
use muyu::features::{
    funds,
    ledger::verify::{chained, verify},
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, Set};

use crate::support::World;
use crate::support::world::{Place, day, noon};

const POSTINGS: [(&str, i64); 2] = [("cash", 500), ("loans_receivable", -500)];

fn of(memo: &str) -> Canonical<'_, impl Iterator<Item = (&str, i64)> + Clone> {
    Canonical {
        no: 3,
        date: day("2026-02-01"),
        source_kind: "repayment",
        source_id: "0190d1c4-5a7e-7cc3-98a1-2f4be5c0a001".parse().unwrap(),
        memo,
        receipt_no: Some(7),
        by: "0190d1c4-5a7e-7cc3-98a1-2f4be5c0a002".parse().unwrap(),
        recorded_at: noon("2026-03-01"),
        postings: POSTINGS.into_iter(),
    }
}

/// Another program computed these hashes: a change of them breaks every existing chain.
#[test]
fn the_hash_of_an_entry_is_the_same_in_every_version() {
    let known = of(r"papa | quinua \ oca");
    let first = "7915de89da5c0a50f3a54d65e1d39d58620340e0dd1ac74a9155a38dc710e236";
    let second = "2:be72d242be500b606fe75a9a199ed23ba5c9d70eb8df01fc167a7f86d7b49ea3";
    assert_eq!(known.hash(Edition::First, FIRST_HASH), first);
    assert_eq!(known.hash(Edition::Second, FIRST_HASH), second);
    assert_eq!((Edition::of(first), Edition::of(second)), (Edition::First, Edition::Second));
    assert_eq!((check_code(first).as_str(), check_code(second).as_str()), ("7915DE89", "BE72D242"), "paper carries digits alone");
}

#[test]
fn two_memos_that_gave_one_hash_no_longer_do() {
    let memos = [r"papa|oca", r"papa\oca", "papa\noca", r"papa\|oca", r"papa\\oca", r"papa\noca"];
    let hashes = |edition| memos.map(|memo| of(memo).hash(edition, FIRST_HASH)).into_iter().collect::<std::collections::BTreeSet<_>>();
    assert_eq!(of(memos[0]).hash(Edition::First, FIRST_HASH), of(memos[1]).hash(Edition::First, FIRST_HASH));
    assert_eq!(hashes(Edition::Second).len(), memos.len());
}

/// Rebuilds the chain of a fund's entries: `edition_of` gives the edition of each.
async fn rewrite(world: &World, place: &Place, edition_of: impl Fn(i64) -> Edition) {
    let written = journal::entries_after(world.app.db.read(), place.fund, 0, 1_000).await.unwrap();
    let chain = journal::chain_after(world.app.db.read(), place.fund, 0, 1_000).await.unwrap();
    let mut hash = FIRST_HASH.to_owned();
    let mut rows = Vec::new();
    for (written, entry) in written.iter().zip(&chain) {
        hash = chained(entry).hash(edition_of(entry.no), &hash);
        rows.push(entry::ActiveModel { id: Set(written.entry.id), hash: Set(hash.clone()), ..Default::default() });
    }
    let (fund, sqlite) = (place.fund, !world.address.starts_with("postgres"));
    let done = world.app.db.write(move |tx| {
        let (rows, hash) = (rows.clone(), hash.clone());
        Box::pin(async move {
            let unprotect = if sqlite { "DROP TRIGGER IF EXISTS entry_no_update" } else { "DROP TRIGGER IF EXISTS entry_append_only ON entry" };
            tx.execute_unprepared(unprotect).await?;
            for row in rows {
                row.update(tx).await?;
            }
            fund::ActiveModel { id: Set(fund), last_hash: Set(hash), ..Default::default() }.update(tx).await?;
            Ok(())
        })
    });
    done.await.unwrap();
}

async fn findings(world: &World, fund: FundId) -> Vec<&'static str> {
    let fund = funds::find(world.app.db.read(), fund).await.unwrap();
    verify(world.app.db.read(), fund).await.unwrap().findings.iter().map(|finding| finding.code).collect()
}

#[tokio::test]
async fn entries_of_earlier_versions_verify_and_those_after_them_are_of_this_one() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    world.pay(loan, "2026-02-01", 500).await.unwrap();
    rewrite(&world, &place, |_| Edition::First).await;
    world.books_hold().await;
    let old = journal::entries_after(world.app.db.read(), place.fund, 0, 1_000).await.unwrap().len();

    world.pay(loan, "2026-02-02", 700).await.unwrap();
    world.pay(loan, "2026-02-03", 900).await.unwrap();
    world.books_hold().await;
    let written = journal::entries_after(world.app.db.read(), place.fund, 0, 1_000).await.unwrap();
    assert!(written.len() > old);
    for (i, written) in written.iter().enumerate() {
        assert_eq!(Edition::of(&written.entry.hash), if i < old { Edition::First } else { Edition::Second }, "{i}");
    }

    let last = written.last().unwrap().entry.no;
    let before = i64::try_from(old).unwrap();
    rewrite(&world, &place, |no| if no <= before || no == last { Edition::First } else { Edition::Second }).await;
    assert_eq!(findings(&world, place.fund).await, ["verify-chain"], "nobody goes back to the text of before");
}
