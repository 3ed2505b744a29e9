//! Installments on two days of each month, as the 15th and the last. No period of the rule book is that, so the loan is kept as
//! one that was agreed on those days. `Quincenal` alone may also mean every two weeks.

use chrono::{Datelike, NaiveDate};

use super::cells::RowReader;
use super::choices::Choices;
use super::headers::Field;
use super::term::Term;
use super::terms::Said;
use crate::domain::calendar::{Period, add_months, stepped};
use crate::domain::names::fold;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::schedule::{Agreed, Method, Terms, build};

/// The last day of a month, whichever that is.
const LAST: u32 = 31;
const USUAL: HalfMonths = HalfMonths { early: 15, late: LAST };

/// Two days of each month. A month that is shorter has its last day instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HalfMonths {
    early: u32,
    late: u32,
}

/// The two days that a text names: `15 y fin de mes`, `los días 15 y 30`, `quincena y fin de mes`.
pub fn days(text: &str) -> Option<HalfMonths> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut days: Vec<u32> = words.iter().filter_map(|word| word.parse().ok()).collect();
    if words.iter().any(|word| ["fin", "final", "ultimo", "fines"].contains(word)) {
        if days.is_empty() && words.iter().any(|word| word.starts_with("quincena")) {
            days.push(USUAL.early);
        }
        days.push(LAST);
    }
    let [early, late] = days.as_slice() else { return None };
    (1 <= *early && early < late && *late <= LAST).then_some(HalfMonths { early: *early, late: *late })
}

/// Whether a text says twice a month, or every two weeks: one cannot tell which.
fn is_loose(text: &str) -> bool {
    let folded = fold(text);
    folded.contains("quincen") || folded.contains("15 dias")
}

impl HalfMonths {
    fn of_month(self, month: NaiveDate) -> [NaiveDate; 2] {
        [self.early, self.late].map(|day| {
            let last = add_months(month.with_day(1).unwrap_or(month), 1).pred_opt().unwrap_or(month);
            last.with_day(day.min(last.day())).unwrap_or(last)
        })
    }

    /// So many days from the first one on; none where the first is no such day.
    fn from(self, first: NaiveDate, count: u32) -> Option<Vec<NaiveDate>> {
        let month = first.with_day(1)?;
        let all = (0..=count).flat_map(|k| self.of_month(add_months(month, k))).filter(|day| *day >= first);
        let days: Vec<NaiveDate> = all.take(count as usize).collect();
        (days.first() == Some(&first)).then_some(days)
    }

    fn next_after(self, day: NaiveDate) -> NaiveDate {
        let both = [day, add_months(day, 1)].into_iter().flat_map(|month| self.of_month(month));
        both.into_iter().find(|own| *own > day).unwrap_or(day)
    }

    /// The two days that the first one belongs to.
    fn of_first(first: NaiveDate) -> Option<Self> {
        let late = if first.day() == 30 { 30 } else { LAST };
        Some(Self { late, ..USUAL }).filter(|own| own.of_month(first).contains(&first))
    }
}

/// The days on which a loan's installments fall due, where its row says so or its own days show it. What is read is asked about
/// where the words may mean the other too.
pub fn halves(row: &mut RowReader<'_>, choices: &Choices, said: &Said) -> Option<HalfMonths> {
    let texts: Vec<String> = [Field::Period, Field::Method, Field::Installments].into_iter().filter_map(|field| row.said(field)).collect();
    if let Some(named) = texts.iter().find_map(|text| days(text)) {
        return Some(named);
    }
    if !texts.iter().any(|text| is_loose(text)) {
        return None;
    }
    if let Some(answer) = &choices.fortnight {
        return days(answer);
    }
    let shown = said.first_due.and_then(HalfMonths::of_first);
    let count = counted(said);
    let by_weeks =
        said.first_due.zip(said.last_due).zip(count).is_some_and(|((first, last), count)| stepped(first, Period::Week, 2, count - 1) == last);
    match shown.filter(|_| !by_weeks) {
        Some(own) => {
            let late = if own.late == LAST { "last" } else { "30" };
            row.ask(Field::Period, Refusal::invalid("", "import-fortnight-halves").with("late", Fact::Text(late.to_owned())));
            Some(own)
        }
        None => {
            row.ask(Field::Period, Refusal::invalid("", "import-fortnight"));
            None
        }
    }
}

fn counted(said: &Said) -> Option<u32> {
    said.installments.or_else(|| match said.term? {
        Term::Months(months) => Some(months * 2),
        Term::Days(days) if days.is_multiple_of(15) => Some(days / 15),
        _ => None,
    })
}

/// The terms of a loan that falls due on two days of each month: as agreed on those days, with the principal in equal parts.
pub fn terms(row: &mut RowReader<'_>, said: &Said, halves: HalfMonths, own: Terms) -> Option<Terms> {
    let Some(count) = counted(said).filter(|count| *count > 0) else {
        row.fault(Field::Installments, Refusal::invalid("", "import-count-missing"));
        return None;
    };
    match said.method {
        Some(Method::EqualPrincipal) => {}
        // Without interest all ways are one.
        _ if own.rate_ppm == 0 => {}
        None => {
            row.fault(Field::Method, Refusal::invalid("", "import-method-missing"));
            return None;
        }
        Some(_) => {
            row.fault(Field::Method, Refusal::invalid("", "import-fortnight-method"));
            return None;
        }
    }
    let first = said.first_due.unwrap_or_else(|| halves.next_after(own.disbursed_on));
    let Some(days) = halves.from(first, count) else {
        row.fault(Field::FirstDue, Refusal::invalid("", "import-fortnight-first").with("date", Fact::Date(first)));
        return None;
    };
    let last = days.last().copied().unwrap_or(first);
    if said.last_due.is_some_and(|told| told != last) {
        row.fault(Field::LastDue, Refusal::invalid("", "import-due-differs").with("date", Fact::Date(last)));
        return None;
    }
    if said.first_due.is_none() {
        row.ask(Field::FirstDue, Refusal::invalid("", "import-due-assumed").with("date", Fact::Date(first)));
    }
    let monthly = Terms { method: Method::EqualPrincipal, installments: count, first_due_on: first, every: 1, unit: Period::Month, ..own.clone() };
    let parts = row.keep(Field::Amount, build(&monthly))?;
    let custom = days.into_iter().zip(parts).map(|(due_on, part)| Agreed { due_on, principal: part.principal }).collect();
    let ungraced = Terms { grace_principal: 0, grace_interest: 0, ..own };
    Some(Terms { method: Method::Custom, installments: count, first_due_on: first, every: 1, unit: Period::Month, custom, ..ungraced })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_days_of_each_month_are_named() {
        let both = |early, late| Some(HalfMonths { early, late });
        for (text, read) in [
            ("15 y fin de mes", both(15, 31)),
            ("Los días 15 y 30", both(15, 30)),
            ("quincena y fin de mes", both(15, 31)),
            ("cada 15 y último", both(15, 31)),
            ("1 y 15 de cada mes", both(1, 15)),
            ("quincenal", None),
            ("cada 15 días", None),
            ("fin de mes", None),
            ("30 y 15", None),
            ("6 cuotas", None),
        ] {
            assert_eq!(days(text), read, "{text}");
        }
    }

    #[test]
    fn a_short_month_has_its_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let said = |days: Option<Vec<NaiveDate>>| days.map(|days| days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
        assert_eq!(said(USUAL.from(day("2025-01-31"), 4)).as_deref(), Some("2025-01-31 2025-02-15 2025-02-28 2025-03-15"));
        let thirty = HalfMonths { early: 15, late: 30 };
        assert_eq!(said(thirty.from(day("2025-02-15"), 3)).as_deref(), Some("2025-02-15 2025-02-28 2025-03-15"));
        assert_eq!(USUAL.from(day("2025-01-30"), 2), None);
        assert_eq!(USUAL.next_after(day("2025-01-31")), day("2025-02-15"));
        assert_eq!(USUAL.next_after(day("2025-02-15")), day("2025-02-28"));
    }
}
