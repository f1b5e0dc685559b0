//! What routines draw upon: movements, the engine's sentences, word lists, music.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use crate::{
    answer::{Accepted, Lexicon},
    language::Language,
    motion::Movement,
    script::{
        Diagnostic, Phrases, Severity, TrackInfo,
        banks::{self, ReadBank},
        movements, music,
        reading::At,
        texts,
        written::Wordings,
        yaml,
    },
};

/// Everything that routines name.
#[derive(Debug, Clone, Default)]
pub struct Library {
    movements: BTreeMap<String, Movement>,
    phrases: BTreeMap<Language, Phrases>,
    lexicons: BTreeMap<Language, Lexicon>,
    banks: BTreeMap<Language, BTreeMap<String, BankShelf>>,
    tracks: BTreeMap<String, TrackInfo>,
}

/// A bank of items: read when the first routine draws on it, since there are many and most
/// routines need none.
#[derive(Debug, Clone)]
struct BankShelf {
    path: PathBuf,
    read: OnceLock<ReadBank>,
}

impl Library {
    /// Reads the word lists of a language alone, for whoever scores without a routine.
    pub fn load_words(routines: &Path, language: Language) -> (Lexicon, Vec<Diagnostic>) {
        let (mut lexicon, mut mistakes) = (Lexicon::default(), Vec::new());
        read_words(routines, language, &mut lexicon, &mut mistakes);
        (lexicon, mistakes)
    }

    /// Reads everything that is there, and tells every mistake. What is broken is left out; the
    /// rest can be used.
    pub fn load(routines: &Path, audio: &Path) -> (Library, Vec<Diagnostic>) {
        let (movements, mut mistakes) = movements::load(yaml_files(&routines.join("movements")));
        let mut library = Library { movements, ..Library::default() };
        for language in Language::ALL {
            let folder = routines.join(language.code());
            if !folder.is_dir() {
                continue;
            }
            let path = folder.join("phrases.yaml");
            match yaml::read_file::<Phrases>(&path) {
                Err(found) => mistakes.extend(found),
                Ok(phrases) => {
                    let found = incomplete(&path, &phrases);
                    if found.is_empty() {
                        library.phrases.insert(language, phrases);
                    }
                    mistakes.extend(found);
                }
            }
            let lexicon = library.lexicons.entry(language).or_default();
            read_words(routines, language, lexicon, &mut mistakes);
            let banks = yaml_files(&routines.join("words").join(language.code()).join("items"));
            let shelves = banks
                .into_iter()
                .map(|(name, path)| (name, BankShelf { path, read: OnceLock::new() }));
            library.banks.insert(language, shelves.collect());
        }
        library.tracks = music::load(audio, &mut mistakes);
        (library, mistakes)
    }

    /// Reads the music alone, for whoever plays it.
    pub fn load_music(audio: &Path) -> (Library, Vec<Diagnostic>) {
        let (mut library, mut mistakes) = (Library::default(), Vec::new());
        library.tracks = music::load(audio, &mut mistakes);
        (library, mistakes)
    }

    /// The movements by name.
    pub fn movements(&self) -> &BTreeMap<String, Movement> {
        &self.movements
    }

    /// The engine's own sentences in a language.
    pub fn phrases(&self, language: Language) -> Option<&Phrases> {
        self.phrases.get(&language)
    }

    /// The word lists of a language.
    pub fn lexicon(&self, language: Language) -> Lexicon {
        self.lexicons.get(&language).cloned().unwrap_or_default()
    }

    /// The banks of items of a language: their names and files.
    pub(super) fn bank_files(&self, language: Language) -> impl Iterator<Item = (&str, &Path)> {
        let shelves = self.banks.get(&language).into_iter().flatten();
        shelves.map(|(name, shelf)| (name.as_str(), shelf.path.as_path()))
    }

    /// A bank of items, as it was read; `None` when there is none of that name.
    pub(super) fn bank(&self, language: Language, name: &str) -> Option<&ReadBank> {
        let shelf = self.banks.get(&language)?.get(name)?;
        Some(shelf.read.get_or_init(|| banks::read(self, language, name, &shelf.path, false)))
    }

    /// The music by name.
    pub fn tracks(&self) -> &BTreeMap<String, TrackInfo> {
        &self.tracks
    }
}

/// The word lists of a language.
fn read_words(
    routines: &Path,
    language: Language,
    lexicon: &mut Lexicon,
    mistakes: &mut Vec<Diagnostic>,
) {
    for (name, path) in yaml_files(&routines.join("words").join(language.code())) {
        match yaml::read_file::<Vec<At<Wordings>>>(&path) {
            Err(found) => mistakes.extend(found),
            Ok(words) => {
                let members: Vec<Accepted> = words.into_iter().map(|word| word.value.0).collect();
                let empty = |word: &Accepted| word.shown().trim().is_empty();
                if members.is_empty() || members.iter().any(empty) {
                    mistakes.push(whole_file(
                        &path,
                        "the list or one of its words is empty".into(),
                        "write at least one word, and no empty ones",
                    ));
                }
                lexicon.categories.insert(name, members);
            }
        }
    }
}

/// What a list of sentences must have, and what may stand in it.
fn incomplete(path: &Path, phrases: &Phrases) -> Vec<Diagnostic> {
    let mut mistakes = Vec::new();
    let sentences: [(&str, &Vec<String>); 38] = [
        ("praise", &phrases.praise),
        ("partly", &phrases.partly),
        ("encourage", &phrases.encourage),
        ("not_heard", &phrases.not_heard),
        ("not_understood", &phrases.not_understood),
        ("unsure", &phrases.unsure),
        ("reveal", &phrases.reveal),
        ("accept_refusal", &phrases.accept_refusal),
        ("paused", &phrases.paused),
        ("resumed", &phrases.resumed),
        ("stopped", &phrases.stopped),
        ("distress", &phrases.distress),
        ("back_after_crash", &phrases.back_after_crash),
        ("back_after_loss", &phrases.back_after_loss),
        ("left_out", &phrases.left_out),
        ("sat_down", &phrases.sat_down),
        ("flat_battery", &phrases.flat_battery),
        ("too_hot", &phrases.too_hot),
        ("another_instead", &phrases.another_instead),
        ("lifted", &phrases.lifted),
        ("put_down", &phrases.put_down),
        ("pushed", &phrases.pushed),
        ("watch_me", &phrases.watch_me),
        ("now_together", &phrases.now_together),
        ("count_in", &phrases.count_in),
        ("breathe_in", &phrases.breathe_in),
        ("breathe_out", &phrases.breathe_out),
        ("other_side", &phrases.other_side),
        ("rest", &phrases.rest),
        ("rest_breath", &phrases.rest_breath),
        ("well_done", &phrases.well_done),
        ("gentler", &phrases.gentler),
        ("livelier", &phrases.livelier),
        ("how_do_you_feel", &phrases.how_do_you_feel),
        ("glad", &phrases.glad),
        ("carry_on", &phrases.carry_on),
        ("halfway", &phrases.halfway),
        ("last_two", &phrases.last_two),
    ];
    for (key, variants) in sentences {
        mistakes.extend(with_places(path, key, variants, &[]));
    }
    let (ladder, group) = (&phrases.ladder, &phrases.group);
    let begins: &[_] = match (ladder.first_sound.is_empty(), ladder.first_letter.is_empty()) {
        (true, false) => &[("ladder: first_letter", &ladder.first_letter, &["letter"][..])],
        (false, true) => &[("ladder: first_sound", &ladder.first_sound, &["sound"][..])],
        _ => &[
            ("ladder: first_sound", &ladder.first_sound, &["sound"][..]),
            ("ladder: first_letter", &ladder.first_letter, &["letter"][..]),
        ],
    };
    let others = [
        ("ladder: choice", &ladder.choice, &["first", "second"][..]),
        ("ladder: hands", &ladder.hands, &["first", "second"][..]),
        ("ladder: effort", &ladder.effort, &[][..]),
        ("group: call", &group.call, &["member"][..]),
        ("group: invite", &group.invite, &["member"][..]),
        ("group: pass", &group.pass, &["member"][..]),
        ("group: call_team", &group.call_team, &["member"][..]),
        ("group: team_points", &group.team_points, &["member", "points"][..]),
        ("group: teams_end", &group.teams_end, &[][..]),
    ];
    for (key, variants, needed) in begins.iter().chain(&others) {
        mistakes.extend(with_places(path, key, variants, needed));
    }
    // What a game may leave out it leaves out as a whole.
    let own = ["category", "words"].map(|name| (name.to_owned(), String::new()));
    let own = BTreeMap::from(own);
    let games = serde_json::to_value(&phrases.games).unwrap_or_default();
    for (key, variants) in games.as_object().into_iter().flatten() {
        for variant in variants.as_array().into_iter().flatten().filter_map(|text| text.as_str()) {
            if let Err(flaw) = texts::parse(variant, &own) {
                let message = format!("“games: {key}”: {}", flaw.message);
                mistakes.push(whole_file(path, message, &flaw.help));
            }
        }
    }
    let lists = [
        ("count", &phrases.count, 20),
        ("times_of_day", &phrases.times_of_day, 3),
        ("greetings", &phrases.greetings, 3),
        ("weekdays", &phrases.weekdays, 7),
        ("months", &phrases.months, 12),
    ];
    for (key, words, needed) in lists {
        if words.len() < needed || words.iter().any(|word| word.trim().is_empty()) {
            mistakes.push(whole_file(
                path,
                format!("“{key}” has {} of {needed} words", words.len()),
                "write all of them",
            ));
        }
    }
    mistakes
}

/// Sentences into which words are put at their places, `{first}` and the like.
fn with_places(path: &Path, key: &str, variants: &[String], places: &[&str]) -> Vec<Diagnostic> {
    let known = places.iter().map(|place| ((*place).to_owned(), "…".to_owned())).collect();
    let mut mistakes = Vec::new();
    if variants.is_empty() {
        mistakes.push(whole_file(
            path,
            format!("“{key}” has no sentence"),
            "write at least one: Nao must never be at a loss for words",
        ));
    }
    for variant in variants {
        if let Err(flaw) = texts::parse(variant, &known) {
            mistakes.push(whole_file(path, format!("“{key}”: {}", flaw.message), &flaw.help));
        }
        for place in places.iter().filter(|place| !variant.contains(&format!("{{{place}}}"))) {
            mistakes.push(whole_file(
                path,
                format!("“{key}”: “{variant}” has no {{{place}}}"),
                "write where the word goes",
            ));
        }
    }
    mistakes
}

/// Every YAML file of a folder by its stem, in order.
pub(super) fn yaml_files(folder: &Path) -> BTreeMap<String, PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return BTreeMap::new() };
    entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path)))
        .collect()
}

fn whole_file(path: &Path, message: String, help: &str) -> Diagnostic {
    Diagnostic {
        file: path.display().to_string(),
        line: 1,
        column: 1,
        severity: Severity::Error,
        message,
        help: Some(help.to_owned()),
    }
}
