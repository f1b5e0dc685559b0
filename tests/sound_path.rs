//! What people hear: music, chimes and the virtual Nao's voice through a loudspeaker of ALSA that
//! is a file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::fs;

use support::{Loudspeaker, RATE, companion};
use tempfile::TempDir;

/// Loudness of each tenth of a second, 0 to 1.
fn loudness(samples: &[f32]) -> Vec<f64> {
    let mean = |piece: &[f32]| {
        piece.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / piece.len() as f64
    };
    samples.chunks(RATE / 10).map(|piece| mean(piece).sqrt()).collect()
}

/// Plays a routine; the loudness of what was heard.
fn heard(routine: &str) -> Vec<f64> {
    let folder = TempDir::new().unwrap();
    let loudspeaker = Loudspeaker::new(folder.path(), "heard");
    let file = folder.path().join("routine.yaml");
    let head =
        "title: Un essai\nlanguage: fr\nkind: memory\nminutes: 1\nposition: sitting\nsteps:\n";
    fs::write(&file, format!("{head}{routine}")).unwrap();
    let output = companion()
        .args(["play", "--robot", "virtual", "--ears", "none"])
        .arg(&file)
        .arg("--data")
        .arg(folder.path())
        .env("ALSA_CONFIG_PATH", &loudspeaker.config)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    loudness(&loudspeaker.heard().samples)
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
