//! Games, as they are written.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::{CountFile, Steps, Variants, Wordings, values::word_or_group};
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

/// Nao says words that are to be kept in mind.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct RememberStep {
    /// The list.
    pub(in crate::script) remember: RememberFile,
}

/// Words to keep in mind, drawn anew for each session. The same list again is another learning
/// trial: Nao says the same words once more.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct RememberFile {
    /// Name of the list, for asking for it later.
    pub(in crate::script) list: At<String>,
    /// The word bank: a file in `routines/words/<language>/items/` (else words-to-remember).
    #[serde(default)]
    pub(in crate::script) from: Option<At<String>>,
    /// How many words (3 to 10, else adaptive: as many as suit the resident, and 5 at first).
    #[serde(default)]
    pub(in crate::script) words: Option<At<CountFile>>,
    /// The hardest words that are drawn (1 to 5, else 3).
    #[serde(default)]
    pub(in crate::script) level: Option<At<u8>>,
    /// What Nao says before the words, instead of its own.
    #[serde(default)]
    pub(in crate::script) say: Option<Variants>,
}

/// The words of a list are asked for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct RecallStep {
    /// Which list, and how.
    pub(in crate::script) recall: RecallFile,
}

/// Asks for the words of a list, in any order: at once after `remember`, and again later.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct RecallFile {
    /// Name of a list that was said before.
    pub(in crate::script) list: At<String>,
    /// Whether the category of each missing word is given as a hint (else false).
    #[serde(default)]
    pub(in crate::script) cued: bool,
    /// The question, instead of Nao's own.
    #[serde(default)]
    pub(in crate::script) question: Option<Variants>,
    /// Silence after speech that ends the answer, in seconds (1 to 10).
    #[serde(default)]
    pub(in crate::script) patience: Option<At<f64>>,
    /// How long to wait for the first word, in seconds (3 to 120, else 20).
    #[serde(default)]
    pub(in crate::script) timeout: Option<At<f64>>,
}

/// A question comes back after longer and longer intervals.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct SpacedStep {
    /// Spaced retrieval.
    pub(in crate::script) spaced: SpacedFile,
}

/// Spaced retrieval: the answer is taught, and asked for again between the steps that follow.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct SpacedFile {
    /// Name of the question, for results over time; unique in the routine.
    #[serde(default)]
    pub(in crate::script) id: Option<At<String>>,
    /// What is asked; variants are used for asking again in other words.
    pub(in crate::script) question: Variants,
    /// The answer, or wordings that count for it, the one that is shown first.
    pub(in crate::script) answer: At<Wordings>,
    /// How the answer is told.
    #[serde(default)]
    pub(in crate::script) shown: Option<At<String>>,
    /// What Nao says to teach it, instead of its own words.
    #[serde(default)]
    pub(in crate::script) say: Option<Variants>,
    /// Plausible wrong answers, so that a wrong answer is heard as wrong.
    #[serde(default)]
    pub(in crate::script) foils: Vec<At<String>>,
    /// After how many seconds it comes back (5 to 3600, each longer than the one before; else 15,
    /// 30, 60, 120, 240, 480).
    #[serde(default)]
    pub(in crate::script) intervals: Option<At<Vec<At<u32>>>>,
}

/// Nao shows movements, and their names are said in that order.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct SimonStep {
    /// Simon says.
    pub(in crate::script) simon: SimonFile,
}

/// Simon says: a sequence of movements that grows as long as it is given back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct SimonFile {
    /// Name of the game, for results over time (else `simon`).
    #[serde(default)]
    pub(in crate::script) id: Option<At<String>>,
    /// The movements, 3 to 8; none comes twice in a sequence.
    pub(in crate::script) movements: At<Vec<At<SimonMoveFile>>>,
    /// Movements of the first sequence (else 2).
    #[serde(default)]
    pub(in crate::script) from: Option<At<u32>>,
    /// Movements of the last sequence (else all).
    #[serde(default)]
    pub(in crate::script) to: Option<At<u32>>,
}

/// A movement that is shown and named.
#[derive(Debug, JsonSchema)]
#[serde(untagged)]
pub(in crate::script) enum SimonMoveFile {
    /// A movement in `routines/movements/`, called by its title.
    Name(String),
    /// A movement and what it is called.
    More(SimonMoveMore),
}

/// A movement and what it is called.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct SimonMoveMore {
    /// Name of a movement in `routines/movements/`.
    #[serde(rename = "move")]
    pub(in crate::script) movement: At<String>,
    /// What people call it; the first is what Nao says.
    pub(in crate::script) called: Wordings,
}

word_or_group!(SimonMoveFile, Name(String), More(SimonMoveMore));

/// Questions that go to teams in turn.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct TeamsStep {
    /// Teams.
    pub(in crate::script) teams: TeamsFile,
}

/// Teams: each question of the steps goes to the next one, and their points are said at the end.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct TeamsFile {
    /// What they are called (2 to 4).
    pub(in crate::script) names: At<Vec<At<String>>>,
    /// What they play.
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(in crate::script) steps: Steps,
}

/// Numbers or words are drawn until a card is full.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct BingoStep {
    /// Bingo.
    pub(in crate::script) bingo: BingoFile,
}

/// Bingo for a group with printed cards.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct BingoFile {
    /// Name of the game (else `bingo`).
    #[serde(default)]
    pub(in crate::script) id: Option<At<String>>,
    /// The bank that is drawn from: a file in `routines/words/<language>/items/`.
    pub(in crate::script) bank: At<String>,
    /// Full cards after which it ends (1 to 10, else 1).
    #[serde(default)]
    pub(in crate::script) winners: Option<At<u32>>,
    /// How long everybody looks at the cards after each, in seconds (3 to 60, else 8).
    #[serde(default)]
    pub(in crate::script) wait: Option<At<f64>>,
}
