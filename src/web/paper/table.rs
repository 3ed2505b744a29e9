//! Tables on paper: columns as wide as needed, headings on each page, and in books the amounts carried forward.

use super::ink::Mark;
use super::letters::{lines, width};
use super::told::{Cell, Leaf};
use super::{Colour, Count, Paper, Style, Twips, pt};

pub struct Column {
    pub label: String,
    /// Figures are aligned to the right.
    figures: bool,
    /// The column's share of the width that is left over, in parts.
    share: i32,
}

impl Column {
    /// As wide as its widest cell.
    pub fn tight(label: String) -> Self {
        Self { label, figures: false, share: 0 }
    }

    pub fn figures(label: String) -> Self {
        Self { label, figures: true, share: 0 }
    }

    /// Takes a share of the width that is left over. Longer text continues below.
    pub fn words(label: String, share: i32) -> Self {
        Self { label, figures: false, share }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Row {
    pub cells: Vec<String>,
    pub strong: bool,
}

impl From<Vec<String>> for Row {
    fn from(cells: Vec<String>) -> Self {
        Self { cells, strong: false }
    }
}

/// The row that a book repeats at the foot of a page and at the head of the next, after so many rows.
pub type Carried<'a> = &'a dyn Fn(usize, bool) -> Vec<String>;

#[derive(Default)]
pub struct Table<'a> {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    pub sums: Vec<Vec<String>>,
    pub carried: Option<Carried<'a>>,
    /// Free space below the table for signatures, in points.
    pub room: i32,
    /// The least height of a row, in points: room to sign.
    pub tall: i32,
}

/// The layout of a table on one paper.
struct Setting {
    widths: Vec<Twips>,
    figures: Vec<bool>,
    labels: Vec<String>,
    style: Style,
    /// Padding on both sides of each cell.
    pad: Twips,
    tall: Twips,
}

impl Paper {
    pub fn table(&mut self, table: &Table<'_>) {
        let setting = self.setting(table);
        let heads = self.high(&setting, &setting.labels, true);
        self.keep(heads + pt(40));
        self.told.table();
        let named = setting.labels.iter().any(|label| !label.is_empty());
        let told = if named { self.told.row(setting.labels.iter().map(|_| Cell::Column)) } else { Vec::new() };
        self.head_row(&setting, &told);
        // A row carried forward has figures and one word, so its height is always the same.
        let carried = table.carried.map_or(0, |said| self.high(&setting, &said(table.rows.len(), true), true));
        let end: Vec<Twips> = table.sums.iter().map(|sum| self.high(&setting, sum, true)).collect();
        for (no, row) in table.rows.iter().enumerate() {
            let last = no + 1 == table.rows.len();
            // A row carried forward, or the sum, is never alone on a page.
            let after = if last { end.iter().sum::<Twips>().max(carried) + pt(table.room) } else { carried };
            if self.y + self.high(&setting, &row.cells, row.strong) + after > self.bottom() {
                if let Some(said) = table.carried.filter(|_| no > 0) {
                    self.row(&setting, &said(no, true), true, Some(Colour::Ink), &[]);
                }
                self.new_page();
                // Screen readers skip repeated heads and rows carried forward.
                self.head_row(&setting, &[]);
                if let Some(said) = table.carried.filter(|_| no > 0) {
                    self.row(&setting, &said(no, false), true, Some(Colour::Line), &[]);
                }
            }
            let told = self.told.row(row.cells.iter().map(|_| Cell::Plain));
            self.row(&setting, &row.cells, row.strong, Some(Colour::Line), &told);
        }
        for sum in &table.sums {
            self.keep(self.high(&setting, sum, true));
            let told = self.told.row(sum.iter().map(|_| Cell::Plain));
            self.row(&setting, sum, true, Some(Colour::Ink), &told);
        }
        self.space(6);
    }

    fn setting(&self, table: &Table<'_>) -> Setting {
        let style = Style { size: self.size.text() * 9 / 10, bold: false, colour: Colour::Ink };
        let pad = style.size * 9 / 20;
        let carried = table.carried.map(|said| said(table.rows.len(), true));
        let own = table.rows.iter().map(|row| (&row.cells, row.strong));
        let mut widths: Vec<Twips> = vec![0; table.columns.len()];
        for (cells, bold) in own.chain(table.sums.iter().chain(&carried).map(|cells| (cells, true))) {
            for ((column, wide), cell) in table.columns.iter().zip(&mut widths).zip(cells) {
                if column.share == 0 {
                    *wide = (*wide).max(width(cell, style.size, bold) + 2 * pad);
                }
            }
        }
        // A heading is on one line where there is room; otherwise each word has its line.
        let headed = |label: &dyn Fn(&str) -> Twips| {
            let wide = |(column, wide): (&Column, &Twips)| if column.share == 0 { (*wide).max(label(&column.label) + 2 * pad) } else { 0 };
            table.columns.iter().zip(&widths).map(wide).collect::<Vec<_>>()
        };
        let mut set = headed(&|label| width(label, style.size, true));
        if set.iter().sum::<Twips>() > self.measure() / 2 {
            set = headed(&|label| label.split(' ').map(|word| width(word, style.size, true)).max().unwrap_or(0));
        }
        let mut widths = set;
        let shares: i32 = table.columns.iter().map(|column| column.share).sum();
        let left = (self.measure() - widths.iter().sum::<Twips>()).max(self.measure() / 5);
        for (column, wide) in table.columns.iter().zip(&mut widths).filter(|(column, _)| column.share > 0) {
            *wide = left * column.share / shares;
        }
        // A table too wide for the paper is set in a smaller size throughout.
        let (whole, fits): (Twips, Twips) = (widths.iter().sum(), self.measure());
        let less = |length: Twips| if whole > fits { length * (fits / 4) / (whole / 4 + 1) } else { length };
        Setting {
            widths: widths.into_iter().map(less).collect(),
            figures: table.columns.iter().map(|column| column.figures).collect(),
            labels: table.columns.iter().map(|column| column.label.clone()).collect(),
            style: Style { size: less(style.size), ..style },
            pad: less(pad),
            tall: pt(table.tall),
        }
    }

    fn high(&self, setting: &Setting, cells: &[String], bold: bool) -> Twips {
        let wide = |(cell, wide): (&String, &Twips)| lines(cell, setting.style.size, bold, wide - 2 * setting.pad + 1).len().count();
        let lines = cells.iter().zip(&setting.widths).map(wide).max().unwrap_or(1).max(1);
        // Room to sign is for rows, not for headings and sums.
        (lines * (setting.style.size * 5 / 4) + setting.pad).max(if bold { 0 } else { setting.tall })
    }

    fn head_row(&mut self, setting: &Setting, told: &[Leaf]) {
        let labels = setting.labels.clone();
        let high = self.high(setting, &labels, true);
        if labels.iter().any(|label| !label.is_empty()) {
            self.mark(Mark::Block { x: self.left(), y: self.y, wide: self.measure(), high, colour: Colour::Shade });
            self.row(setting, &labels, true, Some(Colour::Ink), told);
        }
    }

    /// `told` has the leaves of the cells; it is empty if screen readers skip the row.
    fn row(&mut self, setting: &Setting, cells: &[String], bold: bool, under: Option<Colour>, told: &[Leaf]) {
        let style = Style { bold, ..setting.style };
        let (high, pad) = (self.high(setting, cells, bold), setting.pad);
        let mut x = self.left();
        for (place, ((cell, wide), figures)) in cells.iter().zip(&setting.widths).zip(&setting.figures).enumerate() {
            for (no, line) in (0..).zip(lines(cell, style.size, bold, wide - 2 * pad + 1)) {
                let from = if *figures { x + wide - pad - width(&line, style.size, bold) } else { x + pad };
                self.text_at(from, self.y + pad / 2 + style.size * 21 / 20 + style.size * 5 / 4 * no, style, &line, told.get(place).copied());
            }
            x += wide;
        }
        self.y += high;
        if let Some(colour) = under {
            self.mark(Mark::Line { from: (self.left(), self.y), to: (self.right(), self.y), weight: 8, colour });
        }
    }
}
