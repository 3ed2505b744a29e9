//! The kardex of a member: a fund's loans to them and their payments, line by line, with the debt after each.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::reapply::{effect_of, effect_of_remission};
use crate::domain::amount::Unit;
use crate::domain::ids::{LoanId, MemberId};
use crate::domain::loan::RemissionKind;
use crate::features::delay::DebtorChange;
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
    /// None if this reader may not open it.
    pub href: Option<String>,
    pub moved: Sums,
    /// The sums of all lines up to and including this one.
    pub after: Sums,
}

/// The member of the kardex, with the changes of debtor of their loans.
pub struct Whose<'a> {
    pub reader: Reader,
    pub unit: Unit,
    pub member: MemberId,
    /// All changes of the loans that the member took over or handed on, in order.
    pub changes: &'a HashMap<LoanId, Vec<DebtorChange>>,
    pub names: &'a HashMap<MemberId, String>,
    /// Whether the reader may open loans that others owe now.
    pub sees_others: bool,
}

/// The lines of these loans while the member owed them, in order of their days. Reversed records have no line.
pub fn lines(of: &Whose<'_>, held: &[LoanAccount]) -> Vec<Line> {
    let mut lines = Vec::new();
    for held in held.iter().filter(|held| held.status().lent()) {
        lines.extend(of_loan(of, held));
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

/// A line with its rank among the lines of its day.
type Ranked = (u8, Line);

/// The lines of one loan while this member owed it. A change of debtor closes it in one kardex and opens it in the other, with the
/// principal owed on that day.
fn of_loan(of: &Whose<'_>, held: &LoanAccount) -> Vec<Ranked> {
    let changes = of.changes.get(&held.loan.id).map(Vec::as_slice).unwrap_or_default();
    // A change dated before the previous change counts from the day of the previous one.
    let days: Vec<NaiveDate> = changes
        .iter()
        .scan(NaiveDate::MIN, |last, change| {
            *last = change.changed_on.max(*last);
            Some(*last)
        })
        .collect();
    // The number of changes before an event. On the day of a change, the order of recording decides.
    let before = |on: NaiveDate, at| changes.iter().zip(&days).filter(|(change, day)| (**day, change.recorded_at) <= (on, at)).count();
    let debtor = |no: usize| match no.checked_sub(1) {
        Some(last) => changes.get(last).map_or(held.loan.member_id, |change| change.to_member),
        None => changes.first().map_or(held.loan.member_id, |change| change.from_member),
    };
    let mut all: Vec<(usize, Ranked)> = vec![(0, (0, lent(of.reader, held)))];
    all.extend(held.standing().map(|row| (before(row.paid_on, row.recorded_at), (1, paid(of.reader, of.unit, held, row)))));
    let decided = |row: &&Remission| row.kind != RemissionKind::LateFees && row.kind != RemissionKind::Relief;
    all.extend(held.remitted().filter(decided).map(|row| (before(row.decided_on, row.recorded_at), (2, remitted(of.reader, held, row)))));
    let mut handed = Vec::new();
    for (no, (change, on)) in changes.iter().zip(&days).enumerate() {
        let owed: i64 = all.iter().filter(|(place, _)| *place <= no).map(|(_, (_, line))| line.moved.balance()).sum();
        if change.from_member == of.member {
            let moved = Sums { principal: owed, ..Sums::default() };
            handed.push((3, changed(of, held, (change, *on), ("member-kardex-handed", change.to_member), moved)));
        }
        if change.to_member == of.member {
            let moved = Sums { lent: owed, ..Sums::default() };
            handed.push((0, changed(of, held, (change, *on), ("member-kardex-received", change.from_member), moved)));
        }
    }
    let own = all.into_iter().filter(|(place, _)| debtor(*place) == of.member).map(|(_, line)| line);
    let open = of.sees_others || held.loan.member_id == of.member;
    own.chain(handed).map(|(rank, line)| (rank, Line { href: line.href.filter(|_| open), ..line })).collect()
}

/// The line of a change of debtor.
fn changed(of: &Whose<'_>, held: &LoanAccount, (change, on): (&DebtorChange, NaiveDate), (key, other): (&str, MemberId), moved: Sums) -> Line {
    let name = of.names.get(&other).cloned().unwrap_or_default();
    let loan = loans::pages::called(of.reader, held.loan.number, "");
    Line {
        on,
        document: change.acta.clone(),
        detail: of.reader.tf(key, &[("loan", loan.into()), ("name", name.into())]),
        href: Some(format!("/loans/{}", held.loan.id)),
        moved,
        after: Sums::default(),
    }
}

fn lent(reader: Reader, held: &LoanAccount) -> Line {
    let loan = &held.loan;
    Line {
        on: loan.disbursed_on,
        document: loans::pages::called(reader, loan.number, ""),
        detail: if loan.purpose.is_empty() { reader.t("member-kardex-lent-for") } else { loan.purpose.clone() },
        href: Some(format!("/loans/{}", loan.id)),
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
        href: Some(format!("/repayments/{}", row.id)),
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
        href: Some(format!("/remissions/{}", row.id)),
        moved: Sums { principal: effect_of_remission(row).forgiven, ..Sums::default() },
        after: Sums::default(),
    }
}
