//! The autonomous abilities: each a service with a switch.

use serde_json::json;

use crate::virtual_nao::services::{Call, Given, Method, Outcome};

pub(super) const METHODS: &[Method] = &[("setEnabled", "(b)", "v"), ("isEnabled", "()", "b")];

/// NAOqi 2.1 starts and stops it; since 2.4 it is an ability like the others.
#[rustfmt::skip]
pub(super) const AWARENESS_METHODS: &[Method] = &[
    ("setEnabled", "(b)", "v"), ("isEnabled", "()", "b"),
    ("startAwareness", "()", "v"), ("stopAwareness", "()", "v"), ("isAwarenessRunning", "()", "b"),
];

pub(super) fn call(call: &Call<'_>) -> Outcome {
    let set = |enabled: bool| {
        call.body.with(|state| state.habits.set_ability(call.service, enabled));
        call.body.announce(call.service, "enabled", json!(enabled));
        Given::Nothing
    };
    Ok(match call.method {
        "setEnabled" => set(call.flag(0)),
        "startAwareness" => set(true),
        "stopAwareness" => set(false),
        _ => json!(call.body.with(|state| state.habits.ability(call.service))).into(),
    })
}
