//! The balance of a purchase in the fund's books: what each payer gave, what each supplier got, and the accounts that hold
//! it. Every posting of a purchase is the difference between two balances, so none can be forgotten (spec §5, §8).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::amount::{Unit, positive};
use crate::domain::codes::codes;
use crate::domain::ids::MemberId;
use crate::domain::ledger::{Account, Posting};
use crate::domain::refusal::{Fact, Refusal};

/// Who gives money for a purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    /// The project or a partner, by its place among the parties.
    Party(usize),
    Member(MemberId),
}

/// What a payer or supplier is due, and what was paid. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    pub due_minor: i64,
    pub paid_minor: i64,
}

impl Due {
    /// The amount still to pay. Below zero, it is to be given back.
    pub fn left(self) -> i64 {
        self.due_minor - self.paid_minor
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PurchaseBalance {
    /// Whether the delivery is closed. Before that, paid money waits for goods; after it, every difference is a debt.
    pub received: bool,
    pub payers: BTreeMap<Payer, Due>,
    pub suppliers: BTreeMap<String, Due>,
    /// Parts that no payer gives: the fund bears them. Minor units.
    pub lost_minor: i64,
}

codes! {
    /// What money for a purchase did, whoever gave and got it.
    pub enum MovementKind {
        Collected = "collected",
        PaidDirect = "straight",
        Paid = "paid",
        GivenBack = "given_back",
        SupplierGaveBack = "supplier_gave_back",
    }
}

/// Money that moves for a purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// A payer's money came into the fund.
    Collected(Payer),
    /// A payer paid a supplier without passing through the fund.
    PaidDirect(Payer, String),
    /// The fund paid a supplier.
    Paid(String),
    /// The fund gave a payer money back.
    GivenBack(Payer),
    /// A supplier gave the fund money back.
    SupplierGaveBack(String),
}

impl Movement {
    pub fn kind(&self) -> MovementKind {
        match self {
            Self::Collected(_) => MovementKind::Collected,
            Self::PaidDirect(..) => MovementKind::PaidDirect,
            Self::Paid(_) => MovementKind::Paid,
            Self::GivenBack(_) => MovementKind::GivenBack,
            Self::SupplierGaveBack(_) => MovementKind::SupplierGaveBack,
        }
    }

    pub fn payer(&self) -> Option<Payer> {
        match self {
            Self::Collected(payer) | Self::PaidDirect(payer, _) | Self::GivenBack(payer) => Some(*payer),
            Self::Paid(_) | Self::SupplierGaveBack(_) => None,
        }
    }

    pub fn supplier(&self) -> Option<&str> {
        match self {
            Self::PaidDirect(_, supplier) | Self::Paid(supplier) | Self::SupplierGaveBack(supplier) => Some(supplier),
            Self::Collected(_) | Self::GivenBack(_) => None,
        }
    }

    /// The movement of this kind between this payer and this supplier; none where one that it needs is missing.
    pub fn of(kind: MovementKind, payer: Option<Payer>, supplier: Option<String>) -> Option<Self> {
        match kind {
            MovementKind::Collected => Some(Self::Collected(payer?)),
            MovementKind::PaidDirect => Some(Self::PaidDirect(payer?, supplier?)),
            MovementKind::Paid => Some(Self::Paid(supplier?)),
            MovementKind::GivenBack => Some(Self::GivenBack(payer?)),
            MovementKind::SupplierGaveBack => Some(Self::SupplierGaveBack(supplier?)),
        }
    }

    /// The change in the fund's own cash or bank: money in is above zero.
    pub fn money(&self, amount_minor: i64) -> i64 {
        match self {
            Self::Collected(_) | Self::SupplierGaveBack(_) => amount_minor,
            Self::Paid(_) | Self::GivenBack(_) => -amount_minor,
            Self::PaidDirect(..) => 0,
        }
    }
}

/// The effects of receiving goods. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReceiptEffects {
    /// Lent to members by the fund for their own part.
    pub lent_minor: i64,
    /// The project's part, to be repaid by the members into the fund.
    pub recoverable_minor: i64,
    /// Given by the project and partners.
    pub granted_minor: i64,
    /// Paid by the fund in place of work.
    pub cash_in_lieu_minor: i64,
}

impl ReceiptEffects {
    /// The change from `before` to these effects.
    pub fn less(self, before: Self) -> Self {
        Self {
            lent_minor: self.lent_minor - before.lent_minor,
            recoverable_minor: self.recoverable_minor - before.recoverable_minor,
            granted_minor: self.granted_minor - before.granted_minor,
            cash_in_lieu_minor: self.cash_in_lieu_minor - before.cash_in_lieu_minor,
        }
    }
}

impl PurchaseBalance {
    /// Counts a recorded movement without any check: it has happened.
    pub fn count(&mut self, movement: &Movement, amount_minor: i64) {
        let signed = if matches!(movement, Movement::GivenBack(_) | Movement::SupplierGaveBack(_)) { -amount_minor } else { amount_minor };
        if let Some(payer) = movement.payer() {
            self.payers.entry(payer).or_default().paid_minor += signed;
        }
        if let Some(supplier) = movement.supplier() {
            self.suppliers.entry(supplier.to_owned()).or_default().paid_minor += signed;
        }
    }

    /// Checks that a new movement pays no more than is due and gives back no more than was overpaid.
    ///
    /// # Errors
    /// `amount-not-positive`, `payer-unknown`, `supplier-unknown`, `more-than-due`, `more-than-owed`, `more-than-over`.
    pub fn check(&self, movement: &Movement, amount_minor: i64, unit: Unit) -> Result<(), Refusal> {
        positive(amount_minor)?;
        let back = matches!(movement, Movement::GivenBack(_) | Movement::SupplierGaveBack(_));
        let payer = movement.payer().map(|payer| self.payers.get(&payer).copied().ok_or_else(|| Refusal::invalid("payer", "payer-unknown")));
        let supplier = movement.supplier();
        let supplier = supplier.map(|name| self.suppliers.get(name).copied().ok_or_else(|| Refusal::invalid("supplier", "supplier-unknown")));
        for (due, code) in [(payer, "more-than-due"), (supplier, "more-than-owed")] {
            let Some(due) = due.transpose()? else { continue };
            // Before the goods came, everything paid can go back; afterwards only what was overpaid.
            let over = if self.received { -due.left() } else { due.paid_minor };
            let (most, code) = if back { (over, "more-than-over") } else { (due.left(), code) };
            if amount_minor > most {
                return Err(Refusal::conflict(code).at("amount").with("most", Fact::Money(most.max(0), unit)));
            }
        }
        Ok(())
    }

    /// This purchase's balances in the fund's accounts: debits above zero.
    pub fn accounts(&self) -> BTreeMap<Account, i64> {
        let mut held: BTreeMap<Account, i64> = BTreeMap::new();
        for (payer, due) in &self.payers {
            let advance = if matches!(payer, Payer::Member(_)) { Account::ProducerAdvances } else { Account::ProgrammeFundsHeld };
            let over = if self.received { -due.left() } else { due.paid_minor };
            *held.entry(if over >= 0 { advance } else { Account::Claims }).or_default() -= over;
        }
        for due in self.suppliers.values() {
            let over = if self.received { -due.left() } else { due.paid_minor };
            let account = match over {
                ..0 => Account::Payables,
                _ if self.received => Account::Claims,
                _ => Account::GoodsInTransit,
            };
            *held.entry(account).or_default() += over;
        }
        *held.entry(Account::LoanLosses).or_default() += self.lost_minor;
        held.retain(|_, minor| *minor != 0);
        held
    }

    /// Writes off a payer's debt: the payer owes it no longer, and the fund bears the loss.
    pub fn write_off(&mut self, payer: Payer, minor: i64) {
        self.payers.entry(payer).or_default().due_minor -= minor;
        self.lost_minor += minor;
    }

    pub fn collected_minor(&self) -> i64 {
        self.payers.values().map(|due| due.paid_minor).sum()
    }

    pub fn paid_minor(&self) -> i64 {
        self.suppliers.values().map(|due| due.paid_minor).sum()
    }

    /// The payers' money that suppliers already have. The fund no longer holds it in money: it owes goods for it.
    pub fn passed_on_minor(&self) -> i64 {
        if self.received { 0 } else { self.collected_minor().min(self.paid_minor()).max(0) }
    }

    /// The fund's own money still to be paid for this purchase, out of `lends_minor` in all.
    pub fn committed_minor(&self, lends_minor: i64) -> i64 {
        (lends_minor - (self.paid_minor() - self.passed_on_minor())).max(0)
    }
}

/// The postings between two balances, with the money that moved between them.
pub fn moved(before: &PurchaseBalance, after: &PurchaseBalance, money: (Account, i64)) -> Vec<Posting> {
    let mut change = after.accounts();
    for (account, minor) in before.accounts() {
        *change.entry(account).or_default() -= minor;
    }
    *change.entry(money.0).or_default() += money.1;
    change.into_iter().map(|(account, amount_minor)| Posting { account, amount_minor }).collect()
}

/// The postings of goods received. Loans open against goods in transit by entries of their own.
pub fn goods_received(before: &PurchaseBalance, after: &PurchaseBalance, given: ReceiptEffects) -> Vec<Posting> {
    let mut postings = moved(before, after, (Account::GoodsInTransit, given.lent_minor + given.recoverable_minor));
    let mut add = |account, amount_minor| postings.push(Posting { account, amount_minor });
    add(Account::RecoverableCapital, -given.recoverable_minor);
    add(Account::OperatingExpense, given.cash_in_lieu_minor);
    // The grant passes through income and expense: the parties give it to the fund, and the fund gives it to the producers.
    add(Account::OtherIncome, -given.granted_minor);
    add(Account::ProgrammeSubsidy, given.granted_minor);
    postings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn balance(due: i64, paid: i64, bill: i64, gone: i64, received: bool) -> PurchaseBalance {
        let payers = BTreeMap::from([(Payer::Party(0), Due { due_minor: due, paid_minor: paid })]);
        let suppliers = BTreeMap::from([("Agro".to_owned(), Due { due_minor: bill, paid_minor: gone })]);
        PurchaseBalance { received, payers, suppliers, lost_minor: 0 }
    }

    #[test]
    fn money_waits_for_goods_and_is_owed_afterwards() {
        let before = balance(500, 500, 1_000, 300, false).accounts();
        assert_eq!(before, BTreeMap::from([(Account::GoodsInTransit, 300), (Account::ProgrammeFundsHeld, -500)]));
        let after = balance(400, 500, 800, 300, true).accounts();
        assert_eq!(after, BTreeMap::from([(Account::ProgrammeFundsHeld, -100), (Account::Payables, -500)]));
        let short = balance(400, 100, 800, 900, true).accounts();
        assert_eq!(short, BTreeMap::from([(Account::Claims, 400)]));
    }

    #[test]
    fn what_is_written_off_is_a_loss_of_the_fund() {
        let before = balance(500, 200, 1_000, 1_000, true);
        let mut after = before.clone();
        after.write_off(Payer::Party(0), 300);
        let posted = moved(&before, &after, (Account::Cash, 0));
        let of = |account| posted.iter().filter(|posting| posting.account == account).map(|posting| posting.amount_minor).sum::<i64>();
        assert_eq!((of(Account::LoanLosses), of(Account::Claims)), (300, -300));
        assert_eq!(after.payers[&Payer::Party(0)].left(), 0);
    }

    #[test]
    fn nothing_moves_beyond_what_is_due() {
        let before = balance(500, 200, 1_000, 0, false);
        let refused = |movement, minor| before.check(&movement, minor, Unit::Pen).unwrap_err().code;
        assert_eq!(refused(Movement::Collected(Payer::Party(0)), 301), "more-than-due");
        assert_eq!(refused(Movement::Paid("Agro".to_owned()), 1_001), "more-than-owed");
        assert_eq!(refused(Movement::GivenBack(Payer::Party(0)), 201), "more-than-over");
        assert_eq!(refused(Movement::Paid("Otro".to_owned()), 1), "supplier-unknown");
        assert_eq!(refused(Movement::Collected(Payer::Party(0)), 0), "amount-not-positive");
    }

    #[test]
    fn what_was_passed_on_is_not_counted_twice() {
        let balance = balance(500, 500, 1_000, 700, false);
        assert_eq!((balance.passed_on_minor(), balance.committed_minor(500)), (500, 300));
    }
}
