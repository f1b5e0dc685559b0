//! The virtual Nao's voice: espeak-ng, at the pace of a robot that speaks to old people.

use std::{
    io::{Read, Write},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crate::sound::Sound;

/// Words a minute: 120 to 150 is what old people follow best.
const WORDS_A_MINUTE: &str = "135";

/// A little lower than espeak-ng's own 50: hearing loss begins with the high tones.
const PITCH: &str = "42";

/// Without a voice, a character takes so long, ms.
const MS_A_CHARACTER: u64 = 75;

/// The voice. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Voice {
    sound: Sound,
    told: Arc<AtomicBool>,
}

impl Voice {
    /// A voice that speaks through this loudspeaker.
    pub fn new(sound: &Sound) -> Voice {
        Voice { sound: sound.clone(), told: Arc::default() }
    }

    /// Begins to speak; gives how long it takes. The time is kept even when there is no sound.
    /// Blocks while espeak-ng works (some ten ms).
    pub fn speak(&self, text: &str, language: &str) -> Duration {
        match synthesise(text, language) {
            Ok(wav) => {
                let length = length(&wav);
                self.sound.speak(wav);
                length
            }
            Err(error) => {
                if !self.told.swap(true, Ordering::Relaxed) {
                    tracing::warn!(
                        "the virtual Nao has no voice ({error}): `make setup` installs espeak-ng"
                    );
                }
                Duration::from_millis(MS_A_CHARACTER * text.chars().count() as u64)
            }
        }
    }

    /// Falls silent at once.
    pub fn hush(&self) {
        self.sound.hush();
    }
}

fn synthesise(text: &str, language: &str) -> std::io::Result<Vec<u8>> {
    let voice = match language {
        "en" => "en-gb",
        "ko" => "ko",
        _ => "fr",
    };
    let mut espeak = Command::new("espeak-ng")
        .args(["--stdout", "--stdin", "-b", "1", "-v", voice, "-s", WORDS_A_MINUTE, "-p", PITCH])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut stdin) = espeak.stdin.take() {
        stdin.write_all(text.as_bytes())?;
    }
    let mut wav = Vec::new();
    if let Some(stdout) = espeak.stdout.take() {
        stdout.take(LONGEST_WAV).read_to_end(&mut wav)?;
    }
    let ended = espeak.wait()?;
    if !ended.success() || wav.len() <= HEADER {
        return Err(std::io::Error::other("espeak-ng made no sound"));
    }
    Ok(mended(wav))
}

/// Ten minutes of espeak-ng's 22,050 Hz mono.
const LONGEST_WAV: u64 = 26_460_000;

/// Length of espeak-ng's WAV header, bytes.
const HEADER: usize = 44;

/// Bytes a second of espeak-ng's sound (22,050 Hz, 16 bit, one channel).
const BYTES_A_SECOND: u64 = 44_100;

/// Written to a pipe, the header holds no true lengths; players want them.
fn mended(mut wav: Vec<u8>) -> Vec<u8> {
    let data = u32::try_from(wav.len() - HEADER).unwrap_or(u32::MAX);
    wav[4..8].copy_from_slice(&(data.saturating_add(36)).to_le_bytes());
    wav[40..44].copy_from_slice(&data.to_le_bytes());
    wav
}

fn length(wav: &[u8]) -> Duration {
    Duration::from_millis(wav.len().saturating_sub(HEADER) as u64 * 1000 / BYTES_A_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speaking_takes_its_time_without_a_sound_card() {
        let voice = Voice::new(&Sound::silent());
        let short = voice.speak("Bonjour.", "fr");
        let long = voice.speak("Bonjour, et bienvenue à la gymnastique du matin.", "fr");
        assert!(short > Duration::from_millis(300) && short < Duration::from_secs(3), "{short:?}");
        assert!(long > short * 2, "{long:?}");
    }
}
