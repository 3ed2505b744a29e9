//! Parts that an application's pages share: the terms, the cost, and the requirements.

use maud::{Markup, html};

use super::Application;
use super::assess::Assessment;
use crate::domain::committee::ApplicationStatus;
use crate::domain::eligibility::{Check, Requirement};
use crate::domain::rate::percent;
use crate::features::funds::Fund;
use crate::web::parts::url_encoded;
use crate::web::text::Reader;

/// `6 cuotas de S/ 214.30, del 3 jul al 3 dic. En total S/ 1,285.80; cuesta 28.1 % al año.`
pub fn plan(reader: Reader, fund: &Fund, assessed: &Assessment) -> Markup {
    let unit = fund.unit;
    let total = assessed.total_minor();
    let interest = total - assessed.terms.principal;
    html! {
        @if let [only] = assessed.schedule.as_slice() {
            p { (reader.tf("plan-one", &[("amount", reader.money(total, unit).into()), ("day", reader.date(only.due_on).into())])) }
        } @else if let (Some(first), Some(last)) = (assessed.schedule.first(), assessed.schedule.last()) {
            p { (reader.tf("plan-many", &[
                ("count", assessed.schedule.len().into()),
                ("amount", reader.money(first.principal + first.interest, unit).into()),
                ("from", reader.date(first.due_on).into()),
                ("to", reader.date(last.due_on).into()),
                ("total", reader.money(total, unit).into()),
            ])) }
        }
        p { (reader.tf("plan-interest", &[("amount", reader.money(interest, unit).into())]))
            @if unit.is_money() { @if let Some(cost) = assessed.cost_ppm { " " (reader.tf("plan-cost", &[("percent", tenths(cost).into())])) } } }
    }
}

/// A rate to a tenth of a per cent, rounded up, so that the cost never looks lower than it is.
pub fn tenths(ppm: i64) -> String {
    percent((ppm + 999) / 1_000 * 1_000)
}

/// The whole schedule as a table.
pub fn schedule(reader: Reader, fund: &Fund, assessed: &Assessment) -> Markup {
    let unit = fund.unit;
    let interest: i64 = assessed.schedule.iter().map(|row| row.interest).sum();
    html! {
        div.scroll tabindex="0" { table {
            caption { (reader.t("loan-schedule")) }
            thead { tr { th { (reader.t("installment-no")) } th { (reader.t("due-on")) } th.n { (reader.t("principal")) } th.n { (reader.t("interest")) } th.n { (reader.t("total")) } } }
            tbody {
                @for row in &assessed.schedule {
                    tr { td { (row.no) } td { (reader.short_date(row.due_on)) } td.n { (reader.figures(row.principal, unit)) } td.n { (reader.figures(row.interest, unit)) } td.n { (reader.figures(row.principal + row.interest, unit)) } }
                }
                tr.sum { th colspan="2" { (reader.t("total")) } td.n { (reader.figures(assessed.terms.principal, unit)) } td.n { (reader.figures(interest, unit)) } td.n { (reader.money(assessed.total_minor(), unit)) } }
            }
        } }
    }
}

/// Each requirement, unmet ones first. Only readers who may see members are told who is late.
pub fn requirements(reader: Reader, assessed: &Assessment, sees: bool) -> Markup {
    let told = |check: &Check| if sees { check.clone() } else { check.clone().unnamed() };
    let mut checks: Vec<Check> = assessed.checks.iter().map(told).collect();
    checks.sort_by_key(|check| check.met);
    html! {
        h2 { (reader.tf("requirements-met", &[("met", assessed.met().into()), ("count", assessed.checks.len().into())])) }
        ul.rows { @for check in &checks {
            li.row.check {
                span { (reader.of("requirement", check.requirement.code())) }
                @if check.met { span.tag.well { "✓ " (reader.t("requirement-met")) } } @else { span.tag.late { "✗ " (reader.t("requirement-unmet")) } }
                small.part { (reason(reader, check)) }
            }
        } }
    }
}

/// The figures of the rules and of the member that decided a requirement.
fn reason(reader: Reader, check: &Check) -> String {
    let met = if check.met { "met" } else { "unmet" };
    let unnamed = matches!(check.requirement, Requirement::Group | Requirement::GuarantorStanding) && !check.names();
    let key = format!("{}-{met}{}", check.requirement.code().replace('_', "-"), if unnamed { "-unnamed" } else { "" });
    reader.facts(&format!("requirement-{key}"), &check.facts)
}

/// The annex of the session that decided an application.
pub fn annex(row: &Application, acta: &str) -> String {
    let on = row.acta_on.map(|on| format!("&on={on}")).unwrap_or_default();
    format!("/funds/{}/acta?number={}{on}", row.fund_id, url_encoded(acta))
}

pub fn status_tag(reader: Reader, status: ApplicationStatus) -> Markup {
    let named = reader.of("application-status", status.code());
    match status {
        ApplicationStatus::Applied | ApplicationStatus::AwaitsSecond => html! { span.tag.soon { (named) } },
        ApplicationStatus::Approved => html! { span.tag.well { (named) } },
        ApplicationStatus::Rejected => html! { span.tag.late { (named) } },
        ApplicationStatus::Withdrawn => html! { span.tag { (named) } },
    }
}
