//! `companion check`: everything that is wrong in routines and what they draw upon.

use std::{
    collections::BTreeSet,
    io::{IsTerminal, Write, stdout},
    path::{Path, PathBuf},
};

use clap::Args;

use crate::{
    app::{config::Config, music, vocabulary},
    ears,
    script::{self, Diagnostic, Library, Severity},
};

/// Checks routines, movements, words and the audio index.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files or folders; everything when none is named.
    paths: Vec<PathBuf>,
    /// One JSON list instead of text.
    #[arg(long)]
    json: bool,
}

/// Checks, prints, and tells whether an error was found (1) or none (0).
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &CheckArgs, config: &Config) -> anyhow::Result<u8> {
    let routines = &config.routines.value;
    let (library, mut mistakes) = Library::load(routines, &config.audio.value);
    let mut movements = Vec::new();
    let mut banks = Vec::new();
    let files = if args.paths.is_empty() {
        // Loading proves a movement at its own tempo; here it is proven at all of them.
        mistakes.retain(|mistake| !is_movement(Path::new(&mistake.file)));
        movements = script::movement_files(&routines.join("movements"));
        mistakes.extend(music::out_of_step(&library, &config.audio.value));
        banks = script::bank_files(&library);
        let files = script::routine_files(routines);
        if files.is_empty() {
            mistakes.push(missing(routines, "there is no routine in this folder"));
        }
        files
    } else {
        // Somebody who checks one file wants to hear of that file.
        let of_library = std::mem::take(&mut mistakes);
        let mut files = Vec::new();
        for path in &args.paths {
            if lies_among_words(path) {
                if !path.exists() {
                    mistakes.push(missing(path, "there are no words here"));
                }
                banks.extend(
                    script::bank_files(&library).into_iter().filter(|file| within(file, path)),
                );
                let lists = of_library.iter().filter(|told| within(Path::new(&told.file), path));
                mistakes.extend(lists.cloned());
                continue;
            }
            if is_movement(path) || path.ends_with("movements") {
                let all = path.is_dir();
                movements.extend(if all {
                    script::movement_files(path)
                } else {
                    vec![path.clone()]
                });
                continue;
            }
            let found = below(path);
            if found.is_empty() {
                mistakes.push(missing(path, "there is no routine in this folder"));
            }
            files.extend(found);
        }
        files
    };
    mistakes.extend(script::check_movements(&movements, library.movements()));
    mistakes.extend(script::check_banks(&library, &banks));
    for file in &files {
        mistakes.extend(script::compile_file(file, &library).diagnostics);
    }
    // Each routine that draws on a broken bank tells of it.
    let mut told = BTreeSet::new();
    mistakes.retain(|mistake| {
        told.insert((mistake.file.clone(), mistake.line, mistake.column, mistake.message.clone()))
    });
    let failed = mistakes.iter().any(|mistake| mistake.severity == Severity::Error);
    // Mistakes are mended first: what is wrong may not be said at all.
    if !failed {
        let words = if args.paths.is_empty() { script::word_files(routines) } else { Vec::new() };
        let sayings: Vec<script::Saying> =
            files.iter().chain(&words).flat_map(|file| script::sayings(file)).collect();
        mistakes.extend(vocabulary::unknown(&sayings, |language, words| {
            ears::unknown_words(&config.models.value, language, words)
        }));
    }
    let mut out = stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &mistakes)?;
        writeln!(out)?;
    } else {
        write!(out, "{}", script::render(&mistakes, stdout().is_terminal()))?;
        let counted = |count: usize, what: &str| match count {
            1 => format!("1 {what}"),
            many => format!("{many} {what}s"),
        };
        let kinds =
            [(files.len(), "routine"), (movements.len(), "movement"), (banks.len(), "bank")];
        let parts: Vec<String> = kinds
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| counted(count, what))
            .collect();
        let checked = match parts.split_last() {
            None => "nothing checked".to_owned(),
            Some((last, [])) => format!("{last} checked"),
            Some((last, before)) => format!("{} and {last} checked", before.join(", ")),
        };
        let is_error = |mistake: &&Diagnostic| mistake.severity == Severity::Error;
        let errors = mistakes.iter().filter(is_error).count();
        let found: Vec<String> = [(errors, "mistake"), (mistakes.len() - errors, "warning")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| counted(count, what))
            .collect();
        match found.join(", ") {
            none if none.is_empty() => writeln!(out, "{checked}: nothing is wrong.")?,
            found => writeln!(out, "{checked}: {found}.")?,
        }
    }
    Ok(u8::from(failed))
}

/// The file itself, or every routine below a folder.
fn below(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        // A file that is not there is told by the compiler, with its name.
        return vec![path.to_owned()];
    }
    let mut files = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else if is_routine(&path) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Whether it is a list of words or a bank of items, or a folder of them.
fn lies_among_words(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "words")
}

/// Whether a file is this one, or lies below it.
fn within(file: &Path, path: &Path) -> bool {
    match (file.canonicalize(), path.canonicalize()) {
        (Ok(file), Ok(path)) => file.starts_with(path),
        _ => false,
    }
}

fn is_movement(path: &Path) -> bool {
    path.parent().is_some_and(|folder| folder.ends_with("movements"))
}

/// Files of the library are YAML too, but no routines.
fn is_routine(path: &Path) -> bool {
    let yaml = path.extension().is_some_and(|extension| extension == "yaml");
    let other = path.components().any(|part| {
        ["movements", "words", "shared"].iter().any(|folder| part.as_os_str() == *folder)
    });
    yaml && !other && path.file_name().is_some_and(|name| name != "phrases.yaml")
}

fn missing(folder: &Path, message: &str) -> Diagnostic {
    Diagnostic {
        file: folder.display().to_string(),
        line: 1,
        column: 1,
        severity: Severity::Error,
        message: message.to_owned(),
        help: Some(
            "start in the folder that holds `routines`, or name it in companion.yaml".into(),
        ),
    }
}
