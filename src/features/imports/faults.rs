//! What is wrong in a notebook and where, and what the user must confirm: collected up to a limit, and grouped by cause.

use crate::domain::amount::Unit;
use crate::domain::refusal::{Fact, Refusal};

/// Something wrong in a notebook, or something to confirm, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The sheet's name in the workbook.
    pub sheet: String,
    /// The row's number in the workbook; 0 where the whole sheet is meant.
    pub row: u32,
    /// The column's header; empty where the whole row is meant.
    pub column: String,
    pub refusal: Refusal,
}

/// How many faults are kept; nobody reads more.
const MOST_FAULTS: usize = 2_000;

/// The faults found so far. Those beyond the limit are only counted.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    pub kept: Vec<Fault>,
    pub count: usize,
}

impl Faults {
    pub fn push(&mut self, fault: Fault) {
        self.count += 1;
        if self.kept.len() < MOST_FAULTS {
            self.kept.push(fault);
        }
    }

    pub fn add(&mut self, sheet: &str, row: u32, column: &str, refusal: Refusal) {
        self.push(Fault { sheet: sheet.to_owned(), row, column: column.to_owned(), refusal });
    }
}

/// Faults of one cause: the same mistake in one column of one sheet.
#[derive(Clone, Debug)]
pub struct Group<'f> {
    pub first: &'f Fault,
    /// Every row with this fault, in order.
    pub rows: Vec<u32>,
    /// The first fault, and others whose cells say something else.
    pub examples: Vec<&'f Fault>,
}

/// Examples of what cells say.
const EXAMPLES: usize = 4;
/// Names and amounts are each somebody's: more of them are told.
const OWN_EXAMPLES: usize = 40;

impl Fault {
    /// What the cell says, and whom it is taken for.
    pub fn written(&self) -> (Option<&str>, Option<&str>) {
        let text = |names: &[&str]| {
            self.refusal.facts.iter().find_map(|(name, fact)| match fact {
                Fact::Text(text) if names.contains(name) => Some(text.as_str()),
                _ => None,
            })
        };
        (text(&["text", "number"]), text(&["name"]))
    }

    /// Amounts with their units.
    pub fn amounts(&self) -> Vec<(i64, Unit)> {
        let facts = self.refusal.facts.iter();
        facts.filter_map(|(_, fact)| if let Fact::Money(minor, unit) = fact { Some((*minor, *unit)) } else { None }).collect()
    }
}

/// The faults by cause, in order of each cause's first fault.
pub fn grouped(faults: &[Fault]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for fault in faults {
        let key = (fault.sheet.as_str(), fault.column.as_str(), fault.refusal.code);
        let place = *places.entry(key).or_insert_with(|| {
            groups.push(Group { first: fault, rows: Vec::new(), examples: Vec::new() });
            groups.len() - 1
        });
        let Some(group) = groups.get_mut(place) else { continue };
        if fault.row > 0 {
            group.rows.push(fault.row);
        }
        let (written, amounts) = (fault.written(), fault.amounts());
        let most = if written.1.is_some() || !amounts.is_empty() { OWN_EXAMPLES } else { EXAMPLES };
        let tells = written != (None, None) || !amounts.is_empty();
        if tells && group.examples.len() < most && !group.examples.iter().any(|own| (own.written(), own.amounts()) == (written, amounts.clone())) {
            group.examples.push(fault);
        }
    }
    groups
}

/// Rows as people write them: `3, 5–9, 12`, and how many more there are.
pub fn rows_said(rows: &[u32]) -> (String, usize) {
    const SHOWN: usize = 6;
    let mut sorted = rows.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in sorted {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => runs.push((row, row)),
        }
    }
    let said = |(from, to): &(u32, u32)| if from == to { from.to_string() } else { format!("{from}–{to}") };
    let shown: Vec<String> = runs.iter().take(SHOWN).map(said).collect();
    let more: u32 = runs.iter().skip(SHOWN).map(|(from, to)| to - from + 1).sum();
    (shown.join(", "), more as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cause_is_told_once_with_its_rows() {
        let mut faults = Faults::default();
        for row in [3, 5, 6, 7, 9] {
            let text = if row < 6 { "diez" } else { "once" };
            faults.add("Pagos", row, "Monto", Refusal::invalid("", "amount-unreadable").with("text", Fact::Text(text.to_owned())));
        }
        faults.add("Pagos", 5, "Fecha", Refusal::invalid("", "date-missing"));
        let groups = grouped(&faults.kept);
        assert_eq!(groups.len(), 2);
        let examples: Vec<_> = groups[0].examples.iter().map(|fault| fault.written().0).collect();
        assert_eq!((examples, rows_said(&groups[0].rows)), (vec![Some("diez"), Some("once")], ("3, 5–7, 9".to_owned(), 0)));
        let many: Vec<u32> = (0..20).map(|n| n * 2).collect();
        assert_eq!(rows_said(&many).1, 14);
    }
}
