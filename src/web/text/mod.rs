//! The catalogues: every sentence a person reads, and how amounts and dates are written for them.

mod words;

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};

use crate::domain::amount::{self, NumberStyle, Unit};
use crate::domain::correction::RecordRef;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::text::Line;

static_loader! {
    static CATALOGUES = {
        locales: "./src/web/text",
        fallback_language: "es",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ES: LanguageIdentifier = langid!("es");
static EN: LanguageIdentifier = langid!("en");

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    Es,
    En,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::Es, Self::En];

    pub fn code(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self {
            Self::Es => &ES,
            Self::En => &EN,
        }
    }
}

/// How one reader is spoken to: their language, and the figures of their association's country.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    pub language: Language,
    pub style: NumberStyle,
}

impl Reader {
    pub fn new(language: Language) -> Self {
        Self { language, style: NumberStyle::Point }
    }

    pub fn in_country(self, country: &str) -> Self {
        Self { style: NumberStyle::of_country(country), ..self }
    }

    pub fn t(&self, key: &str) -> String {
        CATALOGUES.lookup(self.language.id(), key)
    }

    /// A sentence with facts in it. Numbers choose plurals; everything else comes already written.
    pub fn tf<'a>(&self, key: &str, facts: &[(&'static str, Said<'a>)]) -> String {
        let mut values: HashMap<Cow<'static, str>, FluentValue<'a>> = HashMap::with_capacity(facts.len());
        for (name, fact) in facts {
            let value = match fact {
                Said::Text(text) => FluentValue::from(text.clone()),
                Said::Number(number) => FluentValue::from(*number),
            };
            values.insert(Cow::Borrowed(name), value);
        }
        CATALOGUES.lookup_with_args(self.language.id(), key, &values)
    }

    /// The sentence of a catalogue key made of a fixed stem and a code of the rule book.
    pub fn of(&self, stem: &str, code: &str) -> String {
        self.t(&format!("{stem}-{}", code.replace(['_', '/'], "-")))
    }

    pub fn money(&self, minor: i64, unit: Unit) -> String {
        amount::write(minor, unit, self.style)
    }

    pub fn figures(&self, minor: i64, unit: Unit) -> String {
        amount::figures(minor, unit, self.style)
    }

    /// Thousandths as a quantity: `18.5`.
    pub fn quantity(&self, thousandths: i64) -> String {
        amount::quantity(thousandths, self.style)
    }

    /// The amount in words: `doscientos dieciséis soles con 40 céntimos`.
    pub fn words(&self, minor: i64, unit: Unit) -> String {
        words::amount(self, minor, unit)
    }

    /// As people say it: `vie 15 may 2026`.
    pub fn date(&self, date: NaiveDate) -> String {
        let weekday = self.t(&format!("weekday-short-{}", date.weekday().number_from_monday()));
        let month = self.t(&format!("month-short-{}", date.month()));
        format!("{weekday} {} {month} {}", date.day(), date.year())
    }

    /// `15 may 2026`, for tables.
    pub fn short_date(&self, date: NaiveDate) -> String {
        format!("{}\u{a0}{}\u{a0}{}", date.day(), self.t(&format!("month-short-{}", date.month())), date.year())
    }

    /// `15 may`, for where the year is plain.
    pub fn day(&self, date: NaiveDate) -> String {
        let weekday = self.t(&format!("weekday-short-{}", date.weekday().number_from_monday()));
        format!("{weekday} {} {}", date.day(), self.t(&format!("month-short-{}", date.month())))
    }

    /// `vie 15 may`, with its year where that is not the present one.
    pub fn day_seen(&self, date: NaiveDate, today: NaiveDate) -> String {
        if date.year() == today.year() { self.day(date) } else { self.date(date) }
    }

    /// `Viernes 15 de mayo`, as a heading.
    pub fn long_day(&self, date: NaiveDate) -> String {
        let weekday = self.t(&format!("weekday-{}", date.weekday().number_from_monday()));
        let month = self.t(&format!("month-{}", date.month()));
        self.tf("long-day", &[("weekday", weekday.into()), ("day", i64::from(date.day()).into()), ("month", month.into())])
    }

    /// `15 may 2026, 9:05`, by the clock of where it happened.
    pub fn moment(&self, at: DateTime<Utc>, time_zone: &str) -> String {
        let zone: chrono_tz::Tz = time_zone.parse().unwrap_or(chrono_tz::Tz::UTC);
        let local = at.with_timezone(&zone);
        format!("{}, {}", self.short_date(local.date_naive()), local.format("%-H:%M"))
    }

    pub fn refusal(&self, refusal: &Refusal) -> String {
        self.facts(&format!("refusal-{}", refusal.code), &refusal.facts)
    }

    /// A sentence with facts of the rule book in it.
    pub fn facts(&self, key: &str, facts: &[(&'static str, Fact)]) -> String {
        let facts: Vec<(&'static str, Said<'_>)> = facts.iter().map(|(name, fact)| (*name, self.said(name, fact))).collect();
        self.tf(key, &facts)
    }

    fn said(&self, name: &str, fact: &Fact) -> Said<'static> {
        match fact {
            // An account has a name of its own on screen.
            Fact::Text(code) if name == "account" => self.of("account", code).into(),
            Fact::Money(minor, unit) => self.money(*minor, *unit).into(),
            Fact::Date(date) => self.date(*date).into(),
            Fact::Number(number) => (*number).into(),
            Fact::Quantity(thousandths) => self.quantity(*thousandths).into(),
            Fact::Text(text) => text.clone().into(),
            Fact::Records(records) => records.iter().map(|record| self.record(record)).collect::<Vec<_>>().join("; ").into(),
        }
    }

    /// `Cobro N.º 97, del 15 may 2026`.
    pub fn record(&self, record: &RecordRef) -> String {
        let (kind, date) = (self.of("record-kind", record.kind.code()), self.short_date(record.on));
        match record.number {
            Some(no) => self.tf("record-numbered", &[("record", kind.into()), ("no", no.to_string().into()), ("date", date.into())]),
            None => self.tf("record-dated", &[("record", kind.into()), ("date", date.into())]),
        }
    }
}

/// A fact of a sentence.
#[derive(Clone, Debug)]
pub enum Said<'a> {
    Text(Cow<'a, str>),
    Number(i64),
}

impl<'a> From<&'a str> for Said<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Said<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Said<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Line> for Said<'_> {
    fn from(text: Line) -> Self {
        String::from(text).into()
    }
}

impl<'a> From<&'a Line> for Said<'a> {
    fn from(text: &'a Line) -> Self {
        (&**text).into()
    }
}

impl From<i64> for Said<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Said<'_> {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
