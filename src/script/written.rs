//! A routine as its author writes it. These types are the language: they are read from YAML and
//! make the JSON Schema that editors use.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny, SeqAccess, Visitor},
};

use crate::{
    answer::{Accepted, Direction, YesNo},
    language::Language,
    motion::{Position, Posture},
    script::{ClassPart, Kind, reading::At},
};

/// A routine: what Nao does with a class or in a game.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoutineFile {
    /// Title, in the routine's language.
    pub(super) title: At<String>,
    /// Language of everything that is said and heard.
    pub(super) language: Language,
    /// A class of exercises or a memory game.
    pub(super) kind: Kind,
    /// How long it takes, in minutes (1 to 120).
    pub(super) minutes: At<u32>,
    /// Whether robot and class sit or stand.
    pub(super) position: Position,
    /// One sentence for the tablet.
    #[serde(default)]
    pub(super) description: Option<String>,
    /// Constants that can be used in texts as {name}.
    #[serde(default)]
    pub(super) variables: BTreeMap<String, String>,
    /// What happens, in order.
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(super) steps: Steps,
}

/// Steps to be included into routines.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FragmentFile {
    /// What happens, in order.
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(super) steps: Steps,
}

/// A list of steps. Reading passes over it here: the steps are read one by one afterwards, so that
/// every mistake in them is told and not only the first.
#[derive(Debug)]
pub(super) struct Steps;

impl<'de> Deserialize<'de> for Steps {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Steps, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Steps)
    }
}

impl JsonSchema for Steps {
    fn schema_name() -> Cow<'static, str> {
        "Steps".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let step = generator.subschema_for::<Step>();
        json_schema!({"type": "array", "items": step, "minItems": 1})
    }
}

/// One thing that happens.
#[derive(Debug, JsonSchema)]
#[serde(untagged)]
#[expect(
    dead_code,
    clippy::large_enum_variant,
    reason = "never built: steps are chosen by their key, and the union makes the schema"
)]
pub(super) enum Step {
    Say(SayStep),
    Ask(AskStep),
    Exercise(ExerciseStep),
    Move(MoveStep),
    Posture(PostureStep),
    Part(PartStep),
    Check(CheckStep),
    Music(MusicStep),
    Pause(PauseStep),
    Choose(ChooseStep),
    Repeat(RepeatStep),
    If(IfStep),
    Include(IncludeStep),
    End(EndWord),
}

/// The key that makes a step what it is.
pub(super) const STEP_KEYS: [&str; 14] = [
    "say", "ask", "exercise", "move", "posture", "part", "check", "music", "pause", "choose",
    "repeat", "if", "include", "end",
];

/// The session ends here.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum EndWord {
    End,
}

/// Nao says it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SayStep {
    /// A text, or variants of which one is chosen by chance.
    pub(super) say: Variants,
}

/// Nao asks and listens.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskStep {
    /// The question.
    pub(super) ask: At<AskFile>,
}

/// A question.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskFile {
    /// Name of the question, for results over time; unique in the routine.
    #[serde(default)]
    pub(super) id: Option<At<String>>,
    /// What is asked; variants are used for asking again in other words.
    pub(super) question: Variants,
    /// What counts as an answer.
    pub(super) answer: At<AnswerFile>,
    /// How the right answer is shown and revealed.
    #[serde(default)]
    pub(super) shown: Option<At<String>>,
    /// Silence after speech that ends the answer, in seconds (1 to 10).
    #[serde(default)]
    pub(super) patience: Option<At<f64>>,
    /// How long to wait for the first word, in seconds (3 to 120, else 12).
    #[serde(default)]
    pub(super) timeout: Option<At<f64>>,
    /// Hints, weakest first.
    #[serde(default)]
    pub(super) hints: Vec<At<String>>,
    /// Further tries after the first (0 to 5, else as many as hints, at least 1).
    #[serde(default)]
    pub(super) retries: Option<At<u32>>,
    /// Answers to touch on the tablet.
    #[serde(default)]
    pub(super) choices: Option<At<Vec<At<String>>>>,
    /// Whether touching Nao's own hands answers (else false): its left hand for the first of two
    /// choices (for `yes_no`: yes), its right hand for the second. Say so in the question.
    #[serde(default)]
    pub(super) hands: Option<At<bool>>,
    /// Plausible wrong answers, so that a wrong answer is heard as wrong.
    #[serde(default)]
    pub(super) foils: Vec<At<String>>,
    /// Whether Nao gives the answer after the last try (else true).
    #[serde(default)]
    pub(super) reveal: Option<bool>,
    /// After a right answer, instead of Nao's own praise.
    #[serde(default)]
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(super) right: Option<Steps>,
    /// After a partly right answer.
    #[serde(default)]
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(super) partly: Option<Steps>,
    /// After a wrong answer, when no try is left.
    #[serde(default)]
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(super) wrong: Option<Steps>,
    /// When the answer could not be understood to the end.
    #[serde(default)]
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(super) unsure: Option<Steps>,
    /// When nothing was answered.
    #[serde(default)]
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(super) no_answer: Option<Steps>,
}

/// What counts as an answer: exactly one of the keys (`direction` beside `span`, `seconds` beside
/// `category`).
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AnswerFile {
    /// Any one of these, each a word or a list of synonyms.
    pub(super) one_of: Option<Vec<At<Wordings>>>,
    /// yes or no.
    pub(super) yes_no: Option<YesNo>,
    /// A number.
    pub(super) number: Option<i64>,
    /// Words in any order.
    pub(super) recall: Option<Vec<At<Wordings>>>,
    /// Words in this order.
    pub(super) sequence: Option<Vec<At<Wordings>>>,
    /// Digits as they are said by the robot.
    pub(super) span: Option<Vec<At<u8>>>,
    /// How the digits are given back.
    pub(super) direction: Option<Direction>,
    /// Name of a word list in `routines/words/<language>/`.
    pub(super) category: Option<At<String>>,
    /// Time for naming members of the category, in seconds (10 to 120, else 60).
    pub(super) seconds: Option<At<u32>>,
    /// Anything is welcome, nothing is scored.
    pub(super) free: Option<At<bool>>,
}

/// Nao leads an exercise.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExerciseStep {
    /// The exercise.
    pub(super) exercise: ExerciseFile,
}

/// An exercise.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExerciseFile {
    /// Name of a movement in `routines/movements/`.
    pub(super) movement: At<String>,
    /// Repetitions in a set, on each side (1 to 30, else 8).
    #[serde(default)]
    pub(super) repetitions: Option<At<u32>>,
    /// Sets (1 to 5, else 1).
    #[serde(default)]
    pub(super) sets: Option<At<u32>>,
    /// Rest between sets, in seconds (3 to 300, else 10).
    #[serde(default)]
    pub(super) rest: Option<At<f64>>,
    /// Beats a minute (else the movement's own).
    #[serde(default)]
    pub(super) tempo: Option<At<f64>>,
    /// Whether the other side follows.
    #[serde(default)]
    pub(super) both_sides: Option<At<bool>>,
    /// Whether Nao shows it first (else true).
    #[serde(default)]
    pub(super) demonstrate: Option<bool>,
    /// Whether Nao counts aloud (else true).
    #[serde(default)]
    pub(super) count: Option<bool>,
    /// What Nao says to explain it (else the movement's own words).
    #[serde(default)]
    pub(super) instruction: Option<At<String>>,
}

/// Nao makes a movement, without leading the class.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MoveStep {
    /// Name of a movement, or more about it.
    #[serde(rename = "move")]
    pub(super) movement: MoveFile,
}

/// A movement.
#[derive(Debug, JsonSchema)]
#[serde(untagged)]
pub(super) enum MoveFile {
    /// Its name.
    Name(At<String>),
    /// Its name and how it is made.
    More(MoveMore),
}

/// A movement and how it is made.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MoveMore {
    /// Name of a movement in `routines/movements/`.
    pub(super) movement: At<String>,
    /// How often (1 to 30, else once).
    #[serde(default)]
    pub(super) times: Option<At<u32>>,
    /// Beats a minute (else the movement's own).
    #[serde(default)]
    pub(super) tempo: Option<At<f64>>,
    /// Which side (else left, as the movement is written).
    #[serde(default)]
    pub(super) side: Option<At<SideFile>>,
}

/// A side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SideFile {
    /// One after the other.
    Both,
    /// As the movement is written.
    Left,
    /// Mirrored.
    Right,
}

/// Nao takes a posture.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PostureStep {
    /// Which one.
    pub(super) posture: PostureWord,
}

/// A posture.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum PostureWord {
    Sit,
    Stand,
    StandInit,
    Crouch,
}

impl From<PostureWord> for Posture {
    fn from(word: PostureWord) -> Posture {
        match word {
            PostureWord::Sit => Posture::Sit,
            PostureWord::Stand => Posture::Stand,
            PostureWord::StandInit => Posture::StandInit,
            PostureWord::Crouch => Posture::Crouch,
        }
    }
}

/// A part of the class begins: every class has all three, in this order.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PartStep {
    /// Which one.
    pub(super) part: At<ClassPart>,
}

/// Nao asks after the people, and the class goes by the answer: who is tired gets a rest and an
/// easier class, and for who is in pain or dizzy the class pauses and staff are called.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckStep {
    /// What is asked after.
    pub(super) check: At<CheckWord>,
}

/// What can be asked after.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum CheckWord {
    /// How people feel.
    Feel,
}

/// Music begins or ends.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MusicStep {
    /// `stop`, or what to play.
    pub(super) music: MusicFile,
}

/// What the music does.
#[derive(Debug, JsonSchema)]
#[serde(untagged)]
pub(super) enum MusicFile {
    /// Silence.
    Stop(StopWord),
    /// A track of `audio/index.yaml`, in a loop.
    Play(PlayFile),
}

/// Silence.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum StopWord {
    Stop,
}

/// A track.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlayFile {
    /// Name of the track.
    pub(super) play: At<String>,
    /// From 0 to 1 (else 0.4, so that Nao is understood).
    #[serde(default)]
    pub(super) volume: Option<At<f64>>,
}

/// Silence.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PauseStep {
    /// Seconds (0.1 to 600).
    pub(super) pause: At<f64>,
}

/// One of several ways, by chance.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChooseStep {
    /// The ways.
    pub(super) choose: Vec<WayFile>,
}

/// A way.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WayFile {
    /// How likely it is beside the others (greater than 0, else 1).
    #[serde(default)]
    pub(super) weight: Option<At<f64>>,
    /// What happens then.
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(super) steps: Steps,
}

/// The same again, always bounded.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RepeatStep {
    /// What is repeated, and until when.
    pub(super) repeat: At<RepeatFile>,
}

/// A loop: `times`, or `until` with `at_most`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RepeatFile {
    /// How often (1 to 100).
    #[serde(default)]
    pub(super) times: Option<At<u32>>,
    /// A condition that ends it.
    #[serde(default)]
    pub(super) until: Option<At<String>>,
    /// Rounds at the most (1 to 100); needed with `until`.
    #[serde(default)]
    pub(super) at_most: Option<At<u32>>,
    /// What is repeated.
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(super) steps: Steps,
}

/// What happens depends.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IfStep {
    /// A condition, such as `score >= 3 and time_of_day == morning`.
    #[serde(rename = "if")]
    pub(super) condition: At<String>,
    /// When it holds.
    #[expect(dead_code, reason = "read one by one afterwards")]
    pub(super) then: Steps,
    /// When it does not.
    #[serde(default, rename = "else")]
    pub(super) otherwise: Option<Steps>,
}

/// The steps of another file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IncludeStep {
    /// The file, relative to this one.
    pub(super) include: At<String>,
}

/// A text or a list of variants.
#[derive(Debug)]
pub(super) struct Variants(pub(super) Vec<At<String>>);

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
pub(super) struct Wordings(pub(super) Accepted);

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

                impl<'de> Visitor<'de> for Either {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("a word or a group of keys")
                    }

                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        <$of_word>::deserialize(de::value::StrDeserializer::new(text))
                            .map($name::$word)
                    }

                    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<$name, A::Error> {
                        <$of_group>::deserialize(de::value::MapAccessDeserializer::new(map))
                            .map($name::$group)
                    }
                }

                deserializer.deserialize_any(Either)
            }
        }
    };
}

word_or_group!(MusicFile, Stop(StopWord), Play(PlayFile));

impl<'de> Deserialize<'de> for MoveFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<MoveFile, D::Error> {
        let At { value, place } = At::<NameOrMore>::deserialize(deserializer)?;
        Ok(match value {
            NameOrMore::Name(value) => MoveFile::Name(At { value, place }),
            NameOrMore::More(more) => MoveFile::More(more),
        })
    }
}

enum NameOrMore {
    Name(String),
    More(MoveMore),
}

word_or_group!(NameOrMore, Name(String), More(MoveMore));
