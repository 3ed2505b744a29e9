//! The demonstration can be created on any day of the year, and its books hold.

use muyu::app::App;
use muyu::cli::demo::set_up;
use muyu::clock::Clock;

use axum::http::StatusCode;

use crate::support::world::noon;
use crate::support::{Client, World};

#[tokio::test]
async fn the_demonstration_stands_on_any_day_of_the_year() {
    for today in ["2026-07-20", "2026-11-21", "2027-03-01"] {
        let mut world = World::empty(today).await;
        world.app = App::new(world.app.db.clone(), Clock::Fixed(noon(today)));
        set_up(&world.app).await.unwrap_or_else(|error| panic!("{today}: {error}"));
        world.books_hold().await;
    }
}

#[tokio::test]
async fn the_fiscal_of_the_demonstration_finds_everything_of_the_association_from_the_first_page() {
    let world = World::empty("2026-11-21").await;
    set_up(&world.app).await.unwrap();
    let mut fiscal = Client::new(&world);
    assert_eq!(fiscal.post("/sign-in", &[("login", "fiscal"), ("password", "chumbivilcas")]).await.status, StatusCode::SEE_OTHER);
    let home = fiscal.get("/").await.location;
    assert!(home.starts_with("/associations/"), "{home}");
    let first = fiscal.get(&home).await;
    let mut links = Vec::new();
    for link in first.html().select(&scraper::Selector::parse("main a").unwrap()) {
        links.push(link.value().attr("href").unwrap().to_owned());
    }
    for way in ["/members", "/loans", "/purchases", "/repayments", "/capital", "/expenses", "/rules", "/ledger", "/corrections", "/reports/seed"] {
        let href = links.iter().find(|href| href.ends_with(way)).unwrap_or_else(|| panic!("no way to {way}"));
        assert_eq!(fiscal.get(href).await.status, StatusCode::OK, "{href}");
    }
    let fund = links.iter().find(|href| href.starts_with("/funds/") && href.matches('/').count() == 2).unwrap();
    let corrections = format!("{fund}/corrections");
    assert!(fiscal.get(fund).await.text.contains(&corrections), "the fund's page leads there too");
    let told = fiscal.get(&corrections).await.text.replace('\u{a0}', " ");
    for said in ["un cero de más", "S/ 120.00", "S/ 12.00", "Eulalia Puma Apaza"] {
        assert!(told.contains(said), "{said}");
    }
    let mut member = Client::new(&world);
    member.post("/sign-in", &[("login", "socia"), ("password", "chumbivilcas")]).await;
    assert!(!member.get(fund).await.text.contains(&corrections), "a member is not led where they may not go");
}
