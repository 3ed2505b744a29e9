//! What is asked of a verb that puts something right, and what it answers.

use serde::{Serialize, Serializer};
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::domain::ids::CorrectionRequestId;
use crate::domain::text::Line;
use crate::error::Error;

/// What to put right, and why.
#[derive(Clone, Debug)]
pub struct Order<T> {
    pub what: T,
    pub reason: Line,
    /// The request that this confirms, where it took two.
    pub confirms: Option<CorrectionRequestId>,
}

impl<T> Order<T> {
    pub fn new(what: T, reason: Line) -> Self {
        Self { what, reason, confirms: None }
    }
}

/// As a pair, which is what the fingerprints of earlier versions were made of.
impl<T: Serialize> Serialize for Order<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.confirms {
            None => (&self.what, &self.reason).serialize(serializer),
            Some(request) => (&self.what, &self.reason, request).serialize(serializer),
        }
    }
}

/// What became of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<I> {
    Done(I),
    /// It waits for a second person.
    Waits(CorrectionRequestId),
}

impl<I: From<Uuid>> Answer<I> {
    /// What the id that a verb answered is of: the record it put right, or the request that waits.
    pub async fn of(app: &App, id: Uuid) -> Result<Self, Error> {
        let waits = store::maybe_request(app.db.read(), CorrectionRequestId(id)).await?.is_some();
        Ok(if waits { Self::Waits(CorrectionRequestId(id)) } else { Self::Done(id.into()) })
    }

    /// The page to look at next.
    pub fn page(self, of: impl FnOnce(I) -> String) -> String {
        match self {
            Self::Done(id) => of(id),
            Self::Waits(request) => format!("/correction-requests/{request}"),
        }
    }
}
