//! ALBodyTemperature: heat, summed up by chain. The degrees themselves are in ALMemory.

use serde_json::{Value, json};

use crate::virtual_nao::services::{Call, Given, Method, Outcome, names};

#[rustfmt::skip]
pub(super) const METHODS: &[Method] = &[
    ("setEnableNotifications", "(b)", "v"), ("areNotificationsEnabled", "()", "b"),
    ("getTemperatureDiagnosis", "()", "m"),
];

pub(super) fn call(call: &Call<'_>) -> Outcome {
    call.body.with(|state| {
        Ok(match call.method {
            "setEnableNotifications" => {
                state.habits.temperature_notifications = call.flag(0);
                Given::Nothing
            }
            "areNotificationsEnabled" => json!(state.habits.temperature_notifications).into(),
            // `[level, [chain, …]]` of the hottest chains, levels from 0; nothing when all is well.
            _ => {
                let hot = state.health.hot();
                let worst = hot.iter().map(|joint| state.health.status(*joint)).max();
                let Some(worst) = worst else { return Ok(Value::Null.into()) };
                let mut chains: Vec<&str> = hot
                    .into_iter()
                    .filter(|joint| state.health.status(*joint) == worst)
                    .map(names::chain)
                    .collect();
                chains.dedup();
                json!([worst - 1, chains]).into()
            }
        })
    })
}
