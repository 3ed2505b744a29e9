//! Points where a write can be made to fail, for the test suite. Nothing else uses them.

use std::fmt;
use std::sync::Arc;

use sea_orm::{DbErr, RuntimeErr};

/// The points of a write at which the database can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// The transaction has begun, and the answer is an error.
    Begin,
    /// A statement of the work fails.
    Work,
    /// The commit fails and nothing is committed.
    Commit,
    /// The commit succeeds, and its answer is lost.
    Committed,
    /// The rollback fails.
    Rollback,
}

/// Decides at which points a write fails.
#[derive(Clone, Default)]
pub struct Faults(Option<Arc<dyn Fn(Point) -> bool + Send + Sync>>);

impl Faults {
    pub fn new(fails: impl Fn(Point) -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(fails)))
    }

    pub(super) fn at(&self, point: Point) -> Result<(), DbErr> {
        match &self.0 {
            Some(fails) if fails(point) => Err(DbErr::Conn(RuntimeErr::Internal(format!("made to fail: {point:?}")))),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Faults({})", self.0.is_some())
    }
}
