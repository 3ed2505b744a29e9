//! Funds, their rules and cycles over JSON.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::change_rules::Change;
use super::{Fund, create as verb, cycles as cycle_verbs, see, store};
use crate::app::App;
use crate::domain::acta::Acta;
use crate::domain::amount::Unit;
use crate::domain::credit_rules::{CreditRules, Majority};
use crate::domain::cycle::Window;
use crate::domain::ids::{AssociationId, FundId};
use crate::domain::interest::DayCount;
use crate::domain::rate::{Per, Rate};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::rules::{Component, FundRules, LoanRules, PaymentOrder};
use crate::domain::schedule::Method;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::associations;
use crate::web::api::{Body, IdempotencyKey, Made};
use crate::web::schemas::{Amount, CashStep, People, Quorum, RatePpm, SharePpm, SmallBalanceLimit, ToleranceDays, WindowDays};
use crate::web::signed_in::SignedIn;

/// An association's funds.
#[utoipa::path(get, path = "/api/v1/associations/{id}/funds", tag = "funds", params(("id" = Uuid, Path)),
    responses((status = 200, body = [Fund])))]
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>) -> Result<Json<Vec<Fund>>, Error> {
    associations::see(&app, &signed_in.0, id, Action::SeeFund).await?;
    let own = store::of_association(app.db.read(), id).await?;
    Ok(Json(own))
}

/// A fund's rules. Rates in ppm, amounts in minor units.
#[derive(Deserialize, Serialize, ToSchema)]
pub struct RulesBody {
    /// `bullet`, `equal_principal`, `equal_installment` or `flat`.
    method: Method,
    #[schema(value_type = RatePpm)]
    rate_ppm: i64,
    /// `year`, `month` or `year_effective`.
    rate_per: Per,
    /// `30/360`, `actual/365` or `actual/360`.
    day_count: DayCount,
    #[schema(value_type = Amount)]
    rounding_step_minor: i64,
    /// The order in which a payment meets `late_fee`, `interest`, `principal`.
    #[schema(value_type = Vec<Component>, min_items = 3, max_items = 3)]
    order: Vec<Component>,
    #[schema(value_type = RatePpm)]
    late_fee_ppm: i64,
    late_fee_per: Per,
    /// `actual/365` or `actual/360`.
    late_fee_day_count: DayCount,
    #[schema(value_type = ToleranceDays)]
    tolerance_days: i64,
    flat_rebate: bool,
    #[schema(value_type = SharePpm)]
    reserve_ppm: i64,
    #[schema(value_type = Amount)]
    reserve_fixed_minor: i64,
    #[schema(value_type = SharePpm)]
    interest_kept_ppm: i64,
    #[schema(value_type = SharePpm)]
    recovery_ppm: i64,
    /// The step that cash is rounded down to, frozen into each loan. Without it, the unit's own; 0 rounds nothing.
    #[schema(value_type = Option<CashStep>)]
    cash_step_minor: Option<i64>,
    /// A debt below this can be forgiven as a small balance. Without it, the unit's own; 0 forgives none.
    #[schema(value_type = Option<SmallBalanceLimit>)]
    small_balance_minor: Option<i64>,
    /// Whether a loan may exceed the capital available, by acta.
    #[serde(default)]
    lend_beyond_available: bool,
    /// From this amount on a correction takes two people; 0 never.
    #[serde(default)]
    #[schema(value_type = Amount)]
    two_people_from_minor: i64,
    /// From this amount on an expense needs an acta; 0 never.
    #[serde(default)]
    #[schema(value_type = Amount)]
    expense_acta_from_minor: i64,
    /// From this amount on an expense is paid once another person approved it; 0 never.
    #[serde(default)]
    #[schema(value_type = Amount)]
    expense_second_from_minor: i64,
    /// Who may borrow, and who decides.
    #[serde(default)]
    credit: CreditRulesBody,
}

/// Who may borrow, and who decides. A rule left out asks for nothing.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(default)]
pub struct CreditRulesBody {
    /// Guarantors that a loan needs.
    #[schema(value_type = People)]
    guarantors: i64,
    /// The most open loans that one person may guarantee; 0 sets no limit.
    #[schema(value_type = People)]
    guarantees_most: i64,
    /// Whether two people may guarantee each other's loans.
    guarantee_circles: bool,
    /// Days late from which a member's group gets no new loan and the member may not guarantee.
    #[schema(value_type = WindowDays)]
    standing_days: i64,
    /// Days of delay after which guarantors can be called.
    #[schema(value_type = WindowDays)]
    call_after_days: i64,
    /// The most that one member may owe; 0 sets no limit.
    #[schema(value_type = Amount)]
    member_most_minor: i64,
    /// Whether a member may have only one open loan.
    one_loan: bool,
    /// Days after which an agreed loan that was not handed over lapses; 0 never.
    #[schema(value_type = WindowDays)]
    lapse_days: i64,
    /// From this amount on the committee approves; 0 never.
    #[schema(value_type = Amount)]
    committee_from_minor: i64,
    /// From this amount on a second person approves after the committee; 0 never.
    #[schema(value_type = Amount)]
    second_from_minor: i64,
    /// Votes that have to be cast.
    #[schema(value_type = Quorum)]
    quorum: i64,
    majority: Majority,
}

impl Default for CreditRulesBody {
    fn default() -> Self {
        CreditRules::default().into()
    }
}

impl From<CreditRules> for CreditRulesBody {
    fn from(rules: CreditRules) -> Self {
        Self {
            guarantors: rules.guarantors,
            guarantees_most: rules.guarantees_most,
            guarantee_circles: rules.guarantee_circles,
            standing_days: rules.standing_days,
            call_after_days: rules.call_after_days,
            member_most_minor: rules.member_most_minor,
            one_loan: rules.one_loan,
            lapse_days: rules.lapse_days,
            committee_from_minor: rules.committee_from_minor,
            second_from_minor: rules.second_from_minor,
            quorum: rules.quorum,
            majority: rules.majority,
        }
    }
}

impl From<CreditRulesBody> for CreditRules {
    fn from(body: CreditRulesBody) -> Self {
        Self {
            guarantors: body.guarantors,
            guarantees_most: body.guarantees_most,
            guarantee_circles: body.guarantee_circles,
            standing_days: body.standing_days,
            call_after_days: body.call_after_days,
            member_most_minor: body.member_most_minor,
            one_loan: body.one_loan,
            lapse_days: body.lapse_days,
            committee_from_minor: body.committee_from_minor,
            second_from_minor: body.second_from_minor,
            quorum: body.quorum,
            majority: body.majority,
        }
    }
}

impl From<FundRules> for RulesBody {
    fn from(rules: FundRules) -> Self {
        Self {
            method: rules.method,
            rate_ppm: rules.rate.ppm,
            rate_per: rules.rate.per,
            day_count: rules.day_count,
            rounding_step_minor: rules.rounding_step_minor,
            order: rules.loan.order.0.to_vec(),
            late_fee_ppm: rules.loan.late_fee_ppm,
            late_fee_per: rules.loan.late_fee_per,
            late_fee_day_count: rules.loan.late_fee_day_count,
            tolerance_days: rules.loan.tolerance_days,
            flat_rebate: rules.loan.flat_rebate,
            reserve_ppm: rules.reserve_ppm,
            reserve_fixed_minor: rules.reserve_fixed_minor,
            interest_kept_ppm: rules.interest_kept_ppm,
            recovery_ppm: rules.recovery_ppm,
            cash_step_minor: Some(rules.loan.cash_step_minor),
            small_balance_minor: Some(rules.small_balance_minor),
            lend_beyond_available: rules.lend_beyond_available,
            two_people_from_minor: rules.two_people_from_minor,
            expense_acta_from_minor: rules.expense_acta_from_minor,
            expense_second_from_minor: rules.expense_second_from_minor,
            credit: rules.credit.into(),
        }
    }
}

impl RulesBody {
    fn rules(self, unit: Unit) -> Result<FundRules, Refusal> {
        let body = self;
        Ok(FundRules {
            loan: LoanRules {
                order: body.order.try_into().map(PaymentOrder).map_err(|_| Refusal::invalid("order", "order-incomplete"))?,
                late_fee_ppm: body.late_fee_ppm,
                late_fee_per: body.late_fee_per,
                late_fee_day_count: body.late_fee_day_count,
                tolerance_days: body.tolerance_days,
                flat_rebate: body.flat_rebate,
                cash_step_minor: body.cash_step_minor.unwrap_or(unit.cash_rounding_minor()),
            },
            method: body.method,
            rate: Rate { ppm: body.rate_ppm, per: body.rate_per },
            day_count: body.day_count,
            rounding_step_minor: body.rounding_step_minor,
            reserve_ppm: body.reserve_ppm,
            reserve_fixed_minor: body.reserve_fixed_minor,
            interest_kept_ppm: body.interest_kept_ppm,
            recovery_ppm: body.recovery_ppm,
            small_balance_minor: body.small_balance_minor.unwrap_or(unit.small_balance_minor()),
            lend_beyond_available: body.lend_beyond_available,
            two_people_from_minor: body.two_people_from_minor,
            expense_acta_from_minor: body.expense_acta_from_minor,
            expense_second_from_minor: body.expense_second_from_minor,
            credit: body.credit.into(),
        })
    }
}

#[derive(Deserialize, ToSchema)]
pub struct FundBody {
    name: Line,
    #[schema(value_type = Unit)]
    unit: String,
    /// Without rules: 1.5 % a month, bullet, a reserve of 10 %.
    rules: Option<RulesBody>,
}

/// Set a fund up.
#[utoipa::path(post, path = "/api/v1/associations/{id}/funds", tag = "funds", params(("id" = Uuid, Path)), request_body = FundBody,
    responses((status = 201, body = Made)))]
pub async fn create(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<AssociationId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<FundBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let association = associations::see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let unit = Unit::read(&body.unit).ok_or_else(|| Refusal::invalid("unit", "choice-unknown"))?;
    let rules = body.rules.map_or_else(|| Ok(FundRules::default_for(unit)), |rules| rules.rules(unit))?;
    let effective_on = app.clock.today(&association.time_zone);
    let new = verb::NewFund { association: id, name: body.name, unit, rules, effective_on };
    let made = verb::create(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

/// One fund.
#[utoipa::path(get, path = "/api/v1/funds/{id}", tag = "funds", params(("id" = Uuid, Path)),
    responses((status = 200, body = Fund)))]
pub async fn get(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Json<Fund>, Error> {
    let (fund, _) = see(&app, &signed_in.0, id, Action::SeeFund).await?;
    Ok(Json(fund))
}

#[derive(Serialize, ToSchema)]
pub struct RulesOut {
    version: i64,
    effective_on: NaiveDate,
    /// The number of the acta behind it, its date, and a folio or note.
    acta: Option<String>,
    acta_on: Option<NaiveDate>,
    acta_note: Option<String>,
    /// Whether a later version of the same day replaced it.
    corrected: bool,
    rules: RulesBody,
}

/// Every version of a fund's rules, the latest day first.
#[utoipa::path(get, path = "/api/v1/funds/{id}/rules", tag = "funds", params(("id" = Uuid, Path)),
    responses((status = 200, body = [RulesOut])))]
pub async fn rules(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Json<Vec<RulesOut>>, Error> {
    let (fund, _) = see(&app, &signed_in.0, id, Action::SeeFund).await?;
    let mut day = None;
    let out = |version: store::Version| {
        let (acta, acta_on, acta_note) = version.acta.map_or((None, None, None), |acta| (Some(acta.number), acta.on, acta.note));
        let corrected = day.replace(version.effective_on) == Some(version.effective_on);
        let rules = version.rules.into();
        RulesOut { version: version.version, effective_on: version.effective_on, acta, acta_on, acta_note, corrected, rules }
    };
    Ok(Json(store::versions(app.db.read(), fund.id).await?.into_iter().map(out).collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct RulesChange {
    /// Any date, past or future.
    effective_on: NaiveDate,
    /// The number of the acta, with its date. Needed once the fund has lent.
    acta: Option<Line>,
    acta_on: Option<NaiveDate>,
    /// The folio, or another note to find it.
    acta_note: Option<Line>,
    /// Whether it replaces the version of the same day.
    #[serde(default)]
    corrects: bool,
    rules: RulesBody,
}

/// Change a fund's rules: a new version by acta, from any date. While the fund has lent nothing, the present version is
/// amended.
#[utoipa::path(post, path = "/api/v1/funds/{id}/rules", tag = "funds", params(("id" = Uuid, Path)), request_body = RulesChange,
    responses((status = 204)))]
pub async fn change_rules(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<RulesChange>,
) -> Result<StatusCode, Error> {
    let (fund, _) = see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let change = Change {
        fund: fund.id,
        effective_on: body.effective_on,
        acta: Acta::read(body.acta, body.acta_on, body.acta_note)?,
        corrects: body.corrects,
        rules: body.rules.rules(fund.unit)?,
    };
    super::change_rules::change_rules(&app, &signed_in.0, key, change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A fund's cycles, oldest first.
#[utoipa::path(get, path = "/api/v1/funds/{id}/cycles", tag = "funds", params(("id" = Uuid, Path)),
    responses((status = 200, body = [Window])))]
pub async fn cycles(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Json<Vec<Window>>, Error> {
    let (fund, _) = see(&app, &signed_in.0, id, Action::SeeFund).await?;
    let known = store::cycles(app.db.read(), fund.id).await?;
    Ok(Json(known.into_iter().map(|row| Window { name: Line::kept(row.name), starts_on: row.starts_on, ends_on: row.ends_on }).collect()))
}

/// Open a cycle.
#[utoipa::path(post, path = "/api/v1/funds/{id}/cycles", tag = "funds", params(("id" = Uuid, Path)), request_body = Window,
    responses((status = 201, body = Made)))]
pub async fn open_cycle(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(window): Body<Window>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let made = cycle_verbs::open(&app, &signed_in.0, key, id, window).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}
