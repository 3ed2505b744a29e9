//! The kardex of a member: a fund's loans to them and their payments, line by line, with the debt after each.

use chrono::NaiveDate;

use super::reapply::{effect_of, effect_of_remission};
use crate::domain::amount::Unit;
use crate::domain::loan::RemissionKind;
use crate::features::loans::{self, LoanAccount, Remission, Repayment};
use crate::web::text::Reader;

/// The sums of lines. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub lent: i64,
    /// All money that came in.
    pub paid: i64,
    /// All that lowers the balance: principal paid, left below the cash step, forgiven or written off.
    pub principal: i64,
    pub interest: i64,
    pub late_fee: i64,
}

impl Sums {
    /// The principal that is owed.
    pub fn balance(&self) -> i64 {
        self.lent - self.principal
    }

    pub fn add(&mut self, other: &Self) {
        self.lent += other.lent;
        self.paid += other.paid;
        self.principal += other.principal;
        self.interest += other.interest;
        self.late_fee += other.late_fee;
    }
}

pub struct Line {
    pub on: NaiveDate,
    /// The number of the loan or of the receipt, or the acta.
    pub document: String,
    pub detail: String,
    pub href: String,
    pub moved: Sums,
    /// The sums of all lines up to and including this one.
    pub after: Sums,
}

/// The lines of these loans, in order of their days. Reversed records have no line.
pub fn lines(reader: Reader, unit: Unit, held: &[LoanAccount]) -> Vec<Line> {
    let mut lines = Vec::new();
    for held in held.iter().filter(|held| held.status().lent()) {
        lines.push((0, lent(reader, held)));
        lines.extend(held.standing().map(|row| (1, paid(reader, unit, held, row))));
        let decided = |row: &&Remission| row.kind != RemissionKind::LateFees && row.kind != RemissionKind::Relief;
        lines.extend(held.remitted().filter(decided).map(|row| (2, remitted(reader, held, row))));
    }
    // On one day loans come first; the rest stays in order of recording.
    lines.sort_by_key(|(rank, line)| (line.on, *rank));
    let mut after = Sums::default();
    let told = lines.into_iter().map(|(_, line)| {
        after.add(&line.moved);
        Line { after, ..line }
    });
    told.collect()
}

fn lent(reader: Reader, held: &LoanAccount) -> Line {
    let loan = &held.loan;
    Line {
        on: loan.disbursed_on,
        document: loans::pages::called(reader, loan.number, ""),
        detail: if loan.purpose.is_empty() { reader.t("member-kardex-lent-for") } else { loan.purpose.clone() },
        href: format!("/loans/{}", loan.id),
        moved: Sums { lent: loan.principal_minor, ..Sums::default() },
        after: Sums::default(),
    }
}

fn paid(reader: Reader, unit: Unit, held: &LoanAccount, row: &Repayment) -> Line {
    let effect = effect_of(row);
    let mut detail = reader.tf("member-kardex-paid-for", &[("loan", loans::pages::called(reader, held.loan.number, "").into())]);
    let mut more = |key: &str, minor: i64| {
        if minor > 0 {
            detail = format!("{detail} · {}", reader.tf(key, &[("amount", reader.money(minor, unit).into())]));
        }
    };
    more("member-kardex-credit", row.credit_minor);
    more("member-kardex-recovered", effect.recovered);
    if let Some(quality) = loans::quality::line(reader, row) {
        detail = format!("{detail} · {quality}");
    }
    Line {
        on: row.paid_on,
        document: reader.tf("book-receipt", &[("no", row.receipt_no.to_string().into())]),
        detail,
        href: format!("/repayments/{}", row.id),
        moved: Sums {
            lent: 0,
            paid: row.amount_minor,
            principal: effect.principal + effect.rounding,
            interest: effect.interest,
            late_fee: effect.late_fee,
        },
        after: Sums::default(),
    }
}

fn remitted(reader: Reader, held: &LoanAccount, row: &Remission) -> Line {
    let kind = reader.of("remission", row.kind.code());
    Line {
        on: row.decided_on,
        document: row.acta.clone(),
        detail: format!("{kind} · {}", loans::pages::called(reader, held.loan.number, "")),
        href: format!("/remissions/{}", row.id),
        moved: Sums { principal: effect_of_remission(row).forgiven, ..Sums::default() },
        after: Sums::default(),
    }
}
