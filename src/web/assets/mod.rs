//! The style, the scripts and the logo, built into the program. Their address carries a hash of their content, so that a
//! browser keeps them and never shows an old one.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::domain::refusal::Refusal;
use crate::error::Error;

/// The style in parts, served as one sheet. Later parts may override earlier ones.
const STYLE: &str = concat!(
    include_str!("style/tokens.css"),
    include_str!("style/page.css"),
    include_str!("style/parts.css"),
    include_str!("style/forms.css"),
    include_str!("style/told.css"),
    include_str!("style/lists.css"),
    include_str!("style/cash.css"),
    include_str!("style/assembly.css"),
    include_str!("style/api.css"),
    include_str!("style/desk.css"),
    include_str!("style/print.css"),
);

/// The guide's pictures, made by `tests/screenshots/run --guide`.
const PICTURE: &str = "image/webp";

struct Asset {
    name: &'static str,
    kind: &'static str,
    content: &'static [u8],
    href: String,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    vec![
        asset("muyu.css", "text/css; charset=utf-8", STYLE.as_bytes()),
        asset("muyu.js", "text/javascript; charset=utf-8", include_bytes!("muyu.js")),
        asset("muyu.svg", "image/svg+xml", include_bytes!("muyu.svg")),
        asset("import.webp", PICTURE, include_bytes!("guide/import.webp")),
        asset("today.webp", PICTURE, include_bytes!("guide/today.webp")),
        asset("repay.webp", PICTURE, include_bytes!("guide/repay.webp")),
        asset("fund.webp", PICTURE, include_bytes!("guide/fund.webp")),
        asset("inbox.webp", PICTURE, include_bytes!("guide/inbox.webp")),
        asset("own.webp", PICTURE, include_bytes!("guide/own.webp")),
    ]
});

fn asset(name: &'static str, kind: &'static str, content: &'static [u8]) -> Asset {
    let hash = hex::encode(Sha256::digest(content));
    Asset { name, kind, content, href: format!("/assets/{}/{name}", hash.get(..12).unwrap_or_default()) }
}

/// The address of an asset.
pub fn href(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map(|asset| asset.href.as_str()).unwrap_or_default()
}

pub async fn serve(Path((_, name)): Path<(String, String)>) -> Result<Response, Error> {
    let asset = ASSETS.iter().find(|asset| asset.name == name).ok_or_else(Refusal::not_found)?;
    let headers = [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, asset.content).into_response())
}
