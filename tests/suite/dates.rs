//! Nothing happens on a future day, and nobody gets a loan before joining.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use muyu::app::App;
use muyu::clock::Clock;
use muyu::domain::amount::Unit;
use muyu::domain::capital::CapitalKind;
use muyu::domain::ids::MemberId;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::member::Sex;
use muyu::domain::role::Grant;
use muyu::domain::rules::FundRules;
use muyu::error::Error;
use muyu::features::members::keep::{Person, mend, register};
use muyu::features::{capital, funds, imports, loans};
use serde_json::json;

use crate::support::cofinanced::fifty_fifty;
use crate::support::world::{Place, day, key, monthly, refusal, register_file};
use crate::support::{Client, World};

fn person(joined_on: Option<&str>, left_on: Option<&str>) -> Person {
    Person {
        name: "Ccori Puma, Julia".parse().unwrap(),
        document: None,
        sex: Sex::Female,
        birth_year: None,
        community: None,
        phone: None,
        joined_on: joined_on.map(day),
        left_on: left_on.map(day),
    }
}

async fn joins(world: &World, place: &Place, on: &str) -> Result<MemberId, Error> {
    register(&world.app, &world.by, key(), place.association, person(Some(on), None)).await
}

#[tokio::test]
async fn a_loan_a_membership_or_a_contribution_is_not_dated_tomorrow() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let tomorrow = monthly(10_000, "2026-03-02", 2);
    assert_eq!(refusal(world.lend_by(&place, place.members[0], tomorrow.clone(), true).await), "date-in-future");
    let agreed = world.lend_by(&place, place.members[0], tomorrow, false).await.unwrap();
    assert_eq!(
        refusal(
            loans::disburse::disburse(&world.app, &world.by, key(), agreed, day("2026-03-02"), PaymentMethod::Cash, loans::Allowance::default())
                .await
        ),
        "date-in-future"
    );
    assert_eq!(refusal(joins(&world, &place, "2026-03-02").await), "date-in-future");
    let leaving = register(&world.app, &world.by, key(), place.association, person(None, Some("2026-03-02"))).await;
    assert_eq!(refusal(leaving), "date-in-future");
    let given = |on: &str| capital::record::NewCapital {
        member: None,
        fund: place.fund,
        kind: CapitalKind::Member,
        source: "Socias".parse().unwrap(),
        amount_minor: 100,
        happens_on: day(on),
        owed_back_on: None,
        payment_method: PaymentMethod::Cash,
    };
    assert_eq!(refusal(capital::record::receive(&world.app, &world.by, key(), given("2026-03-02")).await), "date-in-future");
    let pledge = capital::record::pledge(&world.app, &world.by, key(), given("2026-03-02")).await.unwrap();
    assert_eq!(
        refusal(capital::record::fulfil(&world.app, &world.by, key(), pledge, day("2026-03-02"), PaymentMethod::Cash).await),
        "date-in-future"
    );
    world.books_hold().await;
}

#[tokio::test]
async fn nobody_is_lent_to_before_they_joined() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let member = joins(&world, &place, "2026-02-01").await.unwrap();
    let error = world.lend_by(&place, member, monthly(10_000, "2026-01-31", 2), true).await.unwrap_err();
    assert_eq!((error.refusals()[0].code, &*error.refusals()[0].field), ("member-not-joined", "member"));
    assert_eq!(refusal(world.lend_by(&place, member, monthly(10_000, "2026-01-31", 2), false).await), "member-not-joined");
    let agreed = world.lend_by(&place, member, monthly(10_000, "2026-02-01", 2), false).await.unwrap();
    let earlier =
        loans::disburse::disburse(&world.app, &world.by, key(), agreed, day("2026-01-15"), PaymentMethod::Cash, loans::Allowance::default()).await;
    assert_eq!(refusal(earlier), "member-not-joined");
    loans::disburse::disburse(&world.app, &world.by, key(), agreed, day("2026-02-01"), PaymentMethod::Cash, loans::Allowance::default())
        .await
        .unwrap();
    let later = mend(&world.app, &world.by, key(), member, person(Some("2026-02-02"), None)).await;
    assert_eq!(refusal(later), "joined-after-loan", "nor is the day of joining moved past a loan");
    mend(&world.app, &world.by, key(), member, person(Some("2026-01-15"), None)).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn goods_open_no_loan_before_the_member_joined() {
    use muyu::domain::cofinancing::ContributionKind;
    let (world, mut place) = World::with_fund("2026-03-05").await;
    place.members[0] = joins(&world, &place, "2026-03-04").await.unwrap();
    let co = world.programme_for(place, fifty_fifty()).await;
    let id = co.ordered(&world, co.draft(&[(0, 0, 10_000)], ContributionKind::Loan)).await;
    co.deliver(&world, id, &[(0, 0, 10_000)]).await.unwrap();
    assert_eq!(refusal(co.close(&world, id).await), "member-not-joined");
    world.books_hold().await;
}

#[tokio::test]
async fn the_pages_and_the_json_refuse_tomorrow_at_its_field() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut browser = Client::signed_in(&world, "tesorera").await;
    let member = [("name", "Ccori Puma, Julia"), ("sex", "female"), ("joined_on", "2026-03-02")];
    let page = browser.post(&format!("/associations/{}/members", place.association), &member).await;
    assert_eq!(page.texts("#joined_on-says .refusal"), ["La fecha de ingreso: esa fecha todavía no llega."], "{}", page.text);
    let mut program = Client::with_token(&world, "tesorera").await;
    let terms = json!({ "method": "bullet", "principal": 100_000, "disbursed_on": "2026-03-02", "installments": 1, "first_due_on": "2026-06-01",
        "every": 1, "unit": "month", "rate_ppm": 15_000, "rate_per": "month", "day_count": "30/360", "rounding_step": 10 });
    let loan = json!({ "member": place.members[0], "purpose": "quinua", "terms": terms, "handed_over": true });
    let answer = program.json(Method::POST, &format!("/api/v1/funds/{}/loans", place.fund), &loan).await;
    assert_eq!((answer.status, answer.json()["errors"][0]["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("disbursed_on")));
    let given = json!({ "kind": "member", "source": "Socias", "amount_minor": 100, "happens_on": "2026-03-02" });
    let answer = program.json(Method::POST, &format!("/api/v1/funds/{}/capital", place.fund), &given).await;
    assert_eq!((answer.status, answer.json()["type"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("urn:muyu:date-in-future")));
}

/// On the last evening of the farming year in Lima it is already the next day in London.
#[tokio::test]
async fn a_fund_begins_with_the_cycle_of_the_day_where_it_is() {
    let world = World::empty("2026-03-01").await;
    let evening = App::new(world.app.db.clone(), Clock::Fixed("2026-08-01T00:30:00Z".parse().unwrap()));
    let register = imports::look(&evening, vec![register_file("corazon.xlsx")]).await.unwrap();
    let fund = imports::import(&evening, &world.by, key(), register, Arc::new(|_, _| {})).await.unwrap();
    let imported = funds::find(world.app.db.read(), fund).await.unwrap();
    let new = funds::create::NewFund {
        association: imported.association,
        name: "Otro fondo".parse().unwrap(),
        unit: Unit::Pen,
        rules: FundRules::default_for(Unit::Pen),
        effective_on: day("2026-07-31"),
    };
    let made = funds::create::create(&evening, &world.by, key(), new).await.unwrap();
    for fund in [fund, made] {
        let cycles = funds::cycles(world.app.db.read(), fund).await.unwrap();
        assert!(cycles.iter().any(|cycle| cycle.name == "2025-2026"), "{:?}", cycles.iter().map(|cycle| &cycle.name).collect::<Vec<_>>());
        assert!(!cycles.iter().any(|cycle| cycle.name == "2027-2028"));
    }
}
