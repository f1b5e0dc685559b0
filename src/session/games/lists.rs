//! Lists of words to keep in mind: drawn by the seed, said one by one, and remembered by the
//! session for whoever asks for them later.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    script::{RememberGame, RememberedWord},
    session::{Session, agenda::Act, shuffle::shuffle},
};

/// Silence after each word, ms: with the word itself about two seconds, as lists are read in
/// practice.
const BETWEEN_WORDS_MS: u64 = 1_200;

/// Words of a list at the first level and at the fifth, as levels are given in practice.
const FEWEST: u32 = 3;
const MOST: u32 = 10;

/// Wrong words beside those of a list that are listened for.
const FOILS: usize = 8;

/// A list of this session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::session) struct Memorised {
    /// Its words, in the order in which they are said.
    pub(super) words: Vec<RememberedWord>,
    /// Other words of the bank, so that a wrong word is heard as wrong.
    pub(super) foils: Vec<String>,
    /// When its last word was said, ms since the session began; `None`: it was never said to the
    /// end.
    pub(super) said_ms: Option<u64>,
    /// Questions about it so far.
    pub(super) asked: u32,
    /// Words found in the last trial that followed at once.
    pub(super) last_trial: Option<u32>,
    /// The bank's name and title, when its length follows the resident.
    pub(super) follows: Option<(String, String)>,
}

impl Session {
    /// Says a list; it is drawn the first time.
    pub(in crate::session) fn remember(&mut self, game: &RememberGame) {
        let again = self.lists.get(&game.list).is_some_and(|list| list.said_ms.is_some());
        if !self.lists.contains_key(&game.list) {
            let list = self.drawn(game);
            self.lists.insert(game.list.clone(), list);
        }
        let opening =
            if game.opening.is_empty() {
                self.phrase(|phrases| {
                    if again { &phrases.games.remember_again } else { &phrases.games.remember }
                })
            } else {
                Some(self.pick_text(&game.opening))
            };
        self.agenda.extend(opening.map(Act::Say));
        let words = self.lists.get(&game.list).map(|list| list.words.as_slice());
        for word in words.unwrap_or_default() {
            self.agenda.push_back(Act::Say(format!("{}.", capital(word.word.shown()))));
            self.agenda.push_back(Act::Wait(BETWEEN_WORDS_MS));
        }
        self.agenda.push_back(Act::ListSaid(game.list.clone()));
    }

    /// The last word of a list has been said.
    pub(in crate::session) fn list_said(&mut self, list: &str) {
        let now = self.at_ms;
        if let Some(list) = self.lists.get_mut(list) {
            list.said_ms = Some(now);
        }
    }

    /// Words unlike each other: of different kinds and with different beginnings, as long as the
    /// bank has them.
    fn drawn(&mut self, game: &RememberGame) -> Memorised {
        let mut bank: Vec<&RememberedWord> = game.bank.iter().collect();
        // A draw without putting back.
        shuffle(&mut bank, &mut self.random);
        let level = self.memory.level(&game.name);
        let wanted = game.words.unwrap_or_else(|| level.within(FEWEST, MOST)) as usize;
        let mut words: Vec<RememberedWord> = Vec::new();
        let (mut kinds, mut beginnings) = (BTreeSet::new(), BTreeSet::new());
        for (other_kind, other_beginning) in [(true, true), (true, false), (false, false)] {
            bank.retain(|word| {
                let (kind, beginning) = (word.category.as_str(), beginning(word.word.shown()));
                let unlike = !(other_kind && kinds.contains(kind)
                    || other_beginning && beginnings.contains(&beginning));
                let taken = words.len() < wanted && unlike;
                if taken {
                    kinds.insert(kind);
                    beginnings.insert(beginning);
                    words.push((*word).clone());
                }
                !taken
            });
        }
        let follows = game.words.is_none().then(|| (game.name.clone(), game.title.clone()));
        // Words of the same kinds are what people say by mistake.
        bank.sort_by_key(|word| !kinds.contains(word.category.as_str()));
        let foils = bank.iter().take(FOILS).map(|word| word.word.shown().to_owned()).collect();
        Memorised { words, foils, said_ms: None, asked: 0, last_trial: None, follows }
    }
}

fn beginning(word: &str) -> Option<char> {
    word.chars().next().and_then(|first| first.to_lowercase().next())
}

/// A word as a sentence of its own begins.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
