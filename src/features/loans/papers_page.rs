//! The papers of a loan, to print and sign: the contract with its schedule, and the voucher of its disbursement. The same texts
//! can be sent as a message.

use axum::extract::{Path, State};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::pages::name;
use super::{LoanAccount, see};
use crate::app::App;
use crate::domain::ids::LoanId;
use crate::domain::rate::percent;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::schedule::{Installment, build};
use crate::domain::yearly_cost::yearly_cost;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund};
use crate::features::members::Member;
use crate::features::{associations, members, solidarity};
use crate::web::layout::{Place, page};
use crate::web::parts::{back, url_encoded};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

pub(super) struct Papers {
    pub held: LoanAccount,
    pub association: Association,
    pub fund: Fund,
    pub member: Member,
    pub guarantors: Vec<String>,
    pub schedule: Vec<Installment>,
    pub reader: Reader,
    pub today: NaiveDate,
}

pub(super) async fn papers(app: &App, signed_in: &SignedIn, id: LoanId) -> Result<Papers, Error> {
    let by = &signed_in.0;
    let held = see(app, by, id).await?;
    let association = associations::see(app, by, held.loan.association_id, Action::SeeFund).await?;
    let fund = funds::find(app.db.read(), held.loan.fund_id).await?;
    let member = members::see(app, by, held.loan.member_id).await?;
    let open = solidarity::open_of_loan(app.db.read(), id).await?;
    let names = members::names(app.db.read(), open.iter().map(|row| row.guarantor_id).collect()).await?;
    let guarantors = open.iter().filter_map(|row| names.get(&row.guarantor_id).cloned()).collect();
    // A disbursed loan has its schedule; an approved one shows the schedule that its terms give.
    let schedule = if held.status().lent() { held.contract.schedule.clone() } else { build(&held.contract.terms)? };
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let today = app.clock.today(&association.time_zone);
    Ok(Papers { held, association, fund, member, guarantors, schedule, reader, today })
}

/// # Errors
/// `not-found`.
pub async fn contract(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>) -> Result<Markup, Error> {
    let of = papers(&app, &signed_in, id).await?;
    let reader = of.reader;
    let title = reader.tf("contract-of", &[("loan", name(reader, &of.held.loan).into())]);
    let body = html! {
        (back(&format!("/loans/{id}"), &name(reader, &of.held.loan)))
        article.receipt.contract {
            h1 { (title) }
            p { (of.association.name) " · " (of.fund.name) }
            dl.facts { @for (name, said) in &terms_facts(&of) { dt { (name) } dd { (said) } } }
            (schedule_part(&of))
            @if !of.guarantors.is_empty() { p { (reader.t("contract-guarantors")) " " (of.guarantors.join("; ")) "." } }
            p.hint { (reader.t("contract-words")) }
            div.signs { span { (of.member.name) } span { (reader.t("contract-for-fund")) } @for name in &of.guarantors { span { (name) } } }
        }
        (ways(&of))
    };
    let heading = funds::heading(&app, reader, &signed_in.0, &of.association, Some(&of.fund)).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Members, &title, body))
}

/// The agreed terms: labels and values.
pub(super) fn terms_facts(of: &Papers) -> Vec<(String, String)> {
    let (reader, terms, unit) = (of.reader, &of.held.contract.terms, of.fund.unit);
    let per = |ppm: i64, per: &str| reader.tf(&format!("percent-per-{}", per.replace('_', "-")), &[("percent", percent(ppm).into())]);
    let cost = yearly_cost(terms.principal, terms.disbursed_on, &of.schedule).filter(|_| unit.is_money());
    let debtor = std::iter::once(of.member.name.clone()).chain(of.member.document.clone()).collect::<Vec<_>>().join(" · ");
    let rules = &of.held.contract.rules;
    let mut facts = vec![
        ("contract-debtor", debtor),
        ("principal", format!("{} · {}", reader.money(terms.principal, unit), reader.words(terms.principal, unit))),
        ("loan-purpose", of.held.loan.purpose.clone()),
        ("disbursed-on", reader.date(terms.disbursed_on)),
        ("method", reader.of("method", terms.method.code())),
        ("rate", per(terms.rate_ppm, terms.rate_per.code())),
    ];
    facts.extend(cost.map(|cost| ("contract-cost", format!("{} %", percent((cost + 999) / 1_000 * 1_000)))));
    facts.push(("late-fee", per(rules.late_fee_ppm, rules.late_fee_per.code())));
    facts.into_iter().filter(|(_, said)| !said.is_empty()).map(|(key, said)| (reader.t(key), said)).collect()
}

fn schedule_part(of: &Papers) -> Markup {
    let (reader, unit) = (of.reader, of.fund.unit);
    let interest: i64 = of.schedule.iter().map(|row| row.interest).sum();
    let principal: i64 = of.schedule.iter().map(|row| row.principal).sum();
    html! {
        div.scroll tabindex="0" { table.tight {
            caption { (reader.t("loan-schedule")) }
            thead { tr { th { (reader.t("installment-no")) } th { (reader.t("due-on")) } th.n { (reader.t("principal")) } th.n { (reader.t("interest")) } th.n { (reader.t("total")) } } }
            tbody {
                @for row in &of.schedule { tr {
                    td { (row.no) } td { (reader.short_date(row.due_on)) }
                    td.n { (reader.figures(row.principal, unit)) } td.n { (reader.figures(row.interest, unit)) } td.n { (reader.figures(row.principal + row.interest, unit)) }
                } }
                tr.sum { th colspan="2" { (reader.t("total")) } td.n { (reader.figures(principal, unit)) } td.n { (reader.figures(interest, unit)) } td.n { (reader.money(principal + interest, unit)) } }
            }
        } }
    }
}

/// Printing, and sending to the member's telephone.
fn ways(of: &Papers) -> Markup {
    let reader = of.reader;
    let to = of.member.phone.as_deref().map(|phone| international(phone, &of.association.country)).unwrap_or_default();
    html! {
        div.buttons.no-print {
            button.button.quiet type="button" data-print="1" { (reader.t("print")) }
            @let pdf = format!("/loans/{}/contract.pdf", of.held.loan.id);
            a.button.quiet href=(pdf) { "PDF A4" }
            a.button.quiet href=(format!("{pdf}?paper=half")) { "PDF " (reader.t("paper-half")) }
            a.button.quiet href=(format!("https://wa.me/{to}?text={}", url_encoded(&as_text(of)))) { (reader.t("send-by-whatsapp")) }
        }
        details.no-print { summary { (reader.t("see-the-text")) } pre { (as_text(of)) } }
    }
}

/// A telephone number as WhatsApp takes it: only figures, with the country's code.
pub fn international(phone: &str, country: &str) -> String {
    let figures: String = phone.chars().filter(char::is_ascii_digit).collect();
    let code = if country == "BO" { "591" } else { "51" };
    if figures.is_empty() || figures.len() > 9 { figures } else { format!("{code}{figures}") }
}

fn as_text(of: &Papers) -> String {
    let (reader, unit) = (of.reader, of.fund.unit);
    let terms = &of.held.contract.terms;
    let mut lines = vec![
        format!("{} · {}", of.association.name, name(reader, &of.held.loan)),
        format!("{}: {}", of.member.name, reader.money(terms.principal, unit)),
    ];
    lines.extend(
        of.schedule.iter().map(|row| format!("{}. {} · {}", row.no, reader.short_date(row.due_on), reader.money(row.principal + row.interest, unit))),
    );
    let total = of.schedule.iter().map(|row| row.principal + row.interest).sum();
    lines.push(format!("{}: {}", reader.t("total"), reader.money(total, unit)));
    lines.join("\n")
}

/// The voucher of the disbursement, with room for the recipient's signature.
///
/// # Errors
/// `not-found`, `loan-not-disbursed`.
pub async fn voucher(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>) -> Result<Markup, Error> {
    let of = papers(&app, &signed_in, id).await?;
    let reader = of.reader;
    if !of.held.status().lent() {
        return Err(Refusal::conflict("loan-not-disbursed").into());
    }
    let loan = &of.held.loan;
    let title = reader.tf("voucher-of", &[("loan", name(reader, loan).into())]);
    let body = html! {
        (back(&format!("/loans/{id}"), &name(reader, loan)))
        article.receipt.half {
            h1 { (title) }
            p { (of.association.name) " · " (of.fund.name) }
            span.amount { (reader.money(loan.principal_minor, of.fund.unit)) }
            p { (reader.words(loan.principal_minor, of.fund.unit)) }
            dl.facts {
                dt { (reader.t("voucher-received-by")) } dd { (of.member.name) @if let Some(document) = &of.member.document { " · " (document) } }
                dt { (reader.t("disbursed-on")) } dd { (reader.date(loan.disbursed_on)) }
                dt { (reader.t("payment-method")) } dd { (reader.of("payment-method", loan.payment_method.code())) }
                @if !loan.purpose.is_empty() { dt { (reader.t("loan-purpose")) } dd { (loan.purpose) } }
            }
            div.signs { span { (of.member.name) } span { (reader.t("contract-for-fund")) } }
        }
        div.buttons.no-print {
            button.button.quiet type="button" data-print="1" { (reader.t("print")) }
            a.button.quiet href=(format!("/loans/{id}/voucher.pdf")) { "PDF" }
        }
    };
    let heading = funds::heading(&app, reader, &signed_in.0, &of.association, Some(&of.fund)).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Members, &title, body))
}
