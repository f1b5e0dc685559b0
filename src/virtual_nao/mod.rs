//! The embedded Nao: a server of the same bridge protocol with a simulated body. A client cannot
//! tell it from a robot; nothing here is shared with the client.
//!
//! From outside in: `nao` (the handle) and `options`; `server` (HTTP and WebSocket) and `wire`
//! (connections without a network), each connection through a `line` that can be struck by
//! `faults`, as far as they are `in_force`; a session as it is `attached` to its sockets;
//! `session` (the bridge: objects, calls, signals), `frame` (packets), `description` (of objects); `services` (what NAOqi offers), by `profile`.
//! Inside is the `body`: its `joints` over time; its `health` and what is `tiring` it; `habits`;
//! `senses` and `memory`; `speech` through a `mouth` (how long a sentence takes) with `voices`.

mod attached;
mod body;
mod course;
mod description;
mod faults;
mod frame;
mod habits;
mod health;
mod in_force;
mod joints;
mod line;
mod memory;
mod mouth;
mod nao;
mod options;
mod profile;
mod senses;
mod server;
mod services;
mod session;
mod speech;
mod tiring;
mod voices;
mod wire;

pub use body::CallMade;
pub use faults::{Fault, Faults, Trouble};
pub use mouth::{Mouth, Silent};
pub use nao::VirtualNao;
pub use options::Options;
pub use profile::{Profile, UnknownProfile};
pub use wire::Wire;
