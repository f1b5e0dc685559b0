//! The two questions that a bridge is asked over HTTP: for a session, and for its WebSocket.

use std::time::Duration;

use http_body_util::{BodyExt, Empty, Limited};
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Incoming},
    client::conn::http1,
    header::{
        CONNECTION, HOST, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
    },
};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::tungstenite::handshake::{client::generate_key, derive_accept_key};
use tokio_util::task::AbortOnDropHandle;

use crate::robot::{address::Route, network::Stream};

/// The answer is one short line.
const ANSWER_AT_MOST: usize = 4096;

/// What the real bridge announces: heartbeats every 12 s, and 5 s of grace.
const ANNOUNCED: u64 = 17;

/// Announcements outside of this are no use to a class, s.
const SENSIBLE: std::ops::RangeInclusive<u64> = 5..=120;

/// What was answered to the question for a session.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Greeting {
    Session { id: String, silent_at_most: Duration },
    Booting,
    Locked,
    NoBridge,
}

/// Asks for a session.
pub(super) async fn greet(stream: Box<dyn Stream>, way: &Route) -> Greeting {
    let request = Request::get(way.path.as_str()).header(HOST, way.authority.as_str());
    let Some((answer, _driving)) = ask(stream, request).await else {
        return Greeting::NoBridge;
    };
    match answer.status() {
        StatusCode::OK => {}
        // The bridge answers so while NAOqi is not up, and the web server while the bridge is not.
        StatusCode::INTERNAL_SERVER_ERROR
        | StatusCode::BAD_GATEWAY
        | StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT => return Greeting::Booting,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Greeting::Locked,
        _ => return Greeting::NoBridge,
    }
    match Limited::new(answer.into_body(), ANSWER_AT_MOST).collect().await {
        Ok(body) => read(&String::from_utf8_lossy(&body.to_bytes())).unwrap_or(Greeting::NoBridge),
        Err(_) => Greeting::NoBridge,
    }
}

/// Reads `SID:17:25:websocket,…`.
fn read(line: &str) -> Option<Greeting> {
    let mut fields = line.trim().split(':');
    let (id, heartbeats, _closing, transports) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let speakable = !id.is_empty()
        && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        && transports.split(',').any(|transport| transport == "websocket");
    let seconds = heartbeats.parse().unwrap_or(ANNOUNCED);
    speakable.then(|| Greeting::Session {
        id: id.to_owned(),
        silent_at_most: Duration::from_secs(seconds.clamp(*SENSIBLE.start(), *SENSIBLE.end())),
    })
}

/// Opens the WebSocket of a session. Gives the stream, and what came with the answer.
pub(super) async fn upgrade(
    stream: Box<dyn Stream>,
    way: &Route,
    session: &str,
) -> Option<(Box<dyn Stream>, Bytes)> {
    let key = generate_key();
    // No Origin: newer bridges refuse a foreign one, and a robot has no other.
    let request = Request::get(format!("{}websocket/{session}", way.path))
        .header(HOST, way.authority.as_str())
        .header(CONNECTION, "Upgrade")
        .header(UPGRADE, "websocket")
        .header(SEC_WEBSOCKET_VERSION, "13")
        .header(SEC_WEBSOCKET_KEY, key.as_str());
    let (answer, _driving) = ask(stream, request).await?;
    let accepted = answer.headers().get(SEC_WEBSOCKET_ACCEPT).map(|accept| accept.as_bytes());
    if answer.status() != StatusCode::SWITCHING_PROTOCOLS
        || accepted != Some(derive_accept_key(key.as_bytes()).as_bytes())
    {
        tracing::debug!("{}: no WebSocket, but {}", way.authority, answer.status());
        return None;
    }
    let upgraded = hyper::upgrade::on(answer).await.ok()?;
    let parts = upgraded.downcast::<TokioIo<Box<dyn Stream>>>().ok()?;
    Some((parts.io.into_inner(), parts.read_buf))
}

/// What drives a connection; it ends with whoever waits for it.
type Driving = AbortOnDropHandle<()>;

async fn ask(
    stream: Box<dyn Stream>,
    request: hyper::http::request::Builder,
) -> Option<(Response<Incoming>, Driving)> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
    let driving = AbortOnDropHandle::new(tokio::spawn(async move {
        if let Err(error) = connection.with_upgrades().await {
            tracing::debug!("asking for the bridge: {error}");
        }
    }));
    let request = request.body(Empty::<Bytes>::new()).ok()?;
    let answer = sender.send_request(request).await.ok()?;
    Some((answer, driving))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_told_from_any_other_text() {
        let real = "219883efbc8b9e856da2e9fbb212a428:17:25:websocket,flashsocket,xhr-polling";
        let session = |id: &str, seconds| {
            let silent_at_most = Duration::from_secs(seconds);
            Some(Greeting::Session { id: id.into(), silent_at_most })
        };
        assert_eq!(read(real), session("219883efbc8b9e856da2e9fbb212a428", 17));
        assert_eq!(read("a:60:60:websocket\n"), session("a", 60));
        // Heartbeats switched off, and out of all measure.
        assert_eq!(read("a::60:websocket"), session("a", 17));
        assert_eq!(read("a:99999:60:websocket"), session("a", 120));
        for other in ["", "<html>", "a:17:25:xhr-polling", ":17:25:websocket", "../a:1:2:websocket"]
        {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
