//! The two generations of NAOqi that care homes have: what differs between them.

use std::str::FromStr;

/// A version of NAOqi, as far as a client of the bridge can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// Nao V5 with NAOqi 2.1: its bridge has namespace 1.0 alone.
    V2_1,
    /// Nao V6 with NAOqi 2.8: both namespaces.
    #[default]
    V2_8,
}

impl Profile {
    /// ALSystem.systemVersion.
    pub fn system_version(self) -> &'static str {
        match self {
            Profile::V2_1 => "2.1.4.13",
            Profile::V2_8 => "2.8.6.23",
        }
    }

    /// The event that comes before robotHasFallen.
    pub(super) fn falling_event(self) -> &'static str {
        match self {
            Profile::V2_1 => "robotIsFalling",
            Profile::V2_8 => "ALMotion/RobotIsFalling",
        }
    }

    /// The event of a push: in the lists of events of later versions; none is known of 2.1.
    pub(super) fn push_event(self) -> Option<&'static str> {
        match self {
            Profile::V2_1 => None,
            Profile::V2_8 => Some("ALMotion/RobotPushed"),
        }
    }

    pub(super) fn serves(self, namespace: Namespace) -> bool {
        self == Profile::V2_8 || namespace == Namespace::One
    }
}

impl FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(text: &str) -> Result<Profile, UnknownProfile> {
        match text {
            "2.1" => Ok(Profile::V2_1),
            "2.8" => Ok(Profile::V2_8),
            _ => Err(UnknownProfile),
        }
    }
}

/// No version that the virtual Nao plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the virtual Nao plays NAOqi 2.1 or 2.8")]
pub struct UnknownProfile;

/// The two protocols of the bridge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Namespace {
    /// `/1.0`: `method`, `registerEvent`; what it cannot read closes the session.
    One,
    /// `/2`: `member`, `signal("connect")`; what it cannot read is an error.
    Two,
}
