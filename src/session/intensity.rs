//! How much a class asks: five steps, of which the third is the class as it was written.

use serde::{Deserialize, Serialize};

use crate::{motion::Tempos, script::Pulse};

/// How much is asked, from 1 (least) to 5; 3 is as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Intensity(u8);

/// No such intensity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an intensity is a number from 1 to 5, not {0}")]
pub struct NoIntensity(u8);

/// What a step makes of an exercise, as multiples of what was written: repetitions, tempo, rest.
/// Repetitions carry most of it. Tempo changes little, since haste is what unsteady people fall
/// by, and rests shrink less than they grow.
const STEPS: [(f64, f64, f64); 5] =
    [(0.5, 0.8, 1.5), (0.75, 0.9, 1.25), (1.0, 1.0, 1.0), (1.2, 1.08, 0.9), (1.4, 1.15, 0.8)];

/// A set is never cut to less than this, unless it was written so: one repetition is none.
const FEWEST: u32 = 2;

impl Intensity {
    /// The class as it was written.
    pub const WRITTEN: Intensity = Intensity(3);
    /// The least that is asked; easier movements stand in where there are some.
    pub const LEAST: Intensity = Intensity(1);

    /// One step down, at most to the least.
    #[must_use]
    pub fn easier(self) -> Intensity {
        Intensity((self.0 - 1).max(1))
    }

    /// One step up, at most to the fifth.
    #[must_use]
    pub fn harder(self) -> Intensity {
        Intensity((self.0 + 1).min(5))
    }

    /// Repetitions in a set, of which so many were written and not more than `most` are possible.
    pub fn repetitions(self, written: u32, most: u32) -> u32 {
        let wanted = (f64::from(written) * self.step().0).round() as u32;
        wanted.max(FEWEST.min(written)).min(most.max(written))
    }

    /// The tempo, beats a minute, within those at which the movement is proven.
    pub fn tempo(self, written: f64, proven: Tempos) -> f64 {
        if self == Intensity::WRITTEN {
            return written;
        }
        let tenths = (written * self.step().1 * 10.0).round();
        (tenths / 10.0).min(proven.most).max(proven.least)
    }

    /// The tempo to music: the nearest of which each beat is a beat of the music, and which is no
    /// haste. Without one it is that of the intensity alone, and only repetitions begin on a beat.
    pub fn tempo_to(self, music: Pulse, written: f64, proven: Tempos) -> f64 {
        if self == Intensity::WRITTEN && music.beats_of(written).is_some() {
            return written;
        }
        let wanted = self.tempo(written, proven);
        music.nearest(wanted, written, proven, wanted.max(written)).unwrap_or(wanted)
    }

    /// The rest, s.
    pub fn rest_s(self, written: f64) -> f64 {
        written * self.step().2
    }

    fn step(self) -> (f64, f64, f64) {
        STEPS[usize::from(self.0 - 1)]
    }
}

impl Default for Intensity {
    fn default() -> Intensity {
        Intensity::WRITTEN
    }
}

impl TryFrom<u8> for Intensity {
    type Error = NoIntensity;

    fn try_from(number: u8) -> Result<Intensity, NoIntensity> {
        if (1..=5).contains(&number) { Ok(Intensity(number)) } else { Err(NoIntensity(number)) }
    }
}

impl From<Intensity> for u8 {
    fn from(intensity: Intensity) -> u8 {
        intensity.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PROVEN: Tempos = Tempos { least: 40.0, most: 60.0 };

    fn all() -> impl Iterator<Item = Intensity> {
        (1..=5).map(|number| Intensity::try_from(number).unwrap())
    }

    #[test]
    fn the_third_step_is_the_class_as_written() {
        let third = Intensity::WRITTEN;
        assert_eq!(
            (third.repetitions(8, 30), third.tempo(50.0, PROVEN), third.rest_s(12.0)),
            (8, 50.0, 12.0)
        );
    }

    #[test]
    fn each_step_asks_more_than_the_one_before() {
        let asked: Vec<_> = all()
            .map(|step| (step.repetitions(10, 30), step.tempo(50.0, PROVEN), step.rest_s(10.0)))
            .collect();
        assert_eq!(
            asked,
            [(5, 40.0, 15.0), (8, 45.0, 12.5), (10, 50.0, 10.0), (12, 54.0, 9.0), (14, 57.5, 8.0)]
        );
    }

    #[test]
    fn to_music_each_step_keeps_its_beat() {
        let tempos = |tempo, meter, written, proven| {
            let music = Pulse { tempo, meter: Some(meter) };
            all().map(|step| step.tempo_to(music, written, proven)).collect::<Vec<_>>()
        };
        assert_eq!(tempos(100.0, 4, 50.0, PROVEN), [50.0; 5]);
        assert_eq!(tempos(100.0, 4, 50.5, PROVEN), [50.0, 50.0, 50.5, 50.0, 50.0], "as written");
        assert_eq!(tempos(120.0, 3, 60.0, PROVEN), [40.0, 60.0, 60.0, 60.0, 60.0]);
        assert_eq!(tempos(100.0, 4, 55.0, PROVEN), [50.0; 5], "what does not go with it");
        assert_eq!(tempos(104.0, 3, 57.0, PROVEN), [52.0; 5], "on its beat, if not with its bars");
    }

    #[test]
    fn music_that_nothing_goes_with_leaves_the_tempo_alone() {
        let music = Pulse { tempo: 76.0, meter: Some(4) };
        for step in all() {
            assert_eq!(step.tempo_to(music, 50.0, PROVEN), step.tempo(50.0, PROVEN));
        }
    }

    #[test]
    fn no_step_leads_out_of_the_five() {
        assert_eq!(Intensity::LEAST.easier(), Intensity::LEAST);
        assert_eq!(Intensity(5).harder(), Intensity(5));
        assert_eq!(Intensity::try_from(0), Err(NoIntensity(0)));
        assert!(serde_json::from_str::<Intensity>("6").is_err());
    }

    proptest! {
        #[test]
        fn whatever_was_written_stays_within_what_is_possible_and_proven(
            step in 1u8..=5, written in 1u32..=30, tempo in 40.0f64..=60.0,
        ) {
            let step = Intensity::try_from(step).unwrap();
            let repetitions = step.repetitions(written, 30);
            prop_assert!((1..=30).contains(&repetitions));
            prop_assert!(repetitions >= written.min(2));
            prop_assert!((40.0..=60.0).contains(&step.tempo(tempo, PROVEN)));
            if step < Intensity::WRITTEN {
                prop_assert!(repetitions <= written && step.rest_s(10.0) > 10.0);
            }
        }
    }
}
