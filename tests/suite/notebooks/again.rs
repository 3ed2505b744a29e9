//! A second notebook of an association whose people are already members.

use std::sync::Arc;

use muyu::features::imports::choices::Choices;
use muyu::features::imports::register::Register;
use muyu::features::{imports, members};

use super::made::{asks, faults, said, workbook};
use super::{CAPITAL, HOUSE, LOANS, PAID, PEOPLE};
use crate::support::World;
use crate::support::world::key;

const OTHER_FUND: (&str, &str) = ("Asociación", "Nombre | ASOCIACION AYNI\nPaís | Perú\nFondo | Fondo de semillas");

async fn look(world: &World, sheets: &[(&str, &str)]) -> Register {
    imports::look_with(&world.app, vec![workbook(sheets)], Choices { confirmed: true, ..Choices::default() }).await.unwrap()
}

async fn import(world: &World, register: Register) {
    imports::import(&world.app, &world.by, key(), register, Arc::new(|_, _| {})).await.unwrap();
}

async fn people(world: &World) -> Vec<(i64, String)> {
    let association = muyu::features::associations::list(world.app.db.read(), None).await.unwrap()[0].id;
    members::all(world.app.db.read(), association).await.unwrap().into_iter().map(|member| (member.number, member.name)).collect()
}

#[tokio::test]
async fn people_who_are_members_are_the_same_by_document_and_by_name() {
    let world = World::empty("2026-07-20").await;
    let first = look(&world, &[HOUSE, PEOPLE, CAPITAL, LOANS, PAID]).await;
    import(&world, first).await;
    let before = people(&world).await;
    // There is no list of members: numbers are assigned in order, and would collide with existing ones.
    let credits = (
        "Créditos",
        "Nombre | DNI | Fecha | Monto | Modalidad | Cuotas | Primera cuota | Tasa mensual %\nTtito Layme, Percy | =7000003 | @2025-02-01 | 100 | cosecha | 1 | @2025-08-01 | 2\nHuamán Ccori, Benita | | @2025-02-02 | 100 | cosecha | 1 | @2025-08-01 | 2\nCondori Apaza, Luz | =40000009 | @2025-02-03 | 100 | cosecha | 1 | @2025-08-01 | 2",
    );
    let second = look(&world, &[OTHER_FUND, CAPITAL, credits]).await;
    assert_eq!((faults(&second), asks(&second)), (vec![], vec!["import-member-known"]), "{}", said(&second));
    let numbers: Vec<_> = second.members.iter().map(|(number, _)| *number).collect();
    assert_eq!((numbers, second.loans.iter().map(|loan| loan.member).collect::<Vec<_>>()), (vec![3, 2, 4], vec![3, 2, 4]));
    import(&world, second).await;
    let after = people(&world).await;
    assert_eq!((after.len(), &after[..3]), (4, &before[..]), "nobody is there twice: {after:?}");
    world.books_hold().await;
}

#[tokio::test]
async fn a_number_that_is_somebody_elses_and_a_name_like_a_members_are_asked() {
    let world = World::empty("2026-07-20").await;
    let first = look(&world, &[HOUSE, PEOPLE, CAPITAL, LOANS, PAID]).await;
    import(&world, first).await;
    let slip = ("Socios", "N° | Apellidos y nombres | DNI\n5 | Mamani Flores, Juan | =40000001");
    let slipped = look(&world, &[OTHER_FUND, slip, CAPITAL]).await;
    assert_eq!((asks(&slipped), slipped.members[0].0), (vec!["import-member-known"], 1), "one document, two names");
    let listed = ("Socios", "N° | Apellidos y nombres | DNI\n1 | Condori Apaza, Luz | =40000009\n9 | Rosa Quispe | ");
    let second = look(&world, &[OTHER_FUND, listed, CAPITAL]).await;
    assert_eq!((faults(&second), asks(&second)), (vec![], vec!["import-member-like", "import-renumbered"]), "{}", said(&second));
    import(&world, second).await;
    assert_eq!(people(&world).await.len(), 5);
    world.books_hold().await;
}
