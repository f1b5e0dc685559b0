//! Word lists of categories (animals, fruit, towns …), handed in by whoever loaded them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answer::Accepted;

/// The categories that a routine uses, in its language: name to members.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lexicon {
    /// Category name (the file's stem under `routines/words/<language>/`) to its members.
    pub categories: BTreeMap<String, Vec<Accepted>>,
}
