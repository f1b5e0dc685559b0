//! The music that routines name: `audio/index.yaml`.

use std::{
    collections::BTreeMap,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::script::{Diagnostic, Severity, reading::At, yaml};

/// Tempos that a class may move to, in beats a minute.
const TEMPOS: RangeInclusive<f64> = 40.0..=160.0;

/// Beats that a bar may have.
const METERS: RangeInclusive<u32> = 2..=6;

/// The latest first beat, in s: music that waits longer has no beat at once.
const LATEST_FIRST_BEAT_S: f64 = 10.0;

/// A piece of music. It is played in a loop, so that its file holds a whole number of beats.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrackInfo {
    /// The file, relative to the index when it was read; made findable afterwards.
    pub file: PathBuf,
    /// Beats a minute, 40 to 160.
    pub tempo: f64,
    /// Beats a bar, 2 to 6; `None` when nobody wrote them.
    #[serde(default)]
    pub meter: Option<u32>,
    /// When the first beat sounds, in s from the file's beginning, 0 to 10.
    #[serde(default)]
    pub first_beat: f64,
    /// Beats in the file; `None` when nobody counted them.
    #[serde(default)]
    pub beats: Option<u32>,
    /// What it is.
    pub title: String,
    /// Where tune and rendering come from.
    pub source: String,
    /// Licence of the recording.
    pub licence: String,
}

/// Reads the index of a folder. A track with a mistake is told and left out.
pub(super) fn load(audio: &Path, mistakes: &mut Vec<Diagnostic>) -> BTreeMap<String, TrackInfo> {
    let index = audio.join("index.yaml");
    let entries = match yaml::read_file::<BTreeMap<String, At<TrackInfo>>>(&index) {
        Ok(entries) => entries,
        Err(found) => {
            mistakes.extend(found);
            return BTreeMap::new();
        }
    };
    let mut tracks = BTreeMap::new();
    for (name, At { value: mut track, place }) in entries {
        let file = audio.join(&track.file);
        let mut flaws = flaws(&name, &track);
        if !file.is_file() {
            flaws.push((
                format!("the track “{name}” has no file “{}”", track.file.display()),
                "render it, or correct the name",
            ));
        }
        if flaws.is_empty() {
            track.file = file;
            tracks.insert(name, track);
            continue;
        }
        mistakes.extend(flaws.into_iter().map(|(message, help)| Diagnostic {
            file: index.display().to_string(),
            line: place.line,
            column: place.column,
            severity: Severity::Error,
            message,
            help: Some(help.into()),
        }));
    }
    tracks
}

/// What makes a track's entry useless to whoever moves to it: what is wrong, and what to do.
fn flaws(name: &str, track: &TrackInfo) -> Vec<(String, &'static str)> {
    let mut flaws = Vec::new();
    let tempo = track.tempo;
    if !TEMPOS.contains(&tempo) {
        flaws.push((
            format!("the track “{name}” has a tempo of {tempo} beats a minute"),
            "choose music of 40 to 160: count its beats for a minute",
        ));
    }
    if let Some(meter) = track.meter.filter(|meter| !METERS.contains(meter)) {
        flaws.push((
            format!("the `meter` of the track “{name}” is {meter}"),
            "write 2 to 6 as its `meter`, or leave it out",
        ));
    }
    if !(0.0..=LATEST_FIRST_BEAT_S).contains(&track.first_beat) {
        flaws.push((
            format!("the first beat of the track “{name}” is at {} s", track.first_beat),
            "write 0 to 10 seconds as its `first_beat`, or leave it out: it is 0 then",
        ));
    }
    if let (Some(beats), meter) = (track.beats, track.meter.unwrap_or(1).max(1))
        && (beats == 0 || beats % meter != 0)
    {
        flaws.push((
            format!("the track “{name}” has {beats} beats, which are no whole bars"),
            "a loop ends with a bar: write a multiple of its `meter` as `beats`",
        ));
    }
    for (key, text) in
        [("title", &track.title), ("source", &track.source), ("licence", &track.licence)]
    {
        if text.trim().is_empty() {
            flaws.push((
                format!("the track “{name}” has an empty `{key}`"),
                "say what it is, where it comes from and under which licence",
            ));
        }
    }
    flaws
}

#[cfg(test)]
mod tests {
    use crate::script::Library;

    fn told(entry: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.ogg"), b"").unwrap();
        let text = format!("a:\n  file: a.ogg\n  title: A\n  source: S\n  licence: L\n{entry}");
        std::fs::write(folder.path().join("index.yaml"), text).unwrap();
        let (library, mistakes) = Library::load_music(folder.path());
        assert_eq!(library.tracks().is_empty(), !mistakes.is_empty());
        mistakes.into_iter().map(|mistake| mistake.message).collect()
    }

    #[test]
    fn a_track_that_nobody_can_move_to_is_told() {
        assert_eq!(told("  tempo: 100\n"), [""; 0]);
        assert_eq!(told("  tempo: 90\n  meter: 3\n  first_beat: 0.5\n  beats: 96\n"), [""; 0]);
        for (entry, message) in [
            ("  tempo: 39\n", "the track “a” has a tempo of 39 beats a minute"),
            ("  tempo: 161\n", "the track “a” has a tempo of 161 beats a minute"),
            ("  tempo: 90\n  meter: 1\n", "the `meter` of the track “a” is 1"),
            ("  tempo: 90\n  meter: 7\n", "the `meter` of the track “a” is 7"),
            ("  tempo: 90\n  first_beat: -1\n", "the first beat of the track “a” is at -1 s"),
            ("  tempo: 90\n  first_beat: 11\n", "the first beat of the track “a” is at 11 s"),
            ("  tempo: 90\n  beats: 0\n", "the track “a” has 0 beats, which are no whole bars"),
            (
                "  tempo: 90\n  meter: 3\n  beats: 64\n",
                "the track “a” has 64 beats, which are no whole bars",
            ),
        ] {
            assert_eq!(told(entry), [message], "{entry}");
        }
    }

    #[test]
    fn a_track_says_where_it_comes_from() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.ogg"), b"").unwrap();
        let text = "a: {file: a.ogg, tempo: 90, title: A, source: \" \", licence: \"\"}\n";
        std::fs::write(folder.path().join("index.yaml"), text).unwrap();
        let (_, mistakes) = Library::load_music(folder.path());
        let told: Vec<_> = mistakes.into_iter().map(|mistake| mistake.message).collect();
        assert_eq!(
            told,
            ["the track “a” has an empty `source`", "the track “a” has an empty `licence`"]
        );
    }
}
