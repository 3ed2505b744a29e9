//! The guarantors of a loan, on the loan's page; and a member's guarantees, on the member's page.

use std::collections::HashMap;

use chrono::NaiveDate;
use maud::{Markup, html};

use super::guarantees::Named;
use super::pages::standing_tag;
use super::{Guarantee, store};
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::ids::{AssociationId, FundId, LoanId, MemberId};
use crate::domain::loan::LoanStatus;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::features::members::{self, Member, pick};
use crate::web::fields::Fields;
use crate::web::parts::{Field, due_tag, form_field, key_field, reason_form, typed_into};
use crate::web::text::Reader;

/// The fields of guarantors; the form shows as many as the rules need, and at least two.
pub const NAMED: [&str; 6] = ["guarantor-1", "guarantor-2", "guarantor-3", "guarantor-4", "guarantor-5", "guarantor-6"];

/// A loan, for the list of its guarantors.
pub struct OfLoan {
    pub id: LoanId,
    pub association: AssociationId,
    pub status: LoanStatus,
    /// How many guarantors the rules need.
    pub needed: i64,
    /// Whether the reader sees the guarantors' own days late.
    pub sees: bool,
}

/// The guarantors of a loan with their arrears; those who keep loans also get the forms that name and release them.
pub async fn part(app: &App, reader: Reader, of: &OfLoan, fields: &Fields, keeps: bool, today: NaiveDate) -> Result<Markup, Error> {
    let rows = store::guarantors_of(app.db.read(), of.id).await?;
    let open = matches!(of.status, LoanStatus::Approved | LoanStatus::Disbursed);
    if rows.is_empty() && !(keeps && of.status == LoanStatus::Approved) {
        return Ok(html! {});
    }
    let ids: Vec<MemberId> = rows.iter().map(|row| row.guarantor_id).collect();
    let names = members::names(app.db.read(), ids.clone()).await?;
    let late = if of.sees { Some(store::delays(app.db.read(), &ids, today).await?) } else { None };
    let standing = rows.iter().filter(|row| row.released_at.is_none()).count();
    let add = format!("/loans/{}/guarantees", of.id);
    let all = if keeps && open { members::all(app.db.read(), of.association).await? } else { Vec::new() };
    Ok(html! {
        h2 { (reader.t("guarantors")) @if of.needed > 0 { " · " (reader.tf("guarantors-of-needed", &[("count", standing.into()), ("needed", of.needed.into())])) } }
        @if rows.is_empty() { p.hint { (reader.t("guarantors-none")) } }
        ul.rows { @for row in &rows { (guarantor(reader, row, &names, late.as_ref(), fields, keeps && open)) } }
        @if keeps && open {
            details open[typed_into(fields, &add).is_some()] {
                summary { (reader.t("guarantors-name")) }
                (add_form(reader, fields, &add, of.needed, today))
                (pick::suggestions(&all))
            }
        }
    })
}

fn guarantor(
    reader: Reader,
    row: &Guarantee,
    names: &HashMap<MemberId, String>,
    late: Option<&HashMap<MemberId, i64>>,
    fields: &Fields,
    acts: bool,
) -> Markup {
    let released = row.released_at.is_some();
    let name = names.get(&row.guarantor_id).map(String::as_str).unwrap_or_default();
    html! {
        li.row {
            span.void[released] { (name) }
            span.end { @if released { span.tag { (reader.t("guarantor-released")) } } @else if let Some(late) = late { (standing_tag(reader, late.get(&row.guarantor_id).copied())) } }
            small {
                (reader.tf(if row.group_id.is_some() { "guarantor-by-group" } else { "guarantor-signed" }, &[("day", reader.date(row.signed_on).into())]))
                @if let Some(reason) = &row.release_reason { " · " (reason) }
            }
            span {}
            @if acts && !released {
                (reason_form(reader, fields, &format!("/guarantees/{}/release", row.id), "guarantor-release", html! { button.button.stop { (reader.t("guarantor-release-sure")) } }))
            }
        }
    }
}

fn add_form(reader: Reader, fields: &Fields, action: &str, needed: i64, today: NaiveDate) -> Markup {
    let typed = typed_into(fields, action).cloned().unwrap_or_default().with("signed_on", today.to_string());
    html! {
        form method="post" action=(action) {
            (form_field(action))
            (key_field(&typed))
            (name_fields(reader, &typed, needed, true))
            (Field::new(reader, &typed, "signed_on", "guarantor-signed-on").date())
            div.buttons { button.button.quiet { (reader.t("guarantors-save")) } }
        }
    }
}

/// The fields that name guarantors, without the form around them.
pub fn name_fields(reader: Reader, fields: &Fields, needed: i64, sees: bool) -> Markup {
    let count = usize::try_from(needed).unwrap_or(0).clamp(2, NAMED.len());
    html! {
        fieldset {
            legend { (reader.t("guarantors")) }
            p.hint { (reader.t(if sees { "member-pick-hint" } else { "member-known-hint" })) }
            (crate::web::parts::field_refusal(reader, fields, "guarantor"))
            @for (i, name) in NAMED.iter().take(count).enumerate() {
                input.text type="text" name=(name) value=(fields.get(name)) list=(pick::LIST) autocomplete="off"
                    aria-label=(reader.tf("guarantor-no", &[("no", (i + 1).to_string().into())])) aria-invalid=[fields.refusal("guarantor").map(|_| "true")];
            }
            (Field::new(reader, fields, "by_group", "guarantors-by-group").check())
        }
    }
}

/// The guarantors' fields in the form of a new loan, where the rules need guarantors or some were typed.
pub async fn asked(app: &App, reader: Reader, fields: &Fields, needed: i64, association: AssociationId) -> Result<Markup, Error> {
    if needed == 0 && !are_named(fields) && fields.refusal("guarantor").is_none() {
        return Ok(html! {});
    }
    let all = members::all(app.db.read(), association).await?;
    Ok(html! { (name_fields(reader, fields, needed, true)) (pick::suggestions(&all)) })
}

/// Whether a form names a guarantor.
pub fn are_named(fields: &Fields) -> bool {
    fields.flag("by_group") || NAMED.iter().any(|name| !fields.get(name).is_empty())
}

/// The typed guarantors; an unknown one is refused at their field. `sees`: whether the reader is shown the members.
pub fn read_named(fields: &mut Fields, all: &[Member], sees: bool) -> Named {
    let typed: Vec<String> = NAMED.iter().map(|name| fields.get(name).to_owned()).filter(|typed| !typed.is_empty()).collect();
    let mut guarantors = Vec::new();
    for typed in typed {
        match if sees { pick::picked(all, &typed) } else { pick::known(all, &typed) } {
            Ok(member) => guarantors.push(member),
            Err(refusal) => fields.refusals.push(Refusal { field: "guarantor".into(), ..refusal }),
        }
    }
    Named { guarantors, by_group: fields.flag("by_group") }
}

/// A member's guarantees with the state of each loan; empty where there is none. `leads`: whether the reader may open those
/// loans.
pub async fn guaranteed_part(
    app: &App,
    reader: Reader,
    member: MemberId,
    units: &HashMap<FundId, Unit>,
    leads: bool,
    today: NaiveDate,
) -> Result<Markup, Error> {
    let of = store::guaranteed_by(app.db.read(), &[member], today).await?;
    if of.is_empty() {
        return Ok(html! {});
    }
    let names = members::names(app.db.read(), of.iter().map(|one| one.loan.member_id).collect()).await?;
    let row = |one: &store::Guaranteed| {
        let loan = &one.loan;
        let unit = units.get(&loan.fund_id).copied().unwrap_or(Unit::Pen);
        let lent = loan.status == LoanStatus::Disbursed;
        let owed = if lent { loan.unpaid_principal_minor + loan.unpaid_interest_minor } else { loan.principal_minor };
        html! {
            span { (names.get(&loan.member_id).map(String::as_str).unwrap_or_default()) }
            span.amount { (reader.money(owed, unit)) }
            small { (reader.tf("loan-number", &[("number", loan.number.to_string().into())])) @if !loan.purpose.is_empty() { " · " (loan.purpose) } }
            span.end { @if let Some(due_on) = loan.oldest_unpaid_due_on.filter(|_| lent) { (due_tag(reader, due_on, today)) } @else { span.tag { (reader.of("loan-status", loan.status.code())) } } }
        }
    };
    Ok(html! {
        h2 { (reader.t("guarantees-given")) }
        p.hint { (reader.t("guarantees-given-hint")) }
        ul.rows { @for one in &of {
            @if leads { li { a.row href=(format!("/loans/{}", one.loan.id)) { (row(one)) } } } @else { li.row { (row(one)) } }
        } }
    })
}
