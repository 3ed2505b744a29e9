//! The structure of a paper for screen readers, in reading order: headings, paragraphs, and tables with their heads. It leaves out
//! lines, blocks, page heads and page feet.

use std::num::NonZeroU16;

use krilla::tagging::{Identifier, Node, TableHeaderScope, Tag, TagGroup, TagTree};

/// The number of a text that is read as one unit, even if it has several lines.
pub type Leaf = usize;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Title,
    Heading,
    Paragraph,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// The name of a column.
    Column,
    /// The name of a row.
    Row,
    Plain,
}

enum Part {
    Text(Kind, Leaf),
    Table(Vec<Vec<(Cell, Leaf)>>),
}

#[derive(Default)]
pub struct Told {
    parts: Vec<Part>,
    leaves: usize,
}

impl Told {
    fn leaf(&mut self) -> Leaf {
        self.leaves += 1;
        self.leaves - 1
    }

    /// Adds a heading or a paragraph.
    pub fn text(&mut self, kind: Kind) -> Leaf {
        let leaf = self.leaf();
        self.parts.push(Part::Text(kind, leaf));
        leaf
    }

    pub fn table(&mut self) {
        self.parts.push(Part::Table(Vec::new()));
    }

    /// Adds a row to the last table.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> Vec<Leaf> {
        let row: Vec<(Cell, Leaf)> = cells.into_iter().map(|cell| (cell, self.leaf())).collect();
        let leaves = row.iter().map(|(_, leaf)| *leaf).collect();
        if let Some(Part::Table(rows)) = self.parts.last_mut() {
            rows.push(row);
        }
        leaves
    }

    pub fn leaves(&self) -> usize {
        self.leaves
    }

    /// The tree as krilla takes it. `drawn` says where each leaf was drawn.
    pub fn tree(self, language: &str, mut drawn: Vec<Vec<Identifier>>) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        let mut of = |leaf: Leaf| -> Vec<Node> { drawn.get_mut(leaf).map(std::mem::take).unwrap_or_default().into_iter().map(Node::from).collect() };
        for part in self.parts {
            match part {
                Part::Text(kind, leaf) => {
                    let children = of(leaf);
                    // An empty text is left out.
                    if !children.is_empty() {
                        tree.push(text(kind, children));
                    }
                }
                Part::Table(rows) => tree.push(table(rows, &mut of)),
            }
        }
        tree
    }
}

fn text(kind: Kind, children: Vec<Node>) -> TagGroup {
    let level = |level| NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
    match kind {
        Kind::Title => TagGroup::with_children(Tag::Hn(level(1), None), children),
        Kind::Heading => TagGroup::with_children(Tag::Hn(level(2), None), children),
        Kind::Paragraph => TagGroup::with_children(Tag::P, children),
    }
}

fn table(rows: Vec<Vec<(Cell, Leaf)>>, of: &mut impl FnMut(Leaf) -> Vec<Node>) -> TagGroup {
    let mut table = TagGroup::new(Tag::Table);
    let (mut head, mut body) = (TagGroup::new(Tag::THead), TagGroup::new(Tag::TBody));
    for row in rows {
        let heads = row.iter().all(|(cell, _)| *cell == Cell::Column);
        let mut told = TagGroup::new(Tag::TR);
        for (cell, leaf) in row {
            let children = of(leaf);
            told.push(match cell {
                Cell::Column => TagGroup::with_children(Tag::TH(TableHeaderScope::Column), children),
                Cell::Row => TagGroup::with_children(Tag::TH(TableHeaderScope::Row), children),
                Cell::Plain => TagGroup::with_children(Tag::TD, children),
            });
        }
        if heads { head.push(told) } else { body.push(told) }
    }
    if !head.children.is_empty() {
        table.push(head);
    }
    table.push(body);
    table
}
