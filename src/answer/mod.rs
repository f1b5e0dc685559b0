//! What is asked, what was heard, and how the two are compared.
//!
//! Pure: no clock, no I/O, no randomness. Start reading at [`score`].

mod adding;
mod beginning;
mod complete;
mod feeling;
mod grammar;
mod heard;
mod intent;
mod korean;
mod lexicon;
mod listen;
mod lists;
mod matching;
mod numbers;
mod order;
mod reasons;
mod score;
mod single;
mod sounds;
mod spelling;
mod supernames;
mod task;
mod words;

pub use adding::add_up;
pub use beginning::{Beginning, beginning};
pub use complete::is_complete;
pub use feeling::{Feeling, feeling, feeling_choices, feeling_task};
pub use grammar::{grammar, grammar_forms};
pub use heard::{Heard, Hypothesis, Source, Word};
pub use intent::{Intent, intent, intent_phrases};
pub use lexicon::Lexicon;
pub use listen::{ListenSpec, UtteranceId};
pub use numbers::spoken;
pub use score::{Score, Verdict, score, score_among};
pub use task::{Accepted, Direction, Task, YesNo};
