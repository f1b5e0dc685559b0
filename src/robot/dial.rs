//! From an address to an open session: handshake over HTTP, then the WebSocket.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use futures_util::future::join_all;
use http_body_util::{BodyExt, Empty, Limited};
use hyper::{Request, StatusCode, body::Bytes, client::conn::http1, header::HOST};
use hyper_util::rt::TokioIo;
use tokio::time::timeout;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config, tungstenite::protocol::WebSocketConfig,
};

use crate::robot::{
    address::{Namespace, Route, routes},
    network::{Network, Stream},
};

/// Everything about one way to a bridge may take this long: a router that swallows packets, or a
/// server that hangs, must not keep staff waiting.
const WAY_AT_MOST: Duration = Duration::from_secs(4);

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
    /// Something takes connections and says nothing.
    #[error(
        "{0} takes connections and does not answer: is another program on that port, or does the robot hang? Restart it"
    )]
    Hung(String),
    /// The session was not confirmed.
    #[error("the bridge at {0} opened no session")]
    Silent(String),
}

impl DialError {
    /// How much it tells: of several ways that failed, the one that got furthest says why.
    fn weight(&self) -> u8 {
        match self {
            DialError::Unreachable(_) => 0,
            DialError::Hung(_) => 1,
            DialError::NoBridge(_) => 2,
            DialError::Silent(_) => 3,
            DialError::Booting(_) => 4,
        }
    }
}

/// An open connection of which nothing has been read yet.
pub(super) struct Dialled {
    pub(super) socket: Socket,
    pub(super) namespace: Namespace,
}

/// A WebSocket over whatever the network gives.
pub(super) type Socket = WebSocketStream<Box<dyn Stream>>;

/// An address, and the way to its bridge that worked last.
pub(super) struct Address {
    written: String,
    worked: Mutex<Option<Route>>,
}

impl Address {
    pub(super) fn new(written: &str) -> Address {
        Address { written: written.to_owned(), worked: Mutex::default() }
    }

    /// As it was written.
    pub(super) fn written(&self) -> &str {
        &self.written
    }

    /// The way that worked last.
    fn worked(&self) -> Option<Route> {
        self.worked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn remember(&self, worked: Route) {
        *self.worked.lock().unwrap_or_else(PoisonError::into_inner) = Some(worked);
    }
}

/// Opens a session: by the way that worked last, else by the likeliest that answers.
pub(super) async fn dial(network: &dyn Network, address: &Address) -> Result<Dialled, DialError> {
    if let Some(way) = address.worked() {
        match by(network, way).await {
            // The robot may have been updated, or the address given to another.
            Err(DialError::Unreachable(_) | DialError::NoBridge(_)) => {}
            outcome => return outcome.map(|(dialled, _)| dialled),
        }
    }
    // Ports are asked side by side, so that one that swallows packets costs no time. On one port
    // the ways are asked in turn: each handshake opens a session on the robot.
    let mut ports: Vec<Vec<Route>> = Vec::new();
    for way in routes(address.written()) {
        match ports.iter_mut().find(|ways| ways[0].authority == way.authority) {
            Some(ways) => ways.push(way),
            None => ports.push(vec![way]),
        }
    }
    let outcomes = join_all(ports.into_iter().map(|ways| one_port(network, ways))).await;
    let mut why = DialError::Unreachable(address.written().to_owned());
    let mut found: Option<(Dialled, Route)> = None;
    for outcome in outcomes {
        match outcome {
            Ok(opened) => found = found.or(Some(opened)),
            // The one that got furthest says why.
            Err(error) if error.weight() > why.weight() => why = error,
            Err(_) => {}
        }
    }
    let (dialled, way) = found.ok_or(why)?;
    address.remember(way);
    Ok(dialled)
}

/// The ways of one port, in turn, within their time.
async fn one_port(network: &dyn Network, ways: Vec<Route>) -> Result<(Dialled, Route), DialError> {
    let authority = ways.first().map(|way| way.authority.clone()).unwrap_or_default();
    let asked = timeout(WAY_AT_MOST, async {
        let mut why = DialError::Unreachable(authority.clone());
        for way in ways {
            match by(network, way).await {
                // Another path or namespace may be there.
                Err(error @ DialError::NoBridge(_)) => why = error,
                outcome => return outcome,
            }
        }
        Err(why)
    });
    asked.await.unwrap_or(Err(DialError::Hung(authority)))
}

/// One way, within its time.
async fn by(network: &dyn Network, way: Route) -> Result<(Dialled, Route), DialError> {
    let opened = timeout(WAY_AT_MOST, async {
        let session = handshake(network, &way).await?;
        open(network, &way, &session).await
    });
    let socket = opened.await.unwrap_or_else(|_| Err(DialError::Hung(way.authority.clone())))?;
    Ok((Dialled { socket, namespace: way.namespace }, way))
}

async fn open(network: &dyn Network, way: &Route, session: &str) -> Result<Socket, DialError> {
    let silent = || DialError::Silent(way.authority.clone());
    let address = format!("ws://{}{}websocket/{session}", way.authority, way.path);
    let config = WebSocketConfig::default()
        .max_message_size(Some(FRAME_AT_MOST))
        .max_frame_size(Some(FRAME_AT_MOST));
    let stream = connect(network, &way.authority).await?;
    let (socket, _) =
        client_async_with_config(address, stream, Some(config)).await.map_err(|error| {
            tracing::debug!("{}: {error}", way.authority);
            silent()
        })?;
    Ok(socket)
}

async fn connect(network: &dyn Network, authority: &str) -> Result<Box<dyn Stream>, DialError> {
    network.connect(authority).await.map_err(|error| {
        tracing::debug!("{authority}: {error}");
        DialError::Unreachable(authority.to_owned())
    })
}

/// Asks for a session id (`SID:17:25:websocket,…`).
async fn handshake(network: &dyn Network, route: &Route) -> Result<String, DialError> {
    let authority = &route.authority;
    let no_bridge = || DialError::NoBridge(authority.clone());
    let stream = connect(network, authority).await?;
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
