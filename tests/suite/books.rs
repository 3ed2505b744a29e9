//! The books: append-only, chained, verified, copied; and the audit record of every change.

use muyu::db::Db;
use muyu::db::entity::audit;
use muyu::features::ledger::verify::verify;
use muyu::features::{funds, repayments};
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::support::World;
use crate::support::process::{muyu, said};
use crate::support::world::{Place, key, refusal};

async fn raw(world: &World, sql: &'static str) -> Result<(), muyu::error::Error> {
    let run = world.app.db.write(move |tx| {
        Box::pin(async move {
            tx.execute_unprepared(sql).await?;
            Ok(())
        })
    });
    run.await
}

async fn lent_and_paid() -> (World, Place) {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    world.pay(loan, "2026-02-01", 32_400).await.unwrap();
    (world, place)
}

async fn findings(world: &World, place: &Place) -> Vec<&'static str> {
    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    verify(world.app.db.read(), fund).await.unwrap().findings.iter().map(|finding| finding.code).collect()
}

#[tokio::test]
async fn the_database_refuses_to_change_or_delete_what_was_booked() {
    let (world, place) = lent_and_paid().await;
    for sql in [
        "UPDATE entry SET memo = 'otra cosa'",
        "DELETE FROM entry",
        "UPDATE posting SET amount_minor = 0",
        "DELETE FROM posting",
        "UPDATE audit SET detail = ''",
        "DELETE FROM audit",
    ] {
        let told = raw(&world, sql).await.unwrap_err().to_string();
        assert!(told.contains("append-only"), "{sql}: {told}");
    }
    assert_eq!(findings(&world, &place).await, Vec::<&str>::new());
}

#[tokio::test]
async fn tampering_with_a_projection_or_a_balance_is_found() {
    for (sql, code) in [
        ("UPDATE installment SET paid_principal_minor = paid_principal_minor + 1 WHERE no = 2", "verify-projection"),
        ("UPDATE repayment SET interest_minor = interest_minor + 1", "verify-projection"),
        ("UPDATE loan SET unpaid_principal_minor = 0", "verify-projection"),
        ("UPDATE account_balance SET balance_minor = balance_minor + 1 WHERE account = 'cash'", "verify-balance"),
        ("UPDATE fund SET last_hash = 'x'", "verify-chain-end"),
        ("UPDATE repayment SET receipt_no = 7", "verify-receipt"),
    ] {
        let (world, place) = lent_and_paid().await;
        raw(&world, sql).await.unwrap();
        assert!(findings(&world, &place).await.contains(&code), "{sql}");
    }
}

#[tokio::test]
async fn a_tampered_entry_breaks_the_chain() {
    let (world, place) = lent_and_paid().await;
    let sqlite = std::env::var("MUYU_TEST_POSTGRES").is_err();
    raw(&world, if sqlite { "DROP TRIGGER entry_no_update" } else { "DROP TRIGGER entry_append_only ON entry" }).await.unwrap();
    raw(&world, "UPDATE entry SET memo = 'otra cosa' WHERE no = 2").await.unwrap();
    assert_eq!(findings(&world, &place).await, ["verify-chain"], "told once, at the entry that was changed");
}

#[tokio::test]
async fn every_change_leaves_who_what_and_from_where() {
    let (world, _) = lent_and_paid().await;
    let rows = audit::Entity::find().all(world.app.db.read()).await.unwrap();
    let actions: Vec<&str> = rows.iter().map(|row| row.action.as_str()).collect();
    for action in ["association.create", "fund.create", "capital.receive", "member.register", "loan.record", "repayment.record"] {
        assert!(actions.contains(&action), "{action}: {actions:?}");
    }
    assert!(rows.iter().all(|row| row.origin == "test" && row.user_id == world.by.user_id));
}

#[tokio::test]
async fn a_refused_command_leaves_nothing_behind() {
    let (world, place) = lent_and_paid().await;
    let before = audit::Entity::find().all(world.app.db.read()).await.unwrap().len();
    let outcome = world.lend_by(&place, place.members[0], crate::support::world::monthly(9_999_999, "2026-01-01", 2), true).await;
    assert_eq!(refusal(outcome), "beyond-available");
    assert_eq!(audit::Entity::find().all(world.app.db.read()).await.unwrap().len(), before);
    let loans = muyu::features::loans::of_fund(world.app.db.read(), place.fund, None).await.unwrap();
    assert_eq!(loans.len(), 1);
    world.books_hold().await;
}

#[tokio::test]
async fn two_programs_that_start_together_migrate_once() {
    let world = World::empty("2026-03-01").await;
    let opened = futures_util::future::join_all((0..4).map(|_| Db::open(&world.address))).await;
    assert!(opened.iter().all(Result::is_ok));
}

#[tokio::test]
async fn verify_says_a_line_a_fund_and_fails_when_one_does_not_hold() {
    let (world, _) = lent_and_paid().await;
    let well = muyu(&world.address, &["verify"]);
    assert!(well.status.success() && said(&well).contains("Asociación Ayni · Fondo: conforme (3 asientos, 1 créditos)"), "{}", said(&well));
    raw(&world, "UPDATE account_balance SET balance_minor = balance_minor + 1 WHERE account = 'cash'").await.unwrap();
    let bad = muyu(&world.address, &["verify"]);
    assert_eq!(bad.status.code(), Some(1));
    assert!(said(&bad).contains("Caja: guardado S/\u{a0}9,124.01, calculado S/\u{a0}9,124.00"), "{}", said(&bad));
}

#[tokio::test]
async fn a_copy_is_made_while_others_write_and_is_put_back() {
    if std::env::var("MUYU_TEST_POSTGRES").is_ok() {
        let world = World::empty("2026-03-01").await;
        assert!(said(&muyu(&world.address, &["backup", "copia.db"])).contains("pg_dump"));
        return;
    }
    let (world, place) = lent_and_paid().await;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copia.db").display().to_string();
    let loan = world.lend(&place, 1, "2026-01-01").await;
    let address = world.address.clone();
    let file = copy.clone();
    let copying = tokio::task::spawn_blocking(move || muyu(&address, &["backup", &file]));
    for _ in 0..50 {
        world.pay(loan, "2026-02-01", 100).await.unwrap();
    }
    let copied = copying.await.unwrap();
    assert!(copied.status.success(), "{}", said(&copied));
    assert!(!muyu(&world.address, &["backup", &copy]).status.success(), "a copy never overwrites another");

    let fresh = folder.path().join("nueva/muyu.db").display().to_string();
    assert!(muyu(&fresh, &["restore", &copy]).status.success());
    assert!(muyu(&fresh, &["verify"]).status.success());
    assert!(!muyu(&fresh, &["restore", &copy]).status.success(), "what is there is not replaced without being asked");
    assert!(muyu(&fresh, &["restore", "--replace", &copy]).status.success());
    let noise = folder.path().join("ruido.db");
    std::fs::write(&noise, "no es una base").unwrap();
    assert!(!muyu(&fresh, &["restore", "--replace", &noise.display().to_string()]).status.success());
    std::fs::write(&noise, "").unwrap();
    assert!(!muyu(&fresh, &["restore", "--replace", &noise.display().to_string()]).status.success(), "an empty file is no copy");
    assert!(muyu(&fresh, &["restore", "--replace", &copy]).status.success(), "a second time, and nothing set aside is lost");
    assert!(muyu(&fresh, &["verify"]).status.success(), "and the good one stays");
}

#[tokio::test]
async fn sign_ins_are_made_and_reset_from_the_command_line() {
    let (world, place) = lent_and_paid().await;
    let made = muyu(&world.address, &["user", "add", "eulalia", "--name", "Eulalia", "--role", "treasurer", "--association", "Asociación Ayni"]);
    assert!(made.status.success(), "{}", said(&made));
    let secret = said(&made).split("contraseña ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let opened = muyu::features::sessions::sign_in::sign_in(
        &world.app,
        "eulalia",
        secret,
        muyu::features::sessions::sign_in::SessionKind::Token,
        "".parse().unwrap(),
        &Default::default(),
    )
    .await;
    let actor = opened.unwrap().actor;
    assert!(actor.must_change_password);
    assert_eq!(actor.grants, [muyu::domain::role::Grant::Treasurer(place.association)]);
    assert!(said(&muyu(&world.address, &["user", "list"])).contains("eulalia"));
    assert!(muyu(&world.address, &["user", "disable", "eulalia"]).status.success());
    assert!(!muyu(&world.address, &["user", "reset", "nadie"]).status.success());
}

#[tokio::test]
async fn what_a_phone_gives_up_half_way_is_written_whole_or_not_at_all() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    for i in 0..20_u64 {
        let new = crate::support::world::payment(loan, "2026-02-01", 500);
        let recording = repayments::record::record(&world.app, &world.by, key(), new);
        // The handler's future is dropped, possibly during its write.
        let _ = tokio::time::timeout(std::time::Duration::from_micros(i * 150), recording).await;
    }
    world.pay(loan, "2026-02-02", 700).await.unwrap();
    world.books_hold().await;
}
