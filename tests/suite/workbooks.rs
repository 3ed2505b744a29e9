//! Files that declare false sizes, and files with the wrong ending: refused in plain words, with little memory and time. Each
//! is built here.

use std::io::Write;

use muyu::features::imports::files::{Cell, Sheet, sheets};
use muyu::features::imports::{self, File};
use muyu::web::text::{Language, Reader};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::process::said;
use crate::support::world::refusal;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An Excel workbook with one sheet, `Pagos`, and the texts that its cells share.
fn xlsx(rows: &str, strings: &str) -> Vec<u8> {
    let relation = |id, kind, target| format!("<Relationship Id='{id}' Type='{RELATIONS}/{kind}' Target='{target}'/>");
    let root = format!("<Relationships>{}</Relationships>", relation("r1", "officeDocument", "xl/workbook.xml"));
    let book = "<workbook><sheets><sheet name='Pagos' r:id='r1'/></sheets></workbook>";
    let parts =
        format!("<Relationships>{}{}</Relationships>", relation("r1", "worksheet", "sheet1.xml"), relation("r2", "sharedStrings", "strings.xml"));
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", parts.as_bytes()),
        ("xl/sheet1.xml", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").as_bytes()),
        ("xl/strings.xml", format!("<sst>{strings}</sst>").as_bytes()),
    ])
}

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name='Pagos'>{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

/// Workbooks that would unpack to gigabytes, with the code of their refusal.
fn bombs() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let long = format!("<si><t>{}</t></si>", "x".repeat(2_000));
    let repeating: String = (1..=40_000).map(|row| format!("<row r='{row}'><c t='s'><v>0</v></c></row>")).collect();
    let far: String = (1..=70_000).map(|row| format!("<row r='{row}'><c r='BL{row}'><v>{row}</v></c></row>")).collect();
    let cell = "<table:table-cell office:value-type='string' table:number-columns-repeated='60'><text:p>x</text:p></table:table-cell>";
    vec![
        ("a text in every cell.xlsx", xlsx(&repeating, &long), "import-too-many-cells"),
        ("cells far to the right.xlsx", xlsx(&far, ""), "import-too-many-cells"),
        ("empty texts.xlsx", xlsx("", &"<si><t/></si>".repeat(1_000_000)), "import-too-packed"),
        ("one long text.xlsx", xlsx("", &format!("<si><t>{}</t></si>", "x".repeat(8 << 20))), "import-too-packed"),
        ("one long comment.xlsx", xlsx(&format!("<!--{}-->", "<".repeat(6 << 20)), ""), "import-too-packed"),
        ("deep.xlsx", xlsx(&"<a>".repeat(400), ""), "import-too-packed"),
        (
            "a row repeated.ods",
            ods(&format!("<table:table-row table:number-rows-repeated='1048576'>{cell}</table:table-row>")),
            "import-too-many-cells",
        ),
        (
            "a short row repeated.ods",
            ods(
                "<table:table-row table:number-rows-repeated='1048576'><table:table-cell office:value-type='float' office:value='1'/></table:table-row>",
            ),
            "import-too-large",
        ),
        ("rows.csv", b"1;2\n".repeat(300_001), "import-too-large"),
    ]
}

fn read(name: &str, bytes: Vec<u8>) -> Result<Vec<Sheet>, muyu::domain::refusal::Refusal> {
    sheets(&[File { name: name.to_owned(), bytes }])
}

#[test]
fn workbooks_that_claim_too_much_are_refused_before_they_are_held() {
    for (name, bytes, code) in bombs() {
        let refusal = read(name, bytes).unwrap_err();
        assert_eq!(refusal.code, code, "{name}");
        for language in [Language::Es, Language::En] {
            assert!(Reader::new(language).refusal(&refusal).len() > 30, "{name}: what to do is said");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_workbook_that_claims_gigabytes_is_refused_within_half_a_gigabyte() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, _) in bombs() {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        // The limit counts reserved addresses, not only used memory: the program without an import reserves some 300 MB.
        let run = "ulimit -v 786432; exec \"$0\" --database \"$1\" import \"$2\"";
        let database = folder.path().join("books.db");
        let output = std::process::Command::new("sh").args(["-c", run, env!("CARGO_BIN_EXE_muyu")]).arg(&database).arg(&file).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{name}: {}", said(&output));
        assert_eq!(said(&output).lines().count(), 1, "{name}: {}", said(&output));
    }
}

#[test]
fn a_stray_cell_at_the_sheets_end_costs_nothing() {
    let far = "<row r='1'><c r='A1'><v>5</v></c></row><row r='1048576'><c r='B1048576'><v>7</v></c><c r='XFD1048576'><v>9</v></c></row>";
    let blank = "<table:table-row table:number-rows-repeated='1048574'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>";
    let cell = |value| format!("<table:table-cell office:value-type='float' office:value='{value}'/>");
    let last = format!("{}{}<table:table-cell table:number-columns-repeated='16381'/>{}", "<table:table-cell/>", cell(7), cell(9));
    let repeated = format!("<table:table-row>{}</table:table-row>{blank}<table:table-row>{last}</table:table-row>", cell(5));
    for (name, bytes) in [("stray.xlsx", xlsx(far, "")), ("stray.ods", ods(&repeated))] {
        let sheets = read(name, bytes).unwrap();
        let number = |text: &str| Cell::Number(text.to_owned());
        assert_eq!(sheets[0].rows, [(1, vec![number("5")]), (1_048_576, vec![Cell::Empty, number("7")])], "{name}");
        assert_eq!(sheets[0].too_wide_in, Some(1_048_576), "{name}");
    }
}

#[tokio::test]
async fn what_a_file_is_its_content_tells() {
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest".to_vec();
    let locked: Vec<u8> = old.iter().copied().chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let whole = std::fs::read(format!("{}/tests/register/corazon.xlsx", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let manifest = b"<manifest><encryption-data/></manifest>";
    let cases = [
        ("old.xlsx", old, "import-old-file"),
        ("locked.xlsx", locked, "import-password"),
        ("locked.ods", zipped(&[("content.xml", b"noise"), ("META-INF/manifest.xml", manifest)]), "import-password"),
        ("half.xlsx", whole[..whole.len() / 2].to_vec(), "import-damaged"),
        ("nothing.xlsx", Vec::new(), "import-empty"),
        ("blank.csv", b" \r\n".to_vec(), "import-empty"),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table>".to_vec(), "import-unreadable"),
        ("letter.docx", zipped(&[("[Content_Types].xml", b"<Types/>")]), "import-unreadable"),
    ];
    for (name, bytes, code) in cases {
        let outcome = imports::read(vec![File { name: name.to_owned(), bytes }]).await;
        assert_eq!(refusal(outcome.map(|register| register.file_name)), code, "{name}");
    }
    let mistaken = read("Pagos.xlsx", b"Fecha;Monto\n01/02/2025;10\n".to_vec()).unwrap();
    assert_eq!((mistaken[0].name.as_str(), mistaken[0].rows.len()), ("Pagos", 2), "a text is read whatever its ending");
}

#[test]
fn a_formula_that_nobody_worked_out_is_told_and_no_empty_cell() {
    let text = |place: &str, text: &str| format!("<c r='{place}' t='inlineStr'><is><t>{text}</t></is></c>");
    let head = format!("<row r='1'>{}{}{}</row>", text("A1", "Fecha"), text("B1", "Nº crédito"), text("C1", "Monto"));
    let paid = format!("<row r='2'>{}<c r='B2'><v>1</v></c><c r='C2'><f>B2*324</f></c></row>", text("A2", "01/03/2025"));
    let waiting = "<row r='3'><c r='A3'><f>A2</f></c><c r='C3'><f>C2</f></c></row><row r='4'><c r='C4' t='str'><f>A1</f><v></v></c></row>";
    let bytes = xlsx(&format!("{head}{paid}{waiting}"), "");
    let sheets = read("cuaderno.xlsx", bytes.clone()).unwrap();
    assert!(sheets[0].rows[1].1[2].is_uncalculated());
    assert_eq!(sheets[0].rows.len(), 3, "what came to nothing is empty");
    let register = imports::register::read(&[File { name: "cuaderno.xlsx".to_owned(), bytes }]).unwrap();
    let told: Vec<_> = register.faults.iter().filter(|fault| fault.refusal.code == "import-not-calculated").map(|fault| fault.row).collect();
    assert_eq!(told, [2], "formulas that wait for a row are none");
}
