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
use crate::web::notice::Done;

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

    /// The first supported language that the browser prefers: `en-GB,en;q=0.9,es;q=0.5`.
    pub fn accepted(header: &str) -> Option<Self> {
        let weighed = |range: &str| {
            let (tag, weight) = range.split_once(";q=").unwrap_or((range, "1"));
            let language = Self::parse(tag.trim().split('-').next()?.to_lowercase().as_str())?;
            // Weights have three decimals at most.
            let (whole, part) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
            let weight: u32 = format!("{whole}{part:0<3}").parse().ok()?;
            (weight > 0).then_some((weight, language))
        };
        let known: Vec<(u32, Self)> = header.split(',').take(20).filter_map(weighed).collect();
        let most = known.iter().map(|(weight, _)| *weight).max()?;
        known.into_iter().find(|(weight, _)| *weight == most).map(|(_, language)| language)
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self {
            Self::Es => &ES,
            Self::En => &EN,
        }
    }
}

/// How one reader is addressed: their language, and the number style of their association's country.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    pub language: Language,
    pub style: NumberStyle,
    /// What the fund counts in, where it is produce: then the words do not mention cash.
    pub produce: Option<Unit>,
    /// The notice of what was just done.
    pub done: Option<Done>,
    /// Decisions that wait for the reader.
    pub waiting: usize,
}

impl Default for Reader {
    fn default() -> Self {
        Self::new(Language::default())
    }
}

impl Reader {
    pub fn new(language: Language) -> Self {
        Self { language, style: NumberStyle::Point, produce: None, done: None, waiting: 0 }
    }

    pub fn telling(self, done: Option<Done>) -> Self {
        Self { done, ..self }
    }

    pub fn awaited(self, waiting: usize) -> Self {
        Self { waiting, ..self }
    }

    pub fn in_country(self, country: &str) -> Self {
        Self { style: NumberStyle::of_country(country), ..self }
    }

    /// The same reader, for a fund that counts in this unit.
    pub fn counting(self, unit: Unit) -> Self {
        Self { produce: Some(unit).filter(|unit| !unit.is_money()), ..self }
    }

    pub fn t(&self, key: &str) -> String {
        self.of_produce(key).unwrap_or_else(|| CATALOGUES.lookup(self.language.id(), key))
    }

    /// The sentence for produce, where it differs from that for money.
    fn of_produce(&self, key: &str) -> Option<String> {
        self.produce_keys(key).find_map(|key| CATALOGUES.try_lookup(self.language.id(), &key))
    }

    /// Where the words for produce stand, the nearest first: what is said of kilos is said of any produce that has no words of its own.
    fn produce_keys(&self, key: &str) -> impl Iterator<Item = String> {
        let own = self.produce.filter(|unit| *unit != Unit::Kg).map(|unit| format!("{key}-{}", unit.code()));
        own.into_iter().chain(self.produce.map(|_| format!("{key}-kg")))
    }

    /// A sentence with facts in it. Numbers choose plurals; other facts are already formatted.
    pub fn tf<'a>(&self, key: &str, facts: &[(&'static str, Said<'a>)]) -> String {
        let mut values: HashMap<Cow<'static, str>, FluentValue<'a>> = HashMap::with_capacity(facts.len());
        for (name, fact) in facts {
            let value = match fact {
                Said::Text(text) => FluentValue::from(text.clone()),
                Said::Number(number) => FluentValue::from(*number),
            };
            values.insert(Cow::Borrowed(name), value);
        }
        let produce = self.produce_keys(key).find_map(|key| CATALOGUES.try_lookup_with_args(self.language.id(), &key, &values));
        produce.unwrap_or_else(|| CATALOGUES.lookup_with_args(self.language.id(), key, &values))
    }

    /// The sentence of a catalogue key made of a fixed stem and a code of the rule book.
    pub fn of(&self, stem: &str, code: &str) -> String {
        self.t(&format!("{stem}-{}", code.replace(['_', '/'], "-")))
    }

    pub fn money(&self, minor: i64, unit: Unit) -> String {
        if unit == Unit::Dose {
            let count = i64::try_from(minor.unsigned_abs()).unwrap_or(i64::MAX);
            return self.tf("doses-counted", &[("count", count.into()), ("figures", self.figures(minor, unit).into())]);
        }
        amount::write(minor, unit, self.style)
    }

    /// What an amount is counted in, over a column: `S/`, `kg`, `dosis`.
    pub fn symbol(&self, unit: Unit) -> String {
        if unit == Unit::Dose { self.t("unit-symbol-dose") } else { unit.symbol().to_owned() }
    }

    pub fn figures(&self, minor: i64, unit: Unit) -> String {
        amount::figures(minor, unit, self.style)
    }

    /// Hectares with two decimals: `17.41`.
    pub fn hectares(&self, thousandths: i64) -> String {
        let hundredths = (thousandths.abs() + 5) / 10 * thousandths.signum();
        self.figures(hundredths, Unit::Pen)
    }

    /// A share out of a hundred, as people say it: `85`, `casi 100`, `menos de 1`.
    pub fn of_hundred(&self, ppm: i64) -> String {
        match ppm {
            1..=5_000 => self.t("of-hundred-least"),
            995_000..=999_999 => self.t("of-hundred-nearly"),
            _ => ((ppm + 5_000) / 10_000).to_string(),
        }
    }

    /// A share of a whole as a percentage, always with one decimal, so that shares line up in a column: `49.7`.
    pub fn share(&self, part: i64, whole: i64) -> String {
        let (part, whole) = (i128::from(part), i128::from(whole.max(1)));
        let tenths = i64::try_from((part * 1_000 + whole / 2) / whole).unwrap_or(0);
        let written = self.figures(tenths * 10, Unit::Pen);
        written.strip_suffix('0').unwrap_or(&written).to_owned()
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

    /// `15 may`, where the year is known from the context.
    pub fn day(&self, date: NaiveDate) -> String {
        let weekday = self.t(&format!("weekday-short-{}", date.weekday().number_from_monday()));
        format!("{weekday} {} {}", date.day(), self.t(&format!("month-short-{}", date.month())))
    }

    /// `vie 15 may`, with its year where it is not the present year.
    pub fn day_seen(&self, date: NaiveDate, today: NaiveDate) -> String {
        if date.year() == today.year() { self.day(date) } else { self.date(date) }
    }

    /// `Viernes 15 de mayo`, as a heading.
    pub fn long_day(&self, date: NaiveDate) -> String {
        let weekday = self.t(&format!("weekday-{}", date.weekday().number_from_monday()));
        let month = self.t(&format!("month-{}", date.month()));
        self.tf("long-day", &[("weekday", weekday.into()), ("day", i64::from(date.day()).into()), ("month", month.into())])
    }

    /// `15 may 2026, 9:05`, in the time zone of the place.
    pub fn moment(&self, at: DateTime<Utc>, time_zone: &str) -> String {
        let zone: chrono_tz::Tz = time_zone.parse().unwrap_or(chrono_tz::Tz::UTC);
        let local = at.with_timezone(&zone);
        format!("{}, {}", self.short_date(local.date_naive()), local.format("%-H:%M"))
    }

    pub fn refusal(&self, refusal: &Refusal) -> String {
        let field = self.field(&refusal.field);
        let example = self.figures(15_050, Unit::Pen);
        let mut facts: Vec<(&'static str, Said<'_>)> =
            vec![("Field", capitalised(&field).into()), ("field", field.into()), ("example", example.into())];
        facts.extend(refusal.facts.iter().map(|(name, fact)| (*name, self.said(name, fact))));
        self.tf(&format!("refusal-{}", refusal.code), &facts)
    }

    /// A sentence with facts of the rule book in it.
    pub fn facts(&self, key: &str, facts: &[(&'static str, Fact)]) -> String {
        let facts: Vec<(&'static str, Said<'_>)> = facts.iter().map(|(name, fact)| (*name, self.said(name, fact))).collect();
        self.tf(key, &facts)
    }

    /// The words for a field in a sentence: its name, or the words in it where it is one of many (`items-0-price`).
    fn field(&self, name: &str) -> String {
        let name = name.replace('_', "-");
        let word = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
        let words: Vec<&str> = name.split('-').filter(word).collect();
        let tried = [Some(name.as_str()), words.last().copied(), words.first().copied(), Some("any")];
        let known = |key: &str| CATALOGUES.try_lookup(self.language.id(), &format!("field-{key}"));
        tried.into_iter().flatten().find_map(known).unwrap_or_default()
    }

    fn said(&self, name: &str, fact: &Fact) -> Said<'static> {
        match fact {
            // Accounts have their own names on screen.
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

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_door_speaks_what_the_browser_prefers() {
        for (header, language) in [
            ("en-GB,en;q=0.9,es;q=0.5", Some(Language::En)),
            ("qu,es-PE;q=0.8,en;q=0.7", Some(Language::Es)),
            ("de;q=1.0, es;q=0.3, en;q=0.35", Some(Language::En)),
            ("en;q=0, es;q=0.1", Some(Language::Es)),
            ("de, fr", None),
            ("", None),
            (";;q=,=;q=x", None),
        ] {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
    }

    #[test]
    fn shares_and_hectares_are_said_as_people_say_them() {
        let es = Reader::new(Language::Es);
        assert_eq!(
            (es.of_hundred(999_718), es.of_hundred(850_000), es.of_hundred(1_000_000)),
            ("casi 100".to_owned(), "85".to_owned(), "100".to_owned())
        );
        assert_eq!((es.of_hundred(0), es.of_hundred(3_000), es.of_hundred(994_999)), ("0".to_owned(), "menos de 1".to_owned(), "99".to_owned()));
        assert_eq!((es.hectares(17_413), es.hectares(500), es.hectares(1_234_565)), ("17.41".to_owned(), "0.50".to_owned(), "1,234.57".to_owned()));
    }
}
