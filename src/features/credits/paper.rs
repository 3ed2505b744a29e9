//! The voucher of what was in a member's favour and was given back, or paid a loan, on half a letter sheet.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use uuid::Uuid;

use super::pages::title;
use crate::app::App;
use crate::db::journal;
use crate::domain::ledger::entry::check_code;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::{associations, funds, members, sessions};
use crate::web::paper::{Head, Paper, Size};
use crate::web::parts::asked::Asked;
use crate::web::signed_in::SignedIn;

/// # Errors
/// `not-found`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<Uuid>, uri: Uri) -> Result<Response, Error> {
    let (by, db) = (&signed_in.0, app.db.read());
    let row = super::see(&app, by, id).await?;
    let association = associations::see(&app, by, row.association_id, Action::SeeFund).await?;
    let fund = funds::find(db, row.fund_id).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let member = members::find(db, row.member_id).await?;
    // The command line has no sign-in.
    let given_by = sessions::find(db, row.recorded_by).await.map(|user| user.name).unwrap_or_default();
    let check = journal::entries_from(db, row.id).await?.first().map(|written| check_code(&written.entry.hash));
    let day = app.clock.today(&association.time_zone);
    let head = Head { association: association.name, fund: fund.name, title: title(reader, &row), day, folios: false };
    let mut paper = Paper::new(reader, Size::half_or_asked(&Asked::of(&uri)), head);
    paper.amount(row.reversed_at.and(row.reversal_reason.as_deref()), row.amount_minor, fund.unit);
    let mut facts = vec![
        (reader.t("voucher-paid-to"), member.name.clone()),
        (reader.t("voucher-for"), reader.t(if row.repayment_id.is_some() { "credit-used" } else { "credit-voucher-for" })),
        (reader.t("date"), reader.date(row.used_on)),
        (reader.t("payment-method"), reader.of("payment-method", row.payment_method.code())),
        (reader.t("voucher-given-by"), given_by),
        (reader.t("note"), row.note.clone()),
        (reader.t("check-code"), check.unwrap_or_default()),
    ];
    facts.retain(|(_, said)| !said.is_empty());
    paper.facts(&facts);
    paper.signs(&[format!("{}: {}", reader.t("signs-receives"), member.name), reader.t("signs-gives")]);
    paper.answer(&format!("{}-{}", reader.t("file-voucher"), row.voucher_no.map_or_else(|| row.used_on.to_string(), |no| no.to_string()))).await
}
