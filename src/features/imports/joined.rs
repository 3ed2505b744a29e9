//! Cells of several rows that a notebook joins into one, as one person beside all their payments: what stands there is of each
//! of those rows. Amounts are of one row alone, whatever they are joined with.

use super::files::{Cell, Row};
use super::headers::{Field, Kind};
use super::tables::is_total_word;

/// Fills the rows under a joined cell with what it says, where the column tells which record a row is of.
pub fn fill(rows: &mut [Row], joined: &[(u32, u32, usize)], kind: Kind, places: &[(Field, usize)]) {
    use Field::{Date, Document, Loan, Member, Name};
    if matches!(kind, Kind::House | Kind::Members) {
        return;
    }
    let tells = |column: usize| places.iter().any(|(field, place)| *place == column && matches!(field, Date | Document | Loan | Member | Name));
    for (first, last, column) in joined.iter().filter(|(.., column)| tells(*column)) {
        let from = rows.partition_point(|(row, _)| row < first);
        let to = rows.partition_point(|(row, _)| row <= last);
        let Some((head, others)) = rows.get_mut(from..to).and_then(<[Row]>::split_first_mut) else { continue };
        let Some(said) = head.1.get(*column).filter(|cell| head.0 == *first && **cell != Cell::Empty) else { continue };
        for (_, cells) in others {
            // What sums the joined rows is none of them.
            if cells.iter().any(is_total_word) {
                continue;
            }
            if cells.len() <= *column {
                cells.resize(*column + 1, Cell::Empty);
            }
            if let Some(cell) = cells.get_mut(*column).filter(|cell| **cell == Cell::Empty) {
                cell.clone_from(said);
            }
        }
    }
}
