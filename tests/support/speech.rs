//! Somebody who speaks: espeak-ng through sox, and a microphone that is a file.

use std::{
    fs::OpenOptions,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::{Duration, Instant},
};

/// 10 ms at 16 kHz mono, 16 bit.
const BLOCK: usize = 320;
const BLOCK_LENGTH: Duration = Duration::from_millis(10);

/// A voice of espeak-ng.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    name: &'static str,
    /// Words a minute.
    pace: &'static str,
    /// 0 to 99.
    pitch: &'static str,
}

impl Voice {
    /// At this pace the model understands espeak-ng's 고양이 and 기차 each time.
    pub const KOREAN: Voice = Voice { name: "ko", pace: "175", pitch: "50" };
    /// Slower and brighter: another half of the words is understood.
    pub const KOREAN_BRIGHT: Voice = Voice { name: "ko+f5", pace: "140", pitch: "35" };
}

/// Speaks a Korean word into a WAV of 16 kHz mono, with silence around it.
pub fn say_korean(word: &str, folder: &Path) -> PathBuf {
    say(word, Voice::KOREAN, folder)
}

/// Speaks into a WAV of 16 kHz mono, with silence around it.
pub fn say(words: &str, voice: Voice, folder: &Path) -> PathBuf {
    let (spoken, wav) = (folder.join("spoken.wav"), folder.join("said.wav"));
    run(Command::new("espeak-ng")
        .args(["-v", voice.name, "-s", voice.pace, "-p", voice.pitch, "-w"])
        .arg(&spoken)
        .arg(words));
    run(Command::new("sox")
        .arg("-R")
        .arg(&spoken)
        .args(["-r", "16000", "-c", "1", "-b", "16"])
        .arg(&wav)
        .args(["norm", "-6", "pad", "0.5", "1.5"]));
    wav
}

fn run(command: &mut Command) {
    let status = command.status().expect("installed by `make setup`");
    assert!(status.success(), "{command:?}");
}

/// A microphone of ALSA that is a pipe: silence on the clock, and what is said into it.
pub struct Microphone {
    /// What ALSA_CONFIG_PATH must name.
    pub config: PathBuf,
    said: Sender<Vec<u8>>,
}

impl Microphone {
    pub fn new(folder: &Path) -> Microphone {
        let pipe = folder.join("microphone.pipe");
        run(Command::new("mkfifo").arg(&pipe));
        let config = folder.join("asound.conf");
        let text = format!(
            "</usr/share/alsa/alsa.conf>\n\
             pcm.nowhere {{ type null }}\n\
             pcm.pipe {{ type file slave.pcm nowhere file /dev/null infile \"{}\" format raw }}\n\
             pcm.!default {{ type asym\n\
               capture.pcm {{ type plug slave {{ pcm pipe format S16_LE rate 16000 channels 1 }} }}\n\
               playback.pcm {{ type hw card 99 }} }}\n",
            pipe.display()
        );
        std::fs::write(&config, text).unwrap();
        let (said, to_say) = channel();
        thread::spawn(move || hold(&pipe, &to_say));
        Microphone { config, said }
    }

    /// Says a WAV of 16 kHz mono into it.
    pub fn say(&self, wav: &Path) {
        let mut samples = std::fs::read(wav).unwrap();
        // The header of a plain WAV.
        samples.drain(..44);
        self.said.send(samples).unwrap();
    }
}

/// Writes on the clock for as long as the test runs; opens anew whenever the ears have closed.
fn hold(pipe: &Path, to_say: &Receiver<Vec<u8>>) {
    let mut pending: Vec<u8> = Vec::new();
    loop {
        let Ok(mut microphone) = OpenOptions::new().write(true).open(pipe) else { return };
        let began = Instant::now();
        for block in 1_u32.. {
            while let Ok(said) = to_say.try_recv() {
                pending.extend(said);
            }
            let spoken = pending.len().min(BLOCK);
            let mut samples: Vec<u8> = pending.drain(..spoken).collect();
            samples.resize(BLOCK, 0);
            if microphone.write_all(&samples).is_err() {
                break;
            }
            let due = began + BLOCK_LENGTH * block;
            thread::sleep(due.saturating_duration_since(Instant::now()));
        }
    }
}
