//! Simple charts: bars with the figure beside each, and a hundred dots.

use super::ink::Mark;
use super::letters::width;
use super::told::Cell;
use super::{Colour, Count, Paper, Twips, pt};

pub struct Bar {
    pub label: String,
    pub minor: i64,
    /// The figure's text.
    pub figure: String,
    pub colour: Colour,
}

impl Paper {
    /// Bars, drawn to one scale.
    pub fn bars(&mut self, bars: &[Bar]) {
        let (name, figure) = (self.plain(), self.strong());
        let labels = bars.iter().map(|bar| width(&bar.label, name.size, false)).max().unwrap_or(0);
        let figures = bars.iter().map(|bar| width(&bar.figure, figure.size, true)).max().unwrap_or(0);
        let (gap, high) = (pt(12), name.size * 3 / 2);
        let room = self.measure() - labels - figures - 2 * gap;
        let largest = bars.iter().map(|bar| bar.minor).max().unwrap_or(0).max(1);
        self.keep((high + pt(8)) * bars.len().count());
        self.told.table();
        for bar in bars {
            let long = i128::from(bar.minor.max(0)) * i128::from(room) / i128::from(largest);
            let base = self.y + high * 3 / 4;
            let told = self.told.row([Cell::Row, Cell::Plain]);
            self.text_at(self.left(), base, name, &bar.label, told.first().copied());
            let wide = Twips::try_from(long).unwrap_or(room);
            self.mark(Mark::Block { x: self.left() + labels + gap, y: self.y, wide, high, colour: bar.colour });
            self.text_at(self.right() - width(&bar.figure, figure.size, true), base, figure, &bar.figure, told.last().copied());
            self.y += high + pt(8);
        }
    }

    /// A hundred dots in five rows, by colour. The last colour takes the rest.
    pub fn dots(&mut self, counts: &[(i64, Colour)]) {
        let step = self.plain().size * 3 / 2;
        self.keep(step * 5);
        let mut colours = counts.iter().flat_map(|(count, colour)| std::iter::repeat_n(*colour, usize::try_from(*count).unwrap_or(0)));
        for no in 0..100 {
            let colour = colours.next().unwrap_or(Colour::Line);
            let (x, y) = (self.left() + step / 2 + no % 20 * step, self.y + step / 2 + no / 20 * step);
            self.mark(Mark::Dot { x, y, radius: step * 2 / 5, colour });
        }
        self.y += step * 5 + pt(4);
    }
}
