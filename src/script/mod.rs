//! The routine language: YAML in, a checked [`Plan`] out, or every mistake with its place.
//!
//! Start reading at [`compile_file`]. `source` reads bytes, `node` makes a tree with places (and
//! `syntax` tells what stops it), `reading` and `written` make typed steps of it, `compile` (with `steps`,
//! `asks`, `exercises`, `games`, `including`) checks them and lays them out flat.

mod asks;
mod banks;
mod classes;
mod compile;
mod condition;
mod conditions;
mod diagnostic;
mod exercises;
mod flaw;
mod game;
mod games;
mod including;
mod ladder;
mod lengths;
mod library;
mod movements;
mod music;
mod node;
mod phrases;
mod plan;
mod pulse;
mod reading;
mod render;
mod sayings;
mod schema;
mod source;
mod step_key;
mod steps;
mod suggest;
mod syntax;
mod text;
mod texts;
mod written;
pub mod yaml;

pub use banks::{Bank, RememberedWord, bank_files, check_banks};
pub use compile::{Compiled, compile_file, compile_str, routine_files};
pub use condition::{Comparison, Condition, Operand};
pub use diagnostic::{Diagnostic, Severity};
pub use game::{
    BingoCall, BingoGame, Game, GamePhrases, Item, QuizBank, QuizGame, RecallGame, RememberGame,
    SimonGame, SimonMove, SpacedGame, SpanGame,
};
pub use ladder::Two;
pub use lengths::speaking_s;
pub use library::Library;
pub use movements::{check_movements, movement_files};
pub use music::TrackInfo;
pub use phrases::{GroupPhrases, LadderPhrases, Phrases};
pub use plan::{Ask, Branches, ClassPart, Exercise, Kind, Music, Plan, Step, WeightedTarget};
pub use pulse::Pulse;
pub use render::render;
pub use sayings::{Saying, sayings, word_files};
pub use schema::schema;
pub use text::{Piece, Text, Values, Variable};
