//! The class as a physiotherapist would lead it: count, cues, praise, intensity, feeling.

use super::*;
use crate::{
    answer::{Feeling, feeling_choices, feeling_task},
    motion::{Beats, Breathing, Contraindication, Mirror, Tempos, Trains},
    session::{Costs, Gauges, Intensity, Start, adjustments, forecast},
};

const REST: Posture = Posture::Sit;

/// A movement of one joint of the head or of the left arm.
fn movement(joint: Joint, by: f64, trains: Trains) -> Movement {
    let rest = REST.angles()[joint.index()].to_degrees();
    let words = |text: &str| BTreeMap::from([(Language::En, text.to_owned())]);
    Movement {
        title: words(joint.name()),
        trains: vec![trains],
        position: Position::Sitting,
        beats: 4.0,
        tempo: 60.0,
        tempos: Tempos { least: 50.0, most: 66.0 },
        keyframes: vec![Keyframe::new(2.0, [(joint, rest + by)])],
        mirror: None,
        instruction: words(&format!("Move {}.", joint.name())),
        cues: BTreeMap::from([(Language::En, vec!["Slowly.".into(), "Sit tall.".into()])]),
        breathing: Some(Breathing { inhale: Beats(vec![0.0]), exhale: Beats(vec![2.0]) }),
        contraindications: vec![],
        easier: None,
        harder: None,
    }
}

/// Lifting an arm, for which nodding stands in as the easier one; and turning a wrist.
fn movements() -> BTreeMap<String, Movement> {
    let lift = Movement {
        contraindications: vec![Contraindication::Shoulder],
        easier: Some("nod".into()),
        mirror: Some(Mirror::Left),
        trains: vec![Trains::Shoulders, Trains::Mobility],
        ..movement(Joint::LShoulderPitch, -20.0, Trains::Shoulders)
    };
    let nod = movement(Joint::HeadYaw, 10.0, Trains::Neck);
    let bend = Movement {
        contraindications: vec![Contraindication::Wrist],
        ..movement(Joint::RWristYaw, 20.0, Trains::Mobility)
    };
    [("lift", lift), ("nod", nod), ("bend", bend)]
        .into_iter()
        .map(|(name, movement)| (name.to_owned(), movement))
        .collect()
}

fn led(name: &str, repetitions: u32, sets: u32) -> Exercise {
    /// Each is proven once: that takes longer than a session does.
    static PROVEN: LazyLock<BTreeMap<String, Exercise>> = LazyLock::new(|| {
        movements()
            .into_iter()
            .map(|(name, movement)| (name.clone(), written(name, &movement)))
            .collect()
    });
    Exercise { repetitions, sets, ..PROVEN[name].clone() }
}

fn written(name: String, movement: &Movement) -> Exercise {
    Exercise {
        movement: name,
        title: movement.title[&Language::En].clone(),
        instruction: Some(text(&movement.instruction[&Language::En])),
        trajectory: movement.at_tempo(movement.tempo).unwrap(),
        other_side: movement.mirror.map(|_| movement.mirrored().at_tempo(60.0).unwrap()),
        repetitions: 1,
        sets: 1,
        rest_s: 10.0,
        demonstrate: true,
        count: true,
    }
}

fn feel(after: usize) -> Step {
    Step::Ask(std::sync::Arc::new(Ask {
        id: "feel".into(),
        question: vec![text("How do you feel?")],
        task: feeling_task(Language::En),
        choices: feeling_choices(Language::En),
        hints: Vec::new(),
        retries: 0,
        hands: false,
        foils: Vec::new(),
        reveal: false,
        feeling: true,
        branches: Branches { after, ..Branches::default() },
        ..ask()
    }))
}

fn class(steps: Vec<Step>) -> Plan {
    let some = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    Plan {
        kind: Kind::Gym,
        phrases: Phrases {
            another_instead: some(&["Another one instead."]),
            count_in: some(&["Three, four, and"]),
            breathe_in: some(&["In."]),
            breathe_out: some(&["Out."]),
            rest_breath: some(&["A deep breath."]),
            well_done: some(&["Good.", "Fine, {name}.", "Lovely."]),
            gentler: some(&["More gently."]),
            livelier: some(&["Livelier."]),
            glad: some(&["Glad."]),
            carry_on: some(&["We carry on."]),
            everyone: "everyone".into(),
            ..phrases()
        },
        movements: movements(),
        steps,
        ..plan()
    }
}

fn exercises(exercises: impl IntoIterator<Item = Exercise>) -> Plan {
    class(exercises.into_iter().map(|exercise| Step::Exercise(Box::new(exercise))).collect())
}

fn with(plan: Plan, participant: Participant) -> Stage {
    Stage::begun(plan, participant)
}

fn marie(intensity: u8) -> Participant {
    let intensity = Intensity::try_from(intensity).unwrap();
    Participant { name: "Marie".into(), intensity, ..Participant::default() }
}

fn level(number: u8) -> Intensity {
    Intensity::try_from(number).unwrap()
}

/// The numbers that were counted.
fn counted(commands: &[Command]) -> Vec<u32> {
    said(commands).iter().filter_map(|text| text.parse().ok()).collect()
}

/// The movements that were made, repetitions with them.
fn made(commands: &[Command]) -> Vec<(String, u32)> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::Record(Fact::Exercised { movement, repetitions }) => {
                Some((movement.clone(), *repetitions))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn a_class_reads_like_a_class() {
    let mut steps = vec![
        Step::Part(crate::script::ClassPart::WarmUp),
        Step::Exercise(Box::new(led("nod", 8, 2))),
        Step::Part(crate::script::ClassPart::Main),
        Step::Exercise(Box::new(led("lift", 3, 1))),
    ];
    steps.push(feel(steps.len() + 1));
    steps.push(Step::Exercise(Box::new(led("bend", 4, 1))));
    let mut stage = with(class(steps), marie(3));
    stage.until_listening();
    stage.hear_words("I am a little tired");
    stage.play_out();
    insta::assert_snapshot!(transcript(&stage.journal));
}

#[test]
fn the_count_and_the_movement_begin_on_the_same_beat() {
    let mut stage = with(exercises([led("nod", 3, 1)]), marie(3));
    stage.play_out();
    let mut together = 0;
    for (_, commands) in &stage.journal {
        let starts: Vec<Start> = commands
            .iter()
            .filter_map(|command| match command {
                Command::Say { start, text, .. } if text.parse::<u32>().is_ok() => Some(*start),
                Command::Move { start, .. } => Some(*start),
                _ => None,
            })
            .collect();
        if starts.len() == 2 {
            assert_eq!(starts, [Start::OnBeat { bpm: 60.0 }; 2]);
            together += 1;
        }
    }
    assert_eq!(together, 3);
    let count_in = stage.all.iter().find_map(|command| match command {
        Command::Say { text, start, .. } if text == "Three, four, and" => Some(*start),
        _ => None,
    });
    assert_eq!(count_in, Some(Start::OnBeat { bpm: 60.0 }));
}

#[test]
fn the_demonstration_waits_for_no_beat_unless_music_plays() {
    for music in [false, true] {
        let mut plan = exercises([led("nod", 2, 1)]);
        if music {
            let play = Music::Play { track: "walk".into(), volume: 0.4, pulse: None };
            plan.steps.insert(0, Step::Music(play));
        }
        let mut stage = with(plan, marie(3));
        stage.until_moving();
        let shown = stage.all.iter().find_map(|command| match command {
            Command::Move { start, .. } => Some(*start),
            _ => None,
        });
        let expected = if music { Start::OnBeat { bpm: 60.0 } } else { Start::AtOnce };
        assert_eq!(shown, Some(expected));
    }
}

#[test]
fn breath_is_told_while_nao_shows_it_and_never_over_the_count() {
    let mut stage = with(exercises([led("nod", 4, 1)]), marie(3));
    stage.play_out();
    let words = said(&stage.all);
    let first_count = words.iter().position(|word| *word == "1").unwrap();
    let breaths: Vec<usize> =
        (0..words.len()).filter(|place| ["In.", "Out."].contains(&words[*place])).collect();
    assert_eq!(breaths.len(), 2, "{words:?}");
    assert!(breaths.iter().all(|place| *place < first_count), "{words:?}");
}

#[test]
fn a_breathing_exercise_that_is_not_counted_breathes_at_each_repetition() {
    let mut plan = exercises([Exercise { count: false, ..led("nod", 3, 1) }]);
    plan.movements.get_mut("nod").unwrap().trains = vec![Trains::Breathing];
    let mut stage = with(plan, marie(3));
    stage.play_out();
    let words = said(&stage.all);
    let breaths = words.iter().filter(|word| ["In.", "Out."].contains(*word)).count();
    assert_eq!(breaths, 2 * (1 + 3), "{words:?}");
    let on_the_beat = stage.all.iter().filter(|command| {
        matches!(command,
        Command::Say { text, start: Start::OnBeat { .. }, .. } if text == "In.")
    });
    assert_eq!(on_the_beat.count(), 3);
}

#[test]
fn the_nearest_easier_movement_that_nothing_speaks_against_is_made() {
    let mut plan = exercises([led("bend", 2, 1)]);
    plan.movements.get_mut("bend").unwrap().easier = Some("lift".into());
    let sore = Participant {
        contraindications: vec![Contraindication::Shoulder, Contraindication::Wrist],
        ..marie(3)
    };
    let mut stage = with(plan.clone(), sore.clone());
    stage.play_out();
    assert_eq!(made(&stage.all), [("nod".into(), 2)], "from bend by lift to nod");
    // A circle of easier movements leads nowhere, and ends.
    plan.movements.get_mut("lift").unwrap().easier = Some("bend".into());
    let mut stage = with(plan, sore);
    stage.play_out();
    assert_eq!(made(&stage.all), []);
}

#[test]
fn intensity_sets_repetitions_tempo_and_rest() {
    for (step, counts, tempo, rest_ms) in
        [(1, 4, 50.0, 15_000), (2, 6, 54.0, 12_500), (3, 8, 60.0, 10_000), (5, 11, 66.0, 8_000)]
    {
        let mut stage = with(exercises([led("bend", 8, 2)]), marie(step));
        stage.play_out();
        let each: Vec<u32> = (1..=counts).chain(1..=counts).collect();
        assert_eq!(counted(&stage.all), each, "{step}");
        let rests: u64 = stage
            .all
            .iter()
            .filter_map(|command| match command {
                Command::SetTimer { after_ms, .. } => Some(*after_ms),
                _ => None,
            })
            .filter(|after_ms| *after_ms >= 4_000)
            .sum();
        assert_eq!(rests, rest_ms, "{step}");
        assert!(stage.all.iter().any(|command| matches!(command,
            Command::Move { trajectory, start: Start::OnBeat { bpm }, .. }
                if *bpm == tempo && trajectory.tempo() == tempo)));
    }
}

#[test]
fn to_music_every_intensity_keeps_to_its_beat() {
    let tempos = |step, pulse| {
        let play = Music::Play { track: "walk".into(), volume: 0.4, pulse };
        let mut plan = exercises([led("bend", 2, 1), led("bend", 2, 1)]);
        plan.steps.insert(0, Step::Music(play));
        plan.steps.insert(2, Step::Music(Music::Stop));
        let mut stage = with(plan, marie(step));
        stage.play_out();
        let mut tempos: Vec<f64> = stage.all.iter().filter_map(bpm).collect();
        tempos.dedup();
        tempos
    };
    let march = Some(Pulse { tempo: 116.0, meter: Some(4) });
    assert_eq!(tempos(1, march), [58.0, 50.0], "after the music its own tempo again");
    assert_eq!(tempos(3, march), [58.0, 60.0]);
    assert_eq!(tempos(5, march), [58.0, 66.0]);
    assert_eq!(tempos(1, None), [50.0], "a class that was kept before beats were");
    let far = Some(Pulse { tempo: 90.0, meter: Some(3) });
    assert_eq!(tempos(2, far), [54.0], "nothing proven goes with it");
}

/// The tempo of a movement on the beat.
fn bpm(command: &Command) -> Option<f64> {
    match command {
        Command::Move { trajectory, start: Start::OnBeat { bpm }, .. } => {
            assert_eq!(*bpm, trajectory.tempo());
            Some(*bpm)
        }
        _ => None,
    }
}

#[test]
fn a_class_that_asks_less_is_foreseen_shorter() {
    let plan = exercises([led("bend", 10, 2)]);
    let minutes =
        |step| forecast(&plan, &marie(step), &Gauges::default(), &Costs::default()).minutes;
    assert!(minutes(1) < 0.8 * minutes(3), "{} {}", minutes(1), minutes(3));
    assert!(minutes(5) > minutes(3));
}

#[test]
fn easier_cuts_the_set_short_and_is_remembered() {
    let mut stage = with(exercises([led("bend", 8, 1)]), marie(3));
    while counted(&stage.all).len() < 3 {
        assert!(stage.answer_one());
    }
    let commands = stage.staff(StaffAction::Easier);
    assert!(commands.contains(&Command::Record(Fact::Intensity { intensity: level(2) })));
    stage.staff(StaffAction::Easier);
    stage.play_out();
    assert_eq!(counted(&stage.all), [1, 2, 3, 4]);
    assert!(said(&stage.all).contains(&"More gently."));
    assert_eq!(stage.session.view().intensity, level(1));
}

#[test]
fn harder_lengthens_the_set_and_ends_at_the_fifth_step() {
    let mut stage = with(exercises([led("bend", 8, 1)]), marie(4));
    while counted(&stage.all).len() < 3 {
        assert!(stage.answer_one());
    }
    stage.staff(StaffAction::Harder);
    assert!(
        !stage
            .staff(StaffAction::Harder)
            .iter()
            .any(|command| matches!(command, Command::Record(Fact::Intensity { .. })))
    );
    stage.play_out();
    assert_eq!(counted(&stage.all), (1..=11).collect::<Vec<_>>());
}

#[test]
fn the_least_intensity_makes_the_easier_movement() {
    let mut stage = with(exercises([led("lift", 4, 1)]), marie(1));
    stage.play_out();
    assert_eq!(made(&stage.all), [("nod".into(), 2)]);
}

#[test]
fn hot_motors_are_spared_by_the_easier_movement_or_by_one_that_trains_the_same() {
    for (hot, instead) in [
        (vec![Joint::LShoulderPitch], "nod"),
        (vec![Joint::LShoulderPitch, Joint::HeadYaw], "bend"),
    ] {
        let mut stage = with(exercises([led("lift", 2, 1)]), marie(3));
        let told = stage.on(Event::RobotHot(hot));
        assert!(!told.is_empty());
        stage.play_out();
        assert_eq!(made(&stage.all).last().unwrap().0, instead);
        assert!(said(&stage.all).contains(&"Another one instead."));
        assert!(!said(&stage.all).contains(&"We leave this one out."));
    }
}

#[test]
fn a_joint_that_grows_hot_brings_another_movement_for_the_sets_that_are_left() {
    let mut stage = with(exercises([led("bend", 3, 3)]), marie(3));
    while stage.session.view().exercise.is_none_or(|exercise| exercise.set < 2) {
        assert!(stage.answer_one());
    }
    stage.until_moving();
    stage.on(Event::RobotHot(vec![Joint::RWristYaw]));
    stage.play_out();
    let all = made(&stage.all);
    assert_eq!(all.len(), 2, "{all:?}");
    assert_eq!(all[1].0, "lift", "it trains mobility as well");
    // Half the repetitions on each of two sides, in each of two sets.
    assert_eq!(all[1].1, 2 * 2 * 2);
}

#[test]
fn when_nothing_spares_the_motors_the_class_rests() {
    let mut stage = with(exercises([led("lift", 2, 1)]), marie(3));
    stage.on(Event::RobotHot(vec![Joint::LShoulderPitch, Joint::HeadYaw, Joint::RWristYaw]));
    stage.play_out();
    assert_eq!(made(&stage.all), []);
    assert!(said(&stage.all).contains(&"We leave this one out."));
}

#[test]
fn a_sore_shoulder_makes_the_easier_movement_and_a_sore_elbow_makes_none() {
    let plan = exercises([led("lift", 2, 1), led("bend", 2, 1), led("lift", 3, 1)]);
    let sore = Participant {
        contraindications: vec![Contraindication::Shoulder, Contraindication::Wrist],
        ..marie(3)
    };
    let told: Vec<String> = adjustments(&plan, &sore)
        .iter()
        .map(|adjustment| adjustment.sentence(Language::En))
        .collect();
    assert_eq!(told, ["“HeadYaw” will replace “LShoulderPitch”.", "“RWristYaw” will be left out."]);
    assert!(adjustments(&plan, &marie(3)).is_empty());
    let mut stage = with(plan, sore);
    stage.play_out();
    assert_eq!(made(&stage.all), [("nod".into(), 2), ("nod".into(), 3)]);
}

#[test]
fn a_group_is_everyone() {
    let group = Participant { name: "Thursday".into(), group: true, ..marie(3) };
    let plan = exercises((0..6).map(|_| led("nod", 2, 1)));
    let mut stage = with(plan, Participant { name: "Thursday".into(), ..group });
    stage.play_out();
    let words = said(&stage.all);
    assert!(words.contains(&"Fine, everyone."), "{words:?}");
    assert_eq!(stage.session.view().participant, "Thursday");
}

#[test]
fn praise_never_comes_twice_in_a_row() {
    let mut stage = with(exercises((0..20).map(|_| led("nod", 2, 1))), marie(3));
    stage.play_out();
    let praise: Vec<&str> = said(&stage.all)
        .into_iter()
        .filter(|text| ["Good.", "Fine, Marie.", "Lovely."].contains(text))
        .collect();
    assert_eq!(praise.len(), 20);
    assert!(praise.windows(2).all(|pair| pair[0] != pair[1]), "{praise:?}");
}

#[test]
fn after_a_pause_the_class_is_counted_in_again_and_the_repetition_made_again() {
    let mut stage = with(exercises([led("bend", 4, 1)]), marie(3));
    while counted(&stage.all).len() < 2 {
        assert!(stage.answer_one());
    }
    stage.until_moving();
    stage.staff(StaffAction::Pause);
    while stage.answer_one() {}
    let before = stage.all.len();
    stage.staff(StaffAction::Resume);
    stage.play_out();
    let words = said(&stage.all[before..]);
    assert_eq!(words[..3], ["We go on.", "Three, four, and", "2"]);
    assert_eq!(counted(&stage.all), [1, 2, 2, 3, 4]);
    assert_eq!(made(&stage.all), [("bend".into(), 4)]);
}

#[test]
fn a_set_that_became_shorter_in_a_pause_ends_there() {
    let mut stage = with(exercises([led("bend", 8, 1)]), marie(3));
    while counted(&stage.all).len() < 6 {
        assert!(stage.answer_one());
    }
    stage.staff(StaffAction::Pause);
    stage.staff(StaffAction::Easier);
    stage.staff(StaffAction::Easier);
    stage.staff(StaffAction::Resume);
    stage.play_out();
    assert_eq!(counted(&stage.all).last(), Some(&6));
    assert_eq!(made(&stage.all), [("bend".into(), 5)]);
}

#[test]
fn a_plan_with_its_movements_is_kept_as_it_is() {
    let plan = exercises([led("lift", 2, 1)]);
    let kept = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&kept).unwrap(), plan);
}

fn asked_how_they_feel() -> Stage {
    let mut stage = with(class(vec![feel(1), Step::Say(vec![text("Goodbye.")])]), marie(3));
    stage.until_listening();
    stage
}

fn felt(commands: &[Command]) -> Option<Option<Feeling>> {
    commands.iter().find_map(|command| match command {
        Command::Record(Fact::Felt { feeling }) => Some(*feeling),
        _ => None,
    })
}

#[test]
fn who_feels_well_goes_on_and_who_is_silent_is_not_pressed() {
    let mut stage = asked_how_they_feel();
    let commands = stage.hear_words("oh I feel fine");
    assert_eq!((felt(&commands), said(&commands)), (Some(Some(Feeling::Well)), vec!["Glad."]));
    let mut stage = asked_how_they_feel();
    let commands = stage.hear(Heard::Silence);
    assert_eq!((felt(&commands), said(&commands)), (Some(None), vec!["We carry on."]));
    stage.play_out();
    assert_eq!(stage.session.view().of, 0, "nothing is scored");
    assert_eq!(said(&stage.all).iter().filter(|text| **text == "How do you feel?").count(), 1);
}

#[test]
fn who_is_tired_gets_a_rest_and_an_easier_class() {
    let mut stage = asked_how_they_feel();
    let commands = stage.hear_words("I'm tired");
    assert_eq!(felt(&commands), Some(Some(Feeling::Tired)));
    assert_eq!(said(&commands), ["More gently."]);
    assert_eq!(stage.session.view().intensity, level(2));
    stage.play_out();
    assert!(
        stage
            .all
            .iter()
            .any(|command| matches!(command, Command::SetTimer { after_ms: 25_000, .. }))
    );
}

#[test]
fn pain_pauses_the_class_and_calls_staff() {
    for touch in [false, true] {
        let mut stage = asked_how_they_feel();
        let commands = if touch {
            let utterance = stage.session.open_utterance().unwrap();
            let words = feeling_choices(Language::En)[2].clone();
            let heard = Heard::Speech(Hypothesis::certain(words, Source::Touch));
            stage.on(Event::Heard(utterance, heard))
        } else {
            stage.hear_words("my knee hurts")
        };
        assert_eq!(felt(&commands), Some(Some(Feeling::Unwell)));
        assert_eq!(said(&commands), ["Somebody is coming."]);
        assert_eq!(stage.session.view().state, State::Paused);
        assert!(stage.session.view().alert.is_some());
    }
}

#[test]
fn tired_said_instead_of_an_answer_makes_the_class_easier_too() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    let commands = stage.hear_words("I'm tired");
    assert!(commands.contains(&Command::Record(Fact::Intensity { intensity: level(2) })));
    assert!(said(&commands).contains(&"That is fine."));
}

proptest! {
    // At most intensities the movements are proven at another tempo, which takes its time.
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever happens, a class ends; nobody is asked for more than the intensity says, and the
    /// count goes up one by one.
    #[test]
    fn whatever_happens_a_class_ends_and_counts_in_order(
        step in 1u8..=5,
        repetitions in 1u32..=12,
        sets in 1u32..=2,
        chances in prop::collection::vec(chance(), 0..80),
        steered in prop::collection::vec(any::<bool>(), 0..4),
    ) {
        let mut steps = vec![Step::Exercise(Box::new(led("lift", repetitions, sets)))];
        steps.push(feel(2));
        steps.push(Step::Exercise(Box::new(led("bend", repetitions, sets))));
        let mut stage = with(class(steps), marie(step));
        let mut highest = level(step);
        let mut steered = steered.into_iter();
        for (place, chance) in chances.into_iter().enumerate() {
            happen(&mut stage, chance);
            if place % 20 == 10 && let Some(up) = steered.next() {
                stage.staff(if up { StaffAction::Harder } else { StaffAction::Easier });
            }
            if place % 20 == 15 {
                stage.on(Event::RobotHot(vec![Joint::LShoulderPitch]));
            }
            highest = highest.max(stage.session.view().intensity);
        }
        stage.on(Event::RobotBack);
        stage.on(Event::RobotHot(Vec::new()));
        stage.staff(StaffAction::Resume);
        let most = highest.repetitions(repetitions, 20);
        for _ in 0..2_000 {
            if stage.session.is_over() {
                break;
            }
            if !stage.answer_one() {
                if stage.listening() {
                    stage.hear(Heard::Silence);
                } else {
                    stage.staff(StaffAction::Resume);
                }
            }
        }
        prop_assert!(stage.session.is_over(), "{:?}", stage.session.view());
        let mut before = 0;
        for number in counted(&stage.all) {
            prop_assert!(number <= most, "{number} of {most}");
            // The next one, the same once more after it was cut, or the first of another set.
            prop_assert!(
                number == before + 1 || number == before || number == 1,
                "{number} after {before}"
            );
            before = number;
        }
    }
}
