//! Bank statements over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::by_hand::{self, NewMatch};
use super::record::{self as verb, NewStatement};
use super::{BankStatement, put_right, see, store};
use crate::app::App;
use crate::domain::bank::BankLine;
use crate::domain::ids::{BankMatchId, BankStatementId, EntryId, FundId};
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::corrections::api::{Undoing, reversed};
use crate::features::funds;
use crate::web::api::{Body, IdempotencyKey, Made, Paged, Query, Reason};
use crate::web::signed_in::SignedIn;

#[derive(Serialize, ToSchema)]
pub struct BankStatementOut {
    id: BankStatementId,
    name: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    opening_minor: Option<i64>,
    closing_minor: Option<i64>,
    /// The books' balance on its last day, when it was compared.
    books_minor: i64,
    reversal_reason: Option<String>,
}

impl From<BankStatement> for BankStatementOut {
    fn from(row: BankStatement) -> Self {
        Self {
            id: row.id,
            name: row.name,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            opening_minor: row.opening_minor,
            closing_minor: row.closing_minor,
            books_minor: row.books_minor,
            reversal_reason: row.reversal_reason,
        }
    }
}

/// A fund's bank statements, newest first.
#[utoipa::path(get, path = "/api/v1/funds/{id}/bank-statements", tag = "cash", params(("id" = Uuid, Path), Paged),
    responses((status = 200, body = [BankStatementOut])))]
pub async fn list(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    Query(asked): Query<Paged>,
) -> Result<Json<Vec<BankStatementOut>>, Error> {
    let (fund, _) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let rows = store::of_fund(app.db.read(), fund.id, asked.number(), Paged::MOST).await?;
    Ok(Json(rows.into_iter().map(BankStatementOut::from).collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct BankStatementBody {
    name: Note,
    /// In the bank's order, oldest or newest first.
    lines: Vec<BankLine>,
}

/// Compare a bank statement with the books. This moves no money.
#[utoipa::path(post, path = "/api/v1/funds/{id}/bank-statements", tag = "cash", params(("id" = Uuid, Path)), request_body = BankStatementBody,
    responses((status = 201, body = Made)))]
pub async fn record(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<BankStatementBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let made = verb::record(&app, &signed_in.0, key, NewStatement { fund: id, name: body.name, lines: body.lines }).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

#[derive(Serialize, ToSchema)]
pub struct ComparedLine {
    on: NaiveDate,
    description: String,
    amount_minor: i64,
    balance_minor: Option<i64>,
    /// Its number in the statement.
    no: i64,
    /// The matching entry; none where the books have none.
    entry: Option<EntryId>,
    /// What a person matched it in.
    by_hand: Option<BankMatchId>,
}

/// Lines and entries that a person said are the same.
#[derive(Serialize, ToSchema)]
pub struct BankMatchOut {
    id: BankMatchId,
    /// The numbers of the lines.
    lines: Vec<i64>,
    entries: Vec<EntryId>,
    reason: String,
    reversal_reason: Option<String>,
}

/// An entry that is on no statement.
#[derive(Serialize, ToSchema)]
pub struct MissingEntry {
    entry: EntryId,
    no: i64,
    on: NaiveDate,
    memo: String,
    amount_minor: i64,
}

#[derive(Serialize, ToSchema)]
pub struct ComparedStatement {
    #[serde(flatten)]
    statement: BankStatementOut,
    /// The books' balance on its last day, as known today.
    books_today_minor: i64,
    lines: Vec<ComparedLine>,
    missing: Vec<MissingEntry>,
    by_hand: Vec<BankMatchOut>,
}

/// A bank statement against the books, line by line.
#[utoipa::path(get, path = "/api/v1/bank-statements/{id}", tag = "cash", params(("id" = Uuid, Path)),
    responses((status = 200, body = ComparedStatement)))]
pub async fn get(State(app): State<App>, signed_in: SignedIn, Path(id): Path<BankStatementId>) -> Result<Json<ComparedStatement>, Error> {
    let (compared, _, _) = see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let lines = compared.lines.iter().map(|line| ComparedLine {
        on: line.moved_on,
        description: line.description.clone(),
        amount_minor: line.amount_minor,
        balance_minor: line.balance_minor,
        no: line.no,
        entry: line.entry_id,
        by_hand: compared.match_of(line).map(|row| row.id),
    });
    let lines: Vec<ComparedLine> = lines.collect();
    let by_hand = compared.by_hand.into_iter().map(|(row, parts)| BankMatchOut {
        id: row.id,
        lines: parts.iter().filter_map(|part| part.line_no).collect(),
        entries: parts.iter().filter_map(|part| part.entry_id).collect(),
        reason: row.reason,
        reversal_reason: row.reversal_reason,
    });
    let by_hand = by_hand.collect();
    let missing = compared.missing.into_iter().map(|moved| MissingEntry {
        entry: moved.entry,
        no: moved.no,
        on: moved.on,
        memo: moved.memo,
        amount_minor: moved.amount_minor,
    });
    let missing = missing.collect();
    Ok(Json(ComparedStatement { statement: compared.statement.into(), books_today_minor: compared.books_minor, lines, missing, by_hand }))
}

/// Search again for the lines without an entry.
#[utoipa::path(post, path = "/api/v1/bank-statements/{id}/compare", tag = "cash", params(("id" = Uuid, Path)), responses((status = 204)))]
pub async fn compare(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<BankStatementId>,
    IdempotencyKey(key): IdempotencyKey,
) -> Result<StatusCode, Error> {
    verb::again(&app, &signed_in.0, key, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct BankMatchBody {
    /// The numbers of lines that the books do not know.
    lines: Vec<i64>,
    /// Entries of the bank's account that no line is.
    entries: Vec<EntryId>,
    reason: Line,
}

/// Match lines of the bank with entries of the books by hand, if the date differs or an amount is split.
///
/// Both sides must have the same sum.
#[utoipa::path(post, path = "/api/v1/bank-statements/{id}/matches", tag = "cash", params(("id" = Uuid, Path)), request_body = BankMatchBody,
    responses((status = 201, body = Made)))]
pub async fn join(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<BankStatementId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<BankMatchBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let new = NewMatch { statement: id, lines: body.lines, entries: body.entries, reason: body.reason };
    let made = by_hand::join(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

/// Undo a match made by hand, with the reason. If a second person must confirm it, it waits, and the id is that of the request.
#[utoipa::path(post, path = "/api/v1/bank-matches/{id}/undo", tag = "cash", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn undo_match(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<BankMatchId>) -> Result<Response, Error> {
    Ok(reversed(by_hand::undo(&app, &signed_in.0, key, order).await?))
}

/// Set a statement aside, with the reason. If a second person must confirm it, it waits, and the id is that of the request.
#[utoipa::path(post, path = "/api/v1/bank-statements/{id}/undo", tag = "cash", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<BankStatementId>) -> Result<Response, Error> {
    Ok(reversed(put_right::undo(&app, &signed_in.0, key, order).await?))
}
