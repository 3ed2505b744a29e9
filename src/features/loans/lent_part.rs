//! A disbursed loan on its page: what is owed, how much is paid, its installments, and its history.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{LoanAccount, relief_part};
use crate::domain::amount::Unit;
use crate::domain::calendar::days;
use crate::domain::loan::LoanStatus;
use crate::domain::replay::{InstallmentPosition, Position};
use crate::error::Error;
use crate::web::parts::list::PRINTER;
use crate::web::parts::{how, icon, signed};
use crate::web::text::Reader;

const NOTE: &str = "M3 6h18v12H3zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6 12h.01M18 12h.01";

/// A loan with its position today.
pub struct Lent<'a> {
    reader: Reader,
    held: &'a LoanAccount,
    position: Position,
    today: NaiveDate,
    unit: Unit,
}

impl<'a> Lent<'a> {
    /// # Errors
    /// As a replay.
    pub fn of(reader: Reader, held: &'a LoanAccount, today: NaiveDate) -> Result<Self, Error> {
        Ok(Self { reader, held, position: held.position(today.max(held.loan.disbursed_on))?, today, unit: held.unit })
    }

    fn late(&self) -> impl Iterator<Item = &InstallmentPosition> {
        self.position.installments.iter().filter(|row| row.open() && row.due_on < self.today)
    }

    /// What is owed, how much is paid, and the possible actions.
    pub fn headline(&self, takes: bool, forgives: bool) -> Markup {
        let (reader, position, unit) = (self.reader, &self.position, self.unit);
        let parts = [("principal", position.unpaid_principal()), ("interest", position.unpaid_interest()), ("late-fee", position.unpaid_late_fee())];
        let late: i64 = self.late().map(InstallmentPosition::unpaid).sum();
        let paid: i64 = position.installments.iter().map(|row| row.paid_principal + row.paid_interest + row.paid_late_fee).sum();
        html! {
            @if let Some(on) = position.written_off_on { div.notice { (reader.tf("write-off-told", &[("day", reader.date(on).into())])) } }
            section.answer.loan.full aria-label=(reader.t("owes-today")) {
                div {
                    span.words { (reader.t("owes-today")) }
                    strong.amount { (reader.money(position.unpaid(), unit)) }
                    @if late > 0 { p.bad { b { (reader.tf("late-of-it", &[("amount", reader.money(late, unit).into())])) } } }
                    @if position.credit > 0 { p.words { (reader.tf("loan-overpaid", &[("amount", reader.money(position.credit, unit).into())])) } }
                }
                div {
                    h2 { (self.progress_said()) }
                    (self.progress())
                    dl.facts {
                        dt { (reader.tf("paid-of-all", &[("amount", reader.figures(paid + position.unpaid(), unit).into())])) } dd { (reader.figures(paid, unit)) }
                        @for (key, minor) in parts { dt { (reader.t(key)) } dd { (reader.figures(minor, unit)) } }
                    }
                    (how(reader, if position.unpaid_late_fee() > 0 { "mora" } else { "cuotas" }))
                }
                (self.acts(takes, forgives))
            }
        }
    }

    fn acts(&self, takes: bool, forgives: bool) -> Markup {
        let (reader, id) = (self.reader, self.held.loan.id);
        html! {
            div.acts.no-print {
                @if takes && matches!(self.held.status(), LoanStatus::Disbursed | LoanStatus::WrittenOff) { a.button href=(format!("/loans/{id}/repay")) { (icon(NOTE)) (reader.t("record-repayment")) } }
                @else if takes { a.button.quiet href=(format!("/loans/{id}/repay")) { (reader.t("repayment-late-paper")) } }
                @if takes && forgives && self.held.status() == LoanStatus::Disbursed {
                    a.button.quiet href=(format!("/loans/{id}/relief")) { (reader.t("relief-one")) }
                    @if self.position.unpaid_late_fee() > 0 { a.button.quiet href=(format!("/loans/{id}/waive")) { (reader.t("waiver")) } }
                    a.button.quiet href=(format!("/loans/{id}/write-off")) { (reader.t("write-off")) }
                }
                button.button.quiet type="button" data-print="1" { (icon(PRINTER)) (reader.t("print")) }
            }
        }
    }

    fn progress_said(&self) -> String {
        let all = &self.position.installments;
        let paid = all.iter().filter(|row| !row.open()).count();
        self.reader.tf("paid-installments", &[("paid", paid.to_string().into()), ("count", all.len().into())])
    }

    /// One piece for each installment: filled, partly filled or empty; late ones in their colour.
    fn progress(&self) -> Markup {
        let all = &self.position.installments;
        let (count, mut drawn) = (all.len().max(1), Vec::new());
        let (piece, gap) = (10_000 / count, if count > 40 { 0 } else { 80 });
        for (i, row) in all.iter().enumerate() {
            let (x, width) = (i * piece, piece.saturating_sub(gap).max(1));
            let asked = i128::from(row.principal) + i128::from(row.interest);
            let paid = i128::from(row.paid_principal) + i128::from(row.paid_interest);
            let filled = if row.open() { usize::try_from(width as i128 * paid / asked.max(1)).unwrap_or(0).min(width) } else { width };
            drawn.push((x, width, filled, row.open() && row.due_on < self.today));
        }
        html! {
            svg.bars viewBox="0 0 10000 160" preserveAspectRatio="none" role="img" aria-label=(self.progress_said()) {
                @for (x, width, filled, late) in drawn {
                    rect class=(if late { "o" } else { "t" }) x=(x) width=(width) height="160" {}
                    @if filled > 0 { rect class=(if late { "c" } else { "p" }) x=(x) width=(filled) height="160" {} }
                }
            }
        }
    }

    /// Every installment with its state; on a phone each is a card.
    pub fn schedule(&self) -> Markup {
        let (reader, unit, all) = (self.reader, self.unit, &self.position.installments);
        let figures = |minor: i64| if minor == 0 { "–".to_owned() } else { reader.figures(minor, unit) };
        let sum = |of: fn(&InstallmentPosition) -> i64| reader.figures(all.iter().map(of).sum(), unit);
        let heads = ["installment-no", "due-on"];
        let sums = ["principal", "interest", "late-fee", "paid", "unpaid"];
        html! {
            section.card {
                h2 { (reader.t("installments")) }
                table.list role="table" {
                    caption { (reader.tf("loan-figures-in", &[("unit", reader.symbol(unit).into()), ("day", reader.short_date(self.today).into())])) }
                    thead role="rowgroup" { tr role="row" {
                        @for key in heads { th scope="col" role="columnheader" { (reader.t(key)) } }
                        @for key in sums { th.n.roomy[key == "interest" || key == "late-fee"] scope="col" role="columnheader" { (reader.t(key)) } }
                        th scope="col" role="columnheader" { (reader.t("list-state")) }
                    } }
                    tbody role="rowgroup" { @for row in all {
                        tr role="row" {
                            th scope="row" role="rowheader" { span.phone { (reader.t("installment")) " " } (row.no) span.phone { " · " (reader.short_date(row.due_on)) } }
                            td role="cell" data-l=[moved(row).then(|| reader.t("due-on"))] class=[(!moved(row)).then_some("desk")] {
                                (reader.short_date(row.due_on))
                                @if moved(row) { small { (reader.tf("due-on-originally", &[("day", reader.short_date(row.original_due_on).into())])) } }
                            }
                            td.n.desk[!row.open()] role="cell" data-l=(reader.t("principal")) { (figures(row.principal)) }
                            td.n.roomy.desk[!row.open()] role="cell" data-l=(reader.t("interest")) { (figures(row.interest)) }
                            td.n.roomy.desk[row.late_fee == 0] role="cell" data-l=(reader.t("late-fee")) { (figures(row.late_fee)) }
                            td.n role="cell" data-l=(reader.t("paid")) { (figures(row.paid_principal + row.paid_interest + row.paid_late_fee)) }
                            td.n.key role="cell" data-l=(reader.t("unpaid")) { (figures(row.unpaid())) }
                            td.state role="cell" { (self.state(row)) }
                        }
                    } }
                    tfoot role="rowgroup" { tr.sum role="row" {
                        th scope="row" role="rowheader" { (reader.t("total")) } td.desk role="cell" {}
                        td.n role="cell" data-l=(reader.t("principal")) { (sum(|row| row.principal)) }
                        td.n.roomy role="cell" data-l=(reader.t("interest")) { (sum(|row| row.interest)) }
                        td.n.roomy role="cell" data-l=(reader.t("late-fee")) { (sum(|row| row.late_fee)) }
                        td.n role="cell" data-l=(reader.t("paid")) { (sum(|row| row.paid_principal + row.paid_interest + row.paid_late_fee)) }
                        td.n.key role="cell" data-l=(reader.t("unpaid")) { (sum(InstallmentPosition::unpaid)) }
                        td.desk role="cell" {}
                    } }
                }
            }
        }
    }

    fn state(&self, row: &InstallmentPosition) -> Markup {
        let (reader, paid) = (self.reader, row.paid_principal + row.paid_interest + row.paid_late_fee);
        let part = if paid > 0 { format!("{} · ", reader.t("paid-part")) } else { String::new() };
        match days(row.due_on, self.today) {
            _ if !row.open() => html! { span.tag.well { (reader.t("installment-paid")) } },
            late @ 1.. => html! { span.tag.late { (part) (reader.tf("days-late", &[("days", late.into())])) } },
            0 => html! { span.tag.soon { (part) (reader.t("due-today")) } },
            left => html! { span.tag { (part) (reader.tf("days-left", &[("days", (-left).into())])) } },
        }
    }

    /// The loan's history, newest first. It is complete: a reversed record is shown with its reason.
    pub fn story(&self, sees: bool) -> Markup {
        let (reader, unit) = (self.reader, self.unit);
        let mut told: Vec<(NaiveDate, i64, Markup)> = Vec::new();
        for row in &self.held.repayments {
            let off = row.reversed_at.is_some();
            let said = html! {
                li.off[off] {
                    b { a href=(format!("/repayments/{}", row.id)) { (reader.tf("receipt-number", &[("number", row.receipt_no.to_string().into())])) } }
                    span { (signed(reader, row.amount_minor, unit)) }
                    small { (reader.short_date(row.paid_on)) " · " (reader.of("payment-method-short", row.payment_method.code())) @if !row.note.is_empty() { " · " (row.note) } }
                    @if let Some(quality) = super::quality::line(reader, row) { small { (quality) } }
                    @if off { p { span.bad { (reader.t("reversed")) } ": " (row.reversal_reason.as_deref().unwrap_or_default()) } }
                }
            };
            told.push((row.paid_on, row.receipt_no, said));
        }
        for row in &self.held.remissions {
            let off = row.reversed_at.is_some();
            let forgiven = row.late_fee_minor + row.interest_minor + row.principal_minor;
            let said = html! {
                li.act.off[off] {
                    b { a href=(format!("/remissions/{}", row.id)) { (row.relief.as_ref().map_or_else(|| reader.of("remission", row.kind.code()), |relief| relief_part::told(reader, relief))) } }
                    span { (signed(reader, forgiven, unit)) }
                    small { (reader.short_date(row.decided_on)) " · " (reader.t("remission-acta")) " " (row.acta) }
                }
            };
            told.push((row.decided_on, i64::MAX, said));
        }
        told.sort_by_key(|(on, no, _)| std::cmp::Reverse((*on, *no)));
        let loan = &self.held.loan;
        let next = self.position.installments.iter().find(|row| row.open() && row.due_on >= self.today).filter(|_| sees || !told.is_empty());
        html! {
            section.card {
                h2 { (reader.t("story")) }
                ol.steps.story {
                    @if let Some(row) = next {
                        li.next { b { (reader.tf("installment-falls-due", &[("no", i64::from(row.no).to_string().into())])) } span { (reader.figures(row.unpaid(), unit)) } small { (reader.date(row.due_on)) } }
                    }
                    @for (_, _, said) in &told { (said) }
                    li.act {
                        b { (reader.t("loan-handed-over")) } span { (signed(reader, -loan.principal_minor, unit)) }
                        small { (reader.short_date(loan.disbursed_on)) " · " (reader.of("payment-method-short", loan.payment_method.code())) }
                    }
                }
            }
        }
    }
}

/// Whether relief moved an installment to a later day.
fn moved(row: &InstallmentPosition) -> bool {
    row.original_due_on != row.due_on
}
