//! Games, checked: one file for each.

mod bingo;
mod lists;
mod quiz;
mod simon;
mod spaced;
mod span;
mod teams;

pub(super) use self::{lists::Lists, spaced::Spaced};

use crate::script::{compile::Compiler, node::Place, phrases::Phrases, reading::At};

impl Compiler<'_> {
    /// The length with which a game begins, and that with which it ends.
    pub(super) fn lengths(
        &mut self,
        (from, to): (Option<&At<u32>>, Option<&At<u32>>),
        bounds: (u32, u32),
        otherwise: (u32, u32),
    ) -> (u32, u32) {
        let first = self.bounded("`from`", from, bounds, otherwise.0);
        let last = self.bounded("`to`", to, bounds, otherwise.1.max(first));
        if let Some(to) = to.filter(|_| last < first) {
            let help = format!("write {first} to {}", bounds.1);
            self.wrong(to.place, "it ends before it begins", help);
        }
        (first, last)
    }

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
