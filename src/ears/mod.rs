//! Sound in, hypotheses out. The ears are closed unless a question is open; sound is never kept.
//!
//! `source` brings 16 kHz mono, `recogniser` is Vosk, `turn` decides when an answer has ended, and
//! `listening` runs one turn after the other on a thread of its own;
//! `overhear` listens to a recording in the same way.

mod choice;
mod listening;
mod models;
mod overhear;
mod priority;
mod recogniser;
mod report;
mod source;
mod turn;

pub use choice::{SourceChoice, UnknownSource};
pub use listening::Ears;
pub use models::{ModelStatus, Models, unknown_words};
pub use overhear::{Overheard, overhear};
pub use priority::give_way;
pub use recogniser::transcribe;
pub use report::Report;
pub use source::{SAMPLE_RATE, SourceError, loudness, microphones, read_file};
