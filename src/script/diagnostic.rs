//! A mistake in a file: where, what, and what to do.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// The file can be used; somebody should look.
    Warning,
}

/// A mistake in a file. The JSON form is a contract (`companion check --json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The file as it was named.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// The longest quotation, in characters: a file may hold anything.
const LONGEST_QUOTATION: usize = 120;

/// A message that can still be read, whatever it quotes from the file between “ and ”.
pub(super) fn shortened(message: &str) -> String {
    let mut short = String::new();
    let mut quoted = 0_usize;
    for c in message.chars() {
        quoted = match c {
            '“' => 1,
            '”' => 0,
            _ if quoted > 0 => quoted + 1,
            _ => 0,
        };
        match quoted.cmp(&LONGEST_QUOTATION) {
            Ordering::Less => short.push(c),
            Ordering::Equal => short.push('…'),
            Ordering::Greater => {}
        }
    }
    short
}
