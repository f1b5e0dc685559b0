//! Games that make their own questions as they go: what a plan keeps of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answer::Direction;

/// A game of a plan, everything looked up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Game {
    /// Digits to give back, more and more of them.
    Span(SpanGame),
}

impl Game {
    /// How many questions it asks at the least, for telling how long a routine takes.
    pub fn questions_at_least(&self) -> u32 {
        match self {
            Game::Span(_) => 4,
        }
    }
}

/// Digit span, as it is given in practice: two trials of each length, and the end when both fail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanGame {
    /// Name of its questions, for results over time.
    pub id: String,
    /// How the digits are given back.
    pub direction: Direction,
    /// Digits of the first trials.
    pub from: u32,
    /// Digits of the last trials.
    pub to: u32,
}

/// What Nao says in games, in one language: part of `phrases.yaml`. Those of a game that no
/// routine of the language plays may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GamePhrases {
    /// Before digits that are given back in the same order.
    pub span_forward: Vec<String>,
    /// Before digits that are given back from the last to the first.
    pub span_backward: Vec<String>,
}
