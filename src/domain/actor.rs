//! The person or program that acts, and what it may do.

use super::ids::{AssociationId, MemberId, ProgrammeId, UserId};
use super::refusal::Refusal;
use super::role::{Action, Grant, Role, allows};

#[derive(Clone, Debug)]
pub struct Actor {
    pub user_id: UserId,
    pub login: String,
    pub name: String,
    /// `es` or `en`.
    pub language: String,
    pub must_change_password: bool,
    pub grants: Vec<Grant>,
    /// The associations of the programmes this person works for.
    pub programme_associations: Vec<AssociationId>,
    /// Where the request came from: an address, or the command line.
    pub origin: String,
}

impl Actor {
    /// Whether one of this person's roles covers the association and allows the action. For `None` a role must cover
    /// everything.
    pub fn may(&self, action: Action, association: Option<AssociationId>) -> bool {
        self.grants.iter().any(|grant| allows(grant.role(), action) && self.covers(*grant, association))
    }

    fn covers(&self, grant: Grant, association: Option<AssociationId>) -> bool {
        match (grant, association) {
            (Grant::Admin, _) => true,
            (_, None) => false,
            (Grant::Staff(_), Some(asked)) => self.programme_associations.contains(&asked),
            (Grant::Treasurer(own) | Grant::Auditor(own) | Grant::Committee(own, _) | Grant::Member(own, _), Some(asked)) => own == asked,
        }
    }

    /// # Errors
    /// `not-found` when the association is outside this person's scope, so that its existence is not told; `forbidden`
    /// otherwise.
    pub fn check(&self, action: Action, association: Option<AssociationId>) -> Result<(), Refusal> {
        if self.may(action, association) {
            return Ok(());
        }
        let sees = association.is_none() || self.grants.iter().any(|grant| self.covers(*grant, association));
        Err(if sees { Refusal::forbidden() } else { Refusal::not_found() })
    }

    /// Checks an action on one programme's affairs within an association. Those who keep the association and the staff of
    /// that programme may act; the staff of another programme may not.
    ///
    /// # Errors
    /// `not-found` outside this person's scope; `forbidden` where they may see it but not do this.
    pub fn check_within(&self, action: Action, association: AssociationId, programme: ProgrammeId) -> Result<(), Refusal> {
        let apart = |grant: &Grant| matches!(grant, Grant::Member(..)) || matches!(grant, Grant::Staff(own) if *own != programme);
        let covers = |grant: &&Grant| self.covers(**grant, Some(association)) && !apart(grant);
        let mut grants = self.grants.iter().filter(covers).peekable();
        if grants.peek().is_none() {
            return Err(Refusal::not_found());
        }
        if grants.any(|grant| allows(grant.role(), action)) { Ok(()) } else { Err(Refusal::forbidden()) }
    }

    /// The programmes this person sees within an association; `None` for all of them.
    pub fn programmes_within(&self, association: AssociationId) -> Option<Vec<ProgrammeId>> {
        let keeps = |grant: &Grant| match grant {
            Grant::Admin => true,
            Grant::Treasurer(of) | Grant::Auditor(of) | Grant::Committee(of, _) => *of == association,
            Grant::Staff(_) | Grant::Member(..) => false,
        };
        if self.grants.iter().any(keeps) { None } else { self.programmes() }
    }

    /// Checks an action of a programme's own staff. Administrators may do it in every programme.
    ///
    /// # Errors
    /// `not-found` when this person does not work for the programme.
    pub fn check_programme(&self, action: Action, programme: ProgrammeId) -> Result<(), Refusal> {
        let works = self.grants.iter().any(|grant| allows(grant.role(), action) && self.works_for(*grant, programme));
        let sees = self.grants.iter().any(|grant| self.works_for(*grant, programme));
        if works { Ok(()) } else { Err(if sees { Refusal::forbidden() } else { Refusal::not_found() }) }
    }

    fn works_for(&self, grant: Grant, programme: ProgrammeId) -> bool {
        matches!(grant, Grant::Admin) || grant == Grant::Staff(programme)
    }

    /// The programmes this person works for; `None` for all of them.
    pub fn programmes(&self) -> Option<Vec<ProgrammeId>> {
        if self.role() == Some(Role::Admin) {
            return None;
        }
        let of = |grant: &Grant| if let Grant::Staff(programme) = grant { Some(*programme) } else { None };
        Some(self.grants.iter().filter_map(of).collect())
    }

    /// Checks that this person may see a member's loans. Members see their own; whoever keeps or accompanies the association
    /// sees all.
    ///
    /// # Errors
    /// `not-found`: the existence of another member's loan is not told.
    pub fn check_member(&self, association: AssociationId, member: MemberId) -> Result<(), Refusal> {
        let own = self
            .grants
            .iter()
            .any(|grant| matches!(grant, Grant::Member(of, own) | Grant::Committee(of, own) if *of == association && *own == member));
        if own || self.may(Action::SeeMembers, Some(association)) { Ok(()) } else { Err(Refusal::not_found()) }
    }

    /// Checks that this person may make and reset the sign-ins of a role in its scope.
    ///
    /// # Errors
    /// `not-found` outside their own scope, `forbidden` for a role that is not theirs to manage.
    pub fn check_manages(&self, managed: Grant) -> Result<(), Refusal> {
        let scope = match managed {
            Grant::Admin | Grant::Staff(_) => None,
            Grant::Treasurer(association) | Grant::Auditor(association) | Grant::Committee(association, _) | Grant::Member(association, _) => {
                Some(association)
            }
        };
        self.check(Action::ManageSignIns, scope)?;
        let manages = |grant: &Grant| self.covers(*grant, scope) && grant.role().manages().contains(&managed.role());
        if self.grants.iter().any(manages) { Ok(()) } else { Err(Refusal::forbidden()) }
    }

    /// The highest role of this person. It decides which home page they see.
    pub fn role(&self) -> Option<Role> {
        self.grants.iter().map(|grant| grant.role()).min()
    }

    /// The member as whom this person votes on the loans of an association.
    pub fn votes_as(&self, association: AssociationId) -> Option<MemberId> {
        self.grants.iter().find_map(|grant| if let Grant::Committee(of, member) = grant { (*of == association).then_some(*member) } else { None })
    }

    /// Every association this person keeps or accompanies; `None` for all of them.
    pub fn associations(&self) -> Option<Vec<AssociationId>> {
        if self.role() == Some(Role::Admin) {
            return None;
        }
        let own = self.grants.iter().filter_map(|grant| match grant {
            Grant::Treasurer(of) | Grant::Auditor(of) | Grant::Committee(of, _) | Grant::Member(of, _) => Some(*of),
            Grant::Admin | Grant::Staff(_) => None,
        });
        let mut all: Vec<AssociationId> = own.chain(self.programme_associations.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        Some(all)
    }

    /// The member this person is, if they are one.
    pub fn member(&self) -> Option<(AssociationId, MemberId)> {
        self.grants.iter().find_map(|grant| match grant {
            Grant::Member(association, member) | Grant::Committee(association, member) => Some((*association, *member)),
            Grant::Admin | Grant::Staff(_) | Grant::Treasurer(_) | Grant::Auditor(_) => None,
        })
    }
}
