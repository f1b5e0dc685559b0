//! Properties of services, which the bridge serves in namespace 2 alone. Each stands on methods
//! of the service. The maker publishes no list of them: these are what a client may wish to follow
//! without asking.

use crate::virtual_nao::{
    Profile,
    habits::{AWARENESS, BACKGROUND, BLINKING, LISTENING, SPEAKING},
};

/// A property.
pub(in crate::virtual_nao) struct Property {
    /// Its signal has the same name.
    pub(in crate::virtual_nao) name: &'static str,
    /// libqi's, of the value.
    pub(in crate::virtual_nao) signature: &'static str,
    /// The method that reads it.
    pub(in crate::virtual_nao) read: &'static str,
    /// The method that sets it, if it can be set.
    pub(in crate::virtual_nao) write: Option<&'static str>,
}

const STATE: &[Property] =
    &[Property { name: "state", signature: "s", read: "getState", write: Some("setState") }];

const CHARGE: &[Property] =
    &[Property { name: "charge", signature: "i", read: "getBatteryCharge", write: None }];

const VOLUME: &[Property] =
    &[Property { name: "volume", signature: "f", read: "getVolume", write: Some("setVolume") }];

const ENABLED: &[Property] =
    &[Property { name: "enabled", signature: "b", read: "isEnabled", write: Some("setEnabled") }];

/// The properties of a service.
pub(in crate::virtual_nao) fn properties(service: &str, profile: Profile) -> &'static [Property] {
    match (profile, service) {
        (Profile::V2_1, _) => &[],
        (_, "ALAutonomousLife") => STATE,
        (_, "ALBattery") => CHARGE,
        (_, "ALTextToSpeech") => VOLUME,
        (_, AWARENESS | BACKGROUND | LISTENING | SPEAKING | BLINKING) => ENABLED,
        _ => &[],
    }
}

/// A property of a service.
pub(in crate::virtual_nao) fn property(
    service: &str,
    name: &str,
    profile: Profile,
) -> Option<&'static Property> {
    properties(service, profile).iter().find(|property| property.name == name)
}

/// Under this key its changes are told inside the body; no key of ALMemory has a dot.
pub(in crate::virtual_nao) fn property_key(service: &str, name: &str) -> String {
    format!("{service}.{name}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::virtual_nao::services::{SERVICES, forms};

    #[test]
    fn each_property_stands_on_methods_that_there_are() {
        let mut found = 0;
        for (service, _) in SERVICES {
            for property in properties(service, Profile::V2_8) {
                found += 1;
                for method in std::iter::once(property.read).chain(property.write) {
                    let there = forms(service, method, Profile::V2_8).next().is_some();
                    assert!(there, "{service}.{method}");
                }
            }
            assert!(properties(service, Profile::V2_1).is_empty());
        }
        assert_eq!(found, 8);
    }
}
