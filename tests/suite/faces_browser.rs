//! A person's work at a desk, in a real browser of 1280 px.

use muyu::domain::amount::Unit;
use muyu::domain::role::Grant;

use crate::support::World;
use crate::support::browser::Browser;
use crate::support::process::Server;
use crate::support::world::{day, key, monthly};

/// The list follows the typing, and the file downloaded then has the rows shown then.
#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_a_list_are_of_what_is_looked_for() {
    let (world, place) = World::with_fund("2026-03-02").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    for member in &place.members {
        world.lend_by(&place, *member, monthly(60_000, "2026-01-02", 2), true).await.unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let browser = Browser::open(&server.address, 1280, true).await;
    browser.sign_in("tesorera").await;
    browser.says("h1", " de ").await;
    browser.goto(&format!("/funds/{}/loans?show=open", place.fund)).await;
    browser.says("table.list caption", "3 créditos").await;
    browser.fill("#q", "huaman").await;
    browser.says("table.list caption", "1 crédito").await;
    let file = browser.attribute(".head [data-list-acts] a", "href").await;
    assert!(file.contains("q=huaman") && file.contains("file=xlsx"), "{file}");
    browser.fill("#q", "nadie").await;
    browser.says("[data-list]", "nadie").await;
    assert_eq!(browser.count(".head [data-list-acts] a").await, 0, "nothing is taken away of nothing");
    browser.fill("#q", "ttito").await;
    browser.says("table.list caption", "1 crédito").await;
    assert!(browser.attribute(".head [data-list-acts] a", "href").await.contains("q=ttito"));
    browser.close().await;
    drop(server);
}

/// From all funds to the late one, and on to the receipt behind a figure.
#[tokio::test(flavor = "multi_thread")]
async fn staff_find_the_fund_that_is_late_and_reach_the_receipt_behind_it() {
    let world = World::empty("2026-03-02").await;
    let (well, late) = (world.place("Asociación Ayni", Unit::Pen).await, world.place("Asociación Tupay", Unit::Pen).await);
    let programme = world.programme(well.association).await;
    muyu::features::programmes::create::take_part(&world.app, &world.by, key(), programme, late.association).await.unwrap();
    world.user("proyecto", Grant::Staff(programme)).await;
    // The server uses the true date: this loan is not due for years.
    let mut terms = monthly(60_000, "2026-02-20", 1);
    terms.first_due_on = day("2035-02-20");
    world.lend_by(&well, well.members[0], terms, true).await.unwrap();
    let loan = world.lend_by(&late, late.members[1], monthly(90_000, "2025-11-02", 3), true).await.unwrap();
    let receipt = world.pay(loan, "2025-12-20", 12_345).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let browser = Browser::open(&server.address, 1280, true).await;
    browser.sign_in("proyecto").await;
    // The fund with the highest risk is first.
    browser.says("table.list tbody tr:first-child th", "Asociación Tupay").await;
    browser.says("table.list tbody tr:first-child", "PAR30 sobre 10 %").await;
    browser.press("table.list tbody tr:first-child a.name").await;
    browser.says("header .who b", "Asociación Tupay").await;
    browser.press("nav.local a[href*='/loans']").await;
    browser.says("table.list tbody tr:first-child .state", "días").await;
    browser.press("table.list tbody tr:first-child a.name").await;
    browser.says("h1", "Huamán Ccori, Benita").await;
    browser.press(&format!("a[href='/repayments/{receipt}']")).await;
    browser.says(".receipt h1", "Recibo N.º 1").await;
    browser.says(".receipt > .amount", "S/ 123.45").await;
    browser.close().await;
    drop(server);
    world.books_hold().await;
}

/// A notebook is imported with the keyboard alone; only the system's own window chooses the file.
#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_imports_a_notebook() {
    use thirtyfour::prelude::*;
    let world = World::empty("2026-07-20").await;
    world.user("admin", Grant::Admin).await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let browser = Browser::open(&server.address, 1280, true).await;
    browser.sign_in("admin").await;
    browser.says("nav.foot a[aria-current]", "Inicio").await;
    browser.goto("/import").await;
    browser.tab_to("#file").await;
    browser.key(format!("{}/tests/register/corazon.xlsx", env!("CARGO_MANIFEST_DIR"))).await;
    // A file field takes a typed path.
    browser.driver.action_chain().send_keys(Key::Tab + "").perform().await.unwrap();
    browser.tab_to("form[enctype] button").await;
    browser.key(Key::Enter + "").await;
    browser.says("main dl.facts", "S/ 10,478.80").await;
    browser.tab_to("form:has([name=waiting]) button.button").await;
    browser.key(Key::Enter + "").await;
    browser.says("section.answer", "13,345.75").await;
    browser.close().await;
    drop(server);
    world.books_hold().await;
}

/// With letters of twice the size nothing overflows the screen, and the header leaves room for the page.
#[tokio::test(flavor = "multi_thread")]
async fn letters_of_twice_the_size_fit_a_phone() {
    let (world, place) = World::with_fund("2026-03-02").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let receipt = world.pay(loan, "2026-02-01", 1_000).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let browser = Browser::open(&server.address, 360, true).await;
    browser.sign_in("tesorera").await;
    browser.says("h1", " de ").await;
    let fund = place.fund;
    for page in [
        "/".to_owned(),
        format!("/funds/{fund}"),
        format!("/funds/{fund}/loans"),
        format!("/funds/{fund}/ledger"),
        format!("/funds/{fund}/loans/new?member={}", place.members[1]),
        format!("/loans/{loan}"),
        format!("/loans/{loan}/repay"),
        format!("/repayments/{receipt}"),
        format!("/members/{}", place.members[0]),
        "/more".to_owned(),
    ] {
        browser.goto(&page).await;
        browser.driver.execute("document.documentElement.style.fontSize = '200%'", vec![]).await.unwrap();
        browser.fits().await;
        let taken =
            browser.driver.execute("return document.querySelector('header.app').getBoundingClientRect().height / innerHeight", vec![]).await.unwrap();
        let taken = taken.json().as_f64().unwrap();
        assert!(taken < 0.4, "{page}: the header takes {taken} of the screen");
    }
    browser.close().await;
    drop(server);
}
