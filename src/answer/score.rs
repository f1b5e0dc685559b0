//! Scoring one answer.

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Heard, Lexicon, Task},
    language::Language,
};

/// What staff see at a glance. We say *score*, never *diagnosis*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All points.
    Right,
    /// Some points.
    Partly,
    /// Understood, and not what was asked for.
    Wrong,
    /// Heard with doubt: ask again kindly, never mark wrong.
    Unsure,
    /// Nothing was said, or "I don't know", or "I'd rather not".
    NoAnswer,
}

/// The score of one answer, with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Points reached.
    pub points: u32,
    /// Points that could be reached.
    pub of: u32,
    /// Expected items that were given.
    pub credited: Vec<String>,
    /// Expected items that were not given.
    pub missed: Vec<String>,
    /// Items given that were not expected.
    pub intrusions: Vec<String>,
    /// Items given more than once.
    pub repetitions: Vec<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// How sure we are of having heard right, 0 to 1.
    pub confidence: f64,
    /// Reasons that staff can read, in the routine's language.
    pub reasons: Vec<String>,
}

/// Scores what was heard against what was asked.
pub fn score(task: &Task, language: Language, lexicon: &Lexicon, heard: &Heard) -> Score {
    let _ = (task, language, lexicon, heard);
    Score {
        points: 0,
        of: 1,
        credited: Vec::new(),
        missed: Vec::new(),
        intrusions: Vec::new(),
        repetitions: Vec::new(),
        verdict: Verdict::NoAnswer,
        confidence: 0.0,
        reasons: Vec::new(),
    }
}
