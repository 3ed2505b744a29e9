//! Transfers of money: between cash and bank of a fund, or between two funds of one association.

use super::codes::codes;

codes! {
    pub enum TransferKind {
        /// Between cash and bank of one fund.
        Own = "own",
        /// Given to another fund, by acta.
        Gift = "gift",
        /// Lent to another fund, by acta, with a due date.
        Lent = "lent",
        /// A repayment of what was lent, whole or in part.
        PaidBack = "paid_back",
    }
}
