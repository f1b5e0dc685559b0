//! How long a track is, told by decoding it.

use std::{fs::File, path::Path, time::Duration};

use rodio::{Decoder, Source};

/// The length of a track as it is looped.
///
/// # Errors
/// Why it cannot be played.
pub fn track_length(file: &Path) -> Result<Duration, String> {
    let opened = File::open(file).map_err(|error| error.to_string())?;
    let decoder = Decoder::try_from(opened).map_err(|error| error.to_string())?;
    let rate = decoder.sample_rate().get();
    let channels = u64::from(decoder.channels().get());
    let frames = decoder.count() as u64 / channels;
    Ok(Duration::from_secs_f64(frames as f64 / f64::from(rate)))
}
