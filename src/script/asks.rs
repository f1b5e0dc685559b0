//! `ask`: the question, what counts as an answer, the branches.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    answer::{
        Accepted, Heard, Hypothesis, Score, Source, Task, Verdict, YesNo, feeling_choices,
        feeling_task, intent, score,
    },
    script::{
        Ask, Branches, Step,
        compile::{Compiler, Flow},
        node::{Node, Place},
        reading::At,
        suggest, texts,
        written::{AnswerFile, AskFile, Wordings},
    },
};

/// How long Nao waits for the first word of an answer when the author does not say, s.
pub(super) const TIMEOUT_ELSE_S: f64 = 12.0;

/// How long Nao waits for somebody to say how they feel, s.
const FEELING_TIMEOUT_S: f64 = 10.0;

/// The outcomes that may have steps of their own.
const OUTCOMES: [&str; 5] = ["right", "partly", "wrong", "unsure", "no_answer"];

impl Compiler<'_> {
    pub(super) fn ask(&mut self, ask: &At<AskFile>, node: &Node) -> Flow {
        let file = &ask.value;
        self.questions += 1;
        let id = self.id(file);
        let question = self.variants(Compiler::place_of(node, "question"), &file.question.0);
        let hints: Vec<_> = file.hints.iter().filter_map(|hint| self.text(hint)).collect();
        let patience_s = self.patience(file.patience.as_ref());
        let timeout_s = self.timeout(file.timeout.as_ref(), TIMEOUT_ELSE_S);
        let own = (hints.len() as u32).clamp(1, 5);
        let retries = self.bounded("`retries`", file.retries.as_ref(), (0, 5), own);
        if let Some(hint) = file.hints.get(retries as usize) {
            self.doubtful(
                hint.place,
                "this hint is never given: each comes before a further try",
                format!("leave it out, or write more `retries` than {retries} (at most 5)"),
            );
        }
        let task = self.task(&file.answer.value, node.get("answer").unwrap_or(node));
        let free = matches!(task, Some(Task::Free { .. }));
        if let Some(task) = &task {
            self.check_answers(&file.answer.value, task);
            self.check_choices(file, task);
        }
        let hands = task.as_ref().is_some_and(|task| self.hands(file, task));
        if let Some(shown) = file.shown.as_ref().filter(|shown| shown.value.trim().is_empty()) {
            self.wrong(shown.place, "what is shown is empty", "write the answer, or leave it out");
        }
        let foils = self.words(&file.foils);
        if file.everyone {
            self.steps.push(Step::ForEverybody);
        }
        let start = self.steps.len();
        self.steps.push(Step::End);

        let mut branches = Branches::default();
        let mut ends = Vec::new();
        let mut flows = Vec::new();
        for outcome in OUTCOMES {
            let Some(steps) = node.get(outcome) else {
                flows.push(Flow::GoesOn);
                continue;
            };
            let target = Some(self.steps.len());
            match outcome {
                "right" => branches.right = target,
                "partly" => branches.partly = target,
                "wrong" => branches.wrong = target,
                "unsure" => branches.unsure = target,
                _ => branches.no_answer = target,
            }
            flows.push(self.way(steps));
            ends.push(self.jump_later());
        }
        self.land(&ends);
        branches.after = self.steps.len();
        let flow = Flow::of_one(&flows);
        let Some(task) = task else { return flow };
        let shown = file.shown.as_ref().map(|shown| shown.value.clone());
        let shown = shown.unwrap_or_else(|| self.shown(&task));
        let mut ask = Ask {
            id,
            question,
            answer: shown,
            task,
            patience_s,
            timeout_s,
            hints,
            retries,
            choices: file
                .choices
                .as_ref()
                .map(|choices| choices.value.iter().map(|choice| choice.value.clone()).collect())
                .unwrap_or_default(),
            hands,
            foils,
            reveal: file.reveal.unwrap_or(true) && !free,
            feeling: false,
            branches,
        };
        if file.retries.is_none() {
            ask.retries = ask.rungs(self.head.language).clamp(1, 5);
        }
        self.steps[start] = Step::Ask(Arc::new(ask));
        flow
    }

    /// `check: feel`: the engine's own question, asked once and never pressed.
    pub(super) fn ask_how_people_feel(&mut self, place: Place) {
        let language = self.head.language;
        let phrases = self.library.phrases(language).map(|phrases| &phrases.how_do_you_feel);
        let question: Vec<_> = phrases
            .into_iter()
            .flatten()
            .filter_map(|phrase| texts::parse(phrase, &BTreeMap::new()).ok())
            .collect();
        if question.is_empty() {
            self.wrong(
                place,
                "there are no words to ask how people feel in this language",
                format!("write `how_do_you_feel` in routines/{language}/phrases.yaml"),
            );
        }
        let after = self.steps.len() + 1;
        self.steps.push(Step::Ask(Arc::new(Ask {
            id: "feel".into(),
            question,
            task: feeling_task(language),
            answer: String::new(),
            patience_s: None,
            timeout_s: FEELING_TIMEOUT_S,
            hints: Vec::new(),
            retries: 0,
            choices: feeling_choices(language),
            hands: false,
            foils: Vec::new(),
            reveal: false,
            feeling: true,
            branches: Branches { after, ..Branches::default() },
        })));
    }

    /// Two hands stand for two answers.
    fn hands(&mut self, file: &AskFile, task: &Task) -> bool {
        let Some(hands) = file.hands.as_ref().filter(|hands| hands.value) else { return false };
        let choices = match &file.choices {
            Some(choices) => choices.value.len(),
            None if matches!(task, Task::YesNo { .. }) => 2,
            None => 0,
        };
        if choices != 2 {
            self.wrong(
                hands.place,
                format!("Nao has two hands, and there are {choices} choices"),
                "write exactly two `choices`, or leave `hands` out",
            );
        }
        choices == 2
    }

    fn id(&mut self, file: &AskFile) -> String {
        let own = format!("q{}", self.questions);
        self.result_id(file.id.as_ref(), &own, file.answer.place)
    }

    /// The silence that ends an answer, s; `None`: what the session knows of the resident.
    pub(super) fn patience(&mut self, given: Option<&At<f64>>) -> Option<f64> {
        given.map(|given| self.bounded("`patience`", Some(given), (1.0, 10.0), 3.0))
    }

    /// How long Nao waits for the first word, s.
    pub(super) fn timeout(&mut self, given: Option<&At<f64>>, otherwise: f64) -> f64 {
        self.bounded("`timeout`", given, (3.0, 120.0), otherwise)
    }

    /// The name under which results are kept: as written, else its own.
    pub(super) fn result_id(
        &mut self,
        given: Option<&At<String>>,
        own: &str,
        place: Place,
    ) -> String {
        let speakable = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        if let Some(id) = given
            && (id.value.is_empty() || id.value.len() > 60 || !id.value.chars().all(speakable))
        {
            self.wrong(
                id.place,
                format!("“{}” is no name of a question", id.value),
                "use letters (a-z), digits, “-” and “_”",
            );
        }
        let id = given.map_or(own, |id| &id.value).to_owned();
        if !self.ids.insert(id.clone()) {
            self.wrong(
                given.map_or(place, |id| id.place),
                format!("another question is called “{id}” already"),
                "give each question its own id: results are kept under it",
            );
        }
        id
    }

    pub(super) fn task(&mut self, answer: &AnswerFile, node: &Node) -> Option<Task> {
        let key = |key: &str| node.entry(key).map_or(node.place, |(key, _)| key.place);
        let value = |key: &str| Compiler::place_of(node, key);
        let given: Vec<&str> = [
            ("one_of", answer.one_of.is_some()),
            ("yes_no", answer.yes_no.is_some()),
            ("number", answer.number.is_some()),
            ("recall", answer.recall.is_some()),
            ("sequence", answer.sequence.is_some()),
            ("span", answer.span.is_some()),
            ("category", answer.category.is_some()),
            ("spell", answer.spell.is_some()),
            ("free", answer.free.is_some()),
        ]
        .into_iter()
        .filter_map(|(key, is)| is.then_some(key))
        .collect();
        if given.len() != 1 {
            let (place, message) = match given.get(1) {
                None => (node.place, "what counts as an answer is not said".to_owned()),
                Some(second) => {
                    (key(second), format!("only one of {} can count", given.join(" and ")))
                }
            };
            self.wrong(
                place,
                message,
                "write one of one_of, yes_no, number, recall, sequence, span, category, spell or free",
            );
            return None;
        }
        if answer.direction.is_some() && answer.span.is_none() {
            self.wrong(key("direction"), "`direction` belongs to `span`", "leave it out");
        }
        if answer.seconds.is_some() && answer.category.is_none() {
            self.wrong(key("seconds"), "`seconds` belongs to `category`", "leave it out");
        }
        if let Some(one_of) = &answer.one_of {
            return Some(Task::OneOf { one_of: self.accepted(one_of, value("one_of")) });
        }
        if let Some(yes_no) = answer.yes_no {
            return Some(Task::YesNo { yes_no });
        }
        if let Some(number) = answer.number {
            return Some(Task::Number { number });
        }
        if let Some(recall) = &answer.recall {
            return Some(Task::Recall { recall: self.accepted(recall, value("recall")) });
        }
        if let Some(sequence) = &answer.sequence {
            return Some(Task::Sequence { sequence: self.accepted(sequence, value("sequence")) });
        }
        if let Some(span) = &answer.span {
            return Some(self.span(span, answer, value("span")));
        }
        if let Some(category) = &answer.category {
            return self.category(category, answer);
        }
        if let Some(spell) = &answer.spell {
            let letters = spell.value.chars().filter(|c| c.is_alphabetic()).count();
            if letters == 0 || spell.value.split_whitespace().count() != 1 {
                self.wrong(spell.place, "this is not one word to spell", "write one word");
            }
            return Some(Task::Spell { spell: spell.value.clone() });
        }
        if let Some(free) = answer.free.as_ref().filter(|free| !free.value) {
            self.wrong(free.place, "`free` can only be true", "leave it out, or say what counts");
        }
        Some(Task::Free { free: true })
    }

    fn span(&mut self, span: &[At<u8>], answer: &AnswerFile, place: Place) -> Task {
        if span.is_empty() || span.len() > 12 {
            self.wrong(place, format!("a span of {} digits", span.len()), "write 1 to 12 digits");
        }
        if let Some(digit) = span.iter().find(|digit| digit.value > 9) {
            self.wrong(digit.place, format!("{} is no digit", digit.value), "write 0 to 9");
        }
        Task::Span {
            span: span.iter().map(|digit| digit.value).collect(),
            direction: answer.direction.unwrap_or_default(),
        }
    }

    fn category(&mut self, category: &At<String>, answer: &AnswerFile) -> Option<Task> {
        let lexicon = self.library.lexicon(self.head.language);
        let seconds = self.bounded("`seconds`", answer.seconds.as_ref(), (10, 120), 60);
        match lexicon.categories.get(&category.value) {
            None => {
                let known = lexicon.categories.keys().map(String::as_str);
                let help = suggest::among(&category.value, known);
                self.wrong(
                    category.place,
                    format!("there is no word list “{}” in this language", category.value),
                    help,
                );
                None
            }
            Some(members) => {
                self.lexicon.categories.insert(category.value.clone(), members.clone());
                Some(Task::Category { category: category.value.clone(), seconds })
            }
        }
    }

    fn accepted(&mut self, wordings: &[At<Wordings>], place: Place) -> Vec<Accepted> {
        if wordings.is_empty() {
            self.wrong(place, "the list of answers is empty", "write at least one answer");
        }
        for wording in wordings {
            let all = wording.value.0.wordings();
            if all.is_empty() || all.iter().any(|word| word.trim().is_empty()) {
                self.wrong(wording.place, "an answer is empty", "write a word, or leave it out");
            }
        }
        wordings.iter().map(|wording| wording.value.0.clone()).collect()
    }

    pub(super) fn words(&mut self, words: &[At<String>]) -> Vec<String> {
        for word in words {
            if word.value.trim().is_empty() {
                self.wrong(word.place, "a word is empty", "write a word, or leave it out");
            }
        }
        words.iter().map(|word| word.value.clone()).collect()
    }

    /// How a text would be scored as an answer.
    pub(super) fn scored(&self, task: &Task, text: &str) -> Score {
        let heard = Heard::Speech(Hypothesis::certain(text, Source::Touch));
        score(task, self.head.language, &self.lexicon, &heard)
    }

    /// Whoever says the very words that are written must be right.
    pub(super) fn check_answers(&mut self, answer: &AnswerFile, task: &Task) {
        let full = |wordings: &[At<Wordings>]| {
            let all: Vec<&str> = wordings.iter().map(|word| word.value.0.shown()).collect();
            all.join(", ")
        };
        let lists = answer.recall.iter().chain(&answer.sequence);
        let missed: Vec<(Place, String)> = lists
            .flat_map(|list| {
                let missed = self.scored(task, &full(list)).missed;
                missed.into_iter().filter_map(|missed| {
                    let word = list.iter().rfind(|word| word.value.0.shown() == missed)?;
                    Some((word.place, missed))
                })
            })
            .chain(answer.one_of.iter().flatten().flat_map(|wording| {
                let words = wording.value.0.wordings().iter();
                words
                    .filter(|word| self.scored(task, word).verdict != Verdict::Right)
                    .map(|word| (wording.place, word.clone()))
            }))
            .filter(|(_, word)| !word.trim().is_empty())
            .collect();
        for (place, word) in missed {
            self.wrong(
                place,
                format!("“{word}” would not count, even when it is said"),
                "write words as they are said, and each word of a list once",
            );
        }
    }

    /// Of the answers to touch, one must be right (of a list, each of its words must be there), and
    /// no foil may be.
    fn check_choices(&mut self, file: &AskFile, task: &Task) {
        let right = |text: &str| self.scored(task, text).verdict == Verdict::Right;
        match (&file.choices, task) {
            (None, _) | (_, Task::Free { .. }) => {}
            // Several are touched one after the other, and each must be there.
            (Some(choices), Task::Recall { recall: all } | Task::Sequence { sequence: all }) => {
                let chosen = |wording: &String| {
                    let wording = wording.trim().to_lowercase();
                    choices.value.iter().any(|one| one.value.trim().to_lowercase() == wording)
                };
                if let Some(missing) = all.iter().find(|item| !item.wordings().iter().any(chosen)) {
                    self.wrong(
                        choices.place,
                        format!("“{}” is not among these choices", missing.shown()),
                        "every word of the answer is touched: add it to `choices`",
                    );
                }
            }
            (Some(choices), _) => {
                if !choices.value.iter().any(|choice| right(&choice.value)) {
                    self.wrong(
                        choices.place,
                        "none of these choices is right",
                        "add the right answer to `choices`",
                    );
                }
            }
        }
        if let Some(choices) = &file.choices
            && !matches!(task, Task::Free { .. })
        {
            self.check_wishes("choice", &choices.value, task);
        }
        self.check_foils(&file.foils, task);
    }

    /// A wrong answer that is offered must not be a wish: who says or touches it would not be
    /// taken to answer.
    fn check_wishes(&mut self, what: &str, answers: &[At<String>], task: &Task) {
        for answer in answers {
            let wish = intent(self.head.language, &answer.value).is_some();
            if wish && self.scored(task, &answer.value).points == 0 {
                self.wrong(
                    answer.place,
                    format!("the {what} “{}” would be heard as a wish", answer.value),
                    "whoever says it asks to stop, for help, or to hear the question again: take \
                     another word",
                );
            }
        }
    }

    /// No foil may be right.
    pub(super) fn check_foils(&mut self, foils: &[At<String>], task: &Task) {
        self.check_wishes("foil", foils, task);
        if matches!(
            task,
            Task::YesNo { .. } | Task::Span { .. } | Task::Spell { .. } | Task::Free { .. }
        ) {
            return;
        }
        for foil in foils {
            if self.scored(task, &foil.value).points > 0 {
                self.wrong(
                    foil.place,
                    format!("the foil “{}” would count as right", foil.value),
                    "foils are wrong answers: take another word",
                );
            }
        }
    }

    /// How the right answer is shown when the author does not say.
    pub(super) fn shown(&self, task: &Task) -> String {
        let list =
            |all: &[Accepted]| all.iter().map(Accepted::shown).collect::<Vec<_>>().join(", ");
        match task {
            Task::OneOf { one_of } => one_of.first().map_or("", Accepted::shown).to_owned(),
            Task::YesNo { yes_no } => {
                let phrases = self.library.phrases(self.head.language);
                phrases.map_or_else(String::new, |phrases| match yes_no {
                    YesNo::Yes => phrases.yes.clone(),
                    YesNo::No => phrases.no.clone(),
                })
            }
            Task::Number { number } => number.to_string(),
            Task::Recall { recall } => list(recall),
            Task::Sequence { sequence } => list(sequence),
            Task::Span { span, direction } => {
                let mut digits: Vec<String> = span.iter().map(u8::to_string).collect();
                if *direction == crate::answer::Direction::Backward {
                    digits.reverse();
                }
                digits.join(", ")
            }
            Task::Category { category, .. } => {
                let members = self.lexicon.categories.get(category).map(Vec::as_slice);
                list(members.unwrap_or_default().get(..3).unwrap_or_default())
            }
            Task::Spell { spell } => spell.clone(),
            Task::Free { .. } => String::new(),
        }
    }
}
