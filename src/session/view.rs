//! What the tablet shows of a session.

use serde::{Deserialize, Serialize};

use crate::{
    answer::Verdict,
    language::Language,
    script::ClassPart,
    session::{AnswerId, How, Intensity},
};

/// What the session is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nao speaks.
    Speaking,
    /// Nao moves.
    Moving,
    /// It is somebody's turn to answer.
    Listening,
    /// A pause or rest written in the routine.
    Resting,
    /// Paused by staff or by a word of distress.
    Paused,
    /// The robot is lost; we wait for it.
    RobotLost,
    /// Over.
    Ended,
}

/// How an answer may be touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// One of these.
    Choices(Vec<String>),
    /// Several of these, one after the other; told as one answer, joined by commas.
    Several(Vec<String>),
    /// A number pad.
    Number,
    /// Words, typed by staff.
    Text,
}

/// The question that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionView {
    /// The question as it was said.
    pub text: String,
    /// Who was called for it, in a group.
    #[serde(default)]
    pub called: Option<String>,
    /// How it may be answered by touch.
    pub input: Input,
    /// 1 for the first try.
    pub attempt: u32,
    /// Hints given.
    pub hints: Vec<String>,
    /// Whether Nao's own hands answer: the left one the first choice, the right one the second.
    pub hands: bool,
}

/// The exercise that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExerciseView {
    /// What it is called.
    pub title: String,
    /// The repetition, from 1; 0 while it is explained or shown.
    pub repetition: u32,
    /// Repetitions in a set.
    pub of: u32,
    /// The set, from 1.
    pub set: u32,
    /// Sets.
    pub sets: u32,
}

/// How hard the questions are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelView {
    /// What they are about.
    pub title: String,
    /// From 1 to 5.
    pub level: u8,
}

/// An answer and how it was scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerView {
    /// Number of the answer, for overruling.
    pub answer: AnswerId,
    /// The question as it was said.
    pub question: String,
    /// Who was called for it, in a group.
    #[serde(default)]
    pub called: Option<String>,
    /// What was heard; `None`: nothing.
    pub heard: Option<String>,
    /// The verdict, as overruled.
    pub verdict: Verdict,
    /// Points, as overruled.
    pub points: u32,
    /// Of how many.
    pub of: u32,
    /// Why, in words.
    pub reasons: Vec<String>,
    /// Whether staff corrected it.
    pub overruled: bool,
}

/// What the tablet shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// What the session is doing.
    pub state: State,
    /// The routine's title.
    pub title: String,
    /// Its language.
    pub language: Language,
    /// Who takes part (first name or group).
    pub participant: String,
    /// What Nao says or said last.
    pub caption: String,
    /// The part of the class that runs.
    #[serde(default)]
    pub part: Option<ClassPart>,
    /// The question that is open.
    pub question: Option<QuestionView>,
    /// How much the class asks.
    #[serde(default)]
    pub intensity: Intensity,
    /// The level of the questions that are asked, where it follows the resident.
    #[serde(default)]
    pub level: Option<LevelView>,
    /// The exercise that runs.
    pub exercise: Option<ExerciseView>,
    /// The answers so far, newest last.
    pub answers: Vec<AnswerView>,
    /// Points.
    pub score: u32,
    /// Points that could have been reached.
    pub of: u32,
    /// How far, 0 to 1.
    pub progress: f64,
    /// What comes next, in short words.
    pub next: Vec<String>,
    /// Why staff should look, if they should.
    pub alert: Option<String>,
    /// How it ended.
    pub ended: Option<How>,
}
