//! Turns files into sheets of cells, and uses no more memory than the limits allow, whatever sizes the files declare.

mod csv;
pub mod limits;
pub mod number;
mod ods;
mod package;
mod sheet;
mod xlsx;
mod xlsx_parts;

use std::io::Cursor;

pub use sheet::{Cell, Row, Sheet};

use self::limits::Limits;
use self::package::Package;
use super::File;
use crate::domain::refusal::{Fact, Refusal};

/// The first bytes of an Excel file from before 2007. Excel keeps workbooks with a password in the same container.
const OLD_CONTAINER: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const ZIP: &[u8] = b"PK\x03\x04";

/// Reads workbooks, and files of separated values, each of them one sheet with the file's name. A file's content tells its
/// kind.
///
/// # Errors
/// `import-empty`, `import-unreadable`, `import-damaged`, `import-password`, `import-old-file`, and the limits'
/// `import-too-large`, `import-too-many-cells`, `import-too-packed`.
pub fn sheets(files: &[File]) -> Result<Vec<Sheet>, Refusal> {
    let mut limits = Limits::default();
    limits.check_size(files.iter().map(|file| file.bytes.len()).sum())?;
    let mut sheets = Vec::new();
    for file in files {
        read(file, &mut limits, &mut sheets)?;
    }
    limits.check_rows()?;
    Ok(sheets)
}

fn read(file: &File, limits: &mut Limits, sheets: &mut Vec<Sheet>) -> Result<(), Refusal> {
    let bytes = &file.bytes[..];
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(refused("import-empty", &file.name));
    }
    if bytes.starts_with(OLD_CONTAINER) {
        return Err(refused(if is_encrypted(bytes) { "import-password" } else { "import-old-file" }, &file.name));
    }
    if !bytes.starts_with(ZIP) {
        sheets.push(csv::read(file, limits)?);
        return Ok(());
    }
    let mut package = Package::open(&file.name, Cursor::new(bytes), limits)?;
    if package.has("content.xml") {
        ods::read(&mut package, limits, sheets)
    } else if package.has("[Content_Types].xml") {
        xlsx::read(&mut package, limits, sheets)
    } else {
        Err(refused("import-unreadable", &file.name))
    }
}

/// Excel encrypts the whole workbook and keeps it in the old container, under this name.
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

fn refused(code: &'static str, name: &str) -> Refusal {
    Refusal::invalid("file", code).with("name", Fact::Text(name.to_owned()))
}
