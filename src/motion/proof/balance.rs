//! Whether a standing robot stays on its feet: its centre of mass must stay above the area
//! between its soles, with a margin for what slow movements add and for an uneven floor.

use glam::{DVec2, DVec3};

use crate::motion::{
    JOINT_COUNT, Posture, Refusal,
    proof::{Moment, Watch},
    refusal::beat,
    skeleton::Skeleton,
};

/// The least distance from the edge of the support, m.
const MARGIN: f64 = 0.020;

/// Looks after the balance of a robot that stands.
pub(super) struct Balance {
    /// Told already, or nothing to tell: the robot sits.
    done: bool,
}

impl Balance {
    pub(super) fn of(start: Posture) -> Balance {
        Balance { done: start == Posture::Sit }
    }
}

impl Watch for Balance {
    fn look(&mut self, moment: &Moment, refusals: &mut Vec<Refusal>) {
        if self.done {
            return;
        }
        let margin = margin(&moment.pose);
        if margin < MARGIN {
            self.done = true;
            refusals.push(Refusal::at(
                moment.beat,
                None,
                format!(
                    "the robot would lose its balance on {}: its centre of mass comes within {:.0} mm of the edge of its feet, {:.0} mm are needed",
                    beat(moment.beat),
                    margin * 1000.0,
                    MARGIN * 1000.0
                ),
            ));
        }
    }
}

/// How far the centre of mass is inside the support, m (negative: outside). The left foot is
/// taken as flat on the ground.
fn margin(pose: &[f64; JOINT_COUNT]) -> f64 {
    let skeleton = Skeleton::of(pose);
    let to_ground = skeleton.left_foot().inverse();
    let flat = |point: DVec3| to_ground.transform_point3(point).truncate();
    let centre = flat(skeleton.centre_of_mass());
    let support = hull(skeleton.sole_corners().map(flat).to_vec());
    let edges = support.iter().zip(support.iter().cycle().skip(1));
    edges
        .map(|(from, to)| {
            let along = (*to - *from).normalize_or_zero();
            along.perp_dot(centre - *from)
        })
        .fold(f64::INFINITY, f64::min)
}

/// The convex hull, counter-clockwise (Andrew's monotone chain).
fn hull(mut points: Vec<DVec2>) -> Vec<DVec2> {
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    let mut chain: Vec<DVec2> = Vec::new();
    let backwards: Vec<DVec2> = points.iter().rev().copied().collect();
    for half in [points, backwards] {
        let start = chain.len();
        for point in half {
            while let [.., before, last] = &chain[start..] {
                if (*last - *before).perp_dot(point - *last) > 0.0 {
                    break;
                }
                chain.pop();
            }
            chain.push(point);
        }
        // The last point of one half is the first of the other.
        chain.pop();
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::{Joint, Posture};

    #[test]
    fn the_standing_postures_are_balanced() {
        for posture in [Posture::Stand, Posture::StandInit] {
            let margin = margin(&posture.angles());
            assert!(margin > MARGIN, "{posture:?}: {margin}");
        }
    }

    #[test]
    fn leaning_far_forward_is_not() {
        let mut pose = Posture::StandInit.angles();
        for ankle in [Joint::LAnklePitch, Joint::RAnklePitch] {
            pose[ankle.index()] = -0.9;
        }
        assert!(margin(&pose) < 0.0);
    }

    #[test]
    fn a_square_is_its_own_hull() {
        let square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.5, 0.5)];
        assert_eq!(hull(square.map(DVec2::from).to_vec()).len(), 4);
    }
}
