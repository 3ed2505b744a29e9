//! The cash box of a fund, counted.

use muyu::domain::cash::Pile;
use muyu::domain::ids::FundId;
use muyu::features::cash;

use super::World;
use super::world::key;

/// The box is counted on the day on which the world stands, and agrees as far as coins of 0.10 go.
pub async fn counted(world: &World, fund: FundId) -> String {
    let today = world.app.clock.now().date_naive();
    let books = cash::count::in_books_on(world.app.db.read(), fund, today).await.unwrap();
    let new = cash::count::NewCount {
        fund,
        counted_on: today,
        piles: vec![Pile { face_minor: 10, pieces: books.total() / 10 }],
        counted_by: "Edith".parse().unwrap(),
        witnessed_by: "Justina".parse().unwrap(),
        note: "sencillo".parse().unwrap(),
        books_minor: None,
    };
    cash::count::record(&world.app, &world.by, key(), new).await.unwrap().to_string()
}
