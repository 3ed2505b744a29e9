//! The receipt of a payment into a purchase, or the voucher of a payment out, on half a letter sheet.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;

use super::parts::name;
use super::pay_pages::who;
use super::payment_page::see;
use crate::app::App;
use crate::db::journal;
use crate::domain::ids::PaymentId;
use crate::domain::ledger::entry::check_code;
use crate::error::Error;
use crate::features::sessions;
use crate::web::paper::{Head, Paper, Size};
use crate::web::parts::asked::Asked;
use crate::web::signed_in::SignedIn;

/// # Errors
/// `not-found`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PaymentId>, uri: Uri) -> Result<Response, Error> {
    let (row, seen) = see(&app, &signed_in, id).await?;
    let (reader, unit, db) = (seen.reader, seen.held.unit, app.db.read());
    let taken_by = sessions::find(db, row.recorded_by).await.map(|user| user.name).unwrap_or_default();
    let check = journal::entries_from(db, row.id).await?.first().map(|written| check_code(&written.entry.hash)).unwrap_or_default();
    let (title, file) = match row.receipt_no {
        Some(no) => (reader.tf("receipt-number", &[("number", no.to_string().into())]), format!("{}-{no}", reader.t("file-receipt"))),
        None => (reader.of("movement", row.kind.code()), reader.t("file-voucher")),
    };
    let head = Head { association: seen.association.name.clone(), fund: seen.fund.name.clone(), title, day: seen.today, folios: false };
    let mut paper = Paper::new(reader, Size::half_or_asked(&Asked::of(&uri)), head);
    paper.amount(row.reversed_at.and(row.reversal_reason.as_deref()), row.amount_minor, unit);
    let from = row.member_id.is_some() && row.receipt_no.is_some();
    let mut facts = vec![
        (reader.t(if from { "received-from" } else { "movement" }), who(&seen, &row)?),
        (reader.t("purchase"), name(reader, &seen.held)),
        (reader.t("paid-on"), reader.date(row.happens_on)),
        (reader.t("payment-method"), reader.of("payment-method", row.payment_method.code())),
    ];
    let more = [("taken-by", taken_by), ("note", row.note.to_string()), ("check-code", check)];
    facts.extend(more.into_iter().filter(|(_, said)| !said.is_empty()).map(|(key, said)| (reader.t(key), said)));
    paper.facts(&facts);
    paper.signs(&[reader.t("signs-payer"), reader.t("signs-taker")]);
    paper.answer(&file).await
}
