//! One function per business event: the accounts it moves (spec §5). Interest is income when received. The postings of a
//! co-financed purchase are in `cofinancing::balance`.

use super::account::Account;
use super::entry::Posting;
use crate::domain::capital::CapitalKind;
use crate::domain::loan::PaymentMethod;
use crate::domain::replay::Parts;

fn posting(account: Account, amount_minor: i64) -> Posting {
    Posting { account, amount_minor }
}

/// The account that holds money paid by this method.
pub fn held_in(payment_method: PaymentMethod) -> Account {
    match payment_method {
        PaymentMethod::Cash => Account::Cash,
        PaymentMethod::Deposit | PaymentMethod::Wallet => Account::Bank,
        PaymentMethod::Goods => Account::GoodsInTransit,
        PaymentMethod::Nothing => Account::RetainedSurplus,
        PaymentMethod::Credit => Account::MemberCredit,
    }
}

/// The account of a kind of capital.
pub fn capital_account(kind: CapitalKind) -> Account {
    match kind {
        CapitalKind::Grant => Account::DonatedCapital,
        CapitalKind::SeedCapital => Account::RecoverableCapital,
        CapitalKind::Member => Account::MemberCapital,
        CapitalKind::Surplus => Account::CapitalisedSurplus,
    }
}

/// Capital received, in money or goods. Surplus brings neither: earned surplus becomes capital and no money account changes.
pub fn capital_received(kind: CapitalKind, into: Account, amount_minor: i64) -> Vec<Posting> {
    let debited = if kind == CapitalKind::Surplus { Account::RetainedSurplus } else { into };
    vec![posting(debited, amount_minor), posting(capital_account(kind), -amount_minor)]
}

/// Seed capital is paid back to its lender.
pub fn capital_returned(from: Account, amount_minor: i64) -> Vec<Posting> {
    vec![posting(Account::RecoverableCapital, amount_minor), posting(from, -amount_minor)]
}

/// A member's credit balance is refunded.
pub fn credit_refunded(from: Account, amount_minor: i64) -> Vec<Posting> {
    vec![posting(Account::MemberCredit, amount_minor), posting(from, -amount_minor)]
}

/// Money moves between two accounts of one fund.
pub fn money_moved(from: Account, into: Account, amount_minor: i64) -> Vec<Posting> {
    vec![posting(into, amount_minor), posting(from, -amount_minor)]
}

/// Money is given to another fund. This fund's donated capital falls; the other fund receives a grant.
pub fn given_to_a_fund(from: Account, amount_minor: i64) -> Vec<Posting> {
    vec![posting(Account::DonatedCapital, amount_minor), posting(from, -amount_minor)]
}

/// Money is lent to another fund. Here it is a claim; in the other fund, seed capital.
pub fn lent_to_a_fund(from: Account, amount_minor: i64) -> Vec<Posting> {
    vec![posting(Account::Claims, amount_minor), posting(from, -amount_minor)]
}

/// A fund repays a loan from this one. Here the claim falls; in the other fund, the seed capital.
pub fn paid_back_by_a_fund(into: Account, amount_minor: i64) -> Vec<Posting> {
    vec![posting(into, amount_minor), posting(Account::Claims, -amount_minor)]
}

pub fn loan_disbursed(from: Account, principal_minor: i64) -> Vec<Posting> {
    vec![posting(Account::LoansReceivable, principal_minor), posting(from, -principal_minor)]
}

/// The effect of a loan's payments and remissions on the accounts, apart from the money account. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    pub late_fee: i64,
    pub interest: i64,
    pub principal: i64,
    pub credit: i64,
    /// Principal below the cash step that a cash payment left.
    pub rounding: i64,
    /// Principal that was forgiven or written off.
    pub forgiven: i64,
    /// Money for a loan that was written off.
    pub recovered: i64,
}

impl Effect {
    /// A remission changes the books only by its principal: unpaid interest and fees were never in them.
    pub fn of_remission(parts: &Parts) -> Self {
        Self { forgiven: parts.principal, ..Self::default() }
    }

    pub fn add(&mut self, other: &Self) {
        self.late_fee += other.late_fee;
        self.interest += other.interest;
        self.principal += other.principal;
        self.credit += other.credit;
        self.rounding += other.rounding;
        self.forgiven += other.forgiven;
        self.recovered += other.recovered;
    }

    pub fn less(&self, other: &Self) -> Self {
        Self {
            late_fee: self.late_fee - other.late_fee,
            interest: self.interest - other.interest,
            principal: self.principal - other.principal,
            credit: self.credit - other.credit,
            rounding: self.rounding - other.rounding,
            forgiven: self.forgiven - other.forgiven,
            recovered: self.recovered - other.recovered,
        }
    }

    fn money(&self) -> i64 {
        self.late_fee + self.interest + self.principal + self.credit + self.recovered
    }
}

pub fn repayment_received(into: Account, effect: &Effect) -> Vec<Posting> {
    let mut postings = vec![posting(into, effect.money())];
    postings.extend(applied(effect));
    postings
}

/// A backdated entry or a reversal changed how earlier events of the loan were applied: the postings of that difference.
pub fn repayments_reapplied(difference: &Effect) -> Vec<Posting> {
    applied(difference).to_vec()
}

/// The committee forgave or wrote off debt. Its principal is a loss on loans.
pub fn debt_forgiven(effect: &Effect) -> Vec<Posting> {
    applied(effect).to_vec()
}

fn applied(effect: &Effect) -> [Posting; 7] {
    [
        posting(Account::LateFeeIncome, -effect.late_fee),
        posting(Account::InterestIncome, -effect.interest),
        posting(Account::LoansReceivable, -effect.principal - effect.rounding - effect.forgiven),
        posting(Account::MemberCredit, -effect.credit),
        posting(Account::Rounding, effect.rounding),
        posting(Account::LoanLosses, effect.forgiven),
        posting(Account::Recoveries, -effect.recovered),
    ]
}

/// The box was counted. Cash to verify becomes cash, and the difference from the books is cash over or short. Minor units.
pub fn cash_counted(difference_minor: i64, confirmed_minor: i64) -> Vec<Posting> {
    vec![
        posting(Account::Cash, confirmed_minor + difference_minor),
        posting(Account::CashToVerify, -confirmed_minor),
        posting(Account::CashOverShort, -difference_minor),
    ]
}

pub fn expense_paid(from: Account, amount_minor: i64) -> Vec<Posting> {
    vec![posting(Account::OperatingExpense, amount_minor), posting(from, -amount_minor)]
}

/// The same postings with opposite signs: a reversal.
pub fn reversed(postings: &[Posting]) -> Vec<Posting> {
    postings.iter().map(|p| posting(p.account, -p.amount_minor)).collect()
}
