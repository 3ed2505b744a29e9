//! Ready messages to a member about a loan: its installments, or a reminder of what is due.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{LoanAccount, pages};
use crate::domain::replay::Position;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::members::Member;
use crate::web::contact;
use crate::web::text::Reader;

/// The ways to reach a loan's member. `check` is the loan's check code.
pub fn part(reader: Reader, held: &LoanAccount, member: &Member, association: &Association, check: &str, today: NaiveDate) -> Result<Markup, Error> {
    let position = held.position(today.max(held.loan.disbursed_on))?;
    let number = member.phone.as_deref().and_then(|phone| contact::international(phone, &association.country));
    let head = reader.tf(
        "message-head",
        &[("association", (&association.name).into()), ("loan", pages::name(reader, &held.loan).into()), ("member", (&member.name).into())],
    );
    let foot = format!("{} {check}", reader.t("check-code"));
    let send = |text: String| contact::whatsapp(number.as_deref(), &format!("{head}\n{text}\n{foot}"));
    Ok(html! {
        div.buttons.no-print {
            @if let Some(text) = reminder(reader, held, &position, today) { a.button.quiet href=(send(text)) rel="noopener" { (reader.t("send-reminder")) } }
            a.button.quiet href=(send(schedule(reader, held, &position))) rel="noopener" { (reader.t("send-schedule")) }
            @if let Some(phone) = member.phone.as_deref() { span.call { (contact::call(reader, phone, &association.country)) } }
        }
    })
}

fn schedule(reader: Reader, held: &LoanAccount, position: &Position) -> String {
    let line = |row: &crate::domain::replay::InstallmentPosition| {
        let facts = [
            ("no", row.no.to_string().into()),
            ("day", reader.short_date(row.due_on).into()),
            ("amount", reader.money(row.principal + row.interest, held.unit).into()),
        ];
        reader.tf("message-installment", &facts)
    };
    position.installments.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What is late, or what falls due next.
fn reminder(reader: Reader, held: &LoanAccount, position: &Position, today: NaiveDate) -> Option<String> {
    let open = position.installments.iter().find(|row| row.open())?;
    let overdue: i64 = position.installments.iter().filter(|row| row.due_on < today).map(crate::domain::replay::InstallmentPosition::unpaid).sum();
    let (key, amount) = if overdue > 0 { ("overdue-installment", overdue) } else { ("next-installment", open.unpaid()) };
    let first = reader.tf(key, &[("amount", reader.money(amount, held.unit).into()), ("day", reader.date(open.due_on).into())]);
    let all = reader.tf("message-owes", &[("amount", reader.money(position.unpaid(), held.unit).into())]);
    Some(format!("{first}\n{all}"))
}
