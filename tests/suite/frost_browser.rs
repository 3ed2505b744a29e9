//! On a phone of 360 px: after frost in a community, its loans are shifted by three months with one acta.

use muyu::clock::Clock;
use muyu::domain::loan::RemissionKind;
use muyu::domain::role::Grant;
use muyu::features::members::keep::Person;

use crate::support::World;
use crate::support::browser::Browser;
use crate::support::process::Server;
use crate::support::world::{monthly, person};

async fn a_community_is_relieved(scripts: bool) {
    // The server uses the true date.
    let today = Clock::System.today("America/Lima");
    let (world, place) = World::with_fund(&today.to_string()).await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    let mut of_the_heights = Vec::new();
    for name in ["Mamani Condori, Julia", "Ccori Puma, Hilario"] {
        let person = Person { community: Some("Pampallaqta".parse().unwrap()), ..person(name) };
        let member = world.join(&place, person).await;
        of_the_heights.push(world.lend_by(&place, member, monthly(40_000, &today.to_string(), 4), true).await.unwrap());
    }
    let below = world.lend(&place, 0, &today.to_string()).await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&world.address, folder.path()).await;
    let browser = Browser::open(&server.address, 360, scripts).await;

    browser.sign_in("tesorera").await;
    browser.says("main", "").await;
    browser.goto(&format!("/funds/{}/loans", place.fund)).await;
    browser.press("a[href$='/reliefs']").await;
    browser.says("h1", "Reprogramar").await;
    browser.press("#community option[value='Pampallaqta']").await;
    browser.fill("#months", "3").await;
    browser.press("button[name=look]").await;
    browser.says("#asi-queda ~ form", "Mamani Condori, Julia").await;
    browser.says("#asi-queda ~ form", "2 créditos").await;
    browser.fill("#acta", "Acta 31").await;
    browser.press("#asi-queda ~ form > button.button, #asi-queda ~ form .buttons .button").await;
    browser.says("h1", "Créditos").await;
    browser.close().await;
    drop(server);
    for loan in of_the_heights {
        let held = world.held(loan).await;
        assert_eq!((held.remissions.len(), held.remissions[0].kind), (1, RemissionKind::Relief));
        assert_eq!(held.remissions[0].acta, "Acta 31");
        assert_eq!(held.loan.unpaid_principal_minor, 40_000, "no principal is changed");
    }
    assert!(world.held(below).await.remissions.is_empty(), "the frost did not come down to the valley");
    world.books_hold().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_loans_of_a_community_are_relieved_by_one_acta() {
    a_community_is_relieved(true).await;
}
