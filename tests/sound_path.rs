//! What people hear: music, chimes and the virtual Nao's voice through a loudspeaker of ALSA that
//! is a file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{fs, path::Path};

use support::companion;
use tempfile::TempDir;

/// Frames a second of the loudspeaker: mono, 16 bit.
const RATE: usize = 48_000;

/// Takes sound in as fast as a loudspeaker would, and keeps it.
const LOUDSPEAKER: &str = "\
import sys, time
began, taken = time.monotonic(), 0
with open(sys.argv[1], 'wb') as kept:
    while piece := sys.stdin.buffer.read(960):
        kept.write(piece)
        kept.flush()
        taken += len(piece)
        time.sleep(max(0, began + taken / 96000 - time.monotonic()))
";

/// A configuration of ALSA whose loudspeaker writes into `recording`.
fn loudspeaker(folder: &Path, recording: &Path) -> std::path::PathBuf {
    let script = folder.join("loudspeaker.py");
    fs::write(&script, LOUDSPEAKER).unwrap();
    let config = folder.join("asound.conf");
    let text = format!(
        "</usr/share/alsa/alsa.conf>\n\
         pcm.nowhere {{ type null }}\n\
         pcm.file {{ type file slave.pcm nowhere file \"|python3 {} {}\" format raw }}\n\
         pcm.!default {{ type plug slave {{ pcm file format S16_LE rate {RATE} channels 1 }} }}\n",
        script.display(),
        recording.display()
    );
    fs::write(&config, text).unwrap();
    config
}

/// Loudness of each tenth of a second, 0 to 1.
fn loudness(recording: &Path) -> Vec<f64> {
    let bytes = fs::read(recording).unwrap();
    let (pairs, _) = bytes.as_chunks::<2>();
    let samples: Vec<f64> =
        pairs.iter().map(|pair| f64::from(i16::from_le_bytes(*pair)) / 32_768.0).collect();
    samples
        .chunks(RATE / 10)
        .map(|piece| (piece.iter().map(|s| s * s).sum::<f64>() / piece.len() as f64).sqrt())
        .collect()
}

/// Plays a routine; the loudness of what was heard.
fn heard(routine: &str) -> Vec<f64> {
    let folder = TempDir::new().unwrap();
    let recording = folder.path().join("heard.raw");
    let config = loudspeaker(folder.path(), &recording);
    let file = folder.path().join("routine.yaml");
    let head =
        "title: Un essai\nlanguage: fr\nkind: memory\nminutes: 1\nposition: sitting\nsteps:\n";
    fs::write(&file, format!("{head}{routine}")).unwrap();
    let output = companion()
        .args(["play", "--robot", "virtual", "--ears", "none"])
        .arg(&file)
        .arg("--data")
        .arg(folder.path())
        .env("ALSA_CONFIG_PATH", config)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    loudness(&recording)
}

fn loud_pieces(heard: &[f64]) -> usize {
    heard.iter().filter(|loudness| **loudness > 0.01).count()
}

#[test]
fn the_voice_is_heard_for_as_long_as_the_sentence_takes() {
    let heard = heard("  - say: Bonjour à toutes et à tous, nous allons bouger ensemble.\n");
    let loud = loud_pieces(&heard);
    assert!((15..80).contains(&loud), "{loud} tenths of a second in {}", heard.len());
}

#[test]
fn music_plays_until_it_is_stopped() {
    let music = "  - music: {play: morning-walk, volume: 0.8}\n  - pause: 4\n  - music: stop\n  - pause: 3\n";
    let heard = heard(music);
    let loud = loud_pieces(&heard);
    assert!(loud >= 25, "{loud} tenths of a second in {}", heard.len());
    let silent_at_the_end = heard.iter().rev().take_while(|loudness| **loudness < 0.01).count();
    assert!(silent_at_the_end >= 10, "{silent_at_the_end}: {heard:?}");
}
