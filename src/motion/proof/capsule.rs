//! Capsules: every point that is no farther from a segment than a radius.

use glam::DVec3;

/// A capsule.
#[derive(Debug, Clone, Copy)]
pub(super) struct Capsule {
    pub(super) from: DVec3,
    pub(super) to: DVec3,
    pub(super) radius: f64,
}

impl Capsule {
    /// How far apart two are, m (negative: how deep they are in each other).
    pub(super) fn distance(&self, other: &Capsule) -> f64 {
        segments(self, other) - self.radius - other.radius
    }
}

/// The shortest distance between two segments: where the lines are nearest, kept within the one
/// segment, then within the other, then within the one again.
fn segments(one: &Capsule, other: &Capsule) -> f64 {
    let (along, across) = (one.to - one.from, other.to - other.from);
    let apart = one.from - other.from;
    let (a, e) = (along.length_squared(), across.length_squared());
    let (b, c, f) = (along.dot(across), along.dot(apart), across.dot(apart));
    let share = |over: f64, under: f64| {
        if under > f64::EPSILON { (over / under).clamp(0.0, 1.0) } else { 0.0 }
    };
    let first = share(b * f - c * e, a * e - b * b);
    let second = share(b * first + f, e);
    let first = share(b * second - c, a);
    (apart + along * first - across * second).length()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn capsule(from: [f64; 3], to: [f64; 3]) -> Capsule {
        Capsule { from: from.into(), to: to.into(), radius: 0.0 }
    }

    #[test]
    fn crossing_parallel_and_single_points() {
        let x = capsule([-1.0, 0.0, 0.0], [1.0, 0.0, 0.0]);
        for (other, apart) in [
            (capsule([0.0, -1.0, 0.5], [0.0, 1.0, 0.5]), 0.5),
            (capsule([-1.0, 0.3, 0.0], [1.0, 0.3, 0.0]), 0.3),
            (capsule([2.0, 0.0, 0.0], [3.0, 0.0, 0.0]), 1.0),
            (capsule([0.2, 0.4, 0.0], [0.2, 0.4, 0.0]), 0.4),
            (capsule([1.0, 3.0, 4.0], [1.0, 3.0, 9.0]), 5.0),
        ] {
            assert!((x.distance(&other) - apart).abs() < 1e-12, "{other:?}");
        }
    }

    fn point() -> impl Strategy<Value = [f64; 3]> {
        [-1.0f64..1.0, -1.0f64..1.0, -1.0f64..1.0]
    }

    proptest! {
        /// No two points of a grid along both are nearer, and some are nearly as near.
        #[test]
        fn it_is_the_shortest(a in point(), b in point(), c in point(), d in point()) {
            let (one, other) = (capsule(a, b), capsule(c, d));
            let at = |capsule: &Capsule, step: u32| {
                capsule.from.lerp(capsule.to, f64::from(step) / 50.0)
            };
            let grid = (0..=50).flat_map(|i| (0..=50).map(move |j| (i, j)));
            let shortest = grid
                .map(|(i, j)| at(&one, i).distance(at(&other, j)))
                .fold(f64::INFINITY, f64::min);
            prop_assert!(one.distance(&other) <= shortest + 1e-12);
            prop_assert!(one.distance(&other) >= shortest - 0.08);
        }
    }
}
