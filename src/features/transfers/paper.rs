//! The voucher of money moved between cash and bank, or between two funds, on half a letter sheet.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;

use super::{Seen, see};
use crate::app::App;
use crate::db::journal;
use crate::domain::ids::TransferId;
use crate::domain::ledger::entry::check_code;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections;
use crate::web::paper::{Head, Paper, Size};
use crate::web::parts::asked::Asked;
use crate::web::signed_in::SignedIn;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<TransferId>, uri: Uri) -> Result<Response, Error> {
    let Seen { transfer, from, to, association } = see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(from.unit);
    let check = journal::entries_from(app.db.read(), id).await?.first().map(|written| check_code(&written.entry.hash));
    let names = corrections::names(app.db.read(), vec![transfer.recorded_by]).await?;
    let day = app.clock.today(&association.time_zone);
    let head =
        Head { association: association.name, fund: from.name.clone(), title: reader.of("transfer", transfer.kind.code()), day, folios: false };
    let mut paper = Paper::new(reader, Size::half_or_asked(&Asked::of(&uri)), head);
    paper.amount(transfer.reversed_at.and(transfer.reversal_reason.as_deref()), transfer.amount_minor, from.unit);
    let mut facts = vec![
        (reader.t("transfer-from-fund"), format!("{} · {}", from.name, reader.of("taken-from", transfer.taken_from.code()))),
        (reader.t("transfer-to-fund"), format!("{} · {}", to.name, reader.of("put-into", transfer.put_into.code()))),
        (reader.t("date"), reader.date(transfer.happens_on)),
        (reader.t("transfer-acta"), transfer.acta.clone()),
        (reader.t("note"), transfer.note.clone()),
        (reader.t("capital-owed-back"), transfer.owed_back_on.map(|on| reader.date(on)).unwrap_or_default()),
        (reader.t("voucher-given-by"), names.get(&transfer.recorded_by).cloned().unwrap_or_default()),
        (reader.t("check-code"), check.unwrap_or_default()),
    ];
    facts.retain(|(_, said)| !said.is_empty());
    paper.facts(&facts);
    paper.signs(&[reader.t("signs-gives"), reader.t("signs-receives")]);
    paper.answer(&format!("{}-{}", reader.t("file-transfer"), transfer.happens_on)).await
}
