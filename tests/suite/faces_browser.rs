//! What a person does at a desk, in a real browser of 1280 px.

use muyu::domain::role::Grant;

use crate::support::World;
use crate::support::browser::Browser;
use crate::support::process::Server;
use crate::support::world::monthly;

/// The list answers while one types, and what is taken away then is what is shown then.
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
    browser.says("h1", "Lunes 2 de marzo").await;
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
