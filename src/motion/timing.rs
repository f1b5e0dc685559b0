//! From beats to seconds: a movement at a tempo as the courses of its joints.

use std::collections::BTreeMap;

use crate::motion::{
    Ease, Joint, Movement, Part, Refusal, Track, Trajectory, course::passing_speed,
};

/// A repetition is back at rest this long before the next one begins, s. The robot's reply that
/// it has ended, and the order to begin again, take a network round trip each (10 to 60 ms on
/// good Wi-Fi, now and then 200 ms); with this lead the next repetition still begins exactly on
/// its beat.
const LEAD_S: f64 = 0.3;

/// A joint on its way: time (s), angle (rad), and how it meets them.
type Way = Vec<(f64, f64, Ease)>;

/// The trajectory of a movement at a tempo, whatever tempos the movement allows.
pub(super) fn trajectory(movement: &Movement, tempo: f64) -> Result<Trajectory, Vec<Refusal>> {
    let seconds = |beat: f64| beat * 60.0 / tempo;
    let start = movement.start();
    let mut refusals = Vec::new();
    let mut ways: BTreeMap<Joint, Way> = BTreeMap::new();
    let mut last_s = 0.0_f64;
    for keyframe in &movement.keyframes {
        if !(keyframe.beat > 0.0 && keyframe.beat <= movement.beats) {
            refusals.push(Refusal::at(
                keyframe.beat,
                None,
                format!(
                    "the keyframe on beat {} is not within the {} beats of the movement",
                    keyframe.beat, movement.beats
                ),
            ));
        }
        last_s = last_s.max(seconds(keyframe.beat));
        for (&joint, &written) in &keyframe.joints {
            let angle = if joint.part() == Part::Hand { written } else { written.to_radians() };
            ways.entry(joint).or_default().push((seconds(keyframe.beat), angle, keyframe.ease));
        }
    }
    let whole = seconds(movement.beats);
    let home = if last_s <= whole - LEAD_S { whole - LEAD_S } else { whole };
    let rest = start.angles();
    let tracks = ways
        .into_iter()
        .map(|(joint, mut way)| {
            // Whatever moved comes back to rest.
            if way.last().is_none_or(|(time, ..)| *time < home - 1e-9) {
                way.push((home, rest[joint.index()], Ease::Soft));
            }
            track(joint, rest[joint.index()], &way)
        })
        .collect();
    match Trajectory::prove(start, tempo, movement.beats, tracks) {
        Ok(trajectory) if refusals.is_empty() => Ok(trajectory),
        Ok(_) => Err(refusals),
        Err(more) => {
            refusals.extend(more);
            Err(refusals)
        }
    }
}

/// A joint's course with the speed at each key.
fn track(joint: Joint, start: f64, way: &Way) -> Track {
    let before =
        std::iter::once((0.0, start)).chain(way.iter().map(|&(time, angle, _)| (time, angle)));
    let after = way.iter().skip(1).map(|&(time, angle, _)| Some((time, angle))).chain([None]);
    let speeds = before.zip(way).zip(after).map(|((before, &(time, angle, ease)), after)| {
        match (ease, after) {
            (Ease::Through, Some(after)) => passing_speed(before, (time, angle), after),
            _ => 0.0,
        }
    });
    Track {
        joint,
        times: way.iter().map(|(time, ..)| *time).collect(),
        angles: way.iter().map(|(_, angle, _)| *angle).collect(),
        speeds: speeds.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::{Keyframe, Position, Posture, Tempos, movement::tests::movement};

    fn reach(keyframes: Vec<Keyframe>) -> Movement {
        let tempos = Tempos { least: 30.0, most: 90.0 };
        Movement { keyframes, tempos, ..movement(Position::Sitting, []) }
    }

    fn arm(beat: f64, angle: f64) -> Keyframe {
        Keyframe::new(beat, [(Joint::LShoulderPitch, angle)])
    }

    #[test]
    fn it_is_home_a_little_before_the_next_repetition() {
        let trajectory = trajectory(&reach(vec![arm(2.0, 20.0)]), 60.0).unwrap();
        assert!((trajectory.duration_s() - 3.7).abs() < 1e-9);
        assert!((trajectory.repetition_s() - 4.0).abs() < 1e-9);
    }

    #[test]
    fn a_keyframe_near_the_end_comes_before_home() {
        let rest = Posture::Sit.angles()[Joint::LShoulderPitch.index()].to_degrees();
        let on_time = trajectory(&reach(vec![arm(2.0, 20.0), arm(4.0, rest)]), 60.0).unwrap();
        assert_eq!(on_time.duration_s(), 4.0);
        let late = trajectory(&reach(vec![arm(2.0, 40.0), arm(3.8, rest)]), 60.0).unwrap();
        assert_eq!(late.duration_s(), 4.0);
    }

    #[test]
    fn what_is_passed_through_does_not_stop() {
        let through = |keyframe| Keyframe { ease: Ease::Through, ..keyframe };
        let moving = reach(vec![through(arm(1.0, 35.0)), through(arm(2.0, 20.0)), arm(3.0, 40.0)]);
        let trajectory = trajectory(&moving, 60.0).unwrap();
        let speeds = &trajectory.tracks()[0].speeds;
        assert!(speeds[0] < -0.1, "on the way: {speeds:?}");
        assert_eq!(speeds[1..], [0.0, 0.0, 0.0], "where it turns back, and where it ends");
    }

    #[test]
    fn a_keyframe_beyond_the_last_beat_is_told() {
        let refusals = trajectory(&reach(vec![arm(5.0, 20.0)]), 60.0).unwrap_err();
        assert!(refusals[0].what.contains("beat 5 is not within the 4 beats"), "{refusals:?}");
    }
}
