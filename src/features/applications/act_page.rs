//! The decisions of a committee's session, to print beside its acta and sign.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::http::Uri;
use maud::{Markup, html};

use super::{Application, Vote, parts, store};
use crate::app::App;
use crate::domain::ids::{FundId, MemberId};
use crate::domain::loan::LoanStatus;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund};
use crate::features::{loans, members};
use crate::web::fields::Fields;
use crate::web::layout::{Place, page};
use crate::web::parts::{back, url_encoded};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// The decisions of a session, and the votes.
pub(super) struct Annex {
    pub number: String,
    pub fund: Fund,
    pub association: Association,
    pub rows: Vec<Application>,
    /// The total of the loans approved and not cancelled.
    pub approved_minor: i64,
    pub votes: Vec<Vote>,
    names: HashMap<MemberId, String>,
    pub reader: Reader,
}

impl Annex {
    pub async fn see(app: &App, signed_in: &SignedIn, id: FundId, uri: &Uri) -> Result<Self, Error> {
        let (fund, association) = funds::see(app, &signed_in.0, id, Action::SeeMembers).await?;
        let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
        let asked = Fields::from_query(uri);
        let number = asked.get("number").to_owned();
        let rows = store::of_acta(app.db.read(), id, &number, asked.get("on").parse().ok()).await?;
        let loans = loans::by_ids(app.db.read(), rows.iter().filter_map(|row| row.loan_id).collect()).await?;
        let stands = |row: &&Application| row.loan_id.and_then(|id| loans.get(&id)).is_some_and(|loan| loan.status != LoanStatus::Cancelled);
        let approved_minor = rows.iter().filter(stands).map(|row| row.principal_minor).sum();
        let votes = store::votes(app.db.read(), &rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
        let people = rows.iter().map(|row| row.member_id).chain(votes.iter().map(|vote| vote.member_id)).collect();
        let names = members::names(app.db.read(), people).await?;
        Ok(Self { number, fund, association, rows, approved_minor, votes, names, reader })
    }

    pub fn name(&self, member: MemberId) -> String {
        self.names.get(&member).cloned().unwrap_or_default()
    }

    /// The address of the same on paper.
    fn pdf(&self) -> String {
        let on = self.rows.first().and_then(|row| row.acta_on).map(|on| format!("&on={on}")).unwrap_or_default();
        format!("/funds/{}/acta.pdf?number={}{on}", self.fund.id, url_encoded(&self.number))
    }

    /// The votes for and against.
    pub fn cast(&self, row: &Application) -> String {
        let cast = |in_favour| self.votes.iter().filter(|vote| vote.application_id == row.id && vote.in_favour == in_favour).count();
        self.reader.tf("votes-for-against", &[("for", cast(true).into()), ("against", cast(false).into())])
    }
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let annex = Annex::see(&app, &signed_in, id, &uri).await?;
    let (reader, number, first) = (annex.reader, annex.number.as_str(), annex.rows.first());
    let body = html! {
        (back(&format!("/funds/{id}/applications"), &reader.t("applications")))
        h1 { (reader.tf("acta-annex", &[("acta", number.into())])) }
        p { (annex.association.name) " · " (annex.fund.name)
            @if let Some(on) = first.and_then(|row| row.acta_on) { " · " (reader.date(on)) }
            @if let Some(folio) = first.and_then(|row| row.folio.clone()) { " · " (reader.tf("folio-is", &[("folio", folio.into())])) }
        }
        @if annex.rows.is_empty() { p.notice { (reader.t("acta-none")) } } @else {
            (table(&annex))
            div.signs { @for name in signing(&annex) { span { (name) } } }
        }
        div.buttons.no-print {
            button.button.quiet type="button" data-print="1" { (reader.t("print")) }
            @if !annex.rows.is_empty() { a.button.quiet href=(annex.pdf()) { "PDF" } }
        }
    };
    let heading = funds::heading(&app, reader, by, &annex.association, Some(&annex.fund)).await?;
    Ok(page(reader, by, &heading, Place::Home, &reader.tf("acta-annex", &[("acta", number.into())]), body))
}

fn table(annex: &Annex) -> Markup {
    let (reader, unit) = (annex.reader, annex.fund.unit);
    html! {
        div.scroll tabindex="0" { table {
            thead { tr { th { (reader.t("changed-member")) } th { (reader.t("loan-purpose")) } th.n { (reader.t("total")) } th { (reader.t("votes")) } th { (reader.t("decision")) } } }
            tbody {
                @for row in &annex.rows { tr {
                    td { a href=(format!("/applications/{}", row.id)) { (annex.name(row.member_id)) } }
                    td { (row.purpose) }
                    td.n { (reader.money(row.principal_minor, unit)) }
                    td { (annex.cast(row)) }
                    td {
                        (parts::status_tag(reader, row.status))
                        @if let Some(reason) = &row.close_reason { br; small { (reason) } }
                        @if let Some(exception) = &row.exception { br; small { (reader.tf("exception-is", &[("reason", exception.into())])) } }
                    }
                } }
                tr.sum { th colspan="2" { (reader.t("acta-approved")) } td.n { (reader.money(annex.approved_minor, unit)) } td {} td {} }
            }
        } }
    }
}

/// The voters, each once.
pub(super) fn signing(annex: &Annex) -> Vec<String> {
    let mut signing: Vec<String> = annex.votes.iter().map(|vote| annex.name(vote.member_id)).filter(|name| !name.is_empty()).collect();
    signing.sort_unstable();
    signing.dedup();
    signing
}
