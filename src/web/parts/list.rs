//! A list with search, filters, order, pages, totals, and files with the same content. It is a table on a desktop and cards
//! on a phone. The cells are made once, for the page and for the file.

use axum::response::Response;
use maud::{Markup, html};

use super::asked::{Asked, Order, PAGE};
pub use super::cell::{Cell, Value};
use super::icon;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::web::export::{self, Table};
use crate::web::text::Reader;

pub const DOWNLOAD: &str = "M12 4v11M7 11l5 5 5-5M4 20h16";
pub const PRINTER: &str = "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z";

/// The place of a column on a phone's card, and whether the desktop shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// The row's name.
    Head,
    /// The main figure, at the top right.
    Key,
    /// A tag under it.
    State,
    /// With its label in front.
    Labelled,
    /// Only on a desktop.
    Desk,
    /// Only on a wide desktop.
    Wide,
    /// Only in files.
    File,
    /// The actions of a row: on every screen, in no file.
    Acts,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub label: String,
    pub stands: Stands,
    /// A column of figures.
    pub figures: bool,
    /// The first order when people sort by this column.
    pub sort: Option<Order>,
    /// Left out of files, which have separate columns for its content.
    unfiled: bool,
}

impl Column {
    pub fn new(label: String, stands: Stands) -> Self {
        Self { label, stands, figures: false, sort: None, unfiled: false }
    }

    pub fn figures(self) -> Self {
        Self { figures: true, ..self }
    }

    pub fn sorted(self, by: &'static str, down: bool) -> Self {
        Self { sort: Some(Order { by, down }), ..self }
    }

    pub fn unfiled(self) -> Self {
        Self { unfiled: true, ..self }
    }

    fn class(&self, cell: Option<&Cell>) -> String {
        let stands = match self.stands {
            Stands::Key => "key",
            // A phone's card leaves out an empty value.
            Stands::State if cell.is_some_and(Cell::nothing) => "state desk",
            Stands::State => "state",
            Stands::Desk => "desk",
            Stands::Wide => "desk roomy",
            Stands::Labelled if cell.is_some_and(Cell::nothing) => "desk",
            Stands::Acts => "no-print",
            Stands::Head | Stands::Labelled | Stands::File => "",
        };
        let bad = if cell.is_some_and(|cell| cell.late && cell.under.is_empty()) { " bad" } else { "" };
        format!("{}{stands}{bad}", if self.figures { "n " } else { "" }).trim().to_owned()
    }
}

/// A filter of a list: its name in the address, its label, and (value, text) for each choice. Without choices it is a day.
pub struct Select {
    pub name: &'static str,
    pub label: String,
    pub options: Vec<(String, String)>,
}

/// Rows under one heading, with their total.
#[derive(Default)]
pub struct Group {
    pub head: Option<String>,
    /// How its figures are written, where they differ from the list's.
    pub reader: Option<Reader>,
    pub rows: Vec<Vec<Cell>>,
    pub sums: Vec<Vec<Cell>>,
}

pub struct List<'a> {
    pub reader: Reader,
    pub path: &'a str,
    pub asked: &'a Asked,
    pub order: Order,
    /// The list's name: of its file, and as the heading on paper.
    pub name: String,
    /// The owner, for the name of its file: the fund, the association.
    pub whose: String,
    /// What the search covers, where the list has a search.
    pub search: Option<String>,
    pub selects: Vec<Select>,
    pub columns: Vec<Column>,
    pub groups: Vec<Group>,
    /// The number of rows that match; a page shows some of them.
    pub count: u64,
    /// `312 créditos`.
    pub counted: String,
    /// A note about the figures.
    pub told: String,
}

impl List<'_> {
    /// The requested file, with every row that matches.
    ///
    /// # Errors
    /// `list-too-long` where there are more rows than a file takes.
    pub fn file(&self) -> Result<Option<Response>, Error> {
        let kind = self.asked.get("file");
        if !["xlsx", "csv"].contains(&kind) {
            return Ok(None);
        }
        if self.more() {
            return Err(Refusal::conflict("list-too-long").into());
        }
        let taken = || self.columns.iter().enumerate().filter(|(_, column)| column.stands != Stands::Acts && !column.unfiled);
        let mut table = Table { name: self.name.clone(), headings: taken().map(|(_, column)| column.label.clone()).collect(), rows: Vec::new() };
        for group in &self.groups {
            let cells = |row: &Vec<Cell>| taken().filter_map(|(i, _)| row.get(i)).map(|cell| cell.file(self.reader)).collect();
            table.rows.extend(group.rows.iter().chain(&group.sums).map(cells));
        }
        let bytes = if kind == "csv" { export::csv(&table)? } else { export::xlsx(&[table])? };
        Ok(Some(export::file(&format!("muyu-{}.{kind}", file_name(&format!("{} {}", self.name, self.whose))), bytes)))
    }

    /// Whether there are more rows than the page shows.
    fn more(&self) -> bool {
        self.groups.iter().map(|group| group.rows.len() as u64).sum::<u64>() < self.count
    }

    /// The buttons to print or export the list.
    pub fn acts(&self) -> Markup {
        let (reader, to) = (self.reader, |name: &str, value: &str| self.asked.address(self.path, &[(name, value)]));
        html! {
            a.button.quiet href=(to("file", "xlsx")) download { (icon(DOWNLOAD)) "XLSX" }
            a.button.quiet href=(to("file", "csv")) download { (icon(DOWNLOAD)) "CSV" }
            @if self.more() { a.button.quiet href=(to("whole", "1")) { (icon(PRINTER)) (reader.t("list-print-all")) } }
            @else { button.button.quiet type="button" data-print="1" { (icon(PRINTER)) (reader.t("print")) } }
        }
    }

    /// The heading of a page with this list, and its actions.
    pub fn head(&self, way_back: Markup, title: &str, primary: Markup) -> Markup {
        html! { div.head { div { (way_back) h1 { (title) } } div.acts { span.desk data-list-acts="1" { @if self.count > 0 { (self.acts()) } } (primary) } } }
    }

    pub fn part(&self) -> Markup {
        html! {
            section.card.flush.full aria-label=(self.name) {
                (self.find())
                @if self.count == 0 { (self.empty()) } @else {
                    div data-list="1" { (self.table()) (self.pages()) }
                }
            }
            div.acts.phone data-list-acts="1" { @if self.count > 0 { (self.acts()) } }
        }
    }

    fn find(&self) -> Markup {
        let (reader, asked) = (self.reader, self.asked);
        html! {
            @if self.search.is_some() || !self.selects.is_empty() {
                form.find role="search" action=(self.path) data-live="1" {
                    @if let Some(search) = &self.search {
                        div.grow { label for="q" { (reader.t("search")) } input type="search" id="q" name="q" value=(asked.get("q")) placeholder=(search) autocomplete="off"; }
                    }
                    @for select in &self.selects {
                        div {
                            label for=(select.name) { (select.label) }
                            @if select.options.is_empty() { input type="date" id=(select.name) name=(select.name) value=(asked.get(select.name)); }
                            @else {
                                select id=(select.name) name=(select.name) {
                                    @for (value, text) in &select.options { option value=(value) selected[value == asked.get(select.name)] { (text) } }
                                }
                            }
                        }
                    }
                    @if !asked.get("sort").is_empty() { input type="hidden" name="sort" value=(asked.get("sort")); }
                    button.button { (reader.t("filter")) }
                }
            }
        }
    }

    fn empty(&self) -> Markup {
        let (reader, typed) = (self.reader, self.asked.get("q"));
        html! {
            div.empty data-list="1" {
                svg width="64" height="32" viewBox="0 0 24 12" aria-hidden="true" { path.t d="M0 12V9h3V6h3V3h3V0h6v3h3v3h3v3h3v3z" {} path.m d="M6 12V9h3V6h6v3h3v3z" {} }
                p { b { @if typed.is_empty() { (reader.t("list-empty")) } @else { (reader.tf("list-not-found", &[("typed", typed.into())])) } } }
                @if !self.asked.address("", &[("sort", "")]).is_empty() { div.acts { a.button.quiet href=(self.path) { (reader.t("list-clear")) } } }
            }
        }
    }

    fn shown(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.columns.iter().enumerate().filter(|(_, column)| column.stands != Stands::File)
    }

    fn table(&self) -> Markup {
        html! {
            table.list role="table" {
                caption { b { (self.counted) } @if !self.told.is_empty() { " · " (self.told) } @if self.more() { span.paper { " · " (self.range()) } } }
                thead role="rowgroup" { tr role="row" data-l=(self.reader.t("list-order")) { @for (_, column) in self.shown() { (self.column_head(column)) } } }
                @for group in &self.groups {
                    @let reader = group.reader.unwrap_or(self.reader);
                    tbody role="rowgroup" {
                        @if let Some(head) = &group.head { tr.group role="row" { th scope="rowgroup" role="rowheader" colspan=(self.shown().count()) { (head) } } }
                        @for row in &group.rows { tr role="row" { @for (i, column) in self.shown() { (cell(reader, column, row.get(i), false)) } } }
                        @for sum in &group.sums { tr.sum role="row" { @for (i, column) in self.shown() { (cell(reader, column, sum.get(i), true)) } } }
                    }
                }
            }
        }
    }

    fn column_head(&self, column: &Column) -> Markup {
        let sorted = column.sort.filter(|order| order.by == self.order.by);
        let aria = sorted.map(|_| if self.order.down { "descending" } else { "ascending" });
        html! {
            th scope="col" role="columnheader" class=(column.class(None)) aria-sort=[aria] {
                @if let Some(order) = column.sort {
                    // A second click reverses the order.
                    @let down = if sorted.is_some() { !self.order.down } else { order.down };
                    a href=(self.asked.address(self.path, &[("sort", &format!("{}{}", if down { "-" } else { "" }, order.by))])) { (column.label) }
                } @else { (column.label) }
            }
        }
    }

    /// `1–50 de 312`. Paper shows it too: it has no links to the other pages.
    fn range(&self) -> Markup {
        let number = self.asked.page();
        let (from, to) = (number * PAGE + 1, (number * PAGE + self.asked.most()).min(self.count));
        html! { b { (from) "–" (to) } " " (self.reader.tf("list-of", &[("count", self.count.to_string().into())])) }
    }

    fn pages(&self) -> Markup {
        let (reader, number) = (self.reader, self.asked.page());
        let last = self.count.saturating_sub(1) / PAGE;
        let link = |page: u64| self.asked.address(self.path, &[("page", &page.to_string())]);
        let near = (0..=last).filter(|page| *page == 0 || *page == last || page.abs_diff(number) <= 1);
        html! {
            @if self.more() {
                nav.pages aria-label=(reader.t("pages")) {
                    span { (self.range()) }
                    ul.tabs {
                        @for page in near { li { a href=(link(page)) aria-current=[(page == number).then_some("page")] { (page + 1) } } }
                        @if number < last { li { a href=(link(number + 1)) rel="next" { (reader.t("list-next")) " ›" } } }
                    }
                }
            }
        }
    }
}

fn cell(reader: Reader, column: &Column, cell: Option<&Cell>, sum: bool) -> Markup {
    let empty = Cell::default();
    let own = cell.unwrap_or(&empty);
    let (class, blank) = (column.class(Some(own)), sum && own.nothing());
    let label = matches!(column.stands, Stands::Labelled | Stands::Key).then_some(&column.label);
    html! {
        @if column.stands == Stands::Head {
            th scope="row" role="rowheader" class=(class) { (own.show(reader, sum)) }
        } @else {
            td role="cell" class=(class) data-l=[label] { @if !blank { (own.show(reader, sum)) } }
        }
    }
}

/// A text as a file's name: plain letters, with hyphens between words.
fn file_name(name: &str) -> String {
    let folded = crate::domain::names::fold(name);
    folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}
