//! `posture`, `part` and `check`, as they are written.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    motion::Posture,
    script::{ClassPart, reading::At},
};

/// Nao takes a posture.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct PostureStep {
    /// Which one.
    pub(in crate::script) posture: PostureWord,
}

/// A posture.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::script) enum PostureWord {
    Sit,
    Stand,
    StandInit,
    Crouch,
}

impl From<PostureWord> for Posture {
    fn from(word: PostureWord) -> Posture {
        match word {
            PostureWord::Sit => Posture::Sit,
            PostureWord::Stand => Posture::Stand,
            PostureWord::StandInit => Posture::StandInit,
            PostureWord::Crouch => Posture::Crouch,
        }
    }
}

/// A part of the class begins: every class has all three, in this order.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct PartStep {
    /// Which one.
    pub(in crate::script) part: At<ClassPart>,
}

/// Nao asks after the people, and the class goes by the answer: who is tired gets a rest and an
/// easier class, and for who is in pain or dizzy the class pauses and staff are called.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct CheckStep {
    /// What is asked after.
    pub(in crate::script) check: At<CheckWord>,
}

/// What can be asked after.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::script) enum CheckWord {
    /// How people feel.
    Feel,
}
