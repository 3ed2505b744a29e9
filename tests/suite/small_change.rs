//! Amounts too small to collect: cash in steps, small balances forgiven by acta, and money for a loan already paid.

use axum::http::{Method, StatusCode};
use muyu::db::journal;
use muyu::domain::ids::LoanId;
use muyu::domain::ledger::Account;
use muyu::domain::loan::{LoanStatus, PaymentMethod};
use muyu::domain::replay::PaymentKind;
use muyu::domain::role::Grant;
use muyu::domain::rules::FundRules;
use muyu::error::Error;
use muyu::features::corrections::Order;
use muyu::features::repayments::{self, preview, put_right, record};
use muyu::features::{funds, small_balances};
use serde_json::json;

use crate::support::world::{Place, chances, day, key, monthly, payment, refusal};
use crate::support::{Client, World};

/// A fund whose cash is counted in steps of 0.10.
async fn in_steps(today: &str) -> (World, Place) {
    let (world, place) = World::with_fund(today).await;
    let known = funds::rules_on(world.app.db.read(), place.fund, day("2025-01-01")).await.unwrap();
    let mut rules = known;
    rules.loan.cash_step_minor = 10;
    let change = funds::change_rules::Change { fund: place.fund, effective_on: day("2025-01-01"), acta: None, corrects: false, rules };
    funds::change_rules::change_rules(&world.app, &world.by, key(), change).await.unwrap();
    (world, place)
}

/// A loan of 1 000.03 in two parts: installments of 520.02 and 510.02.
async fn odd_loan(world: &World, place: &Place, on: &str) -> LoanId {
    world.lend_by(place, place.members[0], monthly(100_003, on, 2), true).await.unwrap()
}

async fn balance(world: &World, place: &Place, account: Account) -> i64 {
    journal::balances(world.app.db.read(), place.fund).await.unwrap().get(&account).copied().unwrap_or(0)
}

async fn pay_by(world: &World, loan: LoanId, on: &str, amount: i64, payment_method: PaymentMethod) -> Result<muyu::domain::ids::RepaymentId, Error> {
    record::record(&world.app, &world.by, key(), repayments::NewRepayment { payment_method, ..payment(loan, on, amount) }).await
}

#[test]
fn the_step_follows_the_unit_unless_a_fund_decides() {
    use muyu::domain::amount::Unit;
    let steps = Unit::ALL.map(|unit| FundRules::default_for(unit).loan.cash_step_minor);
    assert_eq!(steps, [10, 10, 0, 0, 0], "PEN, BOB, USD, kg, doses");
}

#[tokio::test]
async fn cash_is_asked_in_steps_and_the_rest_below_a_step_is_rounded_off() {
    let (world, place) = in_steps("2026-03-15").await;
    let loan = odd_loan(&world, &place, "2026-01-01").await;
    let held = world.held(loan).await;
    assert_eq!(held.loan.cash_step_minor, 10, "the step is frozen into the loan");
    let owed = held.position(day("2026-02-01")).unwrap().installments[0].unpaid();
    let (cash, bank) = (preview::proposals(&held, day("2026-02-01"), true).unwrap(), preview::proposals(&held, day("2026-02-01"), false).unwrap());
    assert_eq!((cash.due, bank.due), (Some(owed - owed % 10), Some(owed)));
    let rest = owed % 10;
    assert!(rest > 0, "{owed}");

    let id = pay_by(&world, loan, "2026-02-01", owed - rest, PaymentMethod::Cash).await.unwrap();
    let held = world.held(loan).await;
    assert!(!held.installments[0].is_open, "nobody is late by a few céntimos");
    assert_eq!(held.loan.oldest_unpaid_due_on, Some(day("2026-03-01")));
    let row = held.repayments.iter().find(|row| row.id == id).unwrap();
    assert_eq!((row.rounding_minor, row.rounding_principal_minor), (rest, rest));
    assert_eq!(balance(&world, &place, Account::Rounding).await, rest);
    world.books_hold().await;

    put_right::reverse(&world.app, &world.by, key(), Order::new(id, "otra socia".parse().unwrap())).await.unwrap();
    assert_eq!(balance(&world, &place, Account::Rounding).await, 0);
    assert!(world.held(loan).await.installments[0].is_open);
    world.books_hold().await;
}

#[tokio::test]
async fn money_by_bank_or_wallet_is_never_rounded_and_old_loans_have_no_step() {
    let (world, place) = in_steps("2026-03-15").await;
    for payment_method in [PaymentMethod::Wallet, PaymentMethod::Deposit] {
        let loan = odd_loan(&world, &place, "2026-01-01").await;
        let owed = world.held(loan).await.position(day("2026-02-01")).unwrap().installments[0].unpaid();
        pay_by(&world, loan, "2026-02-01", owed - 1, payment_method).await.unwrap();
        assert!(world.held(loan).await.installments[0].is_open);
    }
    assert_eq!(balance(&world, &place, Account::Rounding).await, 0);
    let (imported, fund) = World::corazon().await;
    let all = muyu::features::loans::of_fund(imported.app.db.read(), fund.id, None).await.unwrap();
    assert!(all.iter().all(|held| held.loan.cash_step_minor == 0), "paper stays as it was");
    let rules = funds::rules_on(imported.app.db.read(), fund.id, day("2026-07-20")).await.unwrap();
    assert_eq!(rules.loan.cash_step_minor, 10, "what is lent from now on is counted in coins that exist");
    world.books_hold().await;
}

#[tokio::test]
async fn a_cash_settlement_rounded_down_closes_the_loan() {
    let (world, place) = in_steps("2026-03-15").await;
    let loan = odd_loan(&world, &place, "2026-01-01").await;
    let on = "2026-01-18";
    let payoff = world.held(loan).await.payoff(day(on)).unwrap();
    let asked = preview::proposals(&world.held(loan).await, day(on), true).unwrap().settle.unwrap();
    assert_eq!(asked, payoff.total() - payoff.total() % 10);
    let settle = |amount, payment_method| repayments::NewRepayment { kind: PaymentKind::Settlement, payment_method, ..payment(loan, on, amount) };
    assert_eq!(refusal(record::record(&world.app, &world.by, key(), settle(asked, PaymentMethod::Wallet)).await), "settlement-short");
    assert_eq!(refusal(record::record(&world.app, &world.by, key(), settle(asked - 1, PaymentMethod::Cash)).await), "settlement-short");
    record::record(&world.app, &world.by, key(), settle(asked, PaymentMethod::Cash)).await.unwrap();
    let held = world.held(loan).await;
    assert_eq!((held.loan.status.code(), held.loan.credit_minor), ("closed", 0));
    assert_eq!(held.repayments[0].rounding_minor, payoff.total() - asked);
    assert_eq!(held.repayments[0].forgiven_minor, payoff.forgiven);
    world.books_hold().await;
}

#[tokio::test]
async fn a_backdated_payment_moves_rounding_too() {
    let (world, place) = in_steps("2026-03-15").await;
    let (late, on_time) = (odd_loan(&world, &place, "2026-01-01").await, odd_loan(&world, &place, "2026-01-01").await);
    let owed = world.held(late).await.position(day("2026-02-01")).unwrap().installments[0].unpaid();
    let payments = [("2026-01-20", 3), ("2026-02-01", owed - owed % 10)];
    for (loan, order) in [(late, [1, 0]), (on_time, [0, 1])] {
        for i in order {
            pay_by(&world, loan, payments[i].0, payments[i].1, PaymentMethod::Cash).await.unwrap();
            world.books_hold().await;
        }
    }
    let as_of = day("2026-03-15");
    let (late, on_time) = (world.held(late).await, world.held(on_time).await);
    assert_eq!(late.position(as_of).unwrap().installments, on_time.position(as_of).unwrap().installments);
    world.books_hold().await;
}

#[tokio::test]
async fn small_balances_are_forgiven_in_one_act_and_reversed_with_a_reason() {
    let (world, place) = World::with_fund("2026-03-15").await;
    let (whole, part) = (world.lend(&place, 0, "2025-11-01").await, world.lend(&place, 1, "2026-01-01").await);
    pay_by(&world, part, "2026-02-01", 32_400 - 41, PaymentMethod::Deposit).await.unwrap();
    let owed = world.held(whole).await.position(day("2026-03-10")).unwrap().unpaid();
    pay_by(&world, whole, "2026-03-10", owed - 77, PaymentMethod::Deposit).await.unwrap();
    let small = small_balances::list(world.app.db.read(), place.fund, day("2026-03-15")).await.unwrap();
    let listed: Vec<(LoanId, i64)> = small.iter().map(|one| (one.held.loan.id, one.amount_minor())).collect();
    let fees = world.held(part).await.position(day("2026-03-15")).unwrap().installments[0].unpaid();
    assert_eq!(listed, [(whole, small[0].amount_minor()), (part, fees)]);
    assert_eq!(small[1].rests.len(), 1, "the installment that is not small stays owed");

    let amounts: Vec<(LoanId, i64)> = listed.iter().map(|(id, amount)| (*id, *amount)).collect();
    let changed = [(whole, amounts[0].1), (part, 40)];
    assert_eq!(refusal(world.forgive(&place, "2026-03-15", &changed).await), "small-balance-changed");
    assert!(world.held(whole).await.remissions.is_empty(), "all or none");
    assert_eq!(refusal(world.forgive(&place, "2026-03-15", &[]).await), "small-balance-none");
    assert_eq!(refusal(world.forgive(&place, "2026-03-16", &amounts).await), "date-in-future");
    world.forgive(&place, "2026-03-15", &amounts).await.unwrap();
    world.books_hold().await;
    let held = world.held(whole).await;
    assert_eq!(held.loan.status, LoanStatus::Closed);
    assert_eq!(world.held(part).await.loan.oldest_unpaid_due_on, Some(day("2026-03-01")));
    let lost: i64 = [&held, &world.held(part).await].iter().flat_map(|held| &held.remissions).map(|row| row.principal_minor).sum();
    assert_eq!(balance(&world, &place, Account::LoanLosses).await, lost, "only principal was ever in the books");
    assert!(small_balances::list(world.app.db.read(), place.fund, day("2026-03-15")).await.unwrap().is_empty());

    let id = held.remissions[0].id;
    small_balances::reverse::reverse(&world.app, &world.by, key(), Order::new(id, "no era ella".parse().unwrap())).await.unwrap();
    assert_eq!(world.held(whole).await.loan.status, LoanStatus::Disbursed);
    let again = small_balances::reverse::reverse(&world.app, &world.by, key(), Order::new(id, "dos veces".parse().unwrap())).await;
    assert_eq!(refusal(again), "already-reversed");
    world.books_hold().await;
}

#[tokio::test]
async fn a_payment_found_later_takes_the_place_of_what_was_forgiven() {
    let (world, place) = World::with_fund("2026-03-15").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    pay_by(&world, loan, "2026-01-31", 32_400 - 41, PaymentMethod::Cash).await.unwrap();
    world.forgive(&place, "2026-02-02", &[(loan, 41)]).await.unwrap();
    let later = pay_by(&world, loan, "2026-03-01", 31_800, PaymentMethod::Cash).await.unwrap();
    assert_eq!(world.held(loan).await.loan.oldest_unpaid_due_on, Some(day("2026-04-01")));
    world.books_hold().await;

    pay_by(&world, loan, "2026-02-01", 41, PaymentMethod::Cash).await.unwrap();
    let held = world.held(loan).await;
    assert_eq!(held.remissions[0].principal_minor, 0, "it was paid after all: nothing is left to forgive");
    assert_eq!(balance(&world, &place, Account::LoanLosses).await, 0);
    world.books_hold().await;

    put_right::reverse(&world.app, &world.by, key(), Order::new(later, "era de otra".parse().unwrap())).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn money_for_a_loan_already_paid_becomes_credit_once_it_is_confirmed() {
    let (world, place) = World::with_fund("2026-06-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let payoff = world.held(loan).await.position(day("2026-05-01")).unwrap().unpaid();
    pay_by(&world, loan, "2026-05-01", payoff, PaymentMethod::Cash).await.unwrap();
    assert_eq!(refusal(pay_by(&world, loan, "2026-02-10", 20_000, PaymentMethod::Cash).await), "loan-closed");
    let late_fees = world.held(loan).await.repayments[0].late_fee_minor;
    assert!(late_fees > 0);
    let found = repayments::NewRepayment { as_credit: true, ..payment(loan, "2026-02-10", 20_000) };
    let shown = preview::preview(&world.held(loan).await, &found, day("2026-06-01")).unwrap();
    record::record(&world.app, &world.by, key(), found).await.unwrap();
    let held = world.held(loan).await;
    let spared = late_fees - held.repayments.iter().map(|row| row.late_fee_minor).sum::<i64>();
    assert!(spared > 0, "fewer days late than was thought");
    assert_eq!(held.loan.credit_minor, 20_000 + spared);
    assert_eq!(shown.to_credit, held.loan.credit_minor);
    assert_eq!(balance(&world, &place, Account::MemberCredit).await, -held.loan.credit_minor);
    assert_eq!(held.loan.status, LoanStatus::Closed);
    world.books_hold().await;
    let after = repayments::NewRepayment { as_credit: true, ..payment(loan, "2026-06-01", 500) };
    record::record(&world.app, &world.by, key(), after).await.unwrap();
    assert_eq!(world.held(loan).await.loan.credit_minor, 20_500 + spared);
    world.books_hold().await;
}

#[tokio::test]
async fn the_pages_ask_in_steps_warn_once_and_show_what_was_forgiven() {
    let (world, place) = in_steps("2026-02-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let loan = odd_loan(&world, &place, "2026-01-01").await;
    let repay = format!("/loans/{loan}/repay");
    let page = client.get(&repay).await;
    let owed = world.held(loan).await.position(day("2026-02-01")).unwrap().installments[0].unpaid();
    let asked = format!("S/ {}.{:02}", (owed - owed % 10) / 100, (owed - owed % 10) % 100);
    assert!(page.texts("label.choice").iter().any(|text| text.contains(&asked)), "{asked} in {:?}", page.texts("label.choice"));
    assert!(page.text.contains("Redondeo a su favor"), "{}", page.text);
    let by_bank = client.post(&repay, &[("choice", "due"), ("payment_method", "deposit"), ("paid_on", "2026-02-01"), ("preview", "1")]).await;
    assert!(!by_bank.text.contains("Redondeo a su favor"));
    let shown = page.attribute("input[name=shown]", "value");
    let (form, fields) = (page.attribute("input[name=key]", "value"), [("choice", "due"), ("payment_method", "cash"), ("paid_on", "2026-02-01")]);
    let sent: Vec<(&str, &str)> = fields.iter().copied().chain([("key", form.as_str()), ("shown", shown.as_str())]).collect();
    let done = client.post(&repay, &sent).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert!(client.get(&done.location).await.text.contains("Redondeo a su favor"));

    // The rest is paid; then more money comes for the same loan.
    let owed = world.held(loan).await.position(day("2026-02-01")).unwrap().unpaid();
    pay_by(&world, loan, "2026-02-01", owed, PaymentMethod::Wallet).await.unwrap();
    let page = client.get(&repay).await;
    assert!(page.text.contains("quedará a favor"), "{}", page.text);
    let extra = [("choice", "other"), ("amount", "5.00"), ("payment_method", "cash"), ("paid_on", "2026-02-01"), ("key", &key().to_string())];
    let first = client.post(&repay, &extra).await;
    assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.held(loan).await.loan.credit_minor, 0);
    let shown = first.attribute("input[name=shown]", "value");
    let second = client.post(&repay, &[&extra[..], &[("as_credit", "1"), ("shown", shown.as_str())]].concat()).await;
    assert_eq!(second.status, StatusCode::SEE_OTHER, "{}", second.text);
    assert_eq!(world.held(loan).await.loan.credit_minor, 500);
    world.books_hold().await;
}

#[tokio::test]
async fn small_balances_are_forgiven_from_the_page_and_over_json() {
    let (world, place) = World::with_fund("2026-03-15").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let list = format!("/funds/{}/small-balances", place.fund);
    assert!(client.get(&list).await.text.contains("No hay saldos pequeños"));
    let (first, second) = (world.lend(&place, 0, "2026-01-01").await, world.lend(&place, 1, "2026-01-01").await);
    for loan in [first, second] {
        pay_by(&world, loan, "2026-02-01", 32_400 - 41, PaymentMethod::Cash).await.unwrap();
    }
    let page = client.get(&list).await;
    assert_eq!(page.texts("input[name=loan]").len(), 2);
    let chosen = page.attribute("input[name=loan]", "value");
    let refused = client.post(&list, &[("loan", &chosen), ("decided_on", "2026-03-15")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "an acta is needed");
    let form = [("loan", chosen.as_str()), ("decided_on", "2026-03-15"), ("acta", "Acta 14"), ("key", &key().to_string())];
    for _ in 0..2 {
        let done = client.post(&list, &form).await;
        assert_eq!((done.status, done.location.as_str()), (StatusCode::SEE_OTHER, list.as_str()), "{}", done.text);
    }
    let remission = world.held(first).await.remissions[0].id;
    assert!(client.get(&format!("/loans/{first}")).await.text.contains("Acta 14"));
    let undone = client.post(&format!("/remissions/{remission}/reverse"), &[("reason", "otra acta")]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER);
    assert!(client.get(&undone.location).await.text.contains("otra acta"));

    let mut program = Client::with_token(&world, "tesorera").await;
    let path = format!("/api/v1/funds/{}/small-balances", place.fund);
    let listed = program.get(&path).await.json();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    let loans: Vec<_> = listed.as_array().unwrap().iter().map(|one| json!({ "loan": one["loan"], "amount_minor": one["amount_minor"] })).collect();
    let body = json!({ "acta": "Acta 15", "decided_on": "2026-03-15", "loans": loans });
    assert_eq!(program.json(Method::POST, &path, &body).await.status, StatusCode::CREATED);
    let whole = program.get(&format!("/api/v1/loans/{second}")).await.json();
    assert_eq!(whole["remissions"][0]["acta"], "Acta 15");
    assert_eq!(program.json(Method::POST, &path, &body).await.status, StatusCode::CONFLICT, "what was forgiven is not there again");
    world.books_hold().await;
}

/// Many payments of every kind in any order of recording, reversals, and all small balances forgiven: the books hold after
/// each.
#[tokio::test]
async fn whatever_happens_to_loans_the_books_hold_and_every_unit_is_somewhere() {
    let (world, place) = in_steps("2026-09-01").await;
    let mut met = (false, false);
    for seed in 1..4_u64 {
        let mut chance = chances(seed);
        let mut loans = Vec::new();
        for member in 0..3 {
            let terms = monthly(50_000 + i64::try_from(chance(9_999)).unwrap(), "2026-01-10", 1 + u32::try_from(chance(4)).unwrap());
            loans.push(world.lend_by(&place, place.members[member], terms, true).await.unwrap());
        }
        for _ in 0..30 {
            let loan = loans[usize::try_from(chance(3)).unwrap()];
            let on = day("2026-01-10") + chrono::Days::new(chance(234));
            let held = world.held(loan).await;
            let owed = preview::proposals(&held, on, true).unwrap();
            let about = [owed.due, owed.settle, owed.with_next.map(|(_, minor)| minor), Some(9_999)][usize::try_from(chance(4)).unwrap()];
            let amount_minor = about.unwrap_or(700) - i64::try_from([0, chance(10), chance(90)][usize::try_from(chance(3)).unwrap()]).unwrap();
            let kind = if chance(4) == 0 { PaymentKind::Settlement } else { PaymentKind::Repayment };
            let payment_method = PaymentMethod::OF_MONEY[usize::try_from(chance(3)).unwrap()];
            let new = repayments::NewRepayment {
                loan,
                paid_on: on,
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
            if chance(5) == 0
                && let Some(row) = world.held(loan).await.standing().next().cloned()
            {
                put_right::reverse(&world.app, &world.by, key(), Order::new(row.id, "x".parse().unwrap())).await.unwrap();
            }
            let small = small_balances::list(world.app.db.read(), place.fund, on).await.unwrap();
            let all: Vec<(LoanId, i64)> = small.iter().map(|one| (one.held.loan.id, one.amount_minor())).collect();
            if !all.is_empty() {
                world.forgive(&place, &on.to_string(), &all).await.unwrap();
            }
            world.books_hold().await;
            met.0 |= balance(&world, &place, Account::Rounding).await > 0;
            met.1 |= balance(&world, &place, Account::LoanLosses).await > 0;
        }
    }
    assert!(met.0 && met.1, "both were met: {met:?}");
}
