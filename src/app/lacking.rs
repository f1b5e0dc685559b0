//! Something that the environment lacks: told with its mend, and the program ends with 3.

/// What is lacking, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Lacking(pub String);
