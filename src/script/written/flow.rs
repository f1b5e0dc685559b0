//! The steps that lead through a routine, as they are written: `pause`, `choose`, `repeat`, `if`,
//! `include` and `end`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Steps;
use crate::script::reading::At;

/// Silence.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct PauseStep {
    /// Seconds (0.1 to 600).
    pub(in crate::script) pause: At<f64>,
}

/// One of several ways, by chance.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct ChooseStep {
    /// The ways.
    pub(in crate::script) choose: Vec<WayFile>,
}

/// A way.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct WayFile {
    /// How likely it is beside the others (greater than 0, else 1).
    #[serde(default)]
    pub(in crate::script) weight: Option<At<f64>>,
    /// What happens then.
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(in crate::script) steps: Steps,
}

/// The same again, always bounded.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct RepeatStep {
    /// What is repeated, and until when.
    pub(in crate::script) repeat: At<RepeatFile>,
}

/// A loop: `times`, or `until` with `at_most`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct RepeatFile {
    /// How often (1 to 100).
    #[serde(default)]
    pub(in crate::script) times: Option<At<u32>>,
    /// A condition that ends it.
    #[serde(default)]
    pub(in crate::script) until: Option<At<String>>,
    /// Rounds at the most (1 to 100); needed with `until`.
    #[serde(default)]
    pub(in crate::script) at_most: Option<At<u32>>,
    /// What is repeated.
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(in crate::script) steps: Steps,
}

/// What happens depends.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct IfStep {
    /// A condition, such as `score >= 3 and time_of_day == morning`.
    #[serde(rename = "if")]
    pub(in crate::script) condition: At<String>,
    /// When it holds.
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(in crate::script) then: Steps,
    /// When it does not.
    #[serde(default, rename = "else")]
    pub(in crate::script) otherwise: Option<Steps>,
}

/// The steps of another file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct IncludeStep {
    /// The file, relative to this one.
    pub(in crate::script) include: At<String>,
}

/// The session ends here.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::script) enum EndWord {
    End,
}
