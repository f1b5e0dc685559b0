//! What the documents show works: each complete routine in them is checked like any other.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::{fs, path::Path};

use companion::script::{self, Library};

/// The YAML blocks of a document that begin so.
fn blocks(document: &str, begin: &str) -> Vec<String> {
    let text = fs::read_to_string(document).unwrap();
    text.split("```yaml\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap().to_owned())
        .filter(|block| block.starts_with(begin))
        .collect()
}

/// The YAML blocks of a document that are whole routines.
fn routines(document: &str) -> Vec<String> {
    blocks(document, "title:")
}

#[test]
fn movements_in_the_documents_are_safe() {
    let (library, _) = Library::load(Path::new("routines"), Path::new("audio"));
    let found = blocks("docs/writing-routines.md", "# routines/movements/");
    assert!(!found.is_empty());
    for text in found {
        let name = text.lines().next().unwrap().rsplit('/').next().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, &text).unwrap();
        let mistakes = script::check_movements(&[path], library.movements());
        assert!(mistakes.is_empty(), "{}", script::render(&mistakes, false));
    }
}

#[test]
fn routines_in_the_documents_have_no_mistake() {
    let (library, _) = Library::load(Path::new("routines"), Path::new("audio"));
    for document in ["README.md", "docs/writing-routines.md"] {
        let found = routines(document);
        assert!(!found.is_empty(), "{document} shows a routine");
        for text in found {
            let compiled = script::compile_str(Path::new(document), &text, &library);
            assert!(
                compiled.diagnostics.is_empty(),
                "{}",
                script::render(&compiled.diagnostics, false)
            );
        }
    }
}

#[test]
fn the_plan_for_twelve_weeks_names_routines_that_there_are() {
    let text = fs::read_to_string("docs/twelve-weeks.md").unwrap();
    let words = || text.split('`').skip(1).step_by(2);
    let files: Vec<_> = words().filter(|word| word.ends_with(".yaml")).collect();
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        assert!(Path::new(file).is_file(), "{file}");
    }
    // Routines of the days between are named without their folder.
    for name in words().filter(|word| !word.contains(['/', '.'])) {
        let is_a_class =
            |language| Path::new(&format!("routines/{language}/gym/{name}.yaml")).is_file();
        assert!(is_a_class("fr") || is_a_class("en"), "{name}");
    }
}

#[test]
fn the_first_routine_is_short() {
    let first = routines("README.md").remove(0);
    assert!(first.lines().count() <= 22, "{} lines", first.lines().count());
}
