//! Counting the cash box (spec §10): notes and coins of a currency; for produce, sacks and weights.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::amount::{MAX_MINOR, Unit};
use super::refusal::{Fact, Refusal};

/// A note or coin in use. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denomination {
    pub face_minor: i64,
    pub note: bool,
}

const fn note(face_minor: i64) -> Denomination {
    Denomination { face_minor, note: true }
}

const fn coin(face_minor: i64) -> Denomination {
    Denomination { face_minor, note: false }
}

/// Soles and bolivianos have the same notes and coins.
const OF_PEN: [Denomination; 11] =
    [note(20_000), note(10_000), note(5_000), note(2_000), note(1_000), coin(500), coin(200), coin(100), coin(50), coin(20), coin(10)];
const OF_USD: [Denomination; 12] =
    [note(10_000), note(5_000), note(2_000), note(1_000), note(500), note(200), note(100), coin(50), coin(25), coin(10), coin(5), coin(1)];

/// The notes and coins of a currency, largest first. Produce has none, since sacks have any weight.
pub fn denominations(unit: Unit) -> &'static [Denomination] {
    match unit {
        Unit::Pen | Unit::Bob => &OF_PEN,
        Unit::Usd => &OF_USD,
        Unit::Kg | Unit::Dose => &[],
    }
}

/// The number of pieces of one denomination, or of sacks of one weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Pile {
    /// The value of one piece, in minor units; for produce, the weight of one sack or the scale's whole reading.
    pub face_minor: i64,
    pub pieces: i64,
}

/// The most pieces of one denomination in a count.
const MOST: i64 = 1_000_000;

/// The total counted, in minor units.
///
/// # Errors
/// `denomination-unknown` with the face, `pieces-out-of-range`, `amount-too-large`.
pub fn counted(unit: Unit, piles: &[Pile]) -> Result<i64, Refusal> {
    let known = denominations(unit);
    let mut sum: i128 = 0;
    for pile in piles {
        let exists = if known.is_empty() { pile.face_minor > 0 } else { known.iter().any(|one| one.face_minor == pile.face_minor) };
        if !exists {
            return Err(Refusal::invalid("piles", "denomination-unknown").with("face", Fact::Money(pile.face_minor, unit)));
        }
        if !(0..=MOST).contains(&pile.pieces) {
            return Err(Refusal::invalid("piles", "pieces-out-of-range").with("most", Fact::Number(MOST)));
        }
        sum += i128::from(pile.face_minor) * i128::from(pile.pieces);
    }
    i64::try_from(sum).ok().filter(|minor| *minor <= MAX_MINOR).ok_or_else(|| Refusal::invalid("piles", "amount-too-large"))
}

/// The most piles in one count: far more than a cash box or a store has.
const MOST_PILES: usize = 1_000;

/// The piles as stored: those of one face are joined and empty ones dropped, in the order they were first counted.
///
/// # Errors
/// `piles-too-many`, `pieces-out-of-range`.
pub fn merged(piles: &[Pile]) -> Result<Vec<Pile>, Refusal> {
    let mut kept: Vec<Pile> = Vec::new();
    for pile in piles.iter().filter(|pile| pile.pieces > 0) {
        match kept.iter_mut().find(|other| other.face_minor == pile.face_minor) {
            Some(other) => other.pieces = other.pieces.saturating_add(pile.pieces),
            None => kept.push(*pile),
        }
        if kept.len() > MOST_PILES {
            return Err(Refusal::invalid("piles", "piles-too-many").with("most", Fact::Number(i64::try_from(MOST_PILES).unwrap_or(i64::MAX))));
        }
    }
    if kept.iter().any(|pile| pile.pieces > MOST) {
        return Err(Refusal::invalid("piles", "pieces-out-of-range").with("most", Fact::Number(MOST)));
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pile(face_minor: i64, pieces: i64) -> Pile {
        Pile { face_minor, pieces }
    }

    #[test]
    fn what_is_in_the_hand_is_added_up() {
        let piles = [(20_000, 4), (10_000, 12), (5_000, 15), (2_000, 14), (1_000, 8), (500, 10), (200, 14), (100, 13), (50, 9), (20, 11), (10, 5)];
        let piles = piles.map(|(face, pieces)| pile(face, pieces));
        assert_eq!(counted(Unit::Pen, &piles), Ok(320_820));
        assert_eq!(counted(Unit::Kg, &[pile(50_000, 12), pile(31_250, 1)]), Ok(631_250));
        assert_eq!(counted(Unit::Usd, &[]), Ok(0));
    }

    #[test]
    fn piles_of_one_face_are_one_and_there_is_an_end_to_them() {
        assert_eq!(merged(&[pile(500, 2), pile(100, 0), pile(500, 3), pile(200, 1)]), Ok(vec![pile(500, 5), pile(200, 1)]));
        assert_eq!(merged(&[pile(500, MOST), pile(500, 1)]).unwrap_err().code, "pieces-out-of-range");
        let sacks: Vec<Pile> = (1..=1_001).map(|weight| pile(weight, 1)).collect();
        assert_eq!(merged(&sacks).unwrap_err().code, "piles-too-many");
        assert_eq!(merged(&vec![pile(500, 1); 50_000]), Ok(vec![pile(500, 50_000)]));
    }

    #[test]
    fn what_no_mint_makes_is_refused() {
        for (unit, wrong, code) in [
            (Unit::Pen, pile(300, 1), "denomination-unknown"),
            (Unit::Bob, pile(1, 5), "denomination-unknown"),
            (Unit::Usd, pile(-100, 1), "denomination-unknown"),
            (Unit::Kg, pile(0, 1), "denomination-unknown"),
            (Unit::Pen, pile(100, -1), "pieces-out-of-range"),
            (Unit::Pen, pile(100, MOST + 1), "pieces-out-of-range"),
            (Unit::Kg, pile(MAX_MINOR, 2), "amount-too-large"),
        ] {
            assert_eq!(counted(unit, &[wrong]).unwrap_err().code, code);
        }
    }
}
