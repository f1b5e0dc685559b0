//! The client of Nao's bridge (`qimessaging-json`, Socket.IO 0.9).
//!
//! Layers, one a file: `socketio` (packets), `qi` (calls, services, signals), `nao` (NAOqi).

mod body;

pub use body::{Body, BodyError, Eyes, Notice, Sensed};
