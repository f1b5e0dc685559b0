//! The music that ships: listed with where it comes from, whole bars long, and without a seam.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::{collections::BTreeMap, fs::File, path::Path};

use companion::{
    script::{Library, TrackInfo},
    sound::looped,
};
use rodio::{Decoder, Source};

/// A loop may miss its bar by so much, s: ten times round, and nobody would notice yet.
const MISSED_S: f64 = 0.001;

fn tracks() -> BTreeMap<String, TrackInfo> {
    let (library, mistakes) = Library::load_music(Path::new("audio"));
    assert_eq!(mistakes, []);
    library.tracks().clone()
}

/// All samples of a track, and how many there are in a second.
fn samples(track: &TrackInfo) -> (Vec<f32>, f64) {
    let decoder = Decoder::try_from(File::open(&track.file).unwrap()).unwrap();
    assert_eq!(decoder.channels().get(), 1, "{}", track.file.display());
    let rate = f64::from(decoder.sample_rate().get());
    (decoder.collect(), rate)
}

fn loudness(samples: &[f32]) -> f32 {
    (samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len() as f32).sqrt()
}

#[test]
fn there_is_music_for_every_part_of_a_class() {
    let tracks = tracks();
    assert!(tracks.len() >= 12, "{}", tracks.len());
    for (slowest, fastest) in
        [(60.0, 69.0), (70.0, 79.0), (80.0, 89.0), (92.0, 100.0), (104.0, 112.0), (116.0, 120.0)]
    {
        let fit =
            tracks.values().filter(|track| (slowest..=fastest).contains(&track.tempo)).count();
        assert!(fit >= 2, "{fit} of {slowest} to {fastest} beats a minute");
    }
    for meter in [2, 3, 4] {
        assert!(tracks.values().any(|track| track.meter == Some(meter)), "{meter} beats a bar");
    }
}

#[test]
fn each_tune_says_where_it_comes_from_and_has_its_score() {
    for (name, track) in tracks() {
        assert!((60.0..=120.0).contains(&track.tempo), "{name}");
        assert!(track.licence.contains("CC0") && track.licence.contains("public domain"), "{name}");
        let score = Path::new("audio/scores").join(format!("{name}.score"));
        assert!(score.is_file(), "{} is missing", score.display());
        assert!(track.source.contains(&format!("scores/{name}.score")), "{name}");
        let bytes = track.file.metadata().unwrap().len();
        assert!(bytes <= 700_000, "{name}: {bytes} bytes");
    }
    let files = Path::new("audio").read_dir().unwrap().flatten();
    let loops = files.filter(|file| file.path().extension().is_some_and(|kind| kind == "ogg"));
    assert_eq!(loops.count(), tracks().len(), "every file is listed");
}

#[test]
fn authors_find_every_tune_in_the_manual() {
    let manual = std::fs::read_to_string("docs/writing-routines.md").unwrap();
    for (name, track) in tracks() {
        let row = format!("| `{name}` | {} | {} |", track.tempo, track.meter.unwrap());
        assert!(manual.contains(&row), "docs/writing-routines.md has no row {row}");
    }
}

#[test]
fn each_loop_is_whole_bars_long_and_its_end_flows_into_its_beginning() {
    for (name, track) in tracks() {
        let (once, rate) = samples(&track);
        let (beats, meter) = (track.beats.unwrap(), track.meter.unwrap());
        let length = once.len() as f64 / rate;
        let expected = f64::from(beats) * 60.0 / track.tempo;
        println!("{name}: {length:.4} s, {:+.2} ms", (length - expected) * 1000.0);
        assert!((length - expected).abs() < MISSED_S, "{name}: {length} s instead of {expected}");
        assert_eq!(beats % meter, 0, "{name}");
        assert!((40.0..=120.0).contains(&length), "{name}: {length} s");

        // What the loudspeaker plays after the last sample is the first, and no silence; the second
        // time as well as the first.
        let rounds = looped(&track.file).unwrap().skip(2 * once.len());
        let again: Vec<f32> = rounds.take(rate as usize / 10).collect();
        assert_eq!(again, once[..again.len()], "{name}");

        // No jump from the last sample to the first that the beats themselves do not have.
        let jump = (once[0] - once[once.len() - 1]).abs();
        let usual = once.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
        assert!(jump <= usual, "{name}: a jump of {jump} where {usual} is usual");
    }
}

#[test]
fn the_first_beat_is_where_the_index_says() {
    for (name, track) in tracks() {
        let (once, rate) = samples(&track);
        // The attack: much louder in the 30 ms after it than in the 30 ms before it.
        let first = (track.first_beat * rate) as usize;
        let piece = (rate * 0.03) as usize;
        let before = (first + once.len() - piece) % once.len();
        let (before, after) = (&once[before..before + piece], &once[first..first + piece]);
        let (before, after) = (loudness(before), loudness(after));
        assert!(after > 1.3 * before, "{name}: {before} before its first beat, {after} after it");
    }
}

#[test]
fn no_tune_is_louder_than_another() {
    let loudness: Vec<(String, f32)> =
        tracks().iter().map(|(name, track)| (name.clone(), loudness(&samples(track).0))).collect();
    let loudest = loudness.iter().map(|(_, loud)| *loud).fold(0.0, f32::max);
    let softest = loudness.iter().map(|(_, loud)| *loud).fold(1.0, f32::min);
    // 4 dB: low notes count less for the ear than for this measure.
    assert!(loudest < 1.6 * softest, "{loudness:?}");
}
