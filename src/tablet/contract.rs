//! What the page and the program say to each other, in JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Verdict,
    language::Language,
    motion::{JOINT_COUNT, Position},
    script::Kind,
    session::{AnswerId, View},
};

/// Everything that the page shows, without what passes by.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HouseState {
    /// Version of the program.
    pub version: &'static str,
    /// The speech models.
    pub models: BTreeMap<Language, ModelState>,
    /// The robots, as configured.
    pub robots: Vec<RobotState>,
}

/// A speech model.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ModelState {
    /// There is none; the message says how to get it.
    Missing {
        /// A sentence for people.
        message: String,
    },
    /// It is being loaded.
    Loading,
    /// It hears.
    Ready,
    /// It cannot be used.
    Broken {
        /// A sentence for people.
        message: String,
    },
}

/// A robot.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RobotState {
    /// Its id in addresses.
    pub id: String,
    /// What it calls itself.
    pub name: String,
    /// Whether it is the embedded one.
    #[serde(rename = "virtual")]
    pub is_virtual: bool,
    /// Whether its bridge answers.
    pub connected: bool,
    /// Charge, per cent.
    pub battery: Option<u8>,
    /// Name of its posture.
    pub posture: Option<String>,
    /// Where its sound comes from (`microphone`, `tablet`, …).
    pub ears: String,
    /// What staff should know.
    pub notice: Option<NoticeState>,
    /// The session that runs, or that ran last.
    pub session: Option<SessionState>,
}

/// Something that staff should know.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoticeState {
    /// A short name, for translation.
    pub code: String,
    /// A sentence.
    pub message: String,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SessionState {
    /// Its id.
    pub id: String,
    /// Name of the routine.
    pub routine: String,
    /// Who takes part.
    pub participant: String,
    /// Whether it has ended.
    pub over: bool,
    /// What is shown of it.
    pub view: View,
}

/// A routine that can be chosen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoutineCard {
    /// Its name (`fr/memory/souvenirs`).
    pub id: String,
    /// Title.
    pub title: String,
    /// A class or a game.
    pub kind: Kind,
    /// Its language.
    pub language: Language,
    /// Length.
    pub minutes: u32,
    /// Sitting or standing.
    pub position: Position,
    /// One sentence.
    pub description: Option<String>,
}

/// What passes by, for whoever looks.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Live {
    /// Joint angles, rad, in the order of "Body".
    Angles {
        /// Whose.
        robot: String,
        /// The angles.
        angles: Box<[f64]>,
    },
    /// What is being understood.
    Partial {
        /// By whose ears.
        robot: String,
        /// The words.
        text: String,
    },
}

impl Live {
    /// Angles of a robot; a tenth of a milliradian is fine enough for a drawing.
    pub fn angles(robot: String, angles: &[f64; JOINT_COUNT]) -> Live {
        let angles = angles.iter().map(|angle| (angle * 1e4).round() / 1e4).collect();
        Live::Angles { robot, angles }
    }
}

/// What staff do, beside stop.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", tag = "action", deny_unknown_fields)]
pub enum Steering {
    /// Pauses.
    Pause,
    /// Goes on.
    Resume,
    /// Leaves this step.
    Skip,
    /// Makes this step again.
    Repeat,
    /// The class asks less.
    Easier,
    /// The class asks more.
    Harder,
    /// Nao says this.
    Say {
        /// The text.
        text: String,
    },
    /// Corrects an answer.
    Overrule {
        /// Which.
        answer: AnswerId,
        /// What it is.
        verdict: Correction,
    },
}

/// What an answer can be corrected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// All points.
    Right,
    /// Some points.
    Partly,
    /// No points.
    Wrong,
    /// Nothing was answered.
    NoAnswer,
}

impl From<Correction> for Verdict {
    fn from(correction: Correction) -> Verdict {
        match correction {
            Correction::Right => Verdict::Right,
            Correction::Partly => Verdict::Partly,
            Correction::Wrong => Verdict::Wrong,
            Correction::NoAnswer => Verdict::NoAnswer,
        }
    }
}
