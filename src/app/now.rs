//! What is known of a robot and of its session at this moment, and what passes by.

use crate::{
    motion::JOINT_COUNT,
    robot::Notice,
    session::{Command, Gauges, Stamped, View},
};

/// What is known of a robot now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RobotNow {
    /// Whether the bridge answers.
    pub connected: bool,
    /// Charge in per cent.
    pub battery: Option<u8>,
    /// Temperatures of the joints in the order of "Body", °C.
    pub temperatures: Option<Box<[f64; JOINT_COUNT]>>,
    /// Name of the posture.
    pub posture: Option<String>,
    /// Whether somebody holds it in the air.
    pub lifted: bool,
    /// The session that runs, or that ran last.
    pub session: Option<SessionNow>,
    /// Notices of the ears: code and sentence.
    pub ears_notice: Option<(String, String)>,
}

impl RobotNow {
    /// What the robot says of its battery and its motors.
    pub fn gauges(&self) -> Gauges {
        Gauges { battery: self.battery, temperatures: self.temperatures.clone() }
    }
}

/// What is known of a session now.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionNow {
    /// Its id.
    pub id: String,
    /// Name of the routine.
    pub routine: String,
    /// Who takes part.
    pub participant: String,
    /// What is shown.
    pub view: View,
    /// Whether the robot has been given back.
    pub over: bool,
}

/// What passes by and need not be kept.
#[derive(Debug, Clone)]
pub enum Passing {
    /// Joint angles, rad.
    Angles(Box<[f64; JOINT_COUNT]>),
    /// What is being understood while somebody speaks.
    Partial(String),
    /// One line of the journal.
    Line(Box<(Stamped, Vec<Command>)>),
}

/// Remembers a notice; tells whether anything is new.
pub(super) fn remember(now: &mut RobotNow, notice: &Notice) -> bool {
    let before = (now.connected, now.battery, now.posture.clone());
    match notice {
        Notice::Connected { .. } | Notice::Back => now.connected = true,
        Notice::Lost => now.connected = false,
        Notice::Battery(percent) => now.battery = Some(*percent),
        Notice::Posture(name) => now.posture = Some(name.clone()),
        // The session says so itself.
        Notice::Lifted(lifted) => now.lifted = *lifted,
        // Looked up for a forecast, and not shown.
        Notice::Temperatures(degrees) => now.temperatures = Some(degrees.clone()),
        Notice::Touched(_)
        | Notice::Held
        | Notice::Fell
        | Notice::Pushed
        | Notice::Hot(_)
        | Notice::Charging(_)
        | Notice::Angles(_) => {}
    }
    before != (now.connected, now.battery, now.posture.clone())
}
