//! Games, as they are written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Variants;
use crate::{answer::Direction, script::reading::At};

/// Nao says digits, more and more of them, and they are given back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct SpanStep {
    /// Digit span.
    pub(in crate::script) span: SpanFile,
}

/// Digit span: two trials of each length, and the end when both fail.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct SpanFile {
    /// Name of the game, for results over time (else `span_forward` or `span_backward`).
    #[serde(default)]
    pub(in crate::script) id: Option<At<String>>,
    /// How the digits are given back (else forward).
    #[serde(default)]
    pub(in crate::script) direction: Direction,
    /// Digits of the first trials (2 to 9, else 2).
    #[serde(default)]
    pub(in crate::script) from: Option<At<u32>>,
    /// Digits of the last trials (2 to 9, else 9 forward and 8 backward).
    #[serde(default)]
    pub(in crate::script) to: Option<At<u32>>,
}

/// Questions of one or more banks, at the resident's level.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct QuizStep {
    /// A quiz.
    pub(in crate::script) quiz: QuizFile,
}

/// A quiz: items of `routines/words/<language>/items/<bank>.yaml`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct QuizFile {
    /// The bank, or several that are mixed.
    pub(in crate::script) bank: Variants,
    /// Questions (1 to 30, else 6).
    #[serde(default)]
    pub(in crate::script) items: Option<At<u32>>,
    /// The level of all of them, 1 to 5 (else that of the resident, who moves up and down).
    #[serde(default)]
    pub(in crate::script) level: Option<At<u8>>,
    /// Further tries after the first, each with the next help (0 to 5, else 3).
    #[serde(default)]
    pub(in crate::script) retries: Option<At<u32>>,
    /// Silence after speech that ends the answer, in seconds (1 to 10).
    #[serde(default)]
    pub(in crate::script) patience: Option<At<f64>>,
    /// How long to wait for the first word, in seconds (3 to 120, else 12).
    #[serde(default)]
    pub(in crate::script) timeout: Option<At<f64>>,
}
