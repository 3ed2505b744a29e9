//! The pages of one fund, as tabs under its heading on a desktop.

use maud::{Markup, html};

use crate::domain::actor::Actor;
use crate::domain::ids::{AssociationId, FundId};
use crate::domain::role::Action;
use crate::web::text::Reader;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FundTab {
    Summary,
    Applications,
    Loans,
    Receipts,
    Purchases,
    Capital,
    Expenses,
    Transfers,
    CashCounts,
    Closes,
    Projection,
    Cycles,
    Rules,
    Ledger,
    Corrections,
}

impl FundTab {
    const ALL: [Self; 15] = [
        Self::Summary,
        Self::Applications,
        Self::Loans,
        Self::Receipts,
        Self::Purchases,
        Self::Capital,
        Self::Expenses,
        Self::Transfers,
        Self::CashCounts,
        Self::Closes,
        Self::Projection,
        Self::Cycles,
        Self::Rules,
        Self::Ledger,
        Self::Corrections,
    ];

    /// The path below the fund's, and the key of its label.
    fn leads(self) -> (&'static str, &'static str) {
        match self {
            Self::Summary => ("", "fund-summary"),
            Self::Applications => ("/applications", "applications"),
            Self::Loans => ("/loans?show=open", "loans"),
            Self::Receipts => ("/repayments", "receipts"),
            Self::Purchases => ("/purchases", "nav-purchases"),
            Self::Capital => ("/capital", "capital"),
            Self::Expenses => ("/expenses", "expenses"),
            Self::Transfers => ("/transfers", "transfers"),
            Self::CashCounts => ("/cash-counts", "cash-counts"),
            Self::Closes => ("/closes", "closes"),
            Self::Projection => ("/projection", "projection"),
            Self::Cycles => ("/cycles", "cycles"),
            Self::Rules => ("/rules", "rules"),
            Self::Ledger => ("/ledger", "ledger"),
            Self::Corrections => ("/corrections", "corrections-short"),
        }
    }
}

/// The fund's pages that this person may see; empty where there is only one.
pub fn fund_tabs(reader: Reader, by: &Actor, association: AssociationId, fund: FundId, here: FundTab) -> Markup {
    let all = by.may(Action::SeeMembers, Some(association));
    html! {
        @if all {
            nav.local.desk aria-label=(reader.t("fund-pages")) {
                ul.tabs { @for tab in FundTab::ALL {
                    @let (below, key) = tab.leads();
                    li { a href=(format!("/funds/{fund}{below}")) aria-current=[(tab == here).then_some("page")] { (reader.t(key)) } }
                } }
            }
        }
    }
}
