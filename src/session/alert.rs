//! Why staff should come, in their words.

use crate::{language::Language, motion::Joint};

/// A reason to call staff.
pub(super) enum Alert<'a> {
    /// Pain, dizziness, a call for help.
    Distress,
    /// A resident said "stop".
    AskedToStop,
    /// The robot cannot be reached.
    Lost,
    /// It fell.
    Fell,
    /// Motors are hot.
    Hot(&'a [Joint]),
    /// Charge in per cent.
    Battery(u8),
    /// NAOqi's reason.
    MotionFailed(&'a str),
}

impl Alert<'_> {
    pub(super) fn text(&self, language: Language) -> String {
        use Language::{En, Fr, Ko};
        match (self, language) {
            (Alert::Distress, Fr) => "Quelqu'un a mal ou appelle à l'aide. Venez voir.".into(),
            (Alert::Distress, En) => "Somebody is in pain or calls for help. Please come.".into(),
            (Alert::Distress, Ko) => "아프거나 도움이 필요한 분이 있습니다. 와 주세요.".into(),
            (Alert::AskedToStop, Fr) => {
                "Un participant a demandé d'arrêter. Reprendre ou terminer ?".into()
            }
            (Alert::AskedToStop, En) => "A participant asked to stop. Go on or end?".into(),
            (Alert::AskedToStop, Ko) => {
                "참가자가 그만하고 싶어 합니다. 계속할까요, 끝낼까요?".into()
            }
            (Alert::Lost, Fr) => {
                "La liaison avec le robot est perdue. Elle est recherchée sans cesse.".into()
            }
            (Alert::Lost, En) => {
                "The connection to the robot is lost. It is being sought all the time.".into()
            }
            (Alert::Lost, Ko) => "로봇과 연결이 끊겼습니다. 계속 다시 연결하고 있습니다.".into(),
            (Alert::Fell, Fr) => {
                "Le robot est tombé. Ses moteurs sont relâchés : relevez-le avant de continuer."
                    .into()
            }
            (Alert::Fell, En) => {
                "The robot fell. Its motors are off: lift it up before you go on.".into()
            }
            (Alert::Fell, Ko) => {
                "로봇이 넘어졌습니다. 모터가 꺼져 있으니 먼저 일으켜 주세요.".into()
            }
            (Alert::Hot(joints), Fr) => {
                format!("Moteurs chauds ({}) : laissez-les refroidir.", names(joints))
            }
            (Alert::Hot(joints), En) => {
                format!("Hot motors ({}): let them cool down.", names(joints))
            }
            (Alert::Hot(joints), Ko) => {
                format!("모터가 뜨겁습니다({}). 식혀 주세요.", names(joints))
            }
            (Alert::Battery(percent), Fr) => {
                format!("Batterie à {percent} % : branchez le robot.")
            }
            (Alert::Battery(percent), En) => {
                format!("Battery at {percent} %: plug the robot in.")
            }
            (Alert::Battery(percent), Ko) => {
                format!("배터리 {percent} %: 로봇을 충전해 주세요.")
            }
            (Alert::MotionFailed(reason), Fr) => {
                format!("Le robot n'a pas pu faire ce mouvement ({reason}). La suite continue.")
            }
            (Alert::MotionFailed(reason), En) => {
                format!("The robot could not make this movement ({reason}). The class goes on.")
            }
            (Alert::MotionFailed(reason), Ko) => {
                format!("로봇이 이 동작을 하지 못했습니다({reason}). 다음으로 넘어갑니다.")
            }
        }
    }
}

fn names(joints: &[Joint]) -> String {
    joints.iter().map(|joint| joint.name()).collect::<Vec<_>>().join(", ")
}
