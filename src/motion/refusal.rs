//! Why a motion was refused.

use crate::motion::{Joint, Part};

/// Why a motion was refused: which joint, on which beat, what it would reach, what is allowed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{what}")]
pub struct Refusal {
    /// The joint that is to blame, where it is one.
    pub joint: Option<Joint>,
    /// When, in beats since the start of the repetition.
    pub beat: Option<f64>,
    /// The whole reason as a sentence with joint, beat, value and limit.
    pub what: String,
}

impl Refusal {
    /// Of the motion as a whole.
    pub(super) fn whole(what: String) -> Refusal {
        Refusal { joint: None, beat: None, what }
    }

    /// Of one joint as a whole.
    pub(super) fn of(joint: Joint, what: String) -> Refusal {
        Refusal { joint: Some(joint), beat: None, what }
    }

    /// On a beat.
    pub(super) fn at(beat: f64, joint: Option<Joint>, what: String) -> Refusal {
        Refusal { joint, beat: Some(beat), what }
    }
}

/// An angle as authors write it: degrees, and 0 to 1 for hands.
pub fn shown(joint: Joint, angle: f64) -> String {
    match joint.part() {
        Part::Hand => format!("{angle:.2}"),
        _ => format!("{:.1}°", angle.to_degrees()),
    }
}

/// A beat as authors write it: without zeros that say nothing.
pub(super) fn beat(beat: f64) -> String {
    let rounded = (beat * 100.0).round() / 100.0;
    format!("beat {rounded}")
}
