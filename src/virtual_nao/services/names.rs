//! Names of joints and chains, and the values that come with them.

use serde_json::Value;

use crate::motion::Joint;

/// A chain: its first and last joint in the order of "Body".
const CHAINS: [(&str, Joint, Joint); 9] = [
    ("Body", Joint::HeadYaw, Joint::RHand),
    ("JointActuators", Joint::HeadYaw, Joint::RHand),
    ("Joints", Joint::HeadYaw, Joint::RHand),
    ("Actuators", Joint::HeadYaw, Joint::RHand),
    ("Head", Joint::HeadYaw, Joint::HeadPitch),
    ("LArm", Joint::LShoulderPitch, Joint::LHand),
    ("LLeg", Joint::LHipYawPitch, Joint::LAnkleRoll),
    ("RLeg", Joint::RHipYawPitch, Joint::RAnkleRoll),
    ("RArm", Joint::RShoulderPitch, Joint::RHand),
];

/// The joints of a name or of a list of names, each a joint or a chain.
pub(super) fn joints(names: &Value) -> Result<Vec<Joint>, String> {
    match names {
        Value::String(name) => one(name),
        Value::Array(list) => {
            let mut all = Vec::new();
            for name in list {
                all.extend(one(name.as_str().unwrap_or_default())?);
            }
            Ok(all)
        }
        other => Err(unknown(&other.to_string())),
    }
}

fn one(name: &str) -> Result<Vec<Joint>, String> {
    if let Some((_, first, last)) = CHAINS.iter().find(|(chain, ..)| *chain == name) {
        return Ok(Joint::ALL[first.index()..=last.index()].to_vec());
    }
    Joint::from_name(name).map(|joint| vec![joint]).ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> String {
    format!("RuntimeError: ALMotion: unknown joint or chain \"{name}\"")
}

/// The chain that a joint belongs to.
pub(super) fn chain(joint: Joint) -> &'static str {
    CHAINS
        .iter()
        .skip_while(|(name, ..)| *name != "Head")
        .find(|(_, first, last)| (first.index()..=last.index()).contains(&joint.index()))
        .map_or("Body", |(name, ..)| name)
}

/// One number for each joint, or the same for all.
pub(super) fn numbers(value: &Value, joints: usize) -> Option<Vec<f64>> {
    match value {
        Value::Array(list) if list.len() == joints => list.iter().map(Value::as_f64).collect(),
        other => Some(vec![other.as_f64()?; joints]),
    }
}

/// A list of numbers for each joint; a single joint may come with a flat list, and a list of one
/// number may be the number.
pub(super) fn lists(value: &Value, joints: usize) -> Option<Vec<Vec<f64>>> {
    let list = |value: &Value| match value {
        Value::Array(list) => list.iter().map(Value::as_f64).collect(),
        other => Some(vec![other.as_f64()?]),
    };
    let lists: Vec<Vec<f64>> = match value {
        Value::Array(all) if joints == 1 && all.iter().all(Value::is_number) => vec![list(value)?],
        Value::Array(all) => all.iter().map(list).collect::<Option<_>>()?,
        other => vec![list(other)?; joints],
    };
    (lists.len() == joints).then_some(lists)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_is_a_joint_a_chain_or_a_list_of_both() {
        assert_eq!(joints(&json!("Body")), Ok(Joint::ALL.to_vec()));
        assert_eq!(joints(&json!("LArm")).map(|arm| arm.len()), Ok(6));
        let mixed = joints(&json!(["RHand", "Head"]));
        assert_eq!(mixed, Ok(vec![Joint::RHand, Joint::HeadYaw, Joint::HeadPitch]));
        assert!(joints(&json!("Tail")).is_err_and(|text| text.contains("\"Tail\"")));
        assert_eq!((chain(Joint::RHand), chain(Joint::LKneePitch)), ("RArm", "LLeg"));
    }

    #[test]
    fn numbers_come_in_several_forms() {
        assert_eq!(numbers(&json!(0.5), 2), Some(vec![0.5, 0.5]));
        assert_eq!(numbers(&json!([0.5]), 2), None);
        assert_eq!(lists(&json!([1, 2]), 1), Some(vec![vec![1.0, 2.0]]));
        assert_eq!(lists(&json!([[1, 2], 3]), 2), Some(vec![vec![1.0, 2.0], vec![3.0]]));
    }
}
