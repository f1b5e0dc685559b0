//! Choosing what is said: variants, variables, the time of day and the date.

use rand::RngExt;
use serde::{Deserialize, de::IntoDeserializer};

use crate::{
    answer::Verdict,
    language::Language,
    script::{Phrases, Piece, Text, Values, Variable},
    session::{Session, agenda::Act},
};

/// How many of the sentences said last are not said again if there is another one.
const REMEMBERED: usize = 4;

impl Session {
    /// One of the variants, filled in.
    pub(super) fn pick_text(&mut self, variants: &[Text]) -> String {
        let values = self.spoken_values();
        self.pick(variants.iter().map(|text| text.fill(&values)).collect()).unwrap_or_default()
    }

    /// One of the variants of the engine's own sentences, filled in; `None` when there are none.
    pub(super) fn pick_phrase(&mut self, variants: &[String]) -> Option<String> {
        let values = self.spoken_values();
        self.pick(variants.iter().map(|phrase| parse(phrase).fill(&values)).collect())
    }

    /// One of the engine's own sentences.
    pub(super) fn phrase(&mut self, which: impl Fn(&Phrases) -> &Vec<String>) -> Option<String> {
        let plan = self.plan.clone();
        self.pick_phrase(which(&plan.phrases))
    }

    /// Puts one of the engine's own sentences on the agenda.
    pub(super) fn push_phrase_then(&mut self, which: impl Fn(&Phrases) -> &Vec<String>) {
        if let Some(text) = self.phrase(which) {
            self.agenda.push_back(Act::Say(text));
        }
    }

    /// Praise after an exercise, never the same twice in a row.
    pub(super) fn praise_exercise(&mut self) {
        let plan = self.plan.clone();
        let others: Vec<String> = plan
            .phrases
            .well_done
            .iter()
            .filter(|praise| self.praised.as_ref() != Some(*praise))
            .cloned()
            .collect();
        let from = if others.is_empty() { &plan.phrases.well_done } else { &others };
        if let Some(place) = self.pick_place(from.len())
            && let Some(praise) = from.get(place)
        {
            self.praised = Some(praise.clone());
            let text = parse(praise).fill(&self.spoken_values());
            self.agenda.push_back(Act::Say(text));
        }
    }

    fn pick_place(&mut self, of: usize) -> Option<usize> {
        (of > 0).then(|| self.random.random_range(0..of))
    }

    /// A variant that was not said just now, by the session's seed.
    fn pick(&mut self, variants: Vec<String>) -> Option<String> {
        let fresh: Vec<&String> =
            variants.iter().filter(|variant| !self.lately.contains(variant)).collect();
        let pool = if fresh.is_empty() { variants.iter().collect() } else { fresh };
        if pool.is_empty() {
            return None;
        }
        let chosen =
            pool.get(self.random.random_range(0..pool.len())).map(|text| (*text).clone())?;
        if variants.len() > 1 {
            self.lately.push_back(chosen.clone());
            if self.lately.len() > REMEMBERED {
                self.lately.pop_front();
            }
        }
        Some(chosen)
    }

    /// The variables as words of the routine's language.
    pub(super) fn spoken_values(&self) -> Values {
        let phrases = &self.plan.phrases;
        let mut values = self.raw_values();
        if self.participant.group && !phrases.everyone.is_empty() {
            values.insert(Variable::Name, phrases.everyone.clone());
        }
        if let Some(called) = self.asking.as_ref().and_then(|asking| asking.called.as_ref()) {
            values.insert(Variable::Name, called.name.clone());
        }
        let period = self.period();
        if let Some(word) = phrases.times_of_day.get(period) {
            values.insert(Variable::TimeOfDay, word.clone());
        }
        if let Some(word) = phrases.greetings.get(period) {
            values.insert(Variable::Greeting, word.clone());
        }
        values
    }

    /// The variables as conditions compare them.
    pub(super) fn raw_values(&self) -> Values {
        let phrases = &self.plan.phrases;
        let (score, of) = self.tally.total();
        let weekday = phrases
            .weekdays
            .get(usize::from(self.now.weekday().to_monday_zero_offset().unsigned_abs()))
            .cloned()
            .unwrap_or_default();
        let month = phrases
            .months
            .get(usize::from(self.now.month().unsigned_abs()).saturating_sub(1))
            .cloned()
            .unwrap_or_default();
        let day = match (self.plan.language, self.now.day()) {
            (Language::Fr, 1) => "1er".to_owned(),
            (_, day) => day.to_string(),
        };
        let date = phrases
            .date
            .replace("{weekday}", &weekday)
            .replace("{day}", &day)
            .replace("{month}", &month)
            .replace("{year}", &self.now.year().to_string());
        let time_of_day = ["morning", "afternoon", "evening"].get(self.period());
        Values::from([
            (Variable::Name, self.participant.name.clone()),
            (Variable::Score, score.to_string()),
            (Variable::Of, of.to_string()),
            (Variable::Asked, self.tally.asked.to_string()),
            (Variable::Last, self.tally.last.map_or("", verdict_word).to_owned()),
            (Variable::Answer, self.tally.answer_shown.clone()),
            (Variable::TimeOfDay, time_of_day.copied().unwrap_or_default().to_owned()),
            (Variable::Weekday, weekday),
            (Variable::Date, date),
            (Variable::Robot, self.robot.clone()),
        ])
    }

    /// 0 in the morning, 1 in the afternoon, 2 in the evening.
    fn period(&self) -> usize {
        match self.now.hour() {
            5..12 => 0,
            12..18 => 1,
            _ => 2,
        }
    }
}

/// The word of a verdict in conditions (`last == right`).
fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "right",
        Verdict::Partly => "partly",
        Verdict::Wrong => "wrong",
        Verdict::Unsure => "unsure",
        Verdict::NoAnswer => "no_answer",
    }
}

/// Puts a value into a sentence of a game: `{words}`.
pub(super) fn put_in(sentence: &str, key: &str, value: &str) -> String {
    sentence.replace(&format!("{{{key}}}"), value)
}

/// Takes a sentence of `phrases.yaml` apart. Braces around anything but a variable stay as they
/// stand: the file was checked when it was read.
fn parse(phrase: &str) -> Text {
    let mut pieces = Vec::new();
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        pieces.push(Piece::Literal(before.to_owned()));
        let variable: Result<Variable, serde::de::value::Error> =
            Variable::deserialize(name.into_deserializer());
        pieces.push(match variable {
            Ok(variable) => Piece::Variable(variable),
            Err(_) => Piece::Literal(format!("{{{name}}}")),
        });
        rest = tail;
    }
    pieces.push(Piece::Literal(rest.to_owned()));
    Text(pieces)
}
