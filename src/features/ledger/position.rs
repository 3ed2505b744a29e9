//! A fund's position on any day, from its events up to that day: what an auditor recomputes from paper.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::end_of_day;
use crate::db::journal;
use crate::domain::amount::Unit;
use crate::domain::arrears::{Bucket, at_risk};
use crate::domain::availability::Unpaid;
use crate::domain::calendar::happened;
use crate::domain::ids::MemberId;
use crate::domain::indicators::{Portfolio, ProvisionRates};
use crate::domain::ledger::{Account, SourceKind};
use crate::domain::member::Sex;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Component;
use crate::error::Error;
use crate::features::credits::{self, CreditUse};
use crate::features::funds::Fund;
use crate::features::loans::LoanAccount;
use crate::features::on_hand::on_hand_at;
use crate::features::{closes, loans, members};

/// The index of PAR30 among the steps of the portfolio at risk.
const PAR30: usize = 1;

/// A fund on a day. All amounts in minor units.
#[derive(Debug, Serialize, ToSchema)]
pub struct FundPosition {
    pub fund: String,
    pub as_of: NaiveDate,
    /// The day at whose end this was known, where the caller asked for one: without later records and reversals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_on: Option<NaiveDate>,
    pub currency: Unit,
    pub members: usize,
    pub women: usize,
    /// Capital contributed.
    pub capital: i64,
    pub disbursed: i64,
    pub collected: i64,
    pub expenses: i64,
    pub cash: i64,
    pub bank: i64,
    pub cash_to_verify: i64,
    /// Disbursed loans.
    pub loans: usize,
    pub unpaid_principal: i64,
    pub overdue_principal: i64,
    /// Unpaid principal of loans more than 30 days late.
    pub par30_principal: i64,
    /// The same by the dates before any relief.
    pub par30_principal_by_original: i64,
    /// Unpaid principal by the age of each loan's oldest unpaid installment.
    pub aged: BTreeMap<&'static str, i64>,
    /// The provision for losses, by age.
    pub provision: i64,
    /// Principal still owed on written-off loans: it is not part of the portfolio.
    pub written_off_principal: i64,
    /// Recovered on these loans since.
    pub recovered: i64,
    pub interest_income: i64,
    pub late_fee_income: i64,
    pub member_credit: i64,
    pub reserve_required: i64,
    pub available_now: i64,
    pub by_loan: Vec<LoanPosition>,
}

/// A loan on a day. All amounts in minor units.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoanPosition {
    pub loan: i64,
    /// The member's number.
    pub member: i64,
    pub unpaid_principal: i64,
    pub unpaid_interest: i64,
    pub unpaid_late_fee: i64,
    pub overdue_principal: i64,
    pub oldest_unpaid_due_on: Option<NaiveDate>,
    pub days_late: i64,
    /// Days late by the due dates before a relief, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_original: Option<ByOriginal>,
    pub credit: i64,
    /// The day on which it was written off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written_off_on: Option<NaiveDate>,
    /// Recovered since then.
    #[serde(skip_serializing_if = "nothing")]
    pub recovered: i64,
    pub paid: Paid,
}

fn nothing(minor: &i64) -> bool {
    *minor == 0
}

impl LoanPosition {
    fn original(&self) -> Option<NaiveDate> {
        self.by_original.as_ref().map_or(self.oldest_unpaid_due_on, |original| original.oldest_unpaid_due_on)
    }
}

/// A loan's delay by the due dates before any relief.
#[derive(Debug, Serialize, ToSchema)]
pub struct ByOriginal {
    pub oldest_unpaid_due_on: Option<NaiveDate>,
    pub days_late: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Paid {
    pub principal: i64,
    pub interest: i64,
    pub late_fee: i64,
}

/// A day at whose end the facts were known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub on: NaiveDate,
    /// The last moment of that day where the association is.
    pub until: DateTime<Utc>,
}

impl Known {
    /// # Errors
    /// `date-in-future`.
    pub fn on(day: NaiveDate, today: NaiveDate, time_zone: &str) -> Result<Self, Refusal> {
        happened(day, today).map_err(|refusal| refusal.at("known_on"))?;
        Ok(Self { on: day, until: end_of_day(day, time_zone) })
    }
}

/// # Errors
/// A fault when a loan cannot be replayed.
pub async fn position(db: &impl ConnectionTrait, fund: &Fund, as_of: NaiveDate, known: Option<Known>) -> Result<FundPosition, Error> {
    let until = known.map(|known| known.until);
    let people = members::all(db, fund.association).await?;
    let present: Vec<_> =
        people.iter().filter(|member| member.joined_on.is_none_or(|on| on <= as_of) && member.left_on.is_none_or(|on| on > as_of)).collect();
    let mut held = loans::of_fund(db, fund.id, None).await?;
    if let Some(moment) = until {
        // A loan that was only approved then, and disbursed later with an earlier date, was not disbursed yet.
        let mut booked = journal::booked_by(db, fund.id, SourceKind::Loan, moment).await?;
        booked.extend(journal::booked_by(db, fund.id, SourceKind::Opening, moment).await?);
        held.retain(|held| booked.contains(&held.loan.id.0));
        held = held.iter().map(|held| held.known_at(moment)).collect();
    }
    let lent: Vec<&LoanAccount> = held.iter().filter(|held| lent_by(held, as_of)).collect();
    let numbers: HashMap<MemberId, i64> = people.iter().map(|member| (member.id, member.number)).collect();
    let number = |id| numbers.get(&id).copied().unwrap_or(0);
    let by_loan = lent.iter().map(|held| loan_position(held, number(held.loan.member_id), as_of)).collect::<Result<Vec<_>, Error>>()?;
    let (written_off, standing): (Vec<&LoanPosition>, Vec<&LoanPosition>) = by_loan.iter().partition(|loan| loan.written_off_on.is_some());
    let sum = |of: fn(&LoanPosition) -> i64| by_loan.iter().map(of).sum::<i64>();
    let of_portfolio = |of: fn(&LoanPosition) -> i64| standing.iter().map(|loan| of(loan)).sum::<i64>();
    let portfolio = portfolio(&standing, as_of)?;
    let by_original = standing.iter().filter(|loan| at_risk(loan.original(), as_of, 30)).map(|loan| loan.unpaid_principal).sum();
    let on_hand = on_hand_at(db, fund, as_of, until).await?;
    let holdings = on_hand.holdings;
    let known_at = |at: DateTime<Utc>| until.is_none_or(|until| at <= until);
    let uses = credits::of_fund(db, fund.id).await?;
    let stands = |row: &&CreditUse| row.used_on <= as_of && known_at(row.recorded_at) && !row.reversed_at.is_some_and(known_at);
    let spent: i64 = uses.iter().filter(stands).map(|row| row.amount_minor).sum();
    // A payment from member credit is not counted: that money was collected before.
    let money = |paid: &&loans::Repayment| paid.paid_on <= as_of && paid.held_in != Account::MemberCredit;
    let collected = lent.iter().flat_map(|held| held.standing()).filter(money).map(|paid| paid.amount_minor).sum();
    Ok(FundPosition {
        fund: fund.name.clone(),
        as_of,
        known_on: known.map(|known| known.on),
        currency: fund.unit,
        members: present.len(),
        women: present.iter().filter(|member| member.sex == Sex::Female).count(),
        capital: holdings.capital,
        disbursed: lent.iter().map(|held| held.loan.principal_minor).sum(),
        collected,
        // Expenses of a closed cycle went into its surplus; they still count as made.
        expenses: journal::moved_but(db, fund.id, Account::OperatingExpense, (as_of, until), SourceKind::CycleClose).await?,
        cash: holdings.cash,
        bank: holdings.bank,
        cash_to_verify: on_hand.to_verify,
        loans: lent.len(),
        unpaid_principal: of_portfolio(|loan| loan.unpaid_principal),
        overdue_principal: of_portfolio(|loan| loan.overdue_principal),
        par30_principal: portfolio.at_risk[PAR30],
        par30_principal_by_original: by_original,
        aged: Bucket::ALL.into_iter().map(|bucket| (bucket.code(), portfolio.aged[bucket as usize])).collect(),
        provision: portfolio.provision(&ProvisionRates::default())?,
        written_off_principal: written_off.iter().map(|loan| loan.unpaid_principal).sum(),
        recovered: sum(|loan| loan.recovered),
        interest_income: sum(|loan| loan.paid.interest),
        late_fee_income: sum(|loan| loan.paid.late_fee),
        member_credit: sum(|loan| loan.credit) - spent + closes::unpaid_shares_on(db, fund.id, as_of, until).await?,
        reserve_required: on_hand.now.reserve,
        available_now: on_hand.now.available_now,
        by_loan,
    })
}

/// A loan's age is that of its oldest unpaid installment; its whole unpaid principal counts there.
fn portfolio(by_loan: &[&LoanPosition], as_of: NaiveDate) -> Result<Portfolio, Refusal> {
    let whole = |loan: &&LoanPosition| {
        let due_on = loan.oldest_unpaid_due_on.unwrap_or(as_of);
        vec![Unpaid { due_on, principal: loan.unpaid_principal, interest: loan.unpaid_interest }]
    };
    Portfolio::of(&by_loan.iter().map(whole).collect::<Vec<_>>(), as_of)
}

fn lent_by(held: &LoanAccount, as_of: NaiveDate) -> bool {
    held.status().lent() && held.loan.disbursed_on <= as_of
}

/// # Errors
/// A fault when the loan cannot be replayed.
pub fn loan_position(held: &LoanAccount, member: i64, as_of: NaiveDate) -> Result<LoanPosition, Error> {
    let position = held.position(as_of)?;
    Ok(LoanPosition {
        loan: held.loan.number,
        member,
        unpaid_principal: position.unpaid_principal(),
        unpaid_interest: position.unpaid_interest(),
        unpaid_late_fee: position.unpaid_late_fee(),
        overdue_principal: position.overdue_principal(),
        oldest_unpaid_due_on: position.oldest_unpaid_due_on(),
        days_late: position.days_late(),
        by_original: position
            .reliefs
            .first()
            .map(|_| ByOriginal { oldest_unpaid_due_on: position.oldest_unpaid_original_due_on(), days_late: position.days_late_by_original() }),
        credit: position.credit,
        written_off_on: position.written_off_on,
        recovered: position.recovered(),
        paid: Paid {
            principal: position.paid(Component::Principal),
            interest: position.paid(Component::Interest),
            late_fee: position.paid(Component::LateFee),
        },
    })
}
