//! What people say instead of an answer: "repeat", "I don't know", "stop", "I feel dizzy".

use serde::{Deserialize, Serialize};

use crate::language::Language;

/// Something said that is not an attempt at the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// "Pardon?", "répétez".
    Repeat,
    /// "I don't know", "je ne sais plus".
    DontKnow,
    /// "I don't want to": respected, never pressed.
    Refuse,
    /// "Stop", "arrête", "그만".
    Stop,
    /// Pain, dizziness, a call for help: the session pauses and staff are told.
    Distress,
}

/// The intent of an utterance, or `None` if it is an attempt at an answer.
pub fn intent(language: Language, text: &str) -> Option<Intent> {
    let _ = (language, text);
    None
}

/// The words and phrases that carry an intent in this language, for the recogniser's grammar.
pub fn intent_phrases(language: Language) -> &'static [(&'static str, Intent)] {
    let _ = language;
    &[]
}
