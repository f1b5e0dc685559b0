//! `companion ears`: microphones, and what is understood of a recording.

use std::{
    io::{Write, stdout},
    path::PathBuf,
};

use clap::{Args, Subcommand};
use serde_json::json;

use crate::{
    app::{config::Config, lacking::Lacking},
    ears::{ModelStatus, Models, loudness, microphones, read_file, transcribe},
    language::Language,
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
        #[arg(long, default_value = "fr")]
        language: Language,
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
        Action::Transcribe { files, language, json } => {
            let models = Models::new(&config.models.value);
            let Some(model) = models.load(*language) else {
                let message = match models.status(*language) {
                    ModelStatus::Missing { message } | ModelStatus::Broken { message } => message,
                    ModelStatus::Loading | ModelStatus::Ready => "the model is not there".into(),
                };
                return Err(Lacking(message).into());
            };
            let mut failed = false;
            for file in files {
                let outcome = read_file(file).map(|samples| {
                    let text = transcribe(&model, &samples).unwrap_or_default();
                    (text, loudness(&samples))
                });
                match (outcome, *json) {
                    (Ok((text, loudness)), true) => {
                        writeln!(
                            out,
                            "{}",
                            json!({"file": file, "text": text, "loudness": loudness})
                        )?;
                    }
                    (Ok((text, _)), false) => writeln!(out, "{}: {text}", file.display())?,
                    (Err(error), true) => {
                        failed = true;
                        writeln!(out, "{}", json!({"file": file, "error": error.to_string()}))?;
                    }
                    (Err(error), false) => {
                        failed = true;
                        writeln!(out, "{error}")?;
                    }
                }
            }
            Ok(u8::from(failed))
        }
    }
}
