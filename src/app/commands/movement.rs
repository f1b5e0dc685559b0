//! `companion movement`: the library of movements.

use std::io::{Write, stdout};

use anyhow::anyhow;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::{
    app::config::Config,
    motion::{Movement, Trajectory},
    script::{self, Diagnostic, Library},
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
    /// Proves movements within limits, speeds and balance.
    Check {
        /// Names; all when none is named.
        names: Vec<String>,
        /// All of them.
        #[arg(long, conflicts_with = "names")]
        all: bool,
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
    let (library, mistakes) = Library::load(&config.routines.value, &config.audio.value);
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
                        "{name:18} {position:9} {:4} beats at {:3}  {}",
                        movement.beats,
                        movement.tempo,
                        movement.trains.iter().map(|word| word.word()).collect::<Vec<_>>().join(", ")
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
        Action::Check { names, .. } => {
            let wrong: Vec<Diagnostic> =
                mistakes.into_iter().filter(|mistake| about_movements(mistake, names)).collect();
            for name in names {
                if wrong.is_empty() {
                    find(&library, name)?;
                }
            }
            write!(out, "{}", script::render(&wrong, false))?;
            let checked = if names.is_empty() { library.movements().len() } else { names.len() };
            writeln!(out, "{checked} movements are safe, {} mistakes.", wrong.len())?;
            Ok(u8::from(!wrong.is_empty()))
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
    library.movements().get(name).ok_or_else(|| {
        anyhow!("there is no movement “{name}”: `companion movement list` shows all")
    })
}

fn about_movements(mistake: &Diagnostic, names: &[String]) -> bool {
    let file = std::path::Path::new(&mistake.file);
    let movement = file.parent().is_some_and(|folder| folder.ends_with("movements"));
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    movement && (names.is_empty() || stem.is_some_and(|stem| names.contains(&stem)))
}

fn summary(name: &str, movement: &Movement) -> serde_json::Value {
    json!({
        "name": name, "title": movement.title, "position": movement.position,
        "trains": movement.trains, "beats": movement.beats, "tempo": movement.tempo,
        "mirror": movement.mirror,
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
