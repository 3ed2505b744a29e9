//! Putting right a wrong record (spec §4.4): by a reversal, or by a correction, which is the reversal and the right entry in
//! one step. Both records stay visible.

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
        /// Lines of the bank that a person matched with entries.
        BankMatch = "bank_match",
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
        /// A debtor's repayment to the guarantor who paid for them.
        ClaimPayment = "claim_payment",
        /// A refund or use of a member's credit balance.
        CreditUse = "credit_use",
    }

    pub enum CorrectionKind {
        /// The record counts no longer.
        Reversal = "reversal",
        /// The record counts no longer, and another replaces it.
        Correction = "correction",
        /// The record stays and one of its fields changes: a name, the day of a pledge.
        Change = "change",
    }
}

impl RecordKind {
    /// The page of a record of this kind, where it has one.
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
            Self::SignIn
            | Self::BankMatch
            | Self::PartShift
            | Self::Delivery
            | Self::Labour
            | Self::Attachment
            | Self::Guarantee
            | Self::ClaimPayment => {
                return None;
            }
        };
        Some(format!("/{folder}/{id}"))
    }
}

/// A record that must be undone before another, or that another depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordRef {
    pub kind: RecordKind,
    pub id: Uuid,
    /// The number on its paper, where it has one.
    pub number: Option<i64>,
    pub on: NaiveDate,
}

/// The value of one field of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    Nothing,
    /// Minor units of the fund.
    Money(i64),
    Date(NaiveDate),
    /// Thousandths of a measure, a day or a hectare.
    Quantity(i64),
    /// A name with an amount of money: a product and its price.
    Named(String, i64),
    Text(String),
    /// A code of the rule book. The catalogues hold its word under the name of its field.
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

/// The value of one field before and after a correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldChange {
    /// `amount`, `payment_method`.
    pub what: String,
    pub was: FieldValue,
    pub is: FieldValue,
}

/// Compares two versions of a record, with the same fields in the same order. Gives only the fields that differ.
pub fn changes(was: Vec<(&str, FieldValue)>, is: Vec<(&str, FieldValue)>) -> Vec<FieldChange> {
    let pairs = was.into_iter().zip(is).filter(|((_, was), (_, is))| was != is);
    pairs.map(|((what, was), (_, is))| FieldChange { what: what.to_owned(), was, is }).collect()
}

/// Whether correcting this amount takes two people. `from_minor` is the fund's rule; zero means never.
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
