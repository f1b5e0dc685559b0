//! Games that make their own questions as they go: what a plan keeps of each.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    answer::{Direction, Task},
    script::Text,
};

/// A game of a plan, everything looked up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Game {
    /// Digits to give back, more and more of them.
    Span(SpanGame),
    /// Questions of item banks.
    Quiz(Arc<QuizGame>),
}

impl Game {
    /// How many questions it asks at the least, for telling how long a routine takes.
    pub fn questions_at_least(&self) -> u32 {
        match self {
            Game::Span(_) => 4,
            Game::Quiz(quiz) => quiz.questions,
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

/// A quiz: questions drawn from banks as the session runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuizGame {
    /// Where the questions come from.
    pub banks: Vec<QuizBank>,
    /// How many are asked.
    pub questions: u32,
    /// The level of all of them, 1 to 5. `None`: that of the resident.
    pub level: Option<u8>,
    /// Tries after the first.
    pub retries: u32,
    /// Silence after speech that ends the answer, s. `None`: what the session knows of the
    /// resident.
    pub patience_s: Option<f64>,
    /// How long to wait for the first word, s.
    pub timeout_s: f64,
}

/// A bank of questions, as a quiz draws from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuizBank {
    /// Its name (the stem of its file); the resident's level is kept under it.
    pub name: String,
    /// What staff read.
    pub title: String,
    /// Said once before its first question; one of the variants.
    pub prompt: Vec<Text>,
    /// The questions.
    pub items: Vec<Item>,
}

/// A question of a bank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Under which results are kept: `<bank>/<id>`.
    pub id: String,
    /// From 1 (nearly everybody knows it) to 5 (a challenge for the quick ones).
    pub level: u8,
    /// The question; one of the variants.
    pub question: Vec<Text>,
    /// What is asked.
    pub task: Task,
    /// The right answer as it is shown and revealed.
    pub answer: String,
    /// What people say who do not know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foils: Vec<String>,
    /// A hint by meaning or category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Text>,
    /// A short fact after the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<Text>,
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
