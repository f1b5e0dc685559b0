//! Games, checked: one file for each.

mod bingo;
mod lists;
mod quiz;
mod simon;
mod spaced;
mod span;
mod teams;

pub(super) use self::{lists::Lists, spaced::Spaced};

use crate::script::{compile::Compiler, node::Place, phrases::Phrases};

impl Compiler<'_> {
    /// Tells when the engine has no words for a game in this language.
    pub(super) fn needs_words(
        &mut self,
        place: Place,
        key: &str,
        which: impl Fn(&Phrases) -> &Vec<String>,
    ) {
        let language = self.head.language;
        if self.library.phrases(language).is_none_or(|phrases| which(phrases).is_empty()) {
            self.wrong(
                place,
                "there are no words for this game in this language",
                format!("write `{key}` under `games:` in routines/{language}/phrases.yaml"),
            );
        }
    }
}
