//! `spaced`, checked; and the borders between steps at which its question may come back.

use std::sync::Arc;

use crate::{
    answer::{Accepted, Task, Verdict},
    script::{
        Diagnostic, Game, Severity, SpacedGame, Step, compile::Compiler, node::Node,
        reading::Mistake, written::SpacedFile,
    },
};

/// The intervals of practice, s: each about twice as long as the one before.
const INTERVALS_S: [u32; 6] = [15, 30, 60, 120, 240, 480];

/// What an interval can be, s.
const INTERVAL_S: (u32, u32) = (5, 3_600);

/// How many intervals there can be.
const INTERVALS_AT_MOST: usize = 12;

/// The questions of spaced retrieval of a routine.
#[derive(Debug, Default)]
pub(in crate::script) struct Spaced {
    /// How many ways of branches lie around the step in hand: a question never comes back between
    /// an answer and what is said about it.
    pub(in crate::script) ways: u32,
    /// Where each stands in the plan, and what is told when nothing comes after it.
    asked: Vec<(usize, Diagnostic)>,
}

impl Compiler<'_> {
    pub(in crate::script) fn spaced(&mut self, file: &SpacedFile, node: &Node) {
        let place = node.place;
        let own = format!("spaced{}", self.spaced.asked.len() + 1);
        let id = self.result_id(file.id.as_ref(), &own, place);
        let question = self.variants(Compiler::place_of(node, "question"), &file.question.0);
        let teach = match &file.say {
            Some(say) => self.variants(Compiler::place_of(node, "say"), &say.0),
            None => {
                self.needs_words(place, "spaced_teach", |phrases| &phrases.games.spaced_teach);
                Vec::new()
            }
        };
        self.needs_words(place, "spaced_again", |phrases| &phrases.games.spaced_again);
        self.needs_words(place, "spaced_tell", |phrases| &phrases.games.spaced_tell);
        self.needs_words(place, "never_mind", |phrases| &phrases.games.never_mind);
        let answer = file.answer.value.0.clone();
        let task = Task::OneOf { one_of: vec![answer.clone()] };
        self.check_spaced_answer(file, &answer, &task);
        let intervals_s = self.intervals(file);
        let mistake = Mistake::new(
            place,
            "nothing follows in which this question could come back",
            "write other steps after it: it comes back between them",
        );
        let told = Diagnostic { severity: Severity::Warning, ..self.told(mistake) };
        self.spaced.asked.push((self.steps.len(), told));
        let shown = file.shown.as_ref().map_or(answer.shown(), |shown| &shown.value).to_owned();
        self.steps.push(Step::Play(Arc::new(Game::Spaced(SpacedGame {
            id,
            question,
            teach,
            task,
            answer: shown,
            foils: file.foils.iter().map(|foil| foil.value.clone()).collect(),
            intervals_s,
        }))));
    }

    /// The answer must count when it is said, and no foil may.
    fn check_spaced_answer(&mut self, file: &SpacedFile, answer: &Accepted, task: &Task) {
        let right =
            |compiler: &Self, text: &str| compiler.scored(task, text).verdict == Verdict::Right;
        let wordings = answer.wordings();
        if wordings.is_empty() {
            self.wrong(file.answer.place, "the answer is empty", "write a word");
        }
        for wording in wordings {
            if wording.trim().is_empty() || !right(self, wording) {
                self.wrong(
                    file.answer.place,
                    format!("“{wording}” would not count, even when it is said"),
                    "write the answer as it is said",
                );
            }
        }
        for foil in &file.foils {
            if right(self, &foil.value) {
                self.wrong(
                    foil.place,
                    format!("the foil “{}” would count as right", foil.value),
                    "foils are wrong answers: take another word",
                );
            }
        }
    }

    fn intervals(&mut self, file: &SpacedFile) -> Vec<u32> {
        let Some(given) = &file.intervals else { return INTERVALS_S.to_vec() };
        if given.value.is_empty() || given.value.len() > INTERVALS_AT_MOST {
            self.wrong(
                given.place,
                format!("there are {} intervals", given.value.len()),
                format!("write 1 to {INTERVALS_AT_MOST}, in seconds"),
            );
        }
        let mut before = 0;
        for interval in &given.value {
            self.bounded("an interval", Some(interval), INTERVAL_S, INTERVAL_S.0);
            if interval.value <= before {
                self.wrong(
                    interval.place,
                    format!("{} seconds come after {before}", interval.value),
                    "write each interval longer than the one before",
                );
            }
            before = interval.value;
        }
        given.value.iter().map(|interval| interval.value).collect()
    }

    /// A border between two steps, at which questions may come back. None lies inside a branch,
    /// nor right after something was said: that leads to what follows.
    pub(in crate::script) fn border(&mut self) {
        let spoken = matches!(self.steps.last(), Some(Step::Say(_) | Step::Border { .. }));
        if !self.spaced.asked.is_empty() && self.spaced.ways == 0 && !spoken {
            self.steps.push(Step::Border { last: false });
        }
    }

    /// The last border is where every question has come to its end, and a question without any
    /// border after it never comes back.
    pub(in crate::script) fn close_borders(&mut self) {
        // A border in a loop is come to more than once.
        let mut loops = 0;
        let mut place = None;
        for (at, step) in self.steps.iter().enumerate() {
            match step {
                Step::LoopStart { .. } => loops += 1,
                Step::LoopEnd { .. } => loops -= 1,
                Step::Border { .. } if loops == 0 => place = Some(at),
                _ => {}
            }
        }
        if let Some(Step::Border { last }) = place.and_then(|place| self.steps.get_mut(place)) {
            *last = true;
        }
        let asked = std::mem::take(&mut self.spaced.asked);
        // Right after its own step it has just been asked.
        let after = |at: usize| place.is_some_and(|place| place > at + 1);
        for (_, told) in asked.into_iter().filter(|(at, _)| !after(*at)) {
            self.tell(told);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::script::{Library, Step, compile_str};

    /// The steps of a routine, each in a letter: `?` asks, `!` says, `*` is a game, `|` a border,
    /// `#` the last one, `.` anything else.
    fn laid_out(steps: &str) -> String {
        let (library, _) = Library::load(Path::new("routines"), Path::new("audio"));
        let head = "title: T\nlanguage: en\nkind: memory\nminutes: 5\nposition: sitting\nsteps:\n";
        let text = format!("{head}{steps}");
        let compiled = compile_str(Path::new("test.yaml"), &text, &library);
        let plan = compiled.plan.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics));
        let letter = |step: &Step| match step {
            Step::Ask(_) => '?',
            Step::Say(_) => '!',
            Step::Play(_) => '*',
            Step::Border { last: false } => '|',
            Step::Border { last: true } => '#',
            _ => '.',
        };
        plan.steps.iter().map(letter).collect()
    }

    const NURSE: &str = "  - spaced: {question: Who is the nurse?, answer: Clare}\n";
    const ASK: &str = "  - ask: {question: Who purrs?, answer: {one_of: [cat]}}\n";

    #[test]
    fn questions_come_back_between_steps_and_never_right_after_a_word() {
        let say = "  - say: And now a riddle.\n";
        let steps = format!("{ASK}{NURSE}{ASK}{say}{ASK}  - pause: 2\n  - say: Goodbye.\n");
        assert_eq!(laid_out(&steps), "?*|?|!?.#!");
    }

    #[test]
    fn they_never_come_between_an_answer_and_what_is_said_about_it() {
        let branch = "  - ask:\n      question: Who barks?\n      answer: {one_of: [dog]}\n      \
                      right:\n        - ask: {question: Which?, answer: {free: true}}\n        \
                      - ask: {question: Whose?, answer: {free: true}}\n";
        let about = "  - if: last == right\n    then:\n      - say: Well done.\n";
        let steps = format!("{NURSE}{branch}{about}{ASK}");
        assert_eq!(laid_out(&steps), "*|???..!?#");
    }

    #[test]
    fn they_come_back_within_loops() {
        let again = "  - repeat:\n      times: 3\n      steps:\n        \
                     - ask: {question: Who purrs?, answer: {one_of: [cat]}}\n";
        assert_eq!(laid_out(&format!("{NURSE}{again}")), "*|.?|.#");
        // The last one is never in a loop.
        let bye = "  - say: Goodbye.\n  - say: See you soon.\n";
        assert_eq!(laid_out(&format!("{NURSE}{again}{bye}")), "*|.?|.#!!");
    }
}
