//! Relief in the rule book: examples computed by hand, and properties of any loan with any reliefs.

use chrono::{Days, NaiveDate};
use muyu::domain::calendar::Period;
use muyu::domain::interest::DayCount;
use muyu::domain::payoff::payoff;
use muyu::domain::rate::Per;
use muyu::domain::relief::{NewTerms, Postponement, Relief, ReliefKind};
use muyu::domain::replay::{Contract, Event, EventKind, Payment, PaymentKind, Position, replay};
use muyu::domain::rules::LoanRules;
use muyu::domain::schedule::{Agreed, Method, Terms, build};
use proptest::prelude::*;

use crate::rulebook::any_loan;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// 1,000.00 at 2 % a month from 15 January to 15 June 2026.
fn at_harvest() -> Terms {
    Terms {
        method: Method::Bullet,
        principal: 100_000,
        disbursed_on: date("2026-01-15"),
        installments: 1,
        first_due_on: date("2026-06-15"),
        every: 1,
        unit: Period::Month,
        rate_ppm: 20_000,
        rate_per: Per::Month,
        day_count: DayCount::Thirty360,
        grace_principal: 0,
        grace_interest: 0,
        rounding_step: 10,
        custom: Vec::new(),
    }
}

fn contract(terms: Terms) -> Contract {
    Contract { schedule: build(&terms).unwrap(), terms, rules: LoanRules::default() }
}

fn paid(on: &str, amount_minor: i64) -> Event {
    Event { on: date(on), kind: EventKind::Payment(Payment { amount_minor, kind: PaymentKind::Repayment, in_cash: false }) }
}

fn shifted(on: &str, by: Postponement, interest_for_the_delay: bool) -> Event {
    let kind = ReliefKind::Shift { by, interest_for_the_delay };
    Event { on: date(on), kind: EventKind::Relief(Relief { kind, waive_late_fees: false }) }
}

fn new_terms(method: Method, installments: u32, first_due_on: &str) -> NewTerms {
    NewTerms {
        method,
        installments,
        first_due_on: date(first_due_on),
        every: 1,
        unit: Period::Month,
        rate_ppm: 10_000,
        rate_per: Per::Month,
        day_count: DayCount::Thirty360,
        grace_principal: 0,
        grace_interest: 0,
        rounding_step: 10,
        custom: Vec::new(),
    }
}

fn renewed(on: &str, terms: NewTerms, waive_interest: bool) -> Event {
    let kind = ReliefKind::NewTerms { terms, waive_interest };
    Event { on: date(on), kind: EventKind::Relief(Relief { kind, waive_late_fees: false }) }
}

/// Number, due date, original due date, principal and interest of each installment.
fn asked(position: &Position) -> Vec<(u32, String, String, i64, i64)> {
    let of = position.installments.iter();
    of.map(|row| (row.no, row.due_on.to_string(), row.original_due_on.to_string(), row.principal, row.interest)).collect()
}

fn row(no: u32, due_on: &str, original: &str, principal: i64, interest: i64) -> (u32, String, String, i64, i64) {
    (no, due_on.to_owned(), original.to_owned(), principal, interest)
}

#[test]
fn interest_for_the_delay_is_earned_by_the_days_of_the_delay() {
    let loan = contract(at_harvest());
    let events = [shifted("2026-05-10", Postponement::Months(3), true)];
    let position = replay(&loan, &events, date("2026-05-10")).unwrap();
    assert_eq!(asked(&position), [row(2, "2026-09-15", "2026-06-15", 100_000, 16_000)]);
    let at = payoff(&loan, &events, date("2026-07-31")).unwrap();
    assert_eq!((at.total(), at.forgiven), (113_000, 3_000));
    let late = replay(&loan, &events, date("2026-07-31")).unwrap();
    assert_eq!((late.days_late(), late.days_late_by_original()), (0, 46));
}

#[test]
fn interest_paid_before_a_shift_counts_first_against_what_is_earned() {
    let loan = contract(at_harvest());
    // Recorded later than the relief, it gives the same result as if recorded on its day.
    let events = [shifted("2026-05-10", Postponement::Months(3), true), paid("2026-04-01", 4_000)];
    let position = replay(&loan, &events, date("2026-05-20")).unwrap();
    let expected = [row(1, "2026-06-15", "2026-06-15", 0, 4_000), row(2, "2026-09-15", "2026-06-15", 100_000, 12_000)];
    assert_eq!(asked(&position), expected);
    assert_eq!(payoff(&loan, &events, date("2026-05-20")).unwrap().total(), 104_333);
}

#[test]
fn new_terms_carry_what_was_earned_and_drop_the_rest() {
    let loan = contract(at_harvest());
    let terms = new_terms(Method::EqualPrincipal, 2, "2026-08-10");
    let position = replay(&loan, &[renewed("2026-05-10", terms.clone(), false)], date("2026-05-10")).unwrap();
    let expected = [row(2, "2026-08-10", "2026-06-15", 50_000, 10_667), row(3, "2026-09-10", "2026-06-15", 50_000, 500)];
    assert_eq!(asked(&position), expected);
    assert_eq!((position.reliefs[0].dropped_interest, position.reliefs[0].waived.interest), (2_333, 0));
    let waived = replay(&loan, &[renewed("2026-05-10", terms, true)], date("2026-05-10")).unwrap();
    assert_eq!((waived.installments[0].interest, waived.reliefs[0].waived.interest), (3_000, 7_667));
}

#[test]
fn the_day_of_the_series_comes_back_when_it_moves_by_months_and_not_after_it_moved_by_days() {
    let terms = Terms { method: Method::EqualPrincipal, installments: 2, first_due_on: date("2026-01-31"), ..at_harvest() };
    let loan = contract(terms);
    let dates = |events: &[Event]| {
        let position = replay(&loan, events, date("2026-06-01")).unwrap();
        position.installments.iter().map(|row| row.due_on.to_string()).collect::<Vec<_>>()
    };
    let by_months = shifted("2026-01-20", Postponement::Months(1), false);
    assert_eq!(dates(std::slice::from_ref(&by_months)), ["2026-02-28", "2026-03-31"]);
    assert_eq!(dates(&[by_months.clone(), shifted("2026-01-21", Postponement::Months(1), false)]), ["2026-03-31", "2026-04-30"]);
    let by_days = shifted("2026-01-21", Postponement::Days(1), false);
    let again = shifted("2026-01-22", Postponement::Months(1), false);
    assert_eq!(dates(&[by_months, by_days, again]), ["2026-04-01", "2026-05-01"]);
}

#[test]
fn a_shift_onto_one_date_or_to_before_the_acta_is_refused() {
    let agreed = |due_on: &str| Agreed { due_on: date(due_on), principal: 50_000 };
    let custom = vec![agreed("2026-01-29"), agreed("2026-01-31")];
    let terms = Terms { method: Method::Custom, installments: 2, first_due_on: date("2026-01-29"), custom, ..at_harvest() };
    let loan = contract(terms);
    let code = |on: &str, by| replay(&loan, &[shifted(on, by, false)], date("2026-12-31")).unwrap_err().code;
    assert_eq!(code("2026-01-20", Postponement::Months(1)), "relief-same-date");
    assert_eq!(code("2026-06-01", Postponement::Months(3)), "relief-before-acta");
    assert_eq!(code("2026-01-20", Postponement::Days(0)), "relief-moves-nothing");
    assert_eq!(code("2026-01-20", Postponement::Days(u32::MAX)), "date-out-of-range");
    assert!(replay(&loan, &[shifted("2026-01-20", Postponement::Days(31), false)], date("2026-12-31")).is_ok());
}

#[test]
fn a_relief_of_a_paid_loan_does_nothing_and_numbers_go_on_from_the_last_old_one() {
    let loan = contract(at_harvest());
    let all = paid("2026-05-01", 110_000);
    let position = replay(&loan, &[all, shifted("2026-05-10", Postponement::Months(3), true)], date("2026-05-10")).unwrap();
    assert_eq!(asked(&position), [row(1, "2026-06-15", "2026-06-15", 100_000, 10_000)]);
    let twice = [shifted("2026-05-10", Postponement::Months(1), false), shifted("2026-05-11", Postponement::Months(1), false)];
    assert_eq!(asked(&replay(&loan, &twice, date("2026-05-11")).unwrap()), [row(3, "2026-08-15", "2026-06-15", 100_000, 10_000)]);
}

#[test]
fn a_new_installment_without_principal_has_the_original_date_of_the_next_unit_taken() {
    let terms = Terms { method: Method::EqualPrincipal, installments: 2, first_due_on: date("2026-03-15"), ..at_harvest() };
    let loan = contract(terms);
    let terms = NewTerms { grace_principal: 1, ..new_terms(Method::EqualPrincipal, 3, "2026-05-01") };
    let position = replay(&loan, &[renewed("2026-02-01", terms, true)], date("2026-02-01")).unwrap();
    let originals: Vec<String> = position.installments.iter().map(|row| row.original_due_on.to_string()).collect();
    assert_eq!(originals, ["2026-03-15", "2026-03-15", "2026-04-15"]);
}

#[test]
fn a_settlement_of_the_day_comes_before_the_relief_and_one_after_it_forgives_what_is_not_earned() {
    let loan = contract(at_harvest());
    let settle = |on: &str, amount_minor| Event {
        on: date(on),
        kind: EventKind::Payment(Payment { amount_minor, kind: PaymentKind::Settlement, in_cash: false }),
    };
    let relief = shifted("2026-05-10", Postponement::Months(3), true);
    let same_day = replay(&loan, &[relief.clone(), settle("2026-05-10", 107_667)], date("2026-12-31")).unwrap();
    assert_eq!((same_day.unpaid(), same_day.splits[0].forgiven, same_day.installments.len()), (0, 2_333, 1));
    let later = replay(&loan, &[relief, settle("2026-07-31", 113_000)], date("2026-12-31")).unwrap();
    assert_eq!((later.unpaid(), later.splits[0].forgiven), (0, 3_000));
}

fn any_relief() -> impl Strategy<Value = (u64, Relief)> {
    let shift = (1..8_u32, any::<bool>(), any::<bool>()).prop_map(|(by, months, interest_for_the_delay)| {
        let by = if months { Postponement::Months(by) } else { Postponement::Days(by * 25) };
        ReliefKind::Shift { by, interest_for_the_delay }
    });
    let renew = (0..4_usize, 1..6_u32, 0..3_u32, 0..3_u32, any::<bool>(), 0..60_u64);
    let renew = renew.prop_map(|(method, n, principal_grace, interest_grace, waive_interest, gap)| {
        let method = [Method::Bullet, Method::EqualPrincipal, Method::EqualInstallment, Method::Flat][method];
        let n = if method == Method::Bullet { 1 } else { n };
        let first_due_on = date("2026-12-01") + Days::new(gap);
        let (grace_principal, grace_interest) = (principal_grace % n, interest_grace % n);
        let terms = NewTerms { grace_principal, grace_interest, first_due_on, ..new_terms(method, n, "2026-12-01") };
        ReliefKind::NewTerms { terms, waive_interest }
    });
    (0..700_u64, prop_oneof![shift, renew], any::<bool>()).prop_map(|(on, kind, waive_late_fees)| (on, Relief { kind, waive_late_fees }))
}

/// A random loan with reliefs that the rules accept.
fn any_relieved() -> impl Strategy<Value = (Contract, Vec<Event>)> {
    let loan = (any_loan(), prop::collection::vec(any_relief(), 1..4));
    let with = loan.prop_map(|((contract, mut events), reliefs)| {
        let began_on = contract.terms.disbursed_on;
        events.extend(reliefs.into_iter().map(|(after, relief)| Event { on: began_on + Days::new(after), kind: EventKind::Relief(relief) }));
        (contract, events)
    });
    with.prop_filter("a shift is refused", |(contract, events)| replay(contract, events, end(contract)).is_ok())
}

fn end(contract: &Contract) -> NaiveDate {
    contract.terms.disbursed_on + Days::new(1_500)
}

proptest! {
    #[test]
    fn what_was_paid_is_owed_was_forgiven_and_was_waived_is_what_was_asked((contract, events) in any_relieved(), offset in 0..1_500_u64) {
        let position = replay(&contract, &events, contract.terms.disbursed_on + Days::new(offset)).unwrap();
        let of = |part: fn(&muyu::domain::replay::InstallmentPosition) -> i64| position.installments.iter().map(part).sum::<i64>();
        prop_assert_eq!(of(|row| row.principal), contract.terms.principal, "a relief changes no principal");
        prop_assert!(position.installments.iter().all(|row| row.unpaid_principal() >= 0 && row.unpaid_interest() >= 0 && row.unpaid_late_fee() >= 0));
        let agreed: i64 = contract.schedule.iter().map(|row| row.interest).sum();
        let added: i64 = position.reliefs.iter().map(|relief| relief.added_interest).sum();
        let gone: i64 = position.reliefs.iter().map(|relief| relief.dropped_interest + relief.waived.interest).sum();
        let forgiven: i64 = position.splits.iter().map(|split| split.forgiven).sum();
        prop_assert_eq!(of(|row| row.interest) + gone + forgiven, agreed + added);
        let received: i64 = events.iter().filter(|event| event.on <= position.as_of).filter_map(Event::payment).map(|paid| paid.amount_minor).sum();
        let rounded: i64 = position.splits.iter().map(|split| split.rounding.total()).sum();
        let is_forgiveness = |event: usize| matches!(events[event].kind, EventKind::Forgiveness { .. });
        let small: i64 = position.remissions.iter().filter(|of| is_forgiveness(of.event)).map(|of| of.parts.total()).sum();
        prop_assert_eq!(of(|row| row.paid_principal + row.paid_interest + row.paid_late_fee) + position.credit, received + rounded + small);
    }

    #[test]
    fn a_relief_leaves_the_principal_of_its_day_as_it_was((contract, events) in any_relieved()) {
        for (i, event) in events.iter().enumerate().filter(|(_, event)| matches!(event.kind, EventKind::Relief(_))) {
            let mut without = events.clone();
            without.remove(i);
            without.retain(|other| other.on < event.on || (other.on == event.on && !matches!(other.kind, EventKind::Relief(_))));
            let before = replay(&contract, &without, event.on).unwrap();
            without.push(event.clone());
            let Ok(after) = replay(&contract, &without, event.on) else { continue };
            prop_assert_eq!(after.unpaid_principal(), before.unpaid_principal());
            prop_assert_eq!(after.oldest_unpaid_original_due_on().is_some(), before.oldest_unpaid_original_due_on().is_some());
            if before.unpaid_principal() > 0 && matches!(&event.kind, EventKind::Relief(Relief { kind: ReliefKind::Shift { .. }, .. })) {
                prop_assert_eq!(after.oldest_unpaid_original_due_on(), before.oldest_unpaid_original_due_on());
            }
        }
    }

    #[test]
    fn the_order_of_entry_never_changes_a_relieved_loan((contract, events) in any_relieved(), seed in any::<prop::sample::Index>()) {
        let mut apart = events;
        apart.sort_by_key(|event| event.on);
        apart.dedup_by_key(|event| event.on);
        let Ok(whole) = replay(&contract, &apart, end(&contract)) else { return Ok(()) };
        let turn = seed.index(apart.len());
        apart.rotate_left(turn);
        apart.reverse();
        let again = replay(&contract, &apart, end(&contract)).unwrap();
        prop_assert_eq!((&again.installments, again.credit), (&whole.installments, whole.credit));
    }

    #[test]
    fn paying_the_payoff_closes_a_relieved_loan((contract, events) in any_relieved(), offset in 0..1_500_u64) {
        let on = contract.terms.disbursed_on + Days::new(offset);
        let events: Vec<Event> = events.into_iter().filter(|event| event.on < on).collect();
        let at = payoff(&contract, &events, on).unwrap();
        prop_assert_eq!(at.total() + at.forgiven, replay(&contract, &events, on).unwrap().unpaid());
        prop_assert!(at.interest >= 0 && at.forgiven >= 0);
        prop_assume!(at.total() > 0);
        let mut settled = events;
        let kind = PaymentKind::Settlement;
        settled.push(Event { on, kind: EventKind::Payment(Payment { amount_minor: at.total(), kind, in_cash: false }) });
        let position = replay(&contract, &settled, on).unwrap();
        prop_assert_eq!((position.unpaid(), position.splits.last().unwrap().forgiven), (0, at.forgiven));
    }
}
