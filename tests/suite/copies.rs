//! Copies and restoring them: locked against use, synced to disk, checked. And what `muyu verify` finds in damaged copies.

use std::path::{Path, PathBuf};

use muyu::db::Hold;

use crate::support::World;
use crate::support::process::{Server, muyu, said};
use crate::support::recording::fund_with_loans;

/// A closed database file with loans and a payment on each.
async fn filled(folder: &Path) -> String {
    let file = folder.join("muyu.db");
    let world = World::on_file(&file, "2026-03-01").await;
    for loan in fund_with_loans(&world).await {
        world.pay(loan, "2026-02-01", 1_000).await.unwrap();
        world.pay(loan, "2026-02-02", 500).await.unwrap();
    }
    world.app.db.clone().close().await.unwrap();
    file.display().to_string()
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn what_only_reads_refuses_a_path_that_does_not_exist_and_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("ninguna/muyu.db").display().to_string();
    let copy = folder.path().join("copia.db").display().to_string();
    for arguments in [&["verify"][..], &["backup", &copy], &["position", "--fund", "Fondo"], &["user", "list"], &["restore", &nowhere]] {
        let refused = muyu(&nowhere, arguments);
        assert_eq!(refused.status.code(), Some(1), "{arguments:?}");
        assert!(said(&refused).contains(&format!("No hay ninguna base en {nowhere}")), "{}", said(&refused));
    }
    let noise = folder.path().join("ruido.db");
    std::fs::write(&noise, "").unwrap();
    assert!(!muyu(&noise.display().to_string(), &["verify"]).status.success(), "an empty file is no database");
    assert_eq!(names(folder.path()), [noise], "nothing was made");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_not_put_in_the_place_of_a_database_that_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let file = filled(folder.path()).await;
    let copy = folder.path().join("copia.db").display().to_string();
    let server = Server::start(&file, folder.path()).await;
    let copied = muyu(&file, &["backup", &copy]);
    assert!(copied.status.success(), "{}", said(&copied));

    let refused = muyu(&file, &["restore", "--replace", &copy]);
    assert_eq!(refused.status.code(), Some(1));
    let told = said(&refused);
    assert!(told.contains(&server.address) && told.contains(&format!("proceso {}", server.pid())) && told.contains("desde 20"), "{told}");
    let (_, _) = server.stop().await;

    // Other writers share the lock, and none can begin while a copy is restored.
    let held = Hold::share(Path::new(&file)).unwrap();
    assert!(said(&muyu(&file, &["restore", "--replace", &copy])).contains("Otro programa tiene abierta esta base"));
    drop(held);
    let alone = Hold::alone(Path::new(&file)).unwrap();
    assert!(!muyu(&file, &["user", "add", "a", "--name", "A", "--role", "admin"]).status.success());
    drop(alone);
    assert!(muyu(&file, &["restore", "--replace", &copy]).status.success());
    assert!(muyu(&file, &["verify"]).status.success());
}

#[tokio::test]
async fn a_copy_that_is_not_what_was_written_is_not_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = filled(folder.path()).await;
    let copy = folder.path().join("copia.db");
    let copied = muyu(&file, &["backup", &copy.display().to_string()]);
    assert!(copied.status.success(), "{}", said(&copied));
    let whole = std::fs::read(&copy).unwrap();
    let mut bytes = whole.clone();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&copy, &bytes).unwrap();
    let restore = ["restore", "--replace", &copy.display().to_string()];
    let refused = muyu(&file, &restore);
    assert!(!refused.status.success() && said(&refused).contains("no es la copia que se escribió: cambió copia.db"), "{}", said(&refused));

    // Without its checksums, what the checks of the database and of the books say about it.
    std::fs::remove_file(folder.path().join("copia.db.sha256")).unwrap();
    std::fs::write(&copy, &whole).unwrap();
    let books = rusqlite::Connection::open(&copy).unwrap();
    books.execute("UPDATE account_balance SET balance_minor = balance_minor + 1 WHERE account = 'cash'", ()).unwrap();
    drop(books);
    let refused = muyu(&file, &restore);
    assert!(!refused.status.success() && said(&refused).contains("está dañada y no se repuso"), "{}", said(&refused));
    std::fs::write(&copy, &whole[..whole.len() - 4_096 * 3]).unwrap();
    let refused = muyu(&file, &restore);
    assert!(!refused.status.success() && said(&refused).contains("no es una copia"), "{}", said(&refused));
    assert!(muyu(&file, &["verify"]).status.success(), "the database is as it was");
    let left: Vec<_> = names(folder.path()).iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(left, ["copia.db", "muyu.db", "muyu.db.lock"], "and nothing is left over");
}

/// Changes one used byte, in a different page for each copy. Rows and keys fill a page from its end; its heading says where
/// they begin. Pages that are mostly empty are skipped.
fn damage(bytes: &mut [u8], copy: usize) {
    let begins = |page: &[u8]| usize::from(u16::from_be_bytes([page[5], page[6]]));
    let leaf = |page: &[u8]| matches!(page[0], 10 | 13) && (1..2_048).contains(&begins(page));
    let pages: Vec<usize> = (1..bytes.len() / 4_096).filter(|page| leaf(&bytes[page * 4_096..][..4_096])).collect();
    let page = pages[copy * pages.len() / COPIES] * 4_096;
    let within = 4_095 - (copy * 1_237) % (4_095 - begins(&bytes[page..]));
    bytes[page + within] ^= 0x55;
}

const COPIES: usize = 24;

/// Every value of every table, to see whether the changed byte changed one.
fn content(file: &Path) -> Option<Vec<String>> {
    let db = rusqlite::Connection::open_with_flags(file, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
    let mut tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").ok()?;
    let tables: Vec<String> = tables.query_map((), |row| row.get(0)).ok()?.collect::<Result<_, _>>().ok()?;
    let mut all = Vec::new();
    for table in tables {
        let mut rows = db.prepare(&format!("SELECT * FROM {table} NOT INDEXED")).ok()?;
        let columns = rows.column_count();
        let mut rows = rows.query(()).ok()?;
        while let Some(row) = rows.next().ok()? {
            all.push(format!("{table} {:?}", (0..columns).map(|i| row.get_ref(i)).collect::<Vec<_>>()));
        }
    }
    Some(all)
}

#[tokio::test]
async fn copies_with_a_changed_byte_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let file = filled(folder.path()).await;
    let copy = folder.path().join("copia.db");
    assert!(muyu(&file, &["backup", &copy.display().to_string()]).status.success());
    let whole = std::fs::read(&copy).unwrap();
    let sums = std::fs::read(folder.path().join("copia.db.sha256")).unwrap();
    let sound = content(&copy).unwrap();
    let (mut found, mut harmless, mut refused) = (0, 0, 0);
    let damaged = folder.path().join("dañada.db");
    for i in 0..COPIES {
        let mut bytes = whole.clone();
        damage(&mut bytes, i);
        std::fs::write(&damaged, &bytes).unwrap();
        std::fs::write(folder.path().join("dañada.db.sha256"), &sums).unwrap();
        let looked = muyu(&damaged.display().to_string(), &["verify"]);
        assert!(matches!(looked.status.code(), Some(0 | 1)) && !said(&looked).contains("panicked"), "{i}: {}", said(&looked));
        let now = content(&damaged).unwrap_or_default();
        match (looked.status.success(), sound.iter().find(|row| !now.contains(row))) {
            (false, _) => found += 1,
            (true, None) => harmless += 1,
            (true, Some(row)) => println!("a value changed that nothing else says, in {}", row.split(' ').next().unwrap()),
        }
        let to = folder.path().join(format!("repuesta-{i}.db"));
        refused += usize::from(!muyu(&to.display().to_string(), &["restore", &damaged.display().to_string()]).status.success());
    }
    println!("{COPIES} damaged copies: verify found {found}, {harmless} hold every value as it was; restore refused {refused}");
    assert_eq!(refused, COPIES, "no damaged copy is put back");
    assert!(found + harmless >= 16, "{found} found, {harmless} harmless");
}
