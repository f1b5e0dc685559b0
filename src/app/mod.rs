//! Wiring: one task an edge, one session a robot; configuration; command line.
//!
//! `cli` (commands), `config` and `folders` (where things are), `robots` (the edges of one
//! robot), `conductor` (its session), `orders` and `now` (what it is asked, and what is known of
//! it), `hands` (carries commands out), `beats` (on the beat, together), `homeward` (what must be
//! told before it ends), `music` (which keeps time), `residence` (what the
//! tablet reaches), `repertoire` (routines that can be chosen), `diagnosis` (what was found on a
//! robot, for people).

mod beats;
mod cli;
mod commands;
mod conductor;
mod config;
mod diagnosis;
mod folders;
mod hands;
mod homeward;
#[cfg(test)]
mod in_step;
mod journal;
mod lacking;
#[cfg(test)]
mod mishaps;
mod music;
mod narration;
mod now;
mod orders;
mod priority;
mod repertoire;
mod residence;
mod robots;
mod translate;
mod vocabulary;

pub use cli::main;
