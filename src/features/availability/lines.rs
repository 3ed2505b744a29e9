//! The lines of capital available: the name and figure of each, for the page with all of them and for the page of one.

use super::forecast::Forecast;
use crate::domain::availability::Column;
use crate::domain::codes::codes;
use crate::features::on_hand::FundOnHand;

codes! {
    pub enum Line {
        Cash = "cash",
        Bank = "bank",
        Reserve = "reserve",
        Owed = "owed",
        Committed = "committed",
        PrincipalDue = "principal-due",
        InterestDue = "interest-due",
        OverduePrincipal = "overdue-principal",
        OverdueInterest = "overdue-interest",
        Pledged = "pledged",
        Planned = "planned",
    }
}

impl Line {
    /// The lines of what is available now, in order.
    pub const NOW: [Self; 5] = [Self::Cash, Self::Bank, Self::Reserve, Self::Owed, Self::Committed];
    /// The lines that the next cycle adds.
    pub const NEXT: [Self; 6] = [Self::PrincipalDue, Self::InterestDue, Self::OverduePrincipal, Self::OverdueInterest, Self::Pledged, Self::Planned];

    /// The line's figure in what is available now. Deductions are below zero. Minor units.
    pub fn now(self, on_hand: &FundOnHand) -> i64 {
        match self {
            Self::Cash => on_hand.holdings.cash,
            Self::Bank => on_hand.holdings.bank,
            Self::Reserve => -on_hand.now.reserve,
            Self::Owed => -on_hand.now.owed,
            Self::Committed => -on_hand.now.committed,
            _ => 0,
        }
    }

    /// The line's figure in one column of the next cycle. Minor units.
    pub fn of(self, column: &Column) -> i64 {
        match self {
            Self::PrincipalDue => column.principal_due,
            Self::InterestDue => column.interest_due,
            Self::OverduePrincipal => column.overdue_principal,
            Self::OverdueInterest => column.overdue_interest,
            Self::Pledged => column.pledged,
            Self::Planned => -column.planned_expenses,
            _ => 0,
        }
    }

    /// Firm, expected and full. Minor units.
    pub fn next(self, forecast: &Forecast) -> [i64; 3] {
        let next = &forecast.next_cycle;
        [&next.firm, &next.expected, &next.full].map(|column| self.of(column))
    }
}
