//! Every published case is recomputed exactly, and a wrong figure is reported.

use muyu::prove::{Finding, prove};

fn all_hold(name: &str, count: usize) {
    let text = std::fs::read_to_string(format!("{}/tests/vectors/{name}.json", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let proofs = prove(&text).unwrap();
    for proof in &proofs {
        assert_eq!(proof.finding, Finding::Holds, "{name}: {}", proof.id);
    }
    assert_eq!(proofs.len(), count);
}

#[test]
fn schedules() {
    all_hold("schedules", 112);
}

/// Corners that the published cases do not reach.
#[test]
fn corners() {
    all_hold("corners", 44);
}

#[test]
fn splits() {
    all_hold("splits", 45);
}

#[test]
fn allocation() {
    all_hold("allocation", 43);
}

#[test]
fn replays() {
    all_hold("replays", 49);
}

#[test]
fn schedules_at_an_effective_rate() {
    all_hold("schedules-effective", 18);
}

#[test]
fn payoffs() {
    all_hold("payoffs", 30);
}

#[test]
fn settlements() {
    all_hold("settlements", 29);
}

#[test]
fn cash_steps() {
    all_hold("cash-steps", 20);
}

#[test]
fn reschedules() {
    all_hold("reschedules", 40);
}

/// The payoff of a loan of 1,000.00 with a relief, a settlement that falls short, cash and a waiver: all kinds of events
/// together.
#[test]
fn the_kinds_of_a_loans_cases_mix() {
    let text = r#"{"id": "mixed", "terms": {"method": "bullet", "principal": 100000, "disbursed_on": "2026-01-15", "installments": 1,
        "first_due_on": "2026-06-15", "every": 1, "unit": "month", "rate_ppm": 20000, "rate_per": "month", "day_count": "30/360",
        "grace_principal": 0, "grace_interest": 0, "rounding_step": 10},
        "rules": {"order": ["late_fee", "interest", "principal"], "late_fee_ppm": 0, "late_fee_per": "month",
            "late_fee_day_count": "actual/365", "tolerance_days": 0, "flat_rebate": false, "cash_step": 10},
        "events": [{"on": "2026-04-01", "amount": 4000, "cash": true}, {"on": "2026-04-02", "amount": 5, "kind": "settlement"}, {"on": "2026-07-01", "waive": 1}],
        "reliefs": [{"on": "2026-05-10", "kind": "shift", "months": 3, "interest_for_the_delay": true, "waive_late_fees": false}],
        "positions": [{"as_of": "2026-05-20", "splits": [
            {"on": "2026-04-01", "amount": 4000, "late_fee": 0, "interest": 4000, "principal": 0, "credit": 0},
            {"on": "2026-04-02", "amount": 5, "late_fee": 0, "interest": 5, "principal": 0, "credit": 0}],
            "credit": 0, "unpaid_principal": 100000, "unpaid_interest": 11995, "unpaid_late_fee": 0, "oldest_unpaid_due_on": "2026-09-15",
            "days_late": 0, "oldest_unpaid_original_due_on": "2026-06-15", "days_late_by_original": 0, "installments": [
            {"no": 1, "due_on": "2026-06-15", "original_due_on": "2026-06-15", "principal": 0, "interest": 4005, "paid_principal": 0,
                "paid_interest": 4005, "late_fee": 0, "paid_late_fee": 0},
            {"no": 2, "due_on": "2026-09-15", "original_due_on": "2026-06-15", "principal": 100000, "interest": 11995, "paid_principal": 0,
                "paid_interest": 0, "late_fee": 0, "paid_late_fee": 0}]}],
        "payoffs": [{"on": "2026-05-20", "principal": 100000, "interest": 4328, "late_fee": 0, "total": 104328, "forgiven": 7667}]}"#;
    let proofs = prove(text).unwrap();
    assert_eq!(proofs[0].finding, Finding::Holds, "{proofs:?}");
}

#[test]
fn availability() {
    all_hold("availability", 5);
}

#[test]
fn indicators() {
    all_hold("indicators", 9);
}

#[test]
fn projections() {
    all_hold("projections", 10);
}

#[test]
fn cofinancing() {
    all_hold("cofinancing", 6);
}

#[test]
fn a_wrong_figure_is_told_with_its_place() {
    let proofs = prove(r#"{"id": "odd", "total": 100, "weights": [1, 1, 1], "parts": [33, 34, 33]}"#).unwrap();
    let Finding::Differs(differences) = &proofs[0].finding else { panic!("{proofs:?}") };
    assert_eq!(differences[0].at, "parts[0]");
    assert_eq!((differences[0].expected.as_str(), differences[0].computed.as_str()), ("33", "34"));
}

#[test]
fn a_malformed_case_is_named_and_the_others_still_proved() {
    let text = r#"{"cases": [
        {"id": "no-parts", "total": 1, "weights": [1]},
        {"id": "a-fraction", "total": 1.5, "weights": [1], "parts": [1]},
        {"id": "unknown", "colour": "blue"},
        {"id": "nothing-to-split-over", "total": 1, "weights": [], "parts": []},
        {"id": "beyond-all-books", "order": ["late_fee", "interest", "principal"], "repayments": [], "expected": [],
         "installments": [{"no": 1, "due_on": "2026-01-01", "principal": 9223372036854775807, "interest": 9223372036854775807}]},
        {"id": "good", "total": 1, "weights": [1], "parts": [1]}
    ]}"#;
    let proofs = prove(text).unwrap();
    let malformed = |i: usize, word: &str| matches!(&proofs[i].finding, Finding::Malformed(why) if why.contains(word));
    assert!(malformed(0, "missing field `parts`"), "{proofs:?}");
    assert!(malformed(1, "1.5"), "{proofs:?}");
    assert!(malformed(2, "no known kind"), "{proofs:?}");
    assert!(malformed(3, "split-no-weight"), "{proofs:?}");
    assert!(malformed(4, "too large"), "{proofs:?}");
    assert_eq!(proofs[5].finding, Finding::Holds);
    assert!(prove("[]").is_err() && prove("nonsense").is_err());
}
