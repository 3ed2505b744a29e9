//! The routes of member credit, of the provision and of prices, and who may call them.

use super::table::EACH;

pub const OF_CREDIT: &[(&str, &str, &str)] = &[
    ("GET", "/members/{id}/credit", "astcfm"),
    ("POST", "/members/{id}/credit/refund", "at"),
    ("POST", "/members/{id}/credit/use", "at"),
    ("GET", "/credit-uses/{id}", "astcfm"),
    ("POST", "/credit-uses/{id}/undo", "at"),
    ("GET", "/credit-uses/{id}/correct", "at"),
    ("POST", "/credit-uses/{id}/correct", "at"),
    ("GET", "/api/v1/members/{id}/credit", "astcfm"),
    ("POST", "/api/v1/funds/{id}/credit-refunds", "at"),
    ("POST", "/api/v1/loans/{id}/pay-from-credit", "at"),
    ("POST", "/api/v1/credit-uses/{id}/undo", "at"),
    ("POST", "/api/v1/credit-uses/{id}/correct", "at"),
    ("GET", "/funds/{id}/provision", "astcf"),
    ("GET", "/funds/{id}/prices", EACH),
    ("POST", "/funds/{id}/prices", "at"),
    ("GET", "/api/v1/funds/{id}/prices", EACH),
    ("POST", "/api/v1/funds/{id}/prices", "at"),
];
