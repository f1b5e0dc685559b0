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

/// And the signal that every object has.
const TRACE: (u32, &str, &str) = (
    86,
    "traceObject",
    "((IiIm(ll)<timeval,tv_sec,tv_usec>llII)<EventTrace,id,kind,slotId,arguments,timestamp,\
     userUsTime,systemUsTime,callerContext,calleeContext>)",
);

/// Numbers of an object's own members begin here.
const OWN: u32 = 100;

/// A service with these methods.
pub(super) fn service(methods: &[&Method]) -> Value {
    let own = methods
        .iter()
        .zip(OWN..)
        .map(|((name, parameters, returns), number)| method(number, name, parameters, returns));
    object(own, None)
}

/// A subscriber of ALMemory: its signal carries the value.
pub(super) fn subscriber() -> Value {
    object(std::iter::empty(), Some((OWN, "signal", "(m)")))
}

fn object(own: impl Iterator<Item = (String, Value)>, signal: Option<(u32, &str, &str)>) -> Value {
    let methods: Map<String, Value> = OF_EVERY_OBJECT
        .iter()
        .map(|(number, name, parameters, returns)| method(*number, name, parameters, returns))
        .chain(own)
        .collect();
    let signals: Map<String, Value> = std::iter::once(TRACE)
        .chain(signal)
        .map(|(number, name, signature)| {
            let described = json!({"uid": number, "name": name, "signature": signature});
            (number.to_string(), described)
        })
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
