//! Roles and their permissions (spec §1). An action not listed for a role is refused.

use serde::Serialize;

use super::codes::codes;
use super::ids::{AssociationId, MemberId, ProgrammeId};

codes! {
    pub enum Role {
        Admin = "admin",
        Staff = "staff",
        Treasurer = "treasurer",
        /// A member of the committee that decides loans.
        Committee = "committee",
        /// The fiscal of an association: sees everything there and changes nothing.
        Auditor = "auditor",
        Member = "member",
    }
}

impl Role {
    /// The roles whose sign-ins this one makes and resets.
    pub fn manages(self) -> &'static [Role] {
        match self {
            Self::Admin => &[Self::Admin, Self::Staff, Self::Treasurer, Self::Committee, Self::Auditor, Self::Member],
            Self::Treasurer => &[Self::Member],
            Self::Staff | Self::Committee | Self::Auditor | Self::Member => &[],
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
    /// A committee member is a member too: they see their own loans and do not decide them.
    Committee(AssociationId, MemberId),
    Auditor(AssociationId),
    Member(AssociationId, MemberId),
}

impl Grant {
    pub fn role(self) -> Role {
        match self {
            Self::Admin => Role::Admin,
            Self::Staff(_) => Role::Staff,
            Self::Treasurer(_) => Role::Treasurer,
            Self::Committee(..) => Role::Committee,
            Self::Auditor(_) => Role::Auditor,
            Self::Member(..) => Role::Member,
        }
    }
}

/// Actions, as far as permissions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The fund's totals and capital available.
    SeeFund,
    /// Every member's name, loans and payments in an association.
    SeeMembers,
    /// One member's own loans and receipts.
    SeeOwnLoans,
    ManageMembers,
    /// Manage rules, cycles and capital.
    ManageFund,
    ManageLoans,
    RecordRepayments,
    /// Ask for a loan: members for themselves, whoever keeps the loans for any member.
    ApplyForLoans,
    /// Vote on applications. Only the committee's members do, and nobody does it for them.
    DecideLoans,
    /// Approve after the committee.
    ApproveAgain,
    /// Record what the committee forgave of small balances.
    ForgiveBalances,
    RecordExpenses,
    /// Approve or refuse an expense that another person recorded, where the rules ask for two.
    ApproveExpenses,
    ImportRegister,
    /// Manage associations, programmes and who takes part.
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
    /// Reverse or correct records. Whoever recorded something may do so on the same day without this permission.
    PutRight,
    /// See every reversal and correction in a fund.
    SeeCorrections,
}

/// Whether a role may do an action inside its own scope.
pub fn allows(role: Role, action: Action) -> bool {
    use Action::{
        ApplyForLoans, ApproveAgain, ApproveExpenses, CountHectares, DecideLoans, DecidePurchases, ForgiveBalances, ImportRegister,
        ManageAssociations, ManageFund, ManageLoans, ManageMembers, ManageSignIns, PutRight, RecordExpenses, RecordRepayments, RequestPurchases,
        SeeCorrections, SeeFund, SeeMembers, SeeOwnLoans, SeeProgramme,
    };
    match role {
        Role::Admin => action != DecideLoans,
        Role::Staff => {
            matches!(action, SeeFund | SeeMembers | SeeOwnLoans | SeeProgramme | SeeCorrections | DecidePurchases | CountHectares | ApproveAgain)
        }
        Role::Treasurer => match action {
            SeeFund | SeeMembers | SeeOwnLoans | ManageMembers | ManageFund | ManageLoans | RecordRepayments | ForgiveBalances | RecordExpenses
            | ApproveExpenses | ImportRegister | ManageSignIns | RequestPurchases | CountHectares | PutRight | SeeCorrections | ApplyForLoans
            | ApproveAgain => true,
            ManageAssociations | SeeProgramme | DecidePurchases | DecideLoans => false,
        },
        Role::Committee => matches!(action, SeeFund | SeeMembers | SeeOwnLoans | SeeCorrections | ApplyForLoans | DecideLoans | ApproveExpenses),
        Role::Auditor => matches!(action, SeeFund | SeeMembers | SeeOwnLoans | SeeCorrections),
        Role::Member => matches!(action, SeeFund | SeeOwnLoans | ApplyForLoans),
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
