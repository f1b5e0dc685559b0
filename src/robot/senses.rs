//! What the events of ALMemory mean.

use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use crate::robot::{Notice, Sensed, speaking};

/// A hand on the head for this long is meant: stop.
const HELD_FOR: Duration = Duration::from_secs(2);

const TOUCHES: [(&str, Sensed); 12] = [
    ("FrontTactilTouched", Sensed::FrontTactilTouched),
    ("MiddleTactilTouched", Sensed::MiddleTactilTouched),
    ("RearTactilTouched", Sensed::RearTactilTouched),
    ("HandLeftBackTouched", Sensed::HandLeftBackTouched),
    ("HandLeftLeftTouched", Sensed::HandLeftLeftTouched),
    ("HandLeftRightTouched", Sensed::HandLeftRightTouched),
    ("HandRightBackTouched", Sensed::HandRightBackTouched),
    ("HandRightLeftTouched", Sensed::HandRightLeftTouched),
    ("HandRightRightTouched", Sensed::HandRightRightTouched),
    ("LeftBumperPressed", Sensed::LeftBumperPressed),
    ("RightBumperPressed", Sensed::RightBumperPressed),
    ("ChestButtonPressed", Sensed::ChestButtonPressed),
];

/// The names of a fall: lying there, and falling on 2.1 and on later versions.
const FALLS: [&str; 3] = ["robotHasFallen", "robotIsFalling", "ALMotion/RobotIsFalling"];

/// Whether a foot touches the ground.
pub(super) const FEET: &str = "footContactChanged";
/// The same, as it may be read at any time.
pub(super) const FEET_NOW: &str = "footContact";

/// The names of a push. The maker documents the reflex that tells the second for Pepper alone, and
/// for the first no version: a Nao may tell neither.
const PUSHES: [&str; 2] = ["ALMotion/RobotPushed", "ALMotion/Safety/PushRecovery"];

const BATTERY: &str = "BatteryChargeChanged";
pub(super) const CHARGER: &str = "BatteryPowerPluggedChanged";

/// Raised when NAOqi weakens a hot joint; what they carry differs by version.
const HEAT: [&str; 2] = ["HotDeviceDetected", "TemperatureStatusChanged"];

/// Every event that is followed; those that a version does not have never come.
pub(super) fn followed() -> impl Iterator<Item = &'static str> {
    let touches = TOUCHES.into_iter().map(|(key, _)| key);
    let body = touches.chain(FALLS).chain(PUSHES).chain([FEET]);
    body.chain([BATTERY, CHARGER, speaking::STARTED, speaking::ENDED]).chain(HEAT)
}

/// What a sensor belongs to: a hand takes hold with several sensors at once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Head(Sensed),
    LeftHand,
    RightHand,
    Other(Sensed),
}

fn place(sensed: Sensed) -> Place {
    match sensed {
        Sensed::FrontTactilTouched | Sensed::MiddleTactilTouched | Sensed::RearTactilTouched => {
            Place::Head(sensed)
        }
        Sensed::HandLeftBackTouched
        | Sensed::HandLeftLeftTouched
        | Sensed::HandLeftRightTouched => Place::LeftHand,
        Sensed::HandRightBackTouched
        | Sensed::HandRightLeftTouched
        | Sensed::HandRightRightTouched => Place::RightHand,
        Sensed::LeftBumperPressed | Sensed::RightBumperPressed | Sensed::ChestButtonPressed => {
            Place::Other(sensed)
        }
    }
}

/// What an event asks for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    Tell(Notice),
    /// The joints must be looked at now.
    LookAtHeat,
    /// A foot touches the ground, or none does any more.
    Feet(bool),
    /// The voice told something, with this value.
    Voice(f64),
    Nothing,
}

/// What is pressed and plugged in.
#[derive(Default)]
pub(super) struct Senses {
    pressed: Vec<Sensed>,
    /// Since when there has been a hand on the head; `None` once that was told as held.
    head: Option<Instant>,
    charging: Option<bool>,
}

impl Senses {
    /// An event was raised.
    pub(super) fn raised(&mut self, key: &str, value: Option<&Value>, now: Instant) -> Meaning {
        let number = number(value);
        let touch = TOUCHES.iter().find(|(name, _)| *name == key).map(|(_, sensed)| *sensed);
        if let Some(sensed) = touch {
            return self.touch(sensed, number > 0.0, now);
        }
        let notice = match key {
            // Some versions raise it without a value.
            _ if FALLS.contains(&key) => {
                (value.is_none_or(Value::is_null) || number > 0.0).then_some(Notice::Fell)
            }
            // What it carries, if anything, differs.
            _ if PUSHES.contains(&key) => {
                let none = matches!(value, Some(Value::Bool(false)));
                (!none && value.and_then(Value::as_f64) != Some(0.0)).then_some(Notice::Pushed)
            }
            FEET => return Meaning::Feet(number > 0.0),
            BATTERY => Some(charge(number)),
            CHARGER => self.charger(number > 0.0),
            _ if HEAT.contains(&key) => return Meaning::LookAtHeat,
            speaking::STARTED | speaking::ENDED => return Meaning::Voice(number),
            _ => None,
        };
        notice.map_or(Meaning::Nothing, Meaning::Tell)
    }

    fn touch(&mut self, sensed: Sensed, down: bool, now: Instant) -> Meaning {
        let was = self.pressed.iter().any(|pressed| place(*pressed) == place(sensed));
        self.pressed.retain(|pressed| *pressed != sensed);
        if down {
            self.pressed.push(sensed);
        }
        if let Place::Head(_) = place(sensed) {
            let fingers = self.pressed.iter().filter(|one| matches!(place(**one), Place::Head(_)));
            match fingers.count() {
                0 => self.head = None,
                1 if down && !was => self.head = Some(now),
                // A hand that wanders is the same hand.
                _ => {}
            }
        }
        if down && !was { Meaning::Tell(Notice::Touched(sensed)) } else { Meaning::Nothing }
    }

    /// When the hand on the head will have been there long enough to mean stop.
    pub(super) fn held_at(&self) -> Option<Instant> {
        self.head.map(|since| since + HELD_FOR)
    }

    /// It has been told.
    pub(super) fn told_held(&mut self) {
        self.head = None;
    }

    /// Whether the charger is plugged in; told when it changes.
    pub(super) fn charger(&mut self, plugged: bool) -> Option<Notice> {
        let changed = self.charging.replace(plugged) != Some(plugged);
        changed.then_some(Notice::Charging(plugged))
    }
}

/// The battery's charge, per cent.
pub(super) fn charge(percent: f64) -> Notice {
    Notice::Battery(percent.clamp(0.0, 100.0) as u8)
}

/// NAOqi's yes and no come as numbers, as booleans, or not at all.
pub(super) fn number(value: Option<&Value>) -> f64 {
    match value {
        Some(Value::Bool(true)) => 1.0,
        Some(value) => value.as_f64().unwrap_or(0.0),
        None => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Raises events a tenth of a second apart; what is told.
    fn told(senses: &mut Senses, begin: Instant, events: &[(&str, Value)]) -> Vec<Notice> {
        let mut all = Vec::new();
        for (step, (key, value)) in (0_u32..).zip(events) {
            let now = begin + Duration::from_millis(100) * step;
            if let Meaning::Tell(notice) = senses.raised(key, Some(value), now) {
                all.push(notice);
            }
        }
        all
    }

    #[tokio::test]
    async fn a_press_is_told_and_a_release_is_not() {
        let events = [("FrontTactilTouched", json!(1.0)), ("FrontTactilTouched", json!(0.0))];
        assert_eq!(
            told(&mut Senses::default(), Instant::now(), &events),
            [Notice::Touched(Sensed::FrontTactilTouched)]
        );
    }

    #[tokio::test]
    async fn a_hand_with_three_sensors_is_one_touch() {
        let events = [
            ("HandLeftBackTouched", json!(1)),
            ("HandLeftLeftTouched", json!(true)),
            ("HandLeftBackTouched", json!(0)),
            ("HandRightRightTouched", json!(1)),
            ("HandLeftLeftTouched", json!(0)),
            ("HandLeftRightTouched", json!(1)),
        ];
        assert_eq!(
            told(&mut Senses::default(), Instant::now(), &events),
            [
                Notice::Touched(Sensed::HandLeftBackTouched),
                Notice::Touched(Sensed::HandRightRightTouched),
                Notice::Touched(Sensed::HandLeftRightTouched),
            ]
        );
    }

    #[tokio::test]
    async fn a_hand_on_the_head_is_held_once_wherever_it_wanders() {
        let begin = Instant::now();
        let mut senses = Senses::default();
        told(
            &mut senses,
            begin,
            &[
                ("FrontTactilTouched", json!(1)),
                ("MiddleTactilTouched", json!(1)),
                ("FrontTactilTouched", json!(0)),
            ],
        );
        assert_eq!(senses.held_at(), Some(begin + HELD_FOR));
        senses.told_held();
        told(&mut senses, begin, &[("RearTactilTouched", json!(1))]);
        assert_eq!(senses.held_at(), None, "the same hand still");
        let letting_go = [("MiddleTactilTouched", json!(0)), ("RearTactilTouched", json!(0))];
        told(&mut senses, begin, &letting_go);
        told(&mut senses, begin, &[("FrontTactilTouched", json!(1))]);
        assert_eq!(senses.held_at(), Some(begin + HELD_FOR));
        told(&mut senses, begin, &[("FrontTactilTouched", json!(0))]);
        assert_eq!(senses.held_at(), None);
    }

    #[tokio::test]
    async fn every_name_of_a_fall_is_a_fall() {
        let mut senses = Senses::default();
        for key in FALLS {
            assert_eq!(senses.raised(key, None, Instant::now()), Meaning::Tell(Notice::Fell));
        }
        let risen = senses.raised("robotHasFallen", Some(&json!(0)), Instant::now());
        assert_eq!(risen, Meaning::Nothing);
    }

    #[tokio::test]
    async fn every_name_of_a_push_is_a_push_whatever_it_carries() {
        let mut senses = Senses::default();
        for key in PUSHES {
            for value in [None, Some(json!(true)), Some(json!(1)), Some(json!([0.1, 0.2]))] {
                let meaning = senses.raised(key, value.as_ref(), Instant::now());
                assert_eq!(meaning, Meaning::Tell(Notice::Pushed), "{key} {value:?}");
            }
            for value in [json!(false), json!(0)] {
                assert_eq!(senses.raised(key, Some(&value), Instant::now()), Meaning::Nothing);
            }
        }
    }

    #[tokio::test]
    async fn feet_are_no_notice_by_themselves() {
        let mut senses = Senses::default();
        for touch in [true, false] {
            let meaning = senses.raised(FEET, Some(&json!(touch)), Instant::now());
            assert_eq!(meaning, Meaning::Feet(touch));
        }
    }

    #[tokio::test]
    async fn the_charger_is_told_when_it_changes() {
        let events = [
            (BATTERY, json!(150)),
            (CHARGER, json!(true)),
            (CHARGER, json!(1.0)),
            (CHARGER, json!(false)),
            ("ChestButtonPressed", json!(1)),
            ("SomethingElse", json!(1)),
        ];
        assert_eq!(
            told(&mut Senses::default(), Instant::now(), &events),
            [
                Notice::Battery(100),
                Notice::Charging(true),
                Notice::Charging(false),
                Notice::Touched(Sensed::ChestButtonPressed),
            ]
        );
    }

    #[tokio::test]
    async fn heat_and_voice_are_no_notices_by_themselves() {
        let mut senses = Senses::default();
        let now = Instant::now();
        assert_eq!(senses.raised("HotDeviceDetected", None, now), Meaning::LookAtHeat);
        assert_eq!(senses.raised(speaking::ENDED, Some(&json!(1)), now), Meaning::Voice(1.0));
    }
}
