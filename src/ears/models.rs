//! Speech models: one folder a language, loaded in the background.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use serde::Serialize;
use tokio::sync::watch;
use vosk::Model;

use crate::{ears::priority::give_way, language::Language};

/// The state of a language's model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ModelStatus {
    /// There is none.
    Missing {
        /// What to do.
        message: String,
    },
    /// It is being loaded.
    Loading,
    /// It can be used.
    Ready,
    /// It cannot be used.
    Broken {
        /// What is wrong and what to do.
        message: String,
    },
}

/// The models of all languages.
pub struct Models {
    folder: PathBuf,
    loaded: Mutex<BTreeMap<Language, Arc<Model>>>,
    status: watch::Sender<BTreeMap<Language, ModelStatus>>,
}

/// Files without which libvosk would print to stderr and give up, or end the process.
const NEEDED: [&str; 3] = ["am/final.mdl", "conf/mfcc.conf", "graph/phones/word_boundary.int"];

impl Models {
    /// The models below a folder (`fr`, `en`, `ko`), none of them loaded yet.
    pub fn new(folder: &Path) -> Arc<Models> {
        let status = Language::ALL
            .into_iter()
            .map(|language| (language, look(&folder.join(language.code()), language)))
            .collect();
        Arc::new(Models {
            folder: folder.to_owned(),
            loaded: Mutex::default(),
            status: watch::Sender::new(status),
        })
    }

    /// Loads every model that is there on a thread of its own, one after the other (the Korean one
    /// takes about 3 s and 520 MB).
    pub fn load_in_background(self: &Arc<Models>) {
        let models = Arc::clone(self);
        let spawned = std::thread::Builder::new().name("models".into()).spawn(move || {
            give_way();
            for language in Language::ALL {
                models.load(language);
            }
        });
        if let Err(error) = spawned {
            tracing::error!("the speech models cannot be loaded: {error}");
        }
    }

    /// Loads one model now, unless it is loaded or cannot be. Blocks for seconds.
    pub fn load(&self, language: Language) -> Option<Arc<Model>> {
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(model) = loaded.get(&language) {
            return Some(Arc::clone(model));
        }
        if self.status(language) != ModelStatus::Loading {
            return None;
        }
        vosk::set_log_level(vosk::LogLevel::Error);
        let folder = self.folder.join(language.code());
        match Model::new(folder.to_string_lossy()) {
            Some(model) => {
                let model = Arc::new(model);
                loaded.insert(language, Arc::clone(&model));
                self.set(language, ModelStatus::Ready);
                Some(model)
            }
            None => {
                self.set(language, broken(&folder, "libvosk refused it, or is missing itself"));
                None
            }
        }
    }

    /// The model, when it is ready.
    pub(super) fn ready(&self, language: Language) -> Option<Arc<Model>> {
        if self.status(language) != ModelStatus::Ready {
            return None;
        }
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner).get(&language).cloned()
    }

    /// The state of one.
    pub fn status(&self, language: Language) -> ModelStatus {
        self.status.borrow().get(&language).cloned().unwrap_or(ModelStatus::Loading)
    }

    /// The state of all, and its changes.
    pub fn watch(&self) -> watch::Receiver<BTreeMap<Language, ModelStatus>> {
        self.status.subscribe()
    }

    fn set(&self, language: Language, status: ModelStatus) {
        self.status.send_modify(|all| {
            all.insert(language, status);
        });
    }
}

/// Which of these words the model of a language does not know and so can never hear; `None` when
/// there is no model to ask. Loads the model, which takes seconds, and lets it go again.
pub fn unknown_words(
    folder: &Path,
    language: Language,
    words: &BTreeSet<String>,
) -> Option<BTreeSet<String>> {
    let folder = folder.join(language.code());
    if look(&folder, language) != ModelStatus::Loading {
        return None;
    }
    vosk::set_log_level(vosk::LogLevel::Error);
    let mut model = Model::new(folder.to_string_lossy())?;
    // A word with a zero in it is no word of any model, and C could not be asked for it.
    let mut known = |word: &str| !word.contains('\0') && model.find_word(word).is_some();
    Some(words.iter().filter(|word| !known(word)).cloned().collect())
}

/// What a folder promises, without loading it.
fn look(folder: &Path, language: Language) -> ModelStatus {
    if !folder.is_dir() {
        return ModelStatus::Missing {
            message: format!(
                "there is no speech model for “{language}”: answers are touched. `make setup` fetches it"
            ),
        };
    }
    for file in NEEDED {
        let there = folder.join(file).metadata().is_ok_and(|file| file.len() > 0);
        if !there {
            return broken(folder, &format!("{file} is missing"));
        }
    }
    ModelStatus::Loading
}

fn broken(folder: &Path, why: &str) -> ModelStatus {
    ModelStatus::Broken {
        message: format!(
            "the speech model in {} cannot be used ({why}): run `make setup`; if that does not help, remove the folder first",
            folder.display()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_or_half_there_is_told() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("fr/am")).unwrap();
        std::fs::write(folder.path().join("fr/am/final.mdl"), "").unwrap();
        let models = Models::new(folder.path());
        assert!(matches!(models.status(Language::Fr), ModelStatus::Broken { .. }));
        assert!(matches!(models.status(Language::En), ModelStatus::Missing { .. }));
        assert!(models.load(Language::Fr).is_none());
        assert!(models.load(Language::En).is_none());
        let words = BTreeSet::from(["bonjour".to_owned()]);
        assert_eq!(unknown_words(folder.path(), Language::Fr, &words), None);
    }
}
