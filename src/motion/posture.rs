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
        let [stand, stand_init, sit, crouch] = &ANGLES;
        match self {
            Posture::Stand => *stand,
            Posture::StandInit => *stand_init,
            Posture::Sit => *sit,
            Posture::Crouch => *crouch,
        }
    }

    /// All postures.
    pub const ALL: [Posture; 4] =
        [Posture::Stand, Posture::StandInit, Posture::Sit, Posture::Crouch];

    /// The posture of that NAOqi name.
    pub fn from_name(name: &str) -> Option<Posture> {
        Posture::ALL.into_iter().find(|posture| posture.name() == name)
    }

    /// The posture from which and to which movements of a position go.
    pub fn of(position: Position) -> Posture {
        match position {
            Position::Sitting => Posture::Sit,
            Position::Standing => Posture::Stand,
        }
    }
}

/// Angles of ALRobotPosture, rad, in the order of "Body": head, left arm, left leg, right leg,
/// right arm (measured on robots, hence not quite symmetric).
#[rustfmt::skip]
#[allow(clippy::approx_constant, reason = "measured angles that happen to be near one")]
const ANGLES: [[f64; JOINT_COUNT]; 4] = [
    // Stand
    [
        0.0000, -0.1700,
        1.4426, 0.2245, -1.2023, -0.4173, 0.1000, 0.3000,
        -0.1700, 0.1191, 0.1274, -0.0923, 0.0874, -0.1108,
        -0.1700, -0.1191, 0.1274, -0.0923, 0.0874, 0.1108,
        1.4426, -0.2245, 1.2023, 0.4173, 0.1000, 0.3000,
    ],
    // StandInit
    [
        0.0000, 0.0000,
        1.4000, 0.3000, -1.3900, -1.0100, 0.0000, 0.2500,
        0.0000, 0.0000, -0.4500, 0.7000, -0.3500, 0.0000,
        0.0000, 0.0000, -0.4500, 0.7000, -0.3500, 0.0000,
        1.4000, -0.3000, 1.3900, 1.0100, 0.0000, 0.2500,
    ],
    // Sit
    [
        -0.0461, -0.0399,
        0.8819, 0.2595, -0.4521, -1.1905, -0.0169, 0.2892,
        -0.6074, 0.2731, -1.5324, 1.3898, 0.8391, -0.0122,
        -0.6074, -0.2592, -1.5359, 1.4021, 0.8483, 0.0231,
        0.9383, -0.3188, 0.5274, 1.2321, 0.0061, 0.2916,
    ],
    // Crouch
    [
        0.0000, 0.1000,
        1.3969, 0.1596, -0.7917, -1.0737, 0.1500, 0.0000,
        -0.2500, -0.0800, -0.7000, 2.1100, -1.1800, 0.0770,
        -0.2500, 0.0800, -0.7000, 2.1100, -1.1800, -0.0770,
        1.3969, -0.1596, 0.7917, 1.0737, -0.1500, 0.0000,
    ],
];
