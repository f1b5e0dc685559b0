//! What befalls the robot: lost, back, hot, nearly empty, fallen, lifted, pushed, touched, in any
//! order.

use proptest::prelude::*;

use super::*;

/// An arm that is lifted, standing or sitting.
fn lift(position: Position) -> Trajectory {
    static SITTING: LazyLock<Trajectory> = LazyLock::new(|| lifted(Position::Sitting));
    static STANDING: LazyLock<Trajectory> = LazyLock::new(|| lifted(Position::Standing));
    match position {
        Position::Sitting => SITTING.clone(),
        Position::Standing => STANDING.clone(),
    }
}

fn lifted(position: Position) -> Trajectory {
    let rest = Posture::of(position).angles()[Joint::RShoulderPitch.index()].to_degrees();
    let reach = |beat, angle| Keyframe::new(beat, [(Joint::RShoulderPitch, angle)]);
    four_beats(position, vec![reach(2.0, rest - 20.0), reach(4.0, rest)])
}

fn lifting(position: Position) -> Step {
    Step::Exercise(Box::new(Exercise {
        movement: "lift".into(),
        title: format!("Lifting {position:?}"),
        instruction: Some(text("Lift your arm.")),
        trajectory: lift(position),
        other_side: None,
        repetitions: 2,
        sets: 1,
        rest_s: 10.0,
        demonstrate: false,
        count: true,
    }))
}

fn standing(steps: Vec<Step>) -> Plan {
    Plan { position: Position::Standing, steps, ..plan() }
}

/// Both positions, questions for hands, exercises, music, a pause.
fn varied() -> Plan {
    let ask = |id: &str, after| {
        let branches = Branches { after, ..Branches::default() };
        Step::Ask(std::sync::Arc::new(Ask { id: id.into(), branches, ..ask() }))
    };
    standing(vec![
        Step::Say(vec![text("Hello.")]),
        Step::Music(Music::Play { track: "walk".into(), volume: 0.4, pulse: None }),
        ask("one", 3),
        lifting(Position::Standing),
        lifting(Position::Sitting),
        Step::Exercise(Box::new(Exercise { instruction: None, ..exercise() })),
        Step::Pause(2.0),
        ask("two", 8),
        Step::Say(vec![text("Goodbye.")]),
    ])
}

fn needs_staff(commands: &[Command]) -> Vec<&str> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::Record(Fact::NeedsStaff { why }) => Some(why.as_str()),
            _ => None,
        })
        .collect()
}

fn movements(commands: &[Command]) -> usize {
    commands.iter().filter(|command| matches!(command, Command::Move { .. })).count()
}

fn rests(commands: &[Command]) -> usize {
    commands.iter().filter(|command| **command == Command::Rest).count()
}

/// What the body is asked for, in order.
fn asked_of_the_body(commands: &[Command]) -> Vec<String> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::Say { text, .. } => Some(text.clone()),
            Command::Posture { posture, .. } => Some(posture.name().to_owned()),
            Command::Move { .. } => Some("moves".to_owned()),
            Command::Listen(_) => Some("listens".to_owned()),
            _ => None,
        })
        .collect()
}

#[test]
fn a_low_battery_is_told_once() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    assert!(needs_staff(&stage.on(Event::LowBattery(19))).is_empty());
    assert_eq!(
        needs_staff(&stage.on(Event::LowBattery(15))),
        ["Battery at 15 %: plug the robot in."]
    );
    assert!(stage.session.view().alert.is_some());
    assert!(needs_staff(&stage.on(Event::LowBattery(12))).is_empty());
    assert!(stage.listening(), "the question goes on");
}

#[test]
fn an_empty_battery_lets_the_sentence_end_and_takes_leave() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.hear_words("paris");
    stage.until_moving();
    let commands = stage.on(Event::LowBattery(7));
    assert!(!commands.contains(&Command::Halt), "the movement ends by itself");
    assert_eq!(needs_staff(&commands).len(), 1);
    assert_eq!(stage.session.view().ended, Some(How::FlatBattery));
    while stage.answer_one() {}
    assert!(said(&stage.all).ends_with(&["I must recharge.", "We stop here."]));
    assert!(stage.session.is_over());
    assert_eq!(rests(&stage.all), 1);
}

#[test]
fn an_empty_battery_ends_a_listening_turn_and_a_pause() {
    for paused in [false, true] {
        let mut stage = Stage::new(plan());
        stage.until_listening();
        if paused {
            stage.staff(StaffAction::Pause);
        }
        let commands = stage.on(Event::LowBattery(5));
        assert_eq!(said(&commands), ["I must recharge."]);
        while stage.answer_one() {}
        assert!(stage.session.is_over());
    }
}

#[test]
fn an_exercise_for_a_hot_joint_gives_way_to_a_rest() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    let told = stage.on(Event::RobotHot(vec![Joint::HeadYaw]));
    assert_eq!(needs_staff(&told), ["Hot motors (neck): they are being spared."]);
    assert!(stage.listening(), "a question needs no neck");
    stage.hear_words("paris");
    stage.play_out();
    assert_eq!(movements(&stage.all), 0);
    assert!(said(&stage.all).contains(&"We leave this one out."));
    assert!(needs_staff(&stage.all).iter().any(|why| why.contains("“Nodding”")));
    assert_eq!(stage.session.view().ended, Some(How::Completed));
}

#[test]
fn a_joint_that_grows_hot_in_an_exercise_ends_it_from_a_safe_pose() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.hear_words("paris");
    while stage.session.view().exercise.is_none_or(|exercise| exercise.repetition < 3) {
        assert!(stage.answer_one());
    }
    let before = stage.all.len();
    let commands = stage.on(Event::RobotHot(vec![Joint::HeadYaw]));
    assert_eq!(exercised(&commands), [2]);
    stage.play_out();
    let after = asked_of_the_body(&stage.all[before..]);
    assert_eq!(after, ["Sit", "We leave this one out.", "Goodbye."]);
}

#[test]
fn a_joint_that_has_cooled_moves_again() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.on(Event::RobotHot(vec![Joint::HeadYaw]));
    stage.on(Event::RobotHot(Vec::new()));
    stage.play_out();
    assert_eq!(exercised(&stage.all), [6 * 2 * 2]);
}

#[test]
fn with_hot_legs_nao_sits_down_and_goes_on_sitting() {
    let mut stage = Stage::new(varied());
    stage.until_listening();
    let before = stage.all.len();
    stage.on(Event::RobotHot(vec![Joint::LKneePitch]));
    stage.until_listening();
    stage.hear_words("paris");
    stage.until_listening();
    stage.hear_words("paris");
    stage.play_out();
    let after = asked_of_the_body(&stage.all[before..]);
    let expected = [
        "Sit",
        "I have sat down.",
        "What is the capital of France?",
        "listens",
        "Well done Marie!",
        "We leave this one out.",
        "Lift your arm.",
    ];
    assert_eq!(after[..expected.len()], expected);
    assert!(!after.contains(&"Stand".to_owned()), "{after:?}");
    assert_eq!(stage.session.view().ended, Some(How::Completed));
}

#[test]
fn with_hot_legs_and_nothing_to_do_sitting_nao_takes_leave() {
    let mut stage = Stage::new(standing(vec![
        Step::Say(vec![text("Hello.")]),
        lifting(Position::Standing),
        lifting(Position::Standing),
    ]));
    stage.until_moving();
    let before = stage.all.len();
    stage.on(Event::RobotHot(vec![Joint::RHipPitch]));
    while stage.answer_one() {}
    let after = asked_of_the_body(&stage.all[before..]);
    assert_eq!(after, ["Sit", "I am too warm.", "We stop here."]);
    assert_eq!(stage.session.view().ended, Some(How::TooHot));
    assert!(stage.session.is_over());
}

#[test]
fn a_pause_does_not_keep_nao_on_hot_legs() {
    let mut stage = Stage::new(varied());
    stage.until_listening();
    stage.staff(StaffAction::Pause);
    let commands = stage.on(Event::RobotHot(vec![Joint::LAnklePitch]));
    assert_eq!(asked_of_the_body(&commands), ["Sit"]);
    while stage.answer_one() {}
    assert_eq!(stage.session.view().state, State::Paused);
    let resumed = stage.staff(StaffAction::Resume);
    assert_eq!(said(&resumed), ["We go on."]);
    stage.until_listening();
}

#[test]
fn a_movement_that_was_cut_by_a_loss_is_made_again_from_a_safe_pose() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.hear_words("paris");
    while stage.session.view().exercise.is_none_or(|exercise| exercise.repetition < 4) {
        assert!(stage.answer_one());
    }
    stage.forget();
    stage.on(Event::RobotLost);
    let before = stage.all.len();
    stage.on(Event::RobotBack);
    stage.until_moving();
    let after = asked_of_the_body(&stage.all[before..]);
    assert_eq!(after, ["Sit", "I lost the thread.", "4", "moves"]);
    stage.play_out();
    assert_eq!(exercised(&stage.all), [6 * 2 * 2], "none is missed and none counts twice");
}

#[test]
fn a_sentence_that_was_cut_by_a_loss_is_said_again_whole() {
    let mut stage = Stage::new(plan());
    while said(&stage.all).last() != Some(&"Good morning Marie!") {
        assert!(stage.answer_one());
    }
    for _ in 0..3 {
        stage.forget();
        stage.on(Event::RobotLost);
        stage.on(Event::RobotBack);
    }
    let before = stage.all.len();
    stage.until_listening();
    let after = asked_of_the_body(&stage.all[before..]);
    assert_eq!(after[..2], ["Good morning Marie!", "What is the capital of France?"]);
}

#[test]
fn a_loss_during_a_pause_is_followed_by_a_safe_pose_before_anything_moves() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.hear_words("paris");
    stage.until_moving();
    stage.staff(StaffAction::Pause);
    stage.forget();
    stage.on(Event::RobotLost);
    stage.on(Event::RobotBack);
    let before = stage.all.len();
    stage.staff(StaffAction::Resume);
    stage.until_moving();
    assert_eq!(asked_of_the_body(&stage.all[before..]), ["We go on.", "Sit", "moves"]);
}

#[test]
fn what_staff_were_told_before_a_loss_still_holds_after_it() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.on(Event::LowBattery(14));
    let told = stage.session.view().alert;
    stage.on(Event::RobotLost);
    assert_ne!(stage.session.view().alert, told);
    stage.on(Event::RobotBack);
    assert_eq!(stage.session.view().alert, told);
}

#[test]
fn who_lifts_nao_finds_it_still_and_it_goes_on_from_a_safe_pose() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.hear_words("paris");
    while stage.session.view().exercise.is_none_or(|exercise| exercise.repetition < 4) {
        assert!(stage.answer_one());
    }
    let lifted = stage.on(Event::RobotLifted(true));
    assert_eq!(lifted.first(), Some(&Command::Halt));
    assert_eq!(said(&lifted), ["I wait in your hands."]);
    assert_eq!(needs_staff(&lifted).len(), 1);
    assert_eq!(stage.session.view().state, State::Paused);
    let before = stage.all.len();
    stage.on(Event::Touched(Sensor::HeadFront));
    stage.staff(StaffAction::Resume);
    while stage.answer_one() {}
    assert!(asked_of_the_body(&stage.all[before..]).is_empty(), "not in somebody's hands");
    stage.on(Event::RobotLifted(false));
    assert_eq!(stage.session.view().alert, None);
    stage.until_moving();
    let after = asked_of_the_body(&stage.all[before..]);
    assert_eq!(after, ["Sit", "I stand again.", "4", "moves"]);
    stage.play_out();
    assert_eq!(exercised(&stage.all), [6 * 2 * 2], "none is missed and none counts twice");
}

#[test]
fn a_pause_outlasts_a_lift_and_what_staff_were_told_before_still_holds() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.on(Event::LowBattery(14));
    let told = stage.session.view().alert;
    stage.staff(StaffAction::Pause);
    stage.on(Event::RobotLifted(true));
    assert_ne!(stage.session.view().alert, told);
    stage.on(Event::RobotLifted(false));
    assert_eq!((stage.session.view().alert, stage.session.view().state), (told, State::Paused));
    let before = stage.all.len();
    stage.staff(StaffAction::Resume);
    stage.until_listening();
    let after = asked_of_the_body(&stage.all[before..]);
    assert_eq!(after[..2], ["We go on.", "Sit"]);
}

#[test]
fn nao_is_lost_in_somebodys_hands_and_waits_there_when_it_is_back() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.on(Event::RobotLifted(true));
    stage.forget();
    stage.on(Event::RobotLost);
    let before = stage.all.len();
    stage.on(Event::RobotBack);
    assert!(asked_of_the_body(&stage.all[before..]).is_empty());
    stage.on(Event::RobotLifted(false));
    stage.until_listening();
    let after = asked_of_the_body(&stage.all[before..]);
    assert_eq!(after[..2], ["Sit", "I stand again."]);
}

#[test]
fn a_class_may_end_in_somebodys_hands() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.on(Event::RobotLifted(true));
    stage.staff(StaffAction::Stop);
    while stage.answer_one() {}
    assert!(stage.session.is_over());
    assert_eq!(rests(&stage.all), 1);
}

#[test]
fn a_push_ends_the_movement_and_staff_decide_when_it_goes_on() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.hear_words("paris");
    stage.until_moving();
    let pushed = stage.on(Event::RobotPushed);
    assert_eq!(pushed.first(), Some(&Command::Halt));
    assert_eq!(said(&pushed), ["I wait a little."]);
    assert_eq!(needs_staff(&pushed).len(), 1);
    assert!(needs_staff(&stage.on(Event::RobotPushed)).is_empty(), "told once");
    while stage.answer_one() {}
    assert_eq!(stage.session.view().state, State::Paused);
    let before = stage.all.len();
    stage.staff(StaffAction::Resume);
    stage.until_moving();
    assert_eq!(asked_of_the_body(&stage.all[before..]), ["We go on.", "Sit", "moves"]);
}

#[test]
fn hands_answer_the_first_and_the_second_choice() {
    for (sensor, verdict) in
        [(Sensor::LeftHand, Verdict::Right), (Sensor::RightHand, Verdict::Wrong)]
    {
        let mut stage = Stage::new(plan());
        stage.until_listening();
        let commands = stage.on(Event::Touched(sensor));
        assert!(commands.contains(&Command::StopListening));
        assert_eq!(stage.session.view().answers[0].verdict, verdict);
        let source = commands.iter().find_map(|command| match command {
            Command::Record(Fact::Answered { source, .. }) => *source,
            _ => None,
        });
        assert_eq!(source, Some(Source::Touch));
    }
}

#[test]
fn hands_are_silent_where_no_question_asks_for_them() {
    let mut silent = plan();
    silent.steps[2] = Step::Ask(std::sync::Arc::new(Ask { hands: false, ..ask() }));
    let mut stage = Stage::new(silent);
    stage.until_listening();
    assert!(stage.on(Event::Touched(Sensor::LeftHand)).is_empty());
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.staff(StaffAction::Pause);
    assert!(stage.on(Event::Touched(Sensor::LeftHand)).is_empty());
}

/// All that may befall, more often than it does.
fn mishap() -> impl Strategy<Value = Event> {
    let joint = prop_oneof![
        Just(Joint::RShoulderPitch),
        Just(Joint::HeadYaw),
        Just(Joint::LKneePitch),
        Just(Joint::LElbowRoll),
    ];
    let staff = prop_oneof![
        Just(StaffAction::Pause),
        Just(StaffAction::Resume),
        Just(StaffAction::Skip),
        Just(StaffAction::Repeat),
        Just(StaffAction::Say { text: "Hello".into() }),
        Just(StaffAction::Overrule { answer: AnswerId(1), verdict: Verdict::Right }),
    ];
    let sensor = prop_oneof![
        Just(Sensor::HeadFront),
        Just(Sensor::LeftHand),
        Just(Sensor::RightHand),
        Just(Sensor::ChestButton),
    ];
    prop_oneof![
        3 => Just(Event::RobotLost),
        4 => Just(Event::RobotBack),
        1 => Just(Event::CameBack),
        2 => Just(Event::RobotLifted(true)),
        3 => Just(Event::RobotLifted(false)),
        1 => Just(Event::RobotPushed),
        2 => prop::collection::vec(joint, 0..2).prop_map(Event::RobotHot),
        1 => (5_u8..30).prop_map(Event::LowBattery),
        3 => sensor.prop_map(Event::Touched),
        5 => staff.prop_map(Event::StaffSaid),
    ]
}

#[derive(Debug, Clone)]
enum Moment {
    /// The edges answer, or somebody does.
    Goes,
    Fails,
    Befalls(Event),
}

fn moment() -> impl Strategy<Value = Moment> {
    prop_oneof![
        20 => Just(Moment::Goes),
        1 => Just(Moment::Fails),
        6 => mishap().prop_map(Moment::Befalls),
    ]
}

fn live(stage: &mut Stage, moment: Moment) {
    match moment {
        Moment::Goes if stage.listening() => {
            stage.hear_words("london");
        }
        Moment::Goes => {
            stage.answer_one();
        }
        Moment::Fails => happen(stage, Chance::Fail),
        Moment::Befalls(event) => {
            // The edges know nothing any more of what was under way.
            if matches!(event, Event::RobotLost | Event::CameBack) {
                stage.forget();
            }
            stage.on(event);
        }
    }
}

fn told_again(plan: Plan, journal: &[(Stamped, Vec<Command>)]) -> Result<(), TestCaseError> {
    let mut again = Session::new(plan);
    for (stamped, commands) in journal {
        prop_assert_eq!(&again.on(stamped), commands);
    }
    Ok(())
}

proptest! {
    #[test]
    fn whatever_befalls_the_robot_the_session_comes_to_its_end(
        moments in prop::collection::vec(moment(), 0..160),
        fall in prop::option::of(0..160_usize),
    ) {
        let mut stage = Stage::new(varied());
        for (place, moment) in moments.into_iter().enumerate() {
            if fall == Some(place) {
                stage.on(Event::RobotFell);
                prop_assert!(stage.session.is_over());
            }
            live(&mut stage, moment);
            let awaited = stage.session.over
                || stage.session.held()
                || !stage.pending.is_empty();
            prop_assert!(awaited, "nothing is awaited: {:?}", stage.session.view());
        }
        // When all is well again it ends by itself.
        stage.on(Event::RobotBack);
        stage.on(Event::RobotLifted(false));
        stage.staff(StaffAction::Resume);
        stage.play_out();
        let view = stage.session.view();
        prop_assert!(view.ended.is_some());
        let ends = stage.all.iter().filter(|command| {
            matches!(command, Command::Record(Fact::Ended { .. }))
        });
        prop_assert_eq!(ends.count(), 1);
        prop_assert!(rests(&stage.all) <= 1);
        told_again(varied(), &stage.journal)?;
    }

    #[test]
    fn whatever_befalls_the_robot_stop_ends_it(
        moments in prop::collection::vec(moment(), 0..160),
    ) {
        let mut stage = Stage::new(varied());
        for moment in moments {
            live(&mut stage, moment);
        }
        let was_over = stage.session.is_over();
        let commands = stage.staff(StaffAction::Stop);
        prop_assert!(was_over || stage.session.view().ended.is_some());
        // A session that takes its leave already is not cut short by the first stop alone.
        for _ in 0..4 {
            stage.answer_one();
        }
        prop_assert!(stage.session.is_over(), "{:?} {commands:?}", stage.session.view());
        told_again(varied(), &stage.journal)?;
    }
}
