//! Money that moves between what holds it: cash and bank of a fund, or two funds of one association.

use super::codes::codes;

codes! {
    pub enum TransferKind {
        /// Between cash and bank of one fund.
        Own = "own",
        /// Given to another fund, by acta.
        Gift = "gift",
        /// Lent to another fund, by acta, with a day it is owed back.
        Lent = "lent",
        /// What was lent is paid back, whole or in part.
        PaidBack = "paid_back",
    }
}
