//! One cell of a list. Its value is made once for the page and for the file.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::domain::amount::Unit;
use crate::web::export;
use crate::web::text::Reader;

/// The value of a cell.
#[derive(Clone, Debug, Default)]
pub enum Value {
    #[default]
    Nothing,
    Text(String),
    Count(i64),
    Money(i64, Unit),
    /// A movement of an account, with its sign.
    Moved(i64, Unit),
    Day(NaiveDate),
    /// A colour's class and the words.
    Tag(&'static str, String),
    Tags(Vec<(&'static str, String)>),
}

/// A cell: its value, its link, a second line, and whether it is late or void.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    pub value: Value,
    pub href: Option<String>,
    pub under: String,
    pub late: bool,
    /// Above the expected value.
    pub warned: bool,
    pub void: bool,
    /// Drawn before the value.
    pub drawn: Option<Markup>,
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        Self { value, ..Self::default() }
    }
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::default() } else { Value::Text(text).into() }
    }

    pub fn money(minor: i64, unit: Unit) -> Self {
        Value::Money(minor, unit).into()
    }

    /// An amount; empty where it is zero.
    pub fn some_money(minor: i64, unit: Unit) -> Self {
        if minor == 0 { Self::default() } else { Self::money(minor, unit) }
    }

    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Value::Nothing, Value::Day).into()
    }

    pub fn tag(class: &'static str, text: String) -> Self {
        Value::Tag(class, text).into()
    }

    pub fn to(self, href: String) -> Self {
        Self { href: Some(href), ..self }
    }

    pub fn under(self, text: impl Into<String>) -> Self {
        Self { under: text.into(), ..self }
    }

    pub fn late(self, late: bool) -> Self {
        Self { late, ..self }
    }

    pub fn warned(self, warned: bool) -> Self {
        Self { warned, ..self }
    }

    pub fn void(self, void: bool) -> Self {
        Self { void, ..self }
    }

    pub fn drawn(self, drawn: Markup) -> Self {
        Self { drawn: Some(drawn), ..self }
    }

    pub(super) fn nothing(&self) -> bool {
        let none = match &self.value {
            Value::Nothing => true,
            Value::Tags(tags) => tags.is_empty(),
            _ => false,
        };
        none && self.drawn.is_none()
    }

    pub(super) fn show(&self, reader: Reader, signed: bool) -> Markup {
        let said = match &self.value {
            Value::Nothing if self.drawn.is_some() => html! {},
            Value::Nothing => html! { "–" },
            Value::Text(text) => html! { (text) },
            Value::Count(count) => html! { (count) },
            Value::Money(minor, unit) if signed => html! { (reader.money(*minor, *unit)) },
            Value::Money(minor, unit) => html! { (reader.figures(*minor, *unit)) },
            Value::Moved(minor, unit) => html! { (super::signed(reader, *minor, *unit)) },
            Value::Day(day) => html! { span.d { (reader.short_date(*day)) } },
            Value::Tag(class, text) => html! { span.tag.(class) { (text) } },
            Value::Tags(tags) => html! { span.tags { @for (class, text) in tags { span.tag.(*class) { (text) } } } },
        };
        html! {
            @if let Some(drawn) = &self.drawn { (drawn) " " }
            @if let Some(href) = &self.href { a.name href=(href) { (said) } } @else if self.void { s { (said) } } @else if self.warned { b.bad { (said) } } @else { (said) }
            @if !self.under.is_empty() { small { (self.under) } }
        }
    }

    pub(super) fn file(&self, reader: Reader) -> export::Cell {
        match &self.value {
            // A reversed amount does not count in a file either.
            Value::Money(..) if self.void => export::Cell::Text(self.plain(reader)),
            Value::Nothing => export::Cell::Text(String::new()),
            Value::Text(text) | Value::Tag(_, text) => export::Cell::Text(text.clone()),
            Value::Tags(tags) => export::Cell::Text(tags.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("; ")),
            Value::Count(count) => export::Cell::Count(*count),
            Value::Money(minor, unit) | Value::Moved(minor, unit) => export::Cell::Money(*minor, *unit),
            Value::Day(day) => export::Cell::Day(*day),
        }
    }

    fn plain(&self, reader: Reader) -> String {
        match &self.value {
            Value::Money(minor, unit) => format!("({})", reader.figures(*minor, *unit)),
            _ => String::new(),
        }
    }
}
