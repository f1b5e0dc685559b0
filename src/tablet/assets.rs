//! The page itself, embedded in the program: a cheap tablet needs nothing from outside.

use axum::{
    body::Body,
    http::{
        StatusCode, Uri,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "web/dist"]
struct Page;

/// Shown when the program was built without the page.
const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Companion</title>\
<p>The tablet page was not built into this program: run <code>make web</code>, then build again.";

/// Any address that is not the API's. An unknown address is the page: it has its own screens.
pub(super) async fn page(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    match Page::get(path) {
        Some(file) => {
            // Built files carry a hash of their content in their name.
            let cache = if path.starts_with("assets/") {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            };
            let mime = mime_guess::from_path(path).first_or_octet_stream().to_string();
            let headers = [(CONTENT_TYPE, mime), (CACHE_CONTROL, cache.to_owned())];
            (headers, Body::from(file.data)).into_response()
        }
        // A file that is missing must not be answered with a page.
        None if path.contains('.') => StatusCode::NOT_FOUND.into_response(),
        None => {
            let html = Page::get("index.html")
                .map_or_else(|| NOT_BUILT.as_bytes().into(), |file| file.data);
            let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
            (headers, Body::from(html)).into_response()
        }
    }
}
