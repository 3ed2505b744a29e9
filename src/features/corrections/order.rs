//! The input and the answer of a verb that puts a record right.

use serde::{Serialize, Serializer};
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::domain::ids::CorrectionRequestId;
use crate::domain::text::Line;
use crate::error::Error;

/// The record to put right, and the reason.
#[derive(Clone, Debug)]
pub struct Order<T> {
    pub what: T,
    pub reason: Line,
    /// The request that this confirms, where two people are needed.
    pub confirms: Option<CorrectionRequestId>,
}

impl<T> Order<T> {
    pub fn new(what: T, reason: Line) -> Self {
        Self { what, reason, confirms: None }
    }
}

/// As a pair, like the fingerprints of earlier versions.
impl<T: Serialize> Serialize for Order<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.confirms {
            None => (&self.what, &self.reason).serialize(serializer),
            Some(request) => (&self.what, &self.reason, request).serialize(serializer),
        }
    }
}

/// The result of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<I> {
    Done(I),
    /// It waits for a second person.
    Waits(CorrectionRequestId),
}

impl<I: From<Uuid>> Answer<I> {
    /// What the id given by a verb belongs to: the record put right, or the waiting request.
    pub async fn of(app: &App, id: Uuid) -> Result<Self, Error> {
        let waits = store::maybe_request(app.db.read(), CorrectionRequestId(id)).await?.is_some();
        Ok(if waits { Self::Waits(CorrectionRequestId(id)) } else { Self::Done(id.into()) })
    }

    /// The next page.
    pub fn page(self, of: impl FnOnce(I) -> String) -> String {
        match self {
            Self::Done(id) => of(id),
            Self::Waits(request) => format!("/correction-requests/{request}"),
        }
    }
}
