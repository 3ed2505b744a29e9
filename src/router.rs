//! Every route of the program, in one file.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::app::App;
use crate::error::Error;
use crate::features::purchases::{approvals, attachments, deliveries, labour, shifts};
use crate::features::{
    applications, associations, availability, capital, confirmations, corrections, delay, expenses, funds, guide, imports, ledger, loans, members,
    names, programmes, purchases, reliefs, repayments, reports, sessions, small_balances, solidarity, today, transfers, users, waivers, write_offs,
};
use crate::features::{cash, closes, credits, prices, reconciliation};
use crate::web::heads::Heads;
use crate::web::{address, assets, error, health};

/// The largest body of an ordinary form or JSON request.
const BODY: usize = 512 * 1024;
/// The largest workbook or document, with some room for the form around it.
const LARGE: usize = 10 * 1024 * 1024 + BODY;
/// The largest body of a visitor who is not signed in.
pub const DOOR: usize = 16 * 1024;
/// The longest pause while a body is sent.
const BODY_STANDSTILL: Duration = Duration::from_secs(20);
/// What a page may load: only this program's own files. Inline styles are allowed, for the widths of charts.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; \
    form-action 'self'";

pub fn router(app: App) -> Router {
    app.kept::<Heads>().tell(today::head, today::waiting);
    let headers = |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    // The address in people's browsers, where a proxy changes it.
    let own = app.access.public_url.as_ref().map(|url| CsrfLayer::new().add_trusted_origin(&url.origin));
    let csrf = own.and_then(Result::ok).unwrap_or_default();
    pages()
        .merge(crate::api::routes())
        .layer(DefaultBodyLimit::max(BODY))
        .merge(large())
        .route_layer(from_fn(address::known))
        .fallback(error::not_found)
        .layer(csrf)
        .layer(CatchPanicLayer::custom(|_| Error::fault("a handler panicked").into_response()))
        .layer(from_fn_with_state(app.clone(), error::render))
        .layer(RequestBodyTimeoutLayer::new(BODY_STANDSTILL))
        .layer(CompressionLayer::new())
        .layer(headers(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(headers(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(headers(header::REFERRER_POLICY, "same-origin"))
        .layer(headers(header::CACHE_CONTROL, "no-store"))
        .with_state(app)
}

fn pages() -> Router<App> {
    house().merge(fund()).merge(credit()).merge(cofinancing())
}

/// Home, sign-ins, associations and their members.
fn house() -> Router<App> {
    Router::new()
        .route("/", get(today::home))
        .route("/more", get(today::more::show))
        .route("/ayuda", get(guide::pages::show))
        .route("/assets/{hash}/{name}", get(assets::serve))
        .route("/health", get(health::show))
        .route("/ready", get(health::show))
        .route("/start", get(users::start_page::show).post(users::start_page::begin).layer(DefaultBodyLimit::max(DOOR)))
        .route("/sign-in", get(sessions::pages::show_sign_in).post(sessions::pages::sign_in).layer(DefaultBodyLimit::max(DOOR)))
        .route("/sign-out", post(sessions::pages::sign_out))
        .route("/password", get(sessions::pages::show_password).post(sessions::pages::change_password).layer(DefaultBodyLimit::max(DOOR)))
        .route("/language", post(sessions::pages::set_language))
        .route("/associations", get(today::associations_page::show).post(associations::pages::add))
        .route("/associations/new", get(associations::pages::show_new))
        .route("/associations/{id}", get(today::association::show))
        .route("/associations/{id}/edit", get(names::pages::show_association).post(names::pages::save_association))
        .route("/associations/{id}/members", get(members::list::show).post(members::pages::add))
        .route("/associations/{id}/members/new", get(members::pages::show_new))
        .route("/associations/{id}/groups", get(solidarity::pages::list).post(solidarity::pages::add))
        .route("/groups/{id}", get(solidarity::pages::show))
        .route("/groups/{id}/members", post(solidarity::pages::change))
        .route("/groups/{id}/dissolve", post(solidarity::pages::dissolve))
        .route("/associations/{id}/users", get(users::pages::list_of).post(users::pages::add_of))
        .route("/associations/{id}/funds", post(funds::pages::add))
        .route("/associations/{id}/funds/new", get(funds::pages::show_new))
        .route("/users", get(users::pages::list_all).post(users::pages::add))
        .route("/users/{id}/reset", post(users::pages::renew))
        .route("/users/{id}/disable", post(users::pages::disable))
        .route("/users/{id}/reopen", post(users::pages::reopen))
        .route("/members/{id}", get(today::member::show))
        .route("/members/{id}/edit", get(members::pages::show_edit).post(members::pages::save))
        .route("/members/{id}/credit", get(credits::pages::show))
        .route("/members/{id}/credit/refund", post(credits::pages::refund))
        .route("/members/{id}/credit/use", post(credits::pages::use_on_loan))
        .route("/credit-uses/{id}", get(credits::pages::show_voucher))
        .route("/credit-uses/{id}/voucher.pdf", get(credits::paper::show))
        .route("/credit-uses/{id}/undo", post(credits::pages::undo))
        .route("/credit-uses/{id}/correct", get(credits::correct_page::show).post(credits::correct_page::correct))
        .route("/members/{id}/committee", post(users::pages::appoint))
        .route("/members/{id}/committee/dismiss", post(users::pages::dismiss))
        .route("/members/{id}/sign-in", post(users::pages::add_member))
}

/// A fund and its books.
fn fund() -> Router<App> {
    Router::new()
        .route("/funds/{id}", get(availability::pages::show))
        .route("/funds/{id}/edit", get(names::pages::show_fund).post(names::pages::save_fund))
        .route("/funds/{id}/lines/{line}", get(availability::line_pages::show))
        .route("/funds/{id}/rules", get(funds::pages::show_rules).post(funds::pages::save_rules))
        .route("/funds/{id}/rules/compare", get(funds::compare_page::show))
        .route("/funds/{id}/cycles", get(funds::pages::show_cycles).post(funds::pages::add_cycle))
        .route("/funds/{id}/capital", get(capital::pages::list).post(capital::pages::add))
        .route("/funds/{id}/capital/new", get(capital::pages::show_new))
        .route("/capital/{id}/receive", post(capital::pages::fulfil))
        .route("/capital/{id}", get(capital::show_page::show))
        .route("/capital/{id}/correct", get(capital::show_page::show_correct).post(capital::show_page::correct))
        .route("/capital/{id}/undo", post(capital::show_page::undo))
        .route("/capital/{id}/return", get(capital::return_pages::show).post(capital::return_pages::add))
        .route("/capital-returns/{id}", get(capital::return_pages::show_voucher))
        .route("/capital-returns/{id}/voucher.pdf", get(capital::return_paper::show))
        .route("/capital-returns/{id}/reverse", post(capital::return_pages::reverse))
        .route("/capital-returns/{id}/correct", get(capital::return_pages::show_correct).post(capital::return_pages::correct))
        .route("/funds/{id}/expenses", get(expenses::pages::list).post(expenses::pages::add))
        .route("/funds/{id}/expenses/new", get(expenses::pages::show_new))
        .route("/expenses/{id}/pay", post(expenses::pages::pay_plan))
        .route("/expenses/{id}", get(expenses::show_page::show))
        .route("/expenses/{id}/voucher.pdf", get(expenses::paper::show))
        .route("/expenses/{id}/correct", get(expenses::show_page::show_correct).post(expenses::show_page::correct))
        .route("/expenses/{id}/undo", post(expenses::show_page::undo))
        .route("/expenses/{id}/approve", post(expenses::show_page::approve))
        .route("/expenses/{id}/refuse", post(expenses::show_page::refuse))
        .merge(closing())
        .route("/funds/{id}/cash-counts", get(cash::pages::list).post(cash::pages::add))
        .route("/funds/{id}/cash-counts/new", get(cash::pages::show_new))
        .route("/cash-counts/{id}", get(cash::show_page::show))
        .route("/cash-counts/{id}/count.pdf", get(cash::count_paper::show))
        .route("/cash-counts/{id}/undo", post(cash::show_page::undo))
        .route("/bank-statements/{id}", get(reconciliation::show_page::show))
        .route("/bank-statements/{id}/compare", post(reconciliation::show_page::compare))
        .route("/bank-statements/{id}/undo", post(reconciliation::show_page::undo))
        .route("/bank-statements/{id}/matches", post(reconciliation::show_page::join))
        .route("/bank-matches/{id}/undo", post(reconciliation::show_page::undo_match))
        .route("/funds/{id}/transfers", get(transfers::pages::list).post(transfers::pages::add))
        .route("/funds/{id}/transfers/new", get(transfers::pages::show_new))
        .route("/transfers/{id}", get(transfers::show_page::show))
        .route("/transfers/{id}/voucher.pdf", get(transfers::paper::show))
        .route("/transfers/{id}/pay-back", get(transfers::pages::show_pay_back).post(transfers::pages::pay_back))
        .route("/transfers/{id}/correct", get(transfers::show_page::show_correct).post(transfers::show_page::correct))
        .route("/transfers/{id}/undo", post(transfers::show_page::undo))
        .route("/funds/{id}/corrections", get(corrections::pages::list))
        .route("/correction-requests/{id}", get(confirmations::pages::show))
        .route("/correction-requests/{id}/confirm", post(confirmations::pages::confirm))
        .route("/correction-requests/{id}/decline", post(confirmations::pages::decline))
        .route("/funds/{id}/ledger", get(ledger::pages::show))
        .route("/funds/{id}/cash-book", get(ledger::cash_book_pages::show))
        .route("/funds/{id}/cash-book.pdf", get(ledger::cash_book_pages::paper))
        .route("/funds/{id}/prices", get(prices::pages::show).post(prices::pages::add))
        .route("/funds/{id}/provision", get(ledger::provision_page::show))
        .route("/funds/{id}/journal", get(ledger::export::download))
}

/// Credit, from the application to the last receipt.
fn credit() -> Router<App> {
    Router::new()
        .route("/funds/{id}/loans", get(loans::list::show).post(loans::new_page::add))
        .route("/funds/{id}/loans/new", get(loans::new_page::show))
        .route("/funds/{id}/applications", get(applications::list_page::list).post(applications::apply_page::add))
        .route("/funds/{id}/applications/new", get(applications::apply_page::show))
        .route("/funds/{id}/votes", post(applications::list_page::decide))
        .route("/funds/{id}/acta", get(applications::act_page::show))
        .route("/funds/{id}/acta.pdf", get(applications::act_paper::show))
        .route("/applications/{id}", get(applications::show_page::show))
        .route("/applications/{id}/correct", get(applications::apply_page::show_correct).post(applications::apply_page::save))
        .route("/applications/{id}/vote", post(applications::show_page::cast))
        .route("/applications/{id}/take-back", post(applications::show_page::take_back))
        .route("/applications/{id}/second", post(applications::show_page::second))
        .route("/applications/{id}/withdraw", post(applications::show_page::take_off))
        .route("/rate-ceilings", get(applications::ceilings_page::show).post(applications::ceilings_page::add))
        .route("/funds/{id}/small-balances", get(small_balances::pages::show).post(small_balances::pages::add))
        .route("/funds/{id}/reliefs", get(reliefs::pages::show_many).post(reliefs::pages::add_many))
        .route("/loans/{id}/write-off", get(write_offs::pages::show).post(write_offs::pages::add))
        .route("/loans/{id}/waive", get(waivers::pages::show).post(waivers::pages::add))
        .route("/loans/{id}/relief", get(reliefs::pages::show_one).post(reliefs::pages::add_one))
        .route("/remissions/{id}", get(small_balances::pages::show_one))
        .route("/remissions/{id}/reverse", post(small_balances::pages::undo))
        .route("/loans/{id}", get(loans::pages::show))
        .route("/loans/{id}/disburse", post(loans::pages::hand_over))
        .route("/loans/{id}/cancel", post(loans::pages::cancel))
        .route("/loans/{id}/undo", post(loans::pages::undo))
        .route("/loans/{id}/correct", get(loans::correct_page::show).post(loans::correct_page::correct))
        .route("/loans/{id}/contract", get(loans::papers_page::contract))
        .route("/loans/{id}/voucher", get(loans::papers_page::voucher))
        .route("/loans/{id}/contract.pdf", get(loans::papers_pdf::contract))
        .route("/loans/{id}/voucher.pdf", get(loans::papers_pdf::voucher))
        .route("/members/{id}/kardex", get(repayments::kardex_pages::show))
        .route("/members/{id}/kardex.pdf", get(repayments::kardex_pages::paper))
        .route("/funds/{id}/delay", get(delay::list_page::list))
        .route("/loans/{id}/delay", get(delay::loan_page::show))
        .route("/loans/{id}/call", post(delay::loan_page::add_call))
        .route("/loans/{id}/promises", post(delay::loan_page::add_promise))
        .route("/loans/{id}/debtor", post(delay::loan_page::change_debtor))
        .route("/repayments/{id}/pay-back", post(delay::loan_page::pay_back))
        .route("/guarantee-calls/{id}/undo", post(delay::loan_page::undo_call))
        .route("/claim-payments/{id}/undo", post(delay::loan_page::undo_claim))
        .route("/promises/{id}/undo", post(delay::loan_page::undo_promise))
        .route("/loans/{id}/guarantees", post(loans::guarantors_page::add))
        .route("/guarantees/{id}/release", post(loans::guarantors_page::release))
        .route("/loans/{id}/repay", get(repayments::repay_page::show).post(repayments::repay_page::add))
        .route("/funds/{id}/collect", get(repayments::pages::collect))
        .route("/funds/{id}/due", get(today::due::list))
        .route("/funds/{id}/repayments", get(repayments::list::show))
        .route("/repayments/{id}", get(repayments::pages::show))
        .route("/repayments/{id}/receipt.pdf", get(repayments::receipt_paper::show))
        .route("/repayments/{id}/reverse", post(repayments::pages::undo))
        .route("/repayments/{id}/correct", get(repayments::correct_page::show).post(repayments::correct_page::correct))
}

/// Closing months and cycles, and sharing out what was earned.
fn closing() -> Router<App> {
    Router::new()
        .route("/funds/{id}/closes", get(closes::pages::list).post(closes::pages::add))
        .route("/cycles/{id}", get(closes::cycle_page::show))
        .route("/cycles/{id}/assembly", get(closes::assembly_page::show))
        .route("/cycles/{id}/assembly.pdf", get(closes::assembly_paper::show))
        .route("/cycles/{id}/report.pdf", get(closes::cycle_paper::show))
        .route("/funds/{id}/projection", get(availability::projection_page::show))
        .route("/cycles/{id}/close", post(closes::pages::add_cycle))
        .route("/cycles/{id}/share-out", get(closes::share_pages::show_new).post(closes::share_pages::add))
        .route("/share-outs/{id}", get(closes::share_pages::show))
        .route("/share-outs/{id}/list.pdf", get(closes::share_paper::list))
        .route("/share-outs/{id}/vouchers.pdf", get(closes::share_paper::vouchers))
        .route("/share-outs/{id}/pay", post(closes::share_pages::pay))
        .route("/share-outs/{id}/undo", post(closes::share_pages::undo))
        .route("/share-outs/{id}/shares/{member}/undo", post(closes::share_pages::undo_payment))
}

/// Programmes and co-financed purchases.
fn cofinancing() -> Router<App> {
    Router::new()
        .route("/programmes", get(programmes::pages::list).post(programmes::pages::add))
        .route("/programmes/{id}", get(reports::programme_page::show))
        .route("/programmes/{id}/edit", get(names::pages::show_programme).post(names::pages::save_programme))
        .route("/programmes/{id}/plan", get(programmes::plan_page::show).post(programmes::plan_page::save))
        .route("/programmes/{id}/budget", post(programmes::plan_page::save_budget))
        .route("/programmes/{id}/files/{file}", get(reports::programme_page::budget_file))
        .route("/programmes/{id}/approvers", post(programmes::plan_page::save_approver))
        .route("/programmes/{id}/associations", post(programmes::pages::take_part))
        .route("/inbox", get(approvals::inbox::show).post(approvals::inbox::decide))
        .route("/funds/{id}/purchases", get(purchases::list::show).post(purchases::pages::add))
        .route("/funds/{id}/purchases/new", get(purchases::pages::show_new))
        .route("/funds/{id}/kardex", get(deliveries::kardex::show))
        .route("/purchases/{id}", get(purchases::show_page::show))
        .route("/purchases/{id}/edit", get(purchases::edit_pages::show).post(purchases::edit_pages::save_heading))
        .route("/purchases/{id}/items/{no}", get(purchases::lines_page::show).post(purchases::lines_page::save_item))
        .route("/purchases/{id}/items/{no}/remove", post(purchases::lines_page::remove))
        .route("/purchases/{id}/cover", get(purchases::edit_pages::show_cover).post(purchases::edit_pages::save_cover))
        .route("/purchases/{id}/submit", post(purchases::show_page::submit))
        .route("/purchases/{id}/decide", post(purchases::show_page::decide))
        .route("/purchases/{id}/order", post(purchases::show_page::order))
        .route("/purchases/{id}/cancel", post(purchases::show_page::cancel))
        .route("/purchases/{id}/settle", post(purchases::show_page::settle))
        .route("/purchases/{id}/payments", get(purchases::pay_pages::show).post(purchases::pay_pages::add))
        .route("/purchases/{id}/reopen", post(purchases::show_page::reopen))
        .route("/purchases/{id}/adjust", get(purchases::adjust_pages::show).post(purchases::adjust_pages::add))
        .route("/purchases/{id}/shifts", get(shifts::pages::show).post(shifts::pages::add))
        .route("/part-shifts/{id}/undo", post(shifts::pages::undo))
        .route("/payments/{id}", get(purchases::payment_page::show))
        .route("/payments/{id}/receipt.pdf", get(purchases::payment_paper::show))
        .route("/payments/{id}/undo", post(purchases::pay_pages::undo))
        .route("/payments/{id}/correct", get(purchases::payment_page::show_correct).post(purchases::payment_page::correct))
        .route("/purchases/{id}/delivery", get(deliveries::pages::show).post(deliveries::pages::add))
        .route("/purchases/{id}/sheet", get(deliveries::pages::sheet))
        .route("/purchases/{id}/sheet.pdf", get(deliveries::sheet_paper::show))
        .route("/deliveries/{id}/undo", post(deliveries::pages::undo))
        .route("/purchases/{id}/receive", get(deliveries::close_pages::show).post(deliveries::close_pages::add))
        .route("/purchases/{id}/hectares", get(deliveries::close_pages::show_count).post(deliveries::close_pages::save_count))
        .route("/purchases/{id}/labour", get(labour::pages::show).post(labour::pages::add))
        .route("/labour/{id}/undo", post(labour::pages::undo))
        .route("/labour/{id}/correct", get(labour::pages::show_correct).post(labour::pages::correct))
        .route("/attachments/{id}/wrong", get(attachments::wrong_page::show).post(attachments::wrong_page::add))
        .route("/attachments/{id}", get(attachments::pages::serve))
        .route("/reports/seed", get(reports::pages::seed))
        .route("/reports/labour", get(reports::pages::labour_report))
        .route("/reports/files/{file}", get(reports::pages::seed_file))
}

/// Workbooks and documents, which are larger than any other body.
fn large() -> Router<App> {
    Router::new()
        .route("/import", get(imports::pages::show).post(imports::pages::upload))
        .route("/import/template.xlsx", get(imports::pages::template))
        .route("/funds/{id}/take-back", post(imports::pages::take_back))
        .route("/import/marked.xlsx", get(imports::pages::marked))
        .route("/api/v1/imports", post(imports::api::import))
        .route("/funds/{id}/bank-statements", get(reconciliation::pages::list).post(reconciliation::pages::add))
        .route("/purchases/{id}/attachments", post(attachments::pages::add))
        .route("/api/v1/purchases/{id}/attachments", get(attachments::api::list).post(attachments::api::add))
        .layer(DefaultBodyLimit::max(LARGE))
}
