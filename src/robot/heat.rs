//! How warm the joints are. NAOqi reckons it from the currents; it is no probe.

use serde_json::{Value, json};

use crate::{
    motion::{JOINT_COUNT, Joint},
    robot::{BodyError, calls::Calls, calls::SHORT},
};

/// A joint is hot from here on, °C; it loses its strength a little above (`care.md`).
pub(super) const HOT: f64 = 68.0;

/// Temperatures of the joints, °C, in the order of "Body"; `None` where the robot tells none.
pub(super) type Temperatures = [Option<f64>; JOINT_COUNT];

/// What the joints tell of themselves.
pub(super) struct Heat {
    /// °C.
    pub(super) degrees: Temperatures,
    /// Those that NAOqi itself has begun to weaken (status 1 to 3).
    weakened: Vec<Joint>,
}

impl Heat {
    /// The joints that must rest.
    pub(super) fn hot(&self) -> Vec<Joint> {
        let warm =
            |joint: &Joint| self.degrees[joint.index()].is_some_and(|degrees| degrees >= HOT);
        Joint::ALL
            .into_iter()
            .filter(|joint| warm(joint) || self.weakened.contains(joint))
            .collect()
    }

    /// The warmest joint.
    pub(super) fn warmest(&self) -> Option<(Joint, f64)> {
        Joint::ALL
            .into_iter()
            .filter_map(|joint| Some((joint, self.degrees[joint.index()]?)))
            .max_by(|(_, one), (_, other)| one.total_cmp(other))
    }
}

/// Reads all joints in one call; one by one when that is refused, since a single sensor that has
/// failed (NaN) makes the bridge refuse the whole list.
pub(super) async fn read(naoqi: &impl Calls) -> Result<Heat, BodyError> {
    let key = |joint: Joint, what: &str| {
        format!("Device/SubDeviceList/{}/Temperature/Sensor/{what}", motor(joint).name())
    };
    let keys: Vec<String> = Joint::ALL
        .into_iter()
        .map(|joint| key(joint, "Value"))
        .chain(Joint::ALL.into_iter().map(|joint| key(joint, "Status")))
        .collect();
    let read = match naoqi.call("ALMemory", "getListData", vec![json!(keys)], SHORT).await {
        Err(BodyError::Refused { .. }) => one_by_one(naoqi, &keys).await?,
        read => read?,
    };
    let number = |place: usize| read.get(place).and_then(Value::as_f64);
    let degrees = Joint::ALL.map(|joint| number(joint.index()));
    let weakened = Joint::ALL
        .into_iter()
        .filter(|joint| {
            number(JOINT_COUNT + joint.index()).is_some_and(|status| (1.0..=3.0).contains(&status))
        })
        .collect();
    Ok(Heat { degrees, weakened })
}

async fn one_by_one(naoqi: &impl Calls, keys: &[String]) -> Result<Value, BodyError> {
    let mut read = Vec::with_capacity(keys.len());
    for key in keys {
        let value = naoqi.call_if_there("ALMemory", "getData", vec![json!(key)]).await?;
        read.push(value.unwrap_or_default());
    }
    Ok(Value::Array(read))
}

/// The joint that has the motor: both hip yaw-pitch joints are moved by the left one.
fn motor(joint: Joint) -> Joint {
    match joint {
        Joint::RHipYawPitch => Joint::LHipYawPitch,
        joint => joint,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robot::pretend::Pretend;

    #[tokio::test]
    async fn hot_by_degrees_or_by_the_robots_own_word() {
        let mut values = vec![json!(38.0); JOINT_COUNT];
        values[Joint::LKneePitch.index()] = json!(70.5);
        values[Joint::LHand.index()] = Value::Null;
        let mut status = vec![json!(0); JOINT_COUNT];
        status[Joint::RShoulderPitch.index()] = json!(1);
        values.extend(status);
        let naoqi = Pretend::default().answering("ALMemory.getListData", json!(values));
        let heat = read(&naoqi).await.unwrap();
        assert_eq!(heat.hot(), [Joint::LKneePitch, Joint::RShoulderPitch]);
        assert_eq!(heat.warmest(), Some((Joint::LKneePitch, 70.5)));
        assert_eq!(heat.degrees[Joint::LHand.index()], None);
        let asked = naoqi.said().remove(0).1.remove(0);
        assert!(!asked.to_string().contains("RHipYawPitch"), "it has no motor of its own");
    }

    #[tokio::test]
    async fn a_sensor_that_has_failed_hides_no_other() {
        let refused = || BodyError::Refused { call: String::new(), text: "out of range".into() };
        let naoqi = Pretend::default()
            .doing("ALMemory.getListData", move |_| Err(refused()))
            .doing("ALMemory.getData", move |args| match args[0].as_str().unwrap() {
                key if key.contains("LKneePitch") => Err(refused()),
                key if key.ends_with("Status") => Ok(json!(0)),
                key if key.contains("HeadYaw") => Ok(json!(71.0)),
                _ => Ok(json!(38.0)),
            });
        let heat = read(&naoqi).await.unwrap();
        assert_eq!(heat.hot(), [Joint::HeadYaw]);
        assert_eq!(heat.degrees[Joint::LKneePitch.index()], None);
        assert_eq!(heat.degrees[Joint::RHand.index()], Some(38.0));
    }

    #[tokio::test]
    async fn a_robot_that_tells_nothing_is_not_hot() {
        let naoqi = Pretend::default();
        let heat = read(&naoqi).await.unwrap();
        assert_eq!((heat.hot(), heat.warmest()), (vec![], None));
    }
}
