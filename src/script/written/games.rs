//! Games, as they are written.

use schemars::JsonSchema;
use serde::Deserialize;

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
