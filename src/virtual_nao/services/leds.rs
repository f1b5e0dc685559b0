//! ALLeds: a body without eyes to see takes its time for them, and no more.

use std::time::Duration;

use tokio::time::sleep;

use crate::virtual_nao::services::{Call, Given, Method, Outcome};

#[rustfmt::skip]
pub(super) const METHODS: &[Method] = &[
    ("fadeRGB", "(sif)", "v"), ("fadeRGB", "(ssf)", "v"), ("fadeRGB", "(sffff)", "v"),
    ("setIntensity", "(sf)", "v"), ("on", "(s)", "v"), ("off", "(s)", "v"), ("reset", "(s)", "v"),
];

#[rustfmt::skip]
const GROUPS: [&str; 8] = [
    "AllLeds", "FaceLeds", "LeftFaceLeds", "RightFaceLeds", "EarLeds", "BrainLeds", "ChestLeds",
    "FeetLeds",
];

/// No fade is longer, s.
const LONGEST_S: f64 = 60.0;

pub(super) async fn call(call: &Call<'_>) -> Outcome {
    if !GROUPS.contains(&call.text(0)) {
        return Err(call.refused(&format!("unknown group {}", call.text(0))));
    }
    if call.method == "fadeRGB" {
        let seconds = call.number(call.args.len().saturating_sub(1)).clamp(0.0, LONGEST_S);
        sleep(Duration::from_secs_f64(seconds)).await;
    }
    Ok(Given::Nothing)
}
