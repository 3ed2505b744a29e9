//! The database: connecting, the one way to write, the journal, and the tables. What differs between SQLite and
//! PostgreSQL stays in this folder.

pub mod actors;
pub mod batch;
pub mod columns;
pub mod command;
mod connect;
pub mod durable;
pub mod entity;
pub mod faults;
pub mod files;
mod heartbeat;
mod hold;
pub mod insert;
mod integrity;
pub mod journal;
pub mod loan_rows;
mod packed;
pub mod projection;
pub mod rebuild;
mod write;
mod writer;

pub use connect::{Db, path_of};
pub use hold::Hold;
pub use write::{Tx, unreachable};
