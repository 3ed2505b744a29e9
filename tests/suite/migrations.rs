//! A filled database of an earlier version migrates with its data, and its books still hold.

use migration::{Migrator, MigratorTrait};
use muyu::clock::Clock;
use muyu::db::Db;
use muyu::features::{funds, loans, purchases};
use sea_orm::{ConnectionTrait, Database};

use crate::support::World;
use crate::support::process::{muyu, said};

/// The demonstration recorded before migration 8: two associations, 29 loans, 12 purchases, one document.
const FILLED: &str = include_str!("../old/m0007.sql");
const THEN: u32 = 7;

/// Converts SQLite's values for PostgreSQL: an identifier is `X'…'` there and `'…'` here; a quoted number fits any type.
fn for_postgres(line: &str) -> String {
    let (mut out, mut quoted) = (String::with_capacity(line.len()), false);
    let mut before = ' ';
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => quoted = !quoted,
            'X' if !quoted && letters.peek() == Some(&'\'') => continue,
            _ => {}
        }
        let figure = |c: char| c.is_ascii_digit() || c == '-';
        if !quoted && figure(letter) && !figure(before) {
            out.push('\'');
        }
        out.push(letter);
        if !quoted && figure(letter) && !letters.peek().is_some_and(|next| figure(*next)) {
            out.push('\'');
        }
        before = letter;
    }
    out
}

#[tokio::test]
async fn a_filled_database_of_an_earlier_version_migrates_and_holds() {
    let folder = tempfile::tempdir().unwrap();
    let address = World::address(folder.path()).await;
    let postgres = address.starts_with("postgres");
    let db = Database::connect(if postgres { address.clone() } else { format!("sqlite://{address}?mode=rwc") }).await.unwrap();
    Migrator::up(&db, Some(THEN)).await.unwrap();
    let rows: Vec<String> = FILLED.split(");\n").map(str::trim).filter(|row| !row.is_empty()).map(|row| format!("{row});")).collect();
    for row in rows {
        let row = if postgres { for_postgres(&row) } else { row };
        db.execute_unprepared(&row).await.unwrap_or_else(|error| panic!("{error}: {row}"));
    }
    db.close().await.unwrap();
    let files = folder.path().join("muyu.db.files");
    std::fs::create_dir(&files).unwrap();
    for document in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/old/m0007-documents")).unwrap() {
        let document = document.unwrap().path();
        std::fs::copy(&document, files.join(document.file_name().unwrap())).unwrap();
    }
    let documents = files.display().to_string();
    let older = muyu(&address, &["--files", &documents, "verify"]);
    assert!(!older.status.success() && said(&older).contains("versión anterior"), "looking changes nothing: {}", said(&older));

    let app = muyu::app::App::new(Db::open_with(&address, Some(files)).await.unwrap(), Clock::System);
    muyu::features::ledger::rebuild::rebuild(&app).await.unwrap();
    let known = funds::list(app.db.read(), None).await.unwrap();
    assert_eq!(known.len(), 2);
    let mut counts = (0, 0);
    for fund in &known {
        counts.0 += loans::of_fund(app.db.read(), fund.id, None).await.unwrap().len();
        let which = purchases::Which { fund: Some(fund.id), ..Default::default() };
        counts.1 += purchases::list(app.db.read(), &which, 0, 100).await.unwrap().len();
    }
    assert_eq!(counts, (29, 12));
    // These books paid an expense before its money came, which is refused today. Verification reports this, and nothing else.
    let told = said(&muyu(&address, &["--files", &documents, "verify"]));
    let differing: Vec<&str> = told.lines().filter(|line| line.contains("NO conforme")).collect();
    assert!(
        matches!(&differing[..], [line] if line.contains("NO conforme: Caja queda bajo cero el dom 16 nov 2025") && !line.contains(';')),
        "{told}"
    );
}
