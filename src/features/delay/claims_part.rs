//! What a debtor owes to guarantors who paid for them, on the loan's page and on each member's.

use std::collections::HashMap;

use maud::{Markup, html};

use super::loan_page::DelayPage;
use super::store::{self, Claim};
use crate::app::App;
use crate::domain::ids::MemberId;
use crate::error::Error;
use crate::features::funds::Fund;
use crate::features::members;
use crate::web::fields::Fields;
use crate::web::parts::{Field, form_field, key_field, own_fields, typed_into, undo_form};
use crate::web::text::Reader;

/// One claim, with its repayments and the form for another.
pub(super) fn claim_part(of: &DelayPage, claim: &Claim, fields: &Fields) -> Markup {
    let reader = of.reader;
    let action = format!("/repayments/{}/pay-back", claim.paid.id);
    let typed = own_fields(fields, &action, Fields::default().with("paid_on", of.today.to_string()));
    html! {
        li.row {
            span { (of.name(claim.creditor)) } span.amount { (of.money(claim.open_minor())) }
            small {
                a href=(format!("/repayments/{}", claim.paid.id)) { (reader.tf("claim-paid", &[("amount", of.money(claim.paid.amount_minor).into()), ("day", reader.date(claim.paid.paid_on).into())])) }
            }
            span.end { @if claim.open_minor() == 0 { span.tag.well { (reader.t("claim-settled")) } } }
            @for row in &claim.returned {
                div.part {
                    span.void[row.reversed_at.is_some()] { (reader.tf("claim-returned", &[("amount", of.money(row.amount_minor).into()), ("day", reader.date(row.paid_on).into())])) }
                    @if of.keeps && row.reversed_at.is_none() { (undo_form(reader, fields, &format!("/claim-payments/{}/undo", row.id), "undo")) }
                }
            }
            @if of.keeps && claim.open_minor() > 0 {
                div.part { details open[typed_into(fields, &action).is_some()] {
                    summary { (reader.t("claim-pay-back")) }
                    form method="post" action=(action) {
                        (form_field(&action))
                        (key_field(&typed))
                        div.pair { (Field::new(reader, &typed, "amount", "claim-amount").figures()) (Field::new(reader, &typed, "paid_on", "paid-on").date()) }
                        div.buttons { button.button.quiet { (reader.t("claim-pay-back")) } }
                    }
                } }
            }
        }
    }
}

/// What a member owes to guarantors who paid for them, and is owed for loans they paid.
pub async fn claims_of_member_part(app: &App, reader: Reader, member: MemberId, own_funds: &[Fund]) -> Result<Markup, Error> {
    let open = store::claims_of_member(app.db.read(), member).await?;
    let people = open.iter().flat_map(|claim| [claim.creditor, claim.debtor]).collect();
    let names: HashMap<MemberId, String> = members::names(app.db.read(), people).await?;
    let unit = |claim: &Claim| own_funds.iter().find(|fund| fund.id == claim.paid.fund_id).map(|fund| fund.unit);
    let name = |id: MemberId| names.get(&id).cloned().unwrap_or_default();
    Ok(html! {
        @if !open.is_empty() {
            h2 { (reader.t("claims")) }
            ul.rows { @for claim in &open { @if let Some(unit) = unit(claim) {
                li.row {
                    span { @if claim.debtor == member { (reader.tf("owes-guarantor", &[("name", name(claim.creditor).into())])) } @else { (reader.tf("is-owed-by", &[("name", name(claim.debtor).into())])) } }
                    span.amount { (reader.money(claim.open_minor(), unit)) }
                    small { (reader.tf("claim-paid", &[("amount", reader.money(claim.paid.amount_minor, unit).into()), ("day", reader.date(claim.paid.paid_on).into())])) } span {}
                }
            } } }
        }
    })
}
