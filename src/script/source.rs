//! Reading a file that may be anything: bounded, UTF-8, without NUL bytes.

use std::{fs::File, io::Read, path::Path};

use crate::script::{Diagnostic, Severity};

/// The largest file that is read, bytes. A routine of an hour has about 30 kB.
pub(super) const LARGEST_FILE: u64 = 1024 * 1024;

/// The text of a file, or what is wrong with it.
pub(super) fn read(path: &Path) -> Result<String, Diagnostic> {
    let wrong = |message: String, help: &str| Diagnostic {
        file: path.display().to_string(),
        line: 1,
        column: 1,
        severity: Severity::Error,
        message,
        help: Some(help.to_owned()),
    };
    let metadata = std::fs::metadata(path).map_err(|error| {
        wrong(format!("the file cannot be read: {error}"), "check the name and the permissions")
    })?;
    if !metadata.is_file() {
        // A pipe would be waited for, and a device may never end.
        return Err(wrong("this is not a file".into(), "name a YAML file"));
    }
    let too_large = || {
        wrong(
            format!("the file is larger than {} KiB", LARGEST_FILE / 1024),
            "split it: parts can be included with `- include: FILE`",
        )
    };
    if metadata.len() > LARGEST_FILE {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let unreadable =
        |error| wrong(format!("the file cannot be read: {error}"), "check the permissions");
    File::open(path)
        .map_err(unreadable)?
        .take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(too_large());
    }
    decode(&path.display().to_string(), bytes)
}

/// The text of bytes, or what is wrong with them and where.
pub(super) fn decode(file: &str, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    let wrong = |line, column, message: &str, help: &str| Diagnostic {
        file: file.to_owned(),
        line,
        column,
        severity: Severity::Error,
        message: message.to_owned(),
        help: Some(help.to_owned()),
    };
    let utf16 = bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || (bytes.len() >= 4 && (bytes[0] == 0) != (bytes[1] == 0));
    if utf16 {
        return Err(wrong(1, 1, "the file is written in UTF-16", "save it as UTF-8"));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()])
            .into_owned();
        let (line, column) = end_of(&good);
        wrong(line, column, "this is not UTF-8 text", "save the file as UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    if let Some(at) = text.find('\0') {
        let (line, column) = end_of(&text[..at]);
        return Err(wrong(
            line,
            column,
            "there is a NUL byte here",
            "this is not a text file, or it was damaged: restore it",
        ));
    }
    // One kind of line break, so that everybody counts lines alike.
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Line and column (from 1) of the place after a text.
fn end_of(text: &str) -> (usize, usize) {
    let line = text.matches('\n').count() + 1;
    let column = text.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    (line, column)
}
