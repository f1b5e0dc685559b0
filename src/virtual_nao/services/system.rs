//! ALSystem and ALRobotModel: which robot it is.

use serde_json::json;

use crate::virtual_nao::services::{Call, Method, Outcome};

pub(super) const METHODS: &[Method] = &[("robotName", "()", "s"), ("systemVersion", "()", "s")];

#[rustfmt::skip]
pub(super) const MODEL_METHODS: &[Method] = &[
    ("getRobotType", "()", "s"), ("hasArms", "()", "b"), ("hasHands", "()", "b"),
    ("hasLegs", "()", "b"),
];

pub(super) fn call(call: &Call<'_>) -> Outcome {
    Ok(match call.method {
        "robotName" => json!(call.body.name),
        "systemVersion" => json!(call.body.profile.system_version()),
        "getRobotType" => json!("Nao"),
        // An H25 has all of them.
        _ => json!(true),
    }
    .into())
}
