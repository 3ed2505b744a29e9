//! Relief decided, recorded and corrected: by one acta for one loan or for many.

use axum::http::{Method as Verb, StatusCode};
use muyu::domain::calendar::Period;
use muyu::domain::ids::LoanId;
use muyu::domain::interest::DayCount;
use muyu::domain::loan::PaymentMethod;
use muyu::domain::rate::Per;
use muyu::domain::relief::{NewTerms, Postponement, Relief, ReliefKind};
use muyu::domain::replay::PaymentKind;
use muyu::domain::role::Grant;
use muyu::domain::schedule::{Agreed, Method};
use muyu::features::corrections::Order;
use muyu::features::reliefs::preview::effect;
use muyu::features::repayments::record;
use muyu::features::write_offs::write_off::{NewWriteOff, write_off};
use muyu::features::{funds, repayments, small_balances};
use serde_json::{Value, json};

use crate::support::world::{chances, day, key, monthly, refusal};
use crate::support::{Client, World};

fn shift(by: Postponement) -> Relief {
    Relief { kind: ReliefKind::Shift { by, interest_for_the_delay: true }, waive_late_fees: false }
}

fn three_months() -> Relief {
    shift(Postponement::Months(3))
}

fn anew(first_due_on: &str) -> Relief {
    let terms = NewTerms {
        method: Method::EqualPrincipal,
        installments: 6,
        first_due_on: day(first_due_on),
        every: 1,
        unit: Period::Month,
        rate_ppm: 10_000,
        rate_per: Per::Month,
        day_count: DayCount::Thirty360,
        grace_principal: 0,
        grace_interest: 0,
        rounding_step: 10,
        custom: Vec::new(),
    };
    Relief { kind: ReliefKind::NewTerms { terms, waive_interest: false }, waive_late_fees: true }
}

/// Number, due date and open state of each stored installment.
async fn kept(world: &World, loan: LoanId) -> Vec<(i64, String, bool)> {
    world.held(loan).await.installments.iter().map(|row| (row.no, row.due_on.to_string(), row.is_open)).collect()
}

#[tokio::test]
async fn a_payment_found_since_that_dates_agreed_by_name_would_not_sum_with_says_what_to_undo() {
    let (world, place) = World::with_fund("2026-03-15").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let custom = ["2026-06-01", "2026-09-01"].map(|on| Agreed { due_on: day(on), principal: 60_000 }).to_vec();
    let mut relief = anew("2026-06-01");
    if let ReliefKind::NewTerms { terms, .. } = &mut relief.kind {
        (terms.method, terms.installments, terms.rounding_step, terms.custom) = (Method::Custom, 2, 0, custom);
    }
    world.relieve(&place, "2026-03-10", relief, &[loan]).await.unwrap();
    assert_eq!(refusal(world.pay(loan, "2026-02-01", 32_400).await), "relief-in-the-way");
    world.pay(loan, "2026-03-12", 32_400).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn a_relief_is_recorded_by_acta_and_reversed_with_a_reason() {
    let (world, place) = World::with_fund("2026-03-15").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    world.pay(loan, "2026-02-01", 32_400).await.unwrap();
    let before = kept(&world, loan).await;
    world.relieve(&place, "2026-03-10", three_months(), &[loan]).await.unwrap();
    world.books_hold().await;
    let held = world.held(loan).await;
    assert_eq!(held.loan.oldest_unpaid_due_on, Some(day("2026-06-01")));
    assert_eq!(held.loan.unpaid_principal_minor, 90_000, "a relief changes no principal");
    let expected: Vec<_> = [(1, "2026-02-01", false), (2, "2026-03-01", false), (3, "2026-04-01", false), (4, "2026-05-01", false)]
        .into_iter()
        .chain([(5, "2026-06-01", true), (6, "2026-07-01", true), (7, "2026-08-01", true)])
        .map(|(no, due_on, open)| (no, due_on.to_owned(), open))
        .collect();
    assert_eq!(kept(&world, loan).await, expected);
    let position = held.position(day("2026-03-15")).unwrap();
    assert_eq!((position.days_late(), position.days_late_by_original()), (0, 14));

    let id = held.remissions[0].id;
    small_balances::reverse::reverse(&world.app, &world.by, key(), Order::new(id, "era otra acta".parse().unwrap())).await.unwrap();
    world.books_hold().await;
    assert_eq!(kept(&world, loan).await, before);
    assert_eq!(world.held(loan).await.loan.oldest_unpaid_due_on, Some(day("2026-03-01")));
}

#[tokio::test]
async fn a_payment_found_after_a_relief_comes_out_as_if_recorded_on_its_day() {
    let (world, place) = World::with_fund("2026-09-15").await;
    let (late, on_time) = (world.lend(&place, 0, "2026-01-01").await, world.lend(&place, 1, "2026-01-01").await);
    world.pay(on_time, "2026-02-20", 40_000).await.unwrap();
    for loan in [late, on_time] {
        world.relieve(&place, "2026-03-10", three_months(), &[loan]).await.unwrap();
        world.relieve(&place, "2026-05-10", anew("2026-08-10"), &[loan]).await.unwrap();
        world.pay(loan, "2026-08-20", 20_000).await.unwrap();
        world.books_hold().await;
    }
    world.pay(late, "2026-02-20", 40_000).await.unwrap();
    world.books_hold().await;
    let as_of = day("2026-09-15");
    let (late, on_time) = (world.held(late).await, world.held(on_time).await);
    assert_eq!(late.position(as_of).unwrap().installments, on_time.position(as_of).unwrap().installments);
    assert_eq!(late.position(day("2026-03-09")).unwrap().oldest_unpaid_due_on(), Some(day("2026-03-01")), "a past day is as it was");
    let known = late.known_at(crate::support::world::noon("2020-01-01")).position(as_of).unwrap();
    assert!(known.reliefs.is_empty(), "what was recorded later was not known");
}

#[tokio::test]
async fn many_loans_are_relieved_by_one_acta_or_none() {
    let (world, place) = World::with_fund("2026-03-15").await;
    let (first, second, paid) =
        (world.lend(&place, 0, "2026-01-01").await, world.lend(&place, 1, "2026-01-01").await, world.lend(&place, 2, "2026-01-01").await);
    let owed = world.held(paid).await.position(day("2026-03-01")).unwrap().unpaid();
    world.pay(paid, "2026-03-01", owed).await.unwrap();
    assert_eq!(refusal(world.relieve(&place, "2026-03-10", three_months(), &[first, paid]).await), "relief-nothing-owed");
    assert_eq!(refusal(world.relieve(&place, "2026-03-10", three_months(), &[]).await), "relief-none");
    assert_eq!(refusal(world.relieve(&place, "2026-03-10", three_months(), &[first, first]).await), "relief-none");
    assert_eq!(refusal(world.relieve(&place, "2026-03-16", three_months(), &[first]).await), "date-in-future");
    assert_eq!(refusal(world.relieve(&place, "2025-12-31", three_months(), &[first]).await), "before-disbursement");
    assert_eq!(refusal(world.relieve(&place, "2026-03-10", shift(Postponement::Days(5)), &[first]).await), "relief-before-acta");
    assert_eq!(refusal(world.relieve(&place, "2026-03-10", anew("2026-03-09"), &[first]).await), "due-before-disbursement");
    let shown = [(first, 1), (second, 1)];
    let new = muyu::features::reliefs::relieve::NewRelief {
        fund: place.fund,
        acta: "Acta 12".parse().unwrap(),
        decided_on: day("2026-03-10"),
        relief: three_months(),
        loans: shown.to_vec(),
    };
    assert_eq!(refusal(muyu::features::reliefs::relieve::relieve(&world.app, &world.by, key(), new).await), "relief-changed");
    assert!(world.held(first).await.remissions.is_empty(), "all or none");
    world.books_hold().await;

    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let (one, two) = (world.held(first).await, world.held(second).await);
    let shown = effect(&world.app, &fund, day("2026-03-15"), &[&one, &two], (day("2026-03-10"), &shift(Postponement::Months(12)))).await.unwrap();
    assert!(shown.full.1 < shown.full.0, "what moves past the next cycle's start is not counted on for it");
    world.relieve(&place, "2026-03-10", shift(Postponement::Months(12)), &[first, second]).await.unwrap();
    world.books_hold().await;
    let after = muyu::features::availability::forecast::forecast(&world.app, &fund, day("2026-03-15")).await.unwrap();
    assert_eq!((after.next_cycle.expected.available, after.next_cycle.full.available), (shown.expected.1, shown.full.1), "as it was shown");
    let (one, two) = (world.held(first).await, world.held(second).await);
    assert_eq!(one.remissions[0].act_id, two.remissions[0].act_id);
}

#[tokio::test]
async fn a_loan_with_a_relief_is_undone_only_after_it_and_a_correction_that_makes_it_impossible_is_refused() {
    let (world, place) = World::with_fund("2026-06-15").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let paid = world.pay(loan, "2026-02-01", 64_200).await.unwrap();
    world.relieve(&place, "2026-05-10", shift(Postponement::Months(2)), &[loan]).await.unwrap();
    let undo = muyu::features::loans::put_right::undo(&world.app, &world.by, key(), Order::new(loan, "mal".parse().unwrap())).await;
    assert_eq!(refusal(undo), "records-stand-on-it");
    let reverse = repayments::put_right::reverse(&world.app, &world.by, key(), Order::new(paid, "mal".parse().unwrap())).await;
    assert_eq!(refusal(reverse), "relief-in-the-way");
    world.books_hold().await;
}

#[tokio::test]
async fn the_treasurer_shows_it_and_records_it_and_the_member_sees_it() {
    let (world, place) = World::with_fund("2026-03-15").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("fiscal", Grant::Auditor(place.association)).await;
    world.user("socia", Grant::Member(place.association, place.members[0])).await;
    let (first, second) = (world.lend(&place, 0, "2026-01-01").await, world.lend(&place, 1, "2026-01-01").await);
    let mut client = Client::signed_in(&world, "tesorera").await;
    assert!(client.get(&format!("/loans/{first}")).await.text.contains("Reprogramar"));
    let list = format!("/funds/{}/reliefs", place.fund);
    let asked = "decided_on=2026-03-10&relief=shift&months=3&interest_for_the_delay=1&look=1";
    let shown = client.get(&format!("{list}?{asked}&purpose=papa")).await;
    assert!(shown.texts("input[name=loan]").is_empty());
    let shown = client.get(&format!("{list}?{asked}&purpose=ALFALFA")).await;
    assert_eq!(shown.texts("label.choice input[name=loan]").len(), 2, "{}", shown.text);
    assert!(shown.text.contains("2 créditos"), "{}", shown.text);
    let wrong = client.get(&format!("{list}?decided_on=2026-03-10&relief=shift&months=3&days=3&look=1")).await;
    assert!(wrong.texts("#months-says").join(" ").contains("no por ambos"), "{}", wrong.text);
    let chosen = shown.attribute("input[name=loan]", "value");
    let form = [("decided_on", "2026-03-10"), ("relief", "shift"), ("months", "3"), ("interest_for_the_delay", "1"), ("look", "1")];
    let without = client.post(&list, &[&form[..], &[("loan", chosen.as_str())]].concat()).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY, "no relief without an acta");
    assert!(world.held(first).await.remissions.is_empty());
    let done = client.post(&list, &[&form[..], &[("loan", chosen.as_str()), ("acta", "Acta 12")]].concat()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!((world.held(first).await.remissions.len(), world.held(second).await.remissions.len()), (1, 0), "only what was ticked");
    world.books_hold().await;

    let own = format!("/loans/{second}/relief");
    let terms = "decided_on=2026-03-10&relief=new_terms&method=equal_principal&installments=2&first_due_on=2026-09-01&every=1&step=month&rate=1&rate_per=month&look=1";
    let shown = client.get(&format!("{own}?{terms}")).await;
    assert!(shown.text.contains("antes: 1"), "{}", shown.text);
    let mut form: Vec<(&str, &str)> = terms.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let value = shown.attribute("input[name=loan]", "value");
    form.extend([("loan", value.as_str()), ("acta", "Acta 13")]);
    let done = client.post(&own, &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    world.books_hold().await;

    let mut member = Client::signed_in(&world, "socia").await;
    let page = member.get(&format!("/loans/{first}")).await;
    assert!(page.text.contains("se mueve 3 meses") && page.text.contains("antes: 1"), "{}", page.text);
    let mut auditor = Client::signed_in(&world, "fiscal").await;
    assert_eq!(auditor.get(&list).await.status, StatusCode::FORBIDDEN);
    let remission = format!("/remissions/{}", world.held(first).await.remissions[0].id);
    assert!(auditor.get(&remission).await.text.contains("Acta 12"));
    let undone = client.post(&format!("{remission}/reverse"), &[("reason", "otra acta")]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
    world.books_hold().await;
}

#[tokio::test]
async fn the_same_over_json() {
    let (world, place) = World::with_fund("2026-03-15").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let mut client = Client::with_token(&world, "tesorera").await;
    let path = format!("/api/v1/funds/{}/reliefs", place.fund);
    let asked = |relief: Value| json!({ "decided_on": "2026-03-10", "relief": relief, "loans": [loan] });
    let refused = client.json(Verb::POST, &format!("{path}/preview"), &asked(json!({ "kind": "shift" }))).await;
    assert_eq!((refused.status, refused.json()["errors"][0]["code"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("relief-moves-nothing")));
    let relief = json!({ "kind": "shift", "months": 3, "interest_for_the_delay": true });
    let shown = client.json(Verb::POST, &format!("{path}/preview"), &asked(relief.clone())).await.json();
    assert_eq!(shown[0]["after"]["oldest_unpaid_due_on"], "2026-05-01");
    assert_eq!(shown[0]["after"]["installments"][0]["original_due_on"], "2026-02-01");
    assert_eq!(shown[0]["before"]["unpaid_principal"], shown[0]["after"]["unpaid_principal"]);
    let decided =
        json!({ "acta": "Acta 12", "decided_on": "2026-03-10", "relief": relief, "loans": [{ "loan": loan, "owed_after": shown[0]["owed_after"] }] });
    let made = client.json(Verb::POST, &path, &decided).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let whole = client.get(&format!("/api/v1/loans/{loan}")).await.json();
    assert_eq!((&whole["remissions"][0]["kind"], &whole["loan"]["oldest_unpaid_due_on"]), (&json!("relief"), &json!("2026-05-01")));
    assert_eq!(whole["days_late_by_original"], 42);
    assert_eq!(whole["installments"][0]["original_due_on"], "2026-02-01");
    world.books_hold().await;
}

/// Random loans are paid, settled, relieved and corrected in any order of days, and the books hold after each step.
#[tokio::test]
async fn whatever_happens_to_relieved_loans_the_books_hold() {
    let (world, place) = World::with_fund("2026-09-01").await;
    let (mut relieved, mut lost) = (0, 0);
    for seed in 1..4_u64 {
        let mut chance = chances(seed);
        let mut loans = Vec::new();
        for member in 0..2 {
            let terms = monthly(50_000 + i64::try_from(chance(9_999)).unwrap(), "2026-01-10", 1 + u32::try_from(chance(4)).unwrap());
            loans.push(world.lend_by(&place, place.members[member], terms, true).await.unwrap());
        }
        for _ in 0..25 {
            let loan = loans[usize::try_from(chance(2)).unwrap()];
            let on = (day("2026-01-10") + chrono::Days::new(chance(234))).to_string();
            match chance(7) {
                6 => {
                    let lost_minor = world.held(loan).await.position(day(&on)).unwrap().receivable();
                    let new = NewWriteOff { loan, acta: "Acta 20".parse().unwrap(), decided_on: day(&on), lost_minor };
                    lost += i32::from(write_off(&world.app, &world.by, key(), new).await.is_ok());
                }
                0 | 1 => {
                    let (kind, amount_minor) = (if chance(3) == 0 { PaymentKind::Settlement } else { PaymentKind::Repayment }, 1 + chance(30_000));
                    let (amount_minor, payment_method) = (i64::try_from(amount_minor).unwrap(), PaymentMethod::Cash);
                    let amount_minor = if kind == PaymentKind::Settlement {
                        world.held(loan).await.payoff(day(&on)).map_or(amount_minor, |payoff| payoff.total().max(1))
                    } else {
                        amount_minor
                    };
                    let new = repayments::NewRepayment {
                        loan,
                        paid_on: day(&on),
                        amount_minor,
                        kind,
                        payment_method,
                        note: Default::default(),
                        quality: Default::default(),
                        as_credit: true,
                        confirmed: true,
                    };
                    // An action that the rules refuse changes nothing.
                    let _ = record::record(&world.app, &world.by, key(), new).await;
                }
                2 | 3 => {
                    let by = if chance(2) == 0 { Postponement::Months(1 + u32::try_from(chance(6)).unwrap()) } else { Postponement::Days(45) };
                    let relief = if chance(3) == 0 { anew("2026-10-01") } else { shift(by) };
                    relieved += i32::from(world.relieve(&place, &on, relief, &[loan]).await.is_ok());
                }
                4 => {
                    let row = world.held(loan).await.standing().next().cloned();
                    if let Some(row) = row {
                        let _ = repayments::put_right::reverse(&world.app, &world.by, key(), Order::new(row.id, "x".parse().unwrap())).await;
                    }
                }
                _ => {
                    let row = world.held(loan).await.remitted().next().cloned();
                    if let Some(row) = row {
                        let _ = small_balances::reverse::reverse(&world.app, &world.by, key(), Order::new(row.id, "x".parse().unwrap())).await;
                    }
                }
            }
            world.books_hold().await;
        }
    }
    assert!(relieved > 2 && lost > 2, "{relieved} {lost}");
}
