//! `companion score`: scores JSON lines from standard input, one answer a line.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, BufWriter, Read, Write, stdin, stdout},
    path::{Path, PathBuf},
};

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    answer::{Heard, Hypothesis, Lexicon, Score, Source, Task, Verdict, score_among},
    app::config::Config,
    language::Language,
    script::Library,
};

/// Scores answers: each line is {"lang":"fr","task":{"one_of":["Paris"]},"heard":"paris"}.
#[derive(Debug, Args)]
pub struct ScoreArgs {
    /// For people: the reasons, in words.
    #[arg(long)]
    explain: bool,
}

/// One line of input.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(alias = "language")]
    lang: Language,
    task: Task,
    /// `null` is silence.
    heard: Option<String>,
    /// Wrong answers that are known: what says one of them is not credited for its sound.
    #[serde(default)]
    foils: Vec<String>,
    /// How sure the recogniser was, 0 to 1.
    confidence: Option<f64>,
    /// Word lists for `category`, instead of those under `routines/words/`.
    lexicon: Option<Lexicon>,
}

/// One line of output: what others build upon, and no more.
#[derive(Serialize)]
struct Scored<'a> {
    points: u32,
    of: u32,
    credited: &'a [String],
    missed: &'a [String],
    intrusions: &'a [String],
    repetitions: &'a [String],
    verdict: Verdict,
}

impl<'a> From<&'a Score> for Scored<'a> {
    fn from(score: &'a Score) -> Scored<'a> {
        Scored {
            points: score.points,
            of: score.of,
            credited: &score.credited,
            missed: &score.missed,
            intrusions: &score.intrusions,
            repetitions: &score.repetitions,
            verdict: score.verdict,
        }
    }
}

/// The longest line, bytes.
const LONGEST_LINE: u64 = 1024 * 1024;

/// Scores standard input; 1 when a line was broken.
///
/// # Errors
/// When input or output fails, or a category is asked for and the configuration is broken.
pub fn run(args: &ScoreArgs, config: Option<&Path>) -> anyhow::Result<u8> {
    let lists = Lists::new(|| Ok(Config::load(config)?.routines.value));
    score_lines(
        BufReader::new(stdin().lock()),
        BufWriter::new(stdout().lock()),
        args.explain,
        lists,
    )
}

/// The word lists of categories, read when the first category is asked for.
struct Lists<F> {
    routines: F,
    read: BTreeMap<Language, Lexicon>,
}

impl<F: Fn() -> anyhow::Result<PathBuf>> Lists<F> {
    fn new(routines: F) -> Lists<F> {
        Lists { routines, read: BTreeMap::new() }
    }

    /// Those of a language.
    fn of(&mut self, language: Language) -> anyhow::Result<&Lexicon> {
        if !self.read.contains_key(&language) {
            let (lexicon, _) = Library::load_words(&(self.routines)()?, language);
            self.read.insert(language, lexicon);
        }
        Ok(self.read.entry(language).or_default())
    }
}

fn score_lines(
    mut input: BufReader<impl Read>,
    mut out: impl Write,
    explain: bool,
    mut lists: Lists<impl Fn() -> anyhow::Result<PathBuf>>,
) -> anyhow::Result<u8> {
    let mut broken = 0;
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        let length = input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if length == 0 {
            break;
        }
        if length as u64 == LONGEST_LINE && line.last() != Some(&b'\n') {
            input.skip_until(b'\n')?;
        }
        // Who waits for the answer to one line before the next gets it at once.
        let waits = input.buffer().is_empty();
        if !line.trim_ascii().is_empty() {
            match score_line(&line, &mut lists)? {
                Ok(scored) if explain => explained(&mut out, number, &scored)?,
                Ok(scored) => {
                    serde_json::to_writer(&mut out, &Scored::from(&scored))?;
                    writeln!(out)?;
                }
                Err(error) => {
                    broken += 1;
                    writeln!(out, "{}", json!({"line": number, "error": error}))?;
                }
            }
        }
        if waits {
            out.flush()?;
        }
    }
    out.flush()?;
    Ok(u8::from(broken > 0))
}

/// The score of a line, or what is wrong with it.
fn score_line(
    line: &[u8],
    lists: &mut Lists<impl Fn() -> anyhow::Result<PathBuf>>,
) -> anyhow::Result<Result<Score, String>> {
    let line: Line = match serde_json::from_slice(line) {
        Ok(line) => line,
        Err(error) => return Ok(Err(told(&error))),
    };
    let none = Lexicon::default();
    let lexicon = match (&line.lexicon, &line.task) {
        (Some(own), _) => own,
        (None, Task::Category { .. }) => lists.of(line.lang)?,
        (None, _) => &none,
    };
    if let Task::Category { category, .. } = &line.task
        && !lexicon.categories.contains_key(category)
    {
        let known: Vec<&str> = lexicon.categories.keys().map(String::as_str).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        return Ok(Err(format!(
            "there is no word list “{category}” in “{}”; there is {known}",
            line.lang
        )));
    }
    Ok(Ok(score_among(&line.task, line.lang, lexicon, &line.foils, &heard(&line))))
}

/// What is wrong with a line. Of a task that is none, serde says only that it is none.
fn told(error: &serde_json::Error) -> String {
    let error = error.to_string();
    if !error.contains("untagged enum Task") {
        return error;
    }
    "this is no task: write one of one_of, yes_no, number, recall, sequence, span (digits 0 to 9; \
     with direction), category (with seconds), spell or free, each as in a routine"
        .to_owned()
}

fn explained(out: &mut impl Write, number: u64, scored: &Score) -> anyhow::Result<()> {
    let verdict = serde_json::to_value(scored.verdict)?;
    let verdict = verdict.as_str().unwrap_or_default().replace('_', " ");
    let reasons = scored.reasons.join(" ");
    let certainty = (scored.confidence * 100.0).round();
    writeln!(
        out,
        "{number}: {verdict}, {} of {}, {certainty} % sure. {reasons}",
        scored.points, scored.of
    )?;
    Ok(())
}

fn heard(line: &Line) -> Heard {
    match &line.heard {
        None => Heard::Silence,
        Some(text) => Heard::Speech(Hypothesis {
            confidence: line.confidence.unwrap_or(1.0),
            ..Hypothesis::certain(text.clone(), Source::Voice)
        }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn scored(input: &str) -> (u8, Vec<Value>) {
        let mut out = Vec::new();
        let lists = Lists::new(|| Ok(PathBuf::from("routines")));
        let code = score_lines(BufReader::new(input.as_bytes()), &mut out, false, lists).unwrap();
        let text = String::from_utf8(out).unwrap();
        (code, text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    #[test]
    fn a_broken_line_does_not_end_the_others() {
        let (code, lines) = scored(concat!(
            r#"{"lang":"fr","task":{"one_of":["Paris"]},"heard":"c'est paris"}"#,
            "\n{broken\n\n",
            r#"{"lang":"en","task":{"number":93},"heard":"ninety three"}"#,
            "\n",
            r#"{"lang":"ko","task":{"yes_no":"yes"},"heard":null}"#,
        ));
        assert_eq!(code, 1);
        assert_eq!(lines[0]["verdict"], "right");
        assert_eq!(lines[1]["line"], 2);
        assert!(lines[1]["error"].is_string());
        assert_eq!(lines[2]["points"], 1);
        assert_eq!(lines[3]["verdict"], "no_answer");
    }

    #[test]
    fn every_form_of_task_has_the_same_form_of_score() {
        let (code, lines) = scored(concat!(
            r#"{"lang":"fr","task":{"one_of":[["Paris","Lutèce"]]},"heard":"lutèce"}"#,
            "\n",
            r#"{"lang":"fr","task":{"yes_no":"no"},"heard":"non"}"#,
            "\n",
            r#"{"lang":"fr","task":{"number":93},"heard":"nonante-trois"}"#,
            "\n",
            r#"{"lang":"fr","task":{"recall":["pomme","clé"]},"heard":"la clé la pomme"}"#,
            "\n",
            r#"{"lang":"fr","task":{"sequence":["rouge","vert"]},"heard":"rouge vert"}"#,
            "\n",
            r#"{"lang":"fr","task":{"span":[3,7,2],"direction":"backward"},"heard":"deux sept trois"}"#,
            "\n",
            r#"{"lang":"fr","task":{"category":"animals","seconds":60},"heard":"chat chien"}"#,
            "\n",
            r#"{"lang":"fr","task":{"spell":"maison"},"heard":"m a i s o n"}"#,
            "\n",
            r#"{"lang":"fr","task":{"free":true},"heard":"bonjour"}"#,
        ));
        assert_eq!(code, 0);
        assert_eq!(lines.len(), 9);
        for line in &lines {
            let keys: Vec<&String> = line.as_object().unwrap().keys().collect();
            let wanted =
                ["points", "of", "credited", "missed", "intrusions", "repetitions", "verdict"];
            assert_eq!(keys.len(), wanted.len(), "{line}");
            assert!(wanted.iter().all(|key| line.get(key).is_some()), "{line}");
            let right = line["points"] == line["of"];
            assert_eq!(line["verdict"], if right { "right" } else { "partly" }, "{line}");
        }
        assert_eq!(lines[6]["points"], 2);
        assert_eq!(lines[6]["of"], 12);
    }

    #[test]
    fn a_category_that_is_not_there_is_told() {
        let (code, lines) =
            scored(r#"{"lang":"fr","task":{"category":"animaux","seconds":60},"heard":"chat"}"#);
        assert_eq!(code, 1);
        assert!(lines[0]["error"].as_str().unwrap().contains("animals"), "{}", lines[0]);
    }

    #[test]
    fn an_endless_line_is_told_and_skipped() {
        let mut input = "x".repeat(3 * 1024 * 1024);
        input.push('\n');
        input.push_str(r#"{"lang":"en","task":{"number":4},"heard":"four"}"#);
        let (code, lines) = scored(&input);
        assert_eq!(code, 1);
        assert_eq!(lines[0]["line"], 1);
        assert_eq!(lines[1]["points"], 1);
    }
}
