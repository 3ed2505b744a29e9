//! Bounded, normalised, readable texts. Pages, JSON, the command line and imports parse into these types, and verbs take
//! nothing else.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::refusal::{Fact, Refusal};

/// The longest text a record takes, in characters.
pub const LONGEST: usize = 400;

/// A line of text that is never empty.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line(String);

/// A line of text that may be left empty.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Note(String);

impl Line {
    /// # Errors
    /// `field-missing`, `field-too-long`, `field-unreadable`, without the field's name.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        match clean(text)? {
            text if text.is_empty() => Err(refusal(MISSING)),
            text => Ok(Self(text)),
        }
    }

    /// Wraps a text already known to be valid: from a database row, or from the program. Text from outside is parsed instead.
    pub fn kept(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl Default for Line {
    /// A placeholder where a text was refused, so that the other fields are read too. It is never stored.
    fn default() -> Self {
        Self("–".to_owned())
    }
}

impl Note {
    /// # Errors
    /// `field-too-long`, `field-unreadable`, without the field's name.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        clean(text).map(Self)
    }

    /// Wraps a text already known to be valid: from a database row, or from the program. Text from outside is parsed instead.
    pub fn kept(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The same text as a [`Line`], which must not be empty.
    ///
    /// # Errors
    /// `field-missing`.
    pub fn required(self, field: &'static str) -> Result<Line, Refusal> {
        if self.0.is_empty() { Err(refusal(MISSING).at(field)) } else { Ok(Line(self.0)) }
    }
}

impl From<Line> for Note {
    fn from(line: Line) -> Self {
        Self(line.0)
    }
}

impl From<Option<Line>> for Note {
    fn from(line: Option<Line>) -> Self {
        line.map_or_else(Self::default, Self::from)
    }
}

macro_rules! is_text {
    ($($type:ident),*) => {$(
        impl Deref for $type {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl From<$type> for String {
            fn from(text: $type) -> Self {
                text.0
            }
        }

        impl PartialEq<str> for $type {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<$type> for String {
            fn eq(&self, other: &$type) -> bool {
                *self == other.0
            }
        }

        impl FromStr for $type {
            type Err = Refusal;
            fn from_str(text: &str) -> Result<Self, Refusal> {
                Self::parse(text)
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).map_err(|refusal| D::Error::custom(format!("{MARK}{}", refusal.code)))
            }
        }
    )*};
}

is_text!(Line, Note);

const MISSING: &str = "field-missing";
const TOO_LONG: &str = "field-too-long";
const UNREADABLE: &str = "field-unreadable";
/// The beginning of a deserializer's message that stands for one of these refusals.
const MARK: &str = "text ";

fn refusal(code: &'static str) -> Refusal {
    let refusal = Refusal::invalid("", code);
    if code == TOO_LONG { refusal.with("most", Fact::Number(i64::try_from(LONGEST).unwrap_or(i64::MAX))) } else { refusal }
}

/// The refusal that a deserializer's message stands for.
pub fn refusal_of(message: &str) -> Option<Refusal> {
    let code = message.strip_prefix(MARK)?.split(' ').next()?;
    [MISSING, TOO_LONG, UNREADABLE].into_iter().find(|known| *known == code).map(refusal)
}

/// The text in composed form, its white space folded and its invisible characters removed.
fn clean(text: &str) -> Result<String, Refusal> {
    // A text that could not fit even without its invisible characters is refused before any work.
    if text.len() > 8 * LONGEST {
        return Err(refusal(TOO_LONG));
    }
    if text.chars().any(|c| !c.is_whitespace() && unreadable(c)) {
        return Err(refusal(UNREADABLE));
    }
    let composed: String = text.chars().filter(|c| !invisible(*c)).nfc().collect();
    let line = composed.split_whitespace().collect::<Vec<_>>().join(" ");
    // Combining accents alone are no text.
    if line.chars().all(|c| is_combining_mark(c) || c == ' ') {
        return Ok(String::new());
    }
    if line.chars().count() > LONGEST {
        return Err(refusal(TOO_LONG));
    }
    Ok(line)
}

/// Control characters, marks that turn the direction of writing, and code points outside every script.
fn unreadable(c: char) -> bool {
    let code = u32::from(c);
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}')
        || code & 0xfffe == 0xfffe
        || matches!(code, 0xe000..=0xf8ff | 0xe_0000..=0xe_0fff | 0xf_0000..)
}

/// Characters that take no room or show nothing and come with copied text. They are removed.
fn invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> &'static str {
        Line::parse(text).unwrap_err().code
    }

    #[test]
    fn a_line_is_normalised_and_its_white_space_folded() {
        assert_eq!(&*Line::parse("  Huama\u{301}n\t Ccori,\u{a0}\r\n Benita ").unwrap(), "Huamán Ccori, Benita");
        assert_eq!(&*Line::parse("sem\u{ad}illa\u{200b}\u{feff} de papa").unwrap(), "semilla de papa");
        assert_eq!(&*Line::parse("Qʼero · ñ · 50 % · ½ ha").unwrap(), "Qʼero · ñ · 50 % · ½ ha");
    }

    #[test]
    fn what_says_nothing_is_missing() {
        for text in ["", "   ", "\n\t", "\u{200b}\u{200d}", "\u{301}\u{302}", "\u{3164}", "\u{feff} \u{2060}"] {
            assert_eq!(code(text), "field-missing", "{text:?}");
            assert!(Note::parse(text).unwrap().is_empty(), "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for text in ["a\0b", "a\u{1b}[31m", "a\u{202e}b", "\u{2066}a", "a\u{7f}", "a\u{fffe}", "a\u{e000}", "a\u{85}\u{9b}"] {
            assert_eq!(code(text), "field-unreadable", "{text:?}");
        }
    }

    #[test]
    fn a_line_is_bounded_in_characters() {
        assert!(Line::parse(&"ñ".repeat(LONGEST)).is_ok());
        assert_eq!(code(&"ñ".repeat(LONGEST + 1)), "field-too-long");
        assert_eq!(code(&"x".repeat(100_000)), "field-too-long");
    }

    #[test]
    fn what_was_parsed_parses_to_itself() {
        for text in ["a b", "Huamán", "e\u{301}\u{301}\u{301}", "ﬁ ½ …", "\u{1100}\u{1161}"] {
            let once = Line::parse(text).unwrap();
            assert_eq!(Line::parse(&once).unwrap(), once);
        }
    }
}
