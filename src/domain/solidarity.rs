//! Solidarity between members (spec §4.5): groups, and guarantors.

use std::collections::{BTreeSet, HashSet};
use std::ops::RangeInclusive;

use super::credit_rules::CreditRules;
use super::ids::MemberId;
use super::refusal::{Fact, Refusal};
use super::split::split;

/// How many members a solidarity group has.
pub const GROUP_SIZE: RangeInclusive<usize> = 3..=7;

/// # Errors
/// `group-size`, `member-twice`.
pub fn check_group(members: &[MemberId]) -> Result<(), Refusal> {
    let different: HashSet<&MemberId> = members.iter().collect();
    if different.len() < members.len() {
        return Err(Refusal::invalid("member", "member-twice"));
    }
    if !GROUP_SIZE.contains(&members.len()) {
        let count = i64::try_from(members.len()).unwrap_or(i64::MAX);
        return Err(Refusal::invalid("member", "group-size").with("count", Fact::Number(count)));
    }
    Ok(())
}

/// A guarantee of an open loan: its debtor and its guarantor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    pub guarantor: MemberId,
    pub debtor: MemberId,
}

/// Whether this guarantor would close a circle: the debtor already guarantees them, directly or through others.
pub fn closes_circle(edges: &[Edge], debtor: MemberId, guarantor: MemberId) -> bool {
    let (mut open, mut seen) = (vec![debtor], BTreeSet::new());
    while let Some(from) = open.pop() {
        if from == guarantor {
            return true;
        }
        if seen.insert(from) {
            open.extend(edges.iter().filter(|edge| edge.guarantor == from).map(|edge| edge.debtor));
        }
    }
    false
}

/// A proposed guarantor, with the facts of that day.
#[derive(Clone, Debug)]
pub struct Guarantor {
    pub id: MemberId,
    pub name: String,
    /// Days that their own oldest unpaid installment is late; 0 where none is.
    pub days_late: i64,
    /// Open loans that they already guarantee.
    pub guarantees: i64,
}

/// Checks whether a person may guarantee a member's loan. `edges` are the association's guarantees outside of groups, since
/// within a group everyone guarantees everyone.
///
/// # Errors
/// `guarantor-is-debtor`, `guarantor-late`, `guarantor-too-many`, `guarantor-circle`, each with the name.
pub fn check_guarantor(rules: &CreditRules, guarantor: &Guarantor, debtor: MemberId, edges: &[Edge], of_group: bool) -> Result<(), Refusal> {
    let refused = |code| Err(Refusal::invalid("guarantor", code).with("name", Fact::Text(guarantor.name.clone())));
    if guarantor.id == debtor {
        return refused("guarantor-is-debtor");
    }
    if guarantor.days_late > rules.standing_days {
        return refused("guarantor-late")
            .map_err(|refusal: Refusal| refusal.with("days", Fact::Number(guarantor.days_late)).with("most", Fact::Number(rules.standing_days)));
    }
    if rules.guarantees_most > 0 && guarantor.guarantees >= rules.guarantees_most {
        return refused("guarantor-too-many").map_err(|refusal: Refusal| refusal.with("most", Fact::Number(rules.guarantees_most)));
    }
    if !of_group && !rules.guarantee_circles && closes_circle(edges, debtor, guarantor.id) {
        return refused("guarantor-circle");
    }
    Ok(())
}

/// What each guarantor is called to pay of a shortfall: equal parts; the units left over go to the lowest numbers (spec
/// §2.1). `guarantors` are in order of member number.
///
/// # Errors
/// What the split refuses.
pub fn called<T: Copy>(shortfall_minor: i64, guarantors: &[T]) -> Result<Vec<(T, i64)>, Refusal> {
    let parts = split(shortfall_minor, &vec![1; guarantors.len()])?;
    Ok(guarantors.iter().copied().zip(parts).collect())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn member(number: u128) -> MemberId {
        MemberId(Uuid::from_u128(number))
    }

    fn edge(guarantor: u128, debtor: u128) -> Edge {
        Edge { guarantor: member(guarantor), debtor: member(debtor) }
    }

    fn good(number: u128) -> Guarantor {
        Guarantor { id: member(number), name: "Rosa".to_owned(), days_late: 0, guarantees: 0 }
    }

    #[test]
    fn a_group_has_three_to_seven_different_members() {
        let of = |count: u128| check_group(&(1..=count).map(member).collect::<Vec<_>>());
        assert_eq!(of(2).unwrap_err().code, "group-size");
        assert!(of(3).is_ok() && of(7).is_ok());
        assert_eq!(of(8).unwrap_err().code, "group-size");
        assert_eq!(check_group(&[member(1), member(2), member(1)]).unwrap_err().code, "member-twice");
    }

    #[test]
    fn a_circle_is_found_however_long() {
        let chain = [edge(1, 2), edge(2, 3), edge(3, 4)];
        assert!(closes_circle(&chain, member(1), member(4)), "1 answers for 4 through 2 and 3");
        assert!(!closes_circle(&chain, member(4), member(1)), "4 answers for nobody");
        assert!(closes_circle(&[], member(1), member(1)));
        let ring = [edge(1, 2), edge(2, 1)];
        assert!(!closes_circle(&ring, member(1), member(3)), "a circle of others ends the search");
    }

    #[test]
    fn a_guarantor_has_standing() {
        let rules = CreditRules { guarantees_most: 2, ..CreditRules::default() };
        let code = |guarantor: &Guarantor, edges: &[Edge], of_group| {
            check_guarantor(&rules, guarantor, member(1), edges, of_group).map_or_else(|refusal| refusal.code, |()| "fine")
        };
        assert_eq!(code(&good(2), &[], false), "fine");
        assert_eq!(code(&good(1), &[], false), "guarantor-is-debtor");
        assert_eq!(code(&Guarantor { days_late: 30, ..good(2) }, &[], false), "fine");
        assert_eq!(code(&Guarantor { days_late: 31, ..good(2) }, &[], false), "guarantor-late");
        assert_eq!(code(&Guarantor { guarantees: 2, ..good(2) }, &[], false), "guarantor-too-many");
        assert_eq!(code(&good(2), &[edge(1, 2)], false), "guarantor-circle");
        assert_eq!(code(&good(2), &[edge(1, 2)], true), "fine", "in a group everyone answers for everyone");
    }

    #[test]
    fn a_shortfall_is_called_in_equal_parts() {
        assert_eq!(called(10_000, &[3, 7, 9]).unwrap(), [(3, 3_334), (7, 3_333), (9, 3_333)]);
        assert_eq!(called(10_000, &[] as &[i64]).unwrap_err().code, "split-no-weight");
    }
}
