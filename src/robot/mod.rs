//! The client of Nao's bridge (`qimessaging-json`, Socket.IO 0.9).
//!
//! From the wire upwards: `network` (streams), `address` (where a bridge may be), `handshake` and
//! `dial` (an open session), `websocket` (frames), `packet` (what they say), `conversation` (the
//! task that owns the socket), `link` (calls, services, signals), `counters` (what it survived),
//! `nao` (what a robot can do), `watching` (connecting again, and what it senses), `delay` (how
//! long a call is under way), `stopping` (the way of its own for stop).
//!
//! On `calls` (what is needed of a link) stand `taking` and `habits` (a robot for a class, and given
//! back), `speaking`, `manner` and `sentences`, `moving` and `limits`, `senses`, `ground`, `heat` and
//! `safety`, and `doctor`, which looks the whole robot over.

mod address;
mod body;
mod calls;
mod conversation;
mod counters;
mod delay;
mod dial;
pub mod doctor;
mod ground;
mod habits;
mod handshake;
mod heat;
mod limits;
mod link;
mod manner;
mod moving;
mod nao;
mod network;
mod packet;
#[cfg(test)]
mod pretend;
mod safety;
mod senses;
mod sentences;
mod speaking;
mod stopping;
mod taking;
mod watching;
mod websocket;

pub use body::{Body, BodyError, Eyes, Notice, Sensed};
pub use counters::Counted;
pub use dial::{Address, DialError};
pub use link::{Followed, Link};
pub use manner::Manner;
pub use nao::Nao;
pub use network::{Connecting, Network, Stream, Tcp};
pub use packet::{Object, Signal};
