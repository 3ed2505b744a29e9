//! One function per business event: which accounts it moves (spec §5). Interest is income when received. What a
//! co-financed purchase moves is in `cofinancing::standing`.

use super::account::Account;
use super::entry::Posting;
use crate::domain::capital::CapitalKind;
use crate::domain::loan::Means;
use crate::domain::replay::Split;

fn posting(account: Account, amount_minor: i64) -> Posting {
    Posting { account, amount_minor }
}

/// Where money of these means lies.
pub fn held_in(means: Means) -> Account {
    match means {
        Means::Cash => Account::Cash,
        Means::Deposit | Means::Wallet => Account::Bank,
        Means::Goods => Account::GoodsInTransit,
    }
}

pub fn capital_received(kind: CapitalKind, into: Account, amount_minor: i64) -> Vec<Posting> {
    let from = match kind {
        CapitalKind::Grant => Account::DonatedCapital,
        CapitalKind::SeedCapital => Account::RecoverableCapital,
        CapitalKind::Member => Account::MemberCapital,
        CapitalKind::Surplus => Account::RetainedSurplus,
    };
    vec![posting(into, amount_minor), posting(from, -amount_minor)]
}

pub fn loan_disbursed(from: Account, principal_minor: i64) -> Vec<Posting> {
    vec![posting(Account::LoansReceivable, principal_minor), posting(from, -principal_minor)]
}

pub fn repayment_received(into: Account, split: &Split) -> Vec<Posting> {
    let amount = split.late_fee + split.interest + split.principal + split.credit;
    let mut postings = vec![posting(into, amount)];
    postings.extend(applied(split));
    postings
}

/// The difference that a backdated entry or a reversal makes to how earlier repayments stand applied.
pub fn repayments_reapplied(difference: &Split) -> Vec<Posting> {
    applied(difference).to_vec()
}

fn applied(split: &Split) -> [Posting; 4] {
    [
        posting(Account::LateFeeIncome, -split.late_fee),
        posting(Account::InterestIncome, -split.interest),
        posting(Account::LoansReceivable, -split.principal),
        posting(Account::MemberCredit, -split.credit),
    ]
}

pub fn expense_paid(from: Account, amount_minor: i64) -> Vec<Posting> {
    vec![posting(Account::OperatingExpense, amount_minor), posting(from, -amount_minor)]
}

/// The same postings with their signs turned: what a reversal writes.
pub fn reversed(postings: &[Posting]) -> Vec<Posting> {
    postings.iter().map(|p| posting(p.account, -p.amount_minor)).collect()
}
