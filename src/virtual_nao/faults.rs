//! What can befall a Nao and the way to it, and when: on order, and the same each time.

use std::time::Duration;

use serde::Deserialize;

use crate::{motion::Joint, virtual_nao::senses};

/// A schedule of faults. By default there are none.
///
/// ```yaml
/// seed: 7
/// faults:
///   - {at: 10, for: 20, what: {latency: 0.3}}
///   - {at: 45, what: drop}
///   - {at: 60, what: {touch: {sensor: FrontTactilTouched, held: 2}}}
/// ```
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Faults {
    /// Decides whatever is left to chance: jitter, and what garbage looks like.
    #[serde(default)]
    pub seed: u64,
    /// In any order.
    #[serde(default)]
    pub faults: Vec<Fault>,
}

/// A fault, and when.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Written")]
pub struct Fault {
    /// When it begins, from the start of the virtual Nao.
    pub at: Duration,
    /// How long it lasts; `None`: until the end. What happens in a moment has none.
    pub lasting: Option<Duration>,
    /// What happens.
    pub what: Trouble,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// What is said takes this much longer in each direction, s.
    Latency(f64),
    /// And up to this much longer by chance, s; the order is kept.
    Jitter(f64),
    /// Every open connection is reset, and each new one while it lasts.
    Drop,
    /// Every open connection stays open and says nothing any more, and so does each new one
    /// while it lasts.
    HalfOpen,
    /// Every open session gets this many frames that make no sense.
    Garbage(u32),
    /// What is said over the connections that are open comes ever later while it lasts, then
    /// never.
    SlowDeath,
    /// NAOqi dies: sessions end without replies, and each handshake is an HTTP 500 while it lasts.
    NaoqiDown,
    /// There is no such service.
    ServiceMissing(String),
    /// A method answers with an error.
    Error {
        /// `ALMotion.wakeUp`.
        call: String,
        /// What it says.
        text: String,
    },
    /// A method (`ALMotion.wakeUp`) does its work and never answers.
    Unanswered(String),
    /// It falls on its back.
    Fall,
    /// Somebody takes it off the ground, and puts it down when it is over.
    Lift,
    /// Somebody pushes it.
    Push,
    /// A joint has this temperature from now on, until it cools down.
    Heat {
        /// Which.
        joint: Joint,
        /// °C; no number (`.nan`) when its sensor has failed: whoever reads it gets an error.
        celsius: f64,
    },
    /// The battery has this charge, per cent.
    Battery(u8),
    /// The charger is plugged in, or pulled out.
    Charger(bool),
    /// Somebody touches it.
    Touch {
        /// The sensor's event: `FrontTactilTouched`, `HandLeftBackTouched`, …
        sensor: String,
        /// For how long, s.
        #[serde(default)]
        held: f64,
    },
}

/// A fault as it is written; times in s.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    at: f64,
    r#for: Option<f64>,
    what: Trouble,
}

/// Longer than any class, s.
const LONGEST_S: f64 = 24.0 * 3600.0;

impl TryFrom<Written> for Fault {
    type Error = String;

    fn try_from(written: Written) -> Result<Fault, String> {
        let moment = |name: &str, seconds: f64| {
            if (0.0..=LONGEST_S).contains(&seconds) {
                Ok(Duration::from_secs_f64(seconds))
            } else {
                Err(format!("“{name}” is a time from 0 to {LONGEST_S} s, not {seconds}"))
            }
        };
        match &written.what {
            Trouble::Latency(seconds) => moment("latency", *seconds).map(drop)?,
            Trouble::Jitter(seconds) => moment("jitter", *seconds).map(drop)?,
            Trouble::SlowDeath if written.r#for.is_none() => {
                return Err("a slow death needs “for”: how long it takes, s".to_owned());
            }
            Trouble::Battery(percent) if *percent > 100 => {
                return Err(format!("a battery has 0 to 100 per cent, not {percent}"));
            }
            Trouble::Touch { sensor, held } => {
                moment("held", *held)?;
                if senses::part(sensor).is_none() {
                    let sensors: Vec<&str> = senses::events().collect();
                    return Err(format!(
                        "there is no sensor “{sensor}”, but: {}",
                        sensors.join(", ")
                    ));
                }
            }
            _ => {}
        }
        if written.r#for.is_some() && !written.what.lasts() {
            return Err("“for” has no meaning for what happens in a moment".to_owned());
        }
        Ok(Fault {
            at: moment("at", written.at)?,
            lasting: written.r#for.map(|seconds| moment("for", seconds)).transpose()?,
            what: written.what,
        })
    }
}

impl Trouble {
    /// Whether it lasts, or happens in a moment.
    pub(super) fn lasts(&self) -> bool {
        match self {
            Trouble::Latency(_)
            | Trouble::Jitter(_)
            | Trouble::Drop
            | Trouble::HalfOpen
            | Trouble::SlowDeath
            | Trouble::NaoqiDown
            | Trouble::ServiceMissing(_)
            | Trouble::Error { .. }
            | Trouble::Unanswered(_)
            | Trouble::Lift => true,
            Trouble::Garbage(_)
            | Trouble::Fall
            | Trouble::Push
            | Trouble::Heat { .. }
            | Trouble::Battery(_)
            | Trouble::Charger(_)
            | Trouble::Touch { .. } => false,
        }
    }

    /// Whether it goes on until the end when nobody says for how long; else a drop or a half-open
    /// connection strikes what is open, and no more.
    pub(super) fn lasts_by_itself(&self) -> bool {
        self.lasts() && !matches!(self, Trouble::Drop | Trouble::HalfOpen | Trouble::SlowDeath)
    }
}

impl Faults {
    /// The same schedule with one more fault, which lasts as long as such faults do.
    #[must_use]
    pub fn and(mut self, at: Duration, what: Trouble) -> Faults {
        self.faults.push(Fault { at, lasting: None, what });
        self
    }

    /// The same schedule with one more fault, which ends.
    #[must_use]
    pub fn and_for(mut self, at: Duration, lasting: Duration, what: Trouble) -> Faults {
        self.faults.push(Fault { at, lasting: Some(lasting), what });
        self
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    #[test]
    fn a_schedule_is_read_as_it_is_written() {
        let written = json!({"seed": 7, "faults": [
            {"at": 10, "for": 20, "what": {"latency": 0.3}},
            {"at": 45.5, "what": "drop"},
            {"at": 60, "what": {"touch": {"sensor": "FrontTactilTouched", "held": 2}}},
            {"at": 65, "for": 5, "what": "lift"},
            {"at": 70, "what": {"heat": {"joint": "LKneePitch", "celsius": 71}}},
        ]});
        let read: Faults = from_value(written).unwrap();
        let seconds = Duration::from_secs;
        let made = Faults { seed: 7, ..Faults::default() }
            .and_for(seconds(10), seconds(20), Trouble::Latency(0.3))
            .and(Duration::from_millis(45_500), Trouble::Drop)
            .and(seconds(60), Trouble::Touch { sensor: "FrontTactilTouched".into(), held: 2.0 })
            .and_for(seconds(65), seconds(5), Trouble::Lift)
            .and(seconds(70), Trouble::Heat { joint: Joint::LKneePitch, celsius: 71.0 });
        assert_eq!(read, made);
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_a_reason() {
        for (what, reason) in [
            (json!({"at": -1, "what": "drop"}), "“at” is a time"),
            (json!({"at": 1, "for": 2, "what": "fall"}), "no meaning"),
            (json!({"at": 1, "for": 2, "what": "push"}), "no meaning"),
            (json!({"at": 1, "what": "slow_death"}), "needs “for”"),
            (json!({"at": 1, "what": {"touch": {"sensor": "Nose"}}}), "no sensor “Nose”"),
            (json!({"at": 1, "what": {"battery": 101}}), "0 to 100"),
            (json!({"at": 1, "what": "sing"}), "unknown variant"),
        ] {
            let refused = from_value::<Fault>(what).unwrap_err().to_string();
            assert!(refused.contains(reason), "{refused}");
        }
    }
}
