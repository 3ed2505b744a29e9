//! A repeated key gets the first answer, in this version and in later ones.

use muyu::db::command::fingerprint;
use muyu::db::entity::{audit, idempotency};
use muyu::domain::cofinancing::{Movement, Payer};
use muyu::domain::ids::{LoanId, UserId};
use muyu::features::members::keep;
use muyu::features::{expenses, members, repayments};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::json;
use uuid::Uuid;

use crate::support::World;
use crate::support::world::{day, key, payment, person, refusal};

/// A fingerprint of an earlier version: a hash of the input's `Debug` text.
const OLD: &str = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9";

/// Replaces the fingerprint of a key with one of an earlier version.
async fn age(world: &World, key: Uuid) {
    let mut row = idempotency::Entity::find_by_id(key).one(world.app.db.read()).await.unwrap().unwrap().into_active_model();
    row.fingerprint = Set(OLD.to_owned());
    let done = world.app.db.write(move |tx| {
        let row = row.clone();
        Box::pin(async move { Ok(row.update(tx).await?) })
    });
    done.await.unwrap();
}

/// If this hash changes, requests sent before an upgrade are refused after it.
#[test]
fn the_fingerprint_of_an_input_is_the_same_in_every_version() {
    let new = payment(LoanId("0190d1c4-5a7e-7cc3-98a1-2f4be5c0a001".parse().unwrap()), "2026-02-01", 12_345);
    let text = r#"{"loan":"0190d1c4-5a7e-7cc3-98a1-2f4be5c0a001","paid_on":"2026-02-01","amount_minor":12345,"kind":"repayment","means":"cash","note":"","as_credit":false}"#;
    assert_eq!(serde_json::to_string(&new).unwrap(), text);
    assert_eq!(fingerprint("repayment.record", &new).unwrap(), "2:737f8b673972c9fe09b6d0d6102020fde9ae52ebe1f5c5b2e92a375d3c72d002");
    let member = "0190d1c4-5a7e-7cc3-98a1-2f4be5c0a002".parse().unwrap();
    assert_eq!(json!(Movement::Collected(Payer::Member(member))), json!({ "collected": { "member": member } }));
}

fn paper(amount_minor: i64) -> impl Fn(&crate::support::world::Place) -> expenses::record::NewExpense {
    move |place| expenses::record::NewExpense {
        fund: place.fund,
        concept: "Libro de actas".parse().unwrap(),
        amount_minor,
        happens_on: day("2026-02-01"),
        payment_method: muyu::domain::loan::PaymentMethod::Cash,
    }
}

#[tokio::test]
async fn a_key_that_a_version_before_recorded_is_answered_to_the_same_person_and_command() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let (paid, spent) = (key(), key());
    let repayment = repayments::record::record(&world.app, &world.by, paid, payment(loan, "2026-02-01", 500)).await.unwrap();
    let expense = expenses::record::pay(&world.app, &world.by, spent, paper(1_500)(&place)).await.unwrap();
    age(&world, paid).await;
    age(&world, spent).await;

    assert_eq!(repayments::record::record(&world.app, &world.by, paid, payment(loan, "2026-02-01", 500)).await.unwrap(), repayment);
    assert_eq!(expenses::record::pay(&world.app, &world.by, spent, paper(1_500)(&place)).await.unwrap(), expense);
    assert_eq!(world.held(loan).await.repayments.len(), 1);

    let another = muyu::domain::actor::Actor { user_id: UserId(key()), ..world.by.clone() };
    assert_eq!(refusal(repayments::record::record(&world.app, &another, paid, payment(loan, "2026-02-01", 500)).await), "key-reused");
    assert_eq!(refusal(repayments::record::record(&world.app, &world.by, spent, payment(loan, "2026-02-01", 500)).await), "key-reused");
    assert_eq!(refusal(expenses::record::pay(&world.app, &world.by, paid, paper(1_500)(&place)).await), "key-reused");
    world.books_hold().await;
}

#[tokio::test]
async fn a_key_of_this_version_with_another_content_is_refused() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let spent = key();
    expenses::record::pay(&world.app, &world.by, spent, paper(1_500)(&place)).await.unwrap();
    assert_eq!(refusal(expenses::record::pay(&world.app, &world.by, spent, paper(1_600)(&place)).await), "key-reused");
}

/// Keys compare the request, never the record that it changes: that record has changed since.
#[tokio::test]
async fn a_member_who_is_mended_twice_by_one_form_is_mended_once() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let member = place.members[0];
    let form = key();
    keep::mend(&world.app, &world.by, form, member, person("Ccori Huamán, Benita")).await.unwrap();
    keep::mend(&world.app, &world.by, key(), member, person("Ccori de Puma, Benita")).await.unwrap();
    keep::mend(&world.app, &world.by, form, member, person("Ccori Huamán, Benita")).await.unwrap();
    let known = members::find(world.app.db.read(), member).await.unwrap();
    assert_eq!(known.name, "Ccori de Puma, Benita", "what is sent again changes nothing");
    let mended = audit::Entity::find().filter(audit::Column::Action.eq("member.mend")).all(world.app.db.read()).await.unwrap();
    assert_eq!(mended.len(), 2);
    let other = keep::mend(&world.app, &world.by, form, member, person("Ccori Quispe, Benita")).await;
    assert_eq!(refusal(other), "key-reused");
}
