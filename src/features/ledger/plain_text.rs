//! The ledger as plain-text accounting, which hledger, ledger and beancount read, and as CSV. Each entry has its number, its
//! source record and its hash, so that any line can be traced to the books.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use crate::db::journal::PostedEntry;
use crate::domain::amount::Unit;
use crate::domain::codes::codes;
use crate::domain::ledger::Account;
use crate::error::Error;
use crate::web::text::Reader;

codes! {
    /// The program or format that reads the file.
    pub enum Format {
        Hledger = "hledger",
        Ledger = "ledger",
        Beancount = "beancount",
        Csv = "csv",
    }
}

impl Format {
    /// The ending of such a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Hledger => "journal",
            Self::Ledger => "ledger",
            Self::Beancount => "beancount",
            Self::Csv => "csv",
        }
    }
}

/// A fund's account names in these programs: `assets:asociacion-ayni:fondo-de-pastos:cash`.
#[derive(Clone, Debug)]
pub struct Chart {
    pub association: String,
    pub fund: String,
    pub unit: Unit,
}

impl Chart {
    /// The account's full name. Beancount starts each part with a capital letter.
    pub fn account(&self, format: Format, account: Account) -> String {
        let parts = [account.group().code(), &self.association, &self.fund, &account.code().replace('_', "-")];
        match format {
            Format::Beancount => parts.map(capital).join(":"),
            _ => parts.join(":"),
        }
    }

    fn commodity(&self, format: Format) -> String {
        let symbol = match self.unit {
            Unit::Pen => "PEN",
            Unit::Bob => "BOB",
            Unit::Usd => "USD",
            Unit::Kg => "kg",
            Unit::Dose => "doses",
        };
        if format == Format::Beancount { symbol.to_uppercase() } else { symbol.to_owned() }
    }

    fn figures(&self, minor: i64) -> String {
        Decimal::new(minor, self.unit.decimals()).to_string()
    }
}

fn capital(part: &str) -> String {
    let mut letters = part.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A name in small ASCII letters, digits and hyphens, which all these programs accept within an account.
pub fn slug(name: &str) -> String {
    let plain = name.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    let spaced: String = plain.map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let joined = spaced.split_whitespace().collect::<Vec<_>>().join("-");
    if joined.is_empty() { "x".to_owned() } else { joined }
}

/// A unit's name and format, declared once in a file, however many funds use it.
pub fn unit_declared(format: Format, chart: &Chart) -> String {
    // hledger takes a format only with its decimal point, also where no decimals follow.
    let point = if chart.unit.decimals() == 0 { "." } else { "" };
    let (commodity, zero) = (chart.commodity(format), chart.figures(0) + point);
    match format {
        Format::Hledger => format!("commodity {zero} {commodity}\n"),
        Format::Ledger => format!("commodity {commodity}\n    format {zero} {commodity}\n"),
        Format::Beancount => format!("1900-01-01 commodity {commodity}\n"),
        Format::Csv => String::new(),
    }
}

/// The declarations before a fund's entries: its accounts, so that a strict reader knows all of them.
pub fn declared(format: Format, chart: &Chart) -> String {
    if format == Format::Csv {
        return String::new();
    }
    let commodity = chart.commodity(format);
    let mut text = String::new();
    for account in Account::ALL {
        let name = chart.account(format, account);
        match format {
            Format::Beancount => text.push_str(&format!("1900-01-01 open {name} {commodity}\n")),
            _ => text.push_str(&format!("account {name}\n")),
        }
    }
    text.push('\n');
    text
}

/// What each column of the CSV holds.
const COLUMNS: [&str; 13] =
    ["association", "fund", "no", "date", "source_kind", "source", "memo", "receipt_no", "account", "amount", "unit", "recorded_at", "hash"];

/// The CSV's first line.
///
/// # Errors
/// A fault when it cannot be written.
pub fn heading(format: Format) -> Result<String, Error> {
    if format == Format::Csv { csv_lines(std::iter::once(COLUMNS.map(str::to_owned))) } else { Ok(String::new()) }
}

/// Entries in order.
///
/// # Errors
/// A fault when they cannot be written.
pub fn entries(format: Format, chart: &Chart, reader: Reader, written: &[PostedEntry]) -> Result<String, Error> {
    match format {
        Format::Csv => csv_lines(written.iter().flat_map(|written| csv_rows(chart, written))),
        Format::Beancount => Ok(written.iter().map(|written| beancount(chart, reader, written)).collect()),
        Format::Hledger | Format::Ledger => Ok(written.iter().map(|written| journal(format, chart, reader, written)).collect()),
    }
}

fn journal(format: Format, chart: &Chart, reader: Reader, written: &PostedEntry) -> String {
    let entry = &written.entry;
    let what = reader.of("entry", entry.source_kind.code());
    let memo = if entry.memo.is_empty() { String::new() } else { format!(" | {}", one_line(&entry.memo)) };
    let mut text = format!("{} * ({}) {}{memo}\n", entry.date, entry.no, one_line(&what));
    if let Some(no) = entry.receipt_no {
        text.push_str(&format!("    ; receipt: {no}\n"));
    }
    text.push_str(&format!("    ; source: {} {}\n    ; hash: {}\n", entry.source_kind.code(), entry.source_id, entry.hash.replace(':', " ")));
    push_postings(&mut text, format, chart, written);
    text
}

fn beancount(chart: &Chart, reader: Reader, written: &PostedEntry) -> String {
    let entry = &written.entry;
    let quoted = |text: &str| format!("\"{}\"", one_line(text).replace('\\', "\\\\").replace('"', "\\\""));
    let what = reader.of("entry", entry.source_kind.code());
    let mut text = format!("{} * {} {}\n  no: {}\n", entry.date, quoted(&what), quoted(&entry.memo), entry.no);
    if let Some(no) = entry.receipt_no {
        text.push_str(&format!("  receipt: {no}\n"));
    }
    text.push_str(&format!("  source: \"{} {}\"\n  hash: \"{}\"\n", entry.source_kind.code(), entry.source_id, entry.hash));
    push_postings(&mut text, Format::Beancount, chart, written);
    text
}

fn push_postings(text: &mut String, format: Format, chart: &Chart, written: &PostedEntry) {
    for posting in &written.postings {
        let (account, figures) = (chart.account(format, posting.account), chart.figures(posting.amount_minor));
        text.push_str(&format!("    {account}  {figures} {}\n", chart.commodity(format)));
    }
    text.push('\n');
}

/// A memo loses its semicolons, which begin a comment, and its bars, which separate payee from note.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.replace(';', ",").replace('|', "/").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn csv_rows<'a>(chart: &'a Chart, written: &'a PostedEntry) -> impl Iterator<Item = [String; 13]> {
    let entry = &written.entry;
    written.postings.iter().map(move |posting| {
        [
            chart.association.clone(),
            chart.fund.clone(),
            entry.no.to_string(),
            entry.date.to_string(),
            entry.source_kind.code().to_owned(),
            entry.source_id.to_string(),
            // A spreadsheet would read this memo as a formula; it becomes text.
            if entry.memo.starts_with(['=', '+', '-', '@']) { format!("'{}", entry.memo) } else { entry.memo.clone() },
            entry.receipt_no.map(|no| no.to_string()).unwrap_or_default(),
            posting.account.code().to_owned(),
            chart.figures(posting.amount_minor),
            chart.commodity(Format::Csv),
            entry.recorded_at.to_rfc3339(),
            entry.hash.clone(),
        ]
    })
}

fn csv_lines(rows: impl Iterator<Item = [String; 13]>) -> Result<String, Error> {
    let fault = |error: &dyn std::fmt::Display| Error::fault(format!("csv: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(|error| fault(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| fault(&error))?;
    String::from_utf8(bytes).map_err(|error| fault(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_parts_of_accounts_that_every_reader_takes() {
        assert_eq!(slug("Asociación Ñuqanchik: «Ayni»"), "asociacion-nuqanchik-ayni");
        assert_eq!(slug("¡!"), "x");
        let chart = Chart { association: slug("Corazón"), fund: slug("Fondo 2"), unit: Unit::Kg };
        assert_eq!(chart.account(Format::Hledger, Account::CashToVerify), "assets:corazon:fondo-2:cash-to-verify");
        assert_eq!(chart.account(Format::Beancount, Account::CashToVerify), "Assets:Corazon:Fondo-2:Cash-to-verify");
        assert_eq!(chart.figures(-1_137), "-1.137");
    }

    #[test]
    fn a_memo_cannot_begin_a_comment_or_a_line() {
        assert_eq!(one_line("vuelto;\n2026-01-01 * robado | 3"), "vuelto, 2026-01-01 * robado / 3");
    }
}
