//! Deciding on purchases over JSON.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::decide::{Decision, decide as decide_on};
use super::inbox as waiting_here;
use super::summary::DecisionSummary;
use crate::app::App;
use crate::domain::ids::{AssociationId, PurchaseId};
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::associations;
use crate::features::purchases::answers::PurchaseOut;
use crate::features::purchases::{self, Said};
use crate::web::api::{Body, IdempotencyKey, Query};
use crate::web::signed_in::SignedIn;

/// A purchase waiting for a decision, with the figures that the decision needs.
#[derive(Serialize, ToSchema)]
pub struct WaitingOut {
    purchase: PurchaseOut,
    /// The project's part.
    project: i64,
    budget_left: i64,
    budget_left_after: i64,
    /// The fund's capital available today, without this purchase.
    fund_available: i64,
    members_late: usize,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Listing {
    /// Pages of 50, from 0.
    page: Option<u64>,
}

/// The purchases that wait for the caller's decision, the longest waiting first.
#[utoipa::path(get, path = "/api/v1/inbox", tag = "purchases", params(Listing), responses((status = 200, body = [WaitingOut])))]
pub async fn inbox(State(app): State<App>, signed_in: SignedIn, Query(asked): Query<Listing>) -> Result<Json<Vec<WaitingOut>>, Error> {
    let waiting = waiting_here::waiting(&app, &signed_in.0, asked.page.unwrap_or(0), waiting_here::PAGE).await?;
    let own: Vec<AssociationId> = waiting.iter().map(|held| held.row.association_id).collect();
    let zones: HashMap<AssociationId, String> =
        associations::list(app.db.read(), Some(&own)).await?.into_iter().map(|row| (row.id, row.time_zone)).collect();
    let today = |held: &purchases::PurchaseRecord| app.clock.today(zones.get(&held.row.association_id).map(String::as_str).unwrap_or_default());
    let dated: Vec<_> = waiting.iter().map(|held| (held, today(held))).collect();
    let mut all = Vec::new();
    for (held, summary) in waiting.iter().zip(DecisionSummary::all(&app, &dated).await?) {
        all.push(WaitingOut {
            project: held.project_minor(),
            budget_left: summary.line.left_minor(),
            budget_left_after: summary.left_after(held),
            fund_available: summary.available_minor,
            members_late: summary.late.len(),
            purchase: held.into(),
        });
    }
    Ok(Json(all))
}

#[derive(Deserialize, ToSchema)]
pub struct DecisionBody {
    decision: Decision,
    /// The acta behind it: needed to approve.
    acta: Option<Line>,
    /// The reason: needed to return or reject.
    #[serde(default)]
    note: Note,
}

/// Approve, return or reject a submitted purchase.
#[utoipa::path(post, path = "/api/v1/purchases/{id}/decide", tag = "purchases", params(("id" = Uuid, Path)), request_body = DecisionBody,
    responses((status = 204)))]
pub async fn decide(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<DecisionBody>,
) -> Result<StatusCode, Error> {
    purchases::see(&app, &signed_in.0, id, Action::DecidePurchases).await?;
    let said = Said { note: body.note, acta: body.acta };
    decide_on(&app, &signed_in.0, key, id, body.decision, said).await?;
    Ok(StatusCode::NO_CONTENT)
}
