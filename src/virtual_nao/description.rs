//! How the bridge describes an object, from which clients build their proxies.

use serde_json::{Map, Value, json};

use crate::virtual_nao::services::{Method, Property};

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

/// A service with these methods and properties.
pub(super) fn service(methods: &[&Method], properties: &[Property]) -> Value {
    let mut numbers = OWN..;
    let methods: Vec<(String, Value)> = methods
        .iter()
        .zip(&mut numbers)
        .map(|((name, parameters, returns), number)| method(number, name, parameters, returns))
        .collect();
    let properties: Vec<Described> = properties
        .iter()
        .zip(numbers)
        .map(|(property, number)| (number, property.name, property.signature.to_owned()))
        .collect();
    object(methods, &properties, None)
}

/// A subscriber of ALMemory: its signal carries the value.
pub(super) fn subscriber() -> Value {
    object(Vec::new(), &[], Some((OWN, "signal", "(m)".to_owned())))
}

/// Number, name, signature.
type Described = (u32, &'static str, String);

/// A property has a signal of its number and name, which carries its value.
fn object(
    methods: Vec<(String, Value)>,
    properties: &[Described],
    signal: Option<Described>,
) -> Value {
    let methods: Map<String, Value> = OF_EVERY_OBJECT
        .iter()
        .map(|(number, name, parameters, returns)| method(*number, name, parameters, returns))
        .chain(methods)
        .collect();
    let described = |(number, name, signature): Described| {
        let described = json!({"uid": number, "name": name, "signature": signature});
        (number.to_string(), described)
    };
    let (number, name, signature) = TRACE;
    let of_properties =
        properties.iter().map(|(number, name, value)| (*number, *name, format!("({value})")));
    let signals: Map<String, Value> = std::iter::once((number, name, signature.to_owned()))
        .chain(signal)
        .chain(of_properties)
        .map(described)
        .collect();
    let properties: Map<String, Value> = properties.iter().cloned().map(described).collect();
    json!({"methods": methods, "signals": signals, "properties": properties, "description": ""})
}

fn method(number: u32, name: &str, parameters: &str, returns: &str) -> (String, Value) {
    let described = json!({
        "uid": number, "name": name, "parametersSignature": parameters,
        "returnSignature": returns, "description": "", "parameters": [], "returnDescription": "",
    });
    (number.to_string(), described)
}
