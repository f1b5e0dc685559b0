//! Packets of Socket.IO 0.9 (protocol version 1), as a client meets them:
//! `type:id:endpoint:data`.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::Value;

use crate::robot::address::Namespace;

/// The answer to a heartbeat is the heartbeat itself.
pub(super) const HEARTBEAT: &str = "2::";

/// Ends the session on both sides.
pub(super) const DISCONNECT: &str = "0::";

/// The link of a signal that was raised before its connection was confirmed.
pub(super) const UNCONFIRMED: i64 = -1;

/// An object of the robot. Its number means something on the link alone that gave it: on the next
/// one the same number is another object, or closes the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Object {
    /// Number of the link, never used twice.
    pub(super) link: u64,
    pub(super) number: i64,
}

/// What the bridge sends.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Packet {
    /// The session is open.
    Connected,
    /// To be answered, or the bridge closes after 36 s.
    Heartbeat,
    /// The session ends.
    Disconnected,
    /// The result of a call; void is `Null`.
    Reply { call: u64, result: Value },
    /// NAOqi's words; without a number when a signal could not be encoded.
    Error { call: Option<u64>, text: String },
    /// A signal was raised.
    Signal(Signal),
    /// Anything else: acknowledgements, unknown events.
    Other,
}

/// A signal of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// Whose signal it is.
    pub object: Object,
    /// Its name; `signal` for keys of ALMemory.
    pub signal: String,
    /// What it carries.
    pub data: Vec<Value>,
    /// The connection by which it came, a 64-bit number.
    pub(super) connection: i64,
}

/// What cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the bridge sent something that is no packet of Socket.IO 0.9: {0}")]
pub(super) struct Garbled(String);

/// Reads one frame that came by a link.
pub(super) fn read(link: u64, frame: &str) -> Result<Packet, Garbled> {
    let garbled = || Garbled(frame.chars().take(80).collect());
    let mut parts = frame.splitn(4, ':');
    let (Some(kind), Some(_id), Some(_endpoint)) = (parts.next(), parts.next(), parts.next())
    else {
        return Err(garbled());
    };
    match kind {
        "0" => Ok(Packet::Disconnected),
        "1" => Ok(Packet::Connected),
        "2" => Ok(Packet::Heartbeat),
        "5" => read_event(link, parts.next().unwrap_or_default()).ok_or_else(garbled),
        _ => Ok(Packet::Other),
    }
}

#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(default)]
    args: Args,
}

/// What an event carries. The bridge sends an object; other servers of the protocol send a list
/// of one; unknown events may hold anything.
#[derive(Default)]
struct Args(Option<Outcome>);

#[derive(Deserialize)]
struct Outcome {
    #[serde(default)]
    idm: Value,
    /// Absent for void.
    #[serde(default)]
    result: Value,
}

impl<'de> Deserialize<'de> for Args {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Args, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Args;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object, or a list of one")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Args, A::Error> {
                Outcome::deserialize(MapAccessDeserializer::new(map)).map(Some).map(Args)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Args, A::Error> {
                let first = list.next_element()?.unwrap_or_default();
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(first)
            }

            fn visit_unit<E>(self) -> Result<Args, E> {
                Ok(Args(None))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Args, E> {
                Ok(Args(None))
            }

            fn visit_i64<E>(self, _: i64) -> Result<Args, E> {
                Ok(Args(None))
            }

            fn visit_u64<E>(self, _: u64) -> Result<Args, E> {
                Ok(Args(None))
            }

            fn visit_f64<E>(self, _: f64) -> Result<Args, E> {
                Ok(Args(None))
            }

            fn visit_str<E>(self, _: &str) -> Result<Args, E> {
                Ok(Args(None))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// A signal, as it is written.
#[derive(Deserialize)]
struct Raised {
    obj: i64,
    signal: String,
    #[serde(default)]
    data: Vec<Value>,
    #[serde(default)]
    link: i64,
}

fn read_event(link: u64, data: &str) -> Option<Packet> {
    let Event { name, args: Args(outcome) } = serde_json::from_str(data).ok()?;
    match name.as_ref() {
        "reply" => {
            let Outcome { idm, result } = outcome?;
            Some(Packet::Reply { call: idm.as_u64()?, result })
        }
        "error" => {
            let Outcome { idm, result } = outcome?;
            let text = match result {
                Value::String(text) => text,
                other => other.to_string(),
            };
            Some(Packet::Error { call: idm.as_u64(), text })
        }
        "signal" => {
            let Raised { obj, signal, data, link: connection } =
                serde_json::from_value(outcome?.result).ok()?;
            let object = Object { link, number: obj };
            Some(Packet::Signal(Signal { object, signal, data, connection }))
        }
        _ => Some(Packet::Other),
    }
}

/// Whom a call is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// The one object that is known by name.
    ServiceDirectory,
    Object(Object),
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Target::ServiceDirectory => serializer.serialize_str("ServiceDirectory"),
            Target::Object(object) => serializer.serialize_i64(object.number),
        }
    }
}

/// Writes a call in the place of what `frame` held.
pub(super) fn write_call(
    frame: &mut Vec<u8>,
    namespace: Namespace,
    number: u64,
    target: Target,
    member: &str,
    args: &[Value],
) -> serde_json::Result<()> {
    #[derive(Serialize)]
    struct Event<'a> {
        name: &'static str,
        args: [Call<'a>; 1],
    }
    #[derive(Serialize)]
    struct Call<'a> {
        idm: u64,
        params: Params<'a>,
    }
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Params<'a> {
        Two { obj: Target, member: &'a str, args: &'a [Value] },
        One { obj: Target, method: &'a str, args: &'a [Value] },
    }
    let params = match namespace {
        Namespace::Two => Params::Two { obj: target, member, args },
        Namespace::One => Params::One { obj: target, method: member, args },
    };
    frame.clear();
    frame.extend_from_slice(b"5:::");
    let event = Event { name: "call", args: [Call { idm: number, params }] };
    serde_json::to_writer(frame, &event)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn void_has_no_result_and_args_may_be_a_list() {
        let void = Packet::Reply { call: 8, result: Value::Null };
        assert_eq!(read(1, r#"5:::{"name": "reply", "args": {"idm": 8}}"#), Ok(void.clone()));
        assert_eq!(read(1, r#"5:::{"name":"reply","args":[{"idm":8}]}"#), Ok(void.clone()));
        assert_eq!(read(1, r#"5:::{"args":[{"idm":8},"more"],"name":"reply"}"#), Ok(void));
    }

    #[test]
    fn an_unknown_event_may_hold_anything() {
        for args in ["", r#","args":[]"#, r#","args":[1,"x"]"#, r#","args":"x""#, r#","args":null"#]
        {
            let frame = format!(r#"5:::{{"name":"news"{args}}}"#);
            assert_eq!(read(1, &frame), Ok(Packet::Other), "{frame}");
        }
        assert!(read(1, r#"5:::{"name":"reply","args":["x"]}"#).is_err());
        assert!(read(1, r#"5:::{"name":"reply","args":{"idm":null}}"#).is_err());
    }

    #[test]
    fn a_signal_names_its_object_and_its_link() {
        let frame = r#"5:::{"name": "signal", "args": {"result": {"obj": 2, "signal": "signal", "data": [1.0], "link": 429496729631}}}"#;
        let expected = Signal {
            object: Object { link: 7, number: 2 },
            signal: "signal".into(),
            data: vec![json!(1.0)],
            connection: 429_496_729_631,
        };
        assert_eq!(read(7, frame), Ok(Packet::Signal(expected)));
    }

    #[test]
    fn calls_are_written_as_each_namespace_wants_them() {
        let object = Target::Object(Object { link: 1, number: 0 });
        let mut frame = b"what was there before".to_vec();
        write_call(&mut frame, Namespace::Two, 4, object, "getLanguage", &[]).unwrap();
        let body: Value = serde_json::from_slice(frame.strip_prefix(b"5:::").unwrap()).unwrap();
        let expected = json!({"name": "call", "args": [{"idm": 4,
            "params": {"obj": 0, "member": "getLanguage", "args": []}}]});
        assert_eq!(body, expected);
        write_call(&mut frame, Namespace::One, 4, Target::ServiceDirectory, "service", &[])
            .unwrap();
        let body: Value = serde_json::from_slice(frame.strip_prefix(b"5:::").unwrap()).unwrap();
        let expected = json!({"obj": "ServiceDirectory", "method": "service", "args": []});
        assert_eq!(body["args"][0]["params"], expected);
    }

    #[test]
    fn everything_that_the_real_bridge_sent_is_understood() {
        let recorded = include_str!("../../tests/fixtures/bridge-transcript.txt");
        let mut read_ones = 0;
        for line in recorded.lines() {
            let Some((_, frame)) = line.split_once(" < ") else { continue };
            // Long lines were cut when they were recorded.
            if frame.contains('…') {
                continue;
            }
            let packet = read(1, frame).unwrap_or_else(|error| panic!("{frame}: {error}"));
            assert_ne!(packet, Packet::Other, "{frame}");
            read_ones += 1;
        }
        assert!(read_ones > 30, "{read_ones}");
    }

    proptest! {
        #[test]
        fn no_frame_panics(frame in "[0-9:]{0,6}.{0,60}") {
            let _ = read(1, &frame);
        }
    }
}
