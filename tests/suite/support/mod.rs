//! The tools of the tests: a world with a real database file (or a database of a real PostgreSQL), clients of the real router,
//! the program as a process, and a real browser.

pub mod browser;
pub mod cash;
pub mod client;
pub mod cofinanced;
pub mod process;
pub mod recording;
pub mod world;

pub use client::Client;
pub use world::World;
