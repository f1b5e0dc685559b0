//! What is asked and what counts as an answer, in the very form of the YAML and of `companion score`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One accepted answer: a word or phrase, or a list of synonyms whose first is the one shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Accepted {
    /// A single wording.
    One(String),
    /// Synonyms; the first is the one that is shown and said.
    Synonyms(Vec<String>),
}

impl Accepted {
    /// The wording that is shown and said.
    pub fn shown(&self) -> &str {
        match self {
            Accepted::One(text) => text,
            Accepted::Synonyms(all) => all.first().map_or("", String::as_str),
        }
    }

    /// All wordings that count.
    pub fn wordings(&self) -> &[String] {
        match self {
            Accepted::One(text) => std::slice::from_ref(text),
            Accepted::Synonyms(all) => all,
        }
    }
}

/// Expected answer of a yes/no question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum YesNo {
    /// Yes is right.
    Yes,
    /// No is right.
    No,
}

/// Direction in which a digit span is given back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// As heard.
    #[default]
    Forward,
    /// Last digit first.
    Backward,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Task {
    /// Any one of these is right: `{"one_of":["Paris"]}`.
    OneOf {
        /// The answers that count.
        one_of: Vec<Accepted>,
    },
    /// `{"yes_no":"yes"}`.
    YesNo {
        /// The right one.
        yes_no: YesNo,
    },
    /// `{"number":93}`.
    Number {
        /// The right number.
        number: i64,
    },
    /// A word list in any order: `{"recall":["pomme","clé"]}`.
    Recall {
        /// The targets.
        recall: Vec<Accepted>,
    },
    /// Words whose order counts: `{"sequence":["rouge","vert"]}`.
    Sequence {
        /// The targets, in order.
        sequence: Vec<Accepted>,
    },
    /// Digit span: `{"span":[3,7,2],"direction":"forward"}`.
    Span {
        /// The digits as they were said by the robot.
        span: Vec<u8>,
        /// How they are to be given back.
        #[serde(default)]
        direction: Direction,
    },
    /// Semantic fluency: `{"category":"animals","seconds":60}`.
    Category {
        /// Name of a category file under `routines/words/`.
        category: String,
        /// Time for the answer, in seconds.
        seconds: u32,
    },
    /// A word that is spelled, letter by letter: `{"spell":"maison"}`. In Korean syllable by
    /// syllable, or by the names of the letters.
    Spell {
        /// The word.
        spell: String,
    },
    /// Anything said is welcome and nothing is scored: `{"free":true}`.
    Free {
        /// Always true.
        free: bool,
    },
}
