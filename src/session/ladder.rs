//! The hint ladder: what helps after a miss. Every rung leads on to the next one, also from
//! silence, until the answer is found or kindly given.

use rand::RngExt;
use serde::{Deserialize, Serialize};

use crate::{
    answer::Beginning,
    language::Language,
    script::Ask,
    session::{Session, agenda::Act},
};

/// How much help came before an answer.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub(super) enum Cue {
    /// None: the answer was found freely.
    #[default]
    None,
    /// A hint that the author wrote.
    Hint,
    /// How the answer begins.
    FirstSound,
    /// A choice of two.
    Choice,
}

impl Cue {
    /// The rung's number, as it is kept with an answer: 0 to 3.
    pub(super) fn rung(self) -> u32 {
        self as u32
    }
}

/// Two answers on offer: Nao's left hand stands for the first, its right hand for the second.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Offer {
    /// The two, as they are said, shown and scored.
    pub(super) answers: [String; 2],
    /// Which of them is wrong: it is listened for.
    pub(super) foil: usize,
    /// The question of the choice, as it was said.
    pub(super) question: String,
    /// Which hand stands for which, as it was said; nothing for a group, which sits too far off.
    pub(super) hands: Option<String>,
}

impl Offer {
    /// What was said of it.
    pub(super) fn words(&self) -> impl Iterator<Item = Act> + use<> {
        [Some(self.question.clone()), self.hands.clone()].into_iter().flatten().map(Act::Say)
    }

    /// The answer that “the second one” means; `None` when it is said by its name.
    pub(super) fn by_order(&self, language: Language, said: &str) -> Option<&String> {
        let said = said.to_lowercase();
        let says = |words: &[&str]| {
            words.iter().any(|word| match language {
                Language::Ko => said.contains(word),
                Language::Fr | Language::En => {
                    said.split(|c: char| !c.is_alphanumeric()).any(|said| said == *word)
                }
            })
        };
        let [first, second] = ORDER[language as usize];
        match (says(first), says(second)) {
            (true, false) => self.answers.first(),
            (false, true) => self.answers.get(1),
            _ => None,
        }
    }
}

/// Words for the first and the second of two, as they are listened for.
const ORDER: [[&[&str]; 2]; 3] = [
    [&["premier", "première"], &["second", "seconde", "deuxième", "dernier", "dernière"]],
    [&["first", "former"], &["second", "last", "latter"]],
    [&["첫째", "첫번째", "첫 번째", "앞의"], &["둘째", "두번째", "두 번째", "뒤의"]],
];

/// All of them.
pub(super) fn words_of_order(language: Language) -> impl Iterator<Item = String> {
    ORDER[language as usize].into_iter().flatten().map(|word| (*word).to_owned())
}

/// A rung: what is said on it.
pub(super) enum Rung {
    Hint(String),
    FirstSound(String),
    Choice(Offer),
}

impl Session {
    /// The next rung of the question in hand; `None` when there is none left. Before the last try,
    /// and when words did not come across at all, the choice comes before weaker help.
    pub(super) fn next_rung(
        &mut self,
        ask: &Ask,
        last_try: bool,
        not_by_words: bool,
    ) -> Option<Rung> {
        let asking = self.asking.as_ref()?;
        let (hinted, cue) = (asking.hinted, asking.cue);
        if cue == Cue::Choice {
            return None;
        }
        if not_by_words && let Some(offer) = self.offer(ask) {
            return Some(Rung::Choice(offer));
        }
        if let Some(hint) = ask.hints.get(hinted).filter(|_| cue <= Cue::Hint) {
            return Some(Rung::Hint(hint.fill(&self.spoken_values())));
        }
        let sound = ask.first_sound(self.plan.language).filter(|_| cue < Cue::FirstSound);
        let choice = ask.two(self.plan.language).is_some();
        if !(last_try && choice)
            && let Some(words) = sound.and_then(|sound| self.begins(&sound))
        {
            return Some(Rung::FirstSound(words));
        }
        self.offer(ask).map(Rung::Choice)
    }

    fn begins(&mut self, sound: &Beginning) -> Option<String> {
        Some(match sound {
            Beginning::Sound(sound) => {
                self.phrase(|phrases| &phrases.ladder.first_sound)?.replace("{sound}", sound)
            }
            Beginning::Letter(letter) => {
                self.phrase(|phrases| &phrases.ladder.first_letter)?.replace("{letter}", letter)
            }
        })
    }

    /// The right answer and one foil, in an order of chance. A foil that was said already would be
    /// said again; another one is offered if there is one.
    fn offer(&mut self, ask: &Ask) -> Option<Offer> {
        let two = ask.two(self.plan.language)?;
        let visit = self.asking.as_ref().map_or(0, |asking| asking.visit);
        let said = self.tally.said(visit);
        let was_said = |foil: &String| {
            let foil = foil.to_lowercase();
            said.iter().any(|said| said.contains(&foil) || foil.contains(said))
        };
        let fresh: Vec<&String> = two.foils.iter().filter(|foil| !was_said(foil)).collect();
        let from = if fresh.is_empty() { two.foils.iter().collect() } else { fresh };
        let foil = from.get(self.random.random_range(0..from.len().max(1)))?.to_string();
        let mut answers = [two.right, foil];
        let turned = self.random.random_bool(0.5);
        if turned {
            answers.reverse();
        }
        let put_in = |phrase: String| {
            let [first, second] = &answers;
            phrase.replace("{first}", first).replace("{second}", second)
        };
        let question = self.phrase(|phrases| &phrases.ladder.choice).map(put_in)?;
        let hands = if self.participant.group {
            None
        } else {
            self.phrase(|phrases| &phrases.ladder.hands).map(put_in)
        };
        Some(Offer { answers, foil: usize::from(!turned), question, hands })
    }
}
