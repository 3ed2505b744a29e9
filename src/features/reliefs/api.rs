//! Relief over JSON. Amounts in minor units, rates in ppm.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::preview::preview as shown;
use super::relieve::{NewRelief, relieve};
use crate::app::App;
use crate::domain::calendar::{Period, happened};
use crate::domain::ids::{FundId, LoanId};
use crate::domain::interest::DayCount;
use crate::domain::rate::Per;
use crate::domain::refusal::Refusal;
use crate::domain::relief::{NewTerms, Postponement, Relief, ReliefKind};
use crate::domain::replay::Position;
use crate::domain::role::Action;
use crate::domain::schedule::{Agreed, Method};
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::loans::api::AgreedBody;
use crate::features::{funds, loans};
use crate::web::api::{Body, IdempotencyKey, Made};
use crate::web::schemas::{Amount, Every, Grace, Installments, RatePpm};
use crate::web::signed_in::SignedIn;

/// The most loans in one act.
const MOST: usize = 1_000;

/// New terms for the unpaid principal, from the acta's date on.
#[derive(Deserialize, ToSchema)]
pub struct NewTermsBody {
    #[schema(value_type = Method)]
    method: String,
    #[schema(value_type = Installments)]
    installments: u32,
    first_due_on: NaiveDate,
    #[schema(value_type = Every)]
    every: u32,
    #[schema(value_type = Period)]
    unit: String,
    #[schema(value_type = RatePpm)]
    rate_ppm: i64,
    #[schema(value_type = Per)]
    rate_per: String,
    #[schema(value_type = DayCount)]
    day_count: String,
    #[serde(default)]
    #[schema(value_type = Grace)]
    grace_principal: u32,
    #[serde(default)]
    #[schema(value_type = Grace)]
    grace_interest: u32,
    #[schema(value_type = Amount)]
    rounding_step: i64,
    #[serde(default)]
    custom: Vec<AgreedBody>,
}

/// A shift by months or by days, or new terms.
#[derive(Deserialize, ToSchema)]
pub struct ReliefBody {
    /// `shift` or `new_terms`.
    kind: String,
    #[schema(minimum = 1, maximum = 120)]
    months: Option<u32>,
    #[schema(minimum = 1, maximum = 3650)]
    days: Option<u32>,
    #[serde(default)]
    interest_for_the_delay: bool,
    terms: Option<NewTermsBody>,
    /// For new terms: the earned and unpaid interest is waived.
    #[serde(default)]
    waive_interest: bool,
    /// The charged and unpaid late fees are waived.
    #[serde(default)]
    waive_late_fees: bool,
}

impl TryFrom<NewTermsBody> for NewTerms {
    type Error = Refusal;

    fn try_from(body: NewTermsBody) -> Result<Self, Refusal> {
        let unknown = |field| Refusal::invalid(field, "choice-unknown");
        Ok(Self {
            method: Method::parse(&body.method).ok_or_else(|| unknown("method"))?,
            installments: body.installments,
            first_due_on: body.first_due_on,
            every: body.every,
            unit: Period::parse(&body.unit).ok_or_else(|| unknown("unit"))?,
            rate_ppm: body.rate_ppm,
            rate_per: Per::parse(&body.rate_per).ok_or_else(|| unknown("rate_per"))?,
            day_count: DayCount::parse(&body.day_count).ok_or_else(|| unknown("day_count"))?,
            grace_principal: body.grace_principal,
            grace_interest: body.grace_interest,
            rounding_step: body.rounding_step,
            custom: body.custom.into_iter().map(Agreed::from).collect(),
        })
    }
}

impl TryFrom<ReliefBody> for Relief {
    type Error = Refusal;

    fn try_from(body: ReliefBody) -> Result<Self, Refusal> {
        let kind = match (body.kind.as_str(), body.months, body.days, body.terms) {
            ("shift", Some(_), Some(_), _) => return Err(Refusal::invalid("months", "relief-months-or-days")),
            ("shift", None, None, _) => return Err(Refusal::invalid("months", "relief-moves-nothing")),
            ("shift", Some(months), None, None) => {
                ReliefKind::Shift { by: Postponement::Months(months), interest_for_the_delay: body.interest_for_the_delay }
            }
            ("shift", None, Some(days), None) => {
                ReliefKind::Shift { by: Postponement::Days(days), interest_for_the_delay: body.interest_for_the_delay }
            }
            ("new_terms", None, None, Some(terms)) => ReliefKind::NewTerms { terms: terms.try_into()?, waive_interest: body.waive_interest },
            ("new_terms", _, _, None) => return Err(Refusal::invalid("terms", "field-missing")),
            _ => return Err(Refusal::invalid("kind", "choice-unknown")),
        };
        Ok(Self { kind, waive_late_fees: body.waive_late_fees })
    }
}

/// A proposed relief, before anybody decides it.
#[derive(Deserialize, ToSchema)]
pub struct ReliefAsked {
    decided_on: NaiveDate,
    relief: ReliefBody,
    loans: Vec<LoanId>,
}

/// A loan's position on the acta's date.
#[derive(Serialize, ToSchema)]
pub struct StandOut {
    unpaid_principal: i64,
    unpaid_interest: i64,
    unpaid_late_fee: i64,
    oldest_unpaid_due_on: Option<NaiveDate>,
    installments: Vec<AskedOut>,
}

/// An installment that is still open.
#[derive(Serialize, ToSchema)]
pub struct AskedOut {
    no: u32,
    due_on: NaiveDate,
    original_due_on: NaiveDate,
    principal: i64,
    interest: i64,
    late_fee: i64,
}

/// One loan before and after.
#[derive(Serialize, ToSchema)]
pub struct ReliefShown {
    loan: LoanId,
    number: i64,
    before: StandOut,
    after: StandOut,
    /// The loan's debt after the relief; it is sent along when the relief is recorded.
    owed_after: i64,
    waived_late_fee: i64,
    waived_interest: i64,
    dropped_interest: i64,
    added_interest: i64,
}

impl From<&Position> for StandOut {
    fn from(position: &Position) -> Self {
        let open = position.installments.iter().filter(|row| row.unpaid() > 0);
        Self {
            unpaid_principal: position.unpaid_principal(),
            unpaid_interest: position.unpaid_interest(),
            unpaid_late_fee: position.unpaid_late_fee(),
            oldest_unpaid_due_on: position.oldest_unpaid_due_on(),
            installments: open
                .map(|row| AskedOut {
                    no: row.no,
                    due_on: row.due_on,
                    original_due_on: row.original_due_on,
                    principal: row.unpaid_principal(),
                    interest: row.unpaid_interest(),
                    late_fee: row.unpaid_late_fee(),
                })
                .collect(),
        }
    }
}

/// Show each loan before and after a relief; nothing is recorded.
#[utoipa::path(post, path = "/api/v1/funds/{id}/reliefs/preview", tag = "loans", params(("id" = Uuid, Path)), request_body = ReliefAsked,
    responses((status = 200, body = [ReliefShown])))]
pub async fn preview(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    Body(body): Body<ReliefAsked>,
) -> Result<Json<Vec<ReliefShown>>, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::ForgiveBalances).await?;
    happened(body.decided_on, app.clock.today(&association.time_zone)).map_err(|refusal| refusal.at("decided_on"))?;
    let relief = Relief::try_from(body.relief)?;
    if body.loans.is_empty() || body.loans.len() > MOST {
        return Err(Refusal::invalid("loan", "relief-none").into());
    }
    let mut held = loans::load(app.db.read(), &body.loans).await?;
    let mut all = Vec::with_capacity(body.loans.len());
    for loan in body.loans {
        let held = held.remove(&loan).filter(|held| held.loan.fund_id == fund.id).ok_or_else(Refusal::not_found)?;
        let of = shown(&held, body.decided_on, &relief)?;
        all.push(ReliefShown {
            loan,
            number: held.loan.number,
            before: (&of.before).into(),
            after: (&of.after).into(),
            owed_after: of.after.unpaid(),
            waived_late_fee: of.relieved.waived.late_fee,
            waived_interest: of.relieved.waived.interest,
            dropped_interest: of.relieved.dropped_interest,
            added_interest: of.relieved.added_interest,
        });
    }
    Ok(Json(all))
}

#[derive(Deserialize, ToSchema)]
pub struct RelievedLoan {
    loan: LoanId,
    /// The debt after the relief as it was shown; the relief is refused where it has changed since.
    #[schema(value_type = Amount)]
    owed_after: i64,
}

/// The decision of the committee or the assembly.
#[derive(Deserialize, ToSchema)]
pub struct ReliefDecided {
    /// Number and date of the acta.
    acta: Line,
    decided_on: NaiveDate,
    relief: ReliefBody,
    loans: Vec<RelievedLoan>,
}

/// Relieve one or several loans by acta: all of them, or none. Answers the id of the act.
#[utoipa::path(post, path = "/api/v1/funds/{id}/reliefs", tag = "loans", params(("id" = Uuid, Path)), request_body = ReliefDecided,
    responses((status = 201, body = Made)))]
pub async fn record(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<ReliefDecided>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let loans = body.loans.into_iter().map(|one| (one.loan, one.owed_after)).collect();
    let new = NewRelief { fund: id, acta: body.acta, decided_on: body.decided_on, relief: body.relief.try_into()?, loans };
    let made = relieve(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made })))
}
