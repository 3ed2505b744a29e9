//! What falls due, over JSON.

use axum::Json;
use axum::extract::{Path, State};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::due::{spans, sunday};
use super::store::{self, Due};
use crate::app::App;
use crate::domain::ids::{FundId, LoanId};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds;
use crate::web::signed_in::SignedIn;

/// An open installment. Amounts in minor units.
#[derive(Serialize, ToSchema)]
pub struct DueOut {
    loan: LoanId,
    loan_number: i64,
    member: String,
    installment: i64,
    due_on: NaiveDate,
    unpaid: i64,
}

#[derive(Serialize, ToSchema)]
pub struct WeekOut {
    until: NaiveDate,
    total: i64,
    late: Vec<DueOut>,
    coming: Vec<DueOut>,
}

fn out(due: &Due) -> DueOut {
    DueOut {
        loan: due.loan_id,
        loan_number: due.loan_number,
        member: due.member.clone(),
        installment: due.no,
        due_on: due.due_on,
        unpaid: due.unpaid_minor,
    }
}

/// The late installments, and those due up to Sunday.
#[utoipa::path(get, path = "/api/v1/funds/{id}/due", tag = "funds", params(("id" = Uuid, Path)),
    responses((status = 200, body = WeekOut)))]
pub async fn due(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Json<WeekOut>, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let today = app.clock.today(&association.time_zone);
    let [late, coming] = spans(today);
    let late = store::list(app.db.read(), fund.id, late).await?;
    let coming = store::list(app.db.read(), fund.id, coming).await?;
    Ok(Json(WeekOut {
        until: sunday(today),
        total: late.iter().chain(&coming).map(|due| due.unpaid_minor).sum(),
        late: late.iter().map(out).collect(),
        coming: coming.iter().map(out).collect(),
    }))
}
