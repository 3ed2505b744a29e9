//! Compares a bank's statement with the books: movements in both, only at the bank, and only in the books.

use chrono::NaiveDate;

use super::amount::{MAX_MINOR, Unit};
use super::calendar::{days, happened, plausible};
use super::refusal::{Fact, Refusal};
use super::text::Note;

/// The most days between a movement in the books and at the bank. The bank usually books a deposit some days later.
pub const NEAR_DAYS: i64 = 5;
/// A limit above what one account of a fund moves in a year.
pub const MOST_LINES: usize = 5_000;

/// One movement on a bank's statement. Minor units.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct BankLine {
    pub on: NaiveDate,
    pub description: Note,
    /// Money out is below zero.
    pub amount_minor: i64,
    /// The account's balance after the movement, where the statement shows it.
    pub balance_minor: Option<i64>,
}

/// Puts the lines in order, oldest first, so that each balance is the one before plus the movement. Some banks print the
/// newest line first.
///
/// # Errors
/// `statement-empty`, `statement-too-long`, `date-out-of-range`, `date-in-future`, `amount-too-large`; `amount-not-positive`
/// for a line of zero; `statement-balance` with the day and the difference.
pub fn in_order(mut lines: Vec<BankLine>, today: NaiveDate) -> Result<Vec<BankLine>, Refusal> {
    if lines.is_empty() {
        return Err(Refusal::invalid("file", "statement-empty"));
    }
    if lines.len() > MOST_LINES {
        let most = i64::try_from(MOST_LINES).unwrap_or(i64::MAX);
        return Err(Refusal::invalid("file", "statement-too-long").with("most", Fact::Number(most)));
    }
    for line in &lines {
        plausible(line.on)?;
        happened(line.on, today)?;
        if line.amount_minor == 0 {
            return Err(Refusal::invalid("amount", "amount-not-positive"));
        }
        if [Some(line.amount_minor), line.balance_minor].into_iter().flatten().any(|minor| !(-MAX_MINOR..=MAX_MINOR).contains(&minor)) {
            return Err(Refusal::invalid("amount", "amount-too-large"));
        }
    }
    let newest_first = lines.first().map(|line| line.on) > lines.last().map(|line| line.on);
    if newest_first {
        lines.reverse();
    }
    let Some(first) = wrong_balance(&lines) else { return Ok(lines) };
    // Where all lines have one date, the dates do not show the order.
    let mut turned = lines.clone();
    turned.reverse();
    if lines.first().map(|line| line.on) == lines.last().map(|line| line.on) && wrong_balance(&turned).is_none() {
        return Ok(turned);
    }
    Err(Refusal::invalid("file", "statement-balance").with("date", Fact::Date(lines[first].on)).with("row", Fact::Number(number(first))))
}

fn number(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX - 1) + 1
}

/// The first line whose balance is not the balance before plus its movement.
pub fn wrong_balance(lines: &[BankLine]) -> Option<usize> {
    let follows = |pair: &[BankLine]| match (pair[0].balance_minor, pair[1].balance_minor) {
        (Some(before), Some(after)) => before + pair[1].amount_minor == after,
        _ => true,
    };
    lines.windows(2).position(|pair| !follows(pair)).map(|before| before + 1)
}

/// The account's balance before the first line and after the last, where the statement shows it.
pub fn opening_and_closing(lines: &[BankLine]) -> (Option<i64>, Option<i64>) {
    let opening = lines.first().and_then(|line| line.balance_minor.map(|balance| balance - line.amount_minor));
    (opening, lines.last().and_then(|line| line.balance_minor))
}

/// Matches each line of the bank with a movement in the books of the same amount, at most [`NEAR_DAYS`] apart. The nearest
/// day comes first, and no movement is matched twice.
pub fn matched(lines: &[(NaiveDate, i64)], moves: &[(NaiveDate, i64)]) -> Vec<Option<usize>> {
    let mut by_amount: std::collections::HashMap<i64, Vec<usize>> = std::collections::HashMap::new();
    for (no, (_, minor)) in moves.iter().enumerate() {
        by_amount.entry(*minor).or_default().push(no);
    }
    let mut pairs: Vec<(i64, usize, usize)> = Vec::new();
    for (line, (on, minor)) in lines.iter().enumerate() {
        for moved in by_amount.get(minor).into_iter().flatten() {
            let apart = days(*on, moves[*moved].0).abs();
            if apart <= NEAR_DAYS {
                pairs.push((apart, line, *moved));
            }
        }
    }
    pairs.sort_unstable();
    let mut of_line = vec![None; lines.len()];
    let mut taken = vec![false; moves.len()];
    for (_, line, moved) in pairs {
        if of_line[line].is_none() && !taken[moved] {
            of_line[line] = Some(moved);
            taken[moved] = true;
        }
    }
    of_line
}

/// Checks that the lines and the entries of a match have the same sum. Minor units.
///
/// # Errors
/// `match-sums-differ` with both sums and their difference.
pub fn same_sum(bank: &[i64], books: &[i64], unit: Unit) -> Result<(), Refusal> {
    let sum = |minors: &[i64]| minors.iter().try_fold(0_i64, |sum, minor| sum.checked_add(*minor));
    let too_large = || Refusal::invalid("entry", "amount-too-large");
    let (bank, books) = (sum(bank).ok_or_else(too_large)?, sum(books).ok_or_else(too_large)?);
    if bank == books {
        return Ok(());
    }
    let refusal = Refusal::invalid("entry", "match-sums-differ").with("bank", Fact::Money(bank, unit)).with("books", Fact::Money(books, unit));
    Err(refusal.with("difference", Fact::Money(bank.saturating_sub(books), unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn line(on: &str, amount_minor: i64, balance_minor: Option<i64>) -> BankLine {
        BankLine { on: day(on), description: Note::default(), amount_minor, balance_minor }
    }

    #[test]
    fn a_statement_is_read_either_way_round_and_has_to_add_up() {
        let (today, old, new) = (day("2026-03-01"), line("2026-01-05", 500, Some(1_500)), line("2026-01-09", -200, Some(1_300)));
        for lines in [vec![old.clone(), new.clone()], vec![new.clone(), old.clone()]] {
            let ordered = in_order(lines, today).unwrap();
            assert_eq!(opening_and_closing(&ordered), (Some(1_000), Some(1_300)));
        }
        let same_day = vec![line("2026-01-05", -200, Some(1_300)), line("2026-01-05", 500, Some(1_500))];
        assert_eq!(in_order(same_day, today).unwrap()[0].amount_minor, 500);
        let wrong = in_order(vec![old.clone(), line("2026-01-09", -200, Some(1_299))], today).unwrap_err();
        assert_eq!((wrong.code, wrong.facts[0].clone()), ("statement-balance", ("date", Fact::Date(day("2026-01-09")))));
        assert_eq!(in_order(Vec::new(), today).unwrap_err().code, "statement-empty");
        assert_eq!(in_order(vec![line("2026-03-02", 1, None)], today).unwrap_err().code, "date-in-future");
        assert_eq!(in_order(vec![line("2026-01-02", 1, None); MOST_LINES + 1], today).unwrap_err().code, "statement-too-long");
    }

    #[test]
    fn a_line_is_the_nearest_movement_of_its_amount_and_none_is_taken_twice() {
        let lines = [(day("2026-01-05"), 500), (day("2026-01-05"), 500), (day("2026-01-20"), -200), (day("2026-01-25"), 70)];
        let moves =
            [(day("2026-01-03"), 500), (day("2026-01-05"), 500), (day("2026-01-01"), 500), (day("2026-01-26"), -200), (day("2026-01-20"), 70)];
        assert_eq!(matched(&lines, &moves), [Some(1), Some(0), None, Some(4)]);
        assert_eq!(matched(&lines[..1], &[(day("2026-01-10"), 500)]), [Some(0)]);
        assert_eq!(matched(&lines[..1], &[(day("2026-01-11"), 500)]), [None]);
        assert_eq!(matched(&lines[..1], &[(day("2026-01-05"), -500)]), [None]);
    }
}
