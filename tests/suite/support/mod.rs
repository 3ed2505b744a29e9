//! What the tests stand on: a world with a real database file (or a database of a real PostgreSQL), clients that go
//! through the real router, the program itself as a process, and a real browser.

pub mod browser;
pub mod cash;
pub mod client;
pub mod cofinanced;
pub mod process;
pub mod recording;
pub mod world;

pub use client::Client;
pub use world::World;
