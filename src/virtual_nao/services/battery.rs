//! ALBattery.

use serde_json::json;

use crate::virtual_nao::services::{Call, Method, Outcome};

pub(super) const METHODS: &[Method] = &[("getBatteryCharge", "()", "i")];

pub(super) fn call(call: &Call<'_>) -> Outcome {
    Ok(json!(call.body.with(|state| state.health.battery())).into())
}
