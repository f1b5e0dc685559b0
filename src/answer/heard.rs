//! What the ears (or a finger on the tablet) brought.

use serde::{Deserialize, Serialize};

/// How an answer reached us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Spoken and recognised.
    Voice,
    /// Touched on the tablet, by a resident or for one.
    Touch,
    /// Typed or chosen by a member of staff.
    Staff,
}

/// One recognised word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// The word as the recogniser writes it.
    pub text: String,
    /// Start, in seconds since listening began.
    pub start_s: f64,
    /// End, in seconds since listening began.
    pub end_s: f64,
    /// The recogniser's confidence, 0 to 1.
    pub confidence: f64,
}

/// What was understood of one utterance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hypothesis {
    /// The words in order, separated by spaces, without `[unk]`.
    pub text: String,
    /// The words with times and confidence; empty for touched or typed answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Word>,
    /// Overall confidence, 0 to 1; 1 for touched or typed answers.
    pub confidence: f64,
    /// How it reached us.
    pub source: Source,
    /// From the opening of the ears to the first sound of the answer, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency_ms: Option<u64>,
}

impl Hypothesis {
    /// An answer that was touched or typed: certain by nature.
    pub fn certain(text: impl Into<String>, source: Source) -> Self {
        Hypothesis {
            text: text.into(),
            words: Vec::new(),
            confidence: 1.0,
            source,
            latency_ms: None,
        }
    }
}

/// The end of one listening turn. "Nothing was said" and "something was said that was not
/// understood" are different things and are told apart everywhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// Nobody spoke before the time was over.
    Silence,
    /// Somebody spoke, but no word of it was understood.
    NotUnderstood,
    /// Words.
    Speech(Hypothesis),
}
