//! What is noted of seed that comes back: how much of it germinates, and how it looked.

use serde::{Deserialize, Serialize};

use super::amount::Unit;
use super::rate::WHOLE_PPM;
use super::refusal::Refusal;
use super::text::Note;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    /// The share of the seed that germinates.
    pub germination_ppm: Option<i64>,
    /// In the words of whoever received it: `limpia, seca, grano grande`.
    pub said: Note,
}

impl Quality {
    pub fn is_none(&self) -> bool {
        self.germination_ppm.is_none() && self.said.is_empty()
    }

    /// Money has no quality, and only seed germinates.
    ///
    /// # Errors
    /// `germination-of-seed`, `quality-of-produce`, `share-out-of-range`.
    pub fn check(&self, unit: Unit) -> Result<(), Refusal> {
        if let Some(ppm) = self.germination_ppm {
            if unit != Unit::Kg {
                return Err(Refusal::invalid("germination", "germination-of-seed"));
            }
            if !(0..=WHOLE_PPM).contains(&ppm) {
                return Err(Refusal::invalid("germination", "share-out-of-range"));
            }
        }
        if unit.is_money() && !self.said.is_empty() {
            return Err(Refusal::invalid("quality", "quality-of-produce"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_seed_germinates_and_money_has_no_quality() {
        let germinates = |ppm| Quality { germination_ppm: Some(ppm), said: Note::default() };
        let looked = Quality { germination_ppm: None, said: Note::kept("limpia") };
        let refused = |quality: &Quality, unit| quality.check(unit).err().map(|refusal| refusal.code);
        for ppm in [0, 925_000, WHOLE_PPM] {
            assert_eq!(refused(&germinates(ppm), Unit::Kg), None);
        }
        for ppm in [-1, WHOLE_PPM + 1] {
            assert_eq!(refused(&germinates(ppm), Unit::Kg), Some("share-out-of-range"));
        }
        for unit in [Unit::Pen, Unit::Bob, Unit::Usd, Unit::Dose] {
            assert_eq!(refused(&germinates(900_000), unit), Some("germination-of-seed"));
            assert_eq!(refused(&looked, unit), unit.is_money().then_some("quality-of-produce"));
            assert_eq!(refused(&Quality::default(), unit), None);
        }
    }
}
