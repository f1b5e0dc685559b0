//! Motions that have been proven already. A proof looks at the whole body all along the way, and
//! the same motions come again and again: whenever the routines are listed, whenever a journal is
//! read. What is remembered changes no answer, only how long it takes.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::motion::Trajectory;

/// So many motions are remembered, of some 2 kB each: the library on both sides at a dozen tempos.
/// When there are more, remembering begins anew.
const AT_MOST: usize = 2_048;

static KNOWN: Mutex<Known> = Mutex::new(Known(BTreeMap::new()));

/// Those that are proven, by a hash of their content. They are kept whole: only what is the same
/// to the last bit is taken for the same.
struct Known(BTreeMap<u64, Trajectory>);

impl Known {
    fn has(&self, trajectory: &Trajectory) -> bool {
        self.0.get(&hash(trajectory)) == Some(trajectory)
    }

    fn keep(&mut self, trajectory: &Trajectory, at_most: usize) {
        if self.0.len() >= at_most {
            self.0.clear();
        }
        self.0.insert(hash(trajectory), trajectory.clone());
    }
}

/// Whether this very motion has been proven.
pub(super) fn is_proven(trajectory: &Trajectory) -> bool {
    known().has(trajectory)
}

/// This motion has been proven.
pub(super) fn keep(trajectory: &Trajectory) {
    known().keep(trajectory, AT_MOST);
}

fn known() -> MutexGuard<'static, Known> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn hash(trajectory: &Trajectory) -> u64 {
    let mut hasher = DefaultHasher::new();
    trajectory.start().hash(&mut hasher);
    trajectory.tempo().to_bits().hash(&mut hasher);
    trajectory.beats().to_bits().hash(&mut hasher);
    for track in trajectory.tracks() {
        track.joint.hash(&mut hasher);
        for numbers in [&track.times, &track.angles, &track.speeds] {
            numbers.len().hash(&mut hasher);
            numbers.iter().for_each(|number| number.to_bits().hash(&mut hasher));
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::{Joint, Posture, Track};

    fn raised(tempo: f64, beats: f64, angle: f64, last_s: f64) -> Result<Trajectory, String> {
        let start = Posture::Sit;
        let rest = start.angles()[Joint::LShoulderPitch.index()];
        let track = Track {
            joint: Joint::LShoulderPitch,
            times: vec![2.0, last_s],
            angles: vec![angle, rest],
            speeds: vec![0.0, 0.0],
        };
        Trajectory::prove(start, tempo, beats, vec![track])
            .map_err(|refusals| refusals[0].what.clone())
    }

    #[test]
    fn only_the_same_motion_is_known() {
        let proven = raised(60.0, 4.5, -0.987, 4.0).unwrap();
        assert!(is_proven(&proven));
        assert_eq!(raised(60.0, 4.5, -0.987, 4.0), Ok(proven.clone()));
        for other in [
            raised(61.0, 4.5, -0.987, 4.0),
            raised(60.0, 4.6, -0.987, 4.0),
            raised(60.0, 4.5, -0.986, 4.0),
            raised(60.0, 4.5, -0.987, 4.1),
        ] {
            assert_ne!(other.unwrap(), proven);
        }
    }

    #[test]
    fn what_was_refused_is_refused_again() {
        let refused = raised(60.0, 4.5, -3.0, 4.0);
        assert!(refused.is_err());
        assert_eq!(raised(60.0, 4.5, -3.0, 4.0), refused);
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let mut known = Known(BTreeMap::new());
        for number in 0..5 {
            let trajectory = raised(60.0, 4.5, -0.5, 4.0 + f64::from(number) * 0.1).unwrap();
            known.keep(&trajectory, 3);
            assert!(known.has(&trajectory) && known.0.len() <= 3);
        }
    }
}
