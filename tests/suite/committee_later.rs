//! What becomes of applications as time passes, and of a committee's decision when it is corrected: past dates, a corrected
//! loan, its parts, the legal ceiling, actas with the same number.

use axum::http::{Method, StatusCode};
use muyu::domain::committee::ApplicationStatus;
use muyu::domain::credit_rules::CreditRules;
use muyu::domain::ids::{ApplicationId, LoanId};
use muyu::domain::loan::PaymentMethod;
use muyu::domain::role::Grant;
use muyu::domain::schedule::Terms;
use muyu::error::Error;
use muyu::features::applications::apply::{NewApplication, apply};
use muyu::features::applications::ceilings::{self, NewCeiling};
use muyu::features::applications::second::{SecondApproval, approve_again};
use muyu::features::applications::vote::{take_back, vote};
use muyu::features::applications::{self, correct};
use muyu::features::corrections::{Answer, Order};
use muyu::features::loans::decide::NewLoan;
use muyu::features::loans::put_right::{self, Right};
use muyu::features::loans::{self, Allowance};
use serde_json::json;

use crate::committee::{TODAY, approved, ask, asks, assembly, ballot, found, votes};
use crate::support::world::{Place, by_acta, day, key, monthly, refusal};
use crate::support::{Client, World};

/// A day after April, when the first installment of the loans requested in March falls due.
const LATER: &str = "2026-05-02";

async fn against(world: &World, place: &Place, seat: usize, id: ApplicationId) -> Result<(), Error> {
    votes(world, place, seat, &[(id, false)]).await
}

#[tokio::test]
async fn an_application_whose_dates_are_over_opens_and_is_refused_taken_back_or_withdrawn() {
    let (mut world, place) = assembly(CreditRules::default()).await;
    let first = ask(&world, &place, 0, 120_000, &[]).await;
    let second = ask(&world, &place, 1, 50_000, &[]).await;
    for seat in [3, 4] {
        votes(&world, &place, seat, &[(second, true)]).await.unwrap();
    }
    world.app = world.at(LATER);
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let page = treasurer.get(&format!("/applications/{first}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.text.contains("Fechas de pago") && page.text.contains("no cumple"), "{}", page.text);
    let told = Client::with_token(&world, "tesorera").await.get(&format!("/api/v1/applications/{first}")).await.json();
    assert_eq!((&told["requirements"][0]["requirement"], &told["requirements"][0]["met"]), (&json!("terms"), &json!(false)));

    assert_eq!(refusal(votes(&world, &place, 3, &[(first, true)]).await), "terms-no-longer-fit");
    for seat in 3..6 {
        against(&world, &place, seat, first).await.unwrap();
    }
    assert_eq!(found(&world, first).await.status, ApplicationStatus::Rejected);
    // Two voted in favour: the third, against, completes the quorum on a request that can no longer be granted.
    against(&world, &place, 5, second).await.unwrap();
    assert_eq!(found(&world, second).await.status, ApplicationStatus::Applied);
    let voter = world.actor("comite5").await;
    take_back(&world.app, &voter, key(), Order::new(second, "otra vez".parse().unwrap())).await.unwrap();
    let treasurer = world.actor("tesorera").await;
    applications::withdraw::withdraw(&world.app, &treasurer, key(), Order::new(second, "pasó la fecha".parse().unwrap())).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn what_was_decided_stays_as_it_was_asked_for() {
    let (mut world, place) = assembly(CreditRules::default()).await;
    let id = ask(&world, &place, 0, 120_000, &[]).await;
    for seat in 3..6 {
        votes(&world, &place, seat, &[(id, true)]).await.unwrap();
    }
    let path = format!("/api/v1/applications/{id}");
    let before = Client::with_token(&world, "tesorera").await.get(&path).await.json();
    for today in ["2026-04-01", LATER] {
        world.app = world.at(today);
        let after = Client::with_token(&world, "tesorera").await.get(&path).await.json();
        assert_eq!((&after["schedule"], &after["yearly_cost_ppm"]), (&before["schedule"], &before["yearly_cost_ppm"]), "{today}");
    }
}

fn right(place: &Place, member: usize, terms: Terms, purpose: &str) -> NewLoan {
    NewLoan {
        fund: place.fund,
        member: place.members[member],
        purpose: purpose.parse().unwrap(),
        terms,
        payment_method: PaymentMethod::Cash,
        handed_over: false,
        named: None,
    }
}

async fn put_in_place(world: &World, wrong: LoanId, right: NewLoan, allowance: Allowance) -> Result<Answer<LoanId>, Error> {
    let order = Order::new(Right { wrong, right, allowance }, "se leyó mal".parse().unwrap());
    let outcome = put_right::correct(&world.app, &world.by, key(), order).await;
    world.books_hold().await;
    outcome
}

fn done(answer: Answer<LoanId>) -> LoanId {
    match answer {
        Answer::Done(id) => id,
        Answer::Waits(_) => panic!("one person is enough"),
    }
}

#[tokio::test]
async fn what_a_committee_decided_is_changed_only_by_another_acta_and_stays_its_own() {
    let (mut world, place) = assembly(CreditRules { lapse_days: 30, ..CreditRules::default() }).await;
    let loan = approved(&world, &place, 0, 90_000).await;
    world.app = world.at("2026-03-20");
    let dearer = Terms { rate_ppm: 30_000, ..monthly(90_000, TODAY, 4) };
    for (member, terms) in [(0, monthly(900_000, TODAY, 4)), (0, monthly(80_000, TODAY, 4)), (1, monthly(90_000, TODAY, 4)), (0, dearer)] {
        let wrong = put_in_place(&world, loan, right(&place, member, terms, "alfalfa"), Allowance::default()).await;
        assert_eq!(refusal(wrong), "decided-by-committee");
    }
    let mended = right(&place, 0, monthly(90_000, TODAY, 4), "alfalfa dormante");
    let mended = done(put_in_place(&world, loan, mended, Allowance::default()).await.unwrap());
    let held = world.held(mended).await;
    assert_eq!(held.loan.lapses_on, Some(day("2026-04-14")), "it lapses when it was to lapse");
    let of = loans::decided::application_of(world.app.db.read(), mended).await.unwrap().unwrap();
    assert!(loans::decided::application_of(world.app.db.read(), loan).await.unwrap().is_none(), "it leads to what stands");
    let larger = done(put_in_place(&world, mended, right(&place, 0, monthly(95_000, TODAY, 4), "alfalfa"), by_acta()).await.unwrap());
    assert_eq!(found(&world, of.id).await.loan_id, Some(larger));
    // After its day it cannot be disbursed, corrected or not.
    world.app = world.at("2026-04-20");
    let again = done(put_in_place(&world, larger, right(&place, 0, monthly(95_000, TODAY, 4), "pasto"), Allowance::default()).await.unwrap());
    let hand = loans::disburse::disburse(&world.app, &world.by, key(), again, day("2026-04-20"), PaymentMethod::Cash, Allowance::default()).await;
    assert_eq!(refusal(hand), "loan-lapsed");
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let waiting = treasurer.get(&format!("/funds/{}/loans?show=approved", place.fund)).await;
    assert!(!waiting.text.contains("Quispe Mamani, Rosa"), "it is not to be handed over: {}", waiting.text);
    assert!(treasurer.get(&format!("/funds/{}/loans?show=all", place.fund)).await.text.contains("plazo vencido"));
}

#[tokio::test]
async fn a_loan_does_not_grow_by_correction_past_what_a_committee_or_two_people_decide() {
    let (world, place) = World::with_fund(TODAY).await;
    world.credit_rules(&place, CreditRules { committee_from_minor: 500_000, ..CreditRules::default() }).await;
    let new = |minor| NewLoan { handed_over: true, ..right(&place, 0, monthly(minor, TODAY, 4), "alfalfa") };
    let small = loans::decide::record(&world.app, &world.by, key(), new(90_000), Allowance::default()).await.unwrap();
    assert_eq!(refusal(put_in_place(&world, small, new(600_000), Allowance::default()).await), "committee-decides");
    world.two_people_from(&place, 300_000).await;
    let waits = put_in_place(&world, small, new(600_000), by_acta()).await.unwrap();
    assert!(matches!(waits, Answer::Waits(_)), "what it is going to be counts too");
}

#[tokio::test]
async fn a_part_that_is_corrected_stays_a_part() {
    let (mut world, place) = assembly(CreditRules { one_loan: true, ..CreditRules::default() }).await;
    let loan = approved(&world, &place, 0, 100_000).await;
    let part = loans::disburse::FirstPart {
        loan,
        on: day(TODAY),
        payment_method: PaymentMethod::Cash,
        amount_minor: 70_000,
        allowance: Allowance::default(),
    };
    loans::disburse::disburse_part(&world.app, &world.by, key(), part).await.unwrap();
    let mended = right(&place, 0, monthly(70_000, TODAY, 4), "avena");
    let first = done(put_in_place(&world, loan, mended, Allowance::default()).await.unwrap());
    let rest = loans::parts_of(world.app.db.read(), &world.held(first).await.loan).await.unwrap().pop().unwrap();
    assert_eq!((rest.principal_minor, rest.part_of), (30_000, Some(first)));
    let mended = right(&place, 0, monthly(30_000, TODAY, 4), "avena");
    let rest = done(put_in_place(&world, rest.id, mended, Allowance::default()).await.unwrap());
    assert_eq!(world.held(rest).await.loan.part_of, Some(first));
    world.app = world.at("2026-04-01");
    loans::disburse::disburse(&world.app, &world.by, key(), rest, day("2026-04-01"), PaymentMethod::Cash, Allowance::default()).await.unwrap();
    world.books_hold().await;
}

async fn ceiling(world: &World, from: &str, rate_ppm: i64) {
    let new = NewCeiling { country: "PE".to_owned(), counts_from: day(from), rate_ppm, source: "BCRP".parse().unwrap() };
    ceilings::record(&world.app, &world.by, key(), new).await.unwrap();
}

#[tokio::test]
async fn the_law_holds_for_what_is_lent_directly_and_for_what_waits_for_its_second_approval() {
    let (world, place) = assembly(CreditRules { second_from_minor: 100_000, ..CreditRules::default() }).await;
    let id = ask(&world, &place, 0, 100_000, &[]).await;
    for seat in 3..6 {
        votes(&world, &place, seat, &[(id, true)]).await.unwrap();
    }
    world.user("otra", Grant::Treasurer(place.association)).await;
    let other = world.actor("otra").await;
    // 2 % a month is more than 20 % a year.
    ceiling(&world, "2026-01-01", 200_000).await;
    let again = || SecondApproval { application: id, approves: true, reason: Default::default() };
    assert_eq!(refusal(approve_again(&world.app, &other, key(), again()).await), "rate-beyond-law");
    let lend = async |on: &str| world.lend_by(&place, place.members[1], monthly(10_000, on, 4), true).await;
    assert_eq!(refusal(lend(TODAY).await), "rate-beyond-law");
    lend("2025-12-20").await.unwrap();
    ceiling(&world, "2026-02-01", 600_000).await;
    approve_again(&world.app, &other, key(), again()).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn nobody_sets_the_price_of_their_own_loan() {
    let (world, place) = assembly(CreditRules::default()).await;
    let socia = world.actor("socia").await;
    let own = monthly(10_000, TODAY, 4);
    let cheaper = [Terms { rate_ppm: 1, ..own.clone() }, Terms { grace_interest: 1, ..own.clone() }, Terms { rounding_step: 100, ..own.clone() }];
    for terms in cheaper {
        let new = || NewApplication { terms: terms.clone(), ..asks(&place, 0, 10_000, &[]) };
        assert_eq!(refusal(apply(&world.app, &socia, key(), new()).await), "terms-of-rules");
    }
    let id = apply(&world.app, &socia, key(), asks(&place, 0, 10_000, &[])).await.unwrap();
    let new = NewApplication { terms: Terms { rate_ppm: 0, ..own }, ..asks(&place, 0, 10_000, &[]) };
    assert_eq!(refusal(correct(&world.app, &socia, key(), Order::new((id, new.clone()), "gratis".parse().unwrap())).await), "terms-of-rules");
    let treasurer = world.actor("tesorera").await;
    correct(&world.app, &treasurer, key(), Order::new((id, new), "así se acordó".parse().unwrap())).await.unwrap();
}

#[tokio::test]
async fn actas_of_one_number_and_different_years_have_annexes_of_their_own() {
    let (mut world, place) = assembly(CreditRules::default()).await;
    let cancelled = approved(&world, &place, 0, 120_000).await;
    put_right::cancel(&world.app, &world.by, key(), Order::new(cancelled, "no viene".parse().unwrap())).await.unwrap();
    world.app = world.at("2026-04-10");
    let by = world.actor("tesorera").await;
    let new = NewApplication { terms: monthly(50_000, "2026-04-10", 4), ..asks(&place, 1, 50_000, &[]) };
    let id = apply(&world.app, &by, key(), new).await.unwrap();
    for seat in 3..6 {
        let by = world.actor(&format!("comite{seat}")).await;
        let mut votes = ballot(&place, &[(id, true)], "");
        votes.session.held_on = day("2026-04-10");
        vote(&world.app, &by, key(), votes).await.unwrap();
    }
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let way = treasurer.get(&format!("/applications/{id}")).await.attribute("a[href*='/acta?']", "href");
    let own = treasurer.get(&way).await;
    assert!(own.text.contains("Huamán Ccori, Benita") && !own.text.contains("Quispe Mamani, Rosa"), "{}", own.text);
    assert!(own.texts("tr.sum td").concat().contains("500.00"), "{}", own.text);
    let first = treasurer.get(&format!("/funds/{}/acta?number=14&on={TODAY}", place.fund)).await;
    assert!(first.text.contains("Quispe Mamani, Rosa") && !first.text.contains("Huamán Ccori, Benita"), "{}", first.text);
    assert!(!first.texts("tr.sum td").concat().contains("1,200.00"), "what was cancelled lends nothing: {}", first.text);
}

#[tokio::test]
async fn a_member_names_only_whom_they_know_and_is_told_of_nobody_else() {
    let (world, place) = assembly(CreditRules { guarantors: 1, standing_days: 20, ..CreditRules::default() }).await;
    let late = muyu::features::solidarity::guarantees::Named { guarantors: vec![place.members[6]], by_group: false };
    world.lend_named(&place, place.members[1], monthly(10_000, "2026-01-20", 4), late).await.unwrap();
    let mut socia = Client::signed_in(&world, "socia").await;
    let path = format!("/funds/{}/applications", place.fund);
    let typed = |who: &'static str| {
        let of = [("amount", "100"), ("purpose", "avena"), ("method", "bullet"), ("first_due_on", "2026-06-15"), ("wanted_on", TODAY)];
        of.into_iter().chain([("guarantor-1", who)]).collect::<Vec<_>>()
    };
    for who in ["2", "2 · x", "Huamán"] {
        let counted = socia.post(&path, &typed(who)).await;
        assert_eq!(counted.status, StatusCode::UNPROCESSABLE_ENTITY, "{who}");
        assert!(!counted.text.contains("Benita"), "{}", counted.text);
    }
    // A late member is shown as a requirement not met, without name or days.
    let known = socia.post(&path, &typed("huaman ccori, benita")).await;
    assert!(known.text.contains("Alguien de quienes garantizan") && !known.text.contains("días de atraso; el límite"), "{}", known.text);
    let shown = known.attribute("input[name=shown]", "value");
    let send: Vec<(&str, &str)> = typed("40000001").into_iter().chain([("shown", shown.as_str())]).collect();
    let refused = socia.post(&path, &send).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
    assert!(refused.text.contains("no puede garantizar ahora") && !refused.text.contains("Benita"), "{}", refused.text);
    let good: Vec<(&str, &str)> = typed("Socia 3").into_iter().chain([("shown", shown.as_str())]).collect();
    let made = socia.post(&path, &good).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let again = socia.get(&format!("{}/correct", made.location)).await;
    assert_eq!(again.attribute("input[name=guarantor-1]", "value"), "Socia 3", "without the number");
    let body = json!({ "member": place.members[0], "purpose": "x", "terms": {}, "guarantors": [] });
    assert_eq!(
        Client::with_token(&world, "socia").await.json(Method::POST, &format!("/api/v1{path}"), &body).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}
