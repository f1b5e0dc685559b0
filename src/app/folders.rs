//! Where things are when nobody says: beside the working folder, beside the program, or in the
//! platform's own places.

use std::{
    env,
    path::{Path, PathBuf},
};

use directories::ProjectDirs;

/// A folder that ships with the program (`routines`, `audio`): in the working folder, beside the
/// program, in `../share/companion` of it, or in the source tree above it.
pub fn find(name: &str) -> PathBuf {
    let here = PathBuf::from(name);
    if here.is_dir() {
        return here;
    }
    around_the_program(name).into_iter().find(|path| path.is_dir()).unwrap_or(here)
}

/// The folder of speech models: what `make setup` fills, or the data folder's own.
pub fn models() -> PathBuf {
    let set_up = Path::new(".setup").join("models");
    if set_up.is_dir() {
        return set_up;
    }
    around_the_program(".setup/models")
        .into_iter()
        .find(|path| path.is_dir())
        .unwrap_or_else(|| data().join("models"))
}

/// The platform's folder for the program's data.
pub fn data() -> PathBuf {
    ProjectDirs::from("", "", "companion")
        .map_or_else(|| PathBuf::from("companion-data"), |dirs| dirs.data_dir().to_owned())
}

fn around_the_program(name: &str) -> Vec<PathBuf> {
    let Some(folder) = program_folder() else { return Vec::new() };
    let mut places = vec![folder.join(name), folder.join("../share/companion").join(name)];
    // A program that was built in the source tree lies in target/<profile>/.
    places.extend(folder.ancestors().skip(1).take(3).map(|above| above.join(name)));
    places
}

/// The folder of the running program, when it can be told.
fn program_folder() -> Option<PathBuf> {
    env::current_exe().ok()?.parent().map(Path::to_owned)
}
