//! Tables made of what a sheet tells otherwise than in columns of their own: above its payments, beside its months, or in a
//! cash book.

use std::collections::HashMap;

use super::files::{Cell, Row, Sheet};
use super::headers::{Field, Kind};
use super::tables::{Headed, Table};

impl Table {
    /// A table of one record, made of what a sheet tells elsewhere than in columns.
    pub fn made(name: &str, place: u16, kind: Kind, row: u32, columns: Vec<(Field, String, Cell)>) -> Self {
        let places = columns.iter().enumerate().map(|(place, (field, ..))| (*field, place)).collect();
        let headers = columns.iter().map(|(_, header, _)| header.clone()).collect();
        let cells = columns.into_iter().map(|(.., cell)| cell).collect();
        Self {
            name: name.to_owned(),
            place,
            kind,
            header_row: row,
            places,
            headers,
            ignored: Vec::new(),
            elsewhere: Vec::new(),
            rows: vec![(row, cells)],
            above: Vec::new(),
            totals: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// One sheet that lists loans and, in the same rows, what was paid of each by months: read as both. Loans without a number
    /// are known by their place.
    pub fn loans_with_months(sheet: Sheet, place: u16, loans: Headed, months: Headed) -> [Self; 2] {
        let mut lent = Self::new(sheet.clone(), place, Kind::Loans, loans);
        let mut paid = Self::new(sheet, place, Kind::Months, months);
        let of = |table: &Self| table.places.iter().map(|(_, place)| *place).collect::<Vec<_>>();
        (lent.elsewhere, paid.elsewhere) = (of(&paid), of(&lent));
        paid.places.retain(|(field, _)| *field != Field::Loan);
        match lent.place_of(Field::Loan) {
            Some(own) => paid.adds(Field::Loan, own),
            None => {
                let numbers: HashMap<u32, usize> = lent.rows.iter().map(|(row, _)| *row).zip(1..).collect();
                [&mut lent, &mut paid].into_iter().for_each(|table| table.number_rows(&numbers));
            }
        }
        [lent, paid]
    }

    fn number_rows(&mut self, numbers: &HashMap<u32, usize>) {
        let width = self.rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        for (row, cells) in &mut self.rows {
            cells.resize(width, Cell::Empty);
            cells.push(numbers.get(row).map_or(Cell::Empty, |number| Cell::Number(number.to_string())));
        }
        self.adds(Field::Loan, width);
    }

    /// Some rows of this table, read as another kind.
    pub fn part(&self, kind: Kind, places: Vec<(Field, usize)>, rows: Vec<Row>) -> Self {
        Self {
            name: self.name.clone(),
            place: self.place,
            kind,
            header_row: self.header_row,
            places,
            headers: self.headers.clone(),
            ignored: Vec::new(),
            elsewhere: Vec::new(),
            rows,
            above: Vec::new(),
            totals: Vec::new(),
            remarks: Vec::new(),
        }
    }
}
