//! `companion schema`: the JSON Schema of routines, for editors.

use std::io::{Write, stdout};

use crate::script;

/// Prints the schema.
///
/// # Errors
/// When the output cannot be written.
pub fn run() -> anyhow::Result<u8> {
    let mut out = stdout().lock();
    serde_json::to_writer_pretty(&mut out, &script::schema())?;
    writeln!(out)?;
    Ok(0)
}
