//! Properties of the rule book that hold for any terms, any payments and any split.

use chrono::{Days, NaiveDate};
use muyu::domain::calendar::Period;
use muyu::domain::capital::CapitalKind;
use muyu::domain::cofinancing::{Line, refunds, share};
use muyu::domain::interest::DayCount;
use muyu::domain::ledger::postings::Effect;
use muyu::domain::ledger::{Account, Entry, Source, SourceKind, postings};
use muyu::domain::payoff::payoff;
use muyu::domain::rate::Per;
use muyu::domain::replay::{Contract, Event, EventKind, Payment, PaymentKind, replay};
use muyu::domain::rules::LoanRules;
use muyu::domain::schedule::{Agreed, Method, Terms, build};
use muyu::domain::split::split;
use proptest::prelude::*;

pub fn day(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 31).unwrap() + Days::new(offset)
}

pub fn any_terms() -> impl Strategy<Value = Terms> {
    let shape = (0..5_usize, 1..5_000_000_i64, 1..24_u32, 1..4_u32, any::<bool>(), 0..400_000_i64, any::<bool>());
    let rest = (0..3_usize, 0..24_u32, 0..24_u32, prop_oneof![Just(1_i64), Just(10), Just(100)], 0..90_u64, 0..400_u64);
    (shape, rest).prop_map(|((method, principal, n, every, monthly, rate_ppm, yearly), (count, gp, gi, step, gap, start))| {
        let method = Method::ALL[method];
        let n = if method == Method::Bullet { 1 } else { n };
        let first_due_on = day(start + gap);
        let custom: Vec<Agreed> = match method {
            Method::Custom => {
                let parts = split(principal, &vec![1; n as usize]).unwrap();
                (0..n).zip(parts).map(|(k, principal)| Agreed { due_on: first_due_on + Days::new(u64::from(k) * 17), principal }).collect()
            }
            _ => Vec::new(),
        };
        Terms {
            method,
            principal,
            disbursed_on: day(start),
            installments: n,
            first_due_on,
            every,
            unit: if monthly { Period::Month } else { Period::Week },
            rate_ppm,
            rate_per: if yearly { Per::Year } else { Per::Month },
            day_count: DayCount::ALL[count],
            grace_principal: if method == Method::Custom { 0 } else { gp % n },
            grace_interest: gi % n,
            rounding_step: step,
            custom,
        }
    })
}

pub fn any_loan() -> impl Strategy<Value = (Contract, Vec<Event>)> {
    let rules = (0..30_000_i64, 0..20_i64, prop_oneof![Just(0_i64), Just(5), Just(10), Just(50)], any::<bool>()).prop_map(
        |(late_fee_ppm, tolerance_days, cash_step_minor, flat_rebate)| LoanRules {
            late_fee_ppm,
            tolerance_days,
            cash_step_minor,
            flat_rebate,
            ..LoanRules::default()
        },
    );
    let events = prop::collection::vec((0..700_u64, 1..2_000_000_i64, 0..7_u8), 0..8);
    (any_terms(), rules, events).prop_map(|(terms, rules, events)| {
        let events = events
            .into_iter()
            .map(|(offset, amount_minor, kind)| {
                let payment = |kind, in_cash| EventKind::Payment(Payment { amount_minor, kind, in_cash });
                let kind = match kind {
                    0 => payment(PaymentKind::Repayment, false),
                    1 => payment(PaymentKind::Repayment, true),
                    2 => payment(PaymentKind::Settlement, false),
                    3 => payment(PaymentKind::Settlement, true),
                    6 => EventKind::WriteOff,
                    4 => EventKind::Waiver { amount_minor: amount_minor % 5_000 + 1 },
                    _ => EventKind::Forgiveness { amount_minor: amount_minor % 500 + 1, below_minor: 100 },
                };
                Event { on: terms.disbursed_on + Days::new(offset), kind }
            })
            .collect();
        let schedule = build(&terms).unwrap();
        (Contract { terms, schedule, rules }, events)
    })
}

proptest! {
    #[test]
    fn a_schedule_repays_exactly_the_principal(terms in any_terms()) {
        let schedule = build(&terms).unwrap();
        prop_assert_eq!(schedule.iter().map(|i| i.principal).sum::<i64>(), terms.principal);
        prop_assert!(schedule.iter().all(|i| i.principal >= 0 && i.interest >= 0));
        prop_assert!(schedule.windows(2).all(|pair| pair[0].due_on < pair[1].due_on));
        prop_assert_eq!(schedule.len(), terms.installments as usize);
    }

    #[test]
    fn the_parts_of_a_split_sum_to_it(total in 0..i64::MAX, weights in prop::collection::vec(0..i64::MAX, 1..20)) {
        prop_assume!(weights.iter().any(|weight| *weight > 0));
        let parts = split(total, &weights).unwrap();
        prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(total));
        prop_assert!(parts.iter().zip(&weights).all(|(part, weight)| *part >= 0 && (*weight > 0 || *part == 0)));
    }

    #[test]
    fn the_order_of_entry_never_changes_a_position((contract, events) in any_loan(), seed in any::<prop::sample::Index>()) {
        // Events of one day are ordered by their recording, so each gets a day of its own here.
        let mut apart = events;
        apart.sort_by_key(|event| event.on);
        apart.dedup_by_key(|event| event.on);
        prop_assume!(!apart.is_empty());
        let as_of = contract.terms.disbursed_on + Days::new(800);
        let whole = replay(&contract, &apart, as_of).unwrap();
        let turn = seed.index(apart.len());
        apart.rotate_left(turn);
        apart.reverse();
        prop_assert_eq!(&replay(&contract, &apart, as_of).unwrap().installments, &whole.installments);
    }

    #[test]
    fn every_minor_unit_of_a_payment_is_applied_somewhere((contract, events) in any_loan()) {
        let as_of = contract.terms.disbursed_on + Days::new(800);
        let position = replay(&contract, &events, as_of).unwrap();
        for split in &position.splits {
            let payment = events[split.event].payment().unwrap();
            prop_assert_eq!(split.late_fee + split.interest + split.principal + split.credit, payment.amount_minor);
            let step = if payment.in_cash { contract.rules.cash_step_minor } else { 0 };
            prop_assert!((0..step.max(1)).contains(&split.rounding.total()), "only cash rounds, and less than a step");
        }
        prop_assert!(position.installments.iter().all(|i| i.unpaid_principal() >= 0 && i.unpaid_interest() >= 0 && i.unpaid_late_fee() >= 0));
        let paid: i64 = position.installments.iter().map(|i| i.paid_principal).sum();
        prop_assert_eq!(paid + position.unpaid_principal(), contract.terms.principal);
    }

    #[test]
    fn money_rounding_and_what_is_forgiven_add_up_to_what_is_no_longer_owed((contract, events) in any_loan()) {
        let as_of = contract.terms.disbursed_on + Days::new(800);
        let position = replay(&contract, &events, as_of).unwrap();
        let settled: i64 = position.installments.iter().map(|i| i.paid_late_fee + i.paid_interest + i.paid_principal).sum();
        let money: i64 = position.splits.iter().map(|split| split.late_fee + split.interest + split.principal).sum();
        let rounded: i64 = position.splits.iter().map(|split| split.rounding.total()).sum();
        let is_forgiveness = |event: usize| matches!(events[event].kind, EventKind::Forgiveness { .. });
        let forgiven: i64 = position.remissions.iter().filter(|of| is_forgiveness(of.event)).map(|of| of.parts.total()).sum();
        prop_assert_eq!(money + rounded + forgiven, settled);
        let received: i64 = events.iter().filter_map(Event::payment).map(|payment| payment.amount_minor).sum();
        prop_assert_eq!(received, money + position.credit);
        let scheduled: i64 = contract.schedule.iter().map(|i| i.interest).sum();
        let asked: i64 = position.installments.iter().map(|i| i.interest).sum();
        prop_assert_eq!(scheduled - asked, position.splits.iter().map(|split| split.forgiven).sum::<i64>());
    }

    #[test]
    fn every_entry_balances(amount in 1..1_000_000_000_i64, parts in (0..1_000_i64, 0..1_000_i64, 0..1_000_i64, 1..1_000_i64)) {
        let effect = Effect { late_fee: parts.0, interest: parts.1, principal: parts.2, credit: parts.3, rounding: parts.0, recovered: parts.2, forgiven: 0 };
        let forgiven = Effect { forgiven: parts.3, ..Effect::default() };
        let events = [
            postings::loan_disbursed(Account::Cash, amount),
            postings::expense_paid(Account::Bank, amount),
            postings::capital_received(CapitalKind::SeedCapital, Account::Cash, amount),
            postings::repayment_received(Account::Cash, &effect),
            postings::debt_forgiven(&forgiven),
            postings::reversed(&postings::repayment_received(Account::Bank, &effect)),
        ];
        let source = Source { kind: SourceKind::Repayment, id: uuid::Uuid::nil() };
        for mut moved in events {
            prop_assert!(Entry::new(day(0), source, "", moved.clone()).is_ok());
            moved[0].amount_minor += 1;
            prop_assert_eq!(Entry::new(day(0), source, "", moved).unwrap_err().code, "entry-unbalanced");
        }
    }

    #[test]
    fn shares_and_refunds_sum_to_the_invoice(
        lines in prop::collection::vec((1..9_i64, 0..500_000_i64, 0..20_000_i64, 0..500_000_i64), 1..20),
        weights in prop::collection::vec(1..100_i64, 1..5),
    ) {
        let line = |of: &(i64, i64, i64, i64), quantity| Line { member: of.0, quantity, unit_price_minor: of.2 };
        let ordered = share(&lines.iter().map(|of| line(of, of.1)).collect::<Vec<_>>(), &weights, 0).unwrap();
        let received = share(&lines.iter().map(|of| line(of, of.3)).collect::<Vec<_>>(), &weights, 0).unwrap();
        for shared in [&ordered, &received] {
            prop_assert_eq!(shared.shares_minor.iter().sum::<i64>(), shared.total_minor);
            prop_assert_eq!(shared.members.iter().map(|part| part.pays_minor).sum::<i64>(), shared.shares_minor[0]);
            prop_assert!(shared.members.iter().all(|part| 0 <= part.pays_minor && part.pays_minor <= part.taken_minor));
        }
        prop_assert_eq!(refunds(&ordered, &received).iter().sum::<i64>(), ordered.total_minor - received.total_minor);
    }

    #[test]
    fn paying_the_payoff_closes_the_loan((contract, events) in any_loan(), offset in 0..700_u64) {
        let on = contract.terms.disbursed_on + Days::new(offset);
        let events: Vec<Event> = events.into_iter().filter(|event| event.on < on).collect();
        let payoff = payoff(&contract, &events, on).unwrap();
        let full = replay(&contract, &events, on).unwrap();
        prop_assert_eq!(payoff.total() + payoff.forgiven, full.unpaid());
        prop_assert!(payoff.interest >= 0 && payoff.forgiven >= 0);
        for in_cash in [false, true] {
            let amount_minor = if in_cash { contract.rules.in_cash(payoff.total()) } else { payoff.total() };
            prop_assume!(amount_minor > 0);
            let mut settled = events.clone();
            settled.push(Event { on, kind: EventKind::Payment(Payment { amount_minor, kind: PaymentKind::Settlement, in_cash }) });
            let position = replay(&contract, &settled, on).unwrap();
            let split = position.splits.last().unwrap();
            prop_assert_eq!((position.unpaid(), split.credit, split.forgiven), (0, 0, payoff.forgiven));
            prop_assert_eq!(split.rounding.total(), payoff.total() - amount_minor);
        }
    }

    #[test]
    fn a_settlement_that_falls_short_by_one_forgives_nothing((contract, events) in any_loan(), offset in 0..700_u64) {
        let on = contract.terms.disbursed_on + Days::new(offset);
        let mut events: Vec<Event> = events.into_iter().filter(|event| event.on < on).collect();
        let short = payoff(&contract, &events, on).unwrap().total() - 1;
        prop_assume!(short > 0);
        let kind = EventKind::Payment(Payment { amount_minor: short, kind: PaymentKind::Settlement, in_cash: false });
        events.push(Event { on, kind });
        prop_assert_eq!(replay(&contract, &events, on).unwrap().splits.last().unwrap().forgiven, 0);
    }
}
