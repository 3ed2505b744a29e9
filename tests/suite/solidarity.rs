//! Groups, guarantors, and the rules' requirements for borrowers (spec §4.5).

use axum::http::StatusCode;
use muyu::domain::credit_rules::CreditRules;
use muyu::domain::ids::{GroupId, MemberId};
use muyu::domain::role::Grant;
use muyu::error::Error;
use muyu::features::corrections::Order;
use muyu::features::solidarity::groups::{self, NewGroup, NewMembers};
use muyu::features::solidarity::guarantees::{self, Named, NewGuarantees};
use muyu::features::write_offs::write_off::{NewWriteOff, write_off};
use muyu::features::{funds, loans, solidarity};

use crate::support::world::{Place, day, key, monthly, refusal};
use crate::support::{Client, World};

/// A fund with these credit rules, before anything is lent.
async fn with_rules(credit: CreditRules) -> (World, Place) {
    let (world, place) = World::with_fund("2026-03-15").await;
    world.credit_rules(&place, credit).await;
    (world, place)
}

async fn form(world: &World, place: &Place, name: &str, who: &[MemberId]) -> Result<GroupId, Error> {
    form_on(world, place, name, "2026-01-01", who).await
}

async fn form_on(world: &World, place: &Place, name: &str, on: &str, who: &[MemberId]) -> Result<GroupId, Error> {
    let new = NewGroup { association: place.association, name: name.parse().unwrap(), formed_on: day(on), members: who.to_vec() };
    groups::form(&world.app, &world.by, key(), new).await
}

fn named(who: &[MemberId]) -> Named {
    Named { guarantors: who.to_vec(), by_group: false }
}

async fn guarantee(world: &World, loan: muyu::domain::ids::LoanId, named: Named) -> Result<muyu::domain::ids::LoanId, Error> {
    guarantees::add(&world.app, &world.by, key(), NewGuarantees { loan, named, signed_on: day("2026-03-01") }).await
}

#[tokio::test]
async fn a_group_is_formed_changed_and_dissolved_and_stays_known() {
    let (world, mut place) = with_rules(CreditRules::default()).await;
    place.members.extend(world.add_members(&place, 3).await);
    let people = place.members.clone();
    assert_eq!(refusal(form(&world, &place, "Las Rosas", &people[..2]).await), "group-size");
    assert_eq!(refusal(form(&world, &place, "Las Rosas", &[people[0], people[1], people[0]]).await), "member-twice");
    let group = form(&world, &place, "Las Rosas", &people[..3]).await.unwrap();
    assert_eq!(refusal(form(&world, &place, "Las Rosas", &people[3..]).await), "group-exists");
    assert_eq!(refusal(form(&world, &place, "Otro", &people[2..5]).await), "in-another-group");

    let change = |on: &str, who: &[MemberId]| {
        let new = NewMembers { group, on: day(on), members: who.to_vec() };
        Order::new(new, "se mudó".parse().unwrap())
    };
    let changing = async |order| groups::change(&world.app, &world.by, key(), order).await;
    assert_eq!(refusal(changing(change("2025-12-31", &people[1..4])).await), "before-group");
    changing(change("2026-02-01", &people[1..4])).await.unwrap();
    assert_eq!(refusal(changing(change("2026-02-02", &people[1..4])).await), "nothing-changed");
    let db = world.app.db.read();
    assert_eq!(solidarity::group_of(db, people[0], day("2026-01-31")).await.unwrap().unwrap().id, group);
    assert!(solidarity::group_of(db, people[0], day("2026-02-01")).await.unwrap().is_none());

    groups::dissolve(&world.app, &world.by, key(), Order::new((group, day("2026-03-01")), "acordado".parse().unwrap())).await.unwrap();
    assert!(solidarity::group_of(db, people[1], day("2026-03-01")).await.unwrap().is_none());
    assert_eq!(refusal(changing(change("2026-03-02", &people[..3])).await), "group-dissolved");
    assert_eq!(refusal(form(&world, &place, "Las Rosas", &people[3..]).await), "in-another-group", "as it was then");
    form_on(&world, &place, "Las Rosas", "2026-03-01", &people[3..]).await.unwrap();
}

#[tokio::test]
async fn nobody_of_a_late_group_is_lent_to() {
    let (world, place) = with_rules(CreditRules { standing_days: 30, ..CreditRules::default() }).await;
    form(&world, &place, "Las Rosas", &place.members).await.unwrap();
    // Due on the 12th of February: 31 days late on the 15th of March.
    world.lend(&place, 0, "2026-01-12").await;
    let lending = world.lend_by(&place, place.members[1], monthly(10_000, "2026-03-15", 2), true).await;
    let error = lending.unwrap_err();
    assert_eq!(error.refusals()[0].code, "group-late");
    world.lend_by(&place, place.members[1], monthly(10_000, "2026-03-14", 2), true).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn the_most_a_member_may_owe_and_one_loan_at_a_time() {
    let (world, place) = with_rules(CreditRules { member_most_minor: 150_000, one_loan: true, ..CreditRules::default() }).await;
    let lend = async |member: usize, minor| world.lend_by(&place, place.members[member], monthly(minor, "2026-03-01", 2), true).await;
    assert_eq!(refusal(lend(0, 150_001).await), "beyond-member-most");
    lend(0, 150_000).await.unwrap();
    let codes: Vec<&str> = lend(0, 1).await.unwrap_err().refusals().iter().map(|refusal| refusal.code).collect();
    assert_eq!(codes, ["beyond-member-most", "one-loan-only"]);
    lend(1, 1_000).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn a_loan_is_handed_over_once_enough_guarantee_it() {
    let (world, mut place) = with_rules(CreditRules { guarantors: 2, guarantees_most: 1, ..CreditRules::default() }).await;
    place.members.extend(world.add_members(&place, 2).await);
    let people = place.members.clone();
    assert_eq!(refusal(world.lend_by(&place, people[0], monthly(10_000, "2026-03-01", 2), true).await), "guarantors-missing");
    let loan = world.lend_by(&place, people[0], monthly(10_000, "2026-03-01", 2), false).await.unwrap();
    let handing = async || {
        let allowance = loans::Allowance::default();
        loans::disburse::disburse(&world.app, &world.by, key(), loan, day("2026-03-02"), muyu::domain::loan::PaymentMethod::Cash, allowance).await
    };
    assert_eq!(refusal(handing().await), "guarantors-missing");
    assert_eq!(refusal(guarantee(&world, loan, named(&people[..1])).await), "guarantor-is-debtor");
    guarantee(&world, loan, named(&people[1..2])).await.unwrap();
    assert_eq!(refusal(guarantee(&world, loan, named(&people[1..2])).await), "guarantor-too-many");
    guarantee(&world, loan, named(&people[2..3])).await.unwrap();
    handing().await.unwrap();

    let rows = solidarity::guarantors_of(world.app.db.read(), loan).await.unwrap();
    let release = async |i: usize| guarantees::release(&world.app, &world.by, key(), Order::new(rows[i].id, "viajó".parse().unwrap())).await;
    assert_eq!(refusal(release(0).await), "guarantors-needed");
    guarantee(&world, loan, named(&people[3..4])).await.unwrap();
    release(0).await.unwrap();
    assert_eq!(refusal(release(0).await), "already-reversed");
    assert_eq!(solidarity::open_of_loan(world.app.db.read(), loan).await.unwrap().len(), 2);
    world.books_hold().await;
}

#[tokio::test]
async fn two_do_not_guarantee_each_other_unless_the_rules_let_them_or_their_group_does() {
    let (world, place) = with_rules(CreditRules { guarantors: 1, ..CreditRules::default() }).await;
    let [first, second, third] = [place.members[0], place.members[1], place.members[2]];
    let agreed = async |member| world.lend_by(&place, member, monthly(10_000, "2026-03-01", 2), false).await.unwrap();
    let (of_first, of_second, of_third) = (agreed(first).await, agreed(second).await, agreed(third).await);
    guarantee(&world, of_first, named(&[second])).await.unwrap();
    assert_eq!(refusal(guarantee(&world, of_second, named(&[first])).await), "guarantor-circle");
    guarantee(&world, of_second, named(&[third])).await.unwrap();
    assert_eq!(refusal(guarantee(&world, of_third, named(&[first])).await), "guarantor-circle", "through the second");
    assert_eq!(refusal(guarantee(&world, of_third, Named { guarantors: Vec::new(), by_group: true }).await), "group-none");
    form(&world, &place, "Las Rosas", &place.members).await.unwrap();
    guarantee(&world, of_third, Named { guarantors: Vec::new(), by_group: true }).await.unwrap();
    assert_eq!(solidarity::open_of_loan(world.app.db.read(), of_third).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_late_guarantor_has_no_standing() {
    let (world, place) = with_rules(CreditRules { guarantors: 1, standing_days: 10, ..CreditRules::default() }).await;
    let own = monthly(120_000, "2026-01-12", 4);
    world.lend_named(&place, place.members[1], own, named(&[place.members[2]])).await.unwrap();
    let loan = world.lend_by(&place, place.members[0], monthly(10_000, "2026-03-01", 2), false).await.unwrap();
    assert_eq!(refusal(guarantee(&world, loan, named(&[place.members[1]])).await), "guarantor-late");
    guarantee(&world, loan, named(&[place.members[2]])).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn from_an_amount_on_the_committee_decides_and_its_acta_is_named() {
    let (world, place) = with_rules(CreditRules { committee_from_minor: 50_000, ..CreditRules::default() }).await;
    let record = async |minor, allowance| {
        let new = loans::decide::NewLoan {
            fund: place.fund,
            member: place.members[0],
            purpose: "papa".parse().unwrap(),
            terms: monthly(minor, "2026-03-01", 2),
            payment_method: muyu::domain::loan::PaymentMethod::Cash,
            handed_over: true,
            named: None,
        };
        loans::decide::record(&world.app, &world.by, key(), new, allowance).await
    };
    assert_eq!(refusal(record(50_000, loans::Allowance::default()).await), "committee-decides");
    record(49_999, loans::Allowance::default()).await.unwrap();
    record(50_000, crate::support::world::by_acta()).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn guarantors_are_named_on_the_loans_page_and_see_what_they_guarantee_on_theirs() {
    let (world, place) = with_rules(CreditRules { guarantors: 1, ..CreditRules::default() }).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("socia", Grant::Member(place.association, place.members[1])).await;
    let loan = world.lend_by(&place, place.members[0], monthly(10_000, "2026-03-01", 2), false).await.unwrap();
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let path = format!("/loans/{loan}");
    assert!(treasurer.get(&path).await.text.contains("0 de 1"));
    let unknown = treasurer.post(&format!("{path}/guarantees"), &[("guarantor-1", "99"), ("signed_on", "2026-03-01")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.text.contains("No se encuentra a «99»"), "{}", unknown.text);
    let typed = [("guarantor-1", "2 · Huamán Ccori, Benita"), ("signed_on", "2026-03-01")];
    let done = treasurer.post(&format!("{path}/guarantees"), &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = treasurer.get(&path).await;
    assert!(page.text.contains("1 de 1") && page.text.contains("Huamán Ccori, Benita"));

    let mut guarantor = Client::signed_in(&world, "socia").await;
    let home = guarantor.get("/").await;
    assert!(home.text.contains("Créditos que garantiza") && home.text.contains("Quispe Mamani, Rosa"), "{}", home.text);
    assert!(!home.text.contains(&path), "the loan of another is told, not opened");
    assert_eq!(funds::find(world.app.db.read(), place.fund).await.unwrap().id, place.fund);
}

#[tokio::test]
async fn a_group_is_kept_on_its_pages() {
    let (world, place) = with_rules(CreditRules::default()).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let path = format!("/associations/{}/groups", place.association);
    let short = treasurer.post(&path, &[("name", "Las Rosas"), ("formed_on", "2026-01-01"), ("member-1", "1"), ("member-2", "2")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(short.attribute("input[name=member-2]", "value"), "2", "what was typed is kept");
    let typed = [("name", "Las Rosas"), ("formed_on", "2026-01-01"), ("member-1", "1"), ("member-2", "2"), ("member-5", "ttito layme, percy")];
    let made = treasurer.post(&path, &typed).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let page = treasurer.get(&made.location).await;
    assert_eq!(page.texts("ul.rows a.row > span:first-child").len(), 3);
    let end = treasurer.post(&format!("{}/dissolve", made.location), &[("on", "2026-03-01"), ("reason", "acordado")]).await;
    assert_eq!(end.status, StatusCode::SEE_OTHER, "{}", end.text);
    assert!(treasurer.get(&path).await.text.contains("disuelto"));
}

#[tokio::test]
async fn who_left_a_group_by_a_slip_is_back_the_same_day() {
    let (world, mut place) = with_rules(CreditRules::default()).await;
    place.members.extend(world.add_members(&place, 2).await);
    let people = place.members.clone();
    let group = form_on(&world, &place, "Las Rosas", "2026-03-15", &people[..4]).await.unwrap();
    let change = async |who: &[MemberId]| {
        let new = NewMembers { group, on: day("2026-03-15"), members: who.to_vec() };
        groups::change(&world.app, &world.by, key(), Order::new(new, "fue un error".parse().unwrap())).await
    };
    for who in [&people[1..4], &people[..4], &people[1..4], &people[..5]] {
        change(who).await.unwrap();
    }
    let mut now = solidarity::members_on(world.app.db.read(), group, day("2026-03-15")).await.unwrap();
    now.sort();
    let mut all = people[..5].to_vec();
    all.sort();
    assert_eq!(now, all);
}

#[tokio::test]
async fn what_was_written_off_is_owed_still_and_two_parts_are_guaranteed_as_one() {
    let (world, mut place) = with_rules(CreditRules { guarantees_most: 2, standing_days: 10, ..CreditRules::default() }).await;
    place.members.extend(world.add_members(&place, 3).await);
    let people = place.members.clone();
    let lost = world.lend(&place, 1, "2026-01-12").await;
    let new = NewWriteOff { loan: lost, acta: "Acta 20".parse().unwrap(), decided_on: day("2026-03-10"), lost_minor: 120_000 };
    write_off(&world.app, &world.by, key(), new).await.unwrap();
    let whole = world.lend_by(&place, people[0], monthly(10_000, "2026-03-15", 2), false).await.unwrap();
    assert_eq!(refusal(guarantee(&world, whole, named(&people[1..2])).await), "guarantor-late", "the debt stays");

    guarantee(&world, whole, named(&people[2..3])).await.unwrap();
    let part = loans::disburse::FirstPart {
        loan: whole,
        on: day("2026-03-15"),
        payment_method: muyu::domain::loan::PaymentMethod::Cash,
        amount_minor: 4_000,
        allowance: loans::Allowance::default(),
    };
    loans::disburse::disburse_part(&world.app, &world.by, key(), part).await.unwrap();
    let of = async |member: usize| world.lend_by(&place, people[member], monthly(1_000, "2026-03-15", 2), false).await.unwrap();
    let (second, third) = (of(3).await, of(4).await);
    guarantee(&world, second, named(&people[2..3])).await.unwrap();
    assert_eq!(refusal(guarantee(&world, third, named(&people[2..3])).await), "guarantor-too-many");
    world.books_hold().await;
}

#[tokio::test]
async fn what_was_not_handed_over_in_time_is_guaranteed_by_nobody() {
    let (mut world, place) = with_rules(CreditRules { guarantees_most: 1, lapse_days: 30, ..CreditRules::default() }).await;
    let of = async |world: &World, member: usize| world.lend_by(&place, place.members[member], monthly(1_000, "2026-05-01", 2), false).await.unwrap();
    let guaranteed = of(&world, 0).await;
    guarantee(&world, guaranteed, named(&place.members[2..3])).await.unwrap();
    let other = of(&world, 1).await;
    assert_eq!(refusal(guarantee(&world, other, named(&place.members[2..3])).await), "guarantor-too-many");
    world.app = world.at("2026-04-20");
    let other = of(&world, 1).await;
    let new = NewGuarantees { loan: other, named: named(&place.members[2..3]), signed_on: day("2026-04-20") };
    guarantees::add(&world.app, &world.by, key(), new).await.unwrap();
}

#[tokio::test]
async fn namesakes_are_told_apart_by_number() {
    let (world, place) = with_rules(CreditRules { guarantors: 1, ..CreditRules::default() }).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.add_members(&place, 1).await;
    world.add_members(&place, 1).await;
    let loan = world.lend_by(&place, place.members[0], monthly(10_000, "2026-03-01", 2), false).await.unwrap();
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let path = format!("/loans/{loan}/guarantees");
    let which = treasurer.post(&path, &[("guarantor-1", "socia 0"), ("signed_on", "2026-03-01")]).await;
    assert_eq!(which.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(which.text.contains("escriba su número (4, 5)"), "{}", which.text);
    let told = treasurer.post(&path, &[("guarantor-1", "5"), ("signed_on", "2026-03-01")]).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text);
}
