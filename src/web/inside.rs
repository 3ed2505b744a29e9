//! Where somebody is sent after signing in: only to a page of this program.

use axum::http::uri::PathAndQuery;

/// What the pages' paths begin with.
pub const BEGINNINGS: [&str; 19] = [
    "associations",
    "attachments",
    "capital",
    "capital-returns",
    "expenses",
    "funds",
    "import",
    "inbox",
    "loans",
    "members",
    "more",
    "payments",
    "programmes",
    "purchases",
    "repayments",
    "remissions",
    "reports",
    "users",
    "password",
];

/// The longest way back that is kept.
const LONGEST: usize = 2_000;

/// The path where it is one of this program's pages, or the first page.
pub fn inside(to: &str) -> &str {
    if is_page(to) { to } else { "/" }
}

fn is_page(to: &str) -> bool {
    let plain = to.len() <= LONGEST && to.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if !plain || !to.starts_with('/') || to.parse::<PathAndQuery>().is_err() {
        return false;
    }
    let path = to.split(['?', '#']).next().unwrap_or_default();
    let mut steps = path.split('/').skip(1);
    // No empty step, none that goes up, and nothing written in a roundabout way.
    let clean = path.split('/').skip(1).all(|step| !step.is_empty() && step != "." && step != ".." && !step.contains('%'));
    clean && steps.next().is_some_and(|first| BEGINNINGS.contains(&first))
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
            " /funds/1",
        ] {
            assert_eq!(inside(to), "/", "{to:?}");
        }
        assert_eq!(inside(&format!("/funds/{}", "x".repeat(3_000))), "/");
    }
}
