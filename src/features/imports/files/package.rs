//! The zip of a workbook and its parts as XML, measured while they are unpacked.

use std::borrow::Cow;
use std::io::{BufReader, Cursor, Error, Read};
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::limits::{Limits, Meter};
use super::refused;
use crate::domain::refusal::Refusal;

/// The most parts of a workbook: most have some tens, those with pictures more.
const MOST_PARTS: usize = 5_000;
/// How deep elements may be nested; a real workbook has some 20 levels.
const DEEPEST: usize = 200;
/// The first bytes of each part's entry in the zip's directory.
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";

type Bytes<'f> = Cursor<&'f [u8]>;

pub struct Package<'f> {
    pub name: &'f str,
    archive: ZipArchive<Bytes<'f>>,
    meter: Rc<Meter>,
}

impl<'f> Package<'f> {
    /// # Errors
    /// `import-damaged`, `import-too-packed`.
    pub fn open(name: &'f str, bytes: Bytes<'f>, limits: &Limits) -> Result<Self, Refusal> {
        let parts = bytes.get_ref().windows(DIRECTORY_ENTRY.len()).filter(|window| *window == DIRECTORY_ENTRY).count();
        if parts > MOST_PARTS {
            return Err(refused("import-too-packed", name));
        }
        let archive = ZipArchive::new(bytes).map_err(|_| refused("import-damaged", name))?;
        Ok(Self { name, archive, meter: limits.unpacked.clone() })
    }

    pub fn has(&self, part: &str) -> bool {
        self.archive.index_for_name(part).is_some()
    }

    /// Opens a part; none where the package has no part of this name.
    ///
    /// # Errors
    /// `import-damaged`, `import-password`.
    pub fn part(&mut self, part: &str) -> Result<Option<Part<'_, 'f>>, Refusal> {
        let Some(index) = self.archive.index_for_name(part) else { return Ok(None) };
        let name = self.name;
        let file = self.archive.by_index(index).map_err(|error| {
            let locked = matches!(&error, ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED);
            refused(if locked { "import-password" } else { "import-damaged" }, name)
        })?;
        let packed = file.compressed_size();
        let mut xml = Reader::from_reader(BufReader::new(Metered { file, meter: self.meter.clone(), unpacked: 0, packed }));
        let config = xml.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        config.allow_dangling_amp = true;
        Ok(Some(Part { name, xml, meter: self.meter.clone(), buffer: Vec::new(), depth: 0 }))
    }
}

/// A part being unpacked.
struct Metered<'p, 'f> {
    file: ZipFile<'p, Bytes<'f>>,
    meter: Rc<Meter>,
    unpacked: u64,
    packed: u64,
}

impl Read for Metered<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(into)?;
        self.unpacked += count as u64;
        if self.meter.unpack(count as u64, self.unpacked, self.packed) { Ok(count) } else { Err(Error::other("beyond the limits")) }
    }
}

/// A part as XML events.
pub struct Part<'p, 'f> {
    name: &'f str,
    xml: Reader<BufReader<Metered<'p, 'f>>>,
    meter: Rc<Meter>,
    buffer: Vec<u8>,
    depth: usize,
}

impl Part<'_, '_> {
    /// # Errors
    /// `import-too-packed` at a limit, `import-damaged` where the XML or the zip is broken.
    pub fn next(&mut self) -> Result<Event<'_>, Refusal> {
        self.buffer.clear();
        self.meter.next_token();
        let (name, meter) = (self.name, &self.meter);
        let refused = |too_packed| refused(if too_packed { "import-too-packed" } else { "import-damaged" }, name);
        let event = self.xml.read_event_into(&mut self.buffer).map_err(|_| refused(meter.is_over()))?;
        match event {
            Event::Start(_) if self.depth >= DEEPEST => return Err(refused(true)),
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        Ok(event)
    }
}

/// An attribute's value by its name, whatever its prefix.
pub fn attribute<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    let found = element.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(match found.value {
        Cow::Borrowed(raw) => unescape(raw).unwrap_or(Cow::Borrowed(raw)),
        Cow::Owned(raw) => Cow::Owned(unescape(&raw).map(Cow::into_owned).unwrap_or_default()),
    })
}

/// The character that `&amp;` or `&#10;` stands for; others are left out.
pub fn push_reference(reference: &BytesRef<'_>, into: &mut String) {
    if let Some(known) = resolve_predefined_entity(reference.as_ref()) {
        into.push_str(known);
    } else if let Ok(Some(c)) = reference.resolve_char_ref() {
        into.push(c);
    }
}
