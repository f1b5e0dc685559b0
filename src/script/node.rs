//! YAML as a tree that knows where each piece stands.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_yaml::{Options, Spanned};

use crate::script::{Diagnostic, Severity, syntax};

/// Line and column, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// A piece of a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) place: Place,
    pub(super) value: Value,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

impl Value {
    /// What it is, in words of an error message.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Int(_) => "a number",
            Value::Float(_) => "a number with decimals",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a group of keys",
        }
    }
}

impl Node {
    /// The value of a key of a map.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, value)| value)
    }

    /// A key of a map with its value.
    pub(super) fn entry(&self, key: &str) -> Option<&(Node, Node)> {
        let Value::Map(entries) = &self.value else { return None };
        entries.iter().find(|(name, _)| matches!(&name.value, Value::Text(text) if text == key))
    }
}

/// The tree of a text. Aliases are followed within tight limits, so that a few lines never become
/// gigabytes.
pub(super) fn parse(file: &str, text: &str) -> Result<Node, Diagnostic> {
    let at = |place: Place, message: String, help: &str| Diagnostic {
        file: file.to_owned(),
        line: place.line.max(1),
        column: place.column.max(1),
        severity: Severity::Error,
        message,
        help: Some(help.to_owned()),
    };
    // Deep nesting is refused before the parser recurses into it.
    if let Some(place) = too_deep(text) {
        return Err(at(
            place,
            format!("more than {DEEPEST} brackets are open here"),
            "close them, or write the steps as an indented list",
        ));
    }
    if text.trim().is_empty() {
        return Err(at(Place::default(), "the file is empty".into(), "write a routine into it"));
    }
    let options: Options = serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_depth: DEEPEST,
            max_nodes: 100_000,
            max_events: 300_000,
            max_aliases: 200,
            max_anchors: 100,
            max_documents: 1,
            max_total_scalar_bytes: 2 * 1024 * 1024,
        },
        with_snippet: false,
        strict_booleans: true,
    };
    let node: Spanned<Value> = serde_yaml::from_str_with_options(text, options)
        .map_err(|error| syntax::told(file, text, &error))?;
    Ok(node.into())
}

/// Nested deeper, nothing is a routine any more.
const DEEPEST: usize = 60;

/// Where more brackets are open than any routine needs; quotes and comments aside, since an
/// exact count is the parser's job and this is only its guard.
fn too_deep(text: &str) -> Option<Place> {
    let mut open = 0_usize;
    let mut place = Place { line: 1, column: 0 };
    for c in text.chars() {
        place.column += 1;
        match c {
            '\n' => place = Place { line: place.line + 1, column: 0 },
            '[' | '{' => open += 1,
            ']' | '}' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > DEEPEST {
            return Some(place);
        }
    }
    None
}

impl From<Spanned<Value>> for Node {
    fn from(spanned: Spanned<Value>) -> Node {
        let place = Place {
            line: usize::try_from(spanned.referenced.line()).unwrap_or(0),
            column: usize::try_from(spanned.referenced.column()).unwrap_or(0),
        };
        Node { place, value: spanned.value }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(Grow)
    }
}

struct Grow;

impl<'de> Visitor<'de> for Grow {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or(Value::Float(value as f64), Value::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<Spanned<Value>>()? {
            list.push(item.into());
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some((key, value)) = entries.next_entry::<Spanned<Value>, Spanned<Value>>()? {
            map.push((key.into(), value.into()));
        }
        Ok(Value::Map(map))
    }
}
