//! ALMemory: what the body senses, and what was put there; events for whoever follows a key.

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::{
    motion::Joint,
    virtual_nao::{
        Profile,
        body::{Body, State},
        senses,
    },
};

impl Body {
    /// A value of ALMemory.
    pub(super) fn value(&self, key: &str) -> Option<Value> {
        self.with(|state| match key {
            "BatteryChargeChanged" => Some(json!(state.health.battery())),
            "BatteryPowerPluggedChanged" => Some(json!(state.health.plugged)),
            "AutonomousLife/State" => Some(json!(state.habits.life)),
            _ => match key.strip_prefix("Device/SubDeviceList/") {
                Some(device) => state.sensed(device),
                // A sensor that nobody has touched yet is not pressed.
                None => {
                    state.memory.get(key).cloned().or_else(|| senses::part(key).map(|_| json!(0.0)))
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
    fn sensed(&self, device: &str) -> Option<Value> {
        if device == "Battery/Charge/Sensor/Value" {
            return Some(json!(f64::from(self.health.battery()) / 100.0));
        }
        let (joint, what) = device.split_once('/')?;
        let joint = Joint::from_name(joint)?;
        match what {
            "Temperature/Sensor/Value" => {
                Some(json!((self.health.temperature(joint) * 10.0).round() / 10.0))
            }
            "Temperature/Sensor/Status" => Some(json!(self.health.status(joint))),
            "Position/Sensor/Value" => {
                Some(json!(self.joints.angles(Instant::now())[joint.index()]))
            }
            "Hardness/Actuator/Value" => Some(json!(self.joints.stiffness(joint))),
            _ => None,
        }
    }
}
