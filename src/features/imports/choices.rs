//! The answers of the user who imports a notebook: what to skip, what a column is, and what the notebook itself does not say.
//! On a page these are fields; on the command line they are options, or a small file of TOML.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::headers::{Field, Kind, plain};
use super::words;
use crate::domain::refusal::{Fact, Refusal};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Choices {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub association: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fund: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// How loans are repaid where their sheet does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The rate of loans where their sheet does not say: `2 % mensual`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<String>,
    /// The period of a rate where nothing says it: `mes`, `año` or `TEA`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_per: Option<String>,
    /// What `quincenal` means: `15 y fin de mes`, or `dos semanas`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fortnight: Option<String>,
    /// The year of months that are written without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u32>,
    /// The day of opening balances, and of loans listed with their present state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<NaiveDate>,
    /// The cash in the box on the day of opening balances.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cash: Option<String>,
    /// Sheets to pass over, by their names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skip: Vec<String>,
    /// What a sheet holds, by its name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub sheets: BTreeMap<String, String>,
    /// What a column says: by the sheet's name (or `*` for all), then by the column's header.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, BTreeMap<String, String>>,
    /// Today where the association is: no date may be later.
    #[serde(skip)]
    pub today: Option<NaiveDate>,
    /// Whether the user confirmed what was asked.
    #[serde(skip)]
    pub confirmed: bool,
}

/// What the user said that a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnIs {
    Field(Field),
    Ignored,
}

/// The word for a column to skip.
pub const IGNORED: &str = "ignore";

impl Choices {
    pub fn skips(&self, sheet: &str) -> bool {
        self.skip.iter().any(|name| plain(name) == plain(sheet) || name.trim() == sheet.trim())
    }

    pub fn kind_of(&self, sheet: &str) -> Option<Kind> {
        let said = self.sheets.iter().find(|(name, _)| name.trim() == sheet.trim() || plain(name) == plain(sheet))?;
        Kind::parse(said.1)
    }

    pub fn column(&self, kind: Kind, sheet: &str, header: &str) -> Option<ColumnIs> {
        // A column without a header is named by its letters: `(F)` is not `Fecha`.
        let lettered = |text: &str| text.trim().starts_with('(') && text.trim().ends_with(')');
        let same = |own: &str| if lettered(own) || lettered(header) { own.trim() == header.trim() } else { plain(own) == plain(header) };
        let of = |name: &str| self.columns.iter().find(|(own, _)| own.trim() == name.trim()).map(|(_, columns)| columns);
        let said = [of(sheet), of(kind.title()), of(kind.code()), of("*")].into_iter().flatten();
        let found = said.into_iter().find_map(|columns| columns.iter().find(|(own, _)| same(own)));
        column_is(kind, found?.1)
    }

    /// These answers, laid over earlier ones about sheets and columns.
    #[must_use]
    pub fn over(&self, before: Self) -> Self {
        let mut all = self.clone();
        for (sheet, kind) in before.sheets {
            all.sheets.entry(sheet).or_insert(kind);
        }
        for (sheet, columns) in before.columns {
            let own = all.columns.entry(sheet).or_default();
            for (header, meaning) in columns {
                own.entry(header).or_insert(meaning);
            }
        }
        all
    }

    /// The answers to keep for the association's next notebook: what its sheets and columns are, and nothing that is of this
    /// notebook alone. A withdrawn answer is empty, and is not kept.
    pub fn to_keep(&self) -> Option<String> {
        if self.sheets.is_empty() && self.columns.is_empty() {
            return None;
        }
        let mut kept = Self { sheets: self.sheets.clone(), columns: self.columns.clone(), ..Self::default() };
        kept.sheets.retain(|_, kind| !kind.is_empty());
        kept.columns.values_mut().for_each(|columns| columns.retain(|_, meaning| !meaning.is_empty()));
        kept.columns.retain(|_, columns| !columns.is_empty());
        toml::to_string(&kept).ok()
    }

    /// Reads a file of answers.
    ///
    /// # Errors
    /// `import-answers` with where and why, also for a sheet or a column that does not exist.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let unreadable = |why: String| Refusal::invalid("answers", "import-answers").with("why", Fact::Text(why));
        let choices: Self = toml::from_str(text).map_err(|error| unreadable(error.to_string().trim().to_owned()))?;
        choices.check()?;
        Ok(choices)
    }

    /// Checks that every answer is a possible one.
    ///
    /// # Errors
    /// `import-answers` with what is not understood.
    pub fn check(&self) -> Result<(), Refusal> {
        let unreadable = |why: String| Refusal::invalid("answers", "import-answers").with("why", Fact::Text(why));
        let choices = self;
        if let Some(per) = choices.rate_per.as_ref().filter(|per| words::per(per).is_none()) {
            return Err(unreadable(format!("rate_per = {per:?}")));
        }
        let two_weeks = |text: &&String| super::fortnights::days(text).is_none() && !text.contains("semana");
        if let Some(fortnight) = choices.fortnight.as_ref().filter(two_weeks) {
            return Err(unreadable(format!("fortnight = {fortnight:?}")));
        }
        for (sheet, kind) in &choices.sheets {
            if !kind.is_empty() && Kind::parse(kind).is_none() {
                return Err(unreadable(format!("{sheet} = {kind:?}")));
            }
        }
        for (header, meaning) in choices.columns.values().flatten() {
            if !meaning.is_empty() && Kind::ALL.into_iter().all(|kind| column_is(kind, meaning).is_none()) {
                return Err(unreadable(format!("{header} = {meaning:?}")));
            }
        }
        Ok(())
    }
}

/// What a column is by its word: a title of the template, or `ignore`.
pub fn column_is(kind: Kind, word: &str) -> Option<ColumnIs> {
    if [IGNORED, "ignorar", "no usar", "-"].contains(&word.trim().to_lowercase().as_str()) {
        return Some(ColumnIs::Ignored);
    }
    let found = kind.columns().iter().find(|column| plain(column.title) == plain(word));
    found.map(|column| ColumnIs::Field(column.field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_answers_is_read() {
        let text = "association = 'Qhantati'\nskip = ['Hoja 3']\nas_of = '2025-12-31'\n[sheets]\n'Cuaderno A' = 'loans'\n[columns.'Cuaderno A']\n'Platita' = 'Monto'\n'Color' = 'ignore'\n";
        let choices = Choices::parse(text).unwrap();
        assert!(choices.skips("hoja 3") && !choices.skips("Hoja 4"));
        assert_eq!(choices.kind_of("Cuaderno A"), Some(Kind::Loans));
        assert_eq!(choices.column(Kind::Loans, "Cuaderno A", "PLATITA"), Some(ColumnIs::Field(Field::Amount)));
        assert_eq!(choices.column(Kind::Loans, "Cuaderno A", "Color"), Some(ColumnIs::Ignored));
        for wrong in [
            "asociation = 'x'",
            "[sheets]\nA = 'nonsense'",
            "[columns.A]\nB = 'nonsense'",
            "as_of = 'ayer'",
            "rate_per = 'luna'",
            "fortnight = 'luna'",
            "x",
        ] {
            assert_eq!(Choices::parse(wrong).unwrap_err().code, "import-answers", "{wrong}");
        }
    }
}
