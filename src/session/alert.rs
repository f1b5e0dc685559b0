//! Why staff should come, in their words.

use crate::{language::Language, motion::Joint, session::places::place};

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
    /// Somebody has taken it off its feet.
    Lifted,
    /// Somebody pushed it.
    Pushed,
    /// Motors are hot.
    Hot(&'a [Joint]),
    /// An exercise is left out for these motors.
    LeftOut(&'a str, &'a [Joint]),
    /// Another exercise is made for these motors.
    Swapped(&'a str, &'a str, &'a [Joint]),
    /// Charge in per cent.
    LowBattery(u8),
    /// Charge in per cent; the session takes its leave.
    FlatBattery(u8),
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
            (Alert::Lifted, Fr) => {
                "Le robot a été soulevé. La séance reprend dès qu'il est reposé sur ses pieds."
                    .into()
            }
            (Alert::Lifted, En) => {
                "The robot was lifted. The session goes on once it stands on its feet again.".into()
            }
            (Alert::Lifted, Ko) => {
                "로봇이 들렸습니다. 바닥에 다시 세워 주시면 이어서 진행합니다.".into()
            }
            (Alert::Pushed, Fr) => {
                "Le robot a été bousculé. Vérifiez qu'il tient bien debout, puis reprenez.".into()
            }
            (Alert::Pushed, En) => {
                "The robot was pushed. See that it stands well, then go on.".into()
            }
            (Alert::Pushed, Ko) => {
                "로봇이 밀렸습니다. 잘 서 있는지 살펴보신 뒤 계속해 주세요.".into()
            }
            (Alert::Hot(joints), Fr) => {
                format!("Moteurs chauds ({}) : ils sont ménagés.", names(joints, language))
            }
            (Alert::Hot(joints), En) => {
                format!("Hot motors ({}): they are being spared.", names(joints, language))
            }
            (Alert::Hot(joints), Ko) => {
                format!("모터가 뜨겁습니다({}). 무리하지 않게 합니다.", names(joints, language))
            }
            (Alert::LeftOut(title, joints), Fr) => {
                let hot = names(joints, language);
                format!("Une pause remplace « {title} » : moteurs chauds ({hot}).")
            }
            (Alert::LeftOut(title, joints), En) => {
                format!("A rest replaces “{title}”: hot motors ({}).", names(joints, language))
            }
            (Alert::LeftOut(title, joints), Ko) => {
                let hot = names(joints, language);
                format!("모터가 뜨거워({hot}) “{title}” 대신 쉽니다.")
            }
            (Alert::Swapped(title, instead, joints), Fr) => {
                let hot = names(joints, language);
                format!("« {instead} » remplace « {title} » : moteurs chauds ({hot}).")
            }
            (Alert::Swapped(title, instead, joints), En) => {
                let hot = names(joints, language);
                format!("“{instead}” replaces “{title}”: hot motors ({hot}).")
            }
            (Alert::Swapped(title, instead, joints), Ko) => {
                let hot = names(joints, language);
                format!("모터가 뜨거워({hot}) “{title}” 대신 “{instead}” 동작을 합니다.")
            }
            (Alert::LowBattery(percent), Fr) => {
                format!("Batterie à {percent} % : branchez le robot.")
            }
            (Alert::LowBattery(percent), En) => {
                format!("Battery at {percent} %: plug the robot in.")
            }
            (Alert::LowBattery(percent), Ko) => {
                format!("배터리 {percent} %: 로봇을 충전해 주세요.")
            }
            (Alert::FlatBattery(percent), Fr) => {
                format!("Batterie à {percent} % : la séance se termine. Branchez le robot.")
            }
            (Alert::FlatBattery(percent), En) => {
                format!("Battery at {percent} %: the session comes to its end. Plug the robot in.")
            }
            (Alert::FlatBattery(percent), Ko) => {
                format!("배터리 {percent} %: 여기서 마칩니다. 로봇을 충전해 주세요.")
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

/// Each place once: a shoulder has two motors.
fn names(joints: &[Joint], language: Language) -> String {
    let mut places: Vec<&str> = joints.iter().map(|joint| place(*joint, language)).collect();
    places.sort_unstable();
    places.dedup();
    places.join(", ")
}
