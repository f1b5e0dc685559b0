//! Games that make their own questions as they go: what a plan keeps of each.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    answer::{Accepted, Direction, Task},
    motion::Trajectory,
    script::{RememberedWord, Text},
};

/// A game of a plan, everything looked up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Game {
    /// Digits to give back, more and more of them.
    Span(SpanGame),
    /// Questions of item banks.
    Quiz(Arc<QuizGame>),
    /// Words to keep in mind, said one by one.
    Remember(RememberGame),
    /// The words of a list are asked for.
    Recall(RecallGame),
    /// A question that comes back after longer and longer intervals.
    Spaced(SpacedGame),
    /// Movements that are shown, and named in their order.
    Simon(Arc<SimonGame>),
    /// Numbers or words that are drawn, until a card is full.
    Bingo(Arc<BingoGame>),
}

impl Game {
    /// How many questions it asks at the least, for telling how long a routine takes.
    pub fn questions_at_least(&self) -> u32 {
        match self {
            Game::Span(_) => 4,
            Game::Quiz(quiz) => quiz.questions,
            Game::Simon(_) => 2,
            Game::Bingo(_) => 5,
            Game::Remember(_) | Game::Recall(_) | Game::Spaced(_) => 1,
        }
    }
}

/// Bingo: what is drawn, and until when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BingoGame {
    /// Name of the game.
    pub id: String,
    /// Said before the first one; one of the variants.
    pub prompt: Vec<Text>,
    /// What is drawn from, in the order in which it is read out for checking.
    pub calls: Vec<BingoCall>,
    /// Full cards after which it ends.
    pub winners: u32,
    /// How long everybody looks at the cards after each, s.
    pub wait_s: f64,
}

/// A number or word that is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BingoCall {
    /// Its name, as it stands on the cards.
    pub name: String,
    /// What Nao says; one of the variants.
    pub words: Vec<Text>,
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

/// A list of words to keep in mind. When the session has drawn it already, it is said once more:
/// another learning trial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RememberGame {
    /// Name of the list in the routine.
    pub list: String,
    /// How many words are drawn, 3 to 10. `None`: as many as suit the resident.
    pub words: Option<u32>,
    /// The bank's name; the resident's level is kept under it.
    pub name: String,
    /// What staff read of the bank.
    pub title: String,
    /// The words from which it is drawn; empty where the list is only said again.
    pub bank: Vec<RememberedWord>,
    /// What Nao says before the words; empty: the engine's own words.
    pub opening: Vec<Text>,
}

/// The words of a list are asked for, in any order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecallGame {
    /// Name of the list in the routine.
    pub list: String,
    /// Whether the category of each missing word is given as a hint.
    pub cued: bool,
    /// The question; empty: the engine's own words.
    pub question: Vec<Text>,
    /// Silence after speech that ends the answer, s. `None`: what the session knows.
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

/// Spaced retrieval: an answer that is taught, and asked for again between the steps that follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpacedGame {
    /// Name of its questions, for results over time.
    pub id: String,
    /// The question; one of the variants.
    pub question: Vec<Text>,
    /// What teaches the answer; empty: the question and the engine's own words.
    pub teach: Vec<Text>,
    /// What is asked.
    pub task: Task,
    /// The answer as it is shown and told.
    pub answer: String,
    /// Plausible wrong answers for the grammar.
    pub foils: Vec<String>,
    /// After how long it comes back, s, each longer than the one before.
    pub intervals_s: Vec<u32>,
}

/// Simon says: a sequence of movements that grows as long as it is given back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SimonGame {
    /// Name of its questions, for results over time.
    pub id: String,
    /// The movements; none comes twice in a sequence.
    pub moves: Vec<SimonMove>,
    /// Movements of the first sequence.
    pub from: u32,
    /// Movements of the last one.
    pub to: u32,
}

/// A movement that is shown and named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SimonMove {
    /// What it is called; the first is what Nao says.
    pub called: Accepted,
    /// The movement.
    pub trajectory: Trajectory,
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
    /// After a trial that did not succeed, before what comes next. Never a rebuke, and it fits after
    /// a silence too.
    pub never_mind: Vec<String>,
    /// Before the words of a list that are to be kept in mind.
    pub remember: Vec<String>,
    /// Before the same words once more.
    pub remember_again: Vec<String>,
    /// Asks for the words of a list that were said just now.
    pub recall: Vec<String>,
    /// Asks for the words of a list that were said some time ago.
    pub recall_later: Vec<String>,
    /// Asks whether there were other words.
    pub recall_more: Vec<String>,
    /// A hint at a word that is missing; `{category}` is its category, with its article.
    pub recall_cue: Vec<String>,
    /// The words that are missing are told; `{words}` are they.
    pub recall_rest: Vec<String>,
    /// After a question that will come back: tells its answer, `{answer}`, and that it is to be
    /// kept in mind.
    pub spaced_teach: Vec<String>,
    /// Before a question that comes back.
    pub spaced_again: Vec<String>,
    /// Gives the answer, `{answer}`, when it was not found; the question follows once more.
    pub spaced_tell: Vec<String>,
    /// Before the movements of a sequence game are shown with their names.
    pub simon: Vec<String>,
    /// Before a sequence of movements.
    pub simon_watch: Vec<String>,
    /// Before a sequence that has one movement more.
    pub simon_more: Vec<String>,
    /// Before the same sequence once more.
    pub simon_again: Vec<String>,
    /// Asks for the movements in their order.
    pub simon_ask: Vec<String>,
    /// Before bingo: what to call out when a card is full.
    pub bingo_how: Vec<String>,
    /// What people call out; the first stands on the tablet.
    pub bingo_words: Vec<String>,
    /// A card is full; what was drawn is read out after it.
    pub bingo_won: Vec<String>,
    /// After that, when the game goes on.
    pub bingo_goes_on: Vec<String>,
    /// After that, when it ends.
    pub bingo_end: Vec<String>,
    /// Everything was drawn, and nobody called out.
    pub bingo_all_drawn: Vec<String>,
}
