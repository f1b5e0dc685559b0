//! A movement as its author wrote it: keyframes on beats, in degrees.

use std::{collections::BTreeMap, ops::RangeInclusive};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    motion::{Joint, Part, Position, Posture, Refusal, Track, Trajectory},
};

/// A text in each language (`{fr: …, en: …, ko: …}`).
pub type MovementText = BTreeMap<Language, String>;

/// Angles to be reached on a beat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Keyframe {
    /// When, in beats since the start of the repetition (greater than 0).
    pub beat: f64,
    /// Joint name to angle in degrees (hands: 0 to 1). Joints not named keep their course.
    pub joints: BTreeMap<String, f64>,
}

/// One movement of the library (`routines/movements/*.yaml`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Movement {
    /// What it is called, in each language.
    pub title: MovementText,
    /// What it trains (`shoulders`, `balance` …).
    pub trains: Vec<String>,
    /// The position from which and to which it goes.
    pub position: Position,
    /// Length of one repetition, in beats. The last beat is back in the rest posture.
    pub beats: f64,
    /// Tempo when a routine names none, in beats a minute.
    pub tempo: f64,
    /// The keyframes, in order of beats.
    pub keyframes: Vec<Keyframe>,
    /// Whether the other side is made by mirroring.
    #[serde(default)]
    pub mirror: bool,
    /// What Nao says to explain it, in each language.
    pub instruction: MovementText,
}

/// Tempos of a class, beats a minute.
pub const TEMPOS: RangeInclusive<f64> = 20.0..=160.0;

impl Movement {
    /// One repetition at a tempo (beats a minute), from the rest posture of its position back to it.
    ///
    /// # Errors
    /// Every way in which the movement would leave limits, speeds or balance.
    pub fn at_tempo(&self, tempo: f64) -> Result<Trajectory, Vec<Refusal>> {
        if !TEMPOS.contains(&tempo) {
            return Err(vec![Refusal::new(format!(
                "a tempo of {tempo} is out of range: {} to {} beats a minute",
                TEMPOS.start(),
                TEMPOS.end()
            ))]);
        }
        let seconds = |beat: f64| beat * 60.0 / tempo;
        let start = Posture::of(self.position);
        let mut refusals = Vec::new();
        let mut tracks: BTreeMap<Joint, Track> = BTreeMap::new();
        for keyframe in &self.keyframes {
            if !(keyframe.beat > 0.0 && keyframe.beat <= self.beats) {
                refusals.push(Refusal::new(format!(
                    "the keyframe on beat {} is not within the {} beats of the movement",
                    keyframe.beat, self.beats
                )));
            }
            for (name, &written) in &keyframe.joints {
                let Some(joint) = Joint::from_name(name) else {
                    refusals.push(Refusal::new(unknown_joint(name)));
                    continue;
                };
                let angle = if joint.part() == Part::Hand { written } else { written.to_radians() };
                let track = tracks.entry(joint).or_insert_with(|| Track {
                    joint,
                    times: Vec::new(),
                    angles: Vec::new(),
                });
                track.times.push(seconds(keyframe.beat));
                track.angles.push(angle);
            }
        }
        // Whatever moved comes back to rest on the last beat.
        for track in tracks.values_mut() {
            if track.times.last().is_none_or(|last| *last < seconds(self.beats) - 1e-9) {
                track.times.push(seconds(self.beats));
                track.angles.push(start.angles()[track.joint.index()]);
            }
        }
        match Trajectory::prove(start, tracks.into_values().collect()) {
            Ok(trajectory) if refusals.is_empty() => Ok(trajectory),
            Ok(_) => Err(refusals),
            Err(more) => {
                refusals.extend(more);
                Err(refusals)
            }
        }
    }

    /// The same movement on the other side: left and right exchanged.
    pub fn mirrored(&self) -> Movement {
        let mut other = self.clone();
        for keyframe in &mut other.keyframes {
            keyframe.joints = keyframe
                .joints
                .iter()
                .map(|(name, &angle)| match Joint::from_name(name).map(Joint::mirrored) {
                    Some((joint, factor)) => (joint.name().to_owned(), factor * angle),
                    None => (name.clone(), angle),
                })
                .collect();
        }
        other
    }
}

fn unknown_joint(name: &str) -> String {
    let nearest = Joint::ALL
        .into_iter()
        .map(|joint| (strsim::damerau_levenshtein(name, joint.name()), joint.name()))
        .min();
    match nearest {
        Some((distance, joint)) if distance <= 3 => {
            format!("there is no joint “{name}”: did you mean {joint}?")
        }
        _ => format!("there is no joint “{name}”"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave() -> Movement {
        let up = [("LShoulderPitch", -60.0), ("LElbowYaw", -60.0), ("HeadYaw", 20.0)];
        Movement {
            title: BTreeMap::new(),
            trains: vec![],
            position: Position::Sitting,
            beats: 4.0,
            tempo: 60.0,
            keyframes: vec![Keyframe {
                beat: 2.0,
                joints: up.into_iter().map(|(name, angle)| (name.to_owned(), angle)).collect(),
            }],
            mirror: true,
            instruction: BTreeMap::new(),
        }
    }

    #[test]
    fn a_repetition_ends_where_it_began() {
        let trajectory = wave().at_tempo(60.0).unwrap();
        assert_eq!(trajectory.angles_at(4.0), Posture::Sit.angles());
        let up = trajectory.angles_at(2.0)[Joint::LShoulderPitch.index()];
        assert!((up - (-60f64).to_radians()).abs() < 1e-9);
    }

    #[test]
    fn the_other_side_mirrors_rolls_and_yaws() {
        let other = wave().mirrored();
        let joints = &other.keyframes[0].joints;
        assert_eq!(joints["RShoulderPitch"], -60.0);
        assert_eq!(joints["RElbowYaw"], 60.0);
        assert_eq!(joints["HeadYaw"], -20.0);
        assert_eq!(other.mirrored(), wave());
    }

    #[test]
    fn too_fast_a_tempo_and_a_misspelt_joint_are_told() {
        assert!(wave().at_tempo(150.0).is_err());
        let mut misspelt = wave();
        misspelt.keyframes[0].joints.insert("LSholderRoll".into(), 10.0);
        let refusals = misspelt.at_tempo(60.0).unwrap_err();
        assert!(refusals[0].what.contains("did you mean LShoulderRoll"), "{refusals:?}");
    }
}
