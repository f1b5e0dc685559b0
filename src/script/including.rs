//! `include`: the steps of another file, as if they stood here.

use std::path::{Path, PathBuf};

use crate::script::{
    compile::{Compiler, Flow},
    node,
    reading::At,
    source,
    written::FragmentFile,
};

/// The most files that a routine includes: far above any routine.
const INCLUDES_AT_MOST: usize = 100;

impl Compiler<'_> {
    /// The steps of another file, as if they stood here.
    pub(super) fn include(&mut self, include: &At<String>) -> Flow {
        let named = Path::new(&include.value);
        let inside = !named.is_absolute() && include.value.ends_with(".yaml");
        if !inside {
            self.wrong(
                include.place,
                "a file is included by its path from this file, and ends in .yaml",
                "write something like ../shared/goodbye.yaml",
            );
            return Flow::GoesOn;
        }
        self.included += 1;
        if self.included > INCLUDES_AT_MOST {
            self.wrong(include.place, "too many files are included", "include fewer");
            return Flow::GoesOn;
        }
        let path = tidy(&self.path.parent().unwrap_or(Path::new("")).join(named));
        let real_path = real(&path);
        if self.including.contains(&real_path) {
            self.wrong(
                include.place,
                format!("“{}” includes itself, and would never end", include.value),
                "remove this line, or use `repeat`",
            );
            return Flow::GoesOn;
        }
        if !path.is_file() {
            self.wrong(
                include.place,
                format!("there is no file “{}”", path.display()),
                "correct the path: it is relative to this file",
            );
            return Flow::GoesOn;
        }
        let file = path.display().to_string();
        let read = source::read(&path).and_then(|text| Ok((node::parse(&file, &text)?, text)));
        let (root, text) = match read {
            Ok(read) => read,
            Err(mistake) => {
                self.tell(mistake);
                return Flow::GoesOn;
            }
        };
        if root.get("title").is_some() {
            self.wrong(
                include.place,
                format!("“{}” is a whole routine, and only steps can be included", include.value),
                "move the steps that both need to a file that holds `steps:` alone",
            );
            return Flow::GoesOn;
        }
        let outer_path = std::mem::replace(&mut self.path, path);
        let outer_source = std::mem::replace(&mut self.source, text);
        self.including.push(real_path);
        let fragment: Option<FragmentFile> = self.read(&root);
        let flow = fragment.map_or(Flow::GoesOn, |_| self.list_of(&root, "steps"));
        self.including.pop();
        self.path = outer_path;
        self.source = outer_source;
        flow
    }
}

/// The same file by whatever name: for telling includes apart.
pub(super) fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// A path without `x/..`, for messages.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir
                if matches!(
                    tidy.components().next_back(),
                    Some(std::path::Component::Normal(_))
                ) =>
            {
                tidy.pop();
            }
            std::path::Component::CurDir => {}
            part => tidy.push(part),
        }
    }
    tidy
}
