//! Papers of one person: the contract and the voucher of a loan, the kardex, the receipt of a payment into a purchase.

use axum::http::StatusCode;
use muyu::db::journal;
use muyu::domain::amount::{NumberStyle, Unit, figures};
use muyu::domain::ids::LoanId;
use muyu::domain::ledger::Account;
use muyu::domain::role::Grant;
use muyu::features::loans;
use muyu::features::members::keep;

use crate::papers::{A4, HALF, of_line, read, treasurer};
use crate::support::world::{Place, day, key, monthly, person};
use crate::support::{Client, World};

fn figure(minor: i64) -> String {
    figures(minor, Unit::Pen, NumberStyle::Point)
}

#[tokio::test]
async fn the_contract_and_the_voucher_say_on_paper_what_their_pages_say() {
    let (world, place) = World::with_fund("2026-06-01").await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let mut client = treasurer(&world, &place).await;
    for (what, sizes) in [("contract", [("", A4), ("?paper=half", HALF)]), ("voucher", [("?paper=a4", A4), ("", HALF)])] {
        let page = client.get(&format!("/loans/{loan}/{what}")).await;
        for (query, size) in sizes {
            let paper = read(&mut client, &format!("/loans/{loan}/{what}.pdf{query}")).await;
            assert_eq!((paper.pages.len(), paper.size.as_str()), (1, size), "{what}");
            let words = paper.text().replace("- ", "-");
            for said in page.texts("article .amount, article dt, article td, article .signs span") {
                assert!(words.contains(&said), "{said} in {words}");
            }
        }
    }
    // An approved loan has a contract and no voucher.
    let agreed = world.lend_by(&place, place.members[1], monthly(100_000, "2026-06-10", 2), false).await.unwrap();
    assert_eq!(client.get(&format!("/loans/{agreed}/voucher.pdf")).await.status, StatusCode::CONFLICT);
    read(&mut client, &format!("/loans/{agreed}/contract.pdf")).await.says("1,000.00");
}

#[tokio::test]
async fn a_long_schedule_goes_on_over_the_page_with_its_headings() {
    let (world, place) = World::with_fund("2026-06-01").await;
    let loan = world.lend_by(&place, place.members[0], monthly(120_000, "2026-01-01", 60), true).await.unwrap();
    let mut client = treasurer(&world, &place).await;
    let paper = read(&mut client, &format!("/loans/{loan}/contract.pdf?paper=half")).await;
    assert!(paper.pages.len() >= 2, "{} pages", paper.pages.len());
    for (no, page) in paper.pages.iter().enumerate() {
        assert!(page.contains("Página") && page.contains("Asociación Ayni"), "page {}", no + 1);
    }
    assert!(paper.pages[1].contains("Vence"), "{}", paper.pages[1]);
}

/// Two loans of one member: partly paid, one payment reversed, the rest of one loan written off, and a part of it recovered.
async fn eventful() -> (World, Place, LoanId) {
    let (world, place) = World::with_fund("2026-09-15").await;
    let first = world.lend(&place, 0, "2026-01-01").await;
    world.pay(first, "2026-02-10", 32_400).await.unwrap();
    let wrong = world.pay(first, "2026-03-01", 10_000).await.unwrap();
    let order = muyu::features::corrections::Order::new(wrong, "Era de otra".parse().unwrap());
    muyu::features::repayments::put_right::reverse(&world.app, &world.by, key(), order).await.unwrap();
    let second = world.lend_by(&place, place.members[0], monthly(50_000, "2026-03-01", 2), true).await.unwrap();
    world.pay(second, "2026-04-01", 60_000).await.unwrap();
    world.lend(&place, 1, "2026-02-01").await;
    let off = muyu::features::write_offs::write_off::NewWriteOff {
        loan: first,
        acta: "Acta 20".parse().unwrap(),
        decided_on: day("2026-09-10"),
        lost_minor: world.held(first).await.loan.unpaid_principal_minor,
    };
    muyu::features::write_offs::write_off::write_off(&world.app, &world.by, key(), off).await.unwrap();
    world.pay(first, "2026-09-12", 5_000).await.unwrap();
    (world, place, first)
}

#[tokio::test]
async fn every_kardex_ends_at_what_the_ledger_says_is_owed() {
    let (world, place, _) = eventful().await;
    let mut client = treasurer(&world, &place).await;
    let receivable = journal::balances(world.app.db.read(), place.fund).await.unwrap()[&Account::LoansReceivable];
    let mut owed = 0;
    for member in &place.members {
        let page = client.get(&format!("/members/{member}/kardex")).await;
        let sums = page.texts("tr.sum td");
        let held = loans::of_fund(world.app.db.read(), place.fund, Some(*member)).await.unwrap();
        if held.is_empty() {
            assert!(sums.is_empty());
            continue;
        }
        let own: i64 = held.iter().filter(|held| held.status().code() != "written_off").map(|held| held.loan.unpaid_principal_minor).sum();
        owed += own;
        assert_eq!(sums.last().unwrap(), &format!("S/ {}", figure(own)));
        for query in ["", "?paper=half"] {
            let paper = read(&mut client, &format!("/members/{member}/kardex.pdf{query}")).await;
            assert_eq!(of_line(paper.pages.last().unwrap(), "Totales").last().unwrap(), &figure(own));
        }
    }
    assert_eq!(owed, receivable);
}

#[tokio::test]
async fn a_kardex_tells_each_loan_payment_and_decision_and_nothing_taken_back() {
    let (world, place, _) = eventful().await;
    let mut client = treasurer(&world, &place).await;
    let member = place.members[0];
    let paper = read(&mut client, &format!("/members/{member}/kardex.pdf")).await;
    assert_eq!(paper.size, A4);
    for said in ["Kardex de Quispe Mamani, Rosa", "40000000", "Castigo", "Acta 20", "recuperado", "Folio 1 de 1"] {
        paper.says(said);
    }
    assert!(!paper.text().contains("100.00"), "what was taken back is not there: {}", paper.text());
    let file = client.get(&format!("/members/{member}/kardex?file=csv")).await;
    let mut read_back = csv::Reader::from_reader(file.text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = read_back.records().map(Result::unwrap).collect();
    // Two loans, three payments, the write-off, and the sum.
    assert_eq!(rows.len(), 2 + 3 + 1 + 1);
    let minor = |text: &str| text.replace(['.', ','], "").parse::<i64>().unwrap_or(0);
    let mut balance = 0;
    for row in &rows[..6] {
        balance += minor(&row[3]) - minor(&row[5]);
        assert_eq!(minor(&row[8]), balance, "{row:?}");
    }
    assert_eq!(client.get(&format!("/members/{member}/kardex?file=xlsx")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_kardex_is_for_its_member_and_for_who_keeps_the_books() {
    let (world, place, loan) = eventful().await;
    world.user("rosa", Grant::Member(place.association, place.members[0])).await;
    let mut rosa = Client::signed_in(&world, "rosa").await;
    let own = format!("/members/{}/kardex", place.members[0]);
    assert!(rosa.get("/").await.text.contains(&own), "the way is on their first page");
    assert_eq!(rosa.get(&own).await.status, StatusCode::OK);
    assert_eq!(rosa.get(&format!("{own}.pdf")).await.status, StatusCode::OK);
    assert_eq!(rosa.get(&format!("/loans/{loan}/contract.pdf")).await.status, StatusCode::OK);
    for path in [format!("/members/{}/kardex", place.members[1]), format!("/members/{}/kardex.pdf", place.members[1])] {
        assert_eq!(rosa.get(&path).await.status, StatusCode::NOT_FOUND);
    }
    for path in [format!("/funds/{}/cash-book", place.fund), format!("/funds/{}/cash-book.pdf", place.fund)] {
        assert_eq!(rosa.get(&path).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn the_letters_of_quechua_and_aymara_are_on_paper() {
    let (world, place) = World::with_fund("2026-06-01").await;
    let name = "Ch’aska Ñusta, Qhapaq Jallʼu Pʼaxsi";
    let member = world.join(&place, person(name)).await;
    let loan = world.lend_by(&place, member, monthly(50_000, "2026-03-01", 2), true).await.unwrap();
    let mut client = treasurer(&world, &place).await;
    for path in [format!("/loans/{loan}/contract.pdf"), format!("/loans/{loan}/voucher.pdf")] {
        let paper = read(&mut client, &path).await;
        paper.says(name);
    }
    // Text without glyphs in the font still makes a paper.
    keep::mend(&world.app, &world.by, key(), member, person("漢字 Ñusta 🌾")).await.unwrap();
    read(&mut client, &format!("/members/{member}/kardex.pdf")).await.says("Ñusta");
}
