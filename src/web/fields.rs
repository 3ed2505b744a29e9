//! Forms: strings become domain types, and a refusal names its field. All fields are read before answering, so that a person
//! sees every mistake at once and nothing typed is lost.

use axum::extract::{FromRequest, Query, Request};
use axum::http::Extensions;
use chrono::NaiveDate;
use uuid::Uuid;

use super::error::Unsaved;
use crate::domain::amount::{self, NumberStyle, Unit};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::text::{Line, Note};
use crate::domain::{calendar, rate};
use crate::error::Error;

/// The values typed into a form, and their refusals.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    values: Vec<(String, String)>,
    pub refusals: Vec<Refusal>,
    /// The action of this form, where a page has several and its ids need a prefix.
    apart: String,
    /// Where the response learns that nothing could be saved.
    unsaved: Option<Unsaved>,
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let empty = Self::unread(request.extensions());
        let form = axum_extra::extract::Form::<Vec<(String, String)>>::from_request(request, state).await;
        match form {
            Ok(axum_extra::extract::Form(values)) => Ok(Self { values, ..empty }),
            Err(_) => Err(Refusal::invalid("", "form-unreadable").into()),
        }
    }
}

impl Fields {
    /// A form whose values are not read yet: a form with a file is read part by part.
    pub fn unread(extensions: &Extensions) -> Self {
        Self { unsaved: extensions.get::<Unsaved>().cloned(), ..Self::default() }
    }

    /// The values of an address's query, such as a search.
    pub fn from_query(uri: &axum::http::Uri) -> Self {
        let values = Query::<Vec<(String, String)>>::try_from_uri(uri).map(|Query(values)| values).unwrap_or_default();
        Self { values, ..Self::default() }
    }

    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.push((name.to_owned(), value.into()));
        self
    }

    pub fn add(&mut self, name: &str, value: String) {
        self.values.push((name.to_owned(), value));
    }

    /// Adds the values of another form after these. The values typed come first.
    pub fn extend(&mut self, other: Self) {
        self.values.extend(other.values);
    }

    /// Each name with its value, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (String, String)> {
        self.values.iter().cloned()
    }

    /// These fields as one of a page's several forms: the form's action keeps its ids apart. The refused form keeps the plain
    /// ids, to which the summary links.
    pub fn apart(self, action: &str) -> Self {
        Self { apart: action.replace(['/', '?', '='], "-"), ..self }
    }

    /// The id of a field on the page.
    pub fn id_of(&self, name: &str) -> String {
        format!("{name}{}", self.apart)
    }

    pub fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(key, _)| key == name)
    }

    pub fn get(&self, name: &str) -> &str {
        self.values.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim()).unwrap_or_default()
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn refusal(&self, name: &str) -> Option<&Refusal> {
        self.refusals.iter().find(|refusal| refusal.field == name)
    }

    /// The same fields with each refusal at this form's own name of what the rule book calls otherwise.
    pub fn renamed(mut self, names: &[(&str, &'static str)]) -> Self {
        for refusal in &mut self.refusals {
            if let Some((_, own)) = names.iter().find(|(ruled, _)| refusal.field == *ruled) {
                refusal.field = (*own).into();
            }
        }
        self
    }

    fn keep<T>(&mut self, field: &str, outcome: Result<T, Refusal>) -> Option<T> {
        outcome.map_err(|refusal| self.refusals.push(refusal.at(field.to_owned()))).ok()
    }

    /// A line of text that is required.
    pub fn text(&mut self, field: &str) -> Line {
        let outcome = Line::parse(self.get(field));
        self.keep(field, outcome).unwrap_or_default()
    }

    pub fn maybe_text(&mut self, field: &str) -> Option<Line> {
        self.note(field).required("").ok()
    }

    /// A line of text that may be left empty.
    pub fn note(&mut self, field: &str) -> Note {
        let outcome = Note::parse(self.get(field));
        self.keep(field, outcome).unwrap_or_default()
    }

    /// An amount above zero, in minor units.
    pub fn money(&mut self, field: &str, unit: Unit, style: NumberStyle) -> i64 {
        let outcome = amount::read(self.get(field), unit, style).and_then(amount::positive);
        self.keep(field, outcome).unwrap_or(0)
    }

    /// An amount of zero or more; empty is zero.
    pub fn money_or_zero(&mut self, field: &str, unit: Unit, style: NumberStyle) -> i64 {
        if self.get(field).is_empty() {
            return 0;
        }
        let outcome = amount::read(self.get(field), unit, style);
        match self.keep(field, outcome) {
            Some(minor) if minor < 0 => self.keep(field, amount::positive(minor)).unwrap_or(0),
            minor => minor.unwrap_or(0),
        }
    }

    /// A quantity of zero or more, in thousandths; empty is zero. Where the form sent its stored value along, an unchanged
    /// value is taken from there, since `1.137` has two readings when typed.
    pub fn quantity(&mut self, field: &str, style: NumberStyle) -> i64 {
        let text = self.get(field);
        let kept = self.get(&format!("{field}-kept")).parse::<i64>().ok();
        if let Some(kept) = kept.filter(|kept| amount::typed(*kept, style) == text) {
            return kept;
        }
        if text.is_empty() {
            return 0;
        }
        let outcome = amount::read(text, Unit::Kg, style).map_err(|refusal| match refusal.code {
            "amount-unreadable" => Refusal { code: "quantity-unreadable", ..refusal },
            "amount-too-large" => Refusal { code: "quantity-too-large", ..refusal },
            "amount-ambiguous" => Refusal { code: "quantity-ambiguous", ..refusal },
            _ => refusal,
        });
        match self.keep(field, outcome) {
            Some(thousandths) if thousandths < 0 => self.keep(field, Err(Refusal::invalid("", "quantity-negative"))).unwrap_or(0),
            thousandths => thousandths.unwrap_or(0),
        }
    }

    pub fn date(&mut self, field: &str) -> NaiveDate {
        let outcome = calendar::read(self.get(field));
        self.keep(field, outcome).unwrap_or_default()
    }

    pub fn maybe_date(&mut self, field: &str) -> Option<NaiveDate> {
        if self.get(field).is_empty() { None } else { Some(self.date(field)) }
    }

    /// A whole number within bounds.
    pub fn number(&mut self, field: &str, bounds: std::ops::RangeInclusive<i64>) -> i64 {
        let outcome = match self.get(field).parse::<i64>() {
            Ok(number) if bounds.contains(&number) => Ok(number),
            Ok(_) => Err(Refusal::invalid("", "number-out-of-range")
                .with("least", Fact::Number(*bounds.start()))
                .with("most", Fact::Number(*bounds.end()))),
            Err(_) => Err(Refusal::invalid("", "number-unreadable")),
        };
        self.keep(field, outcome).unwrap_or(*bounds.start())
    }

    pub fn maybe_number(&mut self, field: &str, bounds: std::ops::RangeInclusive<i64>) -> Option<i64> {
        if self.get(field).is_empty() { None } else { Some(self.number(field, bounds)) }
    }

    /// A percentage, in ppm.
    pub fn percent(&mut self, field: &str) -> i64 {
        let outcome = rate::read_percent(self.get(field));
        self.keep(field, outcome).unwrap_or(0)
    }

    /// One of the codes of the rule book.
    pub fn choice<T: Copy>(&mut self, field: &str, parse: impl Fn(&str) -> Option<T>, otherwise: T) -> T {
        let outcome = parse(self.get(field)).ok_or_else(|| Refusal::invalid("", "choice-unknown"));
        self.keep(field, outcome).unwrap_or(otherwise)
    }

    pub fn flag(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    pub fn id(&mut self, field: &str) -> Uuid {
        let outcome = self.get(field).parse().map_err(|_| Refusal::invalid("", "choice-missing"));
        self.keep(field, outcome).unwrap_or_default()
    }

    /// The key made when the form was shown. A form without one gets a new key.
    pub fn key(&self) -> Uuid {
        self.get("key").parse().unwrap_or_else(|_| Uuid::now_v7())
    }

    /// # Errors
    /// The refusals of the fields read so far.
    pub fn checked(&self) -> Result<(), Error> {
        if self.refusals.is_empty() { Ok(()) } else { Err(self.refusals.clone().into()) }
    }

    /// Takes the refusals of an error, to show them at their fields. Where nothing could be saved, the form keeps its values
    /// and says so. Any other error is returned.
    ///
    /// # Errors
    /// The error itself when it is not about this form.
    pub fn refused(mut self, error: Error) -> Result<Self, Error> {
        match error {
            Error::Refused(refusals) if refusals.iter().all(shown_in_a_form) => {
                self.refusals = refusals;
                Ok(self)
            }
            other => match self.unsaved.as_ref().and_then(|unsaved| unsaved.refusal(&other)) {
                Some(refusal) => {
                    self.refusals = vec![refusal];
                    Ok(self)
                }
                None => Err(other),
            },
        }
    }
}

fn shown_in_a_form(refusal: &Refusal) -> bool {
    use crate::domain::refusal::Kind;
    matches!(refusal.kind, Kind::Invalid | Kind::Conflict | Kind::TooMany)
}
