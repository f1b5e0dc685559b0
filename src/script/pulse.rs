//! The beat of a piece of music, and the tempos that go with it.

use serde::{Deserialize, Serialize};

use crate::{motion::Tempos, script::TrackInfo};

/// A tempo may differ so much from a whole part of the music's and still go with it: nobody hears
/// it within a repetition, and each repetition begins on a beat anew.
const TOLERANCE: f64 = 0.02;

/// Nobody feels a beat of a movement that is made of more beats of the music.
const MOST_BEATS: u32 = 8;

/// The beat of a piece of music.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pulse {
    /// Beats a minute, greater than 0.
    pub tempo: f64,
    /// Beats a bar; `None` when nobody wrote them.
    pub meter: Option<u32>,
}

impl Pulse {
    /// That of a track.
    pub fn of(track: &TrackInfo) -> Pulse {
        Pulse { tempo: track.tempo, meter: track.meter }
    }

    /// How many beats of the music make one of a movement at a tempo (beats a minute), when each
    /// beat of the movement is one of the music.
    pub fn beats_of(self, tempo: f64) -> Option<u32> {
        let ratio = self.tempo / tempo;
        let whole = ratio.round();
        let near = (ratio / whole - 1.0).abs() <= TOLERANCE;
        ((1.0..=f64::from(MOST_BEATS)).contains(&whole) && near).then_some(whole as u32)
    }

    /// The tempo nearest to `wanted` that goes with the music: with its bars or as `written` does,
    /// else with its beat alone; within those that are proven, and not hastier than `most`. All in
    /// beats a minute. `None` when there is none.
    pub fn nearest(self, wanted: f64, written: f64, proven: Tempos, most: f64) -> Option<f64> {
        let chosen = self.beats_of(written);
        let most = proven.most.min(most * (1.0 + TOLERANCE));
        let strange = |tempo: f64| (tempo / wanted).ln().abs();
        let suits = |beats: u32| self.suits_bars(beats) || chosen == Some(beats);
        let among = |all: bool| {
            (1..=MOST_BEATS)
                .filter(|beats| all || suits(*beats))
                .map(|beats| self.tempo / f64::from(beats))
                .filter(|tempo| (proven.least..=most).contains(tempo))
                .min_by(|one, other| strange(*one).total_cmp(&strange(*other)))
        };
        among(false).or_else(|| among(true))
    }

    /// Whether a movement of which each beat takes so many of the music falls alike in each bar:
    /// on two in a bar of four, but not on three of it.
    fn suits_bars(self, beats: u32) -> bool {
        self.meter.is_none_or(|meter| {
            meter.is_multiple_of(beats) || (meter > 0 && beats.is_multiple_of(meter))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WALK: Pulse = Pulse { tempo: 100.0, meter: Some(4) };
    const WALTZ: Pulse = Pulse { tempo: 120.0, meter: Some(3) };

    fn proven(least: f64, most: f64) -> Tempos {
        Tempos { least, most }
    }

    #[test]
    fn a_whole_number_of_beats_makes_one_of_the_movement() {
        assert_eq!(WALK.beats_of(50.0), Some(2));
        assert_eq!(WALK.beats_of(51.0), Some(2), "within 2 %");
        assert_eq!(WALK.beats_of(52.0), None);
        assert_eq!(WALK.beats_of(200.0), None, "half of its beats would be none of the music");
        assert_eq!(WALK.beats_of(10.0), None, "nobody feels it");
    }

    #[test]
    fn the_nearest_tempo_goes_with_the_bars() {
        assert_eq!(WALK.nearest(40.0, 50.0, proven(20.0, 90.0), 50.0), Some(50.0), "no third");
        assert_eq!(WALK.nearest(30.0, 50.0, proven(20.0, 90.0), 50.0), Some(25.0));
        assert_eq!(WALTZ.nearest(48.0, 60.0, proven(30.0, 70.0), 60.0), Some(40.0), "a bar");
        assert_eq!(WALTZ.nearest(54.0, 60.0, proven(30.0, 70.0), 60.0), Some(60.0), "as chosen");
        assert_eq!(WALK.nearest(36.0, 36.0, proven(30.0, 40.0), 36.0), Some(100.0 / 3.0), "else");
        let unknown = Pulse { meter: None, ..WALK };
        assert_eq!(unknown.nearest(36.0, 50.0, proven(20.0, 90.0), 50.0), Some(100.0 / 3.0));
    }

    #[test]
    fn it_is_never_hastier_than_it_may_be() {
        assert_eq!(WALK.nearest(80.0, 80.0, proven(60.0, 120.0), 80.0), None);
        assert_eq!(WALK.nearest(98.5, 98.5, proven(60.0, 120.0), 98.5), Some(100.0));
        assert_eq!(WALK.nearest(57.5, 50.0, proven(60.0, 90.0), 57.5), None);
    }

    proptest! {
        #[test]
        fn whatever_is_found_is_proven_and_on_the_beat(
            tempo in 40.0f64..160.0, meter in prop::option::of(2u32..=6),
            least in 20.0f64..80.0, range in 0.0f64..80.0, wanted in 20.0f64..160.0,
        ) {
            let (pulse, proven) = (Pulse { tempo, meter }, proven(least, least + range));
            if let Some(found) = pulse.nearest(wanted, wanted, proven, wanted) {
                prop_assert!((proven.least..=proven.most).contains(&found));
                prop_assert!(found <= wanted * 1.021);
                let beats = tempo / found;
                prop_assert!((beats - beats.round()).abs() < 1e-9 && beats.round() >= 1.0);
            }
        }
    }
}
