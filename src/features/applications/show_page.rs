//! One application: its terms and cost, each requirement, the guarantors, the votes, and the reader's next actions.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;
use maud::{Markup, html};

use super::assess::{Asked, Assessment, assess};
use super::second::{SecondApproval, approve_again};
use super::store::{self, Seat};
use super::vote::{self, Ballot, OneVote, Session};
use super::{Application, Vote, named, parts, see, terms, withdraw};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::committee::{ApplicationStatus, Verdict};
use crate::domain::ids::{ApplicationId, MemberId};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Order, history};
use crate::features::funds::{self, Fund};
use crate::features::{associations, members, purchases, solidarity};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, Undo, back, field_refusal, form_field, form_refusals, key_field, reason_form, sent_to, typed_into};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// An application with everything its page shows.
struct Seen {
    row: Application,
    fund: Fund,
    assessed: Assessment,
    votes: Vec<Vote>,
    seats: Vec<Seat>,
    names: HashMap<MemberId, String>,
    /// Whether the reader may see members.
    sees: bool,
    late: HashMap<MemberId, i64>,
    /// Whether nothing can come of it any more.
    over: bool,
    reader: Reader,
    today: NaiveDate,
}

/// # Errors
/// `not-found`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ApplicationId>) -> Result<Markup, Error> {
    application_page(&app, &signed_in, id, &Fields::default()).await
}

async fn read(app: &App, signed_in: &SignedIn, row: Application) -> Result<(Seen, associations::Association), Error> {
    let by = &signed_in.0;
    let association = associations::see(app, by, row.association_id, Action::SeeFund).await?;
    let fund = funds::find(app.db.read(), row.fund_id).await?;
    let today = app.clock.today(&association.time_zone);
    let (asked, who) = (terms(&row)?, named(&row)?);
    let of = Asked { member: row.member_id, terms: &asked, named: &who, of: Some(&row) };
    let assessed = assess(app.db.read(), &fund, &of, today).await?;
    let votes = store::votes(app.db.read(), &[row.id]).await?;
    let seats = store::committee(app.db.read(), association.id).await?;
    let people = assessed.guarantors.iter().copied().chain(votes.iter().map(|vote| vote.member_id)).chain(seats.iter().map(|seat| seat.member));
    let names = members::names(app.db.read(), people.chain([row.member_id]).collect()).await?;
    let late = solidarity::delays(app.db.read(), &assessed.guarantors, today).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let sees = by.may(Action::SeeMembers, Some(association.id));
    let over = super::apply::over(app.db.read(), &row, today).await?;
    Ok((Seen { row, fund, assessed, votes, seats, names, sees, late, over, reader, today }, association))
}

async fn application_page(app: &App, signed_in: &SignedIn, id: ApplicationId, fields: &Fields) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (seen, association) = read(app, signed_in, see(app, by, id).await?).await?;
    let (reader, row) = (seen.reader, &seen.row);
    let sees = seen.sees;
    let name = seen.names.get(&row.member_id).cloned().unwrap_or_default();
    let title = reader.tf("application-of", &[("name", name.into())]);
    let telling = history::Telling { reader, by, association: association.id, time_zone: &association.time_zone, unit: seen.fund.unit };
    let told = history::part(app, &telling, id.0).await?;
    let elsewhere = elsewhere_part(app, reader, row.member_id).await?;
    let body = html! {
        @if sees { (back(&format!("/funds/{}/applications", seen.fund.id), &reader.t("applications"))) } @else { (back("/", &reader.t("nav-home"))) }
        h1 { (title) }
        div.duo {
            div {
                (asked_part(&seen))
                @if row.status.is_open() { (parts::requirements(reader, &seen.assessed, sees)) }
                (guarantors_part(&seen))
                (elsewhere)
            }
            div {
                (votes_part(&seen, by))
                (decided_part(&seen))
                (form_refusals(reader, fields, &["acta", "held_on", "reason"]))
                (vote_part(&seen, by, fields))
                (second_part(&seen, by, fields))
                (own_part(&seen, by, fields))
                (told)
            }
        }
    };
    let heading = funds::heading(app, reader, by, &association, Some(&seen.fund)).await?;
    Ok(page(reader, by, &heading, Place::Home, &title, body))
}

fn asked_part(seen: &Seen) -> Markup {
    let (reader, row) = (seen.reader, &seen.row);
    html! {
        section.answer {
            span.words { (reader.tf("application-number", &[("number", row.number.to_string().into())])) " · " (parts::status_tag(reader, row.status)) }
            span.amount { (reader.money(row.principal_minor, seen.fund.unit)) }
            span.words { (row.purpose) @if let Some(on) = row.harvest_on { " · " (reader.tf("harvest-on", &[("day", reader.date(on).into())])) } }
            (parts::plan(reader, &seen.fund, &seen.assessed))
        }
        details { summary { (reader.t("see-installments")) } (parts::schedule(reader, &seen.fund, &seen.assessed)) }
    }
}

fn guarantors_part(seen: &Seen) -> Markup {
    let reader = seen.reader;
    html! {
        @if !seen.assessed.guarantors.is_empty() {
            h2 { (reader.t("guarantors")) }
            ul.rows { @for id in &seen.assessed.guarantors {
                li.row { span { (seen.names.get(id).map(String::as_str).unwrap_or_default()) } span.end { @if seen.sees { (solidarity::pages::standing_tag(reader, seen.late.get(id).copied())) } } }
            } }
        }
    }
}

/// The member's benefits from programmes, beside the loan asked of the fund.
async fn elsewhere_part(app: &App, reader: Reader, member: MemberId) -> Result<Markup, Error> {
    let mut bought = purchases::of_member(app.db.read(), member).await?;
    bought.retain(|held| held.status().received());
    Ok(html! {
        @if !bought.is_empty() {
            h2 { (reader.t("got-elsewhere")) }
            ul.rows { @for held in &bought {
                @let own = held.members.iter().find(|row| row.member_id == member);
                @let given = own.map_or(0, |row| row.received_taken_minor.unwrap_or(row.taken_minor) - row.received_pays_minor.unwrap_or(row.pays_minor));
                li.row {
                    span { (purchases::pages::name(reader, held)) } span.amount { (reader.money(given.max(0), held.unit)) }
                    small { (reader.t("got-elsewhere-hint")) } span.end { (purchases::pages::status_tag(reader, held)) }
                }
            } }
        }
    })
}

/// The votes, who still may vote, and who may not and why.
fn votes_part(seen: &Seen, by: &Actor) -> Markup {
    let (reader, row) = (seen.reader, &seen.row);
    let own = by.votes_as(row.association_id);
    let may = vote::may_vote(row, &seen.seats, &seen.assessed.guarantors);
    let name = |id: MemberId| if own == Some(id) { reader.t("you") } else { seen.names.get(&id).cloned().unwrap_or_default() };
    let waiting = may.iter().filter(|seat| row.status == ApplicationStatus::Applied && seen.votes.iter().all(|vote| vote.member_id != seat.member));
    let apart = seen
        .seats
        .iter()
        .filter(|seat| may.iter().all(|one| one.member != seat.member) && seen.votes.iter().all(|vote| vote.member_id != seat.member));
    html! {
        h2 { (reader.tf("votes-of-quorum", &[("count", seen.votes.len().into()), ("quorum", seen.assessed.rules.credit.quorum.into())])) }
        ul.rows {
            @for cast in &seen.votes {
                li.row {
                    span { (name(cast.member_id)) }
                    span.end { @if cast.in_favour { span.tag.well { (reader.t("vote-in-favour")) } } @else { span.tag.late { (reader.t("vote-against")) } } }
                    @if !cast.reason.is_empty() { small.part { (cast.reason) } }
                }
            }
            @for seat in waiting { li.row { span { (name(seat.member)) } span.end { span.tag.soon { (reader.t("vote-missing")) } } } }
            @for seat in apart { li.row { span { (name(seat.member)) } span {} small.part { (reader.t(why_apart(seen, seat))) } } }
        }
    }
}

fn why_apart(seen: &Seen, seat: &Seat) -> &'static str {
    if seat.member == seen.row.member_id {
        "vote-not-applicant"
    } else if seen.assessed.guarantors.contains(&seat.member) {
        "vote-not-guarantor"
    } else {
        "vote-not-recorder"
    }
}

/// The decision, its acta, and the resulting loan.
fn decided_part(seen: &Seen) -> Markup {
    let (reader, row) = (seen.reader, &seen.row);
    html! {
        @if let Some(acta) = &row.acta {
            p.hint {
                a href=(parts::annex(row, acta)) { (reader.tf("decided-by-acta", &[("acta", acta.into())])) }
                @if let Some(on) = row.acta_on { ", " (reader.date(on)) } @if let Some(folio) = &row.folio { " · " (reader.tf("folio-is", &[("folio", folio.into())])) }
            }
        }
        @if let Some(exception) = &row.exception { p.notice.warn { (reader.tf("exception-is", &[("reason", exception.into())])) } }
        @if let Some(reason) = &row.close_reason { p.notice { (reader.tf("closed-because", &[("reason", reason.into())])) } }
        @if let Some(of) = row.again_of { p { a href=(format!("/applications/{of}")) { (reader.t("application-again-of")) } } }
        @if let Some(loan) = row.loan_id { div.buttons { a.button href=(format!("/loans/{loan}")) { (reader.t("application-to-loan")) } } }
    }
}

fn vote_part(seen: &Seen, by: &Actor, fields: &Fields) -> Markup {
    let (reader, row) = (seen.reader, &seen.row);
    let action = format!("/applications/{}/vote", row.id);
    let Some(own) = by.votes_as(row.association_id).filter(|_| row.status == ApplicationStatus::Applied) else { return html! {} };
    if seen.votes.iter().any(|vote| vote.member_id == own) {
        let back = format!("/applications/{}/take-back", row.id);
        return reason_form(reader, fields, &back, "vote-take-back", html! { button.button.stop { (reader.t("vote-take-back")) } });
    }
    if vote::may_vote(row, &seen.seats, &seen.assessed.guarantors).iter().all(|seat| seat.member != own) {
        return html! {};
    }
    let typed = typed_into(fields, &action).cloned().unwrap_or_default().with("held_on", seen.today.to_string());
    let barred = seen.assessed.barred().next().is_some();
    let amount = reader.money(row.principal_minor, seen.fund.unit);
    html! {
        h2 { (reader.t("your-vote")) }
        @if barred { p.notice.bad { (reader.t("vote-barred")) } } @else if seen.assessed.excepted() { p.notice.warn { (reader.t("vote-exception")) } }
        form method="post" action=(action) {
            (form_field(&action))
            (key_field(&typed))
            (session_fields(reader, &typed))
            (Field::new(reader, &typed, "reason", "reason").hint("vote-reason-hint").text())
            div.buttons {
                @if !barred { button.button name="vote" value="yes" { (reader.tf("vote-approve", &[("amount", amount.into())])) } }
                button.button.stop name="vote" value="no" { (reader.t("vote-refuse")) }
            }
            p.hint { (reader.t(what_it_does(seen))) }
        }
    }
}

/// The key for what a vote in favour would decide.
fn what_it_does(seen: &Seen) -> &'static str {
    let tally = vote::tally(&seen.row, &seen.votes, &seen.seats, &seen.assessed.guarantors);
    let credit = &seen.assessed.rules.credit;
    match tally.with(true).verdict(credit) {
        Verdict::Approved if credit.needs_second(seen.row.principal_minor) => "vote-leads-to-second",
        Verdict::Approved => "vote-decides",
        Verdict::Open | Verdict::Rejected => "vote-adds",
    }
}

pub(super) fn session_fields(reader: Reader, fields: &Fields) -> Markup {
    html! {
        div.pair {
            (Field::new(reader, fields, "acta", "acta-number").text())
            (Field::new(reader, fields, "folio", "acta-folio").text())
            (Field::new(reader, fields, "held_on", "acta-held-on").date())
        }
        (field_refusal(reader, fields, "vote"))
    }
}

pub(super) fn read_session(fields: &mut Fields) -> Session {
    Session { acta: fields.text("acta"), held_on: fields.date("held_on"), folio: fields.note("folio") }
}

fn second_part(seen: &Seen, by: &Actor, fields: &Fields) -> Markup {
    let (reader, row) = (seen.reader, &seen.row);
    if row.status != ApplicationStatus::AwaitsSecond {
        return html! {};
    }
    let action = format!("/applications/{}/second", row.id);
    let typed = typed_into(fields, &action).cloned().unwrap_or_default();
    html! {
        p.notice { (reader.t("second-waits")) }
        @if by.may(Action::ApproveAgain, Some(row.association_id)) && row.recorded_by != by.user_id {
            form method="post" action=(action) {
                (form_field(&action))
                (key_field(&typed))
                (Field::new(reader, &typed, "reason", "reason").hint("second-reason-hint").text())
                div.buttons {
                    button.button name="vote" value="yes" { (reader.t("second-approve")) }
                    button.button.stop name="vote" value="no" { (reader.t("vote-refuse")) }
                }
            }
        }
    }
}

/// The actions left to the applicant.
fn own_part(seen: &Seen, by: &Actor, fields: &Fields) -> Markup {
    let (reader, row) = (seen.reader, &seen.row);
    let own = by.member().is_some_and(|(_, own)| own == row.member_id) || by.may(Action::ManageLoans, Some(row.association_id));
    let mut undo = fields.clone();
    if typed_into(fields, &format!("/applications/{}/withdraw", row.id)).is_none() {
        undo.refusals.clear();
    }
    html! {
        @if own && seen.over {
            div.buttons.no-print { a.button href=(format!("/funds/{}/applications/new?again={}", row.fund_id, row.id)) { (reader.t("application-again")) } }
        }
        @if own && row.status.is_open() {
            @if seen.votes.is_empty() { div.buttons.no-print { a.button.quiet href=(format!("/applications/{}/correct", row.id)) { (reader.t("application-correct")) } } }
            (Undo { action: format!("/applications/{}/withdraw", row.id), open: "application-withdraw", hint: "application-withdraw-hint", button: "application-withdraw" }.part(reader, &undo, true))
        }
    }
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn cast(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ApplicationId>, fields: Fields) -> Result<Response, Error> {
    let row = see(&app, &signed_in.0, id).await?;
    signed_in.0.check(Action::DecideLoans, Some(row.association_id))?;
    let mut fields = sent_to(fields, &format!("/applications/{id}/vote"));
    let one = OneVote { application: id, in_favour: fields.get("vote") == "yes", reason: fields.note("reason") };
    let ballot = Ballot { fund: row.fund_id, session: read_session(&mut fields), votes: vec![one] };
    let doing = vote::vote(&app, &signed_in.0, fields.key(), ballot);
    form::answer(doing, fields, |_| format!("/applications/{id}"), async |fields| application_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn take_back(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ApplicationId>, fields: Fields) -> Result<Response, Error> {
    let row = see(&app, &signed_in.0, id).await?;
    signed_in.0.check(Action::DecideLoans, Some(row.association_id))?;
    let mut fields = sent_to(fields, &format!("/applications/{id}/take-back"));
    let order = Order::new(id, fields.text("reason"));
    let doing = vote::take_back(&app, &signed_in.0, fields.key(), order);
    form::answer(doing, fields, |_| format!("/applications/{id}"), async |fields| application_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn second(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ApplicationId>, fields: Fields) -> Result<Response, Error> {
    let row = see(&app, &signed_in.0, id).await?;
    signed_in.0.check(Action::ApproveAgain, Some(row.association_id))?;
    let mut fields = sent_to(fields, &format!("/applications/{id}/second"));
    let new = SecondApproval { application: id, approves: fields.get("vote") == "yes", reason: fields.note("reason") };
    let doing = approve_again(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, |_| format!("/applications/{id}"), async |fields| application_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// A refusal that is not about what was typed.
pub async fn take_off(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ApplicationId>, fields: Fields) -> Result<Response, Error> {
    let row = see(&app, &signed_in.0, id).await?;
    super::apply::check_own(&app, &signed_in.0, row.member_id).await?;
    let mut fields = sent_to(fields, &format!("/applications/{id}/withdraw"));
    let order = Order::new(id, fields.text("reason"));
    let doing = withdraw::withdraw(&app, &signed_in.0, fields.key(), order);
    form::answer(doing, fields, |_| format!("/applications/{id}"), async |fields| application_page(&app, &signed_in, id, &fields).await).await
}
