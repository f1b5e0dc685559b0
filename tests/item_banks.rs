//! Banks of items: those that ship are sound, and every mistake in one is told where it is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::{fs, path::Path};

use companion::script::{self, Compiled, Diagnostic, Game, Library, Severity, Step};

const PHRASES: &str = "routines/en/phrases.yaml";

/// A library of these English banks.
fn library(folder: &Path, banks: &[(&str, &str)]) -> Library {
    let items = folder.join("words/en/items");
    fs::create_dir_all(&items).unwrap();
    fs::create_dir_all(folder.join("en")).unwrap();
    fs::copy(PHRASES, folder.join("en/phrases.yaml")).unwrap();
    for (name, text) in banks {
        fs::write(items.join(format!("{name}.yaml")), text).unwrap();
    }
    let (library, mistakes) = Library::load(folder, &folder.join("audio"));
    let own: Vec<_> = mistakes.iter().filter(|told| told.file.contains("words")).collect();
    assert!(own.is_empty(), "banks are read when they are needed: {own:?}");
    library
}

/// What is told of these banks: `name:line:column message`.
fn told(banks: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let library = library(folder.path(), banks);
    let mistakes = script::check_banks(&library, &script::bank_files(&library));
    assert!(mistakes.iter().all(|told| told.help.as_ref().is_some_and(|help| !help.is_empty())));
    mistakes.iter().map(line).collect()
}

fn line(told: &Diagnostic) -> String {
    let name = Path::new(&told.file).file_stem().unwrap().to_string_lossy().into_owned();
    format!("{name}:{}:{} {}", told.line, told.column, told.message)
}

/// A routine with this quiz.
fn compiled(library: &Library, quiz: &str) -> Compiled {
    let routine = format!(
        "title: T\nlanguage: en\nkind: memory\nminutes: 5\nposition: sitting\nsteps:\n- quiz: {quiz}\n"
    );
    script::compile_str(Path::new("quiz.yaml"), &routine, library)
}

const SOUND: &str = "title: Capitals
prompt: Let us travel.
items:
  - {id: france, level: 1, question: What is the capital of France?, answer: Paris, foils: [Lyon, Nice, Lille]}
  - {id: spain, level: 2, question: [What is the capital of Spain?, Spain?], answer: [Madrid, Madrid City], foils: [Seville, Lisbon, Malaga], cue: The Prado is there., then: It lies high up.}
  - {id: legs, level: 3, question: How many legs has a spider?, answer: 8, shown: eight legs}
  - {id: whale, level: 4, question: Is a whale a fish?, answer: {yes_no: \"no\"}}
";

#[test]
fn banks_that_ship_are_sound() {
    let (library, _) = Library::load(Path::new("routines"), Path::new("audio"));
    let files = script::bank_files(&library);
    assert!(files.len() >= 20, "{} banks", files.len());
    let mistakes = script::check_banks(&library, &files);
    assert!(mistakes.is_empty(), "{}", script::render(&mistakes, false));
}

#[test]
fn a_sound_bank_has_no_mistake() {
    assert_eq!(told(&[("capitals", SOUND)]), [""; 0]);
}

#[test]
fn every_mistake_of_an_item_is_told_at_its_place() {
    let bank = "title: \"\"
items:
  - {id: France, level: 1, question: What is the capital of France?, answer: Paris, foils: [Lyon, Nice, Lille]}
  - {id: spain, level: 6, question: What is the capital of Spain?, answer: Madrid, foils: [Seville, Lisbon, Malaga]}
  - {id: spain, level: 1, question: Where is the Prado?, answer: Madrid, foils: [Seville, Lisbon, Malaga]}
  - {id: italy, level: 1, question: What is the capital of Italy?, answer: Rome, foils: [Milan, \"Rome\", Turin]}
  - {id: peru, level: 1, question: What is the capital of Peru?, answer: Lima, foils: [Cusco]}
  - {id: chile, level: 1, question: what is the capital of Peru, answer: Santiago, foils: [Arica, Iquique, Arica]}
  - {id: cuba, level: 1, question: What is the capital of Cuba?, answer: Havana, foils: [Trinidad, Holguin, Moron], cue: \"Havana, where else?\"}
  - {id: japan, level: 1, question: What is the capital of Japan?, answer: Tokyo, shown: Kyoto, foils: [Osaka, Kobe, Nara]}
  - {id: kenya, level: 1, question: What is the capital of Kenya?, anser: Nairobi}
  - {id: ghana, level: 1, question: \"What is the capital of {country}?\", answer: Accra, foils: [Kumasi, Tamale, Tema]}
  - {id: mali, level: 1, question: And Mali?, answer: {free: true}}
";
    let expected = [
        "capitals:1:8 the title is empty",
        "capitals:3:10 “France” is no name of an item",
        "capitals:4:24 the level is 6",
        "capitals:5:10 another item is called “spain” already",
        "capitals:6:97 the foil “Rome” would count as right",
        "capitals:7:88 1 foils",
        "capitals:8:10 the same is asked as “peru” already",
        "capitals:8:108 the foil “Arica” is written twice",
        "capitals:9:122 the hint says the answer “Havana”",
        "capitals:10:90 “Kyoto” is shown as the answer and would not count",
        "capitals:11:68 unknown key “anser”",
        "capitals:12:62 there is no variable “country”",
        "capitals:13:55 what is right cannot be told from this answer",
    ];
    assert_eq!(told(&[("capitals", bank)]), expected);
}

#[test]
fn a_question_stands_in_one_bank_only() {
    let other = "title: Europe
items:
  - {id: f, level: 1, question: \"Spain?\", answer: Madrid, foils: [Seville, Lisbon, Malaga]}
";
    assert_eq!(
        told(&[("capitals", SOUND), ("europe", other)]),
        ["europe:3:10 the same is asked in the bank “capitals”, as “spain”"]
    );
}

#[test]
fn nobody_is_left_without_an_easy_one() {
    let hard = "title: Hard
items:
  - {id: f, level: 4, question: Where is the Prado?, answer: Madrid, foils: [Rome, Lisbon, Malaga]}
";
    assert_eq!(told(&[("hard", hard)]), ["hard:3:3 no item has level 1"]);
}

#[test]
fn words_to_remember_are_checked_too() {
    let words = "title: Words
items:
  - {id: lamp, level: 1, word: lamp, category: a thing in the house}
  - {id: light, level: 1, word: Lamp, category: a light}
  - {id: cherry, level: 1, word: cherry}
";
    assert_eq!(
        told(&[("words", words)]),
        [
            "words:4:10 the same is asked as “lamp” already",
            "words:5:5 the key “category” is missing",
        ]
    );
}

#[test]
fn a_quiz_draws_on_banks_that_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let words = "title: W\nitems:\n  - {id: a, level: 1, word: lamp, category: a thing}\n";
    let broken = "title: B\nitems:\n  - {id: a, level: 9, question: q, answer: a}\n";
    let library =
        library(folder.path(), &[("capitals", SOUND), ("lamps", words), ("broken", broken)]);
    let told = |quiz: &str| {
        let told = compiled(&library, quiz).diagnostics;
        told.iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(told("{bank: capitals, items: 4}"), [""; 0]);
    assert_eq!(
        told("{bank: capitals, items: 5}"),
        ["quiz:7:33 5 questions are asked, and there are 4"]
    );
    assert_eq!(
        told("{bank: capital, items: 1}"),
        ["quiz:7:16 there is no bank “capital” in this language"]
    );
    assert_eq!(
        told("{bank: [capitals, lamps], items: 1}"),
        ["quiz:7:27 the bank “lamps” holds words and no questions"]
    );
    assert_eq!(
        told("{bank: [capitals, capitals], items: 1}"),
        ["quiz:7:27 “capitals” is written twice"]
    );
    assert_eq!(told("{bank: capitals, items: 2, level: 0}"), ["quiz:7:43 `level` is 0"]);
    assert_eq!(
        told("{bank: broken, items: 1}"),
        ["broken:3:20 the level is 9", "broken:3:44 0 foils"]
    );
}

/// A plan is kept with every session.
#[test]
fn a_plan_with_a_bank_stays_small() {
    let (library, _) = Library::load(Path::new("routines"), Path::new("audio"));
    let routine = "title: T\nlanguage: fr\nkind: memory\nminutes: 5\nposition: sitting\nsteps:\n\
                   - quiz: {bank: [capitals, proverbs], items: 8}\n";
    let compiled = script::compile_str(Path::new("quiz.yaml"), routine, &library);
    assert!(compiled.diagnostics.iter().all(|told| told.severity != Severity::Error));
    let plan = compiled.plan.unwrap();
    let items = plan.steps.iter().map(|step| match step {
        Step::Play(game) => match &**game {
            Game::Quiz(quiz) => quiz.banks.iter().map(|bank| bank.items.len()).sum(),
            _ => 0,
        },
        _ => 0,
    });
    let items: usize = items.sum();
    let bytes = serde_json::to_vec(&plan.steps).unwrap().len();
    assert!(items >= 100, "{items} items");
    println!("{items} items: {bytes} bytes of a plan");
    assert!(bytes < items * 450, "{bytes} bytes for {items} items");
}
