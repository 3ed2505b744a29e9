//! Typed identifiers: a loan's id cannot be used as a member's. All are UUIDs of version 7, made outside the database, and
//! sort by the moment they were made.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids!(
    AssociationId,
    MemberId,
    UserId,
    FundId,
    CycleId,
    CapitalId,
    CapitalReturnId,
    LoanId,
    RepaymentId,
    RemissionId,
    ExpenseId,
    ProgrammeId,
    EntryId,
    BudgetLineId,
    PurchaseId,
    PaymentId,
    PartShiftId,
    DeliveryId,
    LabourId,
    AttachmentId,
    TransferId,
    BankMatchId,
    BankStatementId,
    CashCountId,
    CloseId,
    ShareOutId,
    CorrectionId,
    CorrectionRequestId,
    ApplicationId,
    GroupId,
    GuaranteeId
);
