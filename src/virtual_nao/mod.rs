//! The embedded Nao: a server of the same bridge protocol with a simulated body. A client cannot
//! tell it from a robot; nothing here is shared with the client.
//!
//! `server` (HTTP and WebSocket), `wire` (connections without a network), `session` (the bridge: objects, calls, signals), `frame`
//! (packets), `services` (what NAOqi offers), `body` (joints, posture, battery, touch over time),
//! `mouth` (how long a sentence takes).

mod body;
mod frame;
mod mouth;
mod server;
mod services;
mod session;
mod speech;
mod wire;

pub use body::CallMade;
pub use mouth::{Mouth, Silent};
pub use server::{Options, VirtualNao};
pub use wire::Wire;
