//! Between the words of the edges and the words of the core.

use crate::{
    robot::{Eyes, Notice, Sensed},
    session::{Chime, Event, Mood, Sensor, StaffAction},
};

/// Battery charge (per cent) from which the session is told.
const LOW_BATTERY: u8 = 15;

/// What a robot's notice means for a session; `None` when it means nothing to it.
pub fn event(notice: &Notice) -> Option<Event> {
    match notice {
        Notice::Lost => Some(Event::RobotLost),
        Notice::Connected { .. } | Notice::Back => Some(Event::RobotBack),
        Notice::Touched(sensed) => Some(Event::Touched(sensor(*sensed))),
        // A hand on the head is as good as the tablet.
        Notice::Held => Some(Event::StaffSaid(StaffAction::Stop)),
        Notice::Fell => Some(Event::RobotFell),
        Notice::Lifted(lifted) => Some(Event::RobotLifted(*lifted)),
        Notice::Pushed => Some(Event::RobotPushed),
        Notice::Hot(joints) => Some(Event::RobotHot(joints.clone())),
        Notice::Battery(percent) if *percent <= LOW_BATTERY => Some(Event::LowBattery(*percent)),
        Notice::Battery(_)
        | Notice::Charging(_)
        | Notice::Temperatures(_)
        | Notice::Angles(_)
        | Notice::Posture(_) => None,
    }
}

/// NAOqi's sensor in the session's words.
pub fn sensor(sensed: Sensed) -> Sensor {
    match sensed {
        Sensed::FrontTactilTouched => Sensor::HeadFront,
        Sensed::MiddleTactilTouched => Sensor::HeadMiddle,
        Sensed::RearTactilTouched => Sensor::HeadRear,
        Sensed::HandLeftBackTouched
        | Sensed::HandLeftLeftTouched
        | Sensed::HandLeftRightTouched => Sensor::LeftHand,
        Sensed::HandRightBackTouched
        | Sensed::HandRightLeftTouched
        | Sensed::HandRightRightTouched => Sensor::RightHand,
        Sensed::LeftBumperPressed => Sensor::LeftBumper,
        Sensed::RightBumperPressed => Sensor::RightBumper,
        Sensed::ChestButtonPressed => Sensor::ChestButton,
    }
}

/// The colour of a mood. Green for "your turn" is what staff know from Zora.
pub fn eyes(mood: Mood) -> Eyes {
    let rgb = match mood {
        Mood::Neutral => 0x00ff_ffff,
        Mood::Listening => 0x0000_ff00,
        Mood::Happy => 0x00ff_b000,
        Mood::Paused => 0x0000_40ff,
    };
    Eyes { rgb }
}

/// The file stem of a chime.
pub fn chime(chime: Chime) -> &'static str {
    match chime {
        Chime::Listen => "listen",
        Chime::Right => "right",
        Chime::Attention => "attention",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_hears_of_a_low_battery_and_of_a_hand_on_the_head() {
        assert_eq!(event(&Notice::Battery(16)), None);
        assert_eq!(event(&Notice::Battery(15)), Some(Event::LowBattery(15)));
        assert_eq!(event(&Notice::Battery(7)), Some(Event::LowBattery(7)));
        assert_eq!(event(&Notice::Held), Some(Event::StaffSaid(StaffAction::Stop)));
        assert_eq!(event(&Notice::Charging(true)), None);
        assert_eq!(event(&Notice::Lifted(false)), Some(Event::RobotLifted(false)));
        assert_eq!(event(&Notice::Pushed), Some(Event::RobotPushed));
    }

    #[test]
    fn a_hand_is_a_hand_wherever_it_is_touched() {
        for sensed in [Sensed::HandLeftBackTouched, Sensed::HandLeftRightTouched] {
            assert_eq!(sensor(sensed), Sensor::LeftHand);
        }
        assert_eq!(sensor(Sensed::HandRightLeftTouched), Sensor::RightHand);
    }
}
