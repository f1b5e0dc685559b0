//! The routines that can be chosen. They are read afresh each time, so that an author sees a
//! change at once.

use std::path::{Path, PathBuf};

use tokio::task::spawn_blocking;

use crate::{
    app::config::Config,
    script::{self, Compiled, Diagnostic, Library, Severity},
};

/// Where routines and what they draw upon are.
#[derive(Debug, Clone)]
pub struct Repertoire {
    routines: PathBuf,
    audio: PathBuf,
}

/// A routine as it was read.
pub struct Read {
    /// Its name (`fr/memory/souvenirs`).
    pub name: String,
    /// What was read, with its mistakes.
    pub compiled: Compiled,
}

impl Repertoire {
    /// The configured one.
    pub fn new(config: &Config) -> Repertoire {
        Repertoire { routines: config.routines.value.clone(), audio: config.audio.value.clone() }
    }

    /// Every routine, in order of names.
    pub async fn all(&self) -> Vec<Read> {
        let here = self.clone();
        let read = spawn_blocking(move || {
            let library = here.library();
            script::routine_files(&here.routines)
                .iter()
                .map(|file| here.read(file, &library))
                .collect()
        });
        read.await.unwrap_or_default()
    }

    /// The routine of a name; `None` when there is none.
    pub async fn by_name(&self, name: &str) -> Option<Read> {
        let here = self.clone();
        let name = name.to_owned();
        let read = spawn_blocking(move || {
            // A name is looked up among those that are there: it is never made into a path.
            let file = script::routine_files(&here.routines)
                .into_iter()
                .find(|file| routine_name(&here.routines, file) == name)?;
            Some(here.read(&file, &here.library()))
        });
        read.await.ok().flatten()
    }

    /// The routine in a file, wherever it lies; with the mistakes of what it draws upon when it
    /// has some itself.
    pub async fn in_file(&self, file: &Path) -> anyhow::Result<Read> {
        let here = self.clone();
        let file = file.to_owned();
        Ok(spawn_blocking(move || here.read(&file, &here.library())).await?)
    }

    fn library(&self) -> Library {
        let (library, mistakes) = Library::load(&self.routines, &self.audio);
        if !mistakes.is_empty() {
            tracing::warn!("{}", script::render(&mistakes, false).trim_end());
        }
        library
    }

    fn read(&self, file: &Path, library: &Library) -> Read {
        Read {
            name: routine_name(&self.routines, file),
            compiled: script::compile_file(file, library),
        }
    }
}

/// Whether any of the mistakes is an error.
pub fn has_errors(mistakes: &[Diagnostic]) -> bool {
    mistakes.iter().any(|mistake| mistake.severity == Severity::Error)
}

/// A routine's name (`fr/memory/souvenirs`) from its file in the routines folder; the file's own
/// path when it lies elsewhere.
fn routine_name(routines: &Path, file: &Path) -> String {
    let name: PathBuf = file
        .strip_prefix(routines)
        .map_or_else(|_| file.to_owned(), |inner| inner.with_extension(""));
    name.to_string_lossy().into_owned()
}
