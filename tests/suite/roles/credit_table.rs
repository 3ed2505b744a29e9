//! The routes of what members have in their favour and of what is set aside of loans, and who may ask for them.

pub const OF_CREDIT: &[(&str, &str, &str)] = &[
    ("GET", "/members/{id}/credit", "astcfm"),
    ("POST", "/members/{id}/credit/refund", "at"),
    ("POST", "/members/{id}/credit/use", "at"),
    ("GET", "/credit-uses/{id}", "astcfm"),
    ("POST", "/credit-uses/{id}/undo", "at"),
    ("GET", "/api/v1/members/{id}/credit", "astcfm"),
    ("POST", "/api/v1/funds/{id}/credit-refunds", "at"),
    ("POST", "/api/v1/loans/{id}/pay-from-credit", "at"),
    ("POST", "/api/v1/credit-uses/{id}/undo", "at"),
    ("GET", "/funds/{id}/provision", "astcf"),
];
