//! `remember` and `recall`, checked: a list is asked for only where it has been said.

use std::{collections::BTreeSet, sync::Arc};

use crate::script::{
    Game, RecallGame, RememberGame, Step,
    banks::LEVELS,
    compile::Compiler,
    node::Node,
    reading::At,
    suggest,
    written::{CountFile, RecallFile, RememberFile},
};

/// The bank from which words are drawn when none is named.
const BANK: &str = "words-to-remember";

/// How many words a list has: the levels that are given in practice.
const WORDS: (u32, u32) = (3, 10);

/// How long Nao waits for the first of several words when the author does not say, s.
const TIMEOUT_ELSE_S: f64 = 20.0;

/// The hardest words when the author does not say.
const LEVEL_ELSE: u8 = 3;

/// The lists of words of a routine.
#[derive(Debug, Clone, Default)]
pub(in crate::script) struct Lists {
    /// Those that have surely been said.
    said: BTreeSet<String>,
    /// Those that were said in a way that not every session takes.
    perhaps: BTreeSet<String>,
}

impl Lists {
    /// A way ends that not every session takes; `before` is what was said before it.
    pub(in crate::script) fn leave_way(&mut self, before: Lists) {
        let inside = std::mem::replace(&mut self.said, before.said);
        self.perhaps.extend(inside.difference(&self.said).cloned());
    }
}

impl Compiler<'_> {
    pub(in crate::script) fn remember(&mut self, file: &RememberFile, node: &Node) {
        let list = file.list.value.clone();
        self.check_list_name(&file.list);
        let again = !self.lists.said.insert(list.clone());
        let opening = match &file.say {
            Some(say) => self.variants(Compiler::place_of(node, "say"), &say.0),
            None if again => {
                self.needs_words(node.place, "remember_again", |phrases| {
                    &phrases.games.remember_again
                });
                Vec::new()
            }
            None => {
                self.needs_words(node.place, "remember", |phrases| &phrases.games.remember);
                Vec::new()
            }
        };
        let words = self.how_many(file);
        let level = self.bounded("`level`", file.level.as_ref(), LEVELS, LEVEL_ELSE);
        if again {
            for key in ["from", "words", "level"] {
                if let Some((key, _)) = node.entry(key) {
                    self.wrong(
                        key.place,
                        format!("the list “{list}” has been drawn already"),
                        "leave it out: Nao says the same words again; or take another name",
                    );
                }
            }
            let game = RememberGame {
                list,
                words,
                name: String::new(),
                title: String::new(),
                bank: Vec::new(),
                opening,
            };
            self.steps.push(Step::Play(Arc::new(Game::Remember(game))));
            return;
        }
        let own = At { value: BANK.to_owned(), place: node.place };
        let name = file.from.as_ref().unwrap_or(&own);
        let Some(read) = self.known_bank(name) else { return };
        let (name, place) = (&name.value, name.place);
        if read.words.is_empty() {
            self.wrong(
                place,
                format!("the bank “{name}” holds questions and no words"),
                "name a bank of words",
            );
            return;
        }
        let bank: Vec<_> = read.words.iter().filter(|word| word.level <= level).cloned().collect();
        let most = words.unwrap_or(WORDS.1);
        if bank.len() < most as usize {
            self.wrong(
                place,
                format!("“{name}” has {} words up to level {level}", bank.len()),
                format!("{most} are drawn: add words to the bank, or raise `level`"),
            );
        }
        let game = RememberGame {
            list,
            words,
            name: name.clone(),
            title: read.title.clone(),
            bank,
            opening,
        };
        self.steps.push(Step::Play(Arc::new(Game::Remember(game))));
    }

    pub(in crate::script) fn recall(&mut self, file: &RecallFile, node: &Node) {
        let list = &file.list;
        if !self.lists.said.contains(&list.value) {
            if self.lists.perhaps.contains(&list.value) {
                self.wrong(
                    list.place,
                    format!("not every session has heard the list “{}” here", list.value),
                    "ask for it in the branch in which it is said, or say it before the branches",
                );
            } else {
                let help = match self.lists.said.is_empty() {
                    true => format!("write `- remember: {{list: {}}}` before it", list.value),
                    false => {
                        suggest::among(&list.value, self.lists.said.iter().map(String::as_str))
                    }
                };
                self.wrong(
                    list.place,
                    format!("no list “{}” has been said before", list.value),
                    help,
                );
            }
        }
        let question = match &file.question {
            Some(question) => self.variants(Compiler::place_of(node, "question"), &question.0),
            None => {
                self.needs_words(node.place, "recall", |phrases| &phrases.games.recall);
                self.needs_words(node.place, "recall_later", |phrases| &phrases.games.recall_later);
                Vec::new()
            }
        };
        self.needs_words(node.place, "recall_more", |phrases| &phrases.games.recall_more);
        self.needs_words(node.place, "recall_rest", |phrases| &phrases.games.recall_rest);
        self.needs_words(node.place, "never_mind", |phrases| &phrases.games.never_mind);
        if file.cued {
            self.needs_words(node.place, "recall_cue", |phrases| &phrases.games.recall_cue);
        }
        let patience_s = self.patience(file.patience.as_ref());
        let timeout_s = self.timeout(file.timeout.as_ref(), TIMEOUT_ELSE_S);
        let list = list.value.clone();
        let game = RecallGame { list, cued: file.cued, question, patience_s, timeout_s };
        self.steps.push(Step::Play(Arc::new(Game::Recall(game))));
    }

    /// How many words are drawn; `None`: as many as suit the resident.
    fn how_many(&mut self, file: &RememberFile) -> Option<u32> {
        let At { value, place } = file.words.as_ref()?;
        match value {
            CountFile::Adaptive => None,
            CountFile::Count(count) => {
                let count = At { value: *count, place: *place };
                Some(self.bounded("`words`", Some(&count), WORDS, WORDS.0))
            }
        }
    }

    /// The first time that a list is named it takes its name among the questions: results are
    /// kept under it.
    fn check_list_name(&mut self, list: &At<String>) {
        let known =
            self.lists.said.contains(&list.value) || self.lists.perhaps.contains(&list.value);
        if !known {
            self.result_id(Some(list), &list.value, list.place);
        }
    }
}
