//! All that can happen.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::{
    answer::{Heard, UtteranceId, Verdict},
    motion::{Contraindication, Joint},
    session::{AnswerId, Intensity, MovementId, PromptId, Remembered, TimerId},
};

/// The local time at the start, for greetings and the date.
pub type LocalTime = DateTime;

/// Somebody who takes part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Id in the store; `None` for a guest.
    pub id: Option<String>,
    /// First name (or the group's name).
    pub name: String,
    /// Whether it is a group.
    #[serde(default)]
    pub group: bool,
    /// First names of a group's members, who are called in turn; empty: nobody is called by name.
    #[serde(default)]
    pub members: Vec<String>,
    /// How much a class asks of them.
    #[serde(default)]
    pub intensity: Intensity,
    /// What speaks against movements: those that it speaks against are made easier or left out.
    #[serde(default)]
    pub contraindications: Vec<Contraindication>,
}

/// A touch sensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Sensor {
    HeadFront,
    HeadMiddle,
    HeadRear,
    LeftHand,
    RightHand,
    LeftBumper,
    RightBumper,
    ChestButton,
}

/// What staff do on the tablet. Staff can always overrule the machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "action")]
pub enum StaffAction {
    /// Pauses after what is being said; motion halts.
    Pause,
    /// Goes on: the step that was cut is made again from its start.
    Resume,
    /// Leaves this step.
    Skip,
    /// Makes this step again.
    Repeat,
    /// The class asks less from now on.
    Easier,
    /// The class asks more from now on.
    Harder,
    /// Ends the session at once.
    Stop,
    /// Nao says this.
    Say {
        /// The text.
        text: String,
    },
    /// Corrects the verdict of an answer.
    Overrule {
        /// Which answer.
        answer: AnswerId,
        /// What it is.
        verdict: Verdict,
    },
}

/// All that can happen to a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The session begins.
    Started {
        /// Seed of all its randomness.
        seed: u64,
        /// Local time.
        now: LocalTime,
        /// Who takes part.
        participant: Participant,
        /// What is known of them from earlier sessions.
        #[serde(default)]
        memory: Remembered,
        /// The robot's name.
        robot: String,
    },
    /// The program came back after a crash; the session goes on.
    CameBack,
    /// Nao has finished speaking.
    SpeechEnded(PromptId),
    /// A trajectory or posture has ended.
    MotionEnded(MovementId),
    /// A trajectory or posture failed on the robot, with its reason.
    MotionFailed(MovementId, String),
    /// A listening turn has ended.
    Heard(UtteranceId, Heard),
    /// A sensor was touched.
    Touched(Sensor),
    /// A member of staff did something.
    StaffSaid(StaffAction),
    /// The connection to the robot is lost.
    RobotLost,
    /// It is back; the robot has been stopped and is in a safe posture.
    RobotBack,
    /// The robot fell.
    RobotFell,
    /// Somebody lifted the robot off its feet, or put it down again.
    RobotLifted(bool),
    /// Somebody pushed the robot.
    RobotPushed,
    /// These joints are hot.
    RobotHot(Vec<Joint>),
    /// The battery is low, in per cent.
    LowBattery(u8),
    /// A timer has run out.
    TimerFired(TimerId),
}

/// An event with its time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stamped {
    /// Milliseconds since the session began.
    pub at_ms: u64,
    /// What happened.
    pub event: Event,
}
