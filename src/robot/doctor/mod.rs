//! Looks a robot over before a class: what is there, what is missing, what must be mended. It
//! changes nothing on the robot.
//!
//! `reaching` (why there is no robot), `looking` (what is found), `mending` (what that means).

mod looking;
mod mending;
mod reaching;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    language::Language,
    motion::{Joint, Trajectory},
    robot::BodyError,
};

pub use reaching::Unreached;

/// What the robot is looked over for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Languages of the routines.
    pub languages: Vec<Language>,
    /// Movements of the library, by name.
    pub movements: BTreeMap<String, Trajectory>,
}

/// The way to the bridge that worked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Way {
    /// As it was asked for.
    pub address: String,
    /// Host, port and path of the handshake.
    pub route: String,
    /// `2` or `1.0`.
    pub namespace: &'static str,
}

/// A service, and whether the robot has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Service {
    /// `ALMotion`, …
    pub name: &'static str,
    /// Whether it is there.
    pub there: bool,
    /// Whether there is no class without it.
    pub needed: bool,
}

/// A joint of which this robot allows less than its maker writes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Narrower {
    /// The joint.
    pub joint: Joint,
    /// Smallest and largest angle that we suppose, rad.
    pub ours: [f64; 2],
    /// Smallest and largest angle that the robot allows, rad.
    pub robots: [f64; 2],
    /// Its highest speed, rad/s.
    pub speed: f64,
}

/// How long short calls take there and back.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RoundTrips {
    /// How many were timed.
    pub calls: usize,
    /// The fastest, ms.
    pub min_ms: f64,
    /// The middle one, ms.
    pub median_ms: f64,
    /// One in a hundred takes longer, ms.
    pub p99_ms: f64,
}

/// All that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// How the robot was reached.
    pub way: Way,
    /// The robot's own name.
    pub name: String,
    /// NAOqi's version.
    pub naoqi: String,
    /// Services found and missing.
    pub services: Vec<Service>,
    /// Languages that are installed, under NAOqi's names; `None` when it does not tell.
    pub voices: Option<Vec<String>>,
    /// Languages of our routines that it does not speak.
    pub voices_missing: Vec<Language>,
    /// Charge, per cent.
    pub battery: Option<u8>,
    /// Whether the charger is plugged in.
    pub charging: Option<bool>,
    /// °C by joint, of those that tell.
    pub temperatures: BTreeMap<&'static str, f64>,
    /// The warmest joint, °C.
    pub warmest: Option<(Joint, f64)>,
    /// Whether the robot told the limits of its joints.
    pub limits_told: bool,
    /// Joints of which it allows less than we suppose.
    pub narrower: Vec<Narrower>,
    /// Movements of the library that this robot would not be told to make, and why.
    pub movements_refused: BTreeMap<String, String>,
    /// Name of its posture.
    pub posture: String,
    /// Family of its posture.
    pub family: String,
    /// Whether its motors are on.
    pub awake: bool,
    /// State of autonomous life; `None` where there is none.
    pub life: Option<String>,
    /// Whether a class has the robot now, or left it without giving it back.
    pub taken: bool,
    /// Reflexes that are switched off.
    pub switched_off: Vec<&'static str>,
    /// Times of short calls; `None` when the robot has none to time.
    pub round_trips: Option<RoundTrips>,
    /// What must be mended, sentence by sentence.
    pub to_mend: Vec<String>,
}

/// Connects and looks the robot over.
///
/// # Errors
/// Within 5 s, why there is no robot; later, that it went or fell silent.
pub async fn examine(address: &str, wanted: &Wanted) -> Result<Report, Unreached> {
    let (link, way) = reaching::reach(address).await?;
    looking::look(&link, way, wanted).await.map_err(|error| match error {
        BodyError::Timeout { call, .. } => Unreached::Mute(call),
        _ => Unreached::Lost,
    })
}
