//! ALAudioDevice: the loudspeakers.

use serde_json::json;

use crate::virtual_nao::services::{Call, Given, Method, Outcome};

#[rustfmt::skip]
pub(super) const METHODS: &[Method] = &[
    ("setOutputVolume", "(i)", "v"), ("getOutputVolume", "()", "i"),
    ("muteAudioOut", "(b)", "v"), ("isAudioOutMuted", "()", "b"),
];

pub(super) fn call(call: &Call<'_>) -> Outcome {
    call.body.with(|state| {
        let habits = &mut state.habits;
        Ok(match call.method {
            "setOutputVolume" => {
                let volume = call.value(0).as_i64().unwrap_or(-1);
                if !(0..=100).contains(&volume) {
                    return Err(call.refused("the volume is within [0, 100]"));
                }
                habits.output_volume = volume;
                Given::Nothing
            }
            "getOutputVolume" => json!(habits.output_volume).into(),
            "muteAudioOut" => {
                habits.muted = call.flag(0);
                Given::Nothing
            }
            _ => json!(habits.muted).into(),
        })
    })
}
