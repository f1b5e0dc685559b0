//! The client of Nao's bridge (`qimessaging-json`, Socket.IO 0.9).
//!
//! From the wire upwards: `network` (streams), `address` (where a bridge may be), `handshake` and
//! `dial` (an open session), `websocket` (frames), `packet` (what they say), `conversation` (the
//! task that owns the socket), `link` (calls, services, signals), `counters` (what it survived),
//! `nao` (what a robot can do; with `speaking`, `taking`), `watching` (what it senses, and connecting
//! again), `stopping` (the way of its own for stop). `calls` is what those need of a link; `limits`,
//! `heat` and `safety` read the body; `doctor` looks the whole robot over.

mod address;
mod body;
mod calls;
mod conversation;
mod counters;
mod dial;
pub mod doctor;
mod handshake;
mod heat;
mod limits;
mod link;
mod nao;
mod network;
mod packet;
#[cfg(test)]
mod pretend;
mod safety;
mod speaking;
mod stopping;
mod taking;
mod watching;
mod websocket;

pub use body::{Body, BodyError, Eyes, Notice, Sensed};
pub use counters::Counted;
pub use dial::{Address, DialError};
pub use link::{Followed, Link};
pub use nao::Nao;
pub use network::{Connecting, Network, Stream, Tcp};
pub use packet::{Object, Signal};
