//! What the ears are asked to do for one answer.

use serde::{Deserialize, Serialize};

use crate::{answer::Task, language::Language};

/// One listening turn. A late result never scores the wrong question: it carries this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UtteranceId(pub u64);

/// Everything the ears need to hear one answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListenSpec {
    /// The number that the result will carry.
    pub utterance: UtteranceId,
    /// Which model listens.
    pub language: Language,
    /// What is asked; the grammar is made from it and partial results are compared with it.
    pub task: Task,
    /// Plausible wrong answers, so that a wrong answer is heard as wrong and not bent
    /// into the right one.
    pub foils: Vec<String>,
    /// How long a silence after speech ends the answer, in milliseconds (1,200 to 6,000).
    pub patience_ms: u64,
    /// How long to wait for the first word, in milliseconds.
    pub timeout_ms: u64,
}
