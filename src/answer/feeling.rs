//! How somebody feels: well, tired, or unwell.

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Accepted, Intent, Task, intent_phrases, words},
    language::Language,
};

/// How somebody feels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feeling {
    /// All is well.
    Well,
    /// Tired, or out of breath: less is asked.
    Tired,
    /// Pain or dizziness: the class pauses and staff come.
    Unwell,
}

use Feeling::{Tired, Unwell, Well};

/// The first wording of each is shown to be touched. Wordings with a "not" are longer than what
/// they negate, and the longest wins.
const FRENCH: &[(&str, Feeling)] = &[
    ("tout va bien", Well),
    ("un peu de fatigue", Tired),
    ("douleur ou vertige", Unwell),
    ("bien", Well),
    ("très bien", Well),
    ("ça va", Well),
    ("ça va bien", Well),
    ("pas mal", Well),
    ("pas trop mal", Well),
    ("ça va pas mal", Well),
    ("en forme", Well),
    ("impeccable", Well),
    ("parfait", Well),
    ("pas fatigué", Well),
    ("pas fatiguée", Well),
    ("pas de douleur", Well),
    ("aucune douleur", Well),
    ("pas de vertige", Well),
    ("pas de vertiges", Well),
    ("fatigue", Tired),
    ("fatigué", Tired),
    ("fatiguée", Tired),
    ("fatigués", Tired),
    ("épuisé", Tired),
    ("épuisée", Tired),
    ("essoufflé", Tired),
    ("essoufflée", Tired),
    ("c'est dur", Tired),
    ("mal", Unwell),
    ("douleur", Unwell),
    ("douleurs", Unwell),
    ("vertige", Unwell),
    ("vertiges", Unwell),
    ("la tête qui tourne", Unwell),
    ("malade", Unwell),
    ("pas bien", Unwell),
    ("pas très bien", Unwell),
    ("ça va pas", Unwell),
    ("ça ne va pas", Unwell),
    ("ça ne va pas bien", Unwell),
    ("ça va pas bien", Unwell),
];

const ENGLISH: &[(&str, Feeling)] = &[
    ("i feel fine", Well),
    ("a little tired", Tired),
    ("pain or dizziness", Unwell),
    ("fine", Well),
    ("good", Well),
    ("well", Well),
    ("great", Well),
    ("okay", Well),
    ("ok", Well),
    ("all right", Well),
    ("alright", Well),
    ("not bad", Well),
    ("not tired", Well),
    ("no pain", Well),
    ("not dizzy", Well),
    ("doesn't hurt", Well),
    ("nothing hurts", Well),
    ("tired", Tired),
    ("exhausted", Tired),
    ("worn out", Tired),
    ("out of breath", Tired),
    ("pain", Unwell),
    ("hurts", Unwell),
    ("hurt", Unwell),
    ("aches", Unwell),
    ("sore", Unwell),
    ("dizzy", Unwell),
    ("dizziness", Unwell),
    ("sick", Unwell),
    ("faint", Unwell),
    ("bad", Unwell),
    ("unwell", Unwell),
    ("not well", Unwell),
    ("not very well", Unwell),
    ("not good", Unwell),
    ("not so good", Unwell),
    ("not so well", Unwell),
    ("not okay", Unwell),
    ("not all right", Unwell),
];

const KOREAN: &[(&str, Feeling)] = &[
    ("괜찮아요", Well),
    ("조금 피곤해요", Tired),
    ("아프거나 어지러워요", Unwell),
    ("괜찮습니다", Well),
    ("괜찮아", Well),
    ("좋아요", Well),
    ("좋습니다", Well),
    ("안 아파요", Well),
    ("아프지 않아요", Well),
    ("안 어지러워요", Well),
    ("안 힘들어요", Well),
    ("힘들지 않아요", Well),
    ("피곤해요", Tired),
    ("피곤합니다", Tired),
    ("힘들어요", Tired),
    ("지쳤어요", Tired),
    ("숨이 차요", Tired),
    ("아파요", Unwell),
    ("아픕니다", Unwell),
    ("어지러워요", Unwell),
    ("어지럽습니다", Unwell),
    ("안 괜찮아요", Unwell),
    ("안 좋아요", Unwell),
    ("좋지 않아요", Unwell),
];

fn phrases(language: Language) -> impl Iterator<Item = (&'static str, Feeling)> {
    let own = match language {
        Language::Fr => FRENCH,
        Language::En => ENGLISH,
        Language::Ko => KOREAN,
    };
    let calls = intent_phrases(language).iter().filter_map(|(phrase, intent)| match intent {
        Intent::Distress => Some((*phrase, Unwell)),
        Intent::Tired => Some((*phrase, Tired)),
        _ => None,
    });
    own.iter().copied().chain(calls)
}

/// How somebody feels by what they said; `None` when it says nothing about that. Of several
/// feelings the worst counts: who is tired but well is tired.
pub fn feeling(language: Language, text: &str) -> Option<Feeling> {
    let said = words::spoken_words(language, text);
    let mut found: Vec<(usize, usize, Feeling)> = Vec::new();
    for (phrase, feeling) in phrases(language) {
        let wanted = words::spoken_words(language, phrase);
        for (at, window) in said.windows(wanted.len().max(1)).enumerate() {
            if window == wanted {
                found.push((at, wanted.len(), feeling));
            }
        }
    }
    // The longest wording that covers a word says what it means.
    found.sort_by_key(|(at, length, _)| (std::cmp::Reverse(*length), *at));
    let mut meant: Vec<(usize, usize, Feeling)> = Vec::new();
    for (at, length, feeling) in found {
        let covered =
            meant.iter().any(|(other, longer, _)| at < other + longer && *other < at + length);
        if !covered {
            meant.push((at, length, feeling));
        }
    }
    meant.into_iter().map(|(_, _, feeling)| feeling).max()
}

/// What the ears listen for: each feeling with all its wordings.
pub fn feeling_task(language: Language) -> Task {
    let of = |wanted: Feeling| {
        let wordings = phrases(language).filter(|(_, feeling)| *feeling == wanted);
        Accepted::Synonyms(wordings.map(|(phrase, _)| phrase.to_owned()).collect())
    };
    Task::OneOf { one_of: vec![of(Well), of(Tired), of(Unwell)] }
}

/// The three answers to touch, from well to unwell.
pub fn feeling_choices(language: Language) -> Vec<String> {
    let Task::OneOf { one_of } = feeling_task(language) else { return Vec::new() };
    one_of.iter().map(|one| capital(one.shown())).collect()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wording_and_every_button_means_itself() {
        for language in Language::ALL {
            for (phrase, meant) in phrases(language) {
                assert_eq!(feeling(language, phrase), Some(meant), "{phrase}");
            }
            let touched: Vec<_> =
                feeling_choices(language).iter().map(|choice| feeling(language, choice)).collect();
            assert_eq!(touched, [Some(Well), Some(Tired), Some(Unwell)], "{language}");
        }
    }

    #[test]
    fn people_say_it_in_their_own_words() {
        for (language, text, meant) in [
            (Language::Fr, "oh ça va très bien merci", Some(Well)),
            (Language::Fr, "je suis un peu fatiguée mais ça va", Some(Tired)),
            (Language::Fr, "j'ai un peu mal au genou", Some(Unwell)),
            (Language::Fr, "non je n'ai pas mal", Some(Well)),
            (Language::Fr, "ça va pas trop", Some(Unwell)),
            (Language::Fr, "le facteur est passé", None),
            (Language::En, "I'm not tired at all", Some(Well)),
            (Language::En, "my knee hurts a bit", Some(Unwell)),
            (Language::En, "fine, only tired", Some(Tired)),
            (Language::En, "I don't feel well", Some(Unwell)),
            (Language::Ko, "저는 괜찮아요", Some(Well)),
            (Language::Ko, "허리가 아파요", Some(Unwell)),
            (Language::Ko, "아프지 않아요", Some(Well)),
        ] {
            assert_eq!(feeling(language, text), meant, "{text}");
        }
    }
}
