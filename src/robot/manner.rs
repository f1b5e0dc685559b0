//! How a robot speaks: to people of eighty and more, many of whom hear badly.

use serde::Serialize;

/// The manner of a voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Manner {
    /// Speed, per cent of the voice's own (NAOqi's tag `rspd`).
    pub speed: u32,
    /// Pitch, per cent of the voice's own (tag `vct`). Hearing is lost from the high tones down, so
    /// that a little less is often understood better.
    pub pitch: u32,
    /// Loudness, 0 to 100 (tag `vol`); `None`: as the robot is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<u32>,
    /// Silence between two sentences, ms (tag `pau`).
    pub pause_ms: u32,
    /// Whether Nao gestures while it speaks and makes no movement of a class (`ALAnimatedSpeech`).
    pub gestures: bool,
}

impl Manner {
    /// Speeds that people of eighty can follow and that a voice can keep, per cent.
    pub const SPEEDS: (u32, u32) = (50, 120);
    /// Pitches that still sound like Nao, per cent.
    pub const PITCHES: (u32, u32) = (70, 130);
    /// Loudness: a robot that nobody hears is silent without a word.
    pub const VOLUMES: (u32, u32) = (20, 100);
    /// Pauses, ms.
    pub const PAUSES_MS: (u32, u32) = (0, 3000);
}

impl Default for Manner {
    /// Four fifths of the speed (120 to 150 words a minute), the voice that they know, time between
    /// the sentences.
    fn default() -> Manner {
        Manner { speed: 80, pitch: 100, volume: None, pause_ms: 400, gestures: false }
    }
}
