//! The fonts of papers: glyphs, widths and line breaks.

use std::sync::LazyLock;

use skrifa::charmap::Charmap;
use skrifa::raw::TableProvider;
use skrifa::raw::tables::hmtx::Hmtx;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::Twips;

pub const REGULAR: &[u8] = include_bytes!("../assets/fonts/NotoSans-Regular.ttf");
pub const BOLD: &[u8] = include_bytes!("../assets/fonts/NotoSans-Bold.ttf");

/// Units in the height of a line of letters, in both fonts.
pub const UNITS: u16 = 1_000;

/// Latin letters, which are looked up once.
const COMMON: u32 = 0x180;

struct Face {
    common: Vec<(GlyphId, u16)>,
    letters: Charmap<'static>,
    widths: Option<Hmtx<'static>>,
}

impl Face {
    fn find(&self, letter: char) -> (GlyphId, u16) {
        let glyph = self.letters.map(letter).unwrap_or(GlyphId::NOTDEF);
        (glyph, self.widths.as_ref().and_then(|widths| widths.advance(glyph)).unwrap_or(0))
    }
}

static FACES: LazyLock<[Option<Face>; 2]> = LazyLock::new(|| {
    [REGULAR, BOLD].map(|data| {
        let font = FontRef::new(data).ok()?;
        let mut face = Face { common: Vec::new(), letters: font.charmap(), widths: font.hmtx().ok() };
        face.common = (0..COMMON).filter_map(char::from_u32).map(|letter| face.find(letter)).collect();
        Some(face)
    })
});

/// A letter's glyph and its advance, in [`UNITS`]. A letter missing from the font is an empty box.
pub fn glyph(letter: char, bold: bool) -> (GlyphId, u16) {
    let Some(face) = &FACES[usize::from(bold)] else { return (GlyphId::NOTDEF, 0) };
    let common = usize::try_from(u32::from(letter)).ok().and_then(|place| face.common.get(place)).copied();
    common.unwrap_or_else(|| face.find(letter))
}

/// The width of a text on one line.
pub fn width(text: &str, size: Twips, bold: bool) -> Twips {
    let units: i64 = text.chars().map(|letter| i64::from(glyph(letter, bold).1)).sum();
    i32::try_from((units * i64::from(size) + i64::from(UNITS) - 1) / i64::from(UNITS)).unwrap_or(i32::MAX)
}

/// A text as lines of at most this width, broken between words. A wider word is broken within.
pub fn lines(text: &str, size: Twips, bold: bool, wide: Twips) -> Vec<String> {
    let mut done = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if width(&longer, size, bold) <= wide {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                done.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                line.push(letter);
                if width(&line, size, bold) > wide && line.chars().count() > 1 {
                    line.pop();
                    done.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
        }
        done.push(line);
    }
    if done.is_empty() { vec![String::new()] } else { done }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_the_andes_are_there() {
        for letter in "aáàäâñÑïüÜöëʼ’‘“”«»¿¡ºª°½–—…·−×€№\u{202f} \u{a0}".chars() {
            for bold in [false, true] {
                let (id, advance) = glyph(letter, bold);
                assert!(id != GlyphId::NOTDEF && advance > 0, "{letter:?}");
            }
        }
        assert_eq!(glyph('漢', false).0, GlyphId::NOTDEF);
        // The minus sign was added to the font, as wide as a figure.
        assert!([false, true].iter().all(|bold| glyph('−', *bold).1 == glyph('0', *bold).1));
    }

    /// The fonts have every letter of the catalogues.
    #[test]
    fn the_letters_of_the_catalogues_are_there() {
        for language in ["es", "en"] {
            for file in std::fs::read_dir(format!("{}/src/web/text/{language}", env!("CARGO_MANIFEST_DIR"))).unwrap() {
                let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
                let missing: Vec<char> = text.chars().filter(|letter| *letter != '\n' && glyph(*letter, true).0 == GlyphId::NOTDEF).collect();
                assert_eq!(missing, Vec::<char>::new());
            }
        }
    }

    #[test]
    fn figures_are_of_one_width_and_lines_end_between_words() {
        let wide = |text: &str| width(text, 200, false);
        assert!(('0'..='9').all(|figure| wide(&figure.to_string()) == wide("0")));
        assert_eq!(lines("uno dos tres", 200, false, wide("uno dos")), ["uno dos", "tres"]);
        assert_eq!(lines("aaaa", 200, false, wide("aa")), ["aa", "aa"]);
        assert_eq!(lines("", 200, false, 100), [""]);
        assert!(lines("una palabra larguísima", 200, false, 700).iter().all(|line| wide(line) <= 700));
    }
}
