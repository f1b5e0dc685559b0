//! What the joints of this very robot allow, beside what its maker writes: the stricter holds.

use serde_json::{Value, json};

use crate::{
    motion::{JOINT_COUNT, Joint, Limits, Trajectory, shown},
    robot::{BodyError, calls::Calls, calls::SHORT},
};

/// Public tables differ by less than this, and some postures lie exactly on a limit, rad.
const TOLERANCE: f64 = 1e-3;

/// The limits of a whole body, in the order of "Body".
pub(super) type Body = [Limits; JOINT_COUNT];

/// Our own: the maker's published ones.
pub(super) fn ours() -> Body {
    Joint::ALL.map(Joint::limits)
}

/// What the robot says of its joints.
pub(super) async fn of_robot(naoqi: &impl Calls) -> Result<Body, BodyError> {
    let call = "ALMotion.getLimits";
    let read = naoqi.call("ALMotion", "getLimits", vec![json!("Body")], SHORT).await?;
    read_rows(&read).ok_or_else(|| BodyError::Refused {
        call: call.to_owned(),
        text: format!("limits of {JOINT_COUNT} joints were expected, and something else came"),
    })
}

/// Rows of `[min, max, speed, torque]`, one a joint.
fn read_rows(read: &Value) -> Option<Body> {
    let rows = read.as_array()?.iter().map(|row| {
        let number = |place: usize| row.get(place).and_then(Value::as_f64);
        let limits = Limits { min: number(0)?, max: number(1)?, max_speed: number(2)? };
        (limits.min < limits.max && limits.max_speed > 0.0).then_some(limits)
    });
    rows.collect::<Option<Vec<_>>>()?.try_into().ok()
}

/// The stricter of two.
pub(super) fn stricter(one: &Body, other: &Body) -> Body {
    let mut both = *one;
    for (limits, other) in both.iter_mut().zip(other) {
        limits.min = limits.min.max(other.min);
        limits.max = limits.max.min(other.max);
        limits.max_speed = limits.max_speed.min(other.max_speed);
    }
    both
}

/// The joints of which a robot allows less than we suppose, with its limits.
pub(super) fn narrower(robot: &Body) -> Vec<(Joint, Limits)> {
    Joint::ALL
        .into_iter()
        .zip(robot)
        .filter(|(joint, robot)| {
            let ours = joint.limits();
            robot.min > ours.min + TOLERANCE
                || robot.max < ours.max - TOLERANCE
                || robot.usable_speed() < joint.speed_cap()
        })
        .map(|(joint, robot)| (joint, *robot))
        .collect()
}

/// Whether a motion is within the limits of a body; if not, why, as a sentence.
pub(super) fn allow(body: &Body, trajectory: &Trajectory) -> Result<(), String> {
    let start = trajectory.start().angles();
    for track in trajectory.tracks() {
        let joint = track.joint;
        let limits = body[joint.index()];
        for stretch in track.stretches(start[joint.index()]) {
            let time = stretch.to.time;
            let (least, most) = stretch.range();
            let outside = if most > limits.max + TOLERANCE { most } else { least };
            if !(limits.min - TOLERANCE..=limits.max + TOLERANCE).contains(&outside) {
                return Err(format!(
                    "{} would go to {} at {time:.2} s; this robot allows {} to {}",
                    joint.name(),
                    shown(joint, outside),
                    shown(joint, limits.min),
                    shown(joint, limits.max)
                ));
            }
            let (speed, allowed) = (stretch.peak_speed(), limits.usable_speed());
            if speed > allowed {
                return Err(format!(
                    "{} would turn at {speed:.2} rad/s at {time:.2} s; this robot allows {allowed:.2} rad/s",
                    joint.name()
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robot::pretend::Pretend;

    /// Raises the left arm to -1 rad and lowers it again, from Sit.
    fn raise() -> Trajectory {
        let rest = crate::motion::Posture::Sit.angles()[Joint::LShoulderPitch.index()];
        let tracks = json!([
            {"joint": "LShoulderPitch", "times": [2.0, 4.0], "angles": [-1.0, rest]},
        ]);
        serde_json::from_value(json!({"start": "sit", "tracks": tracks})).unwrap()
    }

    fn with(joint: Joint, limits: Limits) -> Body {
        let mut body = ours();
        body[joint.index()] = limits;
        body
    }

    #[tokio::test]
    async fn what_the_robot_says_is_read_and_compared() {
        let mut rows: Vec<Value> = ours()
            .iter()
            .map(|limits| json!([limits.min, limits.max, limits.max_speed, 1.5]))
            .collect();
        rows[Joint::LShoulderPitch.index()] = json!([-0.5, 2.2, 9.0, 1.5]);
        let naoqi = Pretend::default().answering("ALMotion.getLimits", json!(rows));
        let robot = of_robot(&naoqi).await.unwrap();
        let narrow = narrower(&robot);
        assert_eq!(narrow.len(), 1, "{narrow:?}");
        assert_eq!((narrow[0].0, narrow[0].1.min), (Joint::LShoulderPitch, -0.5));
        let both = stricter(&ours(), &robot)[Joint::LShoulderPitch.index()];
        assert_eq!((both.min, both.max, both.max_speed), (-0.5, 2.0857, 8.268));
    }

    #[tokio::test]
    async fn nonsense_is_no_limit() {
        for nonsense in [json!(null), json!([[0.0, 1.0, 1.0]]), json!(vec![[1.0, 0.0, 1.0]; 26])] {
            let naoqi = Pretend::default().answering("ALMotion.getLimits", nonsense);
            assert!(matches!(of_robot(&naoqi).await, Err(BodyError::Refused { .. })));
        }
    }

    #[test]
    fn the_stricter_holds() {
        assert_eq!(allow(&ours(), &raise()), Ok(()));
        let joint = Joint::LShoulderPitch;
        let short = with(joint, Limits { min: -0.5, ..joint.limits() });
        let why = allow(&short, &raise()).unwrap_err();
        assert!(why.contains("LShoulderPitch would go to -57.3° at 2.00 s"), "{why}");
        let slow = with(joint, Limits { max_speed: 0.5, ..joint.limits() });
        let why = allow(&slow, &raise()).unwrap_err();
        assert!(why.contains("this robot allows 0.40 rad/s"), "{why}");
    }
}
