//! A member is chosen in a form: by number, document or name, with suggestions while typing.

use maud::{Markup, html};

use super::Member;
use crate::domain::ids::MemberId;
use crate::domain::names::fold;
use crate::domain::refusal::{Fact, Refusal};

/// The id of the list of suggestions; a page has it once.
pub const LIST: &str = "people";

/// A suggestion, which can be read again: `12 · Puma Huamán, Mariano`.
pub fn suggestion(member: &Member) -> String {
    format!("{} · {}", member.number, member.name)
}

/// The present members, to choose from.
pub fn suggestions(members: &[Member]) -> Markup {
    html! { datalist id=(LIST) { @for member in members.iter().filter(|member| member.left_on.is_none()) { option value=(suggestion(member)) {} } } }
}

/// The member that was typed.
///
/// # Errors
/// `member-unknown`, `member-ambiguous` with the numbers of those who have the same name.
pub fn picked(members: &[Member], typed: &str) -> Result<MemberId, Refusal> {
    let number = typed.split('·').next().map(str::trim).and_then(|number| number.parse::<i64>().ok());
    let folded = fold(typed);
    let by_number = || members.iter().find(|member| Some(member.number) == number);
    let by_document = || members.iter().find(|member| member.document.as_deref() == Some(typed.trim()));
    if let Some(member) = by_number().or_else(by_document) {
        return Ok(member.id);
    }
    let named: Vec<&Member> = members.iter().filter(|member| fold(&member.name) == folded).collect();
    match named.as_slice() {
        [only] => Ok(only.id),
        [] => Err(unknown(typed)),
        many => {
            let numbers: Vec<String> = many.iter().map(|member| member.number.to_string()).collect();
            let refusal = Refusal::invalid("member", "member-ambiguous").with("typed", Fact::Text(typed.to_owned()));
            Err(refusal.with("numbers", Fact::Text(numbers.join(", "))))
        }
    }
}

/// The member typed by a person who is not shown the members: only the document or the whole name counts, which that person
/// knows already. A number identifies nobody, because anybody can guess numbers.
///
/// # Errors
/// `member-unknown`, `member-namesakes`.
pub fn known(members: &[Member], typed: &str) -> Result<MemberId, Refusal> {
    if let Some(member) = members.iter().find(|member| member.document.as_deref() == Some(typed.trim())) {
        return Ok(member.id);
    }
    let folded = fold(typed);
    let mut named = members.iter().filter(|member| member.left_on.is_none() && fold(&member.name) == folded);
    match (named.next(), named.next()) {
        (Some(only), None) => Ok(only.id),
        (None, _) => Err(unknown(typed)),
        (Some(_), Some(_)) => Err(Refusal::invalid("member", "member-namesakes").with("typed", Fact::Text(typed.to_owned()))),
    }
}

fn unknown(typed: &str) -> Refusal {
    Refusal::invalid("member", "member-unknown").with("typed", Fact::Text(typed.to_owned()))
}
