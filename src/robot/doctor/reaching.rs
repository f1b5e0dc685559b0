//! Reaching the robot, or telling exactly why not.

use std::{io::ErrorKind, time::Duration};

use futures_util::future::join_all;
use tokio::{
    net::{TcpStream, lookup_host},
    time::{Instant, timeout, timeout_at},
};

use crate::robot::{
    Tcp,
    address::{Namespace, routes},
    dial::{Address, DialError},
    doctor::Way,
    link::Link,
};

/// Whoever asks is told within this time that there is no robot (5 s, with room for a slow machine).
const TOLD_WITHIN: Duration = Duration::from_secs(4);

/// A name is found, and a port answers, in this time or not at all: it covers one lost packet.
const STEP_WITHIN: Duration = Duration::from_millis(1500);

/// Why there is no robot to look over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreached {
    /// The name is not known.
    #[error(
        "no machine is called “{0}” in this network: press Nao's chest button once, and it says its address"
    )]
    UnknownHost(String),
    /// The machine is there and refuses.
    #[error(
        "{0} refuses the connection: a machine is there, but no robot listens on that port. Is it a Nao, and has it finished starting up?"
    )]
    Closed(String),
    /// Nothing comes back.
    #[error("nothing answers at {0}: is the robot switched on, and in the same network?")]
    NoAnswer(String),
    /// Something takes connections and says nothing.
    #[error(
        "{0} takes connections and does not answer: is another program on that port, or does the robot hang? Restart it"
    )]
    Hung(String),
    /// Something answers, and has itself said what is wrong.
    #[error("{0}")]
    NoSession(String),
    /// The bridge is alive, and NAOqi behind it is not.
    #[error("the bridge answers, but NAOqi behind it does not (“{0}”): restart the robot")]
    Mute(String),
    /// It went while it was looked over.
    #[error("the connection was lost while the robot was looked over: is its Wi-Fi weak?")]
    Lost,
}

/// Opens a session, within the time in which people wait for an answer.
pub(super) async fn reach(address: &str) -> Result<(Link, Way), Unreached> {
    let told_by = Instant::now() + TOLD_WITHIN;
    knock(address).await?;
    let tried = Address::new(address);
    let opened = timeout_at(told_by, Link::open(&Tcp, &tried)).await;
    // Signals are nobody's here.
    let (link, _) = opened.map_err(|_| Unreached::Hung(address.to_owned()))?.map_err(|error| {
        match error {
            // It answered a moment ago.
            DialError::Unreachable(authority) => Unreached::NoAnswer(authority),
            DialError::Hung(authority) => Unreached::Hung(authority),
            told => Unreached::NoSession(told.to_string()),
        }
    })?;
    let namespace = match link.namespace() {
        Namespace::Two => "2",
        Namespace::One => "1.0",
    };
    let way = Way { address: address.to_owned(), route: link.way(), namespace };
    Ok((link, way))
}

/// What comes of knocking at a port.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Port {
    Open,
    Refused,
    Silent,
}

/// Whether any of the ports at which a bridge may be is open; dialling itself cannot tell a closed
/// port from a machine that is not there.
async fn knock(address: &str) -> Result<(), Unreached> {
    let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
    let found = timeout(STEP_WITHIN, lookup_host((host, 0))).await;
    if !found.is_ok_and(|found| found.is_ok_and(|mut machines| machines.next().is_some())) {
        return Err(Unreached::UnknownHost(host.to_owned()));
    }
    let mut doors: Vec<String> = routes(address).into_iter().map(|way| way.authority).collect();
    doors.sort();
    doors.dedup();
    let ports = join_all(doors.iter().map(|door| async move {
        match timeout(STEP_WITHIN, TcpStream::connect(door)).await {
            Ok(Ok(_)) => Port::Open,
            Ok(Err(error)) if error.kind() == ErrorKind::ConnectionRefused => Port::Refused,
            Ok(Err(_)) | Err(_) => Port::Silent,
        }
    }))
    .await;
    if ports.contains(&Port::Open) {
        Ok(())
    } else if ports.contains(&Port::Refused) {
        Err(Unreached::Closed(address.to_owned()))
    } else {
        Err(Unreached::NoAnswer(address.to_owned()))
    }
}
