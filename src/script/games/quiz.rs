//! `quiz`, checked.

use std::sync::Arc;

use crate::script::{
    Bank, Game, QuizBank, QuizGame, Step, asks::TIMEOUT_ELSE_S, banks::LEVELS, compile::Compiler,
    node::Node, reading::At, suggest, written::QuizFile,
};

/// Questions when the author does not say.
const QUESTIONS: u32 = 6;

/// Further tries when the author does not say: the whole hint ladder.
const RETRIES: u32 = 3;

impl Compiler<'_> {
    pub(in crate::script) fn quiz(&mut self, file: &QuizFile, node: &Node) {
        let place = Compiler::place_of(node, "quiz");
        if file.bank.0.is_empty() {
            self.wrong(place, "the list of banks is empty", "write at least one bank");
        }
        let questions = self.bounded("`items`", file.items.as_ref(), (1, 30), QUESTIONS);
        let level = file.level.as_ref();
        let level = level.map(|level| self.bounded("`level`", Some(level), LEVELS, LEVELS.0));
        let retries = self.bounded("`retries`", file.retries.as_ref(), (0, 5), RETRIES);
        let patience_s = self.patience(file.patience.as_ref());
        let timeout_s = self.timeout(file.timeout.as_ref(), TIMEOUT_ELSE_S);
        let mut banks: Vec<QuizBank> = Vec::new();
        for name in &file.bank.0 {
            if banks.iter().any(|bank| bank.name == name.value) {
                self.wrong(name.place, format!("“{}” is written twice", name.value), "keep one");
                continue;
            }
            let Some(bank) = self.known_bank(name) else { continue };
            if bank.items.is_empty() {
                self.wrong(
                    name.place,
                    format!("the bank “{}” holds words and no questions", name.value),
                    "name a bank of questions",
                );
                continue;
            }
            banks.push(QuizBank {
                name: name.value.clone(),
                title: bank.title.clone(),
                prompt: bank.prompt.clone(),
                items: bank.items.clone(),
            });
        }
        let there: usize = banks.iter().map(|bank| bank.items.len()).sum();
        if banks.len() == file.bank.0.len() && there < questions as usize {
            self.wrong(
                file.items.as_ref().map_or(place, |items| items.place),
                format!("{questions} questions are asked, and there are {there}"),
                "ask fewer, or name another bank",
            );
        }
        let game = QuizGame { banks, questions, level, retries, patience_s, timeout_s };
        self.steps.push(Step::Play(Arc::new(Game::Quiz(Arc::new(game)))));
    }

    /// The bank of that name, or nothing after telling what is wrong.
    pub(in crate::script) fn known_bank(&mut self, name: &At<String>) -> Option<Arc<Bank>> {
        let library = self.library;
        let language = self.head.language;
        let Some(read) = library.bank(language, &name.value) else {
            let known = library.bank_files(language).map(|(name, _)| name);
            let help = suggest::among(&name.value, known);
            self.wrong(
                name.place,
                format!("there is no bank “{}” in this language", name.value),
                help,
            );
            return None;
        };
        for mistake in &read.mistakes {
            self.tell(mistake.clone());
        }
        read.bank.clone()
    }
}
