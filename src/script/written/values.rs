//! What stands behind the keys: a text or several, a word or a group of keys.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{self, SeqAccess, Visitor},
};

use crate::{answer::Accepted, script::reading::At};

/// A text or a list of variants.
#[derive(Debug)]
pub(in crate::script) struct Variants(pub(in crate::script) Vec<At<String>>);

impl<'de> Deserialize<'de> for Variants {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Variants, D::Error> {
        let At { value, place } = At::<OneOrMany>::deserialize(deserializer)?;
        Ok(Variants(match value {
            OneOrMany::One(value) => vec![At { value, place }],
            OneOrMany::Many(all) => all,
        }))
    }
}

impl JsonSchema for Variants {
    fn schema_name() -> Cow<'static, str> {
        "Variants".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        text_or_list()
    }
}

/// An accepted answer: a word, or synonyms of which the first is shown.
#[derive(Debug)]
pub(in crate::script) struct Wordings(pub(in crate::script) Accepted);

impl<'de> Deserialize<'de> for Wordings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Wordings, D::Error> {
        Ok(Wordings(match OneOrMany::deserialize(deserializer)? {
            OneOrMany::One(word) => Accepted::One(word),
            OneOrMany::Many(all) => {
                Accepted::Synonyms(all.into_iter().map(|word| word.value).collect())
            }
        }))
    }
}

impl JsonSchema for Wordings {
    fn schema_name() -> Cow<'static, str> {
        "Wordings".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        text_or_list()
    }
}

/// A number, or as many as suit the resident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::script) enum CountFile {
    /// So many.
    Count(u32),
    /// `adaptive`.
    Adaptive,
}

impl<'de> Deserialize<'de> for CountFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<CountFile, D::Error> {
        struct Either;

        impl Visitor<'_> for Either {
            type Value = CountFile;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or “adaptive”")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<CountFile, E> {
                u32::try_from(number)
                    .map(CountFile::Count)
                    .map_err(|_| E::invalid_value(de::Unexpected::Signed(number), &self))
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<CountFile, E> {
                match word {
                    "adaptive" => Ok(CountFile::Adaptive),
                    _ => Err(E::invalid_value(de::Unexpected::Str(word), &self)),
                }
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for CountFile {
    fn schema_name() -> Cow<'static, str> {
        "Count".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [{"type": "integer", "minimum": 0}, {"const": "adaptive"}]})
    }
}

fn text_or_list() -> Schema {
    json_schema!({"anyOf": [
        {"type": "string", "minLength": 1},
        {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
    ]})
}

enum OneOrMany {
    One(String),
    Many(Vec<At<String>>),
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<OneOrMany, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OneOrMany, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = items.next_element()? {
                    all.push(item);
                }
                Ok(OneOrMany::Many(all))
            }
        }

        deserializer.deserialize_any(Either)
    }
}

/// Reads a text as one type, and a group of keys as another, with the mistakes of that type.
macro_rules! word_or_group {
    ($name:ident, $word:ident($of_word:ty), $group:ident($of_group:ty)) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                struct Either;

                impl<'de> serde::de::Visitor<'de> for Either {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("a word or a group of keys")
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        <$of_word>::deserialize(serde::de::value::StrDeserializer::new(text))
                            .map($name::$word)
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        map: A,
                    ) -> Result<$name, A::Error> {
                        <$of_group>::deserialize(serde::de::value::MapAccessDeserializer::new(map))
                            .map($name::$group)
                    }
                }

                deserializer.deserialize_any(Either)
            }
        }
    };
}

pub(super) use word_or_group;
