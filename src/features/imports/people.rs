//! The people of a notebook, and who is meant where a loan or a payment names one.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::cells::{At, RowReader};
use super::files::Cell;
use super::headers::Field;
use super::keys;
use super::{values, words};
use crate::domain::member::Sex;
use crate::domain::names::uncapitalised;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::text::Line;
use crate::features::members::keep::Person;

/// A person of the padrón, or one that a loan names where there is no padrón.
pub struct Listed {
    pub at: At,
    pub number: i64,
    pub person: Person,
    /// What the padrón says that they owe, where it has such a column.
    pub balance_minor: Option<i64>,
}

/// Incomplete names are searched for among at most this many people.
pub(super) const MOST_LOOKED_THROUGH: usize = 5_000;

/// The people by code, document and name. The names of rows with faults are known too, so that one fault does not cause others.
#[derive(Default)]
pub struct People {
    pub listed: Vec<Listed>,
    /// The row's place by number or code; the index in `listed` where the row has no fault.
    pub(super) codes: HashMap<String, (At, Option<usize>)>,
    /// People who have a code.
    pub(super) coded: HashSet<usize>,
    pub(super) documents: HashMap<String, (At, Option<usize>)>,
    pub(super) names: HashMap<String, Vec<Option<usize>>>,
    pub(super) words: HashMap<Vec<String>, Vec<Option<usize>>>,
    /// The same by how they sound.
    pub(super) sounds: HashMap<Vec<String>, Vec<Option<usize>>>,
    /// Whether there is a padrón.
    pub padron: bool,
    /// People who need a number.
    pub(super) unnumbered: Vec<usize>,
    /// Names already searched for, and whom they may mean: a notebook repeats them.
    looked_for: RefCell<HashMap<Vec<String>, Vec<Option<usize>>>>,
}

/// A person, or a row with a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Listed(usize),
    /// Named by a row that has a fault of its own.
    Faulty,
}

impl Who {
    pub fn listed(self) -> Option<usize> {
        match self {
            Self::Listed(place) => Some(place),
            Self::Faulty => None,
        }
    }
}

/// The person that a name means.
pub struct Meant {
    pub who: Who,
    /// What the user must confirm, where the name is not written as in the padrón.
    pub doubt: Option<(Field, Refusal)>,
}

impl People {
    pub fn read_row(&mut self, row: &mut RowReader<'_>) {
        self.padron = true;
        let before = row.faults.count;
        let at = row.at;
        let code = row.maybe_text(Field::Number).map(|text| keys::code(&text)).filter(|code| !code.is_empty());
        let used = |at: At| Fact::Number(i64::from(at.row));
        if let Some((earlier, _)) = code.as_ref().and_then(|code| self.codes.get(code)) {
            row.fault(Field::Number, Refusal::invalid("", "number-used").with("row", used(*earlier)));
        }
        let number = row.said(Field::Number).as_deref().and_then(keys::number_of);
        let name = row.text(Field::Name, "name-missing").map(|name| Line::kept(uncapitalised(&name)));
        let document = document(row);
        if let Some(document) = &document
            && let Some((earlier, other)) = self.documents.get(&keys::document_key(document))
        {
            let same = other.and_then(|other| self.listed.get(other)).is_none_or(|other| other.person.document.as_ref() == Some(document));
            let refusal = |code| Refusal::invalid("", code).with("row", used(*earlier));
            if same {
                row.fault(Field::Document, refusal("document-used-in-row"));
            } else {
                row.ask(Field::Document, refusal("import-document-zero"));
            }
        }
        // A signature, or a place's name above its people, is alone in its row.
        let alone = row.cells.iter().filter(|cell| **cell != Cell::Empty).count() == 1 && name.is_some();
        if alone && (row.table.has(Field::Number) || row.table.has(Field::Document)) {
            row.ask(Field::Name, Refusal::invalid("", "import-name-alone").with("text", Fact::Text(row.said(Field::Name).unwrap_or_default())));
        }
        let sex = row.word_or(Field::Sex, words::sex, "sex-unknown", Sex::Unsaid);
        let birth_year = if row.is_empty(Field::Born) {
            None
        } else {
            let read = values::birth_year(row.cell(Field::Born));
            row.keep(Field::Born, read)
        };
        let (community, phone) = (row.maybe_text(Field::Community), row.maybe_text(Field::Phone));
        let joined_on = joined(row);
        let balance_minor = row.figure(Field::Balance);
        let person = name.clone().zip(sex).map(|(name, sex)| Person {
            name,
            document: document.clone(),
            sex,
            birth_year,
            community,
            phone,
            joined_on,
            left_on: None,
        });
        let place = person.filter(|_| row.faults.count == before).map(|person| {
            self.listed.push(Listed { at, number: number.unwrap_or(0), person, balance_minor });
            self.listed.len() - 1
        });
        if let (None, Some(place)) = (number, place) {
            self.unnumbered.push(place);
        }
        self.know(at, code, document.as_deref(), name.as_deref(), place, row);
    }

    fn know(&mut self, at: At, code: Option<String>, document: Option<&str>, name: Option<&str>, place: Option<usize>, row: &mut RowReader<'_>) {
        if let Some(code) = code {
            self.codes.entry(code).or_insert((at, place));
            self.coded.extend(place);
        }
        if let Some(document) = document {
            self.documents.entry(keys::document_key(document)).or_insert((at, place));
        }
        let Some(name) = name else { return };
        let same = self.names.entry(keys::name(name)).or_default();
        let turned = self.words.entry(keys::name_words(name)).or_default();
        let row_of = |place: Option<usize>| place.and_then(|place| self.listed.get(place)).map_or(0, |listed| i64::from(listed.at.row));
        if let Some(earlier) = same.first() {
            row.ask(Field::Name, Refusal::invalid("", "import-same-name").with("row", Fact::Number(row_of(*earlier))));
        } else if let Some(earlier) = turned.first() {
            row.ask(Field::Name, Refusal::invalid("", "import-turned-name").with("row", Fact::Number(row_of(*earlier))));
        } else if let Some(earlier) = self.sounds.get(&keys::sounds(&keys::name_words(name))).and_then(|places| places.first()) {
            let called = earlier.and_then(|place| self.listed.get(place)).map(|listed| listed.person.name.to_string()).unwrap_or_default();
            let refusal = Refusal::invalid("", "import-like-name").with("row", Fact::Number(row_of(*earlier)));
            row.ask(Field::Name, refusal.with("name", Fact::Text(called)));
        }
        same.push(place);
        turned.push(place);
        self.sounds.entry(keys::sounds(&keys::name_words(name))).or_default().push(place);
        self.looked_for.get_mut().clear();
    }

    /// Adds a person whom a loan names where there is no padrón.
    fn derive(&mut self, row: &RowReader<'_>, code: Option<&str>, document: Option<&str>, name: Option<&str>) -> Option<usize> {
        let called = name.or(code)?;
        let person = Person {
            name: Line::kept(uncapitalised(&Line::parse(called).ok()?)),
            document: document.and_then(|text| Line::parse(text).ok()),
            sex: Sex::Unsaid,
            birth_year: None,
            community: None,
            phone: None,
            joined_on: None,
            left_on: None,
        };
        let number = code.and_then(keys::number_of);
        self.listed.push(Listed { at: row.at, number: number.unwrap_or(0), person, balance_minor: None });
        let place = self.listed.len() - 1;
        if number.is_none() {
            self.unnumbered.push(place);
        }
        if let Some(code) = code.map(keys::code).filter(|code| !code.is_empty()) {
            self.codes.insert(code, (row.at, Some(place)));
            self.coded.insert(place);
        }
        if let Some(document) = document {
            self.documents.insert(keys::document_key(document), (row.at, Some(place)));
        }
        self.names.entry(keys::name(called)).or_default().push(Some(place));
        self.words.entry(keys::name_words(called)).or_default().push(Some(place));
        self.sounds.entry(keys::sounds(&keys::name_words(called))).or_default().push(Some(place));
        self.looked_for.get_mut().clear();
        Some(place)
    }

    /// The person that a row means, by its columns for number, document and name, which must agree. Without a padrón, a person
    /// whom a loan names is added to the people.
    ///
    /// # Errors
    /// The faulty column with its refusal.
    pub fn meant(&mut self, row: &RowReader<'_>, may_add: bool) -> Result<Meant, (Field, Refusal)> {
        let by_member = row.said(Field::Member);
        let by_document = row.said(Field::Document).and_then(|text| keys::document(&text));
        let by_name = row.said(Field::Name);
        let Some((field, first)) = [(Field::Member, &by_member), (Field::Document, &by_document), (Field::Name, &by_name)]
            .into_iter()
            .find_map(|(field, text)| Some((field, text.as_deref()?)))
        else {
            return Err((Field::Member, Refusal::invalid("", "field-missing")));
        };
        // A column of members may hold names as well as numbers.
        let named = |text: &str| !text.contains(|c: char| c.is_ascii_digit());
        match self.find(field, first) {
            Ok(mut meant) => {
                for (other, text) in [(Field::Document, &by_document), (Field::Name, &by_name)] {
                    let Some(text) = text.as_deref().filter(|_| other != field) else { continue };
                    match (meant.who, self.agrees(meant.who, other, text)) {
                        (_, true) => {}
                        _ => {
                            return Err((
                                other,
                                Refusal::invalid("", "import-member-disagrees")
                                    .with("a", Fact::Text(first.to_owned()))
                                    .with("b", Fact::Text(text.to_owned())),
                            ));
                        }
                    }
                }
                meant.doubt = meant.doubt.filter(|_| by_name.is_none() || field == Field::Name);
                Ok(meant)
            }
            Err(refusal) if refusal.code == "import-name-shared" => Err((field, refusal)),
            Err(refusal) => {
                if let Some(meant) = self.adopted(field, by_member.as_deref(), by_document.as_deref(), by_name.as_deref(), row.at) {
                    return Ok(meant);
                }
                if self.padron || !may_add {
                    return Err((field, refusal));
                }
                let (code, name) = match by_member.as_deref() {
                    Some(text) if named(text) && by_name.is_none() => (None, Some(text)),
                    code => (code, by_name.as_deref()),
                };
                // One document of two people is a slip in one of them.
                if let Some(other) = by_document.as_deref().and_then(|text| self.of_document(text)) {
                    let told = |text: &str| Fact::Text(text.chars().take(60).collect());
                    let refusal = Refusal::invalid("", "import-member-disagrees").with("a", told(name.unwrap_or(first))).with("b", told(other));
                    return Err((Field::Document, refusal));
                }
                let name = name.or(by_document.as_deref());
                let doubt = name.and_then(|name| self.like(name)).map(|refusal| (field, refusal));
                let place = self.derive(row, code, by_document.as_deref(), name);
                place.map(|place| Meant { who: Who::Listed(place), doubt }).ok_or((field, Refusal::invalid("", "field-unreadable")))
            }
        }
    }

    pub(super) fn find(&self, field: Field, text: &str) -> Result<Meant, Refusal> {
        let sure = |place: &Option<usize>| Meant { who: place.map_or(Who::Faulty, Who::Listed), doubt: None };
        let unknown = || Refusal::invalid("", "no-such-member").with("number", Fact::Text(text.chars().take(60).collect()));
        let code = keys::code(text);
        if field == Field::Member
            && let Some((_, place)) = self.codes.get(&code)
        {
            return Ok(sure(place));
        }
        let figures = text.chars().filter(char::is_ascii_digit).count();
        if (field == Field::Document || figures >= 6)
            && let Some((_, place)) = self.documents.get(&keys::document_key(text))
        {
            return Ok(sure(place));
        }
        if figures > 0 {
            return Err(unknown());
        }
        let shared = || Refusal::invalid("", "import-name-shared").with("text", Fact::Text(text.chars().take(60).collect()));
        if let Some(found) = self.names.get(&keys::name(text)) {
            return if let [place] = found.as_slice() { Ok(sure(place)) } else { Err(shared()) };
        }
        let words = keys::name_words(text);
        let found = match self.words.get(&words) {
            Some(found) => found.clone(),
            // Comparing each name with all others is for notebooks; whole registers are too large.
            None if self.listed.len() > MOST_LOOKED_THROUGH => Vec::new(),
            None => self.close_to(&words),
        };
        match found.as_slice() {
            [] => Err(self.unnamed(text)),
            [place] => {
                let known = place.and_then(|place| self.listed.get(place)).map(|listed| listed.person.name.to_string()).unwrap_or_default();
                if keys::turned(text, &known) {
                    return Ok(sure(place));
                }
                let doubt = Refusal::invalid("", "import-name-close")
                    .with("text", Fact::Text(text.chars().take(60).collect()))
                    .with("name", Fact::Text(known));
                Ok(Meant { doubt: Some((field, doubt)), ..sure(place) })
            }
            _ => Err(shared()),
        }
    }

    fn close_to(&self, words: &[String]) -> Vec<Option<usize>> {
        if let Some(found) = self.looked_for.borrow().get(words) {
            return found.clone();
        }
        let close = self.words.iter().filter(|(own, _)| keys::close(own, words));
        let mut found: Vec<Option<usize>> = close.flat_map(|(_, places)| places.clone()).collect();
        if found.is_empty() {
            found = self.sounds.get(&keys::sounds(words)).cloned().unwrap_or_default();
        }
        self.looked_for.borrow_mut().insert(words.to_vec(), found.clone());
        found
    }

    /// Gives numbers to people without one. Where two codes have the same figure the first keeps it, and the user is told the
    /// others' new numbers.
    pub fn number(&mut self) -> Vec<(At, Refusal)> {
        let mut seen = HashSet::new();
        let listed = self.listed.iter().enumerate();
        let clashing: Vec<usize> = listed.filter(|(_, own)| own.number > 0 && !seen.insert(own.number)).map(|(place, _)| place).collect();
        let mut next = self.listed.iter().map(|listed| listed.number).max().unwrap_or(0) + 1;
        let mut told = Vec::new();
        for place in self.unnumbered.iter().chain(&clashing) {
            let Some(listed) = self.listed.get_mut(*place) else { continue };
            if listed.number > 0 {
                let number = Fact::Text(listed.number.to_string());
                told.push((listed.at, Refusal::invalid("", "import-renumbered").with("number", number).with("given", Fact::Number(next))));
            }
            listed.number = next;
            next += 1;
        }
        told
    }
}

/// When somebody joined: a day, or a year alone, which counts from its first day.
fn joined(row: &mut RowReader<'_>) -> Option<NaiveDate> {
    let year = row.said(Field::Joined)?.parse::<i32>().ok().filter(|year| (1950..=2100).contains(year));
    match year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1)) {
        Some(first) => Some(first),
        None => row.maybe_date(Field::Joined),
    }
}

fn document(row: &mut RowReader<'_>) -> Option<Line> {
    let text = keys::document(&row.said(Field::Document)?)?;
    let read = Line::parse(&text);
    row.keep(Field::Document, read)
}
