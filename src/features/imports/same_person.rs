//! Whether two rows mean one person: by their other columns, where the number or the document alone does not decide.

use super::cells::{At, RowReader};
use super::headers::Field;
use super::keys;
use super::people::{MOST_LOOKED_THROUGH, Meant, People, Who};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::text::Line;

fn short(text: &str) -> Fact {
    Fact::Text(text.chars().take(60).collect())
}

impl People {
    /// Whether a person has this name or document.
    pub(super) fn agrees(&self, who: Who, field: Field, text: &str) -> bool {
        let Some(listed) = who.listed().and_then(|place| self.listed.get(place)) else { return true };
        match field {
            Field::Document => {
                let key = keys::document_key(text);
                let of_another = self.documents.get(&key).is_some_and(|(_, place)| place.is_some() && *place != who.listed());
                !of_another && listed.person.document.as_ref().is_none_or(|own| keys::document_key(own) == key)
            }
            _ => {
                let (own, words) = (keys::name_words(&listed.person.name), keys::name_words(text));
                own == words || keys::close(&own, &words) || keys::slip(&listed.person.name, text)
            }
        }
    }

    /// The column by which a row that names somebody's loan names another person.
    pub fn disagreement(&self, who: usize, row: &RowReader<'_>) -> Option<(Field, Refusal)> {
        let document = row.said(Field::Document).and_then(|text| keys::document(&text));
        let said = [(Field::Member, row.said(Field::Member)), (Field::Document, document), (Field::Name, row.said(Field::Name))];
        said.into_iter().find_map(|(field, text)| Some((field, self.misnamed(who, field, &text?)?)))
    }

    /// The refusal where a number, document or name belongs to another person.
    pub fn misnamed(&self, who: usize, field: Field, text: &str) -> Option<Refusal> {
        let own = self.listed.get(who)?;
        let same = match (field, self.find(field, text)) {
            (_, Ok(meant)) if meant.who == Who::Listed(who) || meant.who == Who::Faulty => true,
            (Field::Document, _) => self.agrees(Who::Listed(who), field, text),
            // A number that nobody has may belong to a person without one.
            (Field::Member, Err(_)) if text.contains(|c: char| c.is_ascii_digit()) => !self.coded.contains(&who),
            (_, Ok(_)) => false,
            // `Rosa` is enough beside the loan's number.
            (_, Err(_)) => {
                let (own, words) = (keys::name_words(&own.person.name), keys::name_words(text));
                self.agrees(Who::Listed(who), Field::Name, text) || !words.is_empty() && words.iter().all(|word| own.contains(word))
            }
        };
        let refusal = || Refusal::invalid("", "import-member-disagrees").with("a", short(text)).with("b", short(&own.person.name));
        (!same).then(refusal)
    }

    /// A person whose number or document is unknown and whose name is known: they are the same unless their own number or
    /// document differs. The missing number or document becomes theirs, and the user is asked to confirm.
    pub(super) fn adopted(&mut self, field: Field, code: Option<&str>, document: Option<&str>, name: Option<&str>, at: At) -> Option<Meant> {
        let name = name.filter(|_| field != Field::Name)?;
        let found = self.find(Field::Name, name).ok().filter(|found| found.doubt.is_none())?;
        let place = found.who.listed()?;
        let code = code.filter(|text| text.contains(|c: char| c.is_ascii_digit())).map(|text| (keys::code(text), keys::number_of(text)));
        let known = self.listed.get(place)?.person.document.as_deref().map(keys::document_key);
        let other_document = document.zip(known.as_ref()).is_some_and(|(text, known)| keys::document_key(text) != *known);
        let other_code =
            code.as_ref().is_some_and(|(code, _)| self.coded.contains(&place) && self.codes.get(code).is_none_or(|(_, own)| *own != Some(place)));
        if other_document || other_code {
            return None;
        }
        let listed = self.listed.get_mut(place)?;
        if let Some(document) = document.filter(|_| known.is_none()) {
            listed.person.document = Line::parse(document).ok();
            self.documents.insert(keys::document_key(document), (at, Some(place)));
        }
        if let Some((code, number)) = code.filter(|_| self.coded.insert(place)) {
            self.codes.insert(code, (at, Some(place)));
            if let Some(number) = number.filter(|_| listed.number == 0) {
                listed.number = number;
                self.unnumbered.retain(|own| *own != place);
            }
        }
        let written = [document, Some(name)].into_iter().flatten().next().unwrap_or(name);
        let refusal =
            Refusal::invalid("", "import-known-by-name").with("text", short(written)).with("name", short(&self.listed.get(place)?.person.name));
        Some(Meant { doubt: Some((field, refusal)), ..found })
    }

    /// The name of whoever has this document.
    pub(super) fn of_document(&self, text: &str) -> Option<&str> {
        let (_, place) = self.documents.get(&keys::document_key(text))?;
        place.and_then(|place| self.listed.get(place)).map(|listed| &*listed.person.name)
    }

    /// Nobody is called so; whose name is a slip of the hand away is told.
    pub(super) fn unnamed(&self, text: &str) -> Refusal {
        let near = self.a_slip_away(text).and_then(|place| self.listed.get(place)).map(|listed| short(&listed.person.name));
        let refusal = Refusal::invalid("", if near.is_some() { "import-name-slip" } else { "import-name-unknown" }).with("text", short(text));
        near.into_iter().fold(refusal, |refusal, name| refusal.with("name", name))
    }

    fn a_slip_away(&self, text: &str) -> Option<usize> {
        if self.listed.len() > MOST_LOOKED_THROUGH {
            return None;
        }
        let sorted = |name: &str| keys::name_words(name).join(" ");
        let own = sorted(text);
        self.listed.iter().position(|listed| keys::slip(&own, &sorted(&listed.person.name)))
    }

    /// An existing person with the same or a similar name, searched for before another is added.
    pub(super) fn like(&self, name: &str) -> Option<Refusal> {
        let same = self.names.get(&keys::name(name)).map(|places| (places, "import-same-name"));
        let turned = || self.words.get(&keys::name_words(name)).map(|places| (places, "import-turned-name"));
        let (place, code) = match same.or_else(turned) {
            Some((places, code)) => (places.first().copied().flatten()?, code),
            None => {
                let close = self.find(Field::Name, name).ok().filter(|found| found.doubt.is_some()).and_then(|found| found.who.listed());
                (close.or_else(|| self.a_slip_away(name))?, "import-like-name")
            }
        };
        let listed = self.listed.get(place)?;
        let row = Fact::Number(i64::from(listed.at.row));
        Some(Refusal::invalid("", code).with("row", row).with("name", short(&listed.person.name)))
    }
}
