//! Short sounds, made of sines: soft, low enough for ears that have lost the high tones.

use std::time::Duration;

use rodio::{
    Source,
    source::{SineWave, from_iter},
};

/// A tone: Hz and ms.
type Tone = (f32, u64);

/// Rising fifth: your turn.
const LISTEN: [Tone; 2] = [(440.0, 110), (659.3, 160)];

/// Major triad: well done.
const RIGHT: [Tone; 3] = [(523.3, 110), (659.3, 110), (784.0, 220)];

/// Two long equal tones: a call to staff.
const ATTENTION: [Tone; 2] = [(587.3, 350), (587.3, 350)];

/// Softer than speech.
const VOLUME: f32 = 0.25;

/// The chime of that name (`listen`, `right`, `attention`).
pub(super) fn chime(name: &str) -> Option<Box<dyn Source + Send>> {
    let tones: &'static [Tone] = match name {
        "listen" => &LISTEN,
        "right" => &RIGHT,
        "attention" => &ATTENTION,
        _ => return None,
    };
    let sources = tones.iter().map(|(frequency, length)| {
        let length = Duration::from_millis(*length);
        SineWave::new(*frequency)
            .take_duration(length)
            .fade_in(Duration::from_millis(15))
            .fade_out(length)
            .amplify(VOLUME)
    });
    Some(Box::new(from_iter(sources)))
}
