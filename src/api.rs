//! The JSON API: every operation under `/api/v1`, described as OpenAPI, with a page to read it.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use maud::Markup;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::purchases::{approvals, attachments, deliveries, labour};
use crate::features::{
    applications, associations, availability, capital, confirmations, corrections, delay, expenses, funds, imports, ledger, loans, members, names,
    programmes, purchases, reliefs, repayments, reports, sessions, small_balances, solidarity, today, transfers, users, waivers, write_offs,
};
use crate::features::{cash, closes, credits, prices, reconciliation};
use crate::router::DOOR;
use crate::web::cookies::SESSION;
use crate::web::error::Problem;
use crate::web::layout::{Place, page};
use crate::web::signed_in::SignedIn;
use crate::web::{description, description_page};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Muyu",
        description = "Revolving funds of smallholders' associations. Amounts are whole minor units (céntimos, grams), rates parts per million. \
            Every change takes an `Idempotency-Key` header (a UUID): sent twice, it is done once. Errors are problem details (RFC 9457).",
        version = "1"
    ),
    modifiers(&Security),
    components(schemas(Problem)),
    security(("bearer" = []), ("session" = []))
)]
struct Description;

struct Security;

impl Modify for Security {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let components = api.components.get_or_insert_with(Default::default);
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("A token from POST /api/v1/sessions")).build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(SESSION))));
    }
}

fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(sessions::api::me))
        .merge(closing())
        .merge(doors())
        .routes(routes!(users::api::list, users::api::create))
        .routes(routes!(users::api::reset))
        .routes(routes!(users::api::disable))
        .routes(routes!(users::api::reopen))
        .routes(routes!(associations::api::list, associations::api::create))
        .routes(routes!(associations::api::get))
        .routes(routes!(names::api::association))
        .routes(routes!(members::api::list, members::api::register))
        .routes(routes!(members::api::get, members::api::mend))
        .routes(routes!(funds::api::list, funds::api::create))
        .routes(routes!(funds::api::get))
        .routes(routes!(names::api::fund))
        .routes(routes!(funds::api::rules, funds::api::change_rules))
        .routes(routes!(funds::api::cycles, funds::api::open_cycle))
        .routes(routes!(availability::api::availability))
        .routes(routes!(ledger::api::position))
        .routes(routes!(today::api::due))
        .merge(money())
        .merge(credit())
        .routes(routes!(ledger::api::entries))
        .routes(routes!(ledger::export::download))
        .routes(routes!(cash::api::list, cash::api::record))
        .routes(routes!(cash::api::undo))
        .routes(routes!(reconciliation::api::list, reconciliation::api::record))
        .routes(routes!(reconciliation::api::get))
        .routes(routes!(reconciliation::api::compare))
        .routes(routes!(reconciliation::api::undo))
        .routes(routes!(reconciliation::api::join))
        .routes(routes!(reconciliation::api::undo_match))
        .merge(cofinancing())
}

/// Money in, out and moved, and its corrections.
fn money() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(capital::api::list, capital::api::record))
        .routes(routes!(capital::api::fulfil))
        .routes(routes!(capital::api::undo))
        .routes(routes!(capital::api::correct))
        .routes(routes!(capital::returns_api::list, capital::returns_api::record))
        .routes(routes!(capital::returns_api::get))
        .routes(routes!(capital::returns_api::reverse))
        .routes(routes!(capital::returns_api::correct))
        .routes(routes!(expenses::api::list, expenses::api::record))
        .routes(routes!(expenses::api::pay))
        .routes(routes!(expenses::api::approve))
        .routes(routes!(expenses::api::refuse))
        .routes(routes!(expenses::api::undo))
        .routes(routes!(expenses::api::correct))
        .routes(routes!(corrections::api::list))
        .routes(routes!(corrections::api::decline))
        .routes(routes!(confirmations::api::confirm))
        .routes(routes!(transfers::api::list, transfers::api::record))
        .routes(routes!(transfers::api::get))
        .routes(routes!(transfers::api::pay_back))
        .routes(routes!(transfers::api::undo))
        .routes(routes!(transfers::api::correct))
}

/// Loans, from the application to the last receipt.
fn credit() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(loans::api::list, loans::api::record))
        .routes(routes!(loans::api::quote))
        .routes(routes!(loans::api::get))
        .routes(routes!(loans::disburse_api::disburse))
        .routes(routes!(loans::put_right_api::cancel))
        .routes(routes!(loans::put_right_api::undo))
        .routes(routes!(loans::put_right_api::correct))
        .routes(routes!(applications::api::list, applications::api::ask))
        .routes(routes!(applications::api::arrange))
        .routes(routes!(applications::api::get))
        .routes(routes!(applications::api::correct))
        .routes(routes!(applications::api::withdraw))
        .routes(routes!(applications::api::cast))
        .routes(routes!(applications::api::take_back))
        .routes(routes!(applications::api::second))
        .routes(routes!(delay::api::get))
        .routes(routes!(delay::api::call_guarantors))
        .routes(routes!(delay::api::undo_call))
        .routes(routes!(delay::api::promise))
        .routes(routes!(delay::api::undo_promise))
        .routes(routes!(delay::api::change_debtor))
        .routes(routes!(delay::api::pay_back))
        .routes(routes!(delay::api::undo_pay_back))
        .routes(routes!(prices::api::list, prices::api::record))
        .routes(routes!(credits::api::get))
        .routes(routes!(credits::api::refund))
        .routes(routes!(credits::api::pay))
        .routes(routes!(credits::api::undo))
        .routes(routes!(credits::api::correct))
        .routes(routes!(solidarity::api::list, solidarity::api::form))
        .routes(routes!(solidarity::api::change))
        .routes(routes!(solidarity::api::dissolve))
        .routes(routes!(solidarity::api::of_loan, solidarity::api::add))
        .routes(routes!(solidarity::api::release))
        .routes(routes!(repayments::api::record))
        .routes(routes!(repayments::api::preview))
        .routes(routes!(repayments::api::get))
        .routes(routes!(repayments::api::reverse))
        .routes(routes!(repayments::api::correct))
        .routes(routes!(small_balances::api::list, small_balances::api::forgive))
        .routes(routes!(small_balances::api::reverse))
        .routes(routes!(waivers::api::waive))
        .routes(routes!(write_offs::api::write_off))
        .routes(routes!(reliefs::api::record))
        .routes(routes!(reliefs::api::preview))
}

/// Closing months and cycles, sharing out a surplus, and the projection.
fn closing() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(closes::api::list, closes::api::month))
        .routes(routes!(availability::projection::projection))
        .routes(routes!(closes::api::cycle))
        .routes(routes!(closes::api::statement))
        .routes(routes!(closes::api::share))
        .routes(routes!(closes::api::share_out_of))
        .routes(routes!(closes::api::pay))
        .routes(routes!(closes::api::undo))
        .routes(routes!(closes::api::undo_payment))
}

/// Operations open to visitors, with a small limit for bodies.
fn doors() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sessions::api::sign_in, sessions::api::sign_out))
        .routes(routes!(sessions::api::change_password))
        .layer(DefaultBodyLimit::max(DOOR))
}

/// Programmes, purchases and their reports.
fn cofinancing() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(programmes::api::list, programmes::api::create))
        .routes(routes!(programmes::api::get))
        .routes(routes!(names::api::programme))
        .routes(routes!(programmes::api::offers))
        .routes(routes!(programmes::api::set_plan))
        .routes(routes!(programmes::api::set_budget))
        .routes(routes!(programmes::api::set_approver))
        .routes(routes!(programmes::api::take_part))
        .routes(routes!(purchases::api::list, purchases::api::create))
        .routes(routes!(purchases::api::of_member))
        .routes(routes!(purchases::api::get, purchases::api::save))
        .routes(routes!(purchases::api::submit))
        .routes(routes!(purchases::api::cancel))
        .routes(routes!(purchases::api::settle))
        .routes(routes!(purchases::api::record_payment))
        .routes(routes!(purchases::put_right_api::payment))
        .routes(routes!(purchases::put_right_api::undo_payment))
        .routes(routes!(purchases::put_right_api::correct_payment))
        .routes(routes!(purchases::put_right_api::reopen))
        .routes(routes!(purchases::put_right_api::adjust_invoice))
        .routes(routes!(purchases::put_right_api::record_shift))
        .routes(routes!(purchases::put_right_api::undo_shift))
        .routes(routes!(approvals::api::inbox))
        .routes(routes!(approvals::api::decide))
        .routes(routes!(purchases::api::order))
        .routes(routes!(deliveries::api::deliver))
        .routes(routes!(deliveries::api::undo))
        .routes(routes!(deliveries::api::receive))
        .routes(routes!(deliveries::api::count))
        .routes(routes!(deliveries::kardex::get))
        .routes(routes!(labour::api::list, labour::api::record))
        .routes(routes!(labour::api::undo))
        .routes(routes!(labour::api::correct))
        .routes(routes!(attachments::api::get))
        .routes(routes!(attachments::api::mark_wrong))
        .routes(routes!(reports::api::seed))
        .routes(routes!(imports::api::take_fund_back))
        .routes(routes!(reports::api::labour))
        .routes(routes!(reports::api::goals))
}

/// The operations, their description at `/api/openapi.json`, and its page at `/api/docs/`.
pub fn routes() -> Router<App> {
    let (router, mut described) = operations().split_for_parts();
    // These routes are separate because of their larger bodies. Their descriptions join the others.
    let large = OpenApiRouter::<App>::new().routes(routes!(imports::api::import)).routes(routes!(attachments::api::list, attachments::api::add));
    let (_, large) = large.split_for_parts();
    described.merge(large);
    description::complete(&mut described);
    let reading = Router::new()
        .route("/api/openapi.json", get(written))
        .route("/api/docs", get(async || Redirect::permanent("/api/docs/")))
        .route("/api/docs/", get(browse))
        .layer(Extension(Described(Arc::new(described))));
    router.merge(reading)
}

/// The description, computed once.
#[derive(Clone)]
struct Described(Arc<utoipa::openapi::OpenApi>);

async fn written(Extension(Described(api)): Extension<Described>) -> Response {
    Json(&*api).into_response()
}

/// Only for administrators, who connect programs. Programs read the description itself.
async fn browse(Extension(Described(api)): Extension<Described>, signed_in: SignedIn) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    by.check(Action::ManageAssociations, None)?;
    let description = serde_json::to_value(&*api).map_err(|error| Error::fault(format!("the description: {error}")))?;
    let (title, body) = (reader.t("api-docs"), description_page::body(reader, &description));
    Ok(page(reader, by, &associations::pages::heading(reader, by), Place::More, &title, body))
}
