//! The bounds of lending: a fund lends what it has available, to members who are not in arrears; beyond that by acta, or with a
//! confirmation.

use axum::http::{Method, StatusCode};
use muyu::db::entity::audit;
use muyu::domain::amount::Unit;
use muyu::domain::ids::LoanId;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::refusal::Fact;
use muyu::domain::role::Grant;
use muyu::domain::schedule::Terms;
use muyu::error::Error;
use muyu::features::expenses;
use muyu::features::funds::change_rules::{Change, change_rules};
use muyu::features::funds::rules_on;
use muyu::features::loans::{Allowance, decide, disburse};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

use crate::support::world::{Place, by_acta, day, key, monthly, refusal};
use crate::support::{Client, World};

/// The capital available of a fund of 10 000.00 with a reserve of a tenth.
const AVAILABLE: i64 = 900_000;
const TODAY: &str = "2026-03-01";

async fn lend(world: &World, place: &Place, member: usize, terms: Terms, allowance: Allowance) -> Result<LoanId, Error> {
    let (fund, member, purpose) = (place.fund, place.members[member], "vaquilla".parse().unwrap());
    let new = decide::NewLoan { fund, member, purpose, terms, payment_method: PaymentMethod::Cash, handed_over: true, named: None };
    decide::record(&world.app, &world.by, key(), new, allowance).await
}

async fn hand_over(world: &World, loan: LoanId, on: &str, allowance: Allowance) -> Result<LoanId, Error> {
    disburse::disburse(&world.app, &world.by, key(), loan, day(on), PaymentMethod::Cash, allowance).await
}

async fn spend(world: &World, place: &Place, amount_minor: i64) {
    let concept = "Pasajes".parse().unwrap();
    let new =
        expenses::record::NewExpense { fund: place.fund, concept, amount_minor, happens_on: day("2026-02-01"), payment_method: PaymentMethod::Cash };
    expenses::record::pay(&world.app, &world.by, key(), new).await.unwrap();
}

/// The audit detail of the last loan approved or disbursed.
async fn detail(world: &World, action: &str) -> serde_json::Value {
    let own = audit::Entity::find().filter(audit::Column::Action.eq(action)).order_by_desc(audit::Column::Id);
    let row = own.one(world.app.db.read()).await.unwrap().unwrap();
    serde_json::from_str(&row.detail).unwrap()
}

#[tokio::test]
async fn a_loan_beyond_what_is_available_is_refused_with_what_is_missing() {
    let (world, place) = World::with_fund(TODAY).await;
    for handed_over in [true, false] {
        let error = world.lend_by(&place, place.members[0], monthly(AVAILABLE + 1, TODAY, 4), handed_over).await.unwrap_err();
        let told = &error.refusals()[0];
        assert_eq!((told.code, &*told.field), ("beyond-available", "principal"));
        assert_eq!(told.facts, [("available", Fact::Money(AVAILABLE, Unit::Pen)), ("missing", Fact::Money(1, Unit::Pen))]);
    }
    assert_eq!(refusal(lend(&world, &place, 0, monthly(AVAILABLE + 1, TODAY, 4), by_acta()).await), "beyond-available", "the rules do not allow it");
    world.lend_by(&place, place.members[0], monthly(AVAILABLE, TODAY, 4), true).await.unwrap();
    assert_eq!(refusal(world.lend_by(&place, place.members[1], monthly(1, TODAY, 1), false).await), "beyond-available");
    world.books_hold().await;
}

#[tokio::test]
async fn seed_in_kind_goes_by_the_same_rule() {
    let world = World::empty(TODAY).await;
    let place = world.place("Asociación Muhu", Unit::Kg).await;
    let error = world.lend_by(&place, place.members[0], monthly(AVAILABLE + 500, TODAY, 1), true).await.unwrap_err();
    assert_eq!(error.refusals()[0].facts[1], ("missing", Fact::Money(500, Unit::Kg)));
    world.lend_by(&place, place.members[0], monthly(AVAILABLE, TODAY, 1), true).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn the_rules_may_allow_more_by_an_acta_that_is_kept() {
    let (world, place) = World::with_fund(TODAY).await;
    world.let_lend_beyond(&place).await;
    let error = lend(&world, &place, 0, monthly(950_000, TODAY, 4), Allowance::default()).await.unwrap_err();
    let told = &error.refusals()[0];
    assert_eq!((told.code, &*told.field), ("beyond-available-acta", "acta"));
    assert!(told.facts.contains(&("missing", Fact::Money(50_000, Unit::Pen))));
    lend(&world, &place, 0, monthly(950_000, TODAY, 4), by_acta()).await.unwrap();
    assert_eq!(detail(&world, "loan.record").await["acta"], "Acta 9, 28 feb 2026");
    // Nobody can lend more than the box holds.
    assert_eq!(refusal(lend(&world, &place, 1, monthly(50_001, TODAY, 4), by_acta()).await), "cash-short");
    world.books_hold().await;
}

#[tokio::test]
async fn the_rules_of_the_loan_s_own_day_say_whether_it_may() {
    let (world, place) = World::with_fund(TODAY).await;
    world.lend(&place, 1, "2026-01-20").await;
    let mut rules = rules_on(world.app.db.read(), place.fund, day(TODAY)).await.unwrap();
    rules.lend_beyond_available = true;
    let acta = muyu::domain::acta::Acta { number: "Acta 8".parse().unwrap(), on: day("2026-02-15"), note: None };
    let change = Change { fund: place.fund, effective_on: day("2026-02-15"), acta: Some(acta), corrects: false, rules };
    change_rules(&world.app, &world.by, key(), change).await.unwrap();
    let beyond = |on| monthly(800_000, on, 4);
    assert_eq!(refusal(lend(&world, &place, 0, beyond("2026-02-14"), by_acta()).await), "beyond-available");
    lend(&world, &place, 0, beyond("2026-02-15"), by_acta()).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn what_is_set_apart_for_an_approved_loan_is_its_own() {
    let (world, place) = World::with_fund(TODAY).await;
    let loan = world.lend_by(&place, place.members[0], monthly(AVAILABLE, TODAY, 4), false).await.unwrap();
    assert_eq!(refusal(world.lend_by(&place, place.members[1], monthly(100, TODAY, 1), true).await), "beyond-available");
    hand_over(&world, loan, TODAY, Allowance::default()).await.unwrap();
    world.books_hold().await;

    // The capital available at approval is gone on the day of disbursement.
    let (world, place) = World::with_fund(TODAY).await;
    world.let_lend_beyond(&place).await;
    let loan = world.lend_by(&place, place.members[0], monthly(500_000, TODAY, 4), false).await.unwrap();
    spend(&world, &place, 450_000).await;
    let error = hand_over(&world, loan, TODAY, Allowance::default()).await.unwrap_err();
    assert_eq!(error.refusals()[0].code, "beyond-available-acta");
    assert!(error.refusals()[0].facts.contains(&("available", Fact::Money(450_000, Unit::Pen))));
    hand_over(&world, loan, TODAY, by_acta()).await.unwrap();
    assert_eq!(detail(&world, "loan.disburse").await["acta"], "Acta 9, 28 feb 2026");
    world.books_hold().await;
}

#[tokio::test]
async fn a_member_in_arrears_is_lent_to_with_open_eyes_only() {
    let (world, place) = World::with_fund(TODAY).await;
    let late = world.lend(&place, 0, "2026-01-01").await;
    let new = || monthly(10_000, TODAY, 1);
    let error = lend(&world, &place, 0, new(), Allowance::default()).await.unwrap_err();
    let told = &error.refusals()[0];
    assert_eq!((told.code, &*told.field), ("member-in-arrears", "despite_arrears"));
    assert_eq!(told.facts, [("count", Fact::Number(1)), ("days", Fact::Number(28))]);
    let both = lend(&world, &place, 0, monthly(AVAILABLE, TODAY, 1), Allowance::default()).await.unwrap_err();
    assert_eq!(both.refusals().iter().map(|told| told.code).collect::<Vec<_>>(), ["beyond-available", "member-in-arrears"]);
    lend(&world, &place, 1, new(), Allowance::default()).await.unwrap();
    // On the loan's own date nothing was late yet: the due day itself is not late.
    lend(&world, &place, 0, monthly(10_000, "2026-02-01", 1), Allowance::default()).await.unwrap();
    let seen = Allowance { acta: None, despite_arrears: true };
    let agreed = world.lend_by(&place, place.members[0], monthly(5_000, "2026-03-10", 1), false).await.unwrap();
    assert_eq!(refusal(hand_over(&world, agreed, TODAY, Allowance::default()).await), "member-in-arrears");
    hand_over(&world, agreed, TODAY, seen.clone()).await.unwrap();
    assert_eq!(detail(&world, "loan.disburse").await["despite_arrears"], true);
    let owed = world.held(late).await.position(day(TODAY)).unwrap().installments[0].unpaid();
    world.pay(late, TODAY, owed).await.unwrap();
    lend(&world, &place, 0, new(), Allowance::default()).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn the_form_shows_what_is_available_and_late_and_keeps_what_was_typed() {
    let (world, place) = World::with_fund(TODAY).await;
    world.let_lend_beyond(&place).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.lend(&place, 0, "2026-01-01").await;
    let mut browser = Client::signed_in(&world, "tesorera").await;
    let (path, fund) = (format!("/funds/{}/loans", place.fund), format!("/funds/{}", place.fund));
    let shown = browser.get(&format!("{path}/new")).await;
    assert_eq!(shown.texts("section.answer .amount"), ["S/ 7,800.00"]);
    let shown = browser.get(&format!("{path}/new?member={}", place.members[0])).await;
    assert_eq!(shown.texts("section.answer .amount"), ["S/ 7,800.00"]);
    assert_eq!(shown.attribute("section.answer a", "href"), fund);
    assert!(shown.texts(".notice.warn")[0].contains("Quispe Mamani, Rosa tiene pagos atrasados"), "{}", shown.text);
    assert!(shown.texts("#arrears .row")[0].contains("S/ 326"), "principal, interest and late fee: {:?}", shown.texts("#arrears .row"));
    assert!(shown.texts("#acta, [name=despite_arrears]").is_empty());
    let other = browser.get(&format!("{path}/new?member={}", place.members[1])).await;
    assert!(other.texts(".notice.warn").is_empty());

    let member = place.members[0].to_string();
    let form = |more: &[(&'static str, &'static str)]| {
        let mut fields = vec![("member", member.as_str()), ("amount", "8000"), ("purpose", "quinua"), ("method", "bullet"), ("installments", "1")];
        fields.extend([("first_due_on", "2026-06-15"), ("every", "1"), ("step", "month"), ("rate", "1.5"), ("rate_per", "month")]);
        fields.extend([("disbursed_on", TODAY), ("when", "now"), ("payment_method", "deposit"), ("key", "0190a1b2-0000-7000-8000-000000000001")]);
        fields.extend(more);
        fields
    };
    let refused = browser.post(&path, &form(&[])).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.texts("section.answer .amount"), ["S/ 7,800.00"]);
    assert!(refused.texts("#acta-says .refusal")[0].contains("faltan S/ 200.00"), "{}", refused.text);
    assert!(refused.texts(".notice.bad")[0].contains("desde hace 28 días"), "{}", refused.text);
    assert_eq!((refused.attribute("#amount", "value"), refused.attribute("#purpose", "value")), ("8000".to_owned(), "quinua".to_owned()));
    assert_eq!(refused.attribute("[name=payment_method][checked]", "value"), "deposit");
    assert_eq!(refused.attribute("[name=despite_arrears]", "value"), "1");
    let acta = ("acta", "Acta 9");
    let refused = browser.post(&path, &form(&[acta])).await;
    assert_eq!((refused.attribute("#acta", "value"), refused.texts(".notice.bad").len()), ("Acta 9".to_owned(), 1));
    let cash = browser.post(&path, &form(&[acta, ("despite_arrears", "1")])).await;
    assert!(cash.texts(".notice.bad, .refusal").join(" ").contains("Banco"), "it asked for a deposit: {}", cash.text);
    let mut fields = form(&[acta, ("despite_arrears", "1")]);
    fields.iter_mut().filter(|(name, _)| *name == "payment_method").for_each(|field| field.1 = "cash");
    let recorded = browser.post(&path, &fields).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text);
    world.books_hold().await;
}

#[tokio::test]
async fn handing_over_shows_the_same_and_is_asked_the_same() {
    let (world, place) = World::with_fund(TODAY).await;
    world.let_lend_beyond(&place).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let loan = world.lend_by(&place, place.members[0], monthly(450_000, TODAY, 4), false).await.unwrap();
    world.lend(&place, 0, "2026-01-01").await;
    spend(&world, &place, 400_000).await;
    let mut browser = Client::signed_in(&world, "tesorera").await;
    let page = browser.get(&format!("/loans/{loan}")).await;
    assert!(page.texts("section.answer .amount").contains(&"S/ 3,800.00".to_owned()), "{}", page.text);
    assert!(page.texts(".notice.warn")[0].contains("pagos atrasados"));
    let path = format!("/loans/{loan}/disburse");
    let typed = [("disbursed_on", "2026-02-27"), ("payment_method", "deposit"), ("form", path.as_str())];
    let refused = browser.post(&path, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.texts("#acta-says .refusal")[0].contains("faltan S/ 700.00"), "{}", refused.text);
    assert_eq!(
        (refused.attribute("#disbursed_on", "value"), refused.attribute("[name=payment_method][checked]", "value")),
        (typed[0].1.into(), typed[1].1.into())
    );
    let done = [("disbursed_on", TODAY), ("payment_method", "cash"), ("acta", "Acta 9"), ("despite_arrears", "1")];
    let done = browser.post(&path, &done).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    world.books_hold().await;
}

#[tokio::test]
async fn programs_are_told_the_same_and_may_name_the_acta() {
    let (world, place) = World::with_fund(TODAY).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut program = Client::with_token(&world, "tesorera").await;
    let rules = format!("/api/v1/funds/{}/rules", place.fund);
    let mut body = program.get(&rules).await.json()[0]["rules"].clone();
    assert_eq!(body["lend_beyond_available"], false);
    body["lend_beyond_available"] = json!(true);
    let change = json!({ "effective_on": TODAY, "rules": body });
    assert_eq!(program.json(Method::POST, &rules, &change).await.status, StatusCode::NO_CONTENT);
    assert_eq!(program.get(&rules).await.json()[0]["rules"]["lend_beyond_available"], true);

    world.lend(&place, 0, "2026-01-01").await;
    let terms = json!({ "method": "bullet", "principal": 800_000, "disbursed_on": TODAY, "installments": 1, "first_due_on": "2026-06-01", "every": 1,
        "unit": "month", "rate_ppm": 15_000, "rate_per": "month", "day_count": "30/360", "rounding_step": 10 });
    let mut loan = json!({ "member": place.members[0], "purpose": "quinua", "terms": terms, "handed_over": true });
    let path = format!("/api/v1/funds/{}/loans", place.fund);
    let refused = program.json(Method::POST, &path, &loan).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
    assert!(refused.text.contains("beyond-available-acta") && refused.text.contains("member-in-arrears"), "{}", refused.text);
    (loan["acta"], loan["despite_arrears"]) = (json!("Acta 9"), json!(true));
    assert_eq!(program.json(Method::POST, &path, &loan).await.status, StatusCode::CREATED);
    world.books_hold().await;
}

#[tokio::test]
async fn the_page_of_the_rules_says_it_and_changes_it() {
    let (world, place) = World::with_fund(TODAY).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut browser = Client::signed_in(&world, "tesorera").await;
    let path = format!("/funds/{}/rules", place.fund);
    assert!(browser.get(&path).await.text.contains("no se presta"));
    let mut form = vec![("method", "bullet"), ("rate", "3"), ("rate_per", "month"), ("late_fee", "0"), ("tolerance_days", "0"), ("reserve", "10")];
    form.extend([("reserve_fixed", "0"), ("interest_kept", "100"), ("recovery", "90"), ("rounding_step", "0.10"), ("day_count", "30/360")]);
    form.extend([("order", "late_fee,interest,principal"), ("effective_on", TODAY), ("lend_beyond_available", "1")]);
    let saved = browser.post(&path, &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let page = browser.get(&path).await;
    assert!(page.text.contains("se presta con acta"), "{}", page.text);
    assert!(rules_on(world.app.db.read(), place.fund, day(TODAY)).await.unwrap().lend_beyond_available);
}
