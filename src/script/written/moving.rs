//! `exercise` and `move`, as they are written.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::values::word_or_group;
use crate::script::reading::At;

/// Nao leads an exercise.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct ExerciseStep {
    /// The exercise.
    pub(in crate::script) exercise: ExerciseFile,
}

/// An exercise.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct ExerciseFile {
    /// Name of a movement in `routines/movements/`.
    pub(in crate::script) movement: At<String>,
    /// Repetitions in a set, on each side (1 to 30, else 8).
    #[serde(default)]
    pub(in crate::script) repetitions: Option<At<u32>>,
    /// Sets (1 to 5, else 1).
    #[serde(default)]
    pub(in crate::script) sets: Option<At<u32>>,
    /// Rest between sets, in seconds (3 to 300, else 10).
    #[serde(default)]
    pub(in crate::script) rest: Option<At<f64>>,
    /// Beats a minute (else the movement's own).
    #[serde(default)]
    pub(in crate::script) tempo: Option<At<f64>>,
    /// Whether the other side follows.
    #[serde(default)]
    pub(in crate::script) both_sides: Option<At<bool>>,
    /// Whether Nao shows it first (else true).
    #[serde(default)]
    pub(in crate::script) demonstrate: Option<bool>,
    /// Whether Nao counts aloud (else true).
    #[serde(default)]
    pub(in crate::script) count: Option<bool>,
    /// What Nao says to explain it (else the movement's own words).
    #[serde(default)]
    pub(in crate::script) instruction: Option<At<String>>,
}

/// Nao makes a movement, without leading the class.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct MoveStep {
    /// Name of a movement, or more about it.
    #[serde(rename = "move")]
    pub(in crate::script) movement: MoveFile,
}

/// A movement.
#[derive(Debug, JsonSchema)]
#[serde(untagged)]
pub(in crate::script) enum MoveFile {
    /// Its name.
    Name(At<String>),
    /// Its name and how it is made.
    More(MoveMore),
}

/// A movement and how it is made.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct MoveMore {
    /// Name of a movement in `routines/movements/`.
    pub(in crate::script) movement: At<String>,
    /// How often (1 to 30, else once).
    #[serde(default)]
    pub(in crate::script) times: Option<At<u32>>,
    /// Beats a minute (else the movement's own).
    #[serde(default)]
    pub(in crate::script) tempo: Option<At<f64>>,
    /// Which side (else left, as the movement is written).
    #[serde(default)]
    pub(in crate::script) side: Option<At<SideFile>>,
}

/// A side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::script) enum SideFile {
    /// One after the other.
    Both,
    /// As the movement is written.
    Left,
    /// Mirrored.
    Right,
}

impl<'de> Deserialize<'de> for MoveFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<MoveFile, D::Error> {
        let At { value, place } = At::<NameOrMore>::deserialize(deserializer)?;
        Ok(match value {
            NameOrMore::Name(value) => MoveFile::Name(At { value, place }),
            NameOrMore::More(more) => MoveFile::More(more),
        })
    }
}

enum NameOrMore {
    Name(String),
    More(MoveMore),
}

word_or_group!(NameOrMore, Name(String), More(MoveMore));
