//! `companion movement`: the library of movements.

use std::{
    collections::BTreeSet,
    io::{IsTerminal, Write, stdout},
    path::{Path, PathBuf},
};

use anyhow::anyhow;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::{
    app::config::Config,
    motion::{Movement, Trajectory},
    script::{self, Library},
};

/// The library of movements.
#[derive(Debug, Args)]
pub struct MovementArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Lists the movements.
    List {
        /// One JSON list.
        #[arg(long)]
        json: bool,
    },
    /// Shows one movement.
    Show {
        /// Its name.
        name: String,
    },
    /// Proves movements at every tempo that they allow and on both sides: limits, speeds,
    /// accelerations, balance, feet, collisions.
    Check {
        /// Names or files; all when none is named.
        movements: Vec<String>,
        /// All of them.
        #[arg(long, conflicts_with = "movements")]
        all: bool,
        /// One JSON list of what is wrong.
        #[arg(long)]
        json: bool,
    },
    /// Prints a movement as names, times (s) and angles (rad), as angleInterpolation takes them.
    Export {
        /// Its name.
        name: String,
        /// Beats a minute (else its own).
        #[arg(long)]
        tempo: Option<f64>,
        /// One JSON object.
        #[arg(long)]
        json: bool,
    },
}

/// Does it; 1 when a movement is not safe.
///
/// # Errors
/// When there is no such movement, or the output cannot be written.
pub fn run(args: &MovementArgs, config: &Config) -> anyhow::Result<u8> {
    let (library, _) = Library::load(&config.routines.value, &config.audio.value);
    let mut out = stdout().lock();
    match &args.action {
        Action::List { json: as_json } => {
            let movements = library.movements();
            if *as_json {
                let list: Vec<_> =
                    movements.iter().map(|(name, movement)| summary(name, movement)).collect();
                serde_json::to_writer_pretty(&mut out, &list)?;
                writeln!(out)?;
            } else {
                for (name, movement) in movements {
                    let position = serde_json::to_value(movement.position)?;
                    let position = position.as_str().unwrap_or_default();
                    writeln!(
                        out,
                        "{name:18} {position:9} {:4} beats at {:3} ({} to {})  {}",
                        movement.beats,
                        movement.tempo,
                        movement.tempos.least,
                        movement.tempos.most,
                        movement
                            .trains
                            .iter()
                            .map(|word| word.word())
                            .collect::<Vec<_>>()
                            .join(", ")
                    )?;
                }
            }
            Ok(0)
        }
        Action::Show { name } => {
            let movement = find(&library, name)?;
            serde_json::to_writer_pretty(&mut out, movement)?;
            writeln!(out)?;
            Ok(0)
        }
        Action::Check { movements, json: as_json, .. } => {
            let folder = config.routines.value.join("movements");
            let files = if movements.is_empty() {
                script::movement_files(&folder)
            } else {
                movements.iter().map(|named| file(named, &folder)).collect::<Result<_, _>>()?
            };
            let wrong = script::check_movements(&files, library.movements());
            if *as_json {
                serde_json::to_writer_pretty(&mut out, &wrong)?;
                writeln!(out)?;
            } else {
                write!(out, "{}", script::render(&wrong, stdout().is_terminal()))?;
                let broken: BTreeSet<_> = wrong.iter().map(|mistake| &mistake.file).collect();
                writeln!(
                    out,
                    "{} of {} movements are safe, {} mistakes.",
                    files.len() - broken.len(),
                    files.len(),
                    wrong.len()
                )?;
            }
            Ok(u8::from(!wrong.is_empty() || files.is_empty()))
        }
        Action::Export { name, tempo, json: as_json } => {
            let movement = find(&library, name)?;
            match movement.at_tempo(tempo.unwrap_or(movement.tempo)) {
                Ok(trajectory) => export(&mut out, &trajectory, *as_json).map(|()| 0),
                Err(refusals) => {
                    for refusal in refusals {
                        writeln!(out, "{refusal}")?;
                    }
                    Ok(1)
                }
            }
        }
    }
}

fn find<'a>(library: &'a Library, name: &str) -> anyhow::Result<&'a Movement> {
    library.movements().get(name).ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> anyhow::Error {
    anyhow!("there is no movement “{name}”: `companion movement list` shows all")
}

/// The file that is meant: a path, or the name of a movement of the library.
fn file(named: &str, folder: &Path) -> anyhow::Result<PathBuf> {
    let (path, of_library) = (PathBuf::from(named), folder.join(format!("{named}.yaml")));
    if path.is_file() || named.ends_with(".yaml") {
        return Ok(path);
    }
    if of_library.is_file() { Ok(of_library) } else { Err(unknown(named)) }
}

fn summary(name: &str, movement: &Movement) -> serde_json::Value {
    json!({
        "name": name, "title": movement.title, "position": movement.position,
        "trains": movement.trains, "beats": movement.beats, "tempo": movement.tempo,
        "tempos": movement.tempos, "mirror": movement.mirror, "joints": movement.joints(),
        "contraindications": movement.contraindications, "easier": movement.easier,
        "harder": movement.harder,
    })
}

fn export(out: &mut impl Write, trajectory: &Trajectory, as_json: bool) -> anyhow::Result<()> {
    let tracks = trajectory.tracks();
    if as_json {
        let exported = json!({
            "names": tracks.iter().map(|track| track.joint.name()).collect::<Vec<_>>(),
            "times": tracks.iter().map(|track| &track.times).collect::<Vec<_>>(),
            "angles": tracks.iter().map(|track| &track.angles).collect::<Vec<_>>(),
        });
        writeln!(out, "{exported}")?;
        return Ok(());
    }
    for track in tracks {
        write!(out, "{:15}", track.joint.name())?;
        for (time, angle) in track.times.iter().zip(&track.angles) {
            write!(out, " {time:.2}s:{angle:+.3}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
