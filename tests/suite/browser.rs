//! A person's work in a real browser on a phone of 360 px: with and without scripts.

use chrono::Days;
use muyu::clock::Clock;
use muyu::domain::role::Grant;
use muyu::web::text::{Language, Reader};

use crate::support::World;
use crate::support::browser::Browser;
use crate::support::process::Server;

/// A treasurer records a repayment and reads the receipt; the member signs in and sees it.
async fn from_the_treasurer_to_the_member(scripts: bool) {
    let world = World::empty("2026-03-01").await;
    let place = world.place("Asociación Ayni", muyu::domain::amount::Unit::Pen).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("rosa", Grant::Member(place.association, place.members[0])).await;
    let loan = world.lend(&place, 0, "2026-01-01").await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let browser = Browser::open(&server.address, 360, scripts).await;

    browser.sign_in("tesorera").await;
    browser.says("#late + ul .row span", "Quispe Mamani, Rosa").await;
    browser.press("#late + ul .row").await;
    browser.says("h1", "Cobro a Quispe Mamani, Rosa").await;
    browser.press("input[name=choice][value=other]").await;
    if scripts {
        browser.says("[data-previewed] .button", "Ver cómo se reparte").await;
    }
    browser.fill("#amount", "324.00").await;
    if scripts {
        // The figures follow the choice without a button.
        browser.press("input[name=payment_method][value=wallet]").await;
        browser.says("[data-previewed] .button", "324.00").await;
    } else {
        // Without scripts the choice is shown first, and recorded only after that.
        browser.press("[data-previewed] .button").await;
        browser.says(".notice.warn", "La cuenta cambió").await;
    }
    browser.press("[data-previewed] .button").await;
    browser.says(".receipt h1", "Recibo N.º 1").await;
    browser.says(".receipt > .amount", "S/ 324.00").await;
    let receipt = browser.driver.current_url().await.unwrap().path().to_owned();
    browser.sign_out().await;

    browser.sign_in("rosa").await;
    browser.says("h1", "Quispe Mamani, Rosa").await;
    browser.press(&format!("a.row[href='/loans/{loan}']")).await;
    browser.says(&format!("a[href='{receipt}']"), "N.º 1").await;
    browser.press(&format!("a[href='{receipt}']")).await;
    browser.says(".receipt > .amount", "S/ 324.00").await;
    browser.press("nav.foot a[href^='/funds/']").await;
    browser.says("section.answer h2", "¿Cuánto podemos prestar?").await;
    browser.close().await;
    drop(server);
    world.books_hold().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repayment_from_the_treasurer_to_the_member() {
    from_the_treasurer_to_the_member(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_with_scripts_disabled() {
    from_the_treasurer_to_the_member(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fund_is_renamed_and_a_sign_in_opened_again_on_a_phone() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("admin", Grant::Admin).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let browser = Browser::open(&server.address, 360, true).await;
    browser.sign_in("admin").await;
    browser.says("nav.foot a[aria-current]", "Inicio").await;
    browser.goto(&format!("/funds/{}", place.fund)).await;
    browser.press(&format!(".buttons a[href='/funds/{}/edit']", place.fund)).await;
    browser.fill("#name", "Fondo rotatorio de semilla y crianza").await;
    browser.fill("#reason", "así lo aprobó la asamblea").await;
    browser.press("main form .button").await;
    browser.says("main > ul.rows", "Antes: Fondo").await;
    browser.says("main > ul.rows", "así lo aprobó la asamblea").await;
    browser.goto(&format!("/associations/{}/edit", place.association)).await;
    browser.says("h1", "Cambiar el nombre").await;
    browser.goto(&format!("/associations/{}", place.association)).await;
    browser.says("nav.filters", "Anulaciones y correcciones").await;
    browser.goto(&format!("/associations/{}/users", place.association)).await;
    browser.press("form[action$='/disable'] summary").await;
    browser.press("form[action$='/disable'] .button").await;
    browser.says(".tag.late", "sin acceso").await;
    browser.press("details:has(form[action$='/reopen']) summary").await;
    browser.fill("input[id$='-reopen']", "volvió al cargo").await;
    browser.press("form[action$='/reopen'] .button").await;
    browser.says("h1", "Usuario listo").await;
    browser.close().await;
    drop(server);
}

/// A treasurer corrects last month's receipt on its page; the member reads what changed, when, by whom and why.
async fn a_receipt_put_right(scripts: bool) {
    // The server uses the true date.
    let last_month = Clock::System.today("America/Lima") - Days::new(30);
    let world = World::empty(&last_month.to_string()).await;
    let place = world.place("Asociación Ayni", muyu::domain::amount::Unit::Pen).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("rosa", Grant::Member(place.association, place.members[0])).await;
    let loan = world.lend(&place, 0, &(last_month - Days::new(45)).to_string()).await;
    let wrong = format!("/repayments/{}", world.pay(loan, &last_month.to_string(), 32_400).await.unwrap());
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let browser = Browser::open(&server.address, 360, scripts).await;

    browser.sign_in("tesorera").await;
    browser.says("nav.foot a[aria-current]", "Hoy").await;
    browser.goto(&wrong).await;
    browser.says(".receipt h1", "Recibo N.º 1").await;
    browser.press(&format!("a[href='{wrong}/correct']")).await;
    browser.says("h1", "Corregir el cobro N.º 1").await;
    browser.fill("#amount", "32.40").await;
    // Without a reason nothing is corrected, and what was typed stays.
    browser.press("main form .button").await;
    browser.says("#reason-says .refusal", "Falta el motivo").await;
    browser.fill("#reason", "se leyó mal la libreta").await;
    browser.press("main form .button").await;
    browser.says(".receipt h1", "Recibo N.º 2").await;
    browser.says(".receipt > .amount", "S/ 32.40").await;
    browser.says("ul.rows dl.facts", "S/ 324.00 → S/ 32.40").await;
    browser.says("ul.rows li.row", "se leyó mal la libreta").await;
    let day = Reader::new(Language::Es).short_date(Clock::System.today("America/Lima")).replace('\u{a0}', " ");
    let right = browser.driver.current_url().await.unwrap().path().to_owned();
    browser.sign_out().await;

    browser.sign_in("rosa").await;
    browser.says("h1", "Quispe Mamani, Rosa").await;
    for said in ["S/ 324.00 → S/ 32.40", &day, "tesorera", "se leyó mal la libreta"] {
        browser.says("ul.rows:has(dl.facts)", said).await;
    }
    // From the member's page to the right receipt, and from there to the wrong one.
    browser.press(&format!("ul.rows a[href='{right}']")).await;
    browser.says(".receipt > .amount", "S/ 32.40").await;
    for said in ["S/ 324.00 → S/ 32.40", &day, "tesorera", "se leyó mal la libreta"] {
        browser.says("ul.rows:has(dl.facts)", said).await;
    }
    browser.press(&format!("ul.rows a[href='{wrong}']")).await;
    browser.says(".receipt .notice.bad", "se leyó mal la libreta").await;
    browser.says(".receipt > .amount", "S/ 324.00").await;
    browser.close().await;
    drop(server);
    world.books_hold().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_corrected_on_its_page_and_the_member_reads_why() {
    a_receipt_put_right(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_corrected_with_scripts_disabled() {
    a_receipt_put_right(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_is_enough_to_sign_in() {
    use thirtyfour::prelude::*;
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let browser = Browser::open(&server.address, 1280, true).await;
    browser.goto("/sign-in").await;
    let active = || browser.driver.active_element();
    browser.driver.find(By::Css("body")).await.unwrap().send_keys(Key::Tab).await.unwrap();
    assert_eq!(active().await.unwrap().text().await.unwrap(), "Ir al contenido", "the first stop skips to the content");
    // The skip link, the home link, the two fields, and the button that shows the password.
    for typed in ["", "", "tesorera", crate::support::world::PASSWORD, ""] {
        active().await.unwrap().send_keys(typed).await.unwrap();
        active().await.unwrap().send_keys(Key::Tab).await.unwrap();
    }
    active().await.unwrap().send_keys(Key::Enter).await.unwrap();
    browser.says("nav.foot a[aria-current]", "Hoy").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_json_face_is_read_on_a_phone_with_scripts_disabled() {
    let world = World::empty("2026-03-01").await;
    world.user("admin", Grant::Admin).await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let browser = Browser::open(&server.address, 360, false).await;
    browser.sign_in("admin").await;
    browser.says("nav.foot a[aria-current]", "Inicio").await;
    browser.goto("/api/docs/").await;
    browser.press("#post_funds_id_loans summary").await;
    browser.says("#post_funds_id_loans details", "despite_arrears").await;
    browser.press("#post_funds_id_loans a[href='#shape-TermsBody']").await;
    browser.says("#shape-TermsBody", "first_due_on").await;
    browser.close().await;
}

/// The keyboard alone is enough to record a payment and approve a purchase.
#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_records_and_approves() {
    use muyu::domain::cofinancing::ContributionKind;
    use thirtyfour::prelude::*;
    let (world, place) = World::with_fund("2026-03-01").await;
    world.lend(&place, 0, "2026-01-01").await;
    let c = world.cofinanced(place, crate::support::cofinanced::fifty_fifty()).await;
    let id = c.ask(&world, c.draft(&[(0, 0, 1_000)], ContributionKind::Cash)).await.unwrap();
    c.submit(&world, id).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let browser = Browser::open(&server.address, 1280, true).await;
    browser.sign_in("tesorera").await;
    browser.says("h1", "de").await;
    browser.tab_to("main a[href*='/collect?member=']").await;
    browser.key(Key::Enter + "").await;
    browser.says("h1", "Cobro a Quispe Mamani, Rosa").await;
    browser.tab_to("[data-previewed] .button").await;
    browser.key(Key::Enter + "").await;
    browser.says(".notice.done", "Recibo N.º 1 registrado").await;
    browser.sign_out().await;

    browser.sign_in("proyecto").await;
    browser.says("h1", "de").await;
    browser.goto("/inbox").await;
    browser.tab_to("input[name=purchase]").await;
    browser.key(Key::Space + "").await;
    browser.tab_to("#acta").await;
    browser.key("Acta 4, folio 12").await;
    browser.tab_to("button[value=approve]").await;
    browser.key(Key::Enter + "").await;
    browser.says(".notice.done", "aprobada").await;
    browser.close().await;
    drop(server);
    world.books_hold().await;
}
