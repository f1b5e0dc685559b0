//! Any typed YAML file, with the same limits and the same care for mistakes as routines.

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::script::{Diagnostic, Severity, diagnostic::shortened, node, reading, source};

/// Reads a file.
///
/// # Errors
/// Every mistake that was found, each with its place.
pub fn read_file<T: DeserializeOwned>(path: &Path) -> Result<T, Vec<Diagnostic>> {
    let text = source::read(path).map_err(|mistake| vec![mistake])?;
    let file = path.display().to_string();
    let node = node::parse(&file, &text).map_err(|mistake| vec![mistake])?;
    reading::read(&node).map_err(|mistake| vec![told(&file, mistake)])
}

/// A mistake as it is told.
pub(super) fn told(file: &str, mistake: reading::Mistake) -> Diagnostic {
    let place = mistake.place.unwrap_or_default();
    Diagnostic {
        file: file.to_owned(),
        line: place.line.max(1),
        column: place.column.max(1),
        severity: Severity::Error,
        message: shortened(&mistake.message),
        help: mistake.help.as_deref().map(shortened),
    }
}
