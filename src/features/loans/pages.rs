//! Loans on screen: one whole loan, and its disbursement. The form of a new one is in `new_page`.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;
use maud::{Markup, html};

use super::bounds::look;
use super::bounds_part::{allowance_fields, bounds_part, read_allowance};
use super::disburse::FirstPart;
use super::lent_part::Lent;
use super::{Loan, LoanAccount, disburse, messages, put_right, see, store};
use crate::app::App;
use crate::domain::amount::NumberStyle;
use crate::domain::ids::LoanId;
use crate::domain::ledger::entry::check_code;
use crate::domain::loan::{LoanStatus, PaymentMethod};
use crate::domain::rate;
use crate::domain::role::Action;
use crate::domain::schedule::Method;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, history};
use crate::features::solidarity::guarantors_part::{self, OfLoan};
use crate::features::{associations, funds, members};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, Undo, due_tag, form_field, form_refusals, key_field, means_choice, money, submit, typed_into};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// `Crédito 14 · alfalfa`.
pub fn name(reader: Reader, loan: &Loan) -> String {
    called(reader, loan.number, &loan.purpose)
}

/// The same from a number and a purpose.
pub fn called(reader: Reader, number: i64, purpose: &str) -> String {
    let number = reader.tf("loan-number", &[("number", number.to_string().into())]);
    if purpose.is_empty() { number } else { format!("{number} · {purpose}") }
}

pub fn status_tag(reader: Reader, loan: &Loan, today: NaiveDate) -> Markup {
    let named = reader.of("loan-status", loan.status.code());
    match (loan.status, loan.oldest_unpaid_due_on) {
        (LoanStatus::Disbursed, Some(due_on)) => due_tag(reader, due_on, today),
        (LoanStatus::WrittenOff, _) => html! { span.tag.late { (named) } },
        (LoanStatus::Closed, _) => html! { span.tag.well { (named) } },
        _ if loan.lapsed(today) => html! { span.tag { (reader.t("loan-status-lapsed")) } },
        (LoanStatus::Approved | LoanStatus::Disbursed | LoanStatus::Cancelled, _) => html! { span.tag { (named) } },
    }
}

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>) -> Result<Markup, Error> {
    loan_page(&app, &signed_in, id, &Fields::default()).await
}

pub(super) async fn loan_page(app: &App, signed_in: &SignedIn, id: LoanId, fields: &Fields) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let held = see(app, by, id).await?;
    let association_id = held.loan.association_id;
    let association = associations::see(app, by, association_id, Action::SeeFund).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(held.unit);
    let today = app.clock.today(&association.time_zone);
    let fund = funds::find(app.db.read(), held.loan.fund_id).await?;
    let member = members::see(app, by, held.loan.member_id).await?;
    let status = held.status();
    let keeps = by.may(Action::ManageLoans, Some(association_id));
    let bounds = match status {
        LoanStatus::Approved if keeps => {
            let on = crate::domain::calendar::read(fields.get("disbursed_on")).unwrap_or(today);
            Some(look(app, &fund, Some(member.id), held.loan.principal_minor, on).await?)
        }
        _ => None,
    };
    let written = crate::db::journal::entries_from(app.db.read(), id).await?;
    let check = written.first().map(|written| check_code(&written.entry.hash)).unwrap_or_default();
    let telling = history::Telling { reader, by, association: association_id, time_zone: &association.time_zone, unit: fund.unit };
    let told = history::part(app, &telling, id.0).await?;
    let needed = funds::rules_on(app.db.read(), fund.id, held.loan.disbursed_on.min(today)).await?.credit.guarantors;
    let sees = by.may(Action::SeeMembers, Some(association_id));
    let of = OfLoan { id, association: association_id, status, needed, sees };
    let parts = store::parts_of(app.db.read(), &held.loan).await?;
    let guaranteed = guarantors_part::part(app, reader, &of, fields, keeps, today).await?;
    let takes = by.may(Action::RecordRepayments, Some(association_id));
    let lent = if status.lent() { Some(Lent::of(reader, &held, today)?) } else { None };
    let rest = html! {
        (parts_part(reader, &parts, fund.unit))
        (terms_part(reader, &held))
        (guaranteed)
        @if status != LoanStatus::Cancelled { div.buttons.no-print {
            a.button.quiet href=(format!("/loans/{id}/contract")) { (reader.t("loan-contract")) }
            @if status.lent() { a.button.quiet href=(format!("/loans/{id}/delay")) { (reader.t("delay-of-loan")) } }
            @if status.lent() { a.button.quiet href=(format!("/loans/{id}/voucher")) { (reader.t("loan-voucher")) } }
        } }
        (told)
        @if let Some(bounds) = bounds {
            h2 { (reader.t("loan-hand-over")) }
            (bounds_part(reader, &fund, &bounds, true, Some(&member), today))
            (hand_over_part(reader, &held, fields, today))
        } @else if !(keeps && status.lent()) {
            (form_refusals(reader, fields, &[]))
        }
        @if status.lent() && takes { (messages::part(reader, &held, &member, &association, &check, today)?) }
        @if keeps { (put_right_part(reader, &held, fields)) }
    };
    let body = html! {
        div.head { div {
            p.hint.no-print {
                @if sees { a href=(format!("/funds/{}", fund.id)) { (fund.name) } " › " a href=(format!("/funds/{}/loans", fund.id)) { (reader.t("loans")) } }
                @else { a href="/" { "‹ " (reader.t("nav-home")) } }
            }
            h1 { (name(reader, &held.loan)) " · " (member.name) }
            p.hint { a href=(format!("/members/{}", member.id)) { (member.name) } @if let Some(community) = &member.community { " · " (community) } " " (status_tag(reader, &held.loan, today)) }
        } }
        @if let Some(lent) = &lent {
            (lent.headline(takes, by.may(Action::ForgiveBalances, Some(association_id))))
            div.cols.side { div { (lent.schedule()) (rest) } (lent.story(sees)) }
        } @else {
            (agreed_part(reader, &held))
            (lapse_part(reader, &held, today))
            (rest)
        }
    };
    let heading = funds::heading(app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, if sees { Place::Fund } else { Place::Home }, &name(reader, &held.loan), body))
}

/// The corrections possible here, and reversing a disbursed loan. Terms with custom dates are corrected over JSON; a loan that
/// a delivery opened, through its delivery.
fn put_right_part(reader: Reader, held: &LoanAccount, fields: &Fields) -> Markup {
    let id = held.loan.id;
    let undo = Undo { action: format!("/loans/{id}/undo"), open: "undo", hint: "loan-undo-hint", button: "undo" };
    let counts = held.status() != LoanStatus::Cancelled;
    html! {
        @if counts && held.loan.method != Method::Custom && held.loan.payment_method != PaymentMethod::Goods {
            div.buttons.no-print { a.button.quiet href=(format!("/loans/{id}/correct")) { (reader.t("correct")) } }
        }
        @if held.status().lent() { (undo.part(reader, fields, true)) }
    }
}

fn agreed_part(reader: Reader, held: &LoanAccount) -> Markup {
    html! {
        section.answer {
            span.words { (reader.of("loan-status", held.loan.status.code())) }
            @if held.loan.reversed_at.is_some() { s { (money(reader, held.loan.principal_minor, held.unit)) } } @else { (money(reader, held.loan.principal_minor, held.unit)) }
            span.words { (reader.words(held.loan.principal_minor, held.unit)) }
        }
    }
}

/// Until when the loan can be disbursed, where the rules set a limit.
fn lapse_part(reader: Reader, held: &LoanAccount, today: NaiveDate) -> Markup {
    let lapses_on = held.loan.lapses_on.filter(|_| held.status() == LoanStatus::Approved);
    html! { @if let Some(on) = lapses_on {
        @if today >= on { p.notice.bad { (reader.tf("loan-lapsed-on", &[("day", reader.date(on).into())])) } }
        @else { p.hint { (reader.tf("loan-lapses", &[("day", reader.date(on.pred_opt().unwrap_or(on)).into())])) } }
    } }
}

/// The other part of a loan that was approved as one.
fn parts_part(reader: Reader, parts: &[Loan], unit: crate::domain::amount::Unit) -> Markup {
    html! {
        @if !parts.is_empty() { p.hint { (reader.t("loan-parts")) @for part in parts {
            " · " a href=(format!("/loans/{}", part.id)) { (reader.tf("loan-number", &[("number", part.number.to_string().into())])) " · " (reader.money(part.principal_minor, unit)) }
        } } }
    }
}

fn terms_part(reader: Reader, held: &LoanAccount) -> Markup {
    let terms = &held.contract.terms;
    let percent = |ppm: i64, per: &str| reader.tf(&format!("percent-per-{}", per.replace('_', "-")), &[("percent", rate::percent(ppm).into())]);
    html! {
        details {
            summary { (reader.t("loan-terms")) }
            dl.facts {
                dt { (reader.t("principal")) } dd { (reader.money(terms.principal, held.unit)) }
                dt { (reader.t("disbursed-on")) } dd { (reader.date(terms.disbursed_on)) }
                dt { (reader.t("method")) } dd { (reader.of("method", terms.method.code())) }
                dt { (reader.t("rate")) } dd { (percent(terms.rate_ppm, terms.rate_per.code())) }
                dt { (reader.t("day-count")) } dd { (terms.day_count.code()) }
                dt { (reader.t("late-fee")) } dd { (percent(held.contract.rules.late_fee_ppm, held.contract.rules.late_fee_per.code())) }
                dt { (reader.t("tolerance")) } dd { (reader.tf("days", &[("days", held.contract.rules.tolerance_days.into())])) }
            }
        }
    }
}

fn hand_over_part(reader: Reader, held: &LoanAccount, fields: &Fields, today: NaiveDate) -> Markup {
    let (give, cancel) = (format!("/loans/{}/disburse", held.loan.id), format!("/loans/{}/cancel", held.loan.id));
    let (given, cancelled) = (typed_into(fields, &give), typed_into(fields, &cancel));
    let told: &[&str] = match (given, cancelled) {
        (Some(_), _) => &["disbursed_on", "acta", "part"],
        (_, Some(_)) => &["reason"],
        (None, None) => &[],
    };
    let (given, cancelled) = (given.cloned().unwrap_or_default(), cancelled.cloned().unwrap_or_default());
    let given = given.with("disbursed_on", today.to_string());
    html! {
        (form_refusals(reader, fields, told))
        form method="post" action=(give) {
            (form_field(&give))
            (key_field(&given))
            (Field::new(reader, &given, "disbursed_on", "disbursed-on").date())
            @if held.loan.part_of.is_none() && held.loan.method != Method::Custom { (Field::new(reader, &given, "part", "loan-part").hint("loan-part-hint").figures()) }
            (means_choice(reader, &given))
            (allowance_fields(reader, &given))
            (submit(reader, "loan-hand-over"))
        }
        // Folded, because cancelling does not stand beside handing over.
        details open[typed_into(fields, &cancel).is_some()] {
            summary { (reader.t("loan-cancel")) }
            form method="post" action=(cancel) {
                (form_field(&cancel))
                (key_field(&cancelled))
                (Field::new(reader, &cancelled, "reason", "reason").text())
                div.buttons { button.button.stop { (reader.t("loan-cancel")) } }
            }
        }
    }
}

pub async fn hand_over(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, mut fields: Fields) -> Result<Response, Error> {
    let held = check_keeps(&app, &signed_in, id).await?;
    let country = associations::find(app.db.read(), held.loan.association_id).await?.country;
    let (unit, style) = (held.unit, NumberStyle::of_country(&country));
    let on = fields.date("disbursed_on");
    let payment_method = fields.choice("payment_method", PaymentMethod::of_money, PaymentMethod::Cash);
    let allowance = read_allowance(&mut fields);
    let (by, key) = (&signed_in.0, fields.key());
    let part = if fields.get("part").is_empty() { None } else { Some(fields.money("part", unit, style)) };
    let doing = async {
        match part {
            Some(amount_minor) => disburse::disburse_part(&app, by, key, FirstPart { loan: id, on, payment_method, amount_minor, allowance }).await,
            None => disburse::disburse(&app, by, key, id, on, payment_method, allowance).await,
        }
    };
    form::answer(doing, fields, |_| format!("/loans/{id}"), async |fields| loan_page(&app, &signed_in, id, &fields).await).await
}

fn to_loan(answer: Answer<LoanId>) -> String {
    answer.page(|id| format!("/loans/{id}"))
}

pub async fn cancel(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, mut fields: Fields) -> Result<Response, Error> {
    check_keeps(&app, &signed_in, id).await?;
    let order = Order::new(id, fields.text("reason"));
    let doing = put_right::cancel(&app, &signed_in.0, fields.key(), order);
    form::answer(doing, fields, to_loan, async |fields| loan_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// What reversing refuses, except mistakes in the form, which are shown on it.
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, mut fields: Fields) -> Result<Response, Error> {
    check_keeps(&app, &signed_in, id).await?;
    let order = Order::new(id, fields.text("reason"));
    let doing = put_right::undo(&app, &signed_in.0, fields.key(), order);
    form::answer(doing, fields, to_loan, async |fields| loan_page(&app, &signed_in, id, &fields).await).await
}

/// Checks the permission first: mistakes in a form are shown only to those who may send it.
async fn check_keeps(app: &App, signed_in: &SignedIn, id: LoanId) -> Result<LoanAccount, Error> {
    let held = see(app, &signed_in.0, id).await?;
    signed_in.0.check(Action::ManageLoans, Some(held.loan.association_id))?;
    Ok(held)
}
