//! The voucher of an expense, on half a letter sheet.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;

use super::show_page::{Seen, see};
use crate::app::App;
use crate::db::journal;
use crate::domain::ids::ExpenseId;
use crate::domain::ledger::entry::check_code;
use crate::domain::role::Action;
use crate::error::Error;
use crate::web::paper::{Head, Paper, Size};
use crate::web::parts::asked::Asked;
use crate::web::signed_in::SignedIn;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ExpenseId>, uri: Uri) -> Result<Response, Error> {
    let Seen { expense, fund, association } = see(&app, &signed_in, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let check = journal::entries_from(app.db.read(), id).await?.first().map(|written| check_code(&written.entry.hash));
    let day = app.clock.today(&association.time_zone);
    let head = Head { association: association.name, fund: fund.name, title: reader.t("expense-voucher"), day, folios: false };
    let mut paper = Paper::new(reader, Size::half_or_asked(&Asked::of(&uri)), head);
    paper.amount(expense.reversed_at.and(expense.reversal_reason.as_deref()), expense.amount_minor, fund.unit);
    let mut facts = vec![
        (reader.t("voucher-for"), expense.concept.clone()),
        (reader.t("list-state"), reader.of("expense-status", expense.status.code())),
        (reader.t("date"), reader.date(expense.happens_on)),
        (reader.t("payment-method"), reader.of("payment-method", expense.payment_method.code())),
    ];
    // A planned expense has no entry yet.
    facts.extend(check.map(|check| (reader.t("check-code"), check)));
    paper.facts(&facts);
    paper.signs(&[reader.t("signs-receives"), reader.t("signs-gives")]);
    paper.answer(&format!("{}-{}", reader.t("file-expense"), expense.happens_on)).await
}
