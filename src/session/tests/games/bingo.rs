//! Bingo.

use std::collections::BTreeSet;

use super::{game, played};
use crate::{
    answer::{Heard, Hypothesis, Source},
    script::{BingoCall, BingoGame, Game, Text},
    session::{
        Command, Event, Fact, LocalTime, Participant, Rehearsal, Resident, Session, Stamped,
    },
};

fn bingo(winners: u32) -> Game {
    let calls = (1..=20)
        .map(|number| BingoCall {
            name: number.to_string(),
            words: vec![Text::literal(format!("Number {number}!"))],
        })
        .collect();
    Game::Bingo(std::sync::Arc::new(BingoGame {
        id: "bingo".into(),
        prompt: vec![Text::literal("Look at your cards.")],
        calls,
        winners,
        wait_s: 8.0,
    }))
}

fn said(rehearsal: &Rehearsal) -> Vec<String> {
    rehearsal
        .journal
        .iter()
        .flat_map(|(_, commands)| commands)
        .filter_map(|command| match command {
            Command::Say { text, .. } => Some(text.clone()),
            _ => None,
        })
        .collect()
}

#[test]
fn all_are_drawn_once_when_nobody_calls_out_and_nothing_is_scored() {
    let rehearsal = played(bingo(1), Resident::Silent, 5);
    let drawn: Vec<String> =
        said(&rehearsal).into_iter().filter(|text| text.starts_with("Number")).collect();
    assert_eq!(drawn.len(), 20);
    assert_eq!(drawn.iter().collect::<BTreeSet<_>>().len(), 20);
    assert!(said(&rehearsal).contains(&"All are drawn.".to_owned()));
    assert_eq!(rehearsal.of, 0);
    let answered = rehearsal
        .journal
        .iter()
        .flat_map(|(_, commands)| commands)
        .any(|command| matches!(command, Command::Record(Fact::Answered { .. })));
    assert!(!answered);
}

#[test]
fn a_full_card_ends_it_and_what_was_drawn_is_read_out() {
    let rehearsal = played(bingo(1), Resident::Perfect, 5);
    let said = said(&rehearsal);
    assert_eq!(said.iter().filter(|text| text.starts_with("Number")).count(), 1);
    assert!(said.contains(&"A full card!".to_owned()) && said.contains(&"Well played.".to_owned()));
}

#[test]
fn it_goes_on_until_there_are_as_many_as_wished() {
    let said = said(&played(bingo(3), Resident::Perfect, 5));
    assert_eq!(said.iter().filter(|text| *text == "A full card!").count(), 3);
    assert_eq!(said.iter().filter(|text| *text == "We go on drawing.").count(), 2);
}

#[test]
fn pardon_brings_the_number_again_and_nobody_is_called_by_name() {
    let mut session = Session::new(game(bingo(1)));
    let mut at_ms = 0;
    let mut on = |session: &mut Session, event| {
        at_ms += 10;
        session.on(&Stamped { at_ms, event })
    };
    let participant = Participant {
        name: "Thursday".into(),
        group: true,
        members: vec!["Anne".into(), "Jean".into()],
        ..Participant::default()
    };
    let mut commands = on(
        &mut session,
        Event::Started {
            seed: 1,
            now: LocalTime::default(),
            participant,
            robot: "Nao".into(),
            memory: Default::default(),
        },
    );
    let mut drawn = Vec::new();
    for _ in 0..30 {
        let Some(event) = commands.iter().find_map(|command| match command {
            Command::Say { prompt, .. } => Some(Event::SpeechEnded(*prompt)),
            Command::Posture { movement, .. } => Some(Event::MotionEnded(*movement)),
            Command::Listen(spec) => Some(Event::Heard(
                spec.utterance,
                Heard::Speech(Hypothesis::certain("pardon", Source::Voice)),
            )),
            _ => None,
        }) else {
            break;
        };
        drawn.extend(commands.iter().filter_map(|command| match command {
            Command::Say { text, .. } if text.starts_with("Number") => Some(text.clone()),
            _ => None,
        }));
        assert_eq!(session.view().question.and_then(|question| question.called), None);
        commands = on(&mut session, event);
    }
    assert!(drawn.len() >= 2 && drawn[0] == drawn[1], "{drawn:?}");
}
