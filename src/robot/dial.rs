//! From an address to an open session: handshake over HTTP, then the WebSocket.

use std::time::Duration;

use http_body_util::{BodyExt, Empty, Limited};
use hyper::{Request, StatusCode, body::Bytes, client::conn::http1, header::HOST};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config, tungstenite::protocol::WebSocketConfig,
};

use crate::robot::address::{Namespace, Route, routes};

/// One step of dialling may take this long.
const STEP_AT_MOST: Duration = Duration::from_secs(5);

/// The description of ALMotion alone can have hundreds of kB.
const FRAME_AT_MOST: usize = 16 * 1024 * 1024;

/// The handshake's answer is one short line.
const HANDSHAKE_AT_MOST: usize = 4096;

/// Why no session could be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum DialError {
    /// Nothing answers there.
    #[error("nothing answers at {0}: is the robot switched on, and in the same network?")]
    Unreachable(String),
    /// Something answers, but not the bridge.
    #[error("{0} answers, but there is no qimessaging bridge")]
    NoBridge(String),
    /// The bridge cannot reach NAOqi.
    #[error("the robot at {0} is still starting up (its bridge cannot reach NAOqi yet)")]
    Booting(String),
    /// The session was not confirmed.
    #[error("the bridge at {0} opened no session")]
    Silent(String),
}

/// An open connection of which nothing has been read yet.
pub(super) struct Dialled {
    pub(super) socket: WebSocketStream<TcpStream>,
    pub(super) namespace: Namespace,
}

/// Opens a session, trying every way to the bridge.
pub(super) async fn dial(address: &str) -> Result<Dialled, DialError> {
    // What a bridge says of itself is worth more than that another port is closed.
    let mut why = DialError::Unreachable(address.to_owned());
    for route in routes(address) {
        match open(&route).await {
            Ok(socket) => return Ok(Dialled { socket, namespace: route.namespace }),
            Err(DialError::Unreachable(_)) => {}
            Err(DialError::NoBridge(_)) if !matches!(why, DialError::Unreachable(_)) => {}
            Err(error) => why = error,
        }
        if matches!(why, DialError::Booting(_)) {
            break;
        }
    }
    Err(why)
}

async fn open(route: &Route) -> Result<WebSocketStream<TcpStream>, DialError> {
    let session = timeout(STEP_AT_MOST, handshake(route))
        .await
        .unwrap_or_else(|_| Err(DialError::Unreachable(route.authority.clone())))?;
    let silent = || DialError::Silent(route.authority.clone());
    let stream = connect(&route.authority).await?;
    let address = format!("ws://{}{}websocket/{session}", route.authority, route.path);
    let config = WebSocketConfig::default()
        .max_message_size(Some(FRAME_AT_MOST))
        .max_frame_size(Some(FRAME_AT_MOST));
    let upgraded = timeout(STEP_AT_MOST, client_async_with_config(address, stream, Some(config)));
    let (socket, _) = upgraded.await.map_err(|_| silent())?.map_err(|error| {
        tracing::debug!("{}: {error}", route.authority);
        silent()
    })?;
    Ok(socket)
}

async fn connect(authority: &str) -> Result<TcpStream, DialError> {
    let unreachable = |why: &dyn std::fmt::Display| {
        tracing::debug!("{authority}: {why}");
        DialError::Unreachable(authority.to_owned())
    };
    let stream = timeout(STEP_AT_MOST, TcpStream::connect(authority))
        .await
        .map_err(|_| unreachable(&"no answer"))?
        .map_err(|error| unreachable(&error))?;
    // Commands are short and must not wait for more.
    stream.set_nodelay(true).map_err(|error| unreachable(&error))?;
    Ok(stream)
}

/// Asks for a session id (`SID:17:25:websocket,…`).
async fn handshake(route: &Route) -> Result<String, DialError> {
    let authority = &route.authority;
    let no_bridge = || DialError::NoBridge(authority.clone());
    let stream = connect(authority).await?;
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(|_| no_bridge())?;
    let driving = tokio::spawn(connection);
    let request = Request::get(route.path.as_str())
        .header(HOST, authority.as_str())
        .body(Empty::<Bytes>::new())
        .map_err(|_| no_bridge())?;
    let reply = sender.send_request(request).await.map_err(|_| no_bridge())?;
    let status = reply.status();
    let body = Limited::new(reply.into_body(), HANDSHAKE_AT_MOST).collect().await;
    driving.abort();
    match status {
        StatusCode::OK => {}
        // The bridge answers so while NAOqi is not up, and the web server while the bridge is not.
        StatusCode::INTERNAL_SERVER_ERROR
        | StatusCode::BAD_GATEWAY
        | StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT => return Err(DialError::Booting(authority.clone())),
        _ => return Err(no_bridge()),
    }
    let body = body.map_err(|_| no_bridge())?.to_bytes();
    let text = String::from_utf8_lossy(&body);
    let mut fields = text.split(':');
    let session = fields.next().unwrap_or_default().trim();
    let transports = fields.nth(2).unwrap_or_default();
    let speakable = !session.is_empty()
        && session.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !speakable || !transports.contains("websocket") {
        return Err(no_bridge());
    }
    Ok(session.to_owned())
}
