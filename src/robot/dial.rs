//! From an address to an open session: handshake over HTTP, the WebSocket, and the bridge's word
//! that the session is open; all of it within the time that staff wait for an answer.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    io::AsyncReadExt,
    time::{Instant, timeout_at},
};

use crate::robot::{
    address::{Route, routes},
    handshake::{self, Greeting},
    network::{Network, Stream},
    packet::{self, Packet},
    websocket::{Frames, Incoming},
};

/// Dialling in all, whatever the other side does: within 5 s people are told what is wrong.
const DIAL_AT_MOST: Duration = Duration::from_millis(4750);

/// A machine that is there takes a connection within this, on bad Wi-Fi too.
const CONNECT_AT_MOST: Duration = Duration::from_secs(2);

/// An answer over HTTP. The bridge opens a session with NAOqi for it, while it stands still for
/// everybody else.
const ANSWER_AT_MOST: Duration = Duration::from_millis(2250);

/// Why no session could be opened, in words for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DialError {
    /// The host has no address.
    #[error("no “{0}” is known in this network: is the name right, and the robot switched on?")]
    Unknown(String),
    /// Nothing answers there.
    #[error("nothing answers at {0}: is the robot switched on, and in the same network?")]
    Unreachable(String),
    /// The machine is there, and refuses.
    #[error(
        "nothing answers at {0}: a machine is there, but no bridge; is it the robot, and has it started?"
    )]
    Closed(String),
    /// Something takes connections and says nothing.
    #[error(
        "{0} takes connections and does not answer: is another program on that port, or does the robot hang? Restart it"
    )]
    Hung(String),
    /// Something answers, but not the bridge.
    #[error("{0} answers, but there is no qimessaging bridge")]
    NoBridge(String),
    /// The robot's web page wants a password, and its bridge is not reached directly.
    #[error(
        "{0} asks for a password: open port 8002 of the robot, or its web page, to this computer"
    )]
    Locked(String),
    /// The session was not confirmed.
    #[error("the bridge at {0} opened no session")]
    Silent(String),
    /// The bridge cannot reach NAOqi.
    #[error("the robot at {0} is still starting up (its bridge cannot reach NAOqi yet)")]
    Booting(String),
}

impl DialError {
    /// How much it tells: of several ways that failed, the one that got furthest says why.
    fn weight(&self) -> u8 {
        match self {
            DialError::Unknown(_) => 0,
            DialError::Unreachable(_) => 1,
            DialError::Closed(_) => 2,
            DialError::Hung(_) => 3,
            DialError::NoBridge(_) => 4,
            DialError::Locked(_) => 5,
            DialError::Silent(_) => 6,
            DialError::Booting(_) => 7,
        }
    }

    /// Whether no other path on the same port would fare better.
    fn is_of_the_port(&self) -> bool {
        matches!(self, DialError::Unreachable(_) | DialError::Closed(_) | DialError::Hung(_))
    }

    /// Whether no other way would fare better.
    fn is_of_the_robot(&self) -> bool {
        matches!(self, DialError::Unknown(_) | DialError::Booting(_))
    }
}

/// An open, confirmed session.
pub(super) struct Dialled {
    pub(super) stream: Box<dyn Stream>,
    /// With whatever came after the confirmation.
    pub(super) frames: Frames,
    pub(super) route: Route,
    /// The bridge's own announcement: silent for longer, it is lost.
    pub(super) silent_at_most: Duration,
}

/// An address, and the ways to its bridge: the one that worked last is the first.
pub struct Address {
    written: String,
    ways: Mutex<Vec<Route>>,
}

impl Address {
    /// As staff wrote it: `host:port`.
    pub fn new(written: &str) -> Address {
        Address { written: written.to_owned(), ways: Mutex::new(routes(written)) }
    }

    /// As it was written.
    pub(super) fn written(&self) -> &str {
        &self.written
    }

    fn ways(&self) -> Vec<Route> {
        self.ways.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn worked(&self, way: &Route) {
        let mut ways = self.ways.lock().unwrap_or_else(PoisonError::into_inner);
        // The others keep their order: stable, and `false` comes first.
        ways.sort_by_key(|other| other != way);
    }

    /// A session that is never confirmed may come from how the robot is reached (the bridge
    /// compares the addresses of the handshake and of the WebSocket): another way first, next time.
    fn kept_silent(&self, way: &Route) {
        let mut ways = self.ways.lock().unwrap_or_else(PoisonError::into_inner);
        ways.sort_by_key(|other| other == way);
    }
}

/// Opens a session: by the way that worked last, else by the likeliest that answers. The ways are
/// tried in turn, since each handshake opens a session on the robot.
pub(super) async fn dial(network: &dyn Network, address: &Address) -> Result<Dialled, DialError> {
    let until = Instant::now() + DIAL_AT_MOST;
    let mut why: Option<DialError> = None;
    let mut given_up: Vec<String> = Vec::new();
    for way in address.ways() {
        if given_up.contains(&way.authority) {
            continue;
        }
        let error = match open(network, &way, until).await {
            Ok(dialled) => {
                address.worked(&way);
                return Ok(dialled);
            }
            Err(error) => error,
        };
        if matches!(error, DialError::Silent(_)) {
            address.kept_silent(&way);
        }
        if error.is_of_the_port() {
            given_up.push(way.authority);
        }
        let last = error.is_of_the_robot();
        if why.as_ref().is_none_or(|why| error.weight() > why.weight()) {
            why = Some(error);
        }
        if last || Instant::now() >= until {
            break;
        }
    }
    Err(why.unwrap_or_else(|| DialError::Unreachable(address.written().to_owned())))
}

/// One way, step by step, each within its time.
async fn open(network: &dyn Network, way: &Route, until: Instant) -> Result<Dialled, DialError> {
    let authority = || way.authority.clone();
    let hung = |_| DialError::Hung(authority());
    let silent = |_| DialError::Silent(authority());

    let stream = connect(network, &way.authority, until).await?;
    let answered = timeout_at(soon(ANSWER_AT_MOST, until), handshake::greet(stream, way));
    let (session, silent_at_most) = match answered.await.map_err(hung)? {
        Greeting::Session { id, silent_at_most } => (id, silent_at_most),
        Greeting::Booting => return Err(DialError::Booting(authority())),
        Greeting::Locked => return Err(DialError::Locked(authority())),
        Greeting::NoBridge => return Err(DialError::NoBridge(authority())),
    };
    let stream = connect(network, &way.authority, until).await?;
    let upgraded = timeout_at(until, handshake::upgrade(stream, way, &session));
    let (mut stream, begun) =
        upgraded.await.map_err(silent)?.ok_or_else(|| DialError::Silent(authority()))?;
    let mut frames = Frames::begun_with(&begun);
    // A session that has expired is dropped at once; one that is in use elsewhere stays silent.
    match timeout_at(until, confirmed(&mut stream, &mut frames)).await {
        Ok(true) => Ok(Dialled { stream, frames, route: way.clone(), silent_at_most }),
        Ok(false) | Err(_) => Err(DialError::Silent(authority())),
    }
}

fn soon(step: Duration, until: Instant) -> Instant {
    until.min(Instant::now() + step)
}

async fn connect(
    network: &dyn Network,
    authority: &str,
    until: Instant,
) -> Result<Box<dyn Stream>, DialError> {
    match timeout_at(soon(CONNECT_AT_MOST, until), network.connect(authority)).await {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(error)) => {
            tracing::debug!("{authority}: {error}");
            Err(match error.kind() {
                std::io::ErrorKind::NotFound => {
                    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
                    DialError::Unknown(host.to_owned())
                }
                std::io::ErrorKind::ConnectionRefused => DialError::Closed(authority.to_owned()),
                _ => DialError::Unreachable(authority.to_owned()),
            })
        }
        Err(_) => Err(DialError::Unreachable(authority.to_owned())),
    }
}

/// Waits for `1::`.
async fn confirmed(stream: &mut Box<dyn Stream>, frames: &mut Frames) -> bool {
    loop {
        while let Some(incoming) = frames.next() {
            match incoming {
                // Nothing can have been raised yet, so the number of the link does not matter.
                Incoming::Text(text) => match packet::read(0, text) {
                    Ok(Packet::Connected) => return true,
                    Ok(Packet::Disconnected) => return false,
                    // Who opens late gets the heartbeats first that were meant for it.
                    _ => {}
                },
                Incoming::Close => return false,
                Incoming::Ping(_) | Incoming::Garbled(_) => {}
            }
        }
        match stream.read_buf(frames.room()).await {
            Ok(0) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}
