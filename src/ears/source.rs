//! Where samples come from: 16 kHz, one channel, in pieces of 100 ms, in real time.

use std::{
    fs::File,
    io::BufReader,
    num::NonZero,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

use rodio::{
    Decoder,
    microphone::{Microphone, MicrophoneBuilder, available_inputs},
    source::UniformSourceIterator,
};

/// What Vosk's models are made for, Hz.
pub const SAMPLE_RATE: u32 = 16_000;

/// Length of a piece, ms.
pub(super) const PIECE_MS: u64 = 100;

/// Samples of a piece.
const PIECE: usize = (SAMPLE_RATE as u64 * PIECE_MS / 1000) as usize;

const ONE_CHANNEL: NonZero<u16> = NonZero::<u16>::MIN;

/// The longest file that is read, s: an hour of sound takes 115 MB.
const LONGEST_FILE_S: usize = 3_600;

/// Why there is no sound.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The microphone cannot be opened.
    #[error("the microphone cannot be opened ({0}): answers are touched. Is one plugged in?")]
    Microphone(String),
    /// There is no microphone of that name.
    #[error("there is no microphone “{name}”; there are: {there}")]
    NoSuchMicrophone {
        /// The name that was asked for.
        name: String,
        /// Those that there are.
        there: String,
    },
    /// The file cannot be read or is no sound.
    #[error("{} cannot be played: {why}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
}

/// Brings pieces while the ears are open.
pub(super) enum Open<'a> {
    Microphone(Box<UniformSourceIterator<Microphone>>),
    /// A recording, which goes on where it was left.
    File {
        samples: &'a [i16],
        at: &'a mut usize,
        pace: Pace,
    },
    /// What the tablet sends.
    Tablet {
        frames: &'a Receiver<Vec<i16>>,
        left: Vec<i16>,
        pace: Pace,
    },
    Silence(Pace),
}

impl Open<'_> {
    /// The next 100 ms. Takes about so long.
    pub(super) fn piece(&mut self) -> Vec<i16> {
        match self {
            Open::Microphone(microphone) => microphone.by_ref().take(PIECE).map(to_i16).collect(),
            Open::File { samples, at, pace } => {
                pace.wait();
                let end = samples.len().min(**at + PIECE);
                let mut piece = samples.get(**at..end).unwrap_or_default().to_vec();
                **at = end;
                // After its end, silence.
                piece.resize(PIECE, 0);
                piece
            }
            Open::Tablet { frames, left, pace } => {
                let until = pace.next();
                while left.len() < PIECE {
                    let patience = until.saturating_duration_since(Instant::now());
                    match frames.recv_timeout(patience) {
                        Ok(frame) => left.extend(frame),
                        // A tablet that sends nothing is silent.
                        Err(RecvTimeoutError::Timeout) => break,
                        Err(RecvTimeoutError::Disconnected) => {
                            std::thread::sleep(until.saturating_duration_since(Instant::now()));
                            break;
                        }
                    }
                }
                let mut piece: Vec<i16> = left.drain(..left.len().min(PIECE)).collect();
                piece.resize(PIECE, 0);
                piece
            }
            Open::Silence(pace) => {
                pace.wait();
                vec![0; PIECE]
            }
        }
    }
}

/// Keeps real time.
pub(super) struct Pace(Instant);

impl Pace {
    pub(super) fn from_now() -> Pace {
        Pace(Instant::now())
    }

    fn next(&mut self) -> Instant {
        self.0 += Duration::from_millis(PIECE_MS);
        self.0
    }

    fn wait(&mut self) {
        let until = self.next();
        std::thread::sleep(until.saturating_duration_since(Instant::now()));
    }
}

/// Opens the system's microphone, or one by name.
pub(super) fn microphone(
    name: Option<&str>,
) -> Result<UniformSourceIterator<Microphone>, SourceError> {
    let failed = |error: &dyn std::error::Error| SourceError::Microphone(error.to_string());
    let builder = MicrophoneBuilder::new();
    let builder = match name {
        None => builder.default_device().map_err(|error| failed(&error))?,
        Some(name) => {
            let all = available_inputs().map_err(|error| failed(&error))?;
            let there = all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let found = all
                .into_iter()
                .find(|input| input.to_string() == name)
                .ok_or_else(|| SourceError::NoSuchMicrophone { name: name.to_owned(), there })?;
            builder.device(found).map_err(|error| failed(&error))?
        }
    };
    let stream = builder
        .default_config()
        .map_err(|error| failed(&error))?
        .prefer_channel_counts([ONE_CHANNEL])
        .prefer_sample_rates([rate()])
        .open_stream()
        .map_err(|error| failed(&error))?;
    Ok(UniformSourceIterator::new(stream, ONE_CHANNEL, rate()))
}

/// The microphones of this machine.
///
/// # Errors
/// When the sound system cannot be asked.
pub fn microphones() -> Result<Vec<String>, SourceError> {
    available_inputs()
        .map(|all| all.iter().map(ToString::to_string).collect())
        .map_err(|error| SourceError::Microphone(error.to_string()))
}

/// A recording as 16 kHz mono.
///
/// # Errors
/// When it cannot be read, is no sound, or is longer than an hour.
pub fn read_file(path: &Path) -> Result<Vec<i16>, SourceError> {
    let failed = |why: String| SourceError::File { path: path.to_owned(), why };
    if !path.is_file() {
        return Err(failed("there is no such file".to_owned()));
    }
    let file = File::open(path).map_err(|error| failed(error.to_string()))?;
    let sound = Decoder::new(BufReader::new(file)).map_err(|error| failed(error.to_string()))?;
    let longest = LONGEST_FILE_S * SAMPLE_RATE as usize;
    let samples: Vec<i16> = UniformSourceIterator::new(sound, ONE_CHANNEL, rate())
        .take(longest + 1)
        .map(to_i16)
        .collect();
    if samples.len() > longest {
        return Err(failed("it is longer than an hour".to_owned()));
    }
    Ok(samples)
}

fn rate() -> NonZero<u32> {
    NonZero::new(SAMPLE_RATE).unwrap_or(NonZero::<u32>::MIN)
}

fn to_i16(sample: rodio::Sample) -> i16 {
    (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)) as i16
}

/// Loudness of a piece: root of the mean square, 0 to 1.
pub fn loudness(samples: &[i16]) -> f64 {
    if samples.is_empty() {
        return 0.0;
    }
    let sum: f64 = samples.iter().map(|sample| (f64::from(*sample) / 32_768.0).powi(2)).sum();
    (sum / samples.len() as f64).sqrt()
}
