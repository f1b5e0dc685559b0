//! ALMemory: what the body senses, and what was put there; events for whoever follows a key.

use serde_json::{Number, Value, json};
use tokio::time::Instant;

use crate::{
    motion::Joint,
    virtual_nao::{
        Profile,
        body::{Body, State},
        senses,
        services::property_key,
    },
};

/// A number that JSON does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotJson;

impl From<NotJson> for String {
    /// What Python says of it.
    fn from(_: NotJson) -> String {
        "Out of range float values are not JSON compliant".to_owned()
    }
}

/// What was measured, as long as it is a number.
pub(super) fn measured(number: f64) -> Result<Value, NotJson> {
    Number::from_f64(number).map(Value::Number).ok_or(NotJson)
}

impl Body {
    /// A value of ALMemory; `None` when there is no such key.
    pub(super) fn value(&self, key: &str) -> Option<Result<Value, NotJson>> {
        self.with(|state| match key {
            "footContact" => Some(Ok(json!(if state.on_feet { 1.0 } else { 0.0 }))),
            "BatteryChargeChanged" => Some(Ok(json!(state.health.battery()))),
            "BatteryPowerPluggedChanged" => Some(Ok(json!(state.health.plugged))),
            "AutonomousLife/State" => Some(Ok(json!(state.habits.life))),
            _ => match key.strip_prefix("Device/SubDeviceList/") {
                Some(device) => state.sensed(device),
                None => {
                    let kept = state.memory.get(key).cloned();
                    // A sensor that nobody has touched yet is not pressed.
                    kept.or_else(|| senses::part(key).map(|_| json!(0.0))).map(Ok)
                }
            },
        })
    }

    pub(super) fn insert(&self, key: &str, value: Value) {
        self.with(|state| state.memory.insert(key.to_owned(), value));
    }

    /// Inserts a value and tells who follows it.
    pub(super) fn raise(&self, key: &str, value: Value) {
        self.insert(key, value.clone());
        // Nobody may follow it.
        let _ = self.events.send((key.to_owned(), value));
    }

    /// Tells who follows a property of a service.
    pub(super) fn announce(&self, service: &str, property: &str, value: Value) {
        // Nobody may follow it.
        let _ = self.events.send((property_key(service, property), value));
    }

    /// Presses or releases a sensor.
    pub(super) fn touch(&self, sensor: &str, pressed: bool) {
        self.raise(sensor, json!(if pressed { 1.0 } else { 0.0 }));
        if let Some(part) = senses::part(sensor).filter(|_| self.profile == Profile::V2_8) {
            self.raise("TouchChanged", json!([[part, pressed]]));
        }
        if sensor == senses::CHEST_BUTTON && !pressed {
            self.raise(senses::CHEST_CLICK, json!(1));
        }
    }
}

impl State {
    /// A value of a device: `Battery/Charge/Sensor/Value`, `HeadYaw/Temperature/Sensor/Status`, …
    fn sensed(&self, device: &str) -> Option<Result<Value, NotJson>> {
        if device == "Battery/Charge/Sensor/Value" {
            return Some(measured(f64::from(self.health.battery()) / 100.0));
        }
        let (joint, what) = device.split_once('/')?;
        let joint = Joint::from_name(joint)?;
        match what {
            "Temperature/Sensor/Value" => {
                Some(measured((self.health.temperature(joint) * 10.0).round() / 10.0))
            }
            "Temperature/Sensor/Status" => Some(Ok(json!(self.health.status(joint)))),
            "Position/Sensor/Value" => {
                Some(measured(self.joints.angles(Instant::now())[joint.index()]))
            }
            "Hardness/Actuator/Value" => Some(measured(self.joints.stiffness(joint))),
            _ => None,
        }
    }
}
