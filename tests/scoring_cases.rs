//! What seniors say, and how it is scored by common sense.
//!
//! `tests/fixtures/scoring/<language>.jsonl` holds an answer a line: the task, what was heard, the
//! verdict and points that a kind and attentive person would give, and why.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{collections::BTreeSet, fmt::Write, fs, path::Path};

use companion::{
    answer::{Heard, Hypothesis, Score, Source, Task, Verdict, score_among},
    language::Language,
    script::Library,
};
use serde::Deserialize;

/// An answer and what becomes of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    task: Task,
    /// Wrong answers that are listened for.
    #[serde(default)]
    foils: Vec<String>,
    heard: String,
    verdict: Verdict,
    points: u32,
    why: String,
}

/// Fewer would say little about a language.
const AT_LEAST: usize = 200;

fn cases(language: Language) -> Vec<Case> {
    let file = format!("tests/fixtures/scoring/{language}.jsonl");
    let text = fs::read_to_string(&file).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")))
        .collect()
}

fn agrees_with_common_sense(language: Language) {
    let (library, _) = Library::load(Path::new("routines"), Path::new("audio"));
    let lexicon = library.lexicon(language);
    let cases = cases(language);
    assert!(cases.len() >= AT_LEAST, "only {} answers", cases.len());
    let mut differences = String::new();
    let mut seen = BTreeSet::new();
    for Case { task, foils, heard, verdict, points, why } in &cases {
        assert!(seen.insert(format!("{task:?} {foils:?} {heard}")), "{heard}: twice");
        let said = Heard::Speech(Hypothesis::certain(heard, Source::Voice));
        let given = score_among(task, language, &lexicon, foils, &said);
        if (given.verdict, given.points) != (*verdict, *points) {
            let Score { verdict: other, points: others, reasons, .. } = &given;
            let _ = writeln!(
                differences,
                "“{heard}” is {verdict:?} with {points} ({why}), not {other:?} with {others}: \
                 {reasons:?}"
            );
        }
    }
    assert!(differences.is_empty(), "\n{differences}");
}

#[test]
fn french_answers() {
    agrees_with_common_sense(Language::Fr);
}

#[test]
fn english_answers() {
    agrees_with_common_sense(Language::En);
}

#[test]
fn korean_answers() {
    agrees_with_common_sense(Language::Ko);
}
