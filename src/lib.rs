//! Companion: a Nao robot leads seniors' gym classes and memory games.
//!
//! Read it as a sentence: *a routine is compiled into a plan; the session walks the plan,
//! turning events into commands; the edges carry commands out and events in.*
//!
//! | room | job | may import |
//! | --- | --- | --- |
//! | [`language`] | the three languages; shared vocabulary | nothing |
//! | [`motion`] | joints, postures, movements, proven trajectories | `language` |
//! | [`answer`] | tasks, what was heard, scoring | `language` |
//! | [`script`] | the routine language: YAML to a checked [`script::Plan`] | `motion`, `answer` |
//! | [`session`] | the engine: events in, commands out; pure | `script`, `motion`, `answer` |
//! | [`robot`] | client of Nao's bridge | `motion` |
//! | [`virtual_nao`] | a server of the same bridge with a simulated body | `motion` |
//! | [`ears`] | sound in, hypotheses out (Vosk) | `answer` |
//! | [`sound`] | music, chimes, the virtual Nao's voice | nothing |
//! | [`store`] | SQLite: residents, sessions, journal, answers | `session` |
//! | [`tablet`] | the staff's page and its API | `session`, `store` |
//! | [`app`] | wiring, configuration, command line | everything |
//!
//! The core (`motion`, `answer`, `script`, `session`) has no clock and no randomness but a seed;
//! it never imports an edge, and no edge imports another. `tests/house.rs` proves it.
//!
//! Start reading at [`session::Session::on`].

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod answer;
pub mod app;
pub mod ears;
pub mod language;
pub mod motion;
pub mod robot;
pub mod script;
pub mod session;
pub mod sound;
pub mod store;
pub mod tablet;
pub mod virtual_nao;
