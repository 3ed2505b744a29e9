//! A loan that a member asks for.

use sea_orm::entity::prelude::*;

use crate::domain::committee::ApplicationStatus;
use crate::domain::ids::{ApplicationId, AssociationId, FundId, LoanId, MemberId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApplicationId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub number: i64,
    pub member_id: MemberId,
    pub status: ApplicationStatus,
    pub purpose: String,
    pub harvest_on: Option<Date>,
    pub principal_minor: i64,
    /// The terms asked for, as JSON of the rule book's type.
    pub terms: String,
    /// The members who are to guarantee it, as a list of ids.
    pub guarantors: String,
    pub by_group: bool,
    /// Its place in the committee's order. Lower places are lent first.
    pub position: i64,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub acta: Option<String>,
    pub acta_on: Option<Date>,
    pub folio: Option<String>,
    /// The reason for approving it although a requirement was not met.
    pub exception: Option<String>,
    pub decided_at: Option<DateTimeUtc>,
    pub second_by: Option<UserId>,
    pub second_at: Option<DateTimeUtc>,
    pub loan_id: Option<LoanId>,
    /// Who withdrew it or cast the last vote against it, and why.
    pub closed_by: Option<UserId>,
    pub close_reason: Option<String>,
    /// The application that was over, and of which this one was made.
    pub again_of: Option<ApplicationId>,
}

super::plain!();
