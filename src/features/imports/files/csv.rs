//! Files of separated values, as Excel, LibreOffice and others write them. The text itself shows its encoding and its
//! separator.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::limits::Limits;
use super::refused;
use super::sheet::{Cell, Filling, Sheet};
use crate::domain::refusal::{Fact, Refusal};
use crate::features::imports::File;

/// How many lines are examined to find the separator.
const LINES: usize = 40;

/// # Errors
/// `import-unreadable` where this is no text or no table, `import-quote` at an unclosed quote, and the limits.
pub fn read(file: &File, limits: &mut Limits) -> Result<Sheet, Refusal> {
    let text = decode(&file.bytes);
    let text = text.trim_end_matches('\u{1a}');
    let strange = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n');
    if text.contains(strange) || text.trim_start().starts_with('<') {
        return Err(refused("import-unreadable", &file.name));
    }
    let (separator, body, first) = separator(text);
    let named_text = [".csv", ".txt", ".tsv"].iter().any(|ending| file.name.to_lowercase().ends_with(ending));
    if !named_text && !body.contains(separator) {
        return Err(refused("import-unreadable", &file.name));
    }
    let mut filling = Filling::new(&stem(&file.name), limits);
    split(body, separator, first, &mut filling).map_err(|refusal| refusal.with("name", Fact::Text(file.name.clone())))?;
    Ok(filling.done())
}

fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if bytes.starts_with(b"\xff\xfe") || (bytes.len() > 3 && bytes[1] == 0 && bytes[3] == 0) {
        return UTF_16LE.decode(bytes).0;
    }
    if bytes.starts_with(b"\xfe\xff") || (bytes.len() > 3 && bytes[0] == 0 && bytes[2] == 0) {
        return UTF_16BE.decode(bytes).0;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // A text that is not UTF-8 was written by an Excel for Western Europe or Latin America.
    std::str::from_utf8(bytes).map_or_else(|_| WINDOWS_1252.decode_without_bom_handling(bytes).0, Cow::Borrowed)
}

/// The separator, the text without a line `sep=;`, and the index of that text's first line.
fn separator(text: &str) -> (char, &str, u32) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let named = line.trim_start().trim_end_matches('\r').to_lowercase();
    if let Some(named) = named.strip_prefix("sep=").and_then(|rest| rest.chars().next()) {
        return (named, rest, 1);
    }
    // A title has no separator, or a comma by chance, so the separator is the one that most lines have. A comma may also be a
    // decimal mark.
    let head: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(LINES).collect();
    let in_lines = |separator: char| head.iter().filter(|line| line.contains(separator)).count();
    let in_all = |separator: char| head.iter().map(|line| line.matches(separator).count()).sum::<usize>();
    let key = |separator: &char| (in_lines(*separator), *separator != ',', in_all(*separator));
    let most = [';', '\t', ',', '|'].into_iter().rev().max_by_key(key);
    (most.unwrap_or(','), text, 0)
}

/// The file's name without folders and ending, which is the sheet's name.
fn stem(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.rsplit_once('.').map_or(last, |(stem, _)| stem).to_owned()
}

/// Splits text into rows and fields. A field in quotes may hold separators, line ends and doubled quotes.
fn split(text: &str, separator: char, first: u32, filling: &mut Filling<'_>) -> Result<(), Refusal> {
    let (mut line, mut row, mut column) = (first, first, 0_usize);
    let mut field = String::new();
    let mut quoted_since = None;
    let mut c = text.chars().peekable();
    while let Some(next) = c.next() {
        line += u32::from(next == '\n' || (next == '\r' && c.peek() != Some(&'\n')));
        match (next, quoted_since) {
            ('"', Some(_)) if c.peek() == Some(&'"') => field.extend(c.next()),
            ('"', Some(_)) => quoted_since = None,
            ('"', None) if field.trim().is_empty() => {
                field.clear();
                quoted_since = Some(row);
            }
            ('\r', None) if c.peek() == Some(&'\n') => {}
            ('\r' | '\n', None) => {
                filling.put(row, column, Cell::text(&field))?;
                field.clear();
                (row, column) = (line, 0);
            }
            (next, None) if next == separator => {
                filling.put(row, column, Cell::text(&field))?;
                field.clear();
                column = column.saturating_add(1);
            }
            (next, _) => field.push(next),
        }
    }
    if let Some(since) = quoted_since {
        return Err(Refusal::invalid("file", "import-quote").with("row", Fact::Number(i64::from(since) + 1)));
    }
    filling.put(row, column, Cell::text(&field))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
        let file = File { name: "Pagos.csv".to_owned(), bytes: bytes.to_vec() };
        let sheet = read(&file, &mut Limits::default()).unwrap();
        let text = |cell: Cell| if let Cell::Text(text) = cell { text } else { String::new() };
        sheet.rows.into_iter().map(|(row, cells)| (row, cells.into_iter().map(text).collect())).collect()
    }

    fn row(number: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (number, cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    #[test]
    fn lines_end_as_windows_unix_or_an_old_mac_ends_them() {
        for text in ["Fecha;Monto\r\n\r\n1;2\r\n", "Fecha;Monto\n\n1;2\n", "Fecha;Monto\r\r1;2"] {
            assert_eq!(rows(text.as_bytes()), [row(1, &["Fecha", "Monto"]), row(3, &["1", "2"])], "{text:?}");
        }
    }

    #[test]
    fn encodings_and_separators_are_told_from_the_text() {
        let utf16: Vec<u8> = "\u{feff}Año\tSeñal\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let expected = [row(1, &["Año", "Señal"])];
        assert_eq!(rows(&utf16), expected);
        assert_eq!(rows(b"A\xf1o,Se\xf1al"), expected);
        assert_eq!(rows("\u{feff}Año|Señal".as_bytes()), expected);
        assert_eq!(rows("sep=\t\r\nAño\tSeñal".as_bytes()), [row(2, &["Año", "Señal"])]);
        assert_eq!(rows("Ayni, Cusco\nAño;Señal\n1,5;2".as_bytes())[1..], [row(2, &["Año", "Señal"]), row(3, &["1,5", "2"])]);
        assert_eq!(rows("sep=,\r\nAño,\"Señal\"".as_bytes()), [row(2, &["Año", "Señal"])]);
    }

    #[test]
    fn quotes_hold_separators_line_ends_and_quotes() {
        assert_eq!(rows(b"\"a;b\";\"say \"\"c\"\"\nd\";6\" pipe\n7"), [row(1, &["a;b", "say \"c\"\nd", "6\" pipe"]), row(3, &["7"])]);
        let open = File { name: "x.csv".to_owned(), bytes: b"a;b\n1;\"2\n3;4\n".to_vec() };
        let refusal = read(&open, &mut Limits::default()).unwrap_err();
        assert_eq!((refusal.code, refusal.facts[0].clone()), ("import-quote", ("row", Fact::Number(2))));
    }
}
