//! `companion score`: scores JSON lines from standard input, one answer a line.

use std::io::{BufRead, Read, Write, stdin, stdout};

use clap::Args;
use serde::Deserialize;
use serde_json::json;

use crate::{
    answer::{Heard, Hypothesis, Lexicon, Source, Task, score},
    language::Language,
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
    /// How sure the recogniser was, 0 to 1.
    confidence: Option<f64>,
    /// Word lists for `category`.
    #[serde(default)]
    lexicon: Lexicon,
}

/// The longest line, bytes.
const LONGEST_LINE: u64 = 1024 * 1024;

/// Scores standard input; 1 when a line was broken.
///
/// # Errors
/// When input or output fails.
pub fn run(args: &ScoreArgs) -> anyhow::Result<u8> {
    score_lines(stdin().lock(), stdout().lock(), args.explain)
}

fn score_lines(mut input: impl BufRead, mut out: impl Write, explain: bool) -> anyhow::Result<u8> {
    let mut broken = 0;
    for number in 1_u64.. {
        let mut line = Vec::new();
        let length = input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if length == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        if length as u64 == LONGEST_LINE && line.last() != Some(&b'\n') {
            input.skip_until(b'\n')?;
        }
        match serde_json::from_slice::<Line>(&line) {
            Ok(line) => {
                let scored = score(&line.task, line.lang, &line.lexicon, &heard(&line));
                if explain {
                    let verdict = serde_json::to_value(scored.verdict)?;
                    let verdict = verdict.as_str().unwrap_or_default();
                    let reasons = scored.reasons.join(" ");
                    writeln!(
                        out,
                        "{number}: {verdict}, {} of {}. {reasons}",
                        scored.points, scored.of
                    )?;
                } else {
                    serde_json::to_writer(&mut out, &scored)?;
                    writeln!(out)?;
                }
            }
            Err(error) => {
                broken += 1;
                writeln!(out, "{}", json!({"line": number, "error": error.to_string()}))?;
            }
        }
    }
    Ok(u8::from(broken > 0))
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
    use super::*;

    #[test]
    fn a_broken_line_does_not_end_the_others() {
        let input = concat!(
            r#"{"lang":"fr","task":{"one_of":["Paris"]},"heard":"c'est paris"}"#,
            "\n{broken\n\n",
            r#"{"lang":"en","task":{"number":93},"heard":"ninety three"}"#,
            "\n",
            r#"{"lang":"ko","task":{"yes_no":"yes"},"heard":null}"#,
        );
        let mut out = Vec::new();
        let code = score_lines(input.as_bytes(), &mut out, false).unwrap();
        assert_eq!(code, 1);
        let lines: Vec<serde_json::Value> = String::from_utf8(out)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines[0]["verdict"], "right");
        assert_eq!(lines[1]["line"], 2);
        assert_eq!(lines[2]["points"], 1);
        assert_eq!(lines[3]["verdict"], "no_answer");
    }
}
