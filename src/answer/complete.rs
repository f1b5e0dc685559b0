//! Whether a partial result already holds a whole answer, so that nobody has to wait.

use crate::{
    answer::{Heard, Hypothesis, Lexicon, Source, Task, Verdict, score},
    language::Language,
};

/// Whether what was understood so far is a complete right answer of a task with a definite end.
///
/// A wrong answer is never complete: people correct themselves. Numbers may go on ("vingt…
/// trois") and so may fluency and free talk: they end by silence or time.
pub fn is_complete(task: &Task, language: Language, lexicon: &Lexicon, partial: &str) -> bool {
    match task {
        Task::Number { .. } | Task::Category { .. } | Task::Free { .. } => false,
        Task::OneOf { .. }
        | Task::YesNo { .. }
        | Task::Recall { .. }
        | Task::Sequence { .. }
        | Task::Spell { .. }
        | Task::Span { .. } => {
            let heard = Heard::Speech(Hypothesis::certain(partial, Source::Voice));
            score(task, language, lexicon, &heard).verdict == Verdict::Right
        }
    }
}
