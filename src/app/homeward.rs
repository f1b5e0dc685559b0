//! The end of a motion that is told before it has come. A repetition is home a little before the
//! next one begins, and in this time the count for the next one must be on its way. When Nao needs
//! longer than that before it is heard, whoever waited for the end would lose a beat each time.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::{
    app::beats::{AHEAD, Seat},
    motion::Trajectory,
};

/// An end is never told so much too early: all that is left then is the way home.
pub const EARLY_AT_MOST: Duration = Duration::from_millis(500);

/// From the end to what it brings: the journal is written, and the session asked.
const WORK: Duration = Duration::from_millis(50);

/// A call and its answer, and then the same once more, are this many single ways: the answer to
/// the motion that ends, and a look at the motors before the next one.
const WAYS: u32 = 3;

/// When the motion in hand will be home, once its end has been told.
#[derive(Debug, Clone, Default)]
pub struct Homeward(Arc<Mutex<Option<Instant>>>);

impl Homeward {
    /// The end of a motion is told that is home at this moment.
    pub fn told(&self, home: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(home);
    }

    /// Whoever follows a motion that is on its way home says when it will be ready, so that
    /// nobody waits for it. `way` is a single way to the robot; `lead` what its own call takes.
    pub fn promise(&self, seat: &mut Seat, way: Duration, lead: Duration) {
        let home = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let ready = home.map(|home| home + WAYS * way);
        if let Some(ready) = ready.filter(|ready| *ready > Instant::now()) {
            seat.will_be_ready(ready, lead);
        }
    }
}

/// A motion that began on a beat.
#[derive(Debug, Clone, Copy)]
pub struct Begun {
    /// When the next repetition begins.
    next: Instant,
    /// When this one is home.
    pub home: Instant,
}

impl Begun {
    /// It begins to move at `beat`.
    pub fn on(beat: Instant, trajectory: &Trajectory) -> Begun {
        Begun {
            next: beat + Duration::from_secs_f64(trajectory.repetition_s()),
            home: beat + Duration::from_secs_f64(trajectory.duration_s()),
        }
    }

    /// When its end must be told, if that is before the robot itself tells it after its `way`:
    /// what takes `lead` to be heard must be in time for the next beat.
    pub fn tell_at(&self, way: Duration, lead: Duration) -> Option<Instant> {
        let latest = self.next.checked_sub(lead + AHEAD + WORK)?;
        let soonest = self.home.checked_sub(EARLY_AT_MOST)?;
        (latest < self.home + way).then_some(latest.max(soonest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    #[test]
    fn an_end_is_told_early_only_when_the_next_beat_would_be_lost() {
        let beat = Instant::now();
        let begun = Begun { next: beat + ms(4_800), home: beat + ms(4_500) };
        assert_eq!(begun.tell_at(ms(5), ms(5)), None, "the robot tells it in time");
        assert_eq!(begun.tell_at(ms(5), ms(205)), None);
        assert_eq!(begun.tell_at(ms(5), ms(300)), Some(beat + ms(4_430)));
        assert_eq!(begun.tell_at(ms(5), ms(2_000)), Some(beat + ms(4_000)), "not any earlier");
    }
}
