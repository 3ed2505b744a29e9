//! Draws pages as PDF, with krilla. Only this file measures in fractions, as PDF does. Figures arrive here as text.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Paint, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use super::letters::{self, BOLD, REGULAR, UNITS};
use super::told::{Leaf, Told};
use super::{Colour, Size, Style, Twips};
use crate::error::Error;

/// A mark on a page, measured from its upper left corner.
pub enum Mark {
    /// From the start of its base line.
    Text {
        x: Twips,
        y: Twips,
        style: Style,
        text: String,
    },
    Line {
        from: (Twips, Twips),
        to: (Twips, Twips),
        weight: Twips,
        colour: Colour,
    },
    Block {
        x: Twips,
        y: Twips,
        wide: Twips,
        high: Twips,
        colour: Colour,
    },
    Dot {
        x: Twips,
        y: Twips,
        radius: Twips,
        colour: Colour,
    },
}

/// A mark with the text it belongs to; none for decoration.
pub struct Placed {
    pub mark: Mark,
    pub leaf: Option<Leaf>,
}

/// # Errors
/// A fault where krilla refuses it.
pub fn write(pages: &[Vec<Placed>], told: Told, size: Size, title: &str, language: &str) -> Result<Vec<u8>, Error> {
    let font = |data: &'static [u8]| Font::new(data.into(), 0).ok_or_else(|| Error::fault("a font of papers cannot be read"));
    let fonts = [font(REGULAR)?, font(BOLD)?];
    let mut document = Document::new_with(SerializeSettings::default());
    // The time of writing is left out, so that the same paper gives the same file.
    document.set_metadata(Metadata::new().title(title.to_owned()).language(language.to_owned()).creator("Muyu".to_owned()));
    let (wide, high) = size.sides();
    let mut drawn: Vec<Vec<Identifier>> = vec![Vec::new(); told.leaves()];
    for marks in pages {
        let settings = PageSettings::from_wh(points(wide), points(high)).ok_or_else(|| Error::fault("a paper without size"))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for run in marks.chunk_by(|one, next| one.leaf == next.leaf) {
            let leaf = run.first().and_then(|placed| placed.leaf);
            let tag = if leaf.is_some() { ContentTag::Other } else { ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)) };
            let identifier = surface.start_tagged(tag);
            run.iter().for_each(|placed| draw(&mut surface, &placed.mark, &fonts));
            surface.end_tagged();
            if let Some(parts) = leaf.and_then(|leaf| drawn.get_mut(leaf)) {
                parts.push(identifier);
            }
        }
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(told.tree(language, drawn));
    document.finish().map_err(|error| Error::fault(format!("a paper: {error:?}")))
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, fonts: &[Font; 2]) {
    match mark {
        Mark::Text { x, y, style, text } => {
            ink(surface, style.colour);
            let glyphs: Vec<KrillaGlyph> = text.char_indices().map(|(at, letter)| placed(at, letter, style.bold)).collect();
            let font = fonts[usize::from(style.bold)].clone();
            surface.draw_glyphs(Point::from_xy(points(*x), points(*y)), &glyphs, font, text, points(style.size), false);
        }
        Mark::Line { from, to, weight, colour } => {
            let mut path = PathBuilder::new();
            path.move_to(points(from.0), points(from.1));
            path.line_to(points(to.0), points(to.1));
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke { paint: paint(*colour), width: points(*weight), ..Stroke::default() }));
            draw_path(surface, path.finish());
        }
        Mark::Block { x, y, wide, high, colour } => {
            ink(surface, *colour);
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(points(*x), points(*y), points(*wide), points(*high)) {
                path.push_rect(rect);
            }
            draw_path(surface, path.finish());
        }
        Mark::Dot { x, y, radius, colour } => {
            ink(surface, *colour);
            draw_path(surface, circle(*x, *y, *radius));
        }
    }
}

fn draw_path(surface: &mut Surface<'_>, path: Option<Path>) {
    if let Some(path) = path {
        surface.draw_path(&path);
    }
}

/// A circle of four curves, whose handles are 0.5523 of the radius.
fn circle(x: Twips, y: Twips, radius: Twips) -> Option<Path> {
    let handle = radius * 5_523 / 10_000;
    let at = |dx: Twips, dy: Twips| (points(x + dx), points(y + dy));
    let mut path = PathBuilder::new();
    let (from_x, from_y) = at(radius, 0);
    path.move_to(from_x, from_y);
    for (a, b, end) in [
        ((radius, handle), (handle, radius), (0, radius)),
        ((-handle, radius), (-radius, handle), (-radius, 0)),
        ((-radius, -handle), (-handle, -radius), (0, -radius)),
        ((handle, -radius), (radius, -handle), (radius, 0)),
    ] {
        let ((ax, ay), (bx, by), (x, y)) = (at(a.0, a.1), at(b.0, b.1), at(end.0, end.1));
        path.cubic_to(ax, ay, bx, by, x, y);
    }
    path.close();
    path.finish()
}

#[expect(clippy::float_arithmetic, reason = "a font's units as PDF takes them; no amount is counted here")]
fn placed(at: usize, letter: char, bold: bool) -> KrillaGlyph {
    let (glyph, advance) = letters::glyph(letter, bold);
    let advance = f32::from(advance) / f32::from(UNITS);
    KrillaGlyph::new(GlyphId::new(glyph.to_u32()), advance, 0.0, 0.0, 0.0, at..at + letter.len_utf8(), None)
}

#[expect(clippy::float_arithmetic, reason = "a place on paper as PDF takes it; no amount is counted here")]
fn points(twips: Twips) -> f32 {
    f32::from(i16::try_from(twips).unwrap_or(i16::MAX)) / 20.0
}

fn ink(surface: &mut Surface<'_>, colour: Colour) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill { paint: paint(colour), opacity: NormalizedF32::ONE, rule: FillRule::default() }));
}

fn paint(colour: Colour) -> Paint {
    let (red, green, blue) = match colour {
        Colour::Ink => (0, 0, 0),
        Colour::Soft => (0x4a, 0x44, 0x3b),
        Colour::Line => (0xb8, 0xae, 0x9f),
        Colour::Shade => (0xf1, 0xec, 0xe3),
        Colour::Pasture => (0x17, 0x60, 0x4a),
        Colour::Cochineal => (0xa0, 0x20, 0x3a),
        Colour::Maize => (0xe0, 0xa9, 0x3a),
    };
    rgb::Color::new(red, green, blue).into()
}
