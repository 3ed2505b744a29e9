//! What falls due this week and what is late, in one fund.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, Days, NaiveDate};

use crate::app::App;
use crate::domain::ids::LoanId;
use crate::error::Error;
use crate::features::funds::Fund;
use crate::features::loans::{self, InstallmentRow, Loan};
use crate::features::members;

/// One open installment with whose it is.
pub struct Due {
    pub installment: InstallmentRow,
    pub loan: Loan,
    pub member: String,
}

impl Due {
    /// Principal and interest still owed of it. Minor units.
    pub fn unpaid(&self) -> i64 {
        let row = &self.installment;
        row.principal_minor - row.paid_principal_minor + row.asked_interest_minor - row.paid_interest_minor
    }
}

/// What is to be collected of a fund up to the end of the week.
pub struct Week {
    pub until: NaiveDate,
    pub late: Vec<Due>,
    pub coming: Vec<Due>,
}

impl Week {
    pub fn total(&self) -> i64 {
        self.all().map(Due::unpaid).sum()
    }

    pub fn count(&self) -> usize {
        self.late.len() + self.coming.len()
    }

    pub fn people(&self) -> usize {
        self.all().map(|due| due.loan.member_id).collect::<HashSet<_>>().len()
    }

    fn all(&self) -> impl Iterator<Item = &Due> {
        self.late.iter().chain(&self.coming)
    }
}

/// # Errors
/// A fault of the database.
pub async fn week(app: &App, fund: &Fund, today: NaiveDate) -> Result<Week, Error> {
    let until = today + Days::new(u64::from(6 - today.weekday().num_days_from_monday()));
    let db = app.db.read();
    let installments = loans::store::due_by(db, fund.id, until).await?;
    let ids: HashSet<LoanId> = installments.iter().map(|row| row.loan_id).collect();
    let loans: HashMap<LoanId, Loan> = loans::store::by_ids(db, ids.into_iter().collect()).await?;
    let names = members::store::names(db, loans.values().map(|loan| loan.member_id).collect()).await?;
    let mut week = Week { until, late: Vec::new(), coming: Vec::new() };
    for installment in installments {
        let Some(loan) = loans.get(&installment.loan_id).cloned() else { continue };
        let member = names.get(&loan.member_id).cloned().unwrap_or_default();
        let list = if installment.due_on < today { &mut week.late } else { &mut week.coming };
        list.push(Due { installment, loan, member });
    }
    Ok(week)
}
