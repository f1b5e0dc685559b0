//! The port of the virtual Nao: handshakes over HTTP, then WebSockets.

use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::StreamExt;
use http_body_util::Full;
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{CONNECTION, CONTENT_TYPE, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, UPGRADE},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, time::Instant};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{handshake::derive_accept_key, protocol::Role},
};
use uuid::Uuid;

use crate::virtual_nao::{
    attached::{Attach, Socket, attachment, live},
    line::{Line, Wired},
    profile::Namespace,
    session::{Session, Shared},
};

/// An id that is not used in this time is forgotten.
const UNUSED_AT_MOST: Duration = Duration::from_secs(30);

pub(super) struct Server {
    shared: Shared,
    /// By the ids that were given out.
    sessions: Mutex<HashMap<String, Given>>,
}

/// An id that was given out.
enum Given {
    Unused(Instant),
    Open(Attach),
}

impl Server {
    pub(super) fn new(shared: Shared) -> Server {
        Server { shared, sessions: Mutex::default() }
    }

    pub(super) async fn run(self: Arc<Server>, listener: TcpListener) {
        loop {
            let accepted = tokio::select! {
                () = self.shared.closing.cancelled() => return,
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
        self.shared.closing.is_cancelled()
    }

    /// Serves one connection in a task of its own.
    pub(super) fn serve(self: &Arc<Server>, stream: impl Wired) {
        let server = Arc::clone(self);
        let closing = self.shared.closing.clone();
        let line = Line::new(stream, Arc::clone(&self.shared.in_force), closing.clone());
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let server = Arc::clone(&server);
                async move { Ok::<_, Infallible>(server.answer(request)) }
            });
            let connection = http1::Builder::new().serve_connection(TokioIo::new(line), service);
            tokio::select! {
                () = closing.cancelled() => {}
                served = connection.with_upgrades() => if let Err(error) = served {
                    tracing::debug!("virtual Nao: {error}");
                },
            }
        });
    }

    fn answer(self: &Arc<Server>, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let path = request.uri().path().to_owned();
        let Some((namespace, rest)) = session_path(&path) else {
            return plain(StatusCode::NOT_FOUND, "not found\n");
        };
        if !self.shared.body.profile.serves(namespace) {
            return plain(StatusCode::NOT_FOUND, "not found\n");
        }
        match rest.strip_prefix("websocket/") {
            _ if rest.is_empty() => self.handshake(),
            Some(id) => self.upgrade(request, namespace, id.trim_end_matches('/')),
            None => plain(StatusCode::BAD_REQUEST, "only websocket is served\n"),
        }
    }

    fn handshake(&self) -> Response<Full<Bytes>> {
        if self.shared.in_force.naoqi_is_down() {
            return plain(StatusCode::INTERNAL_SERVER_ERROR, "500: Internal Server Error\n");
        }
        let id = Uuid::new_v4().simple().to_string();
        let line = format!("{id}:17:25:websocket,flashsocket,xhr-polling,jsonp-polling,htmlfile");
        let mut sessions = self.sessions();
        sessions.retain(|_, given| match given {
            Given::Unused(since) => since.elapsed() < UNUSED_AT_MOST,
            Given::Open(_) => true,
        });
        sessions.insert(id, Given::Unused(Instant::now()));
        plain(StatusCode::OK, &line)
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<String, Given>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn upgrade(
        self: &Arc<Server>,
        mut request: Request<Incoming>,
        namespace: Namespace,
        id: &str,
    ) -> Response<Full<Bytes>> {
        let Some(key) = request.headers().get(SEC_WEBSOCKET_KEY) else {
            return plain(StatusCode::BAD_REQUEST, "no WebSocket\n");
        };
        let accept = derive_accept_key(key.as_bytes());
        let attached = self.attach(id, namespace);
        let closing = self.shared.closing.clone();
        tokio::spawn(async move {
            let upgraded = hyper::upgrade::on(&mut request).await.map(TokioIo::new);
            let socket = match upgraded {
                Ok(io) => Some(WebSocketStream::from_raw_socket(io, Role::Server, None).await),
                Err(_) => None,
            };
            match attached {
                Attached::First(attach) => attach.give(socket).await,
                Attached::Second => {
                    tokio::select! {
                        () = closing.cancelled() => {}
                        () = keep_quiet(socket) => {}
                    }
                }
                // With a false id the bridge upgrades all the same, and drops the socket.
                Attached::False => {}
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

    /// Finds the session of an id; it begins with its first socket.
    fn attach(self: &Arc<Server>, id: &str, namespace: Namespace) -> Attached {
        let mut sessions = self.sessions();
        match sessions.get(id) {
            Some(Given::Open(attach)) if attach.take() => Attached::First(attach.clone()),
            Some(Given::Open(_)) => Attached::Second,
            Some(Given::Unused(since))
                if since.elapsed() < UNUSED_AT_MOST && !self.shared.in_force.naoqi_is_down() =>
            {
                let (attach, sockets) = attachment();
                attach.take();
                let (server, opened, key) = (Arc::clone(self), *since, id.to_owned());
                sessions.insert(id.to_owned(), Given::Open(attach.clone()));
                let session = Session::new(self.shared.clone(), namespace);
                tokio::spawn(async move {
                    live(session, sockets, opened).await;
                    server.sessions().remove(&key);
                });
                Attached::First(attach)
            }
            Some(Given::Unused(_)) => {
                sessions.remove(id);
                Attached::False
            }
            None => Attached::False,
        }
    }
}

/// How a WebSocket finds the session of its id.
enum Attached {
    /// It has the session to itself.
    First(Attach),
    /// Another has the session: this one stays open, and nothing is ever said over it.
    Second,
    /// There is no such session.
    False,
}

async fn keep_quiet(socket: Option<Socket>) {
    let Some(mut socket) = socket else { return };
    while let Some(Ok(_)) = socket.next().await {}
}

/// The namespace, and what follows the address of the bridge: as it is reached directly, and
/// through the robot's web server.
fn session_path(path: &str) -> Option<(Namespace, &str)> {
    [
        (Namespace::Two, "/2/1/"),
        (Namespace::One, "/1.0/1/"),
        (Namespace::Two, "/libs/qimessaging/2/socket.io/1/"),
        (Namespace::One, "/libs/qimessaging/1.0/socket.io/1/"),
    ]
    .into_iter()
    .find_map(|(namespace, prefix)| Some((namespace, path.strip_prefix(prefix)?)))
}

fn plain(status: StatusCode, text: &str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::copy_from_slice(text.as_bytes())));
    *response.status_mut() = status;
    let text = hyper::header::HeaderValue::from_static("text/plain; charset=UTF-8");
    response.headers_mut().insert(CONTENT_TYPE, text);
    response
}
