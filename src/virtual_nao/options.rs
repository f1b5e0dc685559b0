//! How a virtual Nao is made.

use std::sync::Arc;

use crate::{
    language::Language,
    virtual_nao::{Faults, Mouth, Profile, voices},
};

/// How a virtual Nao is made.
pub struct Options {
    /// What it calls itself.
    pub name: String,
    /// How it speaks.
    pub mouth: Arc<dyn Mouth>,
    /// The NAOqi that it plays.
    pub profile: Profile,
    /// The languages that are installed.
    pub languages: Vec<Language>,
    /// What befalls it.
    pub faults: Faults,
}

impl Options {
    /// A healthy Nao of that name, with the newest NAOqi and all our languages.
    pub fn new(name: impl Into<String>, mouth: Arc<dyn Mouth>) -> Options {
        Options {
            name: name.into(),
            mouth,
            profile: Profile::default(),
            languages: Language::ALL.to_vec(),
            faults: Faults::default(),
        }
    }

    /// NAOqi's names of the languages.
    pub(super) fn naoqi_languages(&self) -> Vec<&'static str> {
        self.languages.iter().filter_map(|language| voices::language(language.code())).collect()
    }
}
