//! The ledger: double entry, per fund, append-only (spec §5).

pub mod account;
pub mod days;
pub mod entry;
pub mod postings;
pub mod source;

pub use account::{Account, Group};
pub use entry::{Entry, Posting, Sealed};
pub use source::{Source, SourceKind};
