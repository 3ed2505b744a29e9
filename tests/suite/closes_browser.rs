//! On a phone of 360 px: the box is counted against the books, and a surplus is shared out and paid.

use muyu::clock::Clock;
use muyu::domain::cycle::Window;
use muyu::domain::role::Grant;
use muyu::features::closes::close::close_cycle;
use muyu::features::{closes, funds};

use crate::support::World;
use crate::support::browser::Browser;
use crate::support::cash::counted;
use crate::support::process::Server;
use crate::support::world::{day, key, monthly};

/// The Tab key, as the driver writes it.
const TAB: &str = "\u{e004}";

async fn counts_the_box(scripts: bool) {
    // The server uses the true date.
    let today = Clock::System.today("America/Lima");
    let (world, place) = World::with_fund(&today.to_string()).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let browser = Browser::open(&server.address, 360, scripts).await;
    browser.sign_in("tesorera").await;
    browser.says("header", "Asociación Ayni").await;
    browser.goto(&format!("/funds/{}/cash-counts/new", place.fund)).await;
    browser.fill("#witnessed_by", "Justina Condori").await;
    browser.fill("#d20000", "49").await;
    browser.fill("#d10000", "2").await;
    if scripts {
        // The typed count is compared as soon as the field loses focus.
        browser.key(TAB).await;
    } else {
        browser.press("[data-previewed] .button[name=preview]").await;
    }
    browser.says("section.answer .said", "Cuadra").await;
    browser.press("[data-previewed] .buttons .button:not([name])").await;
    browser.says("h1", "Arqueo de caja").await;
    browser.says("main", "Justina Condori").await;
    browser.close().await;
    drop(server);
    let last = muyu::features::cash::last(world.app.db.read(), place.fund).await.unwrap().unwrap();
    assert_eq!((last.counted_minor, last.difference_minor()), (1_000_000, 0));
    world.books_hold().await;
}

async fn shares_out(scripts: bool) {
    let today = Clock::System.today("America/Lima");
    let (world, place) = World::with_fund(&today.to_string()).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let window = Window { name: "Corta".parse().unwrap(), starts_on: day("2025-01-01"), ends_on: day("2025-03-31") };
    let cycle = funds::cycles::open(&world.app, &world.by, key(), place.fund, window).await.unwrap();
    let loan = world.lend_by(&place, place.members[2], monthly(100_000, "2025-01-10", 1), true).await.unwrap();
    world.pay(loan, "2025-02-10", 102_000).await.unwrap();
    counted(&world, place.fund).await;
    close_cycle(&world.app, &world.by, key(), cycle, true).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let browser = Browser::open(&server.address, 360, scripts).await;
    browser.sign_in("tesorera").await;
    browser.says("header", "Asociación Ayni").await;
    browser.goto(&format!("/cycles/{cycle}/share-out")).await;
    browser.fill("#to_members", "10.00").await;
    browser.fill("#acta", "Acta 12").await;
    if scripts {
        browser.key(TAB).await;
    } else {
        browser.press("[data-previewed] .button").await;
    }
    browser.says("[data-previewed]", "3.34").await;
    browser.press("[data-previewed] .button").await;
    browser.says("main", "Acta 12").await;
    browser.press("form[action$='/pay'] .button").await;
    browser.says("main ul.rows", "Pagado").await;
    browser.close().await;
    drop(server);
    assert_eq!(closes::unpaid_shares(world.app.db.read(), place.fund).await.unwrap(), 0);
    world.books_hold().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_count_the_box() {
    counts_the_box(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_count_the_box_with_scripts_disabled() {
    counts_the_box(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_surplus_is_shared_out_and_paid() {
    shares_out(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_surplus_is_shared_out_and_paid_with_scripts_disabled() {
    shares_out(false).await;
}

/// The pages of bank statements are no wider than the screen.
#[tokio::test(flavor = "multi_thread")]
async fn a_statement_fits_a_phone_and_a_desk() {
    let today = Clock::System.today("America/Lima");
    let (world, place) = World::with_fund(&today.to_string()).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let id = crate::support::cash::compared(&world, place.fund).await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    for width in [360, 1280] {
        let browser = Browser::open(&server.address, width, true).await;
        browser.sign_in("tesorera").await;
        browser.says("header", "Asociación Ayni").await;
        browser.goto(&format!("/funds/{}/bank-statements", place.fund)).await;
        browser.says("main", "falta 1 en el libro").await;
        browser.goto(&format!("/bank-statements/{id}")).await;
        browser.says("main", "Comisión").await;
        browser.close().await;
    }
    drop(server);
}
