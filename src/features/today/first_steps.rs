//! The finished and the next steps of a new association, until all are done.

use maud::{Markup, html};

use crate::app::App;
use crate::db::journal;
use crate::domain::actor::Actor;
use crate::domain::role::{Action, Grant, Role};
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund};
use crate::features::members;
use crate::features::users::{self, User};
use crate::web::text::Reader;

struct FirstStep {
    key: &'static str,
    done: bool,
    href: String,
}

/// The list, for those who may take its steps; empty once all are done.
pub async fn part(app: &App, reader: Reader, by: &Actor, association: &Association, own: &[Fund]) -> Result<Markup, Error> {
    if !by.may(Action::ManageFund, Some(association.id)) {
        return Ok(html! {});
    }
    let steps = steps(app, association, own).await?;
    let next = steps.iter().position(|step| !step.done);
    Ok(html! {
        @if let Some(next) = next {
            section.card.first {
                h2 { (reader.t("first-steps")) }
                ol { @for (i, step) in steps.iter().enumerate() {
                    li.done[step.done] {
                        @if step.done { "✓ " (reader.t(step.key)) " " span.unseen { (reader.t("first-done")) } }
                        @else if i == next { a.button href=(step.href) { (reader.t(step.key)) } }
                        @else { a href=(step.href) { (reader.t(step.key)) } }
                    }
                } }
                @if !steps.iter().any(|step| step.done) || own.is_empty() { p { (reader.t("first-or")) " " a href="/import" { (reader.t("import")) } } }
            }
        }
    })
}

async fn steps(app: &App, association: &Association, own: &[Fund]) -> Result<Vec<FirstStep>, Error> {
    let (db, id) = (app.db.read(), association.id);
    let fund = own.first();
    let (mut has_capital, mut has_cycle) = (false, false);
    if let Some(fund) = fund {
        // Any entry counts: an import may have brought the money in another way than as capital.
        has_capital = !journal::newest_of(db, &[fund.id]).await?.is_empty();
        has_cycle = !funds::cycles(db, fund.id).await?.is_empty();
    }
    let has_members = !members::search(db, id, "", 1).await?.is_empty();
    let keeps = |user: &User, grants: &[Grant]| user.disabled_at.is_none() && grants.iter().any(|grant| grant.role() == Role::Treasurer);
    let has_treasurer = users::list(db, Some(id)).await?.iter().any(|(user, grants)| keeps(user, grants));
    let of_fund = |below: &str| fund.map_or_else(|| format!("/associations/{id}/funds/new"), |fund| format!("/funds/{}{below}", fund.id));
    let step = |key, done, href| FirstStep { key, done, href };
    Ok(vec![
        step("first-fund", fund.is_some(), of_fund("")),
        step("first-capital", has_capital, of_fund("/capital/new")),
        step("first-cycle", has_cycle, of_fund("/cycles")),
        step("first-members", has_members, format!("/associations/{id}/members/new")),
        step("first-treasurer", has_treasurer, format!("/associations/{id}/users")),
    ])
}
