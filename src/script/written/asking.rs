//! `ask`, as it is written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Steps, Variants, Wordings};
use crate::{
    answer::{Direction, YesNo},
    script::reading::At,
};

/// Nao asks and listens.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct AskStep {
    /// The question.
    pub(in crate::script) ask: At<AskFile>,
}

/// A question.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct AskFile {
    /// Name of the question, for results over time; unique in the routine.
    #[serde(default)]
    pub(in crate::script) id: Option<At<String>>,
    /// What is asked; variants are used for asking again in other words.
    pub(in crate::script) question: Variants,
    /// What counts as an answer.
    pub(in crate::script) answer: At<AnswerFile>,
    /// How the right answer is shown and revealed.
    #[serde(default)]
    pub(in crate::script) shown: Option<At<String>>,
    /// Silence after speech that ends the answer, in seconds (1 to 10).
    #[serde(default)]
    pub(in crate::script) patience: Option<At<f64>>,
    /// How long to wait for the first word, in seconds (3 to 120, else 12).
    #[serde(default)]
    pub(in crate::script) timeout: Option<At<f64>>,
    /// Hints, weakest first.
    #[serde(default)]
    pub(in crate::script) hints: Vec<At<String>>,
    /// Further tries after the first (0 to 5, else as many as hints, at least 1).
    #[serde(default)]
    pub(in crate::script) retries: Option<At<u32>>,
    /// Answers to touch on the tablet.
    #[serde(default)]
    pub(in crate::script) choices: Option<At<Vec<At<String>>>>,
    /// Whether touching Nao's own hands answers (else false): its left hand for the first of two
    /// choices (for `yes_no`: yes), its right hand for the second. Say so in the question.
    #[serde(default)]
    pub(in crate::script) hands: Option<At<bool>>,
    /// Plausible wrong answers, so that a wrong answer is heard as wrong.
    #[serde(default)]
    pub(in crate::script) foils: Vec<At<String>>,
    /// In a group: whether it is for everybody (else false), so that nobody is called by name.
    #[serde(default)]
    pub(in crate::script) everyone: bool,
    /// Whether Nao gives the answer after the last try (else true).
    #[serde(default)]
    pub(in crate::script) reveal: Option<bool>,
    /// After a right answer, instead of Nao's own praise.
    #[serde(default)]
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(in crate::script) right: Option<Steps>,
    /// After a partly right answer.
    #[serde(default)]
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(in crate::script) partly: Option<Steps>,
    /// After a wrong answer, when no try is left.
    #[serde(default)]
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(in crate::script) wrong: Option<Steps>,
    /// When the answer could not be understood to the end.
    #[serde(default)]
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(in crate::script) unsure: Option<Steps>,
    /// When nothing was answered.
    #[serde(default)]
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(in crate::script) no_answer: Option<Steps>,
}

/// What counts as an answer: exactly one of the keys (`direction` beside `span`, `seconds` beside
/// `category`).
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::script) struct AnswerFile {
    /// Any one of these, each a word or a list of synonyms.
    pub(in crate::script) one_of: Option<Vec<At<Wordings>>>,
    /// yes or no.
    pub(in crate::script) yes_no: Option<YesNo>,
    /// A number.
    pub(in crate::script) number: Option<i64>,
    /// Words in any order.
    pub(in crate::script) recall: Option<Vec<At<Wordings>>>,
    /// Words in this order.
    pub(in crate::script) sequence: Option<Vec<At<Wordings>>>,
    /// Digits as they are said by the robot.
    pub(in crate::script) span: Option<Vec<At<u8>>>,
    /// How the digits are given back.
    pub(in crate::script) direction: Option<Direction>,
    /// Name of a word list in `routines/words/<language>/`.
    pub(in crate::script) category: Option<At<String>>,
    /// Time for naming members of the category, in seconds (10 to 120, else 60).
    pub(in crate::script) seconds: Option<At<u32>>,
    /// A word that is spelled letter by letter.
    pub(in crate::script) spell: Option<At<String>>,
    /// Anything is welcome, nothing is scored.
    pub(in crate::script) free: Option<At<bool>>,
}
