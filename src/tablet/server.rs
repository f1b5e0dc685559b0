//! The server of the page.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{
        HeaderValue, Method,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY,
            X_CONTENT_TYPE_OPTIONS,
        },
    },
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_http::{compression::CompressionLayer, set_header::SetResponseHeaderLayer};

use crate::tablet::{Code, House, Problem, api, assets, live};

/// No request of the page is longer, bytes.
const LONGEST_REQUEST: usize = 16 * 1024;

/// The page loads nothing from elsewhere, and nobody frames it.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
connect-src 'self' ws: wss:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'";

/// Serves the page until `closing`.
///
/// # Errors
/// When the listener fails.
pub async fn serve<H: House>(
    house: Arc<H>,
    listener: TcpListener,
    closing: CancellationToken,
) -> std::io::Result<()> {
    let app = router(house);
    // Live connections never end by themselves: what is under way is cut when the program closes.
    tokio::select! {
        served = axum::serve(listener, app) => served,
        () = closing.cancelled() => Ok(()),
    }
}

fn router<H: House>(house: Arc<H>) -> Router {
    let api = api::routes::<H>()
        .route("/live", get(live::live::<H>))
        .route("/robots/{robot}/ears", get(live::ears::<H>))
        .layer(DefaultBodyLimit::max(LONGEST_REQUEST))
        .layer(middleware::from_fn(own_page_only))
        .layer(header(CACHE_CONTROL, "no-store"))
        .with_state(house);
    Router::new()
        .nest("/api", api)
        .fallback(assets::page)
        .layer(header(CONTENT_SECURITY_POLICY, POLICY))
        .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(REFERRER_POLICY, "no-referrer"))
        .layer(CompressionLayer::new())
}

fn header(
    name: axum::http::HeaderName,
    value: &'static str,
) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Another page that is open in the same browser must not steer a robot, nor listen.
async fn own_page_only(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let foreign = headers.get(ORIGIN).is_some_and(|origin| {
        let origin = origin.to_str().unwrap_or_default();
        let from = origin.split_once("://").map(|(_, host)| host);
        from.is_none() || from != host
    });
    let harmless = request.method() == Method::GET && !headers.contains_key("upgrade");
    if foreign && !harmless {
        return Problem::new(Code::BadRequest, "this request comes from another page")
            .into_response();
    }
    next.run(request).await
}
