//! ALRobotPosture: postures and the families that they belong to.

use serde_json::json;

use crate::{
    motion::Posture,
    virtual_nao::{
        Profile,
        body::{GO_TO_POSTURE, UNKNOWN},
        services::{Call, Given, Method, Outcome},
    },
};

#[rustfmt::skip]
pub(super) const METHODS: &[Method] = &[
    ("goToPosture", "(sf)", "b"), ("applyPosture", "(sf)", "b"), ("stopMove", "()", "v"),
    ("getPosture", "()", "s"), ("getPostureFamily", "()", "s"),
    ("getPostureList", "()", "[s]"), ("getPostureFamilyList", "()", "[s]"),
    ("setMaxTryNumber", "(i)", "v"),
];

const FAMILIES: [&str; 6] =
    ["Standing", "Sitting", "SittingOnChair", "LyingBelly", "LyingBack", "Kneeling"];

pub(super) async fn call(call: &Call<'_>) -> Outcome {
    let body = call.body;
    Ok(match call.method {
        "goToPosture" | "applyPosture" => match Posture::from_name(call.text(0)) {
            Some(posture) => json!(body.go_to(posture, call.number(1)).await).into(),
            None => json!(false).into(),
        },
        "stopMove" => {
            body.kill(|task| task.name == GO_TO_POSTURE);
            Given::Nothing
        }
        "getPosture" => json!(body.with(|state| state.posture)).into(),
        "getPostureFamily" => json!(family(body.with(|state| state.posture), body.profile)).into(),
        "getPostureList" => json!(Posture::ALL.map(Posture::name)).into(),
        "getPostureFamilyList" => {
            let newer = (body.profile == Profile::V2_8).then_some("Crouching");
            json!(FAMILIES.into_iter().chain(newer).collect::<Vec<_>>()).into()
        }
        // Nothing stands in the virtual robot's way.
        _ => Given::Nothing,
    })
}

/// Before NAOqi had a family for it, one who crouched stood.
fn family(posture: &str, profile: Profile) -> &'static str {
    match posture {
        "Stand" | "StandInit" => "Standing",
        "Sit" => "Sitting",
        "Crouch" if profile == Profile::V2_1 => "Standing",
        "Crouch" => "Crouching",
        UNKNOWN => UNKNOWN,
        _ => "LyingBack",
    }
}
