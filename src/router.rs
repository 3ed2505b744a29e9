//! Every route of the program on one page.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::app::App;
use crate::error::Error;
use crate::features::{associations, availability, capital, expenses, funds, imports, ledger, loans, members, repayments, sessions, today, users};
use crate::web::{assets, error};

/// The largest body of an ordinary form or JSON request.
const BODY: usize = 64 * 1024;
/// The largest workbook.
const WORKBOOK: usize = 10 * 1024 * 1024;
/// What a page may load: only what comes from here. Styles may stand in the page, as a chart's width does.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

pub fn router(app: App) -> Router {
    let headers = |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    pages()
        .merge(crate::api::routes())
        .layer(DefaultBodyLimit::max(BODY))
        .merge(imports())
        .fallback(error::not_found)
        .layer(CsrfLayer::new())
        .layer(CatchPanicLayer::custom(|_| Error::fault("a handler panicked").into_response()))
        .layer(from_fn_with_state(app.clone(), error::render))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(120)))
        .layer(CompressionLayer::new())
        .layer(headers(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(headers(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(headers(header::REFERRER_POLICY, "same-origin"))
        .layer(headers(header::CACHE_CONTROL, "no-store"))
        .with_state(app)
}

fn pages() -> Router<App> {
    Router::new()
        .route("/", get(today::home))
        .route("/more", get(today::more::show))
        .route("/assets/{hash}/{name}", get(assets::serve))
        .route("/health", get(|| async { "ok" }))
        .route("/start", get(users::start_page::show).post(users::start_page::begin))
        .route("/sign-in", get(sessions::pages::show_sign_in).post(sessions::pages::sign_in))
        .route("/sign-out", post(sessions::pages::sign_out))
        .route("/password", get(sessions::pages::show_password).post(sessions::pages::change_password))
        .route("/language", post(sessions::pages::speak))
        .route("/programmes", get(associations::pages::show_programmes).post(associations::pages::add_programme))
        .route("/programmes/{id}/associations", post(associations::pages::take_part))
        .route("/associations", post(associations::pages::add))
        .route("/associations/new", get(associations::pages::show_new))
        .route("/associations/{id}", get(today::association::show))
        .route("/associations/{id}/members", get(members::pages::list).post(members::pages::add))
        .route("/associations/{id}/members/new", get(members::pages::show_new))
        .route("/associations/{id}/users", get(users::pages::list_of).post(users::pages::add_of))
        .route("/associations/{id}/funds", post(funds::pages::add))
        .route("/associations/{id}/funds/new", get(funds::pages::show_new))
        .route("/users", get(users::pages::list_all).post(users::pages::add))
        .route("/users/{id}/reset", post(users::pages::renew))
        .route("/users/{id}/disable", post(users::pages::close))
        .route("/members/{id}", get(today::member::show))
        .route("/members/{id}/edit", get(members::pages::show_edit).post(members::pages::save))
        .route("/members/{id}/sign-in", post(users::pages::add_member))
        .route("/funds/{id}", get(availability::pages::show))
        .route("/funds/{id}/lines/{line}", get(availability::lines::show))
        .route("/funds/{id}/rules", get(funds::pages::show_rules).post(funds::pages::save_rules))
        .route("/funds/{id}/cycles", get(funds::pages::show_cycles).post(funds::pages::add_cycle))
        .route("/funds/{id}/capital", get(capital::pages::list).post(capital::pages::add))
        .route("/funds/{id}/capital/new", get(capital::pages::show_new))
        .route("/capital/{id}/receive", post(capital::pages::came))
        .route("/funds/{id}/expenses", get(expenses::pages::list).post(expenses::pages::add))
        .route("/funds/{id}/expenses/new", get(expenses::pages::show_new))
        .route("/expenses/{id}/pay", post(expenses::pages::pay_plan))
        .route("/expenses/{id}/undo", post(expenses::pages::take_back))
        .route("/funds/{id}/ledger", get(ledger::pages::show))
        .route("/funds/{id}/loans", get(loans::pages::list).post(loans::new_page::add))
        .route("/funds/{id}/loans/new", get(loans::new_page::show))
        .route("/loans/{id}", get(loans::pages::show))
        .route("/loans/{id}/disburse", post(loans::pages::hand_over))
        .route("/loans/{id}/cancel", post(loans::pages::cancel))
        .route("/loans/{id}/repay", get(repayments::repay_page::show).post(repayments::repay_page::add))
        .route("/funds/{id}/collect", get(repayments::pages::collect))
        .route("/funds/{id}/repayments", get(repayments::pages::list))
        .route("/repayments/{id}", get(repayments::pages::show))
        .route("/repayments/{id}/reverse", post(repayments::pages::undo))
}

/// A workbook is larger than any other body.
fn imports() -> Router<App> {
    Router::new()
        .route("/import", get(imports::pages::show).post(imports::pages::upload))
        .route("/import/template.xlsx", get(imports::pages::template))
        .route("/api/v1/imports", post(imports::api::import))
        .layer(DefaultBodyLimit::max(WORKBOOK))
}
