//! The voucher of seed capital paid back, on half a letter sheet.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;

use super::return_pages::{ReturnPage, facts_of};
use super::store;
use crate::app::App;
use crate::db::journal;
use crate::domain::ids::CapitalReturnId;
use crate::domain::ledger::entry::check_code;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::sessions;
use crate::web::paper::{Head, Paper, Size};
use crate::web::parts::asked::Asked;
use crate::web::signed_in::SignedIn;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CapitalReturnId>, uri: Uri) -> Result<Response, Error> {
    let row = store::find_return(app.db.read(), id).await?;
    let seen = ReturnPage::of(&app, &signed_in, row.capital_id, Action::SeeMembers).await?;
    let (reader, unit) = (seen.reader, seen.fund.unit);
    let check = journal::entries_from(app.db.read(), row.id).await?.first().map(|written| check_code(&written.entry.hash)).unwrap_or_default();
    let given_by = sessions::find(app.db.read(), row.recorded_by).await.map(|user| user.name).unwrap_or_default();
    let title = reader.tf("voucher-number", &[("number", row.voucher_no.to_string().into())]);
    let day = app.clock.today(&seen.association.time_zone);
    let head = Head { association: seen.association.name.clone(), fund: seen.fund.name.clone(), title, day, folios: false };
    let mut paper = Paper::new(reader, Size::half_or_asked(&Asked::of(&uri)), head);
    paper.amount(row.reversed_at.and(row.reversal_reason.as_deref()), row.amount_minor, unit);
    let mut facts = facts_of(&seen, &row, &given_by);
    facts.push((reader.t("check-code"), check));
    paper.facts(&facts);
    paper.signs(&[format!("{}: {}", reader.t("signs-receives"), row.paid_to), reader.t("signs-gives")]);
    paper.answer(&format!("{}-{}", reader.t("file-voucher"), row.voucher_no)).await
}
