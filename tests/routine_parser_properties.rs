//! Whatever stands in a file, compiling it ends with a plan or with mistakes that can be shown.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{fs, path::Path, sync::LazyLock};

use companion::script::{
    Compiled, Diagnostic, Library, Severity, compile_file, compile_str, render, routine_files,
};
use proptest::{prelude::*, sample::Index};

static LIBRARY: LazyLock<Library> =
    LazyLock::new(|| Library::load(Path::new("routines"), Path::new("audio")).0);

/// The shipped routines, whole, and cut down to a few steps so that many can be tried.
static ROUTINES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let whole: Vec<String> = routine_files(Path::new("routines"))
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let short = whole.iter().flat_map(|text| {
        let (head, steps) = text.split_once("steps:\n").unwrap();
        let lines: Vec<&str> = steps.split_inclusive('\n').collect();
        let cut: Vec<String> = lines
            .chunk_by(|_, next| !next.starts_with("  - "))
            .map(|step| step.concat())
            .collect::<Vec<_>>()
            .chunks(4)
            .map(|steps| format!("{head}steps:\n{}", steps.concat()))
            .collect();
        cut
    });
    short.collect()
});

/// Where the routines are said to stand: nothing is there, so includes lead nowhere.
const NOWHERE: &str = "nowhere/memory/x.yaml";

/// Something that happens to a file in an editor.
#[derive(Debug, Clone)]
enum Change {
    DeleteLine(Index),
    DuplicateLine(Index),
    SwapLines(Index, Index),
    IndentLine(Index, usize),
    ReplaceCharacter(Index, char),
    InsertText(Index, &'static str),
    DeleteCharacters(Index, usize),
    Truncate(Index),
}

impl Change {
    fn of(&self, text: &str) -> String {
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        let mut letters: Vec<char> = text.chars().collect();
        if letters.is_empty() {
            return String::new();
        }
        match self {
            Change::DeleteLine(at) => {
                lines.remove(at.index(lines.len()));
            }
            Change::DuplicateLine(at) => {
                let at = at.index(lines.len());
                lines.insert(at, lines[at].clone());
            }
            Change::SwapLines(one, other) => {
                let length = lines.len();
                lines.swap(one.index(length), other.index(length));
            }
            Change::IndentLine(at, spaces) => {
                let at = at.index(lines.len());
                lines[at].insert_str(0, &" ".repeat(*spaces));
            }
            Change::ReplaceCharacter(at, c) => {
                let at = at.index(letters.len());
                letters[at] = *c;
                return letters.into_iter().collect();
            }
            Change::InsertText(at, inserted) => {
                let at = at.index(letters.len());
                letters.splice(at..at, inserted.chars());
                return letters.into_iter().collect();
            }
            Change::DeleteCharacters(at, many) => {
                let at = at.index(letters.len());
                letters.drain(at..letters.len().min(at + many));
                return letters.into_iter().collect();
            }
            Change::Truncate(at) => {
                letters.truncate(at.index(letters.len()));
                return letters.into_iter().collect();
            }
        }
        lines.concat()
    }
}

fn change() -> impl Strategy<Value = Change> {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        ": ",
        "- ",
        "#",
        "&a ",
        "*a",
        "<<: ",
        "| ",
        "> ",
        "\t",
        "\n",
        "---\n",
        "~",
        "null",
        "-1",
        "1e400",
        ".nan",
        "{name}",
        "end",
        "\u{feff}",
        "é",
        "고",
        "\u{202e}",
        "\u{85}",
        "\u{2028}",
        "!!binary ",
        "? ",
        "%YAML 1.1\n",
    ];
    prop_oneof![
        any::<Index>().prop_map(Change::DeleteLine),
        any::<Index>().prop_map(Change::DuplicateLine),
        any::<(Index, Index)>().prop_map(|(one, other)| Change::SwapLines(one, other)),
        (any::<Index>(), 1..5_usize).prop_map(|(at, spaces)| Change::IndentLine(at, spaces)),
        any::<(Index, char)>().prop_map(|(at, c)| Change::ReplaceCharacter(at, c)),
        (any::<Index>(), prop::sample::select(pieces.to_vec()))
            .prop_map(|(at, piece)| Change::InsertText(at, piece)),
        (any::<Index>(), 1..20_usize).prop_map(|(at, many)| Change::DeleteCharacters(at, many)),
        any::<Index>().prop_map(Change::Truncate),
    ]
}

/// Text that looks like YAML more often than chance would have it.
fn yaml_like() -> impl Strategy<Value = String> {
    let words = [
        "title",
        "steps",
        "say",
        "ask",
        "answer",
        "one_of",
        "repeat",
        "until",
        "if",
        "then",
        "end",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "\"",
        "'",
        "&a ",
        "*a ",
        "#",
        "|",
        ">",
        "\t",
        "1",
        "-3",
        ".inf",
        "yes",
        "null",
        "é",
        "고양이",
        "score >= 3",
        "{name}",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..60)
        .prop_map(|words| words.concat())
}

/// What must hold of every compilation.
fn is_well_told(text: &str, compiled: &Compiled) -> Result<(), TestCaseError> {
    let Compiled { plan, diagnostics, .. } = compiled;
    let broken = diagnostics.iter().any(|told| told.severity == Severity::Error);
    prop_assert_eq!(plan.is_some(), !broken, "{:?}", diagnostics);
    for Diagnostic { file, line, column, message, .. } in diagnostics {
        prop_assert!(!message.trim().is_empty());
        if file != NOWHERE {
            continue;
        }
        // One line and one column further than the text is where its end is.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let lines: Vec<&str> = text.split('\n').collect();
        prop_assert!((1..=lines.len()).contains(line), "line {line}: {message}");
        let length = lines[line - 1].chars().count();
        prop_assert!((1..=length + 1).contains(column), "{line}:{column}: {message}");
    }
    prop_assert_eq!(render(diagnostics, false).is_empty(), diagnostics.is_empty());
    Ok(())
}

fn compiles_or_tells(text: &str) -> Result<(), TestCaseError> {
    is_well_told(text, &compile_str(Path::new(NOWHERE), text, &LIBRARY))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn random_text_is_told(text in any::<String>()) {
        compiles_or_tells(&text)?;
    }

    #[test]
    fn text_like_yaml_is_told(text in yaml_like()) {
        compiles_or_tells(&text)?;
    }

    #[test]
    fn steps_like_yaml_are_told(steps in yaml_like()) {
        let head = "title: T\nlanguage: fr\nkind: gym\nminutes: 1\nposition: sitting\nsteps:\n";
        compiles_or_tells(&format!("{head}  - {steps}"))?;
    }

    #[test]
    fn a_changed_routine_is_told(
        routine in any::<Index>(),
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let whole = routine.get(&ROUTINES).clone();
        let changed = changes.iter().fold(whole, |text, change| change.of(&text));
        compiles_or_tells(&changed)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_are_told(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.yaml");
        fs::write(&file, &bytes).unwrap();
        let Compiled { plan, diagnostics, .. } = compile_file(&file, &LIBRARY);
        prop_assert!(plan.is_none() && !diagnostics.is_empty());
        prop_assert!(diagnostics.iter().all(|told| told.line >= 1 && told.column >= 1));
        // This time the file is there, and its lines are shown.
        prop_assert!(render(&diagnostics, true).contains("x.yaml:"));
    }

    #[test]
    fn a_changed_routine_is_shown_with_its_lines(
        routine in any::<Index>(),
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.yaml");
        let whole = routine.get(&ROUTINES).clone();
        fs::write(&file, changes.iter().fold(whole, |text, change| change.of(&text))).unwrap();
        let diagnostics = compile_file(&file, &LIBRARY).diagnostics;
        prop_assert_eq!(render(&diagnostics, true).is_empty(), diagnostics.is_empty());
    }
}
