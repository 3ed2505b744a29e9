//! The lines of capital available: what each is called, and its figure, for the page that shows them all and for the one
//! that each opens.

use super::forecast::Forecast;
use crate::domain::availability::Column;
use crate::features::on_hand::FundOnHand;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    Cash,
    Bank,
    Reserve,
    Owed,
    Committed,
    PrincipalDue,
    InterestDue,
    OverduePrincipal,
    OverdueInterest,
    Pledged,
    Planned,
}

impl Line {
    /// Those of what is available now, in their order.
    pub const NOW: [Self; 5] = [Self::Cash, Self::Bank, Self::Reserve, Self::Owed, Self::Committed];
    /// Those of what the next cycle can count on beside it.
    pub const NEXT: [Self; 6] = [Self::PrincipalDue, Self::InterestDue, Self::OverduePrincipal, Self::OverdueInterest, Self::Pledged, Self::Planned];

    pub fn code(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Bank => "bank",
            Self::Reserve => "reserve",
            Self::Owed => "owed",
            Self::Committed => "committed",
            Self::PrincipalDue => "principal-due",
            Self::InterestDue => "interest-due",
            Self::OverduePrincipal => "overdue-principal",
            Self::OverdueInterest => "overdue-interest",
            Self::Pledged => "pledged",
            Self::Planned => "planned",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::NOW.into_iter().chain(Self::NEXT).find(|line| line.code() == code)
    }

    /// Of what is available now: what takes away is below zero. Minor units.
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

    /// Of one column of the next cycle. Minor units.
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
