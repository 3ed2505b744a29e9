//! The life of a purchase (spec §8): draft → submitted → approved | returned | rejected → ordered → received → settled, or
//! cancelled.

use crate::domain::codes::codes;
use crate::domain::refusal::Refusal;

codes! {
    pub enum PurchaseStatus {
        Draft = "draft",
        Submitted = "submitted",
        Returned = "returned",
        Rejected = "rejected",
        Approved = "approved",
        Ordered = "ordered",
        Received = "received",
        Settled = "settled",
        Cancelled = "cancelled",
    }
}

codes! {
    pub enum PurchaseStep {
        /// Write it, or change it before it is sent.
        Edit = "edit",
        Submit = "submit",
        Approve = "approve",
        Return = "return",
        Reject = "reject",
        Order = "order",
        /// Goods came or were handed out, and the purchase still waits for the rest.
        Deliver = "deliver",
        /// The delivery is closed: what has come is final.
        Receive = "receive",
        Settle = "settle",
        Cancel = "cancel",
        /// The invoice has another price, or adds freight.
        Adjust = "adjust",
        /// One payer gives a part in place of another.
        TakeOver = "take_over",
        /// A part that nobody gives is written off.
        WriteOff = "write_off",
        /// A part that was taken over or written off goes back to its payer.
        UndoShift = "undo_shift",
        /// The closing of the delivery is undone.
        Reopen = "reopen",
    }
}

impl PurchaseStatus {
    /// Whether the request can still be changed.
    pub fn open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether it holds the programme's budget and the fund's capital: approved, its goods not yet received.
    pub fn commits(self) -> bool {
        matches!(self, Self::Approved | Self::Ordered)
    }

    /// Whether the delivery is closed.
    pub fn received(self) -> bool {
        matches!(self, Self::Received | Self::Settled)
    }

    /// The status that a step leads to.
    ///
    /// # Errors
    /// A refusal that names the status the step needs.
    pub fn after(self, step: PurchaseStep) -> Result<Self, Refusal> {
        use PurchaseStep as S;
        match (self, step) {
            (Self::Draft | Self::Returned, S::Edit) => Ok(self),
            (Self::Draft | Self::Returned, S::Submit) => Ok(Self::Submitted),
            (Self::Submitted, S::Approve) => Ok(Self::Approved),
            (Self::Submitted, S::Return) => Ok(Self::Returned),
            (Self::Submitted, S::Reject) => Ok(Self::Rejected),
            (Self::Approved, S::Order) => Ok(Self::Ordered),
            (Self::Ordered, S::Deliver) => Ok(Self::Ordered),
            (Self::Ordered, S::Receive) => Ok(Self::Received),
            (Self::Received, S::Settle) => Ok(Self::Settled),
            (Self::Draft | Self::Returned | Self::Submitted | Self::Approved | Self::Ordered, S::Cancel) => Ok(Self::Cancelled),
            (Self::Approved | Self::Ordered, S::Adjust) => Ok(self),
            (Self::Approved | Self::Ordered | Self::Received, S::TakeOver | S::UndoShift) | (Self::Received, S::WriteOff) => Ok(self),
            (Self::Received | Self::Settled, S::Reopen) => Ok(Self::Ordered),
            (Self::Settled, S::TakeOver | S::UndoShift | S::WriteOff) => Err(Refusal::conflict("purchase-already-over")),
            (Self::Received | Self::Settled, S::Adjust) => Err(Refusal::conflict("closing-undone-first")),
            (Self::Received | Self::Settled, S::Receive | S::Deliver | S::Cancel) => Err(Refusal::conflict("purchase-already-received")),
            (_, S::Edit | S::Submit) => Err(Refusal::conflict("purchase-not-open")),
            (_, S::Approve | S::Return | S::Reject) => Err(Refusal::conflict("purchase-not-submitted")),
            (_, S::Order | S::Adjust | S::TakeOver | S::UndoShift) => Err(Refusal::conflict("purchase-not-approved")),
            (_, S::Deliver | S::Receive) => Err(Refusal::conflict("purchase-not-ordered")),
            (_, S::Settle | S::WriteOff | S::Reopen) => Err(Refusal::conflict("purchase-not-received")),
            (_, S::Cancel) => Err(Refusal::conflict("purchase-already-over")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goods_are_received_once_and_what_is_over_stays_over() {
        use PurchaseStep as S;
        assert_eq!(PurchaseStatus::Received.after(S::Receive).unwrap_err().code, "purchase-already-received");
        assert_eq!(PurchaseStatus::Received.after(S::Cancel).unwrap_err().code, "purchase-already-received");
        for over in [PurchaseStatus::Rejected, PurchaseStatus::Cancelled] {
            for step in [S::Edit, S::Submit, S::Approve, S::Order, S::Deliver, S::Receive, S::Settle, S::Cancel] {
                assert!(over.after(step).is_err(), "{over:?} {step:?}");
            }
        }
    }
}
