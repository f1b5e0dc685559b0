//! The course of a joint between its keys: on each stretch a cubic that is given by the angles
//! and speeds at its two ends (Hermite's form; as a Bézier curve its handles lie at a third of the
//! stretch). At a key at rest the speed is 0, and a stretch between two of them is 3s² − 2s³.
//! Angles and speeds go on without a jump, so that accelerations stay bounded.

/// A key of a course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key {
    /// When, s since the start.
    pub time: f64,
    /// Where, rad.
    pub angle: f64,
    /// How fast it is passed, rad/s; 0: at rest.
    pub speed: f64,
}

impl From<(f64, f64)> for Key {
    /// A key at rest: time (s) and angle (rad).
    fn from((time, angle): (f64, f64)) -> Key {
        Key { time, angle, speed: 0.0 }
    }
}

/// The way from one key to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Where it begins.
    pub from: Key,
    /// Where it ends.
    pub to: Key,
}

impl Stretch {
    fn length_s(&self) -> f64 {
        self.to.time - self.from.time
    }

    /// How far it is to the end at the speed of either end, and how far it is in truth, rad.
    fn ways(&self) -> (f64, f64, f64) {
        let length = self.length_s();
        (self.from.speed * length, self.to.speed * length, self.to.angle - self.from.angle)
    }

    /// The angle at a share of the stretch (0 to 1), rad.
    fn angle(&self, share: f64) -> f64 {
        let (first, last, way) = self.ways();
        let rise = share * share * (3.0 - 2.0 * share) * way;
        let leave = share * (1.0 - share) * (1.0 - share) * first;
        let arrive = share * share * (share - 1.0) * last;
        self.from.angle + rise + leave + arrive
    }

    /// The speed at a share of the stretch, rad/s.
    fn speed(&self, share: f64) -> f64 {
        let (first, last, way) = self.ways();
        let rise = 6.0 * share * (1.0 - share) * way;
        let leave = (1.0 - share) * (1.0 - 3.0 * share) * first;
        let arrive = share * (3.0 * share - 2.0) * last;
        (rise + leave + arrive) / self.length_s()
    }

    /// The accelerations at its two ends, rad/s²: between them it changes evenly.
    fn accelerations(&self) -> (f64, f64) {
        let (first, last, way) = self.ways();
        let square = self.length_s() * self.length_s();
        let begin = (6.0 * way - 4.0 * first - 2.0 * last) / square;
        let end = (4.0 * last + 2.0 * first - 6.0 * way) / square;
        (begin, end)
    }

    /// The highest speed, rad/s.
    pub fn peak_speed(&self) -> f64 {
        let (begin, end) = self.accelerations();
        let turning = begin / (begin - end);
        let between = if turning > 0.0 && turning < 1.0 { self.speed(turning) } else { 0.0 };
        between.abs().max(self.from.speed.abs()).max(self.to.speed.abs())
    }

    /// The highest acceleration, rad/s².
    pub fn peak_acceleration(&self) -> f64 {
        let (begin, end) = self.accelerations();
        begin.abs().max(end.abs())
    }

    /// The smallest and the largest angle, rad.
    pub fn range(&self) -> (f64, f64) {
        let (begin, end) = self.accelerations();
        let (mut least, mut most) =
            (self.from.angle.min(self.to.angle), self.from.angle.max(self.to.angle));
        // Where the speed is 0: speed + begin·t + (end − begin)·t²/2 = 0 with t a share.
        let length = self.length_s();
        let (a, b, c) = ((end - begin) * length / 2.0, begin * length, self.from.speed);
        let root = (b * b - 4.0 * a * c).sqrt();
        for share in [(-b + root) / (2.0 * a), (-b - root) / (2.0 * a), -c / b] {
            if share > 0.0 && share < 1.0 {
                let angle = self.angle(share);
                (least, most) = (least.min(angle), most.max(angle));
            }
        }
        (least, most)
    }
}

/// The stretches of a course that begins at rest at `start`.
pub fn stretches<K: Into<Key>>(
    start: f64,
    keys: impl IntoIterator<Item = K>,
) -> impl Iterator<Item = Stretch> {
    let mut from = Key::from((0.0, start));
    keys.into_iter().map(move |key| {
        let to = key.into();
        Stretch { from: std::mem::replace(&mut from, to), to }
    })
}

/// The angle at a time, rad. The times of `keys` are strictly increasing; before the first key
/// the joint comes from `start`, after the last it stays.
pub fn angle_at<K: Into<Key>>(start: f64, keys: impl IntoIterator<Item = K>, time_s: f64) -> f64 {
    let mut last = start;
    for stretch in stretches(start, keys) {
        if time_s < stretch.to.time {
            let share = (time_s - stretch.from.time) / stretch.length_s();
            return stretch.angle(share.clamp(0.0, 1.0));
        }
        last = stretch.to.angle;
    }
    last
}

/// The speed at which a key is passed that lies between two others, rad/s: 0 where the course
/// turns back, else between the mean speeds of both sides, so that it never overshoots
/// (Fritsch and Butland, SIAM J. Sci. Stat. Comput. 5, 1984).
pub(super) fn passing_speed(before: (f64, f64), here: (f64, f64), after: (f64, f64)) -> f64 {
    let (first, second) = (here.0 - before.0, after.0 - here.0);
    let (arriving, leaving) = ((here.1 - before.1) / first, (after.1 - here.1) / second);
    if arriving * leaving <= 0.0 {
        return 0.0;
    }
    let (one, other) = (first + 2.0 * second, 2.0 * first + second);
    (one + other) / (other / arriving + one / leaving)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_passes_through_its_keys_and_stays_at_the_last() {
        let keys = [(1.0, 0.5), (2.0, -0.5)];
        for (time, angle) in
            [(0.0, 0.0), (0.5, 0.25), (1.0, 0.5), (1.5, 0.0), (2.0, -0.5), (9.0, -0.5)]
        {
            assert!((angle_at(0.0, keys, time) - angle).abs() < 1e-12, "{time}");
        }
    }

    #[test]
    fn at_an_even_pace_it_is_a_straight_line() {
        let passed = passing_speed((0.0, 0.0), (1.0, 0.5), (3.0, 1.5));
        assert!((passed - 0.5).abs() < 1e-12);
        let from = Key { time: 1.0, angle: 0.5, speed: 0.5 };
        let line = Stretch { from, to: Key { time: 3.0, angle: 1.5, speed: 0.5 } };
        assert!((line.angle(0.3) - 0.8).abs() < 1e-12);
        assert!((line.peak_speed() - 0.5).abs() < 1e-12 && line.peak_acceleration() < 1e-9);
    }

    #[test]
    fn where_it_turns_back_it_rests() {
        assert_eq!(passing_speed((0.0, 0.0), (1.0, 0.5), (2.0, 0.2)), 0.0);
    }

    proptest! {
        /// Peaks and range are those that samples find.
        #[test]
        fn peaks_and_range_hold_everywhere(
            to in -2.0f64..2.0, first in -2.0f64..2.0, last in -2.0f64..2.0, length in 0.1f64..4.0,
        ) {
            let stretch = Stretch {
                from: Key { time: 1.0, angle: 0.3, speed: first },
                to: Key { time: 1.0 + length, angle: to, speed: last },
            };
            let (least, most) = stretch.range();
            let (mut fastest, mut lowest, mut highest) = (0.0f64, f64::INFINITY, f64::NEG_INFINITY);
            for step in 0..=1000 {
                let share = f64::from(step) / 1000.0;
                fastest = fastest.max(stretch.speed(share).abs());
                lowest = lowest.min(stretch.angle(share));
                highest = highest.max(stretch.angle(share));
            }
            prop_assert!(fastest <= stretch.peak_speed() + 1e-9);
            prop_assert!(fastest >= stretch.peak_speed() * 0.999);
            prop_assert!(lowest >= least - 1e-9 && highest <= most + 1e-9);
            prop_assert!(lowest <= least + 1e-3 && highest >= most - 1e-3);
            let (begin, end) = stretch.accelerations();
            let step = 1e-4;
            let slope = |share: f64| {
                (stretch.speed(share + step) - stretch.speed(share)) / (step * length)
            };
            prop_assert!((slope(0.0) - begin).abs() < 1e-2 * (1.0 + begin.abs() + end.abs()));
            prop_assert!((slope(1.0 - step) - end).abs() < 1e-2 * (1.0 + begin.abs() + end.abs()));
        }
    }
}
