//! The rules of the house, read off the `use` lines: who may import whom, and which room owns
//! which library.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Each room, and the rooms that it may import. `language` is vocabulary of every room.
const MAY_IMPORT: [(&str, &[&str]); 12] = [
    ("language", &[]),
    ("motion", &["language"]),
    ("answer", &["language"]),
    ("script", &["language", "motion", "answer"]),
    ("session", &["language", "script", "motion", "answer"]),
    ("robot", &["language", "motion"]),
    ("virtual_nao", &["language", "motion"]),
    ("ears", &["language", "answer"]),
    ("sound", &["language"]),
    // The tablet shows, and the store keeps, what the core decides: its types, not its work.
    ("store", &["language", "session", "script", "answer", "motion"]),
    ("tablet", &["language", "session", "store", "script", "answer", "motion"]),
    (
        "app",
        &[
            "language",
            "motion",
            "answer",
            "script",
            "session",
            "robot",
            "virtual_nao",
            "ears",
            "sound",
            "store",
            "tablet",
        ],
    ),
];

/// Each library that belongs to a room. The ears take the microphone through rodio.
const OWNED: [(&str, &[&str]); 12] = [
    ("vosk", &["ears"]),
    ("rodio", &["sound", "ears"]),
    ("tokio_tungstenite", &["robot", "virtual_nao"]),
    ("hyper", &["robot", "virtual_nao"]),
    ("sqlx", &["store"]),
    ("axum", &["tablet"]),
    ("tower_http", &["tablet"]),
    ("rust_embed", &["tablet"]),
    ("serde_yaml", &["script"]),
    ("text2num", &["answer"]),
    ("glam", &["motion"]),
    ("clap", &["app"]),
];

/// The pure core has no clock, no tasks, no files but those that `script` reads, and no chance
/// but a seed.
const CORE: [&str; 5] = ["language", "motion", "answer", "script", "session"];
const NOT_IN_THE_CORE: [&str; 5] =
    ["tokio", "std::time::Instant", "std::time::SystemTime", "std::net", "rand::rng"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The room of a file: the first part of its path below `src`.
fn room(path: &Path) -> String {
    let below = path.strip_prefix("src").unwrap();
    let first = below.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// Every path that a file names, comments aside: those of `use` trees, spread out, and those in
/// the text.
fn named_paths(text: &str) -> BTreeSet<String> {
    let code: String = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let mut paths = BTreeSet::new();
    for (place, _) in code.match_indices("use ") {
        let tree = code[place + 4..].split(';').next().unwrap_or_default();
        let tree: String = tree.split_whitespace().collect();
        spread("", &tree, &mut paths);
    }
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    paths.extend(
        code.split(|c: char| !word(c)).filter(|path| path.contains("::")).map(str::to_owned),
    );
    paths
}

/// `a::{b, c::{d}}` as `a::b` and `a::c::d`.
fn spread(before: &str, tree: &str, paths: &mut BTreeSet<String>) {
    match tree.split_once('{') {
        None => {
            paths.insert(format!("{before}{tree}"));
        }
        Some((head, rest)) => {
            let inner = rest.strip_suffix('}').unwrap_or(rest);
            let (mut depth, mut start) = (0, 0);
            for (place, c) in inner.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        spread(&format!("{before}{head}"), &inner[start..place], paths);
                        start = place + 1;
                    }
                    _ => {}
                }
            }
            spread(&format!("{before}{head}"), &inner[start..], paths);
        }
    }
}

fn house() -> Vec<(PathBuf, String, BTreeSet<String>)> {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    files.retain(|file| !file.ends_with("lib.rs") && !file.ends_with("main.rs"));
    files
        .into_iter()
        .map(|file| {
            let paths = named_paths(&fs::read_to_string(&file).unwrap());
            let room = room(&file);
            (file, room, paths)
        })
        .collect()
}

#[test]
fn rooms_import_only_whom_they_may() {
    let mut broken = Vec::new();
    for (file, room, paths) in house() {
        let (_, allowed) = MAY_IMPORT
            .iter()
            .find(|(name, _)| *name == room)
            .unwrap_or_else(|| panic!("{room} is no room of the house"));
        for path in &paths {
            let Some(inner) = path.strip_prefix("crate::") else { continue };
            let other = inner.split("::").next().unwrap_or_default();
            if !other.is_empty() && other != room && !allowed.contains(&other) {
                broken.push(format!("{}: {path}", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "these imports break the house:\n{}", broken.join("\n"));
}

#[test]
fn libraries_stay_in_their_rooms() {
    let mut broken = Vec::new();
    for (file, room, paths) in house() {
        for (library, rooms) in OWNED {
            let named = paths.iter().any(|path| path.split("::").next() == Some(library));
            if named && !rooms.contains(&room.as_str()) {
                broken.push(format!("{} names {library}", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_core_has_no_clock_and_no_chance() {
    let mut broken = Vec::new();
    for (file, room, paths) in house() {
        if !CORE.contains(&room.as_str()) {
            continue;
        }
        for forbidden in NOT_IN_THE_CORE {
            let begins = format!("{forbidden}::");
            if paths.iter().any(|path| path == forbidden || path.starts_with(&begins)) {
                broken.push(format!("{} names {forbidden}", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_reader_of_imports_sees_what_is_there() {
    let text = "use crate::{a::B, c::{D, e::F}};\n// crate::hidden::X\nfn f() { crate::g::h(); }";
    let paths = named_paths(text);
    for path in ["crate::a::B", "crate::c::D", "crate::c::e::F", "crate::g::h"] {
        assert!(paths.contains(path), "{path} in {paths:?}");
    }
    assert!(!paths.iter().any(|path| path.contains("hidden")));
}
