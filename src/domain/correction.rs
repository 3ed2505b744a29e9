//! What was recorded wrongly is put right by a reversal, or by a correction: reversal and right entry in one step
//! (spec §4.4). Both the wrong record and the right one stay visible.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::codes::codes;

codes! {
    /// What can be put right.
    pub enum RecordKind {
        Association = "association",
        Fund = "fund",
        Programme = "programme",
        SignIn = "sign_in",
        Capital = "capital",
        CapitalReturn = "capital_return",
        CashCount = "cash_count",
        BankStatement = "bank_statement",
        ShareOut = "share_out",
        Expense = "expense",
        Transfer = "transfer",
        Loan = "loan",
        Repayment = "repayment",
        Remission = "remission",
        Purchase = "purchase",
        PurchasePayment = "purchase_payment",
        /// A part of a purchase that was taken over or written off.
        PartShift = "part_shift",
        Delivery = "delivery",
        Labour = "labour",
        Attachment = "attachment",
        Application = "application",
        Group = "group",
        Guarantee = "guarantee",
        /// What a debtor paid back to whoever paid for them.
        ClaimPayment = "claim_payment",
        /// What a member had in their favour, given back or used.
        CreditUse = "credit_use",
    }

    pub enum CorrectionKind {
        /// It counts no longer.
        Reversal = "reversal",
        /// It counts no longer, and another record takes its place.
        Correction = "correction",
        /// It is the same record, which now says something else: a name, the day of a pledge.
        Change = "change",
    }
}

impl RecordKind {
    /// Where a record of this kind has its page.
    pub fn address(self, id: Uuid) -> Option<String> {
        let folder = match self {
            Self::Association => "associations",
            Self::Fund => "funds",
            Self::Programme => "programmes",
            Self::Capital => "capital",
            Self::CapitalReturn => "capital-returns",
            Self::CashCount => "cash-counts",
            Self::BankStatement => "bank-statements",
            Self::ShareOut => "share-outs",
            Self::Expense => "expenses",
            Self::Transfer => "transfers",
            Self::Loan => "loans",
            Self::Repayment => "repayments",
            Self::Remission => "remissions",
            Self::Purchase => "purchases",
            Self::PurchasePayment => "payments",
            Self::Application => "applications",
            Self::Group => "groups",
            Self::CreditUse => "credit-uses",
            Self::SignIn | Self::PartShift | Self::Delivery | Self::Labour | Self::Attachment | Self::Guarantee | Self::ClaimPayment => {
                return None;
            }
        };
        Some(format!("/{folder}/{id}"))
    }
}

/// A record that another stands on, or that stands on another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordRef {
    pub kind: RecordKind,
    pub id: Uuid,
    /// The number on its paper, where it has one.
    pub number: Option<i64>,
    pub on: NaiveDate,
}

/// What a record said of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    Nothing,
    /// Minor units of the fund.
    Money(i64),
    Date(NaiveDate),
    /// Thousandths of a measure, a day or a hectare.
    Quantity(i64),
    /// What, and how much of money: a product and its price.
    Named(String, i64),
    Text(String),
    /// A code of the rule book, whose word is in the catalogues under the name of what it says something of.
    Code(String),
}

impl From<Option<NaiveDate>> for FieldValue {
    fn from(date: Option<NaiveDate>) -> Self {
        date.map_or(Self::Nothing, Self::Date)
    }
}

impl From<String> for FieldValue {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Nothing } else { Self::Text(text) }
    }
}

/// What a correction made of one thing that a record said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldChange {
    /// `amount`, `payment_method`.
    pub what: String,
    pub was: FieldValue,
    pub is: FieldValue,
}

/// What two versions of a record say of the same things, in the same order: only where they differ.
pub fn changes(was: Vec<(&str, FieldValue)>, is: Vec<(&str, FieldValue)>) -> Vec<FieldChange> {
    let pairs = was.into_iter().zip(is).filter(|((_, was), (_, is))| was != is);
    pairs.map(|((what, was), (_, is))| FieldChange { what: what.to_owned(), was, is }).collect()
}

/// Whether it takes two people to put right an amount. `from_minor` is the rule of the fund; zero: never.
pub fn takes_two(amount_minor: i64, from_minor: i64) -> bool {
    from_minor > 0 && amount_minor.abs() >= from_minor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_a_change() {
        let was = vec![("amount", FieldValue::Money(1_000_000)), ("source", FieldValue::Text("Cáritas".to_owned()))];
        let is = vec![("amount", FieldValue::Money(100_000)), ("source", FieldValue::Text("Cáritas".to_owned()))];
        let told = changes(was, is);
        assert_eq!(told, [FieldChange { what: "amount".to_owned(), was: FieldValue::Money(1_000_000), is: FieldValue::Money(100_000) }]);
    }

    #[test]
    fn two_people_from_the_amount_of_the_rules_on() {
        assert!(!takes_two(99_999, 100_000) && takes_two(100_000, 100_000) && takes_two(-100_000, 100_000));
        assert!(!takes_two(i64::MAX, 0), "no rule, no second person");
    }
}
