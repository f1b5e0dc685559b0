//! `simon`, checked: movements that Nao shows, and the names by which they are told apart.

use std::sync::Arc;

use crate::{
    answer::{Accepted, Task, Verdict},
    script::{
        Game, SimonGame, SimonMove, Step,
        compile::Compiler,
        node::Node,
        reading::At,
        written::{SimonFile, SimonMoveFile, SimonMoveMore},
    },
};

/// How many movements there are to choose from.
const MOVEMENTS: (usize, usize) = (3, 8);

/// Movements of the first sequence when the author does not say.
const FROM_ELSE: u32 = 2;

impl Compiler<'_> {
    pub(in crate::script) fn simon(&mut self, file: &SimonFile, node: &Node) {
        for (key, which) in SIMON_PHRASES {
            self.needs_words(node.place, key, which);
        }
        let id = self.result_id(file.id.as_ref(), "simon", node.place);
        let given = &file.movements;
        let (least, most) = MOVEMENTS;
        if !(least..=most).contains(&given.value.len()) {
            self.wrong(
                given.place,
                format!("there are {} movements", given.value.len()),
                format!("write {least} to {most}"),
            );
        }
        let longest = (given.value.len() as u32).max(2);
        let range = (file.from.as_ref(), file.to.as_ref());
        let (from, to) = self.lengths(range, (1, longest), (FROM_ELSE, longest));
        let mut moves: Vec<SimonMove> = Vec::new();
        for At { value, place } in &given.value {
            let more = match value {
                SimonMoveFile::Name(name) => {
                    let movement = At { value: name.clone(), place: *place };
                    self.simon_move(&movement, None)
                }
                SimonMoveFile::More(SimonMoveMore { movement, called }) => {
                    self.simon_move(movement, Some(&called.0))
                }
            };
            let Some(one) = more else { continue };
            self.check_name(&one, &moves, *place);
            moves.push(one);
        }
        self.steps.push(Step::Play(Arc::new(Game::Simon(Arc::new(SimonGame {
            id,
            moves,
            from,
            to,
        })))));
    }

    fn simon_move(&mut self, name: &At<String>, called: Option<&Accepted>) -> Option<SimonMove> {
        let movement = self.known_movement(name)?.clone();
        let trajectory = self.at_tempo(&movement, None, name.place)?;
        let called = match called {
            Some(called) => called.clone(),
            None => Accepted::One(self.title(&movement, &name.value)),
        };
        Some(SimonMove { called, trajectory })
    }

    /// A name counts when it is said, and is not taken for another one.
    fn check_name(
        &mut self,
        one: &SimonMove,
        before: &[SimonMove],
        place: crate::script::node::Place,
    ) {
        let task = |one: &SimonMove| Task::OneOf { one_of: vec![one.called.clone()] };
        let right = |compiler: &Self, task: &Task, text: &str| {
            compiler.scored(task, text).verdict == Verdict::Right
        };
        let wordings = one.called.wordings();
        if wordings.is_empty() {
            self.wrong(place, "the movement has no name", "write `called:` with a name");
        }
        for wording in wordings {
            if !right(self, &task(one), wording) {
                self.wrong(
                    place,
                    format!("“{wording}” would not count, even when it is said"),
                    "write the name as people say it",
                );
            }
            if let Some(other) = before.iter().find(|other| right(self, &task(other), wording)) {
                let other = other.called.shown();
                self.wrong(
                    place,
                    format!("“{wording}” would be heard as “{other}” too"),
                    "take movements whose names are unlike each other, or write `called:`",
                );
            }
        }
    }
}

/// What Nao says in this game.
type Which = fn(&crate::script::Phrases) -> &Vec<String>;
const SIMON_PHRASES: [(&str, Which); 6] = [
    ("simon", |phrases| &phrases.games.simon),
    ("simon_watch", |phrases| &phrases.games.simon_watch),
    ("simon_more", |phrases| &phrases.games.simon_more),
    ("simon_again", |phrases| &phrases.games.simon_again),
    ("simon_ask", |phrases| &phrases.games.simon_ask),
    ("never_mind", |phrases| &phrases.games.never_mind),
];
