//! Packets of Socket.IO 0.9 as the bridge reads and writes them.

use serde::Deserialize;
use serde_json::{Value, json};

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

/// A call of a member of an object.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Call {
    pub(super) idm: Value,
    pub(super) params: Params,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Params {
    #[serde(rename = "obj")]
    pub(super) object: Value,
    /// `method` in namespace 1.0.
    #[serde(alias = "method")]
    pub(super) member: String,
    pub(super) args: Vec<Value>,
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
