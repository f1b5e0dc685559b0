//! Packets of Socket.IO 0.9 as the bridge reads and writes them.

use serde::Deserialize;
use serde_json::{Map, Value, json};

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
    pub(super) params: Map<String, Value>,
}

/// What is called.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Params {
    pub(super) object: Value,
    pub(super) member: String,
    pub(super) args: Vec<Value>,
}

impl Params {
    /// Reads them in the bridge's order. The error is the bridge's: the key that is missing.
    pub(super) fn read(
        mut params: Map<String, Value>,
        namespace: Namespace,
    ) -> Result<Params, String> {
        let member = match namespace {
            Namespace::One => "method",
            Namespace::Two => "member",
        };
        let mut key = |name: &str| params.remove(name).ok_or_else(|| format!("'{name}'"));
        let (object, member, args) = (key("obj")?, key(member)?, key("args")?);
        let Value::String(member) = member else {
            return Err("getattr(): attribute name must be string".to_owned());
        };
        let Value::Array(args) = args else {
            return Err("argument after * must be a sequence".to_owned());
        };
        Ok(Params { object, member, args })
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
    struct Event {
        name: String,
        #[serde(default)]
        args: Vec<Value>,
    }
    let event: Event = serde_json::from_str(data).map_err(|_| Fatal)?;
    if event.name != "call" {
        return Ok(Frame::Ignored);
    }
    // A call that lacks a part is an exception in the bridge before any guard.
    let first = event.args.into_iter().next().ok_or(Fatal)?;
    let call = serde_json::from_value(first).map_err(|_| Fatal)?;
    Ok(Frame::Call { call, ack })
}

/// `result` is absent for void.
pub(super) fn reply(idm: &Value, result: Option<Value>) -> String {
    let args = match result {
        Some(result) => json!({"result": result, "idm": idm}),
        None => json!({"idm": idm}),
    };
    event("reply", &args)
}

pub(super) fn error(idm: &Value, text: &str) -> String {
    event("error", &json!({"result": text, "idm": idm}))
}

pub(super) fn signal(object: usize, name: &str, data: &[Value], link: i64) -> String {
    let result = json!({"obj": object, "signal": name, "data": data, "link": link});
    event("signal", &json!({"result": result}))
}

/// The acknowledgement that a client may ask for.
pub(super) fn acknowledged(id: &str) -> String {
    format!("6:::{id}")
}

/// Unlike what clients send, `args` is an object here.
fn event(name: &str, args: &Value) -> String {
    format!("5:::{}", json!({"name": name, "args": args}))
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
    use super::*;

    #[test]
    fn what_lacks_a_key_names_it() {
        let params = |value: Value| value.as_object().cloned().unwrap();
        let without = params(json!({"obj": 0, "member": "say"}));
        assert_eq!(Params::read(without, Namespace::Two), Err("'args'".to_owned()));
        let of_two = params(json!({"obj": 0, "member": "say", "args": []}));
        assert_eq!(Params::read(of_two.clone(), Namespace::One), Err("'method'".to_owned()));
        assert!(Params::read(of_two, Namespace::Two).is_ok());
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
