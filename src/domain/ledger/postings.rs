//! One function per business event: which accounts it moves (spec §5). Interest is income when received. What a
//! co-financed purchase moves is in `cofinancing::balance`.

use super::account::Account;
use super::entry::Posting;
use crate::domain::capital::CapitalKind;
use crate::domain::loan::PaymentMethod;
use crate::domain::replay::Parts;

fn posting(account: Account, amount_minor: i64) -> Posting {
    Posting { account, amount_minor }
}

/// Where money of these means lies.
pub fn held_in(payment_method: PaymentMethod) -> Account {
    match payment_method {
        PaymentMethod::Cash => Account::Cash,
        PaymentMethod::Deposit | PaymentMethod::Wallet => Account::Bank,
        PaymentMethod::Goods => Account::GoodsInTransit,
        PaymentMethod::Nothing => Account::RetainedSurplus,
        PaymentMethod::Credit => Account::MemberCredit,
    }
}

/// The account that a kind of capital stands in.
pub fn capital_account(kind: CapitalKind) -> Account {
    match kind {
        CapitalKind::Grant => Account::DonatedCapital,
        CapitalKind::SeedCapital => Account::RecoverableCapital,
        CapitalKind::Member => Account::MemberCapital,
        CapitalKind::Surplus => Account::CapitalisedSurplus,
    }
}

/// Money or goods come in as capital. Surplus brings neither: what the fund earned becomes capital, and `into` stays as
/// it was.
pub fn capital_received(kind: CapitalKind, into: Account, amount_minor: i64) -> Vec<Posting> {
    let debited = if kind == CapitalKind::Surplus { Account::RetainedSurplus } else { into };
    vec![posting(debited, amount_minor), posting(capital_account(kind), -amount_minor)]
}

/// Seed capital is paid back to who lent it.
pub fn capital_returned(from: Account, amount_minor: i64) -> Vec<Posting> {
    vec![posting(Account::RecoverableCapital, amount_minor), posting(from, -amount_minor)]
}

/// What a member has in their favour is given back to them.
pub fn credit_refunded(from: Account, amount_minor: i64) -> Vec<Posting> {
    vec![posting(Account::MemberCredit, amount_minor), posting(from, -amount_minor)]
}

/// Money moves between what holds it in one fund.
pub fn money_moved(from: Account, into: Account, amount_minor: i64) -> Vec<Posting> {
    vec![posting(into, amount_minor), posting(from, -amount_minor)]
}

/// Money is given to another fund: what was given to this one falls by it, and there it is capital received as a grant.
pub fn given_to_a_fund(from: Account, amount_minor: i64) -> Vec<Posting> {
    vec![posting(Account::DonatedCapital, amount_minor), posting(from, -amount_minor)]
}

/// Money is lent to another fund, which owes it: here it is a claim, and there seed capital.
pub fn lent_to_a_fund(from: Account, amount_minor: i64) -> Vec<Posting> {
    vec![posting(Account::Claims, amount_minor), posting(from, -amount_minor)]
}

/// A fund pays back what it was lent: here the claim falls, and there the seed capital that is owed.
pub fn paid_back_by_a_fund(into: Account, amount_minor: i64) -> Vec<Posting> {
    vec![posting(into, amount_minor), posting(Account::Claims, -amount_minor)]
}

pub fn loan_disbursed(from: Account, principal_minor: i64) -> Vec<Posting> {
    vec![posting(Account::LoansReceivable, principal_minor), posting(from, -principal_minor)]
}

/// What payments and remissions of a loan do to the accounts other than the one that holds the money. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    pub late_fee: i64,
    pub interest: i64,
    pub principal: i64,
    pub credit: i64,
    /// Principal that cash left below the cash step.
    pub rounding: i64,
    /// Principal that was forgiven or written off.
    pub forgiven: i64,
    /// Money for a loan that was written off.
    pub recovered: i64,
}

impl Effect {
    /// Only forgiven principal was ever in the books.
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

/// The difference that a backdated entry or a reversal makes to how earlier events of the loan stand applied.
pub fn repayments_reapplied(difference: &Effect) -> Vec<Posting> {
    applied(difference).to_vec()
}

/// Debt that the committee forgave or wrote off. Its principal is a loss on loans: it was lent and will not come back.
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

/// The box was counted: what was to verify is there, and what differs from the books is over or short. Minor units.
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

/// The same postings with their signs turned: what a reversal writes.
pub fn reversed(postings: &[Posting]) -> Vec<Posting> {
    postings.iter().map(|p| posting(p.account, -p.amount_minor)).collect()
}
