//! Importing over JSON: the body is the workbook itself.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

use super::choices::Choices;
use super::pages::check;
use super::told::{self, ImportOut};
use super::{File, take_back};
use crate::app::App;
use crate::domain::ids::FundId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds;
use crate::web::api::{Body, IdempotencyKey, Query, Reason};
use crate::web::schemas::FileBytes;
use crate::web::signed_in::SignedIn;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// The file's name, which tells its kind.
    name: Option<String>,
    /// Only check the workbook: nothing is written.
    #[serde(default)]
    preview: bool,
    /// Confirm what the program asks about the workbook.
    #[serde(default)]
    confirm: bool,
    /// What the sheets and columns are, and what the workbook does not say, as the TOML of the command line's --answers.
    answers: Option<String>,
}

/// Import a treasurer's workbook: all of it, or nothing with every fault listed.
#[utoipa::path(post, path = "/api/v1/imports", tag = "imports", params(ImportQuery),
    request_body(content = FileBytes, content_type = "application/octet-stream"),
    responses((status = 200, body = ImportOut), (status = 201, body = ImportOut), (status = 422, body = ImportOut)))]
pub async fn import(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(query): Query<ImportQuery>,
    IdempotencyKey(key): IdempotencyKey,
    body: Bytes,
) -> Result<(StatusCode, Json<ImportOut>), Error> {
    check(&signed_in.0)?;
    let name = query.name.unwrap_or_else(|| "register.xlsx".to_owned());
    let answers = query.answers.as_deref().map(Choices::parse).transpose()?.unwrap_or_default();
    let choices = Choices { confirmed: query.confirm, ..answers };
    let register = super::look_with(&app, vec![File { name, bytes: body.to_vec() }], choices).await?;
    let mut out = told::json(signed_in.reader().in_country(&register.association.country), &register);
    if !register.faults.is_empty() || (!register.asks.is_empty() && !query.confirm && !query.preview) {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(out)));
    }
    if query.preview {
        return Ok((StatusCode::OK, Json(out)));
    }
    out.fund = Some(super::import(&app, &signed_in.0, key, register, Arc::new(|_, _| {})).await?);
    Ok((StatusCode::CREATED, Json(out)))
}

/// Take an import back whole, with the reason, as long as nothing else was recorded in its fund.
#[utoipa::path(post, path = "/api/v1/funds/{id}/take-back", tag = "imports", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204)))]
pub async fn take_fund_back(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<Reason>,
) -> Result<StatusCode, Error> {
    funds::see(&app, &signed_in.0, id, Action::ImportRegister).await?;
    take_back::take_back(&app, &signed_in.0, key, id, body.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
