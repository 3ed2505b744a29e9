//! Loans over JSON. Amounts in minor units, rates in ppm.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::decision_api::RemissionOut;
use super::store;
use super::{Allowance, LoanAccount, decide, see};
use crate::app::App;
use crate::domain::calendar::Period;
use crate::domain::ids::{FundId, LoanId, MemberId, RepaymentId};
use crate::domain::interest::DayCount;
use crate::domain::loan::{LoanListing, LoanStatus, PaymentMethod};
use crate::domain::rate::Per;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::schedule::{Agreed, Method, Terms, build};
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::solidarity::guarantees::Named;
use crate::features::{associations, funds};
use crate::web::api::{AsOf, Body, IdempotencyKey, Made, Query, payment_method_of};
use crate::web::schemas::{Amount, AmountAboveZero, Every, Grace, Installments, MoneyPaymentMethod, RatePpm};
use crate::web::signed_in::SignedIn;

#[derive(Deserialize, Serialize, ToSchema)]
pub struct AgreedBody {
    due_on: NaiveDate,
    #[schema(value_type = Amount)]
    principal: i64,
}

/// What is agreed about a loan.
#[derive(Deserialize, Serialize, ToSchema)]
pub struct TermsBody {
    #[schema(value_type = Method)]
    method: String,
    #[schema(value_type = AmountAboveZero)]
    principal: i64,
    disbursed_on: NaiveDate,
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

impl From<AgreedBody> for Agreed {
    fn from(body: AgreedBody) -> Self {
        Self { due_on: body.due_on, principal: body.principal }
    }
}

impl TryFrom<TermsBody> for Terms {
    type Error = Refusal;

    fn try_from(body: TermsBody) -> Result<Self, Refusal> {
        let unknown = |field| Refusal::invalid(field, "choice-unknown");
        Ok(Self {
            method: Method::parse(&body.method).ok_or_else(|| unknown("method"))?,
            principal: body.principal,
            disbursed_on: body.disbursed_on,
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

#[derive(Serialize, ToSchema)]
pub struct LoanOut {
    id: LoanId,
    fund: FundId,
    member: MemberId,
    number: i64,
    /// `approved`, `disbursed`, `closed`, `written_off` or `cancelled`.
    status: LoanStatus,
    purpose: String,
    principal: i64,
    disbursed_on: NaiveDate,
    unpaid_principal: i64,
    unpaid_interest: i64,
    credit: i64,
    oldest_unpaid_due_on: Option<NaiveDate>,
    /// Why it was reversed, if it was recorded by mistake.
    reversal_reason: Option<String>,
}

impl From<super::Loan> for LoanOut {
    fn from(row: super::Loan) -> Self {
        Self {
            id: row.id,
            fund: row.fund_id,
            member: row.member_id,
            number: row.number,
            status: row.status,
            purpose: row.purpose,
            principal: row.principal_minor,
            disbursed_on: row.disbursed_on,
            unpaid_principal: row.unpaid_principal_minor,
            unpaid_interest: row.unpaid_interest_minor,
            credit: row.credit_minor,
            oldest_unpaid_due_on: row.oldest_unpaid_due_on,
            reversal_reason: row.reversal_reason,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Listing {
    #[param(value_type = Option<LoanListing>, inline)]
    show: Option<String>,
    /// Pages of 100, from 0.
    page: Option<u64>,
}

/// A fund's loans, newest first.
#[utoipa::path(get, path = "/api/v1/funds/{id}/loans", tag = "loans", params(("id" = Uuid, Path), Listing),
    responses((status = 200, body = [LoanOut])))]
pub async fn list(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    Query(asked): Query<Listing>,
) -> Result<Json<Vec<LoanOut>>, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let listing =
        asked.show.as_deref().map_or(Some(LoanListing::All), LoanListing::parse).ok_or_else(|| Refusal::invalid("show", "choice-unknown"))?;
    let today = app.clock.today(&association.time_zone);
    let loans = store::list(app.db.read(), fund.id, (listing, today), asked.page.unwrap_or(0), 100).await?;
    Ok(Json(loans.into_iter().map(LoanOut::from).collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct LoanBody {
    member: MemberId,
    purpose: Line,
    terms: TermsBody,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    #[serde(alias = "means")]
    payment_method: Option<String>,
    /// Whether the money is disbursed on the terms' date; otherwise the loan is only approved for now.
    handed_over: bool,
    /// Number and date of the acta that lends more than is available, where the rules allow it.
    acta: Option<Line>,
    /// Lend although the member is late on another loan.
    #[serde(default)]
    despite_arrears: bool,
    /// The guarantors.
    #[serde(default)]
    guarantors: Vec<MemberId>,
    /// The member's group guarantees the loan as a whole.
    #[serde(default)]
    by_group: bool,
}

/// Record a loan: approved, or disbursed.
#[utoipa::path(post, path = "/api/v1/funds/{id}/loans", tag = "loans", params(("id" = Uuid, Path)), request_body = LoanBody,
    responses((status = 201, body = Made)))]
pub async fn record(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<LoanBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let named = body.by_group || !body.guarantors.is_empty();
    let new = decide::NewLoan {
        fund: id,
        member: body.member,
        purpose: body.purpose.into(),
        terms: body.terms.try_into()?,
        payment_method: payment_method_of(body.payment_method.as_deref())?,
        handed_over: body.handed_over,
        named: named.then_some(Named { guarantors: body.guarantors, by_group: body.by_group }),
    };
    let allowance = Allowance { acta: body.acta, despite_arrears: body.despite_arrears };
    let made = decide::record(&app, &signed_in.0, key, new, allowance).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

#[derive(Serialize, ToSchema)]
pub struct InstallmentOut {
    no: u32,
    due_on: NaiveDate,
    /// The first due date, before any relief.
    original_due_on: NaiveDate,
    principal: i64,
    interest: i64,
    paid_principal: i64,
    paid_interest: i64,
    late_fee: i64,
    paid_late_fee: i64,
}

/// The schedule that the terms give; nothing is recorded.
#[utoipa::path(post, path = "/api/v1/quotes", tag = "loans", request_body = TermsBody,
    responses((status = 200, body = [InstallmentOut])))]
pub async fn quote(_: SignedIn, Body(body): Body<TermsBody>) -> Result<Json<Vec<InstallmentOut>>, Error> {
    let installments = build(&body.try_into()?)?;
    let out = |row: crate::domain::schedule::Installment| InstallmentOut {
        no: row.no,
        due_on: row.due_on,
        original_due_on: row.due_on,
        principal: row.principal,
        interest: row.interest,
        paid_principal: 0,
        paid_interest: 0,
        late_fee: 0,
        paid_late_fee: 0,
    };
    Ok(Json(installments.into_iter().map(out).collect()))
}

#[derive(Serialize, ToSchema)]
pub struct RepaymentOut {
    pub id: RepaymentId,
    pub receipt_no: i64,
    pub paid_on: NaiveDate,
    pub amount_minor: i64,
    pub late_fee: i64,
    pub interest: i64,
    pub principal: i64,
    pub credit: i64,
    pub forgiven: i64,
    /// The rest below the cash step of a cash payment: it is not asked for.
    pub rounding: i64,
    pub payment_method: PaymentMethod,
    /// The loan had been written off before: the money is a recovery.
    pub recovery: bool,
    pub note: String,
    /// Of seed that came back: the share that germinates, in parts per million.
    pub germination_ppm: Option<i64>,
    /// Of produce that came back: how it looked.
    pub quality: Option<String>,
    pub reversal_reason: Option<String>,
}

impl From<super::Repayment> for RepaymentOut {
    fn from(row: super::Repayment) -> Self {
        Self {
            id: row.id,
            receipt_no: row.receipt_no,
            paid_on: row.paid_on,
            amount_minor: row.amount_minor,
            late_fee: row.late_fee_minor,
            interest: row.interest_minor,
            principal: row.principal_minor,
            credit: row.credit_minor,
            forgiven: row.forgiven_minor,
            rounding: row.rounding_minor,
            payment_method: row.payment_method,
            recovery: row.recovery,
            note: row.note,
            germination_ppm: row.germination_ppm,
            quality: row.quality,
            reversal_reason: row.reversal_reason,
        }
    }
}

/// A whole loan: its stored row, and its position on a day.
#[derive(Serialize, ToSchema)]
pub struct LoanWhole {
    loan: LoanOut,
    as_of: NaiveDate,
    unpaid_late_fee: i64,
    days_late: i64,
    /// Days late by the due dates before any relief.
    days_late_by_original: i64,
    installments: Vec<InstallmentOut>,
    repayments: Vec<RepaymentOut>,
    remissions: Vec<RemissionOut>,
}

/// One loan with its installments and repayments.
#[utoipa::path(get, path = "/api/v1/loans/{id}", tag = "loans", params(("id" = Uuid, Path), AsOf),
    responses((status = 200, body = LoanWhole)))]
pub async fn get(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, Query(asked): Query<AsOf>) -> Result<Json<LoanWhole>, Error> {
    let held = see(&app, &signed_in.0, id).await?;
    let association = associations::see(&app, &signed_in.0, held.loan.association_id, Action::SeeFund).await?;
    let as_of = asked.as_of.unwrap_or_else(|| app.clock.today(&association.time_zone));
    whole(held, as_of).map(Json)
}

fn whole(held: LoanAccount, as_of: NaiveDate) -> Result<LoanWhole, Error> {
    let position = held.position(as_of)?;
    // Nothing is due on a loan that was reversed or cancelled.
    let counts = held.status() != LoanStatus::Cancelled;
    let installments = position
        .installments
        .iter()
        .filter(|_| counts)
        .map(|row| InstallmentOut {
            no: row.no,
            due_on: row.due_on,
            original_due_on: row.original_due_on,
            principal: row.principal,
            interest: row.interest,
            paid_principal: row.paid_principal,
            paid_interest: row.paid_interest,
            late_fee: row.late_fee,
            paid_late_fee: row.paid_late_fee,
        })
        .collect();
    Ok(LoanWhole {
        unpaid_late_fee: if counts { position.unpaid_late_fee() } else { 0 },
        days_late: if counts { position.days_late() } else { 0 },
        days_late_by_original: if counts { position.days_late_by_original() } else { 0 },
        as_of,
        installments,
        repayments: held.repayments.into_iter().map(RepaymentOut::from).collect(),
        remissions: held.remissions.into_iter().map(RemissionOut::from).collect(),
        loan: held.loan.into(),
    })
}
