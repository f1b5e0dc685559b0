//! An order of chance. Written out, so that no version of a library changes it: the same seed must
//! give the same order when a kept journal is played again.

use rand::{Rng, RngExt};

/// Puts them in an order of chance.
pub(super) fn shuffle<T>(all: &mut [T], random: &mut impl Rng) {
    for place in (1..all.len()).rev() {
        all.swap(place, random.random_range(0..=place));
    }
}
