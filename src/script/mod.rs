//! The routine language: YAML in, a checked [`Plan`] out, or every mistake with its place.

mod condition;
mod diagnostic;
mod phrases;
mod plan;
mod text;

pub use condition::{Comparison, Condition, Operand};
pub use diagnostic::{Diagnostic, Severity};
pub use phrases::Phrases;
pub use plan::{Ask, Branches, Exercise, Kind, Music, Plan, Step, WeightedTarget};
pub use text::{Piece, Text, Values, Variable};
