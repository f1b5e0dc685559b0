//! Where a track lies in what a loudspeaker was given.

use std::{fs::File, path::Path};

use rodio::{Decoder, Source};

/// How loud it is in each ms, against the tenth of a second around it: what is left are the
/// onsets, whatever fades meanwhile.
pub fn onsets(samples: &[f32], rate: usize) -> Vec<f32> {
    let level: Vec<f32> = samples
        .chunks(rate / 1000)
        .map(|piece| piece.iter().map(|sample| sample.abs()).sum::<f32>() / piece.len() as f32)
        .collect();
    let mean = |place: usize| {
        let around = &level[place.saturating_sub(50)..(place + 50).min(level.len())];
        around.iter().sum::<f32>() / around.len() as f32
    };
    (0..level.len()).map(|place| (level[place] - mean(place)) / (mean(place) + 1e-3)).collect()
}

/// Where a piece of the track, so many ms from `from` on, lies in what was heard, ms.
pub fn place_of(
    heard: &[f32],
    track: &[f32],
    from: usize,
    length: usize,
    among: std::ops::Range<usize>,
) -> usize {
    let piece = &track[from..from + length];
    let likeness = |place: &usize| -> f32 {
        heard[*place..*place + length].iter().zip(piece).map(|(a, b)| a * b).sum()
    };
    let places = among.start..among.end.min(heard.len() - length);
    places.max_by(|a, b| likeness(a).total_cmp(&likeness(b))).unwrap()
}

/// The first half minute of a file: samples of all channels, and how many a second.
pub fn rendering(file: &Path) -> (Vec<f32>, usize) {
    let decoder = Decoder::try_from(File::open(file).unwrap()).unwrap();
    let rate = decoder.sample_rate().get() as usize * usize::from(decoder.channels().get());
    (decoder.take(30 * rate).collect(), rate)
}
