//! The client of Nao's bridge (`qimessaging-json`, Socket.IO 0.9).
//!
//! From the wire upwards: `network` (streams), `address` (where a bridge may be), `handshake` and
//! `dial` (an open session), `websocket` (frames), `packet` (what they say), `conversation` (the
//! task that owns the socket), `link` (calls, services, signals), `counters` (what it survived),
//! `nao` (what a robot can do; with `speaking`, `moving`, `taking`), `watching` (what it senses, and
//! connecting again), `stopping` (the way of its own for stop).

mod address;
mod body;
mod conversation;
mod counters;
mod dial;
mod handshake;
mod link;
mod moving;
mod nao;
mod network;
mod packet;
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
