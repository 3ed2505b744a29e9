//! A refusal: the rule says no. It carries a code and the facts; the sentence is in the catalogues,
//! so page, JSON, command line and import word the same refusal from one place.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::amount::Unit;
use super::correction::RecordRef;

/// One fact of a refusal, kept as a value so that each reader's language can format it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    Money(i64, Unit),
    Date(NaiveDate),
    Number(i64),
    /// Thousandths of a measure.
    Quantity(i64),
    Text(String),
    /// Records, in the order in which to work on them.
    Records(Vec<RecordRef>),
}

/// What the reader can do about it. The web gives each kind its HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The value typed is not valid: change the field.
    Invalid,
    /// The request was valid but the state has changed: look again.
    Conflict,
    /// There is no such record, or not for this person.
    NotFound,
    /// This person's role does not allow it.
    Forbidden,
    /// Too many tries: wait.
    TooMany,
    /// It cannot be done at present: try again later.
    Unavailable,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub code: &'static str,
    /// The name of the field at fault; empty where there is none in particular.
    pub field: Cow<'static, str>,
    pub kind: Kind,
    pub facts: Vec<(&'static str, Fact)>,
}

impl Refusal {
    pub fn invalid(field: impl Into<Cow<'static, str>>, code: &'static str) -> Self {
        Self { code, field: field.into(), kind: Kind::Invalid, facts: Vec::new() }
    }

    pub fn conflict(code: &'static str) -> Self {
        Self { code, field: Cow::Borrowed(""), kind: Kind::Conflict, facts: Vec::new() }
    }

    pub fn not_found() -> Self {
        Self { code: "not-found", field: Cow::Borrowed(""), kind: Kind::NotFound, facts: Vec::new() }
    }

    pub fn forbidden() -> Self {
        Self { code: "forbidden", field: Cow::Borrowed(""), kind: Kind::Forbidden, facts: Vec::new() }
    }

    pub fn too_many() -> Self {
        Self { code: "too-many-tries", field: Cow::Borrowed(""), kind: Kind::TooMany, facts: Vec::new() }
    }

    pub fn unavailable(code: &'static str) -> Self {
        Self { code, field: Cow::Borrowed(""), kind: Kind::Unavailable, facts: Vec::new() }
    }

    /// Too many requests wait for the same thing.
    pub fn too_busy() -> Self {
        Self { code: "too-busy", ..Self::too_many() }
    }

    pub fn with(mut self, name: &'static str, fact: Fact) -> Self {
        self.facts.push((name, fact));
        self
    }

    /// The records that it names, in the order in which to work on them.
    pub fn records(&self) -> &[RecordRef] {
        self.facts.iter().find_map(|(_, fact)| if let Fact::Records(records) = fact { Some(records.as_slice()) } else { None }).unwrap_or_default()
    }

    /// The same refusal at another field: the form's name for a field may differ from the rule's.
    pub fn at(mut self, field: impl Into<Cow<'static, str>>) -> Self {
        self.field = field.into();
        self
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code)?;
        if !self.field.is_empty() {
            write!(f, " ({})", self.field)?;
        }
        for (name, fact) in &self.facts {
            match fact {
                Fact::Money(minor, unit) => write!(f, ", {name} {minor} {}", unit.code())?,
                Fact::Date(date) => write!(f, ", {name} {date}")?,
                Fact::Number(number) => write!(f, ", {name} {number}")?,
                Fact::Quantity(thousandths) => write!(f, ", {name} {thousandths}/1000")?,
                Fact::Text(text) => write!(f, ", {name} {text}")?,
                Fact::Records(records) => write!(f, ", {name} {}", records.len())?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}
