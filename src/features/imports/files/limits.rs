//! The most that files may hold. A limit is checked before anything is kept, against what was really read: declared sizes are
//! not trusted.

use std::cell::Cell;
use std::rc::Rc;

use crate::domain::refusal::{Fact, Refusal};

/// Rows of all sheets together.
pub const MOST_ROWS: usize = 300_000;
/// Cells of all sheets together, including the blank ones before the last of each row.
pub const MOST_CELLS: usize = 4_000_000;
/// How many columns are read.
pub const MOST_COLUMNS: usize = 64;
/// A cell's text, in characters.
pub const LONGEST_TEXT: usize = 2_000;
/// The text of all cells together, in bytes.
const MOST_TEXT: usize = 64 << 20;
pub const MOST_SHEETS: usize = 500;
/// All files together, in bytes.
pub const MOST_BYTES: usize = 64 << 20;
/// All unpacked content, in bytes.
const MOST_UNPACKED: u64 = 512 << 20;
/// The highest ratio of unpacked to packed size. A workbook of real records unpacks to some 5 to 50 times its size.
const MOST_RATIO: u64 = 120;
/// Parts smaller than this are not checked for their ratio, in bytes.
const SMALL_PART: u64 = 4 << 20;
/// One tag or one run of text, in bytes.
const LONGEST_TOKEN: u64 = 1 << 20;

/// How much was read so far.
#[derive(Default)]
pub struct Limits {
    rows: usize,
    cells: usize,
    text: usize,
    pub unpacked: Rc<Meter>,
}

impl Limits {
    /// # Errors
    /// `import-too-big`.
    pub fn check_size(&self, bytes: usize) -> Result<(), Refusal> {
        if bytes <= MOST_BYTES {
            return Ok(());
        }
        Err(Refusal::invalid("file", "import-too-big").with("most", Fact::Number((MOST_BYTES >> 20) as i64)))
    }

    /// Counts rows, and returns how many of them may be kept.
    pub fn rows(&mut self, rows: usize) -> usize {
        let before = self.rows.min(MOST_ROWS);
        self.rows = self.rows.saturating_add(rows);
        self.rows.min(MOST_ROWS) - before
    }

    /// Counts the cells to keep, and their text.
    ///
    /// # Errors
    /// `import-too-many-cells`.
    pub fn keep(&mut self, cells: usize, text: usize) -> Result<(), Refusal> {
        self.cells = self.cells.saturating_add(cells);
        self.text = self.text.saturating_add(text);
        if self.cells > MOST_CELLS || self.text > MOST_TEXT {
            return Err(Refusal::invalid("file", "import-too-many-cells").with("most", Fact::Number(MOST_CELLS as i64)));
        }
        Ok(())
    }

    /// # Errors
    /// `import-too-large` with the number of rows.
    pub fn check_rows(&self) -> Result<(), Refusal> {
        if self.rows <= MOST_ROWS {
            return Ok(());
        }
        let number = |number: usize| Fact::Number(number as i64);
        let parts = self.rows.div_ceil(MOST_ROWS);
        Err(Refusal::invalid("file", "import-too-large").with("most", number(MOST_ROWS)).with("rows", number(self.rows)).with("parts", number(parts)))
    }
}

/// Counts bytes while a part is unpacked.
#[derive(Default)]
pub struct Meter {
    unpacked: Cell<u64>,
    token: Cell<u64>,
    over: Cell<bool>,
}

impl Meter {
    /// Counts a part's bytes, and says whether to go on.
    pub fn unpack(&self, bytes: u64, part: u64, packed: u64) -> bool {
        self.unpacked.set(self.unpacked.get() + bytes);
        self.token.set(self.token.get() + bytes);
        let over = self.unpacked.get() > MOST_UNPACKED
            || self.token.get() > LONGEST_TOKEN
            || (part > SMALL_PART && part > packed.saturating_mul(MOST_RATIO));
        self.over.set(self.over.get() || over);
        !over
    }

    pub fn next_token(&self) {
        self.token.set(0);
    }

    pub fn is_over(&self) -> bool {
        self.over.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_beyond_the_most_are_counted_and_not_kept() {
        let mut limits = Limits::default();
        assert_eq!(limits.rows(MOST_ROWS - 1), MOST_ROWS - 1);
        assert_eq!((limits.rows(10), limits.rows(10)), (1, 0));
        let refusal = limits.check_rows().unwrap_err();
        assert_eq!(refusal.code, "import-too-large");
        assert!(refusal.facts.contains(&("rows", Fact::Number(MOST_ROWS as i64 + 19))));
    }

    #[test]
    fn a_part_that_unpacks_to_hundreds_of_times_its_size_is_stopped_early() {
        let meter = Meter::default();
        assert!(meter.unpack(SMALL_PART / 8, SMALL_PART / 8, 1), "small parts may");
        meter.next_token();
        assert!(!meter.unpack(10, SMALL_PART + 10, SMALL_PART / MOST_RATIO - 1));
        assert!(meter.is_over());
    }
}
