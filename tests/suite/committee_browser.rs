//! On a phone of 360 px: a member applies for a loan, three vote, the treasurer disburses it.

use muyu::clock::Clock;
use muyu::domain::credit_rules::CreditRules;
use muyu::domain::loan::LoanStatus;
use muyu::domain::role::Grant;
use muyu::features::loans;

use crate::support::World;
use crate::support::browser::Browser;
use crate::support::process::Server;

async fn from_asking_to_receiving(scripts: bool) {
    // The server uses the true date.
    let today = Clock::System.today("America/Lima");
    let (world, place) = World::with_fund(&today.to_string()).await;
    world.credit_rules(&place, CreditRules { committee_from_minor: 1, quorum: 3, ..CreditRules::default() }).await;
    world.user("socia", Grant::Member(place.association, place.members[0])).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let seats = world.add_members(&place, 3).await;
    for (i, seat) in seats.iter().enumerate() {
        world.user(&format!("comite{i}"), Grant::Committee(place.association, *seat)).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let browser = Browser::open(&server.address, 360, scripts).await;

    browser.sign_in("socia").await;
    browser.press("a[href*='/applications/new']").await;
    browser.says("h1", "Pedir un crédito").await;
    browser.fill("#amount", "800").await;
    browser.fill("#purpose", "sembrar alfalfa").await;
    browser.press("main form .buttons .button").await;
    browser.says("#cuotas", "Un solo pago").await;
    browser.says("main", "Requisitos: cumple 2 de 2").await;
    browser.press("main form .buttons .button").await;
    browser.says("h1", "Quispe Mamani, Rosa pide").await;
    browser.sign_out().await;

    for i in 0..seats.len() {
        browser.sign_in(&format!("comite{i}")).await;
        browser.press("main a[href^='/applications/']").await;
        browser.fill("#acta", "14").await;
        browser.press("button[name=vote][value=yes]").await;
        browser.says("main", "a favor").await;
        browser.sign_out().await;
    }

    browser.sign_in("tesorera").await;
    browser.press("main a.row[href^='/loans/']").await;
    browser.says("main", "800.00").await;
    browser.press("form[action$='/disburse'] .button").await;
    browser.says("main", "Comprobante de entrega").await;
    browser.close().await;
    drop(server);
    let lent = loans::of_fund(world.app.db.read(), place.fund, None).await.unwrap();
    assert_eq!((lent.len(), lent[0].loan.status, lent[0].loan.principal_minor), (1, LoanStatus::Disbursed, 80_000));
    world.books_hold().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_asks_three_vote_and_the_treasurer_hands_it_over() {
    from_asking_to_receiving(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_with_scripts_disabled() {
    from_asking_to_receiving(false).await;
}
