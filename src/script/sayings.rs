//! What somebody may say where answers are written down: in routines, word lists and item banks.
//! Each with its place, so that a word which cannot be heard is found again.

use std::path::{Path, PathBuf};

use crate::{
    language::Language,
    script::{
        node::{self, Node, Value},
        source,
    },
};

/// Something that may be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// The words.
    pub text: String,
    /// Their language.
    pub language: Language,
    /// The file as it was named.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Keys below which every text is an answer, right or wrong.
const KEYS: [&str; 7] = ["one_of", "recall", "sequence", "foils", "choices", "answer", "word"];

/// Everything that may be said by the answers, foils and choices of a file. A list at the top of a
/// file is a word list. What cannot be read has none: others tell why.
pub fn sayings(path: &Path) -> Vec<Saying> {
    let file = path.display().to_string();
    let Ok(text) = source::read(path) else { return Vec::new() };
    let Ok(root) = node::parse(&file, &text) else { return Vec::new() };
    let named = root.get("language").and_then(|node| match &node.value {
        Value::Text(code) => code.parse().ok(),
        _ => None,
    });
    let Some(language) = named.or_else(|| folder_language(path)) else { return Vec::new() };
    let mut found = Vec::new();
    collect(&root, matches!(root.value, Value::List(_)), &mut |node, text| {
        found.push(Saying {
            text: text.to_owned(),
            language,
            file: file.clone(),
            line: node.place.line,
            column: node.place.column,
        });
    });
    found
}

fn folder_language(path: &Path) -> Option<Language> {
    path.components().rev().find_map(|part| part.as_os_str().to_str()?.parse().ok())
}

fn collect(node: &Node, answers: bool, found: &mut impl FnMut(&Node, &str)) {
    match &node.value {
        // What has a variable in it is known only when it is played.
        Value::Text(text) if answers && !text.contains('{') => found(node, text),
        Value::List(items) => items.iter().for_each(|item| collect(item, answers, found)),
        Value::Map(entries) => {
            for (key, value) in entries {
                let named = matches!(&key.value, Value::Text(key) if KEYS.contains(&key.as_str()));
                // `answer` of a routine is a group of keys with texts that are no answers.
                collect(value, named, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Text(_) => {}
    }
}

/// The word lists and item banks of all languages.
pub fn word_files(routines: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![routines.join("words")];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(name: &str, content: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        sayings(&path).into_iter().map(|saying| saying.text).collect()
    }

    #[test]
    fn answers_foils_and_choices_are_found() {
        let routine = "\
title: Un jeu
language: fr
steps:
  - say: Bonjour
  - ask:
      question: Où ?
      answer: {one_of: [[Paris, Lutèce]]}
      foils: [Lyon]
      choices: [Paris, \"{name}\"]
  - ask: {question: Et ?, answer: {category: animals, seconds: 60}}
";
        assert_eq!(texts("jeu.yaml", routine), ["Paris", "Lutèce", "Lyon", "Paris"]);
    }

    #[test]
    fn word_lists_and_item_banks_are_found() {
        assert_eq!(
            texts("fr/animals.yaml", "- [chat, chatte]\n- chien\n"),
            ["chat", "chatte", "chien"]
        );
        let bank = "title: T\nitems:\n  - {id: a, question: Q, answer: lune, foils: [étoile]}\n  - {id: b, word: lampe, cue: C}\n";
        assert_eq!(texts("fr/items/bank.yaml", bank), ["lune", "étoile", "lampe"]);
    }
}
