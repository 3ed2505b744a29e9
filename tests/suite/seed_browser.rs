//! Seed at 50/50 in a real browser, with three people: the treasurer requests and receives, the staff returns and approves, a
//! member sees their loan and seed. The figures are those of the published arithmetic.

use muyu::domain::amount::{NumberStyle, Unit, write};
use muyu::domain::cofinancing::{Line, Shared, refunds, share};
use muyu::domain::role::Grant;
use muyu::features::{funds, loans, members, purchases};
use thirtyfour::prelude::*;

use crate::support::World;
use crate::support::browser::Browser;
use crate::support::cofinanced::{PRICES, fifty_fifty};
use crate::support::process::Server;
use crate::support::world::{Place, person};

/// Lines: (member's index, item, ordered, received) in thousandths.
const LINES: [(usize, usize, i64, i64); 6] =
    [(0, 0, 12_500, 12_500), (1, 0, 6_000, 6_000), (1, 2, 3_250, 0), (2, 1, 25_000, 24_000), (3, 1, 10_000, 10_000), (4, 2, 1_500, 1_500)];

fn shared(received: bool) -> Shared {
    let line = |line: &(usize, usize, i64, i64)| Line {
        member: i64::try_from(line.0).unwrap() + 1,
        quantity: if received { line.3 } else { line.2 },
        unit_price_minor: PRICES[line.1].1,
    };
    share(&LINES.iter().map(line).collect::<Vec<_>>(), &[1, 1], 1).unwrap()
}

fn said(minor: i64) -> String {
    write(minor, Unit::Pen, NumberStyle::Point).replace('\u{a0}', " ")
}

fn typed(thousandths: i64) -> String {
    muyu::domain::amount::typed(thousandths, NumberStyle::Point)
}

async fn five(world: &World) -> Place {
    let mut place = world.place("Asociación Ayni", Unit::Pen).await;
    for (i, name) in ["Condori Ttito, Vilma", "Layme Ccori, Sabina"].into_iter().enumerate() {
        let person = members::keep::Person { document: Some(format!("5000000{i}").parse().unwrap()), ..person(name) };
        place.members.push(world.join(&place, person).await);
    }
    place
}

/// Signs a person in after the one before, and waits for their home page.
async fn enter(browser: &Browser, login: &str) {
    browser.sign_in(login).await;
    browser.says("nav.foot", "Más").await;
}

/// The treasurer writes three seeds for five members, who cover their half with loans.
async fn ask(browser: &Browser, place: &Place) -> String {
    browser.goto(&format!("/funds/{}/purchases/new", place.fund)).await;
    browser.fill("#purpose", "Semilla de pastos").await;
    browser.press("main form .button").await;
    for (item, (product, price)) in PRICES.into_iter().enumerate() {
        browser.says("h1", "Nuevo producto").await;
        browser.fill("#product", product).await;
        browser.fill("#supplier-1", "Agropecuaria Sicuani").await;
        browser.fill("#price-1", &format!("{}.{:02}", price / 100, price % 100)).await;
        for (member, _, asked, _) in LINES.iter().filter(|line| line.1 == item) {
            let id = place.members[*member].0.simple();
            browser.fill(&format!("input[name='quantity-{id}']"), &typed(*asked)).await;
            browser.fill(&format!("input[name='hectares-{id}']"), "0.5").await;
        }
        browser.press("main form .button").await;
        browser.says("h1", "Semilla de pastos").await;
        if item < PRICES.len() - 1 {
            browser.press("a[href$='/items/new']").await;
        }
    }
    browser.says("h1", &said(shared(false).total_minor)).await;
    let path = browser.driver.current_url().await.unwrap().path().to_owned();
    browser.press("form[action$='/submit'] .button").await;
    browser.says(".tags", "por aprobar").await;
    path
}

async fn receive(browser: &Browser, place: &Place, path: &str) {
    browser.press("form[action$='/order'] .button").await;
    browser.says(".tags", "pedida").await;
    browser.press("a.button[href$='/delivery']").await;
    for item in 0..PRICES.len() {
        let came: i64 = LINES.iter().filter(|line| line.1 == item).map(|line| line.3).sum();
        browser.fill(&format!("input[name='came-{}']", item + 1), &typed(came)).await;
    }
    for (member, item, _, received) in LINES.iter().filter(|line| line.2 != line.3) {
        let field = format!("input[name='went-{}-{}']", item + 1, place.members[*member].0.simple());
        browser.fill(&field, &typed(*received)).await;
    }
    browser.press("form[action$='/delivery'] .button").await;
    browser.says("h2", "Entregas anotadas").await;
    browser.press("a.button[href$='/receive']").await;
    browser.says("tr.sum", &muyu::domain::amount::figures(shared(true).total_minor, Unit::Pen, NumberStyle::Point)).await;
    // Pressed at once, it says what it will do and asks for confirmation; nothing is done.
    browser.press("form[action$='/receive'] .button").await;
    browser.says(".summary", "Se abrirá").await;
    browser.press("form[action$='/receive'] [name=confirmed]").await;
    browser.press("form[action$='/receive'] .button").await;
    browser.says(".tags", "recibida").await;
    assert_eq!(browser.driver.current_url().await.unwrap().path(), path);
}

/// The member sees her request and her loan, and nobody else's part.
async fn member_looks(browser: &Browser, path: &str, received: &Shared) {
    browser.says("h2 + ul.rows", &said(received.members[0].pays_minor)).await;
    browser.press(&format!("a[href='{path}']")).await;
    browser.says("#members", "Su parte").await;
    browser.says("#members + ul.rows", "alfalfa 12.5 kg").await;
    browser.says("#members + ul.rows", &format!("crédito {}", said(received.members[0].pays_minor))).await;
    let others = browser.driver.find(By::Tag("main")).await.unwrap().text().await.unwrap();
    assert!(!others.contains("Condori Ttito"), "a member does not see another's part");
}

/// The staff decides on one screen: without a reason nothing is returned.
async fn staff_returns(browser: &Browser, path: &str, ordered: &Shared) {
    enter(browser, "proyecto").await;
    browser.press(".more a[href='/inbox']").await;
    browser.press(&format!("article a[href='{path}']")).await;
    browser.says("h1", "5 personas").await;
    browser.says(".legend", &format!("Proyecto {}", said(ordered.shares_minor[0]))).await;
    browser.press(".decide .button.quiet").await;
    browser.says(".refusal", "Escriba el motivo").await;
    browser.fill("#note", "Falta la cotización del trébol").await;
    browser.press(".decide .button.quiet").await;
    browser.says(".notice", "devuelta a la tesorera").await;
    browser.sign_out().await;
    browser.says("main form .button", "Entrar").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn seed_from_the_treasurer_over_the_staff_to_the_member() {
    let world = World::empty("2026-03-01").await;
    let place = five(&world).await;
    let c = world.cofinanced(place, fifty_fifty()).await;
    let place = &c.place;
    world.user("rosa", Grant::Member(place.association, place.members[0])).await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let browser = Browser::open(&server.address, 360, true).await;
    let (ordered, received) = (shared(false), shared(true));

    enter(&browser, "tesorera").await;
    let path = ask(&browser, place).await;
    browser.sign_out().await;
    browser.says("main form .button", "Entrar").await;

    staff_returns(&browser, &path, &ordered).await;

    enter(&browser, "tesorera").await;
    browser.goto(&path).await;
    browser.says(".steps", "Falta la cotización del trébol").await;
    browser.press("a[href$='/items/3']").await;
    browser.press("details summary").await;
    browser.fill("#supplier-2", "Semillas del Sur").await;
    browser.fill("#price-2", "41.20").await;
    browser.press("main form .button").await;
    browser.press("form[action$='/submit'] .button").await;
    browser.says(".tags", "por aprobar").await;
    browser.sign_out().await;
    browser.says("main form .button", "Entrar").await;

    enter(&browser, "proyecto").await;
    browser.goto(&path).await;
    browser.fill("#acta", "Acta 14, folio 9").await;
    browser.press(".decide .button").await;
    browser.says(".notice", "aprobada").await;
    browser.sign_out().await;
    browser.says("main form .button", "Entrar").await;

    enter(&browser, "tesorera").await;
    browser.goto(&path).await;
    receive(&browser, place, &path).await;
    browser.says(".legend", &format!("Productoras {}", said(received.shares_minor[1]))).await;
    browser.sign_out().await;
    browser.says("main form .button", "Entrar").await;

    enter(&browser, "rosa").await;
    member_looks(&browser, &path, &received).await;
    browser.close().await;
    drop(server);

    let fund = funds::find(world.app.db.read(), place.fund).await.unwrap();
    let opened: Vec<i64> = loans::of_fund(world.app.db.read(), fund.id, None).await.unwrap().iter().map(|held| held.loan.principal_minor).collect();
    assert_eq!(opened, received.members.iter().map(|part| part.pays_minor).collect::<Vec<_>>());
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let held = purchases::load_one(world.app.db.read(), muyu::domain::ids::PurchaseId(id)).await.unwrap();
    let change: Vec<i64> = held.parties.iter().map(|row| row.share_minor - row.received_minor.unwrap()).collect();
    assert_eq!(change, refunds(&ordered, &received));
    world.books_hold().await;
}
