//! Plays a course of angles on the body, as the robot would, and says what went wrong.

use std::fmt;

use companion::motion::{JOINT_COUNT, Joint, Posture, Trajectory, skeleton::LINKS};
use rapier3d_f64::prelude::{Pose, Vector};

use crate::body::{Angles, CYCLE_S, Nao, upright};

/// A foot may move by this much, m.
const SLIP: f64 = 0.020;

/// A joint may be this far from its target, rad (5°) …
const MISS: f64 = 0.0873;

/// … for this long, s.
const MISS_S: f64 = 0.3;

/// A torso that leans this much more than it is told to has fallen or is about to, rad (15°).
const TILT: f64 = 0.262;

/// A torso that is this much lower than it is told to be has gone down, m.
const SUNK: f64 = 0.04;

/// To come to rest before the movement, and to be seen still on its feet after it, s.
const SETTLE_S: f64 = 1.0;
const AFTER_S: f64 = 0.8;

/// What happened at its worst.
#[derive(Debug, Default)]
pub struct Seen {
    /// The farthest that a foot (of a sitting Nao: its seat) moved over the floor, m.
    pub slip: f64,
    /// How much the torso leaned away from what it was told, rad.
    pub tilt: f64,
    /// How much lower than told the torso was, m.
    pub sunk: f64,
    /// The longest time for which a joint was off by more than it may, s, and that joint.
    pub missed: Option<(f64, Joint)>,
    /// The farthest that any joint was off, rad, and that joint.
    pub off: Option<(f64, Joint)>,
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (slip, sunk) = (self.slip * 1000.0, self.sunk * 1000.0);
        write!(f, "slips {slip:.1} mm, leans {:.1}°, sinks {sunk:.1} mm", self.tilt.to_degrees())?;
        if let Some((off, joint)) = self.off {
            write!(f, ", {} at most {:.1}° off", joint.name(), off.to_degrees())?;
        }
        Ok(())
    }
}

impl Seen {
    /// What must not happen, in words; empty when all went well.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut refuse = |wrong: bool, what: String| {
            if wrong {
                faults.push(what);
            }
        };
        refuse(
            !(self.tilt <= TILT && self.sunk <= SUNK),
            format!(
                "it falls: {:.0}° off the upright that it was told, {:.0} mm lower",
                self.tilt.to_degrees(),
                self.sunk * 1000.0
            ),
        );
        refuse(self.slip > SLIP, format!("it slips by {:.0} mm", self.slip * 1000.0));
        if let Some((time_s, joint)) = self.missed {
            refuse(
                time_s > MISS_S,
                format!("{} is more than 5° off for {time_s:.2} s", joint.name()),
            );
        }
        faults
    }
}

/// Plays a proven trajectory on a Nao of full strength.
pub fn trajectory(trajectory: &Trajectory) -> Seen {
    let (start, length_s) = (trajectory.start(), trajectory.duration_s());
    course(start, 1.0, length_s, |time_s| trajectory.angles_at(time_s))
}

/// Plays any course from a posture: angles (rad) at a time (s), with a share of the motors' torque.
pub fn course(
    start: Posture,
    strength: f64,
    duration_s: f64,
    angles_at: impl Fn(f64) -> Angles,
) -> Seen {
    let standing = start != Posture::Sit;
    let rest = angles_at(0.0);
    assert_eq!(rest, start.angles(), "it starts in its posture");
    let mut nao = Nao::placed(&rest, standing, strength);
    for _ in 0..cycles(SETTLE_S) {
        nao.cycle(&rest, &rest);
    }
    let settled = Settled::of(&nao, standing);
    let mut seen = Seen::default();
    let mut missing = [0.0; JOINT_COUNT];
    let mut from = rest;
    for cycle in 1..=cycles(duration_s + AFTER_S) {
        let to = angles_at(f64::from(cycle) * CYCLE_S);
        nao.cycle(&from, &to);
        from = to;
        settled.look(&nao, &to, &mut seen);
        for joint in LINKS.iter().map(|link| link.joint) {
            let off = (nao.angle(joint) - to[joint.index()]).abs();
            seen.off = seen.off.filter(|(most, _)| *most >= off).or(Some((off, joint)));
            let time_s = &mut missing[joint.index()];
            *time_s = if off > MISS { *time_s + CYCLE_S } else { 0.0 };
            if *time_s > seen.missed.map_or(0.0, |(most, _)| most) {
                seen.missed = Some((*time_s, joint));
            }
        }
    }
    seen
}

/// How it stood or sat before it moved.
struct Settled {
    standing: bool,
    soles: [Vector; 4],
    torso: Pose,
}

impl Settled {
    fn of(nao: &Nao, standing: bool) -> Settled {
        Settled { standing, soles: nao.soles(), torso: nao.torso() }
    }

    fn look(&self, nao: &Nao, told: &Angles, seen: &mut Seen) {
        let torso = nao.torso();
        // A sitting Nao stays as it sits: its legs may move, and its seat holds it.
        let (height, up) = match self.standing {
            true => upright(told),
            false => (self.torso.translation.z, self.torso.rotation * Vector::Z),
        };
        seen.tilt = seen.tilt.max((torso.rotation * Vector::Z).angle_between(up));
        seen.sunk = seen.sunk.max(height - torso.translation.z);
        let moved = |now: Vector, before: Vector| (now - before).truncate().length();
        if self.standing {
            for (now, before) in nao.soles().into_iter().zip(self.soles) {
                seen.slip = seen.slip.max(moved(now, before));
            }
        } else {
            seen.slip = seen.slip.max(moved(torso.translation, self.torso.translation));
        }
    }
}

fn cycles(time_s: f64) -> u32 {
    (time_s / CYCLE_S).ceil() as u32
}
