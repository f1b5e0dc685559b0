//! Levels: where they come to rest, and what they leave alone.

use std::collections::{BTreeSet, VecDeque};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{game, text};
use crate::{
    answer::{Accepted, Heard, Hypothesis, Source, Task, Verdict},
    script::{Game, Item, Plan, QuizBank, QuizGame, Step},
    session::{
        AnswerId, Command, Event, Fact, Level, LocalTime, Participant, Remembered, Session,
        StaffAction, Stamped,
    },
};

/// The answers of the five levels: by them it is known what was asked.
const ANSWERS: [&str; 5] = ["apple", "banana", "cherry", "lemon", "orange"];

/// Items of each level.
const EACH: usize = 16;

fn birds(level: Option<u8>, questions: u32) -> Plan {
    let item = |level: u8, number: usize| {
        let answer = ANSWERS[usize::from(level) - 1];
        Item {
            id: format!("birds/{level}-{number}"),
            level,
            question: vec![text(&format!("{level} {number}?"))],
            task: Task::OneOf { one_of: vec![Accepted::One(answer.to_owned())] },
            answer: answer.to_owned(),
            foils: ["brick", "curtain", "thimble"].map(str::to_owned).to_vec(),
            cue: Some(text("Think of a fruit.")),
            then: None,
        }
    };
    let items = (1..=5).flat_map(|level| (0..EACH).map(move |number| item(level, number)));
    let bank = QuizBank {
        name: "birds".into(),
        title: "Birds".into(),
        prompt: Vec::new(),
        items: items.collect(),
    };
    game(Game::Quiz(
        QuizGame {
            banks: vec![bank],
            questions,
            level,
            retries: 1,
            patience_s: None,
            timeout_s: 12.0,
        }
        .into(),
    ))
}

/// Somebody who knows an item by chance: rather an easy one, and as their ability goes.
struct Senior {
    /// Chance to know an item of each level.
    knows: [f64; 5],
    random: ChaCha8Rng,
    memory: Remembered,
}

/// A question as it went: its item, its level, and whether it was known without help.
#[derive(Debug, Clone)]
struct Asked {
    item: String,
    level: u8,
    known: bool,
    last: Verdict,
}

impl Senior {
    fn new(knows: [f64; 5], seed: u64) -> Senior {
        let random = ChaCha8Rng::seed_from_u64(seed);
        Senior { knows, random, memory: Remembered::default() }
    }

    /// A logistic ability: half of the items at level `ability` are known, and `slope` logits more
    /// or less at each other level.
    fn able(ability: f64, slope: f64, seed: u64) -> Senior {
        let knows = |level: f64| 1.0 / (1.0 + (-slope * (ability - level)).exp());
        Senior::new([1.0, 2.0, 3.0, 4.0, 5.0].map(knows), seed)
    }

    /// Plays it to its end, and remembers it. `at_the_end` is what staff do then.
    fn plays(&mut self, plan: &Plan, at_the_end: Vec<StaffAction>) -> Vec<Asked> {
        let mut session = Session::new(plan.clone());
        let mut events = VecDeque::from([Event::Started {
            seed: self.random.random(),
            now: LocalTime::default(),
            participant: Participant::default(),
            memory: self.memory.clone(),
            robot: "Nao".into(),
        }]);
        let mut at_the_end = VecDeque::from(at_the_end);
        let mut asked: Vec<Asked> = Vec::new();
        while let Some(event) = events.pop_front() {
            for command in session.on(&Stamped { at_ms: 0, event }) {
                match command {
                    Command::Say { prompt, .. } => events.push_back(Event::SpeechEnded(prompt)),
                    Command::Posture { movement, .. } => {
                        events.push_back(Event::MotionEnded(movement));
                    }
                    Command::Listen(spec) => {
                        let Task::OneOf { one_of } = &spec.task else { panic!("one of") };
                        let right = one_of[0].shown().to_owned();
                        let level = ANSWERS.iter().position(|answer| *answer == right).unwrap();
                        let knows = self.random.random::<f64>() < self.knows[level];
                        let said = if knows { right } else { "brick".to_owned() };
                        let heard = Heard::Speech(Hypothesis::certain(said, Source::Voice));
                        events.push_back(Event::Heard(spec.utterance, heard));
                    }
                    Command::Record(fact) => self.kept(fact, &mut asked),
                    _ => {}
                }
            }
            if events.is_empty() {
                events.extend(at_the_end.pop_front().map(Event::StaffSaid));
            }
        }
        assert!(session.is_over());
        for question in &asked {
            self.memory.lately.insert(0, question.item.clone());
        }
        asked
    }

    fn kept(&mut self, fact: Fact, asked: &mut Vec<Asked>) {
        match fact {
            Fact::Level { bank, level, .. } => {
                self.memory.levels.insert(bank, level);
            }
            Fact::Answered { question, score, attempt, .. } => match asked.last_mut() {
                Some(last) if attempt > 1 => last.last = score.verdict,
                _ => asked.push(Asked {
                    level: question.as_bytes()["birds/".len()] - b'0',
                    item: question,
                    known: score.verdict == Verdict::Right,
                    last: score.verdict,
                }),
            },
            _ => {}
        }
    }

    fn level(&self) -> Level {
        self.memory.levels.get("birds").copied().unwrap_or(Level::BEGINNER)
    }
}

/// The share of questions that are known, over many seniors, after their first games.
fn success(ability: f64, slope: f64) -> f64 {
    let plan = birds(None, 8);
    let (mut known, mut of) = (0, 0);
    for seed in 0..12 {
        let mut senior = Senior::able(ability, slope, seed);
        for game in 0..14 {
            let asked = senior.plays(&plan, Vec::new());
            if game >= 4 {
                // What follows is only there so that it does not end with a failure.
                let counted = &asked[..8];
                known += counted.iter().filter(|asked| asked.known).count();
                of += counted.len();
            }
        }
    }
    known as f64 / of as f64
}

#[test]
fn it_comes_to_rest_where_four_of_five_are_known() {
    for (target, slope) in [(2.0, 1.0), (3.0, 0.7), (3.0, 1.0), (3.0, 2.0), (4.0, 1.0)] {
        // The ability at which four of five items of the target level are known.
        let ability = target + 4.0_f64.ln() / slope;
        let success = success(ability, slope);
        let told = format!("at level {target} with a slope of {slope}: {success:.3} are known");
        assert!((0.75..=0.85).contains(&success), "{told}");
    }
}

#[test]
fn who_knows_everything_is_soon_at_the_top_and_who_knows_nothing_at_the_bottom() {
    let plan = birds(None, 8);
    let mut quick = Senior::new([1.0; 5], 1);
    quick.plays(&plan, Vec::new());
    assert_eq!(quick.level().number(), 5);
    let mut lost = Senior::new([0.0; 5], 1);
    let asked = lost.plays(&plan, Vec::new());
    assert_eq!(lost.level().number(), 1);
    assert_eq!(asked.len(), 10, "it ends, even so");
}

#[test]
fn it_never_ends_with_a_failure_for_who_knows_what_everybody_knows() {
    let plan = birds(None, 5);
    for seed in 0..60 {
        let mut senior = Senior::new([1.0, 0.4, 0.2, 0.1, 0.0], seed);
        for _ in 0..3 {
            let asked = senior.plays(&plan, Vec::new());
            assert_eq!(asked.last().unwrap().last, Verdict::Right, "{asked:?}");
        }
    }
}

#[test]
fn what_was_asked_in_the_last_games_is_not_asked_again() {
    let plan = birds(None, 8);
    for seed in 0..10 {
        let mut senior = Senior::able(4.4, 1.0, seed);
        let mut games: Vec<Vec<Asked>> = Vec::new();
        for _ in 0..4 {
            games.push(senior.plays(&plan, Vec::new())[..8].to_vec());
        }
        let items: Vec<&String> = games.iter().flatten().map(|asked| &asked.item).collect();
        assert_eq!(items.iter().collect::<BTreeSet<_>>().len(), 32, "{items:?}");
    }
}

#[test]
fn a_level_that_is_written_is_kept_to_and_changes_nothing() {
    let mut senior = Senior::new([1.0; 5], 1);
    let asked = senior.plays(&birds(Some(3), 6), Vec::new());
    assert!(asked.iter().all(|asked| asked.level == 3), "{asked:?}");
    assert_eq!(senior.memory.levels.len(), 0);
}

#[test]
fn an_answer_that_was_right_after_all_takes_the_level_back_up() {
    let plan = birds(None, 1);
    let mut senior = Senior::new([0.0; 5], 1);
    let right = StaffAction::Overrule { answer: AnswerId(1), verdict: Verdict::Right };
    senior.plays(&plan, vec![right]);
    assert_eq!(senior.level(), Level::kept(12, false).unwrap());
}

#[test]
fn an_answer_that_was_wrong_after_all_takes_it_down() {
    let plan = birds(None, 1);
    let mut senior = Senior::new([1.0; 5], 1);
    let wrong = StaffAction::Overrule { answer: AnswerId(1), verdict: Verdict::Wrong };
    senior.plays(&plan, vec![wrong]);
    assert_eq!(senior.level(), Level::kept(4, true).unwrap());
}

#[test]
fn staff_make_it_easier_and_the_tablet_shows_it() {
    let mut session = Session::new(birds(None, 3));
    let started = Event::Started {
        seed: 1,
        now: LocalTime::default(),
        participant: Participant::default(),
        memory: Remembered::default(),
        robot: "Nao".into(),
    };
    let mut prompt = None;
    for command in session.on(&Stamped { at_ms: 0, event: started }) {
        if let Command::Posture { movement, .. } = command {
            prompt = Some(Event::MotionEnded(movement));
        }
    }
    session.on(&Stamped { at_ms: 1, event: prompt.unwrap() });
    let shown = |session: &Session| session.view().level.map(|shown| (shown.title, shown.level));
    assert_eq!(shown(&session), Some(("Birds".into(), 2)));
    let easier = Event::StaffSaid(StaffAction::Easier);
    let commands = session.on(&Stamped { at_ms: 2, event: easier });
    assert_eq!(shown(&session), Some(("Birds".into(), 1)));
    assert!(commands.iter().any(|command| matches!(
        command,
        Command::Record(Fact::Level { level, .. }) if level.number() == 1
    )));
}

#[test]
fn a_plan_says_on_which_banks_it_draws() {
    let plan = birds(None, 3);
    assert_eq!(plan.banks(), BTreeSet::from(["birds"]));
    let plan = Plan { steps: vec![Step::End], ..plan };
    assert_eq!(plan.banks(), BTreeSet::new());
}
