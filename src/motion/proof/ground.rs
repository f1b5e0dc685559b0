//! The floor below the robot, and what of the robot carries it.
//!
//! Standing, the floor is where the left sole is; that the other one stays with it is proven by
//! `feet`. Sitting, the trunk rests on the floor and does not move: the posture Sit was measured
//! on a robot that sat on a level floor with both feet flat, hence the floor is the plane through
//! its soles (the trunk leans back by 18°), and the pelvis meets it below the hips, which are then
//! 54 mm above it.

use glam::{DAffine3, DMat3, DVec2, DVec3};

use crate::motion::{Posture, skeleton::Skeleton};

/// What of a sole carries: nearer to the floor than this, m. The soles of the measured posture
/// differ by as much.
const TOUCHES: f64 = 0.008;

/// How far the seat reaches before and behind the hips, m. Pelvis and thighs are some 70 mm deep;
/// a little less is counted on.
const SEAT: f64 = 0.030;

/// The floor of a posture.
pub(super) enum Ground {
    /// Below both soles.
    Feet,
    /// Below pelvis and soles: from the trunk to the floor.
    Seat(DAffine3),
}

impl Ground {
    pub(super) fn of(start: Posture) -> Ground {
        match start {
            Posture::Sit => Ground::Seat(floor_of_the_seat(&Skeleton::of(&start.angles()))),
            Posture::Stand | Posture::StandInit | Posture::Crouch => Ground::Feet,
        }
    }

    /// From the trunk to the floor: x forward, y left, z up from the floor, m.
    pub(super) fn below(&self, skeleton: &Skeleton) -> DAffine3 {
        match self {
            Ground::Feet => skeleton.left_sole().inverse(),
            Ground::Seat(to_floor) => *to_floor,
        }
    }

    /// The points of the floor that carry.
    pub(super) fn support(&self, skeleton: &Skeleton, to_floor: &DAffine3) -> Vec<DVec2> {
        let soles = skeleton.sole_corners().map(|corner| to_floor.transform_point3(corner));
        match self {
            Ground::Feet => soles.map(DVec3::truncate).to_vec(),
            Ground::Seat(_) => {
                let touching = soles.iter().filter(|corner| corner.z < TOUCHES);
                let hips = skeleton.hips().map(|hip| to_floor.transform_point3(hip).truncate());
                let seat = hips
                    .iter()
                    .flat_map(|hip| [SEAT, -SEAT].map(|reach| *hip + DVec2::new(reach, 0.0)));
                touching.map(|corner| corner.truncate()).chain(seat).collect()
            }
        }
    }
}

/// The plane through all corners of the soles, with x as forward as it can be.
fn floor_of_the_seat(skeleton: &Skeleton) -> DAffine3 {
    let up = skeleton.soles_up();
    let forward = (DVec3::X - up * up.x).normalize_or_zero();
    let turn = DMat3::from_cols(forward, up.cross(forward), up).transpose();
    let corners = skeleton.sole_corners();
    let height = corners.iter().map(|corner| up.dot(*corner)).sum::<f64>() / corners.len() as f64;
    DAffine3::from_mat3_translation(turn, DVec3::new(0.0, 0.0, -height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sits_leans_back_with_both_feet_on_the_floor() {
        let skeleton = Skeleton::of(&Posture::Sit.angles());
        let to_floor = Ground::of(Posture::Sit).below(&skeleton);
        for corner in skeleton.sole_corners() {
            let height = to_floor.transform_point3(corner).z;
            assert!(height.abs() < TOUCHES / 2.0, "{height}");
        }
        let lean = to_floor.transform_vector3(DVec3::Z);
        assert!((lean.x.atan2(lean.z).to_degrees() + 18.0).abs() < 1.0, "{lean}");
        for hip in skeleton.hips() {
            assert!((to_floor.transform_point3(hip).z - 0.054).abs() < 0.002);
        }
    }

    #[test]
    fn who_stands_has_the_floor_below_the_soles() {
        for posture in [Posture::Stand, Posture::StandInit] {
            let skeleton = Skeleton::of(&posture.angles());
            let to_floor = Ground::of(posture).below(&skeleton);
            for corner in skeleton.sole_corners() {
                assert!(to_floor.transform_point3(corner).z.abs() < 1e-3, "{posture:?}");
            }
            assert!(to_floor.transform_point3(skeleton.centre_of_mass()).z > 0.2);
        }
    }
}
