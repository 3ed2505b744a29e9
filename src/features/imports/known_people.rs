//! A notebook of an association that already exists: which of its people are members, and with which number. This is decided
//! before anything is written, so that the preview shows it.

use std::collections::{HashMap, HashSet};

use super::cells::At;
use super::faults::Fault;
use super::keys;
use super::register::Register;
use crate::app::App;
use crate::domain::ids::{AssociationId, MemberId};
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;
use crate::features::members::keep::Person;
use crate::features::members::{self, Member};

/// Names are not compared beyond this many pairs.
const MOST_PAIRS: usize = 4_000_000;

/// Gives the notebook's members the numbers that they already have, and free numbers to the others.
pub async fn settle(app: &App, association: AssociationId, register: &mut Register) -> Result<(), Error> {
    let known = members::all(app.db.read(), association).await?;
    if known.is_empty() || register.members.is_empty() {
        return Ok(());
    }
    let (numbers, asks) = numbered(&known, register);
    let asks = asks.into_iter().map(|(at, refusal)| register.fault(at, "", refusal)).collect::<Vec<Fault>>();
    register.renumber(&numbers);
    register.add_asks(asks);
    Ok(())
}

/// Whether both have a document and the documents differ.
fn differ(member: &Member, person: &Person) -> bool {
    let key = |text: &str| keys::document_key(text);
    member.document.as_deref().zip(person.document.as_deref()).is_some_and(|(a, b)| key(a) != key(b))
}

struct Among<'m> {
    by_document: HashMap<String, &'m Member>,
    by_words: HashMap<Vec<String>, Vec<&'m Member>>,
    by_number: HashMap<i64, &'m Member>,
    words: Vec<(Vec<String>, &'m Member)>,
}

/// Which member somebody is: certain, or to confirm.
enum Found<'m> {
    Sure(&'m Member),
    ByName(&'m Member),
    /// A different person with a similar name.
    Like(&'m Member),
    New,
}

impl<'m> Among<'m> {
    fn of(known: &'m [Member]) -> Self {
        let mut by_words: HashMap<Vec<String>, Vec<&Member>> = HashMap::new();
        known.iter().for_each(|member| by_words.entry(keys::name_words(&member.name)).or_default().push(member));
        let documented = known.iter().filter_map(|member| Some((keys::document_key(member.document.as_deref()?), member)));
        Self {
            by_document: documented.collect(),
            by_words,
            by_number: known.iter().map(|member| (member.number, member)).collect(),
            words: known.iter().map(|member| (keys::name_words(&member.name), member)).collect(),
        }
    }

    fn find(&self, number: Option<i64>, person: &Person, looks: bool) -> Found<'m> {
        if let Some(member) = person.document.as_deref().and_then(|text| self.by_document.get(&keys::document_key(text))) {
            // Where one document has two names, one of them is a slip.
            return if keys::alike(&member.name, &person.name) { Found::Sure(member) } else { Found::ByName(member) };
        }
        let words = keys::name_words(&person.name);
        let numbered = number.and_then(|number| self.by_number.get(&number)).filter(|member| !differ(member, person));
        match (numbered, self.by_words.get(&words).map(Vec::as_slice)) {
            (Some(member), Some(same)) if same.iter().any(|own| own.id == member.id) => Found::Sure(member),
            (_, Some([only])) if !differ(only, person) => Found::ByName(only),
            (Some(member), _) if keys::alike(&member.name, &person.name) => Found::ByName(member),
            _ if !looks => Found::New,
            _ => {
                let like = self.words.iter().find(|(own, member)| keys::close(own, &words) && !differ(member, person));
                like.map_or(Found::New, |(_, member)| Found::Like(member))
            }
        }
    }
}

/// The member's number for each number in the notebook, and what the user must confirm.
fn numbered(known: &[Member], register: &Register) -> (HashMap<i64, i64>, Vec<(At, Refusal)>) {
    let among = Among::of(known);
    let looks = known.len().saturating_mul(register.members.len()) <= MOST_PAIRS;
    let at = |number: &i64| register.member_rows.get(number).copied().unwrap_or(At { sheet: 0, row: 0 });
    let told = |code, member: &Member, person: &Person| {
        let refusal = Refusal::invalid("", code).with("name", Fact::Text(member.name.clone())).with("number", Fact::Number(member.number));
        refusal.with("text", Fact::Text(person.name.chars().take(60).collect()))
    };
    let (mut numbers, mut asks, mut taken) = (HashMap::new(), Vec::new(), HashSet::<MemberId>::new());
    let mut others = Vec::new();
    for (number, person) in &register.members {
        // A number that the import assigned does not identify a person.
        let own = Some(*number).filter(|number| register.given_numbers.contains(number));
        let found = among.find(own, person, looks);
        match found {
            Found::Sure(member) | Found::ByName(member) if taken.insert(member.id) => {
                if matches!(found, Found::ByName(_)) {
                    asks.push((at(number), told("import-member-known", member, person)));
                }
                numbers.insert(*number, member.number);
            }
            Found::Like(member) => {
                asks.push((at(number), told("import-member-like", member, person)));
                others.push(*number);
            }
            _ => others.push(*number),
        }
    }
    let mut used: HashSet<i64> = known.iter().map(|member| member.number).collect();
    let most = used.iter().chain(register.members.iter().map(|(number, _)| number)).max().copied().unwrap_or(0);
    let mut next = most + 1;
    for number in others {
        let given = if used.insert(number) { number } else { next };
        if given != number {
            next += 1;
            // A person without a number in the notebook is not told of a new one.
            if register.given_numbers.contains(&number) {
                let refusal = Refusal::invalid("", "import-renumbered").with("number", Fact::Text(number.to_string()));
                asks.push((at(&number), refusal.with("given", Fact::Number(given))));
            }
        }
        numbers.insert(number, given);
    }
    (numbers, asks)
}
