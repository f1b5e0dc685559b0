//! What the ears tell.

use crate::answer::{Heard, UtteranceId};

/// What the ears tell.
#[derive(Debug, Clone, PartialEq)]
pub enum Report {
    /// What is understood so far.
    Partial {
        /// Of which turn.
        utterance: UtteranceId,
        /// The words.
        text: String,
    },
    /// The turn has ended.
    Heard {
        /// Which turn.
        utterance: UtteranceId,
        /// What was heard.
        heard: Heard,
    },
    /// Something that staff should know; the session goes on by touch.
    Notice {
        /// A short name.
        code: String,
        /// A sentence.
        message: String,
    },
}
