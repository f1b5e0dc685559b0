//! What a robot can do for us. Implemented by [`crate::robot::Nao`] alone: the virtual Nao is
//! reached through it, over the wire.

use std::{
    future::{Future, ready},
    time::Duration,
};

use crate::{
    language::Language,
    motion::{JOINT_COUNT, Joint, Posture, Trajectory},
};

/// Why the robot did not do it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BodyError {
    /// The connection is lost; the robot may go on with what it was doing.
    #[error("the connection to the robot is lost")]
    Lost,
    /// No reply within the deadline of the call.
    #[error("the robot did not answer “{call}” within {seconds} s")]
    Timeout {
        /// Service and method.
        call: String,
        /// The deadline, s.
        seconds: f64,
    },
    /// The robot has no such service: another version, or a part that did not start.
    #[error("the robot has no service {service}")]
    NoSuchService {
        /// Its name.
        service: String,
    },
    /// The service has no such method: another version of NAOqi.
    #[error("the robot does not know “{call}”")]
    NoSuchMethod {
        /// Service and method.
        call: String,
    },
    /// The robot refused.
    #[error("the robot refused “{call}”: {text}")]
    Refused {
        /// Service and method.
        call: String,
        /// NAOqi's own words.
        text: String,
    },
    /// The call was ended by [`Body::halt`].
    #[error("halted")]
    Halted,
}

/// Colour of the eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Eyes {
    /// 0x00RRGGBB.
    pub rgb: u32,
}

/// A touch sensor, under NAOqi's event name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are NAOqi's own")]
pub enum Sensed {
    FrontTactilTouched,
    MiddleTactilTouched,
    RearTactilTouched,
    HandLeftBackTouched,
    HandLeftLeftTouched,
    HandLeftRightTouched,
    HandRightBackTouched,
    HandRightLeftTouched,
    HandRightRightTouched,
    LeftBumperPressed,
    RightBumperPressed,
    ChestButtonPressed,
}

/// What the robot tells without being asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// Connected for the first time, with the robot's own name and NAOqi's version.
    Connected {
        /// ALSystem.robotName.
        name: String,
        /// ALSystem.systemVersion.
        version: String,
    },
    /// The connection is lost; it is being sought again.
    Lost,
    /// Connected again; the robot has been stopped first and is in a safe posture.
    Back,
    /// Pressed (releases are not told). A hand has three sensors and is one touch.
    Touched(Sensed),
    /// The head was held for 2 s: the robot has been stopped.
    Held,
    /// It fell, or is falling.
    Fell,
    /// Somebody lifted it off its feet, or put it down again. Told of a robot that stands: the
    /// feet of one that sits need not touch the ground.
    Lifted(bool),
    /// Somebody pushed it.
    Pushed,
    /// These joints are hot; none when all have cooled.
    Hot(Vec<Joint>),
    /// Battery charge, per cent, when it changes.
    Battery(u8),
    /// Whether the charger is plugged in, when it changes.
    Charging(bool),
    /// Temperatures of the joints, °C, about every 10 s; 0 for a joint that tells none.
    Temperatures(Box<[f64; JOINT_COUNT]>),
    /// Joint angles as sensed, rad, about five times a second.
    Angles(Box<[f64; JOINT_COUNT]>),
    /// Name of the posture, when it changes.
    Posture(String),
}

/// What a robot can do for us. Every future ends: done, refused, halted, lost or timed out.
pub trait Body: Send + Sync {
    /// Says a sentence; ends when it has been spoken.
    fn say(
        &self,
        text: &str,
        language: Language,
    ) -> impl Future<Output = Result<(), BodyError>> + Send {
        self.say_when(text, language, ready(()))
    }
    /// The same, begun when `begin` ends; whatever comes before the first word is done until then.
    fn say_when(
        &self,
        text: &str,
        language: Language,
        begin: impl Future<Output = ()> + Send,
    ) -> impl Future<Output = Result<(), BodyError>> + Send;
    /// Makes a proven motion; ends when it is done.
    fn run(&self, trajectory: &Trajectory) -> impl Future<Output = Result<(), BodyError>> + Send {
        self.run_when(trajectory, ready(()))
    }
    /// The same, begun when `begin` ends: only when all is well with the robot it is begun at
    /// all, and then it has nothing left to do but to send.
    fn run_when(
        &self,
        trajectory: &Trajectory,
        begin: impl Future<Output = ()> + Send,
    ) -> impl Future<Output = Result<(), BodyError>> + Send;
    /// How long what is sent now is under way to the robot, as measured; zero when nobody knows.
    fn delay(&self) -> Duration;
    /// Goes to a posture; ends when it is reached.
    fn posture(&self, posture: Posture) -> impl Future<Output = Result<(), BodyError>> + Send;
    /// Colours the eyes.
    fn leds(&self, eyes: Eyes) -> impl Future<Output = Result<(), BodyError>> + Send;
    /// Ends motion and speech at once, over a connection of its own.
    fn halt(&self) -> impl Future<Output = Result<(), BodyError>> + Send;
    /// Wakes the robot up for a session, and disables what would disturb it. From then on it is
    /// taken again after each loss of the connection, until [`Body::rest`].
    fn take(&self) -> impl Future<Output = Result<(), BodyError>> + Send;
    /// Lets the robot rest in a safe posture, motors off, and gives it back as it was found. A
    /// robot that is lost now is given back when it is found again.
    fn rest(&self) -> impl Future<Output = Result<(), BodyError>> + Send;
}
