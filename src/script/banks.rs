//! Banks of items: questions of one kind with their answers, or words to remember, read from
//! `routines/words/<language>/items/<bank>.yaml`.
//!
//! A bank is read when a routine draws on it. What takes longer to find out (whether a foil would
//! count as right, whether a question stands in another bank too) is looked at by [`check_banks`].

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Accepted, Task, Verdict},
    language::Language,
    motion::Position,
    script::{
        Diagnostic, Item, Kind, Library, Severity, Text,
        compile::Compiler,
        node::{self, Node, Place, Value},
        reading::{self, At, Mistake},
        source,
        written::{BankFile, ItemFile, RoutineFile, Steps, WordFile},
        yaml,
    },
};

/// A bank of items; it holds questions or words.
#[derive(Debug, Clone, PartialEq)]
pub struct Bank {
    /// What staff read.
    pub title: String,
    /// Said once before the first item; one of the variants.
    pub prompt: Vec<Text>,
    /// Its questions.
    pub items: Vec<Item>,
    /// Its words to remember.
    pub words: Vec<RememberedWord>,
}

/// A word to remember.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RememberedWord {
    /// Under which results are kept: `<bank>/<id>`.
    pub id: String,
    /// From 1 (a plain word of every day) to 5 (a rare one).
    pub level: u8,
    /// The word, and what else counts.
    pub word: Accepted,
    /// What it is one of ("a fruit").
    pub category: String,
    /// A hint by meaning.
    pub cue: Option<String>,
}

/// What became of a bank's file.
#[derive(Debug, Clone, Default)]
pub(super) struct ReadBank {
    /// The bank, when nothing is wrong.
    pub(super) bank: Option<Arc<Bank>>,
    /// Everything that is wrong.
    pub(super) mistakes: Vec<Diagnostic>,
    /// What is asked (or remembered) in each item, for finding what stands twice.
    asked: Vec<(String, String, Place)>,
}

/// The levels that items have.
pub(super) const LEVELS: (u8, u8) = (1, 5);

/// A question that is longer, in characters, is hard to keep in mind.
const LONG_QUESTION: usize = 160;

/// How many foils a question has.
const FOILS: (usize, usize) = (3, 5);

/// The files of all banks.
pub fn bank_files(library: &Library) -> Vec<PathBuf> {
    let languages = Language::ALL.into_iter();
    languages
        .flat_map(|language| library.bank_files(language))
        .map(|(_, path)| path.to_owned())
        .collect()
}

/// Everything that is wrong in these banks of the library, with all that takes longer.
pub fn check_banks(library: &Library, files: &[PathBuf]) -> Vec<Diagnostic> {
    let mut mistakes = Vec::new();
    for language in Language::ALL {
        let wanted =
            library.bank_files(language).any(|(_, path)| files.iter().any(|file| file == path));
        if !wanted {
            continue;
        }
        let mut everywhere: BTreeMap<String, (String, String)> = BTreeMap::new();
        for (name, path) in library.bank_files(language) {
            let wanted = files.iter().any(|file| file == path);
            let read = read(library, language, name, path, wanted);
            let mut found = read.mistakes;
            for (said, id, place) in read.asked {
                let Some((bank, id)) = everywhere.insert(said, (name.to_owned(), id)) else {
                    continue;
                };
                let help = "keep one of them, or ask something else";
                let message = format!("the same is asked in the bank “{bank}”, as “{id}”");
                let mistake = Mistake::new(place, message, help);
                found.push(yaml::told(&path.display().to_string(), mistake));
            }
            if wanted {
                mistakes.extend(found);
            }
        }
    }
    mistakes
}

/// Reads a bank; `thorough` looks at all that takes longer too.
pub(super) fn read(
    library: &Library,
    language: Language,
    name: &str,
    path: &Path,
    thorough: bool,
) -> ReadBank {
    let file = path.display().to_string();
    let failed = |mistake| ReadBank { mistakes: vec![mistake], ..ReadBank::default() };
    let text = match source::read(path) {
        Ok(text) => text,
        Err(mistake) => return failed(mistake),
    };
    let root = match node::parse(&file, &text) {
        Ok(root) => root,
        Err(mistake) => return failed(mistake),
    };
    let head: BankFile = match reading::read(&root) {
        Ok(head) => head,
        Err(mistake) => return failed(yaml::told(&file, mistake)),
    };
    // Its texts and answers are checked like those of a routine that asks them all.
    let routine = RoutineFile {
        title: head.title.clone(),
        language,
        kind: Kind::Memory,
        minutes: At { value: 1, place: root.place },
        position: Position::Sitting,
        description: None,
        variables: BTreeMap::new(),
        steps: Steps,
    };
    let compiler = Compiler::new(library, &routine, path, &text);
    let mut reader = Reader { compiler, name, thorough, ids: BTreeSet::new(), asked: Vec::new() };
    let bank = reader.bank(&head, &root);
    let mistakes = reader.compiler.diagnostics;
    let broken = mistakes.iter().any(|mistake| mistake.severity == Severity::Error);
    ReadBank { bank: (!broken).then(|| Arc::new(bank)), mistakes, asked: reader.asked }
}

/// What is known while a bank is read.
struct Reader<'a> {
    compiler: Compiler<'a>,
    name: &'a str,
    thorough: bool,
    ids: BTreeSet<String>,
    asked: Vec<(String, String, Place)>,
}

impl Reader<'_> {
    fn bank(&mut self, head: &BankFile, root: &Node) -> Bank {
        let title = &head.title;
        if title.value.trim().is_empty() {
            self.wrong(title.place, "the title is empty", "write what staff will read");
        }
        let place = Compiler::place_of(root, "prompt");
        let prompt = head.prompt.as_ref().map(|prompt| self.compiler.variants(place, &prompt.0));
        let mut bank = Bank {
            title: title.value.clone(),
            prompt: prompt.unwrap_or_default(),
            items: Vec::new(),
            words: Vec::new(),
        };
        let list = root.get("items").unwrap_or(root);
        let Value::List(items) = &list.value else {
            self.wrong(
                list.place,
                format!("a list of items is expected here, not {}", list.value.kind()),
                "begin each item with “- ”",
            );
            return bank;
        };
        // One bank holds one kind of items: that of its first.
        let words = items.first().is_some_and(|item| item.get("word").is_some());
        for node in items {
            if words {
                bank.words.extend(self.compiler.read(node).and_then(|word| self.word(&word)));
            } else {
                bank.items.extend(self.compiler.read(node).and_then(|item| self.item(item, node)));
            }
        }
        let easiest = bank
            .items
            .iter()
            .map(|item| item.level)
            .chain(bank.words.iter().map(|word| word.level))
            .min();
        if self.compiler.diagnostics.is_empty() && easiest != Some(LEVELS.0) {
            self.wrong(
                list.place,
                "no item has level 1",
                "write easy ones too: nobody is left with a failure",
            );
        }
        bank
    }

    fn item(&mut self, file: ItemFile, node: &Node) -> Option<Item> {
        let id = self.id(&file.id);
        let level = self.compiler.bounded("the level", Some(&file.level), LEVELS, LEVELS.0);
        let question =
            self.compiler.variants(Compiler::place_of(node, "question"), &file.question.0);
        for wording in &file.question.0 {
            if wording.value.chars().count() > LONG_QUESTION {
                self.compiler.doubtful(
                    wording.place,
                    format!("the question is longer than {LONG_QUESTION} characters"),
                    "ask one thing in one short sentence, the key word last",
                );
            }
            self.note(&wording.value, &file.id);
        }
        let answer = file.answer.into_answer();
        let answer_node = node.get("answer").unwrap_or(node);
        let task = self.compiler.task(&answer, answer_node);
        if matches!(task, Some(Task::Free { .. } | Task::Category { .. })) {
            self.wrong(
                answer_node.place,
                "what is right cannot be told from this answer",
                "write the right answer: free and category belong into an `ask` of a routine",
            );
        }
        self.compiler.words(&file.foils);
        let cue = file.cue.as_ref().and_then(|cue| self.compiler.text(cue));
        let then = file.then.as_ref().and_then(|then| self.compiler.text(then));
        if let Some(shown) = file.shown.as_ref().filter(|shown| shown.value.trim().is_empty()) {
            self.wrong(shown.place, "what is shown is empty", "write the answer, or leave it out");
        }
        let task = task?;
        if matches!(task, Task::OneOf { .. }) {
            self.count_foils(&file.foils, answer_node.place);
        }
        if self.thorough {
            self.compiler.check_answers(&answer, &task);
            self.compiler.check_foils(&file.foils, &task);
            self.check_shown(file.shown.as_ref(), &task);
            self.check_cue(file.cue.as_ref(), &task);
        }
        let shown = file.shown.map(|shown| shown.value);
        Some(Item {
            id,
            level,
            question,
            answer: shown.unwrap_or_else(|| self.compiler.shown(&task)),
            task,
            foils: file.foils.into_iter().map(|foil| foil.value).collect(),
            cue,
            then,
        })
    }

    fn word(&mut self, file: &WordFile) -> Option<RememberedWord> {
        let id = self.id(&file.id);
        let level = self.compiler.bounded("the level", Some(&file.level), LEVELS, LEVELS.0);
        let word = file.word.value.0.clone();
        if word.wordings().is_empty() || word.wordings().iter().any(|word| word.trim().is_empty()) {
            self.wrong(file.word.place, "the word is empty", "write the word");
        }
        for wording in word.wordings() {
            self.note(wording, &file.id);
        }
        let category = self.compiler.text(&file.category);
        let cue = file.cue.as_ref().and_then(|cue| self.compiler.text(cue));
        category?;
        Some(RememberedWord {
            id,
            level,
            word,
            category: file.category.value.clone(),
            cue: cue.and(file.cue.as_ref()).map(|cue| cue.value.clone()),
        })
    }

    fn id(&mut self, id: &At<String>) -> String {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if id.value.is_empty() || id.value.len() > 60 || !id.value.chars().all(plain) {
            self.wrong(
                id.place,
                format!("“{}” is no name of an item", id.value),
                "use small letters (a-z), digits and “-”",
            );
        }
        if !self.ids.insert(id.value.clone()) {
            self.wrong(
                id.place,
                format!("another item is called “{}” already", id.value),
                "give each item its own id: results are kept under it",
            );
        }
        format!("{}/{}", self.name, id.value)
    }

    /// Notes what an item asks, and tells when another one of this bank asks the same.
    fn note(&mut self, text: &str, id: &At<String>) {
        let said = bare(text);
        let same = self.asked.iter().find(|(other, ..)| *other == said);
        match same.map(|(_, other, _)| other.clone()) {
            Some(other) if !said.is_empty() => self.wrong(
                id.place,
                format!("the same is asked as “{other}” already"),
                "keep one of them, or ask something else",
            ),
            _ => self.asked.push((said, id.value.clone(), id.place)),
        }
    }

    fn count_foils(&mut self, foils: &[At<String>], place: Place) {
        if !(FOILS.0..=FOILS.1).contains(&foils.len()) {
            self.wrong(
                foils.first().map_or(place, |foil| foil.place),
                format!("{} foils", foils.len()),
                format!("write {} to {}: what people say who do not know", FOILS.0, FOILS.1),
            );
        }
        for (number, foil) in foils.iter().enumerate() {
            if foils[..number].iter().any(|other| bare(&other.value) == bare(&foil.value)) {
                self.wrong(
                    foil.place,
                    format!("the foil “{}” is written twice", foil.value),
                    "keep one of them",
                );
            }
        }
    }

    /// Whoever repeats what was revealed must be right.
    fn check_shown(&mut self, shown: Option<&At<String>>, task: &Task) {
        let Some(shown) = shown.filter(|shown| !shown.value.trim().is_empty()) else { return };
        if self.compiler.scored(task, &shown.value).verdict != Verdict::Right {
            self.wrong(
                shown.place,
                format!("“{}” is shown as the answer and would not count", shown.value),
                "write one of the answers, with its article",
            );
        }
    }

    /// A hint is no answer.
    fn check_cue(&mut self, cue: Option<&At<String>>, task: &Task) {
        let (Some(cue), Task::OneOf { one_of }) = (cue, task) else { return };
        let hint = format!(" {} ", bare(&cue.value));
        let told = one_of
            .iter()
            .flat_map(|one| one.wordings())
            .find(|wording| hint.contains(&format!(" {} ", bare(wording))));
        if let Some(told) = told {
            self.wrong(
                cue.place,
                format!("the hint says the answer “{told}”"),
                "hint at it in other words",
            );
        }
    }

    fn wrong(&mut self, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.compiler.wrong(place, message, help);
    }
}

/// A text as it sounds: its words in small letters, without punctuation.
fn bare(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
