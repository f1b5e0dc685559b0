//! A bank of items, as it is written in `routines/words/<language>/items/<bank>.yaml`.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};

use super::{AnswerFile, Variants, Wordings};
use crate::{answer::Accepted, script::reading::At};

/// A bank: questions of one kind, or words to remember.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct BankFile {
    /// What staff read.
    pub(in crate::script) title: At<String>,
    /// Said once before the first item.
    #[serde(default)]
    pub(in crate::script) prompt: Option<Variants>,
    /// The items.
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(in crate::script) items: IgnoredAny,
}

/// A question with its answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct ItemFile {
    /// Its name in the bank; results are kept under it.
    pub(in crate::script) id: At<String>,
    /// 1: nearly everybody of eighty knows it at once; 5: a challenge for the quick ones.
    pub(in crate::script) level: At<u8>,
    /// What is asked; variants each stand by themselves.
    pub(in crate::script) question: Variants,
    /// What counts as the answer.
    pub(in crate::script) answer: At<ItemAnswer>,
    /// How the answer is revealed, with its article.
    #[serde(default)]
    pub(in crate::script) shown: Option<At<String>>,
    /// What people say who do not know.
    #[serde(default)]
    pub(in crate::script) foils: Vec<At<String>>,
    /// A hint by meaning or category.
    #[serde(default)]
    pub(in crate::script) cue: Option<At<String>>,
    /// A short fact after the answer, which invites to talk.
    #[serde(default)]
    pub(in crate::script) then: Option<At<String>>,
}

/// A word to remember.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::script) struct WordFile {
    /// Its name in the bank; results are kept under it.
    pub(in crate::script) id: At<String>,
    /// 1: a plain word of every day; 5: a rare one.
    pub(in crate::script) level: At<u8>,
    /// The word, or its wordings of which the first is said.
    pub(in crate::script) word: At<Wordings>,
    /// What it is one of ("a fruit").
    pub(in crate::script) category: At<String>,
    /// A hint by meaning.
    #[serde(default)]
    pub(in crate::script) cue: Option<At<String>>,
}

/// What counts as the answer of an item.
#[derive(Debug)]
pub(in crate::script) enum ItemAnswer {
    /// One right answer, in one wording or several.
    Words(Accepted),
    /// A number.
    Number(i64),
    /// A whole task, as in `ask`.
    Task(Box<AnswerFile>),
}

impl At<ItemAnswer> {
    /// The same as it would be written in `ask`.
    pub(in crate::script) fn into_answer(self) -> AnswerFile {
        match self.value {
            ItemAnswer::Words(words) => {
                let one = At { value: Wordings(words), place: self.place };
                AnswerFile { one_of: Some(vec![one]), ..AnswerFile::default() }
            }
            ItemAnswer::Number(number) => {
                AnswerFile { number: Some(number), ..AnswerFile::default() }
            }
            ItemAnswer::Task(task) => *task,
        }
    }
}

impl<'de> Deserialize<'de> for ItemAnswer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ItemAnswer, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = ItemAnswer;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a list of texts, a number or a group of keys")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<ItemAnswer, E> {
                Ok(ItemAnswer::Words(Accepted::One(text.to_owned())))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<ItemAnswer, E> {
                Ok(ItemAnswer::Number(number))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<ItemAnswer, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = items.next_element()? {
                    all.push(item);
                }
                Ok(ItemAnswer::Words(Accepted::Synonyms(all)))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ItemAnswer, A::Error> {
                let task = AnswerFile::deserialize(MapAccessDeserializer::new(map))?;
                Ok(ItemAnswer::Task(Box::new(task)))
            }
        }

        deserializer.deserialize_any(Any)
    }
}
