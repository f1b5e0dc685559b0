//! The music as the loudspeaker wants it, and whether it keeps time.

use std::{collections::BTreeMap, path::Path};

use crate::{
    script::{Diagnostic, Library, Severity, TrackInfo},
    sound::{Tune, track_length},
};

/// At each turn of the loop the beats may come so much early or late, s: an hour of music is not
/// put out of step by it.
const SEAM_S: f64 = 0.002;

/// The music by name.
pub fn tunes(library: &Library) -> BTreeMap<String, Tune> {
    let tune = |track: &TrackInfo| Tune {
        file: track.file.clone(),
        tempo: track.tempo,
        first_beat_s: track.first_beat,
        meter: track.meter.unwrap_or(1),
    };
    library.tracks().iter().map(|(name, track)| (name.clone(), tune(track))).collect()
}

/// What is wrong with the files themselves: each is decoded, and must hold a whole number of
/// beats, or its loop would be out of step from the second turn on.
pub fn out_of_step(library: &Library, audio: &Path) -> Vec<Diagnostic> {
    let index = audio.join("index.yaml");
    let written = std::fs::read_to_string(&index).unwrap_or_default();
    let tell = |name: &str, message: String, help: &str| Diagnostic {
        file: index.display().to_string(),
        line: line_of(&written, name),
        column: 1,
        severity: Severity::Error,
        message,
        help: Some(help.to_owned()),
    };
    let mut mistakes = Vec::new();
    for (name, track) in library.tracks() {
        match track_length(&track.file) {
            Err(error) => {
                let message = format!("the track “{name}” cannot be played: {error}");
                mistakes.push(tell(name, message, "render it again, as Ogg Vorbis"));
            }
            Ok(length) => {
                let length = length.as_secs_f64();
                let beats = length * track.tempo / 60.0;
                let over = (beats - beats.round()).abs() * 60.0 / track.tempo;
                if over > SEAM_S || beats.round() < 1.0 {
                    let message = format!(
                        "the track “{name}” lasts {length:.3} s, which is {beats:.2} beats at {} a minute",
                        track.tempo
                    );
                    let help = "it is played in a loop: cut it to a whole number of beats, or correct its `tempo`";
                    mistakes.push(tell(name, message, help));
                }
            }
        }
    }
    mistakes
}

/// The line of a track's entry, counted from 1.
fn line_of(index: &str, name: &str) -> usize {
    let entry = |line: &str| {
        let key = line.split(':').next().unwrap_or_default();
        key.trim_matches(['"', '\'']) == name
    };
    index.lines().position(entry).map_or(1, |line| line + 1)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    /// A second of silence of 8,000 samples and some more.
    fn wav(more: u32) -> Vec<u8> {
        let data = (8_000 + more) * 2;
        let mut wav = b"RIFF".to_vec();
        wav.extend((data + 36).to_le_bytes());
        wav.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
        wav.extend(8_000_u32.to_le_bytes());
        wav.extend(16_000_u32.to_le_bytes());
        wav.extend(b"\x02\0\x10\0data");
        wav.extend(data.to_le_bytes());
        wav.resize(wav.len() + data as usize, 0);
        wav
    }

    fn told(file: &[u8]) -> Vec<String> {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("a.wav"), file).unwrap();
        let index = "# Music.\na:\n  {file: a.wav, tempo: 120, title: A, source: S, licence: L}\n";
        fs::write(folder.path().join("index.yaml"), index).unwrap();
        let (library, mistakes) = Library::load_music(folder.path());
        assert_eq!(mistakes, []);
        let mistakes = out_of_step(&library, folder.path());
        assert!(mistakes.iter().all(|mistake| mistake.line == 2), "{mistakes:?}");
        mistakes.into_iter().map(|mistake| mistake.message).collect()
    }

    #[test]
    fn a_loop_is_a_whole_number_of_beats() {
        assert_eq!(told(&wav(0)), [""; 0]);
        assert_eq!(told(&wav(8)), [""; 0], "a millisecond is no seam");
        assert_eq!(
            told(&wav(800)),
            ["the track “a” lasts 1.100 s, which is 2.20 beats at 120 a minute"]
        );
    }

    #[test]
    fn what_is_no_music_is_told() {
        let told = told(b"Sur le pont d'Avignon");
        assert!(told[0].contains("cannot be played"), "{told:?}");
    }
}
