//! An import made by mistake is taken back whole, and the notebook is imported again.

use std::sync::Arc;

use muyu::domain::role::Grant;
use muyu::features::imports::take_back::take_back;
use muyu::features::ledger::verify::verify;
use muyu::features::{associations, funds, imports, loans, members};

use crate::support::World;
use crate::support::world::{day, key, refusal, register_file};

async fn import(world: &World) -> muyu::domain::ids::FundId {
    let register = imports::read(vec![register_file("corazon.xlsx")]).await.unwrap();
    imports::import(&world.app, &world.by, key(), register, Arc::new(|_, _| {})).await.unwrap()
}

#[tokio::test]
async fn an_import_is_taken_back_whole_and_made_again() {
    let (world, fund) = World::corazon().await;
    let reason = || "era otro cuaderno".parse().unwrap();
    let same = key();
    take_back(&world.app, &world.by, same, fund.id, reason()).await.unwrap();
    assert_eq!(take_back(&world.app, &world.by, same, fund.id, reason()).await.unwrap(), fund.id, "sent again, it is done once");
    let db = world.app.db.read();
    assert!(funds::list(db, None).await.unwrap().is_empty() && associations::list(db, None).await.unwrap().is_empty());
    assert!(loans::of_fund(db, fund.id, None).await.unwrap().iter().all(|held| !held.loan.status.lent()));
    let found = verify(db, fund.clone()).await.unwrap();
    assert_eq!(found.findings, Vec::new(), "its books hold, with nothing in them");
    let again = import(&world).await;
    assert_eq!(funds::list(db, None).await.unwrap().len(), 1);
    assert_ne!(again, fund.id);
    world.books_hold().await;
}

#[tokio::test]
async fn members_whom_only_an_import_made_go_with_it() {
    let (world, fund) = World::corazon().await;
    let db = world.app.db.read();
    let people = members::all(db, fund.association).await.unwrap();
    assert!(people.len() > 2);
    // Somebody signs in as a member, and the association has a treasurer.
    let kept = people.first().unwrap();
    world.user("tesorera", Grant::Treasurer(fund.association)).await;
    world.user("socia", Grant::Member(fund.association, kept.id)).await;
    take_back(&world.app, &world.by, key(), fund.id, "era otro cuaderno".parse().unwrap()).await.unwrap();
    assert_eq!(associations::list(db, None).await.unwrap().len(), 1);
    let left = members::all(db, fund.association).await.unwrap();
    assert_eq!(left.iter().map(|member| member.id).collect::<Vec<_>>(), [kept.id]);
    let gone = members::find(db, people.last().unwrap().id).await.unwrap();
    assert!(gone.taken_back_at.is_some() && members::check_belongs(&gone, day("2026-07-01")).is_err());
    // The notebook comes in again, under the same numbers and documents.
    import(&world).await;
    assert_eq!(members::all(db, fund.association).await.unwrap().len(), people.len());
    world.books_hold().await;
}

#[tokio::test]
async fn what_was_recorded_since_keeps_an_import() {
    let (world, fund) = World::corazon().await;
    let held = loans::of_fund(world.app.db.read(), fund.id, None).await.unwrap();
    let open = held.iter().find(|held| held.loan.unpaid_principal_minor > 0).unwrap().loan.id;
    world.pay(open, "2026-07-20", 1_000).await.unwrap();
    assert_eq!(refusal(take_back(&world.app, &world.by, key(), fund.id, "error".parse().unwrap()).await), "import-used-since");
    assert_eq!(funds::list(world.app.db.read(), None).await.unwrap().len(), 1);
    world.books_hold().await;
}

#[tokio::test]
async fn a_box_that_was_counted_since_keeps_an_import() {
    let (world, fund) = World::corazon().await;
    crate::support::cash::counted(&world, fund.id).await;
    assert_eq!(refusal(take_back(&world.app, &world.by, key(), fund.id, "error".parse().unwrap()).await), "import-used-since");
    world.books_hold().await;
}

#[tokio::test]
async fn a_fund_that_no_notebook_made_is_not_taken_back() {
    let (world, place) = World::with_fund("2026-03-01").await;
    assert_eq!(refusal(take_back(&world.app, &world.by, key(), place.fund, "error".parse().unwrap()).await), "import-not-imported");
    world.books_hold().await;
}

#[tokio::test]
async fn the_same_association_in_other_letters_is_the_same() {
    let (world, fund) = World::corazon().await;
    let association = associations::find(world.app.db.read(), fund.association).await.unwrap();
    let file = |name: &str, fund: &str| {
        let text = format!("Nombre;{name}\nFondo;{fund}\n");
        vec![imports::File { name: "Asociación.csv".to_owned(), bytes: text.into_bytes() }]
    };
    let shouted = association.name.to_uppercase().replace('É', "E").replace('Ó', "O").replace(' ', "  ");
    let register = imports::look(&world.app, file(&format!("{shouted}."), &fund.name.to_uppercase())).await.unwrap();
    assert_eq!(refusal(imports::check_new(&world.app, &world.by, &register).await), "import-fund-exists");
    let mut slip = association.name.clone();
    slip.pop();
    let register = imports::look(&world.app, file(&slip, "Otro fondo")).await.unwrap();
    assert_eq!(register.asks.iter().map(|ask| ask.refusal.code).collect::<Vec<_>>(), ["import-close-name"]);
    assert_eq!(refusal(imports::import(&world.app, &world.by, key(), register, Arc::new(|_, _| {})).await), "import-unconfirmed");
}
