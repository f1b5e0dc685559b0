//! From the tree to typed values: serde's own types, with our places and our words.

use std::{borrow::Cow, fmt::Display};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer,
    de::{
        self, DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess,
        SeqAccess, Unexpected, VariantAccess, Visitor, value::StringDeserializer,
    },
    forward_to_deserialize_any,
};

use crate::script::{
    node::{Node, Place, Value},
    suggest,
};

/// A typed value of a node.
pub(super) fn read<T: DeserializeOwned>(node: &Node) -> Result<T, Mistake> {
    T::deserialize(node).map_err(|mistake: Mistake| mistake.at(node.place))
}

/// What is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mistake {
    pub(super) place: Option<Place>,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Mistake {
    pub(super) fn new(
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Mistake {
        Mistake { place: Some(place), message: message.into(), help: Some(help.into()) }
    }

    /// The innermost place wins.
    fn at(mut self, place: Place) -> Mistake {
        self.place.get_or_insert(place);
        self
    }

    fn plain(message: String) -> Mistake {
        Mistake { place: None, message, help: None }
    }
}

impl Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Mistake {}

impl de::Error for Mistake {
    fn custom<T: Display>(message: T) -> Mistake {
        Mistake::plain(message.to_string())
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Mistake {
        Mistake {
            place: None,
            message: format!("unknown key “{field}”"),
            help: Some(suggest::among(field, expected.iter().copied())),
        }
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Mistake {
        Mistake {
            place: None,
            message: format!("“{variant}” is not possible here"),
            help: Some(suggest::among(variant, expected.iter().copied())),
        }
    }

    fn missing_field(field: &'static str) -> Mistake {
        Mistake {
            place: None,
            message: format!("the key “{field}” is missing"),
            help: Some(format!("add a line `{field}: …`")),
        }
    }

    fn duplicate_field(field: &'static str) -> Mistake {
        Mistake {
            place: None,
            message: format!("the key “{field}” is written twice"),
            help: Some("keep one of them".into()),
        }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Mistake {
        let value = match found {
            Unexpected::Unit | Unexpected::Option => Value::Null,
            Unexpected::Bool(value) => Value::Bool(value),
            Unexpected::Signed(value) => Value::Int(value),
            Unexpected::Float(value) => Value::Float(value),
            Unexpected::Str(text) => Value::Text(text.to_owned()),
            Unexpected::Seq => Value::List(Vec::new()),
            Unexpected::Map => Value::Map(Vec::new()),
            other => return Mistake::plain(format!("{expected} is expected here, not {other}")),
        };
        other_kind(&expected.to_string(), &value)
    }

    /// A number of the right kind that its type cannot hold.
    fn invalid_value(found: Unexpected<'_>, expected: &dyn de::Expected) -> Mistake {
        let (number, help) = match found {
            Unexpected::Signed(number) if number < 0 => {
                (number, "write a number that is not below 0")
            }
            Unexpected::Signed(number) => (number, "write a smaller number"),
            other => return Mistake::plain(format!("{expected} is expected here, not {other}")),
        };
        Mistake {
            place: None,
            message: format!("{number} is not possible here"),
            help: Some(help.to_owned()),
        }
    }
}

/// Another kind of value than what is expected.
fn other_kind(expected: &str, found: &Value) -> Mistake {
    let help = match found {
        Value::Null => Some("something is missing after the colon"),
        Value::Int(_) | Value::Float(_) | Value::Bool(_) if expected.starts_with("a text") => {
            Some("put it in quotes")
        }
        Value::Map(_) if expected.starts_with("a text") => {
            Some("a text that begins with “{” or holds “: ” needs quotes")
        }
        Value::Text(_) if expected.ends_with("number") => Some("write it in digits"),
        Value::Float(_) if expected == "a whole number" => {
            Some("leave out what is behind the point")
        }
        Value::Text(_) if expected == "a list" => Some("put it in brackets: […]"),
        Value::Text(_) if expected == "true or false" => Some("write it without quotes"),
        _ => None,
    };
    Mistake {
        place: None,
        message: format!("{expected} is expected here, not {}", found.kind()),
        help: help.map(str::to_owned),
    }
}

impl Node {
    fn wrong(&self, expected: &str) -> Mistake {
        other_kind(expected, &self.value).at(self.place)
    }

    /// The same where the possible words are known.
    fn wrong_among(&self, expected: &str, possible: &[&str]) -> Mistake {
        let mistake = self.wrong(expected);
        let help = || format!("possible: {}", possible.join(", "));
        Mistake { help: mistake.help.or_else(|| Some(help())), ..mistake }
    }

    fn integer(&self) -> Result<i64, Mistake> {
        match self.value {
            Value::Int(number) => Ok(number),
            _ => Err(self.wrong("a whole number")),
        }
    }
}

macro_rules! integers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
            visitor.visit_i64(self.integer()?).map_err(|mistake: Mistake| mistake.at(self.place))
        }
    )*};
}

impl<'de> Deserializer<'de> for &Node {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Int(value) => visitor.visit_i64(*value),
            Value::Float(value) => visitor.visit_f64(*value),
            Value::Text(text) => visitor.visit_str(text),
            Value::List(items) => visitor.visit_seq(Items(items.iter())),
            Value::Map(entries) => visitor.visit_map(Entries { rest: entries.iter(), value: None }),
        }
        .map_err(|mistake: Mistake| mistake.at(self.place))
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.value {
            Value::Int(number) => visitor.visit_f64(number as f64),
            Value::Float(number) if number.is_finite() => visitor.visit_f64(number),
            _ => Err(self.wrong("a number")),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.value {
            Value::Bool(value) => visitor.visit_bool(value),
            _ => Err(self.wrong("true or false")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.value {
            Value::Text(text) => {
                visitor.visit_str(text).map_err(|mistake: Mistake| mistake.at(self.place))
            }
            _ => Err(self.wrong("a text")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.value {
            Value::List(_) => self.deserialize_any(visitor),
            _ => Err(self.wrong("a list")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        if name == PLACED {
            let fields = vec![
                Part::Number(self.place.line),
                Part::Number(self.place.column),
                Part::Node(self),
            ];
            return visitor.visit_seq(Parts(fields.into_iter()));
        }
        match &self.value {
            Value::Map(_) => self.deserialize_any(visitor),
            _ => Err(self.wrong_among("a group of keys", keys)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.value {
            Value::Map(_) => self.deserialize_any(visitor),
            _ => Err(self.wrong("a group of keys")),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        match &self.value {
            Value::Text(name) => {
                let variant: StringDeserializer<Mistake> = name.clone().into_deserializer();
                visitor.visit_enum(variant)
            }
            Value::Map(entries) if entries.len() == 1 => {
                let (key, value) = &entries[0];
                visitor.visit_enum(Variant { key, value })
            }
            _ => Err(self.wrong_among("a word", words)),
        }
        .map_err(|mistake: Mistake| mistake.at(self.place))
    }

    forward_to_deserialize_any! {
        char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

struct Variant<'a> {
    key: &'a Node,
    value: &'a Node,
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Mistake;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Mistake> {
        Ok((seed.deserialize(self.key)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Mistake;

    fn unit_variant(self) -> Result<(), Mistake> {
        Err(Mistake::new(self.key.place, "this word stands alone", "write it without a colon"))
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Mistake> {
        seed.deserialize(self.value)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mistake> {
        self.value.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        self.value.deserialize_map(visitor)
    }
}

struct Items<'a>(std::slice::Iter<'a, Node>);

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Mistake;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Mistake> {
        self.0
            .next()
            .map(|item| seed.deserialize(item).map_err(|mistake: Mistake| mistake.at(item.place)))
            .transpose()
    }
}

struct Entries<'a> {
    rest: std::slice::Iter<'a, (Node, Node)>,
    value: Option<&'a Node>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Mistake;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Mistake> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        if !matches!(key.value, Value::Text(_)) {
            return Err(key.wrong("a text"));
        }
        seed.deserialize(key).map(Some).map_err(|mistake: Mistake| mistake.at(key.place))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Mistake> {
        let Some(value) = self.value.take() else {
            return Err(Mistake::plain("a value was read before its key".into()));
        };
        seed.deserialize(value).map_err(|mistake: Mistake| mistake.at(value.place))
    }
}

/// Name by which [`At`] asks for its place.
const PLACED: &str = "$At";

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<At<T>, D::Error> {
        struct Placed<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Placed<T> {
            type Value = At<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a value with its place")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<At<T>, A::Error> {
                let missing = || de::Error::custom("a place is missing");
                let line = parts.next_element()?.ok_or_else(missing)?;
                let column = parts.next_element()?.ok_or_else(missing)?;
                let value = parts.next_element()?.ok_or_else(missing)?;
                Ok(At { value, place: Place { line, column } })
            }
        }

        deserializer.deserialize_struct(PLACED, &[], Placed(std::marker::PhantomData))
    }
}

enum Part<'a> {
    Number(usize),
    Node(&'a Node),
}

struct Parts<'a>(std::vec::IntoIter<Part<'a>>);

impl<'de> SeqAccess<'de> for Parts<'_> {
    type Error = Mistake;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Mistake> {
        match self.0.next() {
            None => Ok(None),
            Some(Part::Number(number)) => seed.deserialize(number.into_deserializer()).map(Some),
            Some(Part::Node(node)) => seed.deserialize(node).map(Some),
        }
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }
}
