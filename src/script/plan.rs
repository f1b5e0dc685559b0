//! What a session walks: a flat list of steps with jumps, everything looked up and proven.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    answer::{Lexicon, Task, Verdict},
    language::Language,
    motion::{Movement, Position, Posture, Trajectory},
    script::{Condition, Game, Phrases, Pulse, Text},
};

/// What a routine is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A class of exercises.
    Gym,
    /// A memory game.
    Memory,
}

/// A part of a class, in the order in which they come.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ClassPart {
    /// Joints and breath wake up.
    WarmUp,
    /// What the class is for.
    Main,
    /// Back to rest.
    CoolDown,
}

/// A compiled routine. Kept with each session, so that a replay does not depend on files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Title, in the routine's language.
    pub title: String,
    /// Language of the whole routine.
    pub language: Language,
    /// What it is for.
    pub kind: Kind,
    /// How long it takes, as the author says, minutes.
    pub minutes: u32,
    /// How the robot is placed.
    pub position: Position,
    /// The engine's own sentences in this language.
    pub phrases: Phrases,
    /// The categories that its tasks use.
    pub lexicon: Lexicon,
    /// The steps; targets are places in this list (`steps.len()` means the end).
    pub steps: Vec<Step>,
    /// The movements that the class makes, and those that may stand in for them, by name.
    #[serde(default)]
    pub movements: BTreeMap<String, Movement>,
    /// How many loop counters [`Step::LoopStart`] uses.
    pub counters: usize,
}

impl Plan {
    /// The banks that its games draw upon.
    pub fn banks(&self) -> BTreeSet<&str> {
        let games = self.steps.iter().filter_map(|step| match step {
            Step::Play(game) => Some(game),
            _ => None,
        });
        let names = games.flat_map(|game| match &**game {
            Game::Quiz(quiz) => quiz.banks.iter().map(|bank| bank.name.as_str()).collect(),
            Game::Remember(list) if list.words.is_none() && !list.bank.is_empty() => {
                vec![list.name.as_str()]
            }
            _ => Vec::new(),
        });
        names.collect()
    }
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Nao says one of the variants, then the next step.
    Say(Vec<Text>),
    /// Nao asks and listens.
    Ask(Arc<Ask>),
    /// A game that makes its questions as it goes.
    Play(Arc<Game>),
    /// Between two steps: questions that are due come back here.
    Border {
        /// Whether it is the last of the routine.
        last: bool,
    },
    /// The question of the next step is for everybody in a group: nobody is called by name.
    ForEverybody,
    /// From here on questions go to these teams in turn.
    TeamsBegin(Vec<String>),
    /// Until here; their points are said.
    TeamsEnd,
    /// Nao leads an exercise, or makes one movement.
    Exercise(Box<Exercise>),
    /// Nao takes a posture.
    Posture(Posture),
    /// A part of the class begins.
    Part(ClassPart),
    /// Music starts or ends.
    Music(Music),
    /// Silence, in seconds.
    Pause(f64),
    /// One branch, by weight, with the session's seed.
    Choose(Vec<WeightedTarget>),
    /// The next step if the condition holds, else the step at the target.
    If {
        /// The condition.
        condition: Condition,
        /// Where to go when it does not hold.
        otherwise: usize,
    },
    /// Sets a loop counter to zero.
    LoopStart {
        /// Which counter.
        counter: usize,
    },
    /// Counts one round; goes back to `body` until `times` rounds are done or `until` holds.
    LoopEnd {
        /// Which counter.
        counter: usize,
        /// Rounds at the most.
        times: u32,
        /// Ends the loop early.
        until: Option<Condition>,
        /// First step of the body.
        body: usize,
    },
    /// Goes to a step.
    Jump(usize),
    /// The session ends here.
    End,
}

/// A branch of [`Step::Choose`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WeightedTarget {
    /// Weight, greater than 0.
    pub weight: f64,
    /// Where the branch begins.
    pub target: usize,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// Name of the question within the routine, for results over time.
    pub id: String,
    /// The question; one of the variants.
    pub question: Vec<Text>,
    /// What is asked.
    pub task: Task,
    /// The right answer as it is shown and revealed.
    pub answer: String,
    /// Silence after speech that ends the answer, s. `None`: what the session knows of the resident.
    pub patience_s: Option<f64>,
    /// How long to wait for the first word, s.
    pub timeout_s: f64,
    /// Hints, weakest first; each is given once, before a further try.
    pub hints: Vec<Text>,
    /// Tries after the first; each may climb a rung of the hint ladder.
    pub retries: u32,
    /// Answers to touch on the tablet, the right one among them, or all words of a list. Empty:
    /// none, or by the task.
    pub choices: Vec<String>,
    /// Whether Nao's own hands answer: the left one the first of two choices, the right one the
    /// second.
    #[serde(default)]
    pub hands: bool,
    /// Plausible wrong answers for the grammar.
    pub foils: Vec<String>,
    /// Whether the engine reveals the answer after the last try (`free` tasks never do).
    pub reveal: bool,
    /// Whether it asks how people feel: nothing is scored, and the class goes by the answer.
    #[serde(default)]
    pub feeling: bool,
    /// Where to go by outcome, after the engine's own praise or reveal.
    pub branches: Branches,
}

/// Where to go by outcome. `None`: the step at `after`. A branch that was written replaces the
/// engine's own praise for that outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branches {
    /// All points.
    pub right: Option<usize>,
    /// Some points.
    pub partly: Option<usize>,
    /// No points, understood.
    pub wrong: Option<usize>,
    /// Heard with doubt to the end.
    pub unsure: Option<usize>,
    /// Nothing was said, or "I don't know".
    pub no_answer: Option<usize>,
    /// The step after the question (each branch jumps there by itself).
    pub after: usize,
}

impl Branches {
    /// Where an outcome leads.
    pub fn towards(&self, verdict: Verdict) -> usize {
        let target = match verdict {
            Verdict::Right => self.right,
            Verdict::Partly => self.partly,
            Verdict::Wrong => self.wrong,
            Verdict::Unsure => self.unsure,
            Verdict::NoAnswer => self.no_answer,
        };
        target.unwrap_or(self.after)
    }
}

/// An exercise: one repetition's trajectory and how often.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exercise {
    /// Name of the movement (its file's stem).
    pub movement: String,
    /// What it is called, in the routine's language.
    pub title: String,
    /// The spoken instruction; `None` for a bare `move`.
    pub instruction: Option<Text>,
    /// One repetition.
    pub trajectory: Trajectory,
    /// One repetition on the other side, when both sides are exercised.
    pub other_side: Option<Trajectory>,
    /// Repetitions in a set (on each side).
    pub repetitions: u32,
    /// Sets.
    pub sets: u32,
    /// Rest between sets, s.
    pub rest_s: f64,
    /// Whether Nao shows it once before the class joins in.
    pub demonstrate: bool,
    /// Whether Nao counts aloud.
    pub count: bool,
}

impl Exercise {
    /// Whether Nao leads the class in it; else it is a movement that Nao makes alone.
    pub fn is_led(&self) -> bool {
        self.instruction.is_some()
    }
}

/// What the music does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Music {
    /// Plays a track of `audio/index.yaml`, in a loop.
    Play {
        /// Name of the track.
        track: String,
        /// Volume, 0 to 1.
        volume: f64,
        /// Its beat; `None` in plans that were kept before it was.
        #[serde(default)]
        pulse: Option<Pulse>,
    },
    /// Silence.
    Stop,
}
