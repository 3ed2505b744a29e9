//! The figures that a lender sees first: what the fund has available, and the member's arrears.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::bounds::{Allowance, Bounds};
use crate::features::funds::Fund;
use crate::features::members::Member;
use crate::web::fields::Fields;
use crate::web::parts::{Field, answer, due_tag};
use crate::web::text::Reader;

/// `own`: the loan is approved already, so the money committed for it counts as available to it.
pub fn bounds_part(reader: Reader, fund: &Fund, bounds: &Bounds, own: bool, member: Option<&Member>, today: NaiveDate) -> Markup {
    let question = reader.t(if own { "loan-available-own" } else { "available-now" });
    let way = html! { a href=(format!("/funds/{}", fund.id)) { (reader.t("how-computed")) } };
    html! {
        (answer(&question, bounds.available_minor, reader, fund.unit, way))
        @if let Some(member) = member.filter(|_| !bounds.late.is_empty()) {
            p.notice.warn { (reader.tf("loan-arrears-of", &[("name", (&member.name).into())])) }
            ul.rows id="arrears" { @for late in &bounds.late {
                li { a.row href=(format!("/loans/{}", late.loan.id)) {
                    span { (super::pages::name(reader, &late.loan)) } span.amount { (reader.money(late.overdue_minor, late.unit)) }
                    small { (reader.tf("loan-late-since", &[("day", reader.date(late.oldest_due_on).into())])) }
                    span.end { (due_tag(reader, late.oldest_due_on, today)) }
                } }
            } }
        } @else if let Some(member) = member {
            p.hint { (reader.tf("loan-no-arrears", &[("name", (&member.name).into())])) }
        }
    }
}

/// The fields that allow a loan beyond the bounds, shown once it was refused.
pub fn allowance_fields(reader: Reader, fields: &Fields) -> Markup {
    let arrears = fields.refusal("despite_arrears").is_some() || fields.flag("despite_arrears");
    html! {
        @if fields.refusal("acta").is_some() || fields.flag("acta") { (Field::new(reader, fields, "acta", "loan-acta").hint("loan-acta-hint").text()) }
        @if arrears { (Field::new(reader, fields, "despite_arrears", "loan-despite-arrears").check()) }
    }
}

pub fn read_allowance(fields: &mut Fields) -> Allowance {
    Allowance { acta: fields.maybe_text("acta"), despite_arrears: fields.flag("despite_arrears") }
}
