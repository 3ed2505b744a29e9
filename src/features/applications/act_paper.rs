//! The annex of a committee's acta on paper: the decisions, the votes, and lines for the voters' signatures.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;

use super::act_page::{Annex, signing};
use crate::app::App;
use crate::domain::ids::FundId;
use crate::error::Error;
use crate::web::paper::{Column, Head, Paper, Row, Size, Table};
use crate::web::parts::asked::Asked;
use crate::web::signed_in::SignedIn;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Response, Error> {
    let annex = Annex::see(&app, &signed_in, id, &uri).await?;
    let (reader, unit) = (annex.reader, annex.fund.unit);
    let title = reader.tf("acta-annex", &[("acta", (&annex.number).into())]);
    let day = app.clock.today(&annex.association.time_zone);
    let head = Head { association: annex.association.name.clone(), fund: annex.fund.name.clone(), title, day, folios: false };
    let mut paper = Paper::new(reader, Size::asked(&Asked::of(&uri)), head);
    let first = annex.rows.first();
    let on = first.and_then(|row| row.acta_on).map(|on| reader.date(on));
    let folio = first.and_then(|row| row.folio.clone()).map(|folio| reader.tf("folio-is", &[("folio", folio.into())]));
    paper.say(&on.into_iter().chain(folio).collect::<Vec<_>>().join(" · "), paper.soft());
    let row = |row: &super::Application| {
        let exception = row.exception.as_ref().map(|reason| reader.tf("exception-is", &[("reason", reason.into())]));
        let state = reader.of("application-status", row.status.code());
        let decision = std::iter::once(state).chain(row.close_reason.as_ref().map(ToString::to_string)).chain(exception);
        Row::from(vec![
            annex.name(row.member_id),
            row.purpose.to_string(),
            reader.money(row.principal_minor, unit),
            annex.cast(row),
            decision.collect::<Vec<_>>().join(" · "),
        ])
    };
    let label = |key: &str| reader.t(key);
    if annex.rows.is_empty() {
        paper.say(&reader.t("acta-none"), paper.plain());
    } else {
        paper.table(&Table {
            columns: vec![
                Column::words(label("changed-member"), 3),
                Column::words(label("loan-purpose"), 2),
                Column::figures(label("total")),
                Column::words(label("votes"), 2),
                Column::words(label("decision"), 3),
            ],
            rows: annex.rows.iter().map(row).collect(),
            sums: vec![vec![label("acta-approved"), String::new(), reader.money(annex.approved_minor, unit), String::new(), String::new()]],
            ..Table::default()
        });
    }
    paper.signs(&signing(&annex));
    paper.answer(&reader.t("file-acta")).await
}
