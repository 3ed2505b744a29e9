//! Where a person is sent after signing in: only to a page of this program.

use axum::http::uri::PathAndQuery;

/// The paths of the pages, with `*` for each id.
pub const PAGES: [&str; 135] = [
    "applications/*",
    "applications/*/correct",
    "associations",
    "associations/*",
    "associations/*/edit",
    "associations/*/funds/new",
    "associations/*/groups",
    "associations/*/members",
    "associations/*/members/new",
    "associations/*/users",
    "associations/new",
    "attachments/*",
    "attachments/*/wrong",
    "ayuda",
    "bank-statements/*",
    "capital-returns/*",
    "capital-returns/*/correct",
    "capital-returns/*/voucher.pdf",
    "capital/*",
    "capital/*/correct",
    "capital/*/return",
    "cash-counts/*",
    "cash-counts/*/count.pdf",
    "correction-requests/*",
    "credit-uses/*",
    "credit-uses/*/correct",
    "credit-uses/*/voucher.pdf",
    "cycles/*",
    "cycles/*/assembly",
    "cycles/*/assembly.pdf",
    "cycles/*/report.pdf",
    "cycles/*/share-out",
    "expenses/*",
    "expenses/*/correct",
    "expenses/*/voucher.pdf",
    "funds/*",
    "funds/*/acta",
    "funds/*/acta.pdf",
    "funds/*/applications",
    "funds/*/applications/new",
    "funds/*/bank-statements",
    "funds/*/capital",
    "funds/*/capital/new",
    "funds/*/cash-book",
    "funds/*/cash-book.pdf",
    "funds/*/cash-counts",
    "funds/*/cash-counts/new",
    "funds/*/closes",
    "funds/*/collect",
    "funds/*/corrections",
    "funds/*/cycles",
    "funds/*/delay",
    "funds/*/due",
    "funds/*/edit",
    "funds/*/expenses",
    "funds/*/expenses/new",
    "funds/*/journal",
    "funds/*/kardex",
    "funds/*/ledger",
    "funds/*/lines/*",
    "funds/*/loans",
    "funds/*/loans/new",
    "funds/*/prices",
    "funds/*/projection",
    "funds/*/provision",
    "funds/*/purchases",
    "funds/*/purchases/new",
    "funds/*/reliefs",
    "funds/*/repayments",
    "funds/*/rules",
    "funds/*/rules/compare",
    "funds/*/small-balances",
    "funds/*/transfers",
    "funds/*/transfers/new",
    "groups/*",
    "import",
    "import/marked.xlsx",
    "import/template.xlsx",
    "inbox",
    "labour/*/correct",
    "loans/*",
    "loans/*/contract",
    "loans/*/contract.pdf",
    "loans/*/correct",
    "loans/*/delay",
    "loans/*/relief",
    "loans/*/repay",
    "loans/*/voucher",
    "loans/*/voucher.pdf",
    "loans/*/waive",
    "loans/*/write-off",
    "members/*",
    "members/*/credit",
    "members/*/edit",
    "members/*/kardex",
    "members/*/kardex.pdf",
    "more",
    "password",
    "payments/*",
    "payments/*/correct",
    "payments/*/receipt.pdf",
    "programmes",
    "programmes/*",
    "programmes/*/edit",
    "programmes/*/files/*",
    "programmes/*/plan",
    "purchases/*",
    "purchases/*/adjust",
    "purchases/*/cover",
    "purchases/*/delivery",
    "purchases/*/edit",
    "purchases/*/hectares",
    "purchases/*/items/*",
    "purchases/*/labour",
    "purchases/*/payments",
    "purchases/*/receive",
    "purchases/*/sheet",
    "purchases/*/sheet.pdf",
    "purchases/*/shifts",
    "rate-ceilings",
    "remissions/*",
    "repayments/*",
    "repayments/*/correct",
    "repayments/*/receipt.pdf",
    "reports/files/*",
    "reports/labour",
    "reports/seed",
    "share-outs/*",
    "share-outs/*/list.pdf",
    "share-outs/*/vouchers.pdf",
    "transfers/*",
    "transfers/*/correct",
    "transfers/*/pay-back",
    "transfers/*/voucher.pdf",
    "users",
];

/// The longest return address accepted.
const LONGEST: usize = 2_000;

/// The path, if it is one of this program's pages; else the first page.
pub fn inside(to: &str) -> &str {
    if is_page(to) { to } else { "/" }
}

/// The page at a path, or the nearest page above it: a form's address need not be a page.
pub fn nearest(to: &str) -> &str {
    let mut to = to;
    while !is_page(to) {
        match to.split(['?', '#']).next().unwrap_or_default().rsplit_once('/') {
            Some((above, _)) if !above.is_empty() => to = above,
            _ => return "/",
        }
    }
    to
}

fn is_page(to: &str) -> bool {
    let plain = to.len() <= LONGEST && to.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if !plain || !to.starts_with('/') || to.parse::<PathAndQuery>().is_err() {
        return false;
    }
    let path = to.split(['?', '#']).next().unwrap_or_default();
    // No empty steps, no steps upwards, and nothing encoded.
    let clean = path.split('/').skip(1).all(|step| !step.is_empty() && step != "." && step != ".." && !step.contains('%'));
    clean && PAGES.iter().any(|page| fits(page, path))
}

/// Whether a path matches a page.
fn fits(page: &str, path: &str) -> bool {
    let mut steps = path.split('/').skip(1);
    page.split('/').all(|own| steps.next().is_some_and(|step| own == "*" || own == step)) && steps.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_of_this_program() {
        for to in ["/funds/1", "/purchases/2/items/3?page=1", "/reports/seed?by=cycle&from=2026-01-01", "/inbox", "/funds/1?a=%2F%2Fx"] {
            assert_eq!(inside(to), to);
        }
        for to in [
            "",
            "/",
            "funds/1",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/%09/evil.example",
            "/%2f/evil.example",
            "/\u{0}",
            "/funds/\r\nset-cookie: a=b",
            "/funds//evil.example",
            "/funds/../../evil",
            "https://evil.example",
            "javascript:alert(1)",
            "/evil.example",
            "/sign-out",
            "/start",
            "/api/v1/me",
            "/funds/ñ",
            "/funds",
            "/expenses/1/undo",
            "/loans/1/cancel",
            "/loans/1/repay/2",
            " /funds/1",
        ] {
            assert_eq!(inside(to), "/", "{to:?}");
        }
        assert_eq!(inside(&format!("/funds/{}", "x".repeat(3_000))), "/");
    }

    #[test]
    fn the_page_above_what_is_none() {
        for (from, to) in [
            ("/funds/1/expenses?page=2", "/funds/1/expenses?page=2"),
            ("/loans/1/cancel?page=2", "/loans/1"),
            ("/purchases/1/items/2/remove", "/purchases/1/items/2"),
            ("/users/1/reset", "/users"),
            ("/payments/1/undo", "/payments/1"),
            ("/deliveries/1/undo", "/"),
            ("//evil.example/funds/1", "/"),
            ("", "/"),
        ] {
            assert_eq!(nearest(from), to, "{from}");
        }
    }
}
