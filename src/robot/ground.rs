//! Whether somebody has lifted the robot. NAOqi tells only whether a foot touches the ground
//! (`footContactChanged`, NAOqi 2.1 to 2.8), and the feet of a robot that sits, or that is on its
//! way to sitting, do not: it is lifted when it stands on nothing.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::robot::Notice;

/// What is known of the feet and of what stands on them.
#[derive(Default)]
pub(super) struct Ground(Mutex<Known>);

struct Known {
    /// At least one foot touches the ground.
    feet: bool,
    /// Its posture, when it was last looked at, was one on its feet.
    stands: bool,
    /// Postures that it is being taken to.
    posing: u32,
    lifted: bool,
}

impl Default for Known {
    fn default() -> Known {
        Known { feet: true, stands: false, posing: 0, lifted: false }
    }
}

impl Known {
    /// What there is to tell. Held in the air its legs may hang as they like: only the ground
    /// puts it down.
    fn news(&mut self) -> Option<Notice> {
        let lifted = !self.feet && (self.lifted || (self.stands && self.posing == 0));
        (std::mem::replace(&mut self.lifted, lifted) != lifted).then_some(Notice::Lifted(lifted))
    }
}

/// It goes from posture to posture while this lives, whatever its feet tell.
pub(super) struct Posing<'a>(&'a Ground);

impl Drop for Posing<'_> {
    fn drop(&mut self) {
        let mut known = self.0.known();
        known.posing = known.posing.saturating_sub(1);
    }
}

impl Ground {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A foot touches the ground, or none does any more.
    pub(super) fn feet(&self, touch: bool) -> Option<Notice> {
        let mut known = self.known();
        known.feet = touch;
        known.news()
    }

    /// The family of its posture was read.
    pub(super) fn family(&self, family: &str) -> Option<Notice> {
        let mut known = self.known();
        known.stands = matches!(family, "Standing" | "Crouching");
        known.news()
    }

    /// It is being taken to a posture.
    pub(super) fn posing(&self) -> Posing<'_> {
        self.known().posing += 1;
        Posing(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UP: Option<Notice> = Some(Notice::Lifted(true));
    const DOWN: Option<Notice> = Some(Notice::Lifted(false));

    #[test]
    fn one_that_stands_is_lifted_and_put_down() {
        let ground = Ground::default();
        assert_eq!(ground.family("Standing"), None);
        assert_eq!((ground.feet(false), ground.feet(false)), (UP, None));
        assert_eq!(ground.family("Unknown"), None, "its legs hang");
        assert_eq!((ground.feet(true), ground.feet(true)), (DOWN, None));
    }

    #[test]
    fn one_that_sits_has_its_feet_in_the_air() {
        let ground = Ground::default();
        ground.family("Sitting");
        assert_eq!((ground.feet(false), ground.feet(true)), (None, None));
    }

    #[test]
    fn one_that_sits_down_is_not_lifted() {
        let ground = Ground::default();
        ground.family("Standing");
        let posing = ground.posing();
        assert_eq!(ground.feet(false), None);
        assert_eq!(ground.family("Sitting"), None);
        drop(posing);
        assert_eq!(ground.family("Sitting"), None);
    }

    #[test]
    fn one_that_was_lifted_on_its_way_is_told_afterwards() {
        let ground = Ground::default();
        ground.family("Standing");
        let posing = ground.posing();
        ground.feet(false);
        drop(posing);
        assert_eq!(ground.family("Standing"), UP);
    }
}
