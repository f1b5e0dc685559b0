//! The port of the virtual Nao: handshakes over HTTP, then WebSockets.

use std::{
    collections::HashMap,
    convert::Infallible,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use http_body_util::Full;
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{CONNECTION, CONTENT_TYPE, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, UPGRADE},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    time::Instant,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{handshake::derive_accept_key, protocol::Role},
};
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

use crate::{
    motion::{JOINT_COUNT, Joint},
    virtual_nao::{
        Mouth,
        body::{Body, CallMade},
        session::Session,
        wire::Wire,
    },
};

/// An id that is not used in this time is forgotten.
const UNUSED_AT_MOST: Duration = Duration::from_secs(30);

/// How a virtual Nao is made.
pub struct Options {
    /// What it calls itself.
    pub name: String,
    /// How it speaks.
    pub mouth: Arc<dyn Mouth>,
}

impl Options {
    /// A healthy Nao of that name.
    pub fn new(name: impl Into<String>, mouth: Arc<dyn Mouth>) -> Options {
        Options { name: name.into(), mouth }
    }
}

/// A virtual Nao that runs. It ends when the last handle is dropped.
#[derive(Clone)]
pub struct VirtualNao {
    body: Arc<Body>,
    address: SocketAddr,
    _open: Arc<DropGuard>,
}

impl VirtualNao {
    /// Serves on a listener until the handle is dropped.
    ///
    /// # Errors
    /// When the listener has no address.
    pub fn start(listener: TcpListener, options: Options) -> std::io::Result<VirtualNao> {
        let address = listener.local_addr()?;
        let (nao, server) = VirtualNao::made(address, options);
        tokio::spawn(server.run(listener));
        Ok(nao)
    }

    /// Serves over streams in memory, which know no time but tokio's: under a paused clock a
    /// class of an hour takes a moment. Its address has port 0, where nothing listens.
    pub fn start_in_memory(options: Options) -> (VirtualNao, Wire) {
        let nowhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let (nao, server) = VirtualNao::made(nowhere, options);
        (nao, Wire::new(server))
    }

    fn made(address: SocketAddr, options: Options) -> (VirtualNao, Arc<Server>) {
        let closing = CancellationToken::new();
        let body = Body::new(options.name, options.mouth);
        let server = Arc::new(Server {
            body: Arc::clone(&body),
            sessions: Mutex::default(),
            closing: closing.clone(),
        });
        (VirtualNao { body, address, _open: Arc::new(closing.drop_guard()) }, server)
    }

    /// Where it is served.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Joint angles now, rad, in the order of "Body".
    pub fn angles(&self) -> [f64; JOINT_COUNT] {
        self.body.angles()
    }

    /// Name of its posture.
    pub fn posture(&self) -> String {
        self.body.posture()
    }

    /// Presses and releases a sensor (`FrontTactilTouched`).
    pub fn touch(&self, sensor: &str) {
        self.press(sensor);
        self.release(sensor);
    }

    /// A hand comes onto a sensor and stays.
    pub fn press(&self, sensor: &str) {
        self.body.raise(sensor, Value::from(1.0));
    }

    /// The hand goes.
    pub fn release(&self, sensor: &str) {
        self.body.raise(sensor, Value::from(0.0));
    }

    /// Falls on its back.
    pub fn fall(&self) {
        self.body.fall();
    }

    /// Sets the charge, per cent.
    pub fn set_battery(&self, percent: u8) {
        self.body.set_battery(percent);
    }

    /// Sets the temperature of a joint, °C.
    pub fn heat(&self, joint: Joint, degrees: f64) {
        self.body.heat(joint, degrees);
    }

    /// Every call that clients made, in order.
    pub fn calls(&self) -> Vec<CallMade> {
        self.body.calls()
    }
}

pub(super) struct Server {
    body: Arc<Body>,
    /// Ids that were given out and not used yet.
    sessions: Mutex<HashMap<String, Instant>>,
    closing: CancellationToken,
}

impl Server {
    async fn run(self: Arc<Server>, listener: TcpListener) {
        loop {
            let accepted = tokio::select! {
                () = self.closing.cancelled() => return,
                accepted = listener.accept() => accepted,
            };
            let Ok((stream, _)) = accepted else {
                // No descriptor left: others are closed meanwhile.
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            };
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!("virtual Nao: {error}");
            }
            self.serve(stream);
        }
    }

    /// Whether it serves no longer.
    pub(super) fn is_closed(&self) -> bool {
        self.closing.is_cancelled()
    }

    /// Serves one connection in a task of its own.
    pub(super) fn serve<S>(self: &Arc<Server>, stream: S)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let server = Arc::clone(self);
        tokio::spawn(async move {
            let closing = server.closing.clone();
            let service = service_fn(move |request| {
                let server = Arc::clone(&server);
                async move { Ok::<_, Infallible>(server.answer(request)) }
            });
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            tokio::select! {
                () = closing.cancelled() => {}
                served = connection.with_upgrades() => if let Err(error) = served {
                    tracing::debug!("virtual Nao: {error}");
                },
            }
        });
    }

    fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let path = request.uri().path().to_owned();
        match session_path(&path) {
            Some("") => self.handshake(),
            Some(rest) => match rest.strip_prefix("websocket/") {
                Some(id) => self.upgrade(request, id.trim_end_matches('/')),
                None => plain(StatusCode::BAD_REQUEST, "only websocket is served\n"),
            },
            None => plain(StatusCode::NOT_FOUND, "not found\n"),
        }
    }

    fn handshake(&self) -> Response<Full<Bytes>> {
        let id = Uuid::new_v4().simple().to_string();
        let line = format!("{id}:17:25:websocket,flashsocket,xhr-polling,jsonp-polling,htmlfile");
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.retain(|_, given| given.elapsed() < UNUSED_AT_MOST);
        sessions.insert(id, Instant::now());
        plain(StatusCode::OK, &line)
    }

    fn upgrade(&self, mut request: Request<Incoming>, id: &str) -> Response<Full<Bytes>> {
        let Some(key) = request.headers().get(SEC_WEBSOCKET_KEY) else {
            return plain(StatusCode::BAD_REQUEST, "no WebSocket\n");
        };
        let accept = derive_accept_key(key.as_bytes());
        let known = self
            .sessions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(id)
            .is_some_and(|given| given.elapsed() < UNUSED_AT_MOST);
        let (body, closing) = (Arc::clone(&self.body), self.closing.clone());
        tokio::spawn(async move {
            let Ok(upgraded) = hyper::upgrade::on(&mut request).await else { return };
            // With a false id the bridge upgrades all the same, and drops the socket.
            if known {
                let io = TokioIo::new(upgraded);
                let socket = WebSocketStream::from_raw_socket(io, Role::Server, None).await;
                Session::serve(body, socket, closing).await;
            }
        });
        let mut response = plain(StatusCode::SWITCHING_PROTOCOLS, "");
        let headers = response.headers_mut();
        headers.remove(CONTENT_TYPE);
        for (name, value) in [(CONNECTION, "Upgrade"), (UPGRADE, "websocket")] {
            headers.insert(name, hyper::header::HeaderValue::from_static(value));
        }
        if let Ok(accept) = accept.parse() {
            headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
        }
        response
    }
}

/// What follows the address of the bridge: as it is reached directly, and through the robot's
/// web server.
fn session_path(path: &str) -> Option<&str> {
    ["/2/1/", "/1.0/1/", "/libs/qimessaging/2/socket.io/1/", "/libs/qimessaging/1.0/socket.io/1/"]
        .into_iter()
        .find_map(|prefix| path.strip_prefix(prefix))
}

fn plain(status: StatusCode, text: &str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::copy_from_slice(text.as_bytes())));
    *response.status_mut() = status;
    let text = hyper::header::HeaderValue::from_static("text/plain; charset=UTF-8");
    response.headers_mut().insert(CONTENT_TYPE, text);
    response
}
