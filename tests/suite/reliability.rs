//! The real program under faults: a disk that fills up and is freed, kills, cut connections. Every acknowledged record is there
//! exactly once. `MUYU_TEST_LENGTH=20 cargo test --test suite reliability -- --nocapture` prints the figures of
//! docs/reliability.md.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use muyu::domain::ids::LoanId;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbErr};

use crate::support::World;
use crate::support::process::Server;
use crate::support::recording::{Recording, Tally, fund_with_loans, length, status, token, until};

/// A small separate file system, filled and freed by the test; unmounted at the end.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// None where mounting is not allowed: then `files_that_may_not_grow` alone tests a full disk.
    fn mount(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={size}"), "muyu"]).arg(folder.path()).output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self(folder)),
            other => {
                println!("no file system may be mounted here; the limit on the size of files stands for it: {other:?}");
                None
            }
        }
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Uses up all the remaining space.
    fn fill(&self) {
        use std::io::Write;
        let mut filler = std::fs::File::create(self.path().join("filler")).unwrap();
        let mut part = 1 << 20;
        while part > 0 {
            // A write may be partial, so that the last bytes are used too.
            if filler.write_all(&vec![1; part]).is_err() {
                part /= 2;
            }
        }
    }

    fn free(&self) {
        std::fs::remove_file(self.path().join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

/// A closed database file with loans to record repayments on.
async fn file_in(folder: &Path) -> (String, Vec<LoanId>) {
    let file = folder.join("muyu.db");
    let world = World::on_file(&file, "2026-03-01").await;
    let loans = fund_with_loans(&world).await;
    world.app.db.clone().close().await.unwrap();
    (file.display().to_string(), loans)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_fills_up_and_is_freed_while_many_record_loses_nothing() {
    let Some(disk) = SmallDisk::mount("96m") else { return };
    let (file, loans) = file_in(disk.path()).await;
    let logs = tempfile::tempdir().unwrap();
    let server = Server::start(&file, logs.path()).await;
    let token = token(&server.address).await;
    let mut all = Tally::default();
    for round in 0..2 + length() / 5 {
        let recording = Recording::start(16, usize::MAX, &server.address, &token, &loans);
        recording.reach(50).await;
        tokio::time::sleep(Duration::from_millis(200 * length())).await;
        disk.fill();
        let (address, token) = (server.address.as_str(), token.as_str());
        until("health says that nothing can be saved", 120, || async move { status(address, "/health", token).await == 503 }).await;
        assert_eq!(status(address, &format!("/api/v1/loans/{}", loans[0]), token).await, 200, "reading goes on");
        assert_eq!(status(address, "/ready", token).await, 503);
        tokio::time::sleep(Duration::from_millis(100 * length())).await;
        disk.free();
        until("it records again by itself", 20, || async move { status(address, "/health", token).await == 200 }).await;
        tokio::time::sleep(Duration::from_millis(200 * length())).await;
        let tally = recording.stop().await;
        assert!(!tally.refused.is_empty() && !tally.acknowledged.is_empty(), "round {round}: the disk was full, and was freed");
        all.add(tally);
    }
    server.kill();
    drop(Server::start(&file, logs.path()).await);
    all.compare(&file, "disk filled and freed, then killed").await;
}

/// The same where no file system may be mounted: beyond a file size every write of the program fails with an input or output
/// error.
#[tokio::test(flavor = "multi_thread")]
async fn files_that_may_not_grow_while_many_record_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (file, loans) = file_in(folder.path()).await;
    let server = Server::start_limited(&file, folder.path(), 2_500 + 500 * length()).await;
    let token = token(&server.address).await;
    let recording = Recording::start(16, usize::MAX, &server.address, &token, &loans);
    let (address, known) = (server.address.as_str(), token.as_str());
    until("health says that nothing can be saved", 120, || async move { status(address, "/health", known).await == 503 }).await;
    assert_eq!(status(address, &format!("/api/v1/loans/{}", loans[0]), known).await, 200, "reading goes on");
    let freed = Command::new("prlimit").args(["--pid", &server.pid().to_string(), "--fsize=unlimited:unlimited"]).status().unwrap();
    assert!(freed.success());
    until("it records again by itself", 20, || async move { status(address, "/health", known).await == 200 }).await;
    tokio::time::sleep(Duration::from_millis(200 * length())).await;
    let tally = recording.stop().await;
    assert!(!tally.refused.is_empty());
    server.kill();
    drop(Server::start(&file, folder.path()).await);
    tally.compare(&file, "files that may not grow, then may").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_again_and_again_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::empty("2026-03-01").await;
    let loans = fund_with_loans(&world).await;
    let mut all = Tally::default();
    for _ in 0..3 + length() {
        let server = Server::start(&world.address, folder.path()).await;
        let token = token(&server.address).await;
        let recording = Recording::start(16, usize::MAX, &server.address, &token, &loans);
        recording.reach(20 * usize::try_from(length()).unwrap()).await;
        server.kill();
        all.add(recording.stop().await);
    }
    drop(Server::start(&world.address, folder.path()).await);
    all.compare(&world.address, "killed again and again").await;
}

/// A server on PostgreSQL whose connections the test cuts.
struct Cutting {
    folder: tempfile::TempDir,
    world: World,
    loans: Vec<LoanId>,
    server: Server,
    token: String,
    admin: DatabaseConnection,
}

impl Cutting {
    /// None without PostgreSQL: another process cannot cut SQLite's connections, and the tests above cover its faults.
    async fn start() -> Option<Self> {
        let admin = std::env::var("MUYU_TEST_POSTGRES").ok()?;
        let folder = tempfile::tempdir().unwrap();
        let world = World::empty("2026-03-01").await;
        let loans = fund_with_loans(&world).await;
        let server = Server::start(&world.address, folder.path()).await;
        let token = token(&server.address).await;
        let admin = Database::connect(format!("{admin}/postgres")).await.unwrap();
        Some(Self { folder, world, loans, server, token, admin })
    }

    async fn cut(&self) -> Result<(), DbErr> {
        let name = self.world.address.rsplit('/').next().unwrap();
        let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        self.admin.execute_unprepared(&cut).await.map(|_| ())
    }
}

/// Every connection to the database is cut, many times, while many record.
#[tokio::test(flavor = "multi_thread")]
async fn connections_to_postgresql_cut_while_many_record_lose_nothing() {
    let Some(cutting) = Cutting::start().await else { return };
    let (address, known) = (cutting.server.address.as_str(), cutting.token.as_str());
    let recording = Recording::start(16, usize::MAX, address, known, &cutting.loans);
    for _ in 0..20 * length() {
        tokio::time::sleep(Duration::from_millis(100)).await;
        if let Err(error) = cutting.cut().await {
            println!("the server itself may be restarting: {error}");
        }
    }
    until("it records again by itself", 20, || async move { status(address, "/health", known).await == 200 }).await;
    recording.reach(100).await;
    let mut tally = recording.stop().await;
    // A client without a clear answer sends the same again, and it is recorded once.
    let again: Vec<_> = std::mem::take(&mut tally.unknown);
    tally.add(Recording::resend(address, known, again).await);
    assert!(tally.unknown.is_empty());
    assert!(!cutting.server.logged().contains("no transaction in progress"), "ROLLBACK is sent only where a transaction is open");
    let Cutting { folder, world, server, .. } = cutting;
    server.kill();
    drop(Server::start(&world.address, folder.path()).await);
    tally.compare(&world.address, "connections cut").await;
}

/// A reader during the cuts is told to try again, and not that the program is broken.
#[tokio::test(flavor = "multi_thread")]
async fn reading_while_connections_are_cut_is_answered_or_put_off() {
    let Some(cutting) = Cutting::start().await else { return };
    let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let readers: Vec<_> = (0..8)
        .map(|number| {
            let (address, token, done, loan) = (cutting.server.address.clone(), cutting.token.clone(), done.clone(), cutting.loans[number]);
            tokio::spawn(async move {
                let mut answers = std::collections::BTreeMap::new();
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    *answers.entry(status(&address, &format!("/api/v1/loans/{loan}"), &token).await).or_insert(0_u32) += 1;
                }
                answers
            })
        })
        .collect();
    for _ in 0..30 * length() {
        tokio::time::sleep(Duration::from_millis(70)).await;
        cutting.cut().await.unwrap();
    }
    done.store(true, std::sync::atomic::Ordering::Relaxed);
    let mut answers = std::collections::BTreeMap::new();
    for reader in readers {
        for (status, times) in reader.await.unwrap() {
            *answers.entry(status).or_insert(0) += times;
        }
    }
    println!("reading while cut: {answers:?}");
    assert!(answers.contains_key(&200) && answers.keys().all(|status| [200, 503].contains(status)), "{answers:?}");
}
