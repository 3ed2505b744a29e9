//! Importing over JSON: the body is the workbook itself.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::File;
use super::pages::{check, place};
use crate::app::App;
use crate::domain::ids::FundId;
use crate::error::Error;
use crate::web::api::{IdempotencyKey, Query};
use crate::web::schemas::FileBytes;
use crate::web::signed_in::SignedIn;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// The file's name, which tells its kind.
    name: Option<String>,
    /// Only look: nothing is written.
    #[serde(default)]
    preview: bool,
}

#[derive(Serialize, ToSchema)]
pub struct FaultOut {
    sheet: String,
    row: u32,
    column: String,
    code: String,
    /// Where and why, in the reader's language.
    detail: String,
}

#[derive(Serialize, ToSchema)]
pub struct ImportOut {
    /// The fund that was made; none when only looking or when there are faults.
    fund: Option<FundId>,
    members: usize,
    capital: usize,
    loans: usize,
    repayments: usize,
    expenses: usize,
    /// Sheets and columns that were passed over.
    skipped: Vec<String>,
    faults: Vec<FaultOut>,
    /// All faults, also those that are too many to be listed.
    fault_count: usize,
}

/// Import a treasurer's workbook: all of it, or nothing with every fault.
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
    let register = super::look(&app, vec![File { name, bytes: body.to_vec() }]).await?;
    let reader = signed_in.reader();
    let faults = register.faults.iter().map(|fault| FaultOut {
        sheet: fault.sheet.to_owned(),
        row: fault.row,
        column: fault.column.to_owned(),
        code: fault.refusal.code.to_owned(),
        detail: format!("{}: {}", place(reader, fault), reader.refusal(&fault.refusal)),
    });
    let mut out = ImportOut {
        fund: None,
        members: register.members.len(),
        capital: register.capital.len(),
        loans: register.loans.len(),
        repayments: register.repayments.len(),
        expenses: register.expenses.len(),
        skipped: register.skipped.clone(),
        faults: faults.collect(),
        fault_count: register.fault_count,
    };
    if !out.faults.is_empty() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(out)));
    }
    if query.preview {
        return Ok((StatusCode::OK, Json(out)));
    }
    out.fund = Some(super::import(&app, &signed_in.0, key, register, Arc::new(|_, _| {})).await?);
    Ok((StatusCode::CREATED, Json(out)))
}
