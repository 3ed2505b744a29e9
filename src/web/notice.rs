//! The notice on the page after something was saved: what was done, and what is next. The form's answer redirects to a page,
//! and a cookie for that page names the command. The words come from the catalogue and the names from the page. From the
//! browser only a record's number is shown, and it is parsed as a number.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum_extra::extract::CookieJar;
use maud::{Markup, html};

use super::cookies::{Cookies, DONE};
use super::layout::Heading;
use super::text::Reader;

/// Where a notice links to.
#[derive(Debug, PartialEq, Eq)]
pub enum Way {
    /// A part of the same page.
    Here(&'static str),
    /// A page of the page's fund.
    Fund(&'static str),
    /// A page of the page's association.
    Association(&'static str),
    /// A page of the program.
    At(&'static str),
}

use Way::{Association, At, Fund, Here};

/// A command, by its form's route: its code in the catalogues, and the next steps with their words.
pub type Command = (&'static str, &'static str, &'static [(&'static str, Way)]);

const ANOTHER_MEMBER: (&str, Way) = ("next-another-member", Association("/members/new"));
const COLLECT: (&str, Way) = ("next-collect-another", Fund("/collect"));
const UNDO: (&str, Way) = ("undo", Here("#undo"));
const INBOX: (&str, Way) = ("inbox", At("/inbox"));

/// The command of each form. Where a route does one of several things, the form's answer names which.
const COMMANDS: &[Command] = &[
    ("/start", "started", &[("fund-new", Association("/funds/new")), ("import", At("/import"))]),
    ("/password", "password-changed", &[]),
    ("/associations", "association-made", &[("fund-new", Association("/funds/new")), ("import", At("/import"))]),
    ("/associations/{id}/edit", "renamed", &[]),
    ("/associations/{id}/members", "member-added", &[("loan-new", Fund("/loans/new")), ANOTHER_MEMBER]),
    ("/associations/{id}/groups", "group-formed", &[("groups", Association("/groups"))]),
    ("/groups/{id}/members", "group-changed", &[("groups", Association("/groups"))]),
    ("/groups/{id}/dissolve", "group-dissolved", &[("groups", Association("/groups"))]),
    ("/loans/{id}/guarantees", "guarantors-named", &[]),
    ("/guarantees/{id}/release", "guarantor-released", &[]),
    ("/associations/{id}/funds", "fund-made", &[("capital-new", Fund("/capital/new")), ("cycle-new", Fund("/cycles"))]),
    ("/users/{id}/disable", "sign-in-closed", &[]),
    ("/members/{id}/edit", "member-saved", &[]),
    ("/funds/{id}/edit", "renamed", &[]),
    ("/funds/{id}/rules", "rules-saved", &[("next-fund", Fund(""))]),
    ("/funds/{id}/cycles", "cycle-opened", &[("next-fund", Fund(""))]),
    ("/funds/{id}/capital", "capital-recorded", &[("next-another-capital", Fund("/capital/new")), ("next-fund", Fund(""))]),
    ("/capital/{id}/receive", "capital-came", &[("next-fund", Fund(""))]),
    ("/capital/{id}/correct", "corrected", &[]),
    ("/capital/{id}/undo", "undone", &[]),
    ("/capital/{id}/return", "capital-returned", &[("capital", Fund("/capital")), UNDO]),
    ("/capital-returns/{id}/reverse", "undone", &[("capital", Fund("/capital"))]),
    ("/capital-returns/{id}/correct", "corrected", &[]),
    ("/funds/{id}/expenses", "expense-recorded", &[("next-another-expense", Fund("/expenses/new"))]),
    ("/expenses/{id}/pay", "expense-paid", &[]),
    ("/expenses/{id}/approve", "expense-approved", &[("expenses", Fund("/expenses"))]),
    ("/expenses/{id}/refuse", "expense-refused", &[("expenses", Fund("/expenses"))]),
    ("/expenses/{id}/correct", "corrected", &[]),
    ("/expenses/{id}/undo", "undone", &[("expenses", Fund("/expenses"))]),
    ("/funds/{id}/transfers", "transfer-recorded", &[("transfers", Fund("/transfers")), UNDO]),
    ("/transfers/{id}/pay-back", "transfer-recorded", &[("transfers", Fund("/transfers")), UNDO]),
    ("/transfers/{id}/correct", "corrected", &[]),
    ("/transfers/{id}/undo", "undone", &[("transfers", Fund("/transfers"))]),
    ("/funds/{id}/cash-counts", "cash-counted", &[]),
    ("/cash-counts/{id}/undo", "undone", &[]),
    ("/funds/{id}/bank-statements", "bank-compared", &[]),
    ("/bank-statements/{id}/compare", "bank-compared", &[]),
    ("/bank-statements/{id}/matches", "bank-matched", &[]),
    ("/bank-matches/{id}/undo", "row-undone", &[]),
    ("/bank-statements/{id}/undo", "undone", &[]),
    ("/correction-requests/{id}/confirm", "confirmed", &[("corrections", Fund("/corrections"))]),
    ("/correction-requests/{id}/decline", "declined", &[]),
    ("/funds/{id}/loans", "loan-recorded", &[("next-another-loan", Fund("/loans/new")), UNDO]),
    ("/funds/{id}/small-balances", "forgiven", &[]),
    ("/funds/{id}/reliefs", "relief-given", &[("loans", Fund("/loans"))]),
    ("/loans/{id}/relief", "relief-given", &[("loans", Fund("/loans"))]),
    ("/loans/{id}/waive", "late-fees-waived", &[]),
    ("/remissions/{id}/reverse", "undone", &[("small-balances", Fund("/small-balances"))]),
    ("/loans/{id}/disburse", "loan-handed-over", &[("next-another-loan", Fund("/loans/new")), UNDO]),
    ("/loans/{id}/cancel", "loan-cancelled", &[("loans", Fund("/loans"))]),
    ("/loans/{id}/undo", "undone", &[("loans", Fund("/loans"))]),
    ("/loans/{id}/correct", "corrected", &[]),
    ("/loans/{id}/repay", "repaid", &[COLLECT, UNDO]),
    ("/repayments/{id}/reverse", "undone", &[COLLECT]),
    ("/repayments/{id}/correct", "corrected", &[COLLECT]),
    ("/loans/{id}/write-off", "written-off", &[("loans", Fund("/loans"))]),
    ("/loans/{id}/call", "guarantors-called", &[("loans", Fund("/loans"))]),
    ("/loans/{id}/promises", "promise-kept", &[]),
    ("/loans/{id}/debtor", "debtor-changed", &[("loans", Fund("/loans"))]),
    ("/repayments/{id}/pay-back", "claim-paid", &[]),
    ("/guarantee-calls/{id}/undo", "row-undone", &[]),
    ("/claim-payments/{id}/undo", "row-undone", &[]),
    ("/promises/{id}/undo", "row-undone", &[]),
    ("/funds/{id}/applications", "application-sent", &[]),
    ("/funds/{id}/votes", "session-ordered", &[]),
    ("/applications/{id}/correct", "application-corrected", &[]),
    ("/applications/{id}/vote", "vote-cast", &[("applications", Fund("/applications"))]),
    ("/applications/{id}/take-back", "vote-taken-back", &[]),
    ("/applications/{id}/second", "second-given", &[("applications", Fund("/applications"))]),
    ("/applications/{id}/withdraw", "application-withdrawn", &[]),
    ("/rate-ceilings", "ceiling-kept", &[]),
    ("/funds/{id}/prices", "price-kept", &[("next-fund", Fund(""))]),
    ("/members/{id}/credit/refund", "credit-refunded", &[UNDO]),
    ("/members/{id}/credit/use", "credit-used", &[]),
    ("/credit-uses/{id}/undo", "undone", &[]),
    ("/credit-uses/{id}/correct", "corrected", &[]),
    ("/members/{id}/committee", "committee-joined", &[]),
    ("/members/{id}/committee/dismiss", "committee-left", &[]),
    ("/funds/{id}/closes", "month-closed", &[("next-fund", Fund(""))]),
    ("/cycles/{id}/close", "cycle-closed", &[("next-fund", Fund(""))]),
    ("/cycles/{id}/share-out", "surplus-shared", &[]),
    ("/share-outs/{id}/pay", "share-paid", &[]),
    ("/share-outs/{id}/undo", "row-undone", &[]),
    ("/share-outs/{id}/shares/{member}/undo", "row-undone", &[]),
    ("/programmes", "programme-made", &[]),
    ("/programmes/{id}/edit", "renamed", &[]),
    ("/programmes/{id}/plan", "plan-saved", &[]),
    ("/programmes/{id}/budget", "budget-saved", &[]),
    ("/programmes/{id}/approvers", "approver-saved", &[]),
    ("/programmes/{id}/associations", "takes-part", &[]),
    ("/inbox", "approved", &[INBOX]),
    ("/funds/{id}/purchases", "purchase-begun", &[]),
    ("/purchases/{id}/edit", "purchase-saved", &[]),
    ("/purchases/{id}/items/{no}", "item-saved", &[]),
    ("/purchases/{id}/items/{no}/remove", "item-removed", &[]),
    ("/purchases/{id}/cover", "cover-saved", &[]),
    ("/purchases/{id}/submit", "purchase-sent", &[("purchases", Fund("/purchases"))]),
    ("/purchases/{id}/decide", "approved", &[INBOX]),
    ("/purchases/{id}/order", "purchase-ordered", &[]),
    ("/purchases/{id}/cancel", "purchase-cancelled", &[("purchases", Fund("/purchases"))]),
    ("/purchases/{id}/settle", "purchase-settled", &[("purchases", Fund("/purchases"))]),
    ("/purchases/{id}/payments", "payment-recorded", &[]),
    ("/purchases/{id}/reopen", "closing-undone", &[]),
    ("/purchases/{id}/adjust", "invoice-adjusted", &[]),
    ("/purchases/{id}/shifts", "shift-recorded", &[]),
    ("/part-shifts/{id}/undo", "row-undone", &[]),
    ("/payments/{id}/undo", "row-undone", &[]),
    ("/payments/{id}/correct", "corrected", &[]),
    ("/purchases/{id}/delivery", "delivery-recorded", &[]),
    ("/deliveries/{id}/undo", "row-undone", &[]),
    ("/purchases/{id}/receive", "delivery-closed", &[("loans", Fund("/loans")), ("next-fund", Fund(""))]),
    ("/purchases/{id}/hectares", "hectares-counted", &[]),
    ("/purchases/{id}/labour", "labour-recorded", &[]),
    ("/labour/{id}/undo", "row-undone", &[]),
    ("/labour/{id}/correct", "corrected", &[]),
    ("/purchases/{id}/attachments", "document-kept", &[]),
    ("/attachments/{id}/wrong", "document-wrong", &[]),
    ("/funds/{id}/take-back", "import-taken-back", &[("import", At("/import"))]),
    ("/import", "imported", &[("loans", Fund("/loans")), ("ledger", Fund("/ledger"))]),
    // Other commands of the same routes.
    ("", "capital-pledged", &[("next-fund", Fund(""))]),
    ("", "expense-planned", &[("next-another-expense", Fund("/expenses/new"))]),
    ("", "expense-waits", &[("expenses", Fund("/expenses"))]),
    ("", "loan-agreed", &[("next-another-loan", Fund("/loans/new"))]),
    ("", "returned", &[INBOX]),
    ("", "rejected", &[INBOX]),
    ("", "waits", &[("corrections", Fund("/corrections"))]),
];

/// What was done, for the page that shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    command: &'static Command,
    /// The number of the record, where its page has another title.
    number: Option<i64>,
}

/// The page that a form's answer leads to, and the command where its route alone does not tell.
pub struct Next {
    pub to: String,
    pub told: Told,
}

/// What the answer to a form adds to its route.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    code: Option<&'static str>,
    number: Option<i64>,
}

impl From<String> for Next {
    fn from(to: String) -> Self {
        Self { to, told: Told::default() }
    }
}

impl Next {
    /// The next page, after the command with this code in the catalogues.
    pub fn after(to: String, code: &'static str) -> Self {
        Self { to, told: Told { code: Some(code), number: None } }
    }

    pub fn numbered(mut self, number: i64) -> Self {
        self.told.number = Some(number);
        self
    }
}

/// How long the notice's cookie lasts.
const SECONDS: i64 = 60;

/// The notice for the page requested.
pub fn asked(request: &Request, cookies: Cookies) -> Option<Done> {
    if request.method() != Method::GET {
        return None;
    }
    let kept = cookies.get(&CookieJar::from_headers(request.headers()), DONE)?;
    let mut parts = kept.splitn(3, '.');
    let (code, number, page) = (parts.next()?, parts.next()?, parts.next()?);
    let command = by_code(code)?;
    let number = if number.is_empty() { None } else { Some(number.parse().ok()?) };
    (page == request.uri().path()).then_some(Done { command, number })
}

/// The command of a request, if it succeeds.
pub fn route_of(request: &Request) -> Option<&'static Command> {
    let matched = request.extensions().get::<MatchedPath>().filter(|_| request.method() == Method::POST)?;
    at(matched.as_str())
}

/// The command of a form's route.
pub fn at(route: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|(own, _, _)| *own == route)
}

fn by_code(code: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|(_, own, _)| *own == code)
}

/// Gives a form's answer the cookie that tells the next page what was done.
pub fn carry(response: &mut Response, command: Option<&'static Command>, cookies: Cookies) {
    let Some(command) = command.filter(|_| response.status() == StatusCode::SEE_OTHER) else { return };
    let told = response.extensions().get::<Told>().copied().unwrap_or_default();
    let Some(page) = page_of(response.headers()) else { return };
    // Nothing is done yet: a second person has to confirm it.
    let waits = page.starts_with("/correction-requests/").then_some("waits");
    let code = waits.or(told.code).unwrap_or(command.1);
    let number = told.number.map(|number| number.to_string()).unwrap_or_default();
    set(response, cookies.brief(DONE, format!("{code}.{number}.{page}"), SECONDS).to_string());
}

fn page_of(headers: &HeaderMap) -> Option<String> {
    let to = headers.get(header::LOCATION)?.to_str().ok()?;
    to.split(['?', '#']).next().map(str::to_owned)
}

/// Removes the cookie once the notice was shown. A page that only redirects keeps it for the next one.
pub fn shown(response: &mut Response, done: Done, cookies: Cookies) {
    if response.status().is_success() {
        set(response, cookies.gone(DONE).to_string());
    } else if let Some(page) = page_of(response.headers()).filter(|_| response.status().is_redirection()) {
        let number = done.number.map(|number| number.to_string()).unwrap_or_default();
        set(response, cookies.brief(DONE, format!("{}.{number}.{page}", done.command.1), SECONDS).to_string());
    }
}

fn set(response: &mut Response, cookie: String) {
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// The notice at the top of a page with this title.
pub fn part(reader: Reader, heading: &Heading, title: &str) -> Markup {
    let Some(Done { command: (_, code, next), number }) = reader.done else { return html! {} };
    let number = number.map(|number| number.to_string()).unwrap_or_default();
    let text = reader.tf(&format!("done-{code}"), &[("title", title.into()), ("no", number.into())]);
    let next: Vec<(String, String)> = next.iter().filter_map(|(words, way)| Some((reader.t(words), way.address(heading)?))).collect();
    html! {
        div.notice.done role="status" {
            p { b aria-hidden="true" { "✓ " } (text) }
            @if !next.is_empty() { p.links { @for (words, href) in &next { a href=(href) { (words) } } } }
        }
    }
}

impl Way {
    fn address(&self, heading: &Heading) -> Option<String> {
        match self {
            Here(part) => Some((*part).to_owned()),
            At(page) => Some((*page).to_owned()),
            Fund(page) => heading.fund.map(|fund| format!("/funds/{fund}{page}")),
            Association(page) => heading.members.as_ref().and_then(|members| Some(format!("{}{page}", members.strip_suffix("/members")?))),
        }
    }
}
