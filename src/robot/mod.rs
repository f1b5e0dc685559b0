//! The client of Nao's bridge (`qimessaging-json`, Socket.IO 0.9).
//!
//! From the wire upwards: `network` (streams), `address` (where a bridge may be), `dial`
//! (handshake and WebSocket),
//! `packet` (frames), `link` (calls, services, signals), `nao` (what a robot can do; `speaking`,
//! `moving`, `taking`), `watching`
//! (what it senses, and connecting again), `stopping` (the way of its own for stop).

mod address;
mod body;
mod counters;
mod dial;
mod link;
mod moving;
mod nao;
mod network;
mod packet;
mod speaking;
mod stopping;
mod taking;
mod watching;

pub use body::{Body, BodyError, Eyes, Notice, Sensed};
pub use counters::Counted;
pub use nao::Nao;
pub use network::{Connecting, Network, Stream, Tcp};
