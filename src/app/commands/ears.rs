//! `companion ears`: microphones, and what is understood of a recording.

use std::{
    io::{Write, stdout},
    path::{Path, PathBuf},
    str::FromStr,
};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::{
    answer::{Heard, Lexicon, ListenSpec, Task, UtteranceId, score},
    app::{config::Config, lacking::Lacking},
    ears::{
        ModelStatus, Models, Overheard, SourceError, loudness, microphones, overhear, read_file,
        transcribe,
    },
    language::Language,
    script::Library,
};

/// Microphones, and what is understood.
#[derive(Debug, Args)]
pub struct EarsArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Lists the microphones of this machine.
    Devices {
        /// One JSON list.
        #[arg(long)]
        json: bool,
    },
    /// Prints what is understood of recordings.
    Transcribe {
        /// Sound files (WAV or Ogg Vorbis).
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The language that is spoken: fr, en or ko.
        #[arg(long, visible_alias = "lang", default_value = "fr")]
        language: Language,
        /// What was asked, as in `companion score`: listens for its answers, until the answer has
        /// ended, and scores it.
        #[arg(long, value_name = "JSON")]
        task: Option<TaskText>,
        /// Wrong answers that are listened for beside the right one.
        #[arg(long, value_delimiter = ',', requires = "task")]
        foils: Vec<String>,
        /// One JSON object a file.
        #[arg(long)]
        json: bool,
    },
}

/// Does it; 1 when a recording could not be read.
///
/// # Errors
/// When the speech model is missing, or the output cannot be written.
pub fn run(args: &EarsArgs, config: &Config) -> anyhow::Result<u8> {
    let mut out = stdout().lock();
    match &args.action {
        Action::Devices { json } => {
            let names = microphones().map_err(|error| Lacking(error.to_string()))?;
            if *json {
                writeln!(out, "{}", json!(names))?;
            } else if names.is_empty() {
                writeln!(
                    out,
                    "There is no microphone: plug one in, or let the tablet listen (`ears: tablet`)."
                )?;
            }
            if !*json {
                for name in names {
                    writeln!(out, "microphone:{name}")?;
                }
            }
            Ok(0)
        }
        Action::Transcribe { files, language, task, foils, json } => {
            let models = Models::new(&config.models.value);
            let Some(model) = models.load(*language) else {
                let message = match models.status(*language) {
                    ModelStatus::Missing { message } | ModelStatus::Broken { message } => message,
                    ModelStatus::Loading | ModelStatus::Ready => "the model is not there".into(),
                };
                return Err(Lacking(message).into());
            };
            let question = task.as_ref().map(|task| Question {
                spec: spec(task.0.clone(), *language, foils.clone()),
                lexicon: lexicon(*language, config),
            });
            let mut failed = false;
            for file in files {
                let told = read_file(file).map(|samples| match &question {
                    Some(question) => question.answered(&models, &samples),
                    None => {
                        let text = transcribe(&model, &samples).unwrap_or_default();
                        json!({"text": text, "loudness": loudness(&samples)})
                    }
                });
                failed |= told.is_err();
                tell(&mut out, file, told, *json)?;
            }
            Ok(u8::from(failed))
        }
    }
}

/// One recording: for programs, or for people.
fn tell(
    out: &mut impl Write,
    file: &Path,
    told: Result<Value, SourceError>,
    json: bool,
) -> std::io::Result<()> {
    match (told, json) {
        (Ok(mut told), true) => {
            told["file"] = json!(file);
            writeln!(out, "{told}")
        }
        (Ok(told), false) => {
            let word = |key: &str| told[key].as_str().unwrap_or_default().to_owned();
            let verdict = word("verdict");
            let verdict = if verdict.is_empty() { verdict } else { format!(" ({verdict})") };
            writeln!(out, "{}: {}{verdict}", file.display(), word("text"))
        }
        (Err(error), true) => {
            writeln!(out, "{}", json!({"file": file, "error": error.to_string()}))
        }
        (Err(error), false) => writeln!(out, "{error}"),
    }
}

/// A question that recordings answer.
struct Question {
    spec: ListenSpec,
    lexicon: Lexicon,
}

impl Question {
    /// What was understood, when the turn ended, and how it scores.
    fn answered(&self, models: &Models, samples: &[i16]) -> Value {
        let Some(Overheard { heard, ended_ms }) =
            overhear(models, &self.spec, &self.lexicon, samples)
        else {
            return json!({"error": "the recogniser could not be made"});
        };
        let scored = score(&self.spec.task, self.spec.language, &self.lexicon, &heard);
        let (text, words, confidence) = match &heard {
            Heard::Speech(said) => (said.text.as_str(), said.words.as_slice(), said.confidence),
            Heard::Silence | Heard::NotUnderstood => ("", &[][..], 0.0),
        };
        json!({
            "text": text,
            "words": words,
            "confidence": confidence,
            "ended_ms": ended_ms,
            "verdict": scored.verdict,
            "points": scored.points,
            "of": scored.of,
            "reasons": scored.reasons,
            "loudness": loudness(samples),
        })
    }
}

/// A listening turn of the usual patience.
fn spec(task: Task, language: Language, foils: Vec<String>) -> ListenSpec {
    ListenSpec {
        utterance: UtteranceId(0),
        language,
        task,
        foils,
        patience_ms: 2_500,
        timeout_ms: 12_000,
    }
}

/// The word lists of a language; none when there are no routines here.
fn lexicon(language: Language, config: &Config) -> Lexicon {
    let (library, _) = Library::load(&config.routines.value, &config.audio.value);
    library.lexicon(language)
}

/// A task as in routines, written as JSON.
#[derive(Debug, Clone)]
struct TaskText(Task);

impl FromStr for TaskText {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<TaskText, serde_json::Error> {
        serde_json::from_str(text).map(TaskText)
    }
}
