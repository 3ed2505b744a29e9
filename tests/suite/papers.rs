//! Papers as PDF: in the requested size, with the figures of the page; books carry their sums from page to page. Debian's
//! poppler reads them.

use std::process::Command;

use axum::http::StatusCode;
use muyu::db::journal;
use muyu::domain::amount::{NumberStyle, Unit, figures};
use muyu::domain::ids::FundId;
use muyu::domain::ledger::Account;
use muyu::domain::role::Grant;

use crate::support::world::{Place, day, monthly};
use crate::support::{Client, World};

/// A paper as poppler reads it: each page's text as it is set, and its size in points.
pub struct Read {
    pub pages: Vec<String>,
    pub size: String,
}

pub async fn read(client: &mut Client, path: &str) -> Read {
    let answer = client.get(path).await;
    assert_eq!((answer.status, answer.kind.as_str()), (StatusCode::OK, "application/pdf"), "{path}: {}", answer.text);
    assert!(answer.header("content-disposition").starts_with("inline; filename=\"muyu-"), "{path}");
    let again = client.get(path).await;
    assert!(again.bytes == answer.bytes, "{path} is the same file each time");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, &answer.bytes).unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let run = Command::new(program).args(arguments).arg(&file).arg("-").output();
        let run = run.expect("poppler-utils is not installed; tests/run installs it");
        assert!(run.status.success(), "{program}: {}", String::from_utf8_lossy(&run.stderr));
        String::from_utf8(run.stdout).unwrap()
    };
    let text = run("pdftotext", &["-layout"]);
    let told = Command::new("pdfinfo").arg(&file).output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let size = told.lines().find_map(|line| line.strip_prefix("Page size:")).unwrap().trim().to_owned();
    let pages = text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect();
    Read { pages, size }
}

impl Read {
    pub fn text(&self) -> String {
        self.pages.join("\n").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub fn says(&self, what: &str) {
        assert!(self.text().contains(what), "{what} in {}", self.text());
    }
}

pub const HALF: &str = "396 x 612 pts";
pub const A4: &str = "595.3 x 841.9 pts (A4)";

pub async fn treasurer(world: &World, place: &Place) -> Client {
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    Client::signed_in(world, "tesorera").await
}

#[tokio::test]
async fn a_receipt_stands_on_half_a_letter_sheet_with_the_figures_of_its_page() {
    let (world, place) = World::with_fund("2026-06-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let repayment = world.pay(loan, "2026-02-01", 32_400).await.unwrap();
    let mut client = treasurer(&world, &place).await;
    let page = client.get(&format!("/repayments/{repayment}")).await;
    let paper = read(&mut client, &format!("/repayments/{repayment}/receipt.pdf")).await;
    assert_eq!((paper.pages.len(), paper.size.as_str()), (1, HALF));
    paper.says("Asociación Ayni");
    paper.says("Quispe Mamani, Rosa");
    paper.says("Página 1 de 1");
    for said in page.texts("article dd, article td.n, article .amount, article code") {
        paper.says(&said);
    }
    let whole = read(&mut client, &format!("/repayments/{repayment}/receipt.pdf?paper=a4")).await;
    assert_eq!(whole.size, A4);
    // The paper of a reversed record says so.
    let order = muyu::features::corrections::Order::new(repayment, "Se apuntó dos veces".parse().unwrap());
    muyu::features::repayments::put_right::reverse(&world.app, &world.by, crate::support::world::key(), order).await.unwrap();
    read(&mut client, &format!("/repayments/{repayment}/receipt.pdf")).await.says("Anulado: Se apuntó dos veces");
}

/// A fund with a loan and this many payments on it, one a day.
async fn busy(payments: i64) -> (World, Place) {
    let (world, place) = World::with_fund("2026-06-01").await;
    let loan = world.lend_by(&place, place.members[0], monthly(500_000, "2026-01-01", 4), true).await.unwrap();
    for no in 0..payments {
        let on = day("2026-01-02") + chrono::Days::new(no.unsigned_abs());
        world.pay(loan, &on.to_string(), 1_000 + no).await.unwrap();
    }
    (world, place)
}

async fn cash(world: &World, fund: FundId) -> String {
    let held = journal::balances(world.app.db.read(), fund).await.unwrap()[&Account::Cash];
    figures(held, Unit::Pen, NumberStyle::Point)
}

/// The figures of the first line that begins with a word, in order.
pub fn of_line(page: &str, word: &str) -> Vec<String> {
    let line = page.lines().find(|line| line.trim_start().starts_with(word)).unwrap_or_else(|| panic!("{word} in {page}"));
    line.trim_start()[word.len()..].split_whitespace().map(str::to_owned).collect()
}

#[tokio::test]
async fn a_book_carries_forward_from_folio_to_folio_and_ends_at_the_ledgers_balance() {
    let (world, place) = busy(90).await;
    let mut client = treasurer(&world, &place).await;
    let held = cash(&world, place.fund).await;
    for (query, size) in [("?period=all", A4), ("?period=all&paper=half", HALF)] {
        let book = read(&mut client, &format!("/funds/{}/cash-book.pdf{query}", place.fund)).await;
        assert_eq!(book.size, size);
        assert!(book.pages.len() > 2, "{} pages", book.pages.len());
        for (no, pages) in book.pages.windows(2).enumerate() {
            assert_eq!(of_line(&pages[0], "Van"), of_line(&pages[1], "Vienen"), "folio {}", no + 1);
            assert!(pages[0].contains(&format!("Folio {} de {}", no + 1, book.pages.len())), "{}", pages[0]);
        }
        let totals = of_line(book.pages.last().unwrap(), "Totales");
        // In: the capital and what was paid. Out: what was lent.
        let paid: i64 = (0..90).map(|no| 1_000 + no).sum();
        let figure = |minor: i64| figures(minor, Unit::Pen, NumberStyle::Point);
        assert_eq!(totals, [figure(1_000_000 + paid), figure(500_000), held.clone()]);
        let text = book.text();
        assert_eq!(text.matches("Cobro").count(), 90);
        assert!(text.matches("Quispe Mamani, Rosa").count() >= 91, "names in every row");
    }
    world.books_hold().await;
}

#[tokio::test]
async fn a_book_of_some_days_opens_with_what_there_was_before() {
    let (world, place) = busy(70).await;
    let mut client = treasurer(&world, &place).await;
    let path = format!("/funds/{}/cash-book", place.fund);
    // Capital, the loan and thirty payments are before February.
    let held: i64 = 1_000_000 - 500_000 + (0..30).map(|no| 1_000 + no).sum::<i64>();
    let figure = |minor: i64| figures(minor, Unit::Pen, NumberStyle::Point);
    let book = read(&mut client, &format!("{path}.pdf?period=2026-02")).await;
    assert_eq!(of_line(&book.pages[0], "Saldo anterior"), ["0.00".to_owned(), "0.00".to_owned(), figure(held)]);
    let same = read(&mut client, &format!("{path}.pdf?from=2026-02-01&to=2026-02-28")).await;
    assert_eq!(same.text(), book.text());
    // The page has fifty lines; the next page continues from there.
    let first = client.get(&format!("{path}?period=all")).await;
    let second = client.get(&format!("{path}?period=all&page=1")).await;
    let sums = |answer: &crate::support::client::Answer| answer.texts("tr.sum td.key");
    assert_eq!(sums(&first).len(), 2);
    assert_eq!(sums(&first)[1], sums(&second)[0], "what is carried forward");
    assert_eq!(sums(&second)[1], format!("S/ {}", cash(&world, place.fund).await));
    // The file has all lines.
    let file = client.get(&format!("{path}?period=all&file=csv")).await;
    let mut lines = csv::Reader::from_reader(file.text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1 + 72 + 1);
    assert_eq!(rows.last().unwrap()[6].replace(',', ""), cash(&world, place.fund).await.replace(',', ""));
    assert!(rows[1..73].iter().all(|row| !row[2].is_empty()), "names in every row");
    // The bank has no lines, and the page says so.
    let bank = client.get(&format!("{path}?account=bank")).await;
    assert!(bank.text.contains("no hubo movimientos"), "{}", bank.text);
    // Days in the wrong order, and text that is no day.
    assert_eq!(client.get(&format!("{path}?from=2026-03-01&to=2026-02-01")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(client.get(&format!("{path}.pdf?from=pronto")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_rendering_of_accounts_is_four_sheets_and_the_report_of_the_cycle_has_its_figures() {
    let (world, place) = World::with_fund("2026-06-01").await;
    let (cycle, _) = crate::support::cash::shared_out(&world, &place).await;
    let mut client = treasurer(&world, &place).await;
    let page = client.get(&format!("/cycles/{cycle}/assembly")).await;
    let paper = read(&mut client, &format!("/cycles/{cycle}/assembly.pdf")).await;
    assert_eq!((paper.pages.len(), paper.size.as_str()), (4, "841.9 x 595.3 pts (A4)"));
    for (sheet, figure) in paper.pages.iter().zip(page.texts("p.huge")) {
        let sheet = sheet.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(sheet.contains(&figure), "{figure} in {sheet}");
    }
    for said in page.texts("section.assembly h2, section.assembly .hbars b, section.assembly .signs span, section.assembly > p:not(.top, .votes)") {
        paper.says(&said);
    }
    let page = client.get(&format!("/cycles/{cycle}")).await;
    for (query, size) in [("", A4), ("?paper=half", HALF)] {
        let report = read(&mut client, &format!("/cycles/{cycle}/report.pdf{query}")).await;
        assert_eq!(report.size, size);
        for figure in page.texts("main td.n") {
            report.says(&figure);
        }
    }
}

#[tokio::test]
async fn a_cash_count_and_a_delivery_sheet_are_signed_on_paper() {
    let (world, place) = World::with_fund("2026-06-01").await;
    let count = crate::support::cash::counted(&world, place.fund).await;
    let c = world.cofinanced(place.clone(), crate::support::cofinanced::fifty_fifty()).await;
    let mut client = Client::signed_in(&world, "tesorera").await;
    let page = client.get(&format!("/cash-counts/{count}")).await;
    let paper = read(&mut client, &format!("/cash-counts/{count}/count.pdf")).await;
    assert_eq!(paper.size, HALF);
    for said in page.texts("article dd, article td, article .amount") {
        paper.says(&said);
    }
    let draft = c.draft(&[(0, 0, 12_000), (1, 1, 30_000)], muyu::domain::cofinancing::ContributionKind::Cash);
    let purchase = c.ordered(&world, draft).await;
    let page = client.get(&format!("/purchases/{purchase}/sheet")).await;
    let paper = read(&mut client, &format!("/purchases/{purchase}/sheet.pdf")).await;
    assert_eq!((paper.pages.len(), paper.size.as_str()), (1, A4));
    for said in page.texts("table.signed td, .signs span") {
        paper.says(&said);
    }
}

#[tokio::test]
async fn a_book_of_years_is_whole_or_refused_and_never_cut() {
    let (world, place) = World::with_fund("2026-06-01").await;
    let mut client = treasurer(&world, &place).await;
    crate::journal::post(&world, &place, 20_000).await;
    let path = format!("/funds/{}/cash-book", place.fund);
    for query in [".pdf?period=all", "?period=all&file=xlsx", "?period=all&file=csv"] {
        let answer = client.get(&format!("{path}{query}")).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{query}");
        assert!(answer.text.contains("demasiadas filas"), "{}", answer.text);
    }
    // One line more than a file may have: the last page on screen still ends at the ledger's balance.
    let last = client.get(&format!("{path}?period=all&page=400")).await;
    assert_eq!(last.texts("tr.sum td.key").pop().unwrap(), format!("S/ {}", cash(&world, place.fund).await));
    // A file may have some thousand lines, each with its name.
    let file = client.get(&format!("{path}?from=2025-01-01&to=2025-05-31&file=csv")).await;
    assert_eq!(file.text.lines().count(), 1 + 1 + 1 + 150 * 40 + 1);
}

#[tokio::test]
async fn a_share_out_a_transfer_and_a_credit_given_back_have_papers_to_sign() {
    let (world, place) = World::with_fund("2026-06-01").await;
    let (_, share_out) = crate::support::cash::shared_out(&world, &place).await;
    let transfer = crate::roles::records::transferred(&world, &place).await;
    let voucher = crate::roles::records::credited(&world, &place).await;
    let mut client = treasurer(&world, &place).await;
    let list = read(&mut client, &format!("/share-outs/{share_out}/list.pdf")).await;
    assert_eq!(list.size, A4);
    for said in ["Reparto", "Acta 12", "Quispe Mamani, Rosa", "Firma", "Total", "10.00"] {
        list.says(said);
    }
    let vouchers = read(&mut client, &format!("/share-outs/{share_out}/vouchers.pdf")).await;
    assert_eq!((vouchers.size.as_str(), vouchers.pages.len()), (HALF, place.members.len()), "one for each");
    vouchers.says("3.34");
    vouchers.says("Recibí conforme");
    for path in [format!("/transfers/{transfer}/voucher.pdf"), format!("/credit-uses/{voucher}/voucher.pdf")] {
        let paper = read(&mut client, &path).await;
        assert_eq!((paper.size.as_str(), paper.pages.len()), (HALF, 1), "{path}");
        paper.says("Recibí conforme");
    }
}

#[tokio::test]
async fn a_paper_tells_readers_of_screens_its_language_headings_and_tables() {
    let (world, place) = World::with_fund("2026-06-01").await;
    let (cycle, share_out) = crate::support::cash::shared_out(&world, &place).await;
    let mut client = treasurer(&world, &place).await;
    let structure = async |client: &mut Client, path: &str| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("paper.pdf");
        std::fs::write(&file, client.get(path).await.bytes).unwrap();
        let run = |option: &str| String::from_utf8(Command::new("pdfinfo").arg(option).arg(&file).output().unwrap().stdout).unwrap();
        assert!(run("-isodates").lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes")), "{path}");
        run("-struct-text")
    };
    let told = structure(&mut client, &format!("/share-outs/{share_out}/list.pdf")).await;
    for part in ["H1", "Table", "THead", "TH", "TR", "TD", "\"Reparto del excedente\"", "\"Quispe Mamani, Rosa\""] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains("Página"), "what stands on every page is not told: {told}");
    let told = structure(&mut client, &format!("/cycles/{cycle}/assembly.pdf")).await;
    assert!(told.matches("H2").count() >= 4, "each sheet has its question: {told}");
}
