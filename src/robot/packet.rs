//! Packets of Socket.IO 0.9 (protocol version 1), as a client meets them:
//! `type:id:endpoint:data`.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::robot::address::Namespace;

/// The answer to a heartbeat is the heartbeat itself.
pub(super) const HEARTBEAT: &str = "2::";

/// Ends the session on both sides.
pub(super) const DISCONNECT: &str = "0::";

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
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Signal {
    #[serde(rename = "obj")]
    pub(super) object: i64,
    pub(super) signal: String,
    #[serde(default)]
    pub(super) data: Vec<Value>,
}

/// What cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the bridge sent something that is no packet of Socket.IO 0.9: {0}")]
pub(super) struct Garbled(String);

/// Reads one frame.
pub(super) fn read(frame: &str) -> Result<Packet, Garbled> {
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
        "5" => read_event(parts.next().unwrap_or_default()).ok_or_else(garbled),
        _ => Ok(Packet::Other),
    }
}

fn read_event(data: &str) -> Option<Packet> {
    #[derive(Deserialize)]
    struct Event {
        name: String,
        #[serde(default)]
        args: Value,
    }
    #[derive(Deserialize)]
    struct Outcome {
        #[serde(default)]
        idm: Option<u64>,
        /// Absent for void.
        #[serde(default)]
        result: Value,
    }
    let event: Event = serde_json::from_str(data).ok()?;
    if !matches!(event.name.as_str(), "reply" | "error" | "signal") {
        return Some(Packet::Other);
    }
    // The bridge sends an object; other servers of the protocol send a list of one.
    let args = match event.args {
        Value::Array(list) => list.into_iter().next()?,
        args => args,
    };
    let Outcome { idm, result } = serde_json::from_value(args).ok()?;
    match event.name.as_str() {
        "reply" => Some(Packet::Reply { call: idm?, result }),
        "error" => {
            let text = result.as_str().map_or_else(|| result.to_string(), str::to_owned);
            Some(Packet::Error { call: idm, text })
        }
        _ => serde_json::from_value(result).ok().map(Packet::Signal),
    }
}

/// A call, as a frame.
pub(super) fn call(
    namespace: Namespace,
    number: u64,
    object: &Value,
    member: &str,
    args: &[Value],
) -> String {
    let member_key = match namespace {
        Namespace::Two => "member",
        Namespace::One => "method",
    };
    let params = json!({"obj": object, member_key: member, "args": args});
    let event = json!({"name": "call", "args": [{"idm": number, "params": params}]});
    format!("5:::{event}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn void_has_no_result_and_args_may_be_a_list() {
        let void = Packet::Reply { call: 8, result: Value::Null };
        assert_eq!(read(r#"5:::{"name": "reply", "args": {"idm": 8}}"#), Ok(void.clone()));
        assert_eq!(read(r#"5:::{"name":"reply","args":[{"idm":8}]}"#), Ok(void));
    }

    #[test]
    fn a_signal_names_its_object() {
        let frame = r#"5:::{"name": "signal", "args": {"result": {"obj": 2, "signal": "signal", "data": [1.0], "link": 429496729631}}}"#;
        let expected = Signal { object: 2, signal: "signal".into(), data: vec![json!(1.0)] };
        assert_eq!(read(frame), Ok(Packet::Signal(expected)));
    }

    #[test]
    fn calls_are_written_as_each_namespace_wants_them() {
        let two = call(Namespace::Two, 4, &json!(0), "getLanguage", &[]);
        let body: Value = serde_json::from_str(two.strip_prefix("5:::").unwrap()).unwrap();
        let expected = json!({"name": "call", "args": [{"idm": 4,
            "params": {"obj": 0, "member": "getLanguage", "args": []}}]});
        assert_eq!(body, expected);
        assert!(call(Namespace::One, 4, &json!(0), "x", &[]).contains("\"method\":\"x\""));
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
            let packet = read(frame).unwrap_or_else(|error| panic!("{frame}: {error}"));
            assert_ne!(packet, Packet::Other, "{frame}");
            read_ones += 1;
        }
        assert!(read_ones > 30, "{read_ones}");
    }

    proptest! {
        #[test]
        fn no_frame_panics(frame in "[0-9:]{0,6}.{0,60}") {
            let _ = read(&frame);
        }
    }
}
