//! Keyframes as authors write them: joints one by one or by chain, in degrees.

use std::collections::BTreeMap;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeSeed, Error, MapAccess, Visitor},
};

use crate::motion::{Joint, joint::NAMES};

/// How the joints of a keyframe meet their beat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ease {
    /// At rest: they arrive softly and leave softly.
    #[default]
    Soft,
    /// In passing: they do not stop on their way to the next keyframe, as in a circle. Where a
    /// joint turns back it rests all the same.
    Through,
}

/// Angles to be reached on a beat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keyframe {
    /// When, in beats since the start of the repetition (greater than 0).
    pub beat: f64,
    /// Angles in degrees (hands: 0 to 1). Joints not named keep their course.
    #[serde(deserialize_with = "read_joints")]
    pub joints: BTreeMap<Joint, f64>,
    /// How the joints meet the beat.
    #[serde(default)]
    pub ease: Ease,
}

impl Keyframe {
    /// A keyframe at rest.
    pub fn new(beat: f64, joints: impl IntoIterator<Item = (Joint, f64)>) -> Keyframe {
        Keyframe { beat, joints: joints.into_iter().collect(), ease: Ease::Soft }
    }

    /// The same on the other side: left and right exchanged.
    pub fn mirrored(&self) -> Keyframe {
        let other = self.joints.iter().map(|(joint, angle)| {
            let (joint, factor) = joint.mirrored();
            (joint, factor * angle)
        });
        Keyframe { joints: other.collect(), ..self.clone() }
    }
}

/// Several joints under one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// `Head`, `LArm`, `Arms` …
    pub name: &'static str,
    /// What stands before the member's name in NAOqi's name of the joint.
    prefix: &'static str,
    members: &'static [&'static str],
    /// Whether the right side mirrors what is written for the left.
    both: bool,
}

const ARM: &[&str] =
    &["ShoulderPitch", "ShoulderRoll", "ElbowYaw", "ElbowRoll", "WristYaw", "Hand"];
const LEG: &[&str] =
    &["HipYawPitch", "HipRoll", "HipPitch", "KneePitch", "AnklePitch", "AnkleRoll"];

const GROUPS: [Group; 7] = [
    Group { name: "Head", prefix: "Head", members: &["Yaw", "Pitch"], both: false },
    Group { name: "Arms", prefix: "L", members: ARM, both: true },
    Group { name: "LArm", prefix: "L", members: ARM, both: false },
    Group { name: "RArm", prefix: "R", members: ARM, both: false },
    Group { name: "Legs", prefix: "L", members: LEG, both: true },
    Group { name: "LLeg", prefix: "L", members: LEG, both: false },
    Group { name: "RLeg", prefix: "R", members: LEG, both: false },
];

impl Group {
    /// The group of that name.
    pub fn from_name(name: &str) -> Option<Group> {
        GROUPS.into_iter().find(|group| group.name == name)
    }

    /// The joint that a member of the group names, and its twin where both sides are meant.
    pub fn joints(self, member: &str) -> Option<(Joint, Option<(Joint, f64)>)> {
        let member = self.members.iter().find(|known| **known == member)?;
        let joint = Joint::from_name(&format!("{}{member}", self.prefix))?;
        Some((joint, self.both.then(|| joint.mirrored())))
    }
}

/// What may stand as a key below `joints`.
const KEYS: [&str; NAMES.len() + GROUPS.len()] = {
    let mut keys = [""; NAMES.len() + GROUPS.len()];
    let mut place = 0;
    while place < keys.len() {
        keys[place] =
            if place < GROUPS.len() { GROUPS[place].name } else { NAMES[place - GROUPS.len()] };
        place += 1;
    }
    keys
};

fn read_joints<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<Joint, f64>, D::Error> {
    deserializer.deserialize_map(Angles)
}

/// Reads what stands below `joints`.
struct Angles;

impl<'de> Visitor<'de> for Angles {
    type Value = BTreeMap<Joint, f64>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("joints or chains with their angles")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut angles = BTreeMap::new();
        while let Some(named) = entries.next_key::<Named>()? {
            match named {
                Named::Joint(joint) => set(&mut angles, joint, entries.next_value()?)?,
                Named::Group(group) => {
                    for (joint, angle) in entries.next_value_seed(Members(group))? {
                        set(&mut angles, joint, angle)?;
                    }
                }
            }
        }
        Ok(angles)
    }
}

fn set<E: Error>(angles: &mut BTreeMap<Joint, f64>, joint: Joint, angle: f64) -> Result<(), E> {
    match angles.insert(joint, angle) {
        None => Ok(()),
        Some(_) => Err(E::duplicate_field(joint.name())),
    }
}

enum Named {
    Joint(Joint),
    Group(Group),
}

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Named, D::Error> {
        let name = String::deserialize(deserializer)?;
        match (Joint::from_name(&name), Group::from_name(&name)) {
            (Some(joint), _) => Ok(Named::Joint(joint)),
            (None, Some(group)) => Ok(Named::Group(group)),
            (None, None) => Err(Error::unknown_field(&name, &KEYS)),
        }
    }
}

/// Reads the members of a group.
struct Members(Group);

impl<'de> DeserializeSeed<'de> for Members {
    type Value = Vec<(Joint, f64)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(Joint, f64)>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the joints of {} with their angles", self.0.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut angles = Vec::new();
        while let Some((joint, twin)) = entries.next_key_seed(Member(self.0))? {
            let angle: f64 = entries.next_value()?;
            angles.push((joint, angle));
            angles.extend(twin.map(|(twin, factor)| (twin, factor * angle)));
        }
        Ok(angles)
    }
}

/// Reads the name of a member of a group.
struct Member(Group);

impl<'de> DeserializeSeed<'de> for Member {
    type Value = (Joint, Option<(Joint, f64)>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let name = String::deserialize(deserializer)?;
        self.0.joints(&name).ok_or_else(|| Error::unknown_field(&name, self.0.members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Keyframe, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn chains_are_short_for_joints() {
        let chains = read(
            r#"{"beat": 1, "ease": "through", "joints": {"Head": {"Yaw": 5},
                "Arms": {"ShoulderRoll": 20, "Hand": 0.5}, "RArm": {"ElbowYaw": 7}}}"#,
        )
        .unwrap();
        let flat = Keyframe {
            ease: Ease::Through,
            ..Keyframe::new(
                1.0,
                [
                    (Joint::HeadYaw, 5.0),
                    (Joint::LShoulderRoll, 20.0),
                    (Joint::RShoulderRoll, -20.0),
                    (Joint::LHand, 0.5),
                    (Joint::RHand, 0.5),
                    (Joint::RElbowYaw, 7.0),
                ],
            )
        };
        assert_eq!(chains, flat);
    }

    #[test]
    fn unknown_members_and_double_joints_are_told() {
        let text = read(r#"{"beat": 1, "joints": {"LLeg": {"Knee": 5}}}"#).unwrap_err();
        assert!(text.contains("Knee") && text.contains("KneePitch"), "{text}");
        let text = read(r#"{"beat": 1, "joints": {"LSholder": 5}}"#).unwrap_err();
        assert!(text.contains("LSholder") && text.contains("Arms"), "{text}");
        let text = read(r#"{"beat": 1, "joints": {"RHand": 1, "Arms": {"Hand": 1}}}"#).unwrap_err();
        assert!(text.contains("RHand"), "{text}");
    }

    #[test]
    fn the_other_side_mirrors_rolls_and_yaws() {
        let left = Keyframe::new(
            2.0,
            [(Joint::LShoulderPitch, -60.0), (Joint::LElbowYaw, -60.0), (Joint::HeadYaw, 20.0)],
        );
        let right =
            [(Joint::RShoulderPitch, -60.0), (Joint::RElbowYaw, 60.0), (Joint::HeadYaw, -20.0)];
        assert_eq!(left.mirrored(), Keyframe::new(2.0, right));
        assert_eq!(left.mirrored().mirrored(), left);
    }
}
