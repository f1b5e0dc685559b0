//! Touch sensors: the events that they raise in ALMemory.

/// A sensor: the event of its own, and its name in TouchChanged.
const SENSORS: [(&str, &str); 12] = [
    ("FrontTactilTouched", "Head/Touch/Front"),
    ("MiddleTactilTouched", "Head/Touch/Middle"),
    ("RearTactilTouched", "Head/Touch/Rear"),
    ("HandLeftBackTouched", "LHand/Touch/Back"),
    ("HandLeftLeftTouched", "LHand/Touch/Left"),
    ("HandLeftRightTouched", "LHand/Touch/Right"),
    ("HandRightBackTouched", "RHand/Touch/Back"),
    ("HandRightLeftTouched", "RHand/Touch/Left"),
    ("HandRightRightTouched", "RHand/Touch/Right"),
    ("LeftBumperPressed", "LFoot/Bumper/Left"),
    ("RightBumperPressed", "RFoot/Bumper/Right"),
    (CHEST_BUTTON, "ChestBoard/Button"),
];

/// Its clicks are counted beside.
pub(super) const CHEST_BUTTON: &str = "ChestButtonPressed";
pub(super) const CHEST_CLICK: &str = "ALChestButton/SimpleClickOccurred";

/// The events of all sensors.
pub(super) fn events() -> impl Iterator<Item = &'static str> {
    SENSORS.iter().map(|(event, _)| *event)
}

/// The sensor's name in TouchChanged.
pub(super) fn part(event: &str) -> Option<&'static str> {
    SENSORS.iter().find(|(name, _)| *name == event).map(|(_, part)| *part)
}
