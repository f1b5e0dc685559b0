//! A loudspeaker of ALSA that is a file, at the pace of a real one.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Frames a second: mono, 16 bit.
pub const RATE: usize = 48_000;

/// Takes sound in as fast as a loudspeaker would, with as little before it as the system allows,
/// and keeps it; says when it began.
const TAKING: &str = "\
import fcntl, os, sys, time
F_SETPIPE_SZ = 1031
# What came before this was ready is silence.
for _ in range(200):
    try:
        fcntl.fcntl(0, F_SETPIPE_SZ, 4096)
        break
    except OSError:
        os.read(0, 65536)
began, taken = None, 0
with open(sys.argv[1], 'wb') as kept:
    while piece := os.read(0, 192):
        if began is None:
            began = time.time()
            with open(sys.argv[1] + '.began', 'w') as told:
                told.write(repr(began))
        kept.write(piece)
        kept.flush()
        taken += len(piece)
        time.sleep(max(0, began + taken / 96000 - time.time()))
";

/// What these loudspeakers add to the sound system's own buffer, ms: a pipe of 4,096 bytes, and as
/// much again that ALSA keeps before it, 42.7 ms each.
pub const LATENCY_MS: u32 = 85;

/// A loudspeaker and what it was given.
pub struct Loudspeaker {
    /// What ALSA_CONFIG_PATH must name.
    pub config: PathBuf,
    recording: PathBuf,
}

/// What was heard.
pub struct Recording {
    /// When the first sample was heard, s since 1970.
    pub began: f64,
    /// -1 to 1.
    pub samples: Vec<f32>,
}

impl Loudspeaker {
    pub fn new(folder: &Path, name: &str) -> Loudspeaker {
        let script = folder.join(format!("{name}.py"));
        fs::write(&script, TAKING).unwrap();
        let config = folder.join(format!("{name}.conf"));
        let recording = folder.join(format!("{name}.raw"));
        let text = format!(
            "</usr/share/alsa/alsa.conf>\n\
             pcm.nowhere {{ type null }}\n\
             pcm.file {{ type file slave.pcm nowhere file \"|python3 {} {}\" format raw }}\n\
             pcm.!default {{ type plug slave {{ pcm file format S16_LE rate {RATE} channels 1 }} }}\n",
            script.display(),
            recording.display()
        );
        fs::write(&config, text).unwrap();
        Loudspeaker { config, recording }
    }

    pub fn heard(&self) -> Recording {
        let bytes = fs::read(&self.recording).unwrap();
        let (pairs, _) = bytes.as_chunks::<2>();
        let sample = |pair: &[u8; 2]| f32::from(i16::from_le_bytes(*pair)) / 32_768.0;
        let began = fs::read_to_string(self.recording.with_extension("raw.began")).unwrap();
        Recording { began: began.parse().unwrap(), samples: pairs.iter().map(sample).collect() }
    }
}
