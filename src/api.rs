//! The JSON face of the program, composed: every operation under `/api/v1`, described as OpenAPI and browsable.

use axum::Router;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use utoipa_swagger_ui::SwaggerUi;

use crate::app::App;
use crate::features::{associations, availability, capital, expenses, funds, imports, ledger, loans, members, repayments, sessions, today, users};
use crate::web::signed_in::SESSION;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Muyu",
        description = "Revolving funds of smallholders' associations. Amounts are whole minor units (céntimos, grams), rates parts per million. \
            Every change takes an `Idempotency-Key` header (a UUID): sent twice, it is done once. Errors are problem details (RFC 9457).",
        version = "1"
    ),
    modifiers(&Security),
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
        .routes(routes!(sessions::api::sign_in, sessions::api::sign_out))
        .routes(routes!(sessions::api::me))
        .routes(routes!(sessions::api::change_password))
        .routes(routes!(users::api::list, users::api::create))
        .routes(routes!(users::api::reset))
        .routes(routes!(users::api::disable))
        .routes(routes!(associations::api::list, associations::api::create))
        .routes(routes!(associations::api::get))
        .routes(routes!(associations::api::list_programmes, associations::api::create_programme))
        .routes(routes!(associations::api::take_part))
        .routes(routes!(members::api::list, members::api::register))
        .routes(routes!(members::api::get, members::api::mend))
        .routes(routes!(funds::api::list, funds::api::create))
        .routes(routes!(funds::api::get))
        .routes(routes!(funds::api::rules, funds::api::change_rules))
        .routes(routes!(funds::api::cycles, funds::api::open_cycle))
        .routes(routes!(availability::api::availability))
        .routes(routes!(availability::api::position))
        .routes(routes!(today::api::due))
        .routes(routes!(capital::api::list, capital::api::record))
        .routes(routes!(capital::api::fulfil))
        .routes(routes!(expenses::api::list, expenses::api::record))
        .routes(routes!(expenses::api::pay))
        .routes(routes!(expenses::api::undo))
        .routes(routes!(loans::api::list, loans::api::record))
        .routes(routes!(loans::api::quote))
        .routes(routes!(loans::api::get))
        .routes(routes!(loans::api::disburse))
        .routes(routes!(loans::api::cancel))
        .routes(routes!(repayments::api::record))
        .routes(routes!(repayments::api::preview))
        .routes(routes!(repayments::api::get))
        .routes(routes!(repayments::api::reverse))
        .routes(routes!(ledger::api::entries))
}

/// The operations, their description at `/api/openapi.json`, and the pages that browse it at `/api/docs/`.
pub fn routes() -> Router<App> {
    let (router, mut description) = operations().split_for_parts();
    // Its route stands apart, for its larger body; its description belongs with the others.
    let (_, imports) = OpenApiRouter::<App>::new().routes(routes!(imports::api::import)).split_for_parts();
    description.merge(imports);
    router.merge(SwaggerUi::new("/api/docs").url("/api/openapi.json", description))
}
