//! `music`, as it is written.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::values::word_or_group;
use crate::script::reading::At;

/// Music begins or ends.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct MusicStep {
    /// `stop`, or what to play.
    pub(in crate::script) music: MusicFile,
}

/// What the music does.
#[derive(Debug, JsonSchema)]
#[serde(untagged)]
pub(in crate::script) enum MusicFile {
    /// Silence.
    Stop(StopWord),
    /// A track of `audio/index.yaml`, in a loop.
    Play(PlayFile),
}

/// Silence.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::script) enum StopWord {
    Stop,
}

/// A track.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct PlayFile {
    /// Name of the track.
    pub(in crate::script) play: At<String>,
    /// From 0 to 1 (else 0.4, so that Nao is understood).
    #[serde(default)]
    pub(in crate::script) volume: Option<At<f64>>,
}

word_or_group!(MusicFile, Stop(StopWord), Play(PlayFile));
