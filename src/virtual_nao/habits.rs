//! What the robot does by itself, and what it was set to: life, abilities, breathing,
//! protections, voice.

use std::collections::BTreeMap;

use crate::virtual_nao::voices;

/// States of ALAutonomousLife.
pub(super) const DISABLED: &str = "disabled";
pub(super) const SAFEGUARD: &str = "safeguard";
const SOLITARY: &str = "solitary";
pub(super) const INTERACTIVE: &str = "interactive";

/// States that a client may ask for.
pub(super) const SETTABLE: [&str; 3] = [SOLITARY, INTERACTIVE, DISABLED];

/// The autonomous abilities, by the names of their services.
pub(super) const AWARENESS: &str = "ALBasicAwareness";
pub(super) const BACKGROUND: &str = "ALBackgroundMovement";
pub(super) const LISTENING: &str = "ALListeningMovement";
pub(super) const SPEAKING: &str = "ALSpeakingMovement";
pub(super) const BLINKING: &str = "ALAutonomousBlinking";
const ABILITIES: [&str; 5] = [AWARENESS, BACKGROUND, LISTENING, SPEAKING, BLINKING];

/// Chains that can breathe and idle, and the larger one that each belongs to.
pub(super) const CHAINS: [(&str, &str); 6] = [
    ("Body", ""),
    ("Legs", "Body"),
    ("Arms", "Body"),
    ("Head", "Body"),
    ("LArm", "Arms"),
    ("RArm", "Arms"),
];

/// Everything that is set, in the order of the services.
#[derive(Debug, Clone)]
pub(super) struct Habits {
    pub(super) life: &'static str,
    abilities: BTreeMap<&'static str, bool>,
    /// ALAutonomousMoves of NAOqi 2.1.
    pub(super) expressive_listening: bool,
    pub(super) background_strategy: String,
    breathing: BTreeMap<&'static str, bool>,
    idling: BTreeMap<&'static str, bool>,
    /// Breaths a minute, and how deep (0 to 1).
    pub(super) breath: (f64, f64),
    pub(super) smart_stiffness: bool,
    pub(super) fall_manager: bool,
    /// By chain: external and self-collision protection.
    pub(super) external_protection: BTreeMap<&'static str, bool>,
    pub(super) self_protection: BTreeMap<&'static str, bool>,
    pub(super) temperature_notifications: bool,
    /// 0 to 1: of the voice.
    pub(super) volume: f64,
    /// 0 to 100: of the loudspeakers.
    pub(super) output_volume: i64,
    pub(super) muted: bool,
    pub(super) language: String,
    pub(super) voice: String,
    /// `speed`, `pitchShift`, …
    pub(super) speech: BTreeMap<String, f64>,
    pub(super) body_language: String,
}

impl Default for Habits {
    /// As a Nao is found in the morning: alive by itself, all protections on.
    fn default() -> Habits {
        let on = |names: &[&'static str]| names.iter().map(|name| (*name, true)).collect();
        let chains = CHAINS.map(|(chain, _)| chain);
        let mut habits = Habits {
            life: SOLITARY,
            abilities: BTreeMap::new(),
            expressive_listening: true,
            background_strategy: "backToNeutral".to_owned(),
            breathing: chains.into_iter().map(|chain| (chain, false)).collect(),
            idling: on(&chains),
            breath: (12.0, 0.5),
            smart_stiffness: true,
            fall_manager: true,
            external_protection: on(&["All", "Move", "Arms", "LArm", "RArm"]),
            self_protection: on(&["Arms", "LArm", "RArm"]),
            temperature_notifications: true,
            volume: 0.6,
            output_volume: 60,
            muted: false,
            language: "French".to_owned(),
            voice: voices::of("French").to_owned(),
            speech: BTreeMap::from([("speed".to_owned(), 100.0), ("pitchShift".to_owned(), 0.0)]),
            body_language: "contextual".to_owned(),
        };
        habits.live(SOLITARY);
        habits
    }
}

impl Habits {
    /// Enters a state of life, which has its own abilities. Speaking goes with gestures even
    /// when life is disabled.
    pub(super) fn live(&mut self, state: &'static str) {
        self.life = state;
        for ability in ABILITIES {
            let enabled = match ability {
                SPEAKING => true,
                BLINKING => state == INTERACTIVE,
                _ => matches!(state, SOLITARY | INTERACTIVE),
            };
            self.abilities.insert(ability, enabled);
        }
    }

    pub(super) fn ability(&self, service: &str) -> bool {
        self.abilities.get(service).copied().unwrap_or_default()
    }

    /// Whether there is such an ability.
    pub(super) fn set_ability(&mut self, service: &str, enabled: bool) -> bool {
        match self.abilities.get_mut(service) {
            Some(ability) => {
                *ability = enabled;
                true
            }
            None => false,
        }
    }

    pub(super) fn breathes(&self, chain: &str) -> Option<bool> {
        self.breathing.get(chain).copied()
    }

    pub(super) fn idles(&self, chain: &str) -> Option<bool> {
        self.idling.get(chain).copied()
    }

    /// Of breathing and idling, the last one that is switched on has the chain.
    pub(super) fn set_breathing(&mut self, chain: &str, enabled: bool) {
        for part in parts(chain) {
            self.breathing.insert(part, enabled);
            if enabled {
                self.idling.insert(part, false);
            }
        }
    }

    pub(super) fn set_idling(&mut self, chain: &str, enabled: bool) {
        for part in parts(chain) {
            self.idling.insert(part, enabled);
            if enabled {
                self.breathing.insert(part, false);
            }
        }
    }
}

/// A chain and what belongs to it.
fn parts(chain: &str) -> impl Iterator<Item = &'static str> {
    let within = |part: &str| CHAINS.iter().find(|(name, _)| *name == part).map(|(_, of)| *of);
    CHAINS.iter().map(|(name, _)| *name).filter(move |part| {
        let of = within(part).unwrap_or_default();
        *part == chain || of == chain || within(of) == Some(chain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disabled_life_leaves_only_gestures_with_speech() {
        let mut habits = Habits::default();
        assert!(habits.ability(AWARENESS) && !habits.ability(BLINKING));
        habits.live(DISABLED);
        let enabled = ABILITIES.map(|ability| habits.ability(ability));
        assert_eq!(enabled, [false, false, false, true, false]);
    }

    #[test]
    fn breathing_and_idling_take_turns_on_a_chain() {
        let mut habits = Habits::default();
        habits.set_breathing("Body", true);
        assert_eq!((habits.breathes("LArm"), habits.idles("LArm")), (Some(true), Some(false)));
        habits.set_idling("Arms", true);
        assert_eq!((habits.breathes("LArm"), habits.breathes("Legs")), (Some(false), Some(true)));
        assert_eq!(habits.breathes("Tail"), None);
    }
}
