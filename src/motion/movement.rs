//! A movement as its author wrote it: keyframes on beats, in degrees.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    motion::{
        Breathing, Contraindication, Joint, Keyframe, Part, Position, Posture, Refusal, Trains,
        Trajectory, timing,
    },
};

/// A text in each language (`{fr: …, en: …, ko: …}`).
pub type MovementText = BTreeMap<Language, String>;

/// One movement of the library (`routines/movements/*.yaml`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Movement {
    /// What it is called, in each language.
    pub title: MovementText,
    /// What it trains.
    pub trains: Vec<Trains>,
    /// The position from which and to which it goes.
    pub position: Position,
    /// Length of one repetition, in beats. It ends in the posture in which it began, a little
    /// before the next repetition.
    pub beats: f64,
    /// Tempo when a routine names none, in beats a minute.
    pub tempo: f64,
    /// The tempos that a routine may ask for; every one of them is proven.
    pub tempos: Tempos,
    /// The keyframes, in order of beats.
    pub keyframes: Vec<Keyframe>,
    /// The side that is written, when the other one is made by mirroring.
    #[serde(default)]
    pub mirror: Option<Mirror>,
    /// What Nao says to explain it, in each language.
    pub instruction: MovementText,
    /// Short reminders that are said between repetitions, in each language.
    #[serde(default)]
    pub cues: BTreeMap<Language, Vec<String>>,
    /// When to breathe.
    #[serde(default)]
    pub breathing: Option<Breathing>,
    /// Who should make the easier movement instead, or rest.
    #[serde(default)]
    pub contraindications: Vec<Contraindication>,
    /// The movement that asks less of the same.
    #[serde(default)]
    pub easier: Option<String>,
    /// The movement that asks more of the same.
    #[serde(default)]
    pub harder: Option<String>,
}

/// From the slowest to the fastest tempo, beats a minute.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tempos {
    /// The slowest.
    pub least: f64,
    /// The fastest.
    pub most: f64,
}

/// The side that a movement is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mirror {
    /// The left; the right is made by mirroring.
    Left,
}

/// Tempos of a class, beats a minute.
pub const TEMPOS: RangeInclusive<f64> = 20.0..=160.0;

/// The steps in which a range of tempos is proven, beats a minute. Speeds and accelerations rise
/// with the tempo and decide at the fastest; where limbs are at the same time differs a little
/// from tempo to tempo, since the way back to rest ends a fixed time before the beat.
const TEMPO_STEP: f64 = 10.0;

impl Movement {
    /// The posture from which it goes and to which it comes back. Standing movements of the arms
    /// stand on straight knees, which heat least; those of the legs begin with bent knees and
    /// feet side by side, so that the legs can give way both ways.
    pub fn start(&self) -> Posture {
        let legs = self
            .keyframes
            .iter()
            .flat_map(|keyframe| keyframe.joints.keys())
            .any(|joint| joint.part() == Part::Leg);
        match self.position {
            Position::Standing if legs => Posture::StandInit,
            position => Posture::of(position),
        }
    }

    /// The movement with its words in one language alone.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Movement {
        let mut movement = self.clone();
        movement.title.retain(|other, _| *other == language);
        movement.instruction.retain(|other, _| *other == language);
        movement.cues.retain(|other, _| *other == language);
        movement
    }

    /// The joints that it moves.
    pub fn joints(&self) -> BTreeSet<Joint> {
        self.keyframes.iter().flat_map(|keyframe| keyframe.joints.keys().copied()).collect()
    }

    /// One repetition at a tempo (beats a minute), from its posture back to it.
    ///
    /// # Errors
    /// Every way in which the movement would leave limits, speeds, accelerations or balance,
    /// touch itself or the ground; or that the tempo is none that the movement allows.
    pub fn at_tempo(&self, tempo: f64) -> Result<Trajectory, Vec<Refusal>> {
        let Tempos { least, most } = self.tempos;
        if !(least..=most).contains(&tempo) {
            return Err(vec![Refusal::whole(format!(
                "a tempo of {tempo} is out of its range, {least} to {most} beats a minute: its highest safe tempo is {most}"
            ))]);
        }
        timing::trajectory(self, tempo)
    }

    /// Proves it at every tempo that a routine may ask for, on both sides.
    ///
    /// # Errors
    /// Every refusal, with its side and tempo, and the highest safe tempo where there is one.
    pub fn prove(&self) -> Result<(), Vec<Refusal>> {
        let Tempos { least, most } = self.tempos;
        if !(TEMPOS.contains(&least) && TEMPOS.contains(&most) && least <= most) {
            return Err(vec![Refusal::whole(format!(
                "its tempos go from {least} to {most} beats a minute; a class has {} to {}, and the slowest comes first",
                TEMPOS.start(),
                TEMPOS.end()
            ))]);
        }
        if !(least..=most).contains(&self.tempo) {
            return Err(vec![Refusal::whole(format!(
                "its own tempo of {} is not within its tempos, {least} to {most}",
                self.tempo
            ))]);
        }
        let other = self.mirror.map(|Mirror::Left| self.mirrored());
        let sides =
            [Some((self, "")), other.as_ref().map(|other| (other, "mirrored to the right: "))];
        for (movement, side) in sides.into_iter().flatten() {
            // The fastest first: it is refused for the most telling reason.
            for tempo in self.steps().rev() {
                let Err(refusals) = timing::trajectory(movement, tempo) else { continue };
                let advice = match self.highest_safe_tempo() {
                    Some(safe) if safe < most => {
                        format!(" (at {tempo} beats a minute; the highest safe tempo is {safe:.0})")
                    }
                    _ => format!(" (at {tempo} beats a minute, and at no slower tempo either)"),
                };
                return Err(refusals
                    .into_iter()
                    .map(|refusal| Refusal {
                        what: format!("{side}{}{advice}", refusal.what),
                        ..refusal
                    })
                    .collect());
            }
        }
        Ok(())
    }

    /// The tempos at which the range is proven.
    fn steps(&self) -> impl DoubleEndedIterator<Item = f64> {
        let Tempos { least, most } = self.tempos;
        let between = ((most - least) / TEMPO_STEP).ceil() as u32;
        let mut tempos: Vec<f64> =
            (0..between).map(|step| least + f64::from(step) * TEMPO_STEP).collect();
        tempos.push(most);
        tempos.into_iter()
    }

    /// The fastest whole tempo at which both sides are safe, beats a minute; `None` when none is.
    pub fn highest_safe_tempo(&self) -> Option<f64> {
        let other = self.mirror.map(|Mirror::Left| self.mirrored());
        let safe = |tempo: u32| {
            let tempo = f64::from(tempo);
            timing::trajectory(self, tempo).is_ok()
                && other.as_ref().is_none_or(|other| timing::trajectory(other, tempo).is_ok())
        };
        let (mut slow, mut fast) = (*TEMPOS.start() as u32, *TEMPOS.end() as u32);
        if safe(fast) {
            return Some(f64::from(fast));
        }
        if !safe(slow) {
            // Very slow, a long movement takes more time than one order to the robot may.
            slow = self.tempos.least.max(1.0) as u32;
            if !safe(slow) {
                return None;
            }
        }
        while fast - slow > 1 {
            let middle = slow.midpoint(fast);
            if safe(middle) { slow = middle } else { fast = middle }
        }
        Some(f64::from(slow))
    }

    /// The same movement on the other side: left and right exchanged.
    pub fn mirrored(&self) -> Movement {
        let keyframes = self.keyframes.iter().map(Keyframe::mirrored).collect();
        Movement { keyframes, ..self.clone() }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A sitting movement of one keyframe on beat 2 of 4.
    pub(in crate::motion) fn movement(
        position: Position,
        joints: impl IntoIterator<Item = (Joint, f64)>,
    ) -> Movement {
        Movement {
            title: BTreeMap::new(),
            trains: vec![],
            position,
            beats: 4.0,
            tempo: 60.0,
            tempos: Tempos { least: 40.0, most: 60.0 },
            keyframes: vec![Keyframe::new(2.0, joints)],
            mirror: Some(Mirror::Left),
            instruction: BTreeMap::new(),
            cues: BTreeMap::new(),
            breathing: None,
            contraindications: vec![],
            easier: None,
            harder: None,
        }
    }

    fn wave() -> Movement {
        movement(
            Position::Sitting,
            [(Joint::LShoulderPitch, -60.0), (Joint::LElbowYaw, -60.0), (Joint::HeadYaw, 20.0)],
        )
    }

    #[test]
    fn a_repetition_ends_where_it_began() {
        let trajectory = wave().at_tempo(60.0).unwrap();
        assert_eq!(trajectory.angles_at(4.0), Posture::Sit.angles());
        let up = trajectory.angles_at(2.0)[Joint::LShoulderPitch.index()];
        assert!((up - (-60f64).to_radians()).abs() < 1e-9);
    }

    #[test]
    fn another_tempo_than_its_own_is_told() {
        let refusals = wave().at_tempo(150.0).unwrap_err();
        assert!(refusals[0].what.contains("highest safe tempo is 60"), "{refusals:?}");
        assert!(wave().at_tempo(40.0).is_ok());
    }

    #[test]
    fn a_range_that_is_too_fast_is_told_with_the_highest_safe_tempo() {
        assert_eq!(wave().prove(), Ok(()));
        let fast = Movement { tempos: Tempos { least: 40.0, most: 150.0 }, ..wave() };
        let refusals = fast.prove().unwrap_err();
        let safe = fast.highest_safe_tempo().unwrap();
        assert!(safe > 60.0 && safe < 150.0, "{safe}");
        let told = format!("(at 150 beats a minute; the highest safe tempo is {safe})");
        assert!(refusals[0].what.ends_with(&told), "{refusals:?}");
        assert!(Movement { tempos: Tempos { least: 40.0, most: safe }, ..wave() }.prove().is_ok());
        let faster = Tempos { least: 40.0, most: safe + 1.0 };
        assert!(Movement { tempos: faster, ..wave() }.prove().is_err());
    }

    #[test]
    fn the_other_side_is_proven_too_and_named() {
        // The right foot bends a little farther than the left one.
        let toes = [
            (Joint::RAnklePitch, 53.37),
            (Joint::RAnkleRoll, -1.0),
            (Joint::RKneePitch, 65.0),
            (Joint::RShoulderPitch, 20.0),
        ];
        let toes = movement(Position::Sitting, toes);
        assert!(toes.at_tempo(60.0).is_ok());
        let refusals = toes.prove().unwrap_err();
        let told = "mirrored to the right: LAnklePitch goes to 53.4° on beat 2";
        assert!(refusals[0].what.starts_with(told), "{refusals:?}");
        assert_eq!(wave().mirrored().mirrored(), wave());
    }

    #[test]
    fn tempos_of_no_class_are_told() {
        for (least, most) in [(10.0, 60.0), (60.0, 170.0), (70.0, 60.0), (70.0, 80.0)] {
            let other = Movement { tempos: Tempos { least, most }, ..wave() };
            assert!(other.prove().is_err(), "{least} {most}");
        }
    }
}
