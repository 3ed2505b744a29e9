//! A loan's content field by field, to compare before and after a correction; and the records that depend on it.

use super::LoanAccount;
use super::decide::NewLoan;
use crate::domain::correction::{FieldValue, RecordKind, RecordRef};
use crate::domain::ids::MemberId;
use crate::domain::loan::PaymentMethod;
use crate::domain::rate::percent;
use crate::domain::schedule::Terms;
use crate::error::Error;
use crate::features::funds::OnFund;
use crate::features::members;

type Said = Vec<(&'static str, FieldValue)>;

pub async fn said(on: &OnFund<'_>, held: &LoanAccount) -> Result<Said, Error> {
    let loan = &held.loan;
    told(on, loan.member_id, &loan.purpose, &held.contract.terms, loan.payment_method).await
}

pub async fn said_by(on: &OnFund<'_>, new: &NewLoan) -> Result<Said, Error> {
    told(on, new.member, &new.purpose, &new.terms, new.payment_method).await
}

async fn told(on: &OnFund<'_>, member: MemberId, purpose: &str, terms: &Terms, payment_method: PaymentMethod) -> Result<Said, Error> {
    let member = members::find(on.step.tx, member).await?;
    let code = |code: &str| FieldValue::Code(code.to_owned());
    let number = |number: u32| FieldValue::Text(number.to_string());
    let custom: Vec<String> = terms.custom.iter().map(|agreed| format!("{} {}", agreed.due_on, agreed.principal)).collect();
    Ok(vec![
        ("member", FieldValue::Text(member.name)),
        ("amount", FieldValue::Money(terms.principal)),
        ("purpose", purpose.to_owned().into()),
        ("date", FieldValue::Date(terms.disbursed_on)),
        ("method", code(terms.method.code())),
        ("installments", number(terms.installments)),
        ("first_due_on", FieldValue::Date(terms.first_due_on)),
        ("every", number(terms.every)),
        ("step", code(terms.unit.code())),
        ("rate", FieldValue::Text(format!("{} %", percent(terms.rate_ppm)))),
        ("per", code(terms.rate_per.code())),
        ("day_count", FieldValue::Text(terms.day_count.code().to_owned())),
        ("grace_principal", number(terms.grace_principal)),
        ("grace_interest", number(terms.grace_interest)),
        ("rounding_step", FieldValue::Money(terms.rounding_step)),
        ("agreed", custom.join(", ").into()),
        ("payment_method", code(payment_method.code())),
    ])
}

/// The payments and remissions of a loan that were not reversed, newest first: the order in which they must be undone.
pub fn on_it(held: &LoanAccount) -> Vec<RecordRef> {
    let paid = held.standing().map(|row| {
        let record = RecordRef { kind: RecordKind::Repayment, id: row.id.0, number: Some(row.receipt_no), on: row.paid_on };
        (row.recorded_at, record)
    });
    let forgiven = held.remitted().map(|row| {
        let record = RecordRef { kind: RecordKind::Remission, id: row.id.0, number: None, on: row.decided_on };
        (row.recorded_at, record)
    });
    let mut all: Vec<_> = paid.chain(forgiven).collect();
    all.sort_by_key(|(recorded_at, record)| std::cmp::Reverse((record.on, *recorded_at, record.number)));
    all.into_iter().map(|(_, record)| record).collect()
}
