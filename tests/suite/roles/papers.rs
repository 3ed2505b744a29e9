//! The routes of books and papers, with the same roles as the page that links to each.

pub const PAPERS: &[(&str, &str, &str)] = &[
    ("GET", "/funds/{id}/cash-book", "astcf"),
    ("GET", "/funds/{id}/cash-book.pdf", "astcf"),
    ("GET", "/repayments/{id}/receipt.pdf", "astcfm"),
    ("GET", "/loans/{id}/contract.pdf", "astcfm"),
    ("GET", "/loans/{id}/voucher.pdf", "astcfm"),
    ("GET", "/members/{id}/kardex", "astcfm"),
    ("GET", "/members/{id}/kardex.pdf", "astcfm"),
    ("GET", "/payments/{id}/receipt.pdf", "astcfm"),
    ("GET", "/cycles/{id}/assembly.pdf", "astcf"),
    ("GET", "/cycles/{id}/report.pdf", "astcf"),
    ("GET", "/expenses/{id}/voucher.pdf", "astcf"),
    ("GET", "/capital-returns/{id}/voucher.pdf", "astcf"),
    ("GET", "/cash-counts/{id}/count.pdf", "astcf"),
    ("GET", "/funds/{id}/acta.pdf", "astcf"),
    ("GET", "/purchases/{id}/sheet.pdf", "astcf"),
    ("GET", "/credit-uses/{id}/voucher.pdf", "astcfm"),
    ("GET", "/share-outs/{id}/list.pdf", "astcf"),
    ("GET", "/share-outs/{id}/vouchers.pdf", "astcf"),
    ("GET", "/transfers/{id}/voucher.pdf", "astcf"),
];
