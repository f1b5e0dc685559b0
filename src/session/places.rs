//! Where a joint is, in words that staff use.

use crate::{language::Language, motion::Joint};

/// The place of a joint: “right shoulder” for both motors of it.
pub(super) fn place(joint: Joint, language: Language) -> &'static str {
    use Joint::{
        HeadPitch, HeadYaw, LAnklePitch, LAnkleRoll, LElbowRoll, LElbowYaw, LHand, LHipPitch,
        LHipRoll, LHipYawPitch, LKneePitch, LShoulderPitch, LShoulderRoll, LWristYaw, RAnklePitch,
        RAnkleRoll, RElbowRoll, RElbowYaw, RHand, RHipPitch, RHipRoll, RHipYawPitch, RKneePitch,
        RShoulderPitch, RShoulderRoll, RWristYaw,
    };
    let [fr, en, ko] = match joint {
        HeadYaw | HeadPitch => ["cou", "neck", "목"],
        LShoulderPitch | LShoulderRoll => ["épaule gauche", "left shoulder", "왼쪽 어깨"],
        LElbowYaw | LElbowRoll => ["coude gauche", "left elbow", "왼쪽 팔꿈치"],
        LWristYaw => ["poignet gauche", "left wrist", "왼쪽 손목"],
        LHand => ["main gauche", "left hand", "왼손"],
        LHipYawPitch | LHipRoll | LHipPitch => ["hanche gauche", "left hip", "왼쪽 엉덩이"],
        LKneePitch => ["genou gauche", "left knee", "왼쪽 무릎"],
        LAnklePitch | LAnkleRoll => ["cheville gauche", "left ankle", "왼쪽 발목"],
        RShoulderPitch | RShoulderRoll => ["épaule droite", "right shoulder", "오른쪽 어깨"],
        RElbowYaw | RElbowRoll => ["coude droit", "right elbow", "오른쪽 팔꿈치"],
        RWristYaw => ["poignet droit", "right wrist", "오른쪽 손목"],
        RHand => ["main droite", "right hand", "오른손"],
        RHipYawPitch | RHipRoll | RHipPitch => ["hanche droite", "right hip", "오른쪽 엉덩이"],
        RKneePitch => ["genou droit", "right knee", "오른쪽 무릎"],
        RAnklePitch | RAnkleRoll => ["cheville droite", "right ankle", "오른쪽 발목"],
    };
    match language {
        Language::Fr => fr,
        Language::En => en,
        Language::Ko => ko,
    }
}
