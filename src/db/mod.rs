//! The database: connecting, the one way to write, the journal, and the tables. What differs between SQLite and
//! PostgreSQL stays in this folder.

pub mod actors;
pub mod batch;
pub mod columns;
pub mod command;
mod connect;
pub mod entity;
pub mod files;
pub mod journal;
pub mod projection;
pub mod rebuild;
mod write;

pub use connect::Db;
pub use write::Tx;
