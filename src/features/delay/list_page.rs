//! The late members: since when, how much, how to reach them, and their last promise.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::http::Uri;
use chrono::NaiveDate;
use maud::{Markup, html};

use super::store::{self, Promise};
use super::{Lateness, lateness, promises};
use crate::app::App;
use crate::domain::ids::{FundId, LoanId};
use crate::domain::loan::LoanListing;
use crate::domain::promise::PromiseOutcome;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund};
use crate::features::loans::papers_page::international;
use crate::features::loans::{self, LoanAccount};
use crate::features::members::{self, Member};
use crate::web::fields::Fields;
use crate::web::layout::{Place, page};
use crate::web::parts::{back, pager, url_encoded};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// Late loans on one page.
const PAGE: u64 = 50;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let today = app.clock.today(&association.time_zone);
    let number: u64 = Fields::from_query(&uri).get("page").parse().unwrap_or(0);
    let rows = loans::list(app.db.read(), id, (LoanListing::Late, today), number, PAGE).await?;
    let ids: Vec<LoanId> = rows.iter().map(|row| row.id).collect();
    let accounts = loans::load(app.db.read(), &ids).await?;
    let people = members::by_ids(app.db.read(), rows.iter().map(|row| row.member_id).collect()).await?;
    let mut last: HashMap<LoanId, Promise> = HashMap::new();
    for promise in store::promises(app.db.read(), &ids).await?.into_iter().filter(|row| row.reversed_at.is_none()) {
        last.entry(promise.loan_id).or_insert(promise);
    }
    let mut late: Vec<(&LoanAccount, Lateness)> = Vec::new();
    for held in ids.iter().filter_map(|id| accounts.get(id)) {
        late.extend(lateness(held, today)?.map(|late| (held, late)));
    }
    late.sort_by_key(|(held, late)| (late.since_on, held.loan.number));
    let body = html! {
        (back(&format!("/funds/{id}"), &fund.name))
        h1 { (reader.t("delay")) }
        @if late.is_empty() { p.notice { (reader.t("delay-none")) } }
        ul.rows { @for (held, late) in &late {
            @if let Some(member) = people.get(&held.loan.member_id) { (row(&Late { reader, fund: &fund, association: &association, held, late: *late, member, today }, last.get(&held.loan.id))) }
        } }
        (pager(reader, &format!("/funds/{id}/delay"), number, rows.len() as u64 == PAGE))
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("delay"), body))
}

struct Late<'a> {
    reader: Reader,
    fund: &'a Fund,
    association: &'a Association,
    held: &'a LoanAccount,
    late: Lateness,
    member: &'a Member,
    today: NaiveDate,
}

fn row(of: &Late<'_>, promise: Option<&Promise>) -> Markup {
    let (reader, unit) = (of.reader, of.fund.unit);
    html! {
        li.row {
            span { a href=(format!("/loans/{}/delay", of.held.loan.id)) { (of.member.name) } }
            span.amount { (reader.money(of.late.overdue_minor, unit)) }
            small { (loans::pages::name(reader, &of.held.loan)) " · " (reader.tf("loan-late-since", &[("day", reader.date(of.late.since_on).into())])) }
            span.end { span.tag.late { (reader.tf("days-late", &[("days", of.late.days.into())])) } }
            div.part { (ways_to_reach(reader, of.member, of.association, &message(of))) }
            @if let Some(promise) = promise { small.part { (promised(reader, of.fund, of.held, promise, of.today)) } }
        }
    }
}

/// A phone number to call, and a message ready to send.
pub fn ways_to_reach(reader: Reader, member: &Member, association: &Association, text: &str) -> Markup {
    html! {
        @if let Some(phone) = &member.phone {
            a href=(format!("tel:{}", phone.replace(' ', ""))) { (reader.tf("call-phone", &[("phone", phone.into())])) } " · "
            a href=(format!("https://wa.me/{}?text={}", international(phone, &association.country), url_encoded(text))) rel="noopener" { (reader.t("send-whatsapp")) }
        } @else { small { (reader.t("phone-none")) } }
    }
}

fn message(of: &Late<'_>) -> String {
    let facts = [
        ("name", (&of.member.name).into()),
        ("amount", of.reader.money(of.late.overdue_minor, of.fund.unit).into()),
        ("day", of.reader.date(of.late.since_on).into()),
        ("association", (&of.association.name).into()),
    ];
    of.reader.tf("delay-message", &facts)
}

/// `Prometió S/ 200.00 hasta el 15 may: cumplió`.
pub fn promised(reader: Reader, fund: &Fund, held: &LoanAccount, promise: &Promise, today: NaiveDate) -> Markup {
    let came = promises::outcome_of(held, promise, today);
    let said =
        reader.tf("promised", &[("amount", reader.money(promise.amount_minor, fund.unit).into()), ("day", reader.date(promise.due_on).into())]);
    let named = reader.of("promise", came.code());
    html! {
        (said) " "
        @match came {
            PromiseOutcome::Kept => span.tag.well { (named) },
            PromiseOutcome::Broken => span.tag.late { (named) },
            PromiseOutcome::Open => span.tag.soon { (named) },
        }
        @if !promise.note.is_empty() { " · " (promise.note) }
    }
}
