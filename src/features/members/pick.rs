//! A member is named in a form: by number, document or name, with the others suggested while one types.

use maud::{Markup, html};

use super::Member;
use crate::domain::ids::MemberId;
use crate::domain::names::fold;
use crate::domain::refusal::{Fact, Refusal};

/// The id of the list of suggestions that a page has once.
pub const LIST: &str = "people";

/// `12 · Puma Huamán, Mariano`: as it is suggested, and read again.
pub fn suggestion(member: &Member) -> String {
    format!("{} · {}", member.number, member.name)
}

/// Those who are members still, to choose from.
pub fn suggestions(members: &[Member]) -> Markup {
    html! { datalist id=(LIST) { @for member in members.iter().filter(|member| member.left_on.is_none()) { option value=(suggestion(member)) {} } } }
}

/// Whoever was typed.
///
/// # Errors
/// `member-unknown`.
pub fn picked(members: &[Member], typed: &str) -> Result<MemberId, Refusal> {
    let number = typed.split('·').next().map(str::trim).and_then(|number| number.parse::<i64>().ok());
    let folded = fold(typed);
    let by_number = || members.iter().find(|member| Some(member.number) == number);
    let by_document = || members.iter().find(|member| member.document.as_deref() == Some(typed.trim()));
    let by_name = || members.iter().find(|member| fold(&member.name) == folded);
    let found = by_number().or_else(by_document).or_else(by_name);
    found.map(|member| member.id).ok_or_else(|| Refusal::invalid("member", "member-unknown").with("typed", Fact::Text(typed.to_owned())))
}
