//! A fund's applications in the committee's order, and which of them fit into the capital available. The committee arranges
//! them and votes on several at once.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use maud::{Markup, html};

use super::order::{Arrangement, arrange};
use super::show_page::{read_session, session_fields};
use super::vote::{Ballot, OneVote, vote};
use super::{Application, Vote, parts, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::committee::fits;
use crate::domain::ids::{ApplicationId, FundId, MemberId};
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund};
use crate::features::members;
use crate::features::on_hand::on_hand;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{answer, back, form_refusals, key_field, pager};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// Decided applications on one page.
const PAGE: u64 = 50;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    queue_page(&app, &signed_in, &fund, &association, &Fields::from_query(&uri)).await
}

async fn queue_page(app: &App, signed_in: &SignedIn, fund: &Fund, association: &Association, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader().in_country(&association.country).counting(fund.unit), &signed_in.0);
    let number: u64 = fields.get("page").parse().unwrap_or(0);
    let done = store::decided(app.db.read(), fund.id, number, PAGE).await?;
    let names = members::names(app.db.read(), done.iter().map(|row| row.member_id).collect()).await?;
    let body = html! {
        (back(&format!("/funds/{}", fund.id), &fund.name))
        h1 { (reader.t("applications")) }
        (open_part(app, reader, by, fund, association, fields).await?)
        @if !done.is_empty() { h2 { (reader.t("applications-decided")) } }
        ul.rows { @for row in &done { (decided_row(reader, fund, row, &names)) } }
        (pager(reader, &format!("/funds/{}/applications", fund.id), number, done.len() as u64 == PAGE))
    };
    let heading = funds::heading(app, reader, by, association, Some(fund)).await?;
    Ok(page(reader, by, &heading, Place::Home, &reader.t("applications"), body))
}

/// The open applications of a fund, with the voting form for committee members.
pub async fn open_part(app: &App, reader: Reader, by: &Actor, fund: &Fund, association: &Association, fields: &Fields) -> Result<Markup, Error> {
    let today = app.clock.today(&association.time_zone);
    let open = store::open_of_fund(app.db.read(), fund.id).await?;
    let votes = store::votes(app.db.read(), &open.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    let names = members::names(app.db.read(), open.iter().map(|row| row.member_id).collect()).await?;
    let available = on_hand(app.db.read(), fund, today).await?.now.available_now;
    let amounts: Vec<i64> = open.iter().map(|row| row.principal_minor).collect();
    let left = fits(available, &amounts);
    let decides = by.may(Action::DecideLoans, Some(association.id));
    let fields = &fields.clone().with("held_on", today.to_string());
    let way = html! { a href=(format!("/funds/{}", fund.id)) { (reader.t("how-computed")) } };
    let beyond = left.iter().filter(|(fits, _)| !fits).count();
    Ok(html! {
        (answer(&reader.t("available-now"), available, reader, fund.unit, way))
        @if open.is_empty() { p.notice { (reader.t("applications-none")) } }
        @if beyond > 0 { p.notice.warn { (reader.tf("applications-beyond", &[("count", beyond.into())])) } }
        (form_refusals(reader, fields, &["acta", "held_on", "vote"]))
        @if !open.is_empty() {
            form method="post" action=(format!("/funds/{}/votes", fund.id)) {
                (key_field(fields))
                ul.rows { @for (i, row) in open.iter().enumerate() {
                    (open_row(&OpenRow { reader, fund, by, row, name: names.get(&row.member_id).map_or("", String::as_str), fits: left[i], place: i + 1, votes: &votes, fields }, decides))
                } }
                @if decides {
                    div.buttons { button.button.quiet name="arrange" value="1" { (reader.t("applications-arrange")) } }
                    h2 { (reader.t("session")) }
                    p.hint { (reader.t("session-hint")) }
                    (session_fields(reader, fields))
                    div.buttons { button.button { (reader.t("session-vote")) } }
                }
            }
        }
    })
}

struct OpenRow<'a> {
    reader: Reader,
    fund: &'a Fund,
    by: &'a Actor,
    row: &'a Application,
    name: &'a str,
    /// Whether it fits into what is available after those before it, and what is left after it.
    fits: (bool, i64),
    place: usize,
    votes: &'a [Vote],
    fields: &'a Fields,
}

fn open_row(of: &OpenRow<'_>, decides: bool) -> Markup {
    let (reader, row) = (of.reader, of.row);
    let cast: Vec<&Vote> = of.votes.iter().filter(|vote| vote.application_id == row.id).collect();
    let own = of.by.votes_as(row.association_id);
    let voted = cast.iter().any(|vote| Some(vote.member_id) == own);
    let (fits, left) = of.fits;
    html! {
        li.row {
            span { (of.place) ". " a href=(format!("/applications/{}", row.id)) { (of.name) } }
            span.amount { (reader.money(row.principal_minor, of.fund.unit)) }
            small { (row.purpose) " · " (reader.tf("votes-cast", &[("count", cast.len().into())])) }
            span.part {
                @if fits { span.tag.well { (reader.tf("application-fits", &[("left", reader.money(left, of.fund.unit).into())])) } }
                @else { span.tag.late { (reader.t("application-beyond")) } }
            }
            @if row.status != crate::domain::committee::ApplicationStatus::Applied { span.part { (parts::status_tag(reader, row.status)) } }
            @else if decides { div.part { (ballot_fields(of, voted)) } }
        }
    }
}

/// Its place in the order, and its vote unless the reader has voted.
fn ballot_fields(of: &OpenRow<'_>, voted: bool) -> Markup {
    let (reader, id) = (of.reader, of.row.id);
    let (place, vote, reason) = (format!("place-{id}"), format!("vote-{id}"), format!("reason-{id}"));
    let typed = of.fields.get(&place);
    let typed = if typed.is_empty() { of.place.to_string() } else { typed.to_owned() };
    let chosen = of.fields.get(&vote);
    html! {
        label { (reader.t("application-place")) " " input.text.short name=(place) value=(typed) inputmode="numeric" autocomplete="off"; }
        @if voted { p.hint { (reader.t("vote-cast-already")) } } @else {
            select.text name=(vote) aria-label=(reader.tf("vote-of", &[("name", of.name.into())])) {
                @for (value, key) in [("", "vote-not-yet"), ("yes", "vote-in-favour"), ("no", "vote-against")] {
                    option value=(value) selected[chosen == value] { (reader.t(key)) }
                }
            }
            input.text name=(reason) value=(of.fields.get(&reason)) placeholder=(reader.t("reason")) aria-label=(reader.tf("vote-reason-of", &[("name", of.name.into())])) autocomplete="off";
        }
    }
}

fn decided_row(reader: Reader, fund: &Fund, row: &Application, names: &HashMap<MemberId, String>) -> Markup {
    html! {
        li { a.row href=(format!("/applications/{}", row.id)) {
            span { (names.get(&row.member_id).map(String::as_str).unwrap_or_default()) } span.amount { (reader.money(row.principal_minor, fund.unit)) }
            small { (reader.tf("application-number", &[("number", row.number.to_string().into())])) " · " (row.purpose) @if let Some(acta) = &row.acta { " · " (acta) } }
            span.end { (parts::status_tag(reader, row.status)) }
        } }
    }
}

/// Saves the order, or casts the votes marked: all of them, or none.
///
/// # Errors
/// A refusal that is not about what was typed.
pub async fn decide(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, mut fields: Fields) -> Result<Response, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::DecideLoans).await?;
    let open: Vec<ApplicationId> = store::open_of_fund(app.db.read(), id).await?.iter().map(|row| row.id).collect();
    let to = format!("/funds/{id}/applications");
    let by = &signed_in.0;
    if fields.flag("arrange") {
        let place = |id: &ApplicationId| fields.get(&format!("place-{id}")).parse::<i64>().unwrap_or(i64::MAX);
        let mut order = open;
        order.sort_by_key(place);
        let doing = arrange(&app, by, fields.key(), Arrangement { fund: id, order });
        return form::answer(doing, fields, |_| to, async |fields| queue_page(&app, &signed_in, &fund, &association, &fields).await).await;
    }
    let votes = open.into_iter().filter_map(|id| marked(&mut fields, id)).collect();
    let ballot = Ballot { fund: id, session: read_session(&mut fields), votes };
    let doing = vote(&app, by, fields.key(), ballot);
    form::answer(doing, fields, |_| to, async |fields| queue_page(&app, &signed_in, &fund, &association, &fields).await).await
}

fn marked(fields: &mut Fields, application: ApplicationId) -> Option<OneVote> {
    let in_favour = match fields.get(&format!("vote-{application}")) {
        "yes" => true,
        "no" => false,
        _ => return None,
    };
    let reason: Note = fields.note(&format!("reason-{application}"));
    Some(OneVote { application, in_favour, reason })
}
