//! The terms of a loan, from its row. What a row does not say is derived from what it says, or asked of the user; it is never
//! guessed.

use chrono::{Days, NaiveDate};

use super::cells::RowReader;
use super::choices::Choices;
use super::files::Cell;
use super::fortnights::{self, HalfMonths};
use super::headers::Field;
use super::loans::AgreedPart;
use super::term::{Term, term};
use super::values::{self, ReadRate};
use super::words;
use crate::domain::calendar::{Period, add_months, stepped};
use crate::domain::rate::{Per, WHOLE_PPM};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::rules::FundRules;
use crate::domain::schedule::{MAX_EVERY, Method, Terms, build};

/// An installment may differ by this much through rounding: one step of cash. Minor units.
pub const NEAR_MINOR: i64 = 10;
/// Months of 30 days and calendar months drift apart by this many days in two years.
const NEAR_DAYS: i64 = 10;
const MONTH_DAYS: i64 = 31;
/// A rate without a period is taken as monthly up to 10 %; a higher one is refused.
const MOST_A_MONTH_PPM: i64 = WHOLE_PPM / 10;

/// What a row says about how a loan is repaid.
pub(super) struct Said {
    pub method: Option<Method>,
    pub installments: Option<u32>,
    pub term: Option<Term>,
    pub period: Period,
    pub every: u32,
    /// Two days of each month on which installments fall due, where that is so.
    pub halves: Option<HalfMonths>,
    /// Whether the row gives the time between installments.
    pub stepped: bool,
    pub first_due: Option<NaiveDate>,
    pub last_due: Option<NaiveDate>,
}

impl Said {
    /// Of a loan whose installments stand elsewhere.
    pub const NOTHING: Self = Self {
        method: None,
        installments: None,
        term: None,
        period: Period::Month,
        every: 1,
        halves: None,
        stepped: false,
        first_due: None,
        last_due: None,
    };
}

pub fn read(
    row: &mut RowReader<'_>,
    choices: &Choices,
    rules: &FundRules,
    lent: i64,
    began_on: NaiveDate,
    agreed: Option<&[AgreedPart]>,
) -> Option<Terms> {
    let before = row.faults.count;
    let mut said = said(row, choices);
    let grace_principal = row.number_or(Field::GracePrincipal, 0);
    let grace_interest = row.number_or(Field::GraceInterest, 0);
    let small = |number: Option<i64>| number.map(|number| u32::try_from(number).unwrap_or(u32::MAX));
    if let Some(parts) = agreed {
        return super::agreed::terms(row, choices, rules, lent, began_on, parts);
    }
    if said.method == Some(Method::Custom) {
        row.fault(Field::Method, Refusal::invalid("", "import-schedule-missing"));
    }
    let rate = rate(row, choices, lent, &said);
    if row.faults.count > before {
        return None;
    }
    let rate = rate?;
    let (installments, first_due_on) = match said.halves {
        Some(_) => (1, began_on),
        None => {
            apart(row, &mut said, began_on)?;
            dues(row, &said, began_on)?
        }
    };
    let mut terms = Terms {
        method: Method::Bullet,
        principal: lent,
        disbursed_on: began_on,
        installments,
        first_due_on,
        every: said.every,
        unit: said.period,
        rate_ppm: rate.ppm,
        rate_per: rate.per.unwrap_or(Per::Month),
        day_count: rules.day_count,
        grace_principal: small(grace_principal)?,
        grace_interest: small(grace_interest)?,
        rounding_step: rules.rounding_step_minor,
        custom: Vec::new(),
    };
    terms = match said.halves {
        Some(halves) => fortnights::terms(row, &said, halves, terms)?,
        None => Terms { method: method(row, &said, &terms)?, ..terms },
    };
    if rate.per.is_none() {
        ask_per(row, &terms);
    }
    Some(terms)
}

/// A rate without a period is taken as monthly and the user is asked, unless the notebook's own installment proves it, or the
/// header is the template's, which means the month.
pub(super) fn ask_per(row: &mut RowReader<'_>, terms: &Terms) {
    let own = super::headers::plain(row.header(Field::Rate)) == super::headers::plain("Tasa %");
    if own || terms.rate_ppm == 0 {
        return;
    }
    let shown = row.figure(Field::Payment).filter(|payment| *payment > 0).is_some_and(|payment| {
        let schedule = build(terms).unwrap_or_default();
        schedule.iter().any(|part| (part.principal + part.interest - payment).abs() <= NEAR_MINOR)
    });
    if !shown {
        let told = Fact::Text(format!("{} %", crate::domain::rate::percent(terms.rate_ppm)));
        row.ask(Field::Rate, Refusal::invalid("", "import-rate-per-assumed").with("text", told));
    }
}

fn said(row: &mut RowReader<'_>, choices: &Choices) -> Said {
    // `Forma de pago: mensual` gives the frequency and not the method.
    let paid_every = row.said(Field::Method).filter(|text| words::method(text).is_none()).and_then(|text| values::period(&text));
    let method = if row.is_empty(Field::Method) || paid_every.is_some() {
        choices.method.as_deref().and_then(words::method)
    } else {
        row.word(Field::Method, words::method, "method-unknown")
    };
    let installments =
        if row.is_empty(Field::Installments) { None } else { row.number(Field::Installments).map(|count| u32::try_from(count).unwrap_or(u32::MAX)) };
    let term = if row.is_empty(Field::Term) {
        None
    } else {
        let read = term(row.cell(Field::Term), row.header(Field::Term));
        let text = row.said(Field::Term).unwrap_or_default();
        row.keep(Field::Term, read.ok_or_else(|| Refusal::invalid("", "import-term").with("text", Fact::Text(text))))
    };
    let counted_in = row.said(Field::Installments).and_then(|text| behind(&text)).or(paid_every);
    let (period, times) = if !row.is_empty(Field::Period) {
        let own = row.word(Field::Period, values::period, "step-unknown").unwrap_or((Period::Month, 1));
        if counted_in.is_some_and(|other| other != own) {
            row.fault(Field::Installments, Refusal::invalid("", "import-period-differs"));
        }
        own
    } else if let Some(own) = counted_in {
        own
    } else if matches!(term, Some(Term::Weeks(_))) {
        (Period::Week, 1)
    } else {
        (Period::Month, 1)
    };
    let stepped = counted_in.is_some() || !row.is_empty(Field::Period) || !row.is_empty(Field::Every);
    let every =
        row.number_or(Field::Every, 1).and_then(|every| u32::try_from(every).ok()).filter(|every| *every <= MAX_EVERY).unwrap_or(u32::MAX / 16);
    let (first_due, last_due) = (row.maybe_date(Field::FirstDue), row.maybe_date(Field::LastDue));
    let mut said = Said { method, installments, term, period, every: every.saturating_mul(times), halves: None, stepped, first_due, last_due };
    if (period, times) == (Period::Week, 2) && method != Some(Method::Bullet) {
        said.halves = fortnights::halves(row, choices, &said);
    }
    said
}

/// The period after a count: `24 semanales`, `6 cuotas trimestrales`.
fn behind(text: &str) -> Option<(Period, u32)> {
    let words = text.trim().trim_start_matches(|c: char| c.is_ascii_digit());
    words.split_whitespace().find_map(values::period)
}

/// The time between installments where the row gives their count and the term: as written if the last installment then falls
/// due at the term's end, else the term divided by the count; refused where neither fits.
fn apart(row: &mut RowReader<'_>, said: &mut Said, began_on: NaiveDate) -> Option<()> {
    let (Some(count), Some(term)) = (said.installments.filter(|count| *count > 1), said.term) else { return Some(()) };
    let Some(end) = end_of(term, began_on).filter(|_| said.method != Some(Method::Bullet)) else { return Some(()) };
    let ends = |period: Period, every: u32| {
        let first = said.first_due.unwrap_or_else(|| stepped(began_on, period, every, 1));
        // Notebooks call four weeks a month.
        let near = if period == Period::Week { NEAR_DAYS.max((end - began_on).num_days() / 12) } else { NEAR_DAYS };
        (stepped(first, period, every, count - 1) - end).num_days().abs() <= near
    };
    if in_steps(said) == Some(count) || ends(said.period, said.every) {
        return Some(());
    }
    let divided = match term {
        Term::Months(months) if months.is_multiple_of(count) => Some((Period::Month, months / count)),
        Term::Weeks(weeks) if weeks.is_multiple_of(count) => Some((Period::Week, weeks / count)),
        Term::Days(days) if days.is_multiple_of(count * 30) => Some((Period::Month, days / 30 / count)),
        Term::Days(days) if days.is_multiple_of(count * 7) => Some((Period::Week, days / 7 / count)),
        _ => None,
    };
    let number = |count: u32| Fact::Number(i64::from(count));
    if let Some((period, every)) = divided.filter(|(period, every)| !said.stepped && ends(*period, *every)) {
        (said.period, said.every) = (period, every);
        let refusal = Refusal::invalid("", "import-step-by-term").with("count", number(count)).with("every", number(every));
        row.ask(Field::Installments, refusal.with("unit", Fact::Text(period.code().to_owned())));
        return Some(());
    }
    let refusal = Refusal::invalid("", "import-term-differs").with("date", Fact::Date(end)).with("count", number(count));
    let first = said.first_due.unwrap_or_else(|| stepped(began_on, said.period, said.every, 1));
    row.fault(Field::Term, refusal.with("last", Fact::Date(stepped(first, said.period, said.every, count - 1))));
    None
}

/// The number of installments, and the first due date.
fn dues(row: &mut RowReader<'_>, said: &Said, began_on: NaiveDate) -> Option<(u32, NaiveDate)> {
    let counted = said.installments.or_else(|| in_steps(said));
    let one = said.method == Some(Method::Bullet) || counted == Some(1) || (counted.is_none() && said.method.is_none());
    if one {
        if let Some(count) = said.installments.filter(|count| *count > 1) {
            row.ask(Field::Installments, Refusal::invalid("", "import-bullet-installments").with("count", Fact::Number(i64::from(count))));
        }
        let due = said.last_due.or(said.first_due).or_else(|| end_of(said.term?, began_on));
        let due = due.or_else(|| counted.filter(|_| said.installments.is_some()).map(|count| stepped(began_on, said.period, said.every, count)));
        let Some(due) = due else {
            row.fault(Field::FirstDue, Refusal::invalid("", "import-due-missing"));
            return None;
        };
        if let Some(end) = said.term.and_then(|term| end_of(term, began_on)).filter(|end| (*end - due).num_days().abs() > MONTH_DAYS) {
            row.ask(Field::Term, Refusal::invalid("", "import-term-due").with("date", Fact::Date(due)).with("end", Fact::Date(end)));
        }
        if said.first_due.is_none() && said.last_due.is_none() {
            row.ask(Field::FirstDue, Refusal::invalid("", "import-due-assumed").with("date", Fact::Date(due)));
        } else if counted.is_none() && said.method.is_none() {
            row.ask(Field::Method, Refusal::invalid("", "import-bullet-assumed"));
        }
        return Some((1, due));
    }
    let Some(count) = counted else {
        row.fault(Field::Installments, Refusal::invalid("", "import-count-missing"));
        return None;
    };
    let next = stepped(began_on, said.period, said.every, 1);
    let end = |first: NaiveDate| stepped(first, said.period, said.every, count.saturating_sub(1));
    match (said.first_due, said.last_due) {
        (Some(first), Some(last)) if end(first) != last => {
            row.fault(Field::LastDue, Refusal::invalid("", "import-due-differs").with("date", Fact::Date(end(first))));
            None
        }
        (Some(first), _) => Some((count, first)),
        (None, Some(last)) if end(next) == last => Some((count, next)),
        (None, Some(last)) if next == last => Some((count, last)),
        (None, Some(last)) => {
            row.fault(Field::LastDue, Refusal::invalid("", "import-due-two-ways").with("a", Fact::Date(last)).with("b", Fact::Date(end(last))));
            None
        }
        (None, None) => {
            row.ask(Field::FirstDue, Refusal::invalid("", "import-due-assumed").with("date", Fact::Date(next)));
            Some((count, next))
        }
    }
}

/// The number of installments in a term, where it is a whole number.
fn in_steps(said: &Said) -> Option<u32> {
    if said.method == Some(Method::Bullet) {
        return Some(1);
    }
    let whole = |steps: u32| (said.every > 0 && steps.is_multiple_of(said.every)).then(|| steps / said.every);
    match (said.term?, said.period) {
        (Term::Months(months), Period::Month) => whole(months),
        (Term::Weeks(weeks), Period::Week) => whole(weeks),
        (Term::Days(days), Period::Month) if said.method.is_some() && days.is_multiple_of(30) => whole(days / 30),
        (Term::Days(days), Period::Week) if days.is_multiple_of(7) => whole(days / 7),
        (Term::Days(_), Period::Month) if said.method.is_none() => Some(1),
        (Term::Harvest, _) => Some(1),
        _ => None,
    }
}

fn end_of(term: Term, from: NaiveDate) -> Option<NaiveDate> {
    match term {
        Term::Months(months) => Some(add_months(from, months)),
        Term::Weeks(weeks) => from.checked_add_days(Days::new(7 * u64::from(weeks))),
        Term::Days(days) => from.checked_add_days(Days::new(u64::from(days))),
        Term::Harvest => None,
    }
}

/// The row's rate, or the answered one; none is needed where the installments sum to what was lent.
pub(super) fn rate(row: &mut RowReader<'_>, choices: &Choices, lent: i64, said: &Said) -> Option<ReadRate> {
    let header = row.header(Field::Rate).to_owned();
    let answered = choices.rate.as_deref().map(Cell::text).filter(|_| row.is_empty(Field::Rate));
    let cell = answered.as_ref().unwrap_or_else(|| row.cell(Field::Rate));
    if *cell == Cell::Empty {
        let count = said.installments.or_else(|| in_steps(said));
        let payment = row.figure(Field::Payment);
        let paid = payment.zip(count).and_then(|(payment, count)| payment.checked_mul(i64::from(count)));
        if let (Some(paid), Some(count)) = (paid, count)
            && (paid - lent).abs() <= i64::from(count)
        {
            return Some(ReadRate { ppm: 0, per: Some(Per::Month) });
        }
        let code = if row.table.has(Field::Rate) { "rate-unreadable" } else { "import-rate-missing" };
        row.fault(Field::Rate, Refusal::invalid("", code));
        return None;
    }
    // Under `Interés` alone a plain figure may be a rate or an amount. A rate is the same in all rows; an amount varies with
    // what was lent.
    let bare = answered.is_none() && super::headers::plain(&header) == "interes" && matches!(cell, Cell::Number(_));
    let read = values::percent(cell, &header);
    if bare && !is_one_rate(row) {
        return None;
    }
    let mut rate = row.keep(Field::Rate, read)?;
    let own = if row.is_empty(Field::RatePer) { None } else { Some(row.word(Field::RatePer, words::per, "per-unknown")?) };
    rate.per = own.or(rate.per).or_else(|| values::per_of(&header)).or_else(|| choices.rate_per.as_deref().and_then(words::per));
    // The user was already asked whether it is monthly.
    rate.per = rate.per.or_else(|| bare.then_some(Per::Month).filter(|_| rate.ppm <= MOST_A_MONTH_PPM));
    if rate.per.is_none() && rate.ppm > MOST_A_MONTH_PPM {
        let told = Fact::Text(format!("{} %", crate::domain::rate::percent(rate.ppm)));
        row.fault(Field::Rate, Refusal::invalid("", "import-rate-per-missing").with("rate", told));
        return None;
    }
    Some(rate)
}

/// Whether a plain figure under `Interés` equals that of other rows: if so the user is asked, if not it is refused.
fn is_one_rate(row: &mut RowReader<'_>) -> bool {
    let rows = &row.table.rows;
    let others = [rows.first(), rows.get(1), rows.last()].into_iter().flatten().map(|(_, cells)| row.table.cell(cells, Field::Rate));
    let same = others.into_iter().all(|other| *other == Cell::Empty || other == row.cell(Field::Rate));
    let refusal = |code, text| Refusal::invalid("", code).with("text", Fact::Text(text));
    let text = row.said(Field::Rate).unwrap_or_default();
    if same {
        row.ask(Field::Rate, refusal("import-interest-as-rate", text));
    } else {
        row.fault(Field::Rate, refusal("import-interest-two-ways", text));
    }
    same
}

/// How a loan is repaid: as the row says, or as its own installment shows.
fn method(row: &mut RowReader<'_>, said: &Said, terms: &Terms) -> Option<Method> {
    if terms.installments == 1 && said.method.is_none_or(|method| method == Method::Bullet || terms.grace_principal == 0 && terms.grace_interest == 0)
    {
        return Some(said.method.unwrap_or(Method::Bullet));
    }
    if let Some(method) = said.method {
        return Some(method);
    }
    if terms.rate_ppm == 0 {
        return Some(Method::EqualPrincipal);
    }
    let Some(payment) = row.figure(Field::Payment) else {
        row.fault(Field::Method, Refusal::invalid("", "import-method-missing"));
        return None;
    };
    let fitting = |method: &Method| {
        let schedule = build(&Terms { method: *method, ..terms.clone() }).unwrap_or_default();
        schedule.first().is_some_and(|first| (first.principal + first.interest - payment).abs() <= NEAR_MINOR)
    };
    let fit: Vec<Method> = [Method::EqualInstallment, Method::EqualPrincipal, Method::Flat].into_iter().filter(fitting).collect();
    match fit.as_slice() {
        [method] => {
            row.ask(Field::Method, Refusal::invalid("", "import-method-by-payment").with("method", Fact::Text(method.code().to_owned())));
            Some(*method)
        }
        _ => {
            row.fault(Field::Method, Refusal::invalid("", "import-method-missing"));
            None
        }
    }
}

/// The column of the loans' sheet that holds a field of the rule book.
pub fn column_of(field: &str) -> Field {
    match field {
        "principal" | "amount" | "custom" => Field::Amount,
        "installments" => Field::Installments,
        "every" => Field::Every,
        "rate" => Field::Rate,
        "grace" => Field::GracePrincipal,
        _ => Field::FirstDue,
    }
}
