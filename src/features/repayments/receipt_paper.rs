//! A receipt on paper: half a letter sheet, or A4 on request.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;

use super::pages::{applied_lines, left_said};
use super::{preview, see};
use crate::app::App;
use crate::db::journal;
use crate::domain::ids::RepaymentId;
use crate::domain::ledger::entry::check_code;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::{associations, funds, loans, members, sessions};
use crate::web::paper::{Column, Head, Paper, Row, Size, Table};
use crate::web::parts::asked::Asked;
use crate::web::signed_in::SignedIn;

/// # Errors
/// `not-found`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<RepaymentId>, uri: Uri) -> Result<Response, Error> {
    let (row, held) = see(&app, &signed_in.0, id).await?;
    let association = associations::see(&app, &signed_in.0, row.association_id, Action::SeeFund).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(held.unit);
    let (db, unit, today) = (app.db.read(), held.unit, app.clock.today(&association.time_zone));
    let fund = funds::find(db, row.fund_id).await?;
    let member = members::find(db, row.member_id).await?;
    let taken_by = sessions::find(db, row.recorded_by).await.map(|user| user.name).unwrap_or_default();
    let check = journal::entries_from(db, row.id).await?.first().map(|written| check_code(&written.entry.hash)).unwrap_or_default();
    let title = reader.tf("receipt-number", &[("number", row.receipt_no.to_string().into())]);
    let head = Head { association: association.name, fund: fund.name, title, day: today, folios: false };
    let mut paper = Paper::new(reader, Size::half_or_asked(&Asked::of(&uri)), head);
    paper.amount(row.reversed_at.and(row.reversal_reason.as_deref()), row.amount_minor, unit);
    let fact = |key: &str, said: String| (reader.t(key), said);
    let mut facts = vec![fact("received-from", member.name.clone())];
    facts.extend(row.paid_by.clone().map(|payer| fact("paid-by", payer)));
    facts.push(fact("loan", loans::pages::name(reader, &held.loan)));
    facts.push(fact("paid-on", reader.date(row.paid_on)));
    facts.push(fact("payment-method", reader.of("payment-method", row.payment_method.code())));
    facts.extend(Some(taken_by).filter(|name| !name.is_empty()).map(|name| fact("taken-by", name)));
    facts.extend(loans::quality::facts(reader, &row));
    facts.extend(Some(row.note.clone()).filter(|note| !note.is_empty()).map(|note| fact("note", note)));
    facts.push(fact("check-code", check));
    paper.facts(&facts);
    // As on the page: how it was applied by what was known when it was issued.
    if let Some(applied) = preview::issued(&held, &row)? {
        let mut rows: Vec<Row> =
            applied_lines(reader, &applied).into_iter().map(|(text, minor)| vec![text, reader.money(minor, unit)].into()).collect();
        if applied.split.forgiven > 0 {
            rows.push(vec![reader.t("applied-forgiven"), format!("({})", reader.money(applied.split.forgiven, unit))].into());
        }
        paper.table(&Table {
            columns: vec![Column::words(reader.t("applied-so"), 1), Column::figures(String::new())],
            rows,
            sums: vec![vec![reader.t("left-owing"), reader.money(applied.left, unit)]],
            ..Table::default()
        });
        paper.say(&left_said(reader, &applied, unit, today), paper.plain());
    }
    paper.signs(&[reader.t("signs-payer"), reader.t("signs-taker")]);
    paper.answer(&format!("{}-{}", reader.t("file-receipt"), row.receipt_no)).await
}
