//! Papers as PDF: they are printed, signed and filed. A paper is laid out in whole twentieths of a point, and drawn once its
//! number of pages is known. This module knows no feature: each gives its own words and figures.

mod charts;
mod ink;
mod letters;
mod table;
mod told;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;

pub use charts::Bar;
pub use table::{Carried, Column, Row, Table};

use super::parts::asked::Asked;
use super::text::Reader;
use crate::domain::amount::Unit;
use crate::error::Error;
use ink::{Mark, Placed};
use letters::{lines, width};
use told::{Cell, Kind, Leaf, Told};

/// A twentieth of a point: the unit of measure on paper.
type Twips = i32;

/// Points as twips.
const fn pt(points: i32) -> Twips {
    points * 20
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    A4,
    A4Across,
    /// Media carta, 5.5 × 8.5 inches: half a sheet, which fits a notebook.
    Half,
}

impl Size {
    /// The size named in an address: `paper=half`.
    pub fn asked(asked: &Asked) -> Self {
        if asked.get("paper") == "half" { Self::Half } else { Self::A4 }
    }

    /// Half a letter sheet, for papers that are given to people; A4 with `paper=a4`.
    pub fn half_or_asked(asked: &Asked) -> Self {
        if asked.get("paper") == "a4" { Self::A4 } else { Self::Half }
    }

    fn sides(self) -> (Twips, Twips) {
        match self {
            Self::A4 => (11_906, 16_838),
            Self::A4Across => (16_838, 11_906),
            Self::Half => (7_920, 12_240),
        }
    }

    fn margin(self) -> Twips {
        match self {
            Self::A4 | Self::A4Across => 850,
            Self::Half => 567,
        }
    }

    /// The size of plain text.
    fn text(self) -> Twips {
        match self {
            Self::A4 => pt(10),
            Self::A4Across => pt(16),
            Self::Half => pt(9),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Ink,
    Soft,
    Line,
    Shade,
    Pasture,
    Cochineal,
    Maize,
}

/// The text above and below every page: the owner, the title and the day.
#[derive(Clone, Debug)]
pub struct Head {
    pub association: String,
    pub fund: String,
    pub title: String,
    /// The day of printing.
    pub day: NaiveDate,
    /// Whether pages are counted as folios, as in a book.
    pub folios: bool,
}

/// The style of a run of text.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub size: Twips,
    pub bold: bool,
    pub colour: Colour,
}

pub struct Paper {
    reader: Reader,
    size: Size,
    head: Head,
    pages: Vec<Vec<Placed>>,
    told: Told,
    y: Twips,
}

impl Paper {
    /// A paper with its title on the first page.
    pub fn new(reader: Reader, size: Size, head: Head) -> Self {
        let mut paper = Self::bare(reader, size, head);
        let title = paper.head.title.clone();
        paper.title(&title);
        paper
    }

    pub fn title(&mut self, title: &str) {
        let style = Style { size: self.size.text() * 8 / 5, bold: true, colour: Colour::Ink };
        let leaf = self.told.text(Kind::Title);
        self.say_within(title, style, self.left(), self.measure(), leaf);
        self.space(4);
    }

    /// A paper whose pages have titles of their own.
    pub fn bare(reader: Reader, size: Size, head: Head) -> Self {
        let mut paper = Self { reader, size, head, pages: Vec::new(), told: Told::default(), y: 0 };
        paper.new_page();
        paper
    }

    fn left(&self) -> Twips {
        self.size.margin()
    }

    fn right(&self) -> Twips {
        self.size.sides().0 - self.size.margin()
    }

    /// The width between the margins.
    fn measure(&self) -> Twips {
        self.right() - self.left()
    }

    /// The end of the text area; the foot is below.
    fn bottom(&self) -> Twips {
        self.size.sides().1 - self.size.margin() - pt(16)
    }

    pub fn new_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = self.size.margin() + pt(34);
    }

    /// Begins a new page where less than this height is left.
    fn keep(&mut self, height: Twips) {
        if self.y + height > self.bottom() {
            self.new_page();
        }
    }

    /// Draws decoration, which screen readers skip.
    fn mark(&mut self, mark: Mark) {
        self.place(mark, None);
    }

    fn place(&mut self, mark: Mark, leaf: Option<Leaf>) {
        if let Some(page) = self.pages.last_mut() {
            page.push(Placed { mark, leaf });
        }
    }

    fn text_at(&mut self, x: Twips, baseline: Twips, style: Style, text: &str, leaf: Option<Leaf>) {
        if text.is_empty() {
            return;
        }
        self.place(Mark::Text { x, y: baseline, style, text: text.to_owned() }, leaf);
    }

    pub fn plain(&self) -> Style {
        Style { size: self.size.text(), bold: false, colour: Colour::Ink }
    }

    pub fn strong(&self) -> Style {
        Style { bold: true, ..self.plain() }
    }

    pub fn soft(&self) -> Style {
        Style { size: self.size.text() * 9 / 10, bold: false, colour: Colour::Soft }
    }

    /// A style of so many tenths of plain text.
    pub fn large(&self, tenths: i32, colour: Colour) -> Style {
        Style { size: self.size.text() * tenths / 10, bold: true, colour }
    }

    /// Space between parts, in points.
    pub fn space(&mut self, points: i32) {
        self.y += pt(points);
    }

    pub fn heading(&mut self, text: &str) {
        self.keep(pt(48));
        self.space(8);
        self.headline(text, self.large(12, Colour::Ink));
        self.space(2);
    }

    /// A heading of another size.
    pub fn headline(&mut self, text: &str, style: Style) {
        let leaf = self.told.text(Kind::Heading);
        self.say_within(text, style, self.left(), self.measure(), leaf);
    }

    /// A paragraph over the whole width.
    pub fn say(&mut self, text: &str, style: Style) {
        let leaf = self.told.text(Kind::Paragraph);
        self.say_within(text, style, self.left(), self.measure(), leaf);
    }

    fn say_within(&mut self, text: &str, style: Style, x: Twips, wide: Twips, leaf: Leaf) {
        let high = style.size * 7 / 5;
        let said = lines(text, style.size, style.bold, wide);
        let last = said.len().saturating_sub(1);
        for (no, mut line) in said.into_iter().enumerate() {
            // Screen readers need the space between two lines.
            if no < last {
                line.push(' ');
            }
            self.keep(high);
            self.text_at(x, self.y + style.size * 21 / 20, style, &line, Some(leaf));
            self.y += high;
        }
    }

    /// The amount of a voucher in figures and words. A reversed voucher shows the reason first.
    pub fn amount(&mut self, undone: Option<&str>, minor: i64, unit: Unit) {
        if let Some(why) = undone {
            let said = format!("{}: {why}", self.reader.t("reversed"));
            self.say(&said, self.large(12, Colour::Cochineal));
        }
        let (figure, words) = (self.reader.money(minor, unit), self.reader.words(minor, unit));
        self.say(&figure, self.large(22, Colour::Ink));
        self.say(&words, self.plain());
        self.space(6);
    }

    /// Facts, each with its label.
    pub fn facts(&mut self, facts: &[(String, String)]) {
        let (name, value) = (self.soft(), self.plain());
        let widest = facts.iter().map(|(label, _)| width(label, name.size, false)).max().unwrap_or(0);
        let wide = widest.min(self.measure() * 2 / 5);
        let gap = pt(8);
        self.told.table();
        for (label, said) in facts {
            let told = self.told.row([Cell::Row, Cell::Plain]);
            let (named, valued) = (told.first().copied(), told.last().copied());
            let (left, right) = (lines(label, name.size, false, wide), lines(said, value.size, false, self.measure() - wide - gap));
            let high = value.size * 7 / 5;
            self.keep(high * left.len().max(right.len()).count());
            let top = self.y;
            for (i, line) in (0..).zip(&left) {
                self.text_at(self.left(), top + high * i + value.size * 21 / 20, name, line, named);
            }
            for (i, line) in (0..).zip(&right) {
                self.text_at(self.left() + wide + gap, top + high * i + value.size * 21 / 20, value, line, valued);
            }
            self.y = top + high * left.len().max(right.len()).count() + pt(1);
        }
        self.space(4);
    }

    /// Lines for signatures, each with the signer's name. They stay together on one page.
    pub fn signs(&mut self, names: &[String]) {
        let style = self.soft();
        let abreast = if self.size == Size::Half { 2 } else { 4 }.min(names.len().max(1));
        let (gap, room) = (pt(18), pt(if self.size == Size::Half { 40 } else { 52 }));
        let columns = abreast.count();
        let wide = (self.measure() - gap * (columns - 1)) / columns;
        let rows: Vec<&[String]> = names.chunks(abreast).collect();
        self.keep((room + pt(26)) * rows.len().count());
        for row in rows {
            let line = self.y + room;
            let mut most = 0;
            for (i, name) in (0..).zip(row) {
                let x = self.left() + (wide + gap) * i;
                self.mark(Mark::Line { from: (x, line), to: (x + wide, line), weight: 12, colour: Colour::Ink });
                let said = lines(name, style.size, false, wide);
                most = most.max(said.len());
                let leaf = self.told.text(Kind::Paragraph);
                for (no, text) in (0..).zip(said) {
                    let own = width(&text, style.size, false);
                    self.text_at(x + (wide - own) / 2, line + style.size * 6 / 5 + style.size * 5 / 4 * no, style, &text, Some(leaf));
                }
            }
            self.y = line + style.size * 5 / 4 * most.count() + pt(6);
        }
    }

    /// The head of each page with owner and title, and its foot with the day and page number.
    fn frame(&mut self) {
        let (size, head, count) = (self.size, self.head.clone(), self.pages.len());
        let style = Style { size: pt(8), bold: false, colour: Colour::Soft };
        let (top, foot) = (size.margin() + pt(8), size.sides().1 - size.margin());
        let first = |text: &str, bold, wide| lines(text, style.size, bold, wide).into_iter().next().unwrap_or_default();
        let title = first(&head.title, false, self.measure() * 2 / 5);
        let wide = self.measure() - width(&title, style.size, false) - pt(8);
        let (association, fund) = (first(&head.association, true, wide), first(&head.fund, false, self.measure()));
        let day = self.reader.date(head.day);
        let key = if head.folios { "paper-folio" } else { "paper-page" };
        let (left, right) = (self.left(), self.right());
        for (no, page) in (1_i64..).zip(&mut self.pages) {
            let drawn = |mark| Placed { mark, leaf: None };
            let at = |x, y, text: &str, bold| drawn(Mark::Text { x, y, style: Style { bold, ..style }, text: text.to_owned() });
            let number = self.reader.tf(key, &[("no", no.into()), ("of", count.into())]);
            page.push(at(left, top, &association, true));
            page.push(at(right - width(&title, style.size, false), top, &title, false));
            page.push(at(left, top + pt(11), &fund, false));
            page.push(drawn(Mark::Line { from: (left, top + pt(16)), to: (right, top + pt(16)), weight: 20, colour: Colour::Pasture }));
            page.push(at(left, foot, &day, false));
            page.push(at(right - width(&number, style.size, false), foot, &number, false));
        }
    }

    /// # Errors
    /// A fault where it cannot be written.
    pub fn write(mut self) -> Result<Vec<u8>, Error> {
        self.frame();
        ink::write(&self.pages, self.told, self.size, &self.head.title, self.reader.language.code())
    }

    /// The response with the PDF. A long paper is written in its own thread, so that no other request waits.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub async fn answer(self, name: &str) -> Result<Response, Error> {
        let bytes = tokio::task::spawn_blocking(move || self.write()).await??;
        let shown = format!("inline; filename=\"muyu-{name}.pdf\"");
        Ok(([(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, shown)], bytes).into_response())
    }
}

/// A count, converted to multiply a length.
trait Count {
    fn count(self) -> i32;
}

impl Count for usize {
    fn count(self) -> i32 {
        i32::try_from(self).unwrap_or(i32::MAX)
    }
}
