//! The demonstration can be set up on any day of the year, and its books hold.

use muyu::app::App;
use muyu::cli::demo::set_up;
use muyu::clock::Clock;

use crate::support::World;
use crate::support::world::noon;

#[tokio::test]
async fn the_demonstration_stands_on_any_day_of_the_year() {
    for today in ["2026-07-20", "2026-11-21", "2027-03-01"] {
        let mut world = World::empty(today).await;
        world.app = App::new(world.app.db.clone(), Clock::Fixed(noon(today)));
        set_up(&world.app).await.unwrap_or_else(|error| panic!("{today}: {error}"));
        world.books_hold().await;
    }
}
