//! How long a call is under way to the robot: learnt from short calls that are made anyway.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Round trips that are remembered: the looks at the joints of some six seconds, so that a busy
/// network is noticed, and one slow answer is not.
const REMEMBERED: usize = 31;

/// The way to the robot, of one connection.
#[derive(Debug, Default)]
pub(super) struct Delay {
    round_trips: Mutex<VecDeque<Duration>>,
}

impl Delay {
    /// A short call was answered after this time.
    pub(super) fn answered(&self, round_trip: Duration) {
        let mut kept = self.round_trips.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == REMEMBERED {
            kept.pop_front();
        }
        kept.push_back(round_trip);
    }

    /// The way of a call: half of what round trips take in the middle. Zero before any is known.
    pub(super) fn one_way(&self) -> Duration {
        let mut kept: Vec<Duration> = {
            let kept = self.round_trips.lock().unwrap_or_else(PoisonError::into_inner);
            kept.iter().copied().collect()
        };
        kept.sort_unstable();
        kept.get(kept.len() / 2).map_or(Duration::ZERO, |median| *median / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slow_answer_changes_nothing_and_a_slow_network_does() {
        let delay = Delay::default();
        assert_eq!(delay.one_way(), Duration::ZERO);
        for _ in 0..20 {
            delay.answered(Duration::from_millis(20));
        }
        delay.answered(Duration::from_secs(2));
        assert_eq!(delay.one_way(), Duration::from_millis(10));
        for _ in 0..20 {
            delay.answered(Duration::from_millis(60));
        }
        assert_eq!(delay.one_way(), Duration::from_millis(30));
    }
}
