//! A routine as its author writes it. These types are the language: they are read from YAML and
//! make the JSON Schema that editors use.

mod asking;
mod class;
mod flow;
mod games;
mod items;
mod moving;
mod music;
mod values;

use std::{borrow::Cow, collections::BTreeMap};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de::IgnoredAny};

pub(super) use self::{
    asking::{AnswerFile, AskFile, AskStep},
    class::{CheckStep, CheckWord, PartStep, PostureStep},
    flow::{ChooseStep, EndWord, IfStep, IncludeStep, PauseStep, RepeatStep},
    games::{
        BingoFile, BingoStep, QuizFile, QuizStep, RecallFile, RecallStep, RememberFile,
        RememberStep, SimonFile, SimonMoveFile, SimonMoveMore, SimonStep, SpacedFile, SpacedStep,
        SpanFile, SpanStep, TeamsFile, TeamsStep,
    },
    items::{BankFile, ItemFile, WordFile},
    moving::{ExerciseFile, ExerciseStep, MoveFile, MoveMore, MoveStep, SideFile},
    music::{MusicFile, MusicStep},
    values::{CountFile, Variants, Wordings},
};
use crate::{
    language::Language,
    motion::Position,
    script::{Kind, reading::At},
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
    Span(SpanStep),
    Quiz(QuizStep),
    Remember(RememberStep),
    Recall(RecallStep),
    Spaced(SpacedStep),
    Simon(SimonStep),
    Music(MusicStep),
    Pause(PauseStep),
    Choose(ChooseStep),
    Repeat(RepeatStep),
    If(IfStep),
    Include(IncludeStep),
    End(EndWord),
}

/// Nao says it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SayStep {
    /// A text, or variants of which one is chosen by chance.
    pub(super) say: Variants,
}
