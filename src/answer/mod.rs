//! What is asked, what was heard, and how the two are compared.
//!
//! Pure: no clock, no I/O, no randomness. Start reading at [`score`].

mod heard;
mod intent;
mod lexicon;
mod listen;
mod score;
mod task;

pub use heard::{Heard, Hypothesis, Source, Word};
pub use intent::{Intent, intent, intent_phrases};
pub use lexicon::Lexicon;
pub use listen::{ListenSpec, UtteranceId};
pub use score::{Score, Verdict, score};
pub use task::{Accepted, Direction, Task, YesNo};
