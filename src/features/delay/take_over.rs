//! A debt is taken over after a death or a departure, by acta: the same loan, owed by another member from that day. Earlier
//! payments stay with whoever made them.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, DebtorChange, LoanRow};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::ids::{LoanId, MemberId};
use crate::domain::loan::LoanStatus;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::{loans, members, solidarity};

#[derive(Clone, Debug, Serialize)]
pub struct NewDebtor {
    pub loan: LoanId,
    /// An heir, a guarantor, or a member who answers for the group.
    pub to: MemberId,
    pub changed_on: NaiveDate,
    pub acta: Line,
    /// The cause: death, departure.
    pub cause: Line,
}

/// Changes a loan's debtor. Another acta can give the debt back in the same way.
///
/// # Errors
/// `forbidden`, `not-found`, `loan-not-open`, `nothing-changed`, `date-in-future`, `before-disbursement`,
/// `member-of-another-association`, `member-not-joined`, `member-has-left`.
pub async fn take_over(app: &App, by: &Actor, key: Uuid, new: NewDebtor) -> Result<LoanId, Error> {
    let fund = loans::see(app, by, new.loan).await?.loan.fund_id;
    on_fund(app, by, key, Act("loan.take_over", Action::ManageLoans), fund, new, work).await
}

async fn work(OnFund { step, fund, today, .. }: OnFund<'_>, new: NewDebtor) -> Outcome<LoanId> {
    happened(new.changed_on, today).map_err(|refusal| refusal.at("changed_on"))?;
    let held = loans::load_one(step.tx, new.loan).await?;
    if held.status() != LoanStatus::Disbursed {
        return Err(Refusal::conflict("loan-not-open").into());
    }
    if new.changed_on < held.loan.disbursed_on {
        return Err(Refusal::invalid("changed_on", "before-disbursement").with("disbursed_on", Fact::Date(held.loan.disbursed_on)).into());
    }
    let from = held.loan.member_id;
    if new.to == from {
        return Err(Refusal::conflict("nothing-changed").at("member").into());
    }
    let member = members::find(step.tx, new.to).await?;
    if member.association_id != fund.association {
        return Err(Refusal::invalid("member", "member-of-another-association").into());
    }
    members::check_belongs(&member, new.changed_on)?;
    // Nobody guarantees their own debt. A debtor who gives it back guarantees it again.
    solidarity::release_of(step, new.loan, new.to, &new.acta).await?;
    let last = store::debtor_changes(step.tx, new.loan).await?.pop();
    if let Some(last) = last.filter(|last| (last.to_member, last.from_member) == (from, new.to)) {
        solidarity::restore_of(step, new.loan, from, last.recorded_at).await?;
    }
    let row = DebtorChange {
        id: step.new_id(),
        association_id: fund.association,
        fund_id: fund.id,
        loan_id: new.loan,
        from_member: from,
        to_member: new.to,
        changed_on: new.changed_on,
        acta: new.acta.to_string(),
        cause: new.cause.to_string(),
        recorded_by: step.by.user_id,
        recorded_at: step.now,
    };
    store::insert_debtor_change(step, row).await?;
    store::set_debtor(step, LoanRow { member_id: new.to, ..held.loan }).await?;
    Ok((new.loan, json!({ "from": from, "to": new.to, "acta": new.acta, "on": new.changed_on })))
}
