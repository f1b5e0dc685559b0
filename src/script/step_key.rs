//! Which kind of step is written.

use crate::script::{
    node::{Node, Value},
    reading::Mistake,
    suggest,
};

/// The keys that make a step what it is.
pub(super) const STEP_KEYS: [&str; 22] = [
    "say", "ask", "exercise", "move", "posture", "part", "check", "span", "quiz", "remember",
    "recall", "spaced", "simon", "bingo", "teams", "music", "pause", "choose", "repeat", "if",
    "include", "end",
];

/// The key that makes a step what it is.
pub(super) fn step_key(node: &Node) -> Result<&'static str, Mistake> {
    let known = |name: &str| STEP_KEYS.into_iter().find(|key| *key == name);
    match &node.value {
        Value::Text(word) => known(word).filter(|key| *key == "end").ok_or_else(|| {
            let help = match known(word) {
                Some(key) => format!("write `- {key}: …`"),
                None => format!("to have Nao say it, write `- say:` before “{word}”"),
            };
            Mistake::new(node.place, format!("“{word}” alone is no step"), help)
        }),
        Value::Map(entries) => {
            let names = entries.iter().filter_map(|(key, _)| match &key.value {
                Value::Text(name) => Some((key.place, name.as_str())),
                _ => None,
            });
            let mut steps =
                names.clone().filter_map(|(place, name)| known(name).map(|key| (place, key)));
            if let Some((_, step)) = steps.next() {
                return match steps.next() {
                    None => Ok(step),
                    Some((place, second)) => Err(Mistake::new(
                        place,
                        format!("“{second}” is a step of its own"),
                        format!("begin it with a dash, on a line of its own: `- {second}: …`"),
                    )),
                };
            }
            let (place, name) = names.clone().next().unwrap_or((node.place, ""));
            let help = match name {
                "then" | "else" => {
                    format!("write `{name}:` below `if:`, in the same column and without a dash")
                }
                _ => suggest::among(name, STEP_KEYS),
            };
            Err(Mistake::new(place, format!("unknown step “{name}”"), help))
        }
        other => Err(Mistake::new(
            node.place,
            format!("a step is expected here, not {}", other.kind()),
            format!("possible: {}", STEP_KEYS.join(", ")),
        )),
    }
}
