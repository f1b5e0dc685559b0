//! Routines with one mistake each, and the very words and place by which it is told.
//!
//! Every `tests/fixtures/broken/NN-name.yaml` has the one mistake that its name says; its first
//! line says how an author comes by it. `NN-name.expected` beside it holds all that the compiler
//! tells: file, line, column, severity and message, then the word at that place and the help. A
//! line that ends in “…” gives only the beginning, where the rest depends on the library.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    collections::BTreeSet,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use companion::script::{Diagnostic, Library, Severity, compile_file, compile_str};

const FIXTURES: &str = "tests/fixtures/broken";

/// Fewer would say little about how the language treats its authors.
const AT_LEAST: usize = 30;

#[test]
fn every_mistake_is_told_where_it_is_and_how_to_mend_it() {
    let (library, mistakes) = Library::load(Path::new("routines"), Path::new("audio"));
    assert_eq!(mistakes, [], "the shipped library is sound");
    let routines = files("yaml");
    assert!(routines.len() >= AT_LEAST, "only {} broken routines", routines.len());

    let mut differences = String::new();
    for routine in &routines {
        let compiled = compile_file(routine, &library);
        let errors = compiled.diagnostics.iter().filter(|told| told.severity == Severity::Error);
        assert_eq!(compiled.plan.is_none(), errors.count() > 0, "{}", routine.display());
        let told: String = compiled.diagnostics.iter().map(as_expected).collect();
        let expected = fs::read_to_string(routine.with_extension("expected"))
            .unwrap_or_else(|_| format!("(no expectation beside {})\n", routine.display()));
        if !matches(&told, &expected) {
            let _ = write!(differences, "\nexpected:\n{expected}told:\n{told}");
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn every_routine_says_what_is_wrong_and_has_an_expectation() {
    let stems = |extension| -> BTreeSet<PathBuf> {
        files(extension).iter().map(|path| path.with_extension("")).collect()
    };
    assert_eq!(stems("yaml"), stems("expected"));
    for routine in files("yaml") {
        let text = fs::read_to_string(&routine).unwrap();
        assert!(text.starts_with("# "), "{}: the first line says what is wrong", routine.display());
        let expected = fs::read_to_string(routine.with_extension("expected")).unwrap();
        assert!(expected.contains(".yaml:"), "{}: nothing is told", routine.display());
    }
}

#[test]
fn what_only_looks_broken_compiles() {
    let (library, _) = Library::load(Path::new("routines"), Path::new("audio"));
    let head = "title: T\nlanguage: en\nkind: memory\nminutes: 1\nposition: sitting\nsteps:\n";
    for steps in [
        // Only one branch of a branch ends: what follows is reached.
        "- if: score > 1\n  then:\n  - if: score > 2\n    then: [{say: a}]\n    else: [end]\n  \
         else: [end]\n- say: b\n",
        "- choose:\n  - steps: [end]\n  - steps: [{say: a}]\n- say: b\n",
        // The same word twice in a sequence is a sequence.
        "- ask: {question: q, answer: {sequence: [red, green, red]}}\n",
        "- ask: {question: q, answer: {one_of: [[I don't know, no]]}}\n",
        // Braces that are said.
        "- say: \"{{name}}\"\n",
        "- say: >\n    A text\n    in two lines.\n",
    ] {
        let compiled = compile_str(Path::new("looks.yaml"), &format!("{head}{steps}"), &library);
        assert_eq!(compiled.diagnostics, [], "{steps}");
    }
}

/// Line by line the same.
fn matches(told: &str, expected: &str) -> bool {
    told.lines().count() == expected.lines().count()
        && told.lines().zip(expected.lines()).all(|(told, expected)| {
            match expected.strip_suffix('…') {
                Some(beginning) => told.starts_with(beginning),
                None => told == expected,
            }
        })
}

/// A mistake as it stands in a file of expectations.
fn as_expected(told: &Diagnostic) -> String {
    let Diagnostic { file, line, column, message, .. } = told;
    let severity = match told.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let file = file.strip_prefix(FIXTURES).map_or(file.as_str(), |file| &file[1..]);
    let mut lines = format!("{file}:{line}:{column} {severity} {message}\n");
    let _ = writeln!(lines, "    at: {}", word_at(told));
    if let Some(help) = &told.help {
        let _ = writeln!(lines, "    help: {help}");
    }
    lines
}

/// What an editor's cursor lands on: the word at the place, so that a reader of the expectations
/// sees whether it is the one that is wrong.
fn word_at(told: &Diagnostic) -> String {
    let text = fs::read_to_string(&told.file).unwrap();
    let line = text.lines().nth(told.line - 1).unwrap_or_default();
    let rest: String = line.chars().skip(told.column - 1).collect();
    rest.split(' ').next().unwrap_or_default().to_owned()
}

fn files(extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(FIXTURES)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    files
}
