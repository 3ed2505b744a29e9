//! Roles and what each may do (spec §1). Deny by default: an action not listed for a role is refused.

use serde::Serialize;

use super::codes::codes;
use super::ids::{AssociationId, MemberId, ProgrammeId};

codes! {
    pub enum Role {
        Admin = "admin",
        Staff = "staff",
        Treasurer = "treasurer",
        /// The fiscal of an association: sees all of it, changes nothing.
        Auditor = "auditor",
        Member = "member",
    }
}

impl Role {
    /// The roles whose sign-ins this one makes and resets.
    pub fn manages(self) -> &'static [Role] {
        match self {
            Self::Admin => &[Self::Admin, Self::Staff, Self::Treasurer, Self::Auditor, Self::Member],
            Self::Treasurer => &[Self::Member],
            Self::Staff | Self::Auditor | Self::Member => &[],
        }
    }
}

/// A role within its scope: everything, a programme's associations, one association, or one member of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    Admin,
    Staff(ProgrammeId),
    Treasurer(AssociationId),
    Auditor(AssociationId),
    Member(AssociationId, MemberId),
}

impl Grant {
    pub fn role(self) -> Role {
        match self {
            Self::Admin => Role::Admin,
            Self::Staff(_) => Role::Staff,
            Self::Treasurer(_) => Role::Treasurer,
            Self::Auditor(_) => Role::Auditor,
            Self::Member(..) => Role::Member,
        }
    }
}

/// What people do, as far as permission tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The fund's totals and capital available.
    SeeFund,
    /// Every member's name, loans and payments in an association.
    SeeMembers,
    /// One member's own loans and receipts.
    SeeOwnLoans,
    ManageMembers,
    /// Rules, cycles, capital: what an association's fund stands on.
    ManageFund,
    ManageLoans,
    RecordRepayments,
    /// Record what the committee forgave of small balances.
    ForgiveBalances,
    RecordExpenses,
    ImportRegister,
    /// Make associations, programmes and who takes part.
    ManageAssociations,
    ManageSignIns,
    /// A programme's budget, goals and reports.
    SeeProgramme,
    /// Ask for co-financed purchases, order, receive and settle them.
    RequestPurchases,
    /// Approve, return or reject them.
    DecidePurchases,
    /// Say how many hectares were installed.
    CountHectares,
    /// Reverse or correct what was recorded: whoever recorded it, on the same day, does so without this.
    PutRight,
    /// All that was reversed and corrected in a fund.
    SeeCorrections,
}

/// Whether a role may do an action inside its own scope.
pub fn allows(role: Role, action: Action) -> bool {
    use Action::{
        CountHectares, DecidePurchases, ForgiveBalances, ImportRegister, ManageAssociations, ManageFund, ManageLoans, ManageMembers, ManageSignIns,
        PutRight, RecordExpenses, RecordRepayments, RequestPurchases, SeeCorrections, SeeFund, SeeMembers, SeeOwnLoans, SeeProgramme,
    };
    match role {
        Role::Admin => true,
        Role::Staff => matches!(action, SeeFund | SeeMembers | SeeOwnLoans | SeeProgramme | SeeCorrections | DecidePurchases | CountHectares),
        Role::Treasurer => match action {
            SeeFund | SeeMembers | SeeOwnLoans | ManageMembers | ManageFund | ManageLoans | RecordRepayments | ForgiveBalances | RecordExpenses
            | ImportRegister | ManageSignIns | RequestPurchases | CountHectares | PutRight | SeeCorrections => true,
            ManageAssociations | SeeProgramme | DecidePurchases => false,
        },
        Role::Auditor => matches!(action, SeeFund | SeeMembers | SeeOwnLoans | SeeCorrections),
        Role::Member => matches!(action, SeeFund | SeeOwnLoans),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_sees_but_never_changes() {
        assert!(allows(Role::Member, Action::SeeOwnLoans));
        for action in [Action::SeeMembers, Action::ManageLoans, Action::RecordRepayments, Action::ManageSignIns, Action::ImportRegister] {
            assert!(!allows(Role::Member, action), "{action:?}");
        }
    }

    #[test]
    fn nobody_makes_the_sign_in_of_a_role_above_their_own() {
        for role in Role::ALL {
            assert!(role.manages().iter().all(|managed| *managed >= role), "{role:?}");
        }
    }
}
