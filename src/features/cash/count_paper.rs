//! A cash count on paper, for both counters to sign.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;

use super::pages::said;
use super::show_page::facts_of;
use super::store;
use crate::app::App;
use crate::domain::ids::CashCountId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds;
use crate::web::paper::{Colour, Column, Head, Paper, Row, Size, Table};
use crate::web::parts::asked::Asked;
use crate::web::signed_in::SignedIn;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CashCountId>, uri: Uri) -> Result<Response, Error> {
    let count = store::find(app.db.read(), id).await?;
    let (fund, association) = funds::see(&app, &signed_in.0, count.fund_id, Action::SeeMembers).await?;
    let (reader, unit) = (signed_in.reader().in_country(&association.country), fund.unit);
    let piles = store::piles(app.db.read(), id).await?;
    let day = app.clock.today(&association.time_zone);
    let head = Head { association: association.name, fund: fund.name, title: reader.t("cash-count"), day, folios: false };
    let mut paper = Paper::new(reader, Size::half_or_asked(&Asked::of(&uri)), head);
    paper.say(&reader.date(count.counted_on), paper.plain());
    if count.reversed_at.is_some() {
        let why = format!("{}: {}", reader.t("reversed"), count.reversal_reason.as_deref().unwrap_or_default());
        paper.say(&why, paper.large(12, Colour::Cochineal));
    }
    let colour = if count.difference_minor() < 0 { Colour::Cochineal } else { Colour::Pasture };
    paper.say(&said(reader, count.difference_minor(), unit), paper.large(16, colour));
    paper.space(4);
    paper.facts(&facts_of(reader, &count, unit));
    let figures = |minor: i64| reader.figures(minor, unit);
    let rows = piles.iter().map(|pile| Row::from(vec![figures(pile.face_minor), pile.pieces.to_string(), figures(pile.face_minor * pile.pieces)]));
    let face = if unit.is_money() { "cash-denomination" } else { "cash-sack-weight" };
    paper.table(&Table {
        columns: vec![Column::words(reader.t(face), 1), Column::figures(reader.t("cash-pieces")), Column::figures(reader.symbol(unit))],
        rows: rows.collect(),
        sums: vec![vec![reader.t("total"), String::new(), figures(count.counted_minor)]],
        ..Table::default()
    });
    let signs = [(&count.counted_by, "cash-counted-by"), (&count.witnessed_by, "cash-witnessed-by")];
    paper.signs(&signs.map(|(name, key)| format!("{name} · {}", reader.t(key))));
    paper.answer(&format!("{}-{}", reader.t("file-count"), count.counted_on)).await
}
