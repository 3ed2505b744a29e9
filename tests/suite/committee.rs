//! From the application for a loan to its disbursement: requirements, votes, quorum and majority, the order of a session, the
//! second approval, lapsing, and disbursing in two parts.

use axum::http::StatusCode;
use muyu::domain::committee::ApplicationStatus;
use muyu::domain::credit_rules::CreditRules;
use muyu::domain::ids::{ApplicationId, LoanId, MemberId};
use muyu::domain::loan::{LoanStatus, PaymentMethod};
use muyu::domain::rate::{Per, Rate};
use muyu::domain::role::Grant;
use muyu::error::Error;
use muyu::features::applications::apply::{NewApplication, apply};
use muyu::features::applications::order::{Arrangement, arrange};
use muyu::features::applications::second::{SecondApproval, approve_again};
use muyu::features::applications::vote::{Ballot, OneVote, Session, take_back, vote};
use muyu::features::applications::{self, correct};
use muyu::features::corrections::Order;
use muyu::features::solidarity::guarantees::Named;
use muyu::features::{loans, on_hand, solidarity};

use crate::support::world::{Place, day, key, monthly, noon, refusal};
use crate::support::{Client, World};

pub const TODAY: &str = "2026-03-15";

/// Three members, three committee members besides, and rules by which the committee decides everything.
pub async fn assembly(credit: CreditRules) -> (World, Place) {
    let (world, mut place) = World::with_fund(TODAY).await;
    world
        .rules_from(&place, |rules| {
            rules.rate = Rate { ppm: 20_000, per: Per::Month };
            rules.credit = CreditRules { committee_from_minor: 1, ..credit };
        })
        .await;
    place.members.extend(world.add_members(&place, 4).await);
    for i in 3..6 {
        world.user(&format!("comite{i}"), Grant::Committee(place.association, place.members[i])).await;
    }
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("socia", Grant::Member(place.association, place.members[0])).await;
    (world, place)
}

pub fn asks(place: &Place, member: usize, minor: i64, guarantors: &[MemberId]) -> NewApplication {
    let named = Named { guarantors: guarantors.to_vec(), by_group: false };
    let (purpose, terms) = ("alfalfa".parse().unwrap(), monthly(minor, TODAY, 4));
    NewApplication { fund: place.fund, member: place.members[member], purpose, harvest_on: None, terms, named, again_of: None }
}

pub async fn ask(world: &World, place: &Place, member: usize, minor: i64, guarantors: &[MemberId]) -> ApplicationId {
    let treasurer = world.actor("tesorera").await;
    apply(&world.app, &treasurer, key(), asks(place, member, minor, guarantors)).await.unwrap()
}

pub fn ballot(place: &Place, votes: &[(ApplicationId, bool)], reason: &str) -> Ballot {
    let session = Session { acta: "14".parse().unwrap(), held_on: day(TODAY), folio: "37".parse().unwrap() };
    let one = |(application, in_favour): &(ApplicationId, bool)| OneVote {
        application: *application,
        in_favour: *in_favour,
        reason: reason.parse().unwrap(),
    };
    Ballot { fund: place.fund, session, votes: votes.iter().map(one).collect() }
}

pub async fn votes(world: &World, place: &Place, seat: usize, votes: &[(ApplicationId, bool)]) -> Result<(), Error> {
    let by = world.actor(&format!("comite{seat}")).await;
    let reason = if votes.iter().any(|(_, in_favour)| !in_favour) { "no alcanza el forraje" } else { "" };
    vote(&world.app, &by, key(), ballot(place, votes, reason)).await.map(|_| ())
}

pub async fn found(world: &World, id: ApplicationId) -> applications::Application {
    applications::see(&world.app, &world.by, id).await.unwrap()
}

pub async fn approved(world: &World, place: &Place, member: usize, minor: i64) -> LoanId {
    let id = ask(world, place, member, minor, &[]).await;
    for seat in 3..6 {
        if found(world, id).await.status == ApplicationStatus::Applied {
            votes(world, place, seat, &[(id, true)]).await.unwrap();
        }
    }
    found(world, id).await.loan_id.unwrap()
}

pub async fn available(world: &World, place: &Place) -> i64 {
    let fund = muyu::features::funds::find(world.app.db.read(), place.fund).await.unwrap();
    on_hand::on_hand(world.app.db.read(), &fund, day(TODAY)).await.unwrap().now.available_now
}

#[tokio::test]
async fn a_majority_of_the_quorum_approves_and_commits_the_money() {
    let (world, place) = assembly(CreditRules::default()).await;
    let before = available(&world, &place).await;
    let id = ask(&world, &place, 0, 120_000, &[]).await;
    votes(&world, &place, 3, &[(id, true)]).await.unwrap();
    assert_eq!(refusal(votes(&world, &place, 3, &[(id, true)]).await), "voted-already");
    votes(&world, &place, 4, &[(id, false)]).await.unwrap();
    assert_eq!(found(&world, id).await.status, ApplicationStatus::Applied);
    votes(&world, &place, 5, &[(id, true)]).await.unwrap();
    let row = found(&world, id).await;
    assert_eq!((row.status, row.acta.as_deref(), row.folio.as_deref()), (ApplicationStatus::Approved, Some("14"), Some("37")));
    let loan = world.held(row.loan_id.unwrap()).await;
    assert_eq!((loan.loan.status, loan.loan.principal_minor), (LoanStatus::Approved, 120_000));
    assert_eq!(available(&world, &place).await, before - 120_000);
    assert_eq!(refusal(votes(&world, &place, 3, &[(id, false)]).await), "application-decided");
    world.books_hold().await;
}

#[tokio::test]
async fn a_refusal_says_why_and_lends_nothing() {
    let (world, place) = assembly(CreditRules::default()).await;
    let id = ask(&world, &place, 0, 120_000, &[]).await;
    let by = world.actor("comite3").await;
    assert_eq!(refusal(vote(&world.app, &by, key(), ballot(&place, &[(id, false)], "")).await), "vote-reason");
    for seat in 3..6 {
        votes(&world, &place, seat, &[(id, false)]).await.unwrap();
    }
    let row = found(&world, id).await;
    assert_eq!((row.status, row.loan_id), (ApplicationStatus::Rejected, None));
    assert!(row.close_reason.unwrap().contains("forraje"));
    world.books_hold().await;
}

#[tokio::test]
async fn strangers_and_those_concerned_do_not_vote() {
    let (world, place) = assembly(CreditRules { guarantors: 1, ..CreditRules::default() }).await;
    // A committee member applies, and another one guarantees.
    let id = ask(&world, &place, 3, 10_000, &[place.members[4]]).await;
    assert_eq!(refusal(votes(&world, &place, 3, &[(id, true)]).await), "votes-on-own");
    assert_eq!(refusal(votes(&world, &place, 4, &[(id, true)]).await), "votes-on-own");
    let treasurer = world.actor("tesorera").await;
    assert_eq!(refusal(vote(&world.app, &treasurer, key(), ballot(&place, &[(id, true)], "")).await), "forbidden");
    assert_eq!(refusal(vote(&world.app, &world.by, key(), ballot(&place, &[(id, true)], "")).await), "forbidden", "not even who administers");
    let elsewhere = world.place("Otra", muyu::domain::amount::Unit::Pen).await;
    world.user("ajena", Grant::Committee(elsewhere.association, elsewhere.members[0])).await;
    let stranger = world.actor("ajena").await;
    assert_eq!(refusal(vote(&world.app, &stranger, key(), ballot(&place, &[(id, true)], "")).await), "not-found");
    votes(&world, &place, 5, &[(id, true)]).await.unwrap();
    assert_eq!(found(&world, id).await.status, ApplicationStatus::Applied, "one vote is no quorum of three");
}

#[tokio::test]
async fn whoever_wrote_it_down_does_not_vote_on_it() {
    let (world, place) = assembly(CreditRules::default()).await;
    let own = world.actor("comite3").await;
    let id = apply(&world.app, &own, key(), asks(&place, 3, 10_000, &[])).await.unwrap();
    assert_eq!(refusal(apply(&world.app, &own, key(), asks(&place, 0, 10_000, &[])).await), "forbidden", "only for oneself");
    assert_eq!(refusal(votes(&world, &place, 3, &[(id, true)]).await), "votes-on-own");
}

#[tokio::test]
async fn what_the_rules_bar_nobody_approves_and_an_exception_says_why() {
    let (world, place) = assembly(CreditRules { guarantors: 1, member_most_minor: 50_000, standing_days: 20, ..CreditRules::default() }).await;
    let barred = ask(&world, &place, 0, 50_001, &[place.members[6]]).await;
    assert_eq!(refusal(votes(&world, &place, 3, &[(barred, true)]).await), "beyond-member-most");
    let none = ask(&world, &place, 2, 1_000, &[]).await;
    assert_eq!(refusal(votes(&world, &place, 3, &[(none, true)]).await), "guarantors-missing");
    // The guarantor falls late after signing.
    let excepted = ask(&world, &place, 1, 10_000, &[place.members[6]]).await;
    let of_guarantor = Named { guarantors: vec![place.members[5]], by_group: false };
    world.lend_named(&place, place.members[6], monthly(10_000, "2026-01-20", 4), of_guarantor).await.unwrap();
    assert_eq!(refusal(votes(&world, &place, 3, &[(excepted, true)]).await), "exception-reason");
    for seat in [3, 4, 5] {
        let by = world.actor(&format!("comite{seat}")).await;
        vote(&world.app, &by, key(), ballot(&place, &[(excepted, true)], "la conocemos")).await.unwrap();
    }
    let row = found(&world, excepted).await;
    assert_eq!(row.status, ApplicationStatus::Approved);
    assert!(row.exception.unwrap().contains("la conocemos"));
    assert_eq!(solidarity::open_of_loan(world.app.db.read(), row.loan_id.unwrap()).await.unwrap().len(), 1);
    world.books_hold().await;
}

#[tokio::test]
async fn a_session_decides_in_its_order_what_fits() {
    let (world, place) = assembly(CreditRules::default()).await;
    let whole = available(&world, &place).await;
    let first = ask(&world, &place, 0, whole - 50_000, &[]).await;
    let second = ask(&world, &place, 1, 60_000, &[]).await;
    let third = ask(&world, &place, 2, 50_000, &[]).await;
    let by = world.actor("comite3").await;
    arrange(&world.app, &by, key(), Arrangement { fund: place.fund, order: vec![third, first] }).await.unwrap();
    let open = applications::open_of_fund(world.app.db.read(), place.fund).await.unwrap();
    assert_eq!(open.iter().map(|row| row.id).collect::<Vec<_>>(), [third, first, second]);
    let mut client = Client::signed_in(&world, "comite3").await;
    let page = client.get(&format!("/funds/{}/applications", place.fund)).await;
    assert_eq!(page.texts("li.row .tag").iter().filter(|tag| tag.contains("no alcanza")).count(), 1, "{}", page.text);

    for seat in [3, 4] {
        votes(&world, &place, seat, &[(first, true), (third, true)]).await.unwrap();
    }
    // A list with one vote that is refused counts no vote at all.
    assert_eq!(refusal(votes(&world, &place, 5, &[(first, true), (second, true), (third, true)]).await), "beyond-available");
    assert_eq!(found(&world, first).await.status, ApplicationStatus::Applied);
    votes(&world, &place, 5, &[(first, true), (third, true)]).await.unwrap();
    for id in [first, third] {
        assert_eq!(found(&world, id).await.status, ApplicationStatus::Approved);
    }
    assert_eq!(available(&world, &place).await, 0);
    world.books_hold().await;
}

#[tokio::test]
async fn a_large_loan_is_approved_twice_by_different_people() {
    let (world, place) = assembly(CreditRules { second_from_minor: 100_000, ..CreditRules::default() }).await;
    let id = ask(&world, &place, 0, 100_000, &[]).await;
    for seat in 3..6 {
        votes(&world, &place, seat, &[(id, true)]).await.unwrap();
    }
    assert_eq!((found(&world, id).await.status, found(&world, id).await.loan_id), (ApplicationStatus::AwaitsSecond, None));
    let second = |approves| SecondApproval { application: id, approves, reason: Default::default() };
    let treasurer = world.actor("tesorera").await;
    assert_eq!(refusal(approve_again(&world.app, &treasurer, key(), second(true)).await), "second-not-apart", "she wrote it down");
    let voter = world.actor("comite3").await;
    assert_eq!(refusal(approve_again(&world.app, &voter, key(), second(true)).await), "forbidden");
    world.user("otra", Grant::Treasurer(place.association)).await;
    let other = world.actor("otra").await;
    assert_eq!(refusal(approve_again(&world.app, &other, key(), second(false)).await), "vote-reason");
    approve_again(&world.app, &other, key(), second(true)).await.unwrap();
    assert!(found(&world, id).await.loan_id.is_some());
    assert_eq!(refusal(approve_again(&world.app, &other, key(), second(true)).await), "application-not-waiting");
    world.books_hold().await;
}

#[tokio::test]
async fn what_is_not_handed_over_in_time_lapses_and_frees_its_money() {
    let (world, place) = assembly(CreditRules { lapse_days: 30, ..CreditRules::default() }).await;
    let before = available(&world, &place).await;
    let loan = approved(&world, &place, 0, 120_000).await;
    assert_eq!(world.held(loan).await.loan.lapses_on, Some(day("2026-04-14")));
    let fund = muyu::features::funds::find(world.app.db.read(), place.fund).await.unwrap();
    let on = async |text: &str| on_hand::on_hand(world.app.db.read(), &fund, day(text)).await.unwrap().now.available_now;
    assert_eq!((on("2026-04-13").await, on("2026-04-14").await), (before - 120_000, before));
    let late = world.at("2026-04-14");
    let hand = async |app: &muyu::app::App, text: &str| {
        loans::disburse::disburse(app, &world.by, key(), loan, day(text), PaymentMethod::Cash, loans::Allowance::default()).await
    };
    assert_eq!(refusal(hand(&late, "2026-04-14").await), "loan-lapsed");
    // Recorded late, but disbursed in time.
    hand(&late, "2026-04-13").await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn a_loan_is_handed_over_in_two_parts_and_never_beyond_what_was_approved() {
    let (world, place) = assembly(CreditRules { one_loan: true, guarantors: 1, ..CreditRules::default() }).await;
    let id = ask(&world, &place, 0, 100_000, &[place.members[6]]).await;
    for seat in 3..6 {
        votes(&world, &place, seat, &[(id, true)]).await.unwrap();
    }
    let loan = found(&world, id).await.loan_id.unwrap();
    let part = |amount_minor| loans::disburse::FirstPart {
        loan,
        on: day(TODAY),
        payment_method: PaymentMethod::Cash,
        amount_minor,
        allowance: loans::Allowance::default(),
    };
    assert_eq!(refusal(loans::disburse::disburse_part(&world.app, &world.by, key(), part(100_001)).await), "beyond-approved");
    let before = available(&world, &place).await;
    loans::disburse::disburse_part(&world.app, &world.by, key(), part(70_000)).await.unwrap();
    let first = world.held(loan).await;
    let rest = loans::parts_of(world.app.db.read(), &first.loan).await.unwrap().pop().unwrap();
    assert_eq!((first.loan.principal_minor, rest.principal_minor, rest.status), (70_000, 30_000, LoanStatus::Approved));
    assert_eq!(available(&world, &place).await, before, "the rest stays set apart");
    assert_eq!(solidarity::open_of_loan(world.app.db.read(), rest.id).await.unwrap().len(), 1, "guaranteed by the same");
    world.books_hold().await;
    let later = world.at("2026-04-01");
    loans::disburse::disburse(&later, &world.by, key(), rest.id, day("2026-04-01"), PaymentMethod::Deposit, loans::Allowance::default())
        .await
        .unwrap_err();
    loans::disburse::disburse(&later, &world.by, key(), rest.id, day("2026-04-01"), PaymentMethod::Cash, loans::Allowance::default()).await.unwrap();
    let rest = world.held(rest.id).await;
    assert_eq!(rest.contract.terms.disbursed_on, day("2026-04-01"), "interest runs from the day it was paid out");
    assert_eq!(rest.installments[0].due_on, first.installments[0].due_on);
    assert!(rest.installments[0].interest_minor < 30_000 * 2 / 100);
    world.books_hold().await;
}

#[tokio::test]
async fn an_application_is_corrected_withdrawn_and_a_vote_taken_back() {
    let (world, place) = assembly(CreditRules::default()).await;
    let socia = world.actor("socia").await;
    let id = apply(&world.app, &socia, key(), asks(&place, 0, 10_000, &[])).await.unwrap();
    assert_eq!(refusal(apply(&world.app, &socia, key(), asks(&place, 0, 20_000, &[])).await), "asked-already");
    assert_eq!(refusal(apply(&world.app, &socia, key(), asks(&place, 1, 20_000, &[])).await), "not-found");
    let order = |minor| Order::new((id, asks(&place, 0, minor, &[])), "me equivoqué".parse().unwrap());
    assert_eq!(refusal(correct(&world.app, &socia, key(), order(10_000)).await), "nothing-changed");
    correct(&world.app, &socia, key(), order(15_000)).await.unwrap();
    assert_eq!(found(&world, id).await.principal_minor, 15_000);
    votes(&world, &place, 3, &[(id, true)]).await.unwrap();
    assert_eq!(refusal(correct(&world.app, &socia, key(), order(16_000)).await), "application-voted");
    let by = world.actor("comite3").await;
    let back = || Order::new(id, "otra persona".parse().unwrap());
    take_back(&world.app, &by, key(), back()).await.unwrap();
    assert_eq!(refusal(take_back(&world.app, &by, key(), back()).await), "not-voted");
    applications::withdraw::withdraw(&world.app, &socia, key(), back()).await.unwrap();
    assert_eq!(refusal(votes(&world, &place, 3, &[(id, true)]).await), "application-decided");
    assert_eq!(noon(TODAY).date_naive(), day(TODAY));
}

#[tokio::test]
async fn a_member_asks_on_a_page_three_vote_and_the_treasurer_hands_it_over() {
    let (world, place) = assembly(CreditRules { guarantors: 1, ..CreditRules::default() }).await;
    let mut socia = Client::signed_in(&world, "socia").await;
    let path = format!("/funds/{}/applications", place.fund);
    let typed = [
        ("amount", "1200"),
        ("purpose", "sembrar 1 ha de alfalfa"),
        ("method", "equal_installment"),
        ("installments", "6"),
        ("first_due_on", "2026-04-15"),
        ("wanted_on", TODAY),
        ("guarantor-1", "socia 3"),
    ];
    let form = socia.get(&format!("{path}/new")).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(!form.text.contains("Socia 3"), "a member is not shown the others");
    let late =
        socia.post(&path, &[("amount", "1.500"), ("purpose", ""), ("method", "bullet"), ("first_due_on", "2026-04-15"), ("wanted_on", TODAY)]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let look = socia.post(&path, &typed).await;
    assert!(look.text.contains("Así pagaría") && look.text.contains("TCEA"), "{}", look.text);
    assert!(look.text.contains("Requisitos: cumple 3 de 3"), "{}", look.text);
    let shown = look.attribute("input[name=shown]", "value");
    let key = look.attribute("input[name=key]", "value");
    let sent: Vec<(&str, &str)> = typed.into_iter().chain([("shown", shown.as_str()), ("key", key.as_str())]).collect();
    let done = socia.post(&path, &sent).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let application = done.location.clone();
    assert!(socia.get(&application).await.text.contains("Retirar la solicitud"));
    assert!(socia.get("/").await.text.contains("Solicitud 1"));

    for seat in 3..6 {
        let mut committee = Client::signed_in(&world, &format!("comite{seat}")).await;
        let home = committee.get("/").await;
        assert!(home.text.contains("Quispe Mamani, Rosa"), "{}", home.text);
        let voted = committee.post(&format!("{application}/vote"), &[("vote", "yes"), ("acta", "14"), ("folio", "37"), ("held_on", TODAY)]).await;
        assert_eq!(voted.status, StatusCode::SEE_OTHER, "{}", voted.text);
    }
    let mut treasurer = Client::signed_in(&world, "tesorera").await;
    let page = treasurer.get(&application).await;
    let loan = page.attribute("a.button[href^='/loans/']", "href");
    assert!(!loan.is_empty(), "{}", page.text);
    let handed = treasurer.post(&format!("{loan}/disburse"), &[("disbursed_on", TODAY), ("payment_method", "cash")]).await;
    assert_eq!(handed.status, StatusCode::SEE_OTHER, "{}", handed.text);
    let annex = treasurer.get(&format!("/funds/{}/acta?number=14", place.fund)).await;
    assert!(annex.text.contains("Quispe Mamani, Rosa") && annex.text.contains("3 a favor"), "{}", annex.text);
    let paper = crate::papers::read(&mut treasurer, &format!("/funds/{}/acta.pdf?number=14", place.fund)).await;
    for said in ["Quispe Mamani, Rosa", "3 a favor", "Folio 37", "Página 1 de 1"] {
        assert!(paper.text().to_lowercase().contains(&said.to_lowercase()), "{said} in {}", paper.text());
    }
    let nothing = crate::papers::read(&mut treasurer, &format!("/funds/{}/acta.pdf?number=99", place.fund)).await;
    assert!(!nothing.text().contains("Firma") && nothing.text().contains("acta"), "{}", nothing.text());
    for page in [&format!("{loan}/contract"), &format!("{loan}/voucher")] {
        let paper = treasurer.get(page).await;
        assert_eq!(paper.status, StatusCode::OK, "{page}: {}", paper.text);
        assert!(!paper.text.contains("Unknown localization"), "{page}");
    }
    world.books_hold().await;
}

#[tokio::test]
async fn the_interest_is_held_to_the_law_where_its_ceiling_is_known() {
    let (world, place) = assembly(CreditRules::default()).await;
    world.user("admin", Grant::Admin).await;
    let mut admin = Client::signed_in(&world, "admin").await;
    let typed = [("country", "PE"), ("counts_from", "2026-01-01"), ("rate", "20"), ("source", "BCRP")];
    let done = admin.post("/rate-ceilings", &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    // 2 % a month is more than 20 % a year.
    let id = ask(&world, &place, 0, 10_000, &[]).await;
    assert_eq!(refusal(votes(&world, &place, 3, &[(id, true)]).await), "rate-beyond-law");
    admin.post("/rate-ceilings", &[("country", "PE"), ("counts_from", "2026-02-01"), ("rate", "60"), ("source", "BCRP")]).await;
    votes(&world, &place, 3, &[(id, true)]).await.unwrap();
}
