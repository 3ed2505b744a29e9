//! The rules of a fund in versions: changed freely before anything is lent, then by acta from any date on; each loan follows
//! the rules of its day.

use axum::http::{Method, StatusCode};
use chrono::NaiveDate;
use muyu::domain::acta::Acta;
use muyu::domain::amount::Unit;
use muyu::domain::cofinancing::ContributionKind;
use muyu::domain::ids::FundId;
use muyu::domain::rate::{Per, Rate};
use muyu::domain::role::Grant;
use muyu::domain::rules::FundRules;
use muyu::error::Error;
use muyu::features::funds::change_rules::{Change, change_rules};
use muyu::features::funds::{Version, rules_on, version_on, versions};
use proptest::prelude::*;
use serde_json::json;

use crate::support::cofinanced::fifty_fifty;
use crate::support::world::{Place, day, key, refusal};
use crate::support::{Client, World};

fn rules(ppm: i64) -> FundRules {
    FundRules { rate: Rate { ppm, per: Per::Month }, rounding_step_minor: 1, ..FundRules::default_for(Unit::Pen) }
}

fn acta(on: &str) -> Option<Acta> {
    Some(Acta { number: "Acta 7".parse().unwrap(), on: day(on), note: Some("folio 12".parse().unwrap()) })
}

fn change(place: &Place, effective_on: &str, ppm: i64) -> Change {
    Change { fund: place.fund, effective_on: day(effective_on), acta: acta("2026-02-20"), corrects: false, rules: rules(ppm) }
}

async fn make(world: &World, change: Change) -> Result<FundId, Error> {
    change_rules(&world.app, &world.by, key(), change).await
}

async fn rate_on(world: &World, place: &Place, on: &str) -> i64 {
    rules_on(world.app.db.read(), place.fund, day(on)).await.unwrap().rate.ppm
}

#[tokio::test]
async fn before_anything_is_lent_the_rules_are_simply_mended() {
    let (world, place) = World::with_fund("2026-03-01").await;
    make(&world, Change { acta: None, ..change(&place, "2026-03-01", 0) }).await.unwrap();
    let all = versions(world.app.db.read(), place.fund).await.unwrap();
    assert_eq!((all.len(), all[0].version, all[0].effective_on), (1, 1, day("2025-01-01")));
    for on in ["2024-01-01", "2026-02-28", "2026-03-01"] {
        assert_eq!(rate_on(&world, &place, on).await, 0, "{on}");
    }
}

/// In an earlier version, a fund set to 0 % today charged interest on goods dated yesterday.
#[tokio::test]
async fn a_fund_set_to_no_interest_charges_none_on_goods_of_the_day_before() {
    let (world, place) = World::with_fund("2026-03-05").await;
    make(&world, Change { acta: None, ..change(&place, "2026-03-05", 0) }).await.unwrap();
    let co = world.programme_for(place.clone(), fifty_fifty()).await;
    let id = co.ordered(&world, co.draft(&[(0, 0, 10_000)], ContributionKind::Loan)).await;
    co.deliver(&world, id, &[(0, 0, 10_000)]).await.unwrap();
    co.close(&world, id).await.unwrap();
    let loans = muyu::features::loans::of_fund(world.app.db.read(), place.fund, None).await.unwrap();
    assert_eq!(loans.len(), 1);
    assert_eq!(loans[0].contract.schedule.iter().map(|row| row.interest).sum::<i64>(), 0);
    world.books_hold().await;
}

#[tokio::test]
async fn a_version_takes_effect_from_any_date_by_acta_and_loans_keep_theirs() {
    let (world, place) = World::with_fund("2026-03-01").await;
    let old = world.lend(&place, 0, "2026-01-20").await;
    let mut dearer = change(&place, "2026-01-15", 30_000);
    dearer.rules.loan.late_fee_ppm = 50_000;
    assert_eq!(refusal(make(&world, Change { acta: None, ..dearer.clone() }).await), "acta-missing");
    assert_eq!(refusal(make(&world, Change { acta: acta("2026-03-02"), ..dearer.clone() }).await), "date-in-future");
    make(&world, dearer.clone()).await.unwrap();
    assert_eq!(world.held(old).await.contract.rules.late_fee_ppm, 10_000, "it was open already");
    let late = world.lend(&place, 1, "2026-01-16").await;
    assert_eq!(world.held(late).await.contract.rules.late_fee_ppm, 50_000, "recorded late, it goes by the rules of its day");
    let earlier = world.lend(&place, 2, "2026-01-14").await;
    assert_eq!(world.held(earlier).await.contract.rules.late_fee_ppm, 10_000);
    make(&world, change(&place, "2025-06-01", 5_000)).await.unwrap();
    make(&world, change(&place, "2026-08-01", 7_000)).await.unwrap();
    for (on, ppm) in [("2024-06-01", 15_000), ("2025-05-31", 15_000), ("2025-06-01", 5_000), ("2026-01-15", 30_000), ("2026-08-01", 7_000)] {
        assert_eq!(rate_on(&world, &place, on).await, ppm, "{on}");
    }
    make(&world, change(&place, "2023-01-01", 1_000)).await.unwrap();
    assert_eq!(rate_on(&world, &place, "2022-01-01").await, 1_000, "before the first, the first");
    world.books_hold().await;
}

#[tokio::test]
async fn two_versions_of_one_day_only_where_one_corrects_the_other() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.lend(&place, 0, "2026-01-20").await;
    assert_eq!(refusal(make(&world, Change { corrects: true, ..change(&place, "2026-02-01", 20_000) }).await), "rules-nothing-to-correct");
    make(&world, change(&place, "2026-02-01", 20_000)).await.unwrap();
    assert_eq!(refusal(make(&world, change(&place, "2026-02-01", 25_000)).await), "rules-same-day");
    make(&world, Change { corrects: true, ..change(&place, "2026-02-01", 25_000) }).await.unwrap();
    assert_eq!(rate_on(&world, &place, "2026-02-01").await, 25_000);
    make(&world, Change { corrects: true, ..change(&place, "2025-01-01", 9_000) }).await.unwrap();
    assert_eq!(rate_on(&world, &place, "2024-01-01").await, 9_000, "also where the first is corrected");
    let all = versions(world.app.db.read(), place.fund).await.unwrap();
    assert_eq!(all.iter().map(|version| version.version).collect::<Vec<_>>(), [3, 2, 4, 1]);
}

#[tokio::test]
async fn the_page_shows_each_version_with_its_day_and_acta_and_the_json_too() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut browser = Client::signed_in(&world, "tesorera").await;
    let path = format!("/funds/{}/rules", place.fund);
    assert!(browser.get(&path).await.text.contains("Todavía no hay créditos"));
    world.lend(&place, 0, "2026-01-20").await;
    let form = |acta_on: &'static str| {
        [
            ("method", "bullet"),
            ("rate", "3"),
            ("rate_per", "month"),
            ("late_fee", "0"),
            ("tolerance_days", "0"),
            ("reserve", "10"),
            ("reserve_fixed", "0"),
            ("interest_kept", "100"),
            ("recovery", "90"),
            ("rounding_step", "0.10"),
            ("day_count", "30/360"),
            ("order", "late_fee,interest,principal"),
            ("effective_on", "2026-02-01"),
            ("acta", "Acta 9"),
            ("acta_on", acta_on),
            ("acta_note", "folio 31"),
        ]
    };
    let refused = browser.post(&path, &form("")).await;
    assert_eq!(refused.texts("#acta_on-says .refusal"), ["Falta la fecha del acta."], "{}", refused.text);
    assert_eq!(browser.post(&path, &form("2026-01-30")).await.status, StatusCode::SEE_OTHER);
    let page = browser.get(&path).await;
    assert_eq!(page.texts("section.answer b"), ["Versión 2, desde el dom 1 feb 2026", "Versión 1, desde el mié 1 ene 2025"]);
    assert!(page.text.contains("Acta 9, vie 30 ene 2026 · folio 31"), "{}", page.text);
    let again = browser.post(&path, &form("2026-01-30")).await;
    assert_eq!(again.texts("#effective_on-says .refusal"), ["Ese día ya empieza a regir la versión 2. Si estaba mal, marque que la corrige."]);
    let mut program = Client::with_token(&world, "tesorera").await;
    let json = program.get(&format!("/api/v1{path}")).await.json();
    let told = (&json[0]["acta"], &json[0]["acta_on"], &json[0]["acta_note"], &json[0]["corrected"]);
    assert_eq!(told, (&json!("Acta 9"), &json!("2026-01-30"), &json!("folio 31"), &json!(false)));
    let body = json!({ "effective_on": "2026-02-01", "acta": "Acta 10", "acta_on": "2026-02-20", "corrects": true, "rules": json[0]["rules"] });
    assert_eq!(program.json(Method::POST, &format!("/api/v1{path}"), &body).await.status, StatusCode::NO_CONTENT);
    let json = program.get(&format!("/api/v1{path}")).await.json();
    assert_eq!((&json[0]["version"], &json[1]["corrected"], &json[2]["corrected"]), (&json!(3), &json!(true), &json!(false)));
    assert!(browser.get(&path).await.text.contains("corregida"));
}

#[tokio::test]
async fn a_loan_recorded_late_is_shown_with_the_rate_of_its_day_first() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.lend(&place, 0, "2026-01-20").await;
    make(&world, change(&place, "2026-02-01", 30_000)).await.unwrap();
    let mut browser = Client::signed_in(&world, "tesorera").await;
    let shown = browser.get(&format!("/funds/{}/loans/new?member={}", place.fund, place.members[1])).await;
    assert_eq!((shown.attribute("#rate", "value"), shown.attribute("[name=rules_version]", "value")), ("3".to_owned(), "2".to_owned()));
    let member = place.members[1].to_string();
    let typed = |rate: &'static str, version: String| {
        vec![
            ("member", member.clone()),
            ("amount", "600".to_owned()),
            ("purpose", "quinua".to_owned()),
            ("method", "bullet".to_owned()),
            ("installments", "1".to_owned()),
            ("first_due_on", "2026-06-15".to_owned()),
            ("every", "1".to_owned()),
            ("step", "month".to_owned()),
            ("rate", rate.to_owned()),
            ("rate_per", "month".to_owned()),
            ("disbursed_on", "2026-01-15".to_owned()),
            ("when", "now".to_owned()),
            ("payment_method", "cash".to_owned()),
            ("rules_version", version),
        ]
    };
    let path = format!("/funds/{}/loans", place.fund);
    let fields = typed("3", "2".to_owned());
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let again = browser.post(&path, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(again.attribute("#rate", "value"), "1.5", "{}", again.text);
    assert!(again.texts("#rate-says .refusal")[0].contains("versión 1"), "{}", again.text);
    let fields = typed("1.5", again.attribute("[name=rules_version]", "value"));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let recorded = browser.post(&path, &fields).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text);
    world.books_hold().await;
}

proptest! {
    /// Among any versions, the one that counts on a day is the newest of the latest starting day by then, or of the first
    /// starting day.
    #[test]
    fn one_version_counts_on_each_day(days in prop::collection::vec(0_i64..30, 1..8), asked in -5_i64..40) {
        let on = |number: i64| NaiveDate::default() + chrono::TimeDelta::days(number);
        let made = days.iter().zip(1..).map(|(number, version)| Version { version, effective_on: on(*number), acta: None, rules: rules(version) });
        let mut all: Vec<Version> = made.collect();
        all.sort_by_key(|version| std::cmp::Reverse((version.effective_on, version.version)));
        let by_then = days.iter().zip(1..).filter(|(number, _)| **number <= asked).max();
        let first = *days.iter().min().unwrap();
        let expected = by_then.or_else(|| days.iter().zip(1..).filter(|(number, _)| **number == first).max()).unwrap();
        prop_assert_eq!(version_on(&all, on(asked)).unwrap().version, expected.1);
    }
}

#[tokio::test]
async fn two_versions_stand_side_by_side_and_sets_to_start_from_tell_an_example() {
    let (world, place) = World::with_fund("2026-03-15").await;
    world.lend(&place, 0, "2026-01-01").await;
    world.two_people_from(&place, 50_000).await;
    world.user("tesorera", muyu::domain::role::Grant::Treasurer(place.association)).await;
    let mut treasurer = crate::support::Client::signed_in(&world, "tesorera").await;
    let page = treasurer.get(&format!("/funds/{}/rules/compare", place.fund)).await;
    assert!(page.text.contains("Cambia una regla."), "{}", page.text);
    assert_eq!(page.texts("tr.differs td:first-child"), ["Dos personas para anular o corregir desde cambia"]);
    let same = treasurer.get(&format!("/funds/{}/rules/compare?first=1&second=1", place.fund)).await;
    assert!(same.text.contains("Dicen lo mismo."));
    let new = treasurer.get(&format!("/associations/{}/funds/new", place.association)).await;
    assert!(new.text.replace('\u{a0}', " ").contains("Se prestan 50.000 kg; en 8 meses se devuelven 60.000 kg, en un pago."), "{}", new.text);
    let seed = treasurer.get(&format!("/associations/{}/funds/new?start=seed_bank&unit=kg", place.association)).await;
    assert_eq!(seed.attribute("#rate", "value"), "30");
}
