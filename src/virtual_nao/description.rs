//! How the bridge describes an object, from which clients build their proxies.

use serde_json::{Map, Value, json};

use crate::virtual_nao::services::Method;

/// What every object of libqi has, before its own: number, name, parameters, what it returns.
const OF_EVERY_OBJECT: [(u32, &str, &str, &str); 8] = [
    (0, "registerEvent", "(IIL)", "L"),
    (1, "unregisterEvent", "(IIL)", "v"),
    (2, "metaObject", "(I)", "m"),
    (3, "terminate", "(I)", "v"),
    (5, "property", "(m)", "m"),
    (6, "setProperty", "(mm)", "v"),
    (7, "properties", "()", "[s]"),
    (8, "registerEventWithSignature", "(IILs)", "L"),
];

/// Numbers of an object's own members begin here.
const OWN: u32 = 100;

/// A service with these methods.
pub(super) fn service(methods: &[&Method]) -> Value {
    let own = methods
        .iter()
        .zip(OWN..)
        .map(|((name, parameters, returns), number)| method(number, name, parameters, returns));
    object(own, &Map::new())
}

/// A subscriber of ALMemory: its signal carries the value.
pub(super) fn subscriber() -> Value {
    let signal = json!({"uid": OWN, "name": "signal", "signature": "(m)"});
    object(std::iter::empty(), &Map::from_iter([(OWN.to_string(), signal)]))
}

fn object(own: impl Iterator<Item = (String, Value)>, signals: &Map<String, Value>) -> Value {
    let methods: Map<String, Value> = OF_EVERY_OBJECT
        .iter()
        .map(|(number, name, parameters, returns)| method(*number, name, parameters, returns))
        .chain(own)
        .collect();
    json!({"methods": methods, "signals": signals, "properties": {}, "description": ""})
}

fn method(number: u32, name: &str, parameters: &str, returns: &str) -> (String, Value) {
    let described = json!({
        "uid": number, "name": name, "parametersSignature": parameters,
        "returnSignature": returns, "description": "", "parameters": [], "returnDescription": "",
    });
    (number.to_string(), described)
}
