//! Packets of Socket.IO 0.9 as the bridge reads and writes them.

use std::{
    borrow::Cow,
    fmt::{self, Write},
};

use serde::{Deserialize, Deserializer};
use serde_json::{Value, value::RawValue};

use crate::virtual_nao::profile::Namespace;

/// The session is open.
pub(super) const CONNECT: &str = "1::";
/// To be answered by the client with the same.
pub(super) const HEARTBEAT: &str = "2::";
/// The session ends.
pub(super) const DISCONNECT: &str = "0::";

/// What a client sends.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Frame {
    Disconnect,
    Heartbeat,
    /// A call, and the id that asks for an acknowledgement.
    Call {
        call: Call,
        ack: Option<String>,
    },
    /// Ignored by the bridge: unknown packet types and unknown events.
    Ignored,
}

/// A call as it arrives: with other keys than these the bridge closes the session.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Call {
    pub(super) idm: Value,
    params: Params,
}

/// What is to be called, as it was written: a key may be missing, or hold anything.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
struct Params {
    #[serde(default, deserialize_with = "whatever")]
    obj: Option<Value>,
    #[serde(default, deserialize_with = "whatever")]
    method: Option<Value>,
    #[serde(default, deserialize_with = "whatever")]
    member: Option<Value>,
    #[serde(default, deserialize_with = "whatever")]
    args: Option<Value>,
}

/// A key that holds `null` is there.
fn whatever<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// What is called.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Called {
    pub(super) object: Value,
    pub(super) member: String,
    pub(super) args: Vec<Value>,
}

impl Call {
    /// The number of the call, and what is called. Read in the bridge's order; the error is the
    /// bridge's: the key that is missing.
    pub(super) fn read(self, namespace: Namespace) -> (Value, Result<Called, String>) {
        (self.idm, self.params.read(namespace))
    }
}

impl Params {
    fn read(self, namespace: Namespace) -> Result<Called, String> {
        let (key, member) = match namespace {
            Namespace::One => ("method", self.method),
            Namespace::Two => ("member", self.member),
        };
        let there = |name: &str, value: Option<Value>| value.ok_or_else(|| format!("'{name}'"));
        let object = there("obj", self.obj)?;
        let member = there(key, member)?;
        let args = there("args", self.args)?;
        let Value::String(member) = member else {
            return Err("getattr(): attribute name must be string".to_owned());
        };
        let Value::Array(args) = args else {
            return Err("argument after * must be a sequence".to_owned());
        };
        Ok(Called { object, member, args })
    }
}

/// A frame that closes the session: no packet, or broken JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fatal;

pub(super) fn read(text: &str) -> Result<Frame, Fatal> {
    let mut parts = text.splitn(4, ':');
    let (Some(kind), Some(id), Some(_)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Fatal);
    };
    match kind {
        "0" => Ok(Frame::Disconnect),
        "2" => Ok(Frame::Heartbeat),
        // The bridge has no handler for plain messages and falls over them.
        "3" | "4" => Err(Fatal),
        "5" => {
            let ack = Some(id.trim_end_matches('+')).filter(|id| !id.is_empty());
            read_event(parts.next().unwrap_or_default(), ack.map(str::to_owned))
        }
        _ => Ok(Frame::Ignored),
    }
}

fn read_event(data: &str, ack: Option<String>) -> Result<Frame, Fatal> {
    #[derive(Deserialize)]
    struct Event<'a> {
        #[serde(borrow)]
        name: Cow<'a, str>,
        /// Read when it is known what they should be.
        #[serde(default, borrow)]
        args: Vec<&'a RawValue>,
    }
    let event: Event = serde_json::from_str(data).map_err(|_| Fatal)?;
    if event.name != "call" {
        return Ok(Frame::Ignored);
    }
    // A call that lacks a part is an exception in the bridge before any guard.
    let first = event.args.first().ok_or(Fatal)?;
    let call = serde_json::from_str(first.get()).map_err(|_| Fatal)?;
    Ok(Frame::Call { call, ack })
}

/// `result` is absent for void.
pub(super) fn reply(idm: &Value, result: Option<&Value>) -> String {
    match result {
        Some(result) => event("reply", format_args!(r#""result": {result}, "idm": {idm}"#)),
        None => event("reply", format_args!(r#""idm": {idm}"#)),
    }
}

pub(super) fn error(idm: &Value, text: &str) -> String {
    let text = Value::from(text);
    event("error", format_args!(r#""result": {text}, "idm": {idm}"#))
}

pub(super) fn signal(object: usize, name: &str, value: &Value, link: i64) -> String {
    let raised = format_args!(
        r#""result": {{"obj": {object}, "signal": "{name}", "data": [{value}], "link": {link}}}"#
    );
    event("signal", raised)
}

/// The acknowledgement that a client may ask for.
pub(super) fn acknowledged(id: &str) -> String {
    format!("6:::{id}")
}

/// Unlike what clients send, `args` is an object here.
fn event(name: &str, args: fmt::Arguments<'_>) -> String {
    let mut frame = String::with_capacity(128);
    // Writing to a text does not fail.
    let _ = write!(frame, r#"5:::{{"name": "{name}", "args": {{{args}}}}}"#);
    if frame.is_ascii() { frame } else { in_ascii(&frame) }
}

/// The bridge writes ASCII alone: other letters stand in JSON's own way.
fn in_ascii(json: &str) -> String {
    let mut ascii = String::with_capacity(2 * json.len());
    for letter in json.chars() {
        if letter.is_ascii() {
            ascii.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                let _ = write!(ascii, "\\u{unit:04x}");
            }
        }
    }
    ascii
}

/// What a client has to survive; the tail of it holds more than a MiB.
pub(super) fn garbage(number: usize) -> String {
    match number % GARBAGE {
        0 => "5:::{\"name\": \"reply\", \"args\": {\"res".to_owned(),
        1 => "nonsense".to_owned(),
        2 => "9:::x".to_owned(),
        3 => "5:::{\"name\": \"reply\", \"args\": {\"result\": 1, \"idm\": 4294967296}}".to_owned(),
        4 => "5:::{\"name\": \"signal\", \"args\": {\"result\": {\"obj\": 999, \"signal\": \"signal\", \
              \"data\": [], \"link\": -1}}}"
            .to_owned(),
        5 => "5:::{\"name\": \"error\", \"args\": {\"result\": \"Out of range float values are not \
              JSON compliant\", \"idm\": null}}"
            .to_owned(),
        6 => "5:::[1, 2]".to_owned(),
        7 => "7:::1+0".to_owned(),
        8 => "8::".to_owned(),
        9 => String::new(),
        _ => format!(
            "5:::{{\"name\": \"reply\", \"args\": {{\"idm\": 4294967297, \"result\": \"{}\"}}}}",
            "x".repeat(1_200_000)
        ),
    }
}

/// Kinds of garbage.
pub(super) const GARBAGE: usize = 11;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn events_are_written_in_ascii() {
        let result = json!({"été": ["\u{1F600}", 1.0, null, "a\n\"b\""]});
        assert_eq!(
            reply(&json!(3), Some(&result)),
            r#"5:::{"name": "reply", "args": {"result": {"\u00e9t\u00e9":["\ud83d\ude00",1.0,null,"a\n\"b\""]}, "idm": 3}}"#
        );
        assert_eq!(reply(&json!(8), None), r#"5:::{"name": "reply", "args": {"idm": 8}}"#);
        assert_eq!(
            error(&Value::Null, "no"),
            r#"5:::{"name": "error", "args": {"result": "no", "idm": null}}"#
        );
        assert_eq!(
            signal(2, "signal", &json!(1.0), 429_496_729_631),
            r#"5:::{"name": "signal", "args": {"result": {"obj": 2, "signal": "signal", "data": [1.0], "link": 429496729631}}}"#
        );
    }

    #[test]
    fn what_lacks_a_key_names_it() {
        let params = |value: Value| serde_json::from_value::<Params>(value).unwrap();
        let without = params(json!({"obj": 0, "member": "say"}));
        assert_eq!(without.read(Namespace::Two), Err("'args'".to_owned()));
        let of_two = params(json!({"obj": null, "member": "say", "args": []}));
        assert_eq!(of_two.clone().read(Namespace::One), Err("'method'".to_owned()));
        assert!(of_two.read(Namespace::Two).is_ok(), "a null is no missing key");
    }

    #[test]
    fn what_is_no_call_closes_or_is_ignored() {
        for fatal in ["hello", "5:::{", "3:::x", "5:::{\"name\":\"call\",\"args\":[]}"] {
            assert_eq!(read(fatal), Err(Fatal), "{fatal}");
        }
        let more = "5:::{\"name\":\"call\",\"args\":[{\"idm\":1,\"params\":{},\"more\":1}]}";
        assert_eq!(read(more), Err(Fatal));
        for ignored in ["9:::x", "1::", "7:::", "5:::{\"name\":\"nope\",\"args\":[]}"] {
            assert_eq!(read(ignored), Ok(Frame::Ignored), "{ignored}");
        }
    }
}
