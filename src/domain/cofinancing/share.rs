//! The invoice and its shares: what was taken → the total → each party's part → what each member pays (spec §2.1).

use crate::domain::amount::round_half_away;
use crate::domain::interest::bounded;
use crate::domain::refusal::Refusal;
use crate::domain::split::split;

/// Thousandths in one whole unit of quantity: kilos are counted in grams.
pub const THOUSANDTHS: i128 = 1_000;

/// One member's line: how much of a product they take, and its price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The member's number, which decides ties.
    pub member: i64,
    /// In thousandths of the product's unit.
    pub quantity: i64,
    /// Minor units for one unit of the product.
    pub unit_price_minor: i64,
}

/// What one member takes, and what they pay of the producers' part. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberPart {
    pub member: i64,
    pub taken_minor: i64,
    pub pays_minor: i64,
}

/// The shares of a purchase. Both halves are stored, and nothing is recomputed from a percentage later. Minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    pub total_minor: i64,
    /// In the order of the parties.
    pub shares_minor: Vec<i64>,
    /// In order of member number.
    pub members: Vec<MemberPart>,
}

/// Works out the shares of a purchase. They are computed on the invoice's total, not per line. Ties go to the party listed
/// first: the project is first, so a producer never pays more than their part. `producers` is the index of the members'
/// party.
///
/// # Errors
/// `quantity-negative`, `split-negative`, `split-no-weight`, `party-unknown`, `amount-too-large`.
pub fn share(lines: &[Line], weights: &[i64], producers: usize) -> Result<Shared, Refusal> {
    share_with(lines, 0, weights, producers)
}

/// Like [`share`], with what the invoice adds to the goods, such as freight. Members bear it in proportion to what they take.
///
/// # Errors
/// What [`share`] refuses.
pub fn share_with(lines: &[Line], extra_minor: i64, weights: &[i64], producers: usize) -> Result<Shared, Refusal> {
    let mut members: Vec<MemberPart> = Vec::new();
    for line in lines {
        if line.quantity < 0 || line.unit_price_minor < 0 {
            return Err(Refusal::invalid("quantity", "quantity-negative"));
        }
        let amount = bounded(round_half_away(i128::from(line.quantity) * i128::from(line.unit_price_minor), THOUSANDTHS))?;
        match members.iter_mut().find(|part| part.member == line.member) {
            Some(part) => part.taken_minor = bounded(i128::from(part.taken_minor) + i128::from(amount))?,
            None => members.push(MemberPart { member: line.member, taken_minor: amount, pays_minor: 0 }),
        }
    }
    members.sort_unstable_by_key(|part| part.member);
    let total_minor = bounded(members.iter().map(|part| i128::from(part.taken_minor)).sum::<i128>() + i128::from(extra_minor))?;
    let shares_minor = split(total_minor, weights)?;
    let theirs = *shares_minor.get(producers).ok_or_else(|| Refusal::invalid("parties", "party-unknown"))?;
    // Where nothing was taken, there is nothing to split.
    if total_minor > 0 {
        let taken: Vec<i64> = members.iter().map(|part| part.taken_minor).collect();
        for (part, pays) in members.iter_mut().zip(split(theirs, &taken)?) {
            part.pays_minor = pays;
        }
    }
    Ok(Shared { total_minor, shares_minor, members })
}

/// What goes back to each party once goods were received: its old share less its new one. Below zero the party still owes.
pub fn refunds(ordered: &Shared, received: &Shared) -> Vec<i64> {
    ordered.shares_minor.iter().zip(&received.shares_minor).map(|(old, new)| old - new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_odd_centimo_is_the_projects() {
        let line = Line { member: 1, quantity: 1_000, unit_price_minor: 10_001 };
        let shared = share(&[line], &[50, 50], 1).unwrap();
        assert_eq!((shared.shares_minor, shared.members[0].pays_minor), (vec![5_001, 5_000], 5_000));
    }

    #[test]
    fn nothing_received_leaves_nothing_to_pay() {
        let line = Line { member: 1, quantity: 2_000, unit_price_minor: 500 };
        let ordered = share(&[line], &[50, 50], 1).unwrap();
        let received = share(&[Line { quantity: 0, ..line }], &[50, 50], 1).unwrap();
        assert_eq!(refunds(&ordered, &received), ordered.shares_minor);
        assert_eq!(share(&[line], &[50, 50], 2).unwrap_err().code, "party-unknown");
        let freight = share_with(&[line, Line { member: 2, quantity: 1_000, ..line }], 101, &[50, 50], 1).unwrap();
        assert_eq!((freight.total_minor, freight.shares_minor), (1_601, vec![801, 800]));
        assert_eq!(freight.members.iter().map(|part| part.pays_minor).collect::<Vec<_>>(), [533, 267]);
        assert_eq!(share(&[Line { quantity: -1, ..line }], &[1], 0).unwrap_err().code, "quantity-negative");
    }
}
