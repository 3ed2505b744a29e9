//! Every published case is recomputed exactly, and a wrong figure is told.

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

/// What the published cases do not reach.
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
