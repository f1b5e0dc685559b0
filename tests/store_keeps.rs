//! What was acknowledged is kept; what was erased is gone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::{collections::BTreeMap, path::Path};

use companion::{
    answer::{Lexicon, Score, Source, Task, Verdict, YesNo},
    language::Language,
    motion::{Contraindication, Position},
    script::{Kind, Phrases, Plan, Step},
    session::{
        AnswerId, ByPart, ClassCost, Command, Event, Fact, GameResult, How, Intensity, Level,
        Participant, PromptId, Remembered, Stamped, Start,
    },
    store::{NewSession, Store, StoreError},
};
use uuid::Uuid;

const NAME: &str = "Bernadette-Unmistakable";

fn plan() -> Plan {
    Plan {
        title: "Un jeu".into(),
        language: Language::Fr,
        kind: Kind::Memory,
        minutes: 5,
        position: Position::Sitting,
        phrases: Phrases::default(),
        lexicon: Lexicon::default(),
        steps: vec![Step::End],
        movements: BTreeMap::new(),
        counters: 0,
    }
}

fn said(at_ms: u64) -> (Stamped, Vec<Command>) {
    let event = Event::SpeechEnded(PromptId(at_ms));
    let commands = vec![Command::Say {
        prompt: PromptId(at_ms + 1),
        text: format!("Bonjour {NAME}"),
        language: Language::Fr,
        start: Start::AtOnce,
    }];
    (Stamped { at_ms, event }, commands)
}

fn answered() -> Fact {
    Fact::Answered {
        answer: AnswerId(1),
        question: "sea".into(),
        called: None,
        task: Task::YesNo { yes_no: YesNo::Yes },
        heard: "non".into(),
        source: Some(Source::Voice),
        score: Score {
            points: 0,
            of: 1,
            credited: vec![],
            missed: vec!["oui".into()],
            intrusions: vec![],
            repetitions: vec![],
            order_errors: vec![],
            verdict: Verdict::Wrong,
            confidence: 0.9,
            reasons: vec![],
        },
        attempt: 1,
        cues: 0,
        latency_ms: Some(1_200),
    }
}

async fn begin(store: &Store, participant: Option<String>) -> String {
    let id = Uuid::now_v7();
    let participant = Participant { id: participant, name: NAME.into(), ..Participant::default() };
    store
        .begin(NewSession {
            id,
            routine: "fr/memory/jeu",
            robot: "nao",
            participant: &participant,
            plan: &plan(),
            started_at: jiff::Timestamp::now(),
        })
        .await
        .unwrap();
    id.to_string()
}

#[tokio::test]
async fn a_journal_is_read_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep").join("companion.db");
    let store = Store::open(&path).await.unwrap();
    let session = begin(&store, None).await;
    let lines: Vec<_> = (0..20).map(said).collect();
    for (number, (stamped, commands)) in lines.iter().enumerate() {
        store.append(&session, number as u64, stamped, commands).await.unwrap();
    }
    // No closing: as after a crash.
    drop(store);
    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.journal(&session).await.unwrap(), lines);
    let unfinished = store.unfinished("nao").await.unwrap().unwrap();
    assert_eq!((unfinished.id, unfinished.journal.len()), (session.clone(), 20));
    assert_eq!(unfinished.plan, plan());
    assert_eq!(store.find(&session[..8]).await.unwrap(), std::slice::from_ref(&session));
    store.mark_abandoned(&session).await.unwrap();
    assert!(store.unfinished("nao").await.unwrap().is_none());
}

#[tokio::test]
async fn a_line_that_is_not_the_next_one_is_refused_whole() {
    let store = Store::in_memory().await.unwrap();
    let session = begin(&store, None).await;
    let (stamped, _) = said(0);
    let record = vec![Command::Record(answered())];
    let refused = store.append(&session, 1, &stamped, &record).await;
    assert!(matches!(refused, Err(StoreError::OutOfOrder { line: 1, .. })), "{refused:?}");
    store.append(&session, 0, &stamped, &record).await.unwrap();
    assert!(store.append(&session, 0, &stamped, &record).await.is_err());
    assert_eq!(store.session(&session).await.unwrap().unwrap().answers.len(), 1);
}

#[tokio::test]
async fn what_a_class_asks_of_somebody_is_remembered_and_what_must_be_spared() {
    let store = Store::in_memory().await.unwrap();
    let person = store.add_resident(NAME, Language::Fr, false).await.unwrap();
    let group = store.add_resident("Jeudi", Language::Fr, true).await.unwrap();
    assert_eq!(person.intensity, Intensity::WRITTEN);
    let session = begin(&store, Some(person.id.clone())).await;
    for (line, number) in [2, 1].into_iter().enumerate() {
        let intensity = Intensity::try_from(number).unwrap();
        let (stamped, _) = said(line as u64);
        let record = vec![Command::Record(Fact::Intensity { intensity })];
        store.append(&session, line as u64, &stamped, &record).await.unwrap();
    }
    let sore = [Contraindication::Shoulder, Contraindication::Dizziness];
    assert!(store.set_contraindications(&person.id, &sore).await.unwrap());
    assert!(!store.set_contraindications("nobody", &sore).await.unwrap());
    let participant = store.resident(&person.id).await.unwrap().unwrap().participant();
    assert_eq!(participant.intensity, Intensity::LEAST);
    assert_eq!(participant.contraindications, sore);
    assert!(!participant.group);
    let other = store.resident(&group.id).await.unwrap().unwrap().participant();
    assert_eq!((other.group, other.intensity), (true, Intensity::WRITTEN));
}

#[tokio::test]
async fn levels_are_remembered_with_what_was_asked_lately_and_go_with_the_resident() {
    let store = Store::in_memory().await.unwrap();
    let person = store.add_resident(NAME, Language::Fr, false).await.unwrap();
    let guest = begin(&store, None).await;
    let session = begin(&store, Some(person.id.clone())).await;
    let level = |eighths| Fact::Level {
        bank: "capitals".into(),
        title: "Capitales".into(),
        level: Level::kept(eighths, true).unwrap(),
    };
    let asked = |number, item: &str| match answered() {
        Fact::Answered { task, heard, source, score, attempt, cues, latency_ms, .. } => {
            let (answer, question) = (AnswerId(number), item.to_owned());
            Fact::Answered {
                answer,
                question,
                called: None,
                task,
                heard,
                source,
                score,
                attempt,
                cues,
                latency_ms,
            }
        }
        other => other,
    };
    let facts = [
        asked(1, "capitals/italy"),
        level(9),
        asked(2, "sea"),
        asked(3, "capitals/peru"),
        level(20),
        asked(4, "capitals/italy"),
    ];
    for session in [&guest, &session] {
        for (line, fact) in facts.iter().enumerate() {
            let (stamped, _) = said(line as u64);
            let record = vec![Command::Record(fact.clone())];
            store.append(session, line as u64, &stamped, &record).await.unwrap();
        }
    }
    let remembered = store.remembered(&person.id).await.unwrap();
    assert_eq!(remembered.levels["capitals"], Level::kept(20, true).unwrap());
    assert_eq!(remembered.lately, ["capitals/italy", "capitals/peru"]);
    let shown = &store.residents().await.unwrap()[0].levels;
    assert_eq!((shown.len(), shown[0].title.as_str(), shown[0].level), (1, "Capitales", 4));

    let wished = Level::wished(2).unwrap();
    assert!(store.set_level(&person.id, "capitals", wished).await.unwrap());
    assert!(!store.set_level(&person.id, "songs", wished).await.unwrap());
    assert_eq!(store.remembered(&person.id).await.unwrap().levels["capitals"], wished);

    store.erase_resident(&person.id).await.unwrap();
    assert_eq!(store.remembered(&person.id).await.unwrap(), Remembered::default());
    assert!(!store.set_level(&person.id, "capitals", wished).await.unwrap());
}

#[tokio::test]
async fn results_follow_from_facts_and_corrections() {
    let store = Store::in_memory().await.unwrap();
    let session = begin(&store, None).await;
    let facts = [
        answered(),
        Fact::Exercised { movement: "arms-up".into(), repetitions: 8 },
        Fact::Played {
            game: "market".into(),
            result: GameResult::Simon { longest: Some(3), prefix: 3 },
            told: "Up to 3 movements in order.".into(),
        },
        Fact::Ended { how: How::Completed, score: 0, of: 1 },
        Fact::Overruled { answer: AnswerId(1), verdict: Verdict::Right, points: 1, total: 1 },
    ];
    for (line, fact) in facts.into_iter().enumerate() {
        let (stamped, _) = said(line as u64);
        store.append(&session, line as u64, &stamped, &[Command::Record(fact)]).await.unwrap();
    }
    let detail = store.session(&session).await.unwrap().unwrap();
    assert_eq!(detail.summary.ended.as_deref(), Some("completed"));
    assert_eq!((detail.summary.score, detail.summary.of), (1, 1));
    assert_eq!(detail.answers[0].verdict, "right");
    assert!(detail.answers[0].overruled);
    assert_eq!(detail.exercises[0].repetitions, 8);
    assert_eq!(detail.games[0].told, "Up to 3 movements in order.");
    assert!(store.unfinished("nao").await.unwrap().is_none());
    assert_eq!(store.sessions(None).await.unwrap().len(), 1);
}

#[tokio::test]
async fn who_is_erased_leaves_no_trace_in_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("companion.db");
    let store = Store::open(&path).await.unwrap();
    let resident = store.add_resident(NAME, Language::Fr, false).await.unwrap();
    let other = store.add_resident("Groupe du mardi", Language::Fr, true).await.unwrap();
    let session = begin(&store, Some(resident.id.clone())).await;
    for line in 0..50 {
        let (stamped, commands) = said(line);
        store.append(&session, line, &stamped, &commands).await.unwrap();
    }
    assert!(found_in_files(folder.path()));
    assert!(store.erase_resident(&resident.id).await.unwrap());
    assert!(!store.erase_resident(&resident.id).await.unwrap());
    assert_eq!(store.residents().await.unwrap(), [other]);
    assert!(store.journal(&session).await.unwrap().is_empty());
    assert!(!found_in_files(folder.path()), "the name is still in the files");
}

fn found_in_files(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        bytes.windows(NAME.len()).any(|window| window == NAME.as_bytes())
    })
}

#[tokio::test]
async fn names_must_be_names() {
    let store = Store::in_memory().await.unwrap();
    for name in ["", "   ", "a\u{7}b", &"x".repeat(81)] {
        let refused = store.add_resident(name, Language::Fr, false).await;
        assert!(matches!(refused, Err(StoreError::Name)), "{name:?}");
    }
    let kept = store.add_resident("  Zoé  ", Language::Fr, false).await.unwrap();
    assert_eq!(kept.name, "Zoé");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_told_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("companion.db");
    std::fs::write(&path, b"this is a letter to my aunt, not a database at all").unwrap();
    let error = Store::open(&path).await.unwrap_err().to_string();
    assert!(error.contains("companion.db") && error.contains("move it away"), "{error}");
    assert!(std::fs::read(&path).unwrap().starts_with(b"this is a letter"));
}

#[tokio::test]
async fn settings_are_kept_and_changed() {
    let store = Store::in_memory().await.unwrap();
    assert_eq!(store.setting("language").await.unwrap(), None);
    store.set_setting("language", "fr").await.unwrap();
    store.set_setting("language", "en").await.unwrap();
    assert_eq!(store.setting("language").await.unwrap().as_deref(), Some("en"));
}

#[tokio::test]
async fn what_the_last_ten_classes_cost_is_kept_for_each_robot() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("companion.db");
    let store = Store::open(&path).await.unwrap();
    let cost = |position, battery: f64| ClassCost {
        position,
        battery: Some(battery),
        heat: ByPart { arm: Some(1.25), leg: None, ..ByPart::default() },
    };
    for number in 0..12 {
        store.keep_cost("nao", &cost(Position::Sitting, f64::from(number))).await.unwrap();
    }
    store.keep_cost("nao", &cost(Position::Standing, 2.5)).await.unwrap();
    store.keep_cost("zoe", &cost(Position::Sitting, 99.0)).await.unwrap();
    drop(store);
    let store = Store::open(&path).await.unwrap();
    let kept = store.class_costs("nao").await.unwrap();
    let sitting: Vec<_> = (2..12).rev().map(|n| cost(Position::Sitting, f64::from(n))).collect();
    assert_eq!(kept[..10], sitting);
    assert_eq!(kept[10..], [cost(Position::Standing, 2.5)]);
    assert_eq!(store.class_costs("nobody").await.unwrap(), []);
}
