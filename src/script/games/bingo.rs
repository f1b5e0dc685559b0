//! `bingo`, checked.

use std::sync::Arc;

use crate::script::{
    BingoCall, BingoGame, Game, Step, compile::Compiler, node::Node, written::BingoFile,
};

/// Below so many there is no game.
const LEAST: usize = 15;

impl Compiler<'_> {
    pub(in crate::script) fn bingo(&mut self, file: &BingoFile, node: &Node) {
        let place = Compiler::place_of(node, "bingo");
        for (key, which) in BINGO_PHRASES {
            self.needs_words(place, key, which);
        }
        let id = self.result_id(file.id.as_ref(), "bingo", place);
        let winners = self.bounded("`winners`", file.winners.as_ref(), (1, 10), 1);
        let wait_s = self.bounded("`wait`", file.wait.as_ref(), (3.0, 60.0), 8.0);
        let Some(bank) = self.known_bank(&file.bank) else { return };
        if bank.items.len() < LEAST {
            self.wrong(
                file.bank.place,
                format!("there are {} in this bank", bank.items.len()),
                format!("name a bank of at least {LEAST} numbers or words"),
            );
        }
        let calls = bank
            .items
            .iter()
            .map(|item| BingoCall { name: item.answer.clone(), words: item.question.clone() })
            .collect();
        let game = BingoGame { id, prompt: bank.prompt.clone(), calls, winners, wait_s };
        self.steps.push(Step::Play(Arc::new(Game::Bingo(Arc::new(game)))));
    }
}

type Which = fn(&crate::script::Phrases) -> &Vec<String>;

/// What Nao says in it.
const BINGO_PHRASES: [(&str, Which); 6] = [
    ("bingo_how", |phrases| &phrases.games.bingo_how),
    ("bingo_words", |phrases| &phrases.games.bingo_words),
    ("bingo_won", |phrases| &phrases.games.bingo_won),
    ("bingo_goes_on", |phrases| &phrases.games.bingo_goes_on),
    ("bingo_end", |phrases| &phrases.games.bingo_end),
    ("bingo_all_drawn", |phrases| &phrases.games.bingo_all_drawn),
];
