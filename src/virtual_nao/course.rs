//! How a joint gets from key to key: softly, or along the Bézier curve that
//! `angleInterpolationBezier` was given.

use crate::motion;

/// An angle that is to be reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Key {
    /// Since the start, s.
    pub(super) time_s: f64,
    /// rad.
    pub(super) angle: f64,
    pub(super) bend: Bend,
}

/// The shape of the stretch that leads to a key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Bend {
    /// At rest at both ends.
    Soft,
    /// A cubic Bézier curve in time and angle.
    Curve {
        /// From the key before to its handle.
        leaving: Handle,
        /// From this key to its handle.
        arriving: Handle,
    },
}

/// Where a curve is drawn to, seen from its key.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Handle {
    /// s: not before its key when it leaves, not after it when it arrives.
    pub(super) time_s: f64,
    /// rad.
    pub(super) angle: f64,
}

impl Key {
    pub(super) fn soft((time_s, angle): (f64, f64)) -> Key {
        Key { time_s, angle, bend: Bend::Soft }
    }
}

/// The angle at a time, rad: from `start` through the keys, then at the last.
pub(super) fn angle_at(start: f64, keys: &[Key], time_s: f64) -> f64 {
    let place = keys.partition_point(|key| key.time_s <= time_s);
    let before = place.checked_sub(1).and_then(|place| keys.get(place));
    let (from_s, from) = before.map_or((0.0, start), |key| (key.time_s, key.angle));
    let Some(to) = keys.get(place) else { return from };
    match to.bend {
        Bend::Soft => motion::angle_at(from, [(to.time_s - from_s, to.angle)], time_s - from_s),
        Bend::Curve { leaving, arriving } => {
            let times = [from_s, from_s + leaving.time_s, to.time_s + arriving.time_s, to.time_s];
            let angles = [from, from + leaving.angle, to.angle + arriving.angle, to.angle];
            cubic(angles, share_at(times, time_s))
        }
    }
}

/// How far along its curve a time is, 0 to 1. Time only rises along a curve whose handles stay
/// between its keys.
fn share_at(times: [f64; 4], time_s: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    // To less than a nanosecond of a stretch of a minute.
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if cubic(times, middle) < time_s {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

/// A point of a cubic Bézier curve.
fn cubic([a, b, c, d]: [f64; 4], share: f64) -> f64 {
    let rest = 1.0 - share;
    a * rest.powi(3)
        + 3.0 * b * rest * rest * share
        + 3.0 * c * rest * share * share
        + d * share.powi(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(leaving: Handle, arriving: Handle) -> Key {
        Key { time_s: 3.0, angle: 1.0, bend: Bend::Curve { leaving, arriving } }
    }

    #[test]
    fn level_handles_of_a_third_are_the_soft_course() {
        let level = |time_s| Handle { time_s, angle: 0.0 };
        let curved = [curve(level(1.0), level(-1.0))];
        let soft = [Key::soft((3.0, 1.0))];
        for step in 0..=40 {
            let time_s = f64::from(step) / 10.0;
            let (one, other) = (angle_at(0.2, &curved, time_s), angle_at(0.2, &soft, time_s));
            assert!((one - other).abs() < 1e-9, "{time_s}: {one} {other}");
        }
    }

    #[test]
    fn handles_bend_the_curve() {
        let straight = [curve(
            Handle { time_s: 1.0, angle: 1.0 / 3.0 },
            Handle { time_s: -1.0, angle: -1.0 / 3.0 },
        )];
        assert!((angle_at(0.0, &straight, 0.75) - 0.25).abs() < 1e-9);
        // Without handles it is straight too.
        let bare = [curve(Handle::default(), Handle::default())];
        assert!((angle_at(0.0, &bare, 0.75) - 0.25).abs() < 1e-9);
        let early = [curve(Handle { time_s: 0.1, angle: 1.0 }, Handle::default())];
        assert!(angle_at(0.0, &early, 0.75) > 0.5);
    }
}
