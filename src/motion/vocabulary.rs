//! The words in which a movement says what it is for and for whom it is not.

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{SeqAccess, Visitor},
};

/// What a movement trains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "plain words")]
pub enum Trains {
    Neck,
    Shoulders,
    Elbows,
    Wrists,
    Hands,
    Fingers,
    Chest,
    Back,
    Trunk,
    Sides,
    Hips,
    Knees,
    Ankles,
    Breathing,
    Calm,
    Coordination,
    Balance,
    Strength,
    Mobility,
    Rhythm,
    Memory,
    Posture,
    Joy,
}

impl Trains {
    /// The word as it is written in a movement's file.
    pub fn word(self) -> &'static str {
        match self {
            Trains::Neck => "neck",
            Trains::Shoulders => "shoulders",
            Trains::Elbows => "elbows",
            Trains::Wrists => "wrists",
            Trains::Hands => "hands",
            Trains::Fingers => "fingers",
            Trains::Chest => "chest",
            Trains::Back => "back",
            Trains::Trunk => "trunk",
            Trains::Sides => "sides",
            Trains::Hips => "hips",
            Trains::Knees => "knees",
            Trains::Ankles => "ankles",
            Trains::Breathing => "breathing",
            Trains::Calm => "calm",
            Trains::Coordination => "coordination",
            Trains::Balance => "balance",
            Trains::Strength => "strength",
            Trains::Mobility => "mobility",
            Trains::Rhythm => "rhythm",
            Trains::Memory => "memory",
            Trains::Posture => "posture",
            Trains::Joy => "joy",
        }
    }
}

/// Where it hurts, or what else speaks against a movement: whoever has it makes the easier one,
/// or rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "plain words")]
pub enum Contraindication {
    Neck,
    Shoulder,
    Elbow,
    Wrist,
    Hand,
    Back,
    Hip,
    Knee,
    Ankle,
    Dizziness,
    Breathlessness,
}

/// When to breathe in and out, in beats since the start of the repetition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breathing {
    /// Beats on which one begins to breathe in.
    #[serde(rename = "in")]
    pub inhale: Beats,
    /// Beats on which one begins to breathe out.
    #[serde(rename = "out")]
    pub exhale: Beats,
}

/// One beat or several: `2` or `[2, 6]`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Beats(pub Vec<f64>);

impl<'de> Deserialize<'de> for Beats {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Beats, D::Error> {
        struct OneOrMany;

        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Beats;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a beat or a list of beats")
            }

            fn visit_f64<E>(self, beat: f64) -> Result<Beats, E> {
                Ok(Beats(vec![beat]))
            }

            fn visit_i64<E>(self, beat: i64) -> Result<Beats, E> {
                Ok(Beats(vec![beat as f64]))
            }

            fn visit_u64<E>(self, beat: u64) -> Result<Beats, E> {
                Ok(Beats(vec![beat as f64]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Beats, A::Error> {
                let mut beats = Vec::new();
                while let Some(beat) = items.next_element()? {
                    beats.push(beat);
                }
                Ok(Beats(beats))
            }
        }

        deserializer.deserialize_any(OneOrMany)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_or_several() {
        let read = |json: &str| serde_json::from_str::<Breathing>(json).unwrap();
        assert_eq!(read(r#"{"in": 0, "out": [2.5, 6]}"#).exhale, Beats(vec![2.5, 6.0]));
        assert_eq!(read(r#"{"in": 0.5, "out": 4}"#).inhale, Beats(vec![0.5]));
    }
}
