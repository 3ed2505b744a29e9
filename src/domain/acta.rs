//! An acta: the decision of an assembly or committee behind a change (spec §1).

use chrono::NaiveDate;
use serde::Serialize;

use super::calendar::happened;
use super::refusal::Refusal;
use super::text::Line;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Acta {
    pub number: Line,
    pub on: NaiveDate,
    /// The folio, or whatever helps to find it.
    pub note: Option<Line>,
}

impl Acta {
    /// Reads an acta from its fields. Without any field there is no acta.
    ///
    /// # Errors
    /// `field-missing` at the first field that a begun acta lacks.
    pub fn read(number: Option<Line>, on: Option<NaiveDate>, note: Option<Line>) -> Result<Option<Self>, Refusal> {
        match (number, on, note) {
            (None, None, None) => Ok(None),
            (Some(number), Some(on), note) => Ok(Some(Self { number, on, note })),
            (None, ..) => Err(Refusal::invalid("acta", "field-missing")),
            (_, None, _) => Err(Refusal::invalid("acta_on", "field-missing")),
        }
    }

    /// # Errors
    /// `date-in-future`, `date-out-of-range`.
    pub fn check(&self, today: NaiveDate) -> Result<(), Refusal> {
        happened(self.on, today).map(|_| ()).map_err(|refusal| refusal.at("acta_on"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acta_is_whole_or_not_there() {
        let (number, on) = (Line::parse("Acta 7").ok(), NaiveDate::from_ymd_opt(2026, 2, 1));
        assert_eq!(Acta::read(None, None, None), Ok(None));
        assert_eq!(Acta::read(number.clone(), None, None).unwrap_err().field, "acta_on");
        assert_eq!(Acta::read(None, on, None).unwrap_err().field, "acta");
        let acta = Acta::read(number, on, None).unwrap().unwrap();
        assert!(acta.check(on.unwrap()).is_ok());
        assert_eq!(acta.check(on.unwrap().pred_opt().unwrap()).unwrap_err().code, "date-in-future");
    }
}
