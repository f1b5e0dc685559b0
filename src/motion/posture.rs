//! Named postures of ALRobotPosture and their angles.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::motion::JOINT_COUNT;

/// How the robot (and the class) is placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// On the floor or table, legs in front.
    Sitting,
    /// On both feet.
    Standing,
}

/// A named posture of ALRobotPosture that Companion uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Posture {
    /// Standing, knees nearly straight.
    Stand,
    /// Standing, knees bent, ready to move.
    StandInit,
    /// Sitting.
    Sit,
    /// Crouching: the rest pose.
    Crouch,
}

impl Posture {
    /// NAOqi's name (`Stand`, `StandInit`, `Sit`, `Crouch`).
    pub fn name(self) -> &'static str {
        match self {
            Posture::Stand => "Stand",
            Posture::StandInit => "StandInit",
            Posture::Sit => "Sit",
            Posture::Crouch => "Crouch",
        }
    }

    /// The angles of the posture, rad, in the order of "Body".
    pub fn angles(self) -> [f64; JOINT_COUNT] {
        [0.0; JOINT_COUNT]
    }

    /// The posture from which and to which movements of a position go.
    pub fn of(position: Position) -> Posture {
        match position {
            Position::Sitting => Posture::Sit,
            Position::Standing => Posture::Stand,
        }
    }
}
