//! ALAutonomousLife, and ALAutonomousMoves of NAOqi 2.1.

use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;

use crate::virtual_nao::{
    habits::{DISABLED, SETTABLE},
    services::{Call, Given, Method, Outcome},
};

#[rustfmt::skip]
pub(super) const METHODS: &[Method] = &[
    ("getState", "()", "s"), ("setState", "(s)", "v"),
    ("setAutonomousAbilityEnabled", "(sb)", "v"), ("getAutonomousAbilityEnabled", "(s)", "b"),
];

#[rustfmt::skip]
pub(super) const MOVES_METHODS: &[Method] = &[
    ("setExpressiveListeningEnabled", "(b)", "v"), ("getExpressiveListeningEnabled", "()", "b"),
    ("setBackgroundStrategy", "(s)", "v"), ("getBackgroundStrategy", "()", "s"),
];

/// How long life takes to change.
const CHANGES: Duration = Duration::from_secs(1);

pub(super) async fn call(call: &Call<'_>) -> Outcome {
    let body = call.body;
    // `BasicAwareness` is `ALBasicAwareness`.
    let ability = format!("AL{}", call.text(0).trim_start_matches("AL"));
    Ok(match call.method {
        "getState" => json!(body.with(|state| state.habits.life)).into(),
        "setState" => {
            let wanted = SETTABLE.into_iter().find(|state| *state == call.text(0));
            let wanted = wanted
                .ok_or_else(|| call.refused(&format!("cannot go to state {}", call.text(0))))?;
            change(call, wanted).await;
            Given::Nothing
        }
        "setAutonomousAbilityEnabled" => {
            if !body.with(|state| state.habits.set_ability(&ability, call.flag(1))) {
                return Err(call.refused(&format!("unknown ability {}", call.text(0))));
            }
            Given::Nothing
        }
        _ => json!(body.with(|state| state.habits.ability(&ability))).into(),
    })
}

/// A life that is disabled leaves the robot resting.
async fn change(call: &Call<'_>, wanted: &'static str) {
    let (now, awake) = call.body.with(|state| (state.habits.life, state.awake));
    if now == wanted {
        return;
    }
    sleep(CHANGES).await;
    if wanted == DISABLED && awake {
        call.body.rest().await;
    }
    call.body.live_as(wanted);
}

pub(super) fn moves(call: &Call<'_>) -> Outcome {
    call.body.with(|state| {
        let habits = &mut state.habits;
        Ok(match call.method {
            "setExpressiveListeningEnabled" => {
                habits.expressive_listening = call.flag(0);
                Given::Nothing
            }
            "getExpressiveListeningEnabled" => json!(habits.expressive_listening).into(),
            "setBackgroundStrategy" => {
                if !["none", "backToNeutral"].contains(&call.text(0)) {
                    return Err(call.refused(&format!("unknown strategy {}", call.text(0))));
                }
                call.text(0).clone_into(&mut habits.background_strategy);
                Given::Nothing
            }
            _ => json!(habits.background_strategy).into(),
        })
    })
}
